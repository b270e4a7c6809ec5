"""Names of persons compared: what speaks for one person, what against, what for neither."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from rapidfuzz.distance import Levenshtein

from onrecord.actors.eastern import by_palladius, is_eastern, one_eastern
from onrecord.actors.gazetteer import Use, meanings
from onrecord.spelling import consonants, keys, plain, skeleton, soft

_MEN = frozenset(
    "mr mister sir lord king prince sheikh father brother pope emperor baron count herr monsieur señor".split()
)
_WOMEN = frozenset("mrs ms miss madam madame lady dame queen princess empress baroness sister frau mme señora".split())
_TITLES = (
    _MEN
    | _WOMEN
    | frozenset(
        """
        dr doctor prof professor hon honorable honourable rev reverend rabbi imam ayatollah mullah cardinal
        archbishop bishop patriarch metropolitan saint st president vice prime minister premier chancellor
        secretary undersecretary ambassador envoy consul senator sen congressman congresswoman representative
        rep governor gov mayor deputy first foreign justice general gen colonel col major maj captain capt
        lieutenant lt sergeant sgt admiral adm marshal commander brigadier corporal judge attorney chief
        chairman chairwoman chairperson chair director speaker leader spokesman spokeswoman spokesperson head
        former ex acting interim then late seyyed sayyid sayyed incoming outgoing the ceo hrh hh h.e majesty
        highness excellency eminence holiness his her comrade tovarish crown grand sultan emir shah tsar czar
        mp mep adviser advisor official analyst expert journalist author coach activist minister-president
        vice-president general-secretary president-elect candidate presidential commissioner президент премьер
        премьер-министр министр председник премијер господин госпожа г-н г-жа
        """.split()
    )
)
_SUFFIXES = {"jr": "jr", "junior": "jr", "sr": "sr", "senior": "sr"}
_NUMERAL = re.compile(r"[IVX]+")
_DEGREES = frozenset("phd md qc kc esq obe cbe mbe dphil msc ma ba mba usn ret".split())
_ARTICLES = frozenset("al el ul as ad ash ar an at az аль эль ал ел".split())
_SERVANT = frozenset("abd abdul abdel abdal abdol abdoul".split())
_PARTICLES = frozenset(
    "de da do dos das du di del della la le van von der den ter ten zu af bin ibn ben bint y e".split()
)
_ROLES = frozenset(
    """
    president minister premier chancellor secretary ambassador envoy senator governor mayor general spokesman
    spokeswoman spokesperson chief chairman chairwoman chairperson director head leader commissioner representative
    judge attorney adviser advisor commander analyst
    """.split()
)
_CHARGES = frozenset(
    """
    state defence defense foreign internal external home interior affairs finance justice economy health education trade
    energy commerce labour labor treasury transport environment culture agriculture staff parliament government police
    and of the
    """.split()
)
_LINKS = frozenset("of for in to at and".split())
_SON = frozenset("bin ibn ben".split())
_PATRONYMIC = re.compile(r"(?:[oe][vw](?:ic|[iy]t?s?ch|na)|(?:iv|ich)na)$")
_HISPANIC = frozenset(
    """
    nicolas hugo pedro raul fidel jose luis juan carlos miguel andres evo rafael gustavo alberto cristina mauricio
    sebastian gabriel manuel mariano felipe alvaro enrique vicente ernesto michelle dilma jair luiz fernando
    alejandro ollanta guillermo nayib xiomara claudia javier santiago pablo jorge antonio francisco
    isabel ana diosdado delcy jesus joao marcelo anibal ricardo roberto eduardo rodrigo
    """.split()
)
_SLAVIC = re.compile(r"(?:i[ct]?[ch]|[oe][vw]a?|[sc]k[iy]+|skaya|in[a]?|enko|uk|ak)$")
_ABJAD = re.compile(r"[\u0590-\u06ff]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_WORD = re.compile(r"[^\W_]+(?:['’ʼ`‘ʻ\u0300-\u036f\u0900-\u0dff\u200c]+[^\W_]+)*['’ʼ\u0300-\u036f\u0900-\u0dff]*")
_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]")
_RUN_OF_INITIALS = re.compile(r"[A-Z]{2,3}")
_OFTEN_A_NAME = frozenset(
    "king prince major judge dean count pope bishop baron marshal st saint st. emir sultan shah".split()
)


@dataclass(frozen=True, slots=True)
class Person:
    """A person's name in its parts.

    ``words`` are all its words in order, given names before the surname where the form tells which is which;
    ``groups`` the same with what a hyphen binds together. ``suffix`` is Jr., Sr. or a numeral; ``gender`` what a
    title tells, "" for nothing.
    """

    words: tuple[str, ...]
    groups: tuple[tuple[str, ...], ...]
    suffix: str = ""
    gender: str = ""
    written: str = ""


@lru_cache(maxsize=65_536)
def person(name: str) -> Person:
    """The parts of a name, without titles, offices, degrees and what stands in brackets."""
    bare = _BRACKETS.sub("", name).strip() or name
    first, *after = (part.strip() for part in re.split(r"[,،]", bare))
    suffix = ""
    for part in after:
        words = _words(part)
        if generation := _suffix(part):
            suffix = generation
        elif not _is_office(part, first) and words and not set(words) <= _DEGREES:
            first = f"{part} {first}"
    return _parts(first, suffix, name)


def is_title(word: str) -> bool:
    """Whether a word stands before the names of persons: a title, or an office."""
    return word.casefold().strip(".,") in _TITLES


def bearer(name: str) -> str:
    """The name of who bears an office, where office and body stand before or, set off, after: else the name as it is.

    >>> bearer("Foreign Ministry spokeswoman Ana Dolny")
    'Ana Dolny'
    """
    before, comma, after = name.partition(",")
    if comma and " " in before and any(map(_is_role, after.split())):
        return before
    chunks = name.split()
    roles = [i for i, chunk in enumerate(chunks) if _is_role(chunk)]
    rest = _without_body(chunks[roles[-1] + 1 :]) if roles else []
    return " ".join(rest) if rest and rest[0][:1].isupper() and rest[0].casefold() not in _TITLES else name


def _is_role(chunk: str) -> bool:
    return any(part in _ROLES for part in chunk.strip(".,").casefold().split("-"))


def _without_body(chunks: list[str]) -> list[str]:
    """What follows "of the European Commission" or "of State" after an office."""
    if not chunks or chunks[0] not in _LINKS:
        return chunks
    rest = chunks[2:] if chunks[1:2] == ["the"] else chunks[1:]
    while len(rest) > 1 and rest[0].casefold() in _CHARGES:
        rest = rest[1:]
    lengths = (n for n in range(len(rest) - 1, 0, -1) if Use.NAME in _uses(" ".join(rest[:n])))
    return rest[next(lengths, 0) :]


def _parts(name: str, suffix: str, written: str) -> Person:
    chunks = name.replace("–", "-").split()
    gender = ""
    before = ""
    while len(chunks) > 1 and (skipped := _leading_title(chunks, before)):
        gender = gender or _gender(chunks[0])
        before = chunks[skipped - 1].casefold()
        del chunks[:skipped]
    chunks = [chunk for chunk in _initials_apart(chunks) if _words(chunk)]
    groups = [tuple(_words(chunk)) for chunk in chunks]
    while len(groups) > 1 and (groups[-1][0] in _DEGREES or _suffix(chunks[-1])):
        suffix = suffix or _suffix(chunks[-1])
        del groups[-1], chunks[-1]
    groups = _without_articles(groups)
    return Person(tuple(word for group in groups for word in group), tuple(groups), suffix, gender, written)


def _initials_apart(chunks: list[str]) -> list[str]:
    """``J.R.R.`` and ``JK`` before a surname as so many initials."""
    apart: list[str] = []
    for i, chunk in enumerate(chunks):
        letters = chunk.replace(".", " ").split()
        if len(letters) > 1 and all(len(letter) == 1 for letter in letters):
            apart += letters
        elif i < len(chunks) - 1 and _RUN_OF_INITIALS.fullmatch(chunk) and not chunks[-1].isupper():
            apart += list(chunk)
        else:
            apart.append(chunk)
    return apart


def _words(chunk: str) -> list[str]:
    """The words of a chunk in lower case, keeping its script."""
    return [word.casefold() for word in _WORD.findall(chunk)]


def _leading_title(chunks: Sequence[str], before: str) -> int:
    """How many of the first chunks are a title, an office, or the state whose office it is, and no part of the name."""
    first = chunks[0].casefold().strip(".,:")
    if first in _OFTEN_A_NAME and len(chunks) == 2:
        return 0
    if before and first in _LINKS:
        return 1
    if first in _TITLES or all(part in _TITLES for part in first.split("-")):
        return 1
    for length in (3, 2, 1):
        if len(chunks) > length and _is_state(chunks, length, before in _LINKS):
            return length
    return 0


def _is_state(chunks: Sequence[str], length: int, linked: bool) -> bool:
    """A state or its adjective with an office after it or "of" before it: "French President", "Minister of Peru"."""
    uses = _uses(" ".join(chunks[:length]))
    if Use.NAME in uses and linked:
        return True
    following = chunks[length].casefold().strip(".,")
    return bool(uses & {Use.NAME, Use.DEMONYM}) and (following in _TITLES or Use.DEMONYM in _uses(chunks[length]))


def _uses(words: str) -> set[Use]:
    return {meaning.use for meaning in meanings(re.sub(r"['’]s?$", "", words))}


def _is_office(part: str, name: str) -> bool:
    """Whether what a comma sets off says who somebody is ("John Smith, Peru") and is not the given name."""
    if any(word.casefold().strip(".") in _TITLES for word in part.split()):
        return True
    return " " in name and bool(meanings(part))


def _suffix(chunk: str) -> str:
    """Jr., Sr. or a numeral, which is written in capitals; "" for other words."""
    bare = chunk.strip(".,")
    return bare if len(bare) > 1 and _NUMERAL.fullmatch(bare) else _SUFFIXES.get(bare.casefold(), "")


def _gender(chunk: str) -> str:
    title = chunk.casefold().strip(".")
    return "m" if title in _MEN else "f" if title in _WOMEN else ""


def _without_articles(groups: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Arabic articles left out, "Abd al-" and "Abdul" as one, ibn as bin."""
    kept: list[tuple[str, ...]] = []
    for i, group in enumerate(groups):
        words = [_ONE_FORM.get(word, word) for word in group]
        if len(groups) > 1 or len(words) > 1:
            ends = i == len(groups) - 1
            words = [w for j, w in enumerate(words) if w not in _ARTICLES or (ends and j == len(words) - 1 and j == 0)]
        if words:
            kept.append(tuple(words))
    return kept


_ONE_FORM = dict.fromkeys(_SERVANT, "abd") | dict.fromkeys(_SON, "bin")


@cache
def _forms() -> dict[str, frozenset[int]]:
    """Which lines of the table of given names a key is in."""
    lines = files(__package__).joinpath("given.txt").read_text(encoding="utf-8").splitlines()
    found: dict[str, frozenset[int]] = {}
    for number, line in enumerate(line for line in lines if not line.startswith("#")):
        for word in line.split():
            for key in keys(word):
                found[key] = found.get(key, frozenset()) | {number}
    return found


@lru_cache(maxsize=65_536)
def _lines(word: str) -> frozenset[int]:
    return frozenset(number for key in keys(word) for number in _forms().get(key, ()))


@cache
def _initials_of_lines() -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for key, numbers in _forms().items():
        for number in numbers:
            found.setdefault(number, set()).add(key[0])
    return found


@lru_cache(maxsize=65_536)
def initials(given: str) -> frozenset[str]:
    """The first sounds of a given name in all its forms: b and v of Bill, who is also a William."""
    lines = _initials_of_lines()
    own = {key[0] for key in keys(given)}
    return frozenset(own.union(*(lines[number] for number in _lines(given))))


def one_person(a: str, b: str) -> bool | None:
    """Whether two names are names of one person; ``None`` where the names alone cannot tell."""
    if is_eastern(a) or is_eastern(b):
        return one_eastern(a, b)
    one, other = person(a), person(b)
    if _told_apart(a, b):
        return None
    if any(_TITLES.issuperset(p.words) for p in (one, other)):
        return None
    if one.gender and other.gender and one.gender != other.gender:
        return False
    return _suffixed(one, other, _same_words(one, other))


def _told_apart(a: str, b: str) -> bool:
    """Whether both names carry words in brackets, and not the same: "(politician)", "(footballer)"."""
    one, other = _BRACKETS.findall(a), _BRACKETS.findall(b)
    return bool(one and other) and one != other


def _suffixed(one: Person, other: Person, same: bool | None) -> bool | None:
    """A father and a son have one name; but a formal name has a "Jr." that the everyday one leaves off."""
    if not same or one.suffix == other.suffix:
        return same
    if one.suffix and other.suffix:
        return False
    formal, everyday = (one, other) if one.suffix else (other, one)
    if len(one.groups) == len(other.groups):
        return False if formal.suffix in ("jr", "sr") else None
    register = not _spelt_alike(formal.groups[0], everyday.groups[0]) and any(map(_is_initial, formal.words))
    return True if register else None


def _same_words(one: Person, other: Person) -> bool | None:
    if len(one.words) == len(other.words) and all(map(_word_alike, one.words, other.words)):
        return True
    if len(one.words) > 1 and len(other.words) > 1 and _joined_alike(one, other):
        return True
    if by_palladius(" ".join(one.words), " ".join(other.words)):
        return True
    if _ABJAD.search(one.written) or _ABJAD.search(other.written):
        return _abjad(one, other)
    if len(one.groups) == 1 or len(other.groups) == 1:
        return _part_of(one, other)
    straight = _in_order(one.groups, other.groups)
    return straight if straight else _reordered(one, other, straight)


def _word_alike(a: str, b: str) -> bool:
    return not keys(a).isdisjoint(keys(b))


def _joined_alike(one: Person, other: Person) -> bool:
    """Jong-un, Jong Un and Jongun."""
    return plain("".join(one.words)) == plain("".join(other.words))


def _part_of(one: Person, other: Person) -> bool | None:
    """A name of one word and a longer one, or another of one word: cannot tell, unless nothing is alike."""
    few, many = sorted((one, other), key=lambda p: len(p.groups))
    if any(_word_alike(a, b) for a in few.words for b in many.words):
        return None
    return None if any(_close("".join(few.words), "".join(group)) for group in many.groups) else False


def _close(a: str, b: str, share: float = 0.75) -> bool:
    """Perhaps a slip or one more spelling: never enough to join, enough not to part."""
    return Levenshtein.normalized_similarity(plain(a), plain(b)) >= share


Groups = Sequence[tuple[str, ...]]


def _spelt_alike(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    return len(a) == len(b) and all(map(_word_alike, a, b))


def _surname_alike(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """One surname, its e and i or o and u perhaps confused where it is long enough to be known all the same."""
    joined, other = "".join(a), "".join(b)
    if _spelt_alike(a, b) or not keys(joined).isdisjoint(keys(other)) or _by_ear(joined, other):
        return True
    if not _lines(joined).isdisjoint(_lines(other)):
        return True
    if min(len(joined), len(other)) < 6:
        return False
    return not {soft(key) for key in keys(joined)}.isdisjoint(soft(key) for key in keys(other))


def _by_ear(a: str, b: str) -> bool:
    """A Western name in another alphabet keeps its consonants; Slavic ones keep their vowels too."""
    if bool(_LATIN.search(a)) == bool(_LATIN.search(b)) or _SLAVIC.search(plain(a)):
        return False
    return any(len(x) > 1 for x in consonants(a) & consonants(b)) and _close(a, b, 0.5)


def _is_initial(word: str) -> bool:
    return len(word) == 1


def _given_alike(a: tuple[str, ...], b: tuple[str, ...]) -> bool | None:
    """Whether two given names are one: spelt alike, or short and full forms; ``None`` for an initial."""
    if _is_initial(a[0]) or _is_initial(b[0]):
        return None if not {k[0] for k in keys(a[0])}.isdisjoint(k[0] for k in keys(b[0])) else False
    joined, other = "".join(a), "".join(b)
    if _spelt_alike(a, b) or not keys(joined).isdisjoint(keys(other)) or _by_ear(joined, other):
        return True
    return len(a) == len(b) and all(
        _word_alike(x, y) or not _lines(x).isdisjoint(_lines(y)) for x, y in zip(a, b, strict=True)
    )


def _in_order(a: Groups, b: Groups) -> bool | None:
    """Given name, middle names, surname on both sides."""
    if _surname_alike(a[-1], b[-1]):
        given = _given_alike(a[0], b[0])
        if given is False:
            return _called_by_middle(a, b)
        return _with_middles(a[1:-1], b[1:-1], given)
    if _given_alike(a[0], b[0]):
        return _second_surname(a, b)
    return False


def _with_middles(a: Groups, b: Groups, given: bool | None) -> bool | None:
    """What middle names leave of a given name's answer; an initial alone cannot tell, two in a row can."""
    a = [group for group in a if group[0] not in _PARTICLES]
    b = [group for group in b if group[0] not in _PARTICLES]
    few, many = sorted((a, b), key=len)
    if few and not _contained(few, many):
        return False
    if few and len(few) < len(many) and all(_is_initial(group[0]) for group in few):
        return None
    return True if given is None and few else given


def _contained(few: Groups, many: Groups) -> bool:
    """Whether all middle names of one side stand, in order, among the other's."""
    rest = iter(many)
    return all(any(_given_alike(group, other) is not False for other in rest) for group in few)


def _called_by_middle(a: Groups, b: Groups) -> bool | None:
    """Somebody who goes by a later given name, or a son named after his father: cannot tell."""
    pairs = ((a[0], b[1:-1]), (b[0], a[1:-1]))
    return None if any(_given_alike(given, m) is not False for given, middles in pairs for m in middles) else False


def _second_surname(a: Groups, b: Groups) -> bool | None:
    """Hispanic names may leave off the second surname; elsewhere a longer name is another's, or cannot tell."""
    few, many = sorted((a, b), key=len)
    if len(few) == len(many) or not any(_surname_alike(few[-1], group) for group in many[1:-1]):
        return _half_of_double(a[-1], b[-1])
    return True if plain(few[0][0]) in _HISPANIC else None


def _half_of_double(a: tuple[str, ...], b: tuple[str, ...]) -> bool | None:
    """One half of a double surname cannot tell; nor can a surname that differs by a slip."""
    if len(a) != len(b) and any(_word_alike(x, y) for x in a for y in b):
        return None
    return None if _close("".join(a), "".join(b)) else False


def _reordered(one: Person, other: Person, straight: bool | None) -> bool | None:
    """Surname first (Hungarian, Chinese, lists): the same words turned; two given names turned cannot tell."""
    a, b = one.groups, other.groups
    if len(a) != len(b) and not _PATRONYMIC.search(plain(a[-1][-1])) and not _PATRONYMIC.search(plain(b[-1][-1])):
        return straight
    turns = ((a, (*b[1:], b[0])), (a, (b[-1], *b[:-1])), ((*a[1:], a[0]), b))
    if any(_in_order(x, y) is True and len(x[-1][0]) > 1 for x, y in turns):
        return None if _all_given(a) or _all_given(b) else True
    return straight


def _all_given(groups: Groups) -> bool:
    return bool(_lines(groups[0][0]) and _lines(groups[-1][0]))


def _abjad(one: Person, other: Person) -> bool | None:
    """Scripts without vowels: one sequence of consonants, word for word."""
    a, b = ([bone for word in p.words if (bone := skeleton(_bare_article(word)))] for p in (one, other))
    return True if a == b and sum(map(len, a)) >= 5 else None


def _bare_article(word: str) -> str:
    return word[2:] if word.startswith("ال") and len(word) > 4 else word
