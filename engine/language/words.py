"""The wordings of the rule language by terminal of the grammar; those of comparisons come from engine/domain."""

from __future__ import annotations

from engine.domain.comparisons import COMPARISONS
from engine.domain.finding_kinds import KINDS_BY_KEY
from engine.domain.verdicts import STANDINGS, PaceState, Verdict

WORDINGS: dict[str, tuple[str, ...]] = {
    **{row.terminal: row.spellings for row in COMPARISONS},
    # values that are not numbers
    "YES": ("có",),
    "NO": ("không",),
    "NO_SUCH": ("không có",),
    "IS": ("là",),
    "AMONG": ("thuộc",),
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
    **{s.name: (word,) for word, s in STANDINGS.items() if s not in (Verdict.MET, Verdict.EXCEEDED, PaceState.ON)},
    "ON": (PaceState.ON.label, "bảo đảm tiến độ"),
    # words of a ratio to a plan, which cannot follow a number and have a remedy of their own
    "OF_PLAN": ("kế hoạch", "dự toán", "so với", "cùng kỳ", "so với cùng kỳ"),
}
"""The spellings of every terminal, in spoken form."""

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
    "cùng_kỳ": "like_period",
    "so_cùng_kỳ": "like_ratio",
}
"""The names of functions as staff write them, with the names in the syntax tree."""
