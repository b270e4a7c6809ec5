"""Many at once: forty who read and two who write for a minute, and more than can be answered."""

from __future__ import annotations

import random
import statistics
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

import quoting
import served
from onrecord.record import Record, Verdict, open_record
from onrecord.web.guard import Limits

READERS, SECONDS = 40, 60
PAGES = (
    "/",
    "/search",
    "/search?words=harbour",
    "/system",
    "/review",
    "/search?speaker=Dorsey",
    "/static/onrecord.css",
)


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with open_record(tmp_path / "busy.db") as opened:
        served.fill(opened)
        yield opened


@pytest.mark.soak
def test_forty_read_while_two_write(record: Record) -> None:
    until = time.monotonic() + SECONDS
    seconds: list[float] = []

    def read(number: int) -> None:
        draw = random.Random(number)  # noqa: S311
        with httpx.Client(base_url=address, timeout=20) as client:
            while time.monotonic() < until:
                began = time.perf_counter()
                answer = client.get(draw.choice(PAGES))
                seconds.append(time.perf_counter() - began)
                assert answer.status_code == 200, answer.text
                time.sleep(draw.uniform(2, 5))

    def write(number: int) -> None:
        written = 0
        while time.monotonic() < until:
            written += 1
            document = quoting.document(f"Ilan Dorsey said: “Ship {written} of {number} is in the harbour.”")
            record.add(document, None, quoting.read(document))
            record.judge(quoting.read(document).statements[0].id, Verdict.YES, "Edda Quill")
            time.sleep(0.2)

    with served.running(record) as address, ThreadPoolExecutor(READERS + 2) as people:
        at_work = [people.submit(read, number) for number in range(READERS)]
        at_work += [people.submit(write, number) for number in range(2)]
        for each in at_work:
            each.result()
    assert len(seconds) > READERS * SECONDS / 6
    assert statistics.quantiles(seconds, n=100)[-1] <= 2.0


def test_above_capacity_everybody_is_answered_and_nobody_waits(record: Record) -> None:
    limits, together = Limits(at_once=4), threading.Barrier(24)

    def ask(_: int) -> tuple[int, str | None, float]:
        with httpx.Client(base_url=address, timeout=20) as client:
            together.wait()
            began = time.perf_counter()
            answer = client.get("/search?words=harbour")
            return answer.status_code, answer.headers.get("retry-after"), time.perf_counter() - began

    with served.running(record, limits) as address, ThreadPoolExecutor(24) as people:
        answers = list(people.map(ask, range(24)))
        assert {(code, after) for code, after, _ in answers} == {(200, None), (503, "2")}
        assert max(waited for *_, waited in answers) < 10
        assert httpx.get(f"{address}/").status_code == 200
