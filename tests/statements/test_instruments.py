"""Treaties, resolutions, conventions and accords are found where a text names them, and nowhere else."""

from __future__ import annotations

import pytest

from onrecord.facts import Form, Instrument, Kind, Mention, Span
from onrecord.statements.instruments import instruments_of, with_instruments


def instruments(text: str) -> tuple[Instrument, ...]:
    return instruments_of(text, with_instruments(text, ()))


def named(text: str, words: str, kind: Kind) -> Mention:
    span = Span(text.index(words), text.index(words) + len(words))
    return Mention(span=span, head=span, kind=kind, form=Form.NAME)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Nobody asked about Resolution 2417.", ["Resolution 2417"]),
        (
            "He cited UN Security Council Resolution 2417 (2031) twice.",
            ["UN Security Council Resolution 2417 (2031)"],
        ),
        ("It breaks resolutions 2460, 2499 and 2544 alike.", ["resolutions 2460, 2499 and 2544"]),
        ("Under the Calder Agreement, ships may pass.", ["Calder Agreement"]),
        ("Calder Agreement in hand, she left.", ["Calder Agreement"]),
        ("He spoke of the Port Halm agreements again.", ["Port Halm agreements"]),
        ("Both signed Dorsk accords that spring.", ["Dorsk accords"]),
        ("It is in the Oram peace agreement of old.", ["Oram peace agreement"]),
        ("See the Treaty of Dorsk.", ["Treaty of Dorsk"]),
        ("See the Charter of the Littoral Union.", ["Charter of the Littoral Union"]),
        ("the Convention on the Rights of the Sailor was read", ["Convention on the Rights of the Sailor"]),
        (
            "the Littoral Convention on Television Broadcasting forbids it",
            ["Littoral Convention on Television Broadcasting"],
        ),
        ("the Stabilisation and Association Agreement is dead", ["Stabilisation and Association Agreement"]),
        ("“🙂 The Calder Accord?” he asked.", ["Calder Accord"]),
    ],
)  # fmt: skip
def test_a_named_instrument_is_found_as_it_is_said(text: str, names: list[str]) -> None:
    found = instruments(text)
    assert [instrument.name for instrument in found] == names
    assert [instrument.span.of(text) for instrument in found] == names


@pytest.mark.parametrize(
    "text",
    [
        "The agreement was signed; an agreement on fish followed.",
        "This Agreement stands, and every Fishing Agreement with it.",
        "They passed the resolution 120 to 44.",
        "A screen of resolution 1920x1080 shows it.",
        "1244 people left.",
        "She drives the Honda Accord to the Convention Center.",
        "He spoke at the Republican National Convention and the party convention.",
        "The North Atlantic Treaty Organization met.",
        "The Veltanian agreement and the Friday agreement are nobody's names.",
        "Veltania Rejects Union Agreement Text On Strait",
    ],
)
def test_what_is_no_name_of_an_instrument_is_left(text: str) -> None:
    assert instruments(text) == ()


def test_a_name_over_a_line_end_is_one_line() -> None:
    [found] = instruments("under the Calder\nAgreement of old")
    assert (found.name, found.span.pair()) == ("Calder Agreement", [10, 26])


def test_an_instrument_is_a_mention_with_its_head_and_takes_the_place_of_the_names_in_it() -> None:
    text = "Arvel broke the Dorsk Convention on Straits. It spurned Security Council Resolution 2417."
    told = [
        named(text, "Arvel", Kind.PLACE),
        named(text, "Dorsk", Kind.PLACE),
        named(text, "Security Council", Kind.ORGANISATION),
        named(text, "Straits", Kind.OTHER),
    ]
    found = with_instruments(text, told)
    assert [(m.span.of(text), m.head.of(text), m.kind) for m in found] == [
        ("Arvel", "Arvel", Kind.PLACE),
        ("Dorsk Convention on Straits", "Convention", Kind.INSTRUMENT),
        ("Security Council Resolution 2417", "Resolution", Kind.INSTRUMENT),
        ("Security Council", "Security Council", Kind.ORGANISATION),
    ]


def test_a_body_that_is_called_after_a_treaty_is_no_instrument() -> None:
    text = "The Dorsk Charter Trust paid."
    assert with_instruments(text, [named(text, "Dorsk Charter Trust", Kind.ORGANISATION)])[0].kind is Kind.ORGANISATION
