"""Commands that show who is for or against whom: `system`, `position`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from onrecord.cli.options import record_option, understood, whole_json_option
from onrecord.cli.output import ALL_WELL, output_to, tell, write_json
from onrecord.facts import Layer, Status

_KINDS = (".svg", ".png")
_fold = click.option("--fold", is_flag=True, help="Put persons into whom they speak for.")


@click.command()
@record_option
@click.option(
    "--layer", type=click.Choice([layer.value for layer in Layer]), default="told", show_default=True,
    help="Ties as told by their voices, or what voices show themselves.",
)  # fmt: skip
@click.option("--around", metavar="NAME", help="Only ties with this actor, by any of its names.")
@click.option("--since", metavar="DATE", help="Published on this day or later.")
@click.option("--until", metavar="DATE", help="Published on this day or earlier.")
@click.option("--voice", metavar="NAME", help="Only as this voice says.")
@click.option("--outlet", metavar="NAME", help="Only from this outlet.")
@click.option("--issue", metavar="ID", help="Only of statements under this issue; see `onrecord code`.")
@click.option("--confidence", type=click.FloatRange(0, 1), default=0.0, metavar="P", help="At least so sure.")
@click.option(
    "--status", "statuses", type=click.Choice([status.value for status in Status]), multiple=True,
    default=("standing", "past"), show_default=True, help="When it holds; may be given several times.",
)  # fmt: skip
@_fold
@click.option(
    "--measures", "measured", is_flag=True, help="Add degrees, partners, pressure, balance, congruence and conflict."
)
@click.option("--drop", nargs=2, multiple=True, metavar="A B", help="What if there were no tie from A to B?")
@click.option("--flip", nargs=2, multiple=True, metavar="A B", help="What if that tie had the other sign?")
@click.option("--add", nargs=3, multiple=True, metavar="A B SIGN", help="What if there were such a tie, + or -?")
@whole_json_option
@click.option("-o", "--output", type=click.Path(dir_okay=False), metavar="FILE", help="Draw it: a .svg or .png.")
def system(path: str, as_json: bool, output: str | None, measured: bool, **options: Any) -> int:  # noqa: ANN401
    """Show who is for or against whom, according to whom.

    Each tie is counted by documents and tells who says so; with --json it has the words it rests on. The layers are
    never added up: `told` are ties as their voices tell of them, `shown` what voices show toward others themselves.

    \b
    Examples:
      onrecord system
      onrecord system --around Arvenia --since 2031-01-01 -o arvenia.svg
      onrecord system --measures --flip Sulmar Arvenia
    """
    from onrecord.record import open_record
    from onrecord.screen import Screen
    from onrecord.views import picture
    from onrecord.views import system as view

    changes = {name: options.pop(name) for name in ("drop", "flip", "add")}
    with understood():
        statuses = frozenset(map(Status, options.pop("statuses")))
        scope = view.Scope(layer=Layer(options.pop("layer")), statuses=statuses, **options)
    with open_record(path, create=False) as record:
        found = view.system(record, scope)
        uncompared = record.who.counts()[2]
    whole = found.json()
    if measured or any(changes.values()):
        whole |= _measured(found, changes)
    if output:
        _write(picture.svg(found), output)
    elif as_json:
        write_json([whole])
    else:
        Screen(sys.stdout).system(whole)
    if not found.edges:
        tell(f"no tie in {path} is of this kind; try --layer shown, or see `onrecord system --help`")
    _tell_uncompared(uncompared)
    return ALL_WELL


def _tell_uncompared(documents: int) -> None:
    if documents:
        tell(f"{documents:,} documents have not been compared, and names alone count there; run `onrecord identify`")


def _measured(found: Any, changes: dict[str, tuple[tuple[str, ...], ...]]) -> dict[str, Any]:  # noqa: ANN401
    """Give the measures, and what they would be after these changes."""
    from onrecord.views import measures as view

    now = after = view.weighed(found)
    for one, other in changes["drop"]:
        after = after.dropped(view.named(found, one), view.named(found, other))
    for one, other in changes["flip"]:
        after = after.flipped(view.named(found, one), view.named(found, other))
    for one, other, sign in changes["add"]:
        if sign not in ("+", "-"):
            raise click.UsageError(f"the sign of a tie is + or -, not {sign!r}")
        after = after.added(view.named(found, one), view.named(found, other), 1 if sign == "+" else -1)
    told: dict[str, Any] = {"measures": view.measures(now).json(), "discourse": _discourse(found)}
    if after is not now:
        told["what_if"] = view.measures(after).json()
    return told


def _discourse(found: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    """Give pairs of actors with how far they agree and disagree, those who do so on most first."""
    from onrecord.views import measures as view

    pairs = view.discourse(view.stances(found))
    told = [{"actors": list(pair), **counts} for pair, counts in pairs.items()]
    return sorted(told, key=lambda each: -each["congruence"] - each["conflict"])


def _write(drawn: str, output: str) -> None:
    """Write an SVG under this name, as PNG where that asks for it."""
    from onrecord.views import picture

    kind = Path(output).suffix.lower()
    if kind not in _KINDS:
        raise click.UsageError(f"{output} must end in .svg or .png")
    if kind == ".svg":
        with output_to(output) as stream:
            stream.write(drawn)
    else:
        Path(output).write_bytes(picture.png(drawn))
    tell(f"drawn in {output}")


@click.command()
@click.argument("actor")
@record_option
@click.option("--on", metavar="NAME|ISSUE", help="Only toward this target, or under this issue.")
@_fold
@whole_json_option
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False), metavar="FILE", help="Draw it over time: a .svg or .png."
)
def position(actor: str, path: str, on: str | None, fold: bool, as_json: bool, output: str | None) -> int:
    """Show what an actor has shown toward whom over time, each line with its words.

    `onrecord show` opens the statement of a line by its ID.

    \b
    Examples:
      onrecord position "Leyla Sorgun"
      onrecord position "Leyla Sorgun" --on sanctions -o sorgun.svg
    """
    from onrecord.record import open_record
    from onrecord.screen import Screen
    from onrecord.views import timeline
    from onrecord.views.position import position as find

    with open_record(path, create=False) as record:
        found = find(record, actor, on, fold=fold)
        uncompared = record.who.counts()[2]
    if output:
        _write(timeline.svg(found), output)
    elif as_json:
        write_json([found.json()])
    else:
        Screen(sys.stdout).position(found.json())
    if not found.shown:
        tell(f"{found.actor} has shown nothing on {on!r}")
    _tell_uncompared(uncompared)
    return ALL_WELL


COMMANDS = (system, position)
