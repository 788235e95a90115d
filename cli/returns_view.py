"""Shows an import of folders: what became of each file, the changes, contradictions and cells to correct."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from cli.layout import Column, Grid
from cli.left_out_view import MOST, show_left_out, show_more, show_remarks, way_back
from cli.texts import plain, say
from engine.importing.returns import DONE, Outcome, ReturnedCase, ReturnedFile, Returns
from engine.rulebook.rulebook import Rulebook

_FEW_UNITS, _FEW_CELLS = 2, 12


def show(result: Returns, rulebook: Rulebook, again: str, quiet: bool, screen: Console) -> None:
    """Shows the import; where ``quiet``, only the counts and what to do: the command ``again``."""
    if not quiet:
        _show_files(result, screen)
        _show_passed_over(result, screen)
        _show_answers(result, rulebook, screen)
        _show_changes(result, rulebook, screen)
        show_left_out(result.left_out, [file.file for file in result.files], screen)
        show_remarks(result.remarks, screen)
    for line in _summary(result, again):
        say(screen, line, "bold")


def _show_files(result: Returns, screen: Console) -> None:
    say(screen, "Biểu gửi về" if not result.dry_run else "Biểu gửi về (chạy thử: chưa ghi tệp nào)", "bold")
    columns = [
        Column("Tệp"),
        Column("Đơn vị, năm", 1, "Tệp"),
        Column("Kết quả"),
        Column("Lưu lần cuối", 2, "Kết quả", "lưu lần cuối "),
    ]
    grid = Grid(columns, boxed=True)
    order = list(Outcome)
    files = sorted(result.files, key=lambda file: (order.index(file.outcome), not file.corrections))
    for file in files[:MOST]:
        saved = file.saved_by.told.removeprefix("lưu lần cuối ")
        grid.add(*map(plain, (file.file, _units(file.cases), _told(file, result.dry_run), saved)))
    grid.show(screen)
    show_more(len(files), "tệp", screen)


def _units(cases: Sequence[ReturnedCase]) -> str:
    more = f" và {len(cases) - _FEW_UNITS} đơn vị, năm khác" if len(cases) > _FEW_UNITS else ""
    return "; ".join(f"{case.unit}, {case.year}" for case in cases[:_FEW_UNITS]) + more


def _told(file: ReturnedFile, dry_run: bool) -> str:
    """Returns what became of a file: «đã nhập 40 giá trị; sửa 3 ô rồi gửi lại»."""
    done, changes = ("sẽ" if dry_run else "đã"), [c for case in file.cases for c in case.changes]
    remedy = f"; sửa: {file.remedy}" if file.remedy else ""
    match file.outcome:
        case Outcome.NEW:
            text = f"mới: {done} nhập {file.values} giá trị"
        case Outcome.ADDED:
            text = f"{done} nhập thêm {sum(not c.before for c in changes)} giá trị, các giá trị cũ giữ nguyên"
        case Outcome.REPLACED:
            text = f"{done} ghi lại, {f'đổi {len(changes)} giá trị' if changes else 'các giá trị không đổi'}"
        case Outcome.UNCHANGED:
            text = f"không đổi ({file.values} giá trị)"
        case Outcome.COPY:
            text = f"bản sao: {file.reason}"
        case Outcome.CHANGED:
            what = f"đổi {len(changes)} giá trị" if changes else "đổi ô, nguồn hoặc ghi chú"
            text = f"{what} so với lần nhập trước, chưa ghi; đúng thì thêm --replace"
        case Outcome.UNREADABLE:
            text = f"không đọc được: {file.reason}{remedy}"
        case _:
            text = f"chưa nhập: {file.reason}{remedy}"
    if file.values and file.outcome not in DONE:
        held_back = ", ".join(f"{case.unit} {case.year}" for case in file.cases if case.outcome not in DONE)
        text = f"{done} nhập {file.values} giá trị; riêng {held_back}: {text}"
    return text + (f"; sửa {len(file.corrections)} ô rồi gửi lại" if file.corrections else "")


def _show_passed_over(result: Returns, screen: Console) -> None:
    if result.passed_over:
        say(screen, f"Bỏ qua {len(result.passed_over)} tệp không phải bảng tính:")
    for one in result.passed_over[:MOST]:
        say(screen, f"- {one.name}: {one.why}")
    show_more(len(result.passed_over), "tệp", screen)


def _show_answers(result: Returns, rulebook: Rulebook, screen: Console) -> None:
    if result.two_answers:
        text = "Hai tệp ghi khác nhau cho một số liệu; chưa ghi gì của các đơn vị này, giữ một tệp rồi chạy lại:"
        say(screen, text, "bold red")
    for one in result.two_answers[:MOST]:
        told = "; ".join(f"{answer.place}: {answer.value}" for answer in one.answers)
        name = rulebook.indicators[one.code].name
        say(screen, f"- {one.unit}, năm {one.year}, {name} ({one.code}): {told}")
    show_more(len(result.two_answers), "số liệu", screen)


def _show_changes(result: Returns, rulebook: Rulebook, screen: Console) -> None:
    rows = [
        (file, case, change)
        for file in result.files
        for case in file.cases
        for change in case.changes
        if change.before or case.outcome is not Outcome.ADDED
    ]
    if rows:
        say(screen, "Số liệu khác lần nhập trước", "bold")
    for file, case, change in rows[:MOST]:
        saved = f"; {file.saved_by.told}" if file.saved_by.told else ""
        told = f"{change.before or '(chưa có)'} → {change.after or '(bỏ trống)'}"
        name = rulebook.indicators[change.code].name
        where = change.place if change.after else file.file
        say(screen, f"- {case.unit}, năm {case.year}, {name} ({change.code}): {told} ({where}{saved})")
    show_more(len(rows), "thay đổi", screen)


def _summary(result: Returns, command: str) -> list[str]:
    done = [file for file in result.files if file.outcome in DONE]
    wrong = [file for file in result.files if file.corrections]
    values = sum(file.values for file in result.files)
    state = "Chạy thử: sẽ nhập" if result.dry_run else "Đã nhập"
    lines = [f"{state} {len(done)}/{len(result.files)} tệp, {values} giá trị của {_count_units(result)} đơn vị."]
    if wrong:
        cells = [cell for file in wrong for cell in file.corrections]
        count = f"Còn {len(cells)} ô phải sửa trong {len(wrong)} tệp"
        few = len(cells) <= _FEW_CELLS
        way = way_back(cells, command) if few else f"Sửa các ô nêu trên, lưu, rồi chạy lại: {command}"
        lines.append(f"{count}. {way}")
    if any(file.outcome is Outcome.CHANGED for file in result.files):
        lines.append(f"Số liệu đổi so với lần nhập trước mà đúng thì chạy: {command} --replace")
    if waiting := sum(file.outcome not in (*DONE, Outcome.CHANGED) for file in result.files):
        again = "" if wrong else f", rồi chạy lại: {command}"
        lines.append(f"Còn {waiting} tệp chưa nhập; sửa theo lý do ghi ở cột Kết quả của bảng trên{again}")
    if result.all_is_well:
        lines.append("Tiếp theo: chitieu status" if not result.dry_run else "Tiếp theo: bỏ --dry-run để ghi")
    return lines


def _count_units(result: Returns) -> int:
    return len({case.unit for file in result.files for case in file.cases if case.outcome in DONE})
