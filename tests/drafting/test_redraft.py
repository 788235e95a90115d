"""An amended document: merges of what a person and the document changed, and what is told of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.drafting.merging import merged
from engine.drafting.redraft import ChangeKind, KeptCriterion, changes, read_kept

TEXTS = st.lists(st.sampled_from(["a", "b", "c", "d", ""]), max_size=8).map(
    lambda lines: "".join(f"{line}\n" for line in lines)
)


@given(TEXTS, TEXTS)
def test_what_only_one_side_changed_is_taken(old: str, new: str) -> None:
    assert merged(old, old, new) == new
    assert merged(old, new, old) == new
    assert merged(old, new, new) == new


@given(TEXTS, TEXTS, TEXTS)
def test_no_line_of_an_edit_is_lost(old: str, mine: str, new: str) -> None:
    both = merged(old, mine, new)
    added = set(mine.splitlines()) - set(old.splitlines())
    assert both is None or added <= set(both.splitlines())


def test_the_same_line_changed_twice_is_a_clash() -> None:
    assert merged("a\nb\nc\n", "a\nx\nc\n", "a\ny\nc\n") is None


def criterion(number: str, text: str, condition: str = "đạt 5 ha") -> KeptCriterion:
    return KeptCriterion(number=number, text=text, condition=condition, code=f"ct{number}.x")


def test_changes_are_told_by_kind() -> None:
    before = [criterion("1.1", "Trồng 5 ha rừng"), criterion("2.1", "Xây 3 cầu"), criterion("3.1", "Mở 4 lớp học nghề")]
    after = [
        criterion("1.1", "Xây 3 cầu"),
        criterion("2.1", "Trồng 7 ha rừng"),
        criterion("3.1", "Tỷ lệ hộ nghèo còn 2%"),
    ]
    found = [(c.kind, c.before and c.before.text, c.after and c.after.text) for c in changes(before, after)]
    assert found == [
        (ChangeKind.MOVED, "Xây 3 cầu", "Xây 3 cầu"),
        (ChangeKind.AMENDED, "Trồng 5 ha rừng", "Trồng 7 ha rừng"),
        (ChangeKind.NEW, None, "Tỷ lệ hộ nghèo còn 2%"),
        (ChangeKind.GONE, "Mở 4 lớp học nghề", None),
    ]


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"form": "chitieu/draft/1", "files": {"../x.yaml": ""}, "criteria": []}']
)
def test_a_kept_draft_that_is_none_is_not_used(tmp_path: Path, content: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(content, "utf-8")
    assert read_kept(path) is None
