"""Commands that lay statements side by side: `elsewhere`."""

from __future__ import annotations

import json
import sys

import click

from onrecord.cli.options import record_option
from onrecord.cli.output import ALL_WELL, tell, write_lines


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


COMMANDS = (elsewhere,)
