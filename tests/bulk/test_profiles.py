"""Tables whose headings an office has taught: the same profiles as those of `import`, exactly, or a refusal."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.bulk import invented
from tests.bulk.invented import as_csv, wide
from tests.running import Done, run_here

pytestmark = pytest.mark.slow

PROFILE = """biểu mẫu: Biểu tổng hợp của Sở
cột:
  TT: số thứ tự
  Địa bàn: tên đơn vị
  Kỳ BC: năm
  Chốt ngày: tính đến
  Căn cứ: nguồn
  Hộ: ho.tong
  Nghèo: ho.ngheo
  Thu NSNN: thu.tong
  DT giao: thu.du_toan
  Che phủ: rung.ty_le
  Đường BT: duong.km
  VH: van_hoa.dat
  Người lập: bỏ qua
"""
HEADS = ["TT", "Địa bàn", "Kỳ BC", "Chốt ngày", "Căn cứ", "Hộ", "Nghèo", "Thu NSNN", "DT giao", "Che phủ", "Đường BT", "VH", "Người lập"]  # fmt: skip


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return invented.workspace(tmp_path)


def taught(root: Path, profile: str = PROFILE) -> None:
    folder = root / "facts" / "bieu-mau"
    folder.mkdir(exist_ok=True)
    (folder / "so.yaml").write_text(profile, "utf-8")


def table(heads: list[str] = HEADS) -> list[list[str]]:
    return [heads, *([str(n), *row, "An"][: len(heads)] for n, row in enumerate(wide()[1:], 1))]


def evaluate(root: Path, rows: list[list[str]], *arguments: str) -> Done:
    given = arguments or ("--format", "csv", "--engine", "clips")
    return run_here("evaluate", "--data", str(as_csv(root / "bang.csv", rows)), *given, cwd=root)


def verdicts(done: Done) -> list[tuple[str, ...]]:
    lines = list(csv.DictReader(io.StringIO(done.stdout)))
    assert lines, done.stderr
    return [tuple(line.values()) for line in lines]


def test_a_taught_table_comes_to_what_the_same_numbers_under_codes_come_to(root: Path) -> None:
    expected = verdicts(evaluate(root, wide()))
    taught(root)
    done = evaluate(root, table())
    assert done.returncode == 3 and verdicts(done) == expected
    assert "đọc theo biểu mẫu «Biểu tổng hợp của Sở» (facts/bieu-mau/so.yaml)" in done.stderr
    assert "đã ghi vào lịch sử" in done.stderr


def test_a_table_under_codes_is_read_as_ever_beside_a_profile(root: Path) -> None:
    expected = verdicts(evaluate(root, wide()))
    taught(root)
    done = evaluate(root, wide())
    assert verdicts(done) == expected and "biểu mẫu" not in done.stderr


def test_states_of_a_taught_table(root: Path) -> None:
    pytest.importorskip("duckdb")
    taught(root)
    done = evaluate(root, table(), "-o", "ra.parquet")
    assert done.returncode == 3 and "đọc theo biểu mẫu" in done.stderr


def test_what_a_person_taught_goes_before_the_words_of_a_heading(root: Path) -> None:
    """«Số hộ nghèo» is an indicator by its name; this office writes all households there."""
    taught(root, "biểu mẫu: B\ncột: {đơn vị: tên đơn vị, năm: năm, tính đến: tính đến, Số hộ nghèo: ho.tong}\n")
    rows = [["đơn vị", "năm", "tính đến", "Số hộ nghèo"], *(["xã " + x, "2023", "31/12/2023", "7"] for x in "AB")]
    done = evaluate(root, rows)
    codes = {r["indicator"] for r in csv.DictReader(io.StringIO(done.stdout)) if r["actual_low"]}
    assert done.returncode == 0 and codes <= {"ho.tong", "ho.ty_le_ngheo", ""}


def test_a_column_more_or_less_is_another_form(root: Path) -> None:
    taught(root)
    rows = [[*row, "x" if n else "Xã cũ"] for n, row in enumerate(table())]
    done = evaluate(root, rows)
    assert (done.returncode, done.stdout) == (2, "")
    assert "gần giống biểu mẫu «Biểu tổng hợp của Sở»" in done.stderr and "có thêm cột «Xã cũ»" in done.stderr


REFUSED = {
    "another unit of measure": (PROFILE.replace("Thu NSNN: thu", "Thu NSNN (tỷ đồng): thu"), "Thu NSNN", "Thu NSNN (tỷ đồng)", "đơn vị tính «tỷ đồng», danh mục ghi «triệu đồng»"),
    "its own unit of measure": (PROFILE.replace("Thu NSNN: thu.tong", "Thu NSNN: {số liệu: thu.tong, đơn vị tính: tỷ đồng}"), "", "", "đơn vị tính «tỷ đồng»"),
    "a year of its own": (PROFILE.replace("Hộ:", "Hộ 2022:"), "Hộ", "Hộ 2023", "có kỳ hoặc năm riêng"),
    "last year": (PROFILE.replace("Kỳ BC: năm", "Kỳ BC: bỏ qua").replace("Hộ: ho.tong", "Hộ: {số liệu: ho.tong, năm: năm trước}"), "", "", "có kỳ hoặc năm riêng"),
    "an estimate": (PROFILE.replace("Hộ: ho.tong", "Hộ: {số liệu: ho.tong, là: ước thực hiện}"), "", "", "là «ước thực hiện»"),
    "a plan": (PROFILE.replace("Người lập: bỏ qua", "Người lập: kế hoạch"), "", "", "là «kế hoạch»"),
    "always of one unit": (PROFILE.replace("cột:", "đơn vị: xã A\ncột:"), "", "", "luôn là của một đơn vị"),
    "one indicator twice": (PROFILE.replace("Nghèo: ho.ngheo", "Nghèo: ho.tong"), "", "", "biểu mẫu trong facts/bieu-mau bị lỗi"),
    "an error": (PROFILE.replace("ho.ngheo", "ho.ngeo"), "", "", "biểu mẫu trong facts/bieu-mau bị lỗi"),
}  # fmt: skip


@pytest.mark.parametrize(("profile", "old", "new", "said"), REFUSED.values(), ids=REFUSED)
def test_what_a_table_of_units_cannot_have_is_refused(root: Path, profile: str, old: str, new: str, said: str) -> None:
    taught(root, profile)
    done = evaluate(root, table([new if head == old else head for head in HEADS]))
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize("cells", ["999,5", "999,5,ghi", "999,5,"])
def test_a_number_split_into_a_column_of_notes_leaves_out_its_unit(root: Path, cells: str) -> None:
    """«999,5» without quotes in a table whose last column is not read."""
    taught(root, "biểu mẫu: B\ncột: {Xã: tên đơn vị, Kỳ: năm, Ngày: tính đến, Thu: thu.tong, Ghi chú: ghi chú}\n")
    rows = ["Xã,Kỳ,Ngày,Thu,Ghi chú", f"xã A,2023,31/12/2023,{cells}", "xã B,2023,31/12/2023,7,xã 5", ""]
    (root / "bang.csv").write_text("\n".join(rows), "utf-8")
    done = run_here("evaluate", "--data", "bang.csv", "--format", "csv", cwd=root)
    assert done.returncode == 3 and "bị tách" in done.stderr
    assert {row["unit"] for row in csv.DictReader(io.StringIO(done.stdout))} == {"xã B"}
