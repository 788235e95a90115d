"""Who is named among many units: never everybody, at most ten, each with its reason, and the others are counted."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from engine.domain.verdicts import Verdict
from engine.evaluation.evaluation import EngineUsed
from engine.many_units.attention import MOST, Attention, attention
from engine.many_units.overview import Overview, ReportedTime, UnitRow
from engine.workspace.cases import Cases
from engine.workspace.choosing import Selection
from engine.workspace.workspace import Workspace
from tests.small_workspace import Small

SIGNS = {"+": Verdict.MET, "-": Verdict.NOT_MET, "?": Verdict.UNDETERMINED, "o": Verdict.PERIOD_OPEN}
LAST = ReportedTime(date(2023, 12, 31), "năm 2023")
BEFORE = ReportedTime(date(2022, 12, 31), "năm 2022")


@pytest.fixture
def empty(tmp_path: Path) -> Overview:
    criteria = "\n".join(
        f"- {{số: 1.{n}, nguyên văn: Có từ 20 HTX, đạt khi: x.hop từ 20 HTX trở lên}}" for n in (1, 2, 3, 4)
    )
    small = Small(tmp_path, "x.hop: {tên: Số hợp tác xã, đơn vị tính: HTX}").criteria(criteria).facts("x.hop: 5 HTX")
    cases = Cases(Workspace(small.root))
    return Overview(cases.select(Selection())[0].rulebook)


def add(overview: Overview, unit: str, signs: str, time: ReportedTime = LAST, draft: tuple[str, ...] = ()) -> None:
    codes = bytes(list(Verdict).index(SIGNS[sign]) for sign in signs)
    overview.add_row(UnitRow(unit, time, codes, 3, EngineUsed("x", "1"), draft))


def named(found: Attention) -> list[str]:
    return [concern.place.row.unit for concern in found.concerns]


def test_only_the_last_fifth_is_named_where_all_lack_something(empty: Overview) -> None:
    for number in range(13):
        add(empty, f"xã {number}", "+++-" if number > 1 else "+---")
    found = attention(empty, LAST)
    assert sorted(named(found)) == ["xã 0", "xã 1"] and found.others == 11  # 13 // 5 = 2
    assert found.concerns[0].reasons == ("thuộc nhóm thấp nhất: đạt và vượt 01/4 nội dung",)
    assert found.concerns[0].unmet == ("1.2", "1.3", "1.4")


def test_units_of_one_place_are_named_together_or_not_at_all(empty: Overview) -> None:
    for number in range(10):
        add(empty, f"xã {number}", "++--" if number < 7 else "+---")
    assert attention(empty, LAST) == Attention((), 10)  # three last ones, and room for two


@pytest.mark.parametrize("units", [1, 3, 40, 200])
def test_never_everybody_and_at_most_ten(empty: Overview, units: int) -> None:
    signs = ("----", "+---", "++--", "+++-")
    for number in range(units):
        add(empty, f"xã {number}", signs[number * 4 // units])
    found = attention(empty, LAST)
    assert len(found.concerns) < units and len(found.concerns) <= MOST
    assert len(found.concerns) + found.others == units


def test_who_reached_all_is_not_named(empty: Overview) -> None:
    for number in range(4):
        add(empty, f"xã {number}", "++++")
    add(empty, "xã 4", "+++o")
    assert named(attention(empty, LAST)) == ["xã 4"]
    assert attention(empty, LAST).others == 0


def test_verdicts_lost_since_the_year_before(empty: Overview) -> None:
    for number in range(6):
        add(empty, f"xã {number}", "++--", BEFORE)
        add(empty, f"xã {number}", "+-+-" if number == 2 else "++--")
    (concern,) = attention(empty, LAST).concerns
    assert (concern.place.row.unit, concern.reasons) == ("xã 2", ("năm 2022 đạt, nay không: 1.2",))


def test_data_that_most_others_have(empty: Overview) -> None:
    for number in range(9):
        add(empty, f"xã {number}", "+?-?" if number == 5 else "++-?")
    (concern,) = attention(empty, LAST).concerns
    assert concern.reasons == (
        "chưa đủ số liệu mà phần lớn đơn vị đã có: 1.2",
        "thuộc nhóm thấp nhất: đạt và vượt 01/4 nội dung",
    )


def test_errors_come_with_their_codes(empty: Overview) -> None:
    for number in range(6):
        add(empty, f"xã {number}", "++--", draft=("CT204",) if number == 3 else ())
    (concern,) = attention(empty, LAST).concerns
    assert concern.reasons == ("quy tắc hoặc số liệu còn lỗi (CT204)",)
