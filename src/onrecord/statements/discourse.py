"""A text read from its beginning, person by person: who has been spoken of when a mention comes up."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence

from onrecord.facts import Form, Kind, Layout, Mention, Role, Span
from onrecord.statements.antecedents import Candidate, within_reach
from onrecord.statements.mending import persons_named
from onrecord.statements.mentions import FIRST, SECOND, Occurrence, Part, Setting, gender_of_pronoun, pronouns
from onrecord.statements.names import Bearer, bare_name, bearers, honorific, name_words
from onrecord.statements.phrases import apposed, carries, leads_to, predicated, renamed, says
from onrecord.statements.roles import gender_of, head_noun, role_after, role_before, same_office

Choose = Callable[[Occurrence, Sequence[Candidate], int | None], tuple[int | None, float]]
"""Which of the candidates a mention means, by its number, and how probably; the last argument is who speaks the
quotation around it."""

_DEFINITE = re.compile(r"(?:the|this|that) |[A-Z]\S+(?: [A-Z]\S+)*$", re.IGNORECASE)
_DESCRIPTION = re.compile(
    r"(?:an?|the|this|that|his|her|my|our|their|your|its|one|another) \w{3,}|(?-i:[^\W\da-z])", re.IGNORECASE
)
_WORD_BEFORE = re.compile(r"(\w+)\.?\s$")


class Discourse:
    """The persons of one text and the mentions in their order.

    Persons have numbers: first those with a name (``bearers``), then those that are only described. ``owner`` says
    whose a mention is believed to be and ``share`` how probably, 1 where it is not there.
    """

    def __init__(self, text: str, layout: Layout, mentions: Sequence[Mention], given: dict[str, float]) -> None:
        self.text = text
        self.setting = Setting(text, layout)
        self.candidates: list[Candidate] = []
        self.owner: dict[Span, int | None] = {}
        self.share: dict[Span, float] = {}
        self.roles: dict[int, list[Span]] = {}
        self.heads: dict[int, set[str]] = {}
        self.names = persons_named(text, mentions, layout)
        self.bearers = self._bearers(given)
        self._introduce()
        self.mentions = self._in_order(mentions)
        self._starts = [o.span.start for o in self.mentions]
        self._voices = self._quoted()
        self._lean()

    def read(self, choose: Choose) -> None:
        """Give each pronoun and each description its owner, from the beginning on."""
        for index, occurrence in enumerate(self.mentions):
            if gender_of_pronoun(occurrence.word):
                self._pronoun(occurrence, choose)
            elif occurrence.form is Form.NOMINAL:
                self.owner[occurrence.span] = self._description(occurrence, index)
            number = self.owner.get(occurrence.span)
            if number is not None:
                self.candidates[number].see(occurrence)
        for occurrence in self.mentions:
            if occurrence.word in FIRST or occurrence.word in SECOND:
                self.owner[occurrence.span] = self._in_speech(occurrence)

    # before reading

    def _bearers(self, given: dict[str, float]) -> list[Bearer]:
        words = [name_words(span.of(self.text)) for span in self.names]
        genders = []
        for span, name in zip(self.names, words, strict=True):
            before = _WORD_BEFORE.search(self.text, max(0, span.start - 8), span.start)
            titled = honorific(before[1] if before else "") or honorific(span.of(self.text).partition(" ")[0])
            genders.append(titled or (given.get(name[0], 0.0) if name else 0.0))
        pairs = zip(self.names, self.names[1:], strict=False)
        aliases = [(i, i + 1) for i, (a, b) in enumerate(pairs) if renamed(self.text, a.end, b.start)]
        return sorted(bearers(words, genders, aliases), key=lambda b: min(b.members))

    def _introduce(self) -> None:
        """Make a candidate of each person with a name, with the roles that stand at its names."""
        by_names = sorted(range(len(self.bearers)), key=lambda i: -len(self.bearers[i].members))
        rank = {number: place for place, number in enumerate(by_names)}
        for number, bearer in enumerate(self.bearers):
            spans = [self.names[i] for i in sorted(bearer.members)]
            self.owner.update(dict.fromkeys(spans, number))
            bare = [bare_name(self.text, span) for span in spans]
            roles = [role for span in bare for role in (role_before(self.text, span), role_after(self.text, span))]
            self.roles[number] = [role for role in roles if role is not None]
            heads = [head_noun(role.of(self.text)) for role in self.roles[number]]
            self.heads[number] = {head for head in heads if head is not None}
            gender = bearer.gender + sum(map(gender_of, sorted(self.heads[number])))
            places = [self.setting.occurrence(span, Form.NAME) for span in spans]
            self.candidates.append(Candidate(number, places, rank[number], gender))

    def _in_order(self, mentions: Sequence[Mention]) -> list[Occurrence]:
        """Names, pronouns and descriptions of persons."""
        place = self.setting.occurrence
        named = {at for m in mentions if m.form is Form.NAME for at in range(m.span.start, m.span.end)}
        out = [place(span, Form.NAME) for span in self.names]
        out += [place(s, Form.PRONOUN, word) for s, word in pronouns(self.text) if s.start not in named]
        described = {m.span for m in mentions if m.form is Form.NOMINAL and m.kind is Kind.PERSON}
        described = {
            span for span in described if _DESCRIPTION.match(span.of(self.text)) or head_noun(span.of(self.text))
        }
        described -= {o.span for o in out}
        out += [place(span, Form.NOMINAL, head_noun(span.of(self.text)) or "") for span in described]
        return sorted(out, key=lambda o: o.span)

    def _quoted(self) -> dict[int, Occurrence]:
        """Who stands beside a word of speech next to each quotation, after it or before.

        A quotation with nobody beside it goes on with the one before, if no other person came in between.
        """
        out: dict[int, Occurrence] = {}
        quotes = self.setting.quotes
        for number, quote in enumerate(quotes):
            beside = self._after(quote) or self._before(quote)
            if beside is None and number - 1 in out:
                gap = Span(quotes[number - 1].end, max(quote.start, quotes[number - 1].end + 1))
                alone = all(o == out[number - 1] for o in self.within(gap))
                beside = out[number - 1] if alone and "\n\n" not in gap.of(self.text) else None
            if beside is not None:
                out[number] = beside
        return out

    def _after(self, quote: Span) -> Occurrence | None:
        for o in self.mentions[bisect_left(self._starts, quote.end) :][:3]:
            between = self.text[quote.end : o.span.start]
            if len(between) > 60 or "\n" in between or "." in between or o.quote >= 0:
                return None
            if says(self.text, o.span, quote.end):
                return o
        return None

    def _before(self, quote: Span) -> Occurrence | None:
        at = bisect_left(self._starts, quote.start)
        for o in reversed(self.mentions[max(0, at - 4) : at]):
            between = self.text[o.span.end : quote.start]
            if len(between) > 120 or "\n\n" in between or ". " in between:
                return None
            if o.quote < 0 and says(self.text, o.span, o.span.start):
                return o
        return None

    def _lean(self) -> None:
        """Let the pronouns that follow a name close by speak for its bearer's gender, where nothing else does."""
        tally = {c.number: 0 for c in self.candidates if not c.gender}
        last: Occurrence | None = None
        for o in self.mentions:
            if o.form is Form.NAME:
                last = o
            elif last is not None and o.sentence - last.sentence <= 2:
                number = self.owner.get(last.span)
                if number in tally:
                    tally[number] += gender_of_pronoun(o.word)
        for number, lead in tally.items():
            self.candidates[number].gender = max(-2.0, min(2.0, 0.5 * lead))

    # pronouns

    def _pronoun(self, occurrence: Occurrence, choose: Choose) -> None:
        voice = self._voices.get(occurrence.quote)
        speaker = self.owner.get(voice.span) if voice is not None else None
        number, share = choose(occurrence, within_reach(self.candidates, occurrence), speaker)
        if number is not None and self.candidates[number].seen:
            # A chain of pronouns is as doubtful as its links; the root, because they stand or fall together.
            share *= self.share.get(self.candidates[number].seen[-1].span, 1.0) ** 0.5
        self.owner[occurrence.span], self.share[occurrence.span] = number, share

    def _in_speech(self, occurrence: Occurrence) -> int | None:
        """Whom "I" and "you" mean: who is quoted, who has the turn, whom a question is put to."""
        if occurrence.quote >= 0:
            voice = self._voices.get(occurrence.quote)
            return self.owner.get(voice.span) if voice is not None and occurrence.word in FIRST else None
        if occurrence.turn < 0:
            return None
        turns = self.setting.turns
        mine = turns[occurrence.turn]
        if occurrence.word in FIRST:
            return self.known_as(mine.speaker)
        others = {t.speaker for t in turns if t.role is Role.ANSWER} if mine.role is Role.QUESTION else set()
        return self.known_as(others.pop()) if len(others) == 1 else None

    def known_as(self, name: str | None) -> int | None:
        """The number of the one person whose name holds all words of this one."""
        words = set(name_words(name or ""))
        fitting = [number for number, bearer in enumerate(self.bearers) if words and words <= bearer.words]
        return fitting[0] if len(fitting) == 1 else None

    # descriptions

    def _description(self, o: Occurrence, index: int) -> int | None:
        inside = self.head_name(o.span)
        if inside is not None:
            return self.owner.get(inside)
        number = self._bound(o, index)
        if number is not None and o.word:
            self.heads[number].add(o.word)
            self.candidates[number].gender += gender_of(o.word)
        if number is None:
            number = self.in_office(o.span)
        if number is None and o.word and not predicated(self.text, o.span.start):
            number = len(self.candidates)
            self.candidates.append(Candidate(number, [], number, gender_of(o.word)))
            self.heads[number], self.roles[number] = {o.word}, [o.span]
        return number

    def _bound(self, o: Occurrence, index: int) -> int | None:
        """The person whom the sentence itself says to be what is described."""
        before = self._before_in_sentence(o, index)
        if before is not None:
            owned = before.part is Part.POSSESSIVE and before.form is not Form.NOMINAL
            if not owned and apposed(self.text, before.span.end, o.span.start):
                return self.owner[before.span]
            if predicated(self.text, o.span.start):
                return self._subject(o) if self._subject(o) is not None else self.owner[before.span]
        for following in self.mentions[index + 1 : index + 6]:
            if following.form is Form.NAME and following.span.start >= o.span.end:
                joined = leads_to(self.text, o.span.end, following.span.start)
                return self.owner.get(following.span) if joined else None
        return None

    def _before_in_sentence(self, o: Occurrence, index: int) -> Occurrence | None:
        """The last mention with an owner that ends before this one begins."""
        for other in reversed(self.mentions[max(0, index - 12) : index]):
            if other.sentence != o.sentence:
                return None
            if other.span.end <= o.span.start and self.owner.get(other.span) is not None:
                return other
        return None

    def _subject(self, o: Occurrence) -> int | None:
        """The last subject so far of the sentence."""
        subjects = [
            (seen.span, c.number)
            for c in self.candidates
            for seen in c.seen[-6:]
            if seen.sentence == o.sentence and seen.part is Part.SUBJECT
        ]
        return max(subjects)[1] if subjects else None

    def in_office(self, span: Span) -> int | None:
        """The one person whose role a definite description repeats ("the Russian ambassador")."""
        words = span.of(self.text)
        head = head_noun(words)
        if head is None or not _DEFINITE.match(words):
            return None
        told = {}
        for number, heads in self.heads.items():
            if head in heads:
                told[number] = same_office(words, [role.of(self.text) for role in self.roles[number]], head)
        fitting = [number for number, same in told.items() if same is not False]
        named = [number for number in fitting if told[number]]
        return fitting[0] if len(fitting) == 1 else named[0] if len(named) == 1 else None

    # phrases

    def head_name(self, span: Span) -> Span | None:
        """The name of the one person that a phrase is about, if it has one."""
        carrying = []
        for name in self.names[bisect_left(self.names, span.start, key=lambda s: s.start) :]:
            if name.start >= span.end:
                break
            if name.end <= span.end + 2 and carries(self.text, name, span):
                carrying.append(name)
        owners = {self.owner.get(name) for name in carrying}
        return carrying[0] if len(owners) == 1 and None not in owners else None

    def names_person(self, span: Span) -> bool:
        """Whether a person's name lies over the span."""
        at = bisect_left(self.names, span.end, key=lambda s: s.start) - 1
        return at >= 0 and self.names[at].overlaps(span)

    def within(self, span: Span) -> list[Occurrence]:
        """The mentions that lie inside a phrase."""
        first = bisect_left(self._starts, span.start)
        return [o for o in self.mentions[first : bisect_left(self._starts, span.end)] if span.holds(o.span)]
