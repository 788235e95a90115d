"""`new facts --xlsx`: for one unit, for a list of units in one folder or one workbook; what it refuses."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from openpyxl import Workbook as ExcelBook
from openpyxl import load_workbook

from engine.factbase.builder import YEARS_BEFORE
from tests.cli.conftest import Workspace
from tests.workspaces import ROOT

COMMUNES = [f"xã Số {number}" for number in range(1, 31)]


@pytest.fixture
def bare(tmp_path: Path) -> Workspace:
    """The rules of the repository, without facts."""
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    (tmp_path / "facts").mkdir()
    return Workspace(tmp_path)


@pytest.fixture
def listed(bare: Workspace) -> Path:
    path = bare.root / "xa.txt"
    path.write_text("\n".join(f"{n}. {name}" for n, name in enumerate(COMMUNES, 1)) + "\n\n", "utf-8")
    return path


def _fill(path: Path, sheet: int, value: str) -> None:
    book = load_workbook(path)
    rows = book.worksheets[sheet].iter_rows()
    heading = next(row for row in rows if row[0].value == "STT")
    at = {str(cell.value): cell.column - 1 for cell in heading if cell.value}
    row = next(row for row in rows if row[at["Mã số liệu"]].value == "htx.thanh_vien")
    row[at["Giá trị"]].value = value
    book.save(path)


def test_a_form_for_each_of_thirty_communes_comes_back_as_a_folder(bare: Workspace, listed: Path) -> None:
    done = bare.run("new", "facts", "--xlsx", "--units", listed.name, "--year", "2023", "-o", "gui")
    assert done.returncode == 0, done.stderr
    files = sorted((bare.root / "gui").iterdir())
    assert len(files) == 30 and files[0].name == "bieu-so-lieu-xa-so-1-2023.xlsx"
    for number, file in enumerate(files):
        _fill(file, 0, f"{100 + number}")
    done = bare.run("import", *(f"gui/{file.name}" for file in files))
    assert done.returncode == 0, done.stderr
    assert len(list((bare.root / "facts").iterdir())) == 30
    assert "htx.thanh_vien" in (bare.root / "facts" / "xa-so-7" / "2023.yaml").read_text("utf-8")


def test_one_workbook_has_a_sheet_for_each_commune(bare: Workspace, listed: Path) -> None:
    done = bare.run("new", "facts", "--xlsx", "--units", listed.name, "--year", "2023", "-o", "ca-huyen.xlsx")
    assert done.returncode == 0, done.stderr
    path = bare.root / "ca-huyen.xlsx"
    assert load_workbook(path).sheetnames[:30] == COMMUNES
    _fill(path, 4, "120")
    done = bare.run("import", path.name)
    assert done.returncode == 0, done.stderr
    assert [folder.name for folder in (bare.root / "facts").iterdir()] == ["xa-so-5"]


def test_forms_that_are_there_stop_all_of_them(bare: Workspace, listed: Path) -> None:
    assert bare.run("new", "facts", "--xlsx", "--units", listed.name, "--year", "2023", "-o", "gui").returncode == 0
    for file in list((bare.root / "gui").iterdir())[1:]:
        file.unlink()
    done = bare.run("new", "facts", "--xlsx", "--units", listed.name, "--year", "2023", "-o", "gui")
    assert done.returncode == 2 and "đã có" in done.stderr
    assert len(list((bare.root / "gui").iterdir())) == 1


def test_a_list_may_be_a_table(bare: Workspace) -> None:
    book = ExcelBook()
    assert book.active is not None
    for row in (
        ["DANH SÁCH"],
        ["TT", "Tên đơn vị", "Ghi chú"],
        [1, "xã A", ""],
        [2, "Phường B", "mới"],
        [3, "xã A", ""],
    ):
        book.active.append(row)
    book.save(bare.root / "ds.xlsx")
    done = bare.run("new", "facts", "--xlsx", "--units", "ds.xlsx", "--year", "2023")
    assert done.returncode == 0, done.stderr
    names = {file.name for file in (bare.root / "bieu-so-lieu-2023").iterdir()}
    assert names == {"bieu-so-lieu-xa-a-2023.xlsx", "bieu-so-lieu-phuong-b-2023.xlsx"}


def test_all_units_are_those_that_have_facts_with_their_last_years_values(workspace: Workspace) -> None:
    done = workspace.run("new", "facts", "--xlsx", "--all-units", "--year", "2024")
    assert done.returncode == 0, done.stderr
    (file,) = (workspace.root / "bieu-so-lieu-2024").iterdir()
    book = load_workbook(file)
    rows = book.worksheets[0].iter_rows(values_only=True)
    heading = next(row for row in rows if row[0] == "STT")
    code, before = heading.index("Mã số liệu"), heading.index("Năm trước")
    shown = {row[code]: row[before] for row in rows if row[code]}
    assert str(shown["htx.tong"]).startswith("22")


@pytest.mark.parametrize("year", ["2031", str(2021 - YEARS_BEFORE - 1)])
@pytest.mark.parametrize("form", [(), ("--xlsx",)])
def test_a_year_of_which_there_can_be_no_facts_is_refused(bare: Workspace, year: str, form: tuple[str, ...]) -> None:
    done = bare.run("new", "facts", "--unit", "xã A", "--year", year, *form)
    assert done.returncode == 2 and "2021-2025" in done.stderr
    assert not list((bare.root / "facts").iterdir()) and not list(bare.root.glob("*.xlsx"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "cần đúng một trong ba"),
        (("--unit", "xã A", "--all-units"), "cần đúng một trong ba"),
        (("--units", "khong-co.txt", "--xlsx"), "không có tệp"),
        (("--units", "xa.txt"), "chỉ dùng cùng --xlsx"),
        (("--units", "xa.txt", "--xlsx", "-o", "bieu.ods"), "một thư mục, hoặc một tệp .xlsx"),
        (("--all-units", "--xlsx"), "chưa có số liệu của đơn vị nào"),
    ],
)
def test_wrong_usage_is_said(bare: Workspace, listed: Path, arguments: tuple[str, ...], said: str) -> None:
    done = bare.run("new", "facts", "--year", "2023", *arguments)
    assert done.returncode == 2 and said in done.stderr and "Traceback" not in done.stderr
