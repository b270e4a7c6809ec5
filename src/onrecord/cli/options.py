"""Options and arguments that several commands share, and how they are understood."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import click

from onrecord.facts import MAX_CHARS, Metadata

_Command = TypeVar("_Command", bound=Callable[..., int])

record_option = click.option(
    "--record", "path", type=click.Path(dir_okay=False), default="onrecord.db", show_default=True, metavar="RECORD",
    help="Its file, or postgresql://USER@HOST/DATABASE.",
)  # fmt: skip
json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object a line instead of text.")


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


def metadata(about: dict[str, str | None]) -> Metadata:
    """Give the metadata that the options of sources say; a usage error for dates that are none."""
    with understood():
        return Metadata(**{name: value for name, value in about.items() if value is not None})


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
