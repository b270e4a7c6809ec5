"""Coding: puts statements under the issues of a codebook, by what they mean and by their words, without training.

An issue has a few phrases: its label, its description and its examples. A statement's score is a weighed sum of two
numbers: the cosine of the angle between its vector and the nearest phrase's, and the share of itself that a word of it
belongs to this issue, where a word of the codebook belongs to as many issues as have it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from onrecord.errors import CodebookError
from onrecord.facts import VECTOR, Coded

THRESHOLD = 0.5
"""From this score on a statement is under an issue: where F1 is best in ``python benchmarks/issues.py``."""

# Even shares gain one point of F1 there, but then nothing without a word of the codebook is found.
_OF_MEANING, _OF_WORDS = 0.7, 0.3
_MOST = 3
_KEYS = {"id", "label", "description", "examples", "parent"}
_WORD = re.compile(r"[^\W\d_]{4,}")
_ENDING = re.compile(r"(?:ations?|ings?|ions?|ises?|ised|ers?|ors?|ists?|ed|es|s|e)$")
_COMMON = frozenset(
    "with from that this between their them into being belong whether other state states union near".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A topic of a codebook."""

    id: str
    label: str
    description: str = ""
    examples: tuple[str, ...] = ()
    parent: str | None = None

    def phrases(self) -> tuple[str, ...]:
        """What is compared with statements."""
        return tuple(filter(None, (self.label, self.description, *self.examples)))


def default() -> tuple[Issue, ...]:
    """The codebook that comes with the package, of foreign affairs."""
    file = resources.files("onrecord.relations") / "codebook.yaml"
    return codebook(file.read_text(encoding="utf-8"), "the codebook of the package")


def read(path: str) -> tuple[Issue, ...]:
    """Understand a codebook in a file. Raises as ``codebook`` does, and where the file cannot be read."""
    try:
        return codebook(Path(path).read_text(encoding="utf-8-sig"), path)
    except (OSError, UnicodeDecodeError) as error:
        raise CodebookError(f"{path} cannot be read ({error}); a codebook is a text in UTF-8") from error


def codebook(text: str, name: str) -> tuple[Issue, ...]:
    """Understand a codebook: a YAML list of issues. Raises ``CodebookError`` that names file, line and key."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{name}:{mark.line + 1}" if mark else name
        raise CodebookError(f"{where}: this is no YAML ({getattr(error, 'problem', error)})") from error
    if not isinstance(root, yaml.SequenceNode) or not root.value:
        raise CodebookError(f"{name}: a codebook is a list of issues, each with an id and a label; there is none here")
    lines: dict[str, int] = {}
    issues = []
    for node in root.value:
        where = f"{name}:{node.start_mark.line + 1}"
        issue = _issue(node, where)
        if issue.id in lines:
            raise CodebookError(f"{where}: the id {issue.id!r} is there already, in line {lines[issue.id]}")
        lines[issue.id] = node.start_mark.line + 1
        issues.append(issue)
    _check_parents({issue.id: issue for issue in issues}, lines, name)
    return tuple(issues)


def _issue(node: yaml.Node, where: str) -> Issue:
    if not isinstance(node, yaml.MappingNode):
        raise CodebookError(f"{where}: an issue is a mapping with an id and a label")
    values: dict[str, Any] = {}
    for key, value in node.value:
        if key.value not in _KEYS:
            line = f"{where.rpartition(':')[0]}:{key.start_mark.line + 1}"
            raise CodebookError(f"{line}: unknown key {key.value!r}; an issue has {', '.join(sorted(_KEYS))}")
        values[key.value] = _value(key.value, value, where)
    for key in ("id", "label"):
        if not values.get(key):
            raise CodebookError(f"{where}: the issue has no {key}")
    return Issue(**values)


def _value(key: str, node: yaml.Node, where: str) -> str | tuple[str, ...]:
    if key == "examples":
        if isinstance(node, yaml.SequenceNode) and all(isinstance(each, yaml.ScalarNode) for each in node.value):
            return tuple(each.value for each in node.value)
        raise CodebookError(f"{where}: examples is a list of phrases")
    if not isinstance(node, yaml.ScalarNode):
        raise CodebookError(f"{where}: {key} is a word or a sentence")
    return str(node.value)


def _check_parents(issues: Mapping[str, Issue], lines: Mapping[str, int], name: str) -> None:
    for issue in issues.values():
        above, seen = issue.parent, {issue.id}
        while above is not None:
            where = f"{name}:{lines[issue.id]}: the parent of {issue.id!r}"
            if above not in issues:
                raise CodebookError(f"{where}, {above!r}, is no issue of the codebook")
            if above in seen:
                raise CodebookError(f"{where} is itself below it: {above!r} is in a circle")
            seen.add(above)
            above = issues[above].parent


class Coder:
    """Codes statements by a codebook; ``vectors`` hold those of each issue's phrases, in their order."""

    def __init__(self, issues: Sequence[Issue], vectors: Mapping[str, Sequence[bytes]]) -> None:
        self._ids = [issue.id for issue in issues]
        self._above = _above(issues)
        self._first = np.cumsum([0, *(len(vectors[id_]) for id_ in self._ids)])[:-1]
        rows = b"".join(vector for id_ in self._ids for vector in vectors[id_])
        self._phrases = np.frombuffer(rows, np.int8).reshape(-1, VECTOR).astype(np.float32) / 127
        self._words = _vocabulary(issues)

    def code(self, words: str, vector: bytes, threshold: float = THRESHOLD) -> tuple[Coded, ...]:
        """Give the issues of a statement, the best first, at most three; and those above them, with their score."""
        scores = self.scores(words, vector)
        found: dict[str, float] = {}
        for n in np.argsort(-scores, kind="stable")[:_MOST].tolist():
            if scores[n] >= threshold:
                for id_ in self._above[self._ids[n]]:
                    found.setdefault(id_, round(float(scores[n]), 2))
        return tuple(Coded(issue=id_, score=score) for id_, score in found.items())

    def scores(self, words: str, vector: bytes) -> NDArray[np.float32]:
        """Give the score of a statement under each issue, in the order of the codebook."""
        near = self._phrases @ (np.frombuffer(vector, np.int8).astype(np.float32) / 127)
        by_words = np.zeros(len(self._ids), np.float32)
        for stem in set(_stems(words)):
            for n, share in self._words.get(stem, {}).items():
                by_words[n] += share
        by_meaning = np.maximum.reduceat(near, self._first)
        scores = _OF_MEANING * by_meaning + _OF_WORDS * np.minimum(by_words, 1)
        return scores.astype(np.float32)


def _above(issues: Sequence[Issue]) -> dict[str, list[str]]:
    """For each issue itself and those above it, the nearest first."""
    parents = {issue.id: issue.parent for issue in issues}
    found: dict[str, list[str]] = {}
    for id_ in parents:
        line: list[str] = []
        above: str | None = id_
        while above is not None:
            line.append(above)
            above = parents[above]
        found[id_] = line
    return found


def _vocabulary(issues: Sequence[Issue]) -> dict[str, dict[int, float]]:
    """For each word of a codebook the share of itself that belongs to each issue."""
    having: dict[str, set[int]] = defaultdict(set)
    for n, issue in enumerate(issues):
        for stem in _stems(" ".join((issue.label, *issue.examples))):
            having[stem].add(n)
    return {stem: dict.fromkeys(sorted(of), 1 / len(of)) for stem, of in having.items()}


def _stems(words: str) -> Iterator[str]:
    for word in _WORD.findall(words.lower()):
        if word not in _COMMON:
            yield _ENDING.sub("", word) if len(word) > 5 else word.rstrip("s")
