"""A review at the terminal: one statement after the other, judged by single keys, or by characters of a pipe."""

from __future__ import annotations

import sys
from dataclasses import replace

import click

from onrecord.cli.output import tell
from onrecord.record import Query, Record, Verdict
from onrecord.screen import Screen
from onrecord.views.queue import queue, take_back
from onrecord.views.show import Shown, show

_VERDICTS = {"y": Verdict.YES, "n": Verdict.NO, "u": Verdict.UNSURE}
_KEYS = "y yes, n no, u unsure, 1-9 a relation, s skip, b take back, q quit"


class Reviewing:
    """One sitting of somebody who judges."""

    def __init__(self, record: Record, query: Query, by: str, *, blind: bool) -> None:
        self._record = record
        self._query = replace(query, limit=1)
        self._by = by
        self._blind = blind
        self._screen = Screen(sys.stdout)
        self._skipped: set[str] = set()
        self._done: list[str] = []
        self._made = 0

    def run(self) -> None:
        """Go on until nothing is left or somebody quits, then tell how many judgements were made."""
        task = self._next()
        if task is None:
            tell("nothing is left to judge")
        while task is not None:
            self._screen.task(task, blind=self._blind)
            if sys.stdin.isatty():
                tell(_KEYS)
            task = self._answered(task)
        many = "1 judgement" if self._made == 1 else f"{self._made:,} judgements"
        click.echo(f"{self._record.name}: {many} by {self._by}")

    def _answered(self, task: Shown) -> Shown | None:
        """Take keys until one of them leads on, and give what comes then; nothing where it is to end."""
        id_ = subject = task.statement["id"]
        while (key := _key()) not in ("q", ""):
            if key in _VERDICTS:
                self._record.judge(subject, _VERDICTS[key], self._by)
                self._made += 1
                if subject == id_:
                    self._done.append(id_)
                    return self._next()
                subject = id_
            elif key == "s":
                self._skipped.add(id_)
                return self._next()
            elif key == "b" and self._done:
                return self._taken_back()
            else:
                subject = self._relation(task, key) or subject
        return None

    def _next(self) -> Shown | None:
        left = queue(self._record, self._query, self._by, blind=self._blind, skipped=self._skipped)
        return show(self._record, left[0].id, as_read=self._blind) if left else None

    def _taken_back(self) -> Shown:
        last = self._done.pop()
        take_back(self._record, last, self._by)
        return show(self._record, last, as_read=self._blind)

    def _relation(self, task: Shown, key: str) -> str | None:
        """Give the id of the relation of this number, and say so; else say what there is."""
        relations = task.statement["relations"]
        if key.isdecimal() and 1 <= int(key) <= len(relations):
            tell(f"relation {key}: y yes, n no, u unsure")
            return str(relations[int(key) - 1]["id"])
        tell("there is nothing to take back" if key == "b" else _KEYS)
        return None


def _key() -> str:
    """Give the next key, or character of a pipe; nothing at its end."""
    if sys.stdin.isatty():
        try:
            return click.getchar().lower()
        except EOFError:
            return ""
    while (char := sys.stdin.read(1)).isspace():
        pass
    return char.lower()
