"""LibreOffice as the oracle of labels: random lists of many levels, each label compared with the one that it shows.

It knows neither `lvlRestart` nor `isLgl`, and shows bullets as it likes; test_numbering.py has these by hand.
"""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest

from tests.documents.composing import composed, definition, instance, level, paragraph, read, shown
from tests.spreadsheet_programs import LibreOffice

FORMS = ("decimal", "decimal", "lowerLetter", "upperLetter", "lowerRoman", "upperRoman", "decimalZero", "bullet")
SIGNS = ("{}.", "{})", "({})", "{}-", "Mục {}:", "{}")
_ITEM = re.compile(r"\s*(?P<label>.*?)\s*\bitem(?P<number>\d+)\b")
_LISTS = 40
"""Lists of a document: LibreOffice takes four seconds to start."""


def _level(random: Random, at: int) -> str:
    form = random.choice(FORMS)
    if form == "bullet":
        return level(at, form, random.choice("-+•"))
    parents = random.choice(((), (), range(at), range(max(at - 1, 0), at)))
    text = random.choice(SIGNS).format(".".join(f"%{n + 1}" for n in (*parents, at)))
    return level(at, form, text, start=random.choice((1, 1, 1, 1, 2, 5, 25)))


def _items(random: Random, key: int, levels: int) -> list[str]:
    """The places of a list: down one level at a time, up as far as one likes, sometimes a level is skipped; then a second list."""
    at, places = 0, []
    for which in sorted(random.choices((0, 0, 1), k=random.randint(4, 14))):
        at = 0 if which and not places[-1].startswith(f"{key}1/") else at
        places.append(f"{key}{which}/{at}")
        at = random.choice((at, at, min(at + 1, levels - 1), random.randint(0, at), random.randint(0, levels - 1)))
    return places


def _override(random: Random) -> str:
    """LibreOffice knows the start of a list that begins anew, and not those of its deeper levels (ECMA-376 part 1, 17.9.26)."""
    start = random.choice(("", "", "1", "3"))
    return f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{start}"/></w:lvlOverride>' if start else ""


def random_lists(seed: int) -> bytes:
    random = Random(seed)
    definitions, instances, places = "", "", []
    for key in range(1, _LISTS + 1):
        levels = random.randint(1, 5)
        definitions += definition(key, *(_level(random, at) for at in range(levels)))
        instances += instance(key * 10, key) + instance(key * 10 + 1, key, _override(random))
        places += _items(random, key, levels)
    body = "".join(paragraph(f"item{at}", place) for at, place in enumerate(places))
    return composed(body, numbering=definitions + instances)


def labels_in(lines: list[str]) -> dict[int, str]:
    """The labels by the numbers of their items, bullets all alike."""
    found = [match for line in lines if (match := _ITEM.match(line))]
    return {int(m["number"]): "•" if re.fullmatch(r"[^\w\s().:]?", m["label"]) else m["label"] for m in found}


@pytest.mark.slow
@pytest.mark.office
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_labels_are_those_that_libreoffice_shows(seed: int, tmp_path: Path, libre_office: LibreOffice) -> None:
    ours = labels_in(shown(read(tmp_path, random_lists(seed))))
    text = libre_office.converted(tmp_path / "vb.docx", "txt:Text (encoded):UTF8", tmp_path).read_text("utf-8-sig")
    theirs = labels_in(text.splitlines())
    assert len(ours) > 200 and ours == theirs
