"""A comparison of two evaluations on the terminal: what differs in each layer, what changed by it, and what stays in spite of it."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console

from cli.texts import plain
from engine.evaluation import wording
from engine.history.comparison import Change, Comparison, Masked, Reason
from engine.history.json_documents import Named
from engine.history.layers import Layer
from engine.history.rule_changes import RuleChange

_SHOWN = 30
"""So many lines of one section fit a person; of the others the number is said."""
_LONG = 160


def show_comparison(before: Named, after: Named, comparison: Comparison, screen: Console, quiet: bool) -> None:
    """Everything, or just what differs and the counts where ``quiet``."""
    _head(before, after, screen)
    if comparison.refusal:
        _say(screen, f"Không đánh giá lại được nên chưa biết do đâu: {comparison.refusal}")
    elif before.receipt == after.receipt:
        _say(screen, "Hai lần giống hệt nhau: cùng quy tắc, số liệu, phiên bản và kết quả.")
        return
    else:
        _say(screen, f"Khác nhau ở: {_layers(comparison)}")
    if quiet:
        _say(screen, _counts(comparison))
        return
    _causes(comparison, screen)
    _changes("Kết luận thay đổi", [c for c in comparison.changes if c.of_verdict and not _is_finding(c)], screen)
    _changes("Mục thay đổi", [c for c in comparison.changes if c.of_verdict and _is_finding(c)], screen)
    _changes("Kết luận giữ nguyên, số hoặc câu thay đổi", [c for c in comparison.changes if not c.of_verdict], screen)
    _section("Kết luận giữ nguyên vì các thay đổi bù cho nhau", map(_masked, comparison.masked), screen)
    if not comparison.changes:
        screen.print()
        _say(screen, "Không kết luận nào và không mục nào thay đổi.")
    if comparison.evaluations > 1:
        screen.print()
        layers = ", ".join(layer.label for layer in comparison.layers if layer is not Layer.TOOL)
        _say(screen, f"Đã đánh giá lại {comparison.evaluations} lần, thay từng lớp và từng tổ hợp lớp: {layers}.")


def _head(before: Named, after: Named, screen: Console) -> None:
    evaluation = before.side.evaluation
    _say(screen, f"So sánh {before.name} với {after.name} · nghị quyết {evaluation['resolution']['number']}", "bold")
    for what, named in (("trước", before), ("sau", after)):
        one = named.side.evaluation
        targets, criteria = one["summary"]["targets"], one["summary"]["criteria"]
        reached = [
            f"{wording.of_total(tally['met'] + tally['exceeded'], tally['total'])} {noun}"
            for tally, noun in ((targets, "chỉ tiêu"), (criteria, "nội dung"))
        ]
        engine = f"{one['engine']['name']} {one['engine']['version']}"
        _say(screen, f"{what}: {one['unit']}, năm {one['year']} · đạt và vượt {', '.join(reached)} · {engine}")


def _layers(comparison: Comparison) -> str:
    """«số liệu (1 giá trị), ngưỡng (2 nội dung)»; that only notes or spelling differ where no layer does."""
    counts = {
        Layer.DATA: f"{len(comparison.facts)} giá trị" if comparison.facts else "ngày, đơn vị hoặc điều báo cáo nêu",
        Layer.THRESHOLDS: f"{len(comparison.thresholds)} nội dung",
        Layer.RULES: f"{len(comparison.rules)} mục",
    }
    named = [layer.label + (f" ({counts[layer]})" if layer in counts else "") for layer in comparison.layers]
    return ", ".join(named) or "không lớp nào (chỉ khác ghi chú, cách trình bày, tên tệp hoặc phiên bản)"


def _counts(comparison: Comparison) -> str:
    verdicts = sum(change.of_verdict and not _is_finding(change) for change in comparison.changes)
    findings = sum(change.of_verdict and _is_finding(change) for change in comparison.changes)
    return f"{verdicts} kết luận và {findings} mục thay đổi"


def _causes(comparison: Comparison, screen: Console) -> None:
    """What differs in each layer."""
    values = [f"{fact.name} ({fact.code}): {fact.before} → {fact.after} [{fact.place}]" for fact in comparison.facts]
    _section("Số liệu", [*comparison.other_data, *values], screen)
    _section("Ngưỡng", map(_rule, comparison.thresholds), screen)
    _section("Quy tắc", map(_rule, comparison.rules), screen)
    engines = [named.evaluation["engine"] for named in (comparison.before, comparison.after)]
    if engines[0] != engines[1]:
        texts = [f"{engine['name']} {engine['version']}" for engine in engines]
        _section("Động cơ suy diễn", [f"{texts[0]} → {texts[1]}"], screen)
    versions = [f"chitieu {side.versions['chitieu']}, Python {side.versions['python']}" for side in comparison[:2]]
    if versions[0] != versions[1]:
        _section("Phiên bản", [f"{versions[0]} → {versions[1]}"], screen)


def _rule(change: RuleChange) -> str:
    keys = f", khóa {', '.join(f'`{key}`' for key in change.keys)}" if change.keys else ""
    return f"{change.called}{keys}: {_short(change.before)} → {_short(change.after)} [{change.place}]"


def _changes(title: str, changes: list[Change], screen: Console) -> None:
    _section(title, map(_change, changes), screen)


def _change(change: Change) -> str:
    if change.of_verdict:
        what = f"{change.called}: {change.before.verdict} → {change.after.verdict}"
    else:
        what = f"{change.called}: {_short(change.before.detail)} → {_short(change.after.detail)}"
    return f"{what} — {reasons_text(change.reasons)}"


def reasons_text(reasons: tuple[Reason, ...]) -> str:
    """«do số liệu (htx.thanh_vien)», «do số liệu hoặc do ngưỡng, riêng mỗi thay đổi đã đủ»."""
    if not reasons:
        return "không tách được do lớp nào"
    texts = [_reason(reason) for reason in reasons]
    if len(texts) == 1:
        return f"do {texts[0]}"
    return " hoặc ".join(f"do {text}" for text in texts) + ": riêng mỗi thay đổi đã đủ"


def _reason(reason: Reason) -> str:
    together = " cùng thay đổi" if len(reason.layers) > 1 else ""
    layers = " và ".join(layer.label for layer in reason.layers)
    named = [" hoặc ".join(reason.codes)] if reason.codes else []
    named += [f"{', '.join(reason.needed)} cùng thay đổi"] if reason.needed else []
    named += [" hoặc ".join(f"nội dung {number}" for number in reason.criteria)] if reason.criteria else []
    return f"{layers}{together}" + (f" ({'; '.join(named)})" if named else "")


def _masked(masked: Masked) -> str:
    return f"{masked.stays.called}: {masked.stays.verdict}; riêng {masked.layer.label} thay đổi thì «{masked.instead.verdict}»"


def _is_finding(change: Change) -> bool:
    return change.subject.kind == "finding"


def _section(title: str, lines: Iterable[str], screen: Console) -> None:
    lines = list(lines)
    if not lines:
        return
    screen.print()
    _say(screen, title, "bold")
    for line in lines[:_SHOWN]:
        _say(screen, f"- {line}")
    if len(lines) > _SHOWN:
        _say(screen, f"  … và {len(lines) - _SHOWN} mục khác; xem đủ bằng --format json")


def _short(text: str) -> str:
    return text if len(text) <= _LONG else f"{text[:_LONG].rstrip()}…"


def _say(screen: Console, text: str, style: str = "") -> None:
    screen.print(plain(text, style), soft_wrap=True)
