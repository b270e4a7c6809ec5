"""A text read from its beginning, person by person: who has been spoken of when a mention comes up."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence

from onrecord.facts import Form, Kind, Layout, Mention, Span
from onrecord.statements.antecedents import Candidate, within_reach
from onrecord.statements.mentions import FIRST, SECOND, SPEECH, Occurrence, Part, Setting, gender_of_pronoun, pronouns
from onrecord.statements.names import HONORIFICS, Bearer, bearers, folded, name_words
from onrecord.statements.roles import gender_of, head_noun, role_after, role_before

Choose = Callable[[Occurrence, Sequence[Candidate], int | None], int | None]
"""Which of the candidates a mention means, by its number; the last argument is who speaks the quotation around it."""

_APPOSITION = re.compile(
    r"(?:,? (?:\d+,? )?|,? and |\s*[(\[][^\])]{0,60}?|\s*[(\[].{0,60}[)\]],? ?)(?:also |then |now |and |the |a |an )*", re.DOTALL
)
_COPULA = re.compile(
    r"\b(?:is|was|are|were|be|been|being|become|becomes|became|becoming|as|remains?|remained|named|called|elected|appointed|considered|made)"
    r"(?: (?:also|then|now|not|once|still|currently|both|the|a|an|himself|herself|only|perhaps|widely))*\s*$"
)
_DEFINITE = re.compile(r"(?:the|this|that|said the) |[A-Z]\S+$", re.IGNORECASE)
_SAID_AFTER = re.compile(r"\W*(?:\w+ly )?(" + "|".join(sorted(SPEECH)) + r")\b")
_SAID_BEFORE = re.compile(r"\b(" + "|".join(sorted(SPEECH)) + r")\s$")


_WORD_BEFORE = re.compile(r"(\w+)\.?\s$")
_FIRST_WORD = re.compile(r"\w*")
_ALIAS = re.compile(
    r"[^.\n]{0,60}?(?:\b(?:born|known(?: \w+)? as|named|alias|a\.?k\.?a\.?|n[eé]e?|pseudonym|stage name|called)"
    r"|\([^()\n]{0,40}?(?:[A-Z]\w+: )) [“\"'‘]?|[^.\n]{0,60}?\([^()\n]{0,40}?[A-Z]\w+: "
)


class Discourse:
    """The persons of one text and the mentions in their order."""

    def __init__(self, text: str, layout: Layout, mentions: Sequence[Mention], given: dict[str, float]) -> None:
        self.text = text
        self.setting = Setting(text, layout)
        self.candidates: list[Candidate] = []
        self.owner: dict[Span, int | None] = {}
        self.roles: dict[int, list[Span]] = {}
        self.heads: dict[int, set[str]] = {}
        self.names = sorted({m.span for m in mentions if m.form is Form.NAME and m.kind is Kind.PERSON})
        self.bearers = self._name(given)
        self.mentions = self._others(mentions)
        self.quoted_by = self._voices()
        self._lean()

    # names

    def _name(self, given: dict[str, float]) -> list[Bearer]:
        words = [name_words(span.of(self.text)) for span in self.names]
        genders = [self._gender(span, name, given) for span, name in zip(self.names, words, strict=True)]
        found = bearers(words, genders, self._aliases())
        found.sort(key=lambda b: min(b.members))
        order = sorted(range(len(found)), key=lambda i: -len(found[i].members))
        ranks = {number: rank for rank, number in enumerate(order)}
        for number, bearer in enumerate(found):
            bearer.members.sort()
            places = [self.setting.occurrence(self.names[i], Form.NAME) for i in bearer.members]
            self.owner.update((place.span, number) for place in places)
            around = [(role_before(self.text, p.span), role_after(self.text, p.span)) for p in places]
            self.roles[number] = [role for pair in around for role in pair if role is not None]
            heads = {head_noun(role.of(self.text)) for role in self.roles[number]} - {None}
            self.heads[number] = {head for head in heads if head}
            gender = bearer.gender + sum(gender_of(head) for head in self.heads[number])
            self.candidates.append(Candidate(number, places, ranks[number], gender))
        return found

    def _gender(self, span: Span, name: tuple[str, ...], given: dict[str, float]) -> float:
        """What the title before a name and the given name tell."""
        before = _WORD_BEFORE.search(self.text, max(0, span.start - 8), span.start)
        start = folded(_FIRST_WORD.match(self.text, span.start)[0])  # type: ignore[index]  # a name has a word
        title = HONORIFICS.get(folded(before[1]) if before else "", 0.0) or HONORIFICS.get(start, 0.0)
        return title or (given.get(name[0], 0.0) if name else 0.0)

    def _aliases(self) -> list[tuple[int, int]]:
        """Neighbouring names that the text calls one: "Jane Doe (born Jane Roe)", "Jane Roe, known as Jane Doe"."""
        pairs = zip(self.names, self.names[1:], strict=False)
        return [(i, i + 1) for i, (a, b) in enumerate(pairs) if _ALIAS.fullmatch(self.text, a.end, b.start)]

    # other mentions

    def _others(self, mentions: Sequence[Mention]) -> list[Occurrence]:
        """Everything in the order of the text: names, pronouns, descriptions of persons."""
        place = self.setting.occurrence
        out = [place(span, Form.NAME) for span in self.names]
        taken = set(self.names)
        out += [place(span, Form.PRONOUN, word) for span, word in pronouns(self.text) if span not in taken]
        for mention in mentions:
            if mention.form is Form.NOMINAL and mention.kind is Kind.PERSON and mention.span not in taken:
                taken.add(mention.span)
                out.append(place(mention.span, Form.NOMINAL, head_noun(mention.span.of(self.text)) or ""))
        return sorted(out, key=lambda o: o.span)

    def _lean(self) -> None:
        """Let the pronouns that follow a name close by speak for its bearer's gender, where nothing else does."""
        tally = dict.fromkeys((c.number for c in self.candidates if not c.gender), 0)
        last: Occurrence | None = None
        for o in self.mentions:
            if o.form is Form.NAME:
                last = o
            elif last is not None and o.sentence - last.sentence <= 2 and self.owner.get(last.span) in tally:
                tally[self.owner[last.span]] += gender_of_pronoun(o.word)  # type: ignore[index]  # it is in the tally
        for number, lead in tally.items():
            self.candidates[number].gender = max(-2.0, min(2.0, 0.5 * lead))

    def _voices(self) -> dict[int, Occurrence]:
        """Who stands beside a word of speech next to each quotation, before it or after."""
        out: dict[int, Occurrence] = {}
        ends = [o.span.start for o in self.mentions]
        for number, quote in enumerate(self.setting.quotes):
            beside = self._after(quote, ends) or self._before(quote, ends)
            if beside is not None:
                out[number] = beside
        return out

    def _after(self, quote: Span, starts: list[int]) -> Occurrence | None:
        for o in self.mentions[bisect_left(starts, quote.end) :][:3]:
            between = self.text[quote.end : o.span.start]
            if len(between) > 60 or "\n" in between or "." in between or o.quote >= 0:
                return None
            if _SAID_BEFORE.search(between) or _SAID_AFTER.match(self.text, o.span.end):
                return o
        return None

    def _before(self, quote: Span, starts: list[int]) -> Occurrence | None:
        at = bisect_left(starts, quote.start)
        for o in reversed(self.mentions[max(0, at - 4) : at]):
            between = self.text[o.span.end : quote.start]
            if len(between) > 120 or "\n\n" in between or ". " in between:
                return None
            if o.quote < 0 and _SAID_AFTER.match(self.text, o.span.end):
                return o
        return None

    # reading

    def read(self, choose: Choose) -> None:
        """Give each pronoun of the third person and each description its owner, from the beginning on."""
        before: Occurrence | None = None
        for index, occurrence in enumerate(self.mentions):
            if occurrence.form is Form.PRONOUN:
                if gender_of_pronoun(occurrence.word):
                    near = within_reach(self.candidates, occurrence)
                    self.owner[occurrence.span] = choose(occurrence, near, self.speaker(occurrence))
            elif occurrence.form is Form.NOMINAL:
                self.owner[occurrence.span] = self._described(occurrence, before, index)
                if self.owner[occurrence.span] is None and occurrence.word:
                    self.owner[occurrence.span] = self._unnamed(occurrence)
            number = self.owner.get(occurrence.span)
            if number is not None:
                self.candidates[number].see(occurrence)
                before = occurrence
        for occurrence in self.mentions:
            if occurrence.word in FIRST or occurrence.word in SECOND:
                self.owner[occurrence.span] = self._in_speech(occurrence)

    def _unnamed(self, occurrence: Occurrence) -> int:
        """A person whom the text describes and does not name: pronouns may mean that one too."""
        number = len(self.candidates)
        self.candidates.append(Candidate(number, [], number, gender_of(occurrence.word)))
        return number

    def speaker(self, occurrence: Occurrence) -> int | None:
        """Who speaks the quotation that the mention stands in."""
        voice = self.quoted_by.get(occurrence.quote)
        return self.owner.get(voice.span) if voice is not None else None

    def _in_speech(self, occurrence: Occurrence) -> int | None:
        if occurrence.quote >= 0:
            return self.speaker(occurrence) if occurrence.word in FIRST else None
        if occurrence.turn < 0:
            return None
        turns = self.setting.turns
        if occurrence.word in FIRST:
            return self.known_as(turns[occurrence.turn].speaker)
        others = {t.speaker for t in turns if t.role != turns[occurrence.turn].role}
        return self.known_as(others.pop()) if len(others) == 1 else None

    def known_as(self, name: str | None) -> int | None:
        """The number of the one person whose name holds all words of this one."""
        words = set(name_words(name or ""))
        fitting = [n for n, bearer in enumerate(self.bearers) if words and words <= bearer.words]
        return fitting[0] if len(fitting) == 1 else None

    def _described(self, o: Occurrence, before: Occurrence | None, index: int) -> int | None:
        inside = self.head_name(o.span)
        if inside is not None:
            return self.owner.get(inside)
        for number in (self._beside(o, before), self._predicated(o, before), self._named_next(o, index)):
            if number is not None:
                if o.word:
                    self.heads.setdefault(number, set()).add(o.word)
                    self.candidates[number].gender += gender_of(o.word)
                return number
        number = self.by_role(o.span)
        return number if number is not None and self.candidates[number].seen else None

    def _beside(self, o: Occurrence, before: Occurrence | None) -> int | None:
        if before is None or before.span.end > o.span.start or o.sentence != before.sentence:
            return None
        if before.part is Part.POSSESSIVE and before.form is not Form.NOMINAL:
            return None
        if _APPOSITION.fullmatch(self.text, before.span.end, o.span.start):
            return self.owner[before.span]
        return None

    def _predicated(self, o: Occurrence, before: Occurrence | None) -> int | None:
        if before is None or before.sentence != o.sentence:
            return None
        if not _COPULA.search(self.text, max(0, o.span.start - 60), o.span.start):
            return None
        subjects = [
            (seen[-1], c.number)
            for c in self.candidates
            if (seen := [s for s in c.seen[-6:] if s.sentence == o.sentence and s.part is Part.SUBJECT])
        ]
        return max(subjects, key=lambda s: s[0].span.start)[1] if subjects else self.owner[before.span]

    def _named_next(self, o: Occurrence, index: int) -> int | None:
        for following in self.mentions[index + 1 :]:
            if following.form is Form.NAME and following.span.start >= o.span.end:
                between = self.text[o.span.end : following.span.start]
                return self.owner.get(following.span) if between in (" ", ", ", " \"", " “") else None
        return None

    def by_role(self, span: Span) -> int | None:
        """The one person so far whose role a definite description repeats ("the Russian ambassador")."""
        words = span.of(self.text)
        head = head_noun(words)
        if head is None or not _DEFINITE.match(words):
            return None
        holders = [n for n, heads in self.heads.items() if head in heads]
        if len(holders) < 2:
            return holders[0] if holders else None
        told = [n for n in holders if self._shares_word(words, n, head)]
        return told[0] if len(told) == 1 else None

    def _shares_word(self, words: str, number: int, head: str) -> bool:
        stems = {w[:5] for w in re.findall(r"\w{4,}", words.casefold())} - {head[:5]}
        known = {w[:5] for role in self.roles.get(number, []) for w in re.findall(r"\w{4,}", role.of(self.text).casefold())}
        return bool(stems & known)

    def head_name(self, span: Span) -> Span | None:
        """The one person's name inside that carries the phrase, not one that only qualifies it."""
        at = bisect_left(self.names, span.start, key=lambda s: s.start)
        carrying = []
        for name in self.names[at:]:
            if name.start >= span.end:
                break
            if name.end <= span.end + 2 and not self._qualifies(name, span):
                carrying.append(name)
        return carrying[0] if len({self.owner.get(name) for name in carrying}) == 1 else None

    def _qualifies(self, name: Span, phrase: Span) -> bool:
        after = self.text[name.end : phrase.end]
        if re.match(r"['’]s? \w", after) or (name.of(self.text).endswith(("'s", "’s")) and after.strip()):
            return True
        before = self.text[phrase.start : name.start]
        return bool(re.search(r"\b(?:of|for|to|by|with|from|about|in|at|on|against|like|than|whom?|that|which)(?: the)? $", before)) or bool(
            re.match(r" [a-z]", after) and re.match(r" (?!who|of|and)[a-z]", after)
        )

    def phrase(self, span: Span) -> int | None:
        """The person that a phrase stands for by the mention that heads it."""
        name = self.head_name(span)
        if name is not None:
            return self.owner.get(name)
        within = [o for o in self.mentions if span.holds(o.span)]
        alone = [o for o in within if o.form is Form.PRONOUN and o.part is not Part.POSSESSIVE]
        if within and alone == within:
            return self.owner.get(alone[0].span)
        held = {self.owner.get(o.span) for o in within if o.form is Form.NOMINAL and o.span.start == span.start}
        if len(held) == 1:
            return held.pop()
        return None if any(o.form is Form.NAME for o in within) else self.by_role(span)
