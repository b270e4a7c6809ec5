"""Pages on which texts are added: pasted, uploaded, or fetched from an address; and what became of them."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from starlette.datastructures import FormData, UploadFile
from starlette.responses import RedirectResponse, Response

from onrecord.facts import Metadata
from onrecord.web.intake import read_address, read_files, read_text
from onrecord.web.jobs import Job
from onrecord.web.site import Form, Here, page, words

router = APIRouter()

_ABOUT = ("outlet", "published", "title", "url", "author", "translated", "original_language")


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
    return _begun(read_text(site.jobs, words(form, "text"), _about(form)))


@router.post("/add/files")
def uploaded(site: Here, form: Form) -> Response:
    """Read files that were uploaded; what one says of itself stands under what is given here."""
    files = [each for each in form.getlist("files") if isinstance(each, UploadFile) and each.filename]
    about = _about(form)
    held = []
    for each in files:
        with each.file as file:
            held.append((each.filename or "", file.read()))
    return _begun(read_files(site.jobs, held, about))


@router.post("/add/address")
def fetched(site: Here, form: Form) -> Response:
    """Read the page at an address of the open web."""
    return _begun(read_address(site.jobs, words(form, "address"), _about(form)))


def _begun(job: Job) -> Response:
    return RedirectResponse(f"/add/{job.id}", 303)


def _about(form: FormData) -> Metadata:
    """Give what a form says of a text. Raises ``ValueError`` for a date that is none."""
    return Metadata(**{name: words(form, name) for name in _ABOUT if words(form, name)})
