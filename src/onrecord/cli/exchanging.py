"""Commands by which a record and other programs exchange what they hold: `export` and `import`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from onrecord.cli.options import filters, query, record_option
from onrecord.cli.output import ALL_WELL, SOME_BAD, output_to, tell, written
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


@click.command("import")
@click.argument("given", metavar="DIR | FORMAT FILE...", nargs=-1, required=True)
@record_option
@click.option("--where", metavar="SQL", help="With DIR: only documents of which this holds.")
@click.option("--by", metavar="NAME", help="Who coded; else whom the file names, or the name you are logged in with.")
@click.option("-v", "--verbose", is_flag=True, help="Tell what became of each statement.")
def import_(given: tuple[str, ...], path: str, where: str | None, by: str | None, verbose: bool) -> int:
    """Take in what `onrecord cluster` found, or what people coded in other programs, as their judgements.

    DIR is a folder that `onrecord cluster` has written; what was read there is kept as if it had been read here.
    --where is a condition over the columns of `documents`, and may ask `statements` and `relations`.

    \b
    Formats of what people coded:
      brat        NAME.ann with NAME.txt beside it, or a folder of them
      dna         a database of Discourse Network Analyzer 3.0
      inception   UIMA CAS XMI of INCEpTION: a ZIP, a folder, or a file beside its TypeSystem.xml
      jsonl       one JSON object a line, by the names of `onrecord export jsonl`

    What was coded with the words of a statement says yes to it, and corrects what it says otherwise; words that overlap
    by half or more correct its words; others are added. What does not fit the text that the record keeps is refused
    and named. The same file again changes nothing.

    \b
    Examples:
      onrecord import found --where "outlet = 'Veltan Post' AND published >= '2031-05'"
      onrecord import found --where "id IN (SELECT document.id FROM statements WHERE speaker.name = 'Leyla Sorgun')"
      onrecord import brat coded/ --by "Edda Quill"
      onrecord import dna bay.dna
    """
    from onrecord.byhand import FORMATS as CODED

    form, *files = given
    if form in CODED:
        if not files or where:
            raise click.UsageError(f"{form} takes files, and no --where")
        if missing := [file for file in files if not Path(file).exists()]:
            raise click.UsageError(f"{missing[0]}: no such file or folder; check the path")
        return _coded(form, files, path, by, verbose)
    if files or not Path(form).is_dir():
        raise click.UsageError(f"{form!r} is no folder of `onrecord cluster`, and none of {', '.join(CODED)}")
    return _read(Path(form), path, where)


def _coded(form: str, files: Sequence[str], path: str, by: str | None, verbose: bool) -> int:
    from onrecord import byhand
    from onrecord.cli.options import login
    from onrecord.record import open_record

    became: Counter[byhand.Outcome] = Counter()
    with open_record(path, create=False) as record:
        coder = byhand.Coder(by, by or login())
        for file in files:
            coded = byhand.coded(form, Path(file), record)
            for outcome, each, why in byhand.judge(record, coded, coder):
                became[outcome] += 1
                if verbose or outcome is byhand.Outcome.REFUSED:
                    tell(f"{each.where}: {outcome}{f': {why}' if why else ''}")
    click.echo(f"{path}: " + ", ".join(f"{became[outcome]:,} {outcome}" for outcome in byhand.Outcome))
    return SOME_BAD if became[byhand.Outcome.REFUSED] else ALL_WELL


def _read(folder: Path, path: str, where: str | None) -> int:
    from onrecord import ingest
    from onrecord.cli.clustering import needed
    from onrecord.cli.options import understood
    from onrecord.record import open_record
    from onrecord.screen import counting

    with needed():
        from onrecord.cluster import take_in
    with open_record(path) as record:
        with counting(sys.stderr, "documents") as count, understood():
            outcomes = take_in(folder, record, where or "true", count)
        with counting(sys.stderr, "documents whose statements were given their meanings") as count:
            ingest.mean(record, count)
        with counting(sys.stderr, "documents linked with others that say the same") as count:
            record.link(count)
    told = {(str(outcome) if outcome else "refused"): number for outcome, number in outcomes.items()}
    click.echo(f"{path}: " + ", ".join(f"{number:,} {outcome}" for outcome, number in sorted(told.items())))
    return SOME_BAD if outcomes[None] else ALL_WELL


COMMANDS = (export, import_)
