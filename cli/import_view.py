"""Shows an import: the value of each cell, what was left out and why, and the files written."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from cli.layout import Column, Grid
from cli.left_out_view import show_blank, show_left_out, show_more, show_remarks, way_back
from cli.texts import plain, say
from engine.importing.corrections import corrections
from engine.importing.import_result import ACTUAL, Import, ImportedValue, OmissionKind
from engine.importing.writing import Action, PlannedFile
from engine.language import display
from engine.rulebook.rulebook import Rulebook
from engine.workspace.workspace import Workspace

_FIRST, _FIRST_FILES = 60, 12
"""The numbers of values, entries and files that are shown; of the others only the count. JSON has them all."""

_QUIETLY = (OmissionKind.HEADING, OmissionKind.NO_VALUE)
_ACTIONS = {Action.NEW: "ghi mới", Action.REPLACED: "ghi lại", Action.ADDED: "ghi thêm", Action.UNCHANGED: "không đổi"}


def show(
    found: Import,
    planned: Sequence[PlannedFile],
    rulebook: Rulebook,
    at: Workspace,
    dry_run: bool,
    quiet: bool,
    screen: Console,
    again: str,
) -> None:
    """Shows the import; where ``quiet``, only the counts and files, and the command ``again`` for corrected tables."""
    if not quiet:
        cases = {(value.unit, value.year) for value in found.taken}
        _show_taken(
            found,
            rulebook,
            screen,
            many_units=len({unit for unit, _ in cases}) > 1,
            many_years=len({year for _, year in cases}) > 1,
        )
        show_left_out(found.left_out, found.files, screen)
        show_blank(found.left_out, screen)
        show_remarks(found.remarks, screen)
    left = sum(entry.why not in _QUIETLY for entry in found.left_out)
    count = f"Đã đọc {len(found.taken)} giá trị, bỏ lại {left} chỗ, {len(found.remarks)} điều cần xem."
    say(screen, count, "bold")
    _show_files(planned, at, dry_run, screen)
    if sentence := way_back(corrections(found.left_out, found.files), again):
        say(screen, sentence, "bold red")


def _show_taken(found: Import, rulebook: Rulebook, screen: Console, many_units: bool, many_years: bool) -> None:
    if not found.taken:
        return
    say(screen, "Đã đọc", "bold")
    columns = [Column("Ô"), Column("Mã số liệu"), Column("Tên", 2), Column("Giá trị"), Column("Loại", 1, "Giá trị")]
    columns += [Column("Đơn vị")] if many_units else []
    columns += [Column("Năm", whole=True)] if many_years else []
    grid = Grid(columns, boxed=True)
    for value in found.taken[:_FIRST]:
        cells = [value.place, value.code, rulebook.indicators[value.code].name, value.text, _kind(value)]
        cells += [value.unit] if many_units else []
        cells += [str(value.year)] if many_years else []
        grid.add(*map(plain, cells))
    grid.show(screen)
    show_more(len(found.taken), "giá trị", screen)


def _kind(value: ImportedValue) -> str:
    parts = [value.basis if not value.judged else f"{value.basis}, nhận định" if value.basis != ACTUAL else "nhận định"]
    parts += [f"kỳ {value.period}"] if value.period else []
    parts += [f"đến {display.day(value.as_of)}"] if value.as_of is not None else []
    return ", ".join(parts)


def _show_files(planned: Sequence[PlannedFile], at: Workspace, dry_run: bool, screen: Console) -> None:
    if not planned:
        say(screen, "Không có giá trị nào để ghi; chưa ghi tệp nào.", "bold red")
        return
    say(screen, "Chạy thử: chưa ghi tệp nào. Sẽ có:" if dry_run else "Tệp số liệu:", "bold")
    for file in planned[:_FIRST_FILES]:
        line = (
            f"  {at.name_of(file.path)}: {file.unit}, năm {file.year}, {file.values} giá trị ({_ACTIONS[file.action]})"
        )
        say(screen, line)
    show_more(len(planned), "tệp", screen, _FIRST_FILES)
    first = planned[0]
    if dry_run:
        following = "bỏ --dry-run để ghi"
    elif len(planned) == 1:
        following = f'chitieu evaluate --unit "{first.unit}" --year {first.year}'
    else:
        following = "chitieu check, rồi chitieu evaluate"
    say(screen, f"Tiếp theo: {following}")
