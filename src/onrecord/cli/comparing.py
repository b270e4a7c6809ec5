"""Commands that lay statements side by side: `elsewhere`, `compare` and `changes`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from onrecord.cli.options import login, record_option, understood, whole_json_option
from onrecord.cli.output import ALL_WELL, output_to, tell, write_json


@click.command()
@click.argument("statement", metavar="ID")
@record_option
@whole_json_option
def elsewhere(statement: str, path: str, as_json: bool) -> int:
    """Show where else a statement stands, who printed it first, and what is cut or changed.

    Statements of other documents are identical, near-identical (cuts, typing errors, another translation), partial or
    a paraphrase, each with a score. [-Words-] are cut there, {+words+} stand there instead. `onrecord add` finds
    them. The first digits of its ID will do.

    \b
    Examples:
      onrecord elsewhere 3f9a2c01
      onrecord elsewhere 3f9a2c01 --json | jq '.elsewhere[].left_out'
    """
    from onrecord.record import open_record
    from onrecord.screen import Screen
    from onrecord.views.elsewhere import elsewhere as find

    with open_record(path, create=False) as record:
        found = find(record, statement)
    if as_json:
        write_json([found.json()])
    else:
        Screen(sys.stdout).elsewhere(found)
    if not found.others:
        tell("no other document here says the same")
    return ALL_WELL


@click.command()
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
@record_option
@whole_json_option
@click.option("-o", "--output", type=click.Path(dir_okay=False), metavar="FILE", help="Side by side: a .html.")
def compare(one: str, other: str, path: str, as_json: bool, output: str | None) -> int:
    """Compare two sides: what both say, what one alone, what shifted, and what hardly fits together.

    A and B are each a document (the file or address that was added, or the beginning of its ID), an outlet, an actor,
    or a time such as 2031, 2031-05 or 2031-05-01..2031-05-14. Statements of one speaker are compared; of two actors,
    any with any. `same` is one claim; `shifted` is about the same target or issue, with another sign, strength, reason
    or actor. What is told is proposed, for people to judge.

    \b
    Examples:
      onrecord compare interview.txt report.txt
      onrecord compare "Veltan Post" "Northern Wire" -o compared.html
      onrecord compare 2031-04 2031-05 --json
    """
    from onrecord.record import open_record
    from onrecord.screen import Screen
    from onrecord.views.compare import compare as find

    if output and Path(output).suffix.lower() not in (".html", ".htm"):
        raise click.UsageError(f"{output} must end in .html")
    with open_record(path, create=False) as record, understood():
        found = find(record, one, other)
    if output:
        from onrecord.views.sidebyside import html

        with output_to(output) as stream:
            stream.write(html(found))
        tell(f"written to {output}")
    elif as_json:
        write_json([found.json()])
    else:
        Screen(sys.stdout).comparison(found.json())
    if not found.pairs:
        tell(f"nothing that {one} says is paired with anything that {other} says")
    return ALL_WELL


@click.command()
@click.argument("actor", required=False)
@record_option
@click.option("--on", metavar="NAME|ISSUE", help="Only toward this target, or under this issue.")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, metavar="N", help="How many at once.")
@whole_json_option
@click.option("--judge", "judged", nargs=2, metavar="ID VERDICT", help="Say yes, no or unsure of one.")
@click.option("--by", metavar="NAME", help="Who judges; else the name you are logged in with.")
@click.option("--note", metavar="WORDS", help="Why.")
def changes(actor: str | None, path: str, on: str | None, limit: int, as_json: bool, **said: Any) -> int:  # noqa: ANN401
    """Propose where an actor says another thing than before, or than those he speaks for.

    Each is a pair of dated statements with a reason and a score: turned, hardened, softened, for another reason, or in
    contradiction. Nothing is asserted: people judge, by --judge; what they call no change goes, and from eight
    judgements on they set the score from which on pairs are proposed.

    \b
    Examples:
      onrecord changes
      onrecord changes "Leyla Sorgun" --on sanctions
      onrecord changes --judge 3f9a2c01-81c04d7e no --note "another strait"
    """
    from onrecord.record import Verdict, open_record
    from onrecord.screen import Screen
    from onrecord.views.changes import changes as find

    with open_record(path, create=False) as record:
        if said["judged"]:
            with understood():
                id_, verdict = said["judged"]
                done = record.judge_change(id_, Verdict(verdict), said["by"] or login(), said["note"])
            click.echo(f"{record.name}: {done.subject} judged {done.verdict} by {done.by}")
            return ALL_WELL
        found = find(record, actor, on)
    if as_json:
        write_json([found.json()])
    else:
        Screen(sys.stdout).changes(found.json()["changes"][:limit])
        if len(found.found) > limit:
            tell(f"there are {len(found.found) - limit:,} more; add: --limit {len(found.found)}")
    if not found.found:
        tell("no change is proposed; only statements with a date are compared")
    return ALL_WELL


COMMANDS = (elsewhere, compare, changes)
