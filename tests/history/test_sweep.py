"""The list of cases of a run, the hashes of rows, and the letters of verdicts: what is written is read back, all else refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.bulk.docs import UnitRow
from engine.bulk.heads import Layout
from engine.bulk.reading import Line, Numbering
from engine.bulk.row_digests import digests_of, of_years
from engine.bulk.units import Batch, Given, TableUnits
from engine.domain.verdicts import CONCLUSIONS, Verdict
from engine.evaluation.evaluation import EngineUsed, Summary, Tally
from engine.history.receipt import BadReceipt
from engine.history.sweep import CaseFile, Sweep, SweptAbout, SweptCase, SweptCriterion, cases_in, piece_of, sweep_of
from engine.history.verdict_letters import BY_STATE, LETTERS, VERDICTS
from engine.language.one_form import number_form

TALLY = Tally(0, 0, 0, 0, 0, 0, 0, 0)
SWEEP = Sweep(
    "1/NQ-HĐND", (2022, 2023), ("",), False, EngineUsed("CLIPS", "1"), 1, 0, Summary(TALLY, TALLY),
    (SweptCriterion("1", True),), (SweptCriterion("1.1", True), SweptCriterion("1.2", False)), None, (),
)  # fmt: skip
HASHES = st.sampled_from(["", "0" * 64, "af" * 32])
CASES = st.builds(
    SweptCase,
    unit=st.text(st.characters(exclude_categories=["Cs"])),
    year=st.sampled_from([2022, 2023]),
    period=st.sampled_from(["", "quý I"]),
    verdicts=st.text("".join(VERDICTS), min_size=3, max_size=3) | st.just(""),
    given=HASHES,
    lines=HASHES,
    files=st.lists(
        st.builds(CaseFile, st.sampled_from(["facts", "earlier", "comparison"]), st.integers(0, 9)), max_size=3
    ).map(tuple),
)


def test_every_verdict_has_a_letter_of_its_own() -> None:
    assert LETTERS.keys() == set(Verdict) and len(set(LETTERS.values())) == len(Verdict)
    assert [VERDICTS[chr(letter)] for letter in BY_STATE] == [conclusion.verdict for conclusion in CONCLUSIONS]


@given(st.lists(CASES, max_size=5))
def test_a_piece_is_read_back_as_it_was_written(cases: list[SweptCase]) -> None:
    assert list(cases_in(piece_of(cases), SWEEP)) == cases


@pytest.mark.parametrize(
    "entry",
    [
        None,
        [],
        ["xã A", 2023, "", "MM", "", "", []],  # two letters of three
        ["xã A", 2023, "", "MMZ", "", "", []],
        ["xã A", 2019, "", "MMM", "", "", []],  # a year that the run does not have
        ["xã A", "2023", "", "MMM", "", "", []],
        ["xã A", 2023, "", "MMM", "abc", "", []],
        ["xã A", 2023, "", "MMM", "", "", [["rules", -1]]],
        ["xã A", 2023, "", "MMM", "", "", [["nobody", 1]]],
        ["xã A", 2023, "", "MMM", "", "", [], "more"],
    ],
)
def test_a_line_that_no_run_writes_is_refused(entry: object) -> None:
    with pytest.raises(BadReceipt, match="sai dạng"):
        list(cases_in(json.dumps([entry]).encode(), SWEEP))


@pytest.mark.parametrize("raw", [b"", b"{", b'{"a":1}', b"3", b"\xff", b"[1.5]"])
def test_what_is_no_list_is_refused(raw: bytes) -> None:
    with pytest.raises(BadReceipt):
        list(cases_in(raw, SWEEP))


@given(st.dictionaries(st.sampled_from(["schema", "years", "cases", "table"]), st.none() | st.integers() | st.text()))
def test_what_is_no_document_is_refused(document: dict[str, object]) -> None:
    with pytest.raises(BadReceipt):
        sweep_of(document)  # type: ignore[arg-type]  # whatever a stranger writes


def test_the_list_must_have_as_many_cases_as_the_document_says() -> None:
    about = SweptAbout()
    about.note([SweptCase("xã A", 2023, "", "", "", "", ())])
    with pytest.raises(BadReceipt, match="không có đủ số đơn vị"):
        about.listed(SWEEP)


@pytest.mark.parametrize(
    ("names", "years", "listed"),
    [(["xã A", "xã B"], [2023, 2023], "2 đơn vị"), (["xã A", "XÃ A", "xã B"], [2022, 2023, 2023], "2 đơn vị")],
)
def test_units_are_counted_once(names: list[str], years: list[int], listed: str) -> None:
    about = SweptAbout()
    about.note([SweptCase(name, year, "", "MMM", "", "", ()) for name, year in zip(names, years, strict=True)])
    assert about.listed(SWEEP._replace(evaluated=len(names))) == ("1/NQ-HĐND", listed, 2023)


# ------------------------------------------------------------ hashes of rows

WRITTEN = st.text("0 1đ,.%\n\t\xa0", max_size=3) | st.sampled_from(["2.711", "2711", "45,5 %", "-1.234,50%", "1.23"])
CELLS = st.dictionaries(st.sampled_from(["a.x", "b.y", "c.z"]), WRITTEN, min_size=1)


def digest(cells: dict[str, str], source: str = "BC", name: str = "bang.csv", row: int = 2) -> str:
    head = UnitRow("xã A", 2023, date(2023, 12, 31), source, row, ())
    (found,) = digests_of(Batch(name, [head], {code: [cell] for code, cell in cells.items()}, None))
    return found


@given(CELLS)
def test_the_order_of_columns_the_row_and_blank_cells_do_not_matter(cells: dict[str, str]) -> None:
    other = dict(reversed(cells.items()))
    assert digest(cells) == digest(other, row=9) == digest(other | {"d.n": ""}) == digest({"a.a": " "} | cells)


@given(CELLS, st.text(" \t\xa0", max_size=2), st.text(" \n\u3000", max_size=2))
def test_blanks_at_the_ends_of_a_cell_do_not_matter(cells: dict[str, str], before: str, behind: str) -> None:
    assert digest({code: f"{before}{cell}{behind}" for code, cell in cells.items()}) == digest(cells)


@given(CELLS, CELLS)
def test_other_cells_have_another_hash(one: dict[str, str], other: dict[str, str]) -> None:
    filled = [
        {code: number_form(cell.strip()) for code, cell in cells.items() if cell.strip()} for cells in (one, other)
    ]
    if filled[0] != filled[1]:
        assert digest(one) != digest(other)


def test_the_name_of_the_table_does_not_matter_and_a_source_does() -> None:
    cells = {"a.x": "7"}
    assert digest(cells, "thang-1.csv", "thang-1.csv") == digest(cells, "thang-3.csv", "thang-3.csv")
    assert digest(cells, "BC, mục 1") != digest(cells, "BC, mục 2")


@given(st.lists(CELLS, min_size=1, max_size=4))
def test_a_hash_does_not_depend_on_the_other_rows(rows: list[dict[str, str]]) -> None:
    codes = sorted({code for row in rows for code in row})
    heads = [UnitRow(f"xã {place}", 2023, date(2023, 12, 31), "BC", place + 2, ()) for place in range(len(rows))]
    batch = Batch("bang.csv", heads, {code: [row.get(code, "") for row in rows] for code in codes}, None)
    assert list(digests_of(batch)) == [digest(row) for row in rows]


WIDE = ["đơn vị", "b.y", "ghi chú", "a.x", "năm", "c.z", "tính đến"]


class _Rows:
    """A table whose rows are given, each with the cells of ``WIDE`` or fewer."""

    name, headings, remarks, numbering = "bang.csv", WIDE, (), Numbering.ROWS

    def __init__(self, rows: list[list[str]]) -> None:
        self.rows = rows

    def lines(self) -> Iterator[Line]:
        yield from (Line(place, cells) for place, cells in enumerate(self.rows, 2))


@given(st.lists(st.lists(WRITTEN, min_size=3, max_size=3), min_size=1, max_size=6), st.integers(1, 4))
def test_the_text_of_a_row_as_it_is_read_has_the_hash_of_its_columns(rows: list[list[str]], size: int) -> None:
    indicators = {WIDE.index(code): code for code in ("a.x", "b.y", "c.z")}
    layout = Layout(0, 4, 6, None, None, None, indicators, {})
    cells = [[f"xã {at}", b, "ghi", a, "2023", c, "31/12/2023"] for at, (a, b, c) in enumerate(rows)]
    cells[1:1] = [[""] * 7, ["xã không có năm", "1", "", "2", "", "3", "31/12/2023"]]

    def hashes(batches: Callable[[TableUnits, int], Iterator[Batch]]) -> list[str]:
        units = TableUnits(_Rows(cells), layout, Given(None, None, None))
        return [one for batch in batches(units, size) for one in digests_of(batch)]

    assert hashes(TableUnits.batches_with_texts) == hashes(TableUnits.batches)


NUMBERS = st.decimals(-(10**9), 10**9, allow_nan=False, places=3)


def writings(number: Decimal) -> set[str]:
    """How tables write a number with its decimals: plain, or with thousands apart."""
    sign, digits = ("-" if number < 0 else ""), f"{abs(number):.3f}"
    whole, decimals = digits.split(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    return {f"{sign}{one},{decimals}" for one in (whole, grouped)}


@given(NUMBERS, NUMBERS)
def test_the_writing_of_a_number_does_not_matter_and_the_number_does(one: Decimal, other: Decimal) -> None:
    (found,) = {digest({"a.x": text, "b.y": "có"}) for text in writings(one)}
    (blank,) = {digest({"a.x": text, "b.y": ""}) for text in writings(one)}
    assert blank != found
    assert (one == other) == (digest({"a.x": min(writings(other)), "b.y": "có"}) == found)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1.234", "1,234"),
        ("45%", "45"),
        ("0,5", "05"),
        ("1.23", "123"),
        ("-5", "5"),
        ("1.234 hộ", "1234 hộ"),
        ("33%", "33,0%"),
    ],
)
def test_what_may_be_another_value_has_another_hash(one: str, other: str) -> None:
    assert digest({"a.x": one}) != digest({"a.x": other})


def test_the_years_of_a_unit_have_a_hash_in_their_order() -> None:
    assert of_years(["a"]) == "a"
    assert len({of_years(["a", "b"]), of_years(["b", "a"]), of_years(["a", "b", "c"])}) == 3
