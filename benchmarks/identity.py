"""Time and memory of comparing invented figures: ``python benchmarks/identity.py [FIGURES]``.

A third are states, the others persons of whom a few are in the news all the time; the record itself, which keeps what
is found, is not in the figures. Prints one JSON object.
"""

from __future__ import annotations

import itertools
import json
import random
import resource
import sys
import time

from onrecord.actors.identify import Register
from onrecord.facts import Kind
from onrecord.who import Sighting

_AT_ONCE = 5000
_FIGURES_A_PERSON = 6
_SYLLABLES = "ba ko vi ra sto ne du mi lo sa gre ti pa zu he jor".split()
_SURNAMES = ["".join(p).capitalize() for p in itertools.product(_SYLLABLES, _SYLLABLES, "lov nic man ter sen".split())]
_GIVEN = ["".join(p).capitalize() for p in itertools.product(_SYLLABLES, "n rta mir lia vek don sha rik nor".split())]
_STATES = "Peru Chile Serbia France Kenya Japan Brazil Egypt".split()
_ROLES = (None, None, "Foreign Minister of {}", "President of {}", "{} goalkeeper", "professor", "spokesman for {}")


def people(many: int, dice: random.Random) -> list[tuple[str, str | None]]:
    """So many persons with their roles."""
    made = []
    for _ in range(many):
        role = dice.choice(_ROLES)
        name = f"{dice.choice(_GIVEN)} {dice.choice(_SURNAMES)}"
        made.append((name, role.format(dice.choice(_STATES)) if role else None))
    return made


def sighting(key: int, known: list[tuple[str, str | None]], dice: random.Random) -> Sighting:
    """A figure: the first of the persons come up most."""
    if key % 3 == 0:
        return Sighting(key=key, id=f"{key:x}", name=dice.choice(_STATES), kind=Kind.PLACE)
    name, role = known[min(int(dice.paretovariate(0.5)), len(known)) - 1]
    return Sighting(key=key, id=f"{key:x}", name=name, kind=Kind.PERSON, role=role, published="2031-05-14")


def main() -> None:
    """Compare, and print what that took."""
    figures = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    dice = random.Random(1)  # noqa: S311 - the same figures every time
    known = people(figures // _FIGURES_A_PERSON, dice)
    register, next_key, seconds = Register(), 1, 0.0
    for start in range(0, figures, _AT_ONCE):
        batch = [sighting(key, known, dice) for key in range(start, min(start + _AT_ONCE, figures))]
        begun = time.process_time()
        found = register.place(batch, next_key)
        next_key = max([next_key, *(identity.actor + 1 for identity in found)])
        for _ in register.changed():
            pass
        seconds += time.process_time() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"figures": figures, "actors": next_key - 1, "cpu_s": round(seconds, 1), "memory_mb": memory}))


if __name__ == "__main__":
    main()
