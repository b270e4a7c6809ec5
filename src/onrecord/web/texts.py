"""Pages of words: a whole document with all that was said in it, and one statement with all that is known of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response

from onrecord.facts import Mode
from onrecord.record import Record
from onrecord.views.document import document, part_of, speaker_of
from onrecord.views.show import Shown, show
from onrecord.web.site import Here, address, page

router = APIRouter()

_COLOURS = 8
_NAMELESS = ("guest", "interviewer", "unnamed", "unstated")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A statement in its context, and where in its document it stands."""

    shown: Shown
    part: int

    @property
    def statement(self) -> dict[str, Any]:
        """Its JSON form."""
        return self.shown.statement

    @property
    def document_address(self) -> str:
        """The address of the document, opening at the statement."""
        part = {"part": self.part if self.part > 1 else None}
        return address(f"/document/{self.statement['document']['id']}", part) + f"#s{self.statement['id']}"


@router.get("/document/{id_}")
def text(request: Request, site: Here, id_: str, part: Annotated[int, Query(ge=1)] = 1) -> Response:
    """Show a document, or a part of a long one."""
    found = document(site.record, id_, part)
    if id_ != found.known.document:
        return RedirectResponse(address(f"/document/{found.known.document}", {"part": part if part > 1 else None}), 307)
    colours = _colours(found.speakers)
    return page(
        request,
        "document.html",
        part=found,
        colours=colours,
        colour_of={entry.id: colours[speaker_of(entry.right)] for entry in found.entries},
        entries={entry.id: entry.json() for entry in found.entries},
        modes=[mode.value for mode in Mode],
    )


@router.get("/statement/{id_}")
def statement(request: Request, site: Here, id_: str) -> Response:
    """Show a statement in its context."""
    found = finding(site.record, id_)
    if id_ != found.statement["id"]:
        return RedirectResponse(f"/statement/{found.statement['id']}", 307)
    return page(request, "statement.html", finding=found)


@router.get("/statement/{id_}/panel")
def panel(request: Request, site: Here, id_: str) -> Response:
    """Give what stands beside a document about a statement."""
    return page(request, "panel.html", finding=finding(site.record, id_, 0))


def finding(record: Record, start: str, around: int = 400, *, as_read: bool = False) -> Finding:
    """Give the statement whose id begins so. Raises ``RecordError`` where there is none, or more than one.

    So many characters around are shown. ``as_read`` leaves out what anybody has said of it since.
    """
    shown = show(record, start, around, as_read=as_read)
    return Finding(shown=shown, part=part_of(record, record.entry(shown.statement["id"])))


def _colours(speakers: tuple[str, ...]) -> dict[str, int]:
    """Give each speaker a colour, the most heard the clearest; who has no name shares the grey one, 0."""
    named = [name for name in speakers if name not in _NAMELESS]
    colours = {name: 1 + n % _COLOURS for n, name in enumerate(named)}
    return {name: colours.get(name, 0) for name in speakers}
