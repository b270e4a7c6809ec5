"""The command line as a user meets it: what it prints, where, and with which exit code."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from onrecord.cli import commands, run

QUOTE = '"The table is set," Foreign Minister Tomas Relj told reporters in Calder on Thursday.\n'
NAMES = ["id", "document", "mode", "speaker", "source", "cue", "cue_kind", "content", "quote", "within", "occasion"]
NAMES += ["said_on", "relations", "instruments", "times", "issues", "confidence", "reader"]
ONRECORD = str(Path(sys.executable).with_name("onrecord"))


@pytest.fixture(autouse=True)
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file in the folder where the test stands."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)
    path = tmp_path / "report.txt"
    path.write_text(QUOTE, encoding="utf-8")
    return path


@pytest.fixture
def kept(capsys: pytest.CaptureFixture[str]) -> str:
    """The id of the quote in a record in this folder."""
    assert run(["add", "report.txt", "--outlet", "Northern Wire", "--published", "2031-05-15"]) == 0
    capsys.readouterr()
    run(["search", "table", "--json"])
    return str(json.loads(capsys.readouterr().out.splitlines()[0])["id"])


class TestStart:
    def test_help_and_import_load_nothing_heavy(self) -> None:
        code = (
            "import sys, onrecord\nfrom onrecord.cli import run\nrun(['--help'])\n"
            "print([m for m in ('numpy', 'onnxruntime', 'sqlalchemy', 'trafilatura', 'rich') if m in sys.modules])"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout.endswith("[]\n")

    @pytest.mark.parametrize("verb", commands.commands)
    def test_each_verb_explains_itself_with_examples(self, verb: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert run([verb, "--help"]) == 0
        assert f"\n    onrecord {verb} " in capsys.readouterr().out.partition("Example")[2]

    def test_the_version_is_told(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["--version"]) == 0
        assert re.fullmatch(r"onrecord \d+\.\d+\.\d+\n", capsys.readouterr().out)

    @pytest.mark.parametrize(
        "arguments",
        [
            ["reed"],
            ["read"],
            ["read", "x", "--colour"],
            ["read", "x", "--published", "May"],
            ["search", "--since", "x"],
        ],
    )
    def test_what_is_not_understood_is_told_in_words_with_code_2(
        self, arguments: list[str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run(arguments) == 2
        assert "Error: " in capsys.readouterr().err


class TestRead:
    def test_speaker_mode_and_words_stand_in_one_line_when_piped(
        self, report: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        report.write_text(QUOTE.replace("table", "very " * 60 + "table"), encoding="utf-8")
        assert run(["read", "report.txt"]) == 0
        line = next(line for line in capsys.readouterr().out.splitlines() if "table" in line)
        assert re.match(r"Tomas Relj +direct +\"The very .* table is set", line)

    def test_on_a_narrow_terminal_lines_are_broken(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("COLUMNS", "40")
        run(["read", "report.txt", "--title", "A title that is a good deal longer than forty columns are"])
        assert max(map(len, capsys.readouterr().out.splitlines())) <= 40

    def test_what_is_known_of_the_document_stands_above_and_what_is_missing_is_shown_as_missing(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        run(["read", "report.txt", "--outlet", "Northern Wire"])
        assert capsys.readouterr().out.startswith("–\nNorthern Wire · – · en · report.txt\n")

    def test_json_has_exactly_the_documented_names(self, capsys: pytest.CaptureFixture[str]) -> None:
        run(["read", "report.txt", "--json"])
        [statement] = map(json.loads, capsys.readouterr().out.splitlines())
        assert list(statement) == NAMES
        assert list(statement["document"]) == ["id", "url", "title", "outlet", "published", "language", "translated"]
        assert list(statement["speaker"]) == ["name", "role", "kind", "span", "named_at"]

    def test_offsets_of_json_are_code_points_of_the_file(
        self, report: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        text = "🛳 Ferries.\r\n\r\n" + QUOTE
        report.write_bytes(text.encode())
        run(["read", "report.txt", "--json"])
        [statement] = map(json.loads, capsys.readouterr().out.splitlines())
        [[start, end]] = statement["content"]
        assert text[start:end] == '"The table is set,"'

    def test_text_comes_through_a_pipe(self) -> None:
        done = subprocess.run([ONRECORD, "read", "-"], input=QUOTE.encode(), capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (0, b"")
        assert b"Tomas Relj" in done.stdout

    def test_a_bad_document_is_named_and_the_others_are_read(self, capsys: pytest.CaptureFixture[str]) -> None:
        Path("empty.txt").touch()
        Path("picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")
        assert run(["read", "empty.txt", "picture.txt", "missing.txt", "report.txt"]) == 1
        printed = capsys.readouterr()
        assert "Tomas Relj" in printed.out
        assert [line.split(":")[1].strip() for line in printed.err.splitlines()] == [
            "empty.txt",
            "picture.txt",
            "missing.txt",
        ]

    def test_a_document_over_the_limit_is_refused(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["read", "report.txt", "--max-chars", "20"]) == 1
        assert "report.txt" in capsys.readouterr().err

    def test_a_detected_encoding_is_told(self, report: Path, capsys: pytest.CaptureFixture[str]) -> None:
        report.write_bytes(QUOTE.replace('"T', "“T").replace(',"', ",”").encode("cp1252"))
        assert run(["read", "report.txt"]) == 0
        printed = capsys.readouterr()
        assert "“The table is set,”" in printed.out
        assert "cp1252" in printed.err

    def test_a_fault_in_one_document_stops_no_other(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def fail(*_: object) -> None:
            raise ZeroDivisionError("by nothing")

        monkeypatch.setattr("onrecord.reading.read", fail)
        assert run(["read", "report.txt"]) == 1
        assert "report.txt: a fault in Onrecord (ZeroDivisionError: by nothing)" in capsys.readouterr().err

    def test_a_text_does_not_steer_the_terminal(self, report: Path, capsys: pytest.CaptureFixture[str]) -> None:
        report.write_text(QUOTE.replace("table", "\x1b[2Jtable"), encoding="utf-8")
        run(["read", "report.txt", "--title", "\x1b]0;owned\x07"])
        assert "\x1b" not in capsys.readouterr().out


class TestAdd:
    def test_what_was_added_is_skipped_the_next_time(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["add", "report.txt", "--record", "r.db"]) == 0
        assert capsys.readouterr().out.startswith("r.db: 1 new documents, 0 known already, 1 new statements")
        assert run(["add", "report.txt", "--record", "r.db"]) == 0
        assert capsys.readouterr().out.startswith("r.db: 0 new documents, 1 known already, 0 new statements")

    def test_bad_documents_are_listed_at_the_end_with_their_reasons(self, capsys: pytest.CaptureFixture[str]) -> None:
        Path("empty.txt").touch()
        assert run(["add", "empty.txt", "report.txt"]) == 1
        printed = capsys.readouterr()
        assert "1 new documents" in printed.out
        assert re.search(r"1 could not be read:\n.*empty\.txt: is empty", printed.err)
        assert run(["about"]) == 0
        assert re.search(r"documents +1\n(.*\n)*not read +empty\.txt: is empty", capsys.readouterr().out)
        assert run(["about", "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["failures"][0]["source"] == "empty.txt"

    def test_an_interruption_is_told_with_code_130(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def interrupt(*_: object, **__: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("onrecord.ingest.add", interrupt)
        assert run(["add", "report.txt"]) == 130
        assert "interrupted" in capsys.readouterr().err

    def test_a_file_that_is_no_record_is_left_alone(self, report: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["add", "report.txt", "--record", "report.txt"]) == 3
        assert report.read_text(encoding="utf-8") == QUOTE
        assert "report.txt" in capsys.readouterr().err


class TestLook:
    def test_search_shows_who_and_where_over_the_words(self, kept: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["search", "table"]) == 0
        first, second = capsys.readouterr().out.splitlines()
        assert first.startswith(f"{kept[:8]}  ")
        assert first.endswith("Tomas Relj · direct · Northern Wire · 2031-05-15")
        assert second.strip() == '"The table is set,"'

    @pytest.mark.parametrize("filters", [["--since", "2031-05-16"], ["--mode", "answer"], ["--speaker", "Marovec"]])
    @pytest.mark.usefixtures("kept")
    def test_filters_leave_out(self, filters: list[str], capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["search", "table", *filters]) == 0
        printed = capsys.readouterr()
        assert (printed.out, printed.err) == ("", "onrecord: nothing found\n")

    def test_show_marks_the_words_in_their_context(self, kept: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["show", kept[:6]]) == 0
        assert '**"The table is set,"** Foreign Minister Tomas Relj told reporters' in capsys.readouterr().out

    @pytest.mark.parametrize(
        "arguments",
        [
            ["search", "table"],
            ["show", "0123"],
            ["export", "csv"],
            ["verify"],
            ["backup", "b"],
            ["about", "0"],
            ["forget", "0123abcd"],
            ["judge", "0", "yes"],
        ],
    )
    def test_without_a_record_the_user_hears_how_to_make_one(
        self, arguments: list[str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run(arguments) == 3
        assert "onrecord add" in capsys.readouterr().err
        assert not Path("onrecord.db").exists()

    @pytest.mark.usefixtures("kept")
    def test_an_unknown_id_is_told(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["show", "xyz"]) == 3
        assert "'xyz'" in capsys.readouterr().err


class TestExport:
    def test_csv_has_a_row_a_statement(self, kept: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["export", "csv"]) == 0
        [row] = csv.DictReader(io.StringIO(capsys.readouterr().out))
        assert (row["id"], row["document.outlet"], row["quote"]) == (kept, "Northern Wire", '"The table is set,"')

    @pytest.mark.usefixtures("kept")
    def test_a_file_gets_the_same_json_as_the_screen(self, capsys: pytest.CaptureFixture[str]) -> None:
        run(["export", "jsonl"])
        assert run(["export", "jsonl", "-o", "all.jsonl"]) == 0
        assert Path("all.jsonl").read_text(encoding="utf-8") == capsys.readouterr().out

    @pytest.mark.usefixtures("kept")
    def test_a_file_is_replaced_only_by_a_whole_one(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def fail(*_: object) -> None:
            raise OSError(28, "No space left on device", "all.csv")

        Path("all.csv").write_text("as it was", encoding="utf-8")
        monkeypatch.setattr("onrecord.views.formats.table.rows", fail)
        assert run(["export", "csv", "-o", "all.csv"]) == 3
        assert "all.csv cannot be written (No space left on device)" in capsys.readouterr().err
        assert Path("all.csv").read_text(encoding="utf-8") == "as it was"
        assert [path.name for path in Path().glob(".all*")] == []

    def test_the_record_is_not_overwritten(self, kept: str) -> None:
        assert run(["export", "csv", "-o", "onrecord.db"]) == 2
        assert run(["show", kept]) == 0


class TestTrust:
    @pytest.mark.usefixtures("kept")
    def test_a_record_that_fits_is_told_and_one_that_does_not_gives_code_1(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run(["verify"]) == 0
        assert capsys.readouterr().out == "onrecord.db: 1 documents, 1 readings; everything fits\n"
        with closing(sqlite3.connect("onrecord.db")) as connection:
            connection.execute("DELETE FROM derived_present_readings")
            connection.commit()
        assert run(["verify"]) == 1
        assert "`onrecord rebuild` makes it again" in capsys.readouterr().out
        assert run(["rebuild"]) == 0
        assert run(["verify"]) == 0

    def test_where_a_statement_came_from_is_told(self, kept: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["about", kept[:8]]) == 0
        told = capsys.readouterr().out
        assert re.search(rf"(?m)^statement +{kept}, read by \d+-[0-9a-f]+$", told)
        assert re.search(r"(?m)^capture +report\.txt · text/plain, utf-8 · added \d{4}-", told)
        assert re.search(r"(?m)^ +text made by plain · sha256 [0-9a-f]{64}$", told)
        assert run(["about", kept, "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["captures"][0]["name"] == "report.txt"

    def test_what_was_forgotten_comes_back_only_when_told_so(
        self, kept: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        run(["about", kept, "--json"])
        document = json.loads(capsys.readouterr().out)["document"]
        assert run(["forget", document[:12]]) == 0
        assert capsys.readouterr().out.startswith(f"onrecord.db: document {document} was forgotten on 20")
        assert run(["show", kept]) == 3
        assert run(["add", "report.txt"]) == 1
        assert "report.txt: was forgotten on 20" in capsys.readouterr().err
        assert run(["add", "report.txt", "--again"]) == 0
        assert run(["show", kept]) == 0

    def test_what_is_kept_without_its_text_is_shown_by_its_quote(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["add", "report.txt", "--no-text"]) == 0
        run(["search", "table", "--json"])
        id_ = json.loads(capsys.readouterr().out.splitlines()[-1])["id"]
        assert run(["show", id_]) == 0
        shown = capsys.readouterr().out
        assert '**"The table is set,"**' in shown
        assert "reporters" not in shown
        assert re.search("(?m)^text +not kept, only what was said in it$", shown)

    def test_judgements_are_shown_the_newest_first(self, kept: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["judge", kept[:8], "no", "--by", "Edda Quill", "--note", "her spokesman"]) == 0
        assert run(["judge", kept[:8], "yes", "--by", "Ilan Dorsey"]) == 0
        assert capsys.readouterr().out.endswith(f"onrecord.db: {kept} judged yes by Ilan Dorsey\n")
        run(["show", kept])
        shown = capsys.readouterr().out
        assert re.search(r"(?m)^judged +yes by Ilan Dorsey, 20", shown)
        assert re.search(r"(?m)^before +no by Edda Quill, 20\d\d-\d\d-\d\d: her spokesman$", shown)

    @pytest.mark.parametrize("arguments", [["maybe"], ["yes", "--by", " "], ["yes", "--note", "a\x00"]])
    def test_what_is_no_judgement_is_not_understood(self, kept: str, arguments: list[str]) -> None:
        assert run(["judge", kept, *arguments]) == 2

    def test_a_backup_is_a_record(self, kept: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["backup", "copy.db"]) == 0
        assert capsys.readouterr().out == "copy.db: a copy of onrecord.db\n"
        assert run(["show", kept, "--record", "copy.db"]) == 0

    @pytest.mark.usefixtures("kept")
    def test_a_backup_overwrites_nothing_else(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["backup", "report.txt"]) == 3
        assert "report.txt is there, and is no record" in capsys.readouterr().err


class TestPipes:
    def test_a_reader_that_leaves_early_is_no_error(self, report: Path) -> None:
        report.write_text(QUOTE * 400, encoding="utf-8")
        command = f"set -o pipefail; {ONRECORD} read report.txt --json | head -n 1"
        done = subprocess.run(["bash", "-c", command], capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (0, b"")

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
    def test_output_that_nobody_can_take_is_told_in_one_sentence(self) -> None:
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run([ONRECORD, "read", "report.txt"], stdout=full, stderr=subprocess.PIPE, check=False)
        assert done.returncode == 3
        assert re.fullmatch(rb"onrecord: .*No space left on device.*\n", done.stderr)

    def test_a_terminal_of_another_encoding_gets_what_it_can_show(self, report: Path) -> None:
        report.write_text(QUOTE.replace("table", "tåble →"), encoding="utf-8")
        environment = os.environ | {"PYTHONIOENCODING": "ascii"}
        done = subprocess.run([ONRECORD, "read", "report.txt"], env=environment, capture_output=True, check=False)
        assert done.returncode == 0
        assert b"Tomas Relj" in done.stdout


def test_a_reader_who_has_seen_enough_ends_the_command_in_silence(tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text("“Yes,” said Orla Roe.\n\n" * 2000, encoding="utf-8")
    command = f"{Path(sys.executable).with_name('onrecord')} read {tmp_path / 'talk.txt'} --json | head -n 1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""


class TestCopiesAndCounts:
    @pytest.fixture(autouse=True)
    def record(self, report: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """A report, the same at another outlet, and another text."""
        facts = " ".join(f"The number {n} ferry of Veltan sailed at dawn." for n in range(20))
        (report.parent / "wire.txt").write_text(f"{QUOTE}\n{facts}\n", encoding="utf-8")
        (report.parent / "copy.txt").write_text(f"{QUOTE}\n{facts} So it was.\n", encoding="utf-8")
        assert run(["add", "wire.txt", "--outlet", "Wire", "--published", "2031-05-15"]) == 0
        assert run(["add", "copy.txt", "--outlet", "Tide", "--published", "2031-05-16"]) == 0
        assert run(["add", "report.txt"]) == 0
        capsys.readouterr()

    def test_copies_are_shown_under_their_original(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["copies"]) == 0
        printed = capsys.readouterr().out
        assert re.search(r"original +Wire · 2031-05-15 · [0-9a-f]{12}\nalso at +Tide · 2031-05-16", printed)
        assert run(["copies", "--json"]) == 0
        group = json.loads(capsys.readouterr().out)
        assert (group["original"]["outlet"], [copy["outlet"] for copy in group["copies"]]) == ("Wire", ["Tide"])

    def test_a_search_tells_of_copies_or_leaves_them_out(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["search", "table"]) == 0
        assert capsys.readouterr().out.count("and 1 copy") == 2
        assert run(["search", "table", "--originals", "--outlet", "Tide"]) == 0
        assert "nothing found" in capsys.readouterr().err

    def test_a_statement_and_its_document_tell_where_else_they_stand(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["search", "table", "--outlet", "Tide", "--json"]) == 0
        [found] = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        for verb in ("show", "about"):
            assert run([verb, found["id"]]) == 0
            assert re.search(r"also at +Wire · 2031-05-15 · [0-9a-f]{12} · the original", capsys.readouterr().out)

    def test_counts_are_of_originals_unless_copies_are_asked_for(self, capsys: pytest.CaptureFixture[str]) -> None:
        for more, documents in (([], 2), (["--copies"], 3)):
            assert run(["counts", "table", "--by", "speaker", "--json", *more]) == 0
            told = json.loads(capsys.readouterr().out)
            assert told == {
                "name": "Tomas Relj",
                "documents": documents,
                "statements": documents,
                "words": 4 * documents,
            }
        assert run(["counts", "--by", "outlet", "--limit", "1"]) == 0
        printed = capsys.readouterr()
        assert printed.out.split("\n")[0].split() == ["outlet", "documents", "statements", "words"]
        assert "there are 1 more; add: --limit 2" in printed.err

    def test_a_meaning_is_looked_for_and_made_again(self, report: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["search", "--meaning", "everything is ready to eat", "--originals", "--limit", "9"]) == 0
        assert "The table is set" in capsys.readouterr().out
        with closing(sqlite3.connect(report.with_name("onrecord.db"))) as connection:
            connection.execute("DELETE FROM derived_sketches")
            connection.execute("DELETE FROM derived_vectors")
            connection.commit()
        assert run(["search", "--meaning", "everything is ready to eat"]) == 0
        told = capsys.readouterr().err
        assert "nothing found" in told
        assert "3 documents have no meanings by this version's model" in told
        assert run(["rebuild"]) == 0
        assert run(["search", "--meaning", "everything is ready to eat"]) == 0
        assert "The table is set" in capsys.readouterr().out


class TestProof:
    def test_a_statement_opens_to_its_words_in_any_copy_of_the_text(
        self, report: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        text = "🛳 Ferries.\n\n" + QUOTE
        report.write_text(text, encoding="utf-8")
        run(["add", "report.txt"])
        capsys.readouterr()
        run(["search", "table", "--json"])
        [found] = map(json.loads, capsys.readouterr().out.splitlines())
        assert run(["show", found["id"][:8], "--json"]) == 0
        shown = json.loads(capsys.readouterr().out)
        for opened in (found, shown):
            [[start, end]] = opened["content"]
            assert text[start:end] == opened["quote"] == '"The table is set,"'
            assert opened["prefix"] + opened["quote"] + opened["suffix"] in text
            assert (opened["prefix"], opened["suffix"]) == (text[:start], text[end : end + 32])
        assert (shown["judgements"], shown["present"], shown["superseded"]) == ([], True, False)

    @pytest.mark.parametrize("sql", ["UPDATE documents SET text = replace(text, 'set', 'sat')"])
    def test_what_was_changed_in_the_file_is_not_opened(
        self, sql: str, kept: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with closing(sqlite3.connect("onrecord.db")) as file, file:
            file.execute(sql)
        for command in (["show", kept], ["show", kept, "--json"], ["search", "table", "--json"]):
            assert run(command) == 3
            printed = capsys.readouterr()
            assert (printed.out, "its digest is another" in printed.err) == ("", True)
