"""Which language a text is in: English by its commonest words, others by py3langid."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# Headlines and names below this are told apart by nobody.
_ENOUGH_LETTERS = 40
_SAMPLE_CHARS = 20_000
_WORD = re.compile(r"[^\W\d_]+")
# Common in English and rare elsewhere: Dutch has "is" and "of", but not one word in twelve.
_ENGLISH = frozenset(
    """the of and that is with from this which have are has not they you would been were their but
    his""".split()
)
_ENGLISH_SHARE = 0.08
_SURELY_NOT = 0.05
_RATHER = 0.5


def language_of(text: str) -> str | None:
    """Tell the language (ISO 639-1) that a text is in; ``None`` where it is too short or leaves doubt.

    py3langid takes half a second to load, so clear English never reaches it.
    """
    sample = text[:_SAMPLE_CHARS]
    words = _WORD.findall(sample.casefold())
    common = sum(word in _ENGLISH for word in words)
    if common >= 3 and common >= _ENGLISH_SHARE * len(words):
        return "en"
    if sum(map(len, words)) < _ENOUGH_LETTERS:
        return None
    ranking = _identifier().rank(sample)
    english = dict(ranking).get("en", 0.0)
    if english < _SURELY_NOT:
        return str(ranking[0][0])
    return "en" if english >= _RATHER else None


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 — slow to load, rarely needed

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
