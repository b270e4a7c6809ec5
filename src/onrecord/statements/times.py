"""Dates that a text names, with what they mean.

Rules of our own: a general parser of dates takes every number for a year and every "may" for a month, and costs more
than the reading itself. What is told only in relation to the day of publication ("on Tuesday", "last year") is left
out where that is not known.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from onrecord.facts import Span, Time
from onrecord.statements.calendar import MONTH, WEEKDAYS, month_number, weekday_until

_Y = r"(?:1[0-9]|20)\d\d"
_MONTH = rf"(?-i:(?=[A-Z]))(?:{MONTH})\b(?:\.(?=\s+\d))?"
_DAY = r"[0-3]?\d"
_COUNTED = """people persons men women children soldiers troops victims civilians tonnes tons miles kilometres
kilometers metres meters feet dollars euros rubles roubles pounds dinars villages homes houses copies votes times jobs
workers police officers refugees prisoners hectares acres barrels litres liters megawatts cases deaths""".split()
# Neither part of a longer number, nor a count of something, nor the number of a house.
_ALONE = (
    rf"(?![\d%]|[.,:/]\d|\s+(?:{'|'.join(_COUNTED)}|percent|per\s+cent|million|billion)\b"
    r"|\s+(?-i:[A-Z])\w+\s+(?:Street|Avenue|Road|Boulevard|St|Ave)\b)"
)
_START = r"(?<![\d.,:/$€£#-])"
_POINT = (
    rf"{_START}(?:(?P<iso>{_Y}-[01]\d-[0-3]\d)|(?P<dotted>{_DAY}\.[01]?\d\.{_Y})"
    rf"|(?P<day>{_DAY})(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<month>{_MONTH})(?:,?\s+(?P<year>{_Y}))?"
    rf"|(?P<month_2>{_MONTH})\s+(?P<day_2>{_DAY})(?:st|nd|rd|th)?\b(?:,?\s+(?P<year_2>{_Y}))?"
    rf"|(?P<month_3>{_MONTH})(?:\s+of)?,?\s+(?P<year_3>{_Y})|(?P<year_4>{_Y})){_ALONE}"
)
_DATE = re.compile(_POINT, re.IGNORECASE)
_BOUNDED = re.compile(r"\b(since|until|till|by|before|after)\s+(?:early\s+|late\s+|mid-)?$", re.IGNORECASE)
_OPEN = {"since": "{}/..", "after": "{}/..", "until": "../{}", "till": "../{}", "by": "../{}", "before": "../{}"}
_BETWEEN = re.compile(r"\s+(?:to|until|till|through|and)\s+|\s?[-–—]\s?", re.IGNORECASE)
_FROM = re.compile(r"\b(?:from|between)\s+$", re.IGNORECASE)
# A bare number is a year only where the words before it say so.
_YEAR_AFTER = re.compile(
    r"(?:\b(?:in|since|until|till|by|of|from|during|before|after|year|early|late|between|back\s+to|summer|winter|spring"
    r"|autumn|fall|the|that)\s+|\bmid-|\()$",
    re.IGNORECASE,
)
_DAYS = re.compile(
    rf"{_START}(?P<first>{_DAY})\s?(?:[-–]|to|and)\s?(?P<last>{_DAY})\s+(?P<month>{_MONTH}),?\s+(?P<year>{_Y}){_ALONE}",
    re.IGNORECASE,
)
_SHORT_RANGE = re.compile(rf"{_START}(?P<first>{_Y})[-–](?P<last>\d\d)\b{_ALONE}")
_DECADE = re.compile(rf"{_START}(?P<decade>{_Y})['’]?s\b|\bthe\s+['’](?P<short>[2-9]0)s\b|\bthe\s+(?P<word>\w+ies)\b")
_DECADES = dict(
    zip(
        "twenties thirties forties fifties sixties seventies eighties nineties".split(),
        range(1920, 2000, 10),
        strict=True,
    )
)
_NO_FEAST = "".join(rf"(?<!\b{word}\s)" for word in ("good", "black", "super", "bloody", "every", "each", "a"))
_WEEKDAY = re.compile(
    rf"\b(?:(?:on|since|until|by|early|late|last|next|this)\s+)?{_NO_FEAST}"
    rf"(?-i:(?=[A-Z]))(?P<weekday>{'|'.join(WEEKDAYS)})\b(?!-)",
    re.IGNORECASE,
)
_COMING = re.compile(
    r"\b(?:will|shall|would|next|plans?|planned|due|scheduled|expected|(?:is|are|was|were)\s+to)\b[^.!?\n]*$"
)
_NEAR_DAY = re.compile(
    r"\b(?P<near>yesterday|tomorrow|last night|(?:earlier|later|said|announced) today)\b", re.IGNORECASE
)
_PERIOD = re.compile(r"\b(?P<which>last|this|next)\s+(?P<unit>week|month|year)\b(?!['’-])", re.IGNORECASE)
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
            "nine": 9, "ten": 10, "twelve": 12, "twenty": 20}  # fmt: skip
_AGO = re.compile(
    rf"(?<![\w,.-])(?P<count>\d{{1,3}}|{'|'.join(_NUMBERS)})\s+(?P<unit>day|week|month|year|decade)s?\s+ago\b",
    re.IGNORECASE,
)
_LOOK = 80
_NEAREST = 120
_WHICH = {"last": -1, "this": 0, "next": 1}


def times(text: str, published: str | None) -> tuple[Time, ...]:
    """Find the dates that a text names, in their order; ``published`` is the ISO date that relative ones count from."""
    known = date.fromisoformat(published[:10]) if published else None
    found = [*_ranges(text), *_dates(text, known), *(_relative(text, known) if known else ())]
    kept: list[Time] = []
    for time in sorted(found, key=lambda time: (time.span.start, -time.span.end)):
        if not kept or not kept[-1].span.overlaps(time.span):
            kept.append(time)
    return tuple(kept)


def _dates(text: str, published: date | None) -> Iterator[Time]:
    """Dates by the calendar; two with "to" between them are one stretch of time."""
    points = deque((match, value) for match in _DATE.finditer(text) if (value := _value(text, match, published)))
    while points:
        match, value = points.popleft()
        if points and _is_range(text, match, points[0][0], value, points[0][1]):
            last, end = points.popleft()
            yield Time(value=f"{value}/{end}", span=Span(match.start(), last.end()))
            continue
        bound = _BOUNDED.search(text, max(0, match.start() - _LOOK), match.start())
        start = bound.start() if bound else match.start()
        yield Time(value=_OPEN[bound[1].lower()].format(value) if bound else value, span=Span(start, match.end()))


def _is_range(text: str, first: re.Match[str], last: re.Match[str], start: str, end: str) -> bool:
    joined = _BETWEEN.fullmatch(text, first.end(), last.start())
    if joined is None or start >= end:
        return False
    return joined[0].strip() in ("-", "–", "—") or bool(_FROM.search(text, max(0, first.start() - 9), first.start()))


def _value(text: str, match: re.Match[str], published: date | None) -> str | None:
    """What a date means in ISO 8601; ``None`` where it is none, or nobody can say in which year."""
    if match["year_4"]:
        return match["year_4"] if _is_year(text, match) else None
    if match["year_3"]:
        return f"{match['year_3']}-{month_number(match['month_3']):02}"
    if match["iso"]:
        year, month, day = match["iso"].split("-")
    elif match["dotted"]:
        day, month, year = match["dotted"].split(".")
    else:
        month = str(month_number(match["month"] or match["month_2"]))
        day, year = match["day"] or match["day_2"], match["year"] or match["year_2"]
    return _day(year, month, day, published)


def _is_year(text: str, match: re.Match[str]) -> bool:
    if _YEAR_AFTER.search(text, max(0, match.start() - _LOOK), match.start()):
        return True
    joined = _BETWEEN.search(text, max(0, match.start() - 9), match.start())
    return (
        joined is not None and joined.end() == match.start() and text[joined.start() - 4 : joined.start()].isdecimal()
    )


def _day(year: str | None, month: str, day: str, published: date | None) -> str | None:
    """A day, in the year that is nearest to the publication where the text names none."""
    try:
        if year:
            return date(int(year), int(month), int(day)).isoformat()
        if published is None:
            return None
        near = [date(published.year + n, int(month), int(day)) for n in (-1, 0, 1)]
    except ValueError:
        return None
    nearest = min(near, key=lambda found: abs(found - published))
    return nearest.isoformat() if abs(nearest - published).days <= _NEAREST else None


def _ranges(text: str) -> Iterator[Time]:
    """Days of one month, years of one century, decades."""
    for match in _DAYS.finditer(text):
        days = [_day(match["year"], str(month_number(match["month"])), match[day], None) for day in ("first", "last")]
        if all(days):
            yield Time(value="/".join(filter(None, days)), span=Span(*match.span()))
    for match in _SHORT_RANGE.finditer(text):
        if match["first"][2:] < match["last"]:
            value = f"{match['first']}/{match['first'][:2]}{match['last']}"
            yield Time(value=value, span=Span(*match.span()))
    for match in _DECADE.finditer(text):
        first = int(match["decade"] or 0) or 1900 + int(match["short"] or 0)
        first = _DECADES.get(match["word"].lower(), 0) if match["word"] else first
        if first:
            yield Time(value=f"{first}/{first + 9}", span=Span(*match.span()))


def _relative(text: str, published: date) -> Iterator[Time]:
    """What counts from the day of publication."""
    kinds: tuple[tuple[re.Pattern[str], Callable[[str, re.Match[str], date], str]], ...] = (
        (_WEEKDAY, _weekday), (_NEAR_DAY, _near_day), (_PERIOD, _period), (_AGO, _ago),
    )  # fmt: skip
    for pattern, value in kinds:
        for match in pattern.finditer(text):
            yield Time(value=value(text, match, published), span=Span(*match.span()))


def _weekday(text: str, match: re.Match[str], published: date) -> str:
    """The last such day up to the publication, or the next where the sentence speaks of what is to come."""
    word = match[0].split()[0].lower()
    coming = word == "next" or (word != "last" and _COMING.search(text, max(0, match.start() - _LOOK), match.start()))
    last = weekday_until(match["weekday"], published)
    day = (last + timedelta(days=7) if coming else last).isoformat()
    return _OPEN[word].format(day) if word in _OPEN else day


def _near_day(_: str, match: re.Match[str], published: date) -> str:
    days = {"yesterday": -1, "last night": -1, "tomorrow": 1}.get(match["near"].lower(), 0)
    return (published + timedelta(days=days)).isoformat()


def _period(_: str, match: re.Match[str], published: date) -> str:
    return _back(published, -_WHICH[match["which"].lower()], match["unit"].lower())


def _ago(_: str, match: re.Match[str], published: date) -> str:
    count = match["count"].lower()
    return _back(published, _NUMBERS.get(count) or int(count), match["unit"].lower())


def _back(published: date, count: int, unit: str) -> str:
    """So many units before the publication, as exact as the unit."""
    if unit == "day":
        return (published - timedelta(days=count)).isoformat()
    if unit == "week":
        week = (published - timedelta(weeks=count)).isocalendar()
        return f"{week.year}-W{week.week:02}"
    if unit == "month":
        months = published.year * 12 + published.month - 1 - count
        return f"{months // 12}-{months % 12 + 1:02}"
    return str(published.year - count * (10 if unit == "decade" else 1))
