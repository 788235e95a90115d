"""Numbers that are no thresholds: alone they give no numeric reading, beside a goal they change nothing."""

import pytest

from engine.wordings.reader import read_wording

DECOYS = [
    "năm 2025",
    "đến năm 2030",
    "giai đoạn 2021-2025",
    "giai đoạn 2026 – 2030",
    "giai đoạn 1",
    "theo Nghị quyết số 12/NQ-HĐND",
    "theo Nghị quyết 05-NQ/TU ngày 01/3/2022",
    "theo Luật số 17/2023/QH15",
    "theo Quyết định 1719/QĐ-TTg",
    "theo Điều 5 của Luật",
    "theo khoản 2, mục 3",
    "tại ấp 3",
    "tại thôn 12",
    "tuyến quốc lộ 1A",
    "cấp độ 2",
    "mức độ 4",
    "hạng III",
    "khu vực II",
    "trực 24/24 giờ",
    "công nghiệp 4.0",
    "phòng chống Covid-19",
    "trên địa bàn",
    "quý III/2026",
    "6 tháng đầu năm",
]


@pytest.mark.parametrize("decoy", DECOYS)
def test_alone_has_no_number(decoy: str) -> None:
    for text in (decoy, f"Tiếp tục củng cố hoạt động {decoy}"):
        assert all(reading.value is None for reading in read_wording(text).readings)


@pytest.mark.parametrize("decoy", DECOYS)
def test_beside_a_goal_changes_nothing(decoy: str) -> None:
    readings = read_wording(f"Phát triển kinh tế tập thể {decoy}, tỷ lệ hộ dùng nước sạch đạt từ 91% trở lên").readings
    assert [(r.comparator.value, r.value, r.unit) for r in readings] == [(">=", 91, "%")]


@pytest.mark.parametrize(
    "text",
    [
        "Tỷ lệ trẻ em dưới 5 tuổi được uống vitamin đạt 91%",
        "Người từ 15 tuổi trở lên biết chữ đạt 91%",
        "Tỷ lệ phụ nữ từ 15 - 49 tuổi được tư vấn đạt 91%",
        "Số thuê bao trên 100 dân, tỷ lệ phủ sóng đạt 91%",
        "Sản phẩm OCOP từ 3 sao trở lên được tiêu thụ đạt 91%",
    ],
)
def test_ages_and_the_like(text: str) -> None:
    assert [r.value for r in read_wording(text).readings] in ([91], [])
