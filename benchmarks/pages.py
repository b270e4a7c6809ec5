"""How long pages take and weigh at a large record: ``python benchmarks/pages.py [--statements N] [--keep FOLDER]``.

Makes a record of invented documents (``invented.py``) with a tie in every third statement, lets a server show it, and
asks for pages of every kind as one reader does, one after the other. Prints one JSON object: what was reached, what
must be, and what was missed. What must be is in time of the processor, which a busy machine stretches little. The first
page that adds up the whole record is told apart: it is made once, and again in the background when the record changes.
With Chromium it also drags a graph of 2,000 ties. ``--keep`` leaves the record there and goes on from it next time.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
from starlette.types import ASGIApp

import invented
from onrecord import ingest
from onrecord.facts import Document, End, Kind, Layer, Reading, Relation
from onrecord.identifying import identify
from onrecord.record import Query, Record, open_record
from onrecord.web.app import app
from onrecord.web.guard import Limits
from onrecord.web.serve import address_of, listening, server

CHUNK = 320
MUST = {"page_cpu_p95_ms": 400.0, "page_kb": 300.0, "graph_page_kb": 800.0, "drag_frame_ms": 33.0}
"""At most."""

_STATICS = ("onrecord.css", "onrecord.js", "icon.svg")
_GRAPH = ("cytoscape.min.js", "graph.js", "graph.css")


def tied(document: Document, reading: Reading) -> Reading:
    """Give a reading with a tie in every third statement: between two places in it, or from its speaker to one."""
    places = [(span, figure) for figure in reading.figures if figure.kind is Kind.PLACE for span in figure.mentions]
    places.sort(key=lambda place: place[0])
    relations = []
    for number, said in enumerate(reading.statements[::3]):
        inside = [place for place in places if said.content[0].holds(place[0])]
        if len(inside) < 2:
            continue
        (first, one), (second, other) = inside[:2]
        shown = number % 3 == 0
        holder = End(name=said.speaker.name or "", kind=Kind.PERSON, named_at=said.speaker.named_at, implied=True)
        told = End(name=one.name, kind=Kind.PLACE, span=first, named_at=one.named_at)
        relations.append(
            Relation(
                document=document.id,
                holder=holder if shown else told,
                target=End(name=other.name, kind=Kind.PLACE, span=second, named_at=other.named_at),
                sign=(len(other.name) + number) % 3 - 1,
                layer=Layer.SHOWN if shown else Layer.TOLD,
                grounds=said.content,
                voice=said.id,
            )
        )
    return replace(reading, relations=tuple(relations))


def grow(record: Record, statements: int) -> None:
    """Bring a record to so many statements, and compare who is who in it."""
    world = invented.World()
    documents = statements // invented.STATEMENTS_PER_DOCUMENT
    for first in range(record.counts().documents, documents, CHUNK):
        made = [world.document(number) for number in range(first, min(first + CHUNK, documents))]
        found = {document.id: tied(document, reading) for document, _, reading in made}
        reader = ingest.Reader(invented.READER, partial(_found, found))
        ingest.add((capture for _, capture, _ in made), record, reader=reader)
        if sys.stderr.isatty():
            print(f"\r{first + len(made):,} documents", end="", file=sys.stderr)
    identify(record)


def _found(found: dict[str, Reading], document: Document) -> Reading:
    return found[document.id]


@contextmanager
def serving(record: Record, made: Callable[[Record, Limits], ASGIApp] = app) -> Iterator[str]:
    """Let an application over a record answer for a while, the pages unless another is made; gives the address."""
    limits = Limits()
    with listening(("127.0.0.1", 0), limits) as socket:
        started = server(made(record, limits))
        thread = threading.Thread(target=started.run, kwargs={"sockets": [socket]})
        thread.start()
        try:
            yield address_of(socket)
        finally:
            started.should_exit = True
            thread.join()


def addresses(record: Record, times: int) -> dict[str, list[str]]:
    """Give addresses of each kind of page."""
    world = invented.World()
    asked = [world.query(number) for number in range(times)]
    entries = [hit.entry for word, _ in asked for hit in record.search(Query(words=word, limit=1)).hits]
    people = [found[0].id for _, person in asked if (found := record.who.named(person))]
    return {
        "home": ["/"] * times,
        "newest": ["/search"] * times,
        "words": [f"/search?words={word}" for word, _ in asked],
        "speaker": [f"/search?speaker={person.replace(' ', '+')}" for _, person in asked],
        "since": [f"/search?since=20{20 + number % 9}-01-01" for number in range(times)],
        "document": [f"/document/{entry.statement.document}" for entry in entries],
        "statement": [f"/statement/{entry.id}" for entry in entries],
        "panel": [f"/statement/{entry.id}/panel" for entry in entries],
        "actor": [f"/actor/{id_}" for id_ in people],
        "system": ["/system"] * times,
        "shown": ["/system?layer=shown"] * times,
        "graph": ["/system.json?drawn=2000"] * times,
        "review": [f"/review?skip={number}" for number in range(times)],
        "judged": ["/review/judged", "/review/agreement", "/add"] * (times // 3),
    }


def asked(client: httpx.Client, pages: dict[str, list[str]]) -> dict[str, Any]:
    """Ask for all of them; gives for each kind 95th percentiles in milliseconds and the largest in KB."""
    reached: dict[str, Any] = {"first_ms": {}, "p95_ms": {}, "cpu_p95_ms": {}, "kb": {}}
    for kind, paths in pages.items():
        seconds, busy, sizes = [], [], []
        for path in [paths[0], *paths]:
            began, worked = time.perf_counter(), time.process_time()
            answer = client.get(path)
            seconds.append(time.perf_counter() - began)
            busy.append(time.process_time() - worked)
            sizes.append(len(answer.content))
            assert answer.status_code == 200, (path, answer.text)
        reached["first_ms"][kind] = round(seconds[0] * 1e3, 1)
        reached["p95_ms"][kind] = p95(seconds[1:])
        reached["cpu_p95_ms"][kind] = p95(busy[1:])
        reached["kb"][kind] = round(max(sizes) / 1e3, 1)
    return reached


def p95(seconds: list[float]) -> float:
    """Give the 95th percentile in milliseconds."""
    return round(statistics.quantiles(seconds, n=20, method="inclusive")[-1] * 1e3, 1)


def dragged(address: str) -> float | None:
    """Drag a graph of 2,000 ties to and fro; gives the median milliseconds of a frame, where there is Chromium."""
    chromium = shutil.which("chromium")
    if chromium is None:
        return None
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - where there is a browser for it

    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1300, "height": 900})
        page.goto(f"{address}system?drawn=2000")
        page.locator("#graph[data-ready]").wait_for(timeout=60_000)
        page.locator("#graph").scroll_into_view_if_needed()
        box = page.locator("#graph").bounding_box()
        assert box is not None
        page.evaluate(_FRAMES)
        page.mouse.move(box["x"] + 60, box["y"] + 60)
        page.mouse.down()
        page.evaluate("frames_.length = 0")
        for turn in range(60):
            page.mouse.move(box["x"] + 60 + 4 * turn, box["y"] + 60 + 3 * (turn % 20))
        frames = page.evaluate("frames_")
        page.mouse.up()
        browser.close()
    return round(float(statistics.median(after - before for before, after in pairwise(frames))), 1)


_FRAMES = """() => {
    window.frames_ = [];
    const tick = (at) => { frames_.push(at); requestAnimationFrame(tick); };
    requestAnimationFrame(tick);
}"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--keep", type=Path, metavar="FOLDER")
    parser.add_argument("--times", type=int, default=30, help="pages of each kind")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary, open_record((args.keep or Path(temporary)) / "pages.db") as record:
        grow(record, args.statements)
        with serving(record) as address, httpx.Client(base_url=address, timeout=600) as client:
            reached = asked(client, addresses(record, args.times))
            statics = [len(client.get(f"/static/{name}").content) / 1e3 for name in (*_STATICS, *_GRAPH)]
            ties = re.findall(r"([\d,]+) ties? between", client.get("/system").text)
            reached["drag_frame_ms"] = dragged(address)
    drawn = reached["kb"]["system"] + reached["kb"].pop("graph")
    reached |= {
        "statements": args.statements,
        "ties": ties[0] if ties else "0",
        "page_p95_ms": max(reached["p95_ms"].values()),
        "page_cpu_p95_ms": max(reached["cpu_p95_ms"].values()),
        "page_kb": round(max(reached["kb"].values()) + sum(statics[: len(_STATICS)]), 1),
        "graph_page_kb": round(drawn + sum(statics), 1),
    }
    missed = [name for name, most in MUST.items() if (reached.get(name) or 0) > most]
    print(json.dumps({"reached": reached, "must": MUST, "missed": missed}, indent=1))


if __name__ == "__main__":
    main()
