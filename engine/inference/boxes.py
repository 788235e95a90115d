"""Truth as boxes: the checks on one fact under which a test is true, false or unknown; disjoint, and together everything."""

from __future__ import annotations

from collections.abc import Iterable

from engine.domain.verdicts import CONCLUSIONS, Conclusion, Verdict
from engine.inference.encoding import Scale
from engine.inference.nodes import Node
from engine.inference.program import Check, Pattern, Slot
from engine.language.interval import Interval
from engine.language.logic import Truth

Box = tuple[Check, ...]
"""Checks on one fact that must all hold."""


def states_of(asked: Verdict, truth: Truth) -> list[int]:
    """The states of a criterion or target for which «… ``asked``» has ``truth``.

    Of what is chưa đủ số liệu or không áp dụng every other verdict is unknown. Source: 8-semantics, «Status and finding
    atoms».
    """
    return [conclusion.state for conclusion in CONCLUSIONS if _asked(asked, conclusion) is truth]


def _asked(asked: Verdict, conclusion: Conclusion) -> Truth:
    verdict = conclusion.verdict
    if asked in _OPEN:
        return _truth(verdict is asked)
    if verdict in _OPEN:
        return Truth.UNKNOWN
    match asked:
        case Verdict.MET:
            return _truth(verdict.reached)
        case Verdict.NOT_MET:
            return _truth(verdict.unmet)
        case Verdict.EXCEEDED if conclusion.perhaps_exceeded:
            return Truth.UNKNOWN
    return _truth(verdict is asked)


def _truth(holds: bool) -> Truth:
    return Truth.TRUE if holds else Truth.FALSE


_OPEN = (Verdict.UNDETERMINED, Verdict.NOT_APPLICABLE)


def belonging_states(keeps_up: bool, truth: Truth) -> list[int]:
    """The states of a criterion or target for which «của» holds with ``truth``: unmet, or met for what keeps it up.

    What does not apply neither falls short nor is kept up.
    """
    return [conclusion.state for conclusion in CONCLUSIONS if _belongs(conclusion.verdict, keeps_up) is truth]


def _belongs(verdict: Verdict, keeps_up: bool) -> Truth:
    if verdict is Verdict.UNDETERMINED:
        return Truth.UNKNOWN
    return _truth(verdict.reached if keeps_up else verdict.unmet)


def state(node: Node, low: int | None, high: int | None) -> Pattern:
    return Pattern(node, (Check(Slot.STATE, low, high),))


def state_boxes(states: Iterable[int]) -> list[Box]:
    """Runs of neighbouring states, each as one check."""
    boxes: list[Box] = []
    run: list[int] = []
    for state in sorted(states):
        if run and state != run[-1] + 1:
            boxes.append((Check(Slot.STATE, run[0], run[-1]),))
            run = []
        run.append(state)
    return [*boxes, (Check(Slot.STATE, run[0], run[-1]),)] if run else boxes


def interval_boxes(scale: Scale, allowed: Interval, truth: Truth) -> list[Box]:
    """Disjoint boxes over (lo, hi) of a value that lies in ``allowed`` (TRUE), outside (FALSE), or may be either (UNKNOWN)."""
    low = None if allowed.low is None else scale.low(allowed)
    high = None if allowed.high is None else scale.high(allowed)
    if truth is Truth.TRUE:
        return [_box(low, None, None, high)]
    below = [] if low is None else [_box(None, None, None, low - 1)]
    above = [] if high is None else [_box(high + 1, None, None, None)]
    if truth is Truth.FALSE:
        return [*below, *above]
    starts_below = [] if low is None else [_box(None, low - 1, low, None)]
    ends_above = [] if high is None else [_box(low, high, high + 1, None)]
    return [*starts_below, *ends_above]


def _box(low_from: int | None, low_to: int | None, high_from: int | None, high_to: int | None) -> Box:
    checks = [Check(Slot.LOW, low_from, low_to), Check(Slot.HIGH, high_from, high_to)]
    return tuple(check for check in checks if check.low is not None or check.high is not None)


def both(left: list[Box], right: list[Box]) -> list[Box]:
    """The boxes in which both hold; those that cannot are left out."""
    merged = (_merged(a, b) for a in left for b in right)
    return [box for box in merged if box is not None]


def _merged(a: Box, b: Box) -> Box | None:
    checks = []
    for slot in (Slot.LOW, Slot.HIGH):
        on_slot = [check for check in (*a, *b) if check.slot is slot]
        lows = [c.low for c in on_slot if c.low is not None]
        highs = [c.high for c in on_slot if c.high is not None]
        low, high = max(lows, default=None), min(highs, default=None)
        if low is not None and high is not None and low > high:
            return None
        if low is not None or high is not None:
            checks.append(Check(slot, low, high))
    by_slot = {check.slot: check for check in checks}
    at_least = by_slot[Slot.LOW].low if Slot.LOW in by_slot else None
    at_most = by_slot[Slot.HIGH].high if Slot.HIGH in by_slot else None
    if at_least is not None and at_most is not None and at_least > at_most:  # lo <= hi always holds
        return None
    return tuple(checks)
