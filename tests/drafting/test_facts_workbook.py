"""The spreadsheet form for facts: what it asks for, what it lets people write, and by what it is recognised."""

from __future__ import annotations

import io
import shutil
import warnings
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from engine.drafting import facts_columns as layout
from engine.drafting.facts_workbook import facts_workbook
from engine.drafting.form_sheet import FREE_ROWS, Recipient
from engine.rulebook.rulebook import Rulebook
from engine.workspace.cases import Cases
from engine.workspace.workspace import Workspace
from tests.running import Done, run_here
from tests.small_workspace import Small
from tests.spreadsheet_programs import LibreOffice
from tests.workspaces import ROOT

UNIT, YEAR, AS_OF = "xã Tân Lập", 2025, date(2025, 10, 31)
BEFORE = {"htx.thanh_vien": "2.410 (đến 31/10/2024)"}


def rulebook_of(root: Path) -> Rulebook:
    return Cases(Workspace(root)).everything()[0][0]


def form_of(rulebook: Rulebook, as_of: date | None = AS_OF) -> bytes:
    return facts_workbook(rulebook, YEAR, as_of, [Recipient(UNIT, BEFORE)])


class Form:
    """A form read back."""

    def __init__(self, content: bytes) -> None:
        self.book: Workbook = load_workbook(io.BytesIO(content))
        self.sheet = self.book[layout.FACTS_SHEET]
        headers = [column.header for column in layout.FACTS_COLUMNS]
        texts = ([cell.value for cell in row] for row in self.sheet.iter_rows())
        self.header = next(number for number, row in enumerate(texts, 1) if row == headers)

    def cell(self, row: int, column: layout.Column):  # type: ignore[no-untyped-def]
        return self.sheet.cell(row, layout.FACTS_COLUMNS.index(column) + 1)

    def rows(self) -> dict[str, int]:
        """The row of each code of the table proper."""
        found = {}
        for row in range(self.header + 1, self.sheet.max_row + 1):
            if code := self.cell(row, layout.CODE).value:
                assert code not in found
                found[str(code)] = row
        return found

    def free_rows(self) -> list[int]:
        last = max(self.rows().values())
        return [r for r in range(last + 2, self.sheet.max_row + 1) if not self.cell(r, layout.NAME).protection.locked]

    def validation(self, row: int, column: layout.Column) -> DataValidation:
        place = self.cell(row, column).coordinate
        found: list[DataValidation] = [v for v in self.sheet.data_validations.dataValidation if place in v.sqref]
        assert len(found) == 1
        return found[0]

    def offered(self, row: int, column: layout.Column) -> list[str]:
        """What a drop-down offers."""
        rule = self.validation(row, column)
        assert rule.type == "list"
        sheet, _, place = str(rule.formula1).rpartition("!")
        low_column, low, _, high = range_boundaries(place.replace("$", ""))
        assert low is not None and high is not None and low_column is not None
        hidden = self.book[sheet.strip("'")]
        return [str(hidden.cell(number, low_column).value) for number in range(low, high + 1)]

    def named(self, cell: layout.HeadCell) -> object:
        """The value behind a defined name."""
        sheet, _, place = str(self.book.defined_names[cell.name].attr_text).rpartition("!")
        return self.book[sheet.strip("'")][place.replace("$", "")].value


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return rulebook_of(ROOT)


@pytest.fixture(scope="module")
def form(rulebook: Rulebook) -> Form:
    return Form(form_of(rulebook))


# ---------------------------------------------------------------- recognised for sure


def test_the_mark_and_the_head(form: Form) -> None:
    hidden = form.book[layout.MARK_SHEET]
    assert hidden.sheet_state == "veryHidden"
    assert hidden["A1"].value == "chitieu/facts-form/2"
    assert {hidden.cell(r, 1).value: hidden.cell(r, 2).value for r in (2, 3, 4)} == {
        "resolution": "47/NQ-HĐND",
        "unit": "xã Tân Lập",
        "year": "2025",
    }
    assert form.named(layout.RESOLUTION) == "47/NQ-HĐND"
    assert (form.named(layout.UNIT), form.named(layout.YEAR)) == (UNIT, YEAR)
    assert form.named(layout.AS_OF) == datetime(2025, 10, 31)


def test_the_value_of_the_head_stands_right_of_its_label(form: Form) -> None:
    beside = {row[2].value: row[3].value for row in form.sheet.iter_rows(1, form.header - 1)}
    assert beside["Đơn vị"] == UNIT and beside["Nghị quyết số"] == "47/NQ-HĐND"


@pytest.mark.slow
@pytest.mark.office
def test_libreoffice_keeps_what_the_form_is_recognised_by(
    vietnamese_office: LibreOffice, tmp_path: Path, rulebook: Rulebook, form: Form
) -> None:
    path = tmp_path / "bieu.xlsx"
    path.write_bytes(form_of(rulebook))
    again = Form(vietnamese_office.saved_again(path).read_bytes())
    assert again.book[layout.MARK_SHEET]["A1"].value == layout.MARK
    assert again.rows() == form.rows()
    assert "tht.moi_xa_chua_co_ttcn" in again.rows()  # «_xa_» is a line break to a careless reader
    assert [again.named(cell) for cell in layout.HEAD] == [form.named(cell) for cell in layout.HEAD]
    row = form.rows()["htx.cung_co"]
    assert again.offered(row, layout.VALUE) == form.offered(row, layout.VALUE)


# ---------------------------------------------------------------- what it asks for


def test_one_row_for_each_indicator_that_is_not_computed(form: Form, rulebook: Rulebook) -> None:
    raw = {code for code, indicator in rulebook.indicators.items() if indicator.formula is None}
    assert set(form.rows()) == raw
    assert "htx.ty_le_da_dich_vu" not in form.rows()
    row = form.rows()["htx.thanh_vien"]
    assert form.cell(row, layout.NAME).value == rulebook.indicators["htx.thanh_vien"].name
    assert form.cell(row, layout.UNIT_TEXT).value == "thành viên"


def test_what_criteria_rest_on_comes_first_in_their_order(form: Form) -> None:
    rows = form.rows()
    assert rows["tht.moi_xa_chua_co_ttcn"] == form.header + 1
    assert rows["htx.thanh_vien"] < rows["tht.thanh_vien"] < rows["htx.doanh_thu_binh_quan"] < rows["tht.bi_dong"]
    assert form.cell(rows["htx.thanh_vien"], layout.NAME).font.b
    assert not form.cell(rows["tht.bi_dong"], layout.NAME).font.b


def test_nothing_is_given_beforehand_but_last_years_value(rulebook: Rulebook) -> None:
    form = Form(form_of(rulebook, as_of=None))
    for column in (layout.VALUE, *layout.OPEN_COLUMNS):
        assert {form.cell(row, column).value for row in form.rows().values()} == {None}
    assert (form.named(layout.AS_OF), form.named(layout.COMMON_SOURCE)) == (None, None)
    assert {cell.value for row in form.book[layout.SOURCES_SHEET].iter_rows(min_row=4) for cell in row} == {None}
    rows = form.rows()
    assert form.cell(rows["htx.thanh_vien"], layout.BEFORE).value == "2.410 (đến 31/10/2024)"
    assert form.cell(rows["tht.thanh_vien"], layout.BEFORE).value == "chưa có"


def test_the_head_counts_what_is_filled_in(form: Form, rulebook: Rulebook) -> None:
    counts = [cell for cell in form.sheet[1] if cell.data_type == "f"]
    assert (
        len(counts) == 1
        and "Đã điền" in str(counts[0].value)
        and f"/{len(form.rows())} số liệu" in str(counts[0].value)
    )


def test_codes_are_hidden_and_not_gone(form: Form) -> None:
    letters = form.cell(form.header, layout.CODE).column_letter
    assert form.sheet.column_dimensions[letters].hidden
    shown = {column.key for column in layout.FACTS_COLUMNS} - {column.key for column in layout.HIDDEN_COLUMNS}
    for column in layout.FACTS_COLUMNS:
        hidden = form.sheet.column_dimensions[form.cell(form.header, column).column_letter].hidden
        assert hidden == (column.key not in shown)


def test_colours_follow_what_is_typed(form: Form) -> None:
    rules = {str(r.sqref): [rule.formula[0] for rule in r.rules] for r in form.sheet.conditional_formatting}
    row = form.header + 1
    assert any(f"$E{row}" in formula for formulas in rules.values() for formula in formulas)
    assert any(f"$G{row}" in formula and "$D$7" in formula for formulas in rules.values() for formula in formulas)


def test_drop_downs(form: Form) -> None:
    rows = form.rows()
    assert form.offered(rows["tht.bi_dong"], layout.VALUE) == ["không", "có"]
    assert form.offered(rows["htx.cung_co"], layout.VALUE) == ["không đạt", "chưa đạt", "đạt", "vượt"]
    row = rows["htx.thanh_vien"]
    assert form.offered(row, layout.BASIS) == ["thực hiện", "ước thực hiện", "sơ bộ"]
    assert form.offered(row, layout.SOURCE_KIND) == ["đo đếm", "nhận định"]
    assert form.offered(row, layout.PERIOD)[:2] == ["cả năm", "3 tháng"]
    assert not form.validation(row, layout.PERIOD).showErrorMessage  # «10 tháng» may be typed


def test_a_number_may_be_any_text_and_stays_what_was_typed(form: Form) -> None:
    row = form.rows()["htx.doanh_thu_binh_quan"]
    rule = form.validation(row, layout.VALUE)
    assert rule.type in (None, "none")  # «trên 1.800» is refused by no rule
    assert form.cell(row, layout.VALUE).number_format == "@"  # 2.570 does not become 2,57 where the point is decimal
    assert "đừng ghi 0" in str(rule.prompt) and "trên 1.500" in str(rule.prompt)
    assert "triệu đồng/HTX/năm" in str(rule.prompt)


def test_dates_are_dates_not_after_the_date_of_the_form(form: Form) -> None:
    rule = form.validation(form.rows()["htx.thanh_vien"], layout.DAY)
    assert rule.type == "date" and rule.operator in (None, "between")
    place = str(form.book.defined_names[layout.AS_OF.name].attr_text).rpartition("!")[2]
    assert str(rule.formula2).count(place) == 2  # an empty date of the form bounds nothing


def test_a_second_value_of_an_indicator_has_free_rows(form: Form) -> None:
    free = form.free_rows()
    assert len(free) == FREE_ROWS
    choices = form.offered(free[0], layout.NAME)
    assert len(choices) == len(set(choices)) == len(form.rows())
    assert "Số thành viên HTX" in choices


# ---------------------------------------------------------------- protected, but only where that helps


def test_only_what_is_to_be_filled_in_is_unlocked(form: Form) -> None:
    assert form.sheet.protection.sheet and not form.sheet.protection.password
    row = form.rows()["htx.thanh_vien"]
    locked = {column.key for column in layout.FACTS_COLUMNS if form.cell(row, column).protection.locked}
    assert locked == {"number", "code", "name", "unit", "before", "before_sent"}
    assert form.cell(form.header, layout.VALUE).protection.locked
    values = [form.book.defined_names[cell.name].attr_text.rpartition("!")[2].replace("$", "") for cell in layout.HEAD]
    assert not any(form.sheet[place].protection.locked for place in values)


def test_sources_are_declared_on_a_sheet_of_their_own(form: Form) -> None:
    sheet = form.book[layout.SOURCES_SHEET]
    assert [cell.value for cell in sheet[3]] == [column.header for column in layout.SOURCES_COLUMNS]
    assert sheet.protection.sheet and not sheet["A5"].protection.locked and sheet["A3"].protection.locked


def test_advice_names_the_command_that_reads_the_form(form: Form) -> None:
    lines = [str(row[0].value) for row in form.book[layout.ADVICE_SHEET].iter_rows()]
    assert any("chitieu import" in line for line in lines)
    assert any("đừng ghi 0" in line.lower() for line in lines)


# ---------------------------------------------------------------- any rulebook, equal bytes


def test_hostile_and_overlong_names_stay_texts_and_messages_fit(tmp_path: Path) -> None:
    unit = "hộ " + "rất dài " * 60
    Small(
        tmp_path,
        f"""
        a.mot:
          tên: "=1+1"
          đơn vị tính: "{unit}"
        a.hai:
          tên: Xếp loại
          kiểu: phân loại
          giá trị: [thấp, trung bình, "=cao"]
        a.ba:
          tên: Ngày xong
          kiểu: ngày
        """,
    ).criteria("- số: 1.1\n  nguyên văn: Một\n  đạt khi: a.mot từ 1 trở lên")
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # XlsxWriter warns of what it leaves out
        form = Form(facts_workbook(rulebook_of(tmp_path), YEAR, AS_OF, [Recipient("=xã")]))
    rows = form.rows()
    name = form.cell(rows["a.mot"], layout.NAME)
    assert (name.value, name.data_type, name.quotePrefix) == ("=1+1", "s", True)
    assert form.offered(rows["a.hai"], layout.VALUE) == ["thấp", "trung bình", "=cao"]
    assert all(len(str(v.prompt)) <= 255 for v in form.sheet.data_validations.dataValidation)
    for sheet in form.book.worksheets:
        texts = (cell for row in sheet.iter_rows() for cell in row if not str(cell.value).startswith('="Đã điền "'))
        assert all(cell.data_type in "snd" for cell in texts)


def test_equal_input_gives_equal_bytes(rulebook: Rulebook) -> None:
    assert form_of(rulebook) == form_of(rulebook_of(ROOT))


# ---------------------------------------------------------------- the command


def new_facts(folder: Path, *arguments: str) -> Done:
    return run_here("new", "facts", "--unit", UNIT, "--year", "2025", *arguments, "-w", str(ROOT), cwd=folder)


@pytest.mark.slow
def test_the_command_writes_into_the_current_folder_and_never_over_a_file(tmp_path: Path) -> None:
    done = new_facts(tmp_path, "--xlsx", "--as-of", "31/10/2025")
    assert (done.returncode, done.stderr) == (0, "")
    path = tmp_path / "bieu-so-lieu-xa-tan-lap-2025.xlsx"
    assert path.read_bytes() == facts_workbook(rulebook_of(ROOT), YEAR, AS_OF, [Recipient(UNIT)])
    assert f"chitieu import {path.name}" in done.stdout
    path.write_bytes(b"filled in")
    again = new_facts(tmp_path, "--xlsx")
    assert again.returncode == 2 and "đã có" in again.stderr
    assert path.read_bytes() == b"filled in"
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_the_name_of_the_form_may_be_given(tmp_path: Path) -> None:
    done = new_facts(tmp_path, "--xlsx", "-o", "gui-cac-xa.xlsx")
    assert done.returncode == 0
    assert (tmp_path / "gui-cac-xa.xlsx").is_file()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-o", "a.xlsx"), "--output chỉ dùng cùng --xlsx"),
        (("--xlsx", "-o", "a.xls"), "phải kết thúc bằng .xlsx"),
        (("--xlsx", "--as-of", "31/13/2025"), "không phải là một ngày"),
        (("--xlsx", "--as-of", "1/1/1800"), "năm 1800 không hợp lý"),
    ],
)
def test_wrong_usage_is_said_and_nothing_is_written(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    done = new_facts(tmp_path, *arguments)
    assert done.returncode == 2 and said in done.stderr and "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())


# ---------------------------------------------------------------- the way there and back


@pytest.mark.slow
@pytest.mark.office
def test_a_form_filled_in_and_saved_by_libreoffice_is_imported_as_it_was_typed(
    vietnamese_office: LibreOffice, tmp_path: Path, rulebook: Rulebook
) -> None:
    form = Form(form_of(rulebook))
    rows, free = form.rows(), form.free_rows()[0]
    typed = {
        "htx.thanh_vien": "2.570",
        "tht.thanh_vien": "gần 3.000",
        "tht.moi_xa_chua_co_ttcn": "0",
        "htx.cung_co": "đạt",
    }
    for code, value in typed.items():
        form.cell(rows[code], layout.VALUE).value = value
    form.cell(rows["htx.cung_co"], layout.ASSESSOR).value = "UBND xã"
    form.cell(rows["htx.thanh_vien"], layout.SOURCE).value = "BC, mục II.1"
    revenue = rows["htx.doanh_thu_binh_quan"]
    form.cell(revenue, layout.VALUE).value, form.cell(revenue, layout.DAY).value = "1.623", datetime(2025, 9, 30)
    form.cell(free, layout.NAME).value = "Doanh thu bình quân của một HTX"
    form.cell(free, layout.VALUE).value, form.cell(free, layout.BASIS).value = "trên 1.800", "ước thực hiện"
    filled = tmp_path / "bieu.xlsx"
    form.book.save(filled)

    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    (tmp_path / "facts").mkdir()
    done = run_here("import", str(vietnamese_office.saved_again(filled)), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    facts = Cases(Workspace(tmp_path)).contents()[1][0]
    assert (facts.resolution, facts.unit, facts.year, facts.as_of) == ("47/NQ-HĐND", UNIT, YEAR, AS_OF)
    read = {(f.code, f.basis.value): f for f in facts.facts}
    assert len(read) == len(facts.facts) == 6
    assert read["htx.thanh_vien", "actual"].value.exact == 2570
    assert read["htx.thanh_vien", "actual"].source == "BC, mục II.1"
    assert read["tht.thanh_vien", "actual"].value.high == 2999  # below 3.000, and members are whole
    assert read["tht.moi_xa_chua_co_ttcn", "actual"].value.exact == 0
    assert read["htx.cung_co", "actual"].assessor == "UBND xã" and read["htx.cung_co", "actual"].judged
    million = 10**6
    assert read["htx.doanh_thu_binh_quan", "actual"].value.exact == 1623 * million
    assert read["htx.doanh_thu_binh_quan", "actual"].as_of == date(2025, 9, 30)
    assert read["htx.doanh_thu_binh_quan", "estimate"].value.low == 1800 * million
