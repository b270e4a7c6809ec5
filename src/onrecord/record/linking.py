"""Links statements that say the same in different documents.

A statement is compared with those of other documents that share a run of its words, whoever is said to have said them,
and, by its vector, with those of speakers of a like name. No statement is compared with all others: what is looked up
grows with what there is to find, and not with the record.
"""

from __future__ import annotations

from collections import ChainMap, Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from zlib import crc32

from sqlalchemy import Connection, bindparam, select

from onrecord.likeness import Like, Likeness, likeness, runs
from onrecord.record import links, meaning
from onrecord.record.links import Said
from onrecord.record.schema import phrases, voices
from onrecord.spelling import keys, may_be_one

AT_ONCE = 500
"""Readings that are linked in one transaction: some ten thousand statements."""

_COMMON = 32
"""Runs of words that so many statements have are set phrases, and nothing is looked up by them."""

_COMPARED = 8
"""With so many statements one is compared word by word, with those first that share most."""

_KEPT = 4
"""So many statements that share a part, and so many paraphrases, are kept of one, the best."""

_SURELY = 8
"""From so many words on a repetition is one whoever is said to have said them."""

_ANGLE = 0.66
"""No smaller cosine is one of paraphrases, whatever words they share."""

_LOOKED_UP = 1000
"""For so many statements at a time those that they may repeat are in memory."""

_PHRASES = select(phrases).where(phrases.c.hash.in_(bindparam("sought", expanding=True)))
_HEARD = select(voices.c.statement_key).where(voices.c.voice.in_(bindparam("voices", expanding=True))).distinct()


def link(connection: Connection, many: int = AT_ONCE) -> int:
    """Link the statements of so many readings that have not been, the oldest first; gives how many those were."""
    readings = links.next_(connection, many)
    linking = _Linking(connection, links.said_in(connection, readings))
    linking.repetitions()
    linking.paraphrases()
    links.keep(connection, readings, ((a, b, how) for (a, b), how in linking.found.items()))
    return len(readings)


class _Linking:
    """Statements that are linked in one go, in the order of their keys; ``standing`` are those that repeat none."""

    def __init__(self, connection: Connection, said: Iterable[Said]) -> None:
        self._connection = connection
        self._said = {each.key: each for each in said if each.words.tells}
        self._standing: list[Said] = []
        self.found: dict[tuple[int, int], Likeness] = {}

    def repetitions(self) -> None:
        """Link each statement with the one whose words it repeats, or with those that it shares a part with."""
        hashes = {each.key: runs(each.words) for each in self._said.values()}
        having: dict[int, list[int]] = defaultdict(list)
        for some in links.parts(sorted(set().union(*hashes.values()))):
            for hash_, key in self._connection.execute(_PHRASES, {"sought": some}):
                having[hash_].append(key)
        new: list[dict[str, int]] = []
        left = iter(self._said.values())
        while part := list(islice(left, _LOOKED_UP)):
            known = self._known({key for each in part for key in _sharing(hashes[each.key], having)})
            for each in part:
                compared = [known[key] for key in _sharing(hashes[each.key], having) if key in known]
                if self._repeats(each, compared):
                    continue
                self._standing.append(each)
                for hash_ in hashes[each.key]:
                    if len(having[hash_]) < _COMMON:
                        having[hash_].append(each.key)
                        new.append({"hash": hash_, "statement_key": each.key})
        # In the order of the table, of which a large record would otherwise write every page.
        links.enter(self._connection, phrases, sorted(new, key=lambda row: row["hash"]))

    def paraphrases(self) -> None:
        """Link what says the same in other words, by speakers of a like name."""
        own: dict[str, list[int]] = defaultdict(list)
        for each in self._standing:
            if each.speaker:
                own[each.speaker].append(each.key)
        called = {speaker: sorted(_voices(speaker)) for speaker in own}
        rows = [
            {"voice": voice, "statement_key": key} for who, some in own.items() for key in some for voice in called[who]
        ]
        links.enter(self._connection, voices, sorted(rows, key=lambda row: row["voice"]))
        # Speaker by speaker, for all that is said by those of one batch may be half of a record.
        for speaker, some in own.items():
            heard = list(self._connection.scalars(_HEARD, {"voices": called[speaker]}))
            if len(heard) > 1:
                self._rephrase(some, heard)

    def _rephrase(self, own: list[int], heard: list[int]) -> None:
        """Link these statements of one speaker with what else was heard of those who bear the name."""
        near: dict[int, dict[int, float]] = defaultdict(dict)
        for key, other, cosine in meaning.Meant(self._connection, set(heard)).near(own, heard, _ANGLE):
            near[key][other] = cosine
        known = self._known({other for some in near.values() for other in some})
        for key in sorted(near):
            self._rephrases(known[key], [(known[other], near[key][other]) for other in sorted(near[key])])

    def _repeats(self, each: Said, others: list[Said]) -> bool:
        """Whether a statement repeats all the words of one of these; it is linked with the best."""
        found = [(other, how) for other in others if (how := _likeness(each, other))]
        whole = [(other, how) for other, how in found if how.kind is not Like.PARTIAL]
        best = sorted(whole or found, key=lambda one: (-one[1].score, one[0].key))
        self.found |= {(each.key, other.key): how for other, how in best[: 1 if whole else _KEPT]}
        return bool(whole)

    def _rephrases(self, each: Said, others: list[tuple[Said, float]]) -> None:
        found = [(other, how) for other, cosine in others if (how := _likeness(each, other, cosine))]
        best = sorted(found, key=lambda one: (-one[1].score, one[0].key))[:_KEPT]
        for other, how in best:
            if (other.key, each.key) not in self.found:
                self.found.setdefault((each.key, other.key), how)

    def _known(self, wanted: set[int]) -> Mapping[int, Said]:
        """Give the statements with these keys, and those that are linked now."""
        older = links.said(self._connection, [key for key in sorted(wanted) if key not in self._said])
        return ChainMap(self._said, {each.key: each for each in older})


def _sharing(hashes: Iterable[int], having: Mapping[int, list[int]]) -> list[int]:
    """Give the statements that share most of these runs of words: of those that tell, unless all are set phrases."""
    telling = [hash_ for hash_ in hashes if len(having.get(hash_, ())) < _COMMON] or hashes
    shared = Counter(key for hash_ in telling for key in having.get(hash_, ()))
    return sorted(shared, key=lambda key: (-shared[key], key))[:_COMPARED]


def _likeness(one: Said, other: Said, cosine: float | None = None) -> Likeness | None:
    """Tell how like two statements are, if they can be one by their documents and by who is said to have made them."""
    if one.document == other.document:
        return None
    how = likeness(one.words, other.words, cosine)
    if how is None or (one.speaker and other.speaker and may_be_one(one.speaker, other.speaker)):
        return how
    long = min(len(one.words.tokens), len(other.words.tokens)) >= _SURELY
    return how if long and how.kind is not Like.PARAPHRASE else None


def _voices(speaker: str) -> Iterator[int]:
    """Give what speakers of a like name are looked up by: the spellings of the last word of their names."""
    return (crc32(key.encode()) for word in speaker.split()[-1:] for key in keys(word))
