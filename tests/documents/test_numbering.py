"""Automatic numbering as Word shows it (ECMA-376 part 1, 17.9), by hand; test_oracle.py asks LibreOffice."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.documents.numbering import numeral, shown_bullet
from tests.documents.composing import composed, definition, instance, level, paragraph, read, shown, told

THREE = definition(
    1,
    level(0, "decimal", "%1."),
    level(1, "decimal", "%1.%2."),
    level(2, "lowerLetter", "%3)"),
    level(3, "bullet", "-"),
)


def start(at: int, value: int = 1) -> str:
    return f'<w:lvlOverride w:ilvl="{at}"><w:startOverride w:val="{value}"/></w:lvlOverride>'


def style(key: str, inner: str = "", based: str = "", more: str = "", kind: str = "paragraph") -> str:
    on = f'<w:basedOn w:val="{based}"/>' if based else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{key}"{more}><w:name w:val="{key}"/>{on}<w:pPr>{inner}</w:pPr></w:style>'
    )


def styled(text: str, key: str, more: str = "") -> str:
    return paragraph(text, properties=f'<w:pStyle w:val="{key}"/>{more}')


def labels(folder: Path, body: str, numbering: str, **parts: str) -> list[str]:
    """The labels of all lines, those without text left out."""
    return [line.partition("|")[0] for line in told(read(folder, composed(body, numbering=numbering, **parts)))]


def at(*places: str) -> str:
    return "".join(paragraph("x", place) for place in places)


def test_levels_are_counted_and_told(tmp_path: Path) -> None:
    body = "".join(
        paragraph(*p) for p in [("A", "1/0"), ("B", "1/1"), ("C", "1/2"), ("D", "1/3"), ("E", "1/1"), ("F", "1/0")]
    )
    assert told(read(tmp_path, composed(body, numbering=THREE + instance(1, 1)))) == [
        "1.|0|A|đoạn 1", "1.1.|1|B|đoạn 2", "a)|2|C|đoạn 3", "-|3|D|đoạn 4", "1.2.|1|E|đoạn 5", "2.|0|F|đoạn 6",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("numbers", "places", "expected"),
    [
        # instances of one definition go on, but for overrides
        (instance(1, 1) + instance(2, 1), ["1/0", "2/0", "1/0"], ["1.", "2.", "3."]),
        (instance(1, 1) + instance(2, 1, start(0)), ["1/0", "1/0", "2/0", "2/0"], ["1.", "2.", "1.", "2."]),
        (instance(1, 1) + instance(2, 1, start(0, 7)), ["1/0", "2/0", "2/1"], ["1.", "7.", "7.1."]),
        # a start of its own for a deeper level holds each time that the level begins
        (instance(1, 1, start(1, 5)), ["1/0", "1/1", "1/1", "1/0", "1/1"], ["1.", "1.5.", "1.6.", "2.", "2.5."]),
        # skipped levels
        (instance(1, 1), ["1/1", "1/1"], ["1.1.", "1.2."]),
        (instance(1, 1), ["1/0", "1/2", "1/2", "1/0", "1/2"], ["1.", "a)", "b)", "2.", "a)"]),
        # levels that are no levels
        (instance(1, 1), ["1/-3", "1/0"], ["1.", "2."]),
        (instance(1, 1), ["9/0", "0/0", "1/0"], ["", "", "1."]),
        (instance(1, 77), ["1/0"], [""]),
    ],
)
def test_instances(tmp_path: Path, numbers: str, places: list[str], expected: list[str]) -> None:
    assert labels(tmp_path, at(*places), THREE + numbers) == expected


def test_a_level_of_an_override_replaces_that_of_the_definition(tmp_path: Path) -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "upperRoman", "%1-")}</w:lvlOverride>'
    assert labels(tmp_path, at("1/0", "1/1", "1/0"), THREE + instance(1, 1, own)) == ["I-", "I.1.", "II-"]


def test_all_levels_may_be_shown_in_digits(tmp_path: Path) -> None:
    legal = definition(1, level(0, "upperRoman", "%1."), level(1, "decimal", "%1.%2.", "<w:isLgl/>"))
    assert labels(tmp_path, at("1/0", "1/0", "1/1"), legal + instance(1, 1)) == ["I.", "II.", "2.1."]


@pytest.mark.parametrize(
    ("restart", "expected"),
    [
        ("", ["1.", "1.1.", "a)", "1.2.", "a)", "2.", "2.1.", "a)"]),
        ('<w:lvlRestart w:val="0"/>', ["1.", "1.1.", "a)", "1.2.", "b)", "2.", "2.1.", "c)"]),
        ('<w:lvlRestart w:val="1"/>', ["1.", "1.1.", "a)", "1.2.", "b)", "2.", "2.1.", "a)"]),
    ],
)
def test_a_level_restarts_after_the_level_that_it_names(tmp_path: Path, restart: str, expected: list[str]) -> None:
    """LibreOffice does not know `lvlRestart`, so that it is no oracle here."""
    three = definition(
        1, level(0, "decimal", "%1."), level(1, "decimal", "%1.%2."), level(2, "lowerLetter", "%3)", restart)
    )
    places = ["1/0", "1/1", "1/2", "1/1", "1/2", "1/0", "1/1", "1/2"]
    assert labels(tmp_path, at(*places), three + instance(1, 1)) == expected


def test_numbers_through_styles(tmp_path: Path) -> None:
    """A style numbers, those based on it too; a level names its style; «0» takes the number away."""
    two = definition(
        1,
        level(0, "decimal", "Điều %1.", '<w:pStyle w:val="Dieu"/>'),
        level(1, "decimal", "%2.", '<w:pStyle w:val="Khoan"/>'),
    )
    number = '<w:numPr><w:numId w:val="1"/></w:numPr>'
    none = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    styles = style("Dieu", number) + style("Khoan", number) + style("Con", based="Khoan") + style("Tran", none, "Khoan")
    body = (
        styled("A", "Dieu") + styled("B", "Khoan") + styled("C", "Con") + styled("D", "Tran") + styled("E", "Khoan", none)
        + styled("F", "Dieu") + styled("G", "Con") + styled("H", "MISSING")
    )  # fmt: skip
    found = labels(tmp_path, body, two + instance(1, 1), styles=styles)
    assert found == ["Điều 1.", "1.", "2.", "", "", "Điều 2.", "1.", ""]


def test_numbers_of_the_default_style_and_of_a_numbering_style(tmp_path: Path) -> None:
    linked = definition(1, level(0, "decimal", "(%1)"), more='<w:styleLink w:val="DS"/>')
    link = definition(2, more='<w:numStyleLink w:val="DS"/>')
    usual = style("Normal", '<w:numPr><w:numId w:val="2"/></w:numPr>', more=' w:default="1"')
    found = labels(
        tmp_path, paragraph("A") + paragraph("B"), linked + link + instance(1, 1) + instance(2, 2), styles=usual
    )
    assert found == ["(1)", "(2)"]


def test_styles_in_a_circle_give_no_number(tmp_path: Path) -> None:
    styles = style("A", based="B") + style("B", based="A") + style("C", based="C")
    assert labels(tmp_path, styled("x", "A") + styled("y", "C"), THREE + instance(1, 1), styles=styles) == ["", ""]


def test_a_level_without_a_start_begins_at_zero(tmp_path: Path) -> None:
    """ECMA-376 part 1, 17.9.25; LibreOffice shows the same."""
    bare = definition(1, '<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>')
    assert labels(tmp_path, at("1/0", "1/0"), bare + instance(1, 1)) == ["0.", "1."]


def test_a_bullet_above_shows_no_number_in_the_label_below(tmp_path: Path) -> None:
    mixed = definition(1, level(0, "bullet", "-"), level(1, "decimal", "%1.%2)"))
    assert labels(tmp_path, at("1/0", "1/1"), mixed + instance(1, 1)) == ["-", ".1)"]


def test_empty_items_count(tmp_path: Path) -> None:
    """Word numbers them, so that the next one is not off by one."""
    body = paragraph("A", "1/0") + paragraph("", "1/0") + paragraph("B", "1/0")
    assert shown(read(tmp_path, composed(body, numbering=THREE + instance(1, 1)))) == ["1. A", "3. B"]


def test_numbers_run_through_tables_and_text_boxes(tmp_path: Path) -> None:
    from tests.documents.composing import cell, row, table

    inside = table(row(cell(paragraph("B", "1/0")), cell(paragraph("C", "1/0"))))
    body = paragraph("A", "1/0") + inside + paragraph("D", "1/0")
    assert told(read(tmp_path, composed(body, numbering=THREE + instance(1, 1)))) == [
        "1.|0|A|đoạn 1", "2. B ¦ 3. C", "4.|0|D|đoạn 2",
    ]  # fmt: skip


def test_a_typed_label_behind_an_automatic_one_stays_in_the_text(tmp_path: Path) -> None:
    document = read(tmp_path, composed(paragraph("a) Thu ngân sách", "1/0"), numbering=THREE + instance(1, 1)))
    assert told(document) == ["1.|0|a) Thu ngân sách|đoạn 1"]


@pytest.mark.parametrize(
    ("form", "count", "expected"),
    [
        ("decimal", 12, "12"), ("decimalZero", 7, "07"), ("decimalZero", 12, "12"), ("lowerLetter", 26, "z"),
        ("lowerLetter", 27, "aa"), ("upperLetter", 53, "AAA"), ("lowerRoman", 1994, "mcmxciv"), ("upperRoman", 9, "IX"),
        ("upperRoman", 0, "0"), ("none", 3, ""), ("ordinalText", 2, "2"), ("lowerLetter", -1, "-1"),
    ],
)  # fmt: skip
def test_forms_of_numbers(form: str, count: int, expected: str) -> None:
    assert numeral(count, form) == expected


@pytest.mark.parametrize(
    ("sign", "expected"),
    [("\uf0b7", "•"), ("\uf02d", "-"), ("–", "–"), ("o", "○"), ("\uf0d8", "➢"), ("\uf09e", "•"), ("", "")],
)
def test_bullets(sign: str, expected: str) -> None:
    assert shown_bullet(sign) == expected
