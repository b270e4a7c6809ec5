"""Commands that lay statements side by side: `elsewhere` and `compare`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from onrecord.cli.options import record_option, understood
from onrecord.cli.output import ALL_WELL, output_to, tell, write_lines


@click.command()
@click.argument("statement", metavar="ID")
@record_option
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
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
        write_lines([json.dumps(found.json(), ensure_ascii=False)])
    else:
        Screen(sys.stdout).elsewhere(found)
    if not found.others:
        tell("no other document here says the same")
    return ALL_WELL


@click.command()
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
@record_option
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
@click.option("-o", "--output", type=click.Path(dir_okay=False), metavar="FILE", help="Side by side: a .html.")
def compare(one: str, other: str, path: str, as_json: bool, output: str | None) -> int:
    """Compare two sides: what both say, what one alone, what shifted, and what hardly fits together.

    A and B are each the beginning of a document's ID (six digits or more), an outlet, an actor, or a time such as 2031,
    2031-05 or 2031-05-01..2031-05-14. Statements of one speaker are compared; of two actors, any with any. `same` is
    one claim; `shifted` is about the same target or issue, with another sign, strength, reason or actor. What is told
    is proposed, for people to judge.

    \b
    Examples:
      onrecord compare 7d2be81f 0c94aa1e
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
        write_lines([json.dumps(found.json(), ensure_ascii=False)])
    else:
        Screen(sys.stdout).comparison(found.json())
    if not found.pairs:
        tell(f"nothing that {one} says is paired with anything that {other} says")
    return ALL_WELL


COMMANDS = (elsewhere, compare)
