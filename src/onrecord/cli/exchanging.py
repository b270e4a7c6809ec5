"""Commands by which a record and other programs exchange what they hold: `export` and `import`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from onrecord.cli.options import filters, query, record_option
from onrecord.cli.output import ALL_WELL, output_to, tell, written
from onrecord.views.formats import FORMATS, Format, Shape

_FORMATS = "\n".join(f"  {each.name:12}{each.what}" for each in FORMATS.values())


@click.command(
    help=f"""Write statements of a record for other programs, every one or those that WORDS and filters leave.

    \b
    Formats:
    {_FORMATS.replace(chr(10), chr(10) + "    ")}

    WORDS and filters are those of `onrecord search`; `training` takes none. A FILE is written aside and takes its name
    when it is whole. In a table an apostrophe stands before words that a spreadsheet would take for a formula.

    \b
    Examples:
      onrecord export jsonl | jq .quote
      onrecord export csv sanctions --target Arvenia -o sanctions.csv
      onrecord export training -o gold.jsonl
    """
)
@click.argument("form", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@click.argument("words", nargs=-1)
@record_option
@filters
@click.option("-o", "--output", type=click.Path(), metavar="FILE", help="Instead of standard output.")
@click.option("-v", "--verbose", is_flag=True, help="Tell what of the record the format cannot hold.")
def export(form: str, words: tuple[str, ...], path: str, output: str | None, verbose: bool, **given: Any) -> int:  # noqa: ANN401 - what Query takes
    """Write statements of a record for other programs."""
    from onrecord.record import open_record

    chosen = FORMATS[form]
    asked = query(words, given)
    if asked.flat() and not chosen.filtered:
        raise click.UsageError(f"{form} is of whole documents; give neither words nor filters")
    _check(chosen, output, path)
    with open_record(path, create=False) as record:
        if chosen.shape is Shape.TEXT:
            with output_to(output) as stream:
                stream.writelines(chosen.lines(record, asked))
        else:
            with written(str(output), folder=chosen.shape is Shape.FOLDER) as aside:
                chosen.write(record, asked, aside)
    if verbose and chosen.lacks:
        tell(f"{form} does not hold: {'; '.join(chosen.lacks)}")
    return ALL_WELL


def _check(chosen: Format, output: str | None, path: str) -> None:
    if output is None:
        if chosen.shape is not Shape.TEXT:
            raise click.UsageError(f"{chosen.name} is no text; name a {chosen.shape} for it with -o")
        return
    place = Path(output)
    if place.exists() and Path(path).exists() and place.samefile(path):
        raise click.UsageError(f"{output} is the record itself; give another file")
    if place.is_dir() and (chosen.shape is not Shape.FOLDER or any(place.iterdir())):
        raise click.UsageError(f"{output} is a folder that is there already; give another name")


COMMANDS = (export,)
