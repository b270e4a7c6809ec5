"""Where the time of a reading goes: ``python benchmarks/stages.py [--articles 24]``.

Reads development articles and prints as one JSON object the share of the processor's time that each part takes, in
per cent. Parts are told apart by timing the calls that ``reading.py`` and ``attribution.py`` make.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from onrecord import model, reading
from onrecord.facts import Document
from onrecord.statements import attribution, find
from speed import texts

PARTS: tuple[tuple[str, Any, str], ...] = (
    ("network: encoder", model.Model, "encode"),
    ("network: roles of words", model.Model, "roles"),
    ("words and word pieces", attribution, "Page"),
    ("the best path through the labels", attribution, "best_path"),
    ("paragraphs, sentences, turns", reading, "layout"),
    ("mentions and pieces of statements", find, "attribute"),
    ("figures", find, "cast"),
    ("statements", reading, "find"),
    ("relations", reading, "relate"),
    ("groups by description", find, "with_groups"),
    ("instruments", find, "with_instruments"),
    ("times", reading, "times"),
)


class Watch:
    """Adds up the seconds that each part takes, without those of the parts that it calls."""

    def __init__(self) -> None:
        self.spent: defaultdict[str, float] = defaultdict(float)
        self._inner = [0.0]

    def over(self, part: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """Give the call, watched."""

        def watched(*args: Any, **named: Any) -> Any:  # noqa: ANN401
            began = time.process_time()
            self._inner.append(0.0)
            out = call(*args, **named)
            took = time.process_time() - began
            self.spent[part] += took - self._inner.pop()
            self._inner[-1] += took
            return out

        return watched


def main() -> None:
    """Print the shares."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=24)
    documents = [Document(text=text) for text in texts()[: parser.parse_args().articles]]
    for document in documents[:2]:
        reading.read(document)
    watch = Watch()
    for part, owner, name in PARTS:
        setattr(owner, name, watch.over(part, getattr(owner, name)))
    whole = watch.over("the rest", reading.read)
    for document in documents:
        whole(document)
    total = sum(watch.spent.values())
    shares = sorted(((round(100 * seconds / total, 1), part) for part, seconds in watch.spent.items()), reverse=True)
    print(json.dumps({part: share for share, part in shares}, indent=1))


if __name__ == "__main__":
    main()
