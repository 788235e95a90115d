"""Truth as boxes: the checks on one fact under which a test is true, false or unknown; disjoint, and together everything."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from engine.domain.verdicts import CONCLUSIONS, OPEN, Conclusion, Verdict
from engine.inference.encoding import Scale
from engine.inference.nodes import Node
from engine.inference.program import Check, Pattern, Slot
from engine.language.interval import Interval
from engine.language.logic import State, Truth

Box = tuple[Check, ...]
"""Checks on one fact that must all hold."""


def states_of(asked: Verdict, truth: Truth) -> list[int]:
    """The states of a criterion or target for which «… ``asked``» has ``truth``.

    Of what is chưa đủ số liệu, chưa hết kỳ or không áp dụng every other verdict is unknown. Source: 8-semantics, «Status and finding
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


_OPEN = (*OPEN, Verdict.NOT_APPLICABLE)


def belonging_states(keeps_up: bool, truth: Truth) -> list[int]:
    """The states of a criterion or target for which «của» holds with ``truth``: unmet, or met for what keeps it up.

    What does not apply neither falls short nor is kept up. What is chưa đạt is left out: there the course decides.
    """
    return [
        conclusion.state
        for conclusion in CONCLUSIONS
        if (keeps_up or conclusion.verdict is not Verdict.NOT_MET) and _belongs(conclusion.verdict, keeps_up) is truth
    ]


def _belongs(verdict: Verdict, keeps_up: bool) -> Truth:
    if verdict is Verdict.UNDETERMINED or (keeps_up and verdict is Verdict.PERIOD_OPEN):
        return Truth.UNKNOWN
    return _truth(verdict.reached if keeps_up else verdict.unmet)


def state(node: Node, low: int | None, high: int | None) -> Pattern:
    return Pattern(node, _in_states(low, high))


@cache
def _in_states(low: int | None, high: int | None) -> Box:
    """One box for all patterns that look for these few states: it is compiled and kept once."""
    return (Check(Slot.STATE, low, high),)


def state_boxes(states: Iterable[int]) -> list[Box]:
    """Runs of neighbouring states, each as one check."""
    boxes: list[Box] = []
    run: list[int] = []
    for state in sorted(states):
        if run and state != run[-1] + 1:
            boxes.append(_in_states(run[0], run[-1]))
            run = []
        run.append(state)
    return [*boxes, _in_states(run[0], run[-1])] if run else boxes


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


def open_ended_boxes(scale: Scale, allowed: Interval, wanted: State) -> list[Box]:
    """The same for a value with two readings: disjoint boxes, and those of all states together are everything.

    The value so far lies within the final one, and that within what is left possible by what was counted.
    """
    low = None if allowed.low is None else scale.low(allowed)
    high = None if allowed.high is None else scale.high(allowed)
    match wanted:
        case State.UNKNOWN:
            return interval_boxes(scale, allowed, Truth.UNKNOWN)
        case State.TRUE_FOR_GOOD:
            return [(*_check(Slot.REACHED_LOW, low, None), *_check(Slot.REACHED_HIGH, None, high))]
        case State.TRUE:
            within = (*_check(Slot.FINAL_LOW, low, None), *_check(Slot.FINAL_HIGH, None, high))
            boxes: list[Box] = [] if low is None else [(*within, *_check(Slot.REACHED_LOW, None, low - 1))]
            if high is not None:
                above = _check(Slot.REACHED_HIGH, high + 1, None)
                boxes.append((*within, *_check(Slot.REACHED_LOW, low, None), *above))
            return boxes
        case State.FALSE_FOR_GOOD:
            beyond = [] if high is None else [tuple(_check(Slot.REACHED_LOW, high + 1, None))]
            return beyond + ([] if low is None else [tuple(_check(Slot.REACHED_HIGH, None, low - 1))])
        case State.FALSE:
            boxes = []
            if high is not None:
                boxes.append((*_check(Slot.FINAL_LOW, high + 1, None), *_check(Slot.REACHED_LOW, None, high)))
            if low is not None:
                boxes.append((*_check(Slot.FINAL_HIGH, None, low - 1), *_check(Slot.REACHED_HIGH, low, None)))
            return boxes
        case State.TRUE_SO_FAR:
            now = (*_check(Slot.LOW, low, None), *_check(Slot.HIGH, None, high))
            falls = [] if low is None else [(*now, *_check(Slot.FINAL_LOW, None, low - 1))]
            if high is None:
                return falls
            return [*falls, (*now, *_check(Slot.FINAL_LOW, low, None), *_check(Slot.FINAL_HIGH, high + 1, None))]
    rises = [] if low is None else [(*_check(Slot.HIGH, None, low - 1), *_check(Slot.FINAL_HIGH, low, None))]
    return rises + ([] if high is None else [(*_check(Slot.LOW, high + 1, None), *_check(Slot.FINAL_LOW, None, high))])


def _check(slot: Slot, low: int | None, high: int | None) -> list[Check]:
    return [] if low is None and high is None else [Check(slot, low, high)]


def _box(low_from: int | None, low_to: int | None, high_from: int | None, high_to: int | None) -> Box:
    checks = [Check(Slot.LOW, low_from, low_to), Check(Slot.HIGH, high_from, high_to)]
    return tuple(check for check in checks if check.low is not None or check.high is not None)


def both(left: list[Box], right: list[Box]) -> list[Box]:
    """The boxes in which both hold; those that cannot are left out."""
    merged = (_merged(a, b) for a in left for b in right)
    return [box for box in merged if box is not None]


def _merged(a: Box, b: Box) -> Box | None:
    by_slot: dict[Slot, Check] = {}
    for slot in Slot:
        on_slot = [check for check in (*a, *b) if check.slot is slot]
        lows = [c.low for c in on_slot if c.low is not None]
        highs = [c.high for c in on_slot if c.high is not None]
        low, high = max(lows, default=None), min(highs, default=None)
        if low is not None and high is not None and low > high:
            return None
        if low is not None or high is not None:
            by_slot[slot] = Check(slot, low, high)
    for lower, upper in _ORDERED:
        at_least = by_slot[lower].low if lower in by_slot else None
        at_most = by_slot[upper].high if upper in by_slot else None
        if at_least is not None and at_most is not None and at_least > at_most:
            return None
    return tuple(by_slot.values())


_ORDERED = (
    (Slot.LOW, Slot.HIGH),
    (Slot.FINAL_LOW, Slot.LOW),
    (Slot.HIGH, Slot.FINAL_HIGH),
    (Slot.FINAL_LOW, Slot.FINAL_HIGH),
    (Slot.REACHED_LOW, Slot.FINAL_LOW),
    (Slot.FINAL_HIGH, Slot.REACHED_HIGH),
    (Slot.REACHED_LOW, Slot.HIGH),
    (Slot.LOW, Slot.REACHED_HIGH),
)
"""Slots of which the first is never above the second."""
