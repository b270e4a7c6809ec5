"""Commands that ask a record: `search`, `show`, `about` and `export`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from onrecord.cli.options import json_option, record_option, understood
from onrecord.cli.output import ALL_WELL, output_to, tell, write_lines
from onrecord.facts import Mode


@click.command()
@click.argument("words", nargs=-1)
@record_option
@click.option("--speaker", metavar="NAME", help="Only this speaker's; part of the name will do.")
@click.option("--outlet", metavar="NAME", help="Only from this outlet.")
@click.option("--since", metavar="DATE", help="Published on this day or later.")
@click.option("--until", metavar="DATE", help="Published on this day or earlier.")
@click.option("--mode", type=click.Choice([mode.value for mode in Mode]), help="Only of this mode.")
@click.option("--judged", type=click.Choice(["yes", "no", "unsure", "any", "none"]), help="Only what was judged so.")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, metavar="N", help="How many at once.")
@click.option("--page", metavar="PLACE", help="Go on where the last page ended.")
@json_option
def search(words: tuple[str, ...], path: str, as_json: bool, mode: str | None, **filters: Any) -> int:  # noqa: ANN401 - what Query takes
    """Find statements by their words.

    All words must occur; "…" holds a phrase together, a star stands for any ending. Without words, the newest come
    first.

    \b
    Examples:
      onrecord search sanctions
      onrecord search 'recogni*' --speaker Aldvar-Losten --since 2031-05-01
      onrecord search '"double standards"' --json
    """
    from onrecord.record import Query, open_record
    from onrecord.screen import Screen
    from onrecord.views.search import search as find

    with understood():
        query = Query(words=" ".join(words), mode=Mode(mode) if mode else None, **filters)
    with open_record(path, create=False) as record:
        page = find(record, query)
    if as_json:
        write_lines(json.dumps(hit.statement, ensure_ascii=False) for hit in page.hits)
    else:
        Screen(sys.stdout).hits(page.hits)
    if not page.hits:
        tell("nothing found")
    if page.next:
        tell(f"there is more; add: --page {page.next}")
    return ALL_WELL


@click.command()
@click.argument("statement", metavar="ID")
@record_option
def show(statement: str, path: str) -> int:
    """Show a statement in its context, its words marked.

    The first digits of its ID will do.

    \b
    Example:
      onrecord show 3f9a2c01
    """
    from onrecord.record import open_record
    from onrecord.screen import Screen
    from onrecord.views.show import show as find

    with open_record(path, create=False) as record:
        Screen(sys.stdout).shown(find(record, statement))
    return ALL_WELL


@click.command()
@click.argument("form", type=click.Choice(["jsonl", "csv"]))
@record_option
@click.option("-o", "--output", type=click.Path(dir_okay=False), metavar="FILE", help="Instead of standard output.")
def export(form: str, path: str, output: str | None) -> int:
    """Write every statement of a record, for other programs.

    A FILE is written aside and takes its name when it is whole.

    \b
    Examples:
      onrecord export jsonl | jq .quote
      onrecord export csv -o statements.csv
    """
    import csv

    from onrecord.record import open_record
    from onrecord.views import export as view

    if output and Path(output).exists() and Path(path).exists() and Path(output).samefile(path):
        raise click.UsageError(f"{output} is the record itself; give another file")
    with open_record(path, create=False) as record, output_to(output) as stream:
        if form == "jsonl":
            stream.writelines(f"{line}\n" for line in view.jsonl(record))
        else:
            csv.writer(stream, lineterminator="\n").writerows(view.rows(record))
    return ALL_WELL


@click.command()
@click.argument("id_", metavar="ID")
@record_option
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
def about(id_: str, path: str, as_json: bool) -> int:
    """Tell where a statement or a document came from.

    What it was read from, how its text was made, who read it and when, and its other versions. The first digits of
    the ID will do.

    \b
    Example:
      onrecord about 3f9a2c01
    """
    from onrecord.record import open_record
    from onrecord.screen import Screen
    from onrecord.views.about import about as tell

    with open_record(path, create=False) as record:
        found = tell(record, id_)
    if as_json:
        write_lines([json.dumps(found.json(), ensure_ascii=False)])
    else:
        Screen(sys.stdout).about(found)
    return ALL_WELL


COMMANDS = (search, show, export, about)
