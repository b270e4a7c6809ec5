"""Commands that read texts: `read` and `add`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from onrecord.cli.options import about_sources, json_option, metadata, reader_option, record_option
from onrecord.cli.output import ALL_WELL, SOME_BAD, fault, tell, write_json
from onrecord.errors import ModelError, OnrecordError

if TYPE_CHECKING:
    from collections.abc import Callable

    from onrecord.facts import Capture, Document, Reading
    from onrecord.llm.reader import LanguageModel


@click.command()
@about_sources
@reader_option
@json_option
@click.option("--relations", is_flag=True, help="Also the relations that the outlet voices itself.")
@click.option("--mentions", is_flag=True, help="With --json: also whom and what the text mentions.")
def read(
    sources: tuple[str, ...],
    max_chars: int,
    model: LanguageModel | None,
    as_json: bool,
    relations: bool,
    mentions: bool,
    **about: str | None,
) -> int:
    """Show what is said in texts, and keep nothing.

    A SOURCE is a file (text, HTML, JSONL, WARC, ZIP), a folder, a quoted pattern, - for standard input, or the address
    of a page. A feed, an OPML list or a sitemap, file or address, leads to its pages.

    \b
    Examples:
      onrecord read interview.txt
      onrecord read 'news/*.html' --json > statements.jsonl
      pbpaste | onrecord read - --outlet "Veltan Post" --published 2031-05-14
      onrecord read interview.txt --reader openai:some-model@http://localhost:8000/v1
    """
    from onrecord.jsonform import mentions_json, outlet_relations_json, statements_json
    from onrecord.reading import read as own
    from onrecord.screen import Screen
    from onrecord.sources.inputs import captures

    if mentions and not as_json:
        raise click.UsageError("--mentions goes with --json")
    screen = Screen(sys.stdout)
    bad = 0
    reads = model.read if model else own
    for capture in captures(sources, metadata(about), max_chars):
        found = capture if isinstance(capture, OnrecordError) else _read(capture, max_chars, reads)
        if isinstance(found, OnrecordError):
            tell(str(found))
            bad += 1
            continue
        document, reading = found
        for note in document.notes:
            tell(f"{document.name}: {note}")
        entries = statements_json(document, reading)
        voiced = outlet_relations_json(document, reading) if relations else []
        if as_json:
            named = mentions_json(document, reading) if mentions else []
            write_json(entries + voiced + named)
        else:
            screen.statements(document, entries, voiced)
    if model:
        tell(f"{model.model}: {model.tally.words()}")
    return SOME_BAD if bad else ALL_WELL


@click.command()
@about_sources
@record_option
@reader_option
@click.option(
    "--jobs",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    metavar="N",
    help="Processes that read, or requests at a time.",
)
@click.option("--again", is_flag=True, help="Take back texts that were forgotten.")
@click.option("--no-text", is_flag=True, help="Keep what is said and hashes, but not the texts.")
def add(
    sources: tuple[str, ...],
    path: str,
    max_chars: int,
    model: LanguageModel | None,
    jobs: int,
    **given: Any,  # noqa: ANN401 - what options give
) -> int:
    """Read texts and keep what is said in a record.

    What is there already is skipped and stays as it was kept, so the same command goes on after an interruption. A
    document that cannot be read stops no other; those are listed at the end. A SOURCE is what `onrecord read` takes; of
    a feed, an OPML list or a sitemap only the pages that are not on record are fetched.

    \b
    Examples:
      onrecord add interview.txt --outlet "Veltan Post" --published 2031-05-14
      onrecord add news/ --jobs 4 --record strait.db
      onrecord add https://quay.example/feed.xml feeds.opml
    """
    from onrecord import ingest
    from onrecord.record import open_record
    from onrecord.screen import counting, progress
    from onrecord.sources.inputs import captures

    again, no_text = given.pop("again"), given.pop("no_text")
    about = metadata(given)
    reader = ingest.Reader(model.name, model.read_for_record, waits=True) if model else None
    with open_record(path, again=again, keep_texts=not no_text) as record:
        found = captures(sources, about, max_chars, known=record.has_address)
        with progress(sys.stderr) as hear:
            report = ingest.add(found, record, reader=reader, jobs=jobs, max_chars=max_chars, progress=hear)
        with counting(sys.stderr, "documents linked with others that say the same") as count:
            record.link(count)
    read_again = f", {report.readings:,} read again" if report.readings else ""
    versions = f", {report.versions:,} newer versions" if report.versions else ""
    click.echo(
        f"{record.name}: {report.new:,} new documents{versions}{read_again}, {report.known:,} known already, "
        f"{report.statements:,} new statements"
    )
    if model:
        tell(f"{model.model}: {model.tally.words()}")
    if not report.failed:
        return ALL_WELL
    tell(f"{report.failed:,} could not be read:")
    for reason in report.failures:
        tell(f"  {reason}")
    if report.failed > len(report.failures):
        tell(f"  and {report.failed - len(report.failures):,} more")
    return SOME_BAD


def _read(
    capture: Capture, max_chars: int, read: Callable[[Document], Reading]
) -> tuple[Document, Reading] | OnrecordError:
    """Read one capture; what is wrong with it stops no other."""
    from onrecord.documents.intake import document_of

    try:
        document = document_of(capture, max_chars)
        return document, read(document)
    except ModelError:
        raise
    except OnrecordError as error:
        return error
    except Exception as error:  # noqa: BLE001 - a fault in one document is told, and the others go on
        return OnrecordError(f"{capture.name}: {fault(error)}")


COMMANDS = (read, add)
