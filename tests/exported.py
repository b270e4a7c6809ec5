"""A small record with all that formats stumble over, and how each format writes it: ``golden/`` was reviewed by eye.

An emoji stands before the words, Cyrillic and a quotation mark in them; one document has no date and ends its lines as
Windows does. ``python tests/exported.py`` writes the golden files anew.
"""

from __future__ import annotations

import json
import re
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from pyarrow import parquet

import quoting
from onrecord.facts import Document, End, Event, Kind, Layer, Reading, Relation, Status
from onrecord.record import EVERYTHING, Query, Record, open_record
from onrecord.views.formats import FORMATS, Format, Shape

GOLDEN = Path(__file__).parent / "views" / "golden"
WORDS = 'Порт "Северный" 😀 stays open;\nArvenia presses Lorr, by the Quay Accord, in 2031.'
DOCUMENTS = (
    quoting.document(
        f"A quarrel 😀 at the bay\n\nMira Tessarić said: “{WORDS}”\n\nIlan Dorsey hoped: “😀”\n",
        url="https://quay.example/1",
        title='"Open" & closed; <both>',
        outlet="The Quay",
        published="2031-05-14",
        language="en",
    ),
    quoting.document("=Lorr;\r\nIlan Dorsey said: “Lorr backs\r\nits own 😀 quay.”\r\n"),
)


def read(document: Document) -> Reading:
    """Read a document; the first tie in it is a demand, and whoever voices it shows it, too."""
    found = quoting.read(document)
    if not found.relations:
        return found
    told, *others = found.relations
    speaker = found.statements[0].speaker
    assert speaker.name
    holder = End(name=speaker.name, kind=Kind.PERSON, named_at=speaker.named_at, implied=True)
    shown = Relation(
        document=document.id,
        holder=holder,
        target=told.target,
        sign=-1,
        layer=Layer.SHOWN,
        grounds=told.grounds,
        voice=told.voice,
    )
    demand = replace(told, event=Event.DEMAND, status=Status.PAST, contexts=("diplomatic",))
    return replace(found, relations=(demand, shown, *others))


def fill(record: Record) -> None:
    for document in DOCUMENTS:
        record.add(document, None, read(document))


def exported(record: Record, name: str, query: Query = EVERYTHING) -> str:
    """A record in this format, as text: of a file what is in it, of a folder its files after each other."""
    form = FORMATS[name]
    if form.shape is Shape.TEXT:
        # Where things stand in a picture differs in its last digits from one kind of processor to another.
        return re.sub(r"(<svg).*?(</svg>)", r"\1>…\2", "".join(form.lines(record, query)), flags=re.DOTALL)
    with tempfile.TemporaryDirectory() as folder:
        return _told(form, written(record, name, Path(folder), query))


def written(record: Record, name: str, folder: Path, query: Query = EVERYTHING) -> Path:
    """Write a record in a format that is no text; gives its file or folder."""
    path = folder / f"all.{name}"
    if FORMATS[name].shape is Shape.FOLDER:
        path.mkdir()
    FORMATS[name].write(record, query, path)
    return path


def _told(form: Format, path: Path) -> str:
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if file.is_file())
        return "".join(f"==> {file.name}\n{file.read_bytes().decode()}" for file in files)
    if form.name == "parquet":
        table = parquet.read_table(path)
        rows = "\n".join(json.dumps(row, ensure_ascii=False) for row in table.to_pylist())
        return f"{table.schema.to_string(show_schema_metadata=False)}\n{rows}\n"
    with closing(sqlite3.connect(path)) as file:
        return "\n".join(line for line in file.iterdump() if line.startswith("INSERT")) + "\n"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place, open_record(Path(place) / "all.db") as made:
        fill(made)
        for each in FORMATS:
            (GOLDEN / each).write_bytes(exported(made, each).encode())
