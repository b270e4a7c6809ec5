"""Commands that say who is who across documents: `identify`, `actor`, `same` and `split`."""

from __future__ import annotations

import sys

import click

from onrecord.cli.options import login, record_option, understood, whole_json_option
from onrecord.cli.output import ALL_WELL, tell, write_json, write_lines

_by = click.option("--by", metavar="NAME", help="Who judges; else the name you are logged in with.")
_note = click.option("--note", metavar="WORDS", help="Why.")


@click.command()
@record_option
@click.option("--explain", nargs=2, metavar="A B", help="Compare nothing; say why two are one actor, or why not.")
def identify(path: str, explain: tuple[str, str] | None) -> int:
    """Find out who is who across documents.

    Persons, states and bodies of different documents are joined where that is sure, under all spellings and scripts.
    Documents that were added since the last run are compared; the same command goes on after an interruption. What you
    say by `onrecord same` and `onrecord split` always counts before.

    \b
    Examples:
      onrecord identify --record strait.db
      onrecord identify --explain Relj "Tomas Relj"
      onrecord actor "Hendrik Aldvar-Losten"
    """
    from onrecord.identifying import explain as reasons
    from onrecord.identifying import identify as compare
    from onrecord.record import open_record
    from onrecord.screen import counting

    if explain:
        with open_record(path, create=False) as record:
            write_lines(reasons(record, *explain))
        return ALL_WELL
    with open_record(path, create=False) as record, counting(sys.stderr, "documents") as hear:
        done = compare(record, hear)
    click.echo(
        f"{path}: {done.compared:,} figures of {done.documents:,} documents compared; "
        f"{done.figures:,} figures are {done.actors:,} actors"
    )
    return ALL_WELL


@click.command()
@click.argument("name", metavar="NAME")
@record_option
@whole_json_option
def actor(name: str, path: str, as_json: bool) -> int:
    """Show an actor: names, dated roles, for whom he speaks, what he says, who speaks of him.

    NAME is any spelling that was seen, an id, or a Wikidata id. Where several actors have the name, they are listed.

    \b
    Examples:
      onrecord actor "Tomas Relj"
      onrecord actor Q403 --json
    """
    from onrecord.record import open_record
    from onrecord.screen import Screen
    from onrecord.views.actor import actor as find

    with open_record(path, create=False) as record:
        found = find(record, name)
        *_, left = record.who.counts()
    if as_json:
        write_json([found.json()])
    else:
        Screen(sys.stdout).actor(found)
    if left:
        tell(f"{left:,} documents have not been compared yet; run `onrecord identify`")
    return ALL_WELL


@click.command()
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
@click.argument("verdict", type=click.Choice(["yes", "no", "unsure"]), default="yes")
@record_option
@_by
@_note
def same(one: str, other: str, verdict: str, path: str, by: str | None, note: str | None) -> int:
    """Say that two actors are one, or with `no` or `unsure` that they are not, or that it is not sure.

    A and B are names or ids, as `onrecord actor` tells them. What you say is dated, stays, and counts before what
    `onrecord identify` finds.

    \b
    Example:
      onrecord same "Henrik Aldvar-Losten" "Hendrik Aldvar-Losten" --by "Edda Quill"
    """
    from onrecord.record import Verdict, open_record

    with open_record(path, create=False) as record, understood():
        a, b = record.who.same(one, other, by or login(), note, Verdict(verdict))
    if verdict == "yes":
        click.echo(f"{path}: {b.name} ({b.id}) is now {a.name} ({a.id})")
    else:
        click.echo(f"{path}: that {other} is {one} was judged {verdict}")
    return ALL_WELL


@click.command()
@click.argument("name", metavar="A")
@record_option
@click.option("--document", metavar="ID", help="Take out only the one in this document; its first digits will do.")
@_by
@_note
def split(name: str, path: str, document: str | None, by: str | None, note: str | None) -> int:
    """Say that what was joined under one actor is not one.

    Each document's figure then stands alone, until you say `onrecord same`; with --document only that one. What you say
    is dated, stays, and counts before what `onrecord identify` finds.

    \b
    Example:
      onrecord split "Otto Brandt" --document 7d2be81f --note "the painter, not the minister"
    """
    from onrecord.record import open_record

    with open_record(path, create=False) as record, understood():
        many = record.who.split(name, by or login(), note, document)
    click.echo(f"{path}: {many:,} of {name} now stand alone")
    return ALL_WELL


COMMANDS = (identify, actor, same, split)
