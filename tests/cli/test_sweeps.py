"""One record of a run over many units, as a person uses it: what is listed, shown, verified, compared, and what is refused."""

from __future__ import annotations

import csv
import json
import sqlite3
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli import evaluate
from cli.json_documents import DOCUMENTS
from engine.files.json_schema import adapter
from engine.history.anchors import receipt_anchor, result_anchor
from engine.history.receipt import Receipt, read_receipt
from tests.cli.conftest import Desk, Workspace

HISTORY = ".chitieu/history.sqlite"
HEAD = """
nghị quyết:
  số: 1/NQ-HĐND
  giai đoạn: 2021-2025
số liệu:
  a.x:
    tên: Hộ có nước sạch
    đơn vị tính: hộ
    tính chất: thời điểm
  b.y:
    tên: Hộ có nhà mới
    đơn vị tính: hộ
    tính chất: thời điểm
"""
TARGET = """
chỉ tiêu: 1
tên: Một
nội dung:
  - số: 1.1
    nguyên văn: Có từ 7 hộ trở lên
    đo bằng: a.x
    đạt khi: từ 7 hộ trở lên
  - số: 1.2
    nguyên văn: Có từ 10 hộ trở lên
    đo bằng: b.y
    đạt khi: từ 10 hộ trở lên
"""
GOALS = "rules/nq/chi-tieu-1.yaml"
JANUARY = {
    "xã A": ("7", "9"), "xã B": ("6", "10"), "xã C": ("6", "9"), "xã D": ("5", "5"), "xã E": ("8", "12"),
    "xã F": ("6", "9"),
}  # fmt: skip
MARCH = {
    "xã G": ("1", "1"), "xã F": ("6", "10"), "xã A": ("7", "9"), "xã B": ("7", "10"), "xã C": ("6", "9"),
    "xã D": ("5", "9"),
}  # fmt: skip
"""B is corrected (1.1 is đạt by its data alone). With 9 in the place of 10 for 1.2: A and C are đạt by the threshold, D by
data and threshold together, F by either."""


@pytest.fixture
def many(empty: Callable[[dict[str, str]], Workspace]) -> Workspace:
    made = empty({"rules/nq/nghi-quyet.yaml": HEAD, GOALS: TARGET})
    (made.root / "facts").mkdir()
    table(made, "thang-1.csv", JANUARY)
    return made


def table(workspace: Workspace, name: str, units: dict[str, tuple[str, str]], year: int = 2023) -> None:
    with (workspace.root / name).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["đơn vị", "năm", "tính đến", "nguồn", "a.x", "b.y"])
        writer.writerows([unit, year, f"31/12/{year}", "BC, mục 1", *values] for unit, values in units.items())


def facts(workspace: Workspace, units: dict[str, tuple[str, str]], year: int = 2023) -> None:
    for unit, (x, y) in units.items():
        folder = workspace.root / "facts" / unit.replace("xã ", "xa-").lower()
        folder.mkdir(exist_ok=True)
        (folder / f"{year}.yaml").write_text(
            f"nghị quyết: 1/NQ-HĐND\nđơn vị: {unit}\nnăm: {year}\ntính đến: 31/12/{year}\nnguồn:\n  BC:\n    tên: Báo cáo\n"
            f"số liệu:\n  - nguồn: BC\n    giá trị:\n      a.x: {x} hộ\n      b.y: {y} hộ\n",
            "utf-8",
        )


def amend(workspace: Workspace) -> None:
    text = (workspace.root / GOALS).read_text("utf-8")
    (workspace.root / GOALS).write_text(text.replace("từ 10 hộ", "từ 9 hộ"), "utf-8")


def run(workspace: Workspace, name: str, *more: str) -> None:
    done = workspace.run("evaluate", "--data", name, "--format", "csv", *more)
    assert done.returncode == 0, done.stderr


def document(workspace: Workspace, schema: str, *arguments: str) -> Any:
    done = workspace.run(*arguments, "--format", "json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert adapter(DOCUMENTS[schema]).validate_python(found, strict=True) == found
    return found


def verdicts(workspace: Workspace, number: str = "1") -> dict[str, str]:
    return {c["unit"]: c["verdicts"] for c in document(workspace, "recorded-sweep", "history", number)["cases"]}


# ------------------------------------------------------------ the record


def test_a_run_over_a_table_is_one_record(many: Workspace) -> None:
    run(many, "thang-1.csv")
    run(many, "thang-1.csv")
    (record,) = document(many, "history", "history")["records"]
    assert (record["unit"], record["year"], record["cases"], record["times"]) == ("6 đơn vị", 2023, 6, 2)
    assert record["summary"]["criteria"] == {
        "total": 12, "met": 4, "exceeded": 0, "not_met": 8, "failed": 0, "undetermined": 0, "period_open": 0,
        "not_applicable": 0,
    }  # fmt: skip
    assert verdicts(many) == {"xã A": "NMN", "xã B": "NNM", "xã C": "NNN", "xã D": "NNN", "xã E": "MMM", "xã F": "NNN"}
    assert "6 đơn vị" in many.run("history").stdout
    assert "- nội dung 1.1: 4 chưa đạt, 2 đạt" in many.run("history", "1").stdout
    assert "Lịch sử nguyên vẹn: 1 bản ghi" in many.run("history", "--verify").stdout


@pytest.mark.parametrize("form", ["csv", "jsonl", "table"])
def test_what_is_kept_of_a_unit_is_the_same_on_every_engine_and_in_every_form(many: Workspace, form: str) -> None:
    pytest.importorskip("numpy")
    for engine in ("clips", "columns"):
        done = many.run("evaluate", "--data", "thang-1.csv", "--engine", engine, "--format", form)
        assert done.returncode == 0, done.stderr
    first, second = (document(many, "recorded-sweep", "history", number) for number in "12")
    assert first["cases"] == second["cases"]
    assert (first["run"]["engine"]["name"], second["run"]["engine"]["name"]) == ("CLIPS", "columns")
    assert all(bool(case["lines"]) == (form == "csv") and case["given"] for case in first["cases"])


def test_states_as_parquet_are_recorded_too(many: Workspace) -> None:
    pytest.importorskip("duckdb")
    run(many, "thang-1.csv")
    assert many.run("evaluate", "--data", "thang-1.csv", "-o", "ra.parquet").returncode == 0
    assert verdicts(many, "2") == verdicts(many, "1")


def test_a_unit_whose_numbers_have_errors_is_recorded_as_refused(many: Workspace) -> None:
    table(many, "thang-1.csv", JANUARY | {"xã B": ("sáu", "10")})
    assert many.run("evaluate", "--data", "thang-1.csv", "--format", "csv").returncode == 3
    assert verdicts(many)["xã B"] == ""
    done = many.run("history", "1", "--unit", "xã B")
    assert done.returncode == 2 and "xã B, năm 2023: số liệu có lỗi khi đánh giá" in done.stderr
    assert "5 đơn vị có kết luận, 1 đơn vị số liệu có lỗi" in many.run("history", "1").stdout


def test_one_unit_of_a_table_is_recorded_like_many(many: Workspace) -> None:
    assert many.run("evaluate", "--data", "thang-1.csv", "--unit", "xã C").returncode == 0
    assert verdicts(many) == {"xã C": "NNN"}
    assert many.run("history", "1", "--unit", "xã C").returncode == 0


def test_no_record_leaves_nothing(many: Workspace) -> None:
    run(many, "thang-1.csv", "--no-record")
    assert not (many.root / ".chitieu" / "history.sqlite").exists()


def test_a_history_that_cannot_be_written_is_said_once(many: Workspace) -> None:
    (many.root / ".chitieu").write_text("", "utf-8")
    done = many.run("evaluate", "--data", "thang-1.csv", "--format", "csv")
    assert done.returncode == 0 and done.stdout.count("\n") == 13
    assert done.stderr.count("chưa ghi được lần đánh giá này vào lịch sử") == 1


def test_nothing_is_recorded_of_a_run_that_fails(many: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("numpy")
    from engine.inference.columns import ColumnsSession

    sound = ColumnsSession.run_all
    monkeypatch.setattr(ColumnsSession, "run_all", lambda self, batch: [one[1:] for one in sound(self, batch)])
    done = many.run("evaluate", "--data", "thang-1.csv", "--format", "jsonl", "--engine", "columns")
    assert done.returncode == 5 and not (many.root / HISTORY).exists()


def test_a_table_that_changes_during_the_run_is_not_recorded(many: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    from engine.bulk.cases import TableCases

    monkeypatch.setattr(TableCases, "has_changed", lambda self: True)
    done = many.run("evaluate", "--data", "thang-1.csv", "--format", "csv")
    assert done.returncode == 0 and "«thang-1.csv» đã thay đổi trong khi đánh giá" in done.stderr
    assert not (many.root / HISTORY).exists()


def test_a_run_is_signed_like_any_record(many: Workspace, tmp_path_factory: pytest.TempPathFactory) -> None:
    desk = Desk(tmp_path_factory.mktemp("drawer"), many)
    run(many, "thang-1.csv", *desk.signing("lan"))
    done = many.run("history", "--verify", "--signer", desk.public("lan"))
    assert done.returncode == 0 and "đã ký 1 bản ghi: số 1" in done.stdout


# ------------------------------------------------------------ one unit of it


def test_a_receipt_out_of_a_run_verifies_and_is_the_same_each_time(many: Workspace) -> None:
    run(many, "thang-1.csv")
    table(many, "thang-1.csv", MARCH)  # what the record keeps is what counts
    for name in ("mot.json", "hai.json"):
        done = many.run("history", "1", "--unit", "xã b", "--receipt", name)
        assert done.returncode == 0
        assert "dòng 3 của thang-1.csv; đúng như khi đánh giá" in done.stdout
        assert "các dòng CSV giống hệt dòng đã viết ra" in done.stdout
    assert (many.root / "mot.json").read_bytes() == (many.root / "hai.json").read_bytes()
    done = many.run("verify", "mot.json")
    assert done.returncode == 0 and done.stdout.startswith("Nguyên vẹn")
    evaluation = json.loads((many.root / "mot.json").read_text("utf-8"))["evaluation"]
    assert [c["status"] for c in evaluation["targets"][0]["criteria"]] == ["not_met", "met"]
    assert evaluation["targets"][0]["criteria"][0]["measures"][0]["actual"]["source"] == "BC, mục 1"


def test_the_present_table_is_held_against_the_recorded_row(many: Workspace) -> None:
    run(many, "thang-1.csv")
    table(many, "thang-3.csv", MARCH)
    same = many.run("history", "1", "--unit", "xã C", "--data", "thang-3.csv")
    assert same.returncode == 0 and "«thang-3.csv» hiện nay vẫn ghi đúng như vậy" in same.stdout
    other = many.run("history", "1", "--unit", "xã B", "--data", "thang-3.csv")
    assert other.returncode == 2 and "không còn như khi đánh giá: a.x «6» → «7»" in other.stderr
    none = many.run("history", "1", "--unit", "xã E", "--data", "thang-3.csv")
    assert none.returncode == 2 and "không có dòng nào đọc được của đơn vị này" in none.stderr


def test_of_a_table_that_is_too_large_the_hash_alone_is_kept(many: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.history.sweep_packing.SWEEP_TABLE_BYTES", 10)
    run(many, "thang-1.csv")
    refused = many.run("history", "1", "--unit", "xã B")
    assert refused.returncode == 2 and "chỉ giữ mã băm; thêm --data TỆP" in refused.stderr
    done = many.run("history", "1", "--unit", "xã B", "--data", "thang-1.csv", "--receipt", "bn.json")
    assert done.returncode == 0 and "các dòng CSV giống hệt" in done.stdout
    assert many.run("verify", "bn.json").returncode == 0
    table(many, "thang-1.csv", MARCH)
    other = many.run("history", "1", "--unit", "xã B", "--data", "thang-1.csv")
    assert other.returncode == 2 and "mã băm của dòng khác với mã đã ghi" in other.stderr


@pytest.mark.parametrize("form", ["xlsx", "parquet"])
def test_tables_of_every_form_are_kept(many: Workspace, form: str) -> None:
    with (many.root / "thang-1.csv").open(encoding="utf-8") as stream:
        rows = list(csv.reader(stream))
    if form == "xlsx":
        import xlsxwriter

        with xlsxwriter.Workbook(many.root / "bang.xlsx") as book:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    else:
        duckdb = pytest.importorskip("duckdb")
        source = many.root / "thang-1.csv"
        duckdb.connect().execute(
            f"COPY (FROM read_csv('{source}', all_varchar=true)) TO '{many.root / 'bang.parquet'}'"
        )
    run(many, f"bang.{form}")
    (many.root / f"bang.{form}").unlink()
    done = many.run("history", "1", "--unit", "xã B", "--receipt", "bn.json")
    assert done.returncode == 0 and "các dòng CSV giống hệt" in done.stdout
    assert many.run("verify", "bn.json").returncode == 0


def test_other_years_of_a_table_belong_to_what_was_given(many: Workspace) -> None:
    with (many.root / "hai-nam.csv").open("w", encoding="utf-8", newline="") as stream:
        rows = [["đơn vị", "năm", "tính đến", "a.x", "b.y"], ["xã A", "2023", "31/12/2023", "7", "9"]]
        rows += [["xã A", "2022", "31/12/2022", "6", "10"], ["xã B", "2023", "31/12/2023", "7", "10"]]
        csv.writer(stream).writerows(rows)
    run(many, "hai-nam.csv")
    found = document(many, "recorded-sweep", "history", "1")
    assert found["run"]["years"] == [2022, 2023] and found["run"]["evaluated"] == 3
    ambiguous = many.run("history", "1", "--unit", "xã A")
    assert ambiguous.returncode == 2 and "thêm --year" in ambiguous.stderr
    assert many.run("history", "1", "--unit", "xã A", "--year", "2023", "--receipt", "bn.json").returncode == 0
    assert many.run("verify", "bn.json").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["history", "1", "--receipt", "bn.json"], 'chọn một đơn vị: chitieu history 1 --unit "xã A"'),
        (["history", "1", "--unit", "xã Z"], "bản ghi số 1 không có đơn vị «xã Z»"),
        (["history", "1", "--unit", "xã A", "--year", "2020"], "không có «xã A» năm 2020"),
        (["history", "1", "--data", "thang-1.csv"], "--data cần --unit"),
        (["history", "--data", "thang-1.csv"], "--data cần số của một lượt"),
        (["diff", "1", "nay"], "bản ghi số 1 là một lượt nhiều đơn vị, «nay» thì không"),
        (["evaluate", "--data", "thang-1.csv", "--receipt", "bn.json"], "chitieu history SỐ --unit TÊN --receipt TỆP"),
    ],
)
def test_what_does_not_go_together_is_refused_with_a_remedy(many: Workspace, arguments: list[str], said: str) -> None:
    run(many, "thang-1.csv")
    done = many.run(*arguments)
    assert done.returncode == 2 and said in done.stderr and done.stdout == ""


def test_the_list_of_a_unit_has_the_runs_that_it_was_in(many: Workspace) -> None:
    run(many, "thang-1.csv")
    assert [r["number"] for r in document(many, "history", "history", "--unit", "XÃ E")["records"]] == [1]
    assert document(many, "history", "history", "--unit", "xã Z")["records"] == []


# ------------------------------------------------------------ facts files


def test_many_facts_files_are_one_record_with_receipts_as_a_run_of_one_makes_them(
    many: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evaluate, "RECEIPTS", 3)
    facts(many, JANUARY)
    facts(many, {"xã A": ("6", "9")}, 2022)
    for jobs in ("1", "2"):
        assert many.run("evaluate", "--year", "2023", "--format", "csv", "--jobs", jobs).returncode == 0
    (record,) = document(many, "history", "history")["records"]
    assert (record["cases"], record["times"]) == (6, 2)
    for unit in ("xã A", "xã E"):
        assert many.run("history", "1", "--unit", unit, "--receipt", "mot.json").returncode == 0
        alone = many.run("evaluate", "--unit", unit, "--year", "2023", "--receipt", "hai.json", "--no-record")
        assert alone.returncode == 0
        assert (many.root / "mot.json").read_bytes() == (many.root / "hai.json").read_bytes()


def test_a_few_facts_files_have_a_receipt_each(many: Workspace) -> None:
    facts(many, JANUARY)
    done = many.run("evaluate", "--format", "csv")
    assert (done.returncode, done.stderr) == (0, "")
    assert [r["unit"] for r in document(many, "history", "history")["records"]] == list(JANUARY)


# ------------------------------------------------------------ two runs


def changes(found: Any) -> dict[str, list[tuple[str, str | None, str | None, list[list[str]]]]]:
    return {
        case["unit"]: [(c["called"], c["before"], c["after"], c["reasons"]) for c in case["changes"]]
        for case in found["changed"]
    }


def test_two_runs_differ_by_data_threshold_or_both(many: Workspace) -> None:
    run(many, "thang-1.csv")
    amend(many)
    table(many, "thang-3.csv", MARCH)
    run(many, "thang-3.csv")
    found = document(many, "sweep-diff", "diff")
    assert found["layers"] == ["data", "thresholds", "rules"] and found["compared"] == 5 and found["other_data"] == 3
    assert ([c["unit"] for c in found["came"]], [c["unit"] for c in found["gone"]]) == (["xã G"], ["xã E"])
    data, goal = ["data"], ["thresholds"]
    assert changes(found) == {
        "xã A": [("chỉ tiêu 1", "not_met", "met", [goal]), ("nội dung 1.2", "not_met", "met", [goal])],
        "xã B": [("chỉ tiêu 1", "not_met", "met", [data]), ("nội dung 1.1", "not_met", "met", [data])],
        "xã C": [("nội dung 1.2", "not_met", "met", [goal])],
        "xã D": [("nội dung 1.2", "not_met", "met", [["data", "thresholds"]])],
        "xã F": [("nội dung 1.2", "not_met", "met", [data, goal])],
    }
    shown = many.run("diff", "1", "2").stdout
    for line in (
        "Khác nhau ở: số liệu (3 đơn vị), ngưỡng (1 nội dung), quy tắc (1 mục)",
        "5 trong 5 đơn vị có kết luận khác, 1 đơn vị mới có, 1 đơn vị không còn",
        "- do ngưỡng: 2 đơn vị",
        "- do số liệu: 1 đơn vị",
        "- do số liệu và ngưỡng cùng thay đổi: 1 đơn vị",
        "- do số liệu, hoặc do ngưỡng: riêng mỗi thay đổi đã đủ: 1 đơn vị",
        "- nội dung 1.2: 4 đơn vị chưa đạt → đạt",
        "- xã B · chỉ tiêu 1, nội dung 1.1: chưa đạt → đạt (do số liệu)",
        "- xã G",
    ):
        assert line in shown.splitlines(), line
    assert many.run("diff", "1", "2", "--quiet").stdout.count("\n") == 5


def test_one_layer_alone_is_the_cause_without_evaluating_anything(many: Workspace) -> None:
    run(many, "thang-1.csv")
    table(many, "thang-3.csv", MARCH)
    run(many, "thang-3.csv")
    found = document(many, "sweep-diff", "diff", "1", "2")
    assert (found["layers"], found["evaluated"]) == (["data"], 0)
    assert changes(found) == {
        "xã B": [("chỉ tiêu 1", "not_met", "met", [["data"]]), ("nội dung 1.1", "not_met", "met", [["data"]])],
        "xã F": [("nội dung 1.2", "not_met", "met", [["data"]])],
    }


def test_a_unit_whose_errors_were_mended_has_no_verdict_before(many: Workspace) -> None:
    table(many, "thang-1.csv", JANUARY | {"xã B": ("sáu", "10")})
    assert many.run("evaluate", "--data", "thang-1.csv", "--format", "csv").returncode == 3
    table(many, "thang-3.csv", JANUARY)
    run(many, "thang-3.csv")
    shown = many.run("diff").stdout
    assert "- xã B · chỉ tiêu 1, nội dung 1.1: không có kết luận → chưa đạt (do số liệu); nội dung 1.2" in shown


def test_equal_runs_on_two_engines_have_equal_verdicts(many: Workspace) -> None:
    pytest.importorskip("numpy")
    run(many, "thang-1.csv", "--engine", "clips")
    run(many, "thang-1.csv", "--engine", "columns")
    assert "Kết luận của 6 đơn vị không đổi" in many.run("diff", "1", "2").stdout


def test_a_unit_of_both_runs_is_compared_value_by_value(many: Workspace) -> None:
    run(many, "thang-1.csv")
    table(many, "thang-3.csv", MARCH)
    run(many, "thang-3.csv")
    shown = many.run("diff", "1", "2", "--unit", "xã B").stdout
    assert "- nội dung 1.1: chưa đạt → đạt — do số liệu (a.x)" in shown


def test_what_is_no_longer_there_is_said(many: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.history.sweep_packing.SWEEP_TABLE_BYTES", 10)
    run(many, "thang-1.csv")
    amend(many)
    table(many, "thang-3.csv", MARCH)
    run(many, "thang-3.csv")
    found = document(many, "sweep-diff", "diff")
    assert {case["unit"] for case in found["changed"]} == {"xã A", "xã B", "xã C", "xã D", "xã F"}
    assert all("chỉ giữ mã băm" in case["unknown"] and not case["changes"][0]["reasons"] for case in found["changed"])
    assert "chưa biết do đâu: bảng «thang-1.csv» lớn nên lịch sử chỉ giữ mã băm" in many.run("diff").stdout


# ------------------------------------------------------------ tampering


def tampered(workspace: Workspace, statement: str, *values: object) -> str:
    with sqlite3.connect(workspace.root / HISTORY) as connection:
        connection.execute(statement, values)
    done = workspace.run("history", "--verify")
    assert done.returncode == 1
    return done.stdout


def test_a_changed_verdict_is_found(many: Workspace) -> None:
    run(many, "thang-1.csv")
    with sqlite3.connect(many.root / HISTORY) as connection:
        (name, packed) = connection.execute(
            "SELECT c.sha256, c.packed FROM contents c JOIN inputs i ON i.sha256 = c.sha256 WHERE i.name LIKE 'lượt/đơn vị%'"
        ).fetchone()
    forged = zlib.compress(zlib.decompress(packed).replace(b"NNN", b"MMM", 1))
    said = tampered(many, "UPDATE contents SET packed = ? WHERE sha256 = ?", forged, name)
    assert "đã bị sửa, không khớp mã băm" in said
    refused = many.run("history", "1")
    assert refused.returncode == 2 and "đã bị sửa" in refused.stderr


def test_a_changed_document_is_found(many: Workspace) -> None:
    run(many, "thang-1.csv")
    with sqlite3.connect(many.root / HISTORY) as connection:
        (packed,) = connection.execute("SELECT evaluation FROM records").fetchone()
    forged = zlib.compress(zlib.decompress(packed).replace(b'"met":4', b'"met":5'))
    said = tampered(many, "UPDATE records SET evaluation = ?", forged)
    assert "không khớp mã biên nhận" in said
    assert many.run("history", "1", "--unit", "xã A").returncode == 2


def test_a_changed_list_is_found(many: Workspace) -> None:
    run(many, "thang-1.csv")
    assert "nghị quyết, đơn vị hoặc năm ghi ở danh sách đã bị sửa" in tampered(
        many, "UPDATE records SET unit = '7 đơn vị'"
    )


def test_a_record_of_a_later_version_is_listed_as_unread(many: Workspace) -> None:
    run(many, "thang-1.csv")
    with sqlite3.connect(many.root / HISTORY) as connection:
        (packed,) = connection.execute("SELECT evaluation FROM records").fetchone()
    later = zlib.compress(zlib.decompress(packed).replace(b"chitieu/sweep/1", b"chitieu/sweep/9"))
    with sqlite3.connect(many.root / HISTORY) as connection:
        connection.execute("UPDATE records SET evaluation = ?", (later,))
    (record,) = document(many, "history", "history")["records"]
    assert "chitieu/sweep/9" in record["unread"]
    assert many.run("history").returncode == 0


def test_records_of_one_unit_and_of_many_stand_side_by_side(many: Workspace, tmp_path: Path) -> None:
    facts(many, {"xã A": ("7", "9")})
    assert many.run("evaluate", "--quiet").returncode == 0
    run(many, "thang-1.csv")
    assert [r["unit"] for r in document(many, "history", "history")["records"]] == ["xã A", "6 đơn vị"]
    assert "Lịch sử nguyên vẹn: 2 bản ghi" in many.run("history", "--verify").stdout
    assert many.run("history", "1", "--receipt", "bn.json").returncode == 0
    mixed = many.run("diff", "1", "2")
    assert mixed.returncode == 2 and "bản ghi số 2 là một lượt nhiều đơn vị, «1» thì không" in mixed.stderr


def test_a_line_of_minutes_of_one_unit_is_found_beside_runs_over_many(many: Workspace) -> None:
    facts(many, {"xã A": ("7", "9")})
    assert many.run("evaluate", "--quiet", "--receipt", "bn.json").returncode == 0
    run(many, "thang-1.csv")
    receipt = read_receipt(many.root / "bn.json").receipt
    for anchor, code in ((result_anchor(receipt), 0), (receipt_anchor(receipt), 0), (record_line(many), 0)):
        done = many.run("verify", "--anchor", anchor if isinstance(anchor, str) else anchor.text)
        assert done.returncode == code, done.stderr
    absent = many.run("verify", "--anchor", result_anchor(other_receipt(many)).text)
    assert absent.returncode == 1 and "không có bản ghi" in absent.stdout


def record_line(workspace: Workspace) -> str:
    return workspace.run("history", "2", "--anchor").stdout.strip()


def other_receipt(workspace: Workspace) -> Receipt:
    assert workspace.run("history", "2", "--unit", "xã B", "--receipt", "khac.json").returncode == 0
    return read_receipt(workspace.root / "khac.json").receipt


def test_a_unit_whose_data_got_an_error_changed_by_its_data(many: Workspace) -> None:
    """A threshold changed as well: with errors a unit has no verdicts under any threshold. All such units are told together."""
    run(many, "thang-1.csv")
    table(many, "thang-3.csv", {**JANUARY, "xã A": ("abc", "9"), "xã B": ("6", "?")})
    amend(many)
    done = many.run("evaluate", "--data", "thang-3.csv", "--format", "csv")
    assert done.returncode == 3
    told = many.run("diff").stdout
    assert "chưa biết" not in told and "dòng" not in told.partition("Từng đơn vị")[0]
    assert "2 đơn vị không còn kết luận: lượt sau, số liệu có lỗi" in told
    assert "- xã A · lượt sau không có kết luận, số liệu có lỗi (do số liệu)" in told
    assert '--unit "xã C"' in told  # not a unit without a receipt
    found = document(many, "sweep-diff", "diff")
    reasons = {c["unit"]: {tuple(map(tuple, one["reasons"])) for one in c["changes"]} for c in found["changed"]}
    assert reasons["xã A"] == reasons["xã B"] == {(("data",),)}


def test_rare_causes_are_told_first(many: Workspace) -> None:
    units = {f"xã {n}": ("6", "9") for n in range(40)}
    table(many, "thang-1.csv", units)
    run(many, "thang-1.csv")
    table(many, "thang-3.csv", {**units, "xã 35": ("7", "5")})
    amend(many)
    run(many, "thang-3.csv")
    told = many.run("diff").stdout.partition("Từng đơn vị")[2]
    assert told.splitlines()[1].startswith("- xã 35 · ")
    assert "… và 10 dòng khác" in told


def test_several_years_of_a_run_are_told_apart(many: Workspace) -> None:
    rows = [(unit, year, x) for unit in ("xã A", "xã B") for year, x in ((2022, "6"), (2023, "6"))]
    for name, changed in (("nam-1.csv", "6"), ("nam-2.csv", "8")):
        with (many.root / name).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(["đơn vị", "năm", "tính đến", "nguồn", "a.x", "b.y"])
            cells = (changed if (unit, year) == ("xã B", 2022) else x for unit, year, x in rows)
            writer.writerows([*row[:2], f"31/12/{row[1]}", "BC", x, "9"] for row, x in zip(rows, cells, strict=True))
    assert "--year NĂM" in many.run("evaluate", "--data", "nam-1.csv", "--format", "csv").stderr
    run(many, "nam-2.csv")
    told = many.run("diff").stdout
    assert "1 trong 4 lượt có kết luận khác" in told and "- xã B, năm 2022 · " in told
    hint = next(line for line in told.splitlines() if "Giá trị nào" in line)
    assert '--unit "xã B" --year 2022' in hint
    assert many.run("diff", "1", "2", "--unit", "xã B", "--year", "2022").returncode == 0
    assert "--year 2022" in many.run("history", "1").stdout
    for year in ("2022", "2023"):
        listed = document(many, "history", "history", "--year", year)["records"]
        assert [one["number"] for one in listed] == [1, 2]
        listed = document(many, "history", "history", "--unit", "xã B", "--year", year)["records"]
        assert [one["number"] for one in listed] == [1, 2]
    assert document(many, "history", "history", "--year", "2024")["records"] == []
    (many.root / "nam-3.csv").write_text(
        "đơn vị,năm,tính đến,a.x,b.y\nxã A,2022,31/12/2022,6,9\nxã A,2023,31/12/2023,6,9\nxã B,2023,31/12/2023,6,9\n",
        "utf-8",
    )
    run(many, "nam-3.csv")
    listed = document(many, "history", "history", "--unit", "xã B", "--year", "2022")["records"]
    assert [one["number"] for one in listed] == [1, 2]  # the third has the unit, and the year, but not both together
