"""Source, cue and content, as the model finds them, and the names it sees on the way.

The model reads windows of whole sentences. Each cue it finds there gets labels of its own for every word of
the window, so that contents may overlap and nest (semantic role labelling; He et al. 2017).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from onrecord.facts import Form, Kind, Layout, Mention, Span, Spans
from onrecord.model import Model, Page, windows
from onrecord.statements.cues import CLAIMS, NESTING, SAYING, is_impersonal
from onrecord.statements.decode import Piece, best_path, pieces, softmax

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

CUE_FLOOR = 0.35
"""A word opens a cue from this probability on, though "no cue" be likelier (tuned on PolNeAR's development part)."""

THAT_FLOOR = 0.05
"""The same for a word of saying before "that", where the form says most of it."""

IMPERSONAL_CHANCE = 0.99
"""What "it is believed that" counts as: it hardly ever errs, but has no source, which costs it in the balance."""

NESTED_CHANCE = 0.75
"""What a nested cue counts as: of those found in ``relations-dev`` three in four are right."""

_SOURCE, _CONTENT, ROLE_LABELS = 1, 3, 5
_NAMES = {1: Kind.PERSON, 3: Kind.ORGANISATION, 5: Kind.PLACE, 7: Kind.OTHER}
_NOMINALS = {1: Kind.PERSON, 3: Kind.ORGANISATION, 5: Kind.PLACE}
_TRAILING = frozenset("of in at for from to and the on with by , ' ’ s".split())


@dataclass(frozen=True, slots=True)
class Attribution:
    """One cue with the words around it; ``clues`` are what its confidence is computed from."""

    cue: Span
    source: Spans
    content: Spans
    clues: tuple[float, ...]
    nested: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """All that the model finds in a text, in the order of the text."""

    attributions: tuple[Attribution, ...]
    mentions: tuple[Mention, ...]


def attribute(text: str, layout: Layout, model: Model) -> Found:
    """Read the sentences of a text."""
    page = Page(text, layout)
    attributions: list[Attribution] = []
    mentions: list[Mention] = []
    cover = windows(page.words, page.sentences)
    for at in range(0, len(cover), AT_ONCE):
        views = [_View(page, *window, model) for window in cover[at : at + AT_ONCE]]
        attributions += _attributions(views, model)
        for view in views:
            mentions += _mentions(view)
    return Found(tuple(attributions), tuple(sorted(mentions, key=lambda m: (m.span.start, -m.span.end))))


AT_ONCE = 8
"""Windows decoded together: the chain's steps are many and small."""


class _View:
    """One window of a page, encoded."""

    def __init__(self, page: Page, start: int, end: int, model: Model) -> None:
        self.page, self.offset = page, start
        encoded = model.encode(page.words, start, end)
        self.vectors = encoded.vectors
        self.cue, self.names, self.nominals = (softmax(x) for x in (encoded.cue, encoded.names, encoded.nominals))

    def cues(self) -> list[Piece]:
        """The cues, in words of the window."""
        labels = self.cue.argmax(axis=1)
        that = [self.form(i) in SAYING and self.form(i + 1) == "that" for i in range(len(labels) - 1)]
        floor = np.where([*that, False], THAT_FLOOR, CUE_FLOOR)
        labels[(labels == 0) & (1 - self.cue[:, 0] > floor)] = 1
        return pieces(labels, 1)

    def certainty(self, cue: Piece) -> float:
        """What a cue counts as at least, by its form."""
        start, end = cue
        opening = next((i for i in range(start, max(start - 3, -1), -1) if self.form(i) == "it"), start)
        return IMPERSONAL_CHANCE if is_impersonal(" ".join(map(self.form, range(opening, end)))) else 0.0

    def inner_cues(self, outer: list[_Labelled]) -> list[Piece]:
        """Words of saying and thinking inside of what an outer cue reports, where the model was taught to see none."""
        held = {i for labelled in outer for i in labelled.words()}
        cues = {i for labelled in outer for i in range(*labelled.cue)}
        return [(i, i + 1) for i in sorted(held - cues) if self.form(i) in NESTING]

    def claims(self, outer: list[_Labelled]) -> list[Piece]:
        """Verbs of saying and nouns of claiming before "that" inside of what an outer cue reports."""
        held = {i for labelled in outer for i in labelled.words()} - {i for o in outer for i in range(*o.cue)}
        verbs = {i for i in held if self.form(i) in NESTING}
        nouns = {i for i in held if self.form(i) in CLAIMS and i + 1 in held and self.form(i + 1) == "that"}
        return [(i, i + 1) for i in sorted(verbs | nouns)]

    def form(self, word: int) -> str:
        """One word, in lower case."""
        return self.page.form(self.offset + word)

    def hull(self, run: Piece) -> Span:
        """From the first to the last letter of a run of words."""
        return self.page.hull((self.offset + run[0], self.offset + run[1]))

    def spans(self, runs: list[Piece]) -> Spans:
        """The unbroken stretches of runs of words."""
        return tuple(span for s, e in runs for span in self.page.spans((self.offset + s, self.offset + e)))


@dataclass(frozen=True, slots=True)
class _Labelled:
    """The runs of words that one cue's labels make, in words of its window."""

    cue: Piece
    source: list[Piece]
    content: list[Piece]
    clues: tuple[float, ...]

    def words(self) -> set[int]:
        """The words of the content."""
        return {i for s, e in self.content for i in range(s, e)}

    def within(self, outer: _Labelled) -> bool:
        """Whether source and content lie inside the other's content, less than it, and the content follows the cue.

        "Arvel threatened, Arvel promised" has no inner statement: a rule found the cue, and only that order is safe.
        """
        around, inside = outer.words(), self.words()
        if not inside or min(inside) < self.cue[1]:
            return False
        return inside < around and {i for s, e in self.source for i in range(s, e)} <= around


def _attributions(views: list[_View], model: Model) -> list[Attribution]:
    outer = _labelled([(view, view.cues()) for view in views], model)
    asked = [(view, view.inner_cues(found)) for view, found in zip(views, outer, strict=True)]
    inner = _labelled(asked, model, at_least=NESTED_CHANCE)
    out = []
    for view, above, below in zip(views, outer, inner, strict=True):
        out += [_placed(view, found, nested=False) for found in above if found.content]
        whole = [found for found in below if found.source and found.content and any(map(found.within, above))]
        met = {found.cue for found in whole}
        formed = (_formed(view, cue, above) for cue in view.claims(above) if cue not in met)
        out += [_placed(view, found, nested=True) for found in (*whole, *filter(None, formed))]
    return out


def _formed(view: _View, cue: Piece, above: list[_Labelled]) -> _Labelled | None:
    """What the form says of a cue before "that", where the model sees no whole statement.

    The source is what stands before the cue in its clause, the content all that follows in what is reported.
    """
    held = min((o.words() for o in above if set(range(*cue)) <= o.words()), key=len, default=set())
    start = end = next((i for i in range(cue[0], 0, -1) if view.form(i - 1) not in _AUXILIARIES), 0)
    while start - 1 in held and view.form(start - 1) not in _CLAUSE:
        start -= 1
    that = next((i for i in range(cue[1], cue[1] + _NEAR) if i in held and view.form(i) == "that"), None)
    if that is None or start == end or any(view.form(i) in _CLAUSE for i in range(cue[1], that)):
        return None
    last = that + 1
    while last in held:
        last += 1
    sure = _logit(NESTED_CHANCE)
    return _Labelled(
        cue, [(start, end)], [(that, last)], (sure, sure, sure, 1.0, 0.0, float(np.log1p(last - that)), 1.0)
    )


_NEAR = 4
_CLAUSE = frozenset('that , ; : “ ” " — – - and but or because if when while whether who which'.split())


def _placed(view: _View, found: _Labelled, *, nested: bool) -> Attribution:
    source, content = view.spans(found.source), view.spans(found.content)
    cue = view.spans([found.cue])[0]  # a cue is one span: what clutter parts from it is left out
    return Attribution(cue, source, content, found.clues, nested)


def _labelled(asked: list[tuple[_View, list[Piece]]], model: Model, at_least: float = 0.0) -> list[list[_Labelled]]:
    """Label the words of each window for each of its cues; all windows' chains run together.

    A cue that a rule found counts as ``at_least`` so probable.
    """
    scored = [(view, cues, model.roles(view.vectors, cues)) for view, cues in asked if cues]
    if not scored:
        return [[] for _ in asked]
    lengths = np.array([len(view.vectors) for view, cues, _ in scored for _ in cues])
    emissions = np.zeros((len(lengths), lengths.max(), ROLE_LABELS), np.float32)
    row = 0
    for _, cues, roles in scored:
        emissions[row : row + len(cues), : roles.emissions.shape[1]] = roles.emissions
        row += len(cues)
    chain = scored[0][2]
    paths = iter(zip(best_path(emissions, lengths, chain.step, chain.first), softmax(emissions), strict=True))
    return [[_one(view, cue, *next(paths), at_least) for cue in cues] for view, cues in asked]


def _one(view: _View, cue: Piece, path: NDArray[np.int64], chance: NDArray[np.float32], at_least: float) -> _Labelled:
    start, end = cue
    path, chance = path[: len(view.vectors)], chance[: len(view.vectors)]
    path[start:end] = 0
    source, content = _named(view, pieces(path, _SOURCE)), pieces(path, _CONTENT)
    inside = [i for s, e in content for i in range(s, e)]
    whose = [i for s, e in source for i in range(s, e)]
    return _Labelled(cue, source, content, (
        _logit(max(at_least, view.certainty(cue), 1 - float(view.cue[start, 0]))),
        _logit(_mean(chance[inside, _CONTENT:])),
        _logit(_mean(chance[whose, _SOURCE : _SOURCE + 2])) if whose else 0.0,
        float(bool(source)),
        float(len(content) > 1),
        float(np.log1p(len(inside))),
        float(view.form(end - 1) in SAYING),
    ))  # fmt: skip


def _named(view: _View, source: list[Piece]) -> list[Piece]:
    """The runs of a source without the auxiliaries of the cue behind them ("Orlan had" told)."""
    ends = [next((i for i in range(e, s, -1) if view.form(i - 1) not in _AUXILIARIES), s) for s, e in source]
    return [(s, e) for (s, _), e in zip(source, ends, strict=True) if s < e]


_AUXILIARIES = frozenset("is are was were be been being has have had do does did will would".split())


def _mean(chances: NDArray[np.float32]) -> float:
    return float(chances.sum(axis=-1).mean()) if len(chances) else 0.0


def _logit(p: float) -> float:
    p = min(max(p, 1e-4), 1 - 1e-4)
    return float(np.log(p / (1 - p)))


def _mentions(view: _View) -> Iterator[Mention]:
    named: set[int] = set()
    for kind, (s, e) in _runs(view.names, _NAMES):
        named |= set(range(s, e))
        span = view.hull((s, e))
        yield Mention(span=span, head=span, kind=kind, form=Form.NAME, confidence=_sure(view.names, s, e))
    for kind, (s, e) in _runs(view.nominals, _NOMINALS):
        last = next((i for i in range(e - 1, s - 1, -1) if view.form(i) not in _TRAILING), None)
        if last is not None and not named & set(range(s, last + 1)):
            form = Form.PRONOUN if s == last and view.form(s) in _PRONOUNS else Form.NOMINAL
            span, head = view.hull((s, last + 1)), view.hull((last, last + 1))
            yield Mention(span=span, head=head, kind=kind, form=form, confidence=_sure(view.nominals, s, last + 1))


def _runs(chance: NDArray[np.float32], kinds: dict[int, Kind]) -> Iterator[tuple[Kind, Piece]]:
    labels = chance.argmax(axis=1)
    return ((kind, run) for begin, kind in kinds.items() for run in pieces(labels, begin))


def _sure(chance: NDArray[np.float32], start: int, end: int) -> float:
    return round(float(1 - chance[start:end, 0].mean()), 2)


_PRONOUNS = frozenset(
    """i me my mine myself you your yours yourself he him his himself she her hers herself we us our ours ourselves
    they them their theirs themselves it its itself who whom whose""".split()
)
