"""Fit the confidence of attributions: ``python training/calibrate.py DATA OUT.json``.

A logistic regression over the clues of the product's own reading of PolNeAR's development articles, to the
scorer's notion of right (source and content each at least half right). Prints calibration error and area under the ROC
curve on held-out fifths.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from data import rows
from onrecord.documents.turns import layout
from onrecord.model import load
from onrecord.statements.attribution import attribute


def examples(data: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Clues (N, C), right or wrong (N,), and the article (N,) of each attribution found."""
    sys.path.insert(0, str(data.parent / "eval"))
    from score import iou, pair_off, trim  # noqa: F401, PLC0415

    clues, right, article = [], [], []
    for number, row in enumerate(rows(data / "polnear-dev.jsonl")):
        text = row["text"]
        found = [a for a in attribute(text, layout(text, row["title"]), load()).attributions if not a.nested]
        want = [{r: trim(text, a.get(r)) for r in ("source", "content")} for a in row["attributions"]]
        have = [{r: trim(text, [s.pair() for s in getattr(a, r)]) for r in ("source", "content")} for a in found]
        good = pair_off(want, have, 0.5)[1]
        clues += [a.clues for a in found]
        right += [j in good for j in range(len(found))]
        article += [number] * len(found)
    return np.array(clues), np.array(right), np.array(article)


def main() -> None:
    """Fit, cross-validate, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    clues, right, article = examples(args.data)
    net = LogisticRegression(C=1.0, max_iter=1000)
    chance = cross_val_predict(net, clues, right, groups=article, cv=GroupKFold(5), method="predict_proba")[:, 1]
    from score import calibration  # noqa: PLC0415

    print(calibration(list(zip(chance.tolist(), right.tolist(), strict=True))))
    net.fit(clues, right)
    out = {"bias": round(float(net.intercept_[0]), 4), "weights": [round(float(w), 4) for w in net.coef_[0]]}
    args.out.write_text(json.dumps(out) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
