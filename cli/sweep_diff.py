"""`chitieu diff` of two runs over many units, and of one unit of both."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable

from rich.console import Console

from cli.failure import usage_failure
from cli.sides import is_now, known_record, reading_history, side_of
from cli.sweep_view import UnitAsked, case_asked, case_receipt_of
from cli.texts import say
from engine.domain.limits import grouped
from engine.domain.verdicts import Verdict
from engine.files.json_form import to_json
from engine.history.comparison import NamedSide
from engine.history.layers import Layer
from engine.history.recorded_sweep import Materials, NotKept, RecordedSweep, is_recorded_sweep, recorded_sweep
from engine.history.replay import CannotReplay, rulebook_of_rules
from engine.history.store import History
from engine.history.sweep import SweptCase
from engine.history.sweep_comparison import (
    CaseChange,
    ListedCase,
    Reasons,
    SweepComparison,
    SweepSide,
    VerdictChange,
    compare_sweeps,
)
from engine.language.text import fold

_MOST = 30
"""Units, criteria and rules that are shown; of the others only the number."""
Sweeps = tuple[RecordedSweep, RecordedSweep]


def two_sweeps(before: str, after: str, history: History) -> Sweeps | None:
    """Returns the two runs over many units that are named; None where neither is one. Raises Failure."""
    of_many = [_sweep_named(name, history) for name in (before, after)]
    old, new = of_many
    if old is None and new is None:
        return None
    if old is None or new is None:
        many, other = (before, after) if new is None else (after, before)
        advice = (
            f"đánh giá lại (chitieu evaluate) rồi so hai lượt, hoặc lấy biên nhận của một đơn vị: chitieu history {many} --unit TÊN --receipt TỆP"
            if is_now(other)
            else f"so hai lượt, hoặc lấy biên nhận của một đơn vị: chitieu history {many} --unit TÊN --receipt TỆP"
        )
        raise usage_failure(f"bản ghi số {many} là một lượt nhiều đơn vị, «{other}» thì không; {advice}")
    if fold(old.sweep.resolution) != fold(new.sweep.resolution):
        raise usage_failure(
            f"hai lượt thuộc hai nghị quyết khác nhau: {old.sweep.resolution} và {new.sweep.resolution}"
        )
    return old, new


def _sweep_named(name: str, history: History) -> RecordedSweep | None:
    if not (name.isascii() and name.isdecimal() and len(name) < 9):
        return None
    record = known_record(history, int(name))
    with reading_history():
        return recorded_sweep(history, record) if is_recorded_sweep(history, record.number) else None


def sides_of_unit(sweeps: Sweeps, asked: UnitAsked) -> tuple[NamedSide, NamedSide]:
    """Returns both evaluations of one unit, made again from what the runs keep. Raises Failure."""
    old, new = (_side_of_unit(recorded, asked) for recorded in sweeps)
    return old, new


def _side_of_unit(recorded: RecordedSweep, asked: UnitAsked) -> NamedSide:
    receipt = case_receipt_of(recorded, case_asked(recorded, asked), None, asked.engine)[0].receipt
    return NamedSide(f"bản ghi số {recorded.record.number}", receipt.sha256, side_of(receipt))


def show_sweep_diff(sweeps: Sweeps, form: str, screen: Console, quiet: bool) -> None:
    """Shows which units of the later run have other verdicts, and why."""
    old, new = (SweepSide(recorded, _MaterialsOf(recorded)) for recorded in sweeps)
    found = compare_sweeps(old, new)
    if form == "json":
        sys.stdout.write(to_json(found))
    else:
        _View(found, screen).show(quiet)


class _MaterialsOf:
    """Finds what cases of a run were evaluated from."""

    def __init__(self, recorded: RecordedSweep) -> None:
        self.recorded = recorded

    def __call__(self, cases: list[SweptCase]) -> Materials:
        if self.recorded.sweep.table is None:
            return self.recorded.materials(cases)
        from engine.bulk.recorded_table import table_materials

        try:
            rulebook = rulebook_of_rules(self.recorded.folder, self.recorded.rules)
        except CannotReplay as why:
            return dict.fromkeys((case.key for case in cases), NotKept(str(why)))
        return table_materials(self.recorded, rulebook, cases)


class _View:
    def __init__(self, found: SweepComparison, screen: Console) -> None:
        self.found = found
        self.screen = screen
        self.what = "lượt" if found.of_many_years else "đơn vị"
        """What is compared: a unit, or where a unit has several years each of them."""

    def show(self, quiet: bool) -> None:
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
        self._section("Theo nội dung", self._by_criterion())
        self._rules()
        self._section("Từng đơn vị", map(self._case, self._rare_first()))
        self._section("Chỉ có ở lượt sau", map(self._named, found.came))
        self._section("Chỉ có ở lượt trước", map(self._named, found.gone))
        self._advice()

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
        counts = self._counted()
        several = f" (có {self.what} thuộc nhiều dòng)" if counts.total() > len(self.found.changed) else ""
        lines = (f"{text}: {grouped(count)} {self.what}" for text, count in counts.most_common())
        self._section(f"Do đâu{several}", lines)

    def _counted(self) -> Counter[str]:
        """How many units changed for each reason."""
        return Counter(text for case in self.found.changed for text in _reasons_of(case))

    def _rare_first(self) -> list[CaseChange]:
        """The changed units, those of the rarest reason first: among hundreds by a threshold a few by their data would be lost."""
        counts = self._counted()
        return sorted(self.found.changed, key=lambda case: min(counts[text] for text in _reasons_of(case)))

    def _by_criterion(self) -> Iterable[str]:
        for which, refused in (
            ("sau", [case for case in self.found.changed if case.refused_after]),
            ("trước", [case for case in self.found.changed if case.refused_before]),
        ):
            if refused:
                lost = "không còn kết luận" if which == "sau" else "nay mới có kết luận"
                yield f"{grouped(len(refused))} {self.what} {lost}: lượt {which}, số liệu có lỗi"
        moves: dict[str, Counter[tuple[Verdict | None, Verdict | None]]] = {}
        for case in self.found.changed:
            for change in () if case.refused_after or case.refused_before else case.changes:
                moves.setdefault(change.called, Counter())[change.before, change.after] += 1
        for called in sorted(moves, key=_in_order):
            told = (f"{grouped(count)} {self.what} {_move(*move)}" for move, count in moves[called].most_common())
            yield f"{called}: {'; '.join(told)}"

    def _rules(self) -> None:
        from cli.diff_view import rule_lines

        for title, changes in (("Ngưỡng", self.found.thresholds), ("Quy tắc", self.found.rules)):
            self._section(title, [line for change in changes for line in rule_lines(change)])

    def _case(self, case: CaseChange) -> str:
        if case.refused_after:
            why = "; ".join(_reasons_of(case))
            return f"{self._named(case.case)} · lượt sau không có kết luận, số liệu có lỗi ({why})"
        alike: dict[tuple[str, str], list[str]] = {}
        for one in case.changes:
            alike.setdefault((_move(one.before, one.after), _reason(one, case)), []).append(one.called)
        told = (f"{', '.join(called)}: {move} ({reason})" for (move, reason), called in alike.items())
        return f"{self._named(case.case)} · {'; '.join(told)}"

    def _named(self, case: ListedCase) -> str:
        when = f", năm {case.year}" if self.found.of_many_years else ""
        return f"{case.unit}{when} ({case.period})" if case.period else f"{case.unit}{when}"

    def _advice(self) -> None:
        found = self.found
        self._say("")
        if found.evaluated:
            self._say(
                f"Đã đánh giá lại {grouped(found.evaluated)} lần, thay từng lớp, ở các đơn vị khác nhau từ hai lớp trở lên."
            )
        told = [one.case for one in self._rare_first() if not one.refused_after and not one.refused_before]
        if told:  # a unit with errors has no receipt to compare
            numbers = f"{found.before.recorded.record.number} {found.after.recorded.record.number}"
            year = f" --year {told[0].year}" if found.of_many_years else ""
            self._say(f'Giá trị nào của một đơn vị, xem: chitieu diff {numbers} --unit "{told[0].unit}"{year}')

    def _section(self, title: str, lines: Iterable[str]) -> None:
        listed = list(lines)
        if not listed:
            return
        self._say("")
        self._say(title, "bold")
        for line in listed[:_MOST]:
            self._say(f"- {line}")
        if len(listed) > _MOST:
            self._say(f"  … và {grouped(len(listed) - _MOST)} dòng khác; xem đủ bằng --format json")

    def _say(self, text: str, style: str = "") -> None:
        say(self.screen, text, style)


def _reasons_of(case: CaseChange) -> list[str]:
    """The reasons of a unit, each once."""
    return list(dict.fromkeys(_reason(change, case) for change in case.changes))


def _move(before: Verdict | None, after: Verdict | None) -> str:
    return " → ".join("không có kết luận" if verdict is None else verdict.label for verdict in (before, after))


def _reason(change: VerdictChange, case: CaseChange) -> str:
    """«do số liệu», «do số liệu và ngưỡng cùng thay đổi», «do số liệu hoặc do ngưỡng, riêng mỗi thay đổi đã đủ»."""
    if case.unknown:
        return f"chưa biết do đâu: {case.unknown}"
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
