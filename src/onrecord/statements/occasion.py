"""Where and when something was said, as the sentence around the cue tells."""

from __future__ import annotations

import re
from datetime import date

from onrecord.facts import Span, Spans
from onrecord.statements.calendar import MONTH, WEEKDAYS, month_number, weekday_until

_HELD = """interview statement briefing speech address conference debate hearing meeting summit letter tweet post
message column article op-ed broadcast appearance session rally ceremony testimony report communique communiqué video
lecture talk forum commentary essay editorial book memo email e-mail release"""
_AIRED = "podcast broadcast show programme program call blog website"
_OWNER = r"(?:an?|the|his|her|its|their|this|that)\s+(?:(?!statement\b)[\w’'-]+\s+){0,4}?"
_NOT_A_DAY = rf"(?!(?:{'|'.join(WEEKDAYS)}|(?:{MONTH})\.?\s+\d)\b)"
_WITH_WHOM = (
    rf"(?:\s+(?:with|for|to|at|in|of|on|before)\s+(?:the\s+|an?\s+)?(?i:{_NOT_A_DAY})[A-Z][\w’'-]*"
    rf"(?:\s+(?:of\s+(?:the\s+)?)?(?i:{_NOT_A_DAY})[A-Z][\w’'-]*)*)*"
)
_OCCASION = re.compile(
    rf"\b(?:(?:[Ii]n|[Aa]t|[Dd]uring)\s+{_OWNER}(?:{'|'.join(_HELD.split())})|"
    rf"[Oo]n\s+{_OWNER}(?:{'|'.join(_AIRED.split())}))\b(?!-){_WITH_WHOM}"
)
_DATE = re.compile(
    rf"\bon\s+(?:\w+day,?\s+)?(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month>{MONTH})\.?|"
    rf"(?P<month2>{MONTH})\.?\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?)(?!\d)(?:,?\s+(?P<year>\d{{4}}))?",
    re.IGNORECASE,
)
_DAY_NAME = rf"(?P<weekday>{'|'.join(WEEKDAYS)})\b(?!['’-])"
_WEEKDAY = re.compile(rf"\b(?:on|late|early)\s+{_DAY_NAME}", re.IGNORECASE)
_RIGHT_AFTER = re.compile(
    rf"\s+(?:(?:reporters|journalists|lawmakers)\s+)?(?:late\s+|early\s+)?{_DAY_NAME}", re.IGNORECASE
)
_NEAR = 60


def _outside(around: Spans, content: Spans) -> list[Span]:
    """The stretches of the sentence that are not content."""
    out = []
    for part in around:
        at = part.start
        for span in sorted(content):
            if span.end <= part.start or span.start >= part.end:
                continue
            if span.start > at:
                out.append(Span(at, span.start))
            at = max(at, span.end)
        if at < part.end:
            out.append(Span(at, part.end))
    return out


def occasion_of(text: str, around: Spans, content: Spans) -> Spans:
    """The words that name the occasion ("in his interview for Politika"), outside of the content."""
    found = (_OCCASION.search(text, span.start, span.end) for span in _outside(around, content))
    return tuple(Span(match.start(), match.end()) for match in found if match)[:1]


def said_on(text: str, cue: Span, around: Spans, content: Spans, published: str | None) -> str | None:
    """The ISO date on which it was said, where a date stands near the cue.

    A weekday, or a day without its year, is the last such day up to the publication; without that it stays open.
    """
    known = date.fromisoformat(published[:10]) if published else None
    for span in _outside(around, content):
        near, stop = max(span.start, cue.start - _NEAR), min(span.end, cue.end + _NEAR)
        weekday = _WEEKDAY.search(text, near, stop) or _RIGHT_AFTER.match(text, cue.end, stop)
        day = _absolute(_DATE.search(text, near, stop), known) or _relative(weekday, known)
        if day:
            return day.isoformat()
    return None


def _absolute(match: re.Match[str] | None, published: date | None) -> date | None:
    if match is None or not (match["year"] or published):
        return None
    month = month_number(match["month"] or match["month2"])
    number = int(match["day"] or match["day2"])
    year = int(match["year"]) if match["year"] else published.year if published else 0
    try:
        day = date(year, month, number)
        return day.replace(year=year - 1) if not match["year"] and published and day > published else day
    except ValueError:
        return None


def _relative(match: re.Match[str] | None, published: date | None) -> date | None:
    if match is None or published is None:
        return None
    return weekday_until(match["weekday"], published)
