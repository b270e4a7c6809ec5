"""What is judged of relations counts in ties and wherever their statement is shown, for a newer reader and version."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

import quoting
from newsroom import run
from onrecord.errors import EvidenceError
from onrecord.facts import Document, Reading, Span
from onrecord.record import JudgedRelation, Judgement, Record, State, Verdict, open_record

# An emoji is one code point, two in UTF-16 and four bytes.
TEXT = "🌊 The strait.\nMira Tessarić said: “Arvenia presses Lorr.” Dorsk backs Lorr, Ilan Dorsey said: “No.”"
URL = "https://quay.example/strait"
FOUND = quoting.read(quoting.document(TEXT))
PRESSES, BACKS = FOUND.relations
VOICE = FOUND.statements[0].id


@pytest.fixture
def record(place: str) -> Iterator[Record]:
    with open_record(place) as opened:
        add(opened, TEXT)
        yield opened


def add(record: Record, text: str, reading: Reading | None = None) -> Document:
    document = quoting.document(text, url=URL)
    record.add(document, None, reading or quoting.read(document))
    return document


def judge(record: Record, verdict: Verdict = Verdict.YES, by: str = "Edda Quill", **given: Any) -> Judgement:
    return record.judge(PRESSES.id[:8], verdict, by, None, given)


def ties(record: Record) -> list[str]:
    """Ties as voice, holder, sign, target; the record must fit."""
    assert list(record.verify()) == []
    return [
        f"{tie.voice}: {_name(tie.relation.holder)} {'0+-'[tie.relation.sign]} {_name(tie.relation.target)}"
        for tie in record.ties()
    ]


def _name(end: Any) -> str:
    return end.name if end else "?"


def judged(record: Record, id_: str = PRESSES.id) -> JudgedRelation:
    [related] = record.relations_by_id(id_)
    assert related.judged is not None
    return related.judged


AS_READ = ["Mira Tessarić: Arvenia - Lorr", "the outlet: Dorsk + Lorr"]


def test_a_relation_that_is_judged_wrong_is_no_tie(record: Record) -> None:
    assert ties(record) == AS_READ
    judge(record, Verdict.NO)
    assert ties(record) == AS_READ[1:]
    assert judged(record).json(PRESSES)["verdict"] == "no"
    judge(record, Verdict.UNSURE)
    assert ties(record) == AS_READ


def test_what_the_outlet_says_is_judged_alike(record: Record) -> None:
    record.judge(BACKS.id, Verdict.YES, "Edda Quill", None, {"sign": "0"})
    assert ties(record) == [AS_READ[0], "the outlet: Dorsk 0 Lorr"]


def test_a_statement_that_is_judged_wrong_takes_its_ties_along(record: Record) -> None:
    record.judge(VOICE, Verdict.NO, "Edda Quill")
    assert ties(record) == AS_READ[1:]


def test_a_tie_is_voiced_by_the_corrected_speaker(record: Record) -> None:
    record.judge(VOICE, Verdict.YES, "Edda Quill", None, {"speaker": "Ilan Dorsey"})
    [tie, _] = record.ties()
    assert (tie.voice, tie.speaker_at) == ("Ilan Dorsey", TEXT.index("Ilan"))


def test_every_field_is_corrected_and_what_was_read_is_told(record: Record) -> None:
    at = f"{TEXT.index('Dorsk')}-{TEXT.index('Dorsk') + 5}"
    judge(record, sign="+", event="demand", status="past", layer="shown", holder="Ilan Dorsey", target=at)
    [tie, _] = record.ties()
    relation = tie.relation
    assert (relation.sign, relation.event, relation.status, relation.layer) == (1, "DEMAND", "past", "shown")
    assert relation.holder is not None
    assert (relation.holder.name, relation.holder.kind, relation.holder.implied) == ("Ilan Dorsey", "person", True)
    assert relation.target is not None
    assert (relation.target.name, relation.target.span) == ("Dorsk", Span(*map(int, at.split("-"))))
    assert tie.id == PRESSES.id
    [shown] = record.entry(VOICE).json()["relations"]
    assert (shown["id"], shown["sign"], shown["from"]["name"]) == (PRESSES.id, 1, "Ilan Dorsey")
    told = shown["judgement"]["corrected"]
    assert (told["sign"], told["event"], told["from"]["name"], told["to"]["name"]) == (-1, None, "Arvenia", "Lorr")


def test_a_later_yes_leaves_corrections_and_an_end_can_be_left_open(record: Record) -> None:
    judge(record, sign="0", holder="nobody")
    judge(record, by="Oren Hask")
    assert ties(record)[0] == "Mira Tessarić: ? 0 Lorr"


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"sign": "2"}, "a sign is [+], 0 or -"),
        ({"status": "soon"}, "soon"),
        ({"content": ["Arvenia"]}, "a relation has no 'content'; correct sign"),
        ({"holder": "1-9999"}, "no stretch of the text"),
        ({"holder": "nobody", "target": "nobody"}, "at least one end"),
    ],
)
def test_what_cannot_be_a_correction_is_refused(record: Record, given: dict[str, Any], why: str) -> None:
    with pytest.raises((EvidenceError, ValueError), match=why):
        judge(record, **given)
    assert record.judgements(PRESSES.id) == []


def read_otherwise(grounds: Span, document: Document) -> Reading:
    """A newer reader, with other grounds for the first relation."""
    found = quoting.read(document, "2-other")
    return replace(found, relations=(replace(found.relations[0], grounds=(grounds,)), *found.relations[1:]))


def test_a_judgement_carries_over_to_the_one_relation_of_nearly_the_same_grounds_and_ends(record: Record) -> None:
    judge(record, sign="0")
    [grounds] = PRESSES.grounds
    add(record, TEXT, read_otherwise(Span(grounds.start, grounds.end - 1), quoting.document(TEXT)))
    assert ties(record)[0] == "Mira Tessarić: Arvenia 0 Lorr"
    [tie, _] = record.ties()
    assert tie.id != PRESSES.id
    assert (judged(record, tie.id).state, judged(record, tie.id).subject) == (State.CARRIED, PRESSES.id)


def test_a_judged_relation_that_the_present_reader_does_not_find_stays_visible(record: Record) -> None:
    judge(record, sign="0")
    found = quoting.read(quoting.document(TEXT), "2-other")
    add(record, TEXT, replace(found, relations=found.relations[1:]))
    assert ties(record) == [AS_READ[1], "Mira Tessarić: Arvenia 0 Lorr"]
    [shown] = record.entry(VOICE).json()["relations"]
    assert (shown["id"], shown["judgement"]["state"]) == (PRESSES.id, "lost")
    judge(record, Verdict.NO)
    assert ties(record) == AS_READ[1:]


def test_a_judgement_goes_into_a_new_version_by_its_words(record: Record) -> None:
    judge(record, sign="0", target="Dorsk")
    add(record, "Updated 🌊🌊 twice. " + TEXT)
    assert ties(record)[0] == "Mira Tessarić: Arvenia 0 Dorsk"
    [tie, _] = record.ties()
    assert judged(record, tie.id).state is State.ANCHORED


def test_words_that_do_not_stand_in_a_new_version_count_no_more(record: Record) -> None:
    judge(record, sign="0")
    add(record, TEXT.replace("Arvenia presses", "But Arvenia presses"))
    assert ties(record) == AS_READ


ADDED: dict[str, Any] = {"grounds": ["No."], "holder": "Ilan Dorsey", "target": "Arvenia", "sign": "-"}


def of(text: str, words: str) -> str:
    """The offsets of words where they stand first."""
    at = text.index(words)
    return f"{at}-{at + len(words)}"


def test_what_the_reader_missed_is_a_tie_and_stands_with_its_statement(record: Record) -> None:
    [_, says_no] = FOUND.statements
    added = record.add_relation(says_no.id[:8], ADDED | {"event": "reject"}, "Edda Quill", "plain enough")
    assert ties(record) == [*AS_READ, "Ilan Dorsey: Ilan Dorsey - Arvenia"]
    [shown] = record.entry(says_no.id).json()["relations"]
    assert (shown["id"], shown["event"], shown["to"]["name"]) == (added.subject, "REJECT", "Arvenia")
    judgement = {name: shown["judgement"][name] for name in ("state", "by", "note", "corrected")}
    assert judgement == {"state": "added", "by": "Edda Quill", "note": "plain enough", "corrected": {}}
    assert record.entry(says_no.id).as_read().related == ()


def test_what_was_added_is_judged_like_any_other(record: Record) -> None:
    added = record.add_relation(FOUND.statements[1].id, ADDED, "Edda Quill")
    record.judge(added.subject[:8], Verdict.YES, "Oren Hask", None, {"sign": "+", "target": "Dorsk"})
    assert ties(record)[2:] == ["Ilan Dorsey: Ilan Dorsey + Dorsk"]
    record.judge(added.subject[:8], Verdict.NO, "Oren Hask")
    assert ties(record) == AS_READ


def test_an_outlet_can_voice_what_is_added_between_words(record: Record) -> None:
    ends = {"holder": of(TEXT, "Dorsk"), "target": of(TEXT, "Ilan Dorsey")}
    record.add_relation(FOUND.document[:8], ADDED | {"grounds": "Ilan Dorsey said"} | ends, "Edda Quill")
    assert ties(record)[2:] == ["the outlet: Dorsk - Ilan Dorsey"]
    assert [str(each.relation.voice) for each in record.relations_of(FOUND.document)] == [VOICE, "None", "None"]


def test_grounds_are_corrected_too(record: Record) -> None:
    judge(record, grounds=["presses"])
    [shown] = record.entry(VOICE).json()["relations"]
    assert (shown["id"], shown["grounds"]) == (PRESSES.id, [list(map(int, of(TEXT, "presses").split("-")))])
    add(record, "Updated. " + TEXT)
    [tie, _] = record.ties()
    assert [span.of("Updated. " + TEXT) for span in tie.relation.grounds] == ["presses"]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"grounds": []}, "needs its grounds"),
        ({"grounds": ["Lorr"]}, "stands in the text 2 times"),
        ({"holder": "nobody", "target": "nobody"}, "at least one end"),
        ({"mode": "direct"}, "a relation has no 'mode'"),
    ],
)
def test_what_makes_no_relation_is_not_added(record: Record, given: dict[str, Any], why: str) -> None:
    with pytest.raises((EvidenceError, ValueError), match=why):
        record.add_relation(VOICE, ADDED | given, "Edda Quill")
    without_sign = {name: value for name, value in ADDED.items() if name != "sign"}
    with pytest.raises(ValueError, match="and its sign"):
        record.add_relation(VOICE, without_sign, "Edda Quill")
    assert ties(record) == AS_READ


def test_the_same_words_between_implied_ends_make_no_second_relation(record: Record) -> None:
    added = record.add_relation(VOICE, ADDED, "Edda Quill")
    with pytest.raises(ValueError, match=f"relation {added.subject} is on these words"):
        record.add_relation(VOICE, ADDED | {"holder": "Arvenia", "target": "Ilan Dorsey"}, "Edda Quill")


def test_what_was_added_is_a_finding_like_others_once_a_reader_finds_it(record: Record) -> None:
    text = "Elsewhere. " + TEXT
    document = quoting.document(text)
    found = quoting.read(document, "2-other")
    record.add(document, None, replace(found, reader="1-quoting", relations=()))
    at = {"holder": of(text, "Arvenia"), "target": of(text, "Lorr"), "sign": "-", "grounds": ["Arvenia presses Lorr"]}
    added = record.add_relation(found.statements[0].id, at, "Edda Quill")
    assert judged(record, added.subject).state is State.ADDED
    record.add(document, None, found)
    assert added.subject == found.relations[0].id
    assert judged(record, added.subject).state is State.FOUND
    assert ties(record).count(AS_READ[0]) == 2


def test_what_was_added_goes_with_its_statement_to_another_reader_and_into_a_new_version(record: Record) -> None:
    added = record.add_relation(FOUND.statements[1].id, ADDED, "Edda Quill")
    # The same statement under another id: this reader takes the full stop for no part of what was said.
    found = quoting.read(quoting.document(TEXT), "2-other")
    [first, second] = found.statements
    [content] = second.content
    shorter = replace(second, content=(Span(content.start, content.end - 1),))
    add(record, TEXT, replace(found, statements=(first, shorter)))
    assert shorter.id != second.id
    assert ties(record)[2:] == ["Ilan Dorsey: Ilan Dorsey - Arvenia"]
    assert [each["id"] for each in record.entry(shorter.id).json()["relations"]] == [added.subject]
    newer = "Updated 🌊🌊 twice. " + TEXT
    document = add(record, newer)
    assert ties(record)[2:] == ["Ilan Dorsey: Ilan Dorsey - Arvenia"]
    [entry] = [entry for entry in record.entries_of(document.id) if entry.statement.speaker.name == "Ilan Dorsey"]
    [shown] = entry.json()["relations"]
    assert (shown["judgement"]["state"], shown["voice"]) == ("added", entry.id)
    assert [newer[start:end] for start, end in shown["grounds"]] == ["No."]
    assert record.waiting_relations() == []


def test_without_its_statement_what_was_added_is_left_to_people(record: Record) -> None:
    added = record.add_relation(FOUND.statements[1].id, ADDED, "Edda Quill")
    found = quoting.read(quoting.document(TEXT), "2-other")
    add(record, TEXT, replace(found, statements=found.statements[:1]))
    assert ties(record) == AS_READ
    assert [(each.id, each.judged and each.judged.state) for each in record.waiting_relations()] == [
        (added.subject, State.REVIEW)
    ]


def test_a_place_that_was_changed_is_named_and_made_again(record: Record) -> None:
    judge(record, sign="0")
    run(record, "UPDATE derived_judged_relations SET sign = 1")
    assert [misfit.what for misfit in record.verify()] == ["the place of a judgement"]
    record.rebuild()
    assert list(record.verify()) == []


def test_a_judgement_on_a_relation_that_is_not_here_is_named(record: Record) -> None:
    judge(record)
    run(record, "UPDATE judgements SET subject = 'ffffffffffffffff'")
    assert any("is on a relation that is not here" in misfit.why for misfit in record.verify())


def test_forgetting_a_document_takes_its_judgements_along_and_leaves_those_of_newer_versions(record: Record) -> None:
    judge(record, sign="0")
    newer = add(record, "Updated. " + TEXT)
    [first, _] = record.ties()
    record.judge(first.id, Verdict.YES, "Oren Hask", None, {"event": "REJECT"})
    record.forget(FOUND.document)
    assert ties(record)[0] == AS_READ[0]
    assert [tie.relation.event for tie in record.ties()] == ["REJECT", None]
    assert {tie.relation.document for tie in record.ties()} == {newer.id}


def test_views_for_other_tools_show_what_is_right(record: Record) -> None:
    ties_of = """
        SELECT holder, target, sign, event, voice, judged, judged_by FROM relations_full ORDER BY event, holder
    """
    assert run(record, ties_of) == [
        ("Arvenia", "Lorr", -1, None, "Mira Tessarić", None, None),
        ("Dorsk", "Lorr", 1, None, "outlet", None, None),
    ]
    [_, no] = FOUND.statements
    judge(record, event="demand", holder="Dorsk")
    record.judge(BACKS.id, Verdict.NO, "Oren Hask")
    record.judge(VOICE, Verdict.YES, "Edda Quill", None, {"speaker": "Ilan Dorsey", "cue": "nobody", "mode": "mixed"})
    record.add_relation(no.id, ADDED | {"event": "reject"}, "Oren Hask")
    added = record.add_missing(FOUND.document, {"content": ["Dorsk backs Lorr"]}, "Edda Quill")
    assert run(record, ties_of) == [
        ("Dorsk", "Lorr", -1, "DEMAND", "Ilan Dorsey", "yes", "Edda Quill"),
        ("Ilan Dorsey", "Arvenia", -1, "REJECT", "Ilan Dorsey", "yes", "Oren Hask"),
    ]
    said = "SELECT id, speaker, cue, mode, quote, judged FROM statements_full"
    assert set(run(record, said)) == {
        (no.id, "Ilan Dorsey", "said", "direct", "“No.”", None),
        (VOICE, "Ilan Dorsey", None, "mixed", "“Arvenia presses Lorr.”", "yes"),
        (added.subject, None, None, "indirect", "Dorsk backs Lorr", "yes"),
    }
    record.judge(no.id, Verdict.NO, "Edda Quill")
    assert [voice for *_, voice, _, _ in run(record, ties_of)] == ["Ilan Dorsey"]
    assert len(run(record, said)) == 2
