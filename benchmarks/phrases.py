"""Reads a file of wordings with their correct readings, and counts right, abstained and wrong: `python benchmarks/phrases.py FILE`.

The file is YAML: `phrases`, each with id, text, comparator, value, value_hi, direction and perhaps sub_targets.
"""

from __future__ import annotations

import sys
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from engine.reading.reader import read_wording
from engine.reading.reading import WordingReading


def differs(expected: dict[str, Any], found: WordingReading) -> list[str]:
    """The fields of the main reading that are not as expected."""
    wrong = []
    comparator = str(expected["comparator"])
    hundred = str(expected.get("value")) == "100" and {comparator, str(found.comparator)} <= {">=", "=="}
    if comparator != str(found.comparator) and not hundred:
        wrong.append(f"comparator {found.comparator} instead of {comparator}")
    for field, value in (("value", found.value), ("value_hi", found.value_high)):
        wanted = expected.get(field)
        if wanted is None:
            continue
        number = Fraction(date.fromisoformat(wanted).toordinal()) if "-" in str(wanted) else Fraction(str(wanted))
        if value != number:
            wrong.append(f"{field} {value} instead of {wanted}")
    if (
        expected.get("direction") in ("up", "down")
        and found.direction != expected["direction"]
        and comparator not in ("qualitative", "all_decrease")
    ):
        wrong.append(f"direction {found.direction}")
    return wrong


def main() -> None:
    """Print the counts, then every phrase that was not read right."""
    phrases = YAML(typ="safe").load(Path(sys.argv[1]).read_text("utf-8"))["phrases"]
    right, abstained, wrong = 0, [], []
    for phrase in phrases:
        result = read_wording(phrase["text"])
        if result.abstained:
            abstained.append((phrase, result.reason))
        elif problems := differs(phrase, result.readings[0]):
            wrong.append((phrase, "; ".join(problems)))
        else:
            right += 1
    print(f"{len(phrases)} phrases: {right} right, {len(abstained)} abstained, {len(wrong)} wrong")
    for title, found in (("abstained", abstained), ("wrong", wrong)):
        for phrase, why in found:
            print(f"{title} {phrase['id']} {phrase['text']}\n    {why}")


if __name__ == "__main__":
    main()
