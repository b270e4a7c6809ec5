"""Captures to documents to readings to the record: resumes, counts, and keeps a bad document from the others."""

from __future__ import annotations

import signal
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from multiprocessing import get_context
from typing import TypeVar

from onrecord.documents.intake import document_of, extractor_of
from onrecord.errors import ModelError, OnrecordError, RecordError, SourceError
from onrecord.facts import MAX_CHARS, Capture, Document, Reading
from onrecord.record.record import Record
from onrecord.record.store import Outcome

# A commit waits for the disk. So many documents share one, unless they are long or slow to read.
_BATCH_DOCUMENTS = 32
_BATCH_CHARS = 4_000_000
_BATCH_S = 1.0

# How many documents each worker may be ahead of the one that is stored next.
_AHEAD = 4

FAILURES_KEPT = 1000
"""Of so many documents that could not be read the reasons are told."""

_Given = TypeVar("_Given")
_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: a function, and the name that its readings bear.

    With more than one job it runs in other processes, so it must be a function of a module; one that ``waits``, for
    another machine rather than for this one, runs in threads and may be anything.
    """

    name: str
    read: Callable[[Document], Reading]
    waits: bool = False


def own_reader() -> Reader:
    """Give the reader of this version."""
    from onrecord import reading  # noqa: PLC0415 - loads the model's runtime

    return Reader(reading.reader(), reading.read_for_record)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What became of one capture. Where it failed there is a ``reason``, which names it, and no outcome."""

    name: str
    outcome: Outcome | None = None
    reason: str | None = None
    statements: int = 0
    words: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What adding did, in documents; ``statements`` and ``words`` are of those that were read now.

    ``failures`` are the reasons of the first thousand that failed.
    """

    new: int
    versions: int
    readings: int
    known: int
    failed: int
    statements: int
    words: int
    failures: tuple[str, ...]


def add(
    captures: Iterable[Capture | SourceError],
    record: Record,
    *,
    reader: Reader | None = None,
    jobs: int = 1,
    max_chars: int = MAX_CHARS,
    progress: Callable[[Step], None] = lambda _: None,
) -> Report:
    """Read what this reader has not read yet, and store it; without one, this version's own reader.

    What is there is skipped, so that an interrupted run is resumed by running it again. ``progress`` hears of each
    capture, in their order, once it is on the disk; with ``jobs`` above 1 as many processes read, with the same
    result. Raises ``RecordError`` where the record cannot be written, ``ModelError`` where nothing can be read; what
    ``progress`` heard of is kept.
    """
    reader = reader or own_reader()
    items = _prepared(captures, record, reader, max_chars)
    read = _read_here(items, reader) if jobs == 1 else _read_elsewhere(items, reader, jobs)
    outcomes: Counter[Outcome | None] = Counter()
    statements = words = 0
    failures: list[str] = []
    for step in _stored(read, record):
        outcomes[step.outcome] += 1
        statements += step.statements
        words += step.words
        if step.reason is not None and len(failures) < FAILURES_KEPT:
            failures.append(step.reason)
        progress(step)
    return Report(
        new=outcomes[Outcome.NEW],
        versions=outcomes[Outcome.VERSION],
        readings=outcomes[Outcome.READING],
        known=outcomes[Outcome.KNOWN],
        failed=outcomes[None],
        statements=statements,
        words=words,
        failures=tuple(failures),
    )


def rebuild(record: Record, progress: Callable[[int, int], None] = lambda _done, _total: None) -> None:
    """Compute again everything that is derived, and what statements mean where this version's model has not told it.

    ``progress`` hears of how many of how many documents the statements have been given their meanings, and then, how
    many have been linked with others that say the same. Raises ``RecordError`` where the record cannot be written.
    """
    record.rebuild()
    mean(record, progress)
    record.link(progress)


def mean(record: Record, progress: Callable[[int, int], None] = lambda _done, _total: None) -> None:
    """Keep what statements mean of which this version's model has not told it; ``progress`` hears of documents."""
    from onrecord import model  # noqa: PLC0415
    from onrecord.statements.meaning import meaning  # noqa: PLC0415 - loads the model's runtime

    unmeant = record.unmeant(model.meaning_digest())
    for done, document in enumerate(unmeant, 1):
        record.mean(document, [meaning(quote) for quote in record.quotes(document)])
        progress(done, len(unmeant))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Item:
    """A capture on its way. Without document and reason it is known; ``unread`` until it has been read."""

    name: str
    capture: Capture | None = None
    document: Document | None = None
    unread: bool = False
    reading: Reading | None = None
    reason: str | None = None


def _prepared(
    captures: Iterable[Capture | SourceError], record: Record, reader: Reader, max_chars: int
) -> Iterator[_Item]:
    """Make documents of the captures, and find out which are to be read."""
    for capture in captures:
        if isinstance(capture, SourceError):
            yield _Item(name="", reason=str(capture))
        elif record.knows(capture, extractor_of(capture), reader.name):
            yield _Item(name=capture.name)
        else:
            document = guarded(capture.name, lambda capture: document_of(capture, max_chars), capture)
            if isinstance(document, str):
                yield _Item(name=capture.name, reason=document)
            elif refused := record.refusal(document, capture):
                yield _Item(name=capture.name, reason=str(refused))
            else:
                unread = not record.has_read(document.id, reader.name)
                yield _Item(name=capture.name, capture=capture, document=document, unread=unread)


def _read_here(items: Iterable[_Item], reader: Reader) -> Iterator[_Item]:
    for item in items:
        yield _with(item, guarded(item.name, reader.read, item.document)) if item.document and item.unread else item


def _read_elsewhere(items: Iterable[_Item], reader: Reader, jobs: int) -> Iterator[_Item]:
    """Read in other processes or threads, and give the items in the order in which they came."""
    waiting: deque[tuple[_Item, Future[Reading | str] | None]] = deque()
    pool = ThreadPoolExecutor(jobs) if reader.waits else _processes(jobs)
    try:
        for item in items:
            unread = item.document if item.unread else None
            future = pool.submit(guarded, item.name, reader.read, unread) if unread else None
            waiting.append((item, future))
            if len(waiting) > jobs * _AHEAD:
                yield _awaited(*waiting.popleft())
        while waiting:
            yield _awaited(*waiting.popleft())
    except BrokenProcessPool as error:
        raise OnrecordError(
            "a reading process was killed, perhaps for want of memory; what was stored is kept: "
            "run the same command again with fewer jobs"
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _processes(jobs: int) -> ProcessPoolExecutor:
    # Spawned, not forked: a fork would share the record's file handles and the model's threads.
    return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_leave_interrupts)


def _stored(items: Iterable[_Item], record: Record) -> Iterator[Step]:
    """Store in batches, and tell of each item once it is kept."""
    batch: list[_Item] = []
    chars, since = 0, time.monotonic()
    for item in items:
        batch.append(item)
        chars += len(item.document.text) if item.document else 0
        full = len(batch) >= _BATCH_DOCUMENTS or chars >= _BATCH_CHARS
        if full or time.monotonic() - since >= _BATCH_S:
            yield from _store(batch, record)
            batch, chars, since = [], 0, time.monotonic()
    yield from _store(batch, record)


def _store(batch: list[_Item], record: Record) -> Iterator[Step]:
    additions = [(item.document, item.capture, item.reading) for item in batch if item.document]
    outcomes = iter(record.add_all(additions) if additions else [])
    steps = [_step(item, next(outcomes) if item.document else Outcome.KNOWN) for item in batch]
    told = [step.reason.partition(": ") for step in steps if step.reason is not None]
    mended = [step.name for step in steps if step.reason is None]
    record.failures.note({source: why or source for source, _, why in told}, mended)
    yield from steps


def _step(item: _Item, outcome: Outcome | RecordError) -> Step:
    if item.reason is not None:
        return Step(name=item.name, reason=item.reason)
    if isinstance(outcome, RecordError):
        return Step(name=item.name, reason=_reason(item.name, outcome))
    if item.document is None or item.reading is None or outcome is Outcome.KNOWN:
        return Step(name=item.name, outcome=outcome)
    return Step(
        name=item.name,
        outcome=outcome,
        statements=len(item.reading.statements),
        words=len(item.document.text.split()),
    )


def _awaited(item: _Item, future: Future[Reading | str] | None) -> _Item:
    return item if future is None else _with(item, future.result())


def _with(item: _Item, reading: Reading | str) -> _Item:
    if isinstance(reading, str):
        return _Item(name=item.name, reason=reading)
    return replace(item, reading=reading, unread=False)


def guarded(name: str, make: Callable[[_Given], _Made], given: _Given) -> _Made | str:
    """Make one thing of another, or give the reason why that failed: one bad document must not stop the rest."""
    try:
        return make(given)
    except (RecordError, ModelError):
        raise
    except Exception as error:  # noqa: BLE001
        return _reason(name, error)


def _reason(name: str, error: Exception) -> str:
    words = str(error) if isinstance(error, OnrecordError) else f"reading it failed ({type(error).__name__}: {error})"
    return words if name in words else f"{name}: {words}"


def _leave_interrupts() -> None:
    """Let the first process alone answer Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
