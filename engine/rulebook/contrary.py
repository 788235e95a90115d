"""«không phải» carried down to the parts: what is asked for where a comparison must not hold, as a comparison of its own.

The engine negates; this is how the negation is shown. «không phải: x trên 3» asks for «x không trên 3», and at 5 it is too
much by 2. What must not be reached has no completion.
"""

from __future__ import annotations

from engine.domain.comparisons import Direction
from engine.language.interval import Interval
from engine.rulebook.logic import Test

_TURNED = {Direction.UP: Direction.DOWN, Direction.DOWN: Direction.UP, None: None}


def contrary(test: Test) -> Test:
    """What is asked for where ``test`` must not hold. Outside of a range there are two sides: it stays one, negated."""
    turned = test._replace(text=_text(test), contrary=not test.contrary, direction=_TURNED[test.direction])
    if test.sides is not None:
        turned = turned._replace(sides=test.sides._replace(before=f"không {test.sides.before}".strip()))
    low, high = test.allowed.low, test.allowed.high
    if test.negated or (low is None) is (high is None):
        return turned._replace(negated=not test.negated)
    if high is None:
        return turned._replace(allowed=Interval(None, low, high_open=not test.allowed.low_open))
    return turned._replace(allowed=Interval(high, None, low_open=not test.allowed.high_open))


def _text(test: Test) -> str:
    """«diem.nong không trên 3 điểm»; of a formula the whole stands behind «không phải»."""
    code = test.input.code or ""
    if code or test.sides is not None:
        rest = test.text.removeprefix(code).strip()
        return f"{code} không {rest}".strip() if test.text.startswith(code) else f"không {rest}"
    return f"không phải {test.text}"
