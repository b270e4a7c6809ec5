"""Writes what can be generated: the page of the commands, the output in the console blocks, the picture.

``make docs`` runs this; the tests compare the pages with what it gives.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tempfile
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from onrecord.cli import commands, run

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")])
COMMANDS = ROOT / "docs" / "commands.md"
PICTURE = ROOT / "docs" / "pictures" / "read.svg"
SYSTEM = ROOT / "docs" / "pictures" / "system.svg"
PICTURED = "examples/report-of-interview.txt"

_CONSOLE = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
_COLUMNS = 96


def commands_page() -> str:
    """Make the page of the commands from their own help."""
    parts = ["# Commands\n\nMade from `onrecord --help`; the [exit codes](exit-codes.md) have a page of their own.\n"]
    settings: dict[str, Any] = {**commands.context_settings, "terminal_width": _COLUMNS}
    with click.Context(commands, info_name="onrecord", **settings) as above:
        parts.append(_help("onrecord", commands, above))
        for name in commands.list_commands(above):
            command = commands.commands[name]
            with click.Context(command, info_name=name, parent=above) as context:
                parts.append(_help(f"onrecord {name}", command, context))
    return "\n".join(parts)


def _help(title: str, command: click.Command, context: click.Context) -> str:
    return f"## {title}\n\n```text\n{command.get_help(context).rstrip()}\n```\n"


def with_output(page: str) -> str:
    """Give the page with the present output under each command of its console blocks.

    The blocks of a page share one folder, in which only ``examples`` is there.
    """
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "examples").symlink_to(ROOT / "examples")
        return _CONSOLE.sub(lambda block: _played(block[0], Path(folder)), page)


def _played(block: str, folder: Path) -> str:
    typed = [line for line in block.splitlines() if line.startswith("$ ")]
    return "".join(f"{line}\n{output(line.removeprefix('$ '), folder)}" for line in typed)


def output(command: str, folder: Path) -> str:
    """Run a shell command in this folder and give what it prints; ``CalledProcessError`` where it fails."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = os.environ | {"PATH": path, "COLUMNS": str(_COLUMNS), "PYTHONUTF8": "1"}
    done = subprocess.run(  # noqa: S603 - the commands are the documentation's own
        ["bash", "-euc", command],  # noqa: S607 - whichever bash the reader has
        cwd=folder,
        env=environment,
        text=True,
        encoding="utf-8",
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=120,
    )
    return done.stdout


def picture() -> str:
    """Draw what ``onrecord read`` prints for one example on a terminal, as SVG."""
    terminal = Console(record=True, width=_COLUMNS, file=io.StringIO(), force_terminal=True)
    terminal.print(Text(f"$ onrecord read {PICTURED}\n", style="bold"))
    os.environ |= {"COLUMNS": str(_COLUMNS), "FORCE_COLOR": "1", "TERM": "xterm-256color"}
    with redirect_stdout(io.StringIO()) as printed:
        run(["read", PICTURED])
    terminal.print(Text.from_ansi(printed.getvalue().strip()))
    return terminal.export_svg(title="onrecord")


def write() -> None:
    """Write every generated page and the picture anew."""
    os.chdir(ROOT)
    COMMANDS.write_text(commands_page(), encoding="utf-8")
    for path in PAGES:
        path.write_text(with_output(path.read_text(encoding="utf-8")), encoding="utf-8")
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(picture(), encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "examples").symlink_to(ROOT / "examples")
        output(f"onrecord add examples && onrecord system -o {SYSTEM}", Path(folder))


if __name__ == "__main__":
    write()
