"""What was coded in brat: ``NAME.ann`` beside ``NAME.txt``, with the types that `export brat` writes.

``Content`` is a statement, ``Cue`` and ``Source`` belong to it by ``ReportedBy`` and ``SaidBy``; the attribute ``Mode``
and a note ``speaker: NAME`` are on it. Other types are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from onrecord.byhand.coded import Coded, Refused, joined
from onrecord.errors import SourceError
from onrecord.facts import Document, Span, Spans

_SPEAKER = "speaker:"


@dataclass(slots=True)
class _Standoff:
    """The lines of a file by what they are: marks by their names, and what is said of marks."""

    marks: dict[str, tuple[str, Spans]] = field(default_factory=dict)
    relations: dict[tuple[str, str], str] = field(default_factory=dict)
    modes: dict[str, str] = field(default_factory=dict)
    speakers: dict[str, str] = field(default_factory=dict)


def coded(path: Path) -> Iterator[Coded | Refused]:
    """Give the statements of one file of annotations, or of all in a folder. Raises ``SourceError`` for neither."""
    files = sorted(path.glob("*.ann")) if path.is_dir() else [path]
    if not files:
        raise SourceError(f"{path} has no annotations; give a folder or a file like NAME.ann, with NAME.txt beside it")
    for file in files:
        yield from _of_file(file)


def _of_file(file: Path) -> Iterator[Coded | Refused]:
    beside = file.with_suffix(".txt")
    try:
        text = beside.read_bytes().decode()
        lines = file.read_bytes().decode().splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{file} cannot be read with {beside.name} beside it ({error})") from error
    found = _Standoff()
    for number, line in enumerate(lines, 1):
        try:
            _take(line, found, text)
        except (ValueError, IndexError):
            yield Refused(f"{file}:{number}", f"{line!r} is no annotation that fits {beside.name}")
    document = Document(text=text).id
    for name, (type_, content) in found.marks.items():
        if type_ == "Content":
            yield Coded(where=f"{file}, {name}", document=document, content=content, told=_told(name, found))


def _take(line: str, found: _Standoff, text: str) -> None:
    parts = line.split("\t")
    if line.startswith("T"):
        type_, _, places = parts[1].partition(" ")
        spans = tuple(Span(*map(int, place.split())) for place in places.split(";"))
        if " ".join(span.of(text) for span in spans) != parts[2]:
            raise ValueError
        found.marks[parts[0]] = type_, joined(spans, text)
    elif line.startswith("R"):
        type_, one, other = parts[1].split()
        found.relations[type_, one.partition(":")[2]] = other.partition(":")[2]
    elif line.startswith("A") and parts[1].startswith("Mode "):
        _, mark, mode = parts[1].split()
        found.modes[mark] = mode
    elif line.startswith("#") and parts[2].startswith(_SPEAKER):
        found.speakers[parts[1].split()[1]] = parts[2].removeprefix(_SPEAKER).strip()


def _told(name: str, found: _Standoff) -> dict[str, object]:
    cue, source = (found.marks.get(found.relations.get((type_, name), "")) for type_ in ("ReportedBy", "SaidBy"))
    told: dict[str, object] = {"cue": cue[1][0] if cue else None, "source": source[1] if source else ()}
    for field_, values in (("mode", found.modes), ("speaker", found.speakers)):
        if name in values:
            told[field_] = values[name]
    return told
