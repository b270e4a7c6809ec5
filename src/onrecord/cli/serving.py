"""Commands that answer for a record until they are stopped: `serve` people and programs, `mcp` assistants."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from onrecord.cli.options import record_option
from onrecord.cli.output import ALL_WELL, tell

if TYPE_CHECKING:
    from onrecord.web.guard import Limits

_Command = TypeVar("_Command", bound=Callable[..., int])


def _listening(port: int) -> Callable[[_Command], _Command]:
    """Give a command the options for where it listens and whom it answers."""
    options = [
        click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at."),
        click.option(
            "--port", type=click.IntRange(0, 65535), default=port, show_default=True, help="0 is any that is free."
        ),
        click.option("--token", metavar="WORDS", envvar="ONRECORD_TOKEN", help="Let in only who knows it."),
        click.option("--name", "names", multiple=True, metavar="HOST", help="A name that the server goes by, too."),
    ]

    def given(command: _Command) -> _Command:
        for option in reversed(options):
            command = option(command)
        return command

    return given


@click.command()
@click.argument("place", metavar="[RECORD]", required=False)
@record_option
@_listening(8765)
def serve(place: str | None, path: str, **where: Any) -> int:  # noqa: ANN401 - what _where takes
    """Show a record in the browser: search, read, see who is for or against whom, judge, add.

    Programs are given the same as JSON, described at /api. It answers this machine alone. At any other --host it asks
    for a --token, which can also stand in ONRECORD_TOKEN, where no other user sees it. It speaks HTTP: put a proxy with
    TLS before it where others come over a network.

    \b
    Examples:
      onrecord serve
      onrecord serve strait.db --port 9000
      ONRECORD_TOKEN=… onrecord serve --host 0.0.0.0 --name record.newsroom.example
    """
    from onrecord.record import open_record
    from onrecord.web.app import app
    from onrecord.web.serve import serve as listen

    at, limits = _where(**where)
    with open_record(place or path, create=False) as record:
        pages = app(record, limits)
        listen(pages, at, limits, lambda open_: tell(f"{record.name} is at {open_} (Ctrl-C stops it)"))
    return ALL_WELL


@click.command()
@click.argument("place", metavar="[RECORD]", required=False)
@record_option
@click.option("--http", is_flag=True, help="Over HTTP, at /mcp, instead of standard input and output.")
@_listening(8766)
def mcp(place: str | None, path: str, http: bool, **where: Any) -> int:  # noqa: ANN401 - what _where takes
    """Let an assistant search and open a record, by the Model Context Protocol; it can write nothing.

    It can search statements, open one, tell positions, draw the system, and compare; whatever is quoted has its
    document, its address and its place in the text. Assistants start this command themselves; with --http it answers
    those that know its address, and --host, --token and --name are those of `onrecord serve`. It needs an extra:
    pip install 'onrecord[mcp]'.

    \b
    Examples:
      onrecord mcp strait.db
      onrecord mcp strait.db --http --port 9001
    """
    from importlib.util import find_spec

    from onrecord.record import open_record

    if find_spec("mcp") is None:
        raise click.ClickException("the Model Context Protocol is an extra; install it: pip install 'onrecord[mcp]'")
    from onrecord.web.assistants import application, assistants
    from onrecord.web.serve import serve as listen

    at, limits = _where(**where)
    with open_record(place or path, create=False) as record:
        if http:
            answering = application(record, limits)
            listen(answering, at, limits, lambda open_: tell(f"{record.name} is at {open_}mcp (Ctrl-C stops it)"))
        else:
            assistants(record).run()
    return ALL_WELL


def _where(host: str, port: int, token: str | None, names: tuple[str, ...]) -> tuple[tuple[str, int], Limits]:
    """Give where to listen, and whom to answer."""
    from onrecord.web.guard import Limits

    known = frozenset({host.lower(), *(name.lower() for name in names)})
    any_address = host in ("0.0.0.0", "::")  # noqa: S104 - as asked
    return (host, port), Limits(names=known, any_address=any_address, token=token or None)


COMMANDS = (serve, mcp)
