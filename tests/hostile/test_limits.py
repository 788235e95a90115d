"""What is too much: counted before the work begins, and refused with the limit in the message."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from benchmarks import limits as hostile
from engine.domain import limits
from engine.factbase.base import FactBase
from engine.factbase.shared_ends import operands_of
from engine.files import scalars
from engine.files.diagnostics import Problems
from engine.files.located import read_yaml
from engine.files.scalars import Mapping, Scalar
from engine.files.source import SourceFile
from engine.rulebook import tree_reader
from tests.hostile.bench import FACTS, FINDINGS, HEAD, TARGET, Bench
from tests.running import ROOT, run_here
from tests.small_workspace import Small
from tests.workspaces import case_in

FINDING = "  - mã: {id}\n    của: [1.1]\n    khi: {when}\n    kết luận: Câu {id}.\n"
CONDITION = "đạt khi: từ 2.600 thành viên trở lên"
MANY = "".join(FINDING.format(id=f"A-{i}", when="htx.tong trên 1 HTX") for i in range(limits.DEFINITIONS))
TOO_MUCH = {
    "a sentence": (FINDINGS, "Vận động thành viên", "x" * 30_001, "hơn 30.000 ký tự (ở đây 30.0"),
    "a list": (FINDINGS, "của: [1.1]", f"của: [{'1.1, ' * 2_000}1.1]", "hơn 2.000 mục (ở đây 2.001)"),
    "a key": (HEAD, "số liệu:\n", f"số liệu:\n  ? {'k' * 1_025}\n  : x\n", "hơn 1.024 ký tự (ở đây 1.025)"),
    "definitions": (FINDINGS, "nguyên nhân:\n", MANY + "nguyên nhân:\n", "hơn 2.000 nội dung"),
    "values of a category": (
        HEAD,
        "yếu, ",
        ", ".join(f"loại {i}" for i in range(98)) + ", ",
        "hơn 100 giá trị (ở đây 101)",
    ),
    "claims": (
        FACTS,
        "số liệu:\n",
        "báo cáo nêu:\n" + "  - về: nội dung 1.1\n    kết luận: đạt\n" * 21 + "số liệu:\n",
        "hơn 20 lần (ở đây 21)",
    ),
    "nodes": (FACTS, "nguồn:\n", f"ghi chú: [{'a,' * 500_001}a]\nnguồn:\n", "hơn 500.000 khóa và giá trị"),
}


@pytest.mark.parametrize("what", TOO_MUCH)
def test_what_is_too_much_is_refused_with_its_limit(bench: Bench, what: str) -> None:
    name, old, new, told = TOO_MUCH[what]
    said = bench.edit(name, old, new).refused("evaluate")
    assert said.startswith(f"{name}:") and "CT002" in said and told in said and "sửa: " in said


def test_files_of_rules_are_counted_before_one_is_read(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    for i in range(limits.RULE_FILES):
        bench.write(f"rules/nq-1/khac-{i}.yaml", "hạn chế: []\n")
    read: list[str] = []
    monkeypatch.setattr(
        "engine.workspace.reading.read_yaml",
        lambda source, problems: read.append(source.name) or read_yaml(source, problems),
    )
    said = run_here("check", cwd=bench.root).stdout
    assert "CT002" in said and "hơn 500 tệp quy tắc (ở đây 503)" in said
    assert not [name for name in read if name.startswith("rules/nq-1/")]


def test_parts_of_a_condition_are_counted_before_the_parser_is_called(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = "".join(f"        - htx.tong trên {i} HTX\n" for i in range(501))
    bench.edit(TARGET, CONDITION + "\n", "đạt khi:\n      tất cả:\n" + parts)
    read: list[str] = []
    parse = tree_reader.parse_condition
    monkeypatch.setattr(tree_reader, "parse_condition", lambda text, names: read.append(text) or parse(text, names))
    assert "hơn 500 vế (ở đây 501)" in bench.refused("evaluate")
    assert read and not any("htx.tong trên" in text for text in read)


@pytest.mark.parametrize("length", [13, 700, 1_900])
@pytest.mark.parametrize("of", ["findings", "criteria", "formulas"])
def test_a_ring_of_any_length_is_printed_shortened(bench: Bench, length: int, of: str) -> None:
    after = [*range(2, length + 1), 1]
    match of:
        case "findings":
            ring = "".join(FINDING.format(id=f"A-{i}", when=f"có hạn chế A-{j}") for i, j in enumerate(after, 1))
            bench.edit(FINDINGS, "nguyên nhân:\n", ring + "nguyên nhân:\n")
            ends = "A-1 → A-2", f"A-{length} → A-1"
        case "criteria":
            one = "  - số: 9.{}\n    nguyên văn: Câu\n    đạt khi: nội dung 9.{} đạt\n"
            ring = "".join(one.format(i, j) for i, j in enumerate(after, 1))
            bench.write("rules/nq-1/chi-tieu-9.yaml", "chỉ tiêu: 9\ntên: Chín\nnội dung:\n" + ring)
            ends = "nội dung 9.1 → nội dung 9.2", f"nội dung 9.{length} → nội dung 9.1"
        case _:
            one = "  c.x{}:\n    tên: Số {}\n    đơn vị tính: HTX\n    công thức: c.x{} + 1 HTX\n"
            ring = "".join(one.format(i, i, j) for i, j in enumerate(after, 1))
            bench.edit(HEAD, "số liệu:\n", "số liệu:\n" + ring)
            ends = "c.x1 → c.x2", f"c.x{length} → c.x1"
    said = bench.refused("evaluate")
    assert said.count("CT105") == 1
    assert ends[0] in said and ends[1] in said and f"(lược {limits.grouped(length - 12)} định nghĩa)" in said


@pytest.mark.slow
@pytest.mark.parametrize("shape", ["sum", "signs", "brackets", "calls"])
@pytest.mark.parametrize("height", [2, 3, 8, 16, 55])
def test_chains_of_long_formulas_are_followed_or_refused(bench: Bench, shape: str, height: int) -> None:
    """As long as they may be, each command follows them; what is longer is CT118 and never an error of the tool."""
    entries = ""
    for i in range(height):
        below, terms = f"c.x{i - 1}" if i else "htx.tong", min(30, 480 // height)
        formula = {
            "sum": below + " + htx.tong" * min(165, 480 // height),
            "signs": "-" * terms + below,
            "brackets": "htx.tong + (" * terms + below + ")" * terms,
            "calls": "tổng(" * terms + below + ")" * terms,
        }[shape]
        entries += f'  c.x{i}:\n    tên: Số {i}\n    đơn vị tính: HTX\n    công thức: "{formula}"\n'
    bench.edit(HEAD, "số liệu:\n", "số liệu:\n" + entries)
    lines = ("chỉ tiêu: 9", "tên: Chín", "nội dung:", "  - số: 9.1", "    nguyên văn: Nhiều hơn")
    last = (
        f"    đo bằng: c.x{height - 1}",
        "    đạt khi: trên 5 HTX",
        "    lý do khác nguyên văn: theo NQ 1/NQ-HĐND",
        "",
    )
    bench.write("rules/nq-1/chi-tieu-9.yaml", "\n".join((*lines, *last)))
    for command in (
        ("evaluate",),
        ("why", "9.1"),
        ("goal", "9.1"),
        ("what-if", "--set", "htx.tong=5"),
        ("report", "-o", "r.html"),
    ):
        done = bench.run(*command)
        assert done.returncode == 0 or "CT118" in done.stderr, done.stderr[-500:]


def test_the_places_of_a_sentence_are_found_once() -> None:
    """However many parts of it are asked for: placeholders of one sentence took a time that grew with the square."""
    node = read_yaml(SourceFile("x.yaml", 'a: "' + "{cay.so} " * 1_000 + '"\n'), Problems())
    assert isinstance(node, Mapping)
    scalar = node.entries[0].value
    assert isinstance(scalar, Scalar)
    scalars._places.cache_clear()
    spans = [scalar.part(9 * i, 9 * i + 8) for i in range(1_000)]
    assert [span.column for span in spans[:2]] == [5, 14] and spans[-1].end_column == 5 + 9 * 999 + 8
    assert scalars._places.cache_info().misses == 1


def test_operands_are_listed_once(tmp_path: Path) -> None:
    """A formula that uses a number a hundred times rests on one number."""
    small = Small(tmp_path, "a.x:\n  tên: X\n  đơn vị tính: cây\n")
    small.criteria("- số: 1.1\n  nguyên văn: C\n  đạt khi: " + " + ".join(["a.x"] * 100) + " trên 5 cây\n")
    small.facts("a.x: 3 cây")
    case = case_in(tmp_path, 2023)
    assert isinstance(case.facts, FactBase)
    (formula,) = (one.formula for one in case.rulebook.inputs.values())
    assert len(list(operands_of(case.facts, formula))) == 1


def test_the_errors_beyond_a_thousand_are_counted(bench: Bench) -> None:
    wrong = "".join(f"      a.b{i}: 5\n" for i in range(1_500))
    bench.edit(FACTS, "      htx.tong: 20 HTX\n", "      htx.tong: 20 HTX\n" + wrong)
    done = bench.run("check", "--format", "json")
    found = json.loads(done.stdout)["diagnostics"]
    errors = [one for one in found if one["severity"] == "error"]
    assert len(errors) == limits.DIAGNOSTICS + 1
    assert errors[-1]["code"] == "CT009" and errors[-1]["message"] == "còn 500 lỗi nữa, không nêu ở đây"
    assert bench.run("evaluate", "--draft").returncode == 3, "a draft of so many errors is none"


SHEETS = {
    "one long text in every cell": ("xlsx one long shared string", "dài hơn 100.000.000 ký tự"),
    "texts that no cell uses": ("xlsx unused shared strings", "hơn 200.000 chuỗi chữ khác nhau"),
    "a text before the first": ("xlsx negative shared string", "ô A2 trỏ đến chuỗi chữ số «-1», mà tệp chỉ có 2 chuỗi"),
    "a text behind the last": ("xlsx shared string beyond", "ô A2 trỏ đến chuỗi chữ số «7», mà tệp chỉ có 2 chuỗi"),
    "blank cells without end": ("xlsx far cells", "trang tính quá lớn (đến ô ALL20001)"),
    "values": ("csv of a thousand columns", "hơn 300.000 giá trị (3.000 dòng, 900 cột số liệu)"),
}


@pytest.mark.slow
@pytest.mark.parametrize("what", SHEETS)
def test_spreadsheets_that_are_too_much_are_refused(tmp_path: Path, what: str) -> None:
    kind, told = SHEETS[what]
    (command,) = hostile.KINDS[kind](hostile.Bench(tmp_path))
    done = run_here(*command, cwd=tmp_path)
    assert done.returncode == 3 and told in done.stderr
    assert not re.search(r"[A-Z][a-z]+Error", done.stderr), "a name of Python"


def test_a_receipt_with_too_many_files_is_not_read(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.write("r.json", '{"inputs":[' + ",".join(['{"content":""}'] * 2_001) + "]}")
    monkeypatch.setattr("engine.history.receipt.read_json", lambda raw: pytest.fail("it was read"))
    assert "hơn 2.000 tệp (ở đây 2.001)" in bench.refused("verify", "r.json", code=2)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1. Đạt 5% " * 3_001, "đoạn dài hơn 30.000 ký tự"),
        ("Điều 1\n\n" * 20_001, "hơn 20.000 đoạn"),
        ("x" * 2_000_001, "hơn 2.000.000 ký tự"),
    ],
)
def test_texts_of_resolutions_are_counted_first(bench: Bench, text: str, told: str) -> None:
    bench.write("vb.txt", text)
    said = bench.refused("new", "resolution", "--from-text", "vb.txt", "--number", "9/NQ", "--period", "2026", code=2)
    assert told in said


def test_names_of_files_that_are_too_long_are_told(bench: Bench) -> None:
    for arguments in (
        ("import", "x" * 700 + ".csv"),
        ("evaluate", "--facts", "x" * 700),
        ("new", "workspace", "x" * 700),
    ):
        assert "quá dài" in bench.refused(*arguments, code=2)


def test_the_table_of_limits_is_that_of_the_program() -> None:
    listed = re.findall(
        r"^\| `([A-Z_]+)` \| ([0-9,]+) \| .+ \|$", (ROOT / "docs" / "security.md").read_text("utf-8"), re.M
    )
    known = {name: value for name, value in vars(limits).items() if name.isupper() and isinstance(value, int)}
    assert {name: int(value.replace(",", "")) for name, value in listed} == known
