"""Who does what in a clause: the subject and the objects of a word of doing, by what stands beside it."""

from __future__ import annotations

from functools import cached_property

from onrecord.relations.vocabulary import verbs, words_in
from onrecord.relations.words import Run, Sentence

_DEEP = 4
_FAR = 15
"""Words between an infinitive and the word it hangs on, at most."""


class Clauses:
    """A sentence asked for its subjects and objects. Where the words beside a verb do not decide, nothing is found."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence, self.tags, self.form = sentence, sentence.tags, sentence.form

    def bases(self, word: int) -> frozenset[str]:
        """The verbs of which a word may be a form."""
        return frozenset(base for base, _ in verbs().get(self.form[word], ()))

    def opening(self, verb: int) -> int:
        """Where the group of a verb begins: with its auxiliaries, negations and adverbs."""
        at = verb
        while at > 0 and self.tags[at - 1] in 'XZR"':
            at -= 1
        return at

    def passive(self, verb: int) -> bool:
        """Whether a verb is a participle behind "be", or behind a noun and before "by"."""
        if self.tags[verb] != "V" or not self._participle(verb):
            return False
        at = self.opening(verb)
        if any(self.form[i] in words_in("be") for i in range(at, verb)):
            return True
        after = verb + 1
        while after < len(self.tags) and self.tags[after] in "RIYV" and self.form[after] != "by":
            after += 1
        return 0 < at == verb and self.tags[at - 1] in "NCY," and self.form[after : after + 1] == ["by"]

    def _participle(self, verb: int) -> bool:
        kinds = {kind for _, kind in verbs().get(self.form[verb], ())}
        return "participle" in kinds or not kinds

    def subject(self, verb: int, depth: int = 0) -> list[Run]:
        """The noun phrases that are the subject of a verb; nothing where the words do not tell."""
        at = self.opening(verb) - 1
        if at < 0 or depth > _DEEP:
            return []
        tag = self.tags[at]
        if tag == "T":
            return self._of_infinitive(at, depth)
        if self.tags[verb] == "G" and tag in "VGI,":
            return self._of_gerund(at, depth) if tag in "I," else self.subject(at, depth + 1)
        return self._before(at, depth) or self._inverted(verb)

    def _inverted(self, verb: int) -> list[Run]:
        """The subject of "Had Zembria not stood by", "Should Brenia cut off"."""
        at = self.opening(verb) - 1
        run = self.sentence.phrase_at(at) if at > 0 else None
        return [run] if run and run[0] > 0 and self.tags[run[0] - 1] == "X" else []

    def _before(self, at: int, depth: int) -> list[Run]:
        while at >= 0:
            found = self._back(at, depth)
            if not isinstance(found, int):
                return found
            at = found
        return []

    def _back(self, at: int, depth: int) -> list[Run] | int:
        """The subject, where it ends here; else where to go on looking for it."""
        run, tag = self.sentence.phrase_at(at), self.tags[at]
        if run is not None and run[1] == at + 1:
            return self._back_phrase(run)
        if tag == "Y":
            return self._before_time(at)
        if tag in '"RD0':
            return at - 1
        if tag == ",":
            return self._past_parenthesis(at)
        if tag == "W":
            return self._antecedent(at - 1 - (self.tags[at - 1 : at] == ","))
        return self._shared(at, depth) if tag in "AB" else []

    def _back_phrase(self, run: Run) -> list[Run] | int:
        if run[0] > 0 and self.tags[run[0] - 1] == "I":
            return run[0] - 2
        outer = self._coordinated_in_phrase(run) if run[0] > 1 and self.tags[run[0] - 1] == "A" else None
        return self.left(run) if outer is None else outer

    def _coordinated_in_phrase(self, run: Run) -> int | None:
        """Where "A and B" both hang on a preposition, the word before that."""
        first = self.left(run)[0]
        return first[0] - 2 if first[0] > 0 and self.tags[first[0] - 1] == "I" else None

    def _before_time(self, at: int) -> int:
        while at >= 0 and self.tags[at] in "YD0":
            at -= 1
        return at - 1 if at >= 0 and self.tags[at] == "I" else at

    def _antecedent(self, at: int) -> list[Run]:
        run = self.sentence.phrase_at(at) if at >= 0 else None
        while run and run[0] > 1 and self.form[run[0] - 1] in ("of",):
            outer = self.sentence.phrase_at(run[0] - 2)
            if outer is None:
                break
            run = outer
        return [run] if run else []

    def _past_parenthesis(self, comma: int) -> int:
        """Before the comma that opens what this one closes: an apposition, a relative clause; -1 where none does."""
        opening = self.tags.rfind(",", 0, comma)
        inside = self.tags[opening + 1 : comma]
        first = inside.lstrip('"')[:1]
        clause = ("V" in inside and first not in "WGVEIR") or ("X" in inside and first not in "WGI")
        return opening - 1 if opening >= 0 and first and not clause and ";" not in inside else -1

    def _shared(self, conjunction: int, depth: int) -> list[Run]:
        """The subject of the verb that a conjunction goes on from."""
        for at in range(conjunction - 1, -1, -1):
            if self.tags[at] in "M;" and self.form[at] != "that":
                return []
            if self.tags[at] == "V" or (self.tags[at] == "G" and self.tags[at - 1 : at] != "I"):
                return self.subject(at, depth + 1)
            if self.form[at] in words_in("be"):
                return self.subject(at + 1, depth + 1)
        return []

    def governor(self, at: int) -> int | None:
        """The word that an infinitive or gerund hangs on, whose "to" or preposition stands at ``at``."""
        i = at - 1
        while i >= 0:
            if self.tags[i] in "VG" or self.form[i] in words_in("control"):
                return i
            if self.tags[i] in "M;W" or at - i > _FAR:
                return None
            i -= 1
        return None

    def _of_infinitive(self, to: int, depth: int) -> list[Run]:
        governor = self.governor(to)
        if governor is None:
            return []
        if self.tags[governor] not in "VG":
            owner = self.sentence.phrase_at(governor)
            verb = next((i for i in range(governor - 1, max(-1, governor - 6), -1) if self.tags[i] in "VGX"), None)
            if owner and self.tags[owner[0]] in "SCDN" and "'" in self.tags[slice(*owner)]:
                return [(owner[0], owner[0] + self.tags[slice(*owner)].index("'"))]
            return self.subject(verb + 1 if self.tags[verb] == "X" else verb, depth + 1) if verb is not None else []
        if self.bases(governor) & words_in("object-control"):
            if self.passive(governor):
                return self.subject(governor, depth + 1)
            objects = self.objects(governor + 1 + (self.form[governor + 1] in ("on", "upon", "to", "with", "for")), to)
            if objects:
                return objects
        return self.subject(governor, depth + 1)

    def _of_gerund(self, at: int, depth: int) -> list[Run]:
        governor = next(
            (
                i
                for i in range(at - 1, -1, -1)
                if self.tags[i] == "V" or (self.tags[i] in "M;" and self.tags[at] == ",")
            ),
            None,
        )
        if governor is None or self.tags[governor] != "V":
            return []
        if self.tags[at] == "I" and self.bases(governor) & words_in("object-control"):
            if self.passive(governor):
                return self.subject(governor, depth + 1)
            if objects := self.objects(governor + 1, at):
                return objects
        return self.subject(governor, depth + 1)

    def left(self, run: Run) -> list[Run]:
        """A noun phrase with those that are joined to it before: "Lethmar, Oltara and Velmora"."""
        out, at = [run], run[0] - 1
        if at > 0 and self.tags[at] == "A" and self.tags[run[0]] != "P":
            listed = self.tags[at - 1] == ","
            at -= 1 + listed
            while (before := self.sentence.phrase_at(at)) and before[1] == at + 1 and not self._governed(before):
                out.insert(0, before)
                at = before[0] - 1
                if at < 1 or self.tags[at] != ",":
                    break
                at -= 1
            if listed and len(out) == 2:  # "…, and the two left": a clause of its own
                return [run]
        return out

    def _governed(self, run: Run) -> bool:
        """Whether a noun phrase is the object of a verb before it: what "and" joins to it then opens a clause."""
        return run[0] > 0 and self.tags[run[0] - 1] in "VG"

    def right(self, run: Run) -> list[Run]:
        """A noun phrase with those that are joined to it behind it."""
        out, at = [run], run[1]
        found: list[Run] = []
        while at + 1 < len(self.tags):
            last = self.tags[at] == "A" or self.tags[at : at + 2] == ",A"
            step = at + (2 if self.tags[at : at + 2] == ",A" else 1)
            following = self.sentence.phrase_at(step) if self.tags[at] in ",A" else None
            if following is None or following[0] != step:
                return out
            found.append(following)
            if last:
                after = self.tags[following[1] :].lstrip("R")[:1]
                clause = after in ("V", "X", "Z") or (len(found) == 1 and self.tags[at] == ",")
                return out if clause else out + found
            at = following[1]
        return out

    def objects(self, after: int, before: int | None = None) -> list[Run]:
        """The noun phrases that begin at ``after``, or behind a few adverbs and quotation marks."""
        end = len(self.tags) if before is None else before
        while after < end and self.tags[after] in 'R"':
            after += 1
        if after >= end:
            return []
        run = self.sentence.phrase_at(after)
        return self.right(run) if run and run[0] <= after else []

    def behind(self, after: int, prepositions: tuple[str, ...], far: int = 10) -> tuple[int, list[Run]] | None:
        """The first of these prepositions behind a word in its clause, and the noun phrases that follow it."""
        at = after
        while at < min(len(self.tags), after + far):
            if self.form[at] in prepositions and at + 1 < len(self.tags):
                if found := self.objects(at + 1):
                    return at, found
            elif self.tags[at] in "MW;VXT" or (self.tags[at] == "," and at > after):
                return None
            at += 1
        return None

    def doubtful(self, verb: int) -> bool:
        """Whether a verb says what may be: "might reconsider"."""
        return any(self.form[i] in ("could", "might", "may") for i in range(self.opening(verb), verb))

    def asked(self, word: int) -> bool:
        """Whether a word stands behind "whether", up to the end of its clause."""
        for at in range(word - 1, -1, -1):
            if self.tags[at] in ";," or (self.tags[at] == "M" and self.form[at] != "whether"):
                return False
            if self.form[at] == "whether":
                return True
        return False

    @cached_property
    def conditions(self) -> list[Run]:
        """The clauses that begin with "if", "unless" and the like."""
        out = []
        for i, word in enumerate(self.form):
            if word in ("if", "unless", "should", "provided", "lest") and (
                word != "should" or self.tags[i - 1 : i] in ("", ";", '"', ",")
            ):
                end = next((j for j in range(i + 1, len(self.tags)) if self.tags[j] in ",;"), len(self.tags))
                out.append((i, end))
        return out
