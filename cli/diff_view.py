"""Shows a comparison of two evaluations: the differences of each layer, the changes they cause, and hidden changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from rich.console import Console

from cli.texts import say
from engine.history.comparison import Change, Comparison, HiddenChange, NamedSide, Reason
from engine.history.layers import Layer
from engine.history.rule_changes import RuleChange
from engine.language import display
from engine.language.text import shortened

E = TypeVar("E")
_MAX_LINES = 30
"""The lines shown of one section; of the others only the number is shown."""
_LONG = 200
_LEAD = 40
"""The characters of a long text that are shown before the first difference."""


def show_comparison(before: NamedSide, after: NamedSide, comparison: Comparison, screen: Console, quiet: bool) -> None:
    """Shows the comparison; where ``quiet``, only the layers that differ and the counts."""
    _View(comparison, screen).show(before, after, quiet)


class _View:
    def __init__(self, comparison: Comparison, screen: Console) -> None:
        self.comparison = comparison
        self.screen = screen
        self.criteria = {change.id: change.called for change in comparison.thresholds}

    def show(self, before: NamedSide, after: NamedSide, quiet: bool) -> None:
        comparison = self.comparison
        self._head(before, after)
        if comparison.refusal:
            self._say(f"Không đánh giá lại được nên chưa biết do đâu: {comparison.refusal}")
        elif before.receipt == after.receipt:
            self._say("Hai lần giống hệt nhau: cùng quy tắc, số liệu, phiên bản và kết quả.")
            return
        else:
            self._say(f"Khác nhau ở: {self._layers()}")
        if quiet:
            self._say(self._counts())
            return
        self._causes()
        verdicts = [c for c in comparison.changes if c.of_verdict and not _is_finding(c)]
        self._section("Kết luận thay đổi", map(self._verdict, verdicts))
        findings = [c for c in comparison.changes if c.of_verdict and _is_finding(c)]
        self._section("Mục thay đổi", map(self._verdict, findings))
        others = [c for c in comparison.changes if not c.of_verdict]
        self._entries("Kết luận giữ nguyên, số hoặc câu thay đổi", others, self._show_detail)
        self._section("Kết luận giữ nguyên vì các thay đổi bù cho nhau", map(_masked, comparison.masked))
        if not comparison.changes:
            self._say("")
            self._say("Không kết luận nào và không mục nào thay đổi.")
        self._how()

    def _head(self, before: NamedSide, after: NamedSide) -> None:
        number = before.side.evaluation.number
        self._say(f"So sánh {before.name} với {after.name} · nghị quyết {number}", "bold")
        for what, named in (("trước", before), ("sau", after)):
            one = named.side.evaluation
            reached = [
                f"{display.of_total(tally['met'] + tally['exceeded'], tally['total'])} {noun}"
                for tally, noun in ((one["summary"]["targets"], "chỉ tiêu"), (one["summary"]["criteria"], "nội dung"))
            ]
            case = f"{one['unit']}, {one.when}"
            self._say(f"{what}: {case} · đạt và vượt {', '.join(reached)} · {one.engine_text}")
        files = [", ".join(one.name for one in named.side.material.of("facts")) for named in (before, after)]
        if files[0] != files[1]:
            self._say(f"tệp số liệu: {files[0]} → {files[1]}")

    def _layers(self) -> str:
        """Returns the layers that differ, with counts: «số liệu (1 giá trị), ngưỡng (2 nội dung)»."""
        comparison = self.comparison
        data = [f"{len(comparison.facts)} giá trị"] if comparison.facts else []
        data += [f"{len(comparison.other_data)} điều khác"] if comparison.other_data else []
        counts = {
            Layer.DATA: ", ".join(data),
            Layer.THRESHOLDS: f"{len(comparison.thresholds)} nội dung",
            Layer.RULES: f"{len(comparison.rules)} mục",
        }
        named = [layer.label + (f" ({counts[layer]})" if layer in counts else "") for layer in comparison.layers]
        return ", ".join(named) or "không lớp nào (chỉ khác ghi chú, cách trình bày, tên tệp hoặc phiên bản)"

    def _counts(self) -> str:
        changes = [change for change in self.comparison.changes if change.of_verdict]
        findings = sum(map(_is_finding, changes))
        return f"{len(changes) - findings} kết luận và {findings} mục thay đổi"

    def _causes(self) -> None:
        """Shows the differences of each layer."""
        comparison = self.comparison
        values = [
            f"{fact.name} ({fact.key}): {_both(fact.before, fact.after)} [{fact.place}]" for fact in comparison.facts
        ]
        self._section("Số liệu", [*comparison.other_data, *values])
        self._section("Ngưỡng", (line for change in comparison.thresholds for line in rule_lines(change)))
        self._section("Quy tắc", (line for change in comparison.rules for line in rule_lines(change)))
        sides = (comparison.before, comparison.after)
        engines = [side.evaluation.engine_text for side in sides]
        if engines[0] != engines[1]:
            self._section("Động cơ suy diễn", [f"{engines[0]} → {engines[1]}"])
        versions = [f"chitieu {side.versions['chitieu']}, Python {side.versions['python']}" for side in sides]
        if versions[0] != versions[1]:
            self._section("Phiên bản", [f"{versions[0]} → {versions[1]}"])

    def _verdict(self, change: Change) -> str:
        subject = f"{change.shown.called}{_claim(change)}"
        return f"{subject}: {change.before.verdict} → {change.after.verdict} — {self._reasons(change)}"

    def _show_detail(self, change: Change) -> None:
        before, after = _around(change.before.detail, change.after.detail)
        self._say(f"- {change.shown.called} — {self._reasons(change)}")
        self._say(f"    trước: {before}")
        self._say(f"    sau: {after}")

    def _reasons(self, change: Change) -> str:
        """Returns «do số liệu (htx.thanh_vien)» or «do số liệu, hoặc do ngưỡng: riêng mỗi thay đổi đã đủ»."""
        texts = [f"do {self._reason(reason)}" for reason in change.reasons]
        if not texts:
            return "không tách được do lớp nào"
        return texts[0] if len(texts) == 1 else f"{', hoặc '.join(texts)}: riêng mỗi thay đổi đã đủ"

    def _reason(self, reason: Reason) -> str:
        layers = _joined([layer.label for layer in reason.layers])
        together = " cùng thay đổi" if len(reason.layers) > 1 else ""
        details = [" hoặc ".join(map(str, reason.values))] if reason.values else []
        details += [f"{_joined([str(key) for key in reason.needed])} cùng thay đổi"] if reason.needed else []
        details += [" hoặc ".join(self.criteria[number] for number in reason.criteria)] if reason.criteria else []
        details += ["không tách riêng từng lớp được"] if reason.inseparable else []
        return f"{layers}{together}" + (f" ({'; '.join(details)})" if details else "")

    def _how(self) -> None:
        comparison = self.comparison
        if comparison.mixtures < 2:
            return
        layers = ", ".join(layer.label for layer in comparison.layers if layer is not Layer.TOOL)
        left_out = comparison.mixtures - comparison.evaluated
        self._say("")
        self._say(
            f"Đã đánh giá lại {comparison.evaluated} lần, thay từng lớp và từng tổ hợp lớp: {layers}."
            + (f" {left_out} tổ hợp không dùng chung được nên không thử." if left_out else "")
        )

    def _section(self, title: str, lines: Iterable[str]) -> None:
        self._entries(title, list(lines), lambda line: self._say(f"- {line}"))

    def _entries(self, title: str, entries: Sequence[E], show: Callable[[E], None]) -> None:
        """Shows the entries below ``title``; nothing where there are none."""
        if not entries:
            return
        self._say("")
        self._say(title, "bold")
        for entry in entries[:_MAX_LINES]:
            show(entry)
        if len(entries) > _MAX_LINES:
            self._say(f"  … và {len(entries) - _MAX_LINES} mục khác; xem đủ bằng --format json")

    def _say(self, text: str, style: str = "") -> None:
        say(self.screen, text, style)


def rule_lines(change: RuleChange) -> Iterable[str]:
    """Yields a line for each changed key, or one line for an entry that was added or removed."""
    if change.change == "edited":
        for key in change.keys:
            yield f"{change.called}, khóa `{key.key}`: {_both(key.before, key.after)} [{change.place}]"
        return
    added = change.change == "added"
    content = "; ".join(f"{key.key}: {key.after if added else key.before}" for key in change.keys)
    yield f"{'thêm' if added else 'bỏ'} {change.called}: {_short(content)} [{change.place}]"


def _masked(masked: HiddenChange) -> str:
    return f"{masked.stays.called}: {masked.stays.verdict}; riêng {masked.layer.label} thay đổi thì «{masked.instead.verdict}»"


def _claim(change: Change) -> str:
    """Returns the words of a claim, which follow its number; '' for any other subject."""
    if change.shown.id == change.subject.key:
        return ""
    lead, quote, rest = change.shown.detail.partition("«")
    words = f"{lead}{quote}{rest.partition('»')[0]}»" if quote else lead.partition(";")[0]
    return f" ({_short(words)})"


def _is_finding(change: Change) -> bool:
    return change.subject.kind == "finding"


def _joined(words: Sequence[str]) -> str:
    """Joins words with commas and «và».

    >>> _joined(["số liệu", "ngưỡng", "quy tắc"])
    'số liệu, ngưỡng và quy tắc'
    """
    return " và ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _both(before: str, after: str) -> str:
    return " → ".join(_around(before, after))


def _around(before: str, after: str) -> tuple[str, str]:
    """Returns both texts, long ones only from shortly before their first difference."""
    if max(len(before), len(after)) <= _LONG:
        return before, after
    unlike = (place for place, (one, other) in enumerate(zip(before, after, strict=False)) if one != other)
    shared = next(unlike, min(len(before), len(after)))
    start = before.rfind(" ", 0, max(0, shared - _LEAD)) + 1
    texts = [("…" if start else "") + _short(text[start:]) for text in (before, after)]
    return texts[0], texts[1]


def _short(text: str) -> str:
    return text if len(text) <= _LONG else shortened(text, _LONG)
