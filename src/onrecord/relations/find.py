"""The recipe: from sentences, statements and figures to relations."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from onrecord.facts import Document, Event, Figure, Layer, Layout, Mention, Relation, Span, Spans, Statement, Status
from onrecord.relations.clauses import Clauses
from onrecord.relations.events import ended, framed, refused
from onrecord.relations.judging import adjectival, predicate, role
from onrecord.relations.manner import contexts, mode
from onrecord.relations.names import Names
from onrecord.relations.nominal import nominal
from onrecord.relations.outlook import Outlook, outlook
from onrecord.relations.ties import Tie
from onrecord.relations.verbal import verbal
from onrecord.relations.vocabulary import stems
from onrecord.relations.voices import Voices
from onrecord.relations.words import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from onrecord.facts import End

SCORE = 0.85
"""The share of the relations found in ``relations-dev`` whose ends and sign are right; no tie is surer than another."""

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Known:
    """What the other stages found in a document."""

    statements: Sequence[Statement]
    mentions: Sequence[Mention]
    figures: Sequence[Figure]


def relate(document: Document, layout: Layout, known: Known) -> tuple[Relation, ...]:
    """All relations of a document, in the order of their grounds."""
    recipe = _Recipe(document, known)
    found = {r.id: r for spans in layout.sentences if _acts(document.text, spans) for r in recipe.relations(spans)}
    return tuple(sorted(found.values(), key=lambda r: (r.grounds[0], r.id)))


def _acts(text: str, spans: Spans) -> bool:
    """Whether a sentence has the first word of any act: most have none, and are not read further."""
    return any(word in stems() for span in spans for word in _WORD.findall(span.of(text).lower()))


_PATTERNS = {
    "V": (verbal, nominal, adjectival),
    "G": (verbal,),
    "N": (nominal, role, predicate, adjectival),
    "E": (predicate, adjectival),
    "I": (adjectival,),
}


def ties(clauses: Clauses) -> Iterator[Tie]:
    """All ties of a sentence, in the order of its words; a word makes those of the first pattern that fits."""
    taken = 0
    for word, tag in enumerate(clauses.tags):
        if word < taken:
            continue
        found = next(filter(None, (pattern(clauses, word) for pattern in _PATTERNS.get(tag, ()))), [])
        taken = max([taken, *(tie.grounds[1] for tie in found)])
        yield from found


def _event(tie: Tie, seen: Outlook) -> Event:
    event = tie.act.event if tie.sign == tie.act.sign else ended(tie.act.event)
    event = event if seen.sign == tie.sign else refused(event)
    return framed(event, future=seen.status is Status.FUTURE)


class _Recipe:
    """One document with what its relations are made of."""

    def __init__(self, document: Document, known: Known) -> None:
        self.document, self.mentions = document, known.mentions
        self.voices = Voices(document.text, known.statements)
        self.names = Names(document.text, known.mentions, known.figures)

    def relations(self, spans: Spans) -> Iterator[Relation]:
        """The relations of one sentence."""
        clauses = Clauses(sentence(self.document.text, spans, self.mentions))
        self.names.go_on(clauses.sentence)
        for tie in ties(clauses):
            if (tie.sign or not tie.act.mutual) and not clauses.asked(tie.at):
                yield from self._relation(clauses, tie)

    def _relation(self, clauses: Clauses, tie: Tie) -> Iterator[Relation]:
        words = clauses.sentence
        holder = self.names.end(words, tie.holder, tie.target)
        target = self.names.end(words, tie.target, tie.holder)
        at = tie.verb if tie.performed else tie.at
        voice = self._voice(tie, Span(*words.span_of((at, at + 1))), holder)
        if tie.voiced:
            holder = self.names.speaker(voice)
        elif holder is None:
            holder = self.names.third(words, tie.holder, voice)
        holder, target = self.names.voiced(holder, voice), self.names.voiced(target, voice)
        if target is None or (holder is None and (tie.holder or tie.voiced)) or (holder and holder.name == target.name):
            return
        seen = outlook(clauses, tie)
        event, said = _event(tie, seen), self.document.text[words.start[0] : words.end[-1]]
        hoped = tie.act.layer == "done" and self.voices.hopes(voice)
        relation = Relation(
            document=self.document.id,
            holder=holder,
            target=target,
            sign=seen.sign,
            layer=self._layer(tie, voice, holder, pledged=seen.pledged),
            status=Status.HYPOTHETICAL if hoped and seen.status is not Status.DENIED else seen.status,
            voice=voice.id if voice else None,
            event=event,
            mode=mode(event, said),
            contexts=contexts(said),
            grounds=(Span(*words.span_of(tie.grounds)),),
            confidence=SCORE,
        )
        yield from self._denied(relation, voice)

    def _voice(self, tie: Tie, at: Span, holder: End | None) -> Statement | None:
        spoken = tie.performed or (tie.act.layer == "said" and tie.act.part != "predicate")
        return (self.voices.spoken(at, holder) if spoken else None) or self.voices.innermost(at)

    def _layer(self, tie: Tie, voice: Statement | None, holder: End | None, *, pledged: bool) -> Layer:
        """What the voice itself does with its words is shown; deeds are told, but for a threat and a pledge."""
        own = tie.voiced or self.voices.is_own(voice, holder)
        if tie.performed or tie.act.layer == "said":
            return Layer.SHOWN if own or voice is None else Layer.TOLD
        return Layer.SHOWN if own and (pledged or tie.act.layer == "felt") else Layer.TOLD

    def _denied(self, relation: Relation, voice: Statement | None) -> Iterator[Relation]:
        """What "X denied Y’s claim that …" says: it denies in X's words what stands in Y's."""
        denying = self.voices.denying(voice) if voice else None
        if denying is None or (denying.cue and any(denying.cue.overlaps(g) for g in relation.grounds)):
            yield relation
            return
        if denying is not voice:
            yield relation
        yield replace(relation, voice=denying.id, status=Status.DENIED)
