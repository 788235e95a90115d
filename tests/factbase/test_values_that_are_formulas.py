"""A value that is a calculation is refused with its place, in facts files as in tables."""

from __future__ import annotations

import pytest

from engine.factbase.values import BadValue, Fault, parse_value
from tests.importing.test_kept_cells import rulebook


@pytest.mark.parametrize("text", ["<0+0", "trên 5*2", "từ 5 đến 3+4"])
def test_a_calculation_is_no_value(text: str) -> None:
    with pytest.raises(BadValue) as refused:
        parse_value(text, rulebook().indicators["a.ngheo"], rulebook().vocabulary)
    assert refused.value.fault is Fault.SENTENCE and text in refused.value.message
