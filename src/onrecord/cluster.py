"""The same reader over many files on many machines, by Ray; what it finds becomes Parquet. May be deleted without loss.

Each input file is a *shard*. What one process finds in it is written aside and gets its folder's name when it is whole,
so that a run that was killed, or a machine that died, costs the shards at hand; the next run reads what is missing.
"""

from __future__ import annotations

import hashlib
import io
import json
import logging
import re
import shutil
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import fsspec
import orjson
import ray

from onrecord import parquet
from onrecord.documents.intake import document_of
from onrecord.errors import OnrecordError, SourceError
from onrecord.facts import MAX_CHARS, Capture, Document, Metadata, Reading
from onrecord.ingest import FAILURES_KEPT, guarded
from onrecord.jsonform import outlet_relations_json, statements_json
from onrecord.reading import read, reader
from onrecord.record import Record
from onrecord.record.rows import mention_list, metadata_of, metadata_row, reading_of, reading_rows
from onrecord.record.schema import FINDINGS
from onrecord.record.store import Outcome
from onrecord.sources.files import opened

MANIFEST = "manifest.json"
TABLES = {"documents": parquet.DOCUMENTS, "statements": parquet.STATEMENTS, "relations": parquet.RELATIONS}

_SUFFIXES = (".jsonl", ".ndjson", ".warc", ".warc.gz", ".parquet")
_ASIDE = ".aside"
_RETRIES = 3
_AT_ONCE = 32
_ASKED_S = 5
_AHEAD = 2
"""Shards that wait at each core, so that none is idle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """An input file: its address, its size and when it was changed, as far as its home tells."""

    address: str
    size: int | None
    changed: str | None

    @property
    def folder(self) -> str:
        """The name of the folder for what is found in it: its own, as far as a folder can bear it, and a digest."""
        name = re.sub(r"[^\w.-]+", "-", self.address.rstrip("/").rpartition("/")[2])[:60]
        return f"{name}-{hashlib.sha256(self.address.encode()).hexdigest()[:12]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What was found in a shard, as its manifest keeps it. ``failures`` are the reasons of the first thousand."""

    shard: Shard
    reader: str
    documents: int
    statements: int
    relations: int
    words: int
    failed: int
    failures: tuple[str, ...]
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run is: shards, and what was read of them in this run in so many seconds."""

    done: int
    total: int
    documents: int
    words: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a run did. ``known`` shards were there before; ``lost`` are those that failed as a whole, with reasons."""

    read: tuple[Done, ...]
    known: int
    lost: tuple[str, ...]


def run(
    inputs: Iterable[str],
    out: Path,
    *,
    address: str | None = None,
    workers: int | None = None,
    max_chars: int = MAX_CHARS,
    progress: Callable[[Progress], None] = lambda _: None,
) -> Report:
    """Read all shards that are not in ``out`` yet, on the cluster at an address, else on the cores of this machine.

    An input is a file (JSONL, WARC, Parquet), a folder or a pattern, on a disk, or by any address that fsspec opens
    (``s3://``, ``https://``). ``out`` is a folder that all machines see. Raises ``SourceError`` where an input is none
    of these, ``OnrecordError`` where the cluster does not answer.
    """
    out.mkdir(parents=True, exist_ok=True)
    here = f"{out.resolve()}/"
    wanted = [shard for each in inputs for shard in shards(each) if not shard.address.startswith(here)]
    missing = [shard for shard in wanted if not _is_done(shard, out)]
    with _connected(address, workers):
        read_, lost = _read_all(missing, out, max_chars, progress)
    shutil.rmtree(out / _ASIDE, ignore_errors=True)
    return Report(read=tuple(read_), known=len(wanted) - len(missing), lost=tuple(lost))


def shards(given: str) -> Iterator[Shard]:
    """Find the shards that an input stands for, in the order of their names. Raises ``SourceError`` for none."""
    try:
        home, path = fsspec.core.url_to_fs(given)
        if home.isdir(path):
            found = [each for each in sorted(home.find(path)) if each.endswith(_SUFFIXES)]
        else:
            found = sorted(home.glob(path)) if any(sign in given for sign in "*?[") else [path]
        known = [(each, home.info(each)) for each in found]
    except (OSError, ImportError, ValueError) as error:
        raise SourceError(f"{given}: cannot be opened ({error}); check the address") from error
    if not known:
        raise SourceError(f"{given}: no shard is there; a shard is a file in {', '.join(_SUFFIXES)}")
    for path, about in known:
        changed = about.get("ETag") or about.get("LastModified") or about.get("mtime")
        yield Shard(
            address=home.unstrip_protocol(path).removeprefix("file://"),
            size=about.get("size"),
            changed=None if changed is None else str(changed),
        )


def read_shard(shard: Shard, out: Path, max_chars: int) -> Done:
    """Read one shard into its folder; what is wrong with one document is told and stops no other."""
    aside = out / _ASIDE / f"{shard.folder}-{uuid.uuid4().hex}"
    aside.mkdir(parents=True)
    begun = time.monotonic()
    done = Done(
        shard=shard, reader=reader(), documents=0, statements=0, relations=0, words=0, failed=0, failures=(), seconds=0
    )
    with ExitStack() as stack:
        tables = {
            name: stack.enter_context(parquet.Table(aside / f"{name}.parquet", schema))
            for name, schema in TABLES.items()
        }
        # Of the files that fsspec opens elsewhere, lines of a limited length cannot be read.
        stream = io.BufferedReader(stack.enter_context(fsspec.open(shard.address, "rb")))
        for capture in opened(shard.address, stream, Metadata(), max_chars):
            done = _entered(done, _found(capture, max_chars), tables)
    done = replace(done, seconds=round(time.monotonic() - begun, 3))
    (aside / MANIFEST).write_bytes(orjson.dumps(asdict(done), option=orjson.OPT_INDENT_2))
    _place(aside, out / shard.folder)
    return done


def manifests(out: Path) -> Iterator[tuple[Path, Done]]:
    """Yield the folders of a run's findings that are whole, each with its manifest, in the order of their names."""
    for path in sorted(out.glob(f"*/{MANIFEST}")):
        yield path.parent, _manifest(path)


def _connected(address: str | None, workers: int | None) -> AbstractContextManager[Any]:
    """Connect to a cluster, else begin one on this machine; it is left at the end of ``with``."""
    own = {"address": "local", "num_cpus": workers, "include_dashboard": False}
    known: dict[str, Any] = {"address": address} if address else own
    try:
        return ray.init(**known, log_to_driver=False, logging_level=logging.ERROR)
    except (ConnectionError, RuntimeError, ValueError) as error:
        raise OnrecordError(f"no Ray cluster answers at {address or 'this machine'}: {error}") from error


def _read_all(
    missing: list[Shard], out: Path, max_chars: int, progress: Callable[[Progress], None]
) -> tuple[list[Done], list[str]]:
    task = ray.remote(num_cpus=1, max_retries=_RETRIES)(read_shard)
    begun = time.monotonic()
    waiting: dict[ray.ObjectRef[Done], Shard] = {}
    read_: list[Done] = []
    lost: list[str] = []
    left = iter(missing)
    documents = words = 0
    cores, asked = 1.0, 0.0
    while True:
        # Machines may come and go; to ask costs as much as a small shard.
        if time.monotonic() > asked + _ASKED_S:
            cores, asked = ray.cluster_resources().get("CPU", 1), time.monotonic()  # type: ignore[no-untyped-call]
        room = _AHEAD * int(cores) - len(waiting)
        for _, shard in zip(range(room), left, strict=False):
            waiting[task.remote(shard, out.resolve(), max_chars)] = shard
        if not waiting:
            return read_, lost
        [ready], _ = ray.wait(list(waiting), num_returns=1)
        found = _awaited(ready, waiting.pop(ready))
        lost += [found] if isinstance(found, str) else []
        if isinstance(found, Done):
            read_.append(found)
            documents, words = documents + found.documents, words + found.words
        progress(
            Progress(
                done=len(read_) + len(lost),
                total=len(missing),
                documents=documents,
                words=words,
                seconds=time.monotonic() - begun,
            )
        )


def _awaited(ready: ray.ObjectRef[Done], shard: Shard) -> Done | str:
    try:
        return ray.get(ready)
    except ray.exceptions.RayTaskError as error:
        return f"{shard.address}: {error.cause}"
    except ray.exceptions.RayError as error:
        return f"{shard.address}: its process died {_RETRIES + 1} times, perhaps for want of memory ({error})"


def _is_done(shard: Shard, out: Path) -> bool:
    """Whether this reader has read the shard as it is now."""
    manifest = out / shard.folder / MANIFEST
    if not manifest.exists():
        return False
    done = _manifest(manifest)
    return done.shard == shard and done.reader == reader()


def _manifest(path: Path) -> Done:
    known = json.loads(path.read_bytes())
    return Done(**known | {"shard": Shard(**known["shard"]), "failures": tuple(known["failures"])})


def _place(aside: Path, folder: Path) -> None:
    """Give the findings their name; those of an older reader, or of the same shard read twice, go."""
    if folder.exists():
        folder.rename(aside.with_name(f"{aside.name}-old"))
    aside.rename(folder)


def _found(capture: Capture | SourceError, max_chars: int) -> tuple[Capture, Document, Reading] | str:
    """Read one capture, or tell why it cannot be."""
    if isinstance(capture, SourceError):
        return str(capture)

    def found(capture: Capture) -> tuple[Capture, Document, Reading]:
        document = document_of(capture, max_chars)
        return capture, document, read(document)

    return guarded(capture.name, found, capture)


def _entered(done: Done, found: tuple[Capture, Document, Reading] | str, tables: dict[str, parquet.Table]) -> Done:
    """Write what was found in a document, and count it."""
    if isinstance(found, str):
        failures = (*done.failures, found) if len(done.failures) < FAILURES_KEPT else done.failures
        return replace(done, failed=done.failed + 1, failures=failures)
    capture, document, reading = found
    statements = statements_json(document, reading)
    relations = [{"document": entry["document"], **each} for entry in statements for each in entry["relations"]]
    relations += outlet_relations_json(document, reading)
    tables["documents"].extend([document_row(capture, document, reading)])
    tables["statements"].extend(statements)
    tables["relations"].extend(relations)
    return replace(
        done,
        documents=done.documents + 1,
        statements=done.statements + len(statements),
        relations=done.relations + len(relations),
        words=done.words + len(document.text.split()),
    )


def take_in(
    out: Path, record: Record, where: str = "true", progress: Callable[[int, int], None] = lambda _done, _total: None
) -> Counter[Outcome | None]:
    """Take the documents of a run that a condition of SQL chooses into a record, as if it had read them itself.

    ``where`` is over the columns of ``documents``, and may ask ``statements`` and ``relations``. Gives how many
    documents had which outcome, ``None`` for what the record refused. What is there already is skipped; ``progress``
    hears of how many documents of how many. Raises ``SourceError`` where nothing is there, ``ValueError`` for a
    condition that is none.
    """
    folders = [folder for folder, _ in manifests(out)]
    if not folders:
        raise SourceError(f"{out}: holds no shard that `onrecord cluster` has read")
    outcomes: Counter[Outcome | None] = Counter()
    with duckdb.connect() as database:
        for name in TABLES:
            files = [str(folder / f"{name}.parquet") for folder in folders]
            database.read_parquet(files).create_view(name)
        try:
            [[total]] = database.execute(f"SELECT count(*) FROM documents WHERE {where}").fetchall()  # noqa: S608
            chosen = database.execute(f"SELECT * FROM documents WHERE {where}")  # noqa: S608 - the user's own files
        except duckdb.Error as error:
            raise ValueError(f"{where!r} is no condition over documents: {error}") from error
        names = [column[0] for column in chosen.description]
        while rows := chosen.fetchmany(_AT_ONCE):
            given = [_kept(dict(zip(names, row, strict=True))) for row in rows]
            for outcome in record.add_all(given):
                outcomes[outcome if isinstance(outcome, Outcome) else None] += 1
            progress(outcomes.total(), total)
    return outcomes


def _kept(row: dict[str, Any]) -> tuple[Document, Capture, Reading]:
    """Give a document of a run with its capture and its reading."""
    metadata = metadata_of(row)
    capture = Capture(
        name=row["name"],
        data=b"",
        media_type=row["media_type"],
        encoding=row["declared_encoding"],
        metadata=metadata,
        taken=row["taken"],
        sha256=row["sha256"],
    )
    document = Document(
        text=row["text"],
        metadata=metadata,
        name=row["name"],
        extractor=row["extractor"],
        encoding=row["encoding"],
        notes=tuple(row["notes"]),
    )
    found = orjson.loads(row["reading"])
    tables = {table: found[table.name] for table in FINDINGS}
    return document, capture, reading_of(document.id, row["reader"], found["mentions"], tables)


def document_row(capture: Capture, document: Document, reading: Reading) -> dict[str, Any]:
    """Give the row of a document, with all that is needed to keep it in a record as if it were read there."""
    found = {table.name: rows for table, rows in reading_rows(document.text, reading).items()}
    mentions = [mention_list(mention) for mention in reading.mentions]
    return {
        "id": document.id,
        **metadata_row(document.metadata),
        "name": capture.name,
        "sha256": capture.sha256,
        "taken": capture.taken,
        "media_type": capture.media_type,
        "declared_encoding": capture.encoding,
        "encoding": document.encoding,
        "extractor": document.extractor,
        "notes": list(document.notes),
        "text": document.text,
        "reader": reading.reader,
        "reading": orjson.dumps({**found, "mentions": mentions}, option=orjson.OPT_NON_STR_KEYS),
    }
