"""Addresses and what leads to them: feeds, OPML lists and sitemaps, asked for as a good guest asks."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

import quoting
from onrecord import ingest
from onrecord.cli import run
from onrecord.errors import SourceError, Unreachable
from onrecord.facts import Capture, Metadata
from onrecord.record import open_record
from onrecord.sources.inputs import captures
from onrecord.sources.lists import links_of
from onrecord.sources.polite import Guest, Manners

FEED = """<?xml version="1.0" encoding="utf-8"?><!-- <html> -->
<rss version="2.0"><channel><title>The Quay</title>
<item><title>One</title><link>{site}/one</link><guid>1</guid><pubDate>Sun, 04 May 2025 10:00:00 +0200</pubDate></item>
<item><title>Two</title><link> /two </link><guid>1</guid><pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate></item>
<item><title>One again</title><link>{site}/one</link><pubDate>yesterday</pubDate></item>
<item><title>Nowhere</title></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>The Tide</title>
<entry><link rel="alternate" href="{site}/one"/><published>2025-05-04T08:00:00Z</published></entry>
<entry><content type="html">&lt;p&gt;Whole text.&lt;/p&gt;</content><published>2125-05-04T08:00:00Z</published></entry>
</feed>"""
JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "items": [
        {"id": "1", "url": "{site}/one", "date_published": "2025-05-04T10:00:00+02:00"},
        {"id": 2, "content_html": "<p>Whole text.</p>"},
        "no item",
        {"id": "3", "url": 3},
    ],
}
SITEMAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>{site}/one</loc><news:news><news:publication_date>2025-05-04</news:publication_date></news:news></url>
<url><loc>{site}/two</loc><lastmod>2025-01-01</lastmod></url></urlset>"""
INDEX = '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>{site}/map</loc></sitemap>'
OPML = (
    '<?xml version="1.0"?><opml version="2.0"><body><outline text="All">'
    '<outline type="rss" xmlUrl="{site}/rss"/><outline xmlurl="{site}/atom"/></outline></body></opml>'
)


@dataclass
class Site:
    """A small site: what stands where, and when it was asked for."""

    address: str
    pages: dict[str, str | bytes | list[int]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    agents: set[str | None] = field(default_factory=set)

    def has(self, **pages: str | bytes) -> None:
        for name, words in pages.items():
            whole = words.replace("{site}", self.address).encode() if isinstance(words, str) else words
            self.pages[f"/{name}"] = whole


@pytest.fixture
def site() -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            here.asked.append(self.path)
            here.agents.add(self.headers["User-Agent"])
            there = here.pages.get(self.path, b"")
            # Numbers are refusals, one after the other; a text that is an address leads there.
            status = there.pop(0) if isinstance(there, list) and there else 404 if there == b"" else 200
            body = there if isinstance(there, bytes) else b"<html><p>Here now.</p></html>"
            if body.startswith(b"/"):
                status = 301
            self.send_response(status)
            if status == 301:
                self.send_header("Location", body.decode())
            if status == 429:
                self.send_header("Retry-After", "7")
            self.send_header("Content-Type", "text/html" if b"<html" in body else "text/xml")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        here = Site(f"http://127.0.0.1:{server.server_port}")
        here.has(one="<html><p>First page.</p></html>", two="<html><p>Second page.</p></html>")
        here.has(rss=FEED, atom=ATOM, json=json.dumps(JSON_FEED), map=SITEMAP, index=INDEX, opml=OPML)
        threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        yield here
        server.shutdown()


@dataclass
class Clock:
    """Time that passes only when somebody waits."""

    now: float = 0.0
    waits: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def guest(site: Site, clock: Clock) -> Guest:
    return Guest([site.address], Manners(), clock=lambda: clock.now, sleep=clock.sleep)


def found(guest: Guest, *sources: str, given: Metadata | None = None) -> list[Capture | SourceError]:
    return list(captures(sources, given or Metadata(), guest=guest))


def pages(guest: Guest, *sources: str) -> list[tuple[str | None, str | None]]:
    every = found(guest, *sources)
    assert all(isinstance(each, Capture) for each in every), every
    return [(each.metadata.url, each.metadata.published) for each in every if isinstance(each, Capture)]


def test_an_address_is_its_page(site: Site, guest: Guest) -> None:
    [capture] = found(guest, f"{site.address}/one", given=Metadata(outlet="The Quay"))
    assert isinstance(capture, Capture)
    assert (capture.data, capture.media_type) == (b"<html><p>First page.</p></html>", "text/html")
    assert capture.metadata == Metadata(url=f"{site.address}/one", outlet="The Quay")
    assert all(agent and agent.startswith("Onrecord/") for agent in site.agents)


@pytest.mark.parametrize(
    ("name", "dates"),
    [
        ("rss", ["2025-05-04T08:00:00+00:00", None]),
        ("map", ["2025-05-04", None]),
        ("index", ["2025-05-04", None]),
        ("opml", ["2025-05-04T08:00:00+00:00", None]),
    ],
)
def test_a_list_leads_to_its_pages_each_once_with_dates_that_can_be(
    site: Site, guest: Guest, name: str, dates: list[str | None]
) -> None:
    site.has(atom=ATOM.replace("<entry><content", "<entry><title").replace("</content>", "</title>"))
    assert pages(guest, f"{site.address}/{name}") == [
        (f"{site.address}/one", dates[0]),
        (f"{site.address}/two", dates[1]),
    ]
    assert site.asked.count("/one") == 1


@pytest.mark.parametrize("name", ["atom", "json"])
def test_where_a_feed_holds_the_text_itself_that_is_taken(site: Site, guest: Guest, name: str) -> None:
    page, text = found(guest, f"{site.address}/{name}")
    assert isinstance(page, Capture)
    assert isinstance(text, Capture)
    assert page.metadata.url == f"{site.address}/one"
    assert (text.data, text.metadata.published, text.metadata.url) == (b"<p>Whole text.</p>", None, None)


def test_lists_in_files_are_followed(site: Site, guest: Guest, tmp_path: Path) -> None:
    file = tmp_path / "feeds.opml"
    file.write_text(OPML.replace("{site}", site.address))
    assert [each.name for each in found(guest, str(file)) if isinstance(each, Capture)][:2] == [
        f"{site.address}/one",
        f"{site.address}/two",
    ]


@pytest.mark.parametrize("words", ["<note>no list</note>", "", "\x00", "<"])
def test_a_file_that_is_no_list_is_told(guest: Guest, tmp_path: Path, words: str) -> None:
    (tmp_path / "a.xml").write_text(words)
    [error] = found(guest, str(tmp_path / "a.xml"))
    assert "is no feed, OPML list or sitemap" in str(error)


def test_a_packed_sitemap_is_unpacked(site: Site, guest: Guest) -> None:
    site.has(packed=gzip.compress(SITEMAP.replace("{site}", site.address).encode()))
    assert len(pages(guest, f"{site.address}/packed")) == 2
    site.has(bomb=gzip.compress(b"<urlset>" + bytes(51 << 20)), cut=gzip.compress(SITEMAP.encode())[:-9])
    assert ["unpacks to more than" in str(each) or "damaged" in str(each) for each in found(
        guest, f"{site.address}/bomb", f"{site.address}/cut"
    )] == [True, True]  # fmt: skip


def test_a_feed_that_breaks_off_gives_what_it_has() -> None:
    broken = links_of(FEED[: FEED.index("Two")].replace("{site}", "http://a.example").encode(), "")
    assert broken is not None
    assert [link.address for link in broken] == ["http://a.example/one"]
    entity = b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    [link] = links_of(entity + b"<urlset><url><loc>http://a.example/&x;</loc></url></urlset>", "") or ()
    assert link.address == "http://a.example/"
    assert links_of(b"<html><body>about &lt;rss&gt; and <rss></body></html>", "") is None
    assert links_of(b"{" * 100_000, "") is None


def test_what_a_list_leads_to_may_not_lie_in_the_own_network(site: Site, guest: Guest) -> None:
    site.has(evil='<opml><outline xmlUrl="http://localhost:1/x"/><outline xmlUrl="file:///etc/passwd"/></opml>')
    told = [str(each) for each in found(guest, f"{site.address}/evil")]
    assert "no host of the open web" in told[0]
    assert "no address of the web" in told[1]


def test_lists_do_not_lead_to_lists_for_ever(site: Site, guest: Guest) -> None:
    site.has(
        **{f"m{n}": f"<sitemapindex><sitemap><loc>{{site}}/m{n + 1}</loc></sitemap></sitemapindex>" for n in range(9)}
    )
    [error] = found(guest, f"{site.address}/m0")
    assert "is a list behind 3 others" in str(error)
    site.has(ring="<sitemapindex><sitemap><loc>{site}/ring</loc></sitemap></sitemapindex>")
    assert found(guest, f"{site.address}/ring") == []


def test_what_a_site_forbids_is_not_asked(site: Site, guest: Guest) -> None:
    site.pages["/robots.txt"] = b"User-agent: onrecord\nDisallow: /*wo\nUser-agent: *\nDisallow: /"
    one, two = found(guest, f"{site.address}/one", f"{site.address}/two")
    assert isinstance(one, Capture)
    assert "asks programs not to read it (robots.txt)" in str(two)
    assert site.asked == ["/robots.txt", "/one"]


def test_a_site_that_cannot_say_what_it_allows_is_not_asked(site: Site, guest: Guest) -> None:
    site.pages["/robots.txt"] = [503] * 9
    [error] = found(guest, f"{site.address}/one")
    assert isinstance(error, Unreachable)
    assert "/one" not in site.asked


@pytest.mark.parametrize(("robots", "apart"), [(b"", 1.0), (b"User-agent: *\nCrawl-delay: 5", 5.0)])
def test_one_host_is_asked_as_seldom_as_it_wants(
    site: Site, guest: Guest, clock: Clock, robots: bytes, apart: float
) -> None:
    site.pages["/robots.txt"] = robots
    found(guest, f"{site.address}/one", f"{site.address}/two")
    assert clock.waits == [apart, apart]


def test_a_busy_server_is_asked_again_when_it_says(site: Site, guest: Guest, clock: Clock) -> None:
    site.pages["/busy"] = [503, 429]
    [capture] = found(guest, f"{site.address}/busy")
    assert isinstance(capture, Capture)
    assert clock.waits == [1.0, 2.0, 7.0]
    site.pages["/down"] = [500] * 9
    [error] = found(guest, f"{site.address}/down")
    assert "the server answers 500" in str(error)
    assert site.asked.count("/down") == 4


def test_a_server_that_is_not_there_is_told_and_the_next_source_is_opened(site: Site, clock: Clock) -> None:
    guest = Guest(["http://127.0.0.1:9", site.address], clock=lambda: clock.now, sleep=clock.sleep)
    gone, wrong, page = found(guest, "http://127.0.0.1:9/a", "http://[/", f"{site.address}/one")
    assert isinstance(gone, Unreachable)
    assert "is no address" in str(wrong)
    assert isinstance(page, Capture)


def test_pages_on_record_are_not_fetched_again(site: Site, guest: Guest, place: str) -> None:
    page = "<html><body><p>Ilan Dorsey said: “Number {n}, and enough of that for today.”</p></body></html>"
    site.has(one=page.replace("{n}", "one"), two=page.replace("{n}", "two"))
    with open_record(place) as record:
        for _ in range(2):
            feed = captures([f"{site.address}/rss"], Metadata(language="en"), known=record.has_address, guest=guest)
            report = ingest.add(feed, record, reader=quoting.READER)
        assert (report.new, report.failed, record.counts().documents) == (0, 0, 2)
    assert site.asked.count("/one") == site.asked.count("/two") == 1
    assert site.asked.count("/rss") == 2


def test_add_takes_an_address(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    site.has(one="<html><body><p>“The table is set,” minister Tomas Relj told reporters in Calder.</p></body></html>")
    assert run(["add", f"{site.address}/one"]) == 0
    assert "1 new documents" in capsys.readouterr().out
    assert run(["search", "table"]) == 0
    assert "table is set" in capsys.readouterr().out
