"""What a message proposes is what the tool accepts: examples between backticks, numbers, sentences put into quotes."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.main import COMMANDS, MODULES
from engine.files.diagnostics import Problems
from engine.files.located import read_yaml
from engine.files.scalars import Mapping, Scalar, text_of
from engine.files.source import SourceFile
from engine.language.numbers import NumberError, parse_number
from engine.language.parser import parse_condition, parse_formula, parse_measured
from engine.language.vocabulary import LanguageError, Vocabulary
from engine.manual.keys import key_places
from engine.rulebook.remedies import unit_remedy, whole_remedy

ROOT = Path(__file__).resolve().parents[1]
KEYS = {place.key for place in key_places()} | {"tất cả", "bất kỳ", "không phải"}
WORDS = {
    *("khớp", "lệch", "không kiểm được", "có", "không", "không có", "chưa rõ", "chưa có", "và", "tổng hợp"),
    *("giá_trị", "nêu", "/vạn dân", "]", "}", ")", "khóa: giá trị", "mã: …", "dựa trên: thư mục/tệp"),
}
"""Words of choices, names of functions, signs, and patterns of lines."""
ELSEWHERE = {
    *("python --version", "pip freeze", "xcode-select --install", "{build}"),
    *("sudo apt install gcc python3-dev", "sudo dnf install gcc python3-devel"),
    *("hashes", "text", "import"),  # fields and values of JSON documents, told to programs
    *(
        "6 tháng: 45%",
        "cả năm",
        "kỳ: cả năm",
        "sai lệch: 1 điểm %",
        "kỳ: 9 tháng",
        "kỳ: 6 tháng",
    ),  # tests/test_bad_files.py
    "lý do khác nguyên văn: Công văn số 12/UBND cho …",
}


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """Every text of a module but its docstrings, with its line; what a text is filled with is «\\0»."""
    tree = ast.parse(path.read_text("utf-8"))
    passed = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            passed |= set(map(id, node.values))
            yield node.lineno, "".join(str(v.value) if isinstance(v, ast.Constant) else "\0" for v in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in passed:
            yield node.lineno, node.value


EXAMPLES = {
    example: f"{path.relative_to(ROOT).as_posix()}:{line}"
    for folder in ("engine", "cli")
    for path in sorted((ROOT / folder).rglob("*.py"))
    for line, text in texts(path)
    for example in re.findall("`([^`]+)`", text)
    if "\0" not in example
}


def is_command(example: str) -> bool:
    """Whether the words are a command with options that it has."""
    words = example.split()
    names = words[1:] if words[0] == "chitieu" else ["evaluate", *words]
    verb = names[0]
    if verb not in COMMANDS:
        return False
    command = importlib.import_module(f"cli.{MODULES.get(verb, verb.replace('-', '_'))}").command
    known = {option for parameter in command.params for option in parameter.opts}
    return all(word in known for word in names if word.startswith("-"))


def is_read(reader: Callable[[str, Vocabulary], object], text: str) -> bool:
    try:
        reader(text.replace("[…]", "[khá]").replace("…", "khá" if text == "là …" else "5"), Vocabulary([], ["khá"]))
    except LanguageError:
        return False
    return True


def is_accepted(example: str) -> bool:
    key, colon, value = example.partition(": ")
    if example not in WORDS and colon and (key in KEYS | WORDS or key.isdecimal() or key.startswith("nội dung ")):
        return value.strip() in ("", "…", "giá trị", "đạt") or is_accepted(value.strip().strip("[]"))
    sentences = (example, f"{example} đạt", f"có {example}", f"từ 5 {example.replace('…', '6')}")
    return (
        example.rstrip(":") in KEYS | WORDS
        or any(is_read(parse_condition, sentence) for sentence in sentences)
        or is_read(parse_measured, example)
        or is_read(parse_formula, re.sub(r"\b[ab]\b", "x.\\g<0>", example))
        or (example.startswith(("chitieu ", "--")) and is_command(example))
        or example in {option for place in key_places() for option in place.form.options}
        or re.fullmatch("[A-Z]{2}-[0-9]", example) is not None
    )


def test_the_examples_are_found() -> None:
    assert {"không phải (đạt 70%)", "a.ty_le trên 50%", "2023: từ 2.500 trở lên", "chitieu diff 3 5"} <= set(EXAMPLES)


@pytest.mark.parametrize("example", sorted(set(EXAMPLES) - ELSEWHERE))
def test_the_tool_accepts_what_a_message_proposes(example: str) -> None:
    assert is_accepted(example), EXAMPLES[example]


@pytest.mark.parametrize(
    "example", ["từ 1.5%", "giảm 5%", "chitieu histry", "chitieu diff --unitt", "nội dung", "tỷ_lệ(a, b"]
)
def test_what_is_wrong_would_be_noticed(example: str) -> None:
    assert example in KEYS or not is_accepted(example)


# ---------------------------------------------------------------- numbers

_PROPOSED = re.compile(r"(?:viết|phải chăng là) ([-+]?[0-9][0-9.,]*)")


@given(st.from_regex(r"[-+−]?[0-9]{1,4}([.,_ ][0-9]{1,4}){0,3}", fullmatch=True))
def test_the_number_that_is_proposed_is_one(text: str) -> None:
    try:
        parse_number(text)
    except NumberError as error:
        for proposed in _PROPOSED.findall(error.remedy):
            parse_number(proposed.rstrip(".,"))


@pytest.mark.parametrize(
    ("written", "remedy"),
    [
        ("2,570 thành viên", "phải chăng là 2.570?"),
        ("-2,570", "phải chăng là -2.570?"),
        ("12,345", "phải chăng là 12.345?"),
        ("0,570", "ghi số nguyên; nếu số liệu này có phần lẻ thật, khai báo `bước` trong danh mục"),
        ("2,5700", "ghi số nguyên; nếu số liệu này có phần lẻ thật, khai báo `bước` trong danh mục"),
        ("1.234,567", "ghi số nguyên; nếu số liệu này có phần lẻ thật, khai báo `bước` trong danh mục"),
    ],
)
def test_a_fraction_of_something_counted(written: str, remedy: str) -> None:
    assert whole_remedy(written) == remedy


@pytest.mark.parametrize(
    ("written", "full", "remedy"),
    [
        ("%", "", "dùng hàm tỷ_lệ(a, b) để ra phần trăm"),
        ("hộ", "", "bỏ đơn vị"),
        ("triệu đồng/tháng", "triệu đồng/năm", "tự quy đổi con số sang «triệu đồng/năm» rồi ghi lại, hoặc sửa đơn vị tính trong danh mục"),
        ("thành viem", "thành viên", "phải chăng là «thành viên»?"),
        ("người", "hộ", "danh mục tính bằng «hộ»: xem con số có đúng là của số liệu này không, rồi ghi theo «hộ»"),
    ],
)  # fmt: skip
def test_a_unit_that_does_not_fit(written: str, full: str, remedy: str) -> None:
    assert unit_remedy(written, full) == remedy


# ---------------------------------------------------------------- sentences that YAML takes for something else


def problems_of(text: str) -> list[tuple[str, str]]:
    problems = Problems()
    read_yaml(SourceFile("tep.yaml", text), problems)
    return [(diagnostic.code, diagnostic.remedy) for diagnostic in problems.found]


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ('> 5 "hộ" nghèo', '> 5 "hộ" nghèo'),
        ("% hộ nghèo\\năm", "% hộ nghèo\\năm"),
        ("@ hộ   # ghi chú", "@ hộ"),
        ('{xã "A"}', '{xã "A"}'),
        ("{xã A} # ghi chú", "{xã A}"),
    ],
)
def test_a_sentence_in_the_quotes_that_are_proposed_is_read_as_itself(value: str, meant: str) -> None:
    ((_, remedy),) = problems_of(f"tên: {value}\n")
    proposed = re.search('".*"', remedy)
    assert proposed is not None, remedy
    node = read_yaml(SourceFile("tep.yaml", f"tên: {proposed[0]}\n"), Problems())
    assert isinstance(node, Mapping) and isinstance(node.entries[0].value, Scalar)
    assert text_of(node.entries[0].value).value == meant


@pytest.mark.parametrize(
    ("braces", "line"),
    [
        ("{tỷ lệ: 97,25%}", "tỷ lệ: 97,25%"),
        ("{số: 1.1, nguyên văn: Hộ nghèo, cận nghèo, đạt khi: có}", "nguyên văn: Hộ nghèo, cận nghèo"),
        ("{tên: A, B,  C}", "tên: A, B, C"),
    ],
)
def test_a_value_cut_at_its_commas_is_shown_whole(braces: str, line: str) -> None:
    assert problems_of(f"- {braces}\n") == [("CT006", f"bỏ ngoặc nhọn, viết mỗi khóa một dòng: `{line}`")]
