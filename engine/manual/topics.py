"""The topics of the manual beside keys: conditions, formulas, values and conclusions."""

from __future__ import annotations

from functools import cache

from engine.domain.comparisons import COMPARISONS, words
from engine.domain.records import NamedTuple
from engine.language.words import FUNCTIONS


class Topic(NamedTuple):
    name: str
    title: str
    lines: tuple[str, ...]


_FUNCTION_NOTES = {
    "ratio": "(a, b): a trên b, tính bằng phần trăm",
    "total": "(a, b, …): tổng",
    "average": "(a, b, …): bình quân",
    "greatest": "(a, b, …): số lớn nhất",
    "least": "(a, b, …): số nhỏ nhất",
    "previous_year": "(a): số cả năm trước của cùng đơn vị",
    "like_period": "(a): số cùng kỳ năm trước (9 tháng với 9 tháng, cả năm với cả năm)",
    "growth": "(a): tăng trưởng so với cùng kỳ năm trước, phần trăm",
    "like_ratio": "(a): số này bằng bao nhiêu phần trăm cùng kỳ năm trước",
    "value_in_year": "(a, 2020): số của một năm",
    "actual_only": "(a): chỉ lấy số thực hiện",
    "estimate_only": "(a): chỉ lấy số ước",
    "claimed": "(a): số báo cáo tự nêu; chỉ dùng trong `kiểm`",
}


@cache
def topics() -> tuple[Topic, ...]:
    """Returns all topics, in the order of the table of contents."""
    return (_conditions(), _formulas(), *_FIXED)


def _conditions() -> Topic:
    lines = ["Viết như câu chữ của nghị quyết. X là một số, có thể có đơn vị, hoặc một công thức."]
    for row in COMPARISONS:
        if row.example:
            alike = [other.terminal for other in COMPARISONS if other.meaning == row.meaning]
            lines.append(f"{row.meaning}: {', '.join(words(*alike))} (ví dụ: {row.example})")
    lines += [
        "một điểm: đạt X, hoặc chỉ X: đạt khi tới X, vượt khi hơn X",
        "một khoảng: từ X đến Y, X - Y: đạt từ đầu dễ hơn, vượt khi hơn đầu kia",
        "không có gì: không có, không có vụ nào, không vụ nào (bằng 0); với số không thể âm thì còn 0, bằng 0, không quá 0 là một",
        "thứ hạng (đơn vị tính: hạng), càng nhỏ càng tốt: hạng 10 trở lên, hạng 5/34, trong nhóm 10 tỉnh dẫn đầu, hạng nhất",
        "số bằng chữ, phần: từ ba xã trở lên, một nửa, hai phần ba số xã, 2/3 số xã (phần trăm), 8/10 xã; số âm: -2%, âm 2%",
        "có/không: có, không · phân loại: là khá, thuộc [khá, tốt], từ khá trở lên · nhận định: là đạt",
        "kết luận khác: nội dung 2.1 chưa đạt, chỉ tiêu 5 đạt, … vượt, … không đạt, … chậm tiến độ",
        "mục khác: có hạn chế HC-1, không có nguyên nhân CQ-2 · số liệu: đã có số liệu a.b, chưa có số liệu a.b",
        "nối bằng và, hoặc, không phải (…); trộn và với hoặc thì phải có ngoặc; hoặc viết danh sách dưới",
        "tất cả:, bất kỳ:, không phải: — mỗi điều kiện một dòng, bắt đầu bằng «- »",
    ]
    return Topic("điều kiện", "các cách viết điều kiện (đạt khi, vượt khi, áp dụng khi, khi, kiểm)", tuple(lines))


def _formulas() -> Topic:
    lines = ["Các phép + - * / và dấu ngoặc, trên mã số liệu và con số; các hàm:"]
    lines += [f"{word}{_FUNCTION_NOTES[name]}" for word, name in FUNCTIONS.items()]
    return Topic("công thức", "cách tính một số liệu từ số liệu khác", tuple(lines))


_FIXED = (
    Topic(
        "giá trị",
        "cách ghi con số trong tệp số liệu",
        (
            "Số viết theo lối Việt Nam: 4.950 (nghìn), 97,25 (lẻ). Đơn vị ghi hay không đều được.",
            "Cận: trên 1.500, dưới 50%, gần 50%, chưa đến 50%, từ 10 đến 12 ha, khoảng 50%.",
            "Chưa có: `chưa có`. Không ghi 0 thay cho chưa có.",
            "Thêm chi tiết: `là`, `suy ra`, `người đánh giá`, `ngày`, `nhận xét`, `kỳ`, `thay thế` dưới mã số liệu.",
        ),
    ),
    Topic(
        "sơ bộ",
        "số đã đếm, cơ quan công bố còn có thể chỉnh",
        (
            "Ghi `loại số liệu: sơ bộ` ở nhóm số liệu. Không phải số ước: số ước là số chưa đếm.",
            "Cùng một kỳ có số chính thức thì dùng số chính thức, hai số khác nhau không phải là mâu thuẫn.",
            "Không có số chính thức thì dùng số sơ bộ, trước mọi số ước; tổng có một phần sơ bộ là số sơ bộ.",
            "Chỗ nào theo số sơ bộ thì có chữ (sơ bộ).",
        ),
    ),
    Topic(
        "chỗ điền số",
        "số sống trong câu kết luận",
        (
            "{a.tong}: giá trị và đơn vị · {a.tong.số}: chỉ con số · {của}: những mục được giải thích",
            "{2.1.thực hiện}, {2.1.mục tiêu}, {2.1.tỷ lệ}, {2.1.chênh lệch}, {2.1.còn thiếu}: của một nội dung",
            "{nêu.a.ty_le}: số báo cáo tự nêu",
        ),
    ),
    Topic(
        "kết luận",
        "các kết luận và khi nào có",
        (
            "vượt: điều kiện vượt đúng · đạt: điều kiện đạt đúng",
            "chưa đạt: chắc chắn chưa tới và chưa hết hạn · không đạt: chắc chắn chưa tới và đã hết hạn",
            "chưa đủ số liệu: số liệu không quyết định được · không áp dụng: không phải đánh giá năm này, nơi này",
        ),
    ),
)
