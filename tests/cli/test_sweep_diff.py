"""Two runs over many units: which units have other verdicts, and why."""

from __future__ import annotations

import csv
import json
from typing import Any

import pytest

from engine.importing.books import read_book
from tests.cli.conftest import Workspace
from tests.cli.sweeps import JANUARY, MARCH, amend, document, facts, run, table


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
    assert "- xã B · lượt trước không có kết luận, số liệu có lỗi (do số liệu)" in shown.splitlines()
    assert "1 đơn vị nay mới có kết luận vì số liệu của lượt trước có lỗi" in shown


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
    assert "chưa biết do đâu (bảng «thang-1.csv» lớn nên lịch sử chỉ giữ mã băm" in many.run("diff").stdout


def test_a_unit_whose_data_got_an_error_changed_by_its_data(many: Workspace) -> None:
    """A threshold changed as well: with errors a unit has no verdicts under any threshold. All such units are told together."""
    run(many, "thang-1.csv")
    table(many, "thang-3.csv", {**JANUARY, "xã A": ("abc", "9"), "xã B": ("6", "?")})
    amend(many)
    done = many.run("evaluate", "--data", "thang-3.csv", "--format", "csv")
    assert done.returncode == 3
    told = many.run("diff").stdout
    assert "chưa biết" not in told and "dòng" not in told.partition("Từng đơn vị")[0]
    assert "2 đơn vị không còn kết luận vì số liệu của lượt sau có lỗi" in told
    assert "- xã A · lượt sau không có kết luận, số liệu có lỗi (do số liệu)" in told
    assert '--unit "xã C"' in told  # not a unit without a receipt
    found = document(many, "sweep-diff", "diff")
    reasons = {c["unit"]: {tuple(map(tuple, one["reasons"])) for one in c["changes"]} for c in found["changed"]}
    assert reasons["xã A"] == reasons["xã B"] == {(("data",),)}


def test_a_part_above_its_whole_is_an_error_of_the_data_too(many: Workspace) -> None:
    """Each value of A alone is sound later, both together are not: it has no verdicts under any threshold."""
    many.edit("rules/nq/nghi-quyet.yaml", "    tên: Hộ có nhà mới\n", "    tên: Hộ có nhà mới\n    là phần của: a.x\n")
    table(many, "thang-1.csv", {"xã A": ("9", "9"), "xã B": ("20", "9")})
    run(many, "thang-1.csv")
    table(many, "thang-3.csv", {"xã A": ("9", "12"), "xã B": ("20", "9")})
    amend(many)
    assert many.run("evaluate", "--data", "thang-3.csv", "--format", "csv").returncode == 3
    found = document(many, "sweep-diff", "diff")
    assert found["layers"] == ["data", "thresholds", "rules"]
    reasons = {c["unit"]: {tuple(map(tuple, one["reasons"])) for one in c["changes"]} for c in found["changed"]}
    assert reasons == {"xã A": {(("data",),)}, "xã B": {(("thresholds",),)}}


def test_rare_causes_are_told_first(many: Workspace) -> None:
    units = {f"xã {n}": ("6", "9") for n in range(40)}
    table(many, "thang-1.csv", units)
    run(many, "thang-1.csv")
    table(many, "thang-3.csv", {**units, "xã 35": ("7", "5")})
    amend(many)
    run(many, "thang-3.csv")
    told = many.run("diff").stdout.partition("Từng đơn vị")[2]
    assert told.splitlines()[1].startswith("- xã 35 · ")
    assert len([line for line in told.splitlines() if line.startswith("- ")]) == 30
    assert "  … và 10 đơn vị khác do ngưỡng" in told.splitlines()


def test_some_units_of_each_cause_are_shown_and_the_others_counted(many: Workspace) -> None:
    """For 1.2 the threshold is 10, then 9. 40 are đạt by it; 40 by their data (10 instead of 5); 40 by both together (5, 9)."""
    units = {f"xã {cause}{n}": ("6", "9" if cause == "N" else "5") for n in range(40) for cause in "NSC"}
    later = {"N": "9", "S": "10", "C": "9"}
    table(many, "thang-1.csv", units)
    run(many, "thang-1.csv")
    table(many, "thang-3.csv", {unit: (x, later[unit[3]]) for unit, (x, _) in units.items()})
    amend(many)
    run(many, "thang-3.csv")
    lines = many.run("diff").stdout.partition("Từng đơn vị")[2].splitlines()
    shown = {cause: len([one for one in lines if one.startswith(f"- xã {cause}")]) for cause in "NSC"}
    assert shown == {"N": 10, "S": 10, "C": 10}
    for rest in ("do ngưỡng", "do số liệu", "do số liệu và ngưỡng cùng thay đổi"):
        assert f"  … và 30 đơn vị khác {rest}" in lines
    assert "Danh sách đủ, để mở bằng Excel: chitieu diff 1 2 -o thay-doi.xlsx" in lines


def test_hundreds_of_units_are_told_in_columns_as_by_rules(many: Workspace) -> None:
    """As above, 180 of each: for N threshold and rule differ (4 mixtures), for S and C their data too (8)."""
    pytest.importorskip("numpy")
    units = {f"xã {cause}{n}": ("6", "9" if cause == "N" else "5") for n in range(180) for cause in "NSC"}
    later = {"N": "9", "S": "10", "C": "9"}
    table(many, "thang-1.csv", units)
    run(many, "thang-1.csv")
    table(many, "thang-3.csv", {unit: (x, later[unit[3]]) for unit, (x, _) in units.items()})
    amend(many)
    run(many, "thang-3.csv")
    told = [many.run_process("diff", "1", "2", "--format", "json", *more) for more in ([], ["--engine", "clips"])]
    assert [done.returncode for done in told] == [0, 0] and told[0].stdout == told[1].stdout
    document = json.loads(told[0].stdout)
    assert document["evaluated"] == 180 * 4 + 360 * 8
    causes = {"N": [["thresholds"]], "S": [["data"]], "C": [["data", "thresholds"]]}
    assert changes(document) == {unit: [("nội dung 1.2", "not_met", "met", causes[unit[3]])] for unit in units}


def test_a_unit_with_two_causes_is_said_to_be_counted_twice(many: Workspace) -> None:
    """X: 1.1 by its data, 1.2 by the threshold. So 2 units, and 3 in the list of causes."""
    units = {"xã X": ("6", "9"), "xã Y": ("6", "9")}
    table(many, "thang-1.csv", units)
    run(many, "thang-1.csv")
    table(many, "thang-3.csv", {**units, "xã X": ("7", "9")})
    amend(many)
    run(many, "thang-3.csv")
    shown = many.run("diff").stdout
    assert "Do đâu (1 đơn vị có nhiều nguyên nhân, được tính ở từng dòng)" in shown
    assert "- do ngưỡng: 2 đơn vị" in shown and "- do số liệu: 1 đơn vị" in shown


def test_units_with_errors_and_with_two_causes_are_groups_of_their_own(many: Workspace) -> None:
    """Of 60 units 20 are changed by their data, 20 by data and threshold each, and 20 have an error later."""
    units = {f"xã {cause}{n}": ("6", "9") for n in range(20) for cause in "SHL"}
    later = {"S": ("7", "5"), "H": ("7", "9"), "L": ("x", "9")}
    table(many, "thang-1.csv", units)
    run(many, "thang-1.csv")
    table(many, "thang-3.csv", {unit: later[unit[3]] for unit in units})
    amend(many)
    assert many.run("evaluate", "--data", "thang-3.csv", "--format", "csv").returncode == 3
    lines = many.run("diff", COLUMNS="200").stdout.partition("Từng đơn vị")[2].splitlines()
    assert "  … và 10 đơn vị khác do số liệu" in lines
    assert "  … và 10 đơn vị khác mà lượt sau có lỗi, do số liệu" in lines
    (both,) = [line for line in lines if "có cả các nguyên nhân" in line]
    assert (
        both.startswith("  … và 10 đơn vị khác có cả các nguyên nhân: ")
        and "do ngưỡng" in both
        and "do số liệu" in both
    )


def test_criteria_that_changed_most_stand_first(many: Workspace) -> None:
    run(many, "thang-1.csv")
    amend(many)
    table(many, "thang-3.csv", MARCH)
    run(many, "thang-3.csv")
    told = many.run("diff").stdout.partition("Theo nội dung, đổi nhiều nhất ở trên\n")[2].splitlines()
    # 1.2 of A, C, D, F; target 1 of A and B; 1.1 of B
    assert [line.partition(":")[0] for line in told[:3]] == ["- nội dung 1.2", "- chỉ tiêu 1", "- nội dung 1.1"]


def test_reasons_that_differ_by_unit_are_one_line(many: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    from engine.history.recorded_sweep import NotKept
    from engine.history.sweep import SweptCase

    run(many, "thang-1.csv")
    amend(many)
    table(many, "thang-3.csv", MARCH)
    run(many, "thang-3.csv")

    def lost(_: object, case: SweptCase) -> None:
        raise NotKept(f"thiếu dòng của {case.unit}")

    monkeypatch.setattr("engine.bulk.recorded_cases.RecordedCases.material", lost)
    told = many.run("diff").stdout
    line = "- chưa biết do đâu, mỗi đơn vị một lý do: 5 đơn vị; ví dụ xã A: thiếu dòng của xã A"
    assert line in told.splitlines()
    assert "- xã B · chỉ tiêu 1, nội dung 1.1: chưa đạt → đạt (chưa biết do đâu: thiếu dòng của xã B)" in told


def test_the_name_of_a_table_is_no_data(many: Workspace) -> None:
    for name, x in (("thang-1.csv", "6"), ("thang-3.csv", "7")):
        rows = f"xã A,2023,31/12/2023,{x},9\nxã B,2023,31/12/2023,6,9\n"
        (many.root / name).write_text(f"đơn vị,năm,tính đến,a.x,b.y\n{rows}", "utf-8")
        run(many, name)
    other = many.run("diff", "1", "2", "--unit", "xã A").stdout
    assert "Khác nhau ở: số liệu (1 giá trị)" in other
    assert "- Hộ có nước sạch (a.x): 6 (bảng số liệu) → 7 (bảng số liệu)" in other and "nguồn" not in other
    assert "thang-1.csv/dòng 2.yaml → thang-3.csv/dòng 2.yaml" in other
    same = many.run("diff", "1", "2", "--unit", "xã B").stdout
    assert "chỉ khác ghi chú, cách trình bày, tên tệp hoặc phiên bản" in same
    found = document(many, "diff", "diff", "1", "2", "--unit", "xã A")
    done = many.run("history", "1", "--unit", "xã A", "--receipt", "bn.json")
    assert found["before"]["receipt"] in done.stdout  # the one that anybody can make


# ------------------------------------------------------------ as a file

HEADS = ["đơn vị", "năm", "kỳ", "chỉ tiêu, nội dung", "kết luận trước", "kết luận sau", "do đâu"]


def two_runs(many: Workspace) -> None:
    run(many, "thang-1.csv")
    amend(many)
    table(many, "thang-3.csv", {**MARCH, "xã =1+1": ("1", "1")})
    run(many, "thang-3.csv")


def test_neither_the_name_of_a_table_nor_the_writing_of_a_number_differs_between_receipts(many: Workspace) -> None:
    for name, households in (("thang-1.csv", "1.234"), ("thang-3.csv", "1234")):
        (many.root / name).write_text(f"đơn vị;năm;tính đến;a.x;b.y\nxã A;2023;31/12/2023;{households};9\n", "utf-8")
        run(many, name)
    for number in ("1", "2"):
        done = many.run("history", number, "--unit", "xã A", "--receipt", f"bn-{number}.json")
        assert done.returncode == 0, done.stderr
    shown = many.run("diff", "bn-1.json", "bn-2.json").stdout
    assert "Khác nhau ở: không lớp nào" in shown and "1234" not in shown


def test_the_whole_list_as_csv(many: Workspace) -> None:
    two_runs(many)
    done = many.run("diff", "1", "2", "-o", "thay-doi.csv")
    assert done.returncode == 0 and done.stdout.startswith("So sánh bản ghi số 1 với bản ghi số 2")
    assert done.stdout.splitlines()[-1] == "Đã viết thay-doi.csv: danh sách đủ, mỗi kết luận khác một dòng."
    raw = (many.root / "thay-doi.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")  # or Excel takes it for another code
    rows = list(csv.reader(raw.decode("utf-8-sig").splitlines()))
    assert rows == [
        HEADS,
        ["xã A", "2023", "", "chỉ tiêu 1", "chưa đạt", "đạt", "do ngưỡng"],
        ["xã A", "2023", "", "nội dung 1.2", "chưa đạt", "đạt", "do ngưỡng"],
        ["xã B", "2023", "", "chỉ tiêu 1", "chưa đạt", "đạt", "do số liệu"],
        ["xã B", "2023", "", "nội dung 1.1", "chưa đạt", "đạt", "do số liệu"],
        ["xã C", "2023", "", "nội dung 1.2", "chưa đạt", "đạt", "do ngưỡng"],
        ["xã D", "2023", "", "nội dung 1.2", "chưa đạt", "đạt", "do số liệu và ngưỡng cùng thay đổi"],
        ["xã F", "2023", "", "nội dung 1.2", "chưa đạt", "đạt", "do số liệu, hoặc do ngưỡng: riêng mỗi thay đổi đã đủ"],
        ["xã G", "2023", "", "", "không có trong lượt", "có trong lượt", ""],
        ["xã =1+1", "2023", "", "", "không có trong lượt", "có trong lượt", ""],
        ["xã E", "2023", "", "", "có trong lượt", "không có trong lượt", ""],
    ]
    again = many.run("diff", "1", "2", "-o", "thay-doi.csv")
    assert again.returncode == 0 and (many.root / "thay-doi.csv").read_bytes() == raw


def test_the_whole_list_as_a_workbook(many: Workspace) -> None:
    two_runs(many)
    done = many.run("diff", "1", "2", "-o", "thay-doi.xlsx", "-o", "thay-doi.csv")
    assert done.returncode == 0 and "Đã viết thay-doi.xlsx, thay-doi.csv: danh sách đủ" in done.stdout
    raw = (many.root / "thay-doi.xlsx").read_bytes()
    sheets = read_book(many.root / "thay-doi.xlsx", "thay-doi.xlsx").sheets
    assert [sheet.name for sheet in sheets] == ["Thay đổi", "Theo nội dung"]
    cells = {cell.text for row in sheets[0].rows.values() for cell in row.values()}
    assert {"So sánh bản ghi số 1 với bản ghi số 2", "xã A", "do ngưỡng", "xã =1+1"} <= cells
    assert many.run("diff", "1", "2", "-o", "thay-doi.xlsx").returncode == 0
    assert (many.root / "thay-doi.xlsx").read_bytes() == raw


def test_the_file_of_another_is_not_overwritten(many: Workspace) -> None:
    two_runs(many)
    for name, content in (("cua-toi.csv", "a,b\n1,2\n"), ("cua-toi.xlsx", "PK")):
        (many.root / name).write_text(content, "utf-8")
        done = many.run("diff", "1", "2", "-o", name)
        assert done.returncode == 2 and "không do chitieu viết" in done.stderr
        assert "--force" not in done.stderr  # which diff does not have
        assert (many.root / name).read_text("utf-8") == content


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-o", "a.docx"], "-o: không biết viết tệp «a.docx»; đuôi tệp phải là một trong: .csv, .xlsx"),
        (["-o", "a.csv", "--unit", "xã A"], "-o ghi danh sách các đơn vị của hai lượt; bỏ --unit"),
    ],
)
def test_what_does_not_go_with_a_file_is_refused(many: Workspace, arguments: list[str], said: str) -> None:
    two_runs(many)
    done = many.run("diff", "1", "2", *arguments)
    assert done.returncode == 2 and said in done.stderr and not (many.root / "a.csv").exists()


def test_a_comparison_of_single_units_has_no_file(many: Workspace) -> None:
    for x in ("6", "7"):
        facts(many, {"xã A": (x, "9")})
        assert many.run("evaluate", "--quiet").returncode == 0
    done = many.run("diff", "1", "2", "-o", "a.csv")
    assert done.returncode == 2 and "-o chỉ dùng khi so hai lượt nhiều đơn vị" in done.stderr


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
    hint = next(line for line in told.splitlines() if "Xem từng giá trị" in line)
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


def test_a_unit_is_found_in_each_year_however_its_name_is_written(many: Workspace) -> None:
    rows = "XÃ B,2022,31/12/2022,6,9\nxã B,2023,31/12/2023,8,9\nxã C,2023,31/12/2023,8,9\n"
    (many.root / "nam.csv").write_text(f"đơn vị,năm,tính đến,a.x,b.y\n{rows}", "utf-8")
    run(many, "nam.csv")
    for year in ("2022", "2023"):
        done = many.run("history", "1", "--unit", "xã B", "--year", year)
        assert done.returncode == 0 and f"năm {year}" in done.stdout, done.stderr
    unclear = many.run("history", "1", "--unit", "xã B")
    assert (
        unclear.returncode == 2
        and "có nhiều lần trong bản ghi số 1 (năm 2022, năm 2023): thêm --year" in unclear.stderr
    )


def test_the_same_numbers_in_a_workbook_and_in_csv_are_the_same_data(many: Workspace) -> None:
    import xlsxwriter

    units = {"xã A": ("2.711", "1.234.567"), "xã B": ("2711", "9")}
    table(many, "bang.csv", units)
    run(many, "bang.csv")
    with xlsxwriter.Workbook(many.root / "bang.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["đơn vị", "năm", "tính đến", "nguồn", "a.x", "b.y"])
        sheet.write_row(1, 0, ["xã A", 2023, "31/12/2023", "BC, mục 1", 2711, 1234567])
        sheet.write_row(2, 0, ["xã B", 2023, "31/12/2023", "BC, mục 1", 2711, 10])
    run(many, "bang.xlsx")
    assert document(many, "sweep-diff", "diff")["other_data"] == 1
    told = many.run("history", "1", "--unit", "xã A", "--data", "bang.xlsx")
    assert told.returncode == 0, told.stdout + told.stderr
    told = many.run("history", "1", "--unit", "xã B", "--data", "bang.xlsx")
    assert told.returncode == 1 and "b.y «9» → «10»" in told.stdout + told.stderr
    assert "2711" not in told.stdout + told.stderr
