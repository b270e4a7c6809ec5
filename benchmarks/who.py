"""Whom given mentions stand for, through the product's own stages: layout, model, cast.

The input gives the mentions and the turns' speakers, so these are handed to the stages in place of what they would
find; all else (names, other mentions, sentences) is found as in any reading.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby
from typing import Any

from onrecord import model
from onrecord.documents.turns import layout
from onrecord.facts import Figure, Form, Kind, Mention, Span, Turn
from onrecord.statements.attribution import attribute
from onrecord.statements.roles import is_role
from onrecord.statements.speakers import cast

_PRONOUN = re.compile(
    r"s?he|his|hers?|hi[ms](?:self)?|herself|I|me|my(?:self)?|mine|you(?:rs?)?|yourself", re.IGNORECASE
)
_NAME = re.compile(r"[^\W\d_a-z][\w.'’-]*(?: (?:(?:de|la|von|van|der|bin|al|di|da|of) )?[^\W\d_a-z][\w.'’-]*)*")
_JOINT = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def predict_who(row: dict[str, Any]) -> list[str | None]:
    """The fullest name for each mention, with the title that stands before it; ``None`` where nobody is chosen."""
    text = row["text"]
    page = layout(text, row.get("title"))
    found = attribute(text, page, model.load()).mentions
    asked = [Span(m["start"], m["end"]) for m in row["mentions"]]
    given = [mention for span in asked if (mention := _given(text, span, found)) is not None]
    who = cast(text, replace(page, turns=_turns(row)), [*found, *given])
    return [_titled(who.figure_of(span)) for span in asked]


def _given(text: str, span: Span, found: tuple[Mention, ...]) -> Mention | None:
    """A mention that the input tells of: a description, or a name that the model missed."""
    words = span.of(text)
    if _PRONOUN.fullmatch(words):
        return None
    named = words[0].isupper() and _NAME.fullmatch(words) is not None
    known = any(m.form is Form.NAME and m.kind is Kind.PERSON and m.span.overlaps(span) for m in found)
    if named and known:
        return None
    title = is_role(words.split()[-1]) or words.startswith(("The ", "His ", "Her "))
    form = Form.NAME if named and not title else Form.NOMINAL
    return Mention(span=span, head=span, kind=Kind.PERSON, form=form)


def _turns(row: dict[str, Any]) -> tuple[Turn, ...]:
    """The given sentences of each speaker in a row; names come without spaces ("JaneDoe")."""
    ordered = sorted(row.get("speakers") or [], key=lambda s: s["start"])
    out = []
    for name, group in groupby(ordered, key=lambda s: s["speaker"]):
        parts = list(group)
        out.append(Turn(span=Span(parts[0]["start"], parts[-1]["end"]), role=None, speaker=_JOINT.sub(" ", name)))
    return tuple(out)


def _titled(figure: Figure | None) -> str | None:
    if figure is None:
        return None
    role, at = figure.role, figure.role_at
    leads = role is not None and at is not None and at.end + 1 == figure.named_at.start and len(role.split()) <= 3
    return f"{role} {figure.name}" if leads else figure.name
