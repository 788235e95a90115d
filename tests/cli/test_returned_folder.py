"""`chitieu import FOLDER` and `chitieu status` for people: what waits, what was never filled in, who sent nothing."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Workspace
from tests.cli.test_returned_forms import fill, office

__all__ = ["office"]


def test_a_blank_form_and_an_empty_file_tell_what_to_do(office: Workspace) -> None:
    office.run("new", "facts", "--xlsx", "--unit", "xã A", "--year", "2023", "-o", str(office.root / "gửi về/a.xlsx"))
    (office.root / "gửi về" / "b.xlsx").write_bytes(b"")
    done = office.run("import", "gửi về", COLUMNS="200")
    assert "các ô giá trị còn để trống; sửa: nhắc đơn vị điền" in done.stdout
    assert "tệp rỗng (0 byte); sửa: xin lại tệp gốc" in done.stdout
    assert "chitieu»" not in done.stdout and "Không có giá trị:" not in done.stdout


def test_files_that_wait_are_counted_beside_cells_to_correct(office: Workspace) -> None:
    fill(office, "xã A", "a.xlsx", {"xa.thu": "5.200", "xa.viec": "giảm nhiều"})
    (office.root / "gửi về" / "b.xlsx").write_bytes(b"")
    done = office.run("import", "gửi về", COLUMNS="200")
    assert "Còn 1 ô phải sửa trong 1 tệp" in done.stdout and "Còn 1 tệp chưa nhập" in done.stdout


def test_the_original_is_imported_and_its_copy_is_told(office: Workspace) -> None:
    fill(office, "xã A", "a.xlsx", {"xa.thu": "5.200"})
    folder = office.root / "gửi về"
    (folder / "a (1).xlsx").write_bytes((folder / "a.xlsx").read_bytes())
    done = office.run("import", "gửi về", COLUMNS="200")
    assert done.returncode == 0 and "bản sao: như a.xlsx" in done.stdout
    assert "ô: a.xlsx!" in (office.root / "facts/xa-a/2023.yaml").read_text("utf-8")


def test_cells_with_one_reason_are_told_together(office: Workspace) -> None:
    cells = fill(office, "xã A", "a.xlsx", {"xa.thu": "=1+1", "xa.viec": "=1+1"})
    done = office.run("import", "gửi về", COLUMNS="300")
    first, second = sorted(cells.values(), key=lambda cell: int(cell[1:]))
    assert done.stdout.count("ô là công thức") == 1 and f"ô {first} (" in done.stdout and f", {second} (" in done.stdout


def test_status_names_and_reminds_the_units_that_sent_nothing(office: Workspace) -> None:
    fill(office, "xã A", "a.xlsx", {"xa.thu": "5.200"})
    fill(office, "xã C", "c.xlsx", {"xa.thu": "5.200"})
    office.run("import", "gửi về")
    (office.root / "ds.txt").write_text("xã A\nUBND xã B\n", "utf-8")
    asked = ("status", "--year", "2023", "--units", "ds.txt")
    done = office.run(*asked)
    assert done.returncode == 0, done.stderr
    assert "xã B" in done.stdout and "chưa có số liệu" in done.stdout and "xã C" not in done.stdout
    assert "Đủ: 0/2 đơn vị" in done.stdout
    letters = office.run(*asked, "--format", "text").stdout
    assert "Kính gửi: xã A" in letters and "Kính gửi: xã B" in letters
    assert office.run(*asked, "--unit", "xã A").returncode == 2
    assert Path(office.root / "ds.txt").exists()
