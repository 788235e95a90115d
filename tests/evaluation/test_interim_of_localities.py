"""Interim reports of three localities: their own figures, and the pace that follows from them by hand.

Sources: Long Đất (Bà Rịa - Vũng Tàu), first half of 2025, reported by its Party committee on 18/6/2025; Quảng Nam, nine
months of 2015; industry and trade of Thái Nguyên, nine months of 2018. The plans are the reached values by their reported
shares: 1.097,8 tỷ đồng are 58,18%, and so on. None of them declares a course, so an even one is asked for.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from engine.domain.verdicts import PaceState, Verdict
from tests.small_workspace import Small


class Figure(NamedTuple):
    """A criterion: plan of the year and value so far in one unit, and what follows."""

    plan: str
    reached: str
    unit: str
    status: Verdict
    pace: PaceState | None


class Locality(NamedTuple):
    """An interim report. ``basis`` is «thực hiện» or «ước thực hiện»."""

    year: int
    period: str
    as_of: str
    basis: str
    figures: dict[str, Figure]


NOT_MET, MET, ON, BEHIND = Verdict.NOT_MET, Verdict.MET, PaceState.ON, PaceState.BEHIND
LOCALITIES = {
    "Long Đất": Locality(
        2025, "6 tháng", "30/6/2025", "thực hiện",
        {
            "Thu ngân sách": Figure("1.886,9", "1.097,8", "tỷ đồng", NOT_MET, ON),  # 58,18% ≥ 50%
            "Giải ngân xây dựng cơ bản": Figure("1.206", "580,8", "tỷ đồng", NOT_MET, BEHIND),  # 48,16% < 50%
            "Kết nạp đảng viên": Figure("192", "91", "đảng viên", NOT_MET, BEHIND),  # 47,39% < 50%
        },
    ),
    "Quảng Nam": Locality(
        2015, "9 tháng", "30/9/2015", "thực hiện",
        {
            "Thu ngân sách": Figure("9.102", "9.967", "tỷ đồng", MET, None),  # the plan is exceeded by 9,5% already
            "Vốn đầu tư phát triển": Figure("18.642", "15.380", "tỷ đồng", NOT_MET, ON),  # 82,5% ≥ 75%
            "Xuất khẩu": Figure("769", "423", "triệu USD", NOT_MET, BEHIND),  # 55% < 75%
            "Nhập khẩu": Figure("1.040", "850", "triệu USD", NOT_MET, ON),  # 81,7% ≥ 75%
        },
    ),
    "Thái Nguyên": Locality(
        2018, "9 tháng", "30/9/2018", "ước thực hiện",
        {
            "Giá trị sản xuất công nghiệp": Figure("645.484", "495.086,8", "tỷ đồng", NOT_MET, ON),  # 76,7% ≥ 75%
            "Giá trị xuất khẩu": Figure("25", "18,5", "tỷ USD", NOT_MET, BEHIND),  # 74% < 75%
            "Tổng mức bán lẻ": Figure("30.716", "23.497,8", "tỷ đồng", NOT_MET, ON),  # 76,5% ≥ 75%
        },
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LOCALITIES)
def test_an_interim_report_of_a_locality(tmp_path: Path, name: str) -> None:
    told = LOCALITIES[name]
    figures = dict(enumerate(told.figures.items(), start=1))
    catalogue = "\n".join(
        f"x.a{place}: {{tên: {title}, đơn vị tính: {one.unit}, tính chất: trong năm}}\n"
        f"x.k{place}: {{tên: Kế hoạch {title}, đơn vị tính: {one.unit}, tính chất: kế hoạch}}"
        for place, (title, one) in figures.items()
    )
    criteria = "\n".join(
        f"- {{số: 1.{place}, nguyên văn: {title} đạt kế hoạch giao, đo bằng: x.a{place}, đạt khi: từ x.k{place} trở lên, kỳ: hằng năm}}"
        for place, (title, _) in figures.items()
    )
    small = Small(tmp_path, catalogue, period=str(told.year)).criteria(criteria)
    plans = "".join(f"      x.k{place}: {one.plan} {one.unit}\n" for place, (_, one) in figures.items())
    values = "".join(f"      x.a{place}: {one.reached} {one.unit}\n" for place, (_, one) in figures.items())
    small.groups(
        f"  - nguồn: BC\n    giá trị:\n{plans}"
        f"  - nguồn: BC\n    loại số liệu: {told.basis}\n    kỳ: {told.period}\n    giá trị:\n{values}",
        told.year,
        told.as_of,
    )
    found = {
        criterion.id: (criterion.status, criterion.pace_state if criterion.status is NOT_MET else None)
        for criterion in small.evaluate(told.year).criteria
    }
    assert found == {f"1.{place}": (one.status, one.pace) for place, (_, one) in figures.items()}
