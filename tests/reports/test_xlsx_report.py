"""The spreadsheet report: every number shows the digits of the table, every text stays a text, equal input equal bytes."""

from __future__ import annotations

import io
import unicodedata
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from engine.evaluation.evaluation import Evaluation
from engine.reports.official.signing import report_to_sign
from engine.reports.xlsx_report import to_xlsx
from engine.spreadsheets.book import LONGEST_TEXT, Book, Look, safe_text, starts_formula
from engine.workspace.case import Case, evaluate_cases
from engine.workspace.cases import Cases
from engine.workspace.choosing import Selection
from engine.workspace.workspace import Workspace
from tests.random_rulebooks import workspace_files
from tests.small_workspace import Small
from tests.special_rulebooks import Example, small_rulebooks
from tests.spreadsheet_programs import LibreOffice, is_own_formula, is_own_link, shown
from tests.workspaces import NATIONAL, ROOT, cases_in, write_files

WORKSPACES = (ROOT, NATIONAL)
SHEETS = ["Phụ lục", "Dữ liệu", "Số liệu", "Biểu đồ", "Phát hiện", "Đối chiếu", "Căn cứ"]
AnyCell = Cell | MergedCell
AS_OF = date(2023, 11, 10)
HOSTILE = "=HYPERLINK(A1)"


def evaluated(root: Path) -> tuple[Case, Evaluation]:
    case = cases_in(root)[0]
    return case, evaluate_cases([case])[0]


def report(root: Path) -> Workbook:
    return load_workbook(io.BytesIO(to_xlsx(*evaluated(root))))


@pytest.fixture(scope="module")
def seed() -> Workbook:
    return report(ROOT)


def text_of(cell: AnyCell) -> str:
    """What the cell shows."""
    if isinstance(cell.value, int | float):
        return shown(float(cell.value), cell.number_format)
    return str(cell.value) if cell.value is not None else ""


def table(sheet: Worksheet) -> list[dict[str, AnyCell]]:
    """The rows below the header, by heading."""
    header = int(str(sheet.print_title_rows).replace("$", "").split(":")[0])
    names = [str(cell.value) for cell in sheet[header]]
    filtered = next((found.ref for found in sheet.tables.values()), sheet.auto_filter.ref)
    last = int(str(filtered).rpartition(":")[2].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    return [dict(zip(names, row, strict=True)) for row in sheet.iter_rows(header + 1, last)]


def criterion(workbook: Workbook, number: str) -> dict[str, AnyCell]:
    return next(row for row in table(workbook["Phụ lục"]) if row["TT"].value == number)


# ---------------------------------------------------------------- the numbers


@pytest.mark.parametrize(
    ("number", "goal", "actual", "relative", "verdict"),
    [
        ("1", "07", "0", "thiếu 07", "chưa đạt, chậm tiến độ"),
        ("2.1", "từ 2.600", "2.570", "98,85%, thiếu 30", "chưa đạt"),
        ("2.2", "từ 3.200", "3.205", "100,16%", "đạt"),
        ("3.1", "từ 1.800", "ước trên 1.800 (đến 31/10/2023: 1.623)", "trên 100%", "đạt"),
        ("3.2", "từ 200", "95", "47,5%, thiếu 105", "chưa đạt"),
        ("4", "trên 45", "45", "bằng mức, phải cao hơn", "chưa đạt"),
        ("5.1", "40", "75", "cao hơn 35 điểm phần trăm", "vượt"),
        ("6.1", "", "", "", "đạt"),
        ("7", "20", "22,73", "cao hơn 2,73 điểm phần trăm", "vượt"),
    ],
)
def test_annex_of_the_seed_report(
    seed: Workbook, number: str, goal: str, actual: str, relative: str, verdict: str
) -> None:
    row = criterion(seed, number)
    shown = [text_of(row[column]) for column in ("Mục tiêu", "Thực hiện", "So mục tiêu", "Đánh giá")]
    assert shown == [goal, actual, relative, verdict]


def test_numbers_for_people_are_texts_and_for_computing_numbers(seed: Workbook) -> None:
    """A number cell shows «2,570» on a machine with English settings, beside «98,85%»."""
    assert not [c for row in seed["Phụ lục"].iter_rows() for c in row if isinstance(c.value, int | float)]
    exact = next(row for row in table(seed["Dữ liệu"]) if row["Nội dung"].value == "7.1")["Thực hiện thấp"].value
    assert isinstance(exact, float) and abs(exact - 500 / 22) < 1e-12


@pytest.mark.parametrize("root", WORKSPACES, ids=lambda root: root.name)
def test_every_number_of_the_annex_shows_the_digits_of_the_table(root: Path) -> None:
    assert_annex_agrees(*evaluated(root))


@pytest.mark.slow
@settings(
    max_examples=15,
    derandomize=True,
    deadline=None,
    phases=(Phase.reuse, Phase.generate),  # shrinking a whole workspace takes minutes
    suppress_health_check=list(HealthCheck),
)
@given(small_rulebooks())
def test_the_annex_agrees_with_the_table_in_any_workspace(example: Example) -> None:
    with TemporaryDirectory() as folder:
        cases = Cases(Workspace(write_files(Path(folder), workspace_files(*example)))).select(Selection())
    for case, evaluation in zip(cases, evaluate_cases(cases), strict=True):
        assert_annex_agrees(case, evaluation)


def assert_annex_agrees(case: Case, evaluation: Evaluation) -> None:
    """Every cell of «Phụ lục» shows the text of the annex that is signed."""
    workbook = load_workbook(io.BytesIO(to_xlsx(case, evaluation)))
    annex = report_to_sign(case, evaluation).table
    assert annex is not None
    cells = table(workbook["Phụ lục"])
    assert len(annex.rows) == len(cells)
    for row, cell in zip(annex.rows, cells, strict=True):
        names = [annex.headings[place] for place in annex.filled]
        assert list(cell) == names
        assert [text_of(cell[name]) for name in names] == [safe_text(row.cells[place]) for place in annex.filled]


def test_a_number_is_never_rounded_onto_its_goal(tmp_path: Path) -> None:
    small = Small(
        tmp_path,
        """
        a.dat:
          tên: Số hộ đạt
          đơn vị tính: hộ
        a.tong:
          tên: Tổng số hộ
          đơn vị tính: hộ
        a.ty_le:
          tên: Tỷ lệ hộ đạt
          đơn vị tính: "%"
          công thức: tỷ_lệ(a.dat, a.tong)
        """,
    ).criteria(
        """
        - số: 1.1
          nguyên văn: 100% số hộ đạt
          đạt khi: a.ty_le đạt 100%
        """
    )
    small.facts("a.dat: 24.999\na.tong: 25.000")  # 99,996%
    workbook = report(tmp_path)
    assert text_of(criterion(workbook, "1")["Thực hiện"]) == "99,996"
    computed = next(row for row in table(workbook["Số liệu"]) if row["Mã số liệu"].value == "a.ty_le")
    assert text_of(computed["Kết quả của công cụ"]) == "99,996%"


# ---------------------------------------------------------------- what is on the sheets


def test_the_sheets_and_their_pages(seed: Workbook) -> None:
    assert seed.sheetnames == SHEETS
    for sheet in (one for one in seed.worksheets if one.title != "Biểu đồ"):
        assert sheet.freeze_panes and sheet.print_title_rows
        assert sheet.auto_filter.ref or [found.autoFilter.ref for found in sheet.tables.values()]
        page = sheet.page_setup
        assert (page.orientation, page.paperSize) == ("landscape", 9)
        fits, footer = sheet.sheet_properties.pageSetUpPr, sheet.oddFooter
        assert fits is not None and fits.fitToPage and footer is not None
        assert (page.fitToWidth or 1) == (2 if sheet.title in ("Dữ liệu", "Số liệu") else 1)
        assert page.fitToHeight == (None if sheet.title == "Phụ lục" else 0)
        assert "&P/&N" in str(footer.right.text)
        assert {cell.font.name for row in sheet.iter_rows() for cell in row if cell.value} == {"Times New Roman"}


def test_counts_stand_below_the_annex(seed: Workbook) -> None:
    lines = [str(row[0].value) for row in seed["Phụ lục"].iter_rows()]
    below = lines[max(number for number, line in enumerate(lines) if line == "7") :]
    assert any("02/7 chỉ tiêu, 06/11 nội dung đạt và vượt" in line for line in below)
    assert any("05/7 chỉ tiêu, 05/11 nội dung chưa đạt" in line for line in below)


def test_causes_are_told_in_words_and_only_for_what_falls_short(seed: Workbook) -> None:
    causes = [str(criterion(seed, number)["Nguyên nhân"].value or "") for number in ("2.1", "2.2")]
    assert causes[0].startswith("Trong năm") and "133 thành viên rút ra" in causes[0]
    assert causes[1] == ""


def test_findings_name_their_rule_and_their_facts_with_source_and_place(seed: Workbook) -> None:
    rows = {str(row["Mã"].value): row for row in table(seed["Phát hiện"])}
    behind = str(rows["TT-1"]["Số liệu làm căn cứ (nguồn, chỗ ghi)"].value)
    assert "htx.thanh_vien_rut" in behind and "133 thành viên" in behind and "BC, mục II.1.1" in behind
    assert "facts/thap-muoi/2023.yaml:" in behind
    assert all(str(row["Quy tắc"].value).startswith("rules/47-nq-hdnd-2021/") for row in rows.values())


def test_reconciliations_come_with_the_differing_ones_first(seed: Workbook) -> None:
    rows = table(seed["Đối chiếu"])
    outcomes = [str(row["Kết quả"].value) for row in rows]
    assert outcomes == sorted(outcomes, key=["cảnh báo", "lệch", "không kiểm được", "khớp"].index)
    text = next(str(row["Nội dung"].value) for row in rows if row["Mã"].value == "DC-8")
    assert "91,47%" in text and "90,77%" in text


def test_facts_are_numbers_in_the_unit_of_the_catalogue(seed: Workbook) -> None:
    rows = table(seed["Số liệu"])
    given_values = [(r["Giá trị"].value, r["Loại số liệu"].value, r["Dùng để đánh giá"].value) for r in rows if r["Mã số liệu"].value == "htx.doanh_thu_binh_quan"]  # fmt: skip
    assert given_values == [
        (1623, "thực hiện, chưa hết năm", "không dùng"),
        ("trên 1.800 triệu đồng", "ước thực hiện", "dùng"),
    ]
    computed = next(row for row in rows if row["Mã số liệu"].value == "htx.ty_le_da_dich_vu")
    assert text_of(computed["Kết quả của công cụ"]) == "22,73%"
    assert computed["Công thức, phép tính"].value == "tỷ_lệ(htx.da_dich_vu, htx.tong)\n5 / 22 × 100"
    missing = next(row for row in rows if row["Mã số liệu"].value == "htx_nn.tong")
    assert missing["Giá trị"].value == "chưa có số liệu"


def test_verdicts_to_be_read_with_care_are_told(seed: Workbook) -> None:
    rows = [row for row in table(seed["Phát hiện"]) if row["Loại"].value == "kết luận cần đọc kỹ"]
    care = {str(row["Mã"].value): str(row["Nội dung"].value) for row in rows}
    assert "đúng bằng ngưỡng" in care["4.1"]
    assert "nhận định" in care["6.1"]


# ---------------------------------------------------------------- hostile input


def hostile_workspace(root: Path) -> Small:
    small = Small(
        root,
        """
        a.so_xa_moi:
          tên: "=1+1 xã"
          đơn vị tính: "@xã"
        a.quan_sat:
          tên: "-quan sát"
          kiểu: có/không
        """,
    ).criteria(
        f"""
        - số: 1.1
          nguyên văn: "{HOSTILE}"
          đo bằng: a.so_xa_moi
          đạt khi: từ 5 trở lên
        """
    )
    return small.facts('a.so_xa_moi:\n  là: 3\n  suy ra: "+cmd|calc"\na.quan_sat:\n  là: có\n  nhận xét: "@SUM(A1)"')


def test_no_text_is_a_formula_and_links_are_the_programs_own(tmp_path: Path) -> None:
    hostile_workspace(tmp_path)
    workbook = report(tmp_path)
    assert "=1+1 xã" in {cell.value for row in workbook["Số liệu"].iter_rows() for cell in row}
    for sheet in workbook.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in "sndf" and (cell.hyperlink is None or is_own_link(cell.hyperlink))
                assert cell.data_type != "f" or is_own_formula(str(cell.value))
                assert cell.data_type != "s" or not starts_formula(str(cell.value)) or cell.quotePrefix


@pytest.mark.slow
@given(st.text(max_size=80))
@example("a_xa_b _x0041_ _x12_")
@example("\x00\x07\x1b[31m\ud800￾")
def test_any_text_comes_back_without_its_control_characters(text: str) -> None:
    book = Book("t", "t", AS_OF)
    book.write_text(book.sheet("s"), 0, 0, text, Look())
    value = load_workbook(io.BytesIO(book.content()))["s"]["A1"].value
    kept = safe_text(text)
    assert (value or "") == kept
    assert not any(unicodedata.category(c).startswith("C") and c != "\n" for c in kept)


@pytest.mark.parametrize("letter", ["ă", "😀"])
def test_a_text_too_long_for_a_cell_is_cut_and_says_so(letter: str) -> None:
    cut = safe_text(letter * (LONGEST_TEXT + 1))
    assert len(cut.encode("utf-16-le")) // 2 <= LONGEST_TEXT
    assert cut.endswith("(còn nữa)")
    assert safe_text(letter * (LONGEST_TEXT // 2)) == letter * (LONGEST_TEXT // 2)


# ---------------------------------------------------------------- equal input, equal bytes


def test_the_document_is_dated_by_its_facts(seed: Workbook) -> None:
    assert (seed.properties.created.date(), seed.properties.title) == (
        AS_OF,
        "Kết quả thực hiện Nghị quyết số 47/NQ-HĐND",
    )


def test_a_document_of_no_possible_date_can_still_be_opened() -> None:
    book = Book("t", "t", date(1, 1, 1))
    book.sheet("s")
    assert load_workbook(io.BytesIO(book.content())).properties.created == datetime(1980, 1, 1)


# ---------------------------------------------------------------- a real spreadsheet program


@pytest.mark.slow
@pytest.mark.office
def test_libreoffice_shows_the_digits_of_the_table(vietnamese_office: LibreOffice, tmp_path: Path) -> None:
    case, evaluation = evaluated(ROOT)
    path = tmp_path / "bao-cao.xlsx"
    path.write_bytes(to_xlsx(case, evaluation))
    sheets = vietnamese_office.as_shown(path)
    assert set(sheets) == set(SHEETS)
    header = next(number for number, row in enumerate(sheets["Phụ lục"]) if row[0] == "TT")
    lines = sheets["Phụ lục"][header + 1 :]
    annex = report_to_sign(case, evaluation).table
    assert annex is not None
    for row, cells in zip(annex.rows, lines, strict=False):
        assert list(cells) == [row.cells[place] for place in annex.filled]
    assert any(row[1] == "tht.moi_xa_chua_co_ttcn" for row in sheets["Số liệu"])
