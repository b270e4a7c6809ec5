"""Groups of near copies: which documents share their words, and which of them stands for the others.

A document is compared with the first one that has each of its sixteen looked-up hashes, so that the millionth
costs what the tenth did, and a wire text that a thousand outlets printed is one comparison away from each of them.
Two that are copies are in one group, and so is whatever is a copy of either. The earliest published of those that no
newer version has replaced is the original; undated ones come after dated ones, and of equals the first added.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, islice, zip_longest
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, bindparam, delete, func, insert, or_, select, update

from onrecord.copies import LOOKED_UP, are_copies, fingerprint, hashes
from onrecord.facts import Metadata
from onrecord.record.rows import METADATA, metadata_of, streamed
from onrecord.record.schema import SUPERSEDED, copies, documents, fingerprints, shingles

_AT_ONCE = 500
_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A document among its copies: its id, and what is known of it."""

    document: str
    metadata: Metadata


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Near copies of one text, newest versions only; the ``copies`` in the order in which they were published.

    Where the original is undated, so are all of them, and the first that was added stands for the others.
    """

    original: Copy
    copies: tuple[Copy, ...]


# Made once, for they run for every document.
_SHINGLES = select(shingles).where(shingles.c.hash.in_(bindparam("hashes", expanding=True)))
_NEW_FINGERPRINT, _NEW_SHINGLE = insert(fingerprints), insert(shingles)


class _Rank(NamedTuple):
    """What decides who is the original: the smallest."""

    superseded: bool
    undated: bool
    published: str
    key: int


def enter(connection: Connection, texts: Mapping[int, str]) -> None:
    """Take in the texts of documents that were just added, and group each with what it shares its words with."""
    made = {key: sample for key, text in texts.items() if (sample := fingerprint(text))}
    if not made:
        return
    connection.execute(_NEW_FINGERPRINT, [{"document_key": key, "fingerprint": made[key]} for key in made])
    looked_up = {key: hashes(sample)[:LOOKED_UP].tolist() for key, sample in made.items()}
    firsts: dict[int, int] = {}
    for some in _some(sorted(set(chain.from_iterable(looked_up.values())))):
        firsts |= {row.hash: row.document_key for row in connection.execute(_SHINGLES, {"hashes": some})}
    known = set(firsts)
    for key, some in looked_up.items():
        before = {firsts[hash_] for hash_ in some if hash_ in firsts}
        firsts |= {hash_: key for hash_ in some if hash_ not in firsts}
        if like := _like(connection, made[key], before):
            _join(connection, [key, *like])
    new = [{"hash": hash_, "document_key": firsts[hash_]} for hash_ in sorted(firsts.keys() - known)]
    if new:
        connection.execute(_NEW_SHINGLE, new)


def reconsider(connection: Connection, key: int) -> None:
    """Choose the original of this document's group again, after its date or its versions changed."""
    group = _groups_of(connection, [key]).get(key)
    if group is None:
        return
    members = connection.execute(select(copies.c.document_key).where(copies.c.original_key == group)).scalars().all()
    original = min(_ranks(connection, members)).key
    if original != group:
        _follow(connection, [group], original)


def leave(connection: Connection, key: int) -> None:
    """Take out a document that is forgotten. The groups are to be computed again when it is gone."""
    connection.execute(delete(copies).where(or_(copies.c.document_key == key, copies.c.original_key == key)))
    connection.execute(delete(shingles).where(shingles.c.document_key == key))
    connection.execute(delete(fingerprints).where(fingerprints.c.document_key == key))


def rebuild(connection: Connection) -> None:
    """Make fingerprints of all texts, and groups of them; a text that is not kept keeps its fingerprint."""
    kept = select(documents.c.key).where(documents.c.withheld.is_(None))
    connection.execute(delete(fingerprints).where(fingerprints.c.document_key.in_(kept)))
    for (key,) in connection.execute(kept.order_by(documents.c.key)).all():
        made = fingerprint(connection.execute(select(documents.c.text).where(documents.c.key == key)).scalar_one())
        if made:
            connection.execute(insert(fingerprints), {"document_key": key, "fingerprint": made})
    regroup(connection)


def regroup(connection: Connection) -> None:
    """Make the groups again from the fingerprints."""
    counted = _count(connection)
    for table, rows in ((shingles, counted.firsts()), (copies, counted.groups)):
        connection.execute(delete(table))
        for some in _some(rows):
            connection.execute(insert(table), [dict(zip(table.c.keys(), row, strict=True)) for row in some])


def fit(connection: Connection) -> bool:
    """Whether the groups are those of the fingerprints."""
    counted = _count(connection)
    for table, rows in ((shingles, counted.firsts()), (copies, counted.groups)):
        with streamed(connection, select(table).order_by(*table.primary_key)) as kept:
            # Row by row: a million statements have so many hashes that a list of them takes 200 MB.
            if any(one != other for one, other in zip_longest(map(tuple, kept), rows)):
                return False
    return True


def fingerprint_of(connection: Connection, key: int) -> bytes:
    """Give the fingerprint that is kept of a document, nothing where none is."""
    found = connection.execute(select(fingerprints.c.fingerprint).where(fingerprints.c.document_key == key)).scalar()
    return bytes(found or b"")


def groups(connection: Connection, limit: int) -> list[Group]:
    """Give the largest groups, and among equals those whose original was added last."""
    size = func.count()
    largest = (
        select(copies.c.original_key)
        .join(documents, documents.c.key == copies.c.document_key)
        .where(~SUPERSEDED)
        .group_by(copies.c.original_key)
        .having(size > 1)
        .order_by(size.desc(), copies.c.original_key.desc())
        .limit(limit)
    )
    keys = connection.execute(largest).scalars().all()
    found = _members(connection, keys)
    return [found[key] for key in keys]


def groups_of(connection: Connection, ids: Iterable[str]) -> dict[str, Group]:
    """Give the group of each of these documents that is in one."""
    of = {id_: original for id_, original in connection.execute(_ORIGINALS, {"ids": list(ids)})}
    found = _members(connection, set(of.values())) if of else {}
    return {id_: found[original] for id_, original in of.items() if found[original].copies}


_ORIGINALS = (
    select(documents.c.id, copies.c.original_key)
    .join(copies, copies.c.document_key == documents.c.key)
    .where(documents.c.id.in_(bindparam("ids", expanding=True)))
)
_MEMBERS = (
    select(copies.c.original_key, documents.c.key, documents.c.id, *(documents.c[name] for name in METADATA))
    .join(documents, documents.c.key == copies.c.document_key)
    .where(copies.c.original_key.in_(bindparam("originals", expanding=True)), ~SUPERSEDED)
)


def _members(connection: Connection, originals: Iterable[int]) -> dict[int, Group]:
    members: dict[int, list[tuple[_Rank, Copy]]] = defaultdict(list)
    for row in connection.execute(_MEMBERS, {"originals": list(originals)}).mappings():
        rank = _rank(False, row["published"], row["key"])
        members[row["original_key"]].append((rank, Copy(document=row["id"], metadata=metadata_of(row))))
    whole = {}
    for original, found in members.items():
        first, *others = (copy for _, copy in sorted(found, key=lambda member: member[0]))
        whole[original] = Group(original=first, copies=tuple(others))
    return whole


def _like(connection: Connection, sample: bytes, others: set[int]) -> list[int]:
    """Give those of these documents of which this fingerprint is that of a copy."""
    chosen = select(fingerprints).where(fingerprints.c.document_key.in_(others))
    found = connection.execute(chosen) if others else ()
    return [other for other, theirs in found if are_copies(hashes(sample), hashes(theirs))]


def _join(connection: Connection, keys: list[int]) -> None:
    """Make one group of these documents and of the groups that they are in."""
    groups = _groups_of(connection, keys)
    # The original of a group is the first of its members, so the others need not be looked at.
    original = min(_ranks(connection, {groups.get(key, key) for key in keys})).key
    _follow(connection, sorted(set(groups.values()) - {original}), original)
    new = [key for key in keys if key not in groups]
    connection.execute(insert(copies), [{"document_key": key, "original_key": original} for key in new])


def _follow(connection: Connection, groups: list[int], original: int) -> None:
    if groups:
        connection.execute(update(copies).where(copies.c.original_key.in_(groups)).values(original_key=original))


def _groups_of(connection: Connection, keys: list[int]) -> dict[int, int]:
    found = connection.execute(select(copies).where(copies.c.document_key.in_(keys)))
    return {row.document_key: row.original_key for row in found}


def _ranks(connection: Connection, keys: Iterable[int]) -> Iterator[_Rank]:
    chosen = select(SUPERSEDED, documents.c.published, documents.c.key)
    for some in _some(sorted(keys)):
        for row in connection.execute(chosen.where(documents.c.key.in_(some))):
            yield _rank(*row)


def _rank(superseded: bool, published: str | None, key: int) -> _Rank:
    """Rank by the moment in UTC; a day alone counts as its beginning, for nobody says more."""
    moment = published or ""
    if len(moment) > len("2031-05-14"):
        moment = datetime.fromisoformat(moment).astimezone(UTC).isoformat()
    return _Rank(superseded, published is None, moment, key)


def _some(rows: Iterable[_Row]) -> Iterator[list[_Row]]:
    left = iter(rows)
    while some := list(islice(left, _AT_ONCE)):
        yield some


@dataclass(frozen=True, slots=True, eq=False)
class _Count:
    """The groups as the fingerprints make them, as their table holds them, and whose each hash is."""

    hashes: NDArray[np.int64]
    owners: NDArray[np.int64]
    groups: list[tuple[int, int]]

    def firsts(self) -> Iterator[tuple[int, int]]:
        """Give each hash with the first document that has it."""
        return zip(self.hashes.tolist(), self.owners.tolist(), strict=True)


def _count(connection: Connection) -> _Count:
    """Compare all documents at once, as ``enter`` compares one after the other."""
    chosen = select(fingerprints).order_by(fingerprints.c.document_key)
    keys, samples = [], []
    with streamed(connection, chosen) as found:
        for key, made in found:
            keys.append(key)
            samples.append(bytes(made))
    if not keys:
        return _Count(np.zeros(0, np.int64), np.zeros(0, np.int64), [])
    looked_up = [hashes(made)[:LOOKED_UP] for made in samples]
    owner = np.repeat(np.arange(len(keys)), [len(some) for some in looked_up])
    every, first, which = np.unique(np.concatenate(looked_up), return_index=True, return_inverse=True)
    firsts = owner[first]
    pairs = np.unique(np.stack([owner, firsts[which]], axis=1), axis=0)
    like = [(a, b) for a, b in pairs.tolist() if a != b and are_copies(hashes(samples[a]), hashes(samples[b]))]
    groups = [
        (key, original)
        for group in _connected(like)
        for original in [min(_ranks(connection, [keys[n] for n in group])).key]
        for key in (keys[n] for n in group)
    ]
    return _Count(every.astype(np.int64), np.array(keys, np.int64)[firsts], sorted(groups))


def _connected(pairs: list[tuple[int, int]]) -> list[list[int]]:
    """Give the sets that pairs join."""
    of: dict[int, list[int]] = {}
    for a, b in pairs:
        small, large = sorted((of.setdefault(a, [a]), of.setdefault(b, [b])), key=len)
        if small is not large:
            large += small
            of |= dict.fromkeys(small, large)
    return list({id(group): group for group in of.values()}.values())
