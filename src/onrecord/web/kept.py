"""What was computed of a record, kept until it changes: counting all of a large one takes seconds."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from onrecord.record import Record
from onrecord.record.state import Stamp

_MOST = 24

# What took longer to make is shown as it was while it is made anew.
_AT_ONCE_S = 0.25

_SHARE = 4
"""Where others write all the time, a value is made anew after so many times as long as making it took."""

_Made = TypeVar("_Made")


@dataclass(slots=True)
class _Item(Generic[_Made]):
    """Something computed of a record in one of its states; ``lock`` is held by who computes it."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    stamp: Stamp | None = None
    value: Any = None
    took_s: float = 0.0
    ended: float = 0.0
    made_at: str = ""


@dataclass(frozen=True, slots=True)
class Computed(Generic[_Made]):
    """A value, and where it is of an earlier state of the record the moment (UTC) that it was computed at."""

    value: _Made
    old_since: str | None


class Kept:
    """The last values of some computations over one record."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._lock = threading.Lock()
        self._items: OrderedDict[Hashable, _Item[Any]] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[Record], _Made], *, now: bool = False) -> Computed[_Made]:
        """Give what ``make`` gives for the record as it is, or as it was where making takes long; then it is begun.

        With ``now`` it is waited for, whatever it takes.
        """
        with self._lock:
            item = self._items.setdefault(key, _Item())
            self._items.move_to_end(key)
            while len(self._items) > _MOST:
                self._items.popitem(last=False)
        stamp = self._record.stamp()
        if item.stamp == stamp:
            return Computed(item.value, None)
        if item.stamp is not None and not now and item.took_s > _AT_ONCE_S:
            # Taken before it is made anew, which may be done at once.
            old = Computed(item.value, item.made_at)
            rested = time.monotonic() - item.ended > _SHARE * item.took_s
            if rested and item.lock.acquire(blocking=False):
                threading.Thread(target=self._renew, args=(item, make), daemon=True).start()
            return old
        with item.lock:
            if item.stamp != stamp:
                self._make(item, make)
        return Computed(item.value, None)

    def _renew(self, item: _Item[_Made], make: Callable[[Record], _Made]) -> None:
        try:
            self._make(item, make)
        finally:
            item.lock.release()

    def _make(self, item: _Item[_Made], make: Callable[[Record], _Made]) -> None:
        stamp = self._record.stamp()
        began = time.monotonic()
        item.value = make(self._record)
        item.ended = time.monotonic()
        item.took_s = item.ended - began
        item.made_at = datetime.now(UTC).strftime("%H:%M UTC")
        item.stamp = stamp
