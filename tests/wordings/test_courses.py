"""The schedule that a wording states beside its goal, and the wording without it."""

from __future__ import annotations

import pytest

from engine.wordings.courses import stated_shares, without_shares

GOAL = "Thu ngân sách đạt từ 12.000 triệu đồng trở lên"


@pytest.mark.parametrize(
    ("schedule", "stated"),
    [
        ("; quý I đạt 20%, 6 tháng đạt 45%, 9 tháng đạt 70%", [(3, "20"), (6, "45"), (9, "70")]),
        (", trong đó 6 tháng đầu năm phải đạt ít nhất 47,5% dự toán", [(6, "47.5")]),
        ("; Quý II hoàn thành trên 50% và quý 3 đạt được 75 %", [(6, "50"), (9, "75")]),
        ("; 12 tháng đạt 100%", []),  # the goal itself
        ("; tăng 6% so với 6 tháng đầu năm", []),
        (" trong 6 tháng", []),
        ("; mỗi quý đạt 25%", []),
    ],
)
def test_stated_schedules(schedule: str, stated: list[tuple[int, str]]) -> None:
    found = [(share.months, str(float(share.percent)).removesuffix(".0")) for share in stated_shares(GOAL + schedule)]
    assert found == stated
    rest = without_shares(GOAL + schedule)
    assert len(rest) == len(GOAL + schedule)
    assert (rest.rstrip() == GOAL) == bool(stated)
