"""How one word of a name is spelt in other scripts and by other schools of transliteration.

A word has one or more *keys*; two words are spellings of one if they share a key. A letter that different schools
read differently ("c" is ts in Bocan, k in Marco) gives a key for each reading, and what one school leaves out (the
hook of č) is left out everywhere.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import product

from anyascii import anyascii
from rapidfuzz.distance import Indel

_MOST_KEYS = 24
"""Words with more ambiguous letters than this allows keep their first readings."""

_LONG = 5
"""A letter more or less makes another name of a word that is shorter."""

# Read before anyascii, which would leave out what these letters say; readings stand in brackets.
_LETTERS = str.maketrans(
    {
        "đ": "dj", "ð": "d", "č": "ts", "ć": "ts", "ç": "ts", "ц": "ts", "ч": "ts", "ћ": "ts", "ў": "u", "ё": "e",
        "ј": "j", "ö": "(o|oe)", "ø": "(o|oe)", "ü": "(u|ue)", "ä": "(a|ae)", "å": "(a|aa)", "ğ": "(g|)",
        "ң": "n", "ț": "ts", "ţ": "ts", "ı": "i", "ъ": "", "ь": "", "х": "h", "ґ": "g", "г": "(g|h)", "ñ": "(n|ny)",
        "ғ": "gh", "қ": "k", "ә": "a", "ə": "(a|e)", "җ": "j", "щ": "shch",
    }
)  # fmt: skip

# In this order; "c" is from here on the sound of ts and č alike,
# as are "s" of s and š, "z" of z and ž.
_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("[^a-z(|)]", ""),
        ("^s(?=[aeiou].*(?:w|sch|[iy]j))", "(s|z)"),
        ("s(?:ch|h)(?:ch|tsch)", "sC"),
        ("tsch|tch|tsh|tz|ts|cz", "C"),
        ("dzh|dsch", "Z"),
        ("dz|dj", "J"),
        ("sch", "S"),
        ("sh", "s"),
        ("zh", "z"),
        ("kh|gh(?=$)", "h"),
        ("gh", "(g|h)"),
        ("ph|ff", "f"),
        ("th", "t"),
        ("dh", "d"),
        ("ck|kk", "k"),
        ("ch", "(C|h|k)"),
        ("c(?=[eiy])", "C"),
        ("cc?", "(k|C)"),
        ("qu", "(kv|k)"),
        ("q", "(k|g)"),
        ("^x", "(ks|h|s)"),
        ("x", "(ks|h)"),
        ("(?<=[lnrt])z", "(z|C)"),
        ("w", "v"),
        ("(?<=[ln])j", "(|i)"),
        ("(?<=[aeou])h(?=[lmnr])", "(h|)"),
        ("^[yi]e", "e"),
        ("^je", "Y"),
        ("^y(?=[aoui])", "j"),
        ("^i(?=[aou].{2})", "(i|j)"),
        ("j$", "i"),
        ("(?<!^)j", "(j|i)"),
        ("y", "i"),
        ("C", "c"),
        ("J", "(j|d|di)"),
        ("Z", "j"),
        ("S", "(s|z)"),
        ("Y", "(je|e)"),
    )
]
_VOWELS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("ou|oo", "u"),
        (r"(.)\1+", r"\1"),
        ("[oe]f$", lambda m: m[0][0] + "v"),
        ("(?<=[csz])i?[eo]v$", "ev"),
        ("(?<=.)ie(?=[^aeiou])", "e"),
        ("e?i+$", "i"),
        ("enka$", "enko"),
        ("ah$", "a"),
        (r"(.)\1+", r"\1"),
    )
]
_READINGS = re.compile(r"\(([^()]*)\)")
_DOUBLE = re.compile(r"(.)\1+")
_VOWEL = re.compile("[aeiou]")
_SOFT = str.maketrans("eo", "iu")
_NO_VOWELS = re.compile("[^b-df-hj-np-tvxz]|(?<!^)[hvy](?=$)")


def plain(words: str) -> str:
    """Words in lower-case Latin letters without accents, as anyascii reads them."""
    return anyascii(unicodedata.normalize("NFKC", words)).casefold()


@lru_cache(maxsize=131_072)
def keys(word: str) -> frozenset[str]:
    """What all spellings of this word have in common, one key for each way to read it."""
    sounds = anyascii(unicodedata.normalize("NFC", word.casefold()).translate(_LETTERS)).lower()
    for pattern, sound in _SOUNDS:
        sounds = pattern.sub(sound, sounds)
    parts = _READINGS.split(sounds)
    choices = [part.split("|") if i % 2 else [part] for i, part in enumerate(parts)]
    readings: list[str] = []
    for reading in product(*choices):
        readings.append(_voiced("".join(reading)))
        if len(readings) == _MOST_KEYS:
            break
    return frozenset(filter(None, readings))


def _voiced(key: str) -> str:
    for pattern, sound in _VOWELS:
        key = pattern.sub(sound, key)
    return key


def soft(key: str) -> str:
    """A key whose e and i, o and u are one: what ears and schools confuse most."""
    return key.translate(_SOFT)


@lru_cache(maxsize=131_072)
def consonants(word: str) -> frozenset[str]:
    """The keys of a word without their vowels, which alphabets render by ear: Трамп and Trump."""
    return frozenset(_VOWEL.sub("", key) for key in keys(word))


@lru_cache(maxsize=131_072)
def skeleton(word: str) -> str:
    """The consonants alone, for scripts that write no others."""
    return _DOUBLE.sub(
        r"\1", _NO_VOWELS.sub("", plain(word).replace("kh", "h").replace("gh", "g").replace("sch", "sh"))
    )


def may_be_one(name: str, other: str) -> bool:
    """Whether two names may be one person's or body's: every word of the shorter has its like in the longer.

    An initial is like each word that begins with it, and a first name like one with a letter more or less. Of a name of
    one word the like is the first or the last word of the other; of a double name a half is like the whole.
    """
    short, long = sorted((name.split(), other.split()), key=len)
    if not short:
        return False
    if len(short) == 1:
        return any(_alike(short[0], word) for word in (long[0], long[-1]))
    *first, last = short
    return any(_alike(last, word) for word in long) and all(
        any(_like(word, theirs) for theirs in long) for word in first
    )


def _alike(word: str, other: str) -> bool:
    return word == other or bool(keys(word) & keys(other)) or _is_half(word, other) or _is_half(other, word)


def _is_half(word: str, double: str) -> bool:
    """Whether a word is a half of a double name: "Pohl" of "Pohl-Wieland"."""
    halves = double.split("-")
    return len(halves) > 1 and any(keys(word) & keys(half) for half in halves)


def _like(word: str, other: str) -> bool:
    short, long = sorted((word.rstrip("."), other.rstrip(".")), key=len)
    if len(short) == 1:
        return long.startswith(short)
    return _alike(word, other) or (len(short) >= _LONG and Indel.distance(short, long, score_cutoff=1) <= 1)
