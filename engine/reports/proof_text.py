"""The steps of a proof as sentences, for terminal and reports."""

from __future__ import annotations

from engine.explain.proof import Role, Step
from engine.language.logic import Truth

TRUTH_WORDS = {Truth.TRUE: "thỏa", Truth.FALSE: "không thỏa", Truth.UNKNOWN: "chưa rõ"}

LABELS = {
    Role.WORDING: "Nghị quyết: ",
    Role.COMPUTATION: "Tính: ",
    Role.DEADLINE: "Thời hạn: ",
    Role.REST: "Kết luận ",
    Role.SOURCE: "Nguồn ",
    Role.MISSING: "Còn thiếu: ",
    Role.PACE: "Tiến độ: ",
    Role.OUTLOOK: "Còn lại: ",
    Role.CLAIM: "Đối chiếu: ",
    Role.RULE: "Quy tắc: ",
    Role.BELONGS: "Gắn với: ",
    Role.LED_TO: "Dẫn đến: ",
    Role.EXPLAINED_BY: "Được giải thích bởi: ",
    Role.DECIDES: "Quyết định: ",
    Role.USED_IN: "Được dùng trong: ",
    Role.PERIOD: "Kỳ: ",
    Role.USED_BY: "Là một điều kiện của: ",
}
"""The label before a step of a role; a part does not repeat the label of the step above it."""


def sentence(step: Step) -> str:
    """Returns the text of a step; of a comparison, the needed value, the actual value and the distance."""
    if not step.needed:
        return step.text
    subject = (
        f"{step.text.removesuffix(': ').removesuffix(':')}: " if step.role is Role.COMPARISON and step.text else ""
    )
    distance = f"; {step.distance}" if step.distance else ""
    return f"{subject}cần {step.needed}; thực tế {step.actual}{distance}"
