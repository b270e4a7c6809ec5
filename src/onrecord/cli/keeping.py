"""Commands that keep a record sound: `verify`, `backup`, `forget`, `rebuild` and `code`."""

from __future__ import annotations

import sys

import click

from onrecord.cli.options import record_option
from onrecord.cli.output import ALL_WELL, SOME_BAD, tell


@click.command()
@record_option
def verify(path: str) -> int:
    """Check a record against itself, and name what does not fit.

    Every stretch against its text, every text, reading and statement against its digest, and all that is counted is
    counted again. Others may write meanwhile.

    \b
    Example:
      onrecord verify --record strait.db
    """
    from onrecord.record import open_record
    from onrecord.screen import clean, counting

    amiss = 0
    with open_record(path, create=False) as record, counting(sys.stderr, "documents") as hear:
        for misfit in record.verify(hear):
            amiss += 1
            click.echo(f"{clean(misfit.what)}: {clean(misfit.why)}")
        counts = record.counts()
    click.echo(
        f"{record.name}: {counts.documents:,} documents, {counts.readings:,} readings; "
        + (f"{amiss:,} things do not fit" if amiss else "everything fits")
    )
    return SOME_BAD if amiss else ALL_WELL


@click.command()
@click.argument("file", type=click.Path(dir_okay=False), metavar="FILE")
@record_option
def backup(file: str, path: str) -> int:
    """Copy a record to FILE as it is at one moment, while others may write.

    The copy is a record. It is written aside and takes its name when it is whole; an older copy of that name is
    replaced.

    \b
    Example:
      onrecord backup /mnt/safe/strait.db --record strait.db
    """
    from onrecord.record import open_record

    with open_record(path, create=False) as record:
        record.backup(file)
    click.echo(f"{file}: a copy of {record.name}")
    return ALL_WELL


@click.command()
@click.argument("document", metavar="DOCUMENT")
@record_option
def forget(document: str, path: str) -> int:
    """Erase a document and all that was found in it, for good.

    DOCUMENT is its id, or 8 or more of its first digits, as `onrecord about` tells it. The whole file is written anew,
    so that the words are in none of its pages. What stays are the date and the hashes of the text and of the bytes it
    came from: `onrecord add` refuses them, unless it is told --again.

    \b
    Example:
      onrecord forget 7d2be81f60c4
    """
    from onrecord.llm.kept import Kept
    from onrecord.record import open_record

    with open_record(path, create=False) as record:
        erased = record.forget(document)
    Kept().forget(erased.document)
    click.echo(f"{record.name}: document {erased.document} was forgotten on {erased.forgotten_at[:10]}")
    for version in erased.versions:
        tell(f"another version of it is still here: onrecord forget {version}")
    for file in erased.remains:
        tell(f"{file} may still hold its words; remove it if it is a copy, else forget again when no one else reads")
    return ALL_WELL


@click.command()
@record_option
def rebuild(path: str) -> int:
    """Compute again what a record derives.

    That is its index of words, which readings are shown, the groups of near copies, who is who, and, where
    this version's model has not told it, what statements mean.

    \b
    Example:
      onrecord rebuild --record strait.db
    """
    from onrecord import ingest
    from onrecord.identifying import identify
    from onrecord.record import open_record
    from onrecord.screen import counting

    with open_record(path, create=False) as record, counting(sys.stderr, "documents given meanings") as hear:
        compared, *_ = record.who.counts()
        ingest.rebuild(record, hear)
        if compared:
            identify(record)
    return ALL_WELL


@click.command()
@record_option
@click.option("--codebook", type=click.Path(exists=True, dir_okay=False), metavar="FILE", help="Your own, in YAML.")
def code(path: str, codebook: str | None) -> int:
    """Put the statements of a record under issues.

    By a codebook of yours, or the one for foreign affairs that comes with Onrecord. No text is read again, and what an
    earlier codebook gave is gone. Then `search`, `system` and `position` take an issue.

    \b
    Examples:
      onrecord code
      onrecord code --codebook ports.yaml
    """
    from onrecord import coding
    from onrecord.record import open_record
    from onrecord.relations import issues

    book = issues.read(codebook) if codebook else issues.default()
    with open_record(path, create=False) as record:
        found = coding.code(record, book)
    for issue, number in found.items():
        click.echo(f"{number:7,}  {issue}")
    if not found:
        tell(f"no statement in {path} is under an issue; `onrecord rebuild` makes missing vectors")
    return ALL_WELL


COMMANDS = (verify, backup, forget, rebuild, code)
