"""Rows and values that are kept packed come back as they were, and plain rows of .xlsx mean what the parser makes of them."""

from __future__ import annotations

import pickle
import zipfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from engine.importing.books import read_book
from engine.importing.cell import Cell, CellKind, Row
from engine.importing.grid import UnreadableTable, spread
from engine.importing.import_result import ACTUAL, ESTIMATE, ImportedValue
from engine.importing.measures import Measures
from engine.importing.stored_rows import Content, Rows
from engine.importing.stored_values import StoredValues, by_case
from engine.importing.sure_rows import holds_values

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATED = "http://schemas.openxmlformats.org/package/2006/relationships"


def row(number: int) -> Row:
    """Cells of every kind, some with all that a cell may have."""
    shared = Cell(number, 8, CellKind.TEXT, "gộp", merged=True)
    cells = [
        Cell(number, 1, CellKind.TEXT, f"xã Số {number % 7}"),
        Cell(number, 2, CellKind.NUMBER, "", Decimal(number).scaleb(-2)),
        Cell(number, 3, CellKind.NUMBER, "", Decimal("2E+3")),
        Cell(number, 4, CellKind.NUMBER, "", Decimal("-0"), percent=True),
        Cell(number, 5, CellKind.DATE, "", day=date(2023, 12, 31)),
        Cell(number, 6, CellKind.TEXT, "Soá thaønh vieân", font="VNI-Times"),
        Cell(number, 7, CellKind.TEXT, "95", font="VNI-Times", raised="5"),
        shared,
        Cell(number, 10, CellKind.UNCOMPUTED, ""),
    ]
    return {cell.column: cell for cell in cells} | {9: shared}


class TestRows:
    NUMBERS = (2, *range(4, 1_500), 70_000)

    def test_come_back_as_they_were(self) -> None:
        rows = Rows.of((number, row(number)) for number in self.NUMBERS)
        assert list(rows) == list(self.NUMBERS)
        assert all(rows[number] == dict(sorted(row(number).items())) for number in self.NUMBERS)
        assert str(rows[4][4].number) == "-0" and rows[4][8] is rows[4][9]
        assert 3 not in rows and 70_001 not in rows and rows.get(1) is None

    def test_come_in_any_order_and_twice(self) -> None:
        rows = Rows.of((number, row(number)) for number in reversed(self.NUMBERS))
        rows.keep(5, {2: Cell(5, 2, CellKind.TEXT, "b"), 1: Cell(5, 1, CellKind.TEXT, "a")})
        assert list(rows) == list(self.NUMBERS) and list(rows[5]) == [1, 2] and rows[4] == row(4)

    def test_are_sent_to_another_process(self) -> None:
        rows = Rows.of((number, row(number)) for number in self.NUMBERS)
        assert dict(pickle.loads(pickle.dumps(rows))) == dict(rows)

    @pytest.mark.parametrize("ranges", [1, 600])
    def test_spread_merged_cells(self, ranges: int) -> None:
        rows = Rows.of(
            (n, {1: Cell(n, 1, CellKind.TEXT, "x"), 4: Cell(n, 4, CellKind.TEXT, "y")}) for n in range(1, 2_001)
        )
        spread(rows, [(3 * at + 1, 1, 3 * at + 2, 2) for at in range(ranges)])
        assert {id(rows[at][column]) for at in (1, 2) for column in (1, 2)} == {id(rows[1][1])}
        assert rows[1][1].merged and not rows[3][1].merged and list(rows[3]) == [1, 4] and len(rows) == 2_000


def values(count: int, units: int) -> Iterator[ImportedValue]:
    for at in range(count):
        basis, day = (ESTIMATE, date(2023, 9, 30)) if at % 11 == 0 else (ACTUAL, None)
        yield ImportedValue(f"a.csv!E{at}", f"x.a{at % 5}", f"{at} việc", f"xã {at % units}", 2023, basis, as_of=day)


class TestValues:
    def test_come_back_as_they_were(self) -> None:
        given = list(values(1_234, 7))
        stored = StoredValues(given)
        assert (
            stored == given and stored[0] == given[0] and stored[-1] == given[-1] and stored[600:602] == given[600:602]
        )
        assert not StoredValues() and StoredValues() == ()

    def test_pass_through_a_step(self) -> None:
        given = list(values(1_234, 7))
        stored = StoredValues(given).through(lambda some: (v._replace(year=2024) for v in some if v.unit != "xã 3"))
        assert stored == [v._replace(year=2024) for v in given if v.unit != "xã 3"]
        assert StoredValues(given).through(iter) == given

    @pytest.mark.parametrize("units", [1, 7, 9_000])
    def test_are_brought_together_by_case(self, units: int) -> None:
        given = list(values(20_000, units))
        expected: dict[str, list[ImportedValue]] = {}
        for value in given:
            expected.setdefault(value.unit, []).append(value)
        assert list(by_case(StoredValues(given))) == list(expected.values())


HEADS = ('<worksheet xmlns="{main}">', '<worksheet xmlns="{main}" xmlns:x14ac="a">')
PLAIN = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>Tên</t></is></c><c r="B1" t="s"><v>0</v></c><c r="C1" s="1"><v>1</v></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>Tên</t></is></c><c r="B2" t="s"><v>1</v></c><c r="C2" s="1"><v>1.50</v></c></row>'
)
ROWS = (
    "",
    '<row r="3" spans="1:3" ht="15" customHeight="1" x14ac:dyDescent="0.25"><c r="B3" s="1"/><c r="C3"><v>1e3</v></c></row>',
    '<row r="3" x14ac:dyDescent="0.25"><c r="C3"><v>7</v></c></row>',
    '<row><c><v>007</v></c><c t="n"><v> 8 </v></c><c t="str"><v>a_x0041_b</v></c></row>',
    '<row r="3"><c r="C3" s="2"><v>0.5</v></c><c r="D3" s="3"><v>45000</v></c></row>',
    '<row r="3"><c r="A3"><v>1</v></c></row><row r="2"><c r="A2"><v>9</v></c></row><row><c r="B3"><v>2</v></c></row>',
    '<row r="3"><c r="B3"><v>1</v></c><c r="A3"><v>2</v></c></row><row r="4"><c r="A4"><v>3</v></c></row>',
    '<row r="3"><c r="A4"><v>1</v></c></row>',
    '<row r="3"><c r="A3"><f>1+1</f><v>2</v></c><c r="B3"><f>B1</f></c></row><row r="4"><c r="A4"><v>3</v></c></row>',
    '<row r="3" hidden="1"><c r="A3"><v>1</v></c></row><row r="4" hidden="false"><c r="A4"><v>3</v></c></row>',
    '<!-- </row><row r="3"><c r="A3"><v>1</v></c></row> --><row r="4"><c r="A4"><v>3</v></c></row>',
    '<row r="3"><c r="A3" t="str"><v><![CDATA[</v></c></row>]]></v></c></row><row r="4"><c r="A4"><v>3</v></c></row>',
    '<row r="3"><!-- </row><row r="5"><c r="A5"><v>1</v></c></row> --></row><row r="4"><c r="A4"><v>3</v></c></row>',
    '<row r="3"><c r="A3" t="s"><is><t>1</t></is></c></row><row r="4"><c r="A4" t="inlineStr"><v>1</v></c></row>',
    '<row r="3"><c r="A3" t="s"><v>9</v></c></row>',
    '<row r="3"><c r="A3"><v>x</v></c></row>',
    '<row r="3" r="3"><c r="A3"><v>1</v></c></row>',
    '<row r="3"><c r="A3" t="str"><v>a]]>b</v></c></row>',
    '<row r="3"><c r="A3" t="str"><v>a\x01b</v></c></row>',
    '<row r="3"><c r="A3" t="str"><v>a&amp;b\r\n c</v></c><c r="B3" t="str"><v>  </v></c></row>',
    '<row r="3"><c r="A3" t="inlineStr"><is><t>T&#234;n &#x111;&#417;n v&#7883; &lt;A&gt; &amp;amp; &quot;&apos;</t></is></c></row>',
    '<row r="3"><c r="A3" t="str"><v>&#10;a&#9;b&#13;&#160;_x00&#52;1_</v></c><c r="B3"><v>&#49;&#50;</v></c></row>',
    '<row r="3"><c r="A3" t="str"><v>a&#0;b</v></c></row>',
    '<row r="3"><c r="A3" t="str"><v>a&#xD800;b</v></c></row>',
    '<row r="3"><c r="A3" t="str"><v>a&#x110000;b</v></c></row>',
    '<row r="3"><c r="A3" t="str"><v>a&xa;b &amp b</v></c></row>',
    '<row r="3"><c r="A3" t="inlineStr"><is><r><rPr><vertAlign val="superscript"/></rPr><t>2</t></r></is></c></row>',
    '<row r="3"><c r="ZZZ3"><v>1</v></c></row>',
    '<row r="9999999"><c r="A9999999"><v>1</v></c></row>',
    '<x:row xmlns:x="b" r="3"><x:c r="A3"><x:v>1</x:v></x:c></x:row><row xmlns="b" r="4"><c r="A4"><v>1</v></c></row>',
)


def sheet(path: Path, head: str, rows: str) -> str:
    """What a workbook with these rows is read as: its cells, or the sentence that refuses it."""
    kinds = (
        ("officeDocument", "xl/workbook.xml"),
        ("worksheet", "s.xml"),
        ("sharedStrings", "t.xml"),
        ("styles", "f.xml"),
    )
    links = [
        f'<Relationship Id="r{at}" Type="{OFFICE}/{kind}" Target="{part}"/>' for at, (kind, part) in enumerate(kinds)
    ]
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{RELATED}">{links[0]}</Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATED}">{"".join(links[1:])}</Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/t.xml": f'<sst xmlns="{MAIN}"><si><t>Năm</t></si><si><t>xã A</t></si></sst>',
        "xl/f.xml": f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="170" formatCode="#,##0"/></numFmts>'
        '<fonts><font><name val="Arial"/></font></fonts><cellXfs><xf/><xf numFmtId="170"/><xf numFmtId="9"/><xf numFmtId="14"/></cellXfs></styleSheet>',
        "xl/s.xml": f"{head.format(main=MAIN)}<sheetData>{rows}</sheetData></worksheet>",
    }
    with zipfile.ZipFile(path, "w") as package:
        for name, text in parts.items():
            package.writestr(name, text.encode())
    try:
        book = read_book(path, "a.xlsx")
    except UnreadableTable as refusal:
        return str(refusal)
    return repr((book.remarks, [(one.remarks, list(one.rows.items())) for one in book.sheets]))


@pytest.mark.parametrize("head", HEADS, ids=["bare", "x14ac"])
@pytest.mark.parametrize("rows", ROWS)
def test_plain_rows_mean_what_the_parser_makes_of_them(tmp_path: Path, rows: str, head: str) -> None:
    by_parser = sheet(
        tmp_path / "a.xlsx", f"<!-- -->{head}", PLAIN + rows + PLAIN.replace("1", "11").replace("2", "12")
    )
    assert sheet(tmp_path / "a.xlsx", head, PLAIN + rows + PLAIN.replace("1", "11").replace("2", "12")) == by_parser
    alone = sheet(tmp_path / "a.xlsx", f"<!-- -->{head}", PLAIN + rows)
    assert sheet(tmp_path / "a.xlsx", head, PLAIN + rows) == alone


SURE = (
    (("xã A", ("2021",), "Số hộ", "hộ", ("1234",)), True),
    (("xã A", "2021", "Số hộ", "hộ", "1.234"), True),
    ((("1",), "xã A", ("12.5",), ("2020",), ("3.25",), ("7",)), True),
    (("Tên đơn vị", "Năm", "Chỉ tiêu", ("7.5",)), False),
    (("xã A", ("2021",), "Số hộ", "hộ", ("2021",)), False),
    (("xã A", "2021"), False),
    ((("1",), ("2",), ("3",)), False),
    (("A", "B", "1", "2"), False),
    (("xã A",), False),
)


@pytest.mark.parametrize(("contents", "sure"), SURE)
def test_a_row_surely_holds_values(contents: tuple[Content, ...], sure: bool) -> None:
    assert holds_values(tuple(range(1, len(contents) + 1)), contents, Measures([])) is sure


def test_a_number_behind_a_blank_cell_may_be_a_stray_one() -> None:
    assert not holds_values((1, 2, 4), ("Tên đơn vị", "Năm", ("7",)), Measures([]))
