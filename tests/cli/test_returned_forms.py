"""`chitieu import FOLDER` and `chitieu status` as staff run them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from engine.workspace.workspace import Workspace as Folder
from tests.cli.conftest import Workspace
from tests.importing.desk import CATALOGUE, CRITERIA
from tests.small_workspace import Small


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    """A workspace without facts, and a folder for what comes back."""
    root = tmp_path / "việc"
    Small(root, CATALOGUE).criteria(CRITERIA)
    (root / "facts").mkdir(exist_ok=True)
    (root / "gửi về").mkdir()
    assert Folder(root).resolution_folders
    return Workspace(root)


def fill(office: Workspace, unit: str, name: str, values: dict[str, str], saved_by: str = "Trần B") -> dict[str, str]:
    """Makes the form of a unit and fills it in. Returns the cells filled, by indicator."""
    path = office.root / "gửi về" / name
    path.unlink(missing_ok=True)
    done = office.run("new", "facts", "--xlsx", "--unit", unit, "--year", "2023", "-o", str(path))
    assert done.returncode == 0, done.stderr
    book = load_workbook(path)
    sheet = book["Số liệu"]
    cells = {}
    heads = next(row for row in sheet.iter_rows() if any(cell.value == "Mã số liệu" for cell in row))
    value_column = next(cell.column for cell in heads if cell.value == "Giá trị")
    for row in sheet.iter_rows(min_row=heads[0].row + 1):
        code = next((cell.value for cell in row if cell.value in values), None)
        if code is not None:
            cell = sheet.cell(row[0].row, value_column, values[code])
            cells[code] = cell.coordinate
    book.properties.lastModifiedBy = saved_by
    book.save(path)
    assert cells.keys() == values.keys()
    return cells


def test_a_folder_tells_each_mistake_in_the_words_of_excel(office: Workspace) -> None:
    cells = fill(office, "xã A", "a.xlsx", {"xa.thu": "5.200", "xa.viec": "giảm nhiều"})
    fill(office, "xã B", "b.xlsx", {"xa.thu": "5.300", "xa.viec": "150"})
    (office.root / "gửi về" / "~$a.xlsx").write_bytes(b"x")
    (office.root / "gửi về" / "hong.xlsx").write_bytes(b"PK\x03\x04")
    done = office.run("import", "gửi về")
    assert done.returncode == 3
    assert "Cần sửa 1 ô trong a.xlsx:" in done.stdout
    assert f"trang «Số liệu», ô {cells['xa.viec']} (Số việc làm mới)" in done.stdout
    again = f"Sửa ô {cells['xa.viec']} (trang «Số liệu») trong a.xlsx, lưu, rồi chạy lại: chitieu import 'gửi về'"
    assert again in done.stdout
    assert "~$a.xlsx: tệp khóa" in done.stdout and "hong.xlsx" in done.stdout
    assert sorted(path.name for path in (office.root / "facts").iterdir()) == ["xa-a", "xa-b"]


def test_a_corrected_form_is_imported_again_without_options(office: Workspace) -> None:
    fill(office, "xã A", "a.xlsx", {"xa.thu": "5.200", "xa.viec": "giảm nhiều"})
    assert office.run("import", "gửi về").returncode == 3
    fill(office, "xã A", "a.xlsx", {"xa.thu": "5.200", "xa.viec": "150"})
    done = office.run("import", "gửi về")
    assert done.returncode == 0, done.stdout
    assert "nhập thêm 1 giá trị" in done.stdout


def test_a_changed_form_tells_the_change_and_who_saved_it(office: Workspace) -> None:
    fill(office, "xã A", "a.xlsx", {"xa.thu": "5.200"})
    assert office.run("import", "gửi về").returncode == 0
    fill(office, "xã A", "a.xlsx", {"xa.thu": "5.900"}, "Lê C\x85<b>")
    done = office.run("import", "gửi về")
    assert done.returncode == 3
    assert re.search(r"Thu ngân sách \(xa\.thu\): 5\.200.* → 5\.900.*bởi «Lê C", done.stdout)
    assert "--replace" in done.stdout
    assert office.run("import", "gửi về", "--replace").returncode == 0


def test_the_document_has_a_schema_and_all_files(office: Workspace) -> None:
    fill(office, "xã A", "a.xlsx", {"xa.thu": "5.200"})
    fill(office, "xã A", "a-2.xlsx", {"xa.thu": "5.900"})
    done = office.run("import", "gửi về", "--format", "json", "--dry-run")
    document = json.loads(done.stdout)
    assert document["schema"] == "chitieu/returns/1" and document["dry_run"]
    assert [file["outcome"] for file in document["files"]] == ["two_answers", "two_answers"]
    assert document["two_answers"][0]["indicator"] == "xa.thu"
    assert not list((office.root / "facts").iterdir())


def test_a_folder_without_tables_is_refused(office: Workspace) -> None:
    done = office.run("import", "gửi về")
    assert done.returncode == 2 and "không có bảng tính nào" in done.stderr


def test_one_file_with_a_cell_to_correct_ends_with_3_and_says_how_to_go_on(office: Workspace) -> None:
    (office.root / "bảng 1.csv").write_text(
        "Mã;Giá trị\nxa.thu;5.200\nxa.viec;nhiều\n" + "".join(f"la.{n};1\n" for n in range(300)), "utf-8"
    )
    done = office.run("import", "bảng 1.csv", "--unit", "xã A", "--year", "2023")
    assert done.returncode == 3
    assert "Cần sửa 1 ô trong bảng 1.csv:" in done.stdout and "ô B3 (xa.viec)" in done.stdout
    assert "chitieu import 'bảng 1.csv' --unit 'xã A' --year 2023" in done.stdout
    assert (
        re.search(r"│ +300 │", done.stdout) and done.stdout.count("\n") < 30
    )  # one line for the 300 rows that nobody knows


def test_status_as_table_messages_workbook_and_document(office: Workspace) -> None:
    fill(office, "xã A", "a.xlsx", {"xa.thu": "5.200"})
    assert office.run("import", "gửi về").returncode == 0
    asked = ("status", "--year", "2023", "--as-of", "1/3/2024")
    table = office.run(*asked)
    assert table.returncode == 0 and "thiếu 2/3" in table.stdout and "xa.viec" in table.stdout
    done = office.run(*asked, "-o", "nhắc.txt", "-o", "tình hình.xlsx", "--due", "15/3/2024", "--quiet")
    assert done.returncode == 0, done.stderr
    text = (office.root / "nhắc.txt").read_text("utf-8")
    assert "Kính gửi: xã A" in text and "trước ngày 15/3/2024" in text and "- Số việc làm mới (việc)" in text
    sheets = load_workbook(office.root / "tình hình.xlsx").sheetnames
    assert sheets == ["Tình hình", "Năm 2023", "Cần gửi"]
    document = json.loads(office.run("tinh-hinh", *asked[1:], "--format", "json").stdout)
    assert document["schema"] == "chitieu/status/1"
    assert [value["indicator"] for value in document["entries"][0]["missing"]] == ["xa.ho_ngheo", "xa.viec"]


def test_status_of_a_unit_without_facts_is_refused(office: Workspace) -> None:
    fill(office, "xã A", "a.xlsx", {"xa.thu": "5.200"})
    office.run("import", "gửi về")
    assert office.run("status", "--unit", "xã Z").returncode == 2
    assert office.run("status", "--as-of", "31/31/2024").returncode == 2
