"""The command that shows a record in the browser: `serve`."""

from __future__ import annotations

import click

from onrecord.cli.options import record_option
from onrecord.cli.output import ALL_WELL, tell


@click.command()
@click.argument("place", metavar="[RECORD]", required=False)
@record_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="0 is any that is free.")
@click.option("--token", metavar="WORDS", envvar="ONRECORD_TOKEN", help="Let in only who knows it.")
@click.option("--name", "names", multiple=True, metavar="HOST", help="A name that the server goes by, too.")
def serve(place: str | None, path: str, host: str, port: int, token: str | None, names: tuple[str, ...]) -> int:
    """Show a record in the browser: search, read, see who is for or against whom, judge, add.

    It answers this machine alone. At any other --host it asks for a --token, which can also stand in ONRECORD_TOKEN,
    where no other user sees it. It speaks HTTP: put a proxy with TLS before it where others come over a network.

    \b
    Examples:
      onrecord serve
      onrecord serve strait.db --port 9000
      ONRECORD_TOKEN=… onrecord serve --host 0.0.0.0 --name record.newsroom.example
    """
    from onrecord.record import open_record
    from onrecord.web.guard import Limits
    from onrecord.web.serve import serve as listen

    known = frozenset({host.lower(), *(name.lower() for name in names)})
    limits = Limits(names=known, any_address=host in ("0.0.0.0", "::"), token=token or None)  # noqa: S104 - as asked
    with open_record(place or path, create=False) as record:
        listen(record, (host, port), limits, lambda at: tell(f"{record.name} is at {at} (Ctrl-C stops it)"))
    return ALL_WELL


COMMANDS = (serve,)
