"""A comparison as one page: both sides' words beside each other. It needs nothing but itself, and runs no script."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader

from onrecord.likeness import content
from onrecord.views.claims import Claim
from onrecord.views.compare import Comparison
from onrecord.views.pairing import Pair, Stand


def html(comparison: Comparison) -> str:
    """Write a comparison as HTML."""
    sides = comparison.a, comparison.b
    alone = comparison.only_a, comparison.only_b
    return (
        _environment()
        .get_template("compare.html")
        .render(
            a=comparison.a,
            b=comparison.b,
            kinds={kind.value: len(comparison.of(kind)) for kind in Stand},
            pairs=[_row(pair) for pair in comparison.pairs],
            only=[(side.name, [_alone(claim) for claim in some]) for side, some in zip(sides, alone, strict=True)],
        )
    )


def words(claim: Claim, other: Claim) -> Iterator[tuple[str, bool]]:
    """Give the words of a statement, each with whether another has it, too, in whatever form; only words of content."""
    for word in claim.words.split():
        yield word, any(root in other.folded.stems for _, root in content(word))


@cache
def _environment() -> Environment:
    return Environment(loader=PackageLoader("onrecord.views"), autoescape=True)


def _row(pair: Pair) -> dict[str, Any]:
    sides = [
        {"words": list(words(claim, other)), "about": _about(claim)}
        for claim, other in ((pair.a, pair.b), (pair.b, pair.a))
    ]
    return {"kind": pair.kind.value, "score": pair.score, "what": pair.what, "sides": sides}


def _alone(claim: Claim) -> dict[str, str]:
    return {"quote": claim.words, "about": _about(claim)}


def _about(claim: Claim) -> str:
    known = claim.entry.metadata
    translated = {"human": "translated", "machine": "machine-translated"}.get(known.translated)
    mode = claim.entry.right.mode.value
    return " · ".join(filter(None, (claim.speaker, mode, known.outlet, known.published, translated, claim.id[:8])))
