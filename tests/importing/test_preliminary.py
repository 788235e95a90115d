"""«Sơ bộ» in a table is the basis of facts files, and comes back from them."""

from __future__ import annotations

import pytest

from engine.factbase.facts import Basis
from engine.importing.import_result import ImportedValue
from engine.importing.writing import write_all
from tests.importing.desk import Desk
from tests.importing.test_layout import reasons
from tests.importing.test_writing import loaded, planned

HEAD = "Mã;Giá trị;Loại số liệu\n"


@pytest.mark.parametrize("word", ["sơ bộ", "Sơ bộ", "Số sơ bộ", "thực hiện sơ bộ"])
def test_the_word_in_a_column_of_kinds(desk: Desk, word: str) -> None:
    (value,) = desk.csv(f"{HEAD}xa.thu;5.000 triệu đồng;{word}\n").taken
    assert (value.basis, value.basis_name) == ("sơ bộ", "preliminary")


def test_it_says_more_than_a_column_of_results(desk: Desk) -> None:
    """A preliminary figure is a result; an estimate is none."""
    found = desk.csv("Mã;Thực hiện 2023;Loại số liệu\nxa.thu;5.000 triệu đồng;sơ bộ\nxa.viec;120;ước\n")
    assert [(value.code, value.basis) for value in found.taken] == [("xa.thu", "sơ bộ")]
    assert list(reasons(found).values()) == ["ambiguous"]


def test_it_comes_back_as_a_counted_preliminary_fact(desk: Desk) -> None:
    found = desk.csv(f"{HEAD}xa.thu;5.000 triệu đồng;sơ bộ\nxa.viec;120;\n")
    files = planned(desk, found)
    assert files[0].text.count("    loại số liệu: sơ bộ\n") == 1
    write_all(desk.root / "facts", files)
    facts = {fact.code: fact for fact in loaded(desk)}
    assert (facts["xa.thu"].basis, facts["xa.thu"].preliminary) == (Basis.ACTUAL, True)
    assert facts["xa.viec"].preliminary is False


def test_a_final_and_a_preliminary_value_are_no_duplicates(desk: Desk) -> None:
    found = desk.csv(f"{HEAD}xa.thu;5.000 triệu đồng;sơ bộ\nxa.thu;5.100 triệu đồng;thực hiện\n")
    assert [value.basis for value in found.taken] == ["sơ bộ", "thực hiện"]


def test_its_name_in_json() -> None:
    assert ImportedValue("a!b!C1", "x", "1", "xã A", 2023, "ước thực hiện").basis_name == "estimate"
