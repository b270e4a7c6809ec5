"""A position as a picture (SVG): a row for each target, a mark for each time that something was shown toward it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html import escape

from onrecord.errors import RecordError
from onrecord.views.parties import Placed
from onrecord.views.position import Position

_LEFT, _WIDTH, _ROW, _TOP = 300, 1000, 34, 70
_MARKS = {1: ("#1a7f4b", "+"), 0: ("#6b7280", "0"), -1: ("#c0392b", "−")}
_LETTERS = 38


def svg(position: Position) -> str:
    """Draw what was shown on which day. Raises ``RecordError`` where nothing that was shown has a date."""
    dated = [each for each in position.shown if each.tie.date]
    if not dated:
        raise RecordError(f"nothing that {position.actor} has shown has a date; see the table without -o")
    rows = {each.target: position.toward(each) for each in dated}
    height = _TOP + _ROW * (len(rows) + 1)
    undated = len(position.shown) - len(dated)
    left_out = f"; {undated} without a date left out" if undated else ""
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" '
            'font-family="DejaVu Sans, Verdana, sans-serif" font-size="12">',
            '<rect width="100%" height="100%" fill="white"/>',
            f'<text x="20" y="26" font-size="14">What {escape(position.actor)} has shown toward whom '
            f"(+ for, − against, 0 neutral{left_out})</text>",
            *_rows(list(rows.values())),
            *_marks(dated, list(rows)),
            "</svg>",
            "",
        ]
    )


def _rows(names: list[str]) -> Iterator[str]:
    for n, name in enumerate(names):
        y = _TOP + _ROW * n
        shown = name if len(name) <= _LETTERS else f"{name[: _LETTERS - 1]}…"
        yield f'<text x="{_LEFT - 20}" y="{y + 4}" text-anchor="end">{escape(shown)}</text>'
        yield f'<line x1="{_LEFT}" y1="{y}" x2="{_WIDTH - 40}" y2="{y}" stroke="#d1d5db"/>'


def _marks(dated: list[Placed], rows: list[str]) -> Iterator[str]:
    days = [date.fromisoformat(each.tie.date or "").toordinal() for each in dated]
    first, last = min(days), max(days)
    scale = (_WIDTH - 40 - _LEFT - 20) / max(1, last - first)
    taken: dict[tuple[str, int], int] = {}
    for each, day in zip(dated, days, strict=True):
        tie, row = each.tie, each.target
        # Those of one day stand side by side.
        beside = taken[row, day] = taken.get((row, day), -1) + 1
        x, y = _LEFT + 10 + (day - first) * scale + 15 * beside, _TOP + _ROW * rows.index(row)
        colour, sign = _MARKS[tie.relation.sign]
        said = escape(f"{tie.date}: {tie.words}")
        yield f'<g><title>{said}</title><circle cx="{x:.1f}" cy="{y}" r="8" fill="{colour}"/>'
        yield f'<text x="{x:.1f}" y="{y + 4}" text-anchor="middle" fill="white">{sign}</text></g>'
    foot = _TOP + _ROW * len(rows)
    for day, x in sorted({first: _LEFT + 10, last: _LEFT + 10 + round((last - first) * scale)}.items()):
        yield f'<text x="{x}" y="{foot}" text-anchor="middle" fill="#374151">{date.fromordinal(day)}</text>'
