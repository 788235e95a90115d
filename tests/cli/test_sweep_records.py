"""The record of a run over many units: what is kept, listed and refused, and the receipt of one of its units."""

from __future__ import annotations

import csv
import json

import pytest

from cli import evaluate
from tests.cli.conftest import Desk, Workspace
from tests.cli.sweeps import HISTORY, JANUARY, MARCH, document, facts, run, table, verdicts


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
    from engine.inference.program import Firings

    sound = ColumnsSession.run_all
    monkeypatch.setattr(ColumnsSession, "run_all", lambda self, batch: [Firings(one[1:]) for one in sound(self, batch)])
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
    assert other.returncode == 1 and "không còn như khi đánh giá: a.x «6» → «7»" in other.stderr
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
    assert other.returncode == 1 and "mã băm của dòng khác với mã đã ghi" in other.stderr


def test_a_changed_row_of_another_year_is_named_with_the_year(many: Workspace) -> None:
    def years(name: str, **own: str) -> None:
        rows = {"2022": "2022,31/12/2022,6,9", "2023": "2023,31/12/2023,7,10"} | {y[1:]: row for y, row in own.items()}
        text = "".join(f"xã A,{row}\n" for row in rows.values() if row)
        (many.root / name).write_text(f"đơn vị,năm,tính đến,a.x,b.y\n{text}", "utf-8")

    years("hai-nam.csv")
    run(many, "hai-nam.csv")
    said = {
        "năm 2022: a.x «6» → «5»": {"_2022": "2022,31/12/2022,5,9"},
        "đánh giá: b.y «10» → «11»; năm 2022: b.y «9» → «»": {
            "_2022": "2022,31/12/2022,6,", "_2023": "2023,31/12/2023,7,11"
        },
        "đánh giá: năm 2022: nay không có dòng nào đọc được": {"_2022": ""},
        "đánh giá: năm 2021: nay có thêm một dòng": {"_2021": "2021,31/12/2021,1,1"},
    }  # fmt: skip
    for changes, rows in said.items():
        years("nay.csv", **rows)
        done = many.run("history", "1", "--unit", "xã A", "--year", "2023", "--data", "nay.csv", "--receipt", "bn.json")
        assert (done.returncode, done.stdout) == (1, "")
        assert f"{changes}\n" in done.stderr
        assert not (many.root / "bn.json").exists()


def test_a_unit_in_several_years_is_counted_in_each(many: Workspace) -> None:
    text = "đơn vị,năm,tính đến,a.x,b.y\n"
    text += "".join(f"{unit},{year},31/12/{year},7,9\n" for unit in ("xã A", "xã B") for year in (2022, 2023))
    (many.root / "bang.csv").write_text(text + "xã C,2023,31/12/2023,chừng,9\n", "utf-8")
    assert many.run("evaluate", "--data", "bang.csv", "--format", "csv").returncode == 3
    shown = many.run("history", "1").stdout
    assert "lượt đánh giá 3 đơn vị" in shown
    assert "Kết quả: 4 lượt có kết luận, 1 lượt số liệu có lỗi (mỗi năm, mỗi kỳ của một đơn vị là một lượt)" in shown


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


# ------------------------------------------------------------ the run of a receipt


def out_of(workspace: Workspace, *more: str) -> str:
    """What `verify` says of the run that the receipt is out of."""
    done = workspace.run("verify", "bn.json", *more)
    assert done.returncode == 0, done.stdout
    return next((line for line in done.stdout.splitlines() if "lượt" in line), "")


def test_a_receipt_says_out_of_which_run_it_is(many: Workspace) -> None:
    """B has the row 3 in January and 5 in March, C the same numbers in both, in another row."""
    run(many, "thang-1.csv")
    table(many, "thang-1.csv", MARCH)
    run(many, "thang-1.csv")
    for number, said in (("1", "bản ghi số 1"), ("2", "bản ghi số 2")):
        for unit in ("xã B", "xã C"):
            assert many.run("history", number, "--unit", unit, "--receipt", "bn.json").returncode == 0
            assert out_of(many) == f"Thuộc lượt đánh giá 6 đơn vị: {said} trong lịch sử của thư mục làm việc này."
    assert document(many, "verify", "verify", "bn.json")["runs"] == [2]
    assert out_of(many, "--alone") == ""
    assert "lượt" not in many.run("verify", "bn.json", "--quiet").stdout


def test_a_receipt_that_several_runs_have(many: Workspace) -> None:
    run(many, "thang-1.csv")
    table(many, "thang-1.csv", JANUARY | {"xã F": ("9", "9")})
    run(many, "thang-1.csv")
    assert many.run("history", "1", "--unit", "xã B", "--receipt", "bn.json").returncode == 0
    assert out_of(many) == "Thuộc các lượt đánh giá: bản ghi số 1, 2 trong lịch sử của thư mục làm việc này."


def test_a_receipt_of_no_run_says_nothing_of_one(many: Workspace) -> None:
    run(many, "thang-1.csv")
    assert many.run("history", "1", "--unit", "xã B", "--receipt", "bn.json").returncode == 0
    (many.root / HISTORY).unlink()
    table(many, "thang-1.csv", MARCH)
    run(many, "thang-1.csv")  # the unit, but another row
    assert out_of(many) == ""
    (many.root / HISTORY).write_text("hỏng", "utf-8")
    assert out_of(many) == ""
    (many.root / HISTORY).unlink()
    assert "runs" not in document(many, "verify", "verify", "bn.json")


def test_a_receipt_that_was_changed_is_of_no_run(many: Workspace) -> None:
    run(many, "thang-1.csv")
    assert many.run("history", "1", "--unit", "xã B", "--receipt", "bn.json").returncode == 0
    text = (many.root / "bn.json").read_text("utf-8")
    (many.root / "bn.json").write_text(text.replace('"status": "not_met"', '"status": "met"', 1), "utf-8")
    done = many.run("verify", "bn.json")
    assert done.returncode == 1 and "Thuộc lượt" not in done.stdout


def test_a_receipt_of_facts_files_says_out_of_which_run_it_is(many: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluate, "RECEIPTS", 3)
    facts(many, JANUARY)
    facts(many, {"xã A": ("6", "9")}, 2022)
    assert many.run("evaluate", "--year", "2023", "--format", "csv").returncode == 0
    assert many.run("history", "1", "--unit", "xã A", "--receipt", "bn.json").returncode == 0
    assert out_of(many).startswith("Thuộc lượt đánh giá 6 đơn vị: bản ghi số 1 ")


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
