"""A report to send to somebody: counts, who is for or against whom, and the words, in one page that needs nothing else.

It runs no script and loads nothing, so that it opens from a mail; statements have the addresses of their words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, PackageLoader

from onrecord.facts import Layer
from onrecord.record import By, Entry, Query, Record
from onrecord.views import picture
from onrecord.views.citation import fragment
from onrecord.views.counts import counts
from onrecord.views.formats.bundles import bundles
from onrecord.views.formats.network import systems

_PLOTS = (("Who says so", By.SPEAKER), ("Toward whom", By.TARGET), ("Outlets", By.OUTLET), ("Months", By.MONTH))
_BARS = 12
_HEADS = {Layer.TOLD: "As told: ties that voices tell of", Layer.SHOWN: "As shown: what voices show toward others"}


@dataclass(frozen=True, slots=True)
class _Bar:
    """So many documents of this name, and which part of the largest number that is."""

    name: str
    documents: int
    part: float


def lines(record: Record, query: Query) -> Iterator[str]:
    """Give the page piece by piece."""
    environment = Environment(loader=PackageLoader("onrecord.views"), autoescape=True, trim_blocks=True)
    [total] = counts(record, query)
    drawn = [(_HEADS[each.layer], picture.svg(each)) for each in systems(record, query) if each.edges]
    yield from environment.get_template("report.html").generate(
        asked=query.flat(),
        total=total,
        plots=[(head, found) for head, by in _PLOTS if (found := _bars(record, query, by))],
        drawn=drawn,
        bundles=((bundle, map(_said, bundle.entries)) for bundle in bundles(record, query)),
    )


def _bars(record: Record, query: Query, by: By) -> list[_Bar]:
    found = [weight for weight in counts(record, query, by) if weight.name][:_BARS]
    most = max((weight.documents for weight in found), default=1)
    bars = [_Bar(str(weight.name), weight.documents, weight.documents / most) for weight in found]
    return sorted(bars, key=lambda bar: bar.name) if by is By.MONTH else bars


def _said(entry: Entry) -> dict[str, Any]:
    form = entry.json()
    return {
        "id": form["id"][:8],
        "speaker": form["speaker"]["name"] or form["speaker"]["kind"],
        "role": form["speaker"]["role"],
        "mode": form["mode"],
        "quote": form["quote"],
        "address": fragment(form),
        "judgement": form.get("judgement"),
    }
