"""Documents about invented people and states, with the readings that a reader would give of them, by a seed.

A document has 250 to 400 words, about 20 statements, 65 mentions, 20 figures, 7 relations and 2 treaties with their
dates, about as news has that the real reader reads. Words follow the law of Zipf over a hundred thousand, names over
twenty thousand; they mean nothing, and what statements mean is drawn apart from them (``topics.py``). Every tenth
document is one that another outlet printed before, with a sentence of its own. Each is made of its number alone, so
that any of them can be made again in any order.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from onrecord.facts import (
    Capture,
    CueKind,
    Document,
    End,
    Event,
    Figure,
    Form,
    Instrument,
    Kind,
    Layer,
    Meaning,
    Mention,
    Metadata,
    Mode,
    Reading,
    Relation,
    Span,
    Speaker,
    Statement,
    Time,
    statement_id,
)
from topics import Topics

READER = "1-invented"
STATEMENTS_PER_DOCUMENT = 20

_WORDS, _PEOPLE, _PLACES, _OUTLETS = 100_000, 20_000, 400, 150
_RELATED, _TREATIES = 3, 0.1
"""One statement in three voices a relation, one in ten names a treaty with its date."""
_COMMON = """the of to and a in that is for on it with as was at by be from this are have not but has had were been
which will would their they more about or an when there so what all can if its we our one no who up than other new also
after year time government people state first two could against before between most many must only over under work
country war peace talks border trade energy law court police minister policy vote party rights market money security
crisis future history answer question position support pressure decision agreement condition""".split()
_CUES = ["said", "added", "told reporters", "stressed", "warned", "insisted", "noted", "wrote", "explained"]
_STANCES = ["believes", "expects", "opposes the idea", "fears", "demanded"]
_ROLES = ["Minister", "Ambassador", "President", "spokeswoman", "Professor", "Mayor", "General", "analyst"]
_ONSETS = "b br d dr f g gr h k kl l m n p pr r s st t tr v z sh ch".split()
_VOWELS = "a e i o u ai ea ou".split()
_LATER = " More on this tomorrow, wrote the night editor of number {}."
_ENDS = ["", "", "n", "r", "l", "s", "t", "nd", "sk", "ć", "v", "m"]


def _zipf(count: int, offset: float) -> NDArray[np.float64]:
    """Give the cumulated shares of so many ranks (Zipf-Mandelbrot): the larger the offset, the flatter the top."""
    shares = 1 / (np.arange(count) + offset) ** 1.05
    cumulated: NDArray[np.float64] = np.cumsum(shares / shares.sum())
    return cumulated


def _coined(draw: np.random.Generator, count: int, syllables: int) -> list[str]:
    """Coin so many different words."""
    found: dict[str, None] = {}
    while len(found) < count:
        sizes = draw.integers(1, syllables + 1, count)
        picks = draw.integers(0, 1 << 30, (count, syllables, 3))
        for size, parts in zip(sizes, picks, strict=True):
            found["".join(_syllable(*part) for part in parts[:size])] = None
    return list(found)[:count]


def _syllable(onset: int, vowel: int, end: int) -> str:
    return _ONSETS[onset % len(_ONSETS)] + _VOWELS[vowel % len(_VOWELS)] + _ENDS[end % len(_ENDS)]


class _Said(NamedTuple):
    """Who says something, how, and where it stands."""

    who: str
    mode: Mode
    source: Span
    cue: Span
    content: Span
    place: tuple[str, Span]
    confidence: float


class World:
    """Who and what there is to be written about; the same for the same seed."""

    def __init__(self, seed: int = 7) -> None:
        draw = np.random.default_rng(seed)
        self._seed = seed
        self._topics = Topics()
        # Common words are short (Zipf, too).
        self.words = _COMMON + sorted(_coined(draw, _WORDS - len(_COMMON), 3), key=len)
        given, family, places = (_coined(draw, n, 3) for n in (300, 6000, _PLACES))
        self.people = [
            f"{given[a].capitalize()} {family[b].capitalize()}"
            for a, b in zip(draw.integers(0, 300, _PEOPLE), draw.integers(0, 6000, _PEOPLE), strict=True)
        ]
        self._places = [place.capitalize() + "ia" for place in places]
        self._outlets = [f"The {word.capitalize()} Post" for word in _coined(draw, _OUTLETS, 2)]
        self._word_shares, self._people_shares = _zipf(_WORDS, 2.7), _zipf(_PEOPLE, 30)
        self._place_shares, self._outlet_shares = _zipf(_PLACES, 5), _zipf(_OUTLETS, 5)

    def document(self, number: int) -> tuple[Document, Capture, Reading]:
        """Make the document of this number, the capture that it came in, and what a reader finds in it."""
        first = number - 5 if number % 10 == 9 else number
        draw = np.random.default_rng((self._seed, first))
        page = _Page()
        cast = [self.people[n] for n in _ranks(draw, self._people_shares, int(draw.integers(3, 7)))]
        page.text = f"{' '.join(self._some(draw, 8)).capitalize()}\n\n"
        scene = [self._places[n] for n in _ranks(draw, self._place_shares, 16)]
        for said in range(STATEMENTS_PER_DOCUMENT):
            who = cast[int(draw.integers(len(cast)))]
            self._say(draw, page, (who, Mode.DIRECT if said % 2 else Mode.INDIRECT), scene)
            page.text += "\n\n" if said % 3 == 2 else ""
        meanings = self._topics.meanings(draw, STATEMENTS_PER_DOCUMENT)
        if first != number:
            page.text += _LATER.format(number)
            draw = np.random.default_rng((self._seed, number))
        outlet = self._outlets[_ranks(draw, self._outlet_shares, 1)[0]]
        metadata = Metadata(
            url=f"https://{outlet.split()[1].lower()}.example/{number}",
            title=page.text.split("\n", 1)[0],
            outlet=outlet,
            published=(date(2020, 1, 1) + timedelta(days=int(draw.integers(3650)))).isoformat(),
            language="en",
        )
        name = f"{number}.txt"
        document = Document(text=page.text, metadata=metadata, name=name)
        capture = Capture(name=name, data=page.text.encode(), metadata=metadata)
        return document, capture, replace(page.reading(document.id), meanings=meanings)

    def meaning(self, number: int) -> Meaning:
        """Give what somebody looks for."""
        return self._topics.meanings(np.random.default_rng((self._seed, 2, number)), 1)[0]

    def query(self, number: int) -> tuple[str, str]:
        """Give a word that somebody said and who it was: a word neither among the commonest nor a rare one."""
        draw = np.random.default_rng((self._seed, 1, number))
        person = self.people[_ranks(draw, self._people_shares, 1)[0]]
        return self.words[int(draw.integers(20, 2000))], person

    def _some(self, draw: np.random.Generator, count: int) -> list[str]:
        return [self.words[rank] for rank in _ranks(draw, self._word_shares, count)]

    def _say(self, draw: np.random.Generator, page: _Page, voice: tuple[str, Mode], scene: list[str]) -> None:
        """Write one sentence in which this voice says something, with two or three places in it."""
        who, mode = voice
        words = self._some(draw, int(draw.integers(5, 16)))
        places = [scene[n] for n in draw.integers(0, len(scene), int(draw.integers(2, 4)))]
        direct = mode is Mode.DIRECT
        cues = _CUES if direct or draw.random() < 0.7 else _STANCES
        cue = cues[int(draw.integers(len(cues)))]
        if not direct:
            source, cue_at = page.person(who), page.write(cue)
        start = page.write("“" if direct else "that").start
        if draw.random() < _TREATIES:
            page.treaty(scene[0], date(2000, 1, 1) + timedelta(days=int(draw.integers(7000))))
        place = places[0], page.run(words, places)
        content = Span(start, page.write(",”").end if direct else len(page.text))
        if direct:
            cue_at, source = page.write(cue), page.person(who)
        page.write(".")
        page.says(_Said(who, mode, source, cue_at, content, place, round(float(draw.uniform(0.3, 1)), 2)))


def _ranks(draw: np.random.Generator, shares: NDArray[np.float64], count: int) -> list[int]:
    ranks: list[int] = np.minimum(np.searchsorted(shares, draw.random(count)), len(shares) - 1).tolist()
    return ranks


class _Page:
    """A text that is being written, with who stands where in it and who says what."""

    def __init__(self) -> None:
        self.text = ""
        self._people: dict[str, list[Span]] = {}
        self._places: dict[str, list[Span]] = {}
        self._said: list[_Said] = []
        self._instruments: list[Instrument] = []
        self._times: list[Time] = []

    def write(self, words: str) -> Span:
        """Add words, after a space where a word stands before them; give their place."""
        gap = " " if self.text and self.text[-1] not in " \n“" and words[0] not in ".,”" else ""
        start = len(self.text) + len(gap)
        self.text += gap + words
        return Span(start, len(self.text))

    def person(self, who: str) -> Span:
        """Add somebody's name: whole and with an office at first, the last part of it from then on."""
        known = self._people.setdefault(who, [])
        if not known:
            self.write(office(who))
        known.append(self.write(who.rsplit(maxsplit=1)[-1] if known else who))
        return known[-1]

    def treaty(self, place: str, signed: date) -> None:
        """Add an instrument with its date."""
        name = f"Treaty of {place}"
        self.write("under the")
        self._instruments.append(Instrument(name=name, span=self.write(name)))
        self.write("of")
        self._times.append(Time(value=signed.isoformat(), span=self.write(f"{signed.day} {signed:%B %Y}")))

    def run(self, words: list[str], places: list[str]) -> Span:
        """Add words with places among them; give where the first of these stands."""
        parts, first = len(places) + 1, len(self._places.get(places[0], ()))
        for part, place in zip(range(parts), [*places, None], strict=True):
            self.write(" ".join(words[part::parts]))
            if place:
                self.write("in")
                self._places.setdefault(place, []).append(self.write(place))
        return self._places[places[0]][first]

    def says(self, said: _Said) -> None:
        """Keep what somebody says here."""
        self._said.append(said)

    def reading(self, document: str) -> Reading:
        """Give all that there is to be found."""
        statements = [self._statement(document, said) for said in self._said]
        figures = [_figure(name, at, Kind.PERSON) for name, at in self._people.items()]
        figures += [_figure(name, at, Kind.PLACE) for name, at in self._places.items()]
        kinds = [(span, figure.kind) for figure in figures for span in figure.mentions]
        mentions = (
            Mention(span=span, head=Span(span.end - 1, span.end), kind=kind, form=Form.NAME, confidence=0.97)
            for span, kind in sorted(kinds)
        )
        return Reading(
            document=document,
            reader=READER,
            statements=tuple(sorted(statements, key=lambda s: s.content)),
            mentions=tuple(mentions),
            figures=tuple(figures),
            relations=tuple(self._relation(document, said) for said in self._said[::_RELATED]),
            instruments=tuple(self._instruments),
            times=tuple(self._times),
        )

    def _relation(self, document: str, said: _Said) -> Relation:
        """What somebody says shows him against or for the place that it names."""
        name, at = said.place
        figure = self._people[said.who][0], self._places[name][0]
        holder = End(name=said.who, kind=Kind.PERSON, span=said.source, named_at=figure[0])
        target = End(name=name, kind=Kind.PLACE, span=at, named_at=figure[1])
        return Relation(
            document=document,
            holder=holder,
            target=target,
            sign=1 if said.mode is Mode.DIRECT else -1,
            layer=Layer.SHOWN,
            grounds=(said.content,),
            voice=statement_id(document, (said.content,), said.cue),
            event=Event.SUPPORT if said.mode is Mode.DIRECT else None,
            confidence=said.confidence,
        )

    def _statement(self, document: str, said: _Said) -> Statement:
        named_at = self._people[said.who][0]
        return Statement(
            document=document,
            mode=said.mode,
            speaker=Speaker(
                kind=Kind.PERSON, name=said.who, role=office(said.who), span=said.source, named_at=named_at
            ),
            content=(said.content,),
            source=(said.source,),
            cue=said.cue,
            cue_kind=CueKind.OTHER if said.cue.of(self.text) in _STANCES else CueKind.SPEECH,
            confidence=said.confidence,
        )


def office(who: str) -> str:
    """Give somebody's office, which is the same wherever somebody is named."""
    return _ROLES[sum(map(ord, who)) % len(_ROLES)]


def _figure(name: str, at: list[Span], kind: Kind) -> Figure:
    return Figure(name=name, named_at=at[0], kind=kind, mentions=tuple(at))
