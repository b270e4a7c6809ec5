"""Where judgements on relations count, and relations as they are judged to be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, bindparam, select

from onrecord.facts import End, Layer, Relation, Span
from onrecord.jsonform import relation_json
from onrecord.record.anchoring import (
    ON_FINDINGS,
    SAME,
    UNPLACED,
    UNREAD,
    Standing,
    State,
    anchored,
    first_come,
    is_placed,
    likeness,
    moved,
    row_of,
    settled,
)
from onrecord.record.judgements import Judgement, corrected_relation, end_of, judgement_of, weigh
from onrecord.record.rows import Row, relation_of, relation_row
from onrecord.record.schema import (
    SUPERSEDED,
    documents,
    judged_relations,
    judgements,
    present_readings,
    readings,
    relations,
)
from onrecord.record.voices import Voices

_Judged = Standing[Relation]


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """A relation as it was read, in its document, and what the judgements on it come to there, if there are any."""

    relation: Relation
    judged: JudgedRelation | None = None

    @property
    def id(self) -> str:
        """What it is known by; where the present reader does not find it, by what was judged."""
        unread = self.judged is not None and self.judged.state not in ON_FINDINGS
        return self.judged.subject if self.judged and unread else self.relation.id

    @property
    def right(self) -> Relation:
        """The relation as it is judged to be. Its id is not this one's, where an end was corrected."""
        return self.judged.right if self.judged else self.relation

    def json(self) -> dict[str, Any]:
        """Give the JSON form of the relation as it is judged to be, under the id of what was read."""
        form = relation_json(self.right) | {"id": self.id}
        return form | {"judgement": self.judged.json(self.relation)} if self.judged else form


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedRelation:
    """What the judgements on a relation come to: the one that counts, and the relation with what all correct."""

    subject: str
    state: State
    judgement: Judgement
    corrections: Mapping[str, Any]
    right: Relation

    def json(self, relation: Relation) -> dict[str, Any]:
        """Give it in names and values, with what was read where it was corrected."""
        read = relation_json(relation)
        names = {"holder": "from", "target": "to"}
        return {
            **self.judgement.json(),
            "state": self.state.value,
            "subject": self.subject,
            "corrected": {
                names.get(name, name): read[names.get(name, name)]
                for name in self.corrections
                if self.state is not State.ADDED
            },
        }


def rows(connection: Connection, key: int, id_: str, text: str, voices: Voices) -> list[Row]:
    """Give where the judgements on relations count in a document, in which statements have these ``voices``."""
    own = list(_own(connection, key, id_))
    older = list(_inherited(connection, key, id_, text))
    if not own and not older:
        return []
    found = [relation_of(row, id_) for row in connection.execute(_present(key)).mappings()]
    placed = first_come((_settled(each, found) for each in own), (_settled(each, found) for each in older))
    here = {relation.id: relation for relation in found}
    return [_row(_voiced(each, voices), key, here) for each in placed]


def added(document: str, corrections: Mapping[str, Any]) -> Relation:
    """Give the relation that somebody added; ``ValueError`` where that is none."""
    if not corrections.get("grounds") or "sign" not in corrections:
        raise ValueError("a relation needs its grounds, the words that it rests on, and its sign")
    bare = Relation(
        document=document,
        holder=end_of(corrections.get("holder")),
        target=end_of(corrections.get("target")),
        sign=corrections["sign"],
        layer=Layer.TOLD,
        grounds=tuple(Span(*pair) for pair in corrections["grounds"]),
        voice=corrections["voice"],
    )
    return corrected_relation(bare, corrections)


def own(connection: Connection) -> Iterator[tuple[Relation, list[Judgement]]]:
    """Each judged relation as it was read, with its judgements in the order of their making."""
    chosen = select(judgements.c.document_key, documents.c.id).join(
        documents, documents.c.key == judgements.c.document_key
    )
    chosen = chosen.where(judgements.c.subject_kind == "relation").distinct().order_by(judgements.c.document_key)
    for key, id_ in connection.execute(chosen).all():
        for subject, said in _said(connection, key).items():
            read = _ever_read(connection, key, id_, subject)
            if (relation := read or _added(id_, weigh(said).corrections)) is not None:
                yield relation, [judgement for _, judgement in said]


def by_id(connection: Connection, start: str, limit: int) -> list[Related]:
    """Relations whose id begins so, of the present reading where it has them, else of the newest that has."""
    chosen = (
        select(relations, documents.c.id.label("document_id"), documents.c.key.label("document_key"))
        .join(readings, readings.c.key == relations.c.reading_key)
        .join(documents, documents.c.key == readings.c.document_key)
        .outerjoin(present_readings, present_readings.c.reading_key == readings.c.key)
        .where(relations.c.id >= start, relations.c.id < start + "g")
        .order_by(relations.c.id, present_readings.c.reading_key.is_(None), readings.c.reader_number.desc())
    )
    found: dict[str, Related] = {}
    for row in connection.execute(chosen).mappings():
        if row["id"] not in found and len(found) < limit:
            known = of_documents(connection, [row["document_id"]])
            relation = relation_of(row, row["document_id"])
            found[row["id"]] = Related(relation=relation, judged=known.get((row["document_id"], row["id"])))
    unread = _PLACED.where(judged_relations.c.subject.between(start, start + "g"), _UNREAD)
    for each in map(_judged, connection.execute(unread).mappings()):
        found.setdefault(each.subject, Related(relation=each.right, judged=each))
    return [found[id_] for id_ in sorted(found)[:limit]]


def of_document(connection: Connection, id_: str) -> list[Related]:
    """Give the relations of a document as its present reader and people have them, in the order of the text."""
    known = of_documents(connection, [id_])
    key = connection.execute(select(documents.c.key).where(documents.c.id == id_)).scalar_one()
    read = (relation_of(row, id_) for row in connection.execute(_present(key)).mappings())
    found = [Related(relation=each, judged=known.get((id_, each.id))) for each in read]
    found += [Related(relation=each.right, judged=each) for each in known.values() if each.state in UNREAD]
    return sorted(found, key=lambda each: (each.right.grounds, each.id))


def waiting(connection: Connection) -> list[Related]:
    """Judged relations, of the newest versions, that have no place there: not found again, or without their words."""
    sought = judged_relations.c.state.in_([State.LOST.value, State.REVIEW.value])
    found = map(_judged, connection.execute(_KNOWN.where(sought, ~SUPERSEDED)).mappings())
    return [Related(relation=each.right, judged=each) for each in found]


def of_documents(connection: Connection, ids: Sequence[str] | None = None) -> dict[tuple[str, str], JudgedRelation]:
    """Give what is judged of relations in these documents, or in all, by document and by finding, else by subject."""
    rows = connection.execute(_PLACED) if ids is None else connection.execute(_PLACED_IN, {"ids": ids})
    return {(row["document_id"], row["finding"] or row["placed"]): _judged(row) for row in rows.mappings()}


_KNOWN = (
    select(
        judgements,
        judged_relations.c.state,
        judged_relations.c.finding,
        judged_relations.c.subject.label("placed"),
        judged_relations.c.corrections.label("merged"),
        judged_relations.c.right,
        documents.c.id.label("document_id"),
    )
    .join(judgements, judgements.c.key == judged_relations.c.judgement_key)
    .join(documents, documents.c.key == judged_relations.c.document_key)
    .order_by(judged_relations.c.document_key, judged_relations.c.subject)
)
_PLACED = _KNOWN.where(is_placed(judged_relations))
_UNREAD = judged_relations.c.state.in_([state.value for state in UNREAD])


_PLACED_IN = _PLACED.where(documents.c.id.in_(bindparam("ids", expanding=True)))


def _judged(row: RowMapping) -> JudgedRelation:
    return JudgedRelation(
        subject=row["placed"],
        state=State(row["state"]),
        judgement=judgement_of(row),
        corrections=row["merged"],
        right=relation_of(row["right"], row["document_id"]),
    )


def _present(key: int) -> Select[Any]:
    here = present_readings.c.reading_key == relations.c.reading_key
    return select(relations).join(present_readings, here).where(present_readings.c.document_key == key)


def _said(connection: Connection, key: int) -> dict[str, list[tuple[int, Judgement]]]:
    chosen = select(judgements).where(judgements.c.document_key == key, judgements.c.subject_kind == "relation")
    of: defaultdict[str, list[tuple[int, Judgement]]] = defaultdict(list)
    for row in connection.execute(chosen.order_by(judgements.c.key)).mappings():
        of[row["subject"]].append((row["key"], judgement_of(row)))
    return of


def _own(connection: Connection, key: int, id_: str) -> Iterator[_Judged]:
    for subject, said in _said(connection, key).items():
        read, weighed = _ever_read(connection, key, id_, subject), weigh(said)
        relation, verdict = read or _added(id_, weighed.corrections), weighed.judgement.verdict.value
        # Of others nobody can say where they would be; ``verify`` names them.
        if relation is not None:
            state = State.LOST if read else State.ADDED
            yield Standing(subject, weighed.key, verdict, relation, weighed.corrections, state)


def _added(document: str, corrections: Mapping[str, Any]) -> Relation | None:
    return added(document, corrections) if {"grounds", "sign", "voice"} <= corrections.keys() else None


def _ever_read(connection: Connection, key: int, document: str, id_: str) -> Relation | None:
    chosen = (
        select(relations)
        .join(readings, readings.c.key == relations.c.reading_key)
        .where(relations.c.id == id_, readings.c.document_key == key)
        .order_by(readings.c.reader_number.desc(), readings.c.key.desc())
    )
    row = connection.execute(chosen.limit(1)).mappings().first()
    return relation_of(row, document) if row else None


def _inherited(connection: Connection, key: int, id_: str, text: str) -> Iterator[_Judged]:
    """Give what was judged in the older version, in the offsets of this one; for review, where it has no place here."""
    older = select(documents.c.supersedes).where(documents.c.key == key).scalar_subquery()
    chosen = (
        select(judged_relations, documents.c.text)
        .join(documents, documents.c.key == judged_relations.c.document_key)
        .where(documents.c.key == older)
        .order_by(judged_relations.c.judgement_key)
    )
    for row in connection.execute(chosen).mappings():
        relation = relation_of(row["relation"], row["relation"]["document"])
        state = State(row["state"])
        old = Standing(row["subject"], row["judgement_key"], row["verdict"], relation, row["corrections"], state)
        yield old if state in UNPLACED else _anchored(old, row["text"], text, id_)


def _anchored(old: _Judged, before: str, now: str, id_: str) -> _Judged:
    def there(span: Span | None) -> Span | None:
        return moved(span, before, now) if span else None

    def end(read: End | None) -> End | None:
        return replace(read, span=there(read.span), named_at=there(read.named_at)) if read else None

    try:
        # An end whose words are not there is refused by the value itself.
        placed = replace(
            old.value,
            document=id_,
            holder=end(old.value.holder),
            target=end(old.value.target),
            grounds=tuple(filter(None, map(there, old.value.grounds))),
        )
        corrections = _moved_corrections(old.corrections, before, now)
        corrected_relation(placed, corrections)
    except ValueError:
        return replace(old, state=State.REVIEW)
    if len(placed.grounds) < len(old.value.grounds):
        return replace(old, state=State.REVIEW)
    return replace(old, value=placed, corrections=corrections, state=anchored(old.state))


def _moved_corrections(corrections: Mapping[str, Any], before: str, now: str) -> dict[str, Any]:
    """Give corrections in the offsets of the new text; ``ValueError`` where the words of grounds are not there."""
    placed = dict(corrections)
    for name in placed.keys() & {"holder", "target"}:
        placed[name] = _moved(placed[name], before, now)
    if "grounds" in placed:
        spans = [moved(Span(*pair), before, now) for pair in placed["grounds"]]
        placed["grounds"] = [span.pair() for span in spans if span]
        if None in spans:
            raise ValueError("the words of the grounds are not there")
    return placed


def _moved(end: Mapping[str, Any] | None, before: str, now: str) -> dict[str, Any] | None:
    """Give a corrected end in the offsets of the new text; without its words it is implied there."""
    if end is None:
        return None
    spans = {name: moved(Span(*end[name]), before, now) if end[name] else None for name in ("span", "named_at")}
    return dict(end) | {name: span.pair() if span else None for name, span in spans.items()}


def _settled(each: _Judged, found: Sequence[Relation]) -> _Judged:
    """Say which finding of the present reader it is: the one of nearly the same grounds, with the same ends."""
    if each.state in UNPLACED:
        return each
    exact = any(relation.id == each.value.id for relation in found)
    like = [relation.id for relation in found if _alike(relation, each.value)]
    return settled(each, each.value.id if exact else None, like[0] if len(like) == 1 else None)


def _voiced(each: _Judged, voices: Voices) -> _Judged:
    """Say which statement here voices what the present reader does not find; for review, where none does."""
    if each.state not in UNREAD or each.value.voice is None:
        return each
    voice = voices.here(each.value.voice)
    if voice is None:
        return replace(each, state=State.REVIEW)
    return replace(each, value=replace(each.value, voice=voice))


def _alike(one: Relation, other: Relation) -> bool:
    ends = ((one.holder, other.holder), (one.target, other.target))
    return all(_one_end(*pair) for pair in ends) and likeness(one.grounds, other.grounds) >= SAME


def _one_end(one: End | None, other: End | None) -> bool:
    if one is None or other is None:
        return one is other
    if one.span and other.span:
        return one.span.overlaps(other.span)
    return one.name == other.name


def _row(each: _Judged, document_key: int, found: Mapping[str, Relation]) -> Row:
    read = found[each.finding] if each.finding else each.value
    right = relation_row(corrected_relation(read, each.corrections))
    return row_of(each, document_key) | {
        "relation": relation_row(each.value) | {"document": each.value.document},
        "right": right,
        **{name: right[name] for name in ("voice", "target_name", "sign", "event")},
    }
