"""Goes through a record and says of each figure which actor it is: the second pass, over what reading found."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product

from onrecord.actors.friends import is_no_state, is_part
from onrecord.actors.gazetteer import meanings
from onrecord.actors.identify import Register, acts, is_doubtful, may_act, why_apart
from onrecord.actors.listed import state_of
from onrecord.facts import Kind
from onrecord.record import Record
from onrecord.record.identities import Unidentified
from onrecord.who import Actor, Sighting, figure_id

_DOCUMENTS_AT_ONCE = 200
_NAMES_AROUND = 40
_NO_NAME = "-–. "
_LOWER = re.compile(r"(?<!\w)[a-z]+(?!\w)")

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """What comparing did: documents and figures compared now, and the figures and actors there are."""

    documents: int
    compared: int
    figures: int
    actors: int


def identify(record: Record, progress: Progress = lambda _done, _total: None) -> Identified:
    """Compare the figures of documents that have not been compared, and keep who they are.

    Goes on where the last run ended; what persons said of who is who counts before what is found. ``progress`` hears
    how many documents of how many are done.
    """
    total, fresh = record.who.begin()
    register = Register(None if fresh else record.who.sharing)
    next_key = record.who.next_key()
    done = compared = 0
    while waiting := record.who.waiting(_DOCUMENTS_AT_ONCE):
        sightings = [sighting for document in waiting for sighting in _sightings(document)]
        found = register.place(sightings, next_key)
        next_key = max([next_key, *(identity.actor + 1 for identity in found)])
        record.who.keep(waiting, register.changed(), found)
        done += len(waiting)
        compared += len(found)
        progress(done, total)
    record.who.settle()
    figures, actors, _ = record.who.counts()
    return Identified(documents=done, compared=compared, figures=figures, actors=actors)


def explain(record: Record, one: str, other: str) -> Iterator[str]:
    """Say why the actors of these names or ids are one, figure by figure, or why they are not, and what was judged.

    Raises ``RecordError`` where nobody has one of the names.
    """
    ones, others = (record.who.named(name) or [record.who.actor(name)] for name in (one, other))
    for a, b in product(ones, others):
        if a.key == b.key:
            yield f"{a.name} ({a.id}) is one actor:"
            for seen in record.who.seen(a):
                yield f"  {seen.figure.name} in {seen.document[:8]}: {seen.why}"
            yield from _judged(record, a)
        elif one != other or a.key < b.key:
            yield f"{a.name} ({a.id}) and {b.name} ({b.id}) are two: {why_apart(a, b)}"
            yield from _judged(record, a, b)


def _judged(record: Record, *those: Actor) -> Iterator[str]:
    for judgement in record.who.judgements(*those):
        note = f": {judgement.note}" if judgement.note else ""
        yield f"  judged {judgement.verdict} by {judgement.by}, {judgement.judged_at[:10]}{note}"


def _sightings(document: Unidentified) -> list[Sighting]:
    """The figures of a document as they are compared."""
    others = sorted(
        (figure for _, figure in document.figures if figure.kind not in (Kind.PERSON, Kind.GUEST)),
        key=lambda figure: -len(figure.mentions),
    )
    around = tuple(dict.fromkeys(figure.name for figure in others if figure.name[:1].isupper()))[:_NAMES_AROUND]
    words = frozenset(_LOWER.findall(document.text))
    home = state_of((figure.name, len(figure.mentions)) for figure in others)
    return [
        Sighting(
            key=key,
            id=figure_id(document.document, figure.named_at),
            name=figure.name.lstrip(_NO_NAME),
            kind=figure.kind,
            role=figure.role,
            published=document.published,
            acts=may_act(figure.name)
            and (
                figure.named_at.start in document.acting
                or any(acts(document.text, span.start, span.end) for span in figure.mentions)
            ),
            around=around,
            home=home,
            doubtful=is_doubtful(document.text, words, figure),
            part=is_part(document.text, figure.mentions),
            no_state=bool(meanings(figure.name)) and is_no_state(document.text, figure.mentions),
        )
        for key, figure in document.figures
    ]
