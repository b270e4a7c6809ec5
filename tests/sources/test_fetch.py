"""Whoever makes the server ask machines that only it can reach: by address, by name, by redirect, by rebinding."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from onrecord.errors import SourceError, TooLarge
from onrecord.facts import Metadata
from onrecord.sources import fetch as fetching
from onrecord.sources.fetch import fetch, is_public

PAGE = b"<html><title>News</title><body><p>Mira Tessari\xc4\x87 said nothing.</p></body></html>"


class Web(BaseHTTPRequestHandler):
    """A small web: pages, and places that lead on."""

    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/"))
            self.end_headers()
            return
        body = {"/large": b"x" * 4000, "/short": PAGE}.get(self.path, PAGE)
        self.send_response(404 if self.path == "/gone" else 200)
        self.send_header("Content-Type", "image/png" if self.path == "/picture" else "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body) + (self.path == "/short")))
        self.end_headers()
        if self.path == "/slow":
            self.server.waited.wait(5)  # type: ignore[attr-defined]
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a host that counts as one of the open web, though it is not."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Web) as server:
        Web.asked = []
        server.waited = threading.Event()  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        checked = fetching.public_addresses

        def addresses(host: str, port: int) -> list[str]:
            return ["127.0.0.1"] if host == "news.example" else checked(host, port)

        monkeypatch.setattr(fetching, "public_addresses", addresses)
        yield f"http://news.example:{server.server_port}"
        server.waited.set()  # type: ignore[attr-defined]
        server.shutdown()


def test_a_page_is_fetched_with_its_address_and_encoding(web: str) -> None:
    capture = fetch(f"{web}/to/{web}/page", Metadata(outlet="The Quay"))
    assert (capture.data, capture.media_type, capture.encoding) == (PAGE, "text/html", "utf-8")
    assert (capture.metadata.url, capture.metadata.outlet) == (f"{web}/page", "The Quay")


@pytest.mark.parametrize(
    "address",
    [
        *(
            "file:///etc/passwd",
            "ftp://news.example/a",
            "gopher://news.example/",
            "data:text/html,a",
            "javascript:1",
            "",
        ),
        *("http://", "http://:80/", "//news.example/", "http://news.example:port/", "http://news.example:0/"),
        *("http://user:secret@news.example/", "http://news.example/a\r\nHost:b", "http://news.example/a b"),
    ],
)
def test_what_is_no_address_of_a_page_is_not_asked(web: str, address: str) -> None:
    with pytest.raises(SourceError):
        fetch(address.replace("news.example/", f"{web.removeprefix('http://')}/"), Metadata())
    assert Web.asked == []


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "localhost", "[::1]", "0.0.0.0", "[::]", "127.1", "2130706433", "0x7f000001", "0177.0.0.1"),  # noqa: S104
        *("10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1", "255.255.255.255"),
        *("[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[fe80::1]", "[fc00::1]", "[ff02::1]"),
    ],
)
def test_no_address_that_only_this_machine_can_reach_is_asked(web: str, host: str) -> None:
    port = web.rpartition(":")[2]
    for address in (f"http://{host}:{port}/", f"{web}/to/http://{host}:{port}/secret"):
        with pytest.raises(SourceError, match=r"no host of the open web|no such host"):
            fetch(address, Metadata())
    assert "/secret" not in Web.asked


def test_only_the_open_web_is_public() -> None:
    assert [is_public(address) for address in ("1.1.1.1", "2606:4700::1111", "10.0.0.1", "fe80::1%eth0", "no")] == [
        True, True, False, False, False,
    ]  # fmt: skip


def test_a_name_is_looked_up_once_and_what_was_checked_is_what_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([["93.184.215.14"], ["127.0.0.1"]])
    asked: list[Any] = []

    def lookup(_host: str, port: int, **_: object) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in next(answers)]

    def connect(where: tuple[str, int], **_: float) -> socket.socket:
        asked.append(where)
        raise TimeoutError

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(SourceError, match="it took too long"):
        fetch("http://rebound.example/", Metadata())
    assert asked == [("93.184.215.14", 80)]


def test_a_name_with_one_address_in_here_is_not_asked_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    def lookup(_host: str, port: int, **_: object) -> list[Any]:
        return [(socket.AF_INET, 1, 6, "", (address, port)) for address in ("93.184.215.14", "192.168.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    with pytest.raises(SourceError, match="no host of the open web"):
        fetch("http://rebound.example/", Metadata())


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/gone", "answers 404"),
        ("/picture", "is image/png"),
        ("/short", "could not be fetched"),
        ("/to/file:///etc/passwd", "no address of a web page"),
        ("".join("/to/" + "{web}" for _ in range(8)) + "/", "is led on more than 5 times"),
    ],
)
def test_what_is_no_page_is_told_in_words(web: str, path: str, told: str) -> None:
    with pytest.raises(SourceError, match=told):
        fetch(web + path.replace("{web}", web), Metadata())


def test_more_than_an_upload_is_not_taken(web: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "PAGE_BYTES", 3999)
    with pytest.raises(TooLarge):
        fetch(f"{web}/large", Metadata())


def test_who_answers_too_slowly_is_cut_off(web: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "WITHIN_S", 0.3)
    with pytest.raises(SourceError, match="could not be fetched"):
        fetch(f"{web}/slow", Metadata())
