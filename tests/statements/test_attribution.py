"""The arrays of a network, here written by hand, become attributions and mentions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from onrecord.documents.turns import layout
from onrecord.facts import Form, Kind
from onrecord.model import Encoded, Model, Roles, Words
from onrecord.statements.attribution import Found, attribute

Floats = NDArray[np.float32]

NAMES = {"Mira": 1, "Tessarić": 2, "Arvel": 5}
NOMINALS = {"He": 1, "minister": 1}


class Scripted(Model):
    """Knows the labels of words by heart; a cue is any of ``cues``, and labels hold for every cue of the window."""

    def __init__(self, text: str, *, cues: dict[str, float], source: str, content: str) -> None:
        self._text, self._cues, self._source, self._content = text, cues, source.split(), content.split()

    def encode(self, words: Words, start: int, end: int) -> Encoded:
        spans = zip(words.start[start:end].tolist(), words.end[start:end].tolist(), strict=True)
        self._forms = [self._text[s:e] for s, e in spans]
        chance = np.array([self._cues.get(form, 0.001) for form in self._forms])
        cue = np.log(np.stack([1 - chance, chance, np.full(len(chance), 1e-6)], axis=1)).astype(np.float32)
        nothing = np.zeros((len(chance), 384), np.float32)
        return Encoded(nothing, cue, self._labels(NAMES, 9), self._labels(NOMINALS, 7))

    def _labels(self, known: dict[str, int], count: int) -> Floats:
        return 9 * np.eye(count, dtype=np.float32)[[known.get(form, 0) for form in self._forms]]

    def roles(self, vectors: Floats, cues: Sequence[tuple[int, int]]) -> Roles:
        del vectors
        label = [2 if form in self._source else 4 if form in self._content else 0 for form in self._forms]
        each = 9 * np.eye(5, dtype=np.float32)[label]
        return Roles(np.stack([each] * len(cues)), np.zeros((5, 5), np.float32), np.zeros(5, np.float32))


def _found(text: str, *, cues: dict[str, float], source: str = "Mira Tessarić", content: str = "") -> Found:
    return attribute(text, layout(text, None), Scripted(text, cues=cues, source=source, content=content))


def test_source_cue_and_content_are_runs_of_words() -> None:
    text = "Mira Tessarić said Arvel was old."
    (a,) = _found(text, cues={"said": 0.9}, content="Arvel was old").attributions
    assert ([s.of(text) for s in a.source], a.cue.of(text)) == (["Mira Tessarić"], "said")
    assert [s.of(text) for s in a.content] == ["Arvel was old"]


def test_content_that_clutter_parts_has_a_span_on_either_side() -> None:
    text = "Mira Tessarić said Arvel\n\n  • © Corin Vael\n\nwas old and grey.\n\nNothing else was known of it."
    spans = [
        s.of(text) for a in _found(text, cues={"said": 0.9}, content="Arvel was old").attributions for s in a.content
    ]
    assert "© Corin Vael" not in " ".join(spans)
    assert spans[:1] == ["Arvel"]


def test_a_cue_without_content_reports_nothing() -> None:
    assert _found("Mira Tessarić said Arvel was old.", cues={"said": 0.9}).attributions == ()


@pytest.mark.parametrize(("chance", "found"), [(0.9, 1), (0.3, 0), (0.01, 0)])
def test_a_word_opens_a_cue_when_that_is_likely_enough(chance: float, found: int) -> None:
    text = "Mira Tessarić said Arvel was old."
    assert len(_found(text, cues={"said": chance}, content="Arvel was old").attributions) == found


@pytest.mark.parametrize(("cue", "found"), [("underlined", 1), ("decided", 0)])
def test_a_verb_of_saying_before_that_needs_less(cue: str, found: int) -> None:
    text = f"Mira Tessarić {cue} that Arvel was old."
    assert len(_found(text, cues={cue: 0.2}, content="that Arvel was old").attributions) == found


def test_an_auxiliary_is_no_part_of_the_source() -> None:
    text = "Mira Tessarić had told Orlan Arvel was old."
    (a,) = _found(text, cues={"told": 0.9}, source="Mira Tessarić had", content="Arvel was old").attributions
    assert [s.of(text) for s in a.source] == ["Mira Tessarić"]


def test_names_pronouns_and_descriptions_are_mentions() -> None:
    text = "He met the minister of Arvel, Mira Tessarić."
    found = [(m.span.of(text), m.kind, m.form) for m in _found(text, cues={}).mentions]
    assert found == [
        ("He", Kind.PERSON, Form.PRONOUN),
        ("minister", Kind.PERSON, Form.NOMINAL),
        ("Arvel", Kind.PLACE, Form.NAME),
        ("Mira Tessarić", Kind.PERSON, Form.NAME),
    ]


def test_a_long_text_is_read_whole_and_nothing_twice() -> None:
    text = " ".join(["Mira Tessarić said Arvel was old."] * 300)
    found = _found(text, cues={"said": 0.9}, content="Arvel was old").attributions
    assert len({a.cue for a in found}) == len(found) == 300
