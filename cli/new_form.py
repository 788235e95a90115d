"""The spreadsheet forms of `chitieu new facts --xlsx`: one for a unit, one file or one sheet for each of many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from cli.failure import usage_failure
from cli.options import unit_name
from cli.outputs import checked_output
from engine.domain.limits import FORM_UNITS
from engine.domain.records import NamedTuple
from engine.drafting.facts_workbook import facts_workbook
from engine.drafting.files import AlreadyExists, write_all_new
from engine.drafting.form_sheet import Recipient
from engine.drafting.last_year import last_years_value
from engine.files.folder_names import folder_name
from engine.files.reasons import reason, reason_of_reading
from engine.importing.existing import ExistingFacts
from engine.importing.grid import UnreadableTable
from engine.importing.unit_lists import listed_units
from engine.language.text import on_one_line, with_marks
from engine.rulebook.rulebook import Rulebook

_FEW = 5
"""Names that a message lists."""


class FormOrder(NamedTuple):
    """What forms are made of. ``day`` is None where the recipients state the date."""

    rulebook: Rulebook
    existing: ExistingFacts
    year: int
    day: date | None

    def content(self, units: Iterable[str]) -> bytes:
        return facts_workbook(self.rulebook, self.year, self.day, [self.recipient(unit) for unit in units])

    def recipient(self, unit: str) -> Recipient:
        before = self.existing.values(unit, self.year - 1, Path())
        return Recipient(unit, {code: last_years_value(facts) for code, facts in before.items()})


def units_in(name: str, rulebook: Rulebook) -> list[str]:
    """Returns the units that a file lists, each once. Raises Failure."""
    shown = on_one_line(name)
    try:
        found = listed_units(Path(name), rulebook)
    except FileNotFoundError:
        raise usage_failure(f"--units: không có tệp «{shown}»") from None
    except UnreadableTable as error:
        raise usage_failure(f"--units: {shown}: {error}") from None
    except OSError as error:
        raise usage_failure(f"--units: không đọc được «{shown}»: {reason_of_reading(error)}") from None
    return several_units((unit_name(one) for one in found), f"--units: tệp «{shown}» không có tên đơn vị nào")


def several_units(names: Iterable[str], none: str) -> list[str]:
    """Returns the names, each once. Raises Failure without any, with the message ``none``, and for too many."""
    units = list({with_marks(name): name for name in names}.values())
    if not units:
        raise usage_failure(none)
    if len(units) > FORM_UNITS:
        raise usage_failure(f"{len(units)} đơn vị, nhiều hơn {FORM_UNITS}; tách danh sách")
    return units


def write_one(order: FormOrder, unit: str, output: str | None) -> None:
    """Writes the form of one unit, into the current folder where no name is given. Raises Failure."""
    path = checked_output(output) if output is not None else Path(_name(folder_name(unit, "don-vi"), order.year))
    _write({path: order.content([unit])})
    shown = on_one_line(str(path))
    print(f"Đã viết {shown}. Điền số liệu, rồi chạy: chitieu import {shown}")


def write_many(order: FormOrder, units: list[str], output: str | None) -> None:
    """Writes one workbook with a sheet for each unit where ``output`` is an .xlsx, else one form each into that folder.

    Raises Failure.
    """
    if output is not None and Path(output).suffix.lower() == ".xlsx":
        path = checked_output(output)
        _write({path: order.content(units)})
        shown = on_one_line(str(path))
        print(
            f"Đã viết {shown}: {len(units)} đơn vị, mỗi đơn vị một trang tính. Điền xong thì chạy: chitieu import {shown}"
        )
        return
    folder = Path(output if output is not None else f"bieu-so-lieu-{order.year}")
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise usage_failure(f"-o: «{folder}» không phải thư mục; ghi tên một thư mục, hoặc một tệp .xlsx")
    checked_output(str(folder / _name("don-vi", order.year)) if folder.is_dir() else str(folder))
    paths = {unit: folder / _name(order.existing.folders.of(unit).name, order.year) for unit in units}
    _write({path: order.content([unit]) for unit, path in paths.items()})
    shown = on_one_line(str(folder))
    print(f"Đã viết {len(units)} biểu vào {shown}/, mỗi đơn vị một tệp:")
    for line in _listing(paths):
        print(f"  {line}")
    print(f"Gửi các đơn vị điền; nhận lại đủ thì chạy: chitieu import {shown}")


def _listing(paths: dict[str, Path]) -> Iterator[str]:
    for unit, path in list(paths.items())[:_FEW]:
        yield f"{on_one_line(path.name)}: {unit}"
    if len(paths) > _FEW:
        yield f"… và {len(paths) - _FEW} biểu nữa"


def _name(unit: str, year: int) -> str:
    return f"bieu-so-lieu-{unit}-{year}.xlsx"


def _write(contents: dict[Path, bytes]) -> None:
    try:
        write_all_new(contents)
    except AlreadyExists as there:
        raise usage_failure(f"{there}; chọn tên khác bằng --output, hoặc chuyển đi chỗ khác") from None
    except OSError as error:
        raise usage_failure(f"không ghi được biểu: {reason(error)}; chưa ghi gì") from None
