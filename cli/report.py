"""`chitieu report`: the official report and its annexes as files, one per -o."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path

import click

from cli.failure import Exit
from cli.options import console
from cli.outputs import named_outputs, not_written
from cli.selection import Asked, evaluator_for, on_one_case_to_files
from cli.texts import plain
from cli.usage import VietnameseHelp
from engine.cases import Case
from engine.evaluation.evaluation import Evaluation
from engine.reports.output import write_whole


def _docx(case: Case, evaluation: Evaluation) -> bytes:
    from engine.reports.docx_report import to_docx
    from engine.reports.official.compose import official_report

    return to_docx(official_report(case, evaluation))


def _markdown(case: Case, evaluation: Evaluation) -> bytes:
    from engine.reports.markdown_report import to_markdown
    from engine.reports.official.compose import official_report

    return to_markdown(official_report(case, evaluation)).encode()


def _html(case: Case, evaluation: Evaluation) -> bytes:
    from engine.reports.html_report import to_html

    return to_html(case, evaluation).encode()


def _xlsx(case: Case, evaluation: Evaluation) -> bytes:
    from engine.reports.xlsx_report import to_xlsx

    return to_xlsx(case, evaluation)


WRITERS: dict[str, Callable[[Case, Evaluation], bytes]] = {
    "docx": _docx,
    "xlsx": _xlsx,
    "html": _html,
    "md": _markdown,
}
"""Formats by the extension of the file."""


@click.command(
    cls=VietnameseHelp, epilog='Ví dụ: chitieu report --unit "xã Tân Lập" --year 2026 -o bao-cao.docx -o phu-luc.xlsx'
)
@click.option(
    "--output",
    "-o",
    multiple=True,
    required=True,
    metavar="TỆP",
    help="Tệp cần viết: .docx (báo cáo và phụ lục), .xlsx (các bảng), .html (trang xem trên máy, điện thoại), .md; "
    "dùng nhiều lần được. Tệp đã có thì viết lại.",
)
@on_one_case_to_files
def command(asked: Asked, output: tuple[str, ...]) -> int:
    """Viết báo cáo kết quả thực hiện nghị quyết, kèm phụ lục, từ quy tắc và số liệu.

    Câu chữ lấy từ kết quả đánh giá; chỗ chỉ người soạn mới biết thì ghi «[Cần bổ sung: …]» và được đếm khi viết xong.
    Nơi gửi, chữ ký, công tác triển khai ghi một lần ở mục `báo cáo` của tệp số liệu hoặc tệp quy tắc.
    """
    files = named_outputs(output, WRITERS)
    case = asked.case()
    gc.freeze()
    gc.enable()
    evaluation = evaluator_for(case, asked.engine).evaluate(case.facts)
    contents = {path: WRITERS[form](case, evaluation) for path, form in files.items()}
    for path, content in contents.items():
        try:
            write_whole(path, content)
        except OSError as error:
            raise not_written(path, error) from None
    if not asked.quiet:
        _say(case, evaluation, list(contents), asked.color)
    return Exit.DONE


def _say(case: Case, evaluation: Evaluation, files: list[Path], color: str) -> None:
    """What was written, and what a person has still to do."""
    from engine.reports.official.compose import official_report

    screen = console(color)
    named = ", ".join(str(path) for path in files)
    screen.print(plain(f"Đã viết {named}: {evaluation.unit}, năm {evaluation.year}."), soft_wrap=True)
    if not any(path.suffix.lower() in (".docx", ".md") for path in files):
        return
    missing = official_report(case, evaluation).to_write
    if missing:
        screen.print(
            plain(
                f"Còn {missing} chỗ ghi «[Cần bổ sung: …]» chỉ người soạn mới viết được: viết thẳng vào tệp, "
                "hoặc ghi ở mục `báo cáo` của tệp số liệu rồi chạy lại."
            ),
            soft_wrap=True,
        )
