"""The names of days and months, and which day they mean."""

from __future__ import annotations

from datetime import date, timedelta

MONTHS = "january february march april may june july august september october november december".split()
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
MONTH = "|".join(f"{m[:3]}(?:{m[3:]})?" if len(m) > 3 else m for m in MONTHS)
"""What matches the name of a month, whole or cut to three letters."""

_WEEK = 7


def month_number(name: str) -> int:
    """Give the number of a month, from 1, whose name begins so."""
    return next(number for number, month in enumerate(MONTHS, 1) if month.startswith(name.lower()[:3]))


def weekday_until(name: str, day: date) -> date:
    """Give the last day of this name up to a day."""
    return day - timedelta(days=(day.weekday() - WEEKDAYS.index(name.lower())) % _WEEK)
