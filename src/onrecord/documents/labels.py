"""Voices that the page names in front of what they say: "Wikinews:", "Q.", "MS BRANDT:", a name on its own line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from onrecord.documents.form import form
from onrecord.facts import Role

_WORD = r"[^\W\d_a-z][\w.'’&-]*"
_JOINT = r"(?:de|van|von|der|den|al|bin|ibn|da|di|du|la|of|the|for|and|&)"
_NAME = rf"{_WORD}(?:\s+(?:{_JOINT}\s+){{0,2}}{_WORD}){{0,5}}"
_LETTER = re.compile(
    r"[*_]*(?P<name>Q|A|Question|Answer|QUESTION|ANSWER)(?:\s*\d{1,2})?\s*[*_]*(?:[.:)]\s*[*_]*\s*|\s{2,}|(?=[A-Z][a-z]))(?=\S)"
)
_COLON = re.compile(
    rf"[*_#\"“]*\s*(?P<name>{_NAME})(?P<more>\s*\([^()]{{1,80}}\)|,\s+{_NAME})?\s*[*_]*\s*[:：]\s*[*_]*\s*(?=\S)"
)
_ALONE = re.compile(rf"[*_#]*(?P<name>{_NAME})[*_]*\s*[:：]?[*_]*$")
_SAYS_NEXT = re.compile(
    r"\s+(?=(?:What|Why|How|When|Where|Who|Which|Do|Does|Did|Is|Are|Was|Were|Have|Has|Can|Could|Would|Will|I|I['’]\w+|We|The|Yes|"
    r"No|Well|It|You|That|This|There|In|As|And|But|So|Our|My|They|Thank|Of|Indeed|If|Let|Some|Not)\b)"
)
_ASKERS = frozenset(
    "q question questions reporter journalist interviewer moderator correspondent host press media presenter".split()
)
_ANSWERERS = frozenset("a answer".split())
_NO_VOICE = re.compile(
    r"(?i:note|photo|image|picture|video|source|credit|caption|update|related|read|see|ed|editor|by|date|time|place|contact|tel|"
    r"phone|email|e-mail|fax|web|website|tags?|topics?|topic|part|chapter|example|remember|answer key|first|second|"
    r"third|results?|correction|breaking|exclusive|watch|more|also|summary|background|conclusion|table|figure|box|step)"
)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A paragraph that a label opens: whose, and how many code points of the paragraph the label takes."""

    paragraph: int
    name: str
    length: int


def labelled(paragraphs: Sequence[str]) -> tuple[Labelled, ...]:
    """The labelled paragraphs of a text that is set as a transcript; none of a text that is not."""
    for find in (_by_colon, _by_line, _by_opening):
        found = find(paragraphs)
        if _is_transcript(found, paragraphs):
            return found
    return ()


def roles(turns: Sequence[tuple[str, str]]) -> dict[str, Role | None]:
    """The role of each label, from turns of label and words; nothing for voices of which none asks the others."""
    names = dict.fromkeys(name for name, _ in turns)
    asking = {name for name in names if name.lower().rstrip("s.") in _ASKERS or name.lower() in _ASKERS}
    if not asking:
        asking = _who_asks({name: [words for n, words in turns if n == name] for name in names})
    if not asking:
        answering = {name for name in names if name.lower() in _ANSWERERS}
        return {name: Role.ANSWER if name in answering else None for name in names}
    return {name: Role.QUESTION if name in asking else Role.ANSWER for name in names}


def _who_asks(turns: Mapping[str, list[str]]) -> set[str]:
    """The label whose turns lean most toward questions, and any that does as clearly."""
    leaning = {name: sum(form(words).leaning for words in said) / len(said) for name, said in turns.items()}
    asks = {name: sum("?" in words for words in said) / len(said) for name, said in turns.items()}
    top = max(leaning, key=lambda name: leaning[name])
    if len(turns) < 2 or leaning[top] <= -0.5 or asks[top] == 0:
        return set()
    asking = {name for name in turns if leaning[name] > max(0.8, leaning[top] - 1.0) and asks[name] >= 0.5} | {top}
    return asking if len(asking) < len(turns) else {top}


def _by_colon(paragraphs: Sequence[str]) -> tuple[Labelled, ...]:
    found = []
    for i, words in enumerate(paragraphs):
        match = _LETTER.match(words) or _COLON.match(words)
        if match and not _NO_VOICE.fullmatch(match["name"]) and match.end() <= 120:
            found.append(Labelled(i, match["name"], match.end()))
    count = Counter(entry.name for entry in found)
    often = {name for name, n in count.items() if n >= 2}
    return tuple(entry for entry in found if entry.name in often or _known(entry.name, often))


def _known(name: str, often: set[str]) -> bool:
    """Whether a label that occurs once is a voice for all that: a full name, or part of a label that recurs."""
    words = name.split()
    return bool(often) and (2 <= len(words) <= 4 or name.isupper() or any(set(words) & set(o.split()) for o in often))


def _by_line(paragraphs: Sequence[str]) -> tuple[Labelled, ...]:
    alone = [(i, m["name"]) for i, words in enumerate(paragraphs) if len(words) <= 60 and (m := _ALONE.match(words))]
    count = Counter(name for _, name in alone)
    return tuple(Labelled(i, name, len(paragraphs[i])) for i, name in alone if count[name] >= 2)


def _by_opening(paragraphs: Sequence[str]) -> tuple[Labelled, ...]:
    found = []
    for i, words in enumerate(paragraphs):
        for match in _SAYS_NEXT.finditer(words[:60]):
            name = words[: match.start()]
            if re.fullmatch(_NAME, name) and not _SAYS_NEXT.match(" " + name + " ") and len(name.split()) <= 4:
                found.append(Labelled(i, name, match.end()))
                break
    count = Counter(entry.name for entry in found)
    return tuple(entry for entry in found if count[entry.name] >= 2)


def _is_transcript(found: Sequence[Labelled], paragraphs: Sequence[str]) -> bool:
    """Whether the labels carry the text: two voices or more that take turns over a good part of it."""
    count = Counter(entry.name for entry in found)
    if len(found) < 3 or len(count) < 2:
        return False
    shapes = [form(_said(paragraphs, entry)) for entry in found]
    if sum(shape.first_person or shape.addresses or shape.asks for shape in shapes) * 6 < len(found):
        return False
    changes = sum(a.name != b.name for a, b in pairwise(found))
    spoken = sum(len(words) for words in paragraphs[found[0].paragraph :])
    return changes >= 2 and len(found) * 5 >= len(paragraphs) and spoken * 2 >= sum(map(len, paragraphs))


def _said(paragraphs: Sequence[str], entry: Labelled) -> str:
    """What follows a label, on its line or the next."""
    return paragraphs[entry.paragraph][entry.length :] or "".join(paragraphs[entry.paragraph + 1 : entry.paragraph + 2])
