"""Stretches of a page that are nobody's statement: captions, credits, bylines, datelines, links, asides, notices."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from onrecord.documents.text import BULLET, hull, joined
from onrecord.facts import Clutter, Span, Spans

_LONGEST = 400
"""Code points; no caption, byline or notice that these patterns know is longer."""

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    r"Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DATE = rf"(?:{_MONTH}\s+\d{{1,2}}|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH})(?:,?\s+\d{{4}})?"
_DAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\.?)"
_CAPS = r"[^\W\d_a-z][\w.'’-]*"
_NAME = rf"{_CAPS}(?:\s+(?:{_CAPS}|de|van|von|der|al|bin|di|da)){{0,4}}"
_PICTURE = r"(?:photo(?:graph)?s?|images?|pictures?|video|illustration|graphic|infographic|map)"
_CREDIT = re.compile(
    rf"©|\(c\)\s|(?i:{_PICTURE}(?:\s+credits?)?(?:\s+by|\s+courtesy(?:\s+of)?)?\s*[:/|©]|(?:credits?|courtesy)\s*:)|"
    rf"(?i:(?:photo|image|picture|photograph|video)s?\s+(?:courtesy\s+of|by|credit)\s)|(?:AP|AFP|EPA)\s+Photo\b|"
    r"Getty Images\b|(?:[A-Z]\w+/)+(?:AP|AFP|EPA|REUTERS|Reuters|Getty|TASS)\b"
)
_CAPTION = re.compile(
    rf"(?i:(?:file\s+{_PICTURE}|{_PICTURE}\s+caption|pictured|screenshot|screengrab|artist['’]s\s+(?:impression|rendering)"
    r"|caption)\b)|.{3,160}\((?i:pictured|left|right|centre|center|file|above|below|archive)\b[^)]{0,40}\)[^.]{0,60}\.?$"
)
_BYLINE = re.compile(
    rf"(?:(?i:by|words by|interview(?:ed)? by|text by|story by|reported by|written by|author|translated by|edited by)"
    rf"(?:\s*:\s*|\s+){_NAME}(?:\s*(?:,|\||and|&|in|for|-|–|—)\s*{_NAME}){{0,4}}(?:\s*[,|-]?\s*{_DATE})?\.?$)|"
    rf"(?:Reporting|Additional reporting|Writing|Editing|Compiled)\s+by\s+{_CAPS}[^.]*(?:\.|$)"
)
_DATELINE_ALONE = re.compile(
    rf"(?:{_NAME}\s*,\s*)?(?:(?i:published|updated|posted|last updated|date)\s*:?\s*)?(?:{_DAY},?\s*)?"
    rf"(?:{_DATE}|\d{{4}}-\d\d-\d\d|\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}})[,\s|–-]*(?:\d{{1,2}}[:.]\d\d(?:\s*[ap]\.?m\.?)?(?:\s+[A-Z]{{2,4}})?)?"
    rf"(?:\s*\([^)]{{1,30}}\))?\.?$|{_NAME},\s+\d{{1,2}}[:.]\d\d$"
)
_DATELINE = re.compile(
    r"[^\W\d_a-z]{3}[^\W\d_a-z .'’-]*(?:[,/][ ]?[^\d()–—:\"“]{1,40}?)?"
    rf"(?:,\s+{_DATE})?(?:\s*\([^()]{{2,30}}\))?\s*(?:[–—]|--?)\s+(?=\S)|"
    rf"{_NAME},\s+{_DATE}(?:\s*\([^()]{{2,30}}\))?\s*(?:[–—:]|--?)\s+(?=\S)"
)
_LINK = re.compile(
    r"(?i:(?:read|see|watch|listen|view|find)\s+(?:also|more|next|the\s+(?:rest|full\s+\w+|whole)|it\s+here)\b.{0,200}$"
    r"|also\s+read\b|(?:related|more\s+(?:on|from|about|in)|recommended|don['’]t\s+miss|further\s+reading|you\s+may\s+also)"
    r"\b[^.!?]{0,120}(?::|$)|(?:click|tap|read|listen|watch)\s+(?:on\s+)?here\b|read\s+the\s+\w+\s+here\b)|"
    r"(?:https?://|www\.)\S+$"
)
_NOTICE = re.compile(
    r"(?i:all\s+rights\s+reserved|copyright\b.{0,80}\d{4}|.{0,40}(?:©|\(c\))\s*\d{4}|for\s+immediate\s+release$|embargoed"
    r"|\(?ends\)?\.?$|[-–—#*\s]*(?:30|end|ends|###|\*\*\*)?[-–—#*]+$|notes?\s+(?:to|for)\s+editors?:?$|advertisement$"
    r"|advert$|sponsored|share\s+(?:this|on)\b|follow\s+(?:us|@)|sign\s+up\b|subscribe\b|comments?\s*(?:\(\d+\))?$"
    r"|(?:media|press)\s+(?:contact|enquir|inquir)\w*\b.{0,200}$|contact\s*:|tags?\s*:|the\s+(?:views|opinions)\s+expressed"
    r"|(?:we|this\s+site)\s+uses?\s+cookies|(?:this|the)\s+(?:article|interview|story|piece|transcript|conversation)\s+(?:was|has\s+been|first|originally)\s+(?:first\s+|"
    r"originally\s+|lightly\s+|slightly\s+)?(?:published|posted|edited|condensed|updated|shortened|translated|conducted|appeared)|enable\s+javascript|print\s+this"
    r"|(?:like|support)\s+(?:us|our)\b.{0,60}$|newsletter\b.{0,40}$)"
)
_EDITOR = re.compile(
    r"(?i:(?:ed|editor['’]?s?(?:\s+note)?|author['’]?s?\s+note|editorial\s+note|note|update|correction)\s*[.:]\s*:?\s*\S)"
)
_KINDS = (
    (_NOTICE, Clutter.NOTICE),
    (_BYLINE, Clutter.BYLINE),
    (_DATELINE_ALONE, Clutter.DATELINE),
    (_LINK, Clutter.LINK),
    (_CAPTION, Clutter.CAPTION),
)
_STAGE = (
    r"(?i:laugh(?:s|ter|ing)?|applause|cheers|cross-?talk|inaudible|unintelligible|pause[sd]?|smiles?|sighs?|"
    r"off[- ]mi[ck]e?|as delivered|as prepared|"
    r"(?:via|through) (?:an? )?(?:translator|interpreter)|see below|see above|sic)"
)
_ASIDE = re.compile(
    rf"[(\[]\s*{_STAGE}[^()\[\]]{{0,20}}[)\]]|"
    r"[(\[]\s*(?i:note|ed|editor['’]?s? note|editor|author['’]?s note)\s*[.:][^()\[\]]{1,400}[)\]]|"
    r"[(\[][^()\[\]]{2,400}?[-–—]\s*"
    r"(?i:eds?|editors?|note|ed\.? note|editor['’]?s? note|auth(?:or)?|trans(?:lator)?)\.?\s*[)\]]|"
    rf"[(\[][^()\[\]]{{2,400}}?[.,;!?…]\s*[-–—]\s*{_CAPS}(?:\s+{_CAPS}){{0,2}}\s*[)\]]|"
    r"[(\[][^()\[\]]{12,400}?\s[-–—]\s*[A-Z]{2,6}\s*[)\]]"
)
_ROLE_WORD = re.compile(r"(?i:\b(?:agency|news|press|archive|reuters|afp|tass|ap|stock|media)\b)")


def whole(text: str, paragraphs: Sequence[Spans], title: str | None) -> dict[int, Clutter]:
    """The paragraphs that are clutter from end to end, by their place in the sequence."""
    found: dict[int, Clutter] = {}
    bullets: list[int] = []
    head = plain(title or (joined(text, paragraphs[0]) if paragraphs else ""))
    for i, pieces in enumerate(paragraphs):
        span = hull(pieces)
        if span.end - span.start > _LONGEST:
            continue
        words = joined(text, pieces)
        if BULLET.match(words):
            bullets.append(i)
        elif (kind := _kind(words)) or (0 < i < 4 and (kind := _repeated(words, head))):
            found[i] = kind
    return found | dict(_bulleted(text, paragraphs, bullets))


def inner(text: str, pieces: Spans) -> Iterator[tuple[Span, Clutter]]:
    """An editor's asides within a paragraph, and the dateline that opens it."""
    span = hull(pieces)
    opening = _DATELINE.match(text, span.start, min(span.end, span.start + 120))
    if opening:
        yield Span(span.start, opening.end() - _trailing(opening.group())), Clutter.DATELINE
    if text.find("(", span.start, span.end) < 0 and text.find("[", span.start, span.end) < 0:
        return
    for match in _ASIDE.finditer(text, opening.end() if opening else span.start, span.end):
        yield Span(*match.span()), Clutter.ASIDE


def without(pieces: Spans, clutter: Iterable[Span], text: str) -> Spans:
    """What is left of the pieces when the clutter is taken out, without the space around it."""
    left = list(pieces)
    for gone in clutter:
        left = [part for piece in left for part in _minus(piece, gone)]
    return tuple(s for piece in left if (s := trimmed(text, piece)) is not None)


def trimmed(text: str, span: Span) -> Span | None:
    """The span without the space around its words; nothing if it has none."""
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    end = span.end - len(words) + len(words.rstrip())
    return Span(start, end) if start < end else None


def credits_cut(words: str) -> str:
    """A caption up to its credit: who took the picture is not who is on it."""
    match = _CREDIT.search(words)
    return words[: match.start()] if match else words


def _kind(words: str) -> Clutter | None:
    if _EDITOR.match(words):
        return Clutter.ASIDE
    for pattern, kind in _KINDS:
        if pattern.match(words):
            return kind
    credit = _CREDIT.search(words)
    if credit is None:
        aside = _ASIDE.fullmatch(words)
        return Clutter.ASIDE if aside else None
    if len(words) - credit.start() > 120:
        return None
    return Clutter.CREDIT if credit.start() < 3 else Clutter.CAPTION


def _repeated(words: str, head: str) -> Clutter | None:
    """The title again, perhaps with the date behind it."""
    line = plain(words)
    if not head or not line.startswith(head):
        return None
    rest = line[len(head) :].strip()
    return Clutter.HEADING if not rest or (len(rest) < 40 and re.search(r"\b\d{4}$", rest)) else None


def _bulleted(text: str, paragraphs: Sequence[Spans], bullets: list[int]) -> Iterator[tuple[int, Clutter]]:
    """Captions and credits among bullets; the bullets of a page without a credit are its author's list."""
    words = {i: BULLET.sub("", joined(text, paragraphs[i]), count=1) for i in bullets}
    credits = {i for i in bullets if _CREDIT.match(words[i])}
    if not credits:
        return
    for i in bullets:
        if i in credits or (i + 1 in credits and len(words[i].split()) <= 4 and _agency(words, i)):
            yield i, Clutter.CREDIT
        elif i + 1 in credits or i + 2 in credits or not re.search(r"[.!?;,][\"”’']?$", words[i]):
            yield i, Clutter.CAPTION


def _agency(words: Mapping[int, str], i: int) -> bool:
    return i - 1 in words or bool(_ROLE_WORD.search(words[i]))


def plain(words: str) -> str:
    """Words without marks and case, to compare a title with a line."""
    return " ".join(re.findall(r"\w+", words.casefold()))


def _minus(piece: Span, gone: Span) -> Iterator[Span]:
    if not piece.overlaps(gone):
        yield piece
        return
    if piece.start < gone.start:
        yield Span(piece.start, gone.start)
    if gone.end < piece.end:
        yield Span(gone.end, piece.end)


def _trailing(words: str) -> int:
    return len(words) - len(words.rstrip())
