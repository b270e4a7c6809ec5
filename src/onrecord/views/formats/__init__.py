"""The formats in which a record leaves for other programs, by name: what each is for, and what it cannot hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from onrecord.record import Query, Record


class Shape(StrEnum):
    """What a format is written to: a stream of text, one file of its own, or a folder with a few files a document."""

    TEXT = "text"
    FILE = "file"
    FOLDER = "folder"


@dataclass(frozen=True, slots=True)
class Format:
    """A format: the module of this package that writes it, what it is for, and what of a record it cannot hold."""

    name: str
    module: str
    shape: Shape
    what: str
    lacks: tuple[str, ...] = ()
    filtered: bool = True

    def lines(self, record: Record, query: Query) -> Iterator[str]:
        """Give what a query finds as pieces of text; of a format whose shape is a text."""
        return cast("Iterator[str]", self._do("lines", record, query))

    def write(self, record: Record, query: Query, path: Path) -> None:
        """Write what a query finds as a file, or into an empty folder; of a format whose shape is no text.

        Raises ``RecordError`` where a library is missing that the format needs.
        """
        self._do("write", record, query, path)

    def _do(self, name: str, *arguments: object) -> object:
        # So late, for some need libraries that take seconds to load or are not there at all.
        return getattr(import_module(f"{__name__}.{self.module}"), name)(*arguments)


_OUTLETS = "relations that an outlet voices itself"
_PLACES = "where cues, speakers, occasions, treaties and times stand"
_WORDS = "the words"
_FINDINGS = "relations, treaties, times and issues"
_NO_TEXT = "documents whose text is not kept"
_ONLY_TIES = "statements that voice no tie of two actors"

FORMATS = {
    each.name: each
    for each in (
        Format("jsonl", "jsonl", Shape.TEXT, "one JSON object a line: all that is known", (_OUTLETS,)),
        Format(
            "csv", "table", Shape.TEXT, "a table for spreadsheets",
            (_OUTLETS, "where the ends of relations stand", "whether a cell began with an apostrophe"),
        ),
        Format(
            "parquet", "parquet", Shape.FILE, "a table with its nested parts, for pandas, R and DuckDB",
            (_OUTLETS, "what was read of relations that were corrected", "what was read where it was corrected"),
        ),
        Format(
            "dna", "dna", Shape.FILE, "a database of Discourse Network Analyzer 3.0",
            (_NO_TEXT, _PLACES, "what voices tell of others", "confidences and judgements but for who", "missing days"),
        ),
        Format(
            "dna-events", "dna_events", Shape.TEXT, "its event list, with every word as it is",
            (_PLACES, "what voices tell of others", "IDs, confidences and judgements"),
        ),
        Format(
            "graphml", "graphml", Shape.TEXT, "who is for or against whom, for Gephi, igraph and networkx",
            (_WORDS, _ONLY_TIES),
        ),
        Format(
            "visone", "visone", Shape.TEXT, "the same in visone's dialect of GraphML", (_WORDS, _ONLY_TIES)
        ),
        Format(
            "gexf", "gexf", Shape.TEXT, "the same with its days, for Gephi's timeline", (_WORDS, _ONLY_TIES)
        ),
        Format(
            "plover", "plover", Shape.TEXT, "events by PLOVER's names, one JSON object a line",
            ("relations without an event", "signs", _PLACES),
        ),
        Format(
            "annotations", "annotations", Shape.TEXT, "Web Annotations of the W3C", (_OUTLETS,)
        ),
        Format(
            "quotations", "quotations", Shape.TEXT, "schema.org's Quotation and Claim, in JSON-LD",
            (_PLACES, _FINDINGS, "cues, confidences and judgements"),
        ),
        Format(
            "brat", "brat", Shape.FOLDER, "texts with their statements, to correct in brat",
            (_NO_TEXT, _FINDINGS, "cues' kinds, occasions and days, nesting", "confidences and judgements"),
        ),
        Format(
            "report", "report", Shape.TEXT, "one page of HTML to send: counts, pictures and the words",
            (_PLACES, "confidences, notes and what is not in the pictures of the strongest ties"),
        ),
        Format("training", "training", Shape.TEXT, "what was judged, as gold to train on", filtered=False),
    )
}  # fmt: skip
