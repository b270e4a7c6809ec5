"""The form of an answer: what a language model is asked to fill in, and how its words are taken apart."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from onrecord.errors import AnswerError
from onrecord.facts import Event, Layer, Status

_Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


def _strict(schema: dict[str, Any]) -> None:
    """Ask for every field and no other, as servers that keep to a schema want it."""
    schema["additionalProperties"] = False
    schema["required"] = list(schema["properties"])
    for field in schema["properties"].values():
        field.pop("default", None)


class _Form(BaseModel):
    model_config = ConfigDict(frozen=True, json_schema_extra=_strict)


class Who(_Form):
    """Somebody, by the words that stand for him beside what is reported and by his fullest name in the text."""

    words: _Words | None = None
    name: _Words | None = None
    role: _Words | None = None
    kind: Literal["person", "organisation", "place", "group", "instrument", "other", "unnamed", "unstated"]


class Said(_Form):
    """A statement: what was said, in which paragraph it begins, by which cue, by whom."""

    paragraph: int
    quote: Annotated[list[_Words], Field(min_length=1)]
    cue: _Words | None = None
    speaker: Who


class Tie(_Form):
    """A relation with the words that it rests on."""

    paragraph: int
    words: Annotated[list[_Words], Field(min_length=1)]
    holder: Who | None = None
    target: Who | None = None
    sign: Literal[-1, 0, 1]
    layer: Layer
    status: Status = Status.STANDING
    event: Event | None = None


class Filled(_Form):
    """A whole answer, as its schema tells it."""

    statements: list[Said]
    relations: list[Tie]


@dataclass(frozen=True, slots=True)
class Answer:
    """What is usable of an answer, and how many entries are not of the form."""

    statements: tuple[Said, ...]
    relations: tuple[Tie, ...]
    misshapen: int


def answer_of(content: str) -> Answer:
    """Take an answer apart. What stands around its JSON object, such as a fence of code, is no part of it.

    Raises ``AnswerError`` for what is no such object as a whole; a single entry that is amiss is left out and counted.
    """
    try:
        values = json.loads(content[content.find("{") : content.rfind("}") + 1])
    except (ValueError, RecursionError) as error:
        raise AnswerError("the answer is no JSON") from error
    said, ties = (values.get(name) if isinstance(values, dict) else None for name in ("statements", "relations"))
    if not isinstance(said, list) or not isinstance(ties, list):
        raise AnswerError("the answer has no lists of statements and relations")
    statements, relations = _valid(Said, said), _valid(Tie, ties)
    misshapen = len(said) + len(ties) - len(statements) - len(relations)
    return Answer(tuple(statements), tuple(relations), misshapen)


_Entry = TypeVar("_Entry", Said, Tie)


def _valid(form: type[_Entry], values: list[Any]) -> list[_Entry]:
    found = []
    for value in values:
        try:
            found.append(form.model_validate(value))
        except ValidationError:
            continue
    return found
