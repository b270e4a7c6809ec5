"""Sources: files, folders, globs, JSON lines and standard input."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from onrecord.errors import SourceError, TooLarge
from onrecord.facts import Capture, Metadata
from onrecord.sources.files import captures

NOTHING = Metadata()


def found(*sources: Path | str, given: Metadata = NOTHING, max_chars: int = 1000) -> list[Capture | SourceError]:
    return list(captures(map(str, sources), given, max_chars))


def only(*sources: Path | str, given: Metadata = NOTHING, max_chars: int = 1000) -> Capture:
    (capture,) = found(*sources, given=given, max_chars=max_chars)
    assert isinstance(capture, Capture), capture
    return capture


def refused(*sources: Path | str, max_chars: int = 1000) -> str:
    (error,) = found(*sources, max_chars=max_chars)
    assert isinstance(error, SourceError)
    return str(error)


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    def give(data: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))

    return give


def test_a_text_file_is_captured_byte_for_byte(tmp_path: Path) -> None:
    file = tmp_path / "talk.txt"
    file.write_bytes(b"\xef\xbb\xbfOne.\r\nTwo.\x00")
    capture = only(file)
    assert capture.data == b"\xef\xbb\xbfOne.\r\nTwo.\x00"
    assert (capture.name, capture.media_type, capture.encoding) == (str(file), "text/plain", None)


@pytest.mark.parametrize("name", ["page.html", "page.HTM", "page.xhtml"])
def test_a_page_is_known_by_its_suffix(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("<p>Hello")
    assert only(tmp_path / name).media_type == "text/html"


@pytest.mark.parametrize(
    "start",
    ["<!DOCTYPE html>", "\n <HTML lang=en>", '<?xml version="1.0"?>\n<!doctype html>', "<!-- a --><!-- b --><html>"],
)
def test_a_page_is_known_by_its_first_words(tmp_path: Path, start: str) -> None:
    (tmp_path / "saved").write_text(start + "<p>Hello")
    assert only(tmp_path / "saved").media_type == "text/html"


def test_a_text_about_html_is_no_page(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The <html> tag, he said")
    assert only(tmp_path / "a.txt").media_type == "text/plain"


def test_comments_without_a_page_are_told_from_one_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("<!-- a -->" * 500 + "no page")
    assert only(tmp_path / "a.txt", max_chars=10_000).media_type == "text/plain"


def test_a_folder_is_read_with_its_subfolders_in_the_order_of_names(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "sub/c.txt", "sub/deeper/d.txt", "another/e.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    assert [c.data.decode() for c in found(tmp_path) if isinstance(c, Capture)] == [
        "a.txt",
        "b.txt",
        "another/e.txt",
        "sub/c.txt",
        "sub/deeper/d.txt",
    ]


def test_a_folder_opens_one_file_at_a_time(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("first")
    (tmp_path / "b.txt").write_text("second")
    stream = captures([str(tmp_path)], NOTHING)
    next(stream)
    (tmp_path / "b.txt").write_text("changed since")
    second = next(stream)
    assert isinstance(second, Capture)
    assert second.data == b"changed since"


def test_hidden_files_sidecars_and_pipes_in_a_folder_are_left_out(tmp_path: Path) -> None:
    (tmp_path / ".hidden.txt").write_text("no")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config.txt").write_text("no")
    (tmp_path / "a.txt").write_text("yes")
    (tmp_path / "a.txt.meta.json").write_text("{}")
    os.mkfifo(tmp_path / "pipe")
    assert only(tmp_path).data == b"yes"


def test_a_link_back_to_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("yes")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert only(tmp_path).data == b"yes"


def test_an_empty_folder_says_so(tmp_path: Path) -> None:
    assert "holds no file to read" in refused(tmp_path)


def test_a_glob_gives_the_files_that_match_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "c.md", "sub/d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    names = [Path(c.name).name for c in found(f"{tmp_path}/*.txt") if isinstance(c, Capture)]
    assert names == ["a.txt", "b.txt"]
    assert len(found(f"{tmp_path}/**/*.txt")) == 3
    assert "no file matches" in refused(f"{tmp_path}/*.doc")


def test_a_file_whose_name_looks_like_a_glob_is_that_file(tmp_path: Path) -> None:
    (tmp_path / "talk[1].txt").write_text("yes")
    assert only(tmp_path / "talk[1].txt").data == b"yes"


@pytest.mark.parametrize("name", ["talk.txt.meta.json", "talk.meta.json"])
def test_a_sidecar_gives_what_the_file_cannot_carry(tmp_path: Path, name: str) -> None:
    (tmp_path / "talk.txt").write_text("words")
    (tmp_path / name).write_text('{"outlet": "Veltan Post", "published": "2031-05-14", "translated": "machine"}')
    metadata = only(tmp_path / "talk.txt").metadata
    assert metadata == Metadata(outlet="Veltan Post", published="2031-05-14", translated="machine")


def test_given_metadata_stand_over_the_sidecar_and_that_over_the_line(tmp_path: Path) -> None:
    (tmp_path / "all.jsonl").write_text(
        '{"text": "x", "title": "line", "outlet": "line", "url": "line", "author": null}'
    )
    (tmp_path / "all.meta.json").write_text('{"title": "sidecar", "outlet": "sidecar"}')
    metadata = only(tmp_path / "all.jsonl", given=Metadata(title="given")).metadata
    assert metadata == Metadata(title="given", outlet="sidecar", url="line")


@pytest.mark.parametrize(
    ("sidecar", "complaint"),
    [
        ("{not json", "no valid JSON"),
        ("[]", "no JSON object"),
        ('{"published": "last Monday"}', "'last Monday'"),
        ('{"published": 2031}', '"published"'),
        ('{"translated": "perhaps"}', "translated"),
    ],
)
def test_a_broken_sidecar_is_named_and_its_file_not_read(tmp_path: Path, sidecar: str, complaint: str) -> None:
    (tmp_path / "a.txt").write_text("words")
    (tmp_path / "a.meta.json").write_text(sidecar)
    message = refused(tmp_path / "a.txt")
    assert str(tmp_path / "a.meta.json") in message
    assert complaint in message


def test_json_lines_hold_a_document_each(tmp_path: Path) -> None:
    file = tmp_path / "all.jsonl"
    lines: list[dict[str, str]] = [
        {"text": "Ein \N{BULLET} “quote”", "url": "https://a.example", "title": "T", "published": "2031-05-14"},
        {
            "html": "<p>Words",
            "outlet": "Veltan Post",
            "language": "en",
            "original_language": "sr",
            "translated": "human",
        },
    ]
    file.write_text("\ufeff" + json.dumps(lines[0]) + "\n\n" + json.dumps(lines[1]))
    text, page = (c for c in found(file) if isinstance(c, Capture))
    assert (text.name, text.data.decode(), text.encoding) == (f"{file}:1", "Ein \N{BULLET} “quote”", "utf-8")
    assert text.metadata == Metadata(url="https://a.example", title="T", published="2031-05-14")
    assert (page.name, page.media_type, page.data) == (f"{file}:3", "text/html", b"<p>Words")
    assert page.metadata == Metadata(outlet="Veltan Post", language="en", original_language="sr", translated="human")


def test_a_bad_line_is_named_and_the_others_go_on(tmp_path: Path) -> None:
    file = tmp_path / "all.jsonl"
    bad = [
        b"{oops",
        b"\xff\xfe{}",
        b"[1]",
        b'{"title": "no words"}',
        b'{"text": 7}',
        b'{"text": "x", "published": "May"}',
    ]
    bad += [b"[" * 100_000, b'{"text": "' + b"long" * 5_000 + b'"}']
    file.write_bytes(b"\n".join([*bad, b'{"text": "good"}']))
    results = found(file)
    assert isinstance(results[-1], Capture)
    assert results[-1].name == f"{file}:9"
    errors = results[:-1]
    assert all(isinstance(error, SourceError) for error in errors)
    assert [str(error).split(": ")[0] for error in errors] == [f"{file}:{n}" for n in range(1, 9)]
    assert isinstance(errors[-1], TooLarge)


def test_lone_surrogates_in_metadata_are_replaced(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(r'{"text": "x", "title": "a\ud800\u0000b"}')
    assert only(tmp_path / "a.jsonl").metadata.title == "a\ufffd\ufffdb"


def test_standard_input_is_text_a_page_or_json_lines(stdin: Callable[[bytes], None]) -> None:
    stdin(b"Just words.\nMore.")
    capture = only("-", given=Metadata(outlet="Post"))
    assert (capture.name, capture.data, capture.metadata.outlet) == ("-", b"Just words.\nMore.", "Post")
    stdin(b"<!doctype html><p>Words")
    assert only("-").media_type == "text/html"
    stdin(b'{"text": "one"}\n{"text": "two"}\n')
    assert [c.name for c in found("-") if isinstance(c, Capture)] == ["-:1", "-:2"]


@pytest.mark.parametrize(
    ("name", "start", "what"),
    [
        ("a.txt", b"%PDF-1.7\n", "PDF"),
        ("a.docx", b"PK\x03\x04", "DOCX"),
        ("a", b"\x1f\x8b\x08", "gzip"),
        ("a.html", b"\x89PNG\r\n", "picture"),
        ("a.jsonl", b"PK\x03\x04", "ZIP"),
        ("a.json", b'{"text": "x"}', ".jsonl"),
        ("a", b"[\n{", ".jsonl"),
        ("a.csv", b"a,b", ".jsonl"),
    ],
)
def test_other_formats_are_refused_by_name(tmp_path: Path, name: str, start: bytes, what: str) -> None:
    (tmp_path / name).write_bytes(start)
    message = refused(tmp_path / name)
    assert message.startswith(str(tmp_path / name))
    assert what in message


def test_what_cannot_be_opened_is_named_and_the_others_go_on(tmp_path: Path) -> None:
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "gone")
    (tmp_path / "good.txt").write_text("words")
    missing, dangling, good = found(tmp_path / "missing.txt", tmp_path)
    assert "missing.txt: no such file or folder" in str(missing)
    assert "dangling.txt: cannot be read" in str(dangling)
    assert isinstance(good, Capture)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("words")
    (tmp_path / "a.txt").chmod(0)
    assert "permission" in refused(tmp_path / "a.txt").lower()


def test_a_huge_file_is_refused_without_being_loaded() -> None:
    message = refused("/dev/zero")
    assert "larger than 1,000 characters" in message
    assert "--max-chars" in message


def test_an_empty_file_of_json_lines_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("\n\n")
    assert "is empty" in refused(tmp_path / "a.jsonl")


def test_a_name_that_is_no_utf8_can_be_printed(tmp_path: Path) -> None:
    path = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")
    Path(path).write_text("words")
    assert only(path).name.endswith("caf\ufffd.txt")


def test_a_record_beside_the_texts_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text("“Yes,” said Orla Roe.", encoding="utf-8")
    for name in ("onrecord.db", "onrecord.db-wal", "onrecord.db-shm"):
        (tmp_path / name).write_bytes(b"SQLite format 3\0")
    assert [capture.name for capture in captures([str(tmp_path)], Metadata()) if isinstance(capture, Capture)] == [
        str(tmp_path / "talk.txt")
    ]
    assert not [error for error in captures([str(tmp_path)], Metadata()) if isinstance(error, SourceError)]
