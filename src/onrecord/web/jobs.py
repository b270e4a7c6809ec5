"""What is being read for whoever added it in the browser: one after the other, so that pages stay quick."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from queue import Full, Queue
from secrets import token_hex
from typing import Any

from onrecord import ingest
from onrecord.errors import OnrecordError, SourceError
from onrecord.facts import Capture
from onrecord.identifying import identify
from onrecord.ingest import Reader, Step
from onrecord.record import Record

Source = Callable[[], Iterable[Capture | SourceError]]
"""Opens what is to be read, once its turn has come."""

_WAITING = 20
_KEPT = 100

# Of a record in which nobody was ever compared, a server begins to compare only a small one by itself.
_SMALL = 200


@dataclass(slots=True)
class Job:
    """Something that was added: what became of each capture, and what is still to come.

    ``state`` is waiting, reading, comparing, done or failed; where it failed as a whole, ``trouble`` says why.
    """

    title: str
    source: Source
    total: int
    id: str = field(default_factory=lambda: token_hex(8))
    state: str = "waiting"
    steps: list[Step] = field(default_factory=list)
    trouble: str | None = None

    @property
    def over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in ("done", "failed")

    @property
    def failures(self) -> list[str]:
        """Why some, or all, could not be read."""
        reasons = [step.reason for step in self.steps if step.reason]
        return [*reasons, self.trouble] if self.trouble else reasons

    def json(self) -> dict[str, Any]:
        """Give it in names and values."""
        told = ("id", "title", "state", "total", "trouble")
        return {name: getattr(self, name) for name in told} | {"steps": [asdict(step) for step in list(self.steps)]}


class Jobs:
    """The queue of one server; it begins to work with the first job."""

    def __init__(self, record: Record, reader: Reader | None = None) -> None:
        self._record = record
        self._reader = reader
        self._waiting: Queue[Job] = Queue(_WAITING)
        self._known: deque[Job] = deque(maxlen=_KEPT)
        self._lock = threading.Lock()
        self._working = False

    def begin(self, title: str, source: Source, total: int) -> Job:
        """Put something in the queue. Raises ``OnrecordError`` where too much waits already."""
        job = Job(title, source, total)
        try:
            self._waiting.put_nowait(job)
        except Full as error:
            raise OnrecordError("too much is waiting to be read already; try again in a few minutes") from error
        with self._lock:
            self._known.appendleft(job)
            if not self._working:
                self._working = True
                threading.Thread(target=self._work, daemon=True).start()
        return job

    def job(self, id_: str) -> Job | None:
        """Give the job with this id, if it is one of the last."""
        return next((job for job in self.all() if job.id == id_), None)

    def all(self) -> list[Job]:
        """Give the last jobs, the newest first."""
        with self._lock:
            return list(self._known)

    def _work(self) -> None:
        try:
            while True:
                self._do(self._waiting.get())
        finally:
            # What nobody foresaw is told on the server's own output, and the next job begins anew.
            with self._lock:
                self._working = False

    def _do(self, job: Job) -> None:
        try:
            job.state = "reading"
            ingest.add(job.source(), self._record, reader=self._reader, progress=job.steps.append)
            job.state = "comparing"
            self._compare()
            job.state = "done"
        except (OnrecordError, OSError) as error:
            told = str(error) if isinstance(error, OnrecordError) else type(error).__name__
            job.trouble = told.replace(self._record.name, "this record")
        finally:
            job.state = job.state if job.over else "failed"
            # Uploaded bytes are not kept for longer than they are read.
            job.source = tuple

    def _compare(self) -> None:
        compared, _, left = self._record.who.counts()
        if left and (compared or left <= _SMALL):
            identify(self._record)
