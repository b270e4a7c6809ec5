"""The shipped reader finds the ties that a careful reader finds, with voice, layer, status and grounds."""

from __future__ import annotations

import pytest

from onrecord.reading import read
from related import Case, related, ties

MET = [case for pile in ("wild", "invented", "negative") for case in related(pile)]


def _name(case: Case) -> str:
    return case.name


@pytest.mark.parametrize("case", MET, ids=_name)
def test_ties_are_those_of_a_careful_reader(case: Case) -> None:
    assert ties(case.document, read(case.document)) == list(case.ties), case.shows


@pytest.mark.xfail(reason="not read so yet; move the case when it is")
@pytest.mark.parametrize("case", related("known_failures"), ids=_name)
def test_known_failures_still_fail(case: Case) -> None:
    assert ties(case.document, read(case.document)) == list(case.ties)
