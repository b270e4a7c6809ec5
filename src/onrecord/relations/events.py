"""PLOVER's event types: what their opposites are, and how an act is presented."""

from __future__ import annotations

from onrecord.facts import Event, Quad

_GOOD = (Quad.VERBAL_COOPERATION, Quad.MATERIAL_COOPERATION)


def refused(event: Event) -> Event:
    """What it is not to do an act: a rejection where it would be good, a concession where it would be bad."""
    return Event.REJECT if event.quad in _GOOD else Event.CONCEDE


def ended(event: Event) -> Event:
    """What it is to end an act: a sanction where it was help, else what refusing it is."""
    return Event.SANCTION if event in (Event.COOPERATE, Event.AID) else refused(event)


def framed(event: Event, *, future: bool, conditional: bool = False) -> Event:
    """The type of an act as it is presented: one to come is agreed to where it helps, and threatened where it harms."""
    if not future:
        return event
    if conditional or event.quad is Quad.MATERIAL_CONFLICT:
        return Event.THREATEN
    return event if event.quad is Quad.VERBAL_CONFLICT else Event.AGREE
