"""What departs from the wording, or is only asserted, stands where a reader of `evaluate` looks: «cần đọc kỹ»."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.cli.conftest import Workspace

HEAD = """\
nghị quyết:
  số: 5/NQ-HĐND
  ngày: 20/12/2020
  giai đoạn: 2021-2025
số liệu:
  duong.km:
    tên: Đường liên ấp được làm mới
    đơn vị tính: km
"""
TARGET = """\
chỉ tiêu: 1
nội dung:
  - số: 1.1
    nguyên văn: Làm mới từ 25 km đường liên ấp trở lên
    đo bằng: duong.km
    đạt khi: từ 25 km trở lên
"""
CAUSE = """\
nguyên nhân:
  - mã: KQ-1
    loại: khách quan
    của: [1.1]
    kết luận: Do mưa lũ kéo dài.
"""
FACTS = """\
nghị quyết: 5/NQ-HĐND
đơn vị: xã A
năm: 2023
tính đến: 31/12/2023
nguồn:
  BC:
    tên: Báo cáo
số liệu:
  - nguồn: BC
    giá trị:
      duong.km: 17 km
"""
RULES, OF_A = "rules/nq/chi-tieu-1.yaml", "facts/xa-a/2023.yaml"


@pytest.fixture
def sound(empty: Callable[[dict[str, str]], Workspace]) -> Workspace:
    return empty({"rules/nq/nghi-quyet.yaml": HEAD, RULES: TARGET, OF_A: FACTS})


def with_care(workspace: Workspace) -> str:
    return workspace.run("evaluate", "--full", "--no-record").stdout.partition("Kết luận cần đọc kỹ")[2]


def test_nothing_is_said_of_what_departs_from_nothing(sound: Workspace) -> None:
    assert with_care(sound) == ""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "đạt khi: từ 25 km trở lên",
            "đạt khi: từ 15 km trở lên\n    lý do khác nguyên văn: theo tình hình thực tế",
            "- 1.1 đạt: Khác nguyên văn: theo tình hình thực tế",
        ),
        (
            "    đo bằng",
            "    tính vào tổng hợp: không\n    đo bằng",
            "- 1.1 chưa đạt: Không tính vào tổng hợp, dù nguyên văn không ghi «trong đó»",
        ),
        ("    đo bằng", "    hạn: 31/12/2026\n    đo bằng", "- 1.1 chưa đạt: Hạn 31/12/2026 không có trong nguyên văn"),
    ],
)
def test_departures_from_the_wording_are_listed(sound: Workspace, old: str, new: str, said: str) -> None:
    sound.edit(RULES, old, new)
    assert said in with_care(sound)


def test_a_cause_without_condition_is_marked(sound: Workspace) -> None:
    sound.edit(RULES, "chỉ tiêu: 1\n", CAUSE + "chỉ tiêu: 1\n")
    output = sound.run("evaluate", "--full", "--no-record").stdout
    assert "KQ-1 [chỉ nêu ra, không có điều kiện, số liệu nào]" in output
    assert "- KQ-1 nguyên nhân: chỉ nêu ra, không có điều kiện, số liệu nào" in output


def test_the_file_of_another_unit_is_noticed(sound: Workspace) -> None:
    sound.edit(OF_A, "đơn vị: xã A", "đơn vị: xã Tân Lập")
    done = sound.run("evaluate", "--full", "--no-record")
    said = "CT208 tệp của «xã Tân Lập» nằm trong thư mục «xa-a»: có phải số liệu của đơn vị khác?"
    assert (done.returncode, said in done.stdout) == (0, True)
    assert "CT208 cảnh báo" in sound.run("check").stdout
