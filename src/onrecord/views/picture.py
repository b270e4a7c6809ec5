"""A system as a picture (SVG, or PNG made of it): sign by colour and line, weight by width, voices named in a key.

The same system gives the same picture, byte for byte. Names never cover each other: each stands in a box, and boxes
that touch are pushed apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import combinations

from onrecord.errors import RecordError
from onrecord.facts import Layer, Status
from onrecord.views.system import Edge, System

STRONGEST = 40
"""So many ties are drawn at most: more cannot be told apart, nor their voices be read."""

_ROW, _MARGIN, _BOX = 19.0, 30.0, 30.0
_COLOURS = {1: "#1a7f4b", 0: "#6b7280", -1: "#c0392b"}
_NAMES = {1: "for", 0: "neutral to", -1: "against"}
_LINES = {
    (1, True): "",
    (0, True): "3 4",
    (-1, True): "10 5",
    (1, False): "1 6",
    (0, False): "1 9",
    (-1, False): "10 5 1 5",
}
_LEGEND = {1: 140, 0: 170, -1: 160}
_BADGE = 9.0
_VOICES = 3
_KEY_LETTERS = 150

_Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What is drawn on: its width, the room of an actor, how wide a letter is there, and how many a name may have."""

    width: float
    room: float
    letter: float
    letters: int


_LARGE, _SMALL = _Sheet(1100.0, 80.0, 7.4, 34), _Sheet(460.0, 55.0, 8.2, 22)


@dataclass(slots=True)
class Box:
    """Where a name stands: the middle of its box, half of its width, and the name as it is written there."""

    x: float
    y: float
    half: float
    name: str


@dataclass(frozen=True, slots=True)
class Line:
    """A tie as a line: the paths of the line and of its arrow, and how wide it is."""

    edge: Edge
    path: str
    arrow: str
    width: float


@dataclass(frozen=True, slots=True)
class Sketch:
    """A small picture without a key, for a page to draw in its own colours."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def sketch(system: System, ties: int) -> Sketch:
    """Place so many of the strongest ties of a system on a small sheet."""
    edges = system.edges[:ties]
    boxes = _placed(system, edges, _SMALL)
    height = max((box.y for box in boxes.values()), default=0.0) + _BOX
    return Sketch(int(_SMALL.width), int(height), tuple(boxes.values()), tuple(_lines(edges, boxes)))


def svg(system: System) -> str:
    """Draw the strongest ties of a system, and say what was left out. Raises ``RecordError`` where there is none."""
    if not system.edges:
        raise RecordError("there is no tie to draw; see `onrecord system --help` for what keeps ties out")
    edges = system.edges[:STRONGEST]
    boxes = _placed(system, edges, _LARGE)
    high = max(box.y for box in boxes.values()) + _MARGIN + _BOX
    legend = list(_legend(high))
    key = list(_key(system, edges, high + 3 * _ROW))
    height = high + (4 + len(edges) + 1) * _ROW
    body = [*_ties(edges, boxes), *_actors(boxes), *legend, *key]
    return "\n".join([_HEAD.format(width=int(_LARGE.width), height=int(height)), *body, "</svg>", ""])


def png(drawn: str) -> bytes:
    """Give an SVG as PNG, of twice as many pixels."""
    import resvg_py  # noqa: PLC0415 - a library of some megabytes, for pictures alone

    return bytes(resvg_py.svg_to_bytes(svg_string=drawn, zoom=2))


_HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
    'font-family="DejaVu Sans, Verdana, sans-serif" font-size="12">\n<rect width="100%" height="100%" fill="white"/>'
)


def _placed(system: System, edges: Sequence[Edge], sheet: _Sheet) -> dict[str, Box]:
    """Place the actors of these edges: those that are tied lie near each other, and no two boxes touch.

    What is not tied together lies side by side, in rows, the largest first.
    """
    boxes: dict[str, Box] = {}
    left = top = _MARGIN
    row = 0.0
    for part in _sprung(tuple(sorted({(edge.source, edge.target) for edge in edges}))):
        wide, high = min(sheet.width - 2 * _MARGIN, 180 * len(part) ** 0.65), sheet.room * len(part) ** 0.75
        if left + wide > sheet.width - _MARGIN:
            left, top, row = _MARGIN, top + row + 2 * _BOX, 0.0
        for id_, (x, y) in part.items():
            name = _short(system.actors[id_].name, sheet.letters)
            half = sheet.letter * len(name) / 2 + 8
            boxes[id_] = Box(left + (1 + x) / 2 * wide, top + (1 + y) / 2 * high, half, name)
        left, row = left + wide, max(row, high)
    _part(list(boxes.values()), sheet)
    top = min(box.y for box in boxes.values()) - _MARGIN
    for box in boxes.values():
        box.y -= top
    return boxes


@lru_cache(maxsize=32)
def _sprung(ties: tuple[tuple[str, str], ...]) -> list[dict[str, _Point]]:
    """Lay out what is tied together as if by springs, from -1 to 1 both ways; what has most actors first.

    That takes a tenth of a second and is the same as long as the ties are, so that it is kept.
    """
    import networkx as nx  # noqa: PLC0415 - for pictures alone

    graph = nx.Graph()
    graph.add_nodes_from(sorted({end for tie in ties for end in tie}))
    graph.add_edges_from(ties)
    parts = sorted((sorted(part) for part in nx.connected_components(graph)), key=lambda part: (-len(part), part))
    laid = []
    for part in parts:
        where = nx.spring_layout(graph.subgraph(part), seed=1, k=2.5 / len(part) ** 0.5, iterations=300)
        laid.append({id_: tuple(where[id_].tolist()) for id_ in part})
    return laid


def _part(boxes: list[Box], sheet: _Sheet) -> None:
    """Push boxes apart until none touches another or leaves the picture, each pair the way that is shorter."""
    for _ in range(600):
        for box in boxes:
            box.x = min(max(box.x, box.half + _MARGIN), sheet.width - box.half - _MARGIN)
        apart = [_pushed(one, other) for one, other in combinations(boxes, 2)]
        if not any(apart):
            return


def _pushed(one: Box, other: Box) -> bool:
    """Push two boxes apart where they touch; whether they did."""
    across = one.half + other.half + _BOX - abs(one.x - other.x)
    down = 2 * _BOX - abs(one.y - other.y)
    if min(across, down) <= 0:
        return False
    if across < down:
        way = (across / 2 + 0.5) * (1 if one.x <= other.x else -1)
        one.x, other.x = one.x - way, other.x + way
    else:
        way = (down / 2 + 0.5) * (1 if one.y <= other.y else -1)
        one.y, other.y = one.y - way, other.y + way
    return True


def _ties(edges: Sequence[Edge], boxes: Mapping[str, Box]) -> Iterator[str]:
    taken: list[tuple[float, float]] = []
    for number, line in enumerate(_lines(edges, boxes), 1):
        edge = line.edge
        stands = edge.status is not Status.PAST
        dash = _LINES[edge.sign, stands]
        dashes = f' stroke-dasharray="{dash}" stroke-linecap="{"butt" if stands else "round"}"' if dash else ""
        colour = _COLOURS[edge.sign]
        yield f'<path d="{line.path}" fill="none" stroke="{colour}" stroke-width="{line.width:.1f}"{dashes}/>'
        yield f'<path d="{line.arrow}" fill="{colour}"/>'
        start, bend, end = _course(edge, boxes)
        places = [_along(start, bend, end, part / 20) for part in _NEAR_MIDDLE]
        x, y = _free([place for place in places if not _covered(place, boxes)] or places, taken)
        taken.append((x, y))
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{_BADGE}" fill="white" stroke="{colour}"/>'
        yield f'<text x="{x:.1f}" y="{y + 3.5:.1f}" text-anchor="middle" font-size="10" fill="{colour}">{number}</text>'


def _lines(edges: Sequence[Edge], boxes: Mapping[str, Box]) -> Iterator[Line]:
    most = max((edge.documents for edge in edges), default=0)
    for edge in edges:
        start, bend, end = _course(edge, boxes)
        width = 1.5 + 4.5 * edge.documents / most
        path = f"M{start[0]:.1f} {start[1]:.1f}Q{bend[0]:.1f} {bend[1]:.1f} {end[0]:.1f} {end[1]:.1f}"
        yield Line(edge, path, _arrow(bend, end, width), width)


def _course(edge: Edge, boxes: Mapping[str, Box]) -> tuple[_Point, _Point, _Point]:
    """Where the line of a tie begins, bends and ends."""
    one, other = boxes[edge.source], boxes[edge.target]
    bend = _bend(one, other)
    return _rim(one, bend), bend, _rim(other, bend)


_NEAR_MIDDLE = (10, 8, 12, 7, 13, 6, 14, 5, 15, 4, 16)


def _bend(one: Box, other: Box) -> _Point:
    """Where the line from one to the other bends toward: to its right, so that the way back is another line."""
    across, down = other.x - one.x, other.y - one.y
    return (one.x + other.x) / 2 - 0.16 * down, (one.y + other.y) / 2 + 0.16 * across


def _rim(box: Box, toward: _Point) -> _Point:
    """Where a line out of the middle of a box leaves it."""
    across, down = toward[0] - box.x, toward[1] - box.y
    scale = min(
        (box.half + 3) / abs(across) if across else float("inf"), (_BOX / 2 + 1) / abs(down) if down else float("inf")
    )
    return box.x + across * min(1.0, scale), box.y + down * min(1.0, scale)


def _along(start: _Point, bend: _Point, end: _Point, part: float) -> _Point:
    rest = 1 - part
    x, y = (rest * rest * a + 2 * rest * part * b + part * part * c for a, b, c in zip(start, bend, end, strict=True))
    return x, y


def _covered(place: _Point, boxes: Mapping[str, Box]) -> bool:
    x, y = place
    return any(abs(x - box.x) < box.half + _BADGE and abs(y - box.y) < _BOX / 2 + _BADGE for box in boxes.values())


def _free(places: Sequence[_Point], taken: Sequence[_Point]) -> _Point:
    """The first of these places that is clear of those taken, else the clearest of them."""

    def clear(place: _Point) -> float:
        return min((abs(place[0] - x) + abs(place[1] - y) for x, y in taken), default=float("inf"))

    return next((place for place in places if clear(place) > 3 * _BADGE), max(places, key=clear))


def _arrow(bend: _Point, end: _Point, width: float) -> str:
    across, down = end[0] - bend[0], end[1] - bend[1]
    length = (across * across + down * down) ** 0.5 or 1.0
    across, down, size = across / length, down / length, 6 + width
    left = end[0] - size * across - size * 0.5 * down, end[1] - size * down + size * 0.5 * across
    right = end[0] - size * across + size * 0.5 * down, end[1] - size * down - size * 0.5 * across
    return "M{}L{}L{}Z".format(*(f"{x:.1f} {y:.1f}" for x, y in (end, left, right)))


def _actors(boxes: Mapping[str, Box]) -> Iterator[str]:
    for box in boxes.values():
        yield (
            f'<rect x="{box.x - box.half:.1f}" y="{box.y - _BOX / 2:.1f}" width="{2 * box.half:.1f}" height="{_BOX}" '
            'rx="6" fill="#f3f4f6" stroke="#374151"/>'
        )
        yield f'<text x="{box.x:.1f}" y="{box.y + 4:.1f}" text-anchor="middle" fill="#111827">{escape(box.name)}</text>'


def _short(name: str, letters: int) -> str:
    return name if len(name) <= letters else f"{name[: letters - 1].rstrip()}…"


def _legend(y: float) -> Iterator[str]:
    yield f'<line x1="{_MARGIN}" y1="{y:.1f}" x2="{_LARGE.width - _MARGIN}" y2="{y:.1f}" stroke="#d1d5db"/>'
    x = _MARGIN
    for (sign, stands), line in _LINES.items():
        dashes = f' stroke-dasharray="{line}" stroke-linecap="{"butt" if stands else "round"}"' if line else ""
        at = y + 1.3 * _ROW
        yield (
            f'<line x1="{x:.1f}" y1="{at - 4:.1f}" x2="{x + 44:.1f}" y2="{at - 4:.1f}" stroke="{_COLOURS[sign]}" '
            f'stroke-width="3"{dashes}/>'
        )
        yield f'<text x="{x + 50:.1f}" y="{at:.1f}" fill="#374151">{_NAMES[sign]}{"" if stands else ", past"}</text>'
        x += _LEGEND[sign]
    wide = "A line is the wider, the more documents say so."
    yield f'<text x="{_MARGIN}" y="{y + 2.3 * _ROW:.1f}" fill="#374151">{wide}</text>'


def _key(system: System, edges: Sequence[Edge], y: float) -> Iterator[str]:
    """Each tie in words, with those who say so, and what is not drawn."""
    for number, edge in enumerate(edges, 1):
        y += _ROW
        words = _cut(f"{number}  {in_words(system, edge)}")
        yield f'<text x="{_MARGIN}" y="{y:.1f}" fill="{_COLOURS[edge.sign]}">{escape(words)}</text>'
    if len(edges) < len(system.edges):
        drawn = {end for edge in edges for end in (edge.source, edge.target)}
        left = (
            f"Not drawn: {len(system.edges) - len(edges):,} weaker ties, "
            f"and {len(system.actors) - len(drawn):,} of {len(system.actors):,} actors"
        )
        yield f'<text x="{_MARGIN}" y="{y + _ROW:.1f}" fill="#374151" font-weight="bold">{left}</text>'


def in_words(system: System, edge: Edge) -> str:
    """Say a tie, and who says so."""
    source, target = (system.actors[end].name for end in (edge.source, edge.target))
    if edge.ties[0].relation.layer is Layer.SHOWN:
        said = f"shown in {len(edge.ties)}" + (" place" if len(edge.ties) == 1 else " places")
    else:
        rest = len(edge.voices) - _VOICES
        said = f"as told by {', '.join(edge.voices[:_VOICES])}" + (f" and {rest} more" if rest > 0 else "")
    many = f"{edge.documents} document" + ("" if edge.documents == 1 else "s")
    return f"{source} {_NAMES[edge.sign]} {target}: {said}, {many}"


def _cut(words: str) -> str:
    return words if len(words) <= _KEY_LETTERS else f"{words[: _KEY_LETTERS - 1]}…"
