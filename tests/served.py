"""A record behind a server that is really listening."""

from __future__ import annotations

import html
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import httpx

import quoting
from onrecord.ingest import Reader
from onrecord.record import Record
from onrecord.web.app import app
from onrecord.web.guard import Limits
from onrecord.web.serve import address_of, listening, server

REPORTS = (
    ("Mira Tessarić said: “We’ll never close the harbour, and Arvenia presses Sulmar.”", "The Quay", "2031-05-04"),
    (
        "Ilan Dorsey said: “The harbour is closed in 2031.”\n\nMira Tessarić hoped: “It opens.”",
        "The Tide",
        "2031-06-06",
    ),
    ("Mira Tessarić said: “Arvenia backs Sulmar by the Oram Accord.”", None, None),
)


def fill(record: Record) -> None:
    for number, (text, outlet, published) in enumerate(REPORTS):
        url = f"https://quay.example/{number}" if outlet else None
        document = quoting.document(text, name=f"/srv/secret/{number}.txt")
        about = replace(document.metadata, outlet=outlet, published=published, url=url, title=outlet and f"No {number}")
        document = replace(document, metadata=about)
        record.add(document, None, quoting.read(document))


@contextmanager
def running(record: Record, limits: Limits | None = None) -> Iterator[str]:
    """Serve a record for a while; gives the address, without its last slash."""
    limits = limits or Limits()
    with listening(("127.0.0.1", 0), limits) as socket:
        serving = server(app(record, limits, Reader("1-quoting", quoting.read)))
        thread = threading.Thread(target=serving.run, kwargs={"sockets": [socket]})
        thread.start()
        while not serving.started:
            time.sleep(0.01)
        try:
            yield address_of(socket).rstrip("/")
        finally:
            serving.should_exit = True
            thread.join()


Visitor = Callable[..., httpx.Client]
"""Opens a record of one's own, which may be written to, behind a server with limits of its own."""


_UNSEEN = re.compile(
    r'<header class="top">.*?</header>|<(script|style|head|footer|dialog)\b.*?</\1>|<[^>]+>', re.DOTALL
)


def words(page: httpx.Response) -> str:
    """What a page says, without its tags."""
    assert page.status_code == 200, page.text
    return " ".join(html.unescape(_UNSEEN.sub(" ", page.text)).split())
