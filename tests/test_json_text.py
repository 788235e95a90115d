"""Indented JSON is written as the standard library writes it."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from engine.files.json_form import _indented

LEAVES = st.one_of(st.none(), st.booleans(), st.integers(), st.text())
VALUES = st.recursive(
    LEAVES, lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(), inner)), max_leaves=30
)


@given(VALUES)
def test_indented_text_is_that_of_the_standard_library(value: object) -> None:
    pieces: list[str] = []
    _indented(value, "\n", pieces.append)  # type: ignore[arg-type]
    assert "".join(pieces) == json.dumps(value, ensure_ascii=False, indent=2)
