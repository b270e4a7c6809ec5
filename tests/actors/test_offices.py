"""What a role says of its holder: for whom he speaks, and where."""

from __future__ import annotations

import pytest

from onrecord.actors.offices import office, stands_for

INVENTED = ("Sundmark", "Ardesia", "Littoral Union")


@pytest.mark.parametrize(
    ("role", "whom"),
    [
        ("Ambassador of Russia in Serbia", "Russia"),
        ("Russian ambassador to Serbia", "Russia"),
        ("Serbian President", "Serbia"),
        ("NATO spokesman", "North Atlantic Treaty Organization"),
        ("Peru's foreign minister", "Peru"),
        ("Minister of Foreign Affairs of Peru", "Peru"),
        ("Ambassador of Sundmark in Dorsk", "Sundmark"),
        ("Ardesia's trade minister", "Ardesia"),
        ("Ardesian Prime Minister", "Ardesia"),
        ("secretary-general of the Littoral Union", "Littoral Union"),
        ("Foreign Minister", None),
        ("former Serbian President", None),
        ("Russian analyst", None),
        ("Serbian goalkeeper", None),
        ("Special Representative for Kosovo", None),
        ("neighbour", None),
    ],
)
def test_a_role_says_for_whom_its_holder_speaks(role: str, whom: str | None) -> None:
    held = office(role, INVENTED)
    assert (held.speaks_for if held else None) == whom


def test_an_ambassador_sits_somewhere() -> None:
    held = office("Ambassador of Russia in Serbia")
    assert held is not None
    assert (held.of, held.host) == ("Russia", "Serbia")


@pytest.mark.parametrize(
    ("words", "speaks_for", "host", "whom"),
    [
        ("we", "Russia", "", "Russia"),
        ("our country", "Russia", "Serbia", "Russia"),
        ("this country", "Russia", "Serbia", "Serbia"),
        ("our partners", "Russia", "Serbia", None),
        ("we", None, "", None),
        ("the Serbs", "Russia", "Serbia", None),
    ],
)
def test_we_are_those_for_whom_the_voice_speaks(
    words: str, speaks_for: str | None, host: str, whom: str | None
) -> None:
    assert stands_for(words, speaks_for, host) == whom
