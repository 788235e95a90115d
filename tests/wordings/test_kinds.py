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
