"""Whatever rulebook staff write: what a table comes to in columns is what each of its units comes to by the rules engine."""

from __future__ import annotations

from random import Random

import pytest

pytest.importorskip("numpy", reason="columns need numpy (chitieu[bulk])")

from hypothesis import given
from hypothesis import strategies as st

from tests.bulk.table_agreement import assert_table_agrees
from tests.inference.test_engines_agree import examples
from tests.period_rulebooks import period_rulebooks
from tests.special_rulebooks import (
    Example,
    chained_rulebooks,
    dated_rulebooks,
    paced_rulebooks,
    reconciled_rulebooks,
    small_rulebooks,
    standing_rulebooks,
    value_rulebooks,
)

pytestmark = pytest.mark.slow

chances = st.integers(0, 2**32).map(Random)
"""Not drawn by hypothesis: that likes extremes, and most cells should be plain numbers."""


@examples(40)
@given(small_rulebooks(), chances)
def test_any_rulebook(example: Example, chance: Random) -> None:
    assert_table_agrees(*example, chance)


@examples(60)
@given(
    st.one_of(
        period_rulebooks(), dated_rulebooks(), paced_rulebooks(), reconciled_rulebooks(), standing_rulebooks(),
        value_rulebooks(), chained_rulebooks(),
    ),
    chances,
)  # fmt: skip
def test_every_kind_of_rulebook(example: Example, chance: Random) -> None:
    assert_table_agrees(*example, chance)
