"""What people coded elsewhere becomes their judgements: yes, corrected, or added; what does not fit is named."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import cassis
import pytest

import exported
from onrecord.byhand import Coder, Outcome, coded, judge
from onrecord.cli import run
from onrecord.errors import SourceError
from onrecord.record import Entry, Record, Verdict, open_record

MINE, HIS = exported.DOCUMENTS
EDDA = Coder("Edda Quill", "nobody in particular")


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with open_record(tmp_path / "quay.db") as opened:
        exported.fill(opened)
        yield opened


def imported(record: Record, form: str, path: Path, coder: Coder = EDDA) -> list[tuple[str, str]]:
    """What becomes of each statement in a file, with the reason where it is refused."""
    return [(outcome.value, why) for outcome, _, why in judge(record, coded(form, path, record), coder)]


def said(record: Record) -> list[Entry]:
    return [entry for document in (MINE, HIS) for entry in record.entries_of(document.id)]


def test_what_goes_out_to_brat_and_comes_back_is_confirmed_and_nothing_is_lost(record: Record, tmp_path: Path) -> None:
    before = [entry.right for entry in said(record)]
    folder = exported.written(record, "brat", tmp_path)
    assert imported(record, "brat", folder) == [("confirmed", "")] * 3
    assert [entry.right for entry in said(record)] == before
    assert {entry.judged.judgement.by for entry in said(record) if entry.judged} == {"Edda Quill"}
    assert imported(record, "brat", folder) == [("known already", "")] * 3


def test_lines_of_json_come_back_as_they_went(record: Record, tmp_path: Path) -> None:
    for entry, verdict in zip(said(record), (Verdict.YES, Verdict.NO, Verdict.UNSURE), strict=True):
        record.judge(entry.id, verdict, "Oren Hask", "a note 😀")
    lines = "".join(json.dumps(entry.json()) + "\n" for entry in record.entries())
    (tmp_path / "all.jsonl").write_text(lines, encoding="utf-8")
    with open_record(tmp_path / "other.db") as other:
        exported.fill(other)
        assert len(imported(other, "jsonl", tmp_path / "all.jsonl", Coder(None, "Edda Quill"))) == 3
        mine, theirs = ([entry.json() for entry in each.entries()] for each in (record, other))
    for one in (*mine, *theirs):
        one["judgement"].pop("judged_at")
    assert theirs == mine


class TestBrat:
    @pytest.fixture
    def folder(self, record: Record, tmp_path: Path) -> Path:
        return exported.written(record, "brat", tmp_path)

    def change(self, folder: Path, before: str, after: str) -> None:
        [file] = folder.glob(f"{MINE.id[:16]}.ann")
        found = file.read_text(encoding="utf-8")
        assert before in found
        file.write_text(found.replace(before, after), encoding="utf-8")

    def test_other_words_for_the_same_correct_it(self, record: Record, folder: Path) -> None:
        self.change(
            folder, '44 74;75 126\t“Порт "Северный" 😀 stays open; ', '45 74;75 126\tПорт "Северный" 😀 stays open; '
        )
        self.change(folder, "speaker: Mira Tessarić", "speaker: Ilan Dorsey")
        self.change(folder, "Mode T1 direct", "Mode T1 mixed")
        self.change(folder, "R1\tReportedBy Arg1:T1 Arg2:T2\n", "")
        assert imported(record, "brat", folder)[-2:] == [("corrected", ""), ("confirmed", "")]
        right = record.entries_of(MINE.id)[0].right
        assert (right.content[0].start, right.speaker.name, right.mode, right.cue) == (45, "Ilan Dorsey", "mixed", None)

    def test_what_the_reader_missed_is_added(self, record: Record, folder: Path) -> None:
        self.change(folder, "T4\tContent", "T9\tContent 2 11\tquarrel 😀\nA9\tMode T9 indirect\nT4\tContent")
        assert ("added", "") in imported(record, "brat", folder)
        added = record.entries_of(MINE.id)[0]
        assert (added.words, added.right.mode, added.json()["judgement"]["state"]) == (
            "quarrel 😀",
            "indirect",
            "added",
        )

    def test_what_does_not_fit_is_named(self, record: Record, folder: Path) -> None:
        self.change(folder, "T4\tContent 147 150", "T4\tContent 148 151")
        [refused] = [why for outcome, why in imported(record, "brat", folder) if outcome == "refused"]
        assert "is no annotation that fits" in refused

    def test_a_text_that_the_record_does_not_have_is_named(self, record: Record, folder: Path) -> None:
        (folder / "other.txt").write_text("So he said.", encoding="utf-8")
        (folder / "other.ann").write_text("T1\tContent 0 2\tSo\n", encoding="utf-8")
        assert [why for outcome, why in imported(record, "brat", folder) if outcome == "refused"] == [
            f"no document begins with {replace(MINE, text='So he said.').id!r} in {record.name};"
            " add its text first, with `onrecord add`"
        ]

    def test_a_folder_without_annotations_is_none(self, record: Record, tmp_path: Path) -> None:
        with pytest.raises(SourceError, match="no annotations"):
            imported(record, "brat", tmp_path)


class TestDna:
    @pytest.fixture
    def file(self, record: Record, tmp_path: Path) -> Path:
        return exported.written(record, "dna", tmp_path)

    def change(self, file: Path, *sql: str) -> None:
        with closing(sqlite3.connect(file)) as open_file, open_file:
            for each in sql:
                open_file.execute(each)

    def test_what_nobody_changed_is_nobodys_word(self, record: Record, file: Path) -> None:
        assert imported(record, "dna", file) == [("known already", "")] * 3
        assert not any(entry.judged for entry in said(record))

    def test_a_stretch_is_corrected_in_code_points_in_windows_lines_too(self, record: Record, file: Path) -> None:
        self.change(file, "UPDATE STATEMENTS SET Start = Start + 1, Stop = Stop - 1 WHERE ID = 3")
        assert imported(record, "dna", file)[-1] == ("corrected", "")
        right = record.entries_of(HIS.id)[0].right
        assert right.content[0].of(HIS.text) == "Lorr backs\r\nits own 😀 quay."

    def test_what_a_coder_added_is_his(self, record: Record, file: Path) -> None:
        self.change(
            file,
            "INSERT INTO CODERS (ID, Name, Password) VALUES (9, 'Oren Hask', '')",
            "INSERT INTO STATEMENTS VALUES (99, 1, 1, 2, 9, 9)",
            "INSERT INTO DATASHORTTEXT (StatementId, VariableId, Entity) SELECT 99, VariableId, ID FROM ENTITIES"
            " WHERE Value = 'Ilan Dorsey'",
        )
        assert ("added", "") in imported(record, "dna", file, Coder(None, "somebody"))
        added = record.entries_of(MINE.id)[0]
        assert added.judged is not None
        assert (added.words, added.right.speaker.name, added.judged.judgement.by) == (
            "quarrel",
            "Ilan Dorsey",
            "Oren Hask",
        )

    def test_a_changed_text_is_refused(self, record: Record, file: Path) -> None:
        self.change(file, "UPDATE DOCUMENTS SET Text = 'Oh. ' || Text WHERE ID = 1")
        assert [outcome for outcome, _ in imported(record, "dna", file)] == ["refused", "refused", "known already"]

    def test_another_file_is_none(self, record: Record, tmp_path: Path) -> None:
        (tmp_path / "no.dna").write_text("no database")
        with pytest.raises(SourceError, match="no database of Discourse Network Analyzer"):
            imported(record, "dna", tmp_path / "no.dna")


class TestInception:
    @pytest.fixture
    def archive(self, tmp_path: Path) -> Path:
        """Her words without their marks, and a word that no reader took, as INCEpTION writes them."""
        types = cassis.TypeSystem()
        statement = types.create_type("webanno.custom.Statement", supertypeName="uima.tcas.Annotation")
        for name in ("speaker", "mode"):
            types.create_feature(statement, name, "uima.cas.String")
        cue = types.create_type("webanno.custom.Cue", supertypeName="uima.tcas.Annotation")
        types.create_feature(statement, "cue", cue)
        cas = cassis.Cas(typesystem=types)
        cas.sofa_string, cas.sofa_mime = MINE.text, "text/plain"
        words = MINE.text.index(exported.WORDS)
        told = cue(begin=MINE.text.index("said"), end=MINE.text.index("said") + 4)
        cas.add(told)
        cas.add(statement(begin=words, end=words + len(exported.WORDS), speaker="Mira Tessarić", cue=told))
        cas.add(statement(begin=2, end=11, mode="indirect"))
        path = tmp_path / "bay.zip"
        with zipfile.ZipFile(path, "w") as file:
            file.writestr("TypeSystem.xml", types.to_xml())
            file.writestr("bay.xmi", cas.to_xmi())
        return path

    def test_its_statements_correct_and_add(self, record: Record, archive: Path) -> None:
        assert imported(record, "inception", archive) == [("added", ""), ("corrected", "")]
        added, corrected, _ = record.entries_of(MINE.id)
        assert added.words == "quarrel 😀"
        assert corrected.right.content[0].of(MINE.text) == exported.WORDS

    def test_a_file_without_its_types_is_told(self, record: Record, tmp_path: Path) -> None:
        (tmp_path / "bay.xmi").write_text("<xmi/>")
        with pytest.raises(SourceError, match=r"TypeSystem\.xml"):
            imported(record, "inception", tmp_path / "bay.xmi")

    def test_what_is_no_cas_is_named(self, record: Record, archive: Path) -> None:
        with zipfile.ZipFile(archive, "a") as file:
            file.writestr("torn.xmi", "<xmi")
        assert imported(record, "inception", archive)[-1][0] == "refused"


class TestLines:
    def write(self, tmp_path: Path, *lines: object) -> Path:
        path = tmp_path / "coded.jsonl"
        path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
        return path

    def test_words_will_do(self, record: Record, tmp_path: Path) -> None:
        line = {"document": HIS.id, "content": ["Lorr backs\r\nits own 😀"], "speaker": "Ilan Dorsey", "note": "so"}
        assert imported(record, "jsonl", self.write(tmp_path, line)) == [("corrected", "")]
        assert record.entries_of(HIS.id)[0].words == "Lorr backs its own 😀"

    @pytest.mark.parametrize(
        ("line", "why"),
        [
            ({"document": HIS.id, "content": ["never there"]}, "does not stand in the text"),
            ({"document": HIS.id, "content": [[3, 9000]]}, "the text has"),
            ({"document": HIS.id, "content": [[0, 3]], "verdict": "no"}, "no statement has these words"),
            ({"document": "00", "content": [[0, 3]]}, "no document begins with '00'"),
            ({"content": [[0, 3]]}, "'document'"),
            ({"document": HIS.id, "content": [[26, 55]], "mode": "loud"}, "'loud'"),
        ],
    )
    def test_what_does_not_fit_is_named(self, record: Record, tmp_path: Path, line: object, why: str) -> None:
        [(outcome, told)] = imported(record, "jsonl", self.write(tmp_path, line))
        assert outcome == Outcome.REFUSED
        assert why in told

    def test_a_no_is_kept(self, record: Record, tmp_path: Path) -> None:
        line = {"document": HIS.id, "content": [[26, 55]], "verdict": "no"}
        assert imported(record, "jsonl", self.write(tmp_path, line)) == [("confirmed", "")]
        assert record.entries_of(HIS.id)[0].json()["judgement"]["verdict"] == "no"


def test_the_command_counts_and_names_what_it_refuses(
    record: Record, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = TestLines().write(
        tmp_path, {"document": HIS.id, "content": [[26, 55]]}, {"document": HIS.id, "content": ["?"]}
    )
    assert run(["import", "jsonl", str(path), "--record", record.name, "--by", "Edda Quill"]) == 1
    told = capsys.readouterr()
    assert told.out == f"{record.name}: 0 added, 0 corrected, 1 confirmed, 0 known already, 1 refused\n"
    assert f"{path}:2: refused" in told.err
