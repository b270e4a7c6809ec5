"""Chinese and Korean names against what other scripts make of them."""

from __future__ import annotations

import re
import unicodedata

from onrecord.spelling import plain

_HAN = re.compile(r"[\u3400-\u9fff]{2,4}")
_HANGUL = re.compile(r"[\uac00-\ud7a3]{2,4}")
_CYRILLIC = re.compile(r"[а-яё\s-]+")
_PINYIN = re.compile(r"[a-z\s-]+")
_LONGEST = 16
"""No name of three syllables has more letters in Latin script."""

_JOINTS = re.compile(r"[\s·・-]")
_SURNAME_SOUNDS = {
    "曾": "zeng",
    "单": "shan",
    "單": "shan",
    "解": "xie",
    "查": "zha",
    "仇": "qiu",
    "区": "ou",
    "任": "ren",
}
"""Characters that sound otherwise as surnames than as words."""


def _rules(*rules: tuple[str, str]) -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(pattern), sound) for pattern, sound in rules]


_FROM_HANGUL = _rules(
    ("^(?:i|yi|lee|rhee|ri)(?=[^aeiou])", "i"), ("eo", "o"), ("eu", "u"), ("oo|ou", "u"), ("ae", "e"), ("ee", "i"),
    ("k", "g"), ("p", "b"), ("t", "d"), ("ch", "j"), ("wu", "u"), ("sh", "s"), ("y(?=[ou])", ""), ("r", ""), ("o", "u"),
    (r"(.)\1+", r"\1"),
)  # fmt: skip
# The Palladius system: a soft n is pinyin's n, a hard one its ng; sibilants that Russian has not are one here.
_FROM_PALLADIUS = _rules(
    ("чж|цз", "j"), ("[чц]", "q"), ("[шс]", "s"), ("нь", "n"), ("н(?![аеиоуэюяы])", "ng"), ("н", "n"), ("я", "ia"),
    ("юй?", "iu"), ("е", "ie"), ("э", "e"), ("[ыий]", "i"), ("ж", "r"), ("в", "w"), ("ii", "i"), ("х", "h"),
)  # fmt: skip
_FROM_PINYIN = _rules(("zh|z|j", "j"), ("ch|c|q", "q"), ("sh|x", "s"), ("ong", "ung"), ("y", "i"), ("ii", "i"))


def is_eastern(name: str) -> bool:
    """Whether a name is written in Chinese characters or Korean letters."""
    joined = _joined(name)
    return bool(_HAN.fullmatch(joined) or _HANGUL.fullmatch(joined))


def one_eastern(a: str, b: str) -> bool | None:
    """Whether two names, one of them in Chinese characters or Korean letters, are one person's."""
    a, b = _joined(a), _joined(b)
    return _han(a, b) if _HAN.fullmatch(a) or _HAN.fullmatch(b) else _hangul(a, b)


def marks(name: str) -> set[str]:
    """What a Chinese or Korean name has in common with what other scripts make of it: its sounds run together."""
    joined = _joined(name)
    if _HANGUL.fullmatch(joined):
        return {_sounds(re.sub(r"[^a-z]", "", plain(joined)), _FROM_HANGUL)}
    if _HAN.fullmatch(joined):
        sounds = [_SURNAME_SOUNDS.get(joined[0], plain(joined[0])), *map(plain, joined[1:])]
        return {_joined(_sounds("".join(sounds[n:] + sounds[:n]), _FROM_PINYIN)) for n in (0, 1, 2)}
    bare, letters = joined.casefold(), re.sub(r"[^a-z]", "", plain(joined))
    if _CYRILLIC.fullmatch(bare):
        return {_joined(_sounds(bare, _FROM_PALLADIUS))}
    if len(name.replace("-", " ").split()) not in (2, 3) or len(letters) > _LONGEST:
        return set()
    return {_joined(_sounds(letters, _FROM_PINYIN)), _sounds(letters, _FROM_HANGUL)}


def by_palladius(a: str, b: str) -> bool:
    """Whether one is the Russian form of the other's pinyin, in the same order: Си and Xi."""
    a, b = a.casefold(), b.casefold()
    cyrillic, pinyin = (a, b) if _CYRILLIC.fullmatch(a) else (b, a)
    if not _CYRILLIC.fullmatch(cyrillic) or not _PINYIN.fullmatch(pinyin):
        return False
    return _joined(_sounds(cyrillic, _FROM_PALLADIUS)) == _joined(_sounds(pinyin, _FROM_PINYIN))


def _joined(name: str) -> str:
    return _JOINTS.sub("", unicodedata.normalize("NFC", name))


def _sounds(name: str, rules: list[tuple[re.Pattern[str], str]]) -> str:
    for pattern, sound in rules:
        name = pattern.sub(sound, name)
    return plain(name)


def _han(a: str, b: str) -> bool | None:
    """Chinese characters against their pinyin, surname first or last; two in characters by the characters."""
    if _HAN.fullmatch(a) and _HAN.fullmatch(b):
        return True if a == b else None if plain(a) == plain(b) else False
    signs, letters = (a, b) if _HAN.fullmatch(a) else (b, a)
    wanted = re.sub(r"[^a-z]", "", plain(letters))
    sounds = [_SURNAME_SOUNDS.get(signs[0], plain(signs[0])), *map(plain, signs[1:])]
    orders = {"".join([*sounds[n:], *sounds[:n]]) for n in (0, 1, 2)}
    return True if wanted in orders or by_palladius(letters, "".join(sounds)) else None


def _hangul(a: str, b: str) -> bool | None:
    """Korean letters against the many ways to write them in Latin ones."""
    if _HANGUL.fullmatch(a) and _HANGUL.fullmatch(b):
        return a == b
    one, other = (_sounds(re.sub(r"[^a-z]", "", plain(name)), _FROM_HANGUL) for name in (a, b))
    return True if one == other else None
