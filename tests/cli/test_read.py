"""`chitieu read`: for people and as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable

from engine.files.json_schema import adapter
from engine.wordings.wording import ReadDocument
from tests.cli.conftest import Workspace

Empty = Callable[[dict[str, str]], Workspace]
LINES = "Tỷ lệ hộ nghèo giảm còn dưới 2,5%\n\nGiảm tỷ lệ hộ nghèo dưới 2%\nHoàn thành trước ngày 15/9/2026\n"


def test_json_of_a_file_has_its_documented_shape(empty: Empty) -> None:
    done = empty({"cau.txt": LINES}).run("read", "--file", "cau.txt", "--format", "json")
    document = json.loads(done.stdout)
    adapter(ReadDocument).validate_python(document)
    first, second, third = document["results"]
    reading = first["readings"][0]
    assert (reading["comparator"], reading["value"], reading["unit"], reading["direction"]) == ("<", "2.5", "%", "down")
    assert second["abstained"] and second["reason"] and second["readings"] == []
    assert (third["readings"][0]["comparator"], third["readings"][0]["value"]) == ("deadline", "2026-09-15")


def test_says_in_words_what_was_read_and_why_it_abstains(empty: Empty) -> None:
    done = empty({"cau.txt": LINES}).run("doc-thu", "--file", "cau.txt")
    assert done.returncode == 0
    assert "dưới (<)" in done.stdout and "càng thấp càng tốt" in done.stdout
    assert "không đọc:" in done.stdout
    assert "3 câu: đọc được 2, không đọc 1" in done.stdout


def test_needs_a_text(empty: Empty) -> None:
    done = empty({}).run("read")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--file" in done.stderr
    assert empty({}).run("read", "--file", "khong-co.txt").returncode == 2


def test_help_ends_with_an_example(empty: Empty) -> None:
    assert "Ví dụ: chitieu read" in empty({}).run("read", "--help").stdout.splitlines()[-1]
