"""The command line: arguments in, text or an exit code out. No logic that another caller would miss.

Everything heavy is imported where it is used, so that ``--help`` stays instant.
"""

from __future__ import annotations

import io
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar

import click

from onrecord.errors import ModelError, OnrecordError
from onrecord.facts import MAX_CHARS, Metadata, Mode

if TYPE_CHECKING:
    from onrecord.facts import Capture, Document, Reading

ALL_WELL, SOME_BAD, TROUBLE, INTERRUPTED = 0, 1, 3, 130

_Command = TypeVar("_Command", bound=Callable[..., int])


def main() -> None:
    """Run the command line of this process and exit."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A terminal of another encoding shows a question mark rather than nothing at all.
            stream.reconfigure(errors="replace")
    code = run(sys.argv[1:])
    try:
        sys.stdout.flush()
    except (OSError, ValueError):  # a pipe that closed early leaves a stream that is closed, too
        # At its exit Python would try again to write what nobody can take, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)


def run(arguments: list[str]) -> int:
    """Run one command and give its exit code; every error is told in a sentence on standard error.

    0 all is well, 1 some documents could not be read or some of a record does not fit, 2 the command was not
    understood, 3 the record, the model or the output cannot be used, 130 interrupted.
    """
    try:
        with commands.make_context("onrecord", arguments) as context:
            code = int(commands.invoke(context))
        sys.stdout.flush()
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except KeyboardInterrupt:
        _tell("interrupted; a record keeps what was stored, and the same command goes on from there")
        return INTERRUPTED
    except BrokenPipeError:
        return ALL_WELL
    except Exception as error:  # noqa: BLE001 - the last one to hear of it: a user gets words, never a traceback
        _tell(_sentence(error))
        return TROUBLE
    return code


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="onrecord", message="%(prog)s %(version)s")
def commands() -> None:
    """Keep a record of who said what, tied to the exact words.

    \b
    Examples:
      onrecord read interview.txt           what is found; nothing is kept
      onrecord add news/ --jobs 4           keep a folder in onrecord.db
      onrecord search sanctions             find statements by their words
      onrecord show 3f9a2c01                one statement in its context
      onrecord export csv -o all.csv        everything, for a spreadsheet
      onrecord verify                       whether all of it still fits

    \b
    Exit codes: 0 all is well, 1 some documents could not be read or some of a record
    does not fit, 2 the command was not understood, 3 the record, the model or the output cannot
    be used, 130 interrupted.
    """


def _about_sources(command: _Command) -> _Command:
    """Give a command its sources, and the options for what a file cannot carry."""
    options = [
        click.argument("sources", metavar="SOURCE...", nargs=-1, required=True),
        click.option("--outlet", metavar="NAME", help="Who published it."),
        click.option("--published", metavar="DATE", help="When, like 2031-05-14."),
        click.option("--url", metavar="ADDRESS", help="Where it was published."),
        click.option("--title", metavar="WORDS", help="Its title."),
        click.option("--language", metavar="CODE", help="Its language, like en; else it is detected."),
        click.option(
            "--max-chars", type=click.IntRange(1), default=MAX_CHARS, show_default=True, metavar="N",
            help="Refuse documents of more characters.",
        ),
    ]  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


_record = click.option(
    "--record", "path", type=click.Path(dir_okay=False), default="onrecord.db", show_default=True, metavar="FILE",
    help="The file of the record.",
)  # fmt: skip
_json = click.option("--json", "as_json", is_flag=True, help="One JSON object a line instead of text.")


@commands.command()
@_about_sources
@_json
def read(sources: tuple[str, ...], max_chars: int, as_json: bool, **about: str | None) -> int:
    """Show what is said in texts, and keep nothing.

    A SOURCE is a file (text, HTML, JSONL), a folder, a quoted pattern, or - for standard input.

    \b
    Examples:
      onrecord read interview.txt
      onrecord read 'news/*.html' --json > statements.jsonl
      pbpaste | onrecord read - --outlet "Veltan Post" --published 2031-05-14
    """
    from onrecord.jsonform import statement_json
    from onrecord.screen import Screen
    from onrecord.sources.files import captures

    screen = Screen(sys.stdout)
    bad = 0
    for capture in captures(sources, _metadata(about), max_chars):
        found = capture if isinstance(capture, OnrecordError) else _read(capture, max_chars)
        if isinstance(found, OnrecordError):
            _tell(str(found))
            bad += 1
            continue
        document, reading = found
        for note in document.notes:
            _tell(f"{document.name}: {note}")
        entries = [statement_json(document, statement, reading.reader) for statement in reading.statements]
        if as_json:
            _write_lines(json.dumps(entry, ensure_ascii=False) for entry in entries)
        else:
            screen.statements(document, entries)
    return SOME_BAD if bad else ALL_WELL


@commands.command()
@_about_sources
@_record
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, metavar="N", help="Processes that read.")
@click.option("--again", is_flag=True, help="Take back texts that were forgotten.")
@click.option("--no-text", is_flag=True, help="Keep what is said and hashes, but not the texts.")
def add(
    sources: tuple[str, ...], path: str, max_chars: int, jobs: int, again: bool, no_text: bool, **about: str | None
) -> int:
    """Read texts and keep what is said in a record.

    What is there already is skipped and stays as it was kept, so the same command goes on after an interruption. A
    document that cannot be
    read stops no other; those are listed at the end.

    \b
    Examples:
      onrecord add interview.txt --outlet "Veltan Post" --published 2031-05-14
      onrecord add news/ --jobs 4 --record strait.db
    """
    from onrecord import ingest
    from onrecord.record import open_record
    from onrecord.screen import progress
    from onrecord.sources.files import captures

    found = captures(sources, _metadata(about), max_chars)
    with open_record(path, again=again, keep_texts=not no_text) as record, progress(sys.stderr) as hear:
        report = ingest.add(found, record, jobs=jobs, max_chars=max_chars, progress=hear)
    read_again = f", {report.readings:,} read again" if report.readings else ""
    versions = f", {report.versions:,} newer versions" if report.versions else ""
    click.echo(
        f"{path}: {report.new:,} new documents{versions}{read_again}, {report.known:,} known already, "
        f"{report.statements:,} new statements"
    )
    if not report.failed:
        return ALL_WELL
    _tell(f"{report.failed:,} could not be read:")
    for reason in report.failures:
        _tell(f"  {reason}")
    if report.failed > len(report.failures):
        _tell(f"  and {report.failed - len(report.failures):,} more")
    return SOME_BAD


@commands.command()
@click.argument("words", nargs=-1)
@_record
@click.option("--speaker", metavar="NAME", help="Only this speaker's; part of the name will do.")
@click.option("--outlet", metavar="NAME", help="Only from this outlet.")
@click.option("--since", metavar="DATE", help="Published on this day or later.")
@click.option("--until", metavar="DATE", help="Published on this day or earlier.")
@click.option("--mode", type=click.Choice([mode.value for mode in Mode]), help="Only of this mode.")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, metavar="N", help="How many at once.")
@click.option("--page", metavar="PLACE", help="Go on where the last page ended.")
@_json
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

    with _understood():
        query = Query(words=" ".join(words), mode=Mode(mode) if mode else None, **filters)
    with open_record(path, create=False) as record:
        page = find(record, query)
    if as_json:
        _write_lines(json.dumps(hit.statement, ensure_ascii=False) for hit in page.hits)
    else:
        Screen(sys.stdout).hits(page.hits)
    if not page.hits:
        _tell("nothing found")
    if page.next:
        _tell(f"there is more; add: --page {page.next}")
    return ALL_WELL


@commands.command()
@click.argument("statement", metavar="ID")
@_record
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


@commands.command()
@click.argument("form", type=click.Choice(["jsonl", "csv"]))
@_record
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
    with open_record(path, create=False) as record, _output(output) as stream:
        if form == "jsonl":
            stream.writelines(f"{line}\n" for line in view.jsonl(record))
        else:
            csv.writer(stream, lineterminator="\n").writerows(view.rows(record))
    return ALL_WELL


@commands.command()
@click.argument("id_", metavar="ID")
@_record
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
        _write_lines([json.dumps(found.json(), ensure_ascii=False)])
    else:
        Screen(sys.stdout).about(found)
    return ALL_WELL


@commands.command()
@click.argument("id_", metavar="ID")
@click.argument("verdict", type=click.Choice(["yes", "no", "unsure"]))
@_record
@click.option("--by", metavar="NAME", help="Who judges; else the name you are logged in with.")
@click.option("--note", metavar="WORDS", help="Why.")
def judge(id_: str, verdict: str, path: str, by: str | None, note: str | None) -> int:
    """Say whether a statement is right: this speaker, these words.

    A judgement is dated and never edited; a newer one counts in its place, and `onrecord show` tells all. It stays when
    a better reader finds the same statement. The first digits of the ID will do.

    \b
    Examples:
      onrecord judge 3f9a2c01 yes
      onrecord judge 3f9a2c01 no --by "Edda Quill" --note "the minister said it, not her spokesman"
    """
    from onrecord.record import Verdict, open_record

    with open_record(path, create=False) as record, _understood():
        judged = record.judge(id_, Verdict(verdict), by or _login(), note)
    click.echo(f"{path}: {judged.statement} judged {judged.verdict} by {judged.by}")
    return ALL_WELL


@commands.command()
@_record
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
        f"{path}: {counts.documents:,} documents, {counts.readings:,} readings; "
        + (f"{amiss:,} things do not fit" if amiss else "everything fits")
    )
    return SOME_BAD if amiss else ALL_WELL


@commands.command()
@click.argument("file", type=click.Path(dir_okay=False), metavar="FILE")
@_record
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
    click.echo(f"{file}: a copy of {path}")
    return ALL_WELL


@commands.command()
@click.argument("document", metavar="DOCUMENT")
@_record
def forget(document: str, path: str) -> int:
    """Erase a document and all that was found in it, for good.

    DOCUMENT is its id, or 8 or more of its first digits, as `onrecord about` tells it. The whole file is written anew,
    so that the words are in none of its pages. What stays are the date and the hashes of the text and of the bytes it
    came from: `onrecord add` refuses them, unless it is told --again.

    \b
    Example:
      onrecord forget 7d2be81f60c4
    """
    from onrecord.record import open_record

    with open_record(path, create=False) as record:
        erased = record.forget(document)
    click.echo(f"{path}: document {erased.document} was forgotten on {erased.forgotten_at[:10]}")
    for version in erased.versions:
        _tell(f"another version of it is still here: onrecord forget {version}")
    for file in erased.remains:
        _tell(f"{file} may still hold its words; remove it, or where it is a log, forget again when no one else reads")
    return ALL_WELL


@commands.command()
@_record
def rebuild(path: str) -> int:
    """Compute again what a record derives: its index of words, and which readings are shown.

    \b
    Example:
      onrecord rebuild --record strait.db
    """
    from onrecord.record import open_record

    with open_record(path, create=False) as record:
        record.rebuild()
    return ALL_WELL


def _read(capture: Capture, max_chars: int) -> tuple[Document, Reading] | OnrecordError:
    """Read one capture; what is wrong with it stops no other."""
    from onrecord.documents.intake import document_of
    from onrecord.reading import read

    try:
        document = document_of(capture, max_chars)
        return document, read(document)
    except ModelError:
        raise
    except OnrecordError as error:
        return error
    except Exception as error:  # noqa: BLE001 - a fault in one document is told, and the others go on
        return OnrecordError(f"{capture.name}: {_fault(error)}")


def _login() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError) as error:
        raise click.UsageError("nobody is logged in by name; say who judges with --by") from error


def _metadata(about: dict[str, str | None]) -> Metadata:
    with _understood():
        return Metadata(**{name: value for name, value in about.items() if value is not None})


@contextmanager
def _understood() -> Iterator[None]:
    try:
        yield
    except ValueError as error:
        raise click.UsageError(str(error)) from error


def _write_lines(lines: Iterable[str]) -> None:
    with _output(None) as stream:
        stream.writelines(f"{line}\n" for line in lines)


@contextmanager
def _output(path: str | None) -> Iterator[IO[str]]:
    """Give standard output, or a file beside ``path`` that takes its name when all is written."""
    if path is None:
        # What programs read is UTF-8, whatever the terminal's encoding.
        stream = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="")
        try:
            yield stream
        finally:
            stream.detach()
        return
    target = Path(path)
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", newline="", dir=target.parent, prefix=f".{target.name}.", delete=False
    ) as aside:
        try:
            yield aside
            aside.flush()
            os.fsync(aside.fileno())
            Path(aside.name).chmod(0o666 & ~_umask())
            Path(aside.name).replace(target)
        except BaseException:
            Path(aside.name).unlink(missing_ok=True)
            raise


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _tell(words: str) -> None:
    click.echo(f"onrecord: {words}", err=True)


def _sentence(error: Exception) -> str:
    if isinstance(error, OnrecordError):
        return str(error)
    if isinstance(error, OSError):
        return (
            f"{error.filename or 'the output'} cannot be written ({error.strerror}); give another place, or make room"
        )
    return _fault(error)


def _fault(error: Exception) -> str:
    return f"a fault in Onrecord ({type(error).__name__}: {error}); please report it with the text it happened on"
