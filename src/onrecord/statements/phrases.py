"""How the words beside a mention bind it to another: apposition, "was", a second name, a word of speech."""

from __future__ import annotations

import re

from onrecord.facts import Span
from onrecord.statements.roles import MODIFIERS, described_before, is_role

SPEECH = frozenset(
    """said says say saying told tells added adds wrote writes stated states announced announces replied replies
    answered noted notes explained explains claimed claims insisted insists argued argues warned warns reported
    reports declared declares admitted admits denied denies acknowledged acknowledges tweeted stressed stresses
    recalled recalls responded emphasised emphasized commented remarked concluded continued asked asks asserted
    quipped joked recounted testified estimated believes thinks pointed observed""".split()
)

_SPEECH = "|".join(sorted(SPEECH))
_SAID_AFTER = re.compile(rf"\W*(?:\w+ly )?(?:{_SPEECH})\b")
_SAID_BEFORE = re.compile(rf"\b(?:{_SPEECH})\s$")
_APPOSITION = re.compile(
    r"(?:,? (?:\d+,? )?|,? and |\s*[(\[][^\])]{0,60}?|\s*[(\[].{0,60}[)\]],? ?)(?:also |then |now |and |the |a |an )*",
    re.DOTALL,
)
_PREDICATE = re.compile(
    r"\b(?:is|was|are|were|be|been|being|become|becomes|became|becoming|as|remains?|remained|named|called|elected"
    r"|appointed|considered|made)"
    r"(?: (?:also|then|now|not|once|still|currently|both|the|a|an|himself|herself|only|perhaps|widely))*\s*$"
)
_ALIAS = re.compile(
    r"[^.\n]{0,90}?(?:\b(?:born|known(?: \w+)? as|alias|a\.?k\.?a\.?|n[eé]e?"
    r"|(?:pen name|pseudonym|stage name|nickname)(?: of)?(?: \w+){0,3}?)"
    r"|\([^()\n]{0,40}?[A-Z]\w+:) [“\"'‘]?"
)
_NAME_FOLLOWS = re.compile(r",? [“\"]?")
_OTHER_HEAD = re.compile(
    r"\s+[–—-]\s|['’]s?(?= \w)|,? (?:and|or) | (?!(?:who|of|in|at|from|on|for|with|himself|herself)\b)[a-z]"
)
"""What follows a name that is not alone, or only qualifies what follows."""

SMALL = "of|in|at|to|for|from|on|with|by|and|or|but|as|that|who|which|when|while|because|if|not"
AUXILIARIES = "is|are|was|were|be|has|have|had|will|would|can|could|may|might|must|should|do|does|did"
_PASTS = (
    "sent|went|came|took|gave|made|left|held|met|won|lost|put|set|kept|stood|fell|began|broke|chose|rose|sought|got|saw"
)
_CLOSES = re.compile(rf"(?!-)(?:['’]s?)?\W*(?:$|[^\w\s]|\n|(?:{SMALL}|{AUXILIARIES}|{_PASTS}|\w+ed|{_SPEECH})\b)")

_FIRST_PLACES = 60
"""Characters before a description in which the verb is looked for that makes it a predicate."""


def closes(text: str, end: int) -> bool:
    """Whether what ends here is the head of its phrase: no noun follows, as far as the next word tells."""
    return _CLOSES.match(text, end) is not None


def apposed(text: str, end: int, start: int) -> bool:
    """Whether what starts at ``start`` describes again whom the mention that ends at ``end`` names."""
    return _APPOSITION.fullmatch(text, end, start) is not None


def predicated(text: str, start: int) -> bool:
    """Whether a verb or "as" before ``start`` says the description of somebody ("became a teacher")."""
    return _PREDICATE.search(text, max(0, start - _FIRST_PLACES), start) is not None


def renamed(text: str, end: int, start: int) -> bool:
    """Whether the words between two names call them one: "Jane Doe (born Jane Roe)", "Jane Roe, known as Jane Doe"."""
    return _ALIAS.fullmatch(text, end, start) is not None


def leads_to(text: str, end: int, start: int) -> bool:
    """Whether a description that ends at ``end`` runs into a name: "her mentor, John Roe"."""
    return _NAME_FOLLOWS.fullmatch(text, end, start) is not None


def says(text: str, mention: Span, after: int) -> bool:
    """Whether a word of speech stands beside the mention, which comes after the position ``after``."""
    return (
        _SAID_BEFORE.search(text, after, mention.start) is not None or _SAID_AFTER.match(text, mention.end) is not None
    )


def carries(text: str, name: Span, phrase: Span) -> bool:
    """Whether a name is what its phrase is about, not what qualifies it ("Roe's lawyer", "a friend of Jane Roe").

    It stands alone, first, or behind words that lead up to a name: a title, an office, what that is of.
    """
    if _OTHER_HEAD.match(text, name.end, phrase.end):
        return False
    described = described_before(text, name)
    if described is not None and phrase.start <= described.start <= phrase.start + len("their "):
        return True
    if text[name.start : name.end].endswith(("'s", "’s")) and phrase.end > name.end + 1:
        return False
    before = text[phrase.start : name.start]
    if not before.strip(" “\"'‘"):
        return True
    last = before.split()[-1] if before[-1].isspace() else ""
    title = last.rstrip(".").isalnum() and (last[0].isupper() or is_role(last) or last.casefold() in MODIFIERS)
    ends = name.end >= phrase.end - 1 and before[-1].isspace() and _PREPOSITION.search(before) is None
    return (title or ends) and _CLAUSE.search(before) is None


_PREPOSITION = re.compile(r"\b(?:of|for|from|about|in|at|on|against|like|than|over|under|near)\b")
_CLAUSE = re.compile(r"[,;:()]|\b(?:who|whom|which|that|to|by|when|where|as|and|with)\b")
