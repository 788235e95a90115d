"""The wordings of conditions: what each is read as, and what is refused with which remedy."""

import json
import unicodedata
from fractions import Fraction
from importlib.resources import files

import lark
import pytest

from engine.domain.verdicts import STANDINGS
from engine.language import parser
from engine.language.grammar import build_parser, tables_of
from engine.language.lalr import Tables, grammar_text
from engine.language.parser import (
    parse_condition,
    parse_formula,
    parse_measured,
)
from engine.language.syntax import (
    All,
    Any,
    Binary,
    Call,
    Category,
    Comparison,
    Deadline,
    Direction,
    Knowledge,
    Not,
    Ordinal,
    Presence,
    Quantity,
    Ref,
    Relation,
    Status,
    YesNo,
)
from engine.language.text import normalise
from engine.language.vocabulary import LanguageError, Vocabulary

UP, DOWN = Direction.UP, Direction.DOWN


@pytest.mark.parametrize(
    ("text", "relation", "low", "high", "direction"),
    [
        ("từ 2.600 thành viên trở lên", Relation.AT_LEAST, 2600, None, UP),
        ("2.600 trở lên", Relation.AT_LEAST, 2600, None, UP),
        ("ít nhất 80%", Relation.AT_LEAST, 80, None, UP),
        ("tối thiểu 3", Relation.AT_LEAST, 3, None, UP),
        ("không dưới 3", Relation.AT_LEAST, 3, None, UP),
        (">= 2.600", Relation.AT_LEAST, 2600, None, UP),
        ("≥ 2.600", Relation.AT_LEAST, 2600, None, UP),
        ("trên 45 triệu đồng/người/năm", Relation.ABOVE, 45, None, UP),
        ("hơn 45", Relation.ABOVE, 45, None, UP),
        ("vượt 45", Relation.ABOVE, 45, None, UP),
        (">2.300", Relation.ABOVE, 2300, None, UP),
        ("từ 5 trở xuống", Relation.AT_MOST, 5, None, DOWN),
        ("5% trở xuống", Relation.AT_MOST, 5, None, DOWN),
        ("không quá 65%", Relation.AT_MOST, 65, None, DOWN),
        ("tối đa 2%", Relation.AT_MOST, 2, None, DOWN),
        ("dưới 3%", Relation.BELOW, 3, None, DOWN),
        ("< 7,6", Relation.BELOW, Fraction(76, 10), None, DOWN),
        ("đạt 40%", Relation.POINT, 40, None, None),
        ("40%", Relation.POINT, 40, None, None),
        ("có 20%", Relation.POINT, 20, None, None),
        ("07 THT", Relation.POINT, 7, None, None),
        ("còn 9%", Relation.POINT, 9, None, DOWN),
        ("giảm còn 5%", Relation.POINT, 5, None, DOWN),
        ("xuống còn 5%", Relation.POINT, 5, None, DOWN),
        ("từ 7,5 đến 8%", Relation.RANGE, Fraction(15, 2), 8, None),
        ("7,5-8%", Relation.RANGE, Fraction(15, 2), 8, None),
        ("từ 8-10%", Relation.RANGE, 8, 10, None),
        ("07 - 09", Relation.RANGE, 7, 9, None),
        ("trong khoảng từ 5 đến 7", Relation.CORRIDOR, 5, 7, None),
        ("bằng 0", Relation.EQUAL, 0, None, None),
        ("không còn", Relation.EQUAL, 0, None, DOWN),
        ("khác 0", Relation.DIFFERENT, 0, None, None),
        ("đạt từ 2.600 thành viên trở lên", Relation.AT_LEAST, 2600, None, UP),
        ("còn dưới 2%", Relation.BELOW, 2, None, DOWN),
        ("đạt trên 250", Relation.ABOVE, 250, None, UP),
        ("từ -5 đến -3%", Relation.RANGE, -5, -3, None),
    ],
)
def test_comparators(
    text: str, relation: Relation, low: Fraction, high: Fraction | None, direction: Direction | None
) -> None:
    read = parse_condition(text)
    assert isinstance(read, Comparison) and isinstance(read.bound, Quantity)
    assert (read.relation, read.bound.value, read.direction) == (relation, low, direction)
    assert (read.upper.value if isinstance(read.upper, Quantity) else None) == high


def test_45_is_compared_strictly_with_tren_45_and_not_with_tu_45() -> None:
    over, from_on = parse_condition("trên 45"), parse_condition("từ 45 trở lên")
    assert isinstance(over, Comparison) and isinstance(from_on, Comparison)
    assert (over.relation, from_on.relation) == (Relation.ABOVE, Relation.AT_LEAST)


def test_khoang_is_soft() -> None:
    read = parse_condition("khoảng 4%")
    assert isinstance(read, Comparison) and read.soft and read.relation is Relation.POINT


def test_nfd_text_reads_like_nfc_after_normalisation() -> None:
    text = "từ 2.600 thành viên trở lên và tỷ_lệ(htx.a, htx.b) dưới 50%"
    assert parse_condition(normalise(unicodedata.normalize("NFD", "từ 2.600 thành viên trở lên"))) == parse_condition(
        "từ 2.600 thành viên trở lên"
    )
    assert parse_condition(normalise(unicodedata.normalize("NFD", text.partition(" và ")[2]))) == parse_condition(
        text.partition(" và ")[2]
    )


@pytest.mark.parametrize("text", ["TỪ 20 TRỞ LÊN", "Từ  20   trở lên", "từ 20 trở lên"])
def test_case_and_spacing_are_forgiven(text: str) -> None:
    read = parse_condition(normalise(text))
    assert isinstance(read, Comparison) and read.relation is Relation.AT_LEAST


def test_subjects_may_be_formulas() -> None:
    read = parse_condition("(htx.a - 5) * 2 trên htx.b")
    assert isinstance(read, Comparison) and isinstance(read.subject, Binary) and isinstance(read.bound, Ref)


def test_a_dash_is_a_range_only_between_two_literals() -> None:
    assert isinstance(parse_formula("htx.a - 5"), Binary)
    assert isinstance(parse_formula("htx.a - htx.b"), Binary)
    read = parse_condition("htx.a từ 5 - 8")
    assert isinstance(read, Comparison) and read.relation is Relation.RANGE


def test_other_kinds_of_conditions() -> None:
    assert isinstance(parse_condition("htx.a có"), YesNo)
    assert isinstance(parse_condition("htx.a không"), YesNo)
    assert isinstance(parse_condition("là khá"), Category)
    among = parse_condition("thuộc [khá, trung bình]")
    assert isinstance(among, Category) and among.names == ("khá", "trung bình")
    assert isinstance(parse_condition("từ khá trở lên"), Ordinal)
    limit = parse_condition("trước ngày 30/6/2025")
    assert isinstance(limit, Deadline) and not limit.inclusive and limit.limit.isoformat() == "2025-06-30"
    by = parse_condition("chậm nhất 31/12/2025")
    assert isinstance(by, Deadline) and by.inclusive
    assert isinstance(parse_condition("có hạn chế HC-1"), Presence)
    assert isinstance(parse_condition("không có nguyên nhân CQ-2"), Presence)
    assert isinstance(parse_condition("đã có số liệu htx.tong"), Knowledge)
    assert isinstance(parse_condition("chưa có số liệu htx.tong"), Knowledge)


@pytest.mark.parametrize("word", list(STANDINGS))
def test_every_standing_of_a_criterion_can_be_asked(word: str) -> None:
    read = parse_condition(f"nội dung 2.1 {word}")
    assert isinstance(read, Status) and read.standing is STANDINGS[word] and not read.of_target


def test_connectives() -> None:
    assert isinstance(parse_condition("a.b trên 1 và a.c dưới 3"), All)
    assert isinstance(parse_condition("a.b trên 1 hoặc a.c dưới 3"), Any)
    assert isinstance(parse_condition("không phải (a.b trên 1)"), Not)
    assert isinstance(parse_condition("(a.b trên 1 và a.c dưới 3) hoặc a.d trên 2"), Any)


def test_functions_with_and_without_marks() -> None:
    for name in ("tỷ_lệ", "tỉ_lệ", "ty_le", "TỶ_LỆ"):
        call = parse_formula(f"{name}(htx.a, htx.b)")
        assert isinstance(call, Call) and call.function == "ratio"


def test_units_of_the_catalogue_are_read_whole_even_with_keywords_inside() -> None:
    vocabulary = Vocabulary(["xã đạt chuẩn", "xã, thị trấn"])
    for unit in ("xã đạt chuẩn", "xã, thị trấn"):
        read = parse_condition(f"từ 21 {unit} trở lên", vocabulary)
        assert isinstance(read, Comparison) and isinstance(read.bound, Quantity) and read.bound.unit == unit


@pytest.mark.parametrize(
    ("text", "start", "remedy"),
    [
        ("tren 45", 0, "trên"),
        ("từ 5 đến", 7, "con số"),
        ("0.5%", 0, "0,5"),
        ("a.b trên 1 và a.b dưới 3 hoặc a.b trên 2", 25, "ngoặc"),
        ("a.b đạt 62,3% kế hoạch", 14, "tỷ_lệ"),
        ("tăng 10% so với năm 2020", 9, "tỷ_lệ"),
        ("tặng 45", 0, "giảm còn"),
        ("xoay 45", 0, "rules/README.md"),
        ("@x", 0, "ký tự"),
        ("tỷ_lẹ_x(a.b, c.d) trên 5", 0, "tỷ_lệ"),
        ("trước 31/2/2025", 6, "31/12/2025"),
        ("không đạt 70%", 0, "không phải (đạt 70%)"),
        ("", 0, "từ 2.000 trở lên"),
        ("(" * 100 + "a.b trên 1", 30, "tách"),
    ],
)
def test_errors_name_the_place_and_the_remedy(text: str, start: int, remedy: str) -> None:
    with pytest.raises(LanguageError) as error:
        parse_condition(text)
    assert error.value.start == start
    assert remedy in error.value.remedy


@pytest.mark.parametrize(
    ("text", "relation", "soft"),
    [
        ("2.570 thành viên", Relation.POINT, False),
        ("trên 1.800 triệu đồng", Relation.ABOVE, False),
        ("gần 50%", Relation.BELOW, False),
        ("chưa đến 50%", Relation.BELOW, False),
        ("từ 10 đến 12 ha", Relation.RANGE, False),
        ("61-62", Relation.RANGE, False),
        ("khoảng 24", Relation.POINT, True),
        ("xấp xỉ 24", Relation.POINT, True),
        ("từ 80% trở lên", Relation.AT_LEAST, False),
    ],
)
def test_measured_values(text: str, relation: Relation, soft: bool) -> None:
    read = parse_measured(text)
    assert (read.relation, read.soft) == (relation, soft)


def test_the_stored_tables_are_those_of_the_grammar() -> None:
    """grammar.tables.json saves some 100 ms at each start; after a change of grammar.lark: just tables."""
    stored = json.loads(files("engine.language").joinpath("grammar.tables.json").read_text("utf-8"))
    assert stored["grammar"] == grammar_text()
    assert stored["lark"] == lark.__version__


def test_freshly_built_tables_read_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["từ 7,5 đến 8%", "(a.b - 5) * 2 trên c.d và nội dung 2.1 chưa đạt", "thuộc [khá, trung bình]"]
    stored = [parse_condition(text) for text in texts]
    fresh = Tables(json.loads(tables_of(build_parser())))
    monkeypatch.setattr(parser, "tables", lambda: fresh)
    assert [parse_condition(text) for text in texts] == stored
