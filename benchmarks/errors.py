"""Where the attribution errs on the development articles: ``python benchmarks/errors.py``.

Sorts each attribution of the gold that is not met, and each one found that is not right, by what is wrong with it;
and gives recall by kind of cue, length of content and distance of source. Prints one JSON object; needs the corpora.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from importlib import import_module
from typing import Any

from accuracy import SHARED
from onrecord.statements.cues import is_speech
from predict import attribution

Found = dict[str, Any]


def scorer() -> Any:  # noqa: ANN401 — a module that lies with the corpora
    """The scorer's own notion of what meets what."""
    sys.path.insert(0, str(SHARED / "eval"))
    return import_module("score")


def letters(text: str, spans: list[list[int]]) -> frozenset[int]:
    """The characters of the spans that the scorer counts."""
    trimmed: frozenset[int] = scorer().trim(text, spans)
    return trimmed


def why(text: str, gold: Found, found: list[Found]) -> str:
    """What is wrong where nothing meets this attribution."""
    iou = scorer().iou
    content, source = letters(text, gold["content"]), letters(text, gold["source"])
    best = max(found, key=lambda f: iou(content, letters(text, f["content"])), default=None)
    if best is None or not content & letters(text, best["content"]):
        return "missed"
    if iou(content, letters(text, best["content"])) < 0.5:
        return "content boundary"
    if iou(source, letters(text, best["source"])) < 0.5:
        return (
            "source missing" if source and not best["source"] else "source invented" if not source else "wrong source"
        )
    return "taken by another"


def kinds(text: str, gold: Found) -> list[str]:
    """The groups of which an attribution is a case."""
    cue = " ".join(text[s:e] for s, e in gold["cue"])
    size = sum(e - s for s, e in gold["content"])
    out = [
        "cue of speech" if is_speech(cue) else "other cue",
        "content under 60 letters" if size < 60 else "longer content",
    ]
    if not gold["source"]:
        out.append("no source")
    elif gold["cue"]:
        apart = max(gold["cue"][0][0] - gold["source"][0][1], gold["source"][0][0] - gold["cue"][0][1])
        out.append("source more than 60 letters away" if apart > 60 else "source near")
    return out


def main() -> None:
    """Count and print."""
    wrong, met, every = Counter[str](), Counter[str](), Counter[str]()
    spurious = right = 0
    for line in (SHARED / "data" / "polnear-dev.jsonl").open(encoding="utf-8"):
        row = json.loads(line)
        text, found = row["text"], attribution(row)["attributions"]
        want = [{r: letters(text, a[r]) for r in ("source", "content")} for a in row["attributions"]]
        have = [{r: letters(text, a[r]) for r in ("source", "content")} for a in found]
        hits, good = scorer().pair_off(want, have, 0.5)
        right, spurious = right + len(good), spurious + len(found) - len(good)
        for i, gold in enumerate(row["attributions"]):
            groups = kinds(text, gold)
            every.update(groups)
            if i in hits:
                met.update(groups)
            else:
                wrong[why(text, gold, found)] += 1
    recall = {kind: round(100 * met[kind] / count, 1) for kind, count in every.most_common()}
    found = {"gold": sum(every[k] for k in ("cue of speech", "other cue")), "right": right, "spurious": spurious}
    print(json.dumps({**found, "not met": dict(wrong.most_common()), "recall": recall, "cases": dict(every)}, indent=1))


if __name__ == "__main__":
    main()
