"""`chitieu test`: runs the tests that staff write for their rules, and reports coverage, mutants and suggestions."""

from __future__ import annotations

import gc
import sys
from contextlib import nullcontext

import click
from rich.console import Console

from cli.completion import resolutions
from cli.failure import Exit, failing_on, usage_failure
from cli.options import common, console, paged, stop_on_errors, workspace_at
from cli.rule_tests_view import progress_on, show
from cli.selection import shown_as
from cli.texts import tell
from cli.usage import Number, VietnameseHelp, option
from engine.evaluation.evaluator import Evaluator
from engine.inference.engines import EngineMissing
from engine.inference.program import EngineLimit
from engine.language.text import on_one_line
from engine.rule_tests.coverage import coverage
from engine.rule_tests.mutation import Mutation, mutate
from engine.rule_tests.report import RunReport
from engine.rule_tests.runner import run_suite
from engine.rule_tests.suites import Suite, load_suites
from engine.workspace.cases import Cases
from engine.workspace.choosing import NotFound


@click.command(cls=VietnameseHelp, epilog='Ví dụ: chitieu test   ·   chitieu test "thành viên" --coverage --min 90')
@click.argument("names", nargs=-1, metavar="[TÊN]...")
@option("--resolution", shell_complete=resolutions, metavar="SỐ", help="Chỉ các trường hợp của nghị quyết này.")
@option("--coverage", "covered", is_flag=True, help="Quy tắc nào đã được thấy cả hai chiều, quy tắc nào chưa.")
@option(
    "--min", "minimum", type=Number(), metavar="SỐ", help="Mã thoát 4 khi độ phủ dưới mức này, tính bằng phần trăm."
)
@option("--mutate", "mutated", is_flag=True, help="Sửa thử từng chỗ của quy tắc xem kiểm thử có phát hiện không.")
@option("--suggest", is_flag=True, help="In các trường hợp ngay dưới, đúng bằng, ngay trên mỗi ngưỡng để chép vào.")
@option("--full", is_flag=True, help="In tên từng trường hợp, cả trường hợp đúng.")
@shown_as("table, json hoặc junit.", "junit")
@common
def command(
    names: tuple[str, ...],
    resolution: str | None,
    covered: bool,
    minimum: int | None,
    mutated: bool,
    suggest: bool,
    full: bool,
    form: str,
    workspace: str | None,
    engine: str,
    quiet: bool,
    color: str,
    debug: bool,
) -> int:
    """Chạy các trường hợp trong những tệp kiểm thử của quy tắc (tệp bắt đầu bằng `trường hợp`).

    TÊN là một phần tên của trường hợp, có dấu hay không dấu đều được. Mã thoát 0 khi tất cả đều đúng; 4 khi có trường hợp
    sai, khi không chạy trường hợp nào, khi độ phủ thấp hơn --min, hoặc khi --mutate còn thay đổi không bị phát hiện.
    """
    suites = [suite.selected(names) for suite in _load(workspace, resolution)]
    gc.freeze()
    gc.enable()
    with failing_on(EngineMissing, EngineLimit):
        if suggest:
            return _suggest(suites, engine)
        report = _run([s for s in suites if s.tests or not names], engine, minimum, covered, mutated)
    _write(report, form, console(color), quiet, full)
    if not report.total:
        tell(_NOTHING_NAMED.format(" ".join(names)) if names else _NOTHING)
    elif mutated and report.failed:
        tell("Chưa thử đột biến: sửa hết các trường hợp sai đã.")
    return Exit.DONE if report.succeeded else Exit.TESTS_FAILED


_NOTHING = (
    "Chưa có trường hợp kiểm thử nào; viết vào rules/<nghị quyết>/kiem-thu.yaml, hoặc xem `chitieu test --suggest`."
)
_NOTHING_NAMED = "Không có trường hợp kiểm thử nào có tên chứa «{}»."


def _load(workspace: str | None, resolution: str | None) -> list[Suite]:
    loader = Cases(workspace_at(workspace))
    try:
        suites = load_suites(loader, resolution)
    except NotFound as error:
        stop_on_errors(loader.problems)
        raise usage_failure(error) from None
    stop_on_errors(loader.problems)
    return suites


def _run(suites: list[Suite], engine: str, minimum: int | None, covered: bool, mutated: bool) -> RunReport:
    results = tuple(run_suite(suite, engine) for suite in suites)
    report = RunReport(results)
    if covered or minimum is not None:
        report = report._replace(coverage=coverage(results, minimum))
    if mutated and report.total and not report.failed:
        report = report._replace(mutation=_mutate(suites, engine))
    return report


def _mutate(suites: list[Suite], engine: str) -> Mutation:
    found = Mutation(0, 0, ())
    for suite in suites:
        with progress_on(console("auto", sys.stderr), f"Đột biến {suite.rulebook.resolution.number}") as progress:
            found = found.joined(mutate(suite, engine, progress))
    return found


def _write(report: RunReport, form: str, screen: Console, quiet: bool, full: bool) -> None:
    if form == "json":
        from engine.files.json_form import to_json

        sys.stdout.write(to_json(report))
    elif form == "junit":
        from engine.reports.junit import to_junit

        sys.stdout.write(to_junit(report))
    elif report.total:
        with paged(screen) if full else nullcontext():
            show(report, screen, quiet, full)


def _suggest(suites: list[Suite], engine: str) -> int:
    from engine.rule_tests.suggestion import Suggester, based_on

    texts = []
    for suite in suites:
        for name, case in suite.bases.items():
            text = based_on(list(Suggester(case, Evaluator(suite.rulebook, engine)).all()), name)
            title = on_one_line(f"{suite.rulebook.resolution.number}, số liệu {name}")
            texts += [f"# {title}\n{text}"] if text else []
    if not texts:
        tell("Không có ngưỡng nào mà một số liệu đưa tới được; cần ít nhất một tệp trong facts/.")
        return Exit.TESTS_FAILED
    sys.stdout.write("trường hợp:\n" + "".join(texts))
    return Exit.DONE
