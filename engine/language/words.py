"""The wordings that the rule language accepts, as one table: terminal of the grammar → spellings, all in spoken form."""

from __future__ import annotations

from engine.domain.finding_kinds import KINDS_BY_KEY
from engine.domain.verdicts import STANDINGS, Verdict

WORDINGS: dict[str, tuple[str, ...]] = {
    # comparators
    "FROM": ("từ",),
    "TO": ("đến", "tới"),
    "UPWARDS": ("trở lên",),
    "DOWNWARDS": ("trở xuống",),
    "AT_LEAST": ("ít nhất", "tối thiểu", "không dưới", "không ít hơn", "không thấp hơn", ">=", "≥"),
    "ABOVE": ("trên", "hơn", "lớn hơn", "cao hơn", "nhiều hơn", ">"),
    "AT_MOST": ("tối đa", "nhiều nhất", "không quá", "không vượt quá", "không hơn", "<=", "≤"),
    "BELOW": ("dưới", "nhỏ hơn", "ít hơn", "thấp hơn", "<"),
    "WITHIN": ("trong khoảng",),
    "ABOUT": ("khoảng", "xấp xỉ", "~", "≈"),
    "NEARLY": ("gần", "chưa đến", "chưa tới"),
    "EQUAL": ("bằng", "đúng", "="),
    "DIFFERENT": ("khác", "≠", "!="),
    "NONE_LEFT": ("không còn",),
    # words before a comparator
    "REACH": ("đạt",),
    "REMAIN": ("còn", "chỉ còn", "xuống còn", "giảm còn", "giảm xuống còn", "giảm xuống"),
    # values that are not numbers
    "YES": ("có",),
    "NO": ("không",),
    "NO_SUCH": ("không có",),
    "IS": ("là",),
    "AMONG": ("thuộc",),
    "BEFORE": ("trước ngày", "trước"),
    "BY": ("chậm nhất ngày", "chậm nhất", "chậm nhất là", "chậm nhất là ngày"),
    # connectives
    "AND": ("và",),
    "OR": ("hoặc",),
    "NOT": ("không phải",),
    # references
    "CRITERION": ("nội dung",),
    "TARGET": ("chỉ tiêu",),
    "FINDING_KIND": tuple(KINDS_BY_KEY),
    "KNOWN": ("đã có số liệu",),
    "UNKNOWN": ("chưa có số liệu",),
    # statuses of criteria and targets
    **{standing.name: (label,) for label, standing in STANDINGS.items() if standing is not Verdict.MET},
    # words of a ratio to a plan: they have no place behind a number, and get a remedy of their own
    "OF_PLAN": ("kế hoạch", "so với", "cùng kỳ", "so với cùng kỳ"),
}

FUNCTIONS: dict[str, str] = {
    "tỷ_lệ": "ratio",
    "tổng": "total",
    "bình_quân": "average",
    "lớn_nhất": "greatest",
    "nhỏ_nhất": "least",
    "năm_trước": "previous_year",
    "tăng_trưởng": "growth",
    "giá_trị": "value_in_year",
    "thực_hiện": "actual_only",
    "ước": "estimate_only",
    "nêu": "claimed",
}
"""Function names as staff write them → the name that the syntax tree carries."""
