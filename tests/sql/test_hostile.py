"""No text of a rule file or a table becomes SQL, and no number is read as another one."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.bulk.column_types import Content
from engine.evaluation.evaluator import Evaluator
from engine.sql.dialects import DIALECTS, DUCKDB, POSTGRES, Dialect, Quotient, Quotients, Unsayable
from engine.sql.models import DatabaseCases, When
from engine.sql.statement import Source, Statement, StatementWriter
from engine.workspace.workspace import Workspace
from tests.small_workspace import Small
from tests.sql.databases import Connected

ODD = ["'", '"', "\\", "\\'", "'; DROP TABLE x; --", "/* */", "$$", "`", "a'b\"c\\d", "%s", "{0}", ":p", "?", "\n--\n"]
CATALOGUE = """
ho.x: {tên: Số hộ, đơn vị tính: hộ, tính chất: thời điểm}
ty.y: {tên: Tỷ lệ, đơn vị tính: "%", tính chất: thời điểm}
xep.loai: {tên: Xếp loại, kiểu: phân loại, giá trị: ["kém'; --", khá]}
"""
CRITERIA = """
- số: 1.1
  nguyên văn: Ít nhất 12,5%
  đạt khi: ty.y từ 12,5% trở lên
- số: 1.2
  nguyên văn: Trên 3 hộ
  đạt khi: ho.x trên 3 hộ
- số: 1.3
  nguyên văn: Xếp loại khá
  đạt khi: xep.loai từ khá trở lên
"""


@pytest.mark.parametrize("text", ODD)
def test_texts_and_names_stay_what_they_are(database: Connected, text: str) -> None:
    dialect = database.dialect
    found = database.rows(f"SELECT {dialect.text(text)} AS {dialect.name(text)}")
    assert found == [(text,)]


def test_texts_stay_what_they_are_whatever_the_server_says_of_backslashes(address: str) -> None:
    from tests.sql.databases import postgres

    database = postgres(address)
    for text in ODD:
        database.connection.execute("SET standard_conforming_strings = off")
        assert database.connection.execute("SELECT " + POSTGRES.text(text)).fetchall() == [(text,)]
    database.connection.close()


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=list(DIALECTS))
def test_a_nul_is_refused(dialect: Dialect) -> None:
    for write in (dialect.text, dialect.name):
        with pytest.raises(Unsayable):
            write("a\x00b")


def written(root: Path, database: Connected, contents: dict[str, Content], table: str) -> Statement:
    small = Small(root, CATALOGUE)
    small.criteria(CRITERIA)
    (root / "facts").mkdir(exist_ok=True)
    cases = DatabaseCases(Workspace(root), table)
    cases.read_rules()
    assert not cases.problems.has_errors, [one.message for one in cases.problems.found]
    rulebook = cases.wanted_rules(None)[0]
    cases.named(rulebook)
    source = Source((table,), "đơn vị", cells={code: code for code in contents}, contents=contents)
    when = When(2023, date(2023, 12, 31), table)
    return StatementWriter(Evaluator(rulebook, "clips"), cases, source, when, database.dialect).write()


@pytest.mark.parametrize("table", ODD)
def test_units_and_tables_may_be_called_anything(tmp_path: Path, database: Connected, table: str) -> None:
    rows = [[name, 4, "12.5"] for name in ODD]
    database.fill(table, ["đơn vị", "ho.x", "ty.y"], [False, True, True], rows)
    found = database.rows(
        *written(tmp_path, database, {"ho.x": Content.NUMBERS, "ty.y": Content.NUMBERS}, table).words()
    )
    assert sorted(str(row[0]) for row in found) == sorted(ODD)
    assert {row[3:5] for row in found} == {("met", "met")}
    assert database.rows(f"SELECT count(*) FROM {database.dialect.name(table)}") == [(len(ODD),)]


def test_numbers_at_the_threshold_and_cells_that_are_no_numbers(tmp_path: Path, database: Connected) -> None:
    cells = {
        "12.5": (False, "met"),
        "12.499999": (False, "not_met"),
        "12.500001": (False, "met"),
        "12.4999999": (True, None),  # finer than what is read
        "999999999999.5": (False, "met"),
        "1000000000000": (True, None),
    }
    rows = [[cell, 3, cell] for cell in cells]
    rows += [["âm", -1, "5"], ["nửa hộ", "3.5", "5"], ["thiếu", None, None]]
    database.fill("t", ["đơn vị", "ho.x", "ty.y"], [False, True, True], rows)
    statement = written(tmp_path, database, {"ho.x": Content.NUMBERS, "ty.y": Content.NUMBERS}, "t")
    found = {row[0]: row[1:] for row in database.rows(*statement.words())}
    assert [one.name for one in statement.concluded][:3] == ["target 1", "criterion 1.1", "criterion 1.2"]
    for cell, (left, verdict) in cells.items():
        assert (found[cell][0], found[cell][2]) == (left, verdict), cell
    assert found["âm"][0] and found["nửa hộ"][0]
    assert found["thiếu"] == (False, *["undetermined"] * 4)


def test_texts_are_read_as_staff_write_them_or_left_to_the_rules(tmp_path: Path, database: Connected) -> None:
    texts = {"12,5": "met", "12,49": "not_met", "13": "met"}
    left = ["1.500", "12.5", "khoảng 13", "trên 13", "1e3", "13%", "NaN", "-1", "13 "]
    rows = [[text, "4", text] for text in (*texts, *left)]
    database.fill("t", ["đơn vị", "ho.x", "ty.y"], [False, False, False], rows)
    statement = written(tmp_path, database, {"ho.x": Content.TEXTS, "ty.y": Content.TEXTS}, "t")
    found = {row[0]: row[1:] for row in database.rows(*statement.words())}
    assert {text: found[text][2] for text in texts} == texts
    assert [text for text in left if not found[text][0]] == []


def test_floating_numbers_are_never_compared(tmp_path: Path, database: Connected) -> None:
    name = database.dialect.name
    database.connection.cursor().execute("DROP TABLE IF EXISTS t")
    database.connection.cursor().execute(
        f'CREATE TABLE t ({name("đơn vị")} TEXT, "ho.x" DOUBLE PRECISION, "ty.y" DOUBLE PRECISION)'
    )
    database.connection.cursor().execute("INSERT INTO t VALUES ('a', 4, 12.5)")
    statement = written(tmp_path, database, {"ho.x": Content.NUMBERS, "ty.y": Content.NUMBERS}, "t").words()[0]
    if database.dialect is DUCKDB:
        assert database.rows(statement) == [("a", True, *[None] * 4)]
        return
    with pytest.raises(Exception, match="mod"):
        database.rows(statement)


def test_words_with_quotes_are_words(tmp_path: Path, database: Connected) -> None:
    rows = [[word, word] for word in ("kém'; --", "khá", "Khá", "giỏi")]
    database.fill("t", ["đơn vị", "xep.loai"], [False, False], rows)
    found = {
        row[0]: (row[1], row[5])
        for row in database.rows(*written(tmp_path, database, {"xep.loai": Content.TEXTS}, "t").words())
    }
    assert found == {"kém'; --": (False, "not_met"), "khá": (False, "met"), "Khá": (False, "met"), "giỏi": (True, None)}


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_of_a_database_is_left_to_the_rules(tmp_path: Path, address: str, value: str) -> None:
    from tests.sql.databases import postgres

    database = postgres(address)
    database.connection.execute(
        'DROP TABLE IF EXISTS t; CREATE TABLE t ("đơn vị" text, "ho.x" numeric, "ty.y" numeric)'
    )
    database.connection.execute(f"INSERT INTO t VALUES ('a', 4, '{value}')")
    statement = written(tmp_path, database, {"ho.x": Content.NUMBERS, "ty.y": Content.NUMBERS}, "t")
    assert database.rows(*statement.words()) == [("a", True, *[None] * 4)]
    database.connection.close()


NUMBERS = st.fractions(min_value=-(10**6), max_value=10**6, max_denominator=10**6)


@given(st.lists(NUMBERS, min_size=3, max_size=3), NUMBERS, st.integers(0, 5))
def test_quotients_compute_what_fractions_do(numbers: list[Fraction], goal: Fraction, shape: int) -> None:
    duckdb = pytest.importorskip("duckdb")
    first, second, third = map(Quotients(DUCKDB).constant, numbers)
    one, two, three = numbers
    written: list[tuple[Quotient, Fraction | None]] = [
        (first + second, one + two),
        (first - second * third, one - two * three),
        (first / second, one / two if two else None),
        ((first / second).times(Fraction(100)), one / two * 100 if two else None),
        (first.least(second), min(one, two)),
        (first.greatest(-third), max(one, -three)),
    ]
    expression, expected = written[shape]
    if expected is None:
        return
    row = duckdb.sql(f"SELECT {expression.compared('<', goal)}, {expression.compared('=', goal)}").fetchall()
    assert row == [(expected < goal, expected == goal)]
