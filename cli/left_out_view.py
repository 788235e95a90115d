"""Shows what an import left out: the cells to correct by file, in the words of Excel, then the rest by reason."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rich.console import Console

from cli.layout import Column, Grid
from cli.texts import plain, say
from engine.importing.corrections import Correction, blank_places, corrections, grouped
from engine.importing.import_result import Omission, OmissionKind, Remark

MOST = 60
"""The number of entries that are shown; of the others only the count. JSON has them all."""
_FEW_PLACES = 3
_MORE = "… và {} {} nữa; xem đủ bằng --format json"


def show_left_out(entries: Sequence[Omission], files: Sequence[str], screen: Console) -> None:
    """Shows the cells to correct, and the other reasons with a count and the first places."""
    show_corrections(corrections(entries, files), screen)
    groups = grouped(entries)
    if groups:
        say(screen, "Bỏ lại", "bold")
        columns = (Column("Vì sao"), Column("Số chỗ", right=True, whole=True), Column("Ở đâu"))
        grid = Grid([*columns, Column("Cách sửa", 1, "Vì sao", "sửa: ")], boxed=True)
        for group in groups[:MOST]:
            named = (f"{entry.place} ({entry.what})" if entry.what else entry.place for entry in group.entries)
            cells = (group.reason, str(len(group.entries)), listed(list(named)), group.remedy)
            grid.add(*map(plain, cells))
        grid.show(screen)
        show_more(len(groups), "lý do", screen)


def show_blank(entries: Sequence[Omission], screen: Console) -> None:
    """Shows what has no data."""
    for why, text in (
        (OmissionKind.NO_VALUE, "Không có giá trị"),
        (OmissionKind.HEADING, "Tiêu đề nhóm, ghi chú (không có số)"),
    ):
        places = blank_places(entries, why)
        if places:
            say(screen, f"{text}: {len(places)} chỗ ({listed(places)})")


def show_corrections(wrong: Sequence[Correction], screen: Console) -> None:
    """Shows the cells to correct by file, those of a sheet with one reason and one remedy together."""
    left = MOST
    for file, some in groupby(wrong, key=lambda one: one.file):
        cells = list(some)
        if left > 0:
            say(screen, f"Cần sửa {len(cells)} ô trong {file}:", "bold red")
            alike: dict[tuple[str, str, str], list[Correction]] = {}
            for cell in cells[:left]:
                alike.setdefault((cell.sheet, cell.reason, cell.remedy), []).append(cell)
            for (sheet, reason, remedy), several in alike.items():
                where = f"trang «{sheet}», " if sheet else ""
                what = len(several) <= _FEW_PLACES
                named = ", ".join(f"{one.cell} ({one.what})" if one.what and what else one.cell for one in several)
                cure = f"; sửa: {remedy}" if remedy else ""
                say(screen, f"  - {where}ô {named}: {reason}{cure}")
        left -= len(cells)
    show_more(len(wrong), "ô", screen)


def way_back(wrong: Sequence[Correction], command: str) -> str:
    """Returns which cells to correct in which files, and how to import them again; '' where there are none."""
    files = []
    for file, some in groupby(wrong, key=lambda one: one.file):
        cells = ", ".join(
            f"{', '.join(cell.cell for cell in of_sheet)}{f' (trang «{sheet}»)' if sheet else ''}"
            for sheet, of_sheet in groupby(some, key=lambda one: one.sheet)
        )
        files.append(f"ô {cells} trong {file}")
    return f"Sửa {'; '.join(files)}, lưu, rồi chạy lại: {command}" if files else ""


def show_remarks(remarks: Sequence[Remark], screen: Console) -> None:
    """Shows the remarks, each with its first places."""
    if remarks:
        say(screen, "Cần xem", "bold red")
    for remark in remarks[:MOST]:
        where = f" ({listed(remark.places)})" if remark.places else ""
        say(screen, f"- {remark.text}{where}")
    show_more(len(remarks), "điều", screen)


def show_more(count: int, what: str, screen: Console, shown: int = MOST) -> None:
    """Says how many entries are not shown, if any."""
    if count > shown:
        say(screen, _MORE.format(count - shown, what))


def listed(places: Sequence[str]) -> str:
    """Returns the first places, and the number of the others."""
    more = f" và {len(places) - _FEW_PLACES} chỗ khác" if len(places) > _FEW_PLACES else ""
    return ", ".join(places[:_FEW_PLACES]) + more
