"""Commands by which people say what is right: `judge`."""

from __future__ import annotations

import click

from onrecord.cli.options import login, record_option, understood
from onrecord.cli.output import ALL_WELL


@click.command()
@click.argument("id_", metavar="ID")
@click.argument("verdict", type=click.Choice(["yes", "no", "unsure"]))
@record_option
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

    with open_record(path, create=False) as record, understood():
        judged = record.judge(id_, Verdict(verdict), by or login(), note)
    click.echo(f"{record.name}: {judged.statement} judged {judged.verdict} by {judged.by}")
    return ALL_WELL


COMMANDS = (judge,)
