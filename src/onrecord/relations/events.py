"""PLOVER's event types: what their opposites are, to which quad they belong, and their later names."""

from __future__ import annotations

from enum import StrEnum

from onrecord.facts import Event


class Quad(StrEnum):
    """Whether an event is one of words or of deeds, and for or against its recipient."""

    VERBAL_COOPERATION = "verbal cooperation"
    MATERIAL_COOPERATION = "material cooperation"
    VERBAL_CONFLICT = "verbal conflict"
    MATERIAL_CONFLICT = "material conflict"


_QUADS = {
    Quad.VERBAL_COOPERATION: (Event.AGREE, Event.CONSULT, Event.SUPPORT, Event.CONCEDE),
    Quad.MATERIAL_COOPERATION: (Event.COOPERATE, Event.AID, Event.RETREAT),
    Quad.VERBAL_CONFLICT: (Event.DEMAND, Event.DISAPPROVE, Event.REJECT, Event.THREATEN),
    Quad.MATERIAL_CONFLICT: (
        Event.INVESTIGATE, Event.PROTEST, Event.SANCTION, Event.MOBILIZE, Event.COERCE, Event.ASSAULT,
    ),
}  # fmt: skip
_QUAD_OF = {event: quad for quad, events in _QUADS.items() for event in events}
_GOOD = (Quad.VERBAL_COOPERATION, Quad.MATERIAL_COOPERATION)
_POLECAT = {Event.DEMAND: "REQUEST", Event.DISAPPROVE: "ACCUSE", Event.INVESTIGATE: "ACCUSE"}


def quad(event: Event) -> Quad:
    """The quad category of an event type, as the PLOVER manual (2018) has it."""
    return _QUAD_OF[event]


def polecat(event: Event) -> str:
    """The name that the later POLECAT data give an event type."""
    return _POLECAT.get(event, event.value)


def refused(event: Event) -> Event:
    """What it is not to do an act: a rejection where it would be good, a concession where it would be bad."""
    return Event.REJECT if quad(event) in _GOOD else Event.CONCEDE


def ended(event: Event) -> Event:
    """What it is to end an act: a sanction where it was help, else what refusing it is."""
    return Event.SANCTION if event in (Event.COOPERATE, Event.AID) else refused(event)


def framed(event: Event, *, future: bool, conditional: bool = False) -> Event:
    """The type of an act as it is presented: one to come is agreed to where it helps, and threatened where it harms."""
    if not future:
        return event
    if conditional or quad(event) is Quad.MATERIAL_CONFLICT:
        return Event.THREATEN
    return event if quad(event) is Quad.VERBAL_CONFLICT else Event.AGREE
