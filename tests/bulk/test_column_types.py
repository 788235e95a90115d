"""What the types of columns say of their cells, and Parquet files with such columns."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.bulk.column_types import Content, TypedColumn, cell_readers, cells_of, content_of, fetched
from engine.bulk.reading import value_text

KINDS = {
    Content.NUMBERS: ("INTEGER", "numeric", "DECIMAL(38,10)", "UHUGEINT", "UTINYINT", "decimal(9,2)"),
    Content.FLOATS: ("DOUBLE", "FLOAT", "real", "double precision"),
    Content.TEXTS: ("text", "character varying(10)", "character(3)", "citext", "name", "ENUM('a)', 'b''(')", "enum", "string"),
    Content.TRUTHS: ("BOOLEAN",),
    Content.DATES: ("DATE",),
    Content.MOMENTS: ("TIMESTAMP", "timestamp(3) without time zone", "TIMESTAMP_NS", "timestamp_ntz"),
    Content.ZONED: ("TIMESTAMP WITH TIME ZONE", "timestamp(3) with time zone"),
    Content.NOTHING: ("NULL", '"NULL"', "void"),
    Content.OTHER: (
        "UUID", "BLOB", "bytea", "INTERVAL", "interval year", "TIME", "time with time zone", "JSON", "jsonb", "money", "BIT", '"char"',
        "STRUCT(a INTEGER)", "MAP(VARCHAR, INTEGER)", "UNION(a INTEGER, b VARCHAR)", "int4range", "BIGNUM",
        "INTEGER[]", "INTEGER[2]", "timestamp without time zone[]", "ENUM('a')[]", "DECIMAL(9,1)[]", "",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("content", "kind"), [(content, kind) for content, kinds in KINDS.items() for kind in kinds])
def test_a_type_is_known_by_its_name(content: Content, kind: str) -> None:
    assert content_of(kind) is content


def read(kind: str, fetched_value: object) -> str:
    readers = cell_readers([TypedColumn("cột", kind)])
    (cell,) = cells_of([fetched_value], readers)
    return cell


@given(st.datetimes())
def test_a_moment_is_the_text_that_it_is_as_a_value(moment: datetime) -> None:
    assert read("TIMESTAMP", moment.isoformat(" ")) == value_text(moment)
    assert read("DATE", moment.date().isoformat()) == value_text(moment.date())


@given(st.floats())
def test_a_floating_number_is_read_by_its_shortest_digits(number: float) -> None:
    assert read("DOUBLE", repr(number)) == value_text(number)


@pytest.mark.parametrize(
    "text", ["infinity", "-infinity", "12000-01-01", "0044-03-15 BC", "2023-12-31 00:00:00.000000001", "x"]
)
def test_what_is_no_day_stays_what_it_is(text: str) -> None:
    assert read("TIMESTAMP", text) == text


def test_nothing_is_an_empty_cell_of_every_type() -> None:
    assert {read(kinds[0], None) for kinds in KINDS.values()} == {""}


def test_only_the_beginning_of_a_text_is_fetched() -> None:
    assert fetched('"a"', Content.TEXTS, "TEXT") == 'left(CAST("a" AS TEXT), 2000)'
    assert fetched('"a"', Content.NUMBERS, "TEXT") == '"a"'


COLUMNS = {
    "12.3::FLOAT": "12,3",  # as a DOUBLE it would be 12.300000190734863
    "0.1::FLOAT": "0,1",
    "1500::FLOAT": "1500",
    "'NaN'::FLOAT": "(nan không phải một số)",
    "'inf'::DOUBLE": "(inf không phải một số)",
    "'có'::ENUM('có', 'không')": "có",
    "TIMESTAMPTZ '2023-12-31 00:00:00'": "31/12/2023",
    "TIMESTAMPTZ '2023-12-31 17:00:00'": "31/12/2023 17:00:00",
    "TIMESTAMP_NS '2023-12-30 23:59:59.999999999'": "2023-12-30 23:59:59.999999999",  # not the day after
    "TIMESTAMP_NS '2023-12-31 00:00:00'": "31/12/2023",
    "TIMESTAMP_S '2023-12-31 00:00:00'": "31/12/2023",
    "TIMESTAMP_MS '2023-12-31 00:00:00.5'": "31/12/2023 00:00:00.500000",
    "'infinity'::DATE": "infinity",  # not the last day that Python knows
    "255::UTINYINT": "255",
    "18446744073709551615::UBIGINT": "18446744073709551615",
    "12345678901234567890123456789012345678::DECIMAL(38,0)": "12345678901234567890123456789012345678",
    "true": "có",
    "NULL": "",
    "'x' || repeat('a', 3000)": "x" + "a" * 1_999,
}


def test_columns_of_parquet_are_read_as_what_they_are(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="Parquet needs duckdb (chitieu[bulk])")
    from engine.bulk.parquet import ParquetTable

    select = ", ".join(f'{column} AS "cột {number}"' for number, column in enumerate(COLUMNS))
    path = tmp_path / "bang.parquet"
    duckdb.connect().execute(f"COPY (SELECT {select} FROM range(3)) TO '{path}' (FORMAT parquet)")
    lines = list(ParquetTable(path).lines())
    assert [dict(zip(COLUMNS, line.cells, strict=True)) for line in lines] == [COLUMNS] * 3


def test_texts_of_a_dictionary_are_texts(tmp_path: Path) -> None:
    """Most writers keep a column of few different texts as numbers of a dictionary."""
    duckdb = pytest.importorskip("duckdb", reason="Parquet needs duckdb (chitieu[bulk])")
    from engine.bulk.parquet import ParquetTable

    path = tmp_path / "bang.parquet"
    select = "SELECT ['có', 'không'][i % 2 + 1] AS a, i FROM range(10000) t(i)"
    duckdb.connect().execute(f"COPY ({select}) TO '{path}' (FORMAT parquet)")
    found = duckdb.sql(
        f"SELECT DISTINCT encodings FROM parquet_metadata('{path}') WHERE path_in_schema = 'a'"
    ).fetchall()
    assert "DICTIONARY" in found[0][0]
    assert [line.cells[0] for line in ParquetTable(path).lines()] == ["có", "không"] * 5_000
