"""Wordings in the style of resolutions, with their readings worked out by hand; and wordings that leave a choice."""

from fractions import Fraction

import pytest

from engine.language.syntax import Direction
from engine.wordings.reader import read_wording
from engine.wordings.wording import Change, Comparator, TargetReading

UP, DOWN = Direction.UP, Direction.DOWN


def only(text: str) -> TargetReading:
    reading = read_wording(text)
    assert reading.reason is None
    assert len(reading.readings) == 1
    return reading.readings[0]


@pytest.mark.parametrize(
    ("text", "comparator", "value", "unit", "direction"),
    [
        ("Tỷ lệ che phủ rừng đạt từ 58,5% trở lên", ">=", "58.5", "%", UP),
        ("Có từ 150 hội viên mới trở lên", ">=", "150", "hội viên", UP),
        ("Có ít nhất 04 xã về đích nông thôn mới", ">=", "4", "xã", UP),
        ("Tỷ lệ hài lòng của người dân không thấp hơn 85%", ">=", "85", "%", UP),
        ("Tối thiểu phải đạt 75% hồ sơ trực tuyến", ">=", "75", "%", UP),
        ("Sản lượng thủy sản đạt trên 35.500 tấn", ">", "35500", "tấn", UP),
        ("Thu hút hơn 12 dự án mới", ">", "12", "dự án", UP),
        ("Tỷ lệ thất nghiệp thành thị dưới 3,2%", "<", "3.2", "%", DOWN),
        ("Giảm tỷ lệ hộ cận nghèo xuống còn dưới 4%", "<", "4", "%", DOWN),
        ("Tỷ lệ hộ nghèo giảm còn 1,5%", "<=", "1.5", "%", DOWN),
        ("Tổn thất điện năng không quá 6%", "<=", "6", "%", DOWN),
        ("Không để tỷ lệ nợ xấu vượt quá 3%", "<=", "3", "%", DOWN),
        ("Tỷ lệ hộ nghèo: 2,4%", "<=", "2.4", "%", DOWN),
        ("Trồng mới 650 ha rừng", ">=", "650", "ha", UP),
        ("Nâng tổng số trang trại lên 45 trang trại", ">=", "45", "trang trại", UP),
        ("Tỷ trọng thương mại điện tử khoảng 12%", "~", "12", "%", UP),
        ("Tỷ lệ xã có bác sĩ: 100%", "==", "100", "%", UP),
        ("Giải ngân đạt 100% kế hoạch vốn", ">=", "100", "%", UP),
        ("Không còn nhà tạm trên địa bàn", "==", "0", "nhà tạm", DOWN),
        ("Thành lập mới ít nhất một hợp tác xã", ">=", "1", "hợp tác xã", UP),
        ("Quy mô dân số 1,4 triệu người", "≈", "1.4", "triệu người", None),
        ("Đạt 17/19 tiêu chí", ">=", "17", "tiêu chí", UP),
    ],
)
def test_one_number(text: str, comparator: str, value: str, unit: str, direction: Direction | None) -> None:
    read = only(text)
    assert (read.comparator.value, read.value, read.unit, read.direction) == (
        comparator,
        Fraction(value),
        unit,
        direction,
    )


@pytest.mark.parametrize(
    ("text", "low", "high", "direction"),
    [
        ("Tăng trưởng kinh tế bình quân 8-9%/năm", 8, 9, UP),
        ("Sản lượng 250 – 260 nghìn tấn", 250, 260, UP),
        ("Thu hút từ 5 đến 7 dự án", 5, 7, UP),
        ("Tỷ lệ hộ nghèo còn 2−3%", 2, 3, DOWN),
        ("Giảm số vụ phạm tội từ 5%-8%", 5, 8, UP),
    ],
)
def test_ranges(text: str, low: int, high: int, direction: Direction) -> None:
    read = only(text)
    assert (read.comparator, read.value, read.value_high) == (Comparator.RANGE, low, high)
    assert read.direction is direction


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("Doanh thu bình quân của 01 HTX đạt 2,5 tỷ đồng/năm", {"năm", "HTX"}),
        ("Lãi bình quân một tổ hợp tác trên 90 triệu đồng", {"tổ hợp tác"}),
        ("Thu nhập bình quân đầu người đạt 85 triệu đồng/năm", {"năm", "người"}),
        ("Mỗi xã có ít nhất 02 mô hình", {"xã"}),
        ("Đạt 12 bác sĩ/1 vạn dân", {"vạn dân"}),
        ("Số giường bệnh trên 10.000 dân đạt 32 giường", {"vạn dân"}),
        ("Bình quân hằng năm kết nạp 90 đảng viên", {"năm"}),
        ("Giá trị sản xuất trên 1 ha đất đạt 150 triệu đồng", {"ha"}),
    ],
)
def test_denominators(text: str, per: set[str]) -> None:
    read = only(text)
    assert set(read.per) == per
    assert read.value != 1


def test_an_amount_of_reduction_is_not_a_level() -> None:
    by, to = only("Tỷ lệ hộ nghèo giảm 1,5%/năm"), only("Tỷ lệ hộ nghèo giảm xuống 1,5%")
    assert (by.comparator, by.change, by.direction) == (Comparator.AT_LEAST, Change.DECREASE, UP)
    assert (to.comparator, to.change, to.direction) == (Comparator.AT_MOST, None, DOWN)


def test_from_an_old_level_to_a_new_one() -> None:
    read = only("Nâng tỷ lệ đô thị hóa từ 32% năm 2020 lên 40% năm 2025")
    assert (read.comparator, read.value, read.base, read.period) == (Comparator.AT_LEAST, 40, "32%", "năm 2025")


def test_period_and_base() -> None:
    read = only("Đến năm 2030 giảm ít nhất 20% số vụ cháy so với năm 2024")
    assert (read.value, read.period, read.base) == (20, "Đến năm 2030", "năm 2024")
    assert only("Vốn đầu tư giai đoạn 2026 - 2030: 7.000 tỷ đồng").period == "2026-2030"


def test_several_targets_in_one_sentence() -> None:
    reading = read_wording("Tỷ lệ lao động qua đào tạo 68%, trong đó có chứng chỉ trên 30%; hộ nghèo còn dưới 2%")
    assert [(r.comparator.value, r.value) for r in reading.readings] == [(">=", 68), (">", 30), ("<", 2)]


def test_scopes_are_not_targets() -> None:
    assert only("Tỷ lệ hộ có thu nhập trên 60 triệu đồng đạt 55%").value == 55
    assert only("Tỷ lệ cán bộ có trình độ từ đại học trở lên đạt 65%").comparator is Comparator.AT_LEAST
    assert only("100% xã có từ 2 bác sĩ trở lên").value == 100


def test_places_point_at_the_words() -> None:
    reading = read_wording("Kết nạp đạt từ 95 đảng viên trở lên")
    read = reading.readings[0]
    assert read.number_at is not None and read.unit_at is not None
    cut = [reading.text[at.start : at.end] for at in (*read.comparator_at, read.number_at, read.unit_at)]
    assert cut == ["từ", "trở lên", "95", "đảng viên"]


def test_targets_without_a_number() -> None:
    assert only("Nâng cao hiệu quả hoạt động của các tổ hợp tác").comparator is Comparator.QUALITATIVE
    assert only("Duy trì số vụ cháy ở mức thấp nhất").comparator is Comparator.QUALITATIVE
    assert only("Thực hiện đạt và vượt kế hoạch được giao").comparator is Comparator.QUALITATIVE
    assert only("Chi bộ xếp loại hoàn thành tốt nhiệm vụ trở lên").rank == "hoàn thành tốt nhiệm vụ"
    assert str(only("Hoàn thành trước ngày 15/9/2026").deadline) == "2026-09-15"
    assert only("Tai nạn giao thông giảm cả ba tiêu chí").comparator is Comparator.ALL_DECREASE
    shares = read_wording("Cơ cấu kinh tế: nông nghiệp 30%, công nghiệp 30%, dịch vụ 40%").readings
    assert [r.comparator.value for r in shares] == ["composition", "≈", "≈", "≈"]


@pytest.mark.parametrize(
    "text",
    [
        "Giảm tỷ lệ hộ nghèo dưới 2%",  # by less than 2, or to less than 2
        "Tỷ lệ hộ nghèo đạt 3%",
        "Giảm tỷ lệ hộ nghèo 2%, hộ cận nghèo 1%",
        "Thu ngân sách vượt 10% so với dự toán",
        "Nâng tỷ lệ từ 50% đến 60%",
        "Đạt trên 90% trở lên",
        "Đạt 50% hoặc 20 mô hình",
        "Đạt 1,500 hội viên",
        "Đạt 1 500 hội viên",
        "Đạt ١٢ xã",
        "Tỷ lệ hộ nghèo duới 5%",
        "Ty le ho ngheo duoi 5%",
        "Thấp hơn bình quân chung 2%",
        "Chưa đạt 70%",
        "Tỷ lệ người không biết chữ 2%",  # not a goal to reach
        "Tỷ lệ xã không còn nhà tạm đạt 90%",
        "Kiểm soát dân số ở mức 1,2 triệu người",
        "Thực hiện 3 đột phá chiến lược",
        "Thu nhập bình quân đầu người 60 tr.đ",
        "Xã có tỷ lệ hộ nghèo dưới 3% đạt chuẩn nông thôn mới",
        "Toàn xã có 12 thôn, phấn đấu 10 thôn đạt chuẩn",
        "Hoàn thành tuyến đường dài 15km",  # the length of the road is no goal
        "45",
        "Xin chào",
        "",
    ],
)
def test_abstains_rather_than_guess(text: str) -> None:
    reading = read_wording(text)
    assert reading.abstained
    assert reading.reason
