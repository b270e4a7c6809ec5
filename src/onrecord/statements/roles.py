"""The words by which a text says what somebody is: offices, professions, kin, and what qualifies them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.facts import Span

_OFFICES = """
president vice-president premier chancellor minister secretary ambassador envoy consul attache diplomat negotiator
mediator commissioner governor lieutenant-governor senator congressman congresswoman representative deputy lawmaker
legislator parliamentarian mp mep mayor councilman councilwoman councillor councilor alderman prefect sheriff
marshal speaker whip delegate superdelegate leader chief head boss chair chairman chairwoman chairperson director
manager administrator commander general colonel major captain lieutenant sergeant admiral officer soldier veteran
spokesman spokeswoman spokesperson judge justice magistrate prosecutor attorney lawyer solicitor barrister counsel
ombudsman inspector detective investigator agent policeman policewoman king queen prince princess emperor empress
tsar czar pope cardinal archbishop bishop priest pastor reverend rabbi imam mufti patriarch monk nun abbot saint
sultan emir sheikh shah ayatollah duke duchess count countess earl baron baroness lord lady dame candidate nominee
contender front-runner frontrunner rival challenger incumbent opponent hopeful predecessor successor member official
aide adviser advisor strategist consultant analyst expert specialist pollster lobbyist activist campaigner advocate
organizer organiser dissident rebel fighter militant protester ally supporter backer donor critic defender
republican democrat socialist liberal conservative communist independent
""".split()

_PROFESSIONS = """
professor lecturer teacher schoolteacher headmaster rector dean student graduate scholar researcher scientist
physicist mathematician chemist biologist economist historian sociologist psychologist psychiatrist philosopher
theologian linguist anthropologist archaeologist astronomer astronaut engineer architect designer developer
programmer inventor doctor physician surgeon neurosurgeon nurse pilot driver farmer worker employee businessman
businesswoman entrepreneur industrialist tycoon magnate mogul billionaire millionaire investor banker broker owner
founder co-founder cofounder executive ceo cfo coo editor publisher journalist reporter correspondent columnist
commentator blogger host moderator presenter anchor broadcaster author co-author coauthor writer novelist poet
playwright screenwriter translator composer conductor musician singer songwriter rapper guitarist pianist violinist
drummer dancer choreographer actor actress co-star comedian entertainer personality producer filmmaker photographer
painter sculptor artist model celebrity star player coach trainer manager goalkeeper striker midfielder defender
forward winger footballer shortstop outfielder infielder pitcher catcher quarterback baseman sprinter swimmer boxer
wrestler cyclist athlete champion winner loser recipient finalist fellow laureate interpreter guide steward servant
secretary-general director-general commandant vlogger protégé contemporary citizen resident native voter refugee
defector prisoner inmate suspect defendant plaintiff petitioner respondent appellant victim witness murderer
assassin terrorist dictator hero figure pioneer
""".split()

_KIN = """
wife husband father mother son daughter brother sister half-brother half-sister uncle aunt nephew niece cousin
grandfather grandmother grandson granddaughter father-in-law mother-in-law son-in-law daughter-in-law widow widower
partner spouse fiancé fiancée girlfriend boyfriend friend colleague companion mentor teammate neighbour neighbor man
woman boy girl guy gentleman person child teenager
""".split()

_PRIVATE = frozenset(_KIN)
NOUNS = frozenset(_OFFICES + _PROFESSIONS + _KIN)

_MODIFIERS = """
former then then- ex acting interim deputy assistant associate vice senior junior chief prime first foreign interior
defence defense finance justice home general executive managing national federal state regional local presidential
parliamentary political military economic special permanent leading prominent veteran long-time longtime current
outgoing incoming newly elected appointed retired late emeritus honorary visiting opposition party press media
campaign security policy police research science fiction television film news public human rights trade union
football baseball team world founding
""".split()

MODIFIERS = frozenset(_MODIFIERS)

_FEMALE = frozenset(
    """woman girl lady queen princess empress duchess countess baroness dame nun actress wife mother daughter sister
    half-sister aunt niece grandmother granddaughter mother-in-law daughter-in-law widow fiancée girlfriend
    spokeswoman chairwoman congresswoman councilwoman policewoman businesswoman""".split()
)
_MALE = frozenset(
    """man boy guy gentleman king prince emperor tsar czar pope duke earl baron monk abbot husband father son brother
    half-brother uncle nephew grandfather grandson father-in-law son-in-law widower boyfriend spokesman chairman
    congressman councilman policeman businessman cardinal archbishop priest imam sultan""".split()
)

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


def is_role(word: str) -> bool:
    """Whether the word, in any letter case, says what somebody is ("Ambassador", "co-founders")."""
    word = word.casefold()
    return word in NOUNS or word.rpartition("-")[2] in NOUNS


def head_noun(phrase: str) -> str | None:
    """The role noun that carries a description: "ambassador" of "the Russian ambassador to Serbia".

    It is the last role noun before the first word that opens a complement; ``None`` where there is none.
    """
    found = None
    for match in _WORD.finditer(phrase):
        word = match[0].casefold()
        if found and word in _COMPLEMENTS:
            break
        if is_role(word):
            found = word
    return found


_COMPLEMENTS = frozenset("of in at to for from on with by who whom whose that which and".split())


def is_office(phrase: str) -> bool:
    """Whether a phrase is somebody's office or profession, not kinship or "the man"."""
    head = head_noun(phrase)
    return head is not None and head not in _PRIVATE and head.rpartition("-")[2] not in _PRIVATE


def same_office(phrase: str, roles: Sequence[str], head: str) -> bool | None:
    """Whether a description with this head repeats one of a person's roles by a further word ("Russian", "Russia").

    ``False`` where both go on to name something and nothing is in common; ``None`` where one of them is silent.
    """
    asked = _stems(phrase, head)
    known = set().union(*(_stems(role, head) for role in roles))
    return None if not asked or not known else bool(asked & known)


def _stems(phrase: str, head: str) -> set[str]:
    """The beginnings of the names in a phrase; a people's and its country's mostly agree in five letters."""
    words = (match[0] for match in _WORD.finditer(phrase))
    return {w[:5].casefold() for w in words if w[0].isupper() and w.casefold() not in (head, "the", "this", "that")}


def gender_of(noun: str) -> float:
    """What a role noun tells of gender: positive for a man, negative for a woman, 0 for nothing."""
    noun = noun.casefold()
    return 3.0 if noun in _MALE else -3.0 if noun in _FEMALE else 0.0


_LINKS = frozenset("of in to for and the at on".split())
_OPENERS = frozenset(
    "the a an and but or as when if in at on by for with from after before while said says told".split()
)
_ABBREVIATION = re.compile(r"(?:[^\W\d_]\.)+$")
_APPOSED = re.compile(
    r", (?:\d{1,3}, )?((?:(?:the|a|an|then|now|also|its|their|who is|who was) )*)"
    r"([^\n;()“”\"]{3,120}?)(?=[,.;()\n“”\"]|$| who | which | and (?:said|told))"
)
_IS = re.compile(
    r" (?:is|was) (?:also |currently |now |then )?((?:the|a|an) )([^\n,.;()“”\"]{3,100})(?=[,.;()\n]| who | and )"
)


_DESCRIBED = re.compile(
    r"(?:^|(?<=[\s“\"(]))(?:(?:the|its|their|his|her|our) |(?=[A-Z][\w-]*['’]s? ))"
    r"((?:[^\W_][\w.'’-]* ){0,9}?[^\W_][\w.'’-]*), $",
    re.IGNORECASE,
)


def described_before(text: str, name: Span) -> Span | None:
    """The description that a name explains: "envoy of Arvel in Sund" in "the envoy of Arvel in Sund, Orla Roe,"."""
    begin = max(text.rfind("\n", 0, name.start) + 1, name.start - 120)
    match = _DESCRIBED.search(text[begin : name.start])
    if match is None or not _leads_to_head(match[1], bare=False) or not _AFTER_NAME.match(text, name.end):
        return None
    return Span(begin + match.start(1), begin + match.end(1))


_AFTER_NAME = re.compile(r"[,.)]|$|\n| (?:who|has|had|is|was|said|says|told)\b")


def role_before(text: str, name: Span) -> Span | None:
    """The role that leads up to a name: "Ambassador of Russia in Serbia" before "Aleksandr …"."""
    described = described_before(text, name)
    if described is not None:
        return described
    begin = max(text.rfind("\n", 0, name.start) + 1, name.start - 120)
    words = [(begin + m.start(), m[0]) for m in re.finditer(r"\S+", text[begin : name.start])]
    start = None
    for at, word in reversed(words):
        bare = word.casefold().removesuffix("'s").removesuffix("’s")
        if not word[-1].isalnum() and not _ABBREVIATION.match(word):
            break
        if is_role(bare) or (start is not None and bare in MODIFIERS):
            start = at
        elif bare in _OPENERS if start is not None else bare not in _LINKS and bare not in MODIFIERS and word.islower():
            break
        elif start is not None:
            if word.islower():
                break
            start = at
    return None if start is None else Span(start, len(text[: name.start].rstrip()))


def role_after(text: str, name: Span) -> Span | None:
    """The role in apposition or predicated of a name: ", the mayor of Arvel," gives "mayor of Arvel"."""
    for pattern in (_APPOSED, _IS):
        match = pattern.match(text, name.end)
        if match and _leads_to_head(match[2], bare=not match[1]):
            return Span(match.start(2), match.start(2) + len(match[2].rstrip()))
    return None


def _leads_to_head(phrase: str, *, bare: bool) -> bool:
    """Whether every word up to the role noun can qualify it; without an article the first word must be known to."""
    for number, match in enumerate(_WORD.finditer(phrase)):
        word = match[0].casefold()
        if is_role(word):
            return True
        if word in _COMPLEMENTS or word in _OPENERS or word in ("his", "her", "is", "was"):
            return False
        if bare and not number and match[0].islower() and word not in MODIFIERS:
            return False
    return False
