"""Shows the state of the facts: units × years, what most units lack, and what one unit has to send."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from rich.console import Console

from cli.layout import Column, Grid
from cli.texts import plain, say
from engine.language import display
from engine.status.status import Missing, Old, Status, UnitYear, gaps, sources_used
from engine.status.status_xlsx import told

_MOST, _MOST_LACKING, _FEW_UNITS = 60, 10, 3


def show(status: Status, written: Sequence[Path], quiet: bool, screen: Console) -> None:
    """Shows ``status``; where ``quiet``, only the counts."""
    if not quiet and status.units:
        _show_units(status, screen)
        if len(status.units) <= _FEW_UNITS:
            _show_details(status, screen)
        else:
            _show_lacking(status, screen)
    for folder in status.empty_folders[:_MOST]:
        say(screen, f"- {folder.name}: chưa có tệp số liệu nào{f' ({folder.hint})' if folder.hint else ''}")
    _show_more(len(status.empty_folders), "thư mục", screen)
    for name in status.unreadable[:_MOST]:
        say(screen, f"- {name}; chạy `chitieu check`")
    _show_more(len(status.unreadable), "tệp", screen)
    complete = sum(all(entry.is_complete for entry in status.of(unit)) for unit in status.units) if status.units else 0
    missing = sum(len(entry.missing) for entry in status.entries)
    old = sum(len(entry.old) for entry in status.entries)
    refused = sum(bool(entry.refused) for entry in status.entries)
    broken = f", {refused} đơn vị, năm có tệp lỗi" if refused else ""
    line = f"Đủ: {complete}/{len(status.units)} đơn vị. Thiếu {missing} số liệu, {old} số đã cũ{broken}."
    say(screen, f"{line} Xét đến ngày {display.day(status.day)}.", "bold")
    for path in written:
        say(screen, f"Đã ghi {path}")
    if (missing or old) and not written:
        say(screen, "Thư nhắc từng đơn vị: chitieu status -o nhac.txt; bảng: chitieu status -o tinh-hinh.xlsx")
        say(screen, "Đơn vị chưa gửi gì không có ở đây; thêm --units DANH-SÁCH.txt để nêu và nhắc cả các đơn vị ấy")


def _show_units(status: Status, screen: Console) -> None:
    grid = Grid([Column("Đơn vị"), *(Column(str(year)) for year in status.years)], boxed=True)
    by_unit: dict[str, list[UnitYear]] = {unit: [] for unit in status.units}
    for entry in status.entries:
        by_unit[entry.unit].append(entry)
    order = sorted(by_unit, key=lambda unit: -sum(len(e.missing) + len(e.old) + bool(e.refused) for e in by_unit[unit]))
    for unit in order[:_MOST]:
        grid.add(plain(unit), *(plain(told(entry)) for entry in by_unit[unit]))
    grid.show(screen)
    _show_more(len(order), "đơn vị", screen)


def _show_details(status: Status, screen: Console) -> None:
    for unit in status.units:
        entries = status.of(unit)
        if not all(entry.is_complete for entry in entries):
            say(screen, unit, "bold")
        for gap in gaps(entries):
            nothing = "chưa có số liệu nào, cần" if gap.wholly else "thiếu"
            say(screen, f"- {gap.when} {nothing} {len(gap.missing)} số: {_names(gap.missing)}")
        for entry in entries:
            if entry.refused:
                say(screen, f"- Năm {entry.year}, tệp có lỗi: {entry.refused}")
            for why, some in groupby(sorted(entry.old, key=lambda old: old.why), key=lambda old: old.why):
                values = list(some)
                say(screen, f"- Năm {entry.year} có {len(values)} số cũ ({why}): {_names(values)}")
        if sources := sources_used(entries):
            say(screen, f"  Số đã có lấy từ: {'; '.join(sources)}")


def _names(values: Sequence[Missing] | Sequence[Old]) -> str:
    return "; ".join(f"{value.name} ({value.code})" for value in values)


def _show_lacking(status: Status, screen: Console) -> None:
    lacking = Counter((value.name, value.code, entry.year) for entry in status.entries for value in entry.missing)
    if lacking:
        say(screen, "Nhiều đơn vị thiếu nhất", "bold")
    for (name, code, year), count in lacking.most_common(_MOST_LACKING):
        say(screen, f"- {name} ({code}), năm {year}: {count} đơn vị")


def _show_more(count: int, what: str, screen: Console) -> None:
    if count > _MOST:
        say(screen, f"… và {count - _MOST} {what} nữa; xem đủ bằng --format json")
