"""How statements look on a screen: the one door to rich.

Everything here takes statements in their JSON form, so that what is shown is what ``--json`` gives. Where
the output is no terminal it is plain text in lines that are never broken.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from itertools import islice
from typing import IO, TYPE_CHECKING, Any, Protocol

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from onrecord.jsonform import relation_words

if TYPE_CHECKING:
    from onrecord.facts import Document
    from onrecord.ingest import Step
    from onrecord.likeness import Piece
    from onrecord.record import Copy, Weight
    from onrecord.record import Group as Copies
    from onrecord.views.about import About, Whole
    from onrecord.views.actor import Profile
    from onrecord.views.copies import Place
    from onrecord.views.elsewhere import Elsewhere, Repeated
    from onrecord.views.search import Hit
    from onrecord.views.show import Segment, Shown

Entry = Mapping[str, Any]

MISSING = "–"
_PAIRS = 10
_SHORT_ID = 8
_NAMELESS = {"guest": "guest", "interviewer": "interviewer", "unnamed": "unnamed source", "unstated": "nobody named"}
_TRANSLATED = {"human": "translated", "machine": "machine-translated"}
_MODE_STYLES = {"answer": "green", "question": "cyan", "direct": "green", "mixed": "yellow", "indirect": "yellow"}
_STAND_STYLES = {"same": "green", "shifted": "yellow", "tension": "red", "related": "cyan"}
_MARK_STYLES = {"content": "bold green", "cue": "yellow", "source": "cyan", "occasion": "magenta"}
_PLACES = {
    "carried": "carried over from {}, which the present reader finds so",
    "anchored": "carried over from {} of an older version, by its words",
    "added": "added; no reader found it",
    "lost": "not found by the present reader",
    "review": "its words do not stand in this version exactly once",
}
_UNBROKEN = 10_000
_REASONS = 10

# An escape sequence in a text must not reach the terminal.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Screen:
    """Prints to one stream: as wide as the terminal or ``COLUMNS``, else without breaking lines."""

    def __init__(self, stream: IO[str]) -> None:
        plain = not stream.isatty() and "COLUMNS" not in os.environ
        self._stream = stream
        self._console = Console(file=stream, highlight=False, emoji=False, width=_UNBROKEN if plain else None)

    def statements(self, document: Document, entries: Sequence[Entry], voiced: Sequence[Entry] = ()) -> None:
        """Print the statements of one document under its heading, then the relations that its outlet voices."""
        self._print(_heading(asdict(document.metadata), document.name))
        self._print(_table(entries, document.text) if entries else Text("no statement found", style="dim"))
        for relation in voiced:
            self._print(_relation(relation))
        self._print(Text())

    def hits(self, hits: Sequence[Hit]) -> None:
        """Print what a search found: who and where, and under it the words with what was looked for marked."""
        for hit in hits:
            self._print(_who(hit.statement, *_beside(hit)))
            marks = [(clean(words), "bold green" if wanted else "") for words, wanted in hit.snippet]
            lines = [Text.assemble(*marks), *map(_relation, hit.statement["relations"])]
            self._print(Padding(Group(*lines), (0, 0, 0, _SHORT_ID + 2)))

    def waiting(self, entries: Sequence[Entry], related: Sequence[Entry]) -> None:
        """Print judged statements and relations that wait for review, and why."""
        for entry in entries:
            self._print(_who(entry))
            why = _PLACES[entry["judgement"]["state"]]
            self._print(Padding(Text(f"{clean(entry['quote'])}\n{why}"), (0, 0, 0, _SHORT_ID + 2)))
        for relation in related:
            why = _PLACES[relation["judgement"]["state"]]
            self._print(Text(clean(f"{_judgeable(relation)}\n{' ' * (_SHORT_ID + 2)}{why}")))

    def agreement(self, found: Entry) -> None:
        """Print how far people agree, and where they do not."""
        shared = f"{found['statements']:,} statements, {found['relations']:,} relations"
        rows = [("judges", ", ".join(found["judges"])), ("judged by two or more", shared)]
        rows += [(name, MISSING if alpha is None else f"{alpha:.3f}") for name, alpha in found["alpha"].items()]
        for each in found["disagreements"]:
            said = ", ".join(f"{name}: {value}" for name, value in each["values"].items())
            rows.append((each["subject"][:_SHORT_ID], f"{each['field']} · {said}"))
        self._print(_grid(rows))

    def differences(self, found: Sequence[Entry]) -> None:
        """Print what two readers read differently, a line for each."""
        for each in found:
            fields = "; ".join(f"{name} {was} → {now}" for name, (was, now) in each["fields"].items())
            id_ = (each["id"] or each["was"])[:_SHORT_ID]
            words = f"{id_}  {each['kind']:8}{each['quote']}" + (f"\n{'':18}{fields}" if fields else "")
            self._print(Text(clean(words)))

    def shown(self, shown: Shown) -> None:
        """Print one statement in its context, its words marked by colour, or by ``**`` where there is none."""
        entry = shown.statement
        self._print(_heading(entry["document"], shown.document_name))
        self._print(Padding(self._context(shown.segments), (1, 0, 1, 2)))
        self._print(_facts(shown))

    def task(self, task: Shown, *, blind: bool) -> None:
        """Print a statement that is to be judged in its context, its relations numbered, and how sure the reader is."""
        entry = task.statement
        self._print(_heading(entry["document"], task.document_name))
        self._print(Padding(self._context(task.segments), (1, 0, 1, 2)))
        relations = (
            (str(n), f"{relation_words(each)}{_verdict(each)}") for n, each in enumerate(entry["relations"], 1)
        )
        sure = None if blind else f"{entry['confidence']:.2f}"
        self._print(_grid([*_said(task), ("confidence", sure), *relations, *_judged(task)]))

    def elsewhere(self, found: Elsewhere) -> None:
        """Print where else a statement stands, each with what is cut of it (-) and what stands there instead (+)."""
        first = {document["id"] for document in found.first}
        for entry, how, pieces in [
            (found.statement, "", ()),
            *((other.statement, _like(other), other.pieces) for other in found.others),
        ]:
            beside = [how] if how else []
            beside += ["printed it first"] if entry["document"]["id"] in first and found.others else []
            self._print(_who(entry, *beside))
            words = _laid(pieces) if pieces else Text(clean(entry["quote"]))
            self._print(Padding(words, (0, 0, 0, _SHORT_ID + 2)))

    def comparison(self, found: Entry) -> None:
        """Print a comparison in its JSON form: pairs with the words of both sides, then what one side says alone."""
        said = found["statements"]
        for pair in found["pairs"]:
            head = (f"{pair['kind']} {pair['score']:.2f}", _STAND_STYLES[pair["kind"]])
            self._print(Text.assemble(head, (clean(f"  {pair['what']}"), "dim")))
            rows = [(f"{side} {id_[:_SHORT_ID]}", said[id_]["quote"]) for side in "ab" for id_ in pair[side]]
            self._print(Padding(_grid(rows), (0, 0, 0, 2)))
        for side in "ab":
            alone = [said[id_] for id_ in found[f"only_{side}"]]
            self._print(Text(clean(f"\nonly in {found[side]['name']}: {len(alone):,}"), style="bold"))
            self._print(Padding(_grid((entry["id"][:_SHORT_ID], entry["quote"]) for entry in alone), (0, 0, 0, 2)))

    def changes(self, found: Sequence[Entry]) -> None:
        """Print proposed changes in their JSON form: what changed, and the words before and after."""
        for change in found:
            earlier, later = change["earlier"], change["later"]
            ids = "-".join(half["statement"]["id"][:_SHORT_ID] for half in (earlier, later))
            judged = [f"judged {change['judged']}"] if change["judged"] else []
            beside = " · ".join([change["kind"], f"score {change['score']:.2f}", ids, *judged])
            self._print(Text.assemble((clean(change["actor"]), "bold"), (f" · {beside}", "dim")))
            rows = [(half["date"], half["statement"]["quote"]) for half in (earlier, later)]
            self._print(Padding(_grid([*rows, ("why", change["why"])]), (0, 0, 1, 2)))

    def about(self, about: About) -> None:
        """Print where a statement or a document came from."""
        self._print(_grid(_origin(about)))

    def whole(self, whole: Whole) -> None:
        """Print what a record holds, and what could not be read."""
        self._print(_grid(_held(whole)))

    def actor(self, profile: Profile) -> None:
        """Print an actor: what is known of him, then what he says and what others say of him."""
        self._print(_grid(_known(profile)))
        for title, entries in (("says", profile.statements), ("is spoken of", profile.mentioned)):
            if entries:
                self._print(Text(f"\n{title}", style="bold"))
            for entry in entries:
                self._print(_who(entry))
                self._print(Padding(Text(clean(entry["quote"])), (0, 0, 0, _SHORT_ID + 2)))

    def copies(self, groups: Sequence[Copies]) -> None:
        """Print groups of near copies: the original, and under it the others."""
        for group in groups:
            undated = group.original.metadata.published is None
            stands = " · undated, stands for the others as the first that was added" if undated else ""
            self._print(Text(clean(group.original.metadata.title or MISSING), style="bold"))
            self._print(_grid([("original", _place(group.original) + stands)]))
            self._print(_grid([("also at", _place(copy)) for copy in group.copies]))
            self._print(Text())

    def counts(self, weights: Sequence[Weight], heading: str) -> None:
        """Print how much there is of what."""
        table = Table.grid(padding=(0, 2, 0, 0))
        for name in (heading, "documents", "statements", "words"):
            table.add_column(Text(name, style="dim"), justify="left" if name == heading else "right")
        table.add_row(*(Text(name, style="dim") for name in (heading, "documents", "statements", "words")))
        for weight in weights:
            numbers = (f"{number:,}" for number in (weight.documents, weight.statements, weight.words))
            table.add_row(Text(clean(weight.name or MISSING), style="bold"), *numbers)
        self._print(table)

    def system(self, system: Entry) -> None:
        """Print a system in its JSON form: a line for each tie, then its measures, where it has them."""
        names = {actor["id"]: actor["name"] for actor in system["actors"]}
        self._print(_ties(system["edges"], names))
        for heading in ("measures", "what_if"):
            if heading in system:
                self._print(Text(f"\n{heading.replace('_', ' ')}", style="bold"))
                self._print(_measures(system[heading], names))
        if system.get("discourse"):
            self._print(Text("\ncongruence and conflict", style="bold"))
            self._print(_discourse(system["discourse"], names))

    def position(self, position: Entry) -> None:
        """Print a position in its JSON form: a line for each time that something was shown."""
        table = Table.grid(padding=(0, 2, 0, 0))
        for shown in position["shown"]:
            sign = Text(_SIGNS[shown["sign"]], style=_SIGN_STYLES[shown["sign"]])
            opens = (shown["statement"] or MISSING)[:_SHORT_ID]
            status = "" if shown["status"] == "standing" else shown["status"]
            toward, words = (Text(clean(shown[name])) for name in ("toward", "words"))
            table.add_row(shown["date"] or MISSING, sign, toward, status, Text(opens, style="dim"), words)
        self._print(table)

    def _context(self, segments: Sequence[Segment]) -> Text:
        text, inside = Text(), False
        for segment in segments:
            content = "content" in segment.marks
            if content != inside and not self._console.is_terminal:
                text.append("**")
            inside = content
            style = next((_MARK_STYLES[mark] for mark in segment.marks), "")
            text.append(clean(segment.words), style)
        if inside and not self._console.is_terminal:
            text.append("**")
        text.rstrip()
        return text

    def _print(self, what: RenderableType) -> None:
        with self._console.capture() as captured:
            self._console.print(what)
        for line in captured.get().split("\n")[:-1]:
            self._stream.write(line.rstrip() + "\n")


@contextmanager
def progress(stream: IO[str]) -> Iterator[Callable[[Step], None]]:
    """Show how adding goes on, where the stream is a terminal; yields what hears of each step."""
    columns = [SpinnerColumn(), BarColumn(20), TextColumn("{task.description}"), TimeElapsedColumn()]
    with Progress(*columns, console=Console(file=stream), disable=not stream.isatty(), transient=True) as bar:
        task = bar.add_task("starting", total=None)
        done = statements = bad = 0

        def hear(step: Step) -> None:
            nonlocal done, statements, bad
            done += 1
            statements += step.statements
            bad += step.reason is not None
            bar.update(task, description=f"{done:,} documents, {statements:,} statements, {bad:,} not read")

        yield hear


class Counting(Protocol):
    """Hears how many of how many are done, and of what."""

    def __call__(self, done: int, total: int, now: str = ..., /) -> None:
        """Hear it."""


@contextmanager
def counting(stream: IO[str], what: str) -> Iterator[Counting]:
    """Show how many of how many are done, where the stream is a terminal; yields what hears of it, and of what."""
    columns = [
        BarColumn(20),
        TextColumn("{task.completed:,.0f} of {task.total:,.0f} {task.description}"),
        TimeElapsedColumn(),
    ]
    # What is printed meanwhile goes over the bar on a terminal, and else where the user sends it.
    there = sys.stdout.isatty()
    shown = Progress(
        *columns, console=Console(file=stream), disable=not stream.isatty(), transient=True, redirect_stdout=there
    )
    with shown as bar:
        task = bar.add_task(what, total=0)
        yield lambda done, total, now=what: bar.update(task, completed=done, total=total, description=now)


def clean(words: str) -> str:
    """Words without what would steer a terminal."""
    return _CONTROLS.sub("\ufffd", words)


def _speaker(entry: Entry, source: str = "") -> str:
    """Name the speaker, else give the words for them, else say what is known."""
    speaker = entry["speaker"]
    return clean(speaker["name"] or source or _NAMELESS.get(speaker["kind"], MISSING))


def _source(entry: Entry, text: str) -> str:
    return " … ".join(" ".join(text[start:end].split()) for start, end in entry["source"])


def _heading(document: Entry, name: str) -> Text:
    known = [document["outlet"], document["published"], document["language"], _TRANSLATED.get(document["translated"])]
    facts = [part or MISSING for part in known[:3]] + [part for part in (known[3], name) if part]
    return Text.assemble((clean(document["title"] or MISSING), "bold"), "\n", (clean(" · ".join(facts)), "dim"))


def _table(entries: Sequence[Entry], text: str) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(max_width=28)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    depth: dict[str, int] = {}
    for entry in entries:
        level = depth[entry["id"]] = depth.get(entry["within"], -1) + 1
        speaker = Text("  " * (level - 1) + "└ " * (level > 0) + _speaker(entry, _source(entry, text)), style="bold")
        mode = Text(entry["mode"], style=_MODE_STYLES[entry["mode"]])
        table.add_row(speaker, mode, Text(clean(entry["quote"])))
        for relation in entry["relations"]:
            table.add_row("", "", _relation(relation))
    return table


def _relation(relation: Entry) -> Text:
    return Text(clean(relation_words(relation)), style="dim")


def _beside(hit: Hit) -> Iterator[str]:
    """Tell what is to be known of a hit beside its statement."""
    if hit.copies:
        yield f"and {hit.copies:,} {'copies' if hit.copies > 1 else 'copy'}"
    if hit.score is not None:
        yield f"score {hit.score:.2f}"


def _who(entry: Entry, *beside: str) -> Text:
    document = entry["document"]
    where = [entry["mode"], document["outlet"] or MISSING, document["published"] or MISSING]
    where += _as_judged(entry)
    where += [_TRANSLATED[document["translated"]]] if document["translated"] in _TRANSLATED else []
    where += beside
    return Text.assemble(
        (entry["id"][:_SHORT_ID], "dim"), "  ", (_speaker(entry), "bold"), (clean(f" · {' · '.join(where)}"), "dim")
    )


def _as_judged(entry: Entry) -> Iterator[str]:
    if judged := entry.get("judgement"):
        yield f"judged {judged['verdict']}"
        if judged["state"] in ("added", "lost"):
            yield _PLACES[judged["state"]]


def _said(shown: Shown) -> Iterator[tuple[str, str | None]]:
    entry = shown.statement
    cue, source = (_marked(shown, mark) for mark in ("cue", "source"))
    yield "statement", entry["id"]
    yield "speaker", _speaker(entry, source)
    yield "role", entry["speaker"]["role"]
    yield "mode", entry["mode"]
    yield "cue", cue
    yield "said on", entry["said_on"]


def _facts(shown: Shown) -> Table:
    entry = shown.statement
    rows = {
        "confidence": f"{entry['confidence']:.2f}",
        "within": entry["within"],
        "address": entry["document"]["url"],
        "reader": entry["reader"],
        "note": _doubt(shown),
        "text": None if shown.text_kept else "not kept, only what was said in it",
    }
    return _grid(
        [*_said(shown), *rows.items(), *_found(entry), *_also(shown.also_at), *_repeated(shown), *_judged(shown)]
    )


def _found(entry: Entry) -> Iterator[tuple[str, str]]:
    yield from (("relation", _judgeable(relation)) for relation in entry["relations"])
    yield from (("instrument", instrument["name"]) for instrument in entry["instruments"])
    yield from (("time", time["value"]) for time in entry["times"])


def _like(repeated: Repeated) -> str:
    return f"{repeated.likeness.kind} {repeated.likeness.score:.2f}"


def _laid(pieces: Iterable[Piece]) -> Text:
    laid = Text()
    for piece in pieces:
        if piece.same:
            laid.append(clean(piece.there))
        else:
            laid.append(f"[-{clean(piece.here)}-]" if piece.here else "", "red")
            laid.append(f"{{+{clean(piece.there)}+}}" if piece.there else "", "green")
        laid.append(" ")
    return laid


def _repeated(shown: Shown) -> Iterator[tuple[str, str]]:
    for other in shown.elsewhere:
        document = other.statement["document"]
        known = [document["outlet"] or MISSING, document["published"] or MISSING, other.statement["id"][:_SHORT_ID]]
        yield "said elsewhere", " · ".join([_like(other), *known])


def _judgeable(relation: Entry) -> str:
    """Give a relation with the id that judges need, and what was judged of it."""
    return f"{relation['id'][:_SHORT_ID]}  {relation_words(relation)}{_verdict(relation)}"


def _verdict(relation: Entry) -> str:
    judged = relation.get("judgement")
    place = f", {_PLACES[judged['state']]}" if judged and judged["state"] in ("lost", "added") else ""
    return f" · judged {judged['verdict']}{place}" if judged else ""


def _also(places: Iterable[Place]) -> Iterator[tuple[str, str]]:
    for place in places:
        yield "also at", _place(place.copy) + (" · the original" if place.original else "")


def _place(copy: Copy) -> str:
    known = [copy.metadata.outlet or MISSING, copy.metadata.published or MISSING]
    return " · ".join([*known, *filter(None, [copy.metadata.url]), copy.document[:12]])


def _judged(shown: Shown) -> Iterator[tuple[str, str]]:
    counting = shown.statement.get("judgement")
    if counting and counting["state"] in _PLACES:
        yield "judgement", _PLACES[counting["state"]].format(counting["subject"][:_SHORT_ID])
    if counting and counting["corrected"]:
        yield "corrected", ", ".join(f"{name}, read as {_value(was)}" for name, was in counting["corrected"].items())
    for number, judgement in enumerate(shown.judgements):
        note = f": {judgement.note}" if judgement.note else ""
        said = f"{judgement.verdict} by {judgement.by}, {judgement.judged_at[:10]}{note}"
        yield ("before" if number else "judged"), said


def _value(value: Any) -> str:  # noqa: ANN401 - whatever a field holds
    if isinstance(value, dict):
        return value["name"] or _NAMELESS.get(value["kind"], MISSING)
    return str(value)


def _grid(rows: Iterable[tuple[str, str | None]]) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    for name, value in rows:
        if value:
            table.add_row(Text(name, style="dim"), Text(clean(value)))
    return table


def _held(whole: Whole) -> Iterator[tuple[str, str]]:
    yield "record", clean(whole.record)
    yield "documents", f"{whole.counts.documents:,}"
    yield "statements", f"{whole.counts.statements:,}"
    yield "readings", f"{whole.counts.readings:,}"
    for failure in whole.failures:
        yield "not read", f"{clean(failure.source)}: {clean(failure.why)} ({failure.failed_at[:10]})"


def _origin(about: About) -> Iterator[tuple[str, str | None]]:
    known = about.provenance
    if about.entry:
        yield "statement", f"{about.entry.statement.id}, read by {about.entry.reader}"
    yield "document", known.document
    for name in ("title", "outlet", "author", "published", "language", "original_language", "translated", "url"):
        yield name.replace("_", " "), getattr(known.metadata, name) or MISSING
    yield "text", f"{known.characters:,} characters" + ("" if known.text_kept else ", not kept")
    yield "added", known.added_at
    for capture in known.captures:
        declared = f", declared {capture.declared_encoding}" if capture.declared_encoding else ""
        taken = f" · from {capture.taken}" if capture.taken else ""
        made = f"{capture.media_type}, {capture.encoding}{declared}"
        yield "capture", f"{capture.name} · {made}{taken} · added {capture.added_at}"
        yield "", f"text made by {capture.extractor} · sha256 {capture.sha256}"
        yield from (("", note) for note in capture.notes)
    for reading in known.readings:
        made = f"rules {reading.number}, model {reading.model or MISSING}"
        shown = " · shown" if reading.present else ""
        yield "reading", f"{made} · {reading.statements:,} statements · {reading.added_at}{shown}"
    yield from _also(about.also_at)
    yield from (("older version", older) for older in known.older)
    yield from (("newer version", newer) for newer in known.newer)


def _known(profile: Profile) -> Iterator[tuple[str, str | None]]:
    actor = profile.actor
    yield "actor", f"{actor.name} · {actor.kind} · {' · '.join(filter(None, (actor.id, actor.wikidata)))}"
    for number, (name, documents) in enumerate(profile.names.items()):
        yield ("" if number else "names"), f"{name} ({documents:,})"
    for number, held in enumerate(profile.roles):
        dates = " – ".join(dict.fromkeys(filter(None, (held.first, held.last)))) or MISSING
        where = f"document {held.document[:_SHORT_ID]}, {held.span[0]}-{held.span[1]}"
        yield ("" if number else "roles"), f"{held.role} · {dates} · {where}"
    if profile.speaks_for:
        yield "speaks for", ", ".join(profile.speaks_for)
    for number, (name, statements) in enumerate(islice(profile.speaks_of.items(), _REASONS)):
        yield ("" if number else "speaks of"), f"{name} ({statements:,})"
    yield "documents", f"{len(profile.figures):,}"
    for number, figure in enumerate(profile.figures[1 : _REASONS + 1]):
        yield ("" if number else "joined"), f"{figure['name']} in {figure['document'][:_SHORT_ID]}: {figure['why']}"


def _ties(edges: Sequence[Entry], names: Mapping[str, str]) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    for edge in edges:
        tie = Text(f"{clean(names[edge['from']])} → {clean(names[edge['to']])}", style="bold")
        sign = Text(_SIGNS[edge["sign"]], style=_SIGN_STYLES[edge["sign"]])
        shares = " ".join(f"{share:.0%}{_SIGNS[int(sign)]}" for sign, share in edge["shares"].items() if share)
        days = " to ".join(dict.fromkeys(filter(None, (edge["first"], edge["last"])))) or MISSING
        status = "" if edge["status"] == "standing" else edge["status"]
        said = Text(clean(f"says {', '.join(edge['voices'])}"), style="dim")
        table.add_row(tie, sign, f"{edge['documents']:,} doc.", shares, days, status, said)
    return table


_SIGNS = {1: "+", 0: "0", -1: "−"}
_SIGN_STYLES = {1: "green", 0: "dim", -1: "red"}


def _measures(measures: Entry, names: Mapping[str, str]) -> Group:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_row(
        *(Text(title, style="dim") for title in ("actor", "+out", "−out", "+in", "−in", "partners", "pressure"))
    )
    for id_, one in measures["actors"].items():
        degrees = (str(one[f"{sign}_{way}"]) for way in ("out", "in") for sign in ("positive", "negative"))
        pressure = MISSING if one["pressure"] is None else f"{one['pressure']:.0%}"
        table.add_row(clean(names.get(id_, id_)), *degrees, f"{one['partners']:.1f}", pressure)
    return Group(Text(_balance(measures)), table)


def _discourse(pairs: Sequence[Entry], names: Mapping[str, str]) -> Group:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_row(*(Text(title, style="dim") for title in ("actors", "agree", "differ")))
    for each in pairs[:_PAIRS]:
        both = " · ".join(clean(names.get(id_, id_)) for id_ in each["actors"])
        table.add_row(both, str(each["congruence"]), str(each["conflict"]))
    left = len(pairs) - _PAIRS
    return Group(table, Text(f"and {left:,} pairs more; --json has all")) if left > 0 else Group(table)


def _balance(measures: Entry) -> str:
    balanced = MISSING if measures["balance"] is None else f"{measures['balance']:.0%}"
    line = measures["line_index"]
    if line is None:
        index = "not computed for so many actors"
    elif line["at_least"] == line["at_most"]:
        index = str(line["at_most"])
    else:
        index = f"{line['at_least']} to {line['at_most']}, where the solver stopped"
    return f"balanced triads: {balanced} of {measures['triads']:,}; line index of balance: {index}"


def _marked(shown: Shown, mark: str) -> str:
    return " … ".join(segment.words for segment in shown.segments if mark in segment.marks)


def _doubt(shown: Shown) -> str | None:
    if shown.superseded:
        return "a newer version of the document has taken its place"
    return None if shown.present else "not found by the present reader"
