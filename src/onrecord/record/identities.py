"""Keeps which actor each figure is, and what persons say of it, which always counts before what rules found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, exists, func, insert, or_, select, union, update

from onrecord.errors import RecordError
from onrecord.facts import Figure
from onrecord.record import alike, bearers, names, namesakes, sameness
from onrecord.record.bearers import Bearer, Place, actor_of, parts
from onrecord.record.judgements import TAKEN_BACK, Judge, Judgement, Said, Verdict
from onrecord.record.rows import Row, figure_of
from onrecord.record.schema import (
    actor_marks,
    actors,
    documents,
    figures,
    identified,
    identities,
    present_readings,
    readings,
    relations,
    statements,
)
from onrecord.who import Actor, Identity, figure_id

Opened = Callable[[], AbstractContextManager[Connection]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unidentified:
    """A document whose figures have not been compared: each with its key; ``acting`` are places of those that act.

    They say something, or are an end of a relation.
    """

    reading_key: int
    document: str
    published: str | None
    text: str
    figures: tuple[tuple[int, Figure], ...]
    acting: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A figure of an actor in its document, why it is this actor's, and for whom it speaks there."""

    document: str
    title: str | None
    outlet: str | None
    published: str | None
    figure: Figure
    why: str
    speaks_for: str | None
    reading_key: int


class Identities:
    """Who is who in a record: compared, looked up and judged."""

    def __init__(self, name: str, reading: Opened, writing: Opened) -> None:
        self._name = name
        self._reading = reading
        self._writing = writing

    def begin(self) -> tuple[int, bool]:
        """Prepare for comparing: how many documents are to be compared, and whether none was before.

        Where documents that were compared are read anew, all are compared again: what they said may have joined others.
        """
        gone = ~exists().where(present_readings.c.reading_key == identified.c.reading_key)
        with self._writing() as connection:
            if connection.execute(select(identified.c.reading_key).where(gone).limit(1)).first():
                clear(connection)
            total = connection.execute(select(func.count()).select_from(_waiting().subquery())).scalar_one()
            fresh = connection.execute(select(identified.c.reading_key).limit(1)).first() is None
        return total, fresh

    def waiting(self, many: int) -> list[Unidentified]:
        """Give so many of the documents that have not been compared, in the order in which they were read."""
        with self._reading() as connection:
            chosen = _waiting().order_by(readings.c.key).limit(many)
            return [_unidentified(connection, row) for row in connection.execute(chosen).all()]

    def sharing(self, marks: set[str]) -> list[tuple[Actor, Sequence[str]]]:
        """Give the actors that have one of these marks, each with those that it has."""
        found: dict[int, list[str]] = {}
        known: list[Actor] = []
        with self._reading() as connection:
            for some in parts(sorted(marks)):
                chosen = select(actor_marks.c.actor_key, actor_marks.c.mark).where(actor_marks.c.mark.in_(some))
                for key, mark in connection.execute(chosen):
                    found.setdefault(key, []).append(mark)
            for keys in parts(sorted(found)):
                rows = connection.execute(select(actors).where(actors.c.key.in_(keys))).mappings()
                known += [actor_of(row) for row in rows]
        return [(actor, found[actor.key]) for actor in known]

    def next_key(self) -> int:
        """Give the number of the next new actor."""
        with self._reading() as connection:
            return int(connection.execute(select(func.coalesce(func.max(actors.c.key), 0))).scalar_one()) + 1

    def keep(
        self,
        compared: Sequence[Unidentified],
        changed: Iterable[tuple[Actor, Sequence[str]]],
        found: Sequence[Identity],
    ) -> None:
        """Keep what comparing some documents gave, all of it or nothing."""
        changed = list(changed)
        rows = [{**asdict(actor), "names": list(actor.names), "offices": list(actor.offices)} for actor, _ in changed]
        marks = [{"mark": mark, "actor_key": actor.key} for actor, new in changed for mark in dict.fromkeys(new)]
        with self._writing() as connection:
            known: set[int] = set()
            for keys in parts([row["key"] for row in rows]):
                known |= set(connection.execute(select(actors.c.key).where(actors.c.key.in_(keys))).scalars())
            for row in rows:
                if row["key"] in known:
                    connection.execute(update(actors).where(actors.c.key == row["key"]), row)
            _insert(connection, actors, [row for row in rows if row["key"] not in known])
            _insert(connection, actor_marks, marks)
            _insert(connection, identities, [_identity_row(identity) for identity in found])
            _insert(connection, identified, [{"reading_key": each.reading_key} for each in compared])

    def settle(self) -> None:
        """Let what persons say of who is who count, in the order in which they said it."""
        with self._writing() as connection:
            settle(connection)

    def counts(self) -> tuple[int, int, int]:
        """How many figures were compared, actors they are, and documents that have not been compared."""
        figures_, actors_ = func.count(), func.count(identities.c.actor_key.distinct())
        with self._reading() as connection:
            compared, known = connection.execute(select(figures_, actors_).select_from(identities)).one()
            left = connection.execute(select(func.count()).select_from(_waiting().subquery())).scalar_one()
        return compared, known, left

    def named(self, name: str) -> list[Actor]:
        """Give the actors with this id, Wikidata id or spelling, whatever its case; those of most figures first.

        Where there is none, those whose names have all these words, in any spelling: a surname will do.
        """
        with self._reading() as connection:
            known = (actors.c.id == name, actors.c.wikidata == name, _is(actors.c.name, name))
            found = _chosen(connection, or_(*known, _spelt(_is(figures.c.name, name))))
            exact = [actor for actor in found if name in (actor.id, actor.wikidata)]
            return exact or found or _chosen(connection, _spelt(names.Bearing(connection, name).borne(figures.c.name)))

    def actor(self, name: str) -> Actor:
        """Give the one actor of this name or id; ``RecordError`` for none or several, which it then names."""
        found = self.named(name)
        if not found:
            *_, left = self.counts()
            hint = "; run `onrecord identify` first" if left else ""
            raise RecordError(f"no actor in {self._name} is called {name!r}{hint}")
        if len(found) > 1:
            listed = "\n".join(f"  {actor.id}  {actor.name} ({actor.kind}, {_about(actor)})" for actor in found[:20])
            raise RecordError(f"more than one actor is called {name!r}; give the id of one:\n{listed}")
        return found[0]

    def seen(self, actor: Actor) -> list[Seen]:
        """Give the figures of an actor, the earliest document first and undated ones last."""
        chosen = _seen().where(identities.c.actor_key == actor.key)
        with self._reading() as connection:
            rows = connection.execute(chosen).mappings().all()
        found = [_seen_of(row) for row in rows]
        return sorted(found, key=lambda seen: (seen.published is None, seen.published or "", seen.document))

    def judgements(self, *those: Actor) -> list[Judgement]:
        """Give what people and rules said of the figures of these actors alone, in the order of its making."""
        places = {(seen.document, seen.figure.named_at.start) for actor in those for seen in self.seen(actor)}
        with self._reading() as connection:
            return sameness.said_of(connection, places)

    def actor_of(self, document: str, named_start: int) -> Actor | None:
        """Who the figure of a document is whose fullest name begins there; ``None`` where it was not compared."""
        chosen = (
            select(actors)
            .join(identities, identities.c.actor_key == actors.c.key)
            .join(figures, figures.c.key == identities.c.figure_key)
            .join(readings, readings.c.key == figures.c.reading_key)
            .join(documents, documents.c.key == readings.c.document_key)
            .where(documents.c.id == document, figures.c.named_start == named_start)
        )
        with self._reading() as connection:
            row = connection.execute(chosen).mappings().first()
        return actor_of(row) if row else None

    def bearers(self, places: Iterable[Place]) -> dict[Place, Bearer]:
        """Give who the figures are whose fullest names begin at these places; those not compared are not there."""
        with self._reading() as connection:
            return bearers.bearers(connection, places)

    def statements(self, actor: Actor, *, about: bool = False) -> list[str]:
        """Give ids of the statements whose speaker the actor is, or in whose content he is mentioned."""
        chosen = (
            select(statements.c.id, statements.c.named_start, statements.c.content, figures.c.named_start.label("mine"))
            .add_columns(figures.c.mentions)
            .join(figures, figures.c.reading_key == statements.c.reading_key)
            .join(identities, identities.c.figure_key == figures.c.key)
            .where(identities.c.actor_key == actor.key)
            .order_by(statements.c.key)
        )
        with self._reading() as connection:
            rows = connection.execute(chosen).all()
        keep = _mentions if about else _speaks
        return list(dict.fromkeys(row.id for row in rows if keep(row)))

    def same(
        self, one: str, other: str, by: str, note: str | None = None, verdict: Verdict = Verdict.YES
    ) -> tuple[Actor, Actor]:
        """Keep that two actors are one, or are not, or that nobody is sure, and let it count.

        Raises ``RecordError`` where they are to be one and are one already.
        """
        a, b = self.actor(one), self.actor(other)
        if a.key == b.key and verdict is Verdict.YES:
            raise RecordError(f"{one!r} and {other!r} are one actor already: {a.name} ({a.id})")
        first, second = _called(self.seen(a), one), _called(self.seen(b), other)
        if first == second:
            raise RecordError(f"{one!r} and {other!r} are one figure: {a.name} ({a.id})")
        self._judge([(first, second)], Said(verdict, Judge(by), note, {}))
        return a, b

    def split(self, name: str, by: str, note: str | None = None, document: str | None = None) -> int:
        """Keep that an actor's figures are not one, or that the one in a document stands alone; gives how many.

        ``document`` is the start of its id. Raises ``RecordError`` where there is nothing to take apart.
        """
        seen = self.seen(actor := self.actor(name))
        chosen = [each for each in seen if each.document.startswith(document)] if document else seen[1:]
        if not chosen or len(seen) == 1:
            where = f" in a document that begins with {document!r}" if document and not chosen else ""
            raise RecordError(f"{actor.name} ({actor.id}) has {len(seen)} figure(s); there is nothing to split{where}")
        self._judge([(each,) for each in chosen], Said(Verdict.NO, Judge(by), note, {}))
        return len(chosen)

    def alike(self, limit: int) -> list[tuple[Actor, Actor]]:
        """Give so many pairs of actors that may be one and that nobody has judged, those of most figures first."""
        with self._reading() as connection:
            return alike.alike(connection, limit)

    def take_back(self, subject: str, by: str) -> None:
        """Follow what somebody said of figures, known by the subject of his judgement, by that he is not sure."""
        said = Said(Verdict.UNSURE, Judge(by), TAKEN_BACK, {})
        with self._writing() as connection:
            sameness.keep(connection, sameness.places(subject), said)
            settle(connection)

    def _judge(self, figures: Sequence[tuple[Seen, ...]], said: Said) -> None:
        with self._writing() as connection:
            for some in figures:
                places = tuple((each.document, each.figure.named_at.start) for each in some)
                sameness.keep(connection, places, said)
            settle(connection)


def _called(seen: Sequence[Seen], name: str) -> Seen:
    """Give the figure that is called so, else the first."""
    return next((each for each in seen if each.figure.name.casefold() == name.casefold()), seen[0])


def settle(connection: Connection) -> None:
    """Start from what the rules found of each figure, look at all names together, and do over it what persons said."""
    moved = identities.c.actor_key != identities.c.found_key
    connection.execute(update(identities).where(moved).values(actor_key=identities.c.found_key))
    unfounded = ~exists().where(identities.c.found_key == actors.c.key)
    alone = select(actors.c.key).where(unfounded)
    connection.execute(delete(actor_marks).where(actor_marks.c.actor_key.in_(alone)))
    connection.execute(delete(actors).where(unfounded))
    namesakes.join(connection)
    for places, verdict in sameness.counting(connection):
        figures_ = [_figure(connection, *place) for place in places]
        # Where a document was read anew, the name may be no figure now.
        if all(figures_):
            _settle(connection, figures_, verdict)


def _settle(connection: Connection, judged: Sequence[Any], verdict: Verdict) -> None:
    """Let count what was said of a figure, or of two."""
    one, last = judged[0], judged[-1]
    if verdict is Verdict.YES and one is not last:
        _merge(connection, one, last)
    if verdict is Verdict.NO and one["actor_key"] == last["actor_key"]:
        _stand_alone(connection, last)


def clear(connection: Connection) -> None:
    """Drop all that was compared; what persons said stays."""
    for table in (identities, actor_marks, actors, identified):
        connection.execute(delete(table))


def misfits(connection: Connection) -> Iterator[str]:
    """Say what does not fit of who is who: counts, and figures that are no longer shown."""
    counted = select(identities.c.found_key, func.count().label("n")).group_by(identities.c.found_key).subquery()
    chosen = select(actors.c.id).join(counted, counted.c.found_key == actors.c.key)
    for (id_,) in connection.execute(chosen.where(counted.c.n != actors.c.figures)):
        yield f"actor {id_} does not have the figures that it counts"
    missing = (
        select(func.count())
        .select_from(figures)
        .join(identified, identified.c.reading_key == figures.c.reading_key)
        .where(~exists().where(identities.c.figure_key == figures.c.key))
    )
    if lacking := connection.execute(missing).scalar_one():
        yield f"{lacking} figures are nobody"


def forget(connection: Connection, document_key: int, id_: str) -> None:
    """Drop what persons said of a document's figures, and with it all that was compared, for names are in it."""
    sameness.forget(connection, id_)
    read = select(readings.c.key).where(readings.c.document_key == document_key)
    if connection.execute(select(identified.c.reading_key).where(identified.c.reading_key.in_(read)).limit(1)).first():
        clear(connection)


def _chosen(connection: Connection, known: ColumnElement[bool]) -> list[Actor]:
    used = exists().where(identities.c.actor_key == actors.c.key)
    chosen = select(actors).where(known, used).order_by(actors.c.figures.desc(), actors.c.key)
    return [actor_of(row) for row in connection.execute(chosen).mappings()]


def _spelt(named: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether an actor has a figure of such a name."""
    figure = figures.c.key == identities.c.figure_key
    return actors.c.key.in_(select(identities.c.actor_key).join(figures, figure).where(named))


def _is(column: Any, name: str) -> Any:  # noqa: ANN401 - a column and a condition on it
    """Whether a column is a name, whatever its case; SQLite itself folds the case of Latin letters only."""
    return or_(column == name, func.lower(column) == name.lower())


def _identity_row(identity: Identity) -> Row:
    return {
        "figure_key": identity.figure,
        "found_key": identity.actor,
        "actor_key": identity.actor,
        "why": identity.why,
        "speaks_for": identity.speaks_for,
    }


def _waiting() -> Any:  # noqa: ANN401 - a select of four columns
    return (
        select(readings.c.key, documents.c.id, documents.c.published, documents.c.text)
        .join(present_readings, present_readings.c.reading_key == readings.c.key)
        .join(documents, documents.c.key == readings.c.document_key)
        .where(~exists().where(identified.c.reading_key == readings.c.key))
    )


def _unidentified(connection: Connection, row: Any) -> Unidentified:  # noqa: ANN401 - a row of ``_waiting``
    chosen = select(figures).where(figures.c.reading_key == row.key).order_by(figures.c.key)
    acting = union(
        select(statements.c.named_start).where(statements.c.reading_key == row.key),
        select(relations.c.holder_named_start).where(relations.c.reading_key == row.key),
        select(relations.c.target_named_start).where(relations.c.reading_key == row.key),
    )
    return Unidentified(
        reading_key=row.key,
        document=row.id,
        published=row.published,
        text=row.text,
        figures=tuple((figure["key"], figure_of(figure)) for figure in connection.execute(chosen).mappings()),
        acting=frozenset(place for place in connection.scalars(acting) if place is not None),
    )


def _seen() -> Any:  # noqa: ANN401 - a select of many columns
    return (
        select(figures, identities.c.why, identities.c.speaks_for, documents.c.id.label("document"))
        .add_columns(documents.c.title, documents.c.outlet, documents.c.published)
        .join(identities, identities.c.figure_key == figures.c.key)
        .join(readings, readings.c.key == figures.c.reading_key)
        .join(documents, documents.c.key == readings.c.document_key)
    )


def _seen_of(row: Any) -> Seen:  # noqa: ANN401 - a row of ``_seen``
    return Seen(
        document=row["document"],
        title=row["title"],
        outlet=row["outlet"],
        published=row["published"],
        figure=figure_of(row),
        why=row["why"],
        speaks_for=row["speaks_for"],
        reading_key=row["reading_key"],
    )


def _speaks(row: Any) -> bool:  # noqa: ANN401 - a row of ``statements``
    return bool(row.named_start == row.mine)


def _mentions(row: Any) -> bool:  # noqa: ANN401 - a row of ``statements``
    inside = any(first <= start < last for first, last in row.content for start, _ in row.mentions)
    return inside and not _speaks(row)


def _figure(connection: Connection, document: str, named_start: int) -> Any:  # noqa: ANN401 - a row
    chosen = (
        select(figures, identities.c.actor_key, documents.c.id.label("document"))
        .join(identities, identities.c.figure_key == figures.c.key)
        .join(readings, readings.c.key == figures.c.reading_key)
        .join(documents, documents.c.key == readings.c.document_key)
        .where(documents.c.id == document, figures.c.named_start == named_start)
    )
    return connection.execute(chosen).mappings().first()


def _merge(connection: Connection, one: Any, other: Any) -> None:  # noqa: ANN401 - rows of ``_figure``
    mine = identities.c.actor_key == other["actor_key"]
    connection.execute(update(identities).where(mine).values(actor_key=one["actor_key"]))


def _stand_alone(connection: Connection, one: Any) -> None:  # noqa: ANN401 - a row of ``_figure``
    id_ = f"{figure_id(one['document'], figure_of(one).named_at)}-alone"
    key = connection.execute(select(actors.c.key).where(actors.c.id == id_)).scalar()
    if key is None:
        key = connection.execute(select(func.max(actors.c.key))).scalar_one() + 1
        actor = Actor(key=key, id=id_, name=one["name"], kind=one["kind"], names=(one["name"],))
        connection.execute(insert(actors), {**asdict(actor), "names": list(actor.names), "offices": []})
    connection.execute(update(identities).where(identities.c.figure_key == one["key"]).values(actor_key=key))


def _key(connection: Connection, document: str) -> int:
    return int(connection.execute(select(documents.c.key).where(documents.c.id == document)).scalar_one())


def _about(actor: Actor) -> str:
    offices = [" ".join(filter(None, (of, area, head))) for head, area, of in actor.offices[:2]]
    return ", ".join([*offices, f"{actor.figures} documents"])


def _insert(connection: Connection, table: Any, rows: Sequence[Row]) -> None:  # noqa: ANN401 - any table
    if rows:
        connection.execute(insert(table), list(rows))
