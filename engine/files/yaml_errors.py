"""Explains errors of YAML to people who do not know YAML. Loaded only after an error."""

from __future__ import annotations

import re

from ruamel.yaml.error import MarkedYAMLError

from engine.files.diagnostics import Problems
from engine.files.source import SourceFile
from engine.files.yaml_text import in_quotes, without_comment

_TEXT_STARTS = ">%@`*&!|{[?,-"
"""Characters with which a text cannot start, because they have a meaning in YAML."""
_INDENTED = (
    "dòng thụt không thẳng với các dòng cùng bậc",
    "đặt dòng thẳng cột với khóa cùng bậc phía trên (mỗi bậc hai dấu cách)",
)
_OPENS_QUOTE = re.compile(r"""^\s*(?:- )?[^\s"'#][^"'#]*:\s+(["'])(?:(?!\1).)*$""")
_GLUED_CODE = re.compile(r"^\s*(?:- )?([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+:\S)")
_GLUED_WORD = re.compile(r"^\s*(?:- )?([^\W\d]+(?: [^\W\d]+)?:[^\s/])")
_VALUE = re.compile(r"^(\s*(?:- )*(?:[^\s:#'\"][^:#]*:\s+)?)(\S.*)$")


def report(error: MarkedYAMLError, source: SourceFile, problems: Problems) -> None:
    """Adds an explanation of ``error`` to ``problems``."""
    mark = error.problem_mark or error.context_mark
    line = min(mark.line + 1, len(source.lines)) if mark else 1
    column = mark.column + 1 if mark else 1
    problem, context = str(error.problem or ""), str(error.context or "")
    message = "tệp viết sai cách YAML"
    remedy = "kiểm tra cách thụt dòng và dấu hai chấm ở dòng này, so với ví dụ trong rules/README.md"
    text = source.line(line)
    if "\t" in text[: len(text) - len(text.lstrip())]:
        line, column = line, text.index("\t") + 1
        message, remedy = "dòng thụt vào bằng phím Tab", "thay bằng dấu cách: mỗi bậc hai dấu cách"
    elif "escape" in problem:
        message = "dấu «\\» trong dấu nháy kép có nghĩa riêng trong YAML"
        remedy = "viết «\\» hai lần, hoặc bỏ cả hai dấu nháy"
    elif source.line(1).startswith("%"):
        line = column = 1
        message, remedy = "dòng bắt đầu bằng dấu «%» có nghĩa riêng trong YAML", "bỏ dòng này"
    elif "..." in source.lines[:line]:
        line, column = source.lines.index("...") + 1, 1
        message, remedy = "dòng «...» chấm dứt tệp giữa chừng", "bỏ dòng «...»"
    elif glued_dash := re.match(r"^(\s*)-[^\s-][^:]*:\s", text):
        column = glued_dash.end(1) + 1
        message, remedy = "thiếu dấu cách sau dấu «-» đầu dòng", f"viết `- {text.strip()[1:]}`"
    elif after := re.match(r"""^[^"']*:\s+(["'])(?:(?!\1).)*\1\s*(?=[^\s#])""", text):
        column = after.end() + 1
        message = "có chữ đứng sau dấu nháy đóng"
        remedy = "đặt cả câu trong một cặp dấu nháy kép, hoặc bỏ cả hai dấu nháy"
    elif "quoted scalar" in context or "quoted scalar" in problem:
        opening = error.context_mark or mark
        line, column = opening.line + 1, opening.column + 1
        message, remedy = "dấu nháy mở mà không đóng", "thêm dấu nháy đóng ở cuối câu, hoặc bỏ cả hai dấu nháy"
    elif "flow sequence" in context or "flow mapping" in context:
        opening = error.context_mark or mark
        line, column = opening.line + 1, opening.column + 1
        message = "ngoặc mở mà không đóng"
        remedy = "thêm ngoặc đóng `]` hoặc `}`; nếu đây là một câu thì đặt cả câu trong dấu nháy kép"
    elif (opening := _open_quote(source, line)) is not None:
        line, column = opening
        message, remedy = "dấu nháy mở mà không đóng", "thêm dấu nháy đóng ở cuối câu, hoặc bỏ cả hai dấu nháy"
    elif (glued := _glued_colon(source, line)) is not None:
        line, column = glued
        message, remedy = "thiếu dấu cách sau dấu hai chấm", "viết `khóa: giá trị`, có dấu cách sau dấu hai chấm"
    elif "mapping values are not allowed" in problem and re.match(r"^\s*(?:- )?\w+(?: \w+){0,5}:(?:\s[^:]*)?$", text):
        column = len(text) - len(text.lstrip()) + 1
        message, remedy = _INDENTED
    elif "mapping values are not allowed" in problem:
        message = "dấu hai chấm «: » giữa câu làm YAML hiểu nhầm"
        remedy = "đặt cả câu trong dấu nháy kép; nếu là khóa mới thì kiểm tra cách thụt dòng"
    elif (start := _odd_start(source, line)) is not None:
        column, first = start
        message = f"câu bắt đầu bằng ký tự lạ: dấu «{'- ' if first == '-' else first}» ở đầu có nghĩa riêng trong YAML"
        remedy = f"đặt cả câu trong dấu nháy kép: {in_quotes(without_comment(text[column - 1 :]))}"
        if first == ">":
            remedy += ", hoặc viết bằng chữ (trên, từ … trở lên)"
    elif "could not find expected ':'" in problem or "simple key" in problem or "simple key" in context:
        found = _line_without_colon(source, line)
        line, column = found, len(source.line(found)) - len(source.line(found).lstrip()) + 1
        message = "dòng này thiếu dấu hai chấm sau tên khóa"
        remedy = "viết `tên: giá trị`; nếu là phần nối của câu trên thì thụt vào sâu hơn"
    elif "expected <block end>" in problem or "did not find expected" in problem:
        message, remedy = _INDENTED
    problems.add("CT004", message, source.span(line, column, line, max(column + 1, len(source.line(line)) + 1)), remedy)


def _odd_start(source: SourceFile, line: int) -> tuple[int, str] | None:
    """Returns the column and first character of a value that starts with a sign of YAML; None without one."""
    match = _VALUE.match(source.line(line))
    if match is None or match[2][0] not in _TEXT_STARTS:
        return None
    return None if match[2][0] == "-" and not match[1].strip().endswith(":") else (match.start(2) + 1, match[2][0])


def _open_quote(source: SourceFile, line: int) -> tuple[int, int] | None:
    """Returns the place of a quote before the error that its line does not close; YAML notices it only much later."""
    for number in range(1, line + 1):
        if match := _OPENS_QUOTE.match(source.line(number)):
            return number, match.start(1) + 1
    return None


def _glued_colon(source: SourceFile, line: int) -> tuple[int, int] | None:
    """Returns the place of a `khóa:giá trị` without space, near the error or anywhere for a code; None without one."""
    for number in range(1, min(line + 1, len(source.lines)) + 1):
        text = source.line(number)
        match = _GLUED_CODE.match(text) or (_GLUED_WORD.match(text) if line - 1 <= number else None)
        if match:
            return number, match.start(1) + 1
    for number in range(line, len(source.lines) + 1):
        if match := _GLUED_CODE.match(source.line(number)):
            return number, match.start(1) + 1
    return None


def _line_without_colon(source: SourceFile, line: int) -> int:
    for number in range(line, 0, -1):
        text = source.line(number).strip()
        if text and not text.startswith("#") and ":" not in text:
            return number
    return line
