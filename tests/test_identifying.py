"""Who is who over a whole record: compared, gone on with, judged, and shown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

import quoting
from newsroom import run
from onrecord.errors import RecordError
from onrecord.facts import Figure, Kind, Reading, Span
from onrecord.identifying import explain, identify
from onrecord.record import By, Query, Record, Verdict, open_record
from onrecord.views.actor import actor
from onrecord.views.counts import counts

TEXTS = (
    ("Mira Tessaric said: “The harbour stays open.”", "2031-01-05"),
    ("Mira Tessaric said: “I do not recognise Otto Brandt.”", "2031-02-05"),
    ("Otto Brandt said: “Mira Tessaric was asked.”", "2031-03-05"),
)


def add(record: Record, text: str, published: str) -> str:
    document = quoting.document(text, published=published)
    record.add(document, None, quoting.read(document))
    return document.id


@pytest.fixture
def record(place: str) -> Iterator[Record]:
    with open_record(place) as opened:
        for text, published in TEXTS:
            add(opened, text, published)
        yield opened


def test_figures_become_actors_and_a_second_run_finds_nothing_to_do(record: Record) -> None:
    done = identify(record)
    assert (done.documents, done.compared, done.actors) == (3, 3, 2)
    again = identify(record)
    assert (again.compared, again.actors) == (0, 2)
    assert list(record.verify()) == []


def test_what_is_added_later_is_compared_with_what_was_there(record: Record) -> None:
    identify(record)
    add(record, "Mira Tessarić said: “It is closed.”", "2031-04-05")
    assert identify(record).compared == 1
    assert actor(record, "Mira Tessarić").names == {"Mira Tessaric": 2, "Mira Tessarić": 1}


def test_who_is_named_as_before_in_a_later_run_is_the_same(record: Record) -> None:
    identify(record)
    add(record, "Mira Tessaric said: “It is closed.”", "2031-04-05")
    identify(record)
    assert record.who.actor("Mira Tessaric").figures == 3


def test_a_surname_will_do_where_one_bears_it(record: Record) -> None:
    add(record, "Mira Tessarić said: “It is closed.”", "2031-04-05")
    identify(record)
    assert actor(record, "Tessarić").actor.name == "Mira Tessaric"
    add(record, "Goran Brandt said: “It is open.”", "2031-04-06")
    identify(record)
    with pytest.raises(RecordError, match="more than one actor is called 'Brandt'"):
        actor(record, "Brandt")


def test_why_two_are_one_or_not_is_explained(record: Record) -> None:
    add(record, "Mira Tessarić said: “It is closed.”", "2031-04-05")
    identify(record)
    first, *figures = explain(record, "Mira Tessaric", "Mira Tessarić")
    assert first.endswith("is one actor:")
    assert [line.partition(": ")[2] for line in figures] == [
        "nobody like this was known before",
        "same name",
        "one name in two spellings",
    ]
    [apart] = explain(record, "Mira Tessaric", "Otto Brandt")
    assert apart.endswith("are two: their names are those of two")
    with pytest.raises(RecordError, match="no actor"):
        list(explain(record, "Mira Tessaric", "Nobody"))


def test_an_actor_is_shown_with_what_it_says(record: Record) -> None:
    identify(record)
    shown = actor(record, "mira tessaric")
    assert [entry["quote"] for entry in shown.statements] == [
        "“The harbour stays open.”",
        "“I do not recognise Otto Brandt.”",
    ]
    assert json.dumps(shown.json())


def test_a_figure_is_looked_up_by_where_it_stands(record: Record) -> None:
    [mira, *_] = record.documents()
    assert record.who.bearers([(mira, 0)]) == {}
    identify(record)
    bearer = record.who.bearers([(mira, 0), (mira, 1)])[mira, 0]
    assert (bearer.actor, bearer.speaks_for) == (record.who.actor("Mira Tessaric"), None)


def kinds(record: Record, name: str) -> list[str]:
    return [actor.kind for actor in record.who.named(name)]


def test_a_bare_name_that_only_a_place_has_is_the_place(record: Record) -> None:
    """The reader takes the name of a state that nobody knows for a person's now and then."""
    for text, kind in (("Lorrmark.", Kind.PLACE), ("Lorrmark grew.", Kind.PLACE), ("Lorrmark said no.", Kind.PERSON)):
        document = quoting.document(text)
        mention = Span(0, 8)
        figure = Figure(name="Lorrmark", named_at=mention, kind=kind, mentions=(mention,))
        record.add(document, None, Reading(document=document.id, reader="1-quoting", figures=(figure,)))
    identify(record)
    assert kinds(record, "Lorrmark") == ["place"]
    assert list(record.verify()) == []
    add(record, "Edda Lorrmark said: “I paint.”", "2031-05-05")
    identify(record)
    assert sorted(kinds(record, "Lorrmark")) == ["person", "place"]


def bare(record: Record, name: str, kind: Kind = Kind.PERSON, published: str = "2031-06-01") -> None:
    """Add a document that names somebody by this one word alone."""
    document = quoting.document(f"{name} was there, as {len(record.documents())} documents tell.", published=published)
    mention = Span(0, len(name))
    figure = Figure(name=name, named_at=mention, kind=kind, mentions=(mention,))
    record.add(document, None, Reading(document=document.id, reader="1-quoting", figures=(figure,)))


def test_a_name_once_taken_for_a_bodys_is_the_place_that_all_others_mean(record: Record) -> None:
    for kind in (Kind.PLACE, Kind.PLACE, Kind.ORGANISATION):
        bare(record, "Lorrmark", kind)
    identify(record)
    assert kinds(record, "Lorrmark") == ["place"]


def test_a_bare_surname_is_whom_nearly_all_documents_mean_by_it(record: Record) -> None:
    for n in range(3):
        add(record, f"Mira Tessaric said: “Day {n}.”", "2031-05-05")
    bare(record, "Tessaric")
    bare(record, "Tessaric", Kind.ORGANISATION)
    bare(record, "Tessaric", published="1999-06-01")
    identify(record)
    assert record.who.actor("Mira Tessaric").key == record.who.named("Tessaric")[0].key
    [then] = [actor for actor in record.who.named("Tessaric") if actor.name == "Tessaric"]
    assert [seen.published for seen in record.who.seen(then)] == ["1999-06-01"]
    assert record.who.seen(record.who.actor("Mira Tessaric"))[-1].why == "5 of 5 of this surname are Mira Tessaric"


def test_a_bare_surname_of_several_is_nobody(record: Record) -> None:
    for n in range(5):
        add(record, f"{'Mira' if n < 3 else 'Otto'} Tessaric said: “Day {n}.”", "2031-05-05")
    bare(record, "Tessaric")
    identify(record)
    assert [actor.name for actor in record.who.named("Tessaric")] == ["Tessaric"]


def test_ids_stay_when_all_is_compared_again(record: Record) -> None:
    identify(record)
    before = record.who.actor("Otto Brandt").id
    record.rebuild()
    identify(record)
    assert record.who.actor("Otto Brandt").id == before


def test_what_a_person_says_counts_and_outlives_comparing_again(record: Record) -> None:
    identify(record)
    record.who.same("Mira Tessaric", "Otto Brandt", "Edda Quill")
    assert record.who.actor("Otto Brandt") == record.who.actor("Mira Tessaric")
    record.rebuild()
    identify(record)
    assert record.who.actor("Otto Brandt").key == record.who.actor("Mira Tessaric").key
    assert list(record.verify()) == []


def test_a_split_takes_apart_and_outlives_comparing_again(record: Record) -> None:
    identify(record)
    assert record.who.split("Mira Tessaric", "Edda Quill") == 1
    for _ in range(2):
        assert len(record.who.named("Mira Tessaric")) == 2
        record.rebuild()
        identify(record)


def test_one_document_is_taken_out_and_put_back(record: Record) -> None:
    document = add(record, "Mira Tessaric said: “I paint.”", "2031-05-05")
    identify(record)
    record.who.split("Mira Tessaric", "Edda Quill", document=document[:8])
    first, second = record.who.named("Mira Tessaric")
    assert [len(record.who.seen(each)) for each in (first, second)] == [2, 1]
    record.who.same(first.id, second.id, "Edda Quill")
    assert len(record.who.seen(record.who.actor("Mira Tessaric"))) == 3


def test_an_actor_is_not_joined_with_itself_nor_in_a_circle(record: Record) -> None:
    identify(record)
    with pytest.raises(RecordError, match="one actor already"):
        record.who.same("Otto Brandt", "otto brandt", "Edda Quill")
    record.who.same("Otto Brandt", "Mira Tessaric", "Edda Quill")
    with pytest.raises(RecordError, match="one actor already"):
        record.who.same("Mira Tessaric", "Otto Brandt", "Edda Quill")


def test_nobody_alone_is_split_and_nobody_judges_without_a_name(record: Record) -> None:
    identify(record)
    with pytest.raises(RecordError, match="nothing to split"):
        record.who.split("Otto Brandt", "Edda Quill")
    with pytest.raises(ValueError, match="needs the name"):
        record.who.split("Mira Tessaric", " ")


def test_who_is_not_there_is_told_with_what_to_do(record: Record) -> None:
    with pytest.raises(RecordError, match="run `onrecord identify`"):
        record.who.actor("Mira Tessaric")
    identify(record)
    with pytest.raises(RecordError, match="no actor"):
        record.who.actor("Nobody")


def test_what_is_forgotten_is_in_no_actor(record: Record) -> None:
    identify(record)
    document = record.who.seen(record.who.actor("Otto Brandt"))[0].document
    record.forget(document)
    identify(record)
    assert record.who.named("Otto Brandt") == []
    assert list(record.verify()) == []


def test_a_newer_reading_is_compared_in_place_of_the_older(record: Record) -> None:
    identify(record)
    document = quoting.document(TEXTS[2][0], published=TEXTS[2][1])
    record.add(document, None, quoting.read_again(document))
    identify(record)
    assert record.who.named("Otto Brandt") == []
    assert list(record.verify()) == []


def test_the_newest_word_on_two_counts_and_all_are_kept(record: Record) -> None:
    identify(record)
    for verdict, one in ((Verdict.YES, True), (Verdict.UNSURE, False), (Verdict.YES, True), (Verdict.NO, False)):
        record.who.same("Mira Tessaric", "Otto Brandt", "Edda Quill", verdict=verdict)
        assert (record.who.actor("Otto Brandt") == record.who.actor("Mira Tessaric")) is one
    kinds = run(record, "SELECT subject_kind, verdict FROM judgements ORDER BY key")
    assert kinds == [("identity", verdict) for verdict in ("yes", "unsure", "yes", "no")]
    assert list(record.verify()) == []


def test_what_was_said_is_checked_against_its_digest(record: Record) -> None:
    identify(record)
    record.who.same("Mira Tessaric", "Otto Brandt", "Edda Quill")
    run(record, "UPDATE judgements SET verdict = 'no'")
    assert any("its digest is another" in misfit.why for misfit in record.verify())


def in_office(record: Record, text: str, roles: dict[str, str]) -> None:
    """Add a text whose persons have these roles, which stand in it."""
    document = quoting.document(text)
    found = quoting.read(document)

    def held(figure: Figure) -> Figure:
        role = roles.get(figure.name)
        at = text.index(role) if role else 0
        return replace(figure, role=role, role_at=Span(at, at + len(role)) if role else None)

    record.add(document, None, replace(found, figures=tuple(map(held, found.figures))))


def test_statements_are_found_and_counted_by_whom_speakers_speak_for(place: str) -> None:
    envoy, minister = "Ambassador of Peru in Chile", "Foreign Minister of Peru"
    with open_record(place) as record:
        in_office(record, f"The {envoy}. Mira Tessaric said: “It is open.”", {"Mira Tessaric": envoy})
        in_office(record, f"The {minister}. Otto Brandt said: “It is.”", {"Otto Brandt": minister})
        # Here without a role: she speaks for the one that she was seen to speak for.
        in_office(record, "Mira Tessaric said: “No.” Ilan Dorsey said: “Yes.”", {})
        assert [weight.name for weight in counts(record, Query(), By.SPEAKS_FOR)] == [
            "Mira Tessaric",
            "Ilan Dorsey",
            "Otto Brandt",
        ]
        identify(record)
        weighed = [(each.name, each.documents, each.statements) for each in counts(record, Query(), By.SPEAKS_FOR)]
        assert weighed == [("Peru", 3, 3), ("Ilan Dorsey", 1, 1)]
        found = {
            name: len(record.search(Query(speaks_for=name)).hits) for name in ("Peru", "peru", "Ilan Dorsey", "Chile")
        }
        assert found == {"Peru": 3, "peru": 3, "Ilan Dorsey": 1, "Chile": 0}
        [no] = [hit.entry.id for hit in record.search(Query(words="no")).hits]
        record.judge(no, Verdict.YES, "Edda Quill", None, {"speaker": "Ilan Dorsey"})
        assert len(record.search(Query(speaks_for="Peru")).hits) == 2
        assert len(record.search(Query(speaks_for="Ilan Dorsey")).hits) == 2


def test_what_was_judged_of_who_is_who_is_explained_with_its_reason(record: Record) -> None:
    identify(record)
    record.who.same("Mira Tessaric", "Otto Brandt", "Edda Quill", "his pen name")
    one, *_, why = explain(record, "Mira Tessaric", "Otto Brandt")
    assert "is one actor" in one
    assert why.startswith("  judged yes by Edda Quill, ")
    assert why.endswith(": his pen name")
    record.who.same("Mira Tessaric", "Otto Brandt", "Oren Hask", "two people", Verdict.NO)
    assert [line[:23] for line in explain(record, "Mira Tessaric", "Otto Brandt")][1:] == [
        "  judged yes by Edda Qu",
        "  judged no by Oren Has",
    ]


def test_an_actor_is_shown_with_those_of_whom_he_speaks(place: str) -> None:
    with open_record(place) as record:
        add(
            record, "Mira Tessaric said: “Arvenia presses Lorr.” Otto Brandt said: “Arvenia backs Dorsk.”", "2031-01-05"
        )
        add(record, "Mira Tessaric said: “Dorsk backs Lorr.”", "2031-02-05")
        identify(record)
        shown = actor(record, "Mira Tessaric")
        assert shown.speaks_of == shown.json()["speaks_of"] == {"Lorr": 2, "Arvenia": 1, "Dorsk": 1}
