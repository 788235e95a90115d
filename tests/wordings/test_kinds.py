"""Wordings of the kinds that were once misread, in tests/wordings/kinds.yaml, and what must hold of the clauses of any wording."""

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from engine.language.numbers import format_number
from engine.wordings.reader import read_wording
from engine.wordings.wording import Change, Comparator, TargetReading

KINDS: dict[str, dict[str, list[str]]] = YAML(typ="safe").load(
    Path(__file__).with_name("kinds.yaml").read_text(encoding="utf-8")
)
SENTENCES = [(text, said) for kind in KINDS.values() for text, said in kind.items()]


def told(reading: TargetReading) -> str:
    """Everything that a reading says, in the notation of the file."""
    if reading.comparator is Comparator.COMPOSITION:
        return "cơ cấu %"
    value = format_number(reading.value, 4).replace(".", "") if reading.value is not None else ""
    high = f"..{format_number(reading.value_high, 4)}" if reading.value_high is not None else ""
    start = f"{value}{high}" if high else f"{reading.comparator.value} {value}"
    times = ("năm", "tháng", "quý")
    per = [part for part in reading.per if part not in times and part != reading.each]
    said = [f"{start} {'/'.join([reading.unit, *per])}"]
    said += [{Change.INCREASE: "tăng", Change.DECREASE: "giảm"}[reading.change]] if reading.change else []
    said += [f"mỗi:{reading.each}"] if reading.each else []
    said += [f"gốc:{reading.base}"] if reading.base else []
    said += [f"hằng:{reading.recurrence.replace('hằng ', '')}"] if reading.recurrence else []
    said += ["cộng dồn"] if reading.accumulates else []
    said += [f"@{reading.period}"] if reading.period and not reading.period.startswith("hằng") else []
    return " ".join(said)


def everything(text: str) -> list[str]:
    read = read_wording(text)
    if read.abstained:
        return ["không đọc"]
    parts = [(r.at.start, told(r)) for r in read.readings] + [(u.at.start, "chưa đọc") for u in read.unread]
    order = sorted(parts, key=lambda part: part[0])
    return [said for _, said in order]


@pytest.mark.parametrize(("text", "said"), SENTENCES, ids=[text for text, _ in SENTENCES])
def test_a_sentence_says_all_that_a_person_reads(text: str, said: list[str]) -> None:
    for form in (text, unicodedata.normalize("NFD", text), f"{text}."):
        assert sorted(everything(form)) == sorted(said)


CLAUSES = [
    "tỷ lệ hộ nghèo còn dưới 2%",
    "thu ngân sách đạt từ 120 tỷ đồng trở lên",
    "có ít nhất 5 HTX hoạt động hiệu quả",
    "không để xảy ra cháy rừng",
    "không có HTX yếu kém",
    "thuộc nhóm 5 huyện dẫn đầu tỉnh",
    "giữ vững quốc phòng, an ninh",
    "nâng cao chất lượng dạy và học",
    "95% hộ dân có nước sạch (năm 2025 là 88%)",
    "không xã nào có dưới 3 HTX",
    "hoàn thành trước ngày 30/6/2027",
    "tỷ lệ xã, phường đạt chuẩn từ 80% trở lên",
]
STATED = {0: 2, 1: 120, 2: 5, 3: 0, 4: 0, 5: 5, 8: 95, 9: 3, 11: 80}
"""The number that each of CLAUSES wants, by its place."""
_JOINING = {"và", "đồng", "thời", "trong", "đó"}


@st.composite
def glued(draw: st.DrawFn) -> tuple[str, list[int]]:
    places = draw(st.lists(st.integers(0, len(CLAUSES) - 1), min_size=1, max_size=4))
    joints = [draw(st.sampled_from(["; ", ", ", " và ", ". ", "; đồng thời "])) for _ in places[1:]]
    head = draw(st.sampled_from(["", "Đến năm 2030, ", "Phấn đấu đến năm 2030: ", "Hằng năm, "]))
    text = CLAUSES[places[0]] + "".join(joint + CLAUSES[place] for joint, place in zip(joints, places[1:], strict=True))
    return head + text[:1].upper() + text[1:], places


@given(glued())
def test_every_word_is_in_one_clause_or_unread(given: tuple[str, list[int]]) -> None:
    read = read_wording(given[0])
    if read.abstained:
        return
    parts = [r.clause for r in read.readings if r.comparator is not Comparator.COMPOSITION] + [
        u.at for u in read.unread
    ]
    for word in re.finditer(r"\w+", read.text):
        holding = [at for at in parts if at is not None and at.start <= word.start() < at.end]
        assert len(holding) == 1 or (not holding and word.group() in _JOINING), word.group()


@given(glued())
def test_no_goal_of_glued_clauses_is_lost(given: tuple[str, list[int]]) -> None:
    """Each number that a clause wants is read, or its clause is told as unread; an abstention loses nothing either."""
    read = read_wording(given[0])
    if read.abstained:
        return
    left = [int(r.value) for r in read.readings if r.value is not None]
    unread = " ".join(read.text[u.at.start : u.at.end].lower() for u in read.unread)
    for place in given[1]:
        if place in STATED and STATED[place] in left:
            left.remove(STATED[place])
        elif place in STATED:
            assert CLAUSES[place][:20].lower() in unread


@given(
    st.sampled_from(["Không {} nào có {}", "Không có {} nào {}", "Không để {} nào có {}", "Không còn {} nào đạt {}"]),
    st.sampled_from(["xã", "ấp", "chi bộ", "trường học", "xã, thị trấn"]),
    st.sampled_from(
        [("trên {} hộ nghèo", "<="), ("dưới {} tiêu chí", ">="), ("từ {} vụ trở lên", "<"), ("không quá {} vụ", ">")]
    ),
    st.integers(1, 500),
)
def test_a_negated_bound_is_turned_round(pattern: str, noun: str, bound: tuple[str, str], number: int) -> None:
    read = read_wording(pattern.format(noun, bound[0].format(number)))
    assert read.abstained or [(r.comparator.value, r.value, r.each) for r in read.readings] == [
        (bound[1], number, noun)
    ]


@pytest.mark.parametrize("text", [text for text, _ in SENTENCES])
def test_places_lie_in_the_text_and_hold_the_number(text: str) -> None:
    for reading in read_wording(text).readings:
        assert 0 <= reading.at.start < reading.at.end <= len(text)
        if reading.number_at is not None:
            assert reading.at.start <= reading.number_at.start and reading.number_at.end <= reading.at.end
