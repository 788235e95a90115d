"""What is kept comes back as it was, or not at all."""

from __future__ import annotations

import contextlib
import json
from datetime import date
from enum import Enum
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.files.json_form import to_json
from engine.files.source import SourceFile
from engine.kept.codec import Codec, NotKept, Plain
from engine.workspace.case import evaluate_cases
from engine.workspace.cases import Cases
from engine.workspace.choosing import Selection
from engine.workspace.kept_classes import CODEC
from engine.workspace.workspace import workspace_in
from tests.running import ROOT


class Colour(Enum):
    RED = "đỏ"


class Pair(NamedTuple):
    left: object
    right: object


SMALL = Codec((Colour, Pair))
KEPT = type(None) | bool | int | str | tuple | list | dict | set | frozenset | Fraction | date | Colour
LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(), st.fractions(), st.dates(), st.just(Colour.RED),
)  # fmt: skip
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, inner),
        st.lists(inner),
        st.dictionaries(st.text(), inner),
        st.builds(Pair, inner, inner),
        st.frozensets(st.text()),
    ),
    max_leaves=25,
)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-3, 60), st.text(max_size=3)), st.lists, max_leaves=15
)


@given(JSON, VALUES)
def test_plain_rows_come_back_among_other_values(rows: object, value: object) -> None:
    back = SMALL.read(SMALL.written((value, Plain(rows), value, Plain(rows)), ()), ())
    assert back == (value, rows, value, rows)


@given(VALUES)
def test_values_come_back(value: object) -> None:
    back = SMALL.read(SMALL.written(value, ()), ())
    assert back == value
    assert repr(back) == repr(value) or isinstance(value, tuple | list | dict | frozenset)


def test_equal_values_of_two_kinds_stay_two() -> None:
    back = SMALL.read(SMALL.written((1, True, "1", Fraction(1), date(1, 1, 1), (), []), ()), ())
    assert [type(one) for one in back] == [int, bool, str, Fraction, date, tuple, list]


def test_a_file_is_the_one_that_is_given() -> None:
    before, now = SourceFile("a.yaml", "x"), SourceFile("a.yaml", "x")
    assert SMALL.read(SMALL.written(Pair(before, 1), (before,)), (now,)).left is now


def test_other_classes_are_refused() -> None:
    with pytest.raises(TypeError):
        SMALL.written(Pair(1, Path("a")), ())


@given(JSON)
def test_other_documents_are_refused(document: object) -> None:
    """Whatever stands in a document, it is read or refused, and makes only what was listed."""
    made = [*range(9), [1, 0], [8, 0, 0], [2, 0]]
    for text in (json.dumps(document), json.dumps([document, document, 0]), json.dumps([made, document, 1])):
        with contextlib.suppress(NotKept):
            assert isinstance(SMALL.read(text.encode(), ()), KEPT)


@pytest.mark.parametrize(
    "document", [b"", b"\xff", b"[[],[],0]", b"[[1],[[99,0]],0]", b"[[1],[[8]],1]", b"{}", b"[" * 9999]
)
def test_broken_documents_are_refused(document: bytes) -> None:
    with pytest.raises(NotKept):
        SMALL.read(document, ())


@pytest.mark.parametrize("root", [ROOT, ROOT / "examples/quoc-hoi-2019", ROOT / "examples/xa-thanh-my-2025"])
def test_a_rulebook_that_came_back_says_the_same(root: Path) -> None:
    cases = Cases(workspace_in(root)).select(Selection())
    assert cases

    def again(value: Any, sources: tuple[SourceFile, ...]) -> Any:
        return CODEC.read(CODEC.written(value, sources), sources)

    for case in cases:
        back = again(case.rulebook, case.rulebook.files)
        assert back is not case.rulebook
        (before,), (after,) = evaluate_cases([case]), evaluate_cases([case._replace(rulebook=back)])
        assert to_json(after) == to_json(before)
