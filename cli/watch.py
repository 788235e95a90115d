"""`chitieu watch`: checks, tests and evaluates again whenever a file is saved, and shows what that changes."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from cli.check_view import show_diagnostics
from cli.failure import Exit, failing_on
from cli.options import common, console, workspace_at
from cli.rule_tests_view import show_failure
from cli.selection import ManyCaseOptions, selects_many
from cli.texts import say
from cli.usage import VietnameseHelp, option
from cli.what_if import reached
from engine.checking.errors import errors_of_rules
from engine.checking.run import checked_workspace
from engine.evaluation.criterion_results import CriterionResult
from engine.evaluation.evaluation import Evaluation
from engine.evaluation.presentation import actual_text, relative_text, verdict_text
from engine.explain.what_if import finding_changes
from engine.files.diagnostics import Diagnostic, Severity
from engine.files.saved_files import Stamp, saved, stamps_of
from engine.inference.engines import EngineMissing
from engine.inference.program import EngineLimit
from engine.many_units.stream import Refusal, refused_files, stream_evaluations
from engine.rule_tests.runner import run_suite
from engine.rule_tests.suites import load_suites
from engine.workspace.case import ChosenCase, Evaluators
from engine.workspace.cases import Cases
from engine.workspace.choosing import NotFound

_SECONDS = 0.3
"""Between two looks at the files. A round begins when two looks in a row find the same: then a file is wholly written."""
_MAX_SHOWN = 20
"""The cases, and the files in a head, that are shown; of the others only the number."""
Key = tuple[str, str, str]


@click.command(cls=VietnameseHelp, epilog='Ví dụ: chitieu watch   ·   chitieu watch --unit "xã Tân Lập" --year 2026')
@selects_many
@option("--once", is_flag=True, help="Chạy một vòng rồi thoát: mã 1 khi có lỗi, mã 4 khi có kiểm thử sai.")
@common
def command(once: bool, **given: Any) -> int:
    """Chạy lại check, test và evaluate mỗi khi lưu một tệp của rules/ hay facts/; chỉ in những gì thay đổi.

    Không ghi gì vào lịch sử. Bấm Ctrl-C để dừng.
    """
    options = ManyCaseOptions(resolution=None, draft=False, **{name: given[name] for name in _CHOSEN})
    watch = _Watch(options, given["engine"], console(given["color"]), given["quiet"])
    with failing_on(EngineMissing, EngineLimit):
        if once:
            watch.round([])
            return watch.code
        while True:
            watch.round(watch.wait())


_CHOSEN = ("units", "years", "period", "everything", "facts", "workspace")


class _Watch:
    """What the last round found."""

    def __init__(self, options: ManyCaseOptions, engine: str, screen: Console, quiet: bool) -> None:
        options.refuse_contradictions()
        self.selection, self.engine, self.screen, self.quiet = options.selection, engine, screen, quiet
        self.workspace = workspace_at(options.workspace)
        self.stamps: dict[Path, Stamp] | None = None
        self.diagnostics: list[Diagnostic] = []
        self.failing: set[str] = set()
        self.results: dict[Key, Evaluation] = {}

    @property
    def code(self) -> int:
        """The exit code after one round."""
        if any(one.severity is Severity.ERROR for one in self.diagnostics):
            return Exit.FINDINGS
        return Exit.TESTS_FAILED if self.failing else Exit.DONE

    def wait(self) -> list[Path]:
        """Returns the files that were saved, when they were; at the first call at once."""
        before, last = self.stamps, self._look()
        while self.stamps is not None and (last == before or last != self.stamps):
            self.stamps = last
            time.sleep(_SECONDS)
            last = self._look()
        self.stamps = last
        return saved(before, last) if before is not None else []

    def _look(self) -> dict[Path, Stamp]:
        with suppress(OSError):  # a folder that is being renamed
            return stamps_of(self.workspace.all_files)
        return {}

    def round(self, changed: list[Path]) -> None:
        """Checks, tests and evaluates again after the files ``changed``; without any, for the first time."""
        names = [self.workspace.name_of(path) for path in changed]
        more = f" và {len(names) - _MAX_SHOWN} tệp nữa" if len(names) > _MAX_SHOWN else ""
        said = f"vừa lưu {', '.join(names[:_MAX_SHOWN])}{more}" if names else "theo dõi rules/ và facts/"
        say(self.screen, f"{datetime.now():%H:%M:%S} · {said}", "bold")
        try:
            self._check()
            self._test()
            self._evaluate(set(names))
        except NotFound as nothing:
            say(self.screen, f"- {nothing}", "bold red")
        self.screen.print()
        sys.stdout.flush()

    # ------------------------------------------------------------ check and test

    def _check(self) -> None:
        before = {_without_place(one) for one in self.diagnostics}
        found = checked_workspace(self.workspace).diagnostics
        gone = before - {_without_place(one) for one in found}
        self.diagnostics = found
        errors = sum(one.severity is Severity.ERROR for one in found)
        told = f"Kiểm tra: {errors} lỗi, {len(found) - errors} cảnh báo"
        say(self.screen, told + (f"; đã hết {len(gone)} điều của lần trước" if gone else ""), "red" if errors else "")
        if not self.quiet:
            show_diagnostics([one for one in found if _without_place(one) not in before], self.screen)

    def _test(self) -> None:
        loader = Cases(self.workspace)
        suites = load_suites(loader)
        if loader.problems.has_errors:
            say(self.screen, "Kiểm thử: chưa chạy, còn lỗi nêu trên")
            return
        results = [result for suite in suites for result in run_suite(suite, self.engine).results]
        failed = {result.test.span.file.name + result.test.name: result for result in results if not result.passed}
        new = [result for name, result in failed.items() if name not in self.failing]
        self.failing = set(failed)
        if results:
            counts = f"{len(results)} trường hợp, {len(results) - len(failed)} đúng, {len(failed)} sai"
            say(self.screen, f"Kiểm thử: {counts}", "red" if failed else "")
        for result in new if not self.quiet else ():
            show_failure(result, self.screen)

    # ------------------------------------------------------------ evaluate

    def _evaluate(self, changed: set[str]) -> None:
        cases = Cases(self.workspace, errors_of_rules)
        chosen = cases.choose(self.selection)
        if cases.problems.has_errors:
            say(self.screen, "Đánh giá: chưa chạy, còn lỗi nêu trên")
            return
        for key in self.results.keys() - {_key(one) for one in chosen}:
            say(self.screen, f"- không còn {', '.join(key[1:])}")
            del self.results[key]
        again = list(self._concerned(chosen, changed))
        told, refusals = 0, list(refused_files(cases, chosen, self.selection))
        for outcome in stream_evaluations(cases, again, Evaluators(self.engine)):
            refusals += [outcome.refusal] if outcome.refusal is not None else []
            before = self.results.pop(_key(outcome.chosen), None)
            if outcome.result is None:
                continue
            self.results[_key(outcome.chosen)] = outcome.result
            lines = list(_changes(before, outcome.result))
            told += bool(lines)
            for line in lines if told <= _MAX_SHOWN else ():
                say(self.screen, line)
        self._show_end(len(again), told, refusals)

    def _concerned(self, chosen: list[ChosenCase], changed: set[str]) -> Iterator[ChosenCase]:
        """Yields the cases that a change may concern: of rules all, of facts those of the unit, and those without result."""
        everything = any(name.startswith("rules/") for name in changed)
        units = {one.head.key[:2] for one in chosen if changed & {self.workspace.name_of(path) for path in one.paths}}
        for one in chosen:
            if everything or one.head.key[:2] in units or _key(one) not in self.results:
                yield one

    def _show_end(self, count: int, told: int, refusals: list[Refusal]) -> None:
        if told > _MAX_SHOWN:
            say(self.screen, f"… và {told - _MAX_SHOWN} đơn vị, năm nữa")
        if not told:
            again = f"đánh giá lại {count} đơn vị, năm" if count else "không đơn vị nào phải đánh giá lại"
            say(self.screen, f"Đánh giá: {again}; không kết luận nào và không mục nào thay đổi")
        for refusal in refusals[:_MAX_SHOWN]:
            say(self.screen, f"- không đánh giá được {refusal.name}: {refusal.place} {refusal.reason}", "red")


def _without_place(diagnostic: Diagnostic) -> tuple[str, str, str]:
    """Returns what stays of a diagnostic when lines move."""
    return diagnostic.file, diagnostic.code, diagnostic.message


def _key(chosen: ChosenCase) -> Key:
    return chosen.rulebook.resolution.number, chosen.head.unit, chosen.head.when


def _changes(before: Evaluation | None, after: Evaluation) -> Iterator[str]:
    """Yields the head of a case and what differs from its last result; nothing where nothing does."""
    head = f"Đánh giá {after.unit}, {after.when}: đạt và vượt"
    if before is None:
        yield f"{head} {reached(after)}"
        return
    lines = list(_criteria(before, after))
    findings: dict[str, list[str]] = {}
    for change in finding_changes(before, after):
        findings.setdefault(_WORDS[change.change], []).append(change.id)
    lines += [f"- mục {words}: {', '.join(ids)}" for words, ids in findings.items()]
    if lines:
        counts = (reached(before), reached(after))
        yield f"{head} {counts[1]}" if counts[0] == counts[1] else f"{head} {counts[0]} → {counts[1]}"
        yield from lines


_WORDS = {
    "disappears": "không còn",
    "appears": "xuất hiện",
    "undetermined": "chưa rõ, còn chờ số liệu",
    "outcome": "đổi kết quả đối chiếu",
    "text": "đổi câu chữ",
}


def _criteria(before: Evaluation, after: Evaluation) -> Iterator[str]:
    old, new = ({one.id: _state(one) for one in evaluation.criteria} for evaluation in (before, after))
    for number in dict.fromkeys([*new, *old]):
        one, other = old.get(number, "không có"), new.get(number, "không còn")
        if one != other:
            yield f"- nội dung {number}: {one} → {other}"


def _state(criterion: CriterionResult) -> str:
    """Returns «chưa đạt (1.950 hộ, 97,5%, thiếu 50)»."""
    values = (part for m in criterion.measures for part in (actual_text(m), relative_text(m)))
    numbers = ", ".join(filter(None, values))
    return verdict_text(criterion) + (f" ({numbers})" if numbers else "")
