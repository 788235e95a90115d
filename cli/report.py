"""`chitieu report`: writes the official report and its annexes, one file per -o."""

from __future__ import annotations

import gc
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.documents import WRITERS, WRITTEN, ReportContent
from cli.failure import Exit, usage_failure
from cli.options import console, workspace_at
from cli.outputs import edited_by_hand, is_edited, named_outputs, write_keeping
from cli.recording import Recorder, record_one, records
from cli.selection import CaseOptions, evaluator_for, on_one_case_to_files
from cli.texts import plain, show_notice, tell
from cli.usage import VietnameseHelp, option
from engine.reports.fingerprints import sealed

if TYPE_CHECKING:
    from engine.reports.official.editions import Edition


@click.command(
    cls=VietnameseHelp, epilog='Ví dụ: chitieu report --unit "xã Tân Lập" --year 2026 -o bao-cao.docx -o phu-luc.xlsx'
)
@option(
    "--output",
    "-o",
    multiple=True,
    required=True,
    metavar="TỆP",
    help="Tệp cần viết: .docx (báo cáo và phụ lục), .xlsx (các bảng), .html (trang xem trên máy, điện thoại), .md; có LibreOffice thì cả .pdf, .odt; "
    "dùng nhiều lần được. Tệp đã có thì viết lại, trừ khi đã sửa tay.",
)
@option("--tham-tra", "review", is_flag=True, help="Bản thẩm tra: mỗi kết luận kèm căn cứ, nguồn số, quy tắc.")
@option("--to-trinh", "cover", is_flag=True, help="Tờ trình kèm theo báo cáo.")
@option("--tom-tat", "summary", is_flag=True, help="Bản tóm tắt một trang cho lãnh đạo.")
@option("--chu-thich", "footnotes", is_flag=True, help="Ghi nguồn của từng số ở chú thích chân trang (tệp .docx).")
@option(
    "--all",
    "everything",
    is_flag=True,
    help="Mọi đơn vị, mỗi đơn vị một tệp .docx, và một báo cáo tổng hợp, vào thư mục -o.",
)
@option("--force", is_flag=True, help="Viết đè cả tệp đã sửa tay; bản cũ được giữ ở một tệp bên cạnh.")
@records
@on_one_case_to_files
def command(
    asked: CaseOptions,
    output: tuple[str, ...],
    review: bool,
    cover: bool,
    summary: bool,
    everything: bool,
    footnotes: bool,
    force: bool,
    no_record: bool,
) -> int:
    """Viết báo cáo kết quả thực hiện nghị quyết, kèm phụ lục, từ quy tắc và số liệu.

    Không có tùy chọn nào thì viết bản trình ký. Mẫu Word ở thư mục `mẫu` của thư mục làm việc, nếu có, được dùng thay mẫu có sẵn.
    Câu chữ lấy từ kết quả đánh giá; chỗ chỉ người soạn mới biết thì ghi «[Cần bổ sung: …]» và được đếm khi viết xong.
    Nơi gửi, chữ ký, công tác triển khai ghi một lần ở mục `báo cáo` của tệp số liệu hoặc tệp quy tắc.
    Kết quả đánh giá của báo cáo được ghi vào lịch sử, như khi chạy `chitieu evaluate`.
    Báo cáo đã sửa tay không bị viết đè: chọn tên khác, hoặc thêm --force.
    """
    if everything:
        from cli.report_all import ReportsOfAll, folder_named

        edition = _edition(review, cover, summary, WRITTEN)
        reports = ReportsOfAll(asked, edition, folder_named(output), footnotes, force)
        return reports.write(None if no_record else Recorder(workspace_at(asked.workspace)))
    files = named_outputs(output, WRITERS)
    edition = _edition(review, cover, summary, files.values())
    edited = [path for path in files if is_edited(path)]
    if edited and not force:
        raise edited_by_hand(edited[0], "; hoặc thêm --force để viết đè, bản cũ được giữ bên cạnh")
    case = asked.case()
    gc.freeze()
    gc.enable()
    evaluation = evaluator_for(case, asked.engine).evaluate(case.facts)
    told = ReportContent(case, evaluation, edition, workspace_at(asked.workspace).root, footnotes)
    if not no_record:
        record_one(case, told.evaluation, workspace_at(asked.workspace))
    contents = {path: sealed(WRITERS[form](told)) for path, form in files.items()}
    kept = write_keeping(contents, edited)
    for path, copy in kept.items():
        tell(f"Bản cũ của {path} được giữ ở {copy}.")
    if not asked.quiet:
        _say(told, list(contents), asked.color)
    return Exit.DONE


def _edition(review: bool, cover: bool, summary: bool, forms: Iterable[str]) -> Edition:
    """Returns the document that the options ask for. Raises Failure for two of them, and where no file would be one."""
    from engine.reports.official.editions import Edition

    named = {Edition.REVIEW: review, Edition.COVER: cover, Edition.SUMMARY: summary}
    asked = [edition for edition, is_asked in named.items() if is_asked]
    if len(asked) > 1:
        raise usage_failure("chỉ dùng một trong: " + ", ".join(f"--{edition}" for edition in asked))
    if asked and not set(forms) & WRITTEN:
        raise usage_failure(f"--{asked[0]} chỉ dùng với tệp .docx, .odt, .pdf, .md")
    return asked[0] if asked else Edition.SIGNING


def _say(told: ReportContent, files: list[Path], color: str) -> None:
    """Prints the files written, and how many places a person must still fill in."""
    screen = console(color)
    show_notice(told.evaluation.draft_codes, screen)
    named = ", ".join(str(path) for path in files)
    screen.print(
        plain(f"Đã viết {named} ({told.edition.label}): {told.evaluation.unit}, {told.evaluation.when}."),
        soft_wrap=True,
    )
    if not any(path.suffix.lower().removeprefix(".") in WRITTEN for path in files):
        return
    missing = told.official.to_write
    if missing:
        screen.print(
            plain(
                f"Còn {missing} chỗ ghi «[Cần bổ sung: …]» chỉ người soạn mới viết được: viết thẳng vào tệp, "
                "hoặc ghi ở mục `báo cáo` của tệp số liệu rồi chạy lại."
            ),
            soft_wrap=True,
        )
