"""Press mailings: single messages, and many in one file."""

from __future__ import annotations

from email.message import EmailMessage
from io import BytesIO

import pytest

from onrecord.errors import SourceError
from onrecord.facts import Capture, Metadata
from onrecord.sources.files import opened


def message(text: str = "The strait stays open.", page: str | None = None, **headers: str) -> EmailMessage:
    built = EmailMessage()
    for name, value in (
        {"From": "Mira Tessarić <press@arvenia.example>", "Subject": "Über the strait"} | headers
    ).items():
        built[name] = value
    built.set_content(text)
    if page:
        built.add_alternative(page, subtype="html")
    return built


def found(data: bytes, name: str = "a.eml", max_chars: int = 1000) -> list[Capture | SourceError]:
    return list(opened(name, BytesIO(data), Metadata(outlet="The Quay"), max_chars))


def only(data: bytes, name: str = "a.eml") -> Capture:
    [capture] = found(data, name)
    assert isinstance(capture, Capture), capture
    return capture


def test_a_message_is_its_text_with_subject_sender_and_date() -> None:
    capture = only(message(page="<p>No.", Date="Sun, 04 May 2031 10:00:00 +0200").as_bytes())
    assert (capture.data, capture.media_type, capture.encoding) == (b"The strait stays open.\n", "text/plain", "utf-8")
    assert capture.metadata == Metadata(
        title="Über the strait", author="Mira Tessarić", published="2031-05-04T10:00:00+02:00", outlet="The Quay"
    )


def test_without_a_text_it_is_its_page_and_never_what_is_attached() -> None:
    built = EmailMessage()
    built.set_content("<p>The strait.", subtype="html")
    built.add_attachment("Not this.", filename="b.txt")
    assert only(built.as_bytes()).media_type == "text/html"
    empty = EmailMessage()
    empty.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="a.pdf")
    [error] = found(empty.as_bytes())
    assert "holds no text of its own" in str(error)


@pytest.mark.parametrize("date", ["yesterday", "Sun, 99 May 2031 10:00:00 +0200", ""])
def test_what_is_broken_is_missing(date: str) -> None:
    raw = f"From: =?no-such?Q?x?= <a@b.example>\nSubject: =?utf-8?B?###?=\nDate: {date}\n\nThe strait.".encode()
    capture = only(raw)
    assert (capture.data, capture.metadata.author, capture.metadata.published) == (b"The strait.", None, None)


def test_a_file_of_messages_gives_each() -> None:
    first = b"From a@b Sun May  4 10:00:00 2031\nSubject: One\n\nFrom here on.\n>From there on.\n\n"
    large = b"From a@b Sun May  4 10:00:00 2031\nSubject: Two\n\n" + b"x" * 1000 + b"\n\n"
    last = b"From a@b Sun May  4 10:00:00 2031\nSubject: Three\n\nThe end.\n"
    one, two, three = found(first + large + last, "press.mbox", max_chars=100)
    assert isinstance(one, Capture)
    assert isinstance(three, Capture)
    assert (one.name, one.metadata.title, one.data) == ("press.mbox:1", "One", b"From here on.\nFrom there on.\n\n")
    assert "press.mbox:2: is larger" in str(two)
    assert (three.metadata.title, three.data) == ("Three", b"The end.\n")
    [error] = found(b"Subject: no mbox\n\nx", "press.mbox")
    assert "holds no message" in str(error)
