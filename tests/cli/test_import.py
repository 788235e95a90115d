"""`chitieu import`: tables of other programs give the verdicts of the golden table; nothing is guessed or half written."""

from __future__ import annotations

import json
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook as ExcelBook
from openpyxl import load_workbook

from engine.factbase.facts import Basis, Fact
from engine.factbase.periods import year_of
from engine.rulebook.rulebook import Nature
from tests.cli.conftest import ROOT, Workspace
from tests.importing.annex import VERDICTS, annex
from tests.spreadsheet_programs import EXCEL, LibreOffice
from tests.workspaces import case_in

Empty = Callable[[dict[str, str]], Workspace]
UNIT = ("--unit", "huyện Tháp Mười")
TABLE = "Mã số liệu;Giá trị\nhtx.thanh_vien;2.570\ntht.thanh_vien;3.205\n"


@pytest.fixture
def bare(tmp_path: Path) -> Workspace:
    """The rules of the repository, without facts."""
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    (tmp_path / "facts").mkdir()
    return Workspace(tmp_path)


def imported(workspace: Workspace, *arguments: str) -> dict[str, Any]:
    done = workspace.run("import", *arguments, "--format", "json")
    assert done.returncode in (0, 3), done.stderr
    document: dict[str, Any] = json.loads(done.stdout)
    refused = any(entry["why"] in ("bad_value", "ambiguous") for entry in document["left_out"])
    assert done.returncode == (3 if refused else 0)
    return document


def facts_of(root: Path) -> list[Fact]:
    case = case_in(root)
    return list(case.facts.facts.facts)


def told(fact: Fact) -> tuple[object, ...]:
    """All of a fact but the place of its line and cell."""
    return fact._replace(span=None, cell="")  # type: ignore[arg-type]


# ---------------------------------------------------------------- the golden table


def assert_golden(workspace: Workspace) -> None:
    document = workspace.evaluate()
    statuses = {c["id"]: c["status"] for t in document["targets"] for c in t["criteria"]}
    assert statuses == VERDICTS
    targets, criteria = document["summary"]["targets"], document["summary"]["criteria"]
    assert targets["met"] + targets["exceeded"] == 2
    assert criteria["met"] + criteria["exceeded"] == 6
    assert document["as_of"] == "2023-11-10"


def test_an_annex_gives_the_verdicts_of_the_report(bare: Workspace) -> None:
    annex(bare.root / "phu-luc.xlsx")
    document = imported(bare, "phu-luc.xlsx", *UNIT)
    assert_golden(bare)
    read = {(value["indicator"], value["basis"]): value for value in document["read"]}
    assert len(document["read"]) == len(read) == 14
    assert read["htx.thanh_vien", "actual"]["place"] == "phu-luc.xlsx!Phụ lục 1!F13"
    assert read["htx.ty_le_trung_cap_tro_len", "actual"]["value"] == "75%"
    assert read["htx.doanh_thu_binh_quan", "actual"]["as_of"] == "2023-10-31"
    assert read["htx.doanh_thu_binh_quan", "estimate"]["value"] == "trên 1.800 triệu đồng"
    out = {entry["place"].rpartition("!")[2]: entry["why"] for entry in document["left_out"]}
    assert {cell: out[cell] for cell in ("D5", "H5", "I5", "B17", "B24")} == {
        "D5": "not_a_fact",
        "H5": "not_a_fact",
        "I5": "not_a_fact",
        "B17": "unmatched",
        "B24": "unmatched",
    }
    assert bare.run("fmt", "--check").returncode == 0
    assert bare.run("check").returncode == 0


def test_the_cell_is_the_origin_of_the_fact(bare: Workspace) -> None:
    annex(bare.root / "phu-luc.xlsx")
    imported(bare, "phu-luc.xlsx", *UNIT)
    (measure,) = next(c for t in bare.evaluate()["targets"] for c in t["criteria"] if c["id"] == "2.1")["measures"]
    assert measure["actual"]["origin"].endswith("(phu-luc.xlsx!Phụ lục 1!F13)")


@pytest.mark.slow
@pytest.mark.office
def test_a_workbook_of_libreoffice_gives_the_same_verdicts(
    bare: Workspace, tmp_path: Path, libre_office: LibreOffice
) -> None:
    folder = tmp_path / "lo"
    folder.mkdir()
    ods = libre_office.converted(annex(folder / "goc.xlsx"), "ods", folder)
    shutil.copy(libre_office.converted(ods, EXCEL, folder), bare.root / "lo.xlsx")
    assert len(imported(bare, "lo.xlsx", *UNIT)["read"]) == 14
    assert_golden(bare)
    for other in (ods, libre_office.converted(ods, "xls", folder)):
        assert len(imported(bare, str(other), *UNIT, "--dry-run")["read"]) == 14


@pytest.mark.slow
@pytest.mark.office
def test_csv_of_libreoffice_gives_the_same_verdicts(bare: Workspace, tmp_path: Path, libre_office: LibreOffice) -> None:
    utf8_semicolons = "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true,false"
    folder = tmp_path / "lo"
    folder.mkdir()
    made = libre_office.converted(annex(folder / "bang.xlsx"), utf8_semicolons, folder)
    assert len(imported(bare, str(made), *UNIT)["read"]) == 14
    assert_golden(bare)


# ---------------------------------------------------------------- the twelve targets of 2019


def national(path: Path) -> Path:
    """The table of case 02, as printed."""
    rows = [
        ("Tốc độ tăng tổng sản phẩm trong nước (GDP)", "%", "6,6-6,8", "7,02"),
        ("Tốc độ tăng chỉ số giá tiêu dùng bình quân (CPI)", "%", "Khoảng 4", "2,79"),
        ("Tốc độ tăng tổng kim ngạch xuất khẩu", "%", "7-8", "8,1"),
        ("Tỷ lệ nhập siêu so với tổng kim ngạch xuất khẩu", "%", "Dưới 3", "Xuất siêu"),
        ("Tổng vốn đầu tư thực hiện toàn xã hội so GDP", "%", "33-34", "33,9"),
        ("Mức giảm tỷ lệ hộ nghèo theo chuẩn nghèo tiếp cận đa chiều", "%", "1-1,5", "1,1"),
        ("Trong đó: Mức giảm tỷ lệ hộ nghèo tại các huyện nghèo", "%", "4", "Trên 4"),
        ("Tỷ lệ thất nghiệp ở khu vực thành thị", "%", "Dưới 4", "3,1"),
        ("Tỷ lệ lao động qua đào tạo", "%", "60-62", "61-62"),
        ("Trong đó: Tỷ lệ lao động qua đào tạo có văn bằng, chứng chỉ", "%", "24-24,5", "Khoảng 24"),
        ("Số giường bệnh trên 1 vạn dân (không tính giường trạm y tế xã)", "giường bệnh", "27", "27,5"),
        ("Tỷ lệ dân số tham gia bảo hiểm y tế", "%", "88,1", "89,3"),
        (
            "Tỷ lệ KCN, KCX đang hoạt động có hệ thống xử lý nước thải tập trung đạt tiêu chuẩn môi trường",
            "%",
            "89",
            "89",
        ),
        ("Tỷ lệ che phủ rừng", "%", "41,85", "41,85"),
    ]
    book = ExcelBook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["KẾT QUẢ THỰC HIỆN 12 CHỈ TIÊU KINH TẾ - XÃ HỘI CHỦ YẾU NĂM 2019"])
    sheet.append(["TT", "Chỉ tiêu", "Đơn vị", "Kế hoạch năm 2019", "Ước thực hiện năm 2019"])
    for number, row in enumerate(rows, 1):
        sheet.append([number, *row])
    book.save(path)
    return path


def test_words_bounds_and_ranges_of_a_national_table(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples" / "quoc-hoi-2019" / "rules", tmp_path / "rules")
    (tmp_path / "facts").mkdir()
    workspace = Workspace(tmp_path)
    national(tmp_path / "bang.xlsx")
    document = imported(workspace, "bang.xlsx", "--unit", "cả nước")
    read = {value["indicator"]: (value["value"], value["basis"]) for value in document["read"]}
    assert read["lao_dong.qua_dao_tao"] == ("61-62%", "estimate")
    assert read["lao_dong.co_bang_chung_chi"] == ("Khoảng 24%", "estimate")
    assert read["ho_ngheo.muc_giam_huyen_ngheo"] == ("Trên 4%", "estimate")
    out = {entry["place"].rpartition("!")[2]: entry for entry in document["left_out"]}
    assert set(out) == {"D2", "E6", "B15"}
    assert "«Xuất siêu»" in out["E6"]["reason"] and "dưới 0%" in out["E6"]["remedy"]
    assert "khu công nghiệp, khu chế xuất" in out["B15"]["remedy"]  # only proposed: KCN is not its name
    statuses = [workspace.statuses()[f"chỉ tiêu {number}"] for number in range(1, 13)]
    unknown = "undetermined"  # Xuất siêu, and the row that was not matched
    assert statuses == [
        "exceeded",
        "exceeded",
        "exceeded",
        unknown,
        "met",
        "met",
        "met",
        "met",
        "exceeded",
        "exceeded",
        unknown,
        "met",
    ]


def test_another_name_in_the_catalogue_makes_the_row_known(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples" / "quoc-hoi-2019" / "rules", tmp_path / "rules")
    (tmp_path / "facts").mkdir()
    workspace = Workspace(tmp_path)
    name = "Tỷ lệ KCN, KCX đang hoạt động có hệ thống xử lý nước thải tập trung đạt tiêu chuẩn môi trường"
    head = "rules/kinh-te-xa-hoi-2019/nghi-quyet.yaml"
    entry = "  moi_truong.kcn_xu_ly_nuoc_thai:\n"
    workspace.edit(head, entry, f'{entry}    tên khác: ["{name}"]\n')
    national(tmp_path / "bang.xlsx")
    read = {value["indicator"] for value in imported(workspace, "bang.xlsx", "--unit", "cả nước")["read"]}
    assert "moi_truong.kcn_xu_ly_nuoc_thai" in read


# ---------------------------------------------------------------- the form, there and back


@pytest.mark.slow
def test_a_form_filled_in_gives_back_every_fact(bare: Workspace) -> None:
    done = bare.run("new", "facts", "--xlsx", *UNIT, "--year", "2023", "--as-of", "10/11/2023", "-o", "bieu.xlsx")
    assert done.returncode == 0, done.stderr
    case = case_in(ROOT)
    wanted = [fact for fact in case.facts.facts.facts if case.rulebook.indicators[fact.code].formula is None]
    yearly = {
        fact.code
        for fact in wanted
        if fact.period == year_of(2023)
        and case.rulebook.indicators[fact.code].nature is Nature.FLOW
        and fact.basis is Basis.ACTUAL
    }
    _fill(bare.root / "bieu.xlsx", wanted, case.facts.facts.sources, yearly)
    document = imported(bare, "bieu.xlsx")
    assert {entry["why"] for entry in document["left_out"]} <= {"no_value", "heading"}
    found = facts_of(bare.root)
    assert sorted(map(str, map(told, found))) == sorted(map(str, map(told, wanted)))
    assert all(fact.cell.startswith("bieu.xlsx!Số liệu!E") for fact in found)
    assert {c: s for c, s in bare.statuses().items() if "." in c} == VERDICTS
    assert bare.run("fmt", "--check").returncode == 0


def _fill(path: Path, facts: list[Fact], sources: dict[str, str], yearly: set[str]) -> None:
    """What a person would type into the form."""
    book = load_workbook(path)
    sheet = book["Số liệu"]
    heading = next(row for row in sheet.iter_rows() if row[1].value == "Mã số liệu")
    column = {str(cell.value): cell.column for cell in heading if cell.value}
    at = heading[0].row
    assert at is not None
    below = list(sheet.iter_rows(min_row=at + 1))
    rows = {str(row[1].value): row[0].row for row in below if row[1].value}
    free = [row[0].row for row in below if not row[column["Tên số liệu"] - 1].protection.locked]
    for fact in facts:
        row = rows.pop(fact.code, None) or free.pop(0)
        assert row is not None
        cells: dict[str, Any] = {
            "Mã số liệu": fact.code,
            "Giá trị": fact.text,
            "Loại số liệu": "ước thực hiện" if fact.basis is Basis.ESTIMATE else "thực hiện",
            "Nguồn": fact.source,
            "Loại nguồn": "nhận định" if fact.judged else "đo đếm",
            "Suy ra từ": fact.inferred,
            "Nhận xét": fact.remark,
            "Người đánh giá": fact.assessor,
            "Kỳ": "cả năm" if fact.code in yearly and not fact.part_year and fact.basis is Basis.ACTUAL else "",
            "Lý do kỳ": fact.period_reason,
            "Tính đến": fact.as_of if fact.as_of.isoformat() != "2023-11-10" else "",
        }
        for name, value in cells.items():
            sheet.cell(row, column[name]).value = value or None
    declared = book["Nguồn"]
    first = next(number for number in range(1, 10) if declared.cell(number, 1).value == "Mã nguồn")
    for number, (code, name) in enumerate(sources.items(), first + 1):
        declared.cell(number, 1).value, declared.cell(number, 2).value = code, name
    book.save(path)


def test_a_form_is_not_taken_for_another_unit_or_year(bare: Workspace) -> None:
    bare.run("new", "facts", "--xlsx", *UNIT, "--year", "2023", "-o", "bieu.xlsx")
    for other in (("--unit", "xã A"), ("--year", "2022")):
        done = bare.run("import", "bieu.xlsx", *other)
        assert done.returncode == 2 and other[0] in done.stderr


def test_an_empty_form_writes_nothing(bare: Workspace) -> None:
    bare.run("new", "facts", "--xlsx", *UNIT, "--year", "2023", "-o", "bieu.xlsx")
    done = bare.run("import", "bieu.xlsx")
    assert done.returncode == 3
    assert "chưa ghi tệp nào" in done.stdout
    assert list((bare.root / "facts").iterdir()) == []


# ---------------------------------------------------------------- the command


def test_a_column_of_ten_months_is_dated_by_its_last_day(bare: Workspace) -> None:
    table = "Mã số liệu;TH 10 tháng;Ước TH\nhtx.thanh_vien;2.644;2.650\n"
    (bare.root / "bang.csv").write_text(table, "utf-8")
    document = imported(bare, "bang.csv", *UNIT, "--year", "2023")
    assert [file["as_of"] for file in document["files"]] == ["2023-10-31"]
    criterion = next(c for t in bare.evaluate()["targets"] for c in t["criteria"] if c["id"] == "2.1")
    # members are counted at a date: the count stands before the estimate
    assert (criterion["status"], criterion["measures"][0]["actual"]["low"]) == ("met", "2644")
    assert criterion["measures"][0]["actual"]["as_of"] == "2023-10-31"


def test_a_mark_in_a_yes_or_no_row_is_not_lost(bare: Workspace) -> None:
    (bare.root / "bang.csv").write_text("Mã số liệu;Giá trị\nhtx.thanh_vien;2.570\ntht.chua_tap_huan;x\n", "utf-8")
    document = imported(bare, "bang.csv", *UNIT, "--year", "2023")
    (left,) = document["left_out"]
    assert left["place"].endswith("B3") and left["why"] == "bad_value" and "ghi «có» hoặc «không»" in left["remedy"]


def test_it_asks_nothing_silently(bare: Workspace) -> None:
    (bare.root / "bang.csv").write_text(TABLE, "utf-8")
    unit = bare.run("import", "bang.csv", "--year", "2023")
    assert (unit.returncode, unit.stdout) == (2, "") and "thêm --unit" in unit.stderr
    year = bare.run("import", "bang.csv", *UNIT)
    assert (year.returncode, year.stdout) == (2, "") and "thêm --year" in year.stderr
    assert list((bare.root / "facts").iterdir()) == []


def test_a_dry_run_writes_nothing(bare: Workspace) -> None:
    (bare.root / "bang.csv").write_text(TABLE, "utf-8")
    done = bare.run("import", "bang.csv", *UNIT, "--year", "2023", "--dry-run")
    assert done.returncode == 0
    assert "bang.csv!B2" in done.stdout and "2.570" in done.stdout and "Chạy thử" in done.stdout
    assert list((bare.root / "facts").iterdir()) == []
    assert not (bare.root / ".chitieu").exists()


def test_the_alias_and_the_same_bytes_twice(bare: Workspace) -> None:
    (bare.root / "bang.csv").write_text(unicodedata.normalize("NFD", TABLE), "utf-16")
    arguments = ("bang.csv", *UNIT, "--year", "2023", "--as-of", "10/11/2023", "--source", "Sổ theo dõi HTX")
    assert bare.run("nhap", *arguments).returncode == 0
    path = bare.root / "facts/huyen-thap-muoi/2023.yaml"
    first = path.read_bytes()
    assert "tên: Sổ theo dõi HTX" in first.decode()
    again = bare.run("import", *arguments)
    assert again.returncode == 0 and "không đổi" in again.stdout
    assert path.read_bytes() == first


def test_facts_of_people_are_never_replaced(workspace: Workspace) -> None:
    own = workspace.root / "facts/thap-muoi/2023.yaml"
    before = own.read_bytes()
    (workspace.root / "bang.csv").write_text(TABLE.replace("2.570", "2.633"), "utf-8")
    done = workspace.run("import", "bang.csv", *UNIT, "--year", "2023", "--replace")
    assert done.returncode == 0
    assert own.read_bytes() == before
    assert (workspace.root / "facts/thap-muoi/2023-bang.yaml").exists()
    assert "facts/thap-muoi/2023.yaml:26 đã ghi 2.570" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("khong-co.xlsx",), 2, "không có tệp"),
        (("bang.csv", "--year", "23"), 2, "bốn chữ số"),
        (("bang.csv", "--as-of", "31/11/2023"), 2, "--as-of"),
        (("bang.csv", "--unit", " "), 2, "--unit"),
        (("bang.csv", "--numbers", "fr"), 2, "vi, en"),
        (("bang.csv", "--resolution", "48/NQ-HĐND"), 2, "47/NQ-HĐND"),
        (("bang.csv", "--sheet", "Bảng"), 2, "trang tính"),
        ((), 2, "thiếu tham số"),
        (("anh.xlsx", *UNIT), 3, "sửa:"),
        (("cu.xls", *UNIT), 3, ".xls"),
    ],
)
def test_wrong_use_is_said_with_its_remedy(
    bare: Workspace, arguments: tuple[str, ...], code: int, message: str
) -> None:
    (bare.root / "bang.csv").write_text(TABLE, "utf-8")
    (bare.root / "anh.xlsx").write_bytes(b"PK\x03\x04" + bytes(range(256)))
    (bare.root / "cu.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    done = bare.run("import", *arguments)
    assert (done.returncode, done.stdout) == (code, ""), done.stderr
    assert message in done.stderr and "Traceback" not in done.stderr


def test_hostile_texts_are_shown_and_written_as_texts(bare: Workspace) -> None:
    hostile = "[red]\x1b[31m=cmd|' /C calc'!A0 ../../x"
    (bare.root / "bang.csv").write_text(
        f'Tên đơn vị;Năm;Mã số liệu;Giá trị;Nguồn\n"{hostile}";2023;htx.thanh_vien;5;"{hostile}"\n'
        f'"{hostile}";2023;htx.thanh_vien_moi;"{hostile}";\n',
        "utf-8",
    )
    done = bare.run("import", "bang.csv")
    assert done.returncode == 3, done.stderr  # D3 holds no number
    assert "\x1b" not in done.stdout and "[red]" in done.stdout
    (folder,) = (bare.root / "facts").iterdir()
    assert bare.run("fmt", "--check").returncode == 0
    assert bare.run("check").returncode == 0
    assert "\x1b" not in (folder / "2023.yaml").read_text("utf-8")


@pytest.mark.slow
def test_many_units_of_a_long_table(bare: Workspace) -> None:
    rows = "".join(f"xã Số {n},tỉnh X,2023,htx.thanh_vien,{n}\n" for n in range(200))
    (bare.root / "dai.csv").write_text("Tên đơn vị,Tỉnh,Năm,Mã số liệu,Giá trị\n" + rows, "utf-8")
    done = bare.run("import", "dai.csv")
    assert done.returncode == 0
    assert "Đã đọc 200 giá trị" in done.stdout and "… và 140 giá trị nữa" in done.stdout
    assert len(list((bare.root / "facts").rglob("2023.yaml"))) == 200
    assert len(imported(bare, "dai.csv", "--dry-run")["read"]) == 200


def test_the_json_has_its_schema(bare: Workspace) -> None:

    from cli.json_documents import DOCUMENTS
    from engine.files.json_schema import adapter

    annex(bare.root / "phu-luc.xlsx")
    document = imported(bare, "phu-luc.xlsx", *UNIT, "--dry-run")
    assert adapter(DOCUMENTS["import"]).validate_python(document) == document
    assert document["dry_run"] is True
