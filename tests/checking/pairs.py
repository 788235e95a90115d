"""Pairs of a wording and a rule, by hand: RIGHT says the same in other words, WRONG says something else."""

from __future__ import annotations

from typing import NamedTuple


class Pair(NamedTuple):
    """``unit`` is the «đơn vị tính» of the measure; ``keys`` are more keys of the criterion, and ``name`` is the measure's."""

    text: str
    goal: str
    unit: str
    keys: str = ""
    name: str = "Số liệu đo"


SHARE = "Tỷ lệ đạt chuẩn"
GROWTH = "Tốc độ tăng"
FALL = "Mức giảm"

RIGHT: dict[str, tuple[Pair, ...]] = {
    "zero": (
        Pair("Không để xảy ra cháy rừng", "bằng 0", "vụ"),
        Pair("Không để xảy ra cháy rừng", "không để xảy ra", "vụ"),
        Pair("Không để xảy ra cháy rừng", "không xảy ra vụ nào", "vụ"),
        Pair("Không để xảy ra cháy rừng", "0 vụ", "vụ"),
        Pair("Số vụ cháy hằng năm giảm còn 0 vụ", "không còn", "vụ", "kỳ: hằng năm"),
        Pair("Số vụ cháy hằng năm giảm còn 0 vụ", "không quá 0 vụ", "vụ", "kỳ: hằng năm"),
        Pair("0 vụ cháy rừng", "không có", "vụ"),
        Pair("0 vụ cháy rừng", "không có vụ nào", "vụ"),
        Pair("00 vụ trọng án", "còn 0", "vụ"),
        Pair("00 vụ trọng án", "đạt 00 vụ", "vụ"),
        Pair("Không còn hộ nghèo", "còn 0 hộ", "hộ"),
        Pair("Không còn hộ nghèo", "không còn hộ nghèo", "hộ"),
        Pair("Phấn đấu 0 người chết do tai nạn lao động", "tối đa 0 người", "người"),
        Pair("Số trẻ bỏ học đạt 0 trẻ", "đạt 0 trẻ", "trẻ", "chiều tốt: giảm"),
        Pair("Không còn xã dưới 15 tiêu chí", "bằng 0 xã", "xã"),
        Pair("Tỷ lệ tái nghèo còn 0%", "bằng 0%", "%", "", "Tỷ lệ tái nghèo"),
    ),
    "all of them": (
        Pair("100% trường học đạt chuẩn", "đạt 100%", "%", "", SHARE),
        Pair("100% trường học đạt chuẩn", "bằng 100%", "%", "", SHARE),
        Pair("100% trường học đạt chuẩn", "từ 100% trở lên", "%", "", SHARE),
        Pair("100% trường học đạt chuẩn", "100%", "%", "", SHARE),
        Pair("Tỷ lệ xã có điện đạt từ 100% trở lên", "đạt 100%", "%", "", "Tỷ lệ xã có điện"),
    ),
    "signs": (
        Pair("Tăng trưởng từ -2% trở lên", "từ -2% trở lên", "%", "", GROWTH),
        Pair("Tăng trưởng từ −2% trở lên", "ít nhất −2%", "%", "", GROWTH),
        Pair("Tăng trưởng từ -2% trở lên", "từ âm 2% trở lên", "%", "", GROWTH),
    ),
    "ranks": (
        Pair("Xếp thứ 10 trở lên về chỉ số PCI", "xếp thứ 10 trở lên", "hạng"),
        Pair("Xếp thứ 10 trở lên về chỉ số PCI", "hạng 10 trở lên", "hạng"),
        Pair("Xếp thứ 10 trở lên về chỉ số PCI", "từ hạng 10 trở lên", "hạng"),
        Pair("Trong nhóm 10 tỉnh dẫn đầu", "trong nhóm 10 tỉnh dẫn đầu", "hạng"),
        Pair("Trong nhóm 10 tỉnh dẫn đầu", "không quá hạng 10", "hạng"),
        Pair("Trong nhóm 10 tỉnh dẫn đầu", "không quá 10", "hạng"),
        Pair("Thuộc nhóm 15 tỉnh có chỉ số cao nhất", "hạng 15 trở lên", "hạng"),
        Pair("Hạng 5/34 tỉnh, thành phố về chỉ số PCI", "hạng 5/34", "hạng"),
        Pair("Hạng 5/34 tỉnh, thành phố về chỉ số PCI", "hạng 5 trở lên", "hạng"),
    ),
    "ranges": (
        Pair("Thành lập từ 3 đến 5 HTX", "3-5 HTX", "HTX"),
        Pair("Thành lập từ 3 đến 5 HTX", "từ 3 - 5", "HTX"),
        Pair("Tốc độ tăng trưởng đạt 6-6,5%", "từ 6 đến 6,5%", "%", "", GROWTH),
        Pair("Tỷ lệ hộ nghèo giảm 1 - 1,5%/năm", "từ 1% đến 1,5%", "điểm %/năm", "kỳ: hằng năm", FALL),
        Pair("Mỗi chi đoàn nhận từ một đến hai công trình", "từ 1 đến 2 công trình", "công trình"),
    ),
    "open ends and strictness": (
        Pair("Có từ 2.600 thành viên trở lên", "ít nhất 2.600", "thành viên"),
        Pair("Có từ 2.600 thành viên trở lên", "không dưới 2.600 thành viên", "thành viên"),
        Pair("Có từ 2.600 thành viên trở lên", "2.600 thành viên trở lên", "thành viên"),
        Pair("Bằng hoặc hơn 5 xã", "bằng hoặc hơn 5 xã", "xã"),
        Pair("Có tối thiểu 7 xã đạt chuẩn", "từ 07 xã trở lên", "xã"),
        Pair("Thu nhập trên 45 triệu đồng/người/năm", "hơn 45 triệu đồng", "triệu đồng/người/năm"),
        Pair("Tỷ lệ hộ nghèo dưới 1%", "thấp hơn 1%", "%", "", "Tỷ lệ hộ nghèo"),
        Pair("Tỷ lệ hộ nghèo còn dưới 2%", "dưới 2%", "%", "", "Tỷ lệ hộ nghèo"),
        Pair("Số ca mắc bệnh dại không quá 2 ca", "tối đa 2 ca", "ca"),
        Pair("Số ca mắc bệnh dại không quá 2 ca", "từ 2 trở xuống", "ca"),
        Pair("Số ca mắc bệnh dại không quá 2 ca", "<= 2", "ca"),
    ),
    "points": (
        Pair("Thành lập mới 5 HTX", "5", "HTX"),
        Pair("Thành lập mới 5 HTX", "đạt 05 HTX", "HTX"),
        Pair("Thành lập mới 5 HTX", "có 5", "HTX"),
        Pair("Tỷ lệ hộ nghèo giảm còn 2%", "còn 2%", "%", "", "Tỷ lệ hộ nghèo"),
        Pair("Tỷ lệ hộ nghèo giảm còn 2%", "xuống còn 2%", "%", "", "Tỷ lệ hộ nghèo"),
        Pair("Tỷ lệ hộ nghèo giảm còn 2%", "giảm xuống mức 2%", "%", "", "Tỷ lệ hộ nghèo"),
        Pair("Tỷ trọng kinh tế số trong GRDP đạt khoảng 30%", "khoảng 30%", "%", "", "Tỷ trọng kinh tế số"),
        Pair("Xây dựng được ít nhất 3 đô thị thông minh", "ít nhất 3 đô thị thông minh", "đô thị"),
        Pair("Có ít nhất 70 DN xuất khẩu", "từ 70 trở lên", "doanh nghiệp"),
    ),
    "per parts": (
        Pair("Thu nhập đạt 70 triệu đồng/người/năm", "70 triệu đồng", "triệu đồng/người/năm"),
        Pair("Có 30 giường bệnh/1 vạn dân", "30 giường/vạn dân", "giường/vạn dân"),
        Pair("Có 30 giường bệnh/10.000 dân", "30", "giường/vạn dân"),
        Pair("Tỷ lệ tử vong mẹ không quá 20 ca/100.000 dân", "không quá 20 ca/100.000 dân", "ca/100.000 dân"),
        Pair("Tỷ lệ tử vong mẹ không quá 20 ca/100.000 dân", "tối đa 20/100.000 dân", "ca/100.000 dân"),
        Pair("Diện tích nhà ở đạt 30 m2 sàn/người", "30 m2 sàn/người", "m2 sàn/người"),
        Pair("Diện tích nhà ở 30 m2sàn/người", "30 m2sàn/người", "m2sàn/người"),
    ),
    "scales": (
        Pair("Doanh thu đạt trên 1,8 tỷ đồng", "trên 1.800 triệu đồng", "triệu đồng"),
        Pair("Doanh thu đạt trên 1.800 triệu đồng", "trên 1,8 tỷ", "triệu đồng"),
        Pair("Diện tích trồng mới 550 ha", "5,5 km2", "ha"),
        Pair("Sản lượng đạt 12.000 tấn", "12 nghìn tấn", "tấn"),
        Pair("Tổng khách du lịch trên 8 triệu lượt", "trên 8.000.000 lượt", "lượt"),
        Pair("Có 2,5 vạn lao động được đào tạo", "25.000 lao động", "lao động"),
    ),
    "number words and fractions": (
        Pair("Có từ ba xã trở lên đạt chuẩn", "từ ba xã trở lên", "xã"),
        Pair("Có từ ba xã trở lên đạt chuẩn", "ít nhất 3 xã", "xã"),
        Pair("Hai phần ba số ấp đạt chuẩn", "hai phần ba số ấp", "%", "", SHARE),
        Pair("Hai phần ba số ấp đạt chuẩn", "2/3 số ấp", "%", "", SHARE),
        Pair("Giảm một nửa số vụ vi phạm", "đạt 50%", "%", "", FALL),
        Pair("Giảm một nửa số vụ vi phạm", "một nửa", "%", "", FALL),
        Pair("8/10 xã đạt chuẩn nông thôn mới", "8/10 xã", "xã"),
        Pair("8/10 xã đạt chuẩn nông thôn mới", "8 xã", "xã"),
        Pair("8/10 xã đạt chuẩn nông thôn mới", "8/10 xã", "%", "", SHARE),
        Pair("8/10 xã đạt chuẩn nông thôn mới", "80%", "%", "", SHARE),
    ),
    "change and level": (
        Pair("Thu ngân sách tăng 10%/năm", "đạt 10%", "%/năm", "kỳ: hằng năm", GROWTH),
        Pair("Tỷ lệ hộ nghèo giảm 1,5%/năm", "1,5 điểm %", "điểm %/năm", "kỳ: hằng năm", FALL),
        Pair("Kim ngạch đạt 500 triệu USD, tăng 5% so ước thực hiện năm 2025", "500 triệu USD", "triệu USD"),
        Pair("Thu ngân sách tăng 20% trở lên", "từ 20% trở lên", "%", "", GROWTH),
    ),
    "bases in brackets": (
        Pair("Tỷ lệ hộ nghèo dưới 1% (năm 2025 là 2,3%)", "dưới 1%", "%", "", "Tỷ lệ hộ nghèo"),
        Pair("Tổng đàn bò 5.000 con (năm 2025 có 4.200 con)", "5.000 con", "con"),
        Pair(
            "Tỷ lệ lao động qua đào tạo 75% (nghị quyết trước: 70%)", "đạt 75%", "%", "", "Tỷ lệ lao động qua đào tạo"
        ),
    ),
    "complement of a negation": (
        Pair("Không ấp nào có trên 5 hộ nghèo", "không quá 5 hộ", "hộ"),
        Pair("Không có thôn nào dưới 15 tiêu chí", "từ 15 tiêu chí trở lên", "tiêu chí"),
        Pair("Không có huyện, xã nào thu ngân sách dưới 90% dự toán", "ít nhất 90%", "%", "", "Mức thu so dự toán"),
    ),
    "recurrence": (
        Pair("Hằng năm kết nạp từ 80 đảng viên mới trở lên", "từ 80 trở lên", "đảng viên", "kỳ: hằng năm"),
        Pair("Hàng năm tạo việc làm mới trên 2.000 lao động", "trên 2.000 lao động", "lao động", "kỳ: hằng năm"),
        Pair("Trong 5 năm tạo việc làm cho 10.000 lao động", "10.000 lao động", "lao động", "cộng dồn: có"),
    ),
    "milestones": (
        Pair("Tỷ lệ phủ sóng đạt 50% năm 2023 và 80% năm 2025", "2023: đạt 50%; 2025: đạt 80%", "%", "", SHARE),
        Pair("Tỷ lệ phủ sóng đạt 50% năm 2023 và 80% năm 2025", "2023: 50%; 2024: 65%; 2025: 80%", "%", "", SHARE),
        Pair("Đến năm 2025 có 20 HTX", "2023: 10; 2024: 15; 2025: 20", "HTX"),
    ),
    "several clauses": (
        Pair("Có từ 3 HTX trở lên xếp loại khá; không có HTX yếu kém", "từ 3 trở lên", "HTX"),
        Pair("Tỷ lệ phá án đạt 80%, không để xảy ra trọng án", "đạt 80%", "%", "", "Tỷ lệ phá án"),
        Pair("Tỷ lệ hộ dân có nước sạch đạt 95% trở lên, phấn đấu 98%", "từ 95% trở lên", "%", "", "Tỷ lệ hộ"),
        Pair("85% cán bộ, hội viên đạt 4 tiêu chuẩn nếp sống văn minh", "85%", "%", "", SHARE),
    ),
}

WRONG: dict[str, tuple[Pair, ...]] = {
    "zero": (
        Pair("Không để xảy ra cháy rừng", "không quá 1 vụ", "vụ"),
        Pair("0 vụ cháy rừng", "từ 0 vụ trở lên", "vụ"),
        Pair("0 vụ cháy rừng", "trên 0 vụ", "vụ"),
        Pair("00 vụ trọng án", "đạt 10 vụ", "vụ"),
        Pair("Không còn hộ nghèo", "còn 1 hộ", "hộ"),
        Pair("Không còn hộ nghèo", "khác 0", "hộ"),
        Pair("Không còn xã dưới 15 tiêu chí", "còn 15 xã", "xã"),
        Pair("Số vụ cháy giảm còn 0 vụ", "dưới 0 vụ", "vụ"),
        Pair("Phấn đấu 0 người chết do tai nạn lao động", "đạt 0 người", "người", "chiều tốt: tăng"),
    ),
    "all of them": (
        Pair("100% trường học đạt chuẩn", "đạt 10%", "%", "", SHARE),
        Pair("100% trường học đạt chuẩn", "không quá 100%", "%", "", SHARE),
        Pair("100% trường học đạt chuẩn", "dưới 100%", "%", "", SHARE),
        Pair("100% trường học đạt chuẩn", "100 trường", "trường"),
        Pair("Tỷ lệ hộ dân có điện đạt trên 99%", "đạt 99%", "%", "", "Tỷ lệ hộ dân có điện"),
    ),
    "signs": (
        Pair("Tăng trưởng từ -2% trở lên", "từ 2% trở lên", "%", "", GROWTH),
        Pair("Tăng trưởng từ 2% trở lên", "từ -2% trở lên", "%", "", GROWTH),
        Pair("Tăng trưởng từ −2% trở lên", "từ âm 3% trở lên", "%", "", GROWTH),
        Pair("Tăng trưởng từ -2% trở lên", "trên -2%", "%", "", GROWTH),
    ),
    "ranks": (
        Pair("Xếp thứ 10 trở lên về chỉ số PCI", "hạng 11 trở lên", "hạng"),
        Pair("Xếp thứ 10 trở lên về chỉ số PCI", "10 tỉnh", "tỉnh"),
        Pair("Trong nhóm 10 tỉnh dẫn đầu", "trong nhóm 5 tỉnh dẫn đầu", "hạng"),
        Pair("Hạng 5/34 tỉnh, thành phố về chỉ số PCI", "hạng 34", "hạng"),
        Pair("Hạng 5/34 tỉnh, thành phố về chỉ số PCI", "dưới 5", "hạng"),
        Pair("Thuộc nhóm 15 tỉnh có chỉ số cao nhất", "không quá hạng 5", "hạng"),
    ),
    "ranges": (
        Pair("Thành lập từ 3 đến 5 HTX", "từ 3 HTX trở lên", "HTX"),
        Pair("Thành lập từ 3 đến 5 HTX", "5 HTX", "HTX"),
        Pair("Thành lập từ 3 đến 5 HTX", "3-6 HTX", "HTX"),
        Pair("Tốc độ tăng trưởng đạt 6-6,5%", "đạt 6,5%", "%", "", GROWTH),
        Pair("Tỷ lệ hộ nghèo giảm 1 - 1,5%/năm", "từ 1 đến 5%", "điểm %/năm", "kỳ: hằng năm", FALL),
    ),
    "strictness": (
        Pair("Thu nhập trên 45 triệu đồng/người/năm", "từ 45 trở lên", "triệu đồng/người/năm"),
        Pair("Thu nhập trên 45 triệu đồng/người/năm", "đạt 45", "triệu đồng/người/năm"),
        Pair("Có từ 2.600 thành viên trở lên", "trên 2.600", "thành viên"),
        Pair("Có từ 2.600 thành viên trở lên", "đạt 2.600", "thành viên"),
        Pair("Tỷ lệ hộ nghèo dưới 1%", "không quá 1%", "%", "", "Tỷ lệ hộ nghèo"),
        Pair("Số ca mắc bệnh dại không quá 2 ca", "dưới 2 ca", "ca"),
        Pair("Số ca mắc bệnh dại không quá 2 ca", "từ 2 ca trở lên", "ca"),
        Pair("Bằng hoặc hơn 5 xã", "hơn 5 xã", "xã"),
        Pair("Có tối thiểu 7 xã đạt chuẩn", "tối đa 7 xã", "xã"),
    ),
    "numbers": (
        Pair("Có từ 2.600 thành viên trở lên", "từ 2.660 trở lên", "thành viên"),
        Pair("Thành lập mới 5 HTX", "50", "HTX"),
        Pair("Tỷ lệ hộ nghèo giảm còn 2%", "còn 2,5%", "%", "", "Tỷ lệ hộ nghèo"),
        Pair("Có từ ba xã trở lên đạt chuẩn", "từ bốn xã trở lên", "xã"),
        Pair("Hai phần ba số ấp đạt chuẩn", "ba phần tư số ấp", "%", "", SHARE),
        Pair("Giảm một nửa số vụ vi phạm", "đạt 5%", "%", "", FALL),
        Pair("8/10 xã đạt chuẩn nông thôn mới", "10 xã", "xã"),
        Pair("8/10 xã đạt chuẩn nông thôn mới", "8%", "%", "", SHARE),
    ),
    "units and scales": (
        Pair("Doanh thu đạt trên 1,8 tỷ đồng", "trên 1,8 triệu đồng", "triệu đồng"),
        Pair("Doanh thu đạt trên 1.800 triệu đồng", "trên 1.800 tỷ đồng", "tỷ đồng"),
        Pair("Diện tích trồng mới 550 ha", "550 km2", "km2"),
        Pair("Sản lượng đạt 12.000 tấn", "12.000 kg", "kg"),
        Pair("Thu ngân sách tăng 10%/năm", "10 tỷ đồng", "tỷ đồng"),
        Pair("Tỷ lệ tử vong mẹ không quá 20 ca/100.000 dân", "không quá 20", "ca/1.000 dân"),
        Pair("Có 30 giường bệnh/1 vạn dân", "30", "giường/1.000 dân"),
        Pair("Thu nhập đạt 5 triệu đồng/người/tháng", "5 triệu đồng", "triệu đồng/người/năm"),
    ),
    "percent and points": (
        Pair("Tỷ lệ đô thị hóa tăng 2 điểm %", "đạt 2%", "%", "", GROWTH),
        Pair("Tỷ lệ hộ nghèo giảm 1,5 điểm phần trăm", "1,5%", "%", "", FALL),
    ),
    "change and level": (
        Pair("Tỷ lệ hộ nghèo giảm 2%", "còn 2%", "%", "", "Tỷ lệ hộ nghèo"),
        Pair("Tỷ lệ hộ nghèo giảm còn 2%", "đạt 2%", "%", "", "Tỷ lệ hộ nghèo"),
        Pair("Tỷ lệ hộ nghèo giảm còn 2%", "từ 2% trở lên", "%", "", "Tỷ lệ hộ nghèo"),
        Pair("Kim ngạch đạt 500 triệu USD, tăng 5% so ước thực hiện năm 2025", "4 triệu USD", "triệu USD"),
    ),
    "bases in brackets": (
        Pair("Tỷ lệ hộ nghèo dưới 1% (năm 2025 là 2,3%)", "dưới 2,3%", "%", "", "Tỷ lệ hộ nghèo"),
        Pair("Tổng đàn bò 5.000 con (năm 2025 có 4.200 con)", "4.200 con", "con"),
        Pair("Tỷ lệ lao động qua đào tạo 75% (nghị quyết trước: 70%)", "đạt 70%", "%", "", "Tỷ lệ lao động"),
    ),
    "complement of a negation": (
        Pair("Không ấp nào có trên 5 hộ nghèo", "trên 5 hộ", "hộ"),
        Pair("Không ấp nào có trên 5 hộ nghèo", "dưới 5 hộ", "hộ"),
        Pair("Không có thôn nào dưới 15 tiêu chí", "dưới 15 tiêu chí", "tiêu chí"),
        Pair("Không có thôn nào dưới 15 tiêu chí", "trên 15 tiêu chí", "tiêu chí"),
    ),
    "recurrence": (
        Pair("Hằng năm tạo việc làm cho 2.000 lao động", "2.000 lao động", "lao động", "cộng dồn: có"),
        Pair("Trong 5 năm tạo việc làm cho 10.000 lao động", "10.000 lao động", "lao động", "kỳ: hằng năm"),
    ),
    "milestones": (
        Pair("Tỷ lệ phủ sóng đạt 50% năm 2023 và 80% năm 2025", "2023: đạt 60%; 2025: đạt 80%", "%", "", SHARE),
        Pair("Tỷ lệ phủ sóng đạt 50% năm 2023 và 80% năm 2025", "2023: đạt 80%; 2025: đạt 50%", "%", "", SHARE),
        Pair("Tỷ lệ phủ sóng đạt 50% năm 2023 và 80% năm 2025", "2023: đạt 50%; 2025: đạt 90%", "%", "", SHARE),
    ),
}

OF_THE_READER: frozenset[Pair] = frozenset()
"""Pairs that fail because of the reader of sentences."""
