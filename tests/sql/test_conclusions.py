"""What staff most often ask for is concluded in the database: days, places, annual goals; what is not is named as they call it."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("duckdb", reason="states are written as Parquet by DuckDB (chitieu[bulk])")

from tests.running import Done, run_here
from tests.small_workspace import Small
from tests.sql.test_types import Typed, of_units

pytestmark = pytest.mark.slow
CATALOGUE = """
ho.tong: {tên: Tổng số hộ, đơn vị tính: hộ}
ngay.xong: {tên: Ngày hoàn thành, kiểu: ngày}
hang.so: {tên: Xếp hạng cải cách, đơn vị tính: hạng}
diem.so: {tên: Điểm, đơn vị tính: điểm, bước: "0,5"}
xep.loai: {tên: Xếp loại, kiểu: phân loại, giá trị: [yếu, khá, tốt]}
thu.tong: {tên: Thu ngân sách, đơn vị tính: triệu đồng, tính chất: trong năm}
thu.du_toan: {tên: Dự toán thu, đơn vị tính: triệu đồng, tính chất: kế hoạch}
chi.tong: {tên: Chi ngân sách, đơn vị tính: triệu đồng, tính chất: trong năm}
"""
CRITERIA = """
- số: 1.1
  nguyên văn: Xong chậm nhất 30/6/2023
  đạt khi: ngay.xong chậm nhất 30/6/2023
- số: 1.2
  nguyên văn: Xếp hạng 10 trở lên
  đạt khi: hang.so hạng 10 trở lên
- số: 1.3
  nguyên văn: Điểm từ 7,5 trở lên
  đạt khi: diem.so từ 7,5 điểm trở lên
- số: 1.4
  nguyên văn: Xếp loại khá trở lên
  đạt khi: xep.loai từ khá trở lên
"""
YEARLY = """
- số: 1.1
  nguyên văn: Thu ngân sách đạt dự toán trở lên
  kỳ: hằng năm
  đạt khi: thu.tong từ thu.du_toan trở lên
- số: 1.2
  nguyên văn: Thu ngân sách đạt 110% dự toán trở lên
  kỳ: hằng năm
  đạt khi: tỷ_lệ(thu.tong, thu.du_toan) từ 110% trở lên
- số: 1.3
  nguyên văn: Chi không quá 90% thu
  kỳ: hằng năm
  đạt khi: tỷ_lệ(chi.tong, thu.tong) không quá 90%
- số: 1.4
  nguyên văn: Chi thấp hơn thu
  kỳ: hằng năm
  đạt khi: chi.tong thấp hơn thu.tong
"""


@pytest.fixture(params=["postgres", "duckdb"])
def typed(request: pytest.FixtureRequest, tmp_path: Path) -> Typed:
    Small(tmp_path, CATALOGUE).criteria(CRITERIA)
    (tmp_path / "facts").mkdir()
    postgres = request.param == "postgres"
    return Typed(tmp_path, request.getfixturevalue("address") if postgres else f"duckdb:{tmp_path / 'co-so.duckdb'}")


def all_in_the_database(typed: Typed, criterion: str, verdicts: dict[str, str], left: int = 0) -> None:
    """Holds what the database concludes against ``verdicts``, and against `--data`."""
    said, found = typed.both(criterion)
    assert found == of_units(**verdicts)
    assert f"tại cơ sở dữ liệu: {len(verdicts) - left} đơn vị" in said
    assert ("trên máy này" in said) == bool(left)


def test_days_in_a_column_of_days(typed: Typed) -> None:
    typed.fill("ngay.xong", "DATE", ["'2023-06-30'", "'2023-07-01'", "NULL", "'2000-02-29'"])
    all_in_the_database(typed, "1.1", {"xa0": "met", "xa1": "failed", "xa2": "undetermined", "xa3": "met"})


def test_days_in_texts(typed: Typed) -> None:
    days = ["'30/6/2023'", "'1/07/2023'", "''", "'29/02/2020'", "'30-06/2023'", "' 1/1/1900 '", "'31/12/2199'"]
    typed.fill("ngay.xong", "TEXT", days)
    verdicts = {"xa0": "met", "xa1": "failed", "xa2": "undetermined", "xa3": "met", "xa4": "met", "xa5": "met"}
    all_in_the_database(typed, "1.1", {**verdicts, "xa6": "failed"})


def test_texts_that_are_no_days_are_left_to_the_rules(typed: Typed) -> None:
    texts = ["31/6/2023", "29/2/2023", "29/2/1900", "0/1/2023", "1/13/2023", "30/6/23", "quý II", "2023-06-30"]
    typed.fill("ngay.xong", "TEXT", [f"'{text}'" for text in (*texts, "29/2/2000")])
    said, found = typed.both("1.1")
    assert found == of_units(xa8="met")
    assert all(f"«{text}» không phải là một ngày" in said for text in texts)


@pytest.mark.parametrize("kind", ["INTEGER", "NUMERIC(6,2)", "TEXT"])
def test_places_in_a_ranking(typed: Typed, kind: str) -> None:
    typed.fill("hang.so", kind, ["'10'", "'11'", "NULL", "'1'"])
    all_in_the_database(typed, "1.2", {"xa0": "met", "xa1": "not_met", "xa2": "undetermined", "xa3": "exceeded"})


def test_no_place_is_below_one_or_a_fraction(typed: Typed) -> None:
    typed.fill("hang.so", "NUMERIC(6,2)", ["0", "-1", "1.5", "1"])
    said, found = typed.both("1.2")
    assert found == of_units(xa3="exceeded") and "tại cơ sở dữ liệu: 1 đơn vị" in said


@pytest.mark.parametrize("kind", ["NUMERIC(6,2)", "TEXT"])
def test_numbers_with_steps(typed: Typed, kind: str) -> None:
    mark = "," if kind == "TEXT" else "."
    typed.fill("diem.so", kind, [f"'7{mark}5'", "'7'", f"'7{mark}3'"])
    said, found = typed.both("1.3")
    assert found == of_units(xa0="met", xa1="not_met")
    assert kind == "TEXT" or "tại cơ sở dữ liệu: 2 đơn vị" in said


def test_words_with_capitals(typed: Typed) -> None:
    typed.fill("xep.loai", "TEXT", ["'khá'", "'Khá'", "'YẾU'", "'Tốt'"])
    all_in_the_database(typed, "1.4", {"xa0": "met", "xa1": "met", "xa2": "not_met", "xa3": "met"})


def test_columns_of_other_types_than_their_values_are_named(typed: Typed) -> None:
    typed.fill("ngay.xong", "INTEGER", ["20230630", "NULL"])
    done, found = typed.on("1.1")
    assert "trên máy này: 1 đơn vị, vì SQL không đọc được cột «ngay.xong» có kiểu số chính xác" in done.stderr
    assert found == of_units(xa1="undetermined")
    typed.fill("ngay.xong", "TEXT", ["'30/6/2023'", "'quý II'"])
    done, found = typed.on("1.1")
    assert (
        "trên máy này: 1 đơn vị, vì có ô không phải một con số, một ngày, một mức chắc chắn, có số âm hoặc phép chia cho 0, hoặc có lỗi"
        in done.stderr
    )


def printed(typed: Typed, columns: str) -> tuple[Done, list[tuple[object, ...]]]:
    """What `chitieu sql` says, and the rows of what it prints."""
    dialect = "duckdb" if typed.is_duckdb else "postgres"
    asked = ("--dialect", dialect, "--year", "2023", "--as-of", "31/12/2023", "--columns", columns)
    done = run_here("sql", *asked, cwd=typed.root)
    assert done.returncode == 0, done.stderr
    return done, typed.rows(*done.stdout.rstrip(";\n").split(";\n"))


def test_a_printed_statement_concludes_of_days_and_places(typed: Typed) -> None:
    typed.fill("ngay.xong", "DATE", ["'2023-06-30'", "'2023-07-01'"])
    typed.execute('ALTER TABLE so_lieu ADD COLUMN "hang.so" INTEGER', 'UPDATE so_lieu SET "hang.so" = 11')
    done, rows = printed(typed, "đơn vị,năm,tính đến,ho.tong,ngay.xong,hang.so")
    # target, criteria 1.1 to 1.4: days and places are known, points and classes have no column
    known = {str(row[0]): row[1:] for row in rows}
    assert known == {
        "xã 0": (False, "not_met", "met", "not_met", "undetermined", "undetermined"),
        "xã 1": (False, "failed", "failed", "not_met", "undetermined", "undetermined"),
    }
    assert "«ngay.xong»: DATE" in done.stderr


def yearly(typed: Typed, day: str, rows: list[tuple[int | None, ...]]) -> None:
    """Thu, dự toán, chi of units «xã 0» … on a day."""
    Small(typed.root, CATALOGUE).criteria(YEARLY)
    typed.execute(
        "DROP TABLE IF EXISTS so_lieu",
        'CREATE TABLE so_lieu ("đơn vị" TEXT, "năm" INTEGER, "tính đến" DATE, '
        '"thu.tong" NUMERIC(12,2), "thu.du_toan" NUMERIC(12,2), "chi.tong" NUMERIC(12,2))',
    )
    for number, row in enumerate(rows):
        told = ", ".join("NULL" if one is None else str(one) for one in row)
        typed.execute(f"INSERT INTO so_lieu VALUES ('xã {number}', 2023, DATE '{day}', {told})")


ROWS = [(100, 100, 90), (99, 100, 99), (110, 100, 110), (100, None, 101), (0, 100, 0), (0, 0, 1), (100, 100, None)]
ANNUAL = {
    "1.1": "met failed met undetermined failed met met",
    "1.2": "failed failed met undetermined failed undetermined failed",
    "1.3": "met failed failed failed undetermined undetermined undetermined",
    "1.4": "met failed failed failed failed failed undetermined",
}
"""By hand: of (thu, dự toán, chi) whether thu ≥ dự toán; thu ≥ 110% of it; chi ≤ 90% of thu; chi < thu. A divisor of 0 gives no value."""


@pytest.mark.parametrize("criterion", list(ANNUAL))
def test_an_annual_goal_of_a_year_that_is_over(typed: Typed, criterion: str) -> None:
    yearly(typed, "2023-12-31", ROWS)
    said, found = typed.both(criterion)
    words = ANNUAL[criterion].split()
    assert {unit: verdict for (unit, _), verdict in found.items()} == {
        f"xã {number}": word for number, word in enumerate(words)
    }
    assert "không tính bằng SQL" not in said
    assert "tại cơ sở dữ liệu: 5 đơn vị" in said  # the others divide by zero


HALFWAY = {
    "1.1": "met not_met met undetermined not_met met met",
    "1.4": "period_open not_met not_met not_met not_met not_met undetermined",
}
"""By hand at 30 June: thu that has reached dự toán stays there; chi < thu holds so far, and may yet turn (chưa hết kỳ)."""


@pytest.mark.parametrize("criterion", list(HALFWAY))
def test_an_annual_goal_in_mid_year(typed: Typed, criterion: str) -> None:
    yearly(typed, "2023-06-30", ROWS)
    said, found = typed.both(criterion)
    assert {unit: verdict for (unit, _), verdict in found.items()} == {
        f"xã {number}": word for number, word in enumerate(HALFWAY[criterion].split())
    }
    assert "không tính bằng SQL" not in said


def test_what_sql_does_not_conclude_is_named_as_staff_call_it(typed: Typed) -> None:
    yearly(typed, "2023-06-30", ROWS)
    done, _ = typed.on("1.1")
    assert "không tính bằng SQL" not in done.stderr or "nội dung 1." in done.stderr
    for word in ("target", "criterion", "finding", "(thu.tong - thu.du_toan)", "cumulated"):
        assert word not in done.stderr
    goal = "- số: 1.1\n  nguyên văn: Thu năm năm\n  cộng dồn: có\n  đạt khi: thu.tong từ 500 triệu đồng trở lên\n"
    finding = "hạn chế:\n  - mã: HC-1\n    khi: nội dung 1.1 chưa đạt\n    kết luận: Thu thấp.\n"
    Small(typed.root, CATALOGUE).criteria(
        goal + "- {số: 1.2, nguyên văn: Nhiều hộ, đạt khi: ho.tong từ 1 hộ trở lên}", finding
    )
    typed.fill("thu.tong", "INTEGER", ["100", "600"])
    done, _ = typed.on("1.2")
    assert "không tính bằng SQL: chỉ tiêu 1, vì «cộng dồn» không tính theo cột" in done.stderr, done.stderr
    assert "không tính bằng SQL: nội dung 1.1 «Thu năm năm»" in done.stderr
    assert "không tính bằng SQL: hạn chế HC-1" in done.stderr


def test_columns_name_functions_as_staff_write_them(typed: Typed) -> None:
    goal = "- số: 1.1\n  nguyên văn: Thu năm năm\n  cộng dồn: có\n  đạt khi: thu.tong từ 500 triệu đồng trở lên\n"
    Small(typed.root, CATALOGUE).criteria(goal)
    typed.fill("thu.tong", "INTEGER", ["100"])
    where = ("--data", f"{typed.address}#so_lieu", "--no-record", "-o", "tep.parquet")
    done = run_here("evaluate", *where, cwd=typed.root)
    assert "«cộng dồn» không tính theo cột" in done.stderr, done.stderr
