"""Long inputs of one character, which make a careless pattern take a time that grows with the square: each command ends."""

from __future__ import annotations

import pytest

from tests.hostile.bench import FACTS, FINDINGS, HEAD, TARGET, Bench

pytestmark = pytest.mark.slow

CHARACTERS = ("9", "a", " ", "(", "-", "#", '"', "'", ":", ",", ".", "{", "[", "đ", "từ ", "9 ", "9.", "a.b ", "\u0301")
LONG = 1_000_000


def _line(character: str, characters: int = LONG) -> str:
    return (character * (characters // len(character)))[:characters]


@pytest.mark.parametrize("character", CHARACTERS, ids=repr)
def test_a_line_of_one_character_in_every_kind_of_file(bench: Bench, character: str) -> None:
    line = _line(character)
    places = {HEAD: "trích yếu: ", TARGET: "đạt khi: ", FACTS: "htx.tong: ", FINDINGS: "kết luận: "}
    for name, key in places.items():
        before = (bench.root / name).read_text("utf-8")
        at = before.index(key) + len(key)
        bench.write(name, before[:at] + line + before[before.index("\n", at) :])
    bench.run("evaluate")
    bench.run("fmt", "--check")


@pytest.mark.parametrize("character", CHARACTERS, ids=repr)
def test_read_on_a_megabyte(bench: Bench, character: str) -> None:
    bench.write("cau.txt", "Đạt từ 5 HTX trở lên " + _line(character) + "\n")
    bench.run("read", "--file", "cau.txt", "--format", "json")


@pytest.mark.parametrize("character", CHARACTERS[:8], ids=repr)
def test_a_draft_from_a_megabyte(bench: Bench, character: str) -> None:
    bench.write("vb.txt", f"Số: 9/NQ-HĐND\n\n1. Đạt 5 HTX {_line(character, 200_000)}\n\n2. Đạt 5%\n")
    bench.run("new", "resolution", "--from-text", "vb.txt", "--number", "9/NQ", "--period", "2026")


def test_a_hundred_thousand_rows_are_imported(bench: Bench) -> None:
    rows = "".join(f"ghi chú {i};x;y\n" for i in range(100_000))
    bench.write("bang.csv", f"Mã số liệu;Giá trị;Nguồn\nhtx.tong;25;BC\n{rows}")
    assert bench.run("import", "bang.csv", "--unit", "xã A", "--year", "2026", "--quiet").returncode == 0


def test_a_facts_file_of_the_largest_size(bench: Bench) -> None:
    """Two megabytes, all of them facts of one indicator."""
    group = "  - nguồn: BC, mục 1\n    giá trị:\n      htx.tong: 20 HTX\n"
    text = (bench.root / FACTS).read_text("utf-8").rstrip("\n") + "\n"
    bench.write(FACTS, text + group * ((1_990_000 - len(text.encode())) // len(group.encode())))
    assert bench.run("evaluate", "--quiet").returncode == 0


def test_a_rule_file_of_mistakes_of_the_largest_size(bench: Bench) -> None:
    """Some twenty thousand mistakes: all are told, none hangs."""
    bench.write(
        TARGET, "chỉ tiêu: 1\ntên: Một\nnội dung:\n" + "  - số: 1.1\n    sai: 1\n    đạt khi: tren 5\n" * 15_000
    )
    assert bench.run("evaluate").returncode == 3
