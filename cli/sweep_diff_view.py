"""What differs between two runs over many units, for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from rich.console import Console

from cli.texts import say
from engine.domain.limits import grouped
from engine.domain.records import NamedTuple
from engine.domain.verdicts import Verdict
from engine.history.layers import Layer
from engine.history.sweep_comparison import CaseChange, ListedCase, Reasons, SweepComparison, VerdictChange

_MOST = 30
"""Units, criteria and rules that are shown; of the others only the number."""
_UNKNOWN = "chưa biết do đâu"
_FEW = 3
"""Reasons for which the causes are not known that are told one by one."""


class SweepDiffView:
    """Shows a comparison on ``screen``."""

    def __init__(self, found: SweepComparison, screen: Console) -> None:
        self.found = found
        self.screen = screen
        self.what = "lượt" if found.of_many_years else "đơn vị"
        """What is compared: a unit, or where a unit has several years each of them."""

    def show(self, quiet: bool, files: Iterable[str] = ()) -> None:
        """Shows it; ``files`` have the whole list."""
        found = self.found
        self._head()
        if found.refusal:
            self._say(f"Không so được quy tắc nên chưa biết do đâu: {found.refusal}")
        layers = self._layers()
        self._say(f"Khác nhau ở: {layers}" if layers else "Số liệu, ngưỡng, quy tắc và công cụ như nhau")
        self._say(self._summary(), "bold")
        if quiet:
            return
        self._reasons()
        self._section("Theo nội dung, đổi nhiều nhất ở trên", self._by_criterion())
        self._rules()
        self._units()
        self._section("Chỉ có ở lượt sau", map(self._named, found.came))
        self._section("Chỉ có ở lượt trước", map(self._named, found.gone))
        self._advice(", ".join(files))

    def _head(self) -> None:
        before, after = (side.recorded for side in (self.found.before, self.found.after))
        numbers = f"bản ghi số {before.record.number} với bản ghi số {after.record.number}"
        self._say(f"So sánh {numbers} · nghị quyết {after.sweep.resolution}", "bold")
        for what, one in (("trước", before), ("sau", after)):
            table = "" if one.sweep.table is None else f" · {one.sweep.table.name}"
            criteria = one.sweep.summary.criteria
            reached = f"{grouped(criteria.reached)}/{grouped(criteria.total)} nội dung đạt và vượt"
            self._say(f"{what}: {one.record.unit}, {one.sweep.when}{table} · {reached} · {one.sweep.engine_text}")

    def _layers(self) -> str:
        found = self.found
        counts = {
            Layer.DATA: f"{grouped(found.other_data)} {self.what}",
            Layer.THRESHOLDS: f"{len(found.thresholds)} nội dung",
            Layer.RULES: f"{len(found.rules)} mục",
        }
        named = [layer.label + (f" ({counts[layer]})" if layer in counts else "") for layer in found.layers]
        return ", ".join(named)

    def _summary(self) -> str:
        found, what = self.found, self.what
        moved = [f"{grouped(len(found.came))} {what} mới có"] if found.came else []
        moved += [f"{grouped(len(found.gone))} {what} không còn"] if found.gone else []
        of_all = f"{grouped(found.compared)} {what}"
        changed = f"{grouped(len(found.changed))} trong {of_all} có kết luận khác"
        told = ", ".join([changed if found.changed else f"Kết luận của {of_all} không đổi", *moved])
        return f"{told} (mỗi năm, mỗi kỳ của một đơn vị là một lượt)" if found.of_many_years else told

    def _reasons(self) -> None:
        """Shows how many units changed for which reason."""
        told = [reasons_of(case) for case in self.found.changed]
        counts = Counter(text for reasons in told for text in reasons if text != _UNKNOWN)
        twice = sum(len(reasons) > 1 for reasons in told)
        several = f" ({grouped(twice)} {self.what} có nhiều nguyên nhân, được tính ở từng dòng)" if twice else ""
        lines = [f"{text}: {grouped(count)} {self.what}" for text, count in counts.most_common()]
        self._section(f"Do đâu{several}", [*lines, *self._unknown()])

    def _unknown(self) -> Iterator[str]:
        """Says of how many units the causes are not known, and why; where each has a reason of its own, that of one."""
        unknown = [case for case in self.found.changed if case.unknown]
        counts = Counter(case.unknown for case in unknown)
        if len(counts) > _FEW:
            told = f"{grouped(len(unknown))} {self.what}; ví dụ {self._named(unknown[0].case)}: {unknown[0].unknown}"
            each = "mỗi đơn vị một lý do" if len(counts) == len(unknown) else f"{len(counts)} lý do"
            yield f"{_UNKNOWN}, {each}: {told}"
            return
        for why, count in counts.most_common():
            yield f"{_UNKNOWN} ({why}): {grouped(count)} {self.what}"

    def _groups(self) -> list[_Group]:
        """The changed units by their reasons, the fewest first: a few with other data are seen beside hundreds with another threshold."""
        found: dict[str, list[CaseChange]] = {}
        for case in self.found.changed:
            found.setdefault(_shared(case), []).append(case)
        return sorted((_Group(*one) for one in found.items()), key=lambda group: len(group.cases))

    def _units(self) -> None:
        """Shows some units of each cause."""
        groups, left = self._groups(), _MOST
        if groups:
            self._head_of("Từng đơn vị")
        for number, (shared, cases) in enumerate(groups):
            most = max(left // (len(groups) - number), 1)
            for case in cases[:most]:
                self._say(f"- {self._case(case)}")
            left -= len(cases[:most])
            if len(cases) > most:
                self._say(f"  … và {grouped(len(cases) - most)} {self.what} khác {shared}")

    def _by_criterion(self) -> Iterable[str]:
        lost = sum(1 for case in self.found.changed if case.refused_after)
        gained = sum(1 for case in self.found.changed if case.refused_before)
        if lost:
            yield f"{grouped(lost)} {self.what} không còn kết luận vì số liệu của lượt sau có lỗi"
        if gained:
            yield f"{grouped(gained)} {self.what} nay mới có kết luận vì số liệu của lượt trước có lỗi"
        moves: dict[str, Counter[tuple[Verdict | None, Verdict | None]]] = {}
        for case in self.found.changed:
            for change in () if case.refused_after or case.refused_before else case.changes:
                moves.setdefault(change.called, Counter())[change.before, change.after] += 1
        for called in sorted(moves, key=lambda one: (-moves[one].total(), _in_order(one))):
            told = (f"{grouped(count)} {self.what} {move_words(*move)}" for move, count in moves[called].most_common())
            yield f"{called}: {'; '.join(told)}"

    def _rules(self) -> None:
        from cli.diff_view import rule_lines

        for title, changes in (("Ngưỡng", self.found.thresholds), ("Quy tắc", self.found.rules)):
            self._section(title, [line for change in changes for line in rule_lines(change)])

    def _case(self, case: CaseChange) -> str:
        if case.refused_after or case.refused_before:
            which, why = "sau" if case.refused_after else "trước", "; ".join(reasons_of(case))
            return f"{self._named(case.case)} · lượt {which} không có kết luận, số liệu có lỗi ({why})"
        alike: dict[tuple[str, str], list[str]] = {}
        for one in case.changes:
            alike.setdefault((move_words(one.before, one.after), reason_words(one, case)), []).append(one.called)
        told = (f"{', '.join(called)}: {move} ({reason})" for (move, reason), called in alike.items())
        return f"{self._named(case.case)} · {'; '.join(told)}"

    def _named(self, case: ListedCase) -> str:
        when = f", năm {case.year}" if self.found.of_many_years else ""
        return f"{case.unit}{when} ({case.period})" if case.period else f"{case.unit}{when}"

    def _advice(self, files: str) -> None:
        found = self.found
        numbers = f"{found.before.recorded.record.number} {found.after.recorded.record.number}"
        self._say("")
        if found.evaluated:
            self._say(
                f"Đã đánh giá lại {grouped(found.evaluated)} lần, thay từng lớp, ở những đơn vị có từ hai lớp khác trước trở lên."
            )
        cases = (case for group in self._groups() for case in group.cases)
        told = [one.case for one in cases if not one.refused_after and not one.refused_before]
        if told:  # a unit with errors has no receipt to compare
            year = f" --year {told[0].year}" if found.of_many_years else ""
            self._say(f'Xem từng giá trị của một đơn vị: chitieu diff {numbers} --unit "{told[0].unit}"{year}')
        if files:
            self._say(f"Đã viết {files}: danh sách đủ, mỗi kết luận khác một dòng.")
        elif found.changed or found.came or found.gone:
            self._say(f"Danh sách đủ, để mở bằng Excel: chitieu diff {numbers} -o thay-doi.xlsx")

    def _section(self, title: str, lines: Iterable[str]) -> None:
        listed = list(lines)
        if not listed:
            return
        self._head_of(title)
        for line in listed[:_MOST]:
            self._say(f"- {line}")
        if len(listed) > _MOST:
            self._say(f"  … và {grouped(len(listed) - _MOST)} dòng khác")

    def _head_of(self, title: str) -> None:
        self._say("")
        self._say(title, "bold")

    def _say(self, text: str, style: str = "") -> None:
        say(self.screen, text, style)


class _Group(NamedTuple):
    """The units that changed for the same reasons, and what they share."""

    shared: str
    cases: list[CaseChange]


def _shared(case: CaseChange) -> str:
    """What units share that are told together: that one run has no verdicts of them, and why they changed."""
    refused = "mà lượt sau có lỗi, " if case.refused_after else "mà lượt trước có lỗi, " if case.refused_before else ""
    reasons = reasons_of(case)
    return refused + (reasons[0] if len(reasons) == 1 else f"có cả các nguyên nhân: {'; '.join(reasons)}")


def reasons_of(case: CaseChange) -> list[str]:
    """The reasons of a unit, each once; why they are not known is left out."""
    return [_UNKNOWN] if case.unknown else list(dict.fromkeys(_told(change.reasons) for change in case.changes))


def verdict_words(verdict: Verdict | None) -> str:
    """«đạt»; what stands for no verdict."""
    return "không có kết luận" if verdict is None else verdict.label


def move_words(before: Verdict | None, after: Verdict | None) -> str:
    """«chưa đạt → đạt»."""
    return f"{verdict_words(before)} → {verdict_words(after)}"


def reason_words(change: VerdictChange, case: CaseChange) -> str:
    """«do số liệu», «do số liệu và ngưỡng cùng thay đổi», «do số liệu hoặc do ngưỡng, riêng mỗi thay đổi đã đủ»."""
    if case.unknown:
        return f"{_UNKNOWN}: {case.unknown}"
    return _told(change.reasons)


def _told(reasons: Reasons) -> str:
    texts = []
    for layers in reasons:
        labels = [layer.label for layer in layers]
        joined = " và ".join(filter(None, (", ".join(labels[:-1]), labels[-1])))
        texts.append(f"do {joined}" + (" cùng thay đổi" if len(labels) > 1 else ""))
    if not texts:
        return "không tách được do lớp nào"
    return texts[0] if len(texts) == 1 else f"{', hoặc '.join(texts)}: riêng mỗi thay đổi đã đủ"


def _in_order(called: str) -> tuple[str, list[int]]:
    kind, _, number = called.rpartition(" ")
    return kind, [int(part) if part.isdecimal() else 0 for part in number.split(".")]
