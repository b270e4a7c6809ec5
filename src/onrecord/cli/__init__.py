"""The command line: arguments in, text or an exit code out. No logic that another caller would miss.

Everything heavy is imported where it is used, so that ``--help`` stays instant.
"""

from __future__ import annotations

import os
import sys

import click

from onrecord.cli import (
    asking,
    clustering,
    comparing,
    drawing,
    exchanging,
    identifying,
    judging,
    keeping,
    reading,
    serving,
)
from onrecord.cli.output import ALL_WELL, INTERRUPTED, TROUBLE, fault, tell
from onrecord.errors import OnrecordError


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
        tell("interrupted; a record keeps what was stored, and the same command goes on from there")
        return INTERRUPTED
    except BrokenPipeError:
        return ALL_WELL
    except Exception as error:  # noqa: BLE001 - the last one to hear of it: a user gets words, never a traceback
        tell(_sentence(error))
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
      onrecord elsewhere 3f9a2c01           who else printed it, and what is cut
      onrecord compare 7d2be81f 0c94aa1e    what both say, what shifted, what one says alone
      onrecord changes                      who says another thing than before
      onrecord identify                     who is who across documents
      onrecord export csv -o all.csv        everything, for a spreadsheet
      onrecord system -o system.svg         who is for or against whom, says who
      onrecord serve                        all of it in the browser
      onrecord verify                       whether all of it still fits

    \b
    Exit codes: 0 all is well, 1 some documents could not be read or some of a record
    does not fit, 2 the command was not understood, 3 the record, the model or the output cannot
    be used, 130 interrupted.
    """


for _family in (
    reading,
    clustering,
    asking,
    exchanging,
    comparing,
    drawing,
    identifying,
    judging,
    keeping,
    serving,
):
    for _command in _family.COMMANDS:
        commands.add_command(_command)


def _sentence(error: Exception) -> str:
    if isinstance(error, OnrecordError):
        return str(error)
    if isinstance(error, OSError):
        return (
            f"{error.filename or 'the output'} cannot be written ({error.strerror}); give another place, or make room"
        )
    return fault(error)
