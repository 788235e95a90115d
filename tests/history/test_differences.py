"""Differences of documents name exactly the fields that differ, and files the first line."""

from __future__ import annotations

import copy
from hashlib import sha256
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from engine.history.canonical import canonical
from engine.history.differences import called, differences
from engine.history.file_changes import FileChange, file_changes
from engine.history.receipt import InputFile
from tests.history.recorded import receipt

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", "c"]), inner, max_size=3),
    max_leaves=12,
)


@given(JSON)
def test_a_document_does_not_differ_from_its_copy(document: Any) -> None:
    assert not list(differences(document, copy.deepcopy(document)))


@given(JSON, JSON)
def test_documents_that_differ_are_told_apart(one: Any, other: Any) -> None:
    assert bool(list(differences(one, other))) == (canonical(one) != canonical(other))


def test_paths_and_values() -> None:
    before = {"a": [{"id": "2.1", "x": "1"}, {"y": None}], "b": True, "gone": [1, 2]}
    after = {"a": [{"id": "2.1", "x": "2"}, {"y": "0"}, {}], "b": 1, "new": {"id": "HC-1"}}
    assert [tuple(one) for one in differences(before, after, "e")] == [
        ("e.a[0].x", "1", "2"),
        ("e.a[1].y", "(trống)", "0"),
        ("e.a[2]", "(không có)", "(0 trường)"),
        ("e.b", "đúng", "1"),
        ("e.gone", "(2 mục)", "(không có)"),
        ("e.new", "(không có)", "{HC-1}"),
    ]


def test_fields_have_names_for_people() -> None:
    evaluation = receipt().evaluation
    assert called("targets[1].criteria[0].measures[0].threshold", evaluation) == "nội dung 2.1, phép so sánh 1, ngưỡng"
    assert called("targets[1].status", evaluation) == "chỉ tiêu 2, kết luận"
    assert called("targets[999].status", evaluation) == "chỉ tiêu 1000, kết luận"
    assert called("findings[0].text", evaluation) == f"mục {evaluation['findings'][0]['id']}, câu chữ"
    assert called("unexplained", evaluation) == ""


def _file(name: str, text: bytes) -> InputFile:
    return InputFile("facts", name, text, sha256(text).hexdigest())


def test_the_first_line_that_differs() -> None:
    before = [_file("a", b"x\n  y: 1\nz\n"), _file("b", b"1"), _file("c", b"1\n"), _file("d", b"x\n")]
    after = [_file("a", b"x\n  y: 2\nw\n"), _file("b", b"1"), _file("d", b"x\r\n"), _file("e", b"1")]
    assert list(file_changes(before, after)) == [
        FileChange("edited", "a", 2, "y: 1", "y: 2"),
        FileChange("removed", "c", 0, "", ""),
        FileChange("edited", "d", 1, "", ""),
        FileChange("added", "e", 0, "", ""),
    ]


def test_lines_added_at_the_end_are_seen() -> None:
    assert list(file_changes([_file("a", b"x\n")], [_file("a", b"x\ny\n")])) == [FileChange("edited", "a", 2, "", "y")]
