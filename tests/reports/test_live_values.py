"""The sheet «Số liệu» as a what-if: LibreOffice computes its formulas anew, as they stand and with another input."""

from __future__ import annotations

import io
from pathlib import Path
from textwrap import dedent

import pytest
from openpyxl import load_workbook

from engine.evaluation.evaluator import Evaluator
from engine.explain.assumptions import parse_assumptions
from engine.explain.what_if import what_if
from engine.language.units import parse_unit
from engine.reports.xlsx_report import to_xlsx
from engine.spreadsheets.names import CellNames
from engine.workspace.case import evaluate_cases
from engine.workspace.cases import Cases
from engine.workspace.choosing import Selection
from engine.workspace.workspace import Workspace
from tests.small_workspace import Small
from tests.spreadsheet_programs import RECALCULATING, LibreOffice
from tests.workspaces import NATIONAL, ROOT

COMMUNE = ROOT / "examples" / "xa-thanh-my-2025"
SAME, KEPT = "Bằng kết quả công cụ?", "không tính lại trong Excel"
WHY = "Vì sao không là công thức"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> LibreOffice:
    return LibreOffice(tmp_path_factory.mktemp("libreoffice-anew"), RECALCULATING)


def written(root: Path, period: str = "") -> bytes:
    case = Cases(Workspace(root)).select(Selection(period=period))[-1]
    return to_xlsx(case, evaluate_cases([case])[0])


def rows(office: LibreOffice, path: Path) -> list[dict[str, str]]:
    sheet = office.as_shown(path)["Số liệu"]
    head = next(number for number, row in enumerate(sheet) if row[0] == "STT")
    return [dict(zip(sheet[head], row, strict=True)) for row in sheet[head + 1 :] if row[0]]


@pytest.mark.slow
@pytest.mark.office
@pytest.mark.parametrize(
    ("root", "period"),
    [(ROOT, ""), (NATIONAL, ""), (COMMUNE, ""), (COMMUNE, "6 tháng"), (COMMUNE, "quý I")],
    ids=lambda value: getattr(value, "name", value),
)
def test_a_spreadsheet_computes_what_the_tool_does(
    office: LibreOffice, root: Path, period: str, tmp_path: Path
) -> None:
    path = tmp_path / "so.xlsx"
    path.write_bytes(written(root, period))
    found = rows(office, path)
    kept = [row for row in found if row[SAME] == KEPT]
    assert {row[SAME] for row in found if row["Tên ô"]} <= {"có", KEPT}
    assert all(row[WHY] for row in kept)
    assert all(row["Giá trị"] == row["Kết quả của công cụ"] for row in found if row["Tên ô"])


@pytest.mark.slow
@pytest.mark.office
def test_another_input_changes_what_rests_on_it(office: LibreOffice, tmp_path: Path) -> None:
    book = load_workbook(io.BytesIO(written(ROOT)))
    sheet, cell = next(book.defined_names["htx_da_dich_vu"].destinations)
    book[sheet][cell.replace("$", "")] = 11
    book.save(path := tmp_path / "gia-dinh.xlsx")
    found = {row["Tên ô"]: row for row in rows(office, path)}
    assert found["htx_ty_le_da_dich_vu"]["Giá trị"] == "50,00%"  # 11 of 22
    assert found["htx_chua_da_dich_vu"]["Giá trị"] == "11"
    changed = {name for name, row in found.items() if row[SAME] == "không"}
    assert {"htx_da_dich_vu", "htx_ty_le_da_dich_vu", "htx_chua_da_dich_vu"} <= changed
    assert "htx_tong" not in changed


SEED_INPUTS = [
    {"htx.da_dich_vu": "4"},  # 18,18%, below «đạt 20%»
    {"htx.da_dich_vu": "4", "htx.tong": "20"},  # 20%: đạt, no longer vượt
    {"htx.thanh_vien": "2600", "tht.thanh_vien": "3199", "htx.thu_nhap_lao_dong": "46"},
    {"tht.ty_le_boi_duong": "70"},  # both parts of «tất cả» are reached
    {"tht.ty_le_boi_duong": "75", "htx.ty_le_boi_duong": "71"},  # and both exceeded
    {"htx.ty_le_boi_duong": "60", "tht.ty_le_boi_duong": "80", "htx_nn.ty_le_co_lai": "99"},
]


@pytest.mark.slow
@pytest.mark.office
@pytest.mark.parametrize("inputs", SEED_INPUTS, ids=lambda inputs: ",".join(inputs))
def test_verdicts_follow_an_input_as_what_if_does(office: LibreOffice, inputs: dict[str, str], tmp_path: Path) -> None:
    assert agreeing_verdicts(office, ROOT, inputs, tmp_path) >= 8


@pytest.mark.slow
@pytest.mark.office
@pytest.mark.parametrize("number", ["3", "4", "5", "6", "7", "8"])
def test_every_kind_of_goal_follows_an_input(office: LibreOffice, number: str, tmp_path: Path) -> None:
    goals = {
        "1.1": "từ 5 hộ trở lên", "1.2": "trên 5 hộ", "1.3": "không quá 5 hộ", "1.4": "dưới 5 hộ", "1.5": "đạt 5 hộ",
        "1.6": "từ 4 đến 6 hộ", "1.7": "bằng 5 hộ", "1.8": "giảm còn 5 hộ", "1.9": "khoảng 5 hộ",
    }  # fmt: skip
    lines = [
        f"- số: {id}\n  nguyên văn: số hộ {goal}\n  đo bằng: a.mot\n  đạt khi: {goal}" for id, goal in goals.items()
    ]
    either = """
        - số: 1.11
          nguyên văn: một trong hai
          đạt khi:
            bất kỳ:
              - a.mot từ 7 hộ trở lên
              - a.hai từ 9 hộ trở lên
        - số: 1.12
          nguyên văn: không phải
          đạt khi:
            tất cả:
              - không phải: a.mot dưới 4 hộ
              - a.hai không quá 8 hộ
        - số: 1.13
          nguyên văn: vượt riêng
          đạt khi: a.mot từ 5 hộ trở lên
          vượt khi: a.mot từ 7 hộ trở lên
        - số: 1.14
          nguyên văn: hơn số kia
          đạt khi: a.mot trên a.hai
        """
    catalogue = "a.mot:\n  tên: Số một\n  đơn vị tính: hộ\na.hai:\n  tên: Số hai\n  đơn vị tính: hộ"
    Small(tmp_path, catalogue).criteria("\n".join(lines) + "\n" + dedent(either)).facts(
        "a.mot: 5\na.hai: 6", year=2025, as_of="31/12/2025"
    )
    assert agreeing_verdicts(office, tmp_path, {"a.mot": number}, tmp_path) == len(goals) + 4


def agreeing_verdicts(office: LibreOffice, root: Path, inputs: dict[str, str], folder: Path) -> int:
    """Asserts that the recalculated verdicts are those of what-if; returns how many there are."""
    case = Cases(Workspace(root)).select(Selection())[-1]
    book = load_workbook(io.BytesIO(written(root)))
    for code, value in inputs.items():
        sheet, cell = next(book.defined_names[code.replace(".", "_")].destinations)
        book[sheet][cell.replace("$", "")] = float(value)
    book.save(path := folder / "gia-dinh.xlsx")
    found = {row["Tên ô"]: row for row in rows(office, path)}
    assumed = parse_assumptions([f"{code}={value}" for code, value in inputs.items()], case)
    after = what_if(case, assumed, Evaluator(case.rulebook, "auto")).after
    told = {c.id: found[f"ket_luan_{c.id.replace('.', '_')}"] for c in after.criteria}
    live = {id: row["Giá trị"] for id, row in told.items() if row[SAME] != KEPT}
    assert live == {c.id: c.status.label for c in after.criteria if c.id in live}
    return len(live)


@pytest.mark.slow
@pytest.mark.office
def test_charts_and_grounds_follow_an_input(office: LibreOffice, tmp_path: Path) -> None:
    book = load_workbook(io.BytesIO(written(ROOT)))
    sheet, cell = next(book.defined_names["htx_thanh_vien"].destinations)
    book[sheet][cell.replace("$", "")] = 2600
    book.save(path := tmp_path / "gia-dinh.xlsx")
    sheets = office.as_shown(path)
    assert [row[4] for row in sheets["Biểu đồ"] if row[1] == "2.1"] == ["100,00%"]
    assert [row[4] for row in sheets["Căn cứ"] if row[0] == "2.1"] == ["2.600"]
    assert {row[4] for row in sheets["Căn cứ"] if "htx.thanh_vien)" in row[3]} == {"2.600"}


@pytest.mark.slow
@pytest.mark.office
def test_values_that_are_intervals_stay_values(office: LibreOffice, tmp_path: Path) -> None:
    Small(
        tmp_path,
        """
        a.mot:
          tên: Số một
          đơn vị tính: hộ
        a.hai:
          tên: Số hai
          đơn vị tính: hộ
        a.ty_le:
          tên: Tỷ lệ
          đơn vị tính: "%"
          công thức: tỷ_lệ(a.mot, a.hai)
        """,
    ).criteria(
        """
        - số: 1.1
          nguyên văn: từ 40% trở lên
          đạt khi: a.ty_le từ 40% trở lên
        - số: 1.2
          nguyên văn: từ 100 hộ trở lên
          đo bằng: a.hai
          đạt khi: từ 100 hộ trở lên
        """
    ).facts("a.mot: từ 40 đến 50\na.hai: 120")
    path = tmp_path / "so.xlsx"
    path.write_bytes(written(tmp_path))
    found = {row["Tên ô"]: row for row in rows(office, path) if row["Tên ô"]}
    assert {name for name, row in found.items() if row[SAME] == KEPT} == {"a_ty_le", "ket_luan_1_1"}
    assert found["a_ty_le"][WHY] == "giá trị là một khoảng, không phải một số"
    assert found["so_muc_tieu_1_2"]["Giá trị"] == "120%"


@pytest.mark.slow
@pytest.mark.office
def test_names_like_cells_and_units_of_other_sizes(office: LibreOffice, tmp_path: Path) -> None:
    assert parse_unit("tỷ đồng").scale == 10**9
    Small(
        tmp_path,
        """
        a.so_xabcd_moi:
          tên: Thu một
          đơn vị tính: tỷ đồng
        a.hai:
          tên: Thu hai
          đơn vị tính: triệu đồng
        a.tong:
          tên: Tổng thu
          đơn vị tính: triệu đồng
          công thức: a.so_xabcd_moi + a.hai - (a.hai - 5 triệu đồng)
        """,
    ).criteria("- số: 1.1\n  nguyên văn: trên 1 tỷ đồng\n  đạt khi: a.tong trên 1 tỷ đồng").facts(
        "a.so_xabcd_moi: 2\na.hai: 30"
    )
    path = tmp_path / "so.xlsx"
    path.write_bytes(written(tmp_path))
    found = {row["Tên ô"]: row for row in rows(office, path)}
    assert found["a_tong"]["Giá trị"] == "2.005" and found["a_tong"][WHY] == ""
    assert {row[SAME] for name, row in found.items() if name} == {"có"}


def test_names_are_legal_and_each_given_once() -> None:
    names = CellNames()
    wishes = ("htx.tong", "HTX_TONG", "ab1", "r1c1", "c", "true", "a.so_x00_b", "2.1")
    assert [names.give(wish) for wish in wishes] == [
        "htx_tong", "HTX_TONG_2", "so_ab1", "so_r1c1", "so_c", "so_true", "a_so_X00_b", "so_2_1",
    ]  # fmt: skip


def test_equal_input_gives_equal_bytes() -> None:
    assert written(ROOT) == written(ROOT)
