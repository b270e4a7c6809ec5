"""One actor: the names and roles he was seen in, for whom he speaks, what he says and who speaks of him."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from onrecord.record import Record
from onrecord.record.identities import Seen
from onrecord.who import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A role as texts give it, for whom it speaks, when it was seen first and last, and where it stands first."""

    role: str
    speaks_for: str | None
    first: str | None
    last: str | None
    documents: int
    document: str
    span: list[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """An actor with what the record shows of him.

    ``names`` count the documents of each spelling. ``statements`` are his own and ``mentioned`` those of others that
    speak of him, in their JSON form, or the last of them that were added; ``said`` and ``spoken_of`` count them all.
    ``speaks_of`` counts those of his in ``statements`` that are for or against somebody, by name.
    ``figures`` say document by document why it is he.
    """

    actor: Actor
    names: dict[str, int]
    roles: tuple[Held, ...]
    speaks_for: tuple[str, ...]
    statements: tuple[dict[str, Any], ...]
    mentioned: tuple[dict[str, Any], ...]
    said: int
    spoken_of: int
    speaks_of: dict[str, int]
    figures: tuple[dict[str, Any], ...]

    def json(self) -> dict[str, Any]:
        """Give it in names and values."""
        return {
            "id": self.actor.id,
            "name": self.actor.name,
            "kind": self.actor.kind,
            "wikidata": self.actor.wikidata or None,
            "names": self.names,
            "roles": [asdict(role) for role in self.roles],
            "speaks_for": list(self.speaks_for),
            "speaks_of": self.speaks_of,
            "statements": list(self.statements),
            "mentioned": list(self.mentioned),
            "figures": list(self.figures),
        }


def actor(record: Record, name: str, most: int | None = None) -> Profile:
    """Show the actor of this name, in any spelling seen, or with this id, with so many statements at most.

    Raises ``RecordError`` where there is none, or more than one; then it names them.
    """
    found = record.who.actor(name)
    seen = record.who.seen(found)
    names: dict[str, int] = {}
    for each in seen:
        names[each.figure.name] = names.get(each.figure.name, 0) + 1
    roles = tuple(_roles(seen))
    own, others = record.who.statements(found), record.who.statements(found, about=True)
    shown = slice(None) if most is None else slice(-most, None)
    statements = tuple(record.entry(id_).json() for id_ in own[shown])
    return Profile(
        actor=found,
        names=dict(sorted(names.items(), key=lambda item: -item[1])),
        roles=roles,
        speaks_for=tuple(dict.fromkeys(role.speaks_for for role in roles if role.speaks_for)),
        statements=statements,
        mentioned=tuple(record.entry(id_).json() for id_ in others[shown]),
        said=len(own),
        spoken_of=len(others),
        speaks_of=_speaks_of(statements, names),
        figures=tuple(
            {"document": each.document, "name": each.figure.name, "span": each.figure.named_at.pair(), "why": each.why}
            for each in seen
        ),
    )


def _speaks_of(statements: Iterable[Mapping[str, Any]], own: Container[str]) -> dict[str, int]:
    """Count in how many statements each of the others is at an end of a relation, the most frequent first."""
    found: Counter[str] = Counter()
    for statement in statements:
        ends = (end for relation in statement["relations"] for end in (relation["from"], relation["to"]) if end)
        found.update({end["name"] for end in ends if end["name"] not in own})
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def _roles(seen: Iterable[Seen]) -> Iterable[Held]:
    """The roles that were seen, in the order of their first date."""
    groups: dict[tuple[str, str | None], list[Seen]] = {}
    for each in seen:
        if each.figure.role:
            groups.setdefault((each.figure.role, each.speaks_for), []).append(each)
    for (role, speaks_for), group in groups.items():
        dates = [each.published[:10] for each in group if each.published]
        where = next(each for each in group if each.figure.role_at)
        yield Held(
            role=role,
            speaks_for=speaks_for,
            first=min(dates, default=None),
            last=max(dates, default=None),
            documents=len(group),
            document=where.document,
            span=where.figure.role_at.pair() if where.figure.role_at else [],
        )
