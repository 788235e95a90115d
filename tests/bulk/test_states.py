"""Parquet of what is concluded of every unit: the states of the rules engine, nothing where the sample differs."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("numpy", reason="columns need numpy (chitieu[bulk])")
pytest.importorskip("duckdb", reason="Parquet needs duckdb (chitieu[bulk])")

import duckdb

from engine.bulk.states import concluded_of
from engine.evaluation.evaluator import Evaluator
from engine.files import storage
from engine.inference.columns import ColumnPlan, Inferred
from engine.workspace.cases import Cases
from engine.workspace.choosing import Selection
from engine.workspace.workspace import Workspace
from tests.bulk import invented
from tests.bulk.invented import UNITS, as_csv, wide
from tests.running import Done, run_here
from tests.small_workspace import Small

pytestmark = pytest.mark.slow

FINDINGS = """
hạn chế:
  - mã: HC-1
    của: [1.1]
    kết luận: Tỷ lệ hộ nghèo còn cao.
  - mã: HC-2
    của: [1.2]
    kết luận: Thu ngân sách chưa đạt dự toán.
nguyên nhân:
  - mã: KQ-1
    loại: khách quan
    của: [HC-2]
    khi: thu.tong dưới 2.000 triệu đồng
    kết luận: Nguồn thu còn ít.
dự báo:
  - mã: DB-1
    khi: nội dung 1.6 chậm tiến độ hoặc nội dung 1.1 chưa đạt
    kết luận: Có thể không đạt.
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = invented.workspace(tmp_path)
    path = root / "rules/nq/chi-tieu-1.yaml"
    path.write_text(path.read_text("utf-8") + FINDINGS, "utf-8")
    return root


def evaluate(root: Path, *arguments: str) -> Done:
    return run_here("evaluate", "--data", "bang.csv", "-o", "ra.parquet", *arguments, cwd=root)


def read(path: Path) -> dict[str, dict[str, Any]]:
    """The rows by unit, with the names of columns."""
    found = duckdb.connect().execute("SELECT * FROM read_parquet(?)", [str(path)])
    names = [column[0] for column in found.description]
    return {row[names.index("unit")]: dict(zip(names, row, strict=True)) for row in found.fetchall()}


def test_states_are_those_of_the_rules_engine(root: Path) -> None:
    as_csv(root / "bang.csv", wide())
    done = evaluate(root)
    assert (done.returncode, done.stdout) == (3, "")
    assert "xã Sai" in done.stderr and "xã Lẻ" in done.stderr
    found = read(root / "ra.parquet")
    invented.facts_files(root)
    cases = Cases(Workspace(root)).select(Selection())
    evaluator = Evaluator(cases[0].rulebook, "clips")
    assert len(found) == len(cases) == len(UNITS) - 2
    for case in cases:
        states = evaluator.states(case.facts)
        row = found[case.facts.facts.unit]
        expected = {one.name: one.words[states[one.node]] for one in concluded_of(evaluator.rulebook)}
        assert {name: row[name] for name in expected} == expected
        assert (row["resolution"], row["year"], str(row["as_of"])) == ("1/NQ-HĐND", 2023, "2023-12-31")
    assert found["xã An Bình"]["row"] == 2
    assert found["xã An Bình"]["criterion 1.1"] == "not_met"  # 30 of 1.500 are 2%, and it must be below
    assert found["xã An Bình"]["finding HC-1"] == "present"


def test_a_rate_of_nothing_is_not_known_where_only_that_is_asked(tmp_path: Path) -> None:
    """3 of 4 is known and 3 of 0 is no number (8-semantics: a divisor of 0 is unknown); no condition compares the rate itself."""
    finding = "\ndự báo:\n  - mã: DB-1\n    khi: đã có số liệu ho.ty_le_ngheo\n    kết luận: Có tỷ lệ.\n"
    catalogue = (
        "ho.tong: {tên: Tổng số hộ, đơn vị tính: hộ}\nho.ngheo: {tên: Số hộ nghèo, đơn vị tính: hộ}\n"
        'ho.ty_le_ngheo: {tên: Tỷ lệ hộ nghèo, đơn vị tính: "%", công thức: "tỷ_lệ(ho.ngheo, ho.tong)"}'
    )
    criterion = "- số: 1.1\n  nguyên văn: Có ít hộ nghèo\n  đạt khi: ho.ngheo không quá 5 hộ"
    root = Small(tmp_path, catalogue).criteria(criterion, finding).root
    (root / "facts").mkdir()
    rows = [["xã A", "4", "3"], ["xã B", "0", "3"], ["xã C", "5", "3"], ["xã D", "", "3"]]
    rows = [["đơn vị", "ho.tong", "ho.ngheo"], *rows]
    as_csv(root / "bang.csv", rows)
    done = evaluate(root, "--engine", "columns", "--year", "2023", "--as-of", "31/12/2023")
    assert done.returncode == 0, done.stderr
    found = {unit: row["finding DB-1"] for unit, row in read(root / "ra.parquet").items()}
    assert found == {"xã A": "present", "xã B": "absent", "xã C": "present", "xã D": "absent"}


def lines_of(root: Path, rows: list[list[str]]) -> list[dict[str, str]]:
    """The lines of CSV of a table of 2023 in columns, whose units are all inferred again by rules."""
    (root / "facts").mkdir()
    as_csv(root / "bang.csv", rows)
    when = ("--year", "2023", "--as-of", "31/12/2023")
    done = run_here("evaluate", "--data", "bang.csv", "--format", "csv", "--engine", "columns", *when, cwd=root)
    assert done.returncode == 0, done.stderr
    return list(csv.DictReader(io.StringIO(done.stdout)))


def test_a_rate_of_nothing_is_shown_as_none_where_its_bound_is_missing(tmp_path: Path) -> None:
    """The plan is missing for all, so that nothing is compared; 3 of 5 are shown as 60%, and 3 of 0 as no number."""
    catalogue = (
        "ho.tong: {tên: Tổng số hộ, đơn vị tính: hộ}\nho.ngheo: {tên: Số hộ nghèo, đơn vị tính: hộ}\n"
        'ho.muc: {tên: Mức giao, đơn vị tính: "%", tính chất: kế hoạch}'
    )
    criterion = "- số: 1.1\n  nguyên văn: Như mức giao\n  đạt khi: tỷ_lệ(ho.ngheo, ho.tong) không quá ho.muc"
    root = Small(tmp_path, catalogue).criteria(criterion).root
    lines = lines_of(root, [["đơn vị", "ho.tong", "ho.ngheo"], ["xã A", "5", "3"], ["xã B", "0", "3"]])
    found = [(line["unit"], line["status"], line["actual_low"], line["origin"]) for line in lines]
    assert found == [("xã A", "undetermined", "60", "bang.csv:2"), ("xã B", "undetermined", "", "")]


def test_a_given_number_that_stands_for_a_formula_is_what_is_shown(tmp_path: Path) -> None:
    """x.s has no like day a year before, so that no end is shared: the formula of x.c has no value there, the given one counts."""
    catalogue = (
        "x.a: {tên: Thu, đơn vị tính: vụ, tính chất: trong năm}\nx.s: {tên: Dư, đơn vị tính: vụ}\n"
        "x.c: {tên: Thu tính được, đơn vị tính: '%', công thức: 'tỷ_lệ(x.a, x.a)'}"
    )
    criterion = "- số: 1.1\n  nguyên văn: Như tăng trưởng\n  đạt khi: x.c từ tăng_trưởng(x.s) trở lên"
    root = Small(tmp_path, catalogue).criteria(criterion).root
    rows = [[f"xã {number}", "5", "3", f"{100 - number}%"] for number in range(4)]
    shown = [line["actual_low"] for line in lines_of(root, [["đơn vị", "x.a", "x.s", "x.c"], *rows])]
    assert shown == ["100", "99", "98", "97"]


def test_findings_of_many_units_are_inferred_in_columns(root: Path) -> None:
    units = {
        f"xã {number}": (str(1000 + number), str(number % 40), "1200", "1200", "41", "12", "có")
        for number in range(300)
    }
    as_csv(root / "bang.csv", wide(units))
    done = evaluate(root, "--sample", "50")
    assert done.returncode == 0
    assert "theo cột: 300 đơn vị; 50 đơn vị suy diễn lại bằng quy tắc, khớp" in done.stderr
    found = read(root / "ra.parquet")
    for number in range(300):
        met = 100 * (number % 40) < 2 * (1000 + number)
        assert found[f"xã {number}"]["criterion 1.1"] == ("met" if met else "not_met")


def test_a_difference_ends_with_code_5_and_no_file(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    as_csv(root / "bang.csv", wide())
    sound = ColumnPlan.run

    def wrong(self: ColumnPlan, given: Any) -> Inferred:
        inferred = sound(self, given)
        for states in inferred.states.values():
            states[:] = -states
        return inferred

    monkeypatch.setattr(ColumnPlan, "run", wrong)
    done = evaluate(root)
    assert (done.returncode, done.stdout) == (5, "")
    assert "tính theo cột và động cơ quy tắc cho kết quả khác nhau" in done.stderr
    assert "- theo cột: " in done.stderr and "- theo quy tắc: " in done.stderr
    assert list(root.glob("*ra*")) == []
    done = run_here("evaluate", "--data", "bang.csv", "--engine", "columns", "--format", "csv", cwd=root)
    assert (done.returncode, done.stdout) == (5, "")


def test_a_file_of_somebody_is_kept_and_an_own_one_written_over(root: Path) -> None:
    as_csv(root / "bang.csv", wide())
    (root / "ra.parquet").write_bytes(b"PAR1 of somebody")
    done = evaluate(root)
    assert done.returncode == 2 and "không do chitieu viết" in done.stderr
    (root / "ra.parquet").unlink()
    assert [evaluate(root).returncode for _ in range(2)] == [3, 3]


@pytest.mark.parametrize(
    "options",
    [
        ["--unit", "xã An Bình"],
        ["--format", "csv"],
        ["-o", "ra.csv"],
        ["--engine", "clips"],
        ["--fail-on", "data"],
        ["--draft"],
    ],
)
def test_what_does_not_go_with_it_is_refused(root: Path, options: list[str]) -> None:
    as_csv(root / "bang.csv", wide())
    done = evaluate(root, *options)
    assert (done.returncode, done.stdout) == (2, "")
    assert not (root / "ra.parquet").exists()


def test_without_a_table_it_is_refused(root: Path) -> None:
    done = run_here("evaluate", "-o", "ra.parquet", cwd=root)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--data" in done.stderr


def test_of_several_years_one_is_to_be_chosen(root: Path) -> None:
    as_csv(root / "bang.csv", [*wide(year=2022), *wide()[1:]])
    done = evaluate(root)
    assert done.returncode == 2
    assert "bảng có nhiều năm, tệp .parquet ghi kết quả một năm; thêm --year NĂM" in done.stderr
    assert "không đọc được" not in done.stderr
    done = evaluate(root, "--year", "2022-2023")
    assert done.returncode == 2 and "ghi một --year" in done.stderr
    assert not (root / "ra.parquet").exists()


def test_a_chosen_year_is_concluded_with_the_years_beside_it(root: Path) -> None:
    """Growth needs the year before, here of one commune alone: 1100 are 10% more than 1000."""
    before = wide({"xã An Bình": ("1500", "30", "1000", "1000", "40", "12,5", "có")}, year=2022)
    values = ("1500", "30", "1100", "1000", "40", "12,5", "có")
    units = {"xã An Bình": values, "xã Mới": values, "xã Sai": ("chừng", *values[1:])}
    as_csv(root / "bang.csv", [*before, *wide(units)[1:], ["", "2023", "31/12/2023", "BC", *values]])
    done = evaluate(root, "--year", "2023")
    assert done.returncode == 3 and "xã Sai" in done.stderr and "dòng không ghi tên đơn vị" in done.stderr
    assert "bằng quy tắc: 3 đơn vị, vì bảng có nhiều năm" in done.stderr
    found = read(root / "ra.parquet")
    assert {unit: (row["year"], row["row"], row["criterion 1.4"]) for unit, row in found.items()} == {
        "xã An Bình": (2023, 3, "met"),
        "xã Mới": (2023, 4, "undetermined"),
    }
    printed = run_here("evaluate", "--data", "bang.csv", "--year", "2023", "--format", "csv", "--no-record", cwd=root)
    assert printed.returncode == 3
    for line in csv.DictReader(io.StringIO(printed.stdout)):
        assert found[line["unit"]][f"criterion {line['criterion']}"] == line["status"]
    receipt = run_here("history", "1", "--unit", "xã An Bình", "--receipt", "bn.json", cwd=root)
    assert receipt.returncode == 0, receipt.stderr
    assert "2 đơn vị có kết luận, 1 đơn vị số liệu có lỗi" in run_here("history", "1", cwd=root).stdout
    assert run_here("verify", "bn.json", cwd=root).returncode == 0


def test_a_year_that_the_table_has_not_is_refused(root: Path) -> None:
    as_csv(root / "bang.csv", wide())
    done = evaluate(root, "--year", "2022")
    assert done.returncode == 2 and "2022" in done.stderr and "không đọc được" not in done.stderr
    assert not (root / "ra.parquet").exists()


def test_what_does_not_go_with_it_is_named(root: Path) -> None:
    as_csv(root / "bang.csv", wide())
    said = evaluate(root, "--engine", "clips").stderr
    assert "bỏ --engine clips" in said and "--draft" not in said


@pytest.mark.parametrize("failing", [duckdb.IOException('x: {"errno":"28"}'), OSError(28, "No space left")])
def test_a_full_disk_is_told_with_the_file(root: Path, monkeypatch: pytest.MonkeyPatch, failing: Exception) -> None:
    def full(made: Path, path: Path) -> None:
        raise failing

    as_csv(root / "bang.csv", wide())
    monkeypatch.setattr(storage, "put", full)
    done = evaluate(root)
    assert done.returncode == 2 and "lỗi: không ghi được «ra.parquet»: đĩa đã đầy" in done.stderr
    assert list(root.glob("*ra*")) == [] and not (root / ".chitieu").exists()


def test_fail_on_tells_by_the_code(root: Path) -> None:
    as_csv(root / "bang.csv", wide({"xã A": UNITS["xã An Bình"]}))
    assert evaluate(root, "--fail-on", "not-met").returncode == 1


def test_errors_of_the_rules_stop_it(root: Path) -> None:
    as_csv(root / "bang.csv", wide())
    path = root / "rules/nq/chi-tieu-1.yaml"
    path.write_text(path.read_text("utf-8").replace("dưới 2%", "dưới 2 HTX"), "utf-8")
    done = evaluate(root)
    assert (done.returncode, done.stdout) == (3, "")
    assert not (root / "ra.parquet").exists()
