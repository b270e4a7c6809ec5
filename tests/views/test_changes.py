"""Changed positions: dated pairs of statements that do not say the same, proposed until people judge them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import quoting
from onrecord.errors import RecordError
from onrecord.facts import Document, Layer, Metadata
from onrecord.record import Record, Verdict, open_record
from onrecord.views.changes import PROPOSED, Change, Turn, changes, threshold


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with open_record(tmp_path / "record.db") as opened:
        yield opened


def say(record: Record, words: str, published: str | None, speaker: str = "Mira Tessarić") -> None:
    """Add a document in which a speaker says something; its ties are shown by the speaker."""
    metadata = Metadata(published=published, outlet=f"Paper of {published}")
    document = Document(text=f"{speaker} said: “{words}.” So {metadata.outlet} has it.", metadata=metadata)
    found = quoting.read(document)
    relations = tuple(replace(relation, layer=Layer.SHOWN) for relation in found.relations)
    record.add(document, None, replace(found, relations=relations))


def only(record: Record, actor: str | None = None, on: str | None = None) -> Change:
    [change] = changes(record, actor, on).found
    return change


def test_a_sign_toward_a_target_turns(record: Record) -> None:
    say(record, "Arvenia backs Sulmar in the talks on grain", "2031-02-01")
    say(record, "The dispute is over. Arvenia presses Sulmar for its debts", "2031-05-01")
    change = only(record, "Tessarić")
    assert (change.kind, change.why) == (Turn.TURNED, "Arvenia → Sulmar + / Arvenia → Sulmar −")
    assert change.earlier.words.startswith("“Arvenia backs")
    assert only(record, on="Sulmar").id == change.id
    assert changes(record, on="Tolvia").found == ()


@pytest.mark.parametrize(
    ("earlier", "later", "kind"),
    [
        ("We feel pressure over our grain silos", "Over our grain silos we feel enormous pressure", Turn.HARDENED),
        ("Over our grain silos we feel enormous pressure", "We feel pressure over our grain silos", Turn.SOFTENED),
        (
            "The grain silos stay closed because the inspectors found rats",
            "We keep grain silos closed due to a quarrel over dues",
            Turn.REASON,
        ),
        ("We accept the offer on the grain silos", "We reject that offer on grain silos", Turn.ITSELF),
    ],
)
def test_words_harden_soften_give_another_reason_or_contradict(
    record: Record, earlier: str, later: str, kind: Turn
) -> None:
    say(record, later, "2031-05-01")
    say(record, earlier, "2031-02-01")
    change = only(record)
    assert change.kind is kind
    assert earlier in change.earlier.words


@pytest.mark.parametrize("published", ["2031-05-01", None])
def test_what_is_of_one_day_or_of_none_has_no_order(record: Record, published: str | None) -> None:
    say(record, "We accept the offer on the grain silos", published)
    say(record, "We reject that offer on grain silos", "2031-05-01")
    assert changes(record).found == ()


def test_what_people_call_no_change_goes_and_what_they_call_one_stays(record: Record) -> None:
    say(record, "We accept the offer on the grain silos", "2031-02-01")
    say(record, "We reject that offer on grain silos", "2031-05-01")
    id_ = only(record).id
    record.judge_change(id_, Verdict.NO, "Edda Quill", "two offers")
    assert changes(record).found == ()
    record.judge_change("-".join(half[:8] for half in id_.split("-")), Verdict.YES, "Edda Quill")
    assert only(record).verdict is Verdict.YES
    assert not list(record.verify())


def test_only_two_ids_are_a_change(record: Record) -> None:
    with pytest.raises(ValueError, match="two statements"):
        record.judge_change("3f9a2c01", Verdict.NO, "Edda Quill")


def test_enough_judgements_set_where_proposals_begin() -> None:
    yes, no = Verdict.YES, Verdict.NO
    assert threshold([(0.9, yes), (0.7, no)]) == PROPOSED
    assert threshold([(0.7, no)] * 4 + [(0.9, yes)] * 4) == 0.9
    assert threshold([(0.51, no), (0.55, yes)] * 4) == 0.55
    assert threshold([(0.9, yes)] * 9) == PROPOSED


def test_who_says_nothing_is_told(record: Record) -> None:
    say(record, "We accept the offer on the grain silos", "2031-02-01")
    with pytest.raises(RecordError, match=r"nothing in .* is said by 'Nobody Known'"):
        changes(record, "Nobody Known")
