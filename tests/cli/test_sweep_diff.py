"""Two runs over many units: which units have other verdicts, and why."""

from __future__ import annotations

import csv
from typing import Any

import pytest

from tests.cli.conftest import Workspace
from tests.cli.sweeps import JANUARY, MARCH, amend, document, run, table


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
