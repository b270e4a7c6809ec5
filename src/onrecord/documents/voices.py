"""Who the voices of an interview are: names in the title, introduction, captions, labels and forms of address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from onrecord.facts import Span

_PART = r"[^\W\d_a-z](?:[\w’'-]*[\w])?"
_PARTICLE = r"(?:de|da|di|du|del|della|van|von|der|den|ten|ter|al|el|bin|ibn|la|le|dos|das|zu)"
_SEQUENCE = re.compile(rf"\b{_PART}\.?(?:[ \u00a0]+(?:{_PARTICLE}[ \u00a0]+){{0,2}}{_PART}\.?(?=\W|$))*")
_TITLE = (
    r"(?:(?i:his|her|your)\s+excellency|(?:prime|deputy|vice|acting|former|foreign|interior|defen[cs]e|finance|trade|health|chief|senior|"
    r"executive|managing|general|first|special|honou?rary|permanent)|(?:mr|mrs|ms|mx|dr|prof|gen|lt|col|sgt|capt|maj|adm|rev|sen|rep|gov|amb)\.?|sir|dame|lord|"
    r"lady|madam|king|queen|prince|princess|president|chancellor|premier|minister|ambassador|envoy|consul|secretary|governor|mayor|"
    r"senator|congress(?:wo)?man|representative|deputy|commissioner|spokes(?:man|woman|person)|speaker|chair(?:man|woman|person)?|director|"
    r"head|chief|leader|founder|co-founder|owner|editor|editor-in-chief|professor|doctor|judge|justice|general|colonel|captain|major|admiral|"
    r"sergeant|lieutenant|bishop|archbishop|cardinal|pope|father|sister|rabbi|imam|sheikh|attorney|lawyer|biologist|physicist|chemist|"
    r"historian|economist|scientist|researcher|scholar|philosopher|linguist|activist|author|writer|novelist|poet|journalist|reporter|"
    r"correspondent|photographer|artist|painter|singer|musician|composer|actor|actress|filmmaker|producer|designer|architect|engineer|"
    r"programmer|developer|entrepreneur|businessman|businesswoman|ceo|cto|cfo|candidate|nominee|coach|player|champion|athlete|"
    r"climber|explorer|astronaut|pilot|officer|analyst|expert|adviser|advisor|negotiator|diplomat|politician|mp|mep|author|us|u\.s\.|uk|"
    r"interviewee|guest|host|wikinews)"
)
_LEADING = re.compile(rf"(?i:{_TITLE})(?:['’]s)?\s+")
_PLACE = re.compile(
    r"(?:(?:United|South|North|New|East|West|Saudi|Sri|Costa|El|San|Sierra|Burkina|Papua|Hong|Northern|Southern|Central|European|Littoral)\s+)?"
    rf"{_PART}\s+"
)
_ROLE_AT_PLACE = re.compile(
    rf"(?i:\b{_TITLE}(?:-\w+)?)(?:\s+{_PART})*\s+(?:of\s+(?:the\s+)?{_PART}(?:\s+{_PART})?\s+)?(?:to|in|at|of|for)\s+(?:the\s+)?$"
)
_ROLE_BEFORE = re.compile(
    rf"(?i:\b{_TITLE}(?:['’]s)?\s+)$|(?i:\b{_TITLE})\s+(?:of\s+(?:the\s+)?{_PART}(?:\s+{_PART})?\s+)?(?:to|in|at|of|for)\s+(?:the\s+)?"
    rf"{_PART}(?:\s+{_PART})?\s+$"
)
_AT_PLACE = re.compile(r"\b(?:in|at|from|near|off|through|across|outside)\s+(?:the\s+)?$")
_CUT = frozenset(
    """interview interviews interviewed exclusive talks talk tells told says said speaks speak on about with how why
    what when where who explains explain discusses discuss answers answered the a an of and to in at for from by
    is are was his her its our your my this that these those i we you he she it they but or if as so not no yes
    read image photo picture video file monday tuesday wednesday thursday friday saturday sunday january
    february march april may june july august september october november december q&a conversation meet part
    special editor's note after before against over under keep new remarks statement press briefing transcript
    speech address""".split()
)
_NOT_PERSON = re.compile(
    r"(?i:\b(?:university|institute|college|school|party|council|committee|commission|ministry|department|agency|office|bank|times|post|"
    r"news|herald|gazette|tribune|courier|daily|weekly|journal|review|magazine|radio|television|tv|press|union|united|nations|states|"
    r"kingdom|republic|federation|organi[sz]ation|association|foundation|society|center|centre|company|corporation|group|inc|ltd|"
    r"street|square|avenue|road|river|lake|mount|mountain|sea|strait|bay|island|islands|north|south|east|west|northern|southern|eastern|"
    r"western|war|treaty|agreement|accords?|charter|resolution|award|prize|peace|day|week|month|city|county|province|region|"
    r"world|international|national|government|parliament|congress|senate|house|court|army|navy|police|museum|church|league|cup|"
    r"championships?|festival|summit|conference|forum|project|space|lab|laboratory|windows|act|code|index|amendment|citation|"
    r"spacecraft|attorney|general|minister|president|governor|ambassador|chief|director|secretary|commons|creative|free|open)\b)"
)
_GUEST_BEFORE = re.compile(
    r"(?i:\b(?:interview(?:s|ed|ing|ee)?|conversation|q\s*&\s*a|talk(?:s|ed)?|sp(?:eaks?|oke)|sat\s+down|caught\s+up|met|meets?|asks?|asked|"
    r"questions?|guest|chats?|chatted)\b)[^.!?]{0,90}$"
)
_GUEST_AFTER = re.compile(
    r"['’]?s?,?[^.!?:]{0,60}?\b(?:tells?|told|talks?|discuss(?:es|ed)|explains?|explained|answers?|answered|speaks?|spoke|interviewed\s+by|"
    r"reveals?|reflects?|sat\s+down|shares?|on\b|about\b|says?|agreed)\b|\s*[:–—]",
)
_ASKER_BEFORE = re.compile(
    r"(?i:\b(?:interview(?:ed)?|conducted|submitted|asked|posed|questioned|questions?)\b[^.!?]{0,50}\bby\s[^.!?,]{0,50}$|"
    r"\b(?:reporter|journalist|correspondent|interviewer|columnist)\s+$|\b(?:tells?|told|answered|spoke\s+(?:to|with)|talks?\s+(?:to|with)|"
    r"speaks?\s+(?:to|with)|sat\s+down\s+with|interview\s+(?:to|for|with\s+the)|discuss(?:es|ed)\s[^.!?]{0,60}with|(?:for|with|by))\s+(?:the\s+)?$)"
)
_ASKER_AFTER = re.compile(
    r"(?:['’]s)?(?:\s+\w+){0,2}?\s+(?:interviews?|interviewed|asks|asked|sat\s+down\s+with|spoke\s+(?:to|with)|speaks\s+(?:to|with)|talked\s+(?:to|with)|"
    r"talks\s+(?:to|with)|met|for\s+an\s+interview|caught\s+up\s+with)\b"
)
_OUTLET = re.compile(
    r"\b(?:tells?|told|interviewed\s+by|interview\s+(?:to|for)|[Ii]n\s+(?:an|his|her|this)\s+(?:\w+\s+)?interview\s+with|"
    r"(?:discuss(?:es|ed)|spoke|speaks|talks|talked)\b[^.!?]{0,60}\bwith)\s+"
    rf"(?P<by>(?:the\s+)?{_PART}(?:\s+{_PART}){{0,2}})(?=[.,;:]|$|\s+(?:about|on|in|at|how|why|that|he|she|what)\b)|"
    rf"\b(?P<does>{_PART}(?:\s+{_PART}){{0,2}})\s+"
    r"(?:interviews|interviewed|asked|sat\s+down\s+with|spoke\s+(?:to|with)|talked\s+(?:to|with))\b"
)
_MARKS = frozenset("\"“”‘’'«„")
"""What stands in quotation marks is a nickname or a work."""


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of text in which a voice may be named, and how much a name there counts."""

    span: Span
    weight: float


@dataclass(frozen=True, slots=True)
class Voice:
    """A name and where its fullest form stands."""

    name: str
    at: Span | None


def guest(text: str, places: Sequence[Place], inside: Iterable[Span], title: str | None) -> Voice | None:
    """The one person that the text introduces as its guest; nothing if nobody or more than one could be meant."""
    found = list(_names(text, places))
    if title and not any(title in place.span.of(text) for place in places):
        found += [(name, None, 2.0 + _cues(title, a, b)) for name, a, b in _persons(title)]
    if not found:
        return None
    names = list(dict.fromkeys(name for name, _, _ in found))
    spoken = "\n".join(span.of(text) for span in inside)
    outside = "\n".join(place.span.of(text) for place in places)
    odds: dict[str, float] = {}
    for name in names:
        last = name.split()[-1]
        alone = len(re.findall(rf"\b{re.escape(last)}\b", outside)) - sum(n == name for n, _, _ in found)
        odds[name] = sum(weight for n, _, weight in found if n == name) + min(2.0, 0.5 * alone)
        odds[name] += 1.5 * bool(
            re.search(
                rf"\b(?:Mr|Mrs|Ms|Dr|Prof|Professor|Ambassador|Minister|President)\.?\s+{re.escape(last)}\b[,.?]",
                spoken,
            )
        )
        odds[name] -= 1.0 * (name in spoken)
    merged = _same_person(odds)
    ranked = sorted(merged, key=lambda name: -merged[name])
    best = ranked[0]
    if merged[best] < 1.0 or (len(ranked) > 1 and merged[best] - merged[ranked[1]] < 0.75):
        return None
    return Voice(best, next((at for name, at, _ in found if name == best and at), None))


def asker(text: str, places: Sequence[Place], bylines: Iterable[Span], known: Voice | None) -> Voice | None:
    """The interviewer by name, else the outlet that asks; nothing if the text tells neither."""
    for place in places:
        words = place.span.of(text)
        for name, a, b in _persons(words):
            about = known is not None and name.split()[-1] in known.name
            if not about and (_asks_before(words[:a]) or _ASKER_AFTER.match(words, b)):
                return Voice(name, _shift(place.span, a, b))
    for span in bylines:
        for name, a, b in _persons(span.of(text)):
            return Voice(name, _shift(span, a, b))
    return _outlet(text, places, known)


def fullest(text: str, label: str, places: Sequence[Place]) -> Voice | None:
    """The longest name outside the turns that a label is part of; nothing if two different ones are."""
    words = _bare(label).split()
    if not words:
        return None
    wanted = [word.casefold() for word in words]
    found: dict[str, Span] = {}
    for place in places:
        for name, a, b in _persons(place.span.of(text)):
            have = [word.casefold() for word in name.split()]
            if have[-len(wanted) :] == wanted or (len(wanted) == 1 and wanted[0] == have[0]):
                found.setdefault(name, _shift(place.span, a, b))
    longest = [
        name for name in found if not any(name != other and set(name.split()) < set(other.split()) for other in found)
    ]
    return Voice(longest[0], found[longest[0]]) if len(longest) == 1 else None


def _names(text: str, places: Sequence[Place]) -> Iterator[tuple[str, Span | None, float]]:
    persons = [(place, *person) for place in places for person in _persons(place.span.of(text))]
    known = {name for _, name, _, _ in persons}
    seen: set[str] = set()
    for place, name, a, b in persons:
        words = place.span.of(text)
        own = _without_place(name, words[:a], known)
        weight = place.weight if own not in seen else place.weight / 2
        seen.add(own)
        yield own, _shift(place.span, a if own == name else b - len(own), b), weight + _cues(words, a, b)


def _without_place(name: str, before: str, known: set[str]) -> str:
    """Take the second half of a place's name off a person's, if the person is named without it elsewhere."""
    rest = name.split(None, 1)[1]
    return rest if rest in known and _ROLE_BEFORE.search(before) else name


def _cues(words: str, a: int, b: int) -> float:
    """What stands beside a name: signs of a guest count for it, signs of an interviewer against it."""
    asks = _asks_before(words[:a]) or bool(_ASKER_AFTER.match(words, b))
    if asks:
        return -3.0
    role = 1.5 * bool(_ROLE_BEFORE.search(words[:a])) - 2.0 * bool(_AT_PLACE.search(words[:a]))
    return (
        role + 2.0 * bool(_GUEST_BEFORE.search(words[:a])) + 1.0 * bool(_GUEST_AFTER.match(words, b)) + 0.5 * (a == 0)
    )


def _asks_before(words: str) -> bool:
    return bool(_ASKER_BEFORE.search(words)) and not re.search(
        r"(?i:interview\s+with|conversation\s+with)\s+(?:the\s+)?$", words
    )


def _persons(words: str) -> Iterator[tuple[str, int, int]]:
    """Sequences of two to five capitalised words that can be somebody's name, without titles in front."""
    for match in _SEQUENCE.finditer(words):
        for first, b in _uncut(match):
            a = _untitled(words, first, b)
            name = re.sub(r"['’]s?$", "", words[a:b].rstrip("."))
            quoted = words[a - 1 : a] in _MARKS
            if 2 <= len(name.split()) <= 5 and not (quoted or name.isupper() or _NOT_PERSON.search(name)):
                yield " ".join(name.split()), a, a + len(name)


def _untitled(words: str, a: int, b: int) -> int:
    """Where a name begins behind the country and the titles of its bearer."""
    a = _after_place(words, a, b)
    while lead := _LEADING.match(words, a, b):
        a = lead.end()
    return a


def _uncut(match: re.Match[str]) -> Iterator[tuple[int, int]]:
    """The stretches of a capitalised sequence between words that no name holds."""
    start = None
    end = match.start()
    for word in re.finditer(r"\S+", match.group()):
        first, last = match.start() + word.start(), match.start() + word.end()
        if word.group().lower().strip(".'’") in _CUT:
            if start is not None:
                yield start, end
            start = None
            continue
        start = first if start is None else start
        end = last
    if start is not None:
        yield start, end


def _after_place(words: str, a: int, b: int) -> int:
    """Past the country of "Ambassador to Veltania Henrik Losten"."""
    if _ROLE_AT_PLACE.search(words[max(0, a - 80) : a]):
        place = _PLACE.match(words, a, b)
        if place and len(words[place.end() : b].split()) >= 2:
            return place.end()
    return a


def _same_person(odds: dict[str, float]) -> dict[str, float]:
    """Names of which one holds the other's words counted together, under the fullest."""
    merged: dict[str, float] = {}
    for name in sorted(odds, key=lambda n: -len(n.split())):
        words = set(name.casefold().split())
        home = next((m for m in merged if words <= set(m.casefold().split())), None)
        merged[home or name] = merged.get(home or name, 0.0) + odds[name]
    return merged


def _outlet(text: str, places: Sequence[Place], known: Voice | None) -> Voice | None:
    for place in places:
        for match in _OUTLET.finditer(place.span.of(text)):
            key = "by" if match["by"] else "does"
            name = match[key]
            guest_too = known is not None and (set(name.split()) & set(known.name.split()))
            if not guest_too and name.split()[0].lower() not in _CUT - {"the"}:
                return Voice(name.removeprefix("the "), _shift(place.span, match.start(key), match.end(key)))
    return None


def _bare(label: str) -> str:
    words = re.sub(r"\([^)]*\)|,.*", "", label).strip()
    while lead := _LEADING.match(words):
        words = words[lead.end() :]
    return words


def _shift(span: Span, a: int, b: int) -> Span:
    return Span(span.start + a, span.start + b)
