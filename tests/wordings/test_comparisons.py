"""Every wording of a comparison means the same in a condition and in the sentence of a resolution."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

import pytest

from engine.domain.comparisons import COMPARISONS, RANGE_SIGNS, ComparisonWording, Direction, Relation, Role, spellings
from engine.language.lalr import grammar_text
from engine.language.parser import parse_condition, parse_measured
from engine.language.syntax import All, Any, Category, Comparison, Deadline, Quantity, Status
from engine.language.text import spoken
from engine.language.vocabulary import LanguageError, Vocabulary
from engine.language.words import WORDINGS
from engine.wordings.reader import read_wording
from engine.wordings.wording import Basis, Comparator, TargetReading


class Meaning(NamedTuple):
    """``down``: less is better."""

    relation: Relation
    low: Fraction
    high: Fraction | None = None
    down: bool = False
    soft: bool = False


SENTENCES = {"": "Chỉ số cải cách hành chính {}", "ha": "Trồng mới rừng {}", "%": "Tỷ lệ che phủ rừng {}"}
"""By the unit of the bound: sentences whose other words say nothing of the comparison."""
BOUNDS = [("20", "", 20), ("1.250,5 ha", "ha", Fraction(2501, 2)), ("85%", "%", 85)]


def in_condition(text: str) -> Meaning | None:
    """What `đạt khi` makes of ``text``; None where it is refused."""
    try:
        read = parse_condition(text)
    except LanguageError as error:
        assert error.remedy
        return None
    assert isinstance(read, Comparison) and isinstance(read.bound, Quantity), text
    high = read.upper.value if isinstance(read.upper, Quantity) else None
    # A resolution does not tell a corridor from a range of which one end is the goal; only a rule does.
    relation = Relation.RANGE if read.relation is Relation.CORRIDOR else read.relation
    return Meaning(relation, read.bound.value, high, read.direction is Direction.DOWN, read.soft)


def in_sentence(text: str) -> Meaning | None:
    """What `read` makes of ``text``; None where it abstains, with a reason."""
    reading = read_wording(text)
    if reading.abstained:
        assert reading.reason
        return None
    (target,) = reading.readings
    assert target.value is not None and target.change is None
    soft = target.comparator is Comparator.ABOUT or "«khoảng»: ngưỡng mềm" in target.doubts
    return Meaning(_relation(target), target.value, target.value_high, target.direction is Direction.DOWN, soft)


def _relation(target: TargetReading) -> Relation:
    """A bare number is a point: reached, and exceeded beyond it."""
    if target.basis is Basis.IMPLIED or target.comparator is Comparator.ABOUT:
        return Relation.POINT
    return Relation(str(target.comparator))


# ---------------------------------------------------------------- worked out by hand

GE, GT, LE, LT, POINT, RANGE, EQ, NE = (
    Relation.AT_LEAST,
    Relation.ABOVE,
    Relation.AT_MOST,
    Relation.BELOW,
    Relation.POINT,
    Relation.RANGE,
    Relation.EQUAL,
    Relation.DIFFERENT,
)
BY_HAND = [
    ("không cao hơn 20 ha", Meaning(LE, Fraction(20), down=True)),
    ("không lớn hơn 20 ha", Meaning(LE, Fraction(20), down=True)),
    ("không nhiều hơn 20 ha", Meaning(LE, Fraction(20), down=True)),
    ("không trên 20 ha", Meaning(LE, Fraction(20), down=True)),
    ("không vượt 20 ha", Meaning(LE, Fraction(20), down=True)),
    ("không được vượt quá 20 ha", Meaning(LE, Fraction(20), down=True)),
    ("không được quá 20 ha", Meaning(LE, Fraction(20), down=True)),
    ("bằng hoặc dưới 20 ha", Meaning(LE, Fraction(20), down=True)),
    ("bằng hoặc thấp hơn 20 ha", Meaning(LE, Fraction(20), down=True)),
    ("nhỏ hơn hoặc bằng 20 ha", Meaning(LE, Fraction(20), down=True)),
    ("cao nhất là 20 ha", Meaning(LE, Fraction(20), down=True)),
    ("tối đa là 20 ha", Meaning(LE, Fraction(20), down=True)),
    ("nhiều nhất là 20 ha", Meaning(LE, Fraction(20), down=True)),
    ("từ 20 ha trở xuống", Meaning(LE, Fraction(20), down=True)),
    ("không nhỏ hơn 20 ha", Meaning(GE, Fraction(20))),
    ("không kém 20 ha", Meaning(GE, Fraction(20))),
    ("không kém hơn 20 ha", Meaning(GE, Fraction(20))),
    ("không được thấp hơn 20 ha", Meaning(GE, Fraction(20))),
    ("không được dưới 20 ha", Meaning(GE, Fraction(20))),
    ("bằng hoặc cao hơn 20 ha", Meaning(GE, Fraction(20))),
    ("lớn hơn hoặc bằng 20 ha", Meaning(GE, Fraction(20))),
    ("đạt hoặc vượt 20 ha", Meaning(GE, Fraction(20))),
    ("đạt và vượt 20 ha", Meaning(GE, Fraction(20))),
    ("thấp nhất 20 ha", Meaning(GE, Fraction(20))),
    ("ít nhất cũng 20 ha", Meaning(GE, Fraction(20))),
    ("tối thiểu là 20 ha", Meaning(GE, Fraction(20))),
    ("đạt từ 20 ha trở lên", Meaning(GE, Fraction(20))),
    ("nhiều hơn 20 ha", Meaning(GT, Fraction(20))),
    ("vượt 20 ha", Meaning(GT, Fraction(20))),
    ("tăng lên trên 20 ha", Meaning(GT, Fraction(20))),
    ("thấp hơn 20 ha", Meaning(LT, Fraction(20), down=True)),
    ("còn lại dưới 20 ha", Meaning(LT, Fraction(20), down=True)),
    ("vào khoảng 20 ha", Meaning(POINT, Fraction(20), soft=True)),
    ("ước khoảng 20 ha", Meaning(POINT, Fraction(20), soft=True)),
    ("giảm còn khoảng 20 ha", Meaning(POINT, Fraction(20), down=True, soft=True)),
    ("đạt tới 20 ha", Meaning(POINT, Fraction(20))),
    ("lên đến 20 ha", Meaning(POINT, Fraction(20))),
    ("tăng lên 20 ha", Meaning(POINT, Fraction(20))),
    ("còn lại 20 ha", Meaning(POINT, Fraction(20), down=True)),
    ("giảm chỉ còn 20 ha", Meaning(POINT, Fraction(20), down=True)),
    ("kéo giảm xuống còn 20 ha", Meaning(POINT, Fraction(20), down=True)),
    ("kéo giảm còn 20 ha", Meaning(POINT, Fraction(20), down=True)),
    ("xuống mức 20 ha", Meaning(POINT, Fraction(20), down=True)),
    ("từ 20 tới 25 ha", Meaning(RANGE, Fraction(20), Fraction(25))),
    ("20 ~ 25 ha", Meaning(RANGE, Fraction(20), Fraction(25))),
    ("khoảng 20 - 25 ha", Meaning(RANGE, Fraction(20), Fraction(25), soft=True)),
    ("còn lại 20-25 ha", Meaning(RANGE, Fraction(20), Fraction(25), down=True)),
    ("trong khoảng từ 20 đến 25 ha", Meaning(RANGE, Fraction(20), Fraction(25))),
]


@pytest.mark.parametrize(("wording", "meaning"), BY_HAND)
def test_wordings_worked_out_by_hand(wording: str, meaning: Meaning) -> None:
    assert in_condition(wording) == meaning
    assert in_sentence(SENTENCES["ha"].format(wording)) == meaning


@pytest.mark.parametrize(
    ("wording", "meaning"),
    [
        ("bằng 20 ha", Meaning(EQ, Fraction(20))),
        ("khác 20 ha", Meaning(NE, Fraction(20))),
        ("≠ 20 ha", Meaning(NE, Fraction(20))),
        ("!= 100%", Meaning(NE, Fraction(100))),
    ],
)
def test_what_a_sentence_leaves_open_only_a_rule_can_say(wording: str, meaning: Meaning) -> None:
    assert in_condition(wording) == meaning
    assert in_sentence(SENTENCES["ha"].format(wording)) is None


@pytest.mark.parametrize("wording", ["chưa đến 50%", "đến 90%", "trong khoảng 50%", "chưa đạt 50%"])
def test_what_is_no_clear_bound_is_refused_by_both(wording: str) -> None:
    assert in_condition(wording) is None
    assert in_sentence(SENTENCES["%"].format(wording)) is None


# ---------------------------------------------------------------- every row, every spelling

NO_GOAL = ("NEARLY",)
"""Wordings of measured values that are no goal; «what is no clear bound» tests them."""
ONLY_IN_RULES = ("DIFFERENT",)
"""Comparisons that no resolution is read to make."""


def rows(*roles: Role) -> list[ComparisonWording]:
    return [row for row in COMPARISONS if row.role in roles and row.terminal not in NO_GOAL]


def agree(wording: str, unit: str, meaning: Meaning) -> bool:
    """Asserts that a condition means ``meaning``, and a sentence the same or nothing; whether the sentence was read."""
    assert in_condition(wording) == meaning, wording
    sentence = in_sentence(SENTENCES[unit].format(wording))
    assert sentence in (None, meaning), wording
    return sentence is not None


def _of_row(row: ComparisonWording, low: Fraction | int) -> Meaning:
    assert row.relation is not None
    return Meaning(row.relation, Fraction(low), None, row.direction is Direction.DOWN, row.soft)


@pytest.mark.parametrize("row", rows(Role.COMPARATOR, Role.LEAD), ids=lambda row: row.terminal)
def test_before_a_bound_every_spelling_means_the_same_to_both(row: ComparisonWording) -> None:
    bounds = [("100%", "%", 100)] if row.terminal == "EQUAL" else BOUNDS
    for spelling in row.spellings:
        read = [agree(f"{spelling} {bound}", unit, _of_row(row, value)) for bound, unit, value in bounds]
        assert any(read) or row.terminal in ONLY_IN_RULES, spelling


@pytest.mark.parametrize("lead", [*(s for row in rows(Role.LEAD) for s in row.spellings), "đạt đến", "đạt tới", "có"])
def test_every_lead_stands_before_every_comparator(lead: str) -> None:
    down = lead in spellings("REMAIN", "DOWN_TO")
    for row in rows(Role.COMPARATOR):
        meaning = _of_row(row, 20)
        for spelling in row.spellings:
            agree(f"{lead} {spelling} 20 ha", "ha", meaning._replace(down=meaning.down or down))


@pytest.mark.parametrize("lead", ["", *(s for row in rows(Role.LEAD) for s in row.spellings), "có"])
def test_every_part_makes_a_comparison_with_the_others(lead: str) -> None:
    down = lead in spellings("REMAIN", "DOWN_TO")
    low, high = Fraction(20), Fraction(25)
    for start in spellings("FROM"):
        for upwards in spellings("UPWARDS"):
            agree(f"{lead} {start} 20 ha {upwards}".strip(), "ha", Meaning(GE, low, down=down))
        for downwards in spellings("DOWNWARDS"):
            agree(f"{lead} {start} 20 ha {downwards}".strip(), "ha", Meaning(LE, low, down=True))
        for joint in (*spellings("TO"), *RANGE_SIGNS):
            for frame in ("", *spellings("WITHIN")):
                wording = " ".join(f"{lead} {frame} {start} 20 {joint} 25 ha".split())
                agree(wording, "ha", Meaning(RANGE, low, high, down))
            for about in spellings("ABOUT"):
                wording = f"{lead} {about} {start} 20 {joint} 25 ha".strip()
                agree(wording, "ha", Meaning(RANGE, low, high, down, soft=True))


def test_parts_without_a_lead_are_read() -> None:
    for upwards in spellings("UPWARDS"):
        assert agree(f"20 ha {upwards}", "ha", Meaning(GE, Fraction(20)))
    for downwards in spellings("DOWNWARDS"):
        assert agree(f"20 ha {downwards}", "ha", Meaning(LE, Fraction(20), down=True))
    for joint in (*spellings("TO"), *RANGE_SIGNS):
        assert agree(f"từ 20 {joint} 25 ha", "ha", Meaning(RANGE, Fraction(20), Fraction(25)))


@pytest.mark.parametrize("row", rows(Role.DATE), ids=lambda row: row.terminal)
def test_deadlines(row: ComparisonWording) -> None:
    for spelling in row.spellings:
        wording = f"{spelling} 30/6/2025"
        read = parse_condition(wording)
        assert isinstance(read, Deadline) and read.inclusive == (row.terminal == "BY")
        (target,) = read_wording(f"Hoàn thành quy hoạch {wording}").readings
        assert (target.comparator, target.deadline) == (Comparator.DEADLINE, read.limit)
        assert bool(target.doubts) == read.inclusive


def test_nothing_left() -> None:
    for row in rows(Role.WHOLE):
        for spelling in row.spellings:
            nothing = Meaning(EQ, Fraction(0), down=True)
            assert in_condition(spelling) == in_sentence(f"{spelling} hộ nghèo") == nothing


def test_facts_know_every_comparator_that_bounds_a_value() -> None:
    for row in COMPARISONS:
        if row.role is Role.COMPARATOR and row.terminal not in ("EQUAL", "DIFFERENT", "EXCEEDED"):
            for spelling in row.spellings:
                if spelling != "ước khoảng":
                    read = parse_measured(f"{spelling} 20 ha")
                    assert (read.relation, read.soft) == (row.relation, row.soft), spelling


def test_an_estimate_is_no_fact_without_being_called_one() -> None:
    """«ước khoảng 20» as a goal is «khoảng 20»; as a fact it needs `loại số liệu: ước thực hiện`."""
    with pytest.raises(LanguageError) as error:
        parse_measured("Ước khoảng 20 ha")
    assert (error.value.message, error.value.start, error.value.end) == ("không hiểu «Ước»", 0, 3)


# ---------------------------------------------------------------- the table itself


def test_the_grammar_declares_every_terminal() -> None:
    declared = {
        name for line in grammar_text().splitlines() if line.startswith("%declare") for name in line.split()[1:]
    }
    assert {row.terminal for row in COMPARISONS} <= declared


def test_no_spelling_has_two_meanings_and_all_are_in_spoken_form() -> None:
    every = [spelling for wordings in WORDINGS.values() for spelling in wordings]
    assert sorted(every) == sorted(set(every))
    assert [spoken(spelling) for spelling in every] == every


# ---------------------------------------------------------------- words beside the wordings


def test_two_verdicts_in_a_row_are_no_wording() -> None:
    read = parse_condition("nội dung 2.1 đạt và vượt 20")
    assert isinstance(read, All) and isinstance(read.parts[0], Status)
    read = parse_condition("a.b là đạt hoặc vượt 20")
    assert isinstance(read, Any) and isinstance(read.parts[0], Category)


def test_the_longest_name_wins() -> None:
    read = parse_condition("là không quá trình", Vocabulary(categories=["không quá trình"]))
    assert isinstance(read, Category) and read.names == ("không quá trình",)
    read = parse_condition("từ 5 nhà xuống cấp trở xuống", Vocabulary(units=["nhà xuống cấp"]))
    assert isinstance(read, Comparison) and isinstance(read.bound, Quantity) and read.bound.unit == "nhà xuống cấp"


@pytest.mark.parametrize(
    ("text", "message", "remedy"),
    [
        ("tăng 5%", "«tăng» không phải là một cách so sánh", "viết `giảm còn 5%`"),
        ("tăng thêm 5%", "«tăng» không phải là một cách so sánh", "viết `giảm còn 5%`"),
        ("kéo giảm 5%", "«kéo» không phải là một cách so sánh", "viết `giảm còn 5%`"),
        ("được 20", "không hiểu «được»", "viết `đạt 20`"),
        ("không bé hơn 20", "không hiểu «không bé»", "không quá 20"),
        ("không duới 20", "không hiểu «không duới»", "phải chăng là «không dưới»?"),
        ("không thap hơn 20", "không hiểu «không thap»", "phải chăng là «không thấp hơn»?"),
        ("gần 50%", "«gần» không phải là một ngưỡng rõ", "khoảng 50%"),
        ("đến 90%", "«đến» không cho biết là mức đạt tới hay mức tối đa", "không quá 21"),
    ],
)
def test_advice_does_not_reverse_what_was_written(text: str, message: str, remedy: str) -> None:
    with pytest.raises(LanguageError) as error:
        parse_condition(text)
    assert error.value.message == message
    assert remedy in error.value.remedy
