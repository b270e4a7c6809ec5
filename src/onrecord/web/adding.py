"""Pages on which texts are added: pasted, uploaded, or fetched from an address; and what became of them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import partial

from fastapi import APIRouter, HTTPException, Request
from starlette.datastructures import FormData, UploadFile
from starlette.responses import RedirectResponse, Response

from onrecord.errors import SourceError
from onrecord.facts import Capture, Metadata
from onrecord.sources.files import opened
from onrecord.web.fetch import fetch
from onrecord.web.jobs import Source
from onrecord.web.site import Form, Here, Site, page, words

router = APIRouter()

_ABOUT = ("outlet", "published", "title", "url", "author", "translated", "original_language")
_NAME_CHARS = 120


@router.get("/add")
def add(request: Request, site: Here) -> Response:
    """Show how texts are added, and what was added lately."""
    return page(request, "add.html", jobs=site.jobs.all()[:20])


@router.get("/add/{id_}")
def progress(request: Request, site: Here, id_: str) -> Response:
    """Show how far something is."""
    job = site.jobs.job(id_)
    if job is None:
        raise HTTPException(404, "Nothing of that name was added since the server was started.")
    return page(request, "progress.html", job=job, steps=list(job.steps))


@router.post("/add/text")
def pasted(site: Here, form: Form) -> Response:
    """Read a text that was pasted."""
    # Forms send the ends of lines as CRLF, whatever was typed.
    text = words(form, "text").replace("\r\n", "\n")
    if not text:
        raise ValueError("there is no text; paste one")
    about = _about(form)
    name = about.title or "pasted text"
    data = text.encode("utf-8", "replace")
    return _begun(site, name, lambda: [Capture(name=name, data=data, encoding="utf-8", metadata=about)])


@router.post("/add/files")
def uploaded(site: Here, form: Form) -> Response:
    """Read files that were uploaded; what one says of itself stands under what is given here."""
    files = [each for each in form.getlist("files") if isinstance(each, UploadFile) and each.filename]
    if not files:
        raise ValueError("there is no file; choose one or more")
    about = _about(form)
    held = []
    for each in files:
        with each.file as file:
            held.append((_leaf(each.filename or ""), file.read()))
    title = held[0][0] if len(held) == 1 else f"{held[0][0]} and {len(held) - 1} more"
    return _begun(site, title, lambda: _of_files(held, about), len(held))


@router.post("/add/address")
def fetched(site: Here, form: Form) -> Response:
    """Read the page at an address of the open web."""
    there = words(form, "address")
    return _begun(site, there, partial(_of_address, there, _about(form)))


def _begun(site: Site, title: str, source: Source, total: int = 1) -> Response:
    return RedirectResponse(f"/add/{site.jobs.begin(title, source, total).id}", 303)


def _of_files(held: list[tuple[str, bytes]], about: Metadata) -> Iterator[Capture | SourceError]:
    for name, data in held:
        yield from opened(name, io.BytesIO(data), about)


def _of_address(address: str, about: Metadata) -> Iterator[Capture | SourceError]:
    try:
        yield fetch(address, about)
    except SourceError as error:
        yield error


def _about(form: FormData) -> Metadata:
    """Give what a form says of a text. Raises ``ValueError`` for a date that is none."""
    return Metadata(**{name: words(form, name) for name in _ABOUT if words(form, name)})


def _leaf(name: str) -> str:
    """Give a name without the folders that a browser may send, short enough to be told."""
    return name.replace("\\", "/").rpartition("/")[2][-_NAME_CHARS:] or "upload"
