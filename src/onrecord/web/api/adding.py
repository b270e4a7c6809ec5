"""What programs add: texts to be read, one after the other, below the page's address."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, UploadFile
from pydantic import Field

from onrecord.facts import Metadata
from onrecord.web.api import shapes
from onrecord.web.api.conditional import Answer, Conditional
from onrecord.web.api.given import Given, Name, meant
from onrecord.web.intake import read_address, read_files, read_text
from onrecord.web.jobs import Job
from onrecord.web.problem import API
from onrecord.web.site import Here

router = APIRouter(route_class=Conditional, tags=["Add"], dependencies=[Depends(meant)])


class About(Given):
    """What is known of a text."""

    url: Name | None = None
    title: Name | None = None
    outlet: Name | None = None
    author: Name | None = None
    published: str | None = Field(None, description="A date, like 2031-05-14, or a date and time with its offset.")
    language: Name | None = None
    original_language: Name | None = None
    translated: str = Field("unknown", description="`no`, `human`, `machine` or `unknown`.")

    def metadata(self) -> Metadata:
        """Give what they say. Raises ``ValueError`` for a date that is none."""
        known = self.model_dump(include=set(Metadata.__dataclass_fields__), exclude_none=True)
        return Metadata(**{name: value for name, value in known.items() if value != ""})


class Pasted(About):
    """A text."""

    text: str


class Address(About):
    """The address of a page on the open web."""

    address: Name


@router.get("/add", response_model=shapes.Jobs)
def list_added(site: Here) -> Answer:
    """What was added since the server was started, the newest first."""
    return Answer({"jobs": [job.json() for job in site.jobs.all()]})


@router.get("/add/{id}", response_model=shapes.Job)
def follow_added(site: Here, id: str) -> Answer:
    """How far something is that was added."""
    job = site.jobs.job(id)
    if job is None:
        raise HTTPException(404, "Nothing of that name was added since the server was started.")
    return Answer(job.json())


@router.post("/add/text", status_code=202, response_model=shapes.Job)
def add_text(site: Here, given: Pasted) -> Answer:
    """Begin to read a text. `Location` says where to see how far it is."""
    return _begun(read_text(site.jobs, given.text, given.metadata()))


@router.post("/add/address", status_code=202, response_model=shapes.Job)
def add_address(site: Here, given: Address) -> Answer:
    """Begin to read the page at an address of the open web."""
    return _begun(read_address(site.jobs, given.address, given.metadata()))


class Files(About):
    """Files: .txt, .html or .jsonl, 12 MB together."""

    files: list[UploadFile]


@router.post("/add/files", status_code=202, response_model=shapes.Job)
def add_files(site: Here, given: Annotated[Files, Form(media_type="multipart/form-data")]) -> Answer:
    """Begin to read files; what one says of itself stands under what is given here."""
    held = [(each.filename or "", each.file.read()) for each in given.files]
    return _begun(read_files(site.jobs, held, given.metadata()))


def _begun(job: Job) -> Answer:
    return Answer(job.json(), 202, {"Location": f"{API}/add/{job.id}"})
