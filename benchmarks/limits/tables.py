"""Hostile tables: CSV files and workbooks."""

from __future__ import annotations

from collections.abc import Iterable

from benchmarks.limits.bench import HEAD, IMPORT, Bench, Commands, indicators, kind


def csv(bench: Bench, text: str) -> Commands:
    bench.write("a.csv", text)
    return ((IMPORT[0], "a.csv", *IMPORT[1:]),)


@kind
def csv_of_100000_unknown_names(bench: Bench) -> Commands:
    return csv(bench, "Chỉ tiêu;Thực hiện\n" + "".join(f"Số cây trồng mới thứ {i};5\n" for i in range(100_000)))


@kind
def csv_of_one_unknown_name(bench: Bench) -> Commands:
    bench.write("rules/nq/nghi-quyet.yaml", HEAD + indicators(300, lambda i: ""))
    return csv(bench, "Chỉ tiêu;Thực hiện\n" + "Số cây trồng mới;5\n" * 100_000)


@kind
def csv_of_100000_unknown_codes(bench: Bench) -> Commands:
    bench.write("rules/nq/nghi-quyet.yaml", HEAD + indicators(300, lambda i: ""))
    return csv(bench, "Mã số liệu;Chỉ tiêu;Thực hiện\n" + "".join(f"a.c{i};Số cây {i};5\n" for i in range(100_000)))


@kind
def csv_of_100000_equal_values(bench: Bench) -> Commands:
    return csv(bench, "Chỉ tiêu;Thực hiện\n" + "".join(f"Số cây;{i}\n" for i in range(100_000)))


@kind
def csv_of_100000_units(bench: Bench) -> Commands:
    return csv(bench, "Xã;Số cây\n" + "".join(f"xã Tân {i};{i}\n" for i in range(100_000)).replace("xã A", "x"))


@kind
def csv_of_all_units(bench: Bench) -> Commands:
    bench.write("a.csv", "Xã;Số cây\n" + "".join(f"xã Tân {i};{i}\n" for i in range(100_000)))
    return (("import", "a.csv", "--dry-run", "--year", "2024", "--quiet"),)


@kind
def csv_of_100000_headings(bench: Bench) -> Commands:
    return csv(bench, "Chỉ tiêu;Thực hiện\nNăm nào;2024\n" * 60_000)


@kind
def csv_of_lines_above(bench: Bench) -> Commands:
    return csv(
        bench,
        "".join(f"Đơn vị: xã {i} năm {1900 + i % 200};Đơn vị tính: thứ {i}\n" for i in range(100_000))
        + "Chỉ tiêu;Thực hiện\nSố cây;5\n",
    )


@kind
def csv_of_a_million_columns(bench: Bench) -> Commands:
    return csv(bench, "a;" * 1_000_000 + "\nChỉ tiêu;Thực hiện\nSố cây;5\n")


@kind
def csv_of_a_million_rows(bench: Bench) -> Commands:
    return csv(bench, "Chỉ tiêu;Thực hiện\n" + "Số cây;5\n" * 1_000_000)


@kind
def csv_of_one_long_line(bench: Bench) -> Commands:
    return csv(bench, "Chỉ tiêu;Thực hiện\n" + "Số cây " * 10_000_000 + ";5\n")


@kind
def csv_of_long_cells(bench: Bench) -> Commands:
    return csv(bench, "Chỉ tiêu;Thực hiện\n" + ("Số cây đã trồng " * 6_000 + ";5\n") * 700)


@kind
def csv_of_a_thousand_columns(bench: Bench) -> Commands:
    return csv(
        bench,
        "Chỉ tiêu;" + ";".join("Thực hiện 2024" for _ in range(900)) + "\n" + ("Số cây;" + "5;" * 900 + "\n") * 3_000,
    )


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
)
STRINGS = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</sst>'


def workbook(bench: Bench, rows: str, strings: str = "") -> Commands:
    main, office = (
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    )
    spread = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    relation = '<Relationship Id="r%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="%s"/>'
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'
    bench.package(
        "a.xlsx",
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{spread}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="{spread}.worksheet+xml"/>'
            f'<Override PartName="/xl/sharedStrings.xml" ContentType="{spread}.sharedStrings+xml"/></Types>',
            "_rels/.rels": relations % relation % (1, "officeDocument", "xl/workbook.xml"),
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": relations
            % (
                relation % (1, "worksheet", "worksheets/sheet1.xml")
                + relation % (2, "sharedStrings", "sharedStrings.xml")
            ),
            "xl/worksheets/sheet1.xml": SHEET % rows,
            "xl/sharedStrings.xml": STRINGS % strings,
        },
    )
    return ((IMPORT[0], "a.xlsx", *IMPORT[1:]),)


def shared(row: int, numbers: Iterable[int]) -> str:
    cells = "".join(f'<c r="{chr(65 + at)}{row}" t="s"><v>{number}</v></c>' for at, number in enumerate(numbers))
    return f'<row r="{row}">{cells}</row>'


HEADINGS = "<si><t>Chỉ tiêu</t></si><si><t>Thực hiện</t></si>"


@kind
def xlsx_one_long_shared_string(bench: Bench) -> Commands:
    rows = shared(1, (0, 1)) + "".join(shared(row, [2] * 8) for row in range(2, 20_002))
    return workbook(bench, rows, HEADINGS + f"<si><t>{'Số cây đã trồng ' * 1_875}</t></si>")


@kind
def xlsx_shared_string_of_1000(bench: Bench) -> Commands:
    rows = shared(1, (0, 1)) + "".join(shared(row, [2] * 8) for row in range(2, 60_002))
    return workbook(bench, rows, HEADINGS + f"<si><t>{'Số cây đã trồng ' * 62}</t></si>")


@kind
def xlsx_unused_shared_strings(bench: Bench) -> Commands:
    return workbook(bench, shared(1, (0, 1)), HEADINGS + "".join(f"<si><t>s{i}</t></si>" for i in range(1_900_000)))


@kind
def xlsx_negative_shared_string(bench: Bench) -> Commands:
    return workbook(bench, shared(1, (0, 1)) + shared(2, (-1, 5)), HEADINGS)


@kind
def xlsx_shared_string_beyond(bench: Bench) -> Commands:
    return workbook(bench, shared(1, (0, 1)) + shared(2, (7, 8)), HEADINGS)


@kind
def xlsx_million_cells(bench: Bench) -> Commands:
    return workbook(
        bench,
        shared(1, (0, 1)) + "".join(shared(row, (2, 3)) for row in range(2, 290_002)),
        HEADINGS + "<si><t>Số cây</t></si><si><t>5</t></si>",
    )


@kind
def xlsx_far_cells(bench: Bench) -> Commands:
    rows = shared(1, (0, 1)) + "".join(
        f'<row r="{row}"><c r="ALL{row}"><v>1</v></c></row>' for row in range(2, 290_000)
    )
    return workbook(bench, rows, HEADINGS)
