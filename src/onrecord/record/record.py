"""The record: documents, what was found in them, and the only way in and out."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Engine, func, select

from onrecord.errors import EvidenceError, ForgottenError, RecordDamaged, RecordError
from onrecord.facts import Capture, Coded, Document, Meaning, Reading, Relation, Statement
from onrecord.likeness import Likeness
from onrecord.record import (
    copies,
    entries,
    forget,
    homes,
    identities,
    issues,
    judgements,
    linking,
    links,
    meaning,
    placing,
    provenance,
    relating,
    search,
    spellings,
    sqlite,
    state,
    store,
    ties,
    verify,
)
from onrecord.record.anchoring import State
from onrecord.record.copies import Group
from onrecord.record.entries import Entry
from onrecord.record.evidence import check
from onrecord.record.failures import Failures
from onrecord.record.field import Field
from onrecord.record.forget import Erasure
from onrecord.record.identities import Identities
from onrecord.record.issues import Codable
from onrecord.record.judgements import Judge, Judgement, Said, SubjectKind, Verdict, corrected, corrected_relation
from onrecord.record.locate import Corrections, Locating, located, located_relation
from onrecord.record.provenance import Added, Provenance
from onrecord.record.query import Query, terms
from onrecord.record.relating import Related
from onrecord.record.schema import captures, documents, statements
from onrecord.record.search import By, Found, Weight
from onrecord.record.state import Counts, Stamp
from onrecord.record.store import Outcome
from onrecord.record.ties import Tie
from onrecord.record.verify import Misfit, Progress
from onrecord.record.words import Parts, snippets

_ID = re.compile(r"[0-9a-f]{1,64}")

# A statement's id shows 8; whoever types as many means this document.
_DIGITS_TO_FORGET = 8

Addition = tuple[Document, Capture | None, Reading | None]
"""A document, the capture that it was made of, and what was found in it: ``None`` where it was read before."""


@dataclass(frozen=True, slots=True)
class Match:
    """An entry, and the piece of its quote around what was looked for: in parts, each with whether it was.

    ``score`` is the cosine of the angle to the meaning that was looked for, ``None`` where none was.
    """

    entry: Entry
    score: float | None
    snippet: Parts


@dataclass(frozen=True, slots=True)
class Result:
    """A page of a search; ``next`` is the ``page`` of a query for what follows, ``None`` at the end."""

    hits: tuple[Match, ...]
    next: str | None


class Record:
    """An open record; close it, or use it in a ``with`` statement.

    Several processes may read one record while one writes; a second writer waits its turn. Every method
    raises ``RecordError`` when the record cannot be read or written. ``name`` is what its user calls it by: its file,
    or its address without the password; ``who`` is who is who in it,
    ``failures`` what could not be read.
    """

    def __init__(self, engine: Engine, *, again: bool = False, keep_texts: bool = True) -> None:
        self._engine = engine
        self._home = homes.of(engine)
        self.name = self._home.name(engine)
        self._again = again
        self._keep_texts = keep_texts
        self._fields: dict[str, Field] = {}
        self.who = Identities(self.name, self._reading, self._writing)
        self.failures = Failures(self._reading, self._writing)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def add(self, document: Document, capture: Capture | None, reading: Reading | None) -> Outcome:
        """Store a document with what was found in it; what is there already stays as it is.

        The text itself is the capture where none is given. When this returns, the document is on the disk. Raises
        ``EvidenceError`` where the reading does not fit the text, ``ForgottenError`` where the text was forgotten; then
        nothing of it is stored.
        """
        [outcome] = self.add_all([(document, capture, reading)])
        if isinstance(outcome, RecordError):
            raise outcome
        return outcome

    def add_all(self, additions: Sequence[Addition]) -> list[Outcome | RecordError]:
        """Store several documents in one transaction, which costs one wait for the disk instead of many.

        What does not fit its text, or was forgotten, is refused by itself: its error stands in its place, and the
        others are stored.
        """
        refusals = [_refusal(document, reading) for document, _, reading in additions]
        with self._writing() as connection:
            batch = store.Batch(connection, self._keep_texts)
            outcomes: list[Outcome | RecordError] = [
                refusal or self._forgotten(connection, document, kept) or batch.add(document, kept, reading)
                for refusal, (document, capture, reading) in zip(refusals, additions, strict=True)
                for kept in [capture or _as_capture(document)]
            ]
            batch.finish()
            return outcomes

    def refusal(self, document: Document, capture: Capture) -> ForgottenError | None:
        """Why this text is not kept, if it was forgotten and this record was not opened to take it back."""
        with self._reading() as connection:
            return None if self._again else forget.refusal(connection, document, capture)

    def knows(self, capture: Capture, extractor: str, reader: str) -> bool:
        """Whether what this extractor makes of these bytes is here and has been read by this reader."""
        with self._reading() as connection:
            return entries.has_read_capture(connection, store.capture_id(capture), extractor, reader)

    def has_address(self, url: str) -> bool:
        """Whether anything from this address is here."""
        with self._reading() as connection:
            return entries.has_address(connection, url)

    def has_read(self, document: str, reader: str) -> bool:
        """Whether the document with this id has been read by this reader."""
        with self._reading() as connection:
            return entries.has_reading(connection, document, reader)

    def document(self, start: str) -> Document:
        """Give the document whose id begins so; ``RecordError`` where none or more than one does, or without text."""
        with self._reading() as connection:
            found = entries.document(connection, start) if _ID.fullmatch(start) else []
        if len(found) != 1:
            raise RecordError(f"{'more than one' if found else 'no'} document begins with {start!r} in {self.name}")
        return found[0]

    def captured(self, name: str) -> str | None:
        """Give the id of the document that was added by this name, a path or an address; of versions, the newest."""
        by = (captures.c.name == name) | (captures.c.url == name)
        made = select(documents.c.id).join(captures, captures.c.document_key == documents.c.key).where(by)
        with self._reading() as connection:
            return connection.execute(made.order_by(captures.c.key.desc()).limit(1)).scalar()

    def texts(self, documents: Iterable[str]) -> dict[str, str]:
        """Give the texts of the documents with these ids, of those whose text is kept; each fits its digest."""
        with self._reading() as connection:
            return entries.texts(connection, sorted(set(documents)))

    def reading(self, document: str, reader: str | None = None) -> Reading | None:
        """All that a reader (without a name: the newest) found in a document; ``None`` where it has not read it."""
        with self._reading() as connection:
            return entries.reading(connection, document, reader)

    def provenances(self, start: str) -> list[Provenance]:
        """Where the documents came from whose id begins so, at most two."""
        with self._reading() as connection:
            return provenance.provenances(connection, start) if _ID.fullmatch(start) else []

    def latest(self, limit: int) -> list[Added]:
        """Name so many of the documents that were added last, the last first."""
        with self._reading() as connection:
            return provenance.latest(connection, limit)

    def entries_of(self, document: str) -> list[Entry]:
        """Statements of a document, by its id, as its newest reader and people have it, in the order of its text."""
        with self._reading() as connection:
            return entries.of_document(connection, document)

    def entries_by_id(self, start: str, limit: int = 10) -> list[Entry]:
        """Statements whose id begins so, in the order of their ids, older readings' too."""
        with self._reading() as connection:
            return entries.by_id(connection, start, limit) if _ID.fullmatch(start) else []

    def relations_of(self, document: str) -> list[Related]:
        """Relations of a document, by its id, as its newest reader and people have them, in the order of its text."""
        with self._reading() as connection:
            return relating.of_document(connection, document)

    def relations_by_id(self, start: str, limit: int = 10) -> list[Related]:
        """Relations whose id begins so, in the order of their ids, older readings' too."""
        with self._reading() as connection:
            return relating.by_id(connection, start, limit) if _ID.fullmatch(start) else []

    def entry(self, start: str) -> Entry:
        """Give the statement whose id begins so; ``RecordError`` for none or several, which it then names."""
        found = self.entries_by_id(start)
        if not found:
            raise RecordError(f"no statement in {self.name} has an id that begins with {start!r}")
        if len(found) > 1:
            listed = "\n".join(f"  {entry.id}  {entry.quote[:60]}" for entry in found)
            raise RecordError(f"more than one statement begins with {start!r}; give more of the id:\n{listed}")
        return found[0]

    def copies(self, limit: int) -> list[Group]:
        """Give the largest groups of near copies, so many of them."""
        with self._reading() as connection:
            return copies.groups(connection, limit)

    def copies_of(self, documents: Iterable[str]) -> dict[str, Group]:
        """Give the group of near copies of each of the documents with these ids that is in one."""
        with self._reading() as connection:
            return copies.groups_of(connection, documents)

    def judge(
        self, start: str, verdict: Verdict, by: str | Judge, note: str | None = None, given: Corrections | None = None
    ) -> Judgement:
        """Keep what somebody says of the statement or relation whose id begins so, and what is ``given`` as right.

        Earlier judgements stay, the newest counts; ``by`` is a person where it is a name. Raises ``RecordError`` as
        ``entry`` does, ``EvidenceError`` for words that do not stand in the text exactly once, and ``ValueError`` where
        nobody is named or what is given makes no statement.
        """
        related = self.relations_by_id(start)
        if len(related) == 1 and not self.entries_by_id(start, 1):
            return self._judge_relation(related[0], Said(verdict, _judge(by), note, given or {}))
        entry = self.entry(start)
        found = self._located(entry.statement.document, given) if given else {}
        corrected(entry.right, found)
        said = Said(verdict, _judge(by), note, found)
        return self._judge(entry.statement.document, said.on(SubjectKind.STATEMENT, entry.id, store.now()))

    def add_missing(self, start: str, given: Corrections, by: str | Judge, note: str | None = None) -> Judgement:
        """Keep a statement that the reader missed in the document whose id begins so; at least its content is given.

        Raises as ``judge`` and ``document`` do.
        """
        document = self.document(start)
        found = self._located(document.id, given)
        if not found.get("content"):
            raise ValueError("a statement needs its content; give its words, or their offsets")
        id_ = placing.added(document.id, found).id
        said = Said(Verdict.YES, _judge(by), note, found)
        return self._judge(document.id, said.on(SubjectKind.STATEMENT, id_, store.now()))

    def add_relation(self, start: str, given: Corrections, by: str | Judge, note: str | None = None) -> Judgement:
        """Keep a relation that the reader missed, voiced by the statement whose id begins so, or a document's outlet.

        At least grounds, sign and an end are given. Raises as ``judge`` does, ``ValueError`` where there is such a one.
        """
        entry = self.entry(start) if self.entries_by_id(start, 1) else None
        document = self.document(entry.statement.document if entry else start)
        found = self._located(document.id, given, located_relation) | {"voice": entry.id if entry else None}
        id_ = relating.added(document.id, found).id
        if self.relations_by_id(id_):
            raise ValueError(f"relation {id_} is on these words; judge it, or give ends by the offsets of their words")
        said = Said(Verdict.YES, _judge(by), note, found)
        return self._judge(document.id, said.on(SubjectKind.RELATION, id_, store.now()))

    def judge_change(self, id_: str, verdict: Verdict, by: str | Judge, note: str | None = None) -> Judgement:
        """Keep what somebody says of a proposed change, known by the ids of its statements, or how they begin: ``A-B``.

        Raises ``RecordError`` as ``entry`` does, and ``ValueError`` where nobody is named or the id is none.
        """
        one, _, other = id_.partition("-")
        if not other:
            raise ValueError(f"a change is known by the ids of two statements, like 3f9a2c01-81c04d7e, not {id_!r}")
        earlier, later = self.entry(one), self.entry(other)
        said = Said(verdict, _judge(by), note, {})
        subject = f"{earlier.statement.id}-{later.statement.id}"
        judgement = said.on(SubjectKind.CHANGE, subject, store.now())
        with self._writing() as connection:
            judgements.judge(connection, earlier.statement.document, judgement)
        return judgement

    def judged_changes(self) -> dict[str, Verdict]:
        """Give what people and rules say of changes, by their ids: of several the one that counts."""
        with self._reading() as connection:
            return judgements.verdicts(connection, SubjectKind.CHANGE)

    def judgements(self, subject: str) -> list[Judgement]:
        """All judgements on the statement or relation with this id, the newest first."""
        with self._reading() as connection:
            return judgements.of_subject(connection, subject)

    def judged_last(self, limit: int, by: str | None = None) -> list[Judgement]:
        """Give so many of the judgements that were made last, the newest first; of one judge, where a name is given."""
        with self._reading() as connection:
            return judgements.latest(connection, limit, by)

    def queue(self, query: Query, by: str) -> list[Entry]:
        """What a query finds and this judge has not judged, the least certain first, up to the query's limit."""
        with self._reading() as connection:
            keys = search.queue(connection, query, by)
            found = entries.by_keys(connection, keys)
        return [found[key] for key in keys]

    def judged(self) -> Iterator[tuple[Statement, list[Judgement]]]:
        """Each judged statement as it was read or added, with its judgements, the oldest first."""
        with self._reading() as connection:
            yield from placing.own(connection)

    def judged_relations(self) -> Iterator[tuple[Relation, list[Judgement]]]:
        """Each judged relation as it was read, with its judgements, the oldest first."""
        with self._reading() as connection:
            yield from relating.own(connection)

    def documents(self) -> list[str]:
        """Give the ids of all documents in the order of adding."""
        with self._reading() as connection:
            return list(connection.scalars(select(documents.c.id).order_by(documents.c.key)))

    def waiting(self) -> Iterator[Entry]:
        """Judged statements without a place in the newest version: not found by its reader, or words not there."""
        with self._reading() as connection:
            yield from entries.waiting(connection)

    def waiting_relations(self) -> list[Related]:
        """Judged relations without a place in the newest version."""
        with self._reading() as connection:
            return relating.waiting(connection)

    def entries(self, query: Query | None = None) -> Iterator[Entry]:
        """Every statement that views show, or that a query finds, in the order of adding, from one moment's record.

        Without a query that is also what was judged wrong, and what was judged and is not found any more. The query's
        meaning, limit and page are left out of account.
        """
        with self._reading() as connection:
            if query is None or query.flat().keys() <= {"limit", "page", "refused", "lost"}:
                yield from (entry for entry in entries.shown(connection) if query is None or _is_asked(entry, query))
                return
            for keys in search.all_keys(connection, query):
                found = entries.by_keys(connection, keys)
                yield from (found[key] for key in keys)

    def ties(self) -> Iterator[Tie]:
        """Every relation that views show, with who says so, in the order of adding, from one moment's record."""
        with self._reading() as connection:
            yield from ties.shown(connection)

    def link(self, progress: Progress = lambda _done, _total: None) -> int:
        """Link the statements of documents that have not been with those of others that say the same.

        Gives how many documents those were. What was linked is kept step by step, so that the same call goes on after
        an interruption; ``progress`` hears how many documents of how many are done.
        """
        with self._reading() as connection:
            total = links.waiting(connection)
        done = 0
        while done < total:
            with self._writing() as connection:
                some = linking.link(connection)
            if not some:
                break
            done += some
            progress(done, max(done, total))
        return done

    def repeated(self, statement: str) -> list[tuple[Entry, Likeness]]:
        """Give what says the same as the statement with this id, in other documents that views show."""
        with self._reading() as connection:
            found = links.neighbours(connection, statement)
            whole = entries.by_keys(connection, [each.key for each in found])
        shown = ((whole[each.key], each.likeness) for each in found if each.key in whole)
        return [(entry, how) for entry, how in shown if entry.present and not entry.superseded]

    def codable(self, model: str) -> Iterator[Codable]:
        """Every statement that views show and of which the model of this digest made the vector."""
        with self._reading() as connection:
            yield from issues.codable(connection, model)

    def code(self, coded: Iterable[tuple[int, Sequence[Coded]]]) -> dict[str, int]:
        """Keep the issues of statements, by their keys, in place of all others; give how many each issue has."""
        with self._writing() as connection:
            issues.keep(connection, coded)
            return issues.counted(connection)

    def search(self, query: Query) -> Result:
        """One page of the statements that a query finds: nearest in meaning, best match, or newest first.

        By meaning only statements are found whose vectors the model of the query made; see ``unmeant``.
        """
        with self._reading() as connection:
            last, shown = query.place()
            if last is None:
                last = connection.execute(select(func.coalesce(func.max(statements.c.key), 0))).scalar_one()
            found = self._found(connection, query, last)
            more, found = len(found) > query.limit, found[: query.limit]
            whole = entries.by_keys(connection, [each.key for each in found])
            sought, _ = spellings.widened(connection, terms(query.words))
        pieces = snippets({key: entry.words for key, entry in whole.items()}, sought)
        hits = tuple(Match(whole[key], score, pieces[key]) for key, score in found)
        return Result(hits, f"{last}.{shown + query.limit}" if more else None)

    def _found(self, connection: Connection, query: Query, last: int) -> list[Found]:
        if query.meaning is None:
            return search.find(connection, query, last)
        model = query.meaning.model
        # Whole and never changed, so that threads may search at once.
        field = self._fields.get(model, Field.empty(model)).renewed(connection)
        self._fields[model] = field
        return search.near(connection, query, last, query.meaning, field)

    def vectors(self, ids: Iterable[str]) -> dict[str, bytes]:
        """Give the vectors of shown statements by their ids, of those of which the newest model has made one."""
        with self._reading() as connection:
            return meaning.by_ids(connection, ids)

    def unmeant(self, model: str) -> list[str]:
        """Which documents' shown statements have no meanings by the model of this digest."""
        with self._reading() as connection:
            return meaning.without(connection, model)

    def quotes(self, document: str) -> list[str]:
        """Give the quotes of the shown statements of the document with this id, in the order of their first word."""
        with self._reading() as connection:
            return meaning.quotes(connection, document)

    def mean(self, document: str, meanings: Sequence[Meaning]) -> None:
        """Keep what the shown statements of the document with this id mean, in place of what was there."""
        with self._writing() as connection:
            meaning.renew(connection, document, meanings)

    def weights(self, query: Query, by: By | None = None, among: int | None = None) -> list[Weight]:
        """Weigh what a query finds in documents, statements and words, what is in most documents first.

        ``among`` weighs no more than so many of the statements.
        """
        with self._reading() as connection:
            return search.weights(connection, query, by, among)

    def stamp(self) -> Stamp:
        """Give what is another after anything was added, judged, compared or forgotten."""
        with self._reading() as connection:
            return state.stamp(connection)

    def counts(self) -> Counts:
        """How much is here."""
        with self._reading() as connection:
            return Counts(*entries.counts(connection))

    def verify(self, progress: Progress = lambda _done, _total: None) -> Iterator[Misfit]:
        """Check every text, span, row and count, and give what does not fit; nothing where all is well.

        ``progress`` hears how many documents of how many are checked.
        """
        with self._reading() as connection:
            yield from verify.verify(connection, progress)

    def backup(self, target: str | os.PathLike[str]) -> None:
        """Copy the record as it is at one moment, whoever writes meanwhile; an older copy of that name is replaced.

        Raises ``RecordError`` where ``target`` is anything else, or cannot be written; then it stays as it was.
        """
        file = Path(target)
        sqlite.usable(file, create=True)
        with homes.told(sqlite, str(file)):
            if file.exists() and file.resolve() == Path(self.name).resolve():
                raise RecordError(f"{file} is the record itself; give the name of another file")
            if file.exists() and not sqlite.is_closed_record(file):
                raise RecordError(f"{file} is there, and is no record or is in use; give another name, or remove it")
            self._home.copy(self._engine, file)

    def forget(self, start: str) -> Erasure:
        """Erase the document whose id begins so, with all that was found in it, from every page of the file.

        Only the hashes of its text and of the bytes that it was made of stay, with the date, so that it is not
        added again unasked. A document that was forgotten before is cleared from the file again. Raises
        ``RecordError`` where none or more than one begins so, or fewer than 8 digits are given.
        """
        if len(start) < _DIGITS_TO_FORGET:
            raise RecordError(f"{start!r} is too short for what cannot be undone; give {_DIGITS_TO_FORGET} digits")
        found = self.provenances(start)
        if len(found) == 1:
            document, versions, moment = found[0].document, found[0].newer + found[0].older, store.now()
            with self._writing() as connection:
                forget.erase(connection, document, moment)
        else:
            document, moment = self._tombstone(start, bool(found))
            versions = ()
        with homes.told(self._home, self.name):
            remains = self._home.scrub(self._engine)
        return Erasure(document=document, forgotten_at=moment, versions=versions, remains=remains)

    def rebuild(self) -> None:
        """Compute again everything that is derived: the present readings, the index of words, the groups of copies.

        Who is who and what says the same elsewhere are dropped; ``identify`` and ``link`` make them again.
        """
        with self._writing() as connection:
            store.rebuild(connection)
            identities.clear(connection)

    def _located(self, document: str, given: Corrections, locate: Locating = located) -> dict[str, Any]:
        reading = self.reading(document)
        return locate(given, self.document(document).text, reading.figures if reading else ())

    def _judge_relation(self, related: Related, said: Said) -> Judgement:
        document = related.relation.document
        if said.corrections:
            found = self._located(document, said.corrections, located_relation)
            corrected_relation(related.right, found)
            said = replace(said, corrections=found)
        return self._judge(document, said.on(SubjectKind.RELATION, related.id, store.now()))

    def _judge(self, document: str, judgement: Judgement) -> Judgement:
        with self._writing() as connection:
            key = judgements.judge(connection, document, judgement)
            if key is not None:
                placing.place(connection, [key])
        return judgement

    def _forgotten(self, connection: Connection, document: Document, capture: Capture) -> ForgottenError | None:
        if self._again:
            forget.readmit(connection, document, capture)
        return forget.refusal(connection, document, capture)

    def _tombstone(self, start: str, several: bool) -> tuple[str, str]:
        with self._reading() as connection:
            found = forget.tombstone(connection, start) if _ID.fullmatch(start) and not several else None
        if found is None:
            raise RecordError(f"{'more than one' if several else 'no'} document begins with {start!r} in {self.name}")
        return found

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with homes.told(self._home, self.name), self._engine.connect() as connection:
            try:
                yield connection
            except (ValueError, TypeError) as error:
                # Every value was valid when it was stored.
                raise RecordDamaged(f"{self.name} is damaged ({error}); restore it from a backup") from error

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with (
            homes.told(self._home, self.name),
            self._engine.connect() as connection,
            self._home.writing(connection),
        ):
            yield connection


def _judge(by: str | Judge) -> Judge:
    return by if isinstance(by, Judge) else Judge(by)


def _is_asked(entry: Entry, query: Query) -> bool:
    """Whether a query that asks for nothing else wants an entry as it is judged."""
    if entry.judged is None:
        return True
    known = query.refused or entry.judged.judgement.verdict is not Verdict.NO
    return known and (query.lost or entry.judged.state is not State.LOST)


def _refusal(document: Document, reading: Reading | None) -> EvidenceError | None:
    try:
        check(document, reading)
    except EvidenceError as refused:
        return refused
    return None


def _as_capture(document: Document) -> Capture:
    return Capture(name=document.name, data=document.text.encode(), metadata=document.metadata)
