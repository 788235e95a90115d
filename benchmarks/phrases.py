"""Reading of wordings: how many of a phrases file are read right, abstained from, or read wrong, with the list of each.

python benchmarks/phrases.py FILE [--all]      (FILE: YAML with `phrases`, each with text, comparator, value, unit …)
"""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from engine.language.text import fold
from engine.wordings.reader import read_wording
from engine.wordings.wording import Comparator, TargetReading

SYNONYMS = {"hop tac xa": "htx", "to hop tac": "tht", "ngan": "nghin"}


def differences(expected: dict[str, Any], read: TargetReading) -> list[str]:
    """What of ``expected`` the reading does not say; a percentage of 100 may be == or >=."""
    found = []
    wanted, value = expected["comparator"], expected.get("value")
    hundred = value == 100 and {wanted, str(read.comparator)} <= {"==", ">="}
    if str(read.comparator) != wanted and not hundred:
        found.append(f"comparator {read.comparator} ≠ {wanted}")
    if isinstance(value, str):
        if str(read.deadline) != value:
            found.append(f"date {read.deadline} ≠ {value}")
    elif value is not None and read.value != Fraction(str(value)):
        found.append(f"value {read.value} ≠ {value}")
    if (high := expected.get("value_hi")) is not None and read.value_high != Fraction(str(high)):
        found.append(f"high {read.value_high} ≠ {high}")
    direction = expected.get("direction")
    if direction and (read.direction or "neutral") != direction:
        found.append(f"direction {read.direction} ≠ {direction}")
    if unlike_unit(expected, read):
        found.append(f"unit {read.unit!r}/{read.per} ≠ {expected.get('unit')!r}/{expected.get('per')}")
    return found


def unlike_unit(expected: dict[str, Any], read: TargetReading) -> bool:
    """Units are compared by their beginning, as far as the wording gives one; every per-part that is expected must be there."""
    if not read.unit or "unit" not in expected or read.comparator in (Comparator.ALL_DECREASE, Comparator.ORDINAL):
        return False
    head, *parts = (shortened(part) for part in expected["unit"].partition("(")[0].split("/"))
    mine = shortened(read.unit)
    parts += [shortened(part) for part in expected.get("per", ())]
    heads = mine.startswith(head) or head.startswith(mine) or {mine, head} == {"%", "diem %"}
    return not heads or not set(parts) <= {shortened(part) for part in read.per} | {"nam"}


def shortened(unit: str) -> str:
    folded = fold(unit)
    for long, short in SYNONYMS.items():
        folded = folded.replace(long, short)
    return folded


def judged(phrase: dict[str, Any]) -> tuple[str, list[str]]:
    """right, abstained or wrong, and why; the main reading and those of the sub-targets that the phrase lists."""
    reading = read_wording(phrase["text"])
    if reading.abstained:
        return "abstained", [reading.reason or ""]
    found = differences(phrase, reading.readings[0])
    others = list(reading.readings[1:])
    for sub in phrase.get("sub_targets", ()):
        if sub.get("comparator") == "qualitative":
            continue
        if not any(not differences({"comparator": ">=", **sub}, other) for other in others):
            found.append(f"part {sub} not among {[(str(o.comparator), str(o.value), o.unit) for o in others]}")
    if len(others) > len(phrase.get("sub_targets", ())):
        found.append(f"more readings than expected: {[(str(o.comparator), str(o.value), o.unit) for o in others]}")
    return ("wrong" if found else "right"), found


def main(path: str, show_all: bool) -> None:
    phrases = YAML(typ="safe").load(Path(path).read_text("utf-8"))["phrases"]
    results = [(phrase, *judged(phrase)) for phrase in phrases]
    for verdict in ("right", "abstained", "wrong"):
        listed = [(phrase, why) for phrase, found, why in results if found == verdict]
        print(f"{verdict}: {len(listed)}")
        for phrase, why in listed if show_all or verdict != "right" else ():
            print(f"  {phrase['id']} {phrase['text']}\n       {'; '.join(why)}")


if __name__ == "__main__":
    main(sys.argv[1], "--all" in sys.argv)
