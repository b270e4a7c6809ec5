"""Intake: from bytes to a document, or to a message that says what to do."""

from __future__ import annotations

import subprocess
import sys

import pytest

from onrecord.documents.intake import document_of
from onrecord.errors import LanguageError, SourceError, TooLarge
from onrecord.facts import Capture, Document, Metadata

REPORT = (
    "The minister of Veltania said on Monday that the ferries would not sail. “We have waited,” he told reporters "
    "in the café of the harbour – and they have heard it before."
)
NOTHING = Metadata()
ENGLISH = Metadata(language="en")


def document(data: bytes | str, encoding: str | None = None, metadata: Metadata = NOTHING) -> Document:
    data = data.encode() if isinstance(data, str) else data
    return document_of(Capture(name="talk.txt", data=data, encoding=encoding, metadata=metadata))


def from_page(data: bytes | str, metadata: Metadata = NOTHING) -> Document:
    data = data.encode() if isinstance(data, str) else data
    return document_of(Capture(name="talk.html", data=data, media_type="text/html", metadata=metadata))


def test_plain_text_is_kept_as_it_is() -> None:
    text = f"{REPORT}\r\n\r\n  Line two.\u2028 é \N{ZERO WIDTH SPACE} \u202bعلي\u202c e\u0301 👩\u200d👧 \n"
    kept = document(text)
    assert kept.text == text
    assert (kept.encoding, kept.notes, kept.extractor, kept.name) == ("utf-8", (), "plain", "talk.txt")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_a_byte_order_mark_tells_the_encoding_and_is_no_text(encoding: str) -> None:
    kept = document(f"\ufeff{REPORT}".encode(encoding), encoding="koi8-r")
    assert (kept.text, kept.encoding) == (REPORT, encoding)


def test_nul_and_lone_surrogates_are_replaced_one_for_one_and_told() -> None:
    kept = document((REPORT + "a\0b\ud800\ude00\udc00c").encode("utf-8", "surrogatepass"), encoding="utf-8")
    assert kept.text == REPORT + "a\ufffdb\ufffd\ufffd\ufffdc"
    assert "4 NUL" in " ".join(kept.notes)


@pytest.mark.parametrize("declared", ["windows-1250", "ISO-8859-2", "koi8-r", "mac-roman"])
def test_a_declared_encoding_is_used(declared: str) -> None:
    text = "The minister of Veltania said that the talks have failed, and that is all."
    text += {"koi8-r": " Он сказал", "mac-roman": " “é”"}.get(declared, " Đorđe Žikić")
    kept = document(text.encode(declared), encoding=declared)
    assert (kept.text, kept.notes) == (text, ())


@pytest.mark.parametrize("label", ["iso-8859-1", "ascii", "latin1"])
def test_western_labels_mean_windows_1252_as_in_browsers(label: str) -> None:
    kept = document(REPORT.encode("cp1252"), encoding=label)
    assert (kept.text, kept.encoding) == (REPORT, "cp1252")


@pytest.mark.parametrize("declared", ["windows-1252", "iso-8859-1", "koi8-r", "shift_jis", "utf-16"])
def test_a_wrong_declaration_falls_back_to_utf8_and_says_so(declared: str) -> None:
    kept = document(REPORT, encoding=declared)
    assert (kept.text, kept.encoding) == (REPORT, "utf-8")
    assert declared in " ".join(kept.notes)


def test_what_is_declared_as_utf8_and_is_not_is_detected_and_told() -> None:
    kept = document(REPORT.encode("cp1252"), encoding="utf-8")
    assert (kept.text, kept.encoding) == (REPORT, "cp1252")
    assert "declared as utf-8" in " ".join(kept.notes)
    assert "detected as cp1252" in " ".join(kept.notes)


@pytest.mark.parametrize("declared", ["utf-7", "unicode_escape", "punycode", "rot13", "hex", "no-such-thing", "\0"])
def test_a_declaration_that_no_text_has_is_passed_over(declared: str) -> None:
    text = REPORT + r" \u0041 +AEE- "
    kept = document(text, encoding=declared)
    assert kept.text == text
    assert kept.notes


def test_undeclared_text_is_utf8_or_detected() -> None:
    assert document(REPORT.encode("cp1252")).text == REPORT
    cyrillic = "Министр заявил в понедельник, что паромы не пойдут, и что переговоры закончились."
    assert document(cyrillic.encode("cp1251"), metadata=ENGLISH).text == cyrillic


def test_a_few_spoilt_bytes_do_not_spoil_the_rest() -> None:
    kept = document((REPORT * 10).encode() + b"\xff and he left.")
    assert kept.text == REPORT * 10 + "\ufffd and he left."
    assert kept.encoding == "utf-8"
    assert kept.notes


def test_replacement_characters_of_the_source_are_no_sign_of_another_encoding() -> None:
    assert document("The minister said that he didn\ufffdt know of the talks.").encoding == "utf-8"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" \n\r\n\t",
        b"\xef\xbb\xbf",
        "…—”".encode(),
        bytes(range(32)) * 20,
        b"\x00" * 500,
        b"\x7fELF\x02\x01\0\0\0",
    ],
)
def test_what_holds_no_words_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"^talk\.txt: .+"):
        document(data)


def test_the_limit_counts_code_points() -> None:
    capture = Capture(name="a.txt", data=("é" * 100).encode(), metadata=ENGLISH)
    assert len(document_of(capture, max_chars=100).text) == 100
    with pytest.raises(TooLarge, match=r"a\.txt: has 100 characters, more than 99;.*--max-chars"):
        document_of(capture, max_chars=99)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Der Minister sagte am Montag, die Regierung werde trotz des Drucks der Union nicht zurücktreten.", "de"),
        ("Le ministre a déclaré lundi que le gouvernement ne démissionnerait pas malgré la pression.", "fr"),
        ("Министр заявил в понедельник, что правительство не уйдёт в отставку, несмотря на давление.", "ru"),
        ("قال الوزير يوم الاثنين إن الحكومة لن تستقيل رغم ضغوط الاتحاد الأوروبي عليها في الأيام الأخيرة", "ar"),
        ("大臣は月曜日に、連合の圧力にもかかわらず政府は辞任しないと記者団に述べた。交渉は続くという。", "ja"),
    ],
)
def test_a_text_in_another_language_is_told_and_not_read(text: str, language: str) -> None:
    with pytest.raises(LanguageError, match=f"talk.txt: looks like language '{language}'.*--language en"):
        document(text)
    assert document(text, metadata=Metadata(language="en-GB")).metadata.language == "en-GB"


def test_a_text_given_as_another_language_is_not_read() -> None:
    with pytest.raises(LanguageError, match="given as language 'sr'"):
        document(REPORT, metadata=Metadata(language="sr"))


def test_english_is_told_and_short_texts_are_not_guessed_at() -> None:
    assert document(REPORT).metadata.language == "en"
    assert document("Marovec: nein!").metadata.language is None


def test_what_is_known_of_a_translation_is_kept() -> None:
    given = Metadata(language="en", original_language="sr", translated="machine")
    assert document(REPORT, metadata=given).metadata == given


def test_metadata_of_the_capture_stand_over_those_of_the_page() -> None:
    source = f"<html><head><meta property='og:site_name' content='Page Post'></head><body><h1>Title</h1><p>{REPORT}"
    metadata = from_page(source, Metadata(outlet="Given Post", published="2031-05-14")).metadata
    assert (metadata.outlet, metadata.title, metadata.published) == ("Given Post", "Title", "2031-05-14")


@pytest.mark.parametrize(
    "declaration",
    [
        '<meta charset="windows-1252">',
        "<META http-equiv=Content-Type content='text/html; charset=windows-1252'>",
        "<!-- <meta charset=utf-8> --><meta charset=windows-1252>",
    ],
)
def test_a_page_declares_its_encoding(declaration: str) -> None:
    kept = from_page(f"<html><head>{declaration}</head><body><p>{REPORT}</p></body></html>".encode("cp1252"))
    assert (kept.text, kept.encoding, kept.notes) == (REPORT, "cp1252", ())


def test_an_xhtml_page_declares_its_encoding() -> None:
    source = f'<?xml version="1.0" encoding="windows-1252"?><!DOCTYPE html><html><body><p>{REPORT}</p></body></html>'
    assert from_page(source.encode("cp1252")).text == REPORT


@pytest.mark.parametrize("declared", ["utf-16", "windows-1251", "x-nonsense"])
def test_a_page_with_a_wrong_declaration_is_read_all_the_same(declared: str) -> None:
    kept = from_page(f"<html><head><meta charset={declared}></head><body><p>{REPORT}</p></body></html>")
    assert (kept.text, kept.encoding) == (REPORT, "utf-8")
    assert declared in " ".join(kept.notes)


def test_a_page_names_its_extractor() -> None:
    name, version = from_page(f"<p>{REPORT}").extractor.split()
    assert name == "trafilatura"
    assert version[0].isdigit()


def test_nothing_slow_is_imported_before_it_is_needed() -> None:
    code = (
        "import sys; from onrecord.documents.intake import document_of; from onrecord.facts import Capture;"
        f"document_of(Capture(name='a', data={REPORT.encode()!r}));"
        "print(*sorted({'trafilatura', 'lxml', 'py3langid', 'numpy', 'charset_normalizer'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""
