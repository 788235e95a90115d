"""Shows a run of rule tests: a line per test, failures with their reasons, coverage and surviving mutants."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.text import Text

from cli.layout import hang, width_of
from cli.texts import plain, say
from engine.language.numbers import format_number
from engine.rule_tests.coverage import Coverage
from engine.rule_tests.mutation import Mutation
from engine.rule_tests.report import RunReport
from engine.rule_tests.runner import Mismatch, Result


def show(report: RunReport, screen: Console, quiet: bool, full: bool) -> None:
    """Shows the run, of passed tests a dot each, or where ``full`` a line each; where ``quiet``, only the totals."""
    for suite in report.suites if not quiet else ():
        resolution = suite.suite.rulebook.resolution
        say(screen, f"{resolution.number} (rules/{resolution.folder})", "bold")
        for line in textwrap.wrap("".join("." if result.passed else "F" for result in suite.results), width_of(screen)):
            screen.print(plain(line))
        for result in suite.results:
            if full or not result.passed:
                _show_result(result, screen)
        screen.print()
    passed = report.total - report.failed
    style = "bold red" if report.failed else "bold"
    say(screen, f"Kiểm thử: {report.total} trường hợp, {passed} đúng, {report.failed} sai", style)
    if report.coverage is not None:
        _show_coverage(report, report.coverage, screen, quiet)
    if report.mutation is not None:
        _show_mutation(report.mutation, screen, quiet)


def _show_result(result: Result, screen: Console) -> None:
    if result.passed:
        hang(screen, Text.assemble(plain("  đúng  ", "green"), plain(result.test.name)), 8)
    else:
        show_failure(result, screen)


def show_failure(result: Result, screen: Console) -> None:
    """Shows a test that failed: what was expected beside what came out, and why."""
    place = plain(f"  [{result.test.span.place}]", "dim")
    hang(screen, Text.assemble(plain("  SAI   ", "bold red"), plain(result.test.name), place), 8)
    wide = max(len(str(m.expectation.subject)) for m in result.mismatches)
    wanted = max(len(m.expectation.label) for m in result.mismatches)
    for mismatch in result.mismatches:
        _show_mismatch(mismatch, wide, wanted, screen)


def _show_mismatch(mismatch: Mismatch, wide: int, wanted: int, screen: Console) -> None:
    subject, label = str(mismatch.expectation.subject), mismatch.expectation.label
    line = f"          {subject:<{wide}}   mong đợi: {label:<{wanted}}   thực tế: {mismatch.actual}"
    say(screen, line)
    for reason in mismatch.reasons:
        say(screen, f"            {reason}", "dim")


def _show_coverage(report: RunReport, coverage: Coverage, screen: Console, quiet: bool) -> None:
    percent = format_number(coverage.percent, 2)
    text = f"Độ phủ: {coverage.covered}/{len(coverage.rules)} quy tắc ({percent}%)"
    if report.too_little_covered:
        text += f", chưa đến mức tối thiểu {coverage.minimum}%"
    say(screen, text, "bold red" if report.too_little_covered else "bold")
    for rule in coverage.rules if not quiet else ():
        if rule.missing:
            seen = ", ".join(rule.seen) or "chưa lần nào"
            line = f"  - {rule.subject} [{rule.place}]: chưa từng thấy {', '.join(rule.missing)} (đã thấy: {seen})"
            say(screen, line)


def _show_mutation(mutation: Mutation, screen: Console, quiet: bool) -> None:
    text = f"Đột biến: {mutation.total} thay đổi, {mutation.noticed} bị phát hiện, {len(mutation.survivors)} không bị phát hiện"
    left_out = f"; bỏ qua {mutation.equivalent} thay đổi không đổi kết luận nào" if mutation.equivalent else ""
    say(screen, text + left_out, "bold red" if mutation.survivors else "bold")
    for mutant in mutation.survivors if not quiet else ():
        say(screen, f"  - {mutant.subject} [{mutant.span.place}]: {mutant.change}")


@contextmanager
def progress_on(screen: Console, what: str) -> Iterator[Callable[[int, int], None]]:
    """Yields a function that moves a progress bar on ``screen``; it does nothing unless ``screen`` is a terminal."""
    if not screen.is_terminal:
        yield lambda done, total: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=screen, transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
