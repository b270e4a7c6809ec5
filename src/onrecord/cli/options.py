"""Options and arguments that several commands share, and how they are understood."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from onrecord.facts import MAX_CHARS, CueKind, Event, Metadata, Mode

if TYPE_CHECKING:
    from onrecord.llm.reader import LanguageModel
    from onrecord.record import Query

_Command = TypeVar("_Command", bound=Callable[..., int])

record_option = click.option(
    "--record", "path", type=click.Path(dir_okay=False), default="onrecord.db", show_default=True, metavar="RECORD",
    help="Its file, or postgresql://USER@HOST/DATABASE.",
)  # fmt: skip
json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object a line instead of text.")
whole_json_option = click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
reader_option = click.option(
    "--reader", "model", callback=lambda _context, _option, words: language_model(words), metavar="openai:MODEL@URL",
    help="Let a language model read, to whose server the texts are sent; its key stands in ONRECORD_READER_KEY.",
)  # fmt: skip


def about_sources(command: _Command) -> _Command:
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


def filters(command: _Command) -> _Command:
    """Give a command what narrows a query."""
    options = [
        click.option("--speaker", metavar="NAME", help="Only this speaker's; part of the name will do."),
        click.option("--for", "speaks_for", metavar="NAME", help="Only of who speaks for this one, or is it."),
        click.option("--target", metavar="NAME", help="Only for or against this one; part of the name will do."),
        click.option("--sign", type=click.Choice(["+", "0", "-"]), help="Only for (+), neutral toward or against (-)."),
        click.option(
            "--event", type=click.Choice(list(Event), case_sensitive=False), metavar="TYPE",
            help="Only with such a relation: a PLOVER type, like DEMAND.",
        ),
        click.option("--instrument", metavar="NAME", help="Only where this treaty or resolution is named."),
        click.option("--issue", metavar="ID", help="Only under this issue; see `onrecord code`."),
        click.option("--outlet", metavar="NAME", help="Only from this outlet."),
        click.option("--since", metavar="DATE", help="Published on this day or later."),
        click.option("--until", metavar="DATE", help="Published on this day or earlier."),
        click.option("--language", metavar="CODE", help="Only of documents in this language, like en."),
        click.option("--document", metavar="ID", help="Only of the document whose id begins so."),
        click.option("--mode", type=click.Choice([mode.value for mode in Mode]), help="Only of this mode."),
        click.option(
            "--judged", type=click.Choice(["yes", "no", "unsure", "any", "none"]), help="Only what was judged so."
        ),
        click.option("--refused", is_flag=True, help="Also what was judged wrong."),
        click.option("--lost", is_flag=True, help="Also what was judged and the present reader does not find."),
        click.option("--cue-kind", type=click.Choice([kind.value for kind in CueKind]), help="Only with such a cue."),
        click.option("--confidence", type=click.FloatRange(0, 1), metavar="P", help="Only from this confidence on."),
    ]  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


def query(words: tuple[str, ...], given: Mapping[str, Any]) -> Query:
    """Give the query that words and filters make; a usage error where a value is refused."""
    from onrecord.record import Query

    values = {name: str(value) for name, value in given.items() if value is not None}
    with understood():
        return Query.parse({"words": " ".join(words)} | values)


def metadata(about: dict[str, str | None]) -> Metadata:
    """Give the metadata that the options of sources say; a usage error for dates that are none."""
    with understood():
        return Metadata(**{name: value for name, value in about.items() if value is not None})


def language_model(words: str | None) -> LanguageModel | None:
    """Give the reader that was named; a usage error where it is none."""
    if words is None:
        return None
    from onrecord.llm.reader import LanguageModel

    with understood():
        return LanguageModel.named(words)


@contextmanager
def understood() -> Iterator[None]:
    """Tell a value that is refused as a fault of the command line."""
    try:
        yield
    except ValueError as error:
        raise click.UsageError(str(error)) from error


def login() -> str:
    """Give the name of who is logged in; a usage error where there is none."""
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError) as error:
        raise click.UsageError("nobody is logged in by name; say who judges with --by") from error
