"""Cells as people write them, from the table cells.yaml: the value where it is certain, else a refusal with a remedy."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml

from engine.files.diagnostics import Problems
from engine.importing.cell import Cell, CellKind
from engine.importing.cell_value import Blank, CellValue, RefusedCell
from engine.importing.cells import Reader
from engine.importing.import_result import ACTUAL
from engine.importing.measures import Measures
from engine.importing.number_writing import Style
from engine.rulebook.rulebook import Rulebook
from engine.workspace.loading import load_rulebook
from engine.workspace.workspace import Workspace
from tests.small_workspace import Small

KEPT: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("cells.yaml").read_text("utf-8"))
CRITERIA = """
- số: 1.1
  nguyên văn: Có từ 900 hộ trở lên
  đo bằng: a.ho
  đạt khi: từ 900 hộ trở lên
"""
NO_YAML = ("`", "đơn vị tính:", "cận (")


@cache
def rulebook() -> Rulebook:
    with TemporaryDirectory() as folder:
        catalogue = yaml.safe_dump(KEPT["catalogue"], allow_unicode=True)
        Small(Path(folder), catalogue).criteria(CRITERIA)
        workspace = Workspace(Path(folder))
        problems = Problems()
        (rules,) = workspace.resolution_folders
        loaded = load_rulebook(workspace, rules, problems)
    assert loaded is not None and not problems.found, [p.message for p in problems.found]
    return loaded


def read(name: str, measure: str, written: str | float | Decimal) -> CellValue:
    book = rulebook()
    (indicator,) = (one for one in book.indicators.values() if one.name == name)
    kind = CellKind.TEXT if isinstance(written, str) else CellKind.NUMBER
    number = None if isinstance(written, str) else Decimal(str(written))
    reader = Reader(book.vocabulary, Measures(book.indicators.values()))
    value = reader.value(Cell(2, 4, kind, str(written), number), indicator, measure, Style())
    value.check_basis(ACTUAL)
    return value


@pytest.mark.parametrize("kept", KEPT["cells"], ids=lambda kept: f"{kept[0]} [{kept[1]}] {kept[2]}")
def test_a_cell_is_read_or_refused(kept: list[Any]) -> None:
    name, measure, written, expected, *remark = kept
    if expected == "":
        with pytest.raises(Blank):
            read(name, measure, written)
    elif expected.startswith("!"):
        with pytest.raises(RefusedCell) as refused:
            read(name, measure, written)
        told = f"{refused.value.reason} → {refused.value.remedy}"
        assert expected[1:].lower() in told.lower()
        assert not any(word in told for word in NO_YAML) and "bỏ trống đơn vị" not in told
    else:
        found = read(name, measure, written)
        assert found.text == expected
        assert all(any(words in text for text in found.remarks) for words in remark), found.remarks
