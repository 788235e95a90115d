"""Three-valued logic: an answer is known exactly when every way of filling in what is unknown gives that answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import product

import pytest

from engine.language.logic import Truth, conjunction, disjunction

LISTS = [list(parts) for size in range(5) for parts in product(Truth, repeat=size)]


def completions(parts: Iterable[Truth]) -> Iterator[tuple[bool, ...]]:
    """All ways in which the unknown parts may turn out."""
    return product(*((True, False) if part is Truth.UNKNOWN else (part is Truth.TRUE,) for part in parts))


def settled(answers: Iterable[bool]) -> Truth:
    """The answer where all agree, else unknown."""
    found = set(answers)
    return Truth.UNKNOWN if len(found) > 1 else Truth.TRUE if found == {True} else Truth.FALSE


@pytest.mark.parametrize(("connective", "of_known"), [(conjunction, all), (disjunction, any)])
def test_a_connective_is_known_when_every_completion_agrees(
    connective: Callable[[Iterable[Truth]], Truth], of_known: Callable[[Iterable[bool]], bool]
) -> None:
    for parts in LISTS:
        assert connective(parts) is settled(of_known(known) for known in completions(parts)), parts


def test_not_of_the_unknown_is_unknown() -> None:
    assert [~Truth.TRUE, ~Truth.UNKNOWN, ~Truth.FALSE] == [Truth.FALSE, Truth.UNKNOWN, Truth.TRUE]


def test_not_all_means_some_not() -> None:
    for parts in LISTS:
        assert ~conjunction(parts) is disjunction(~part for part in parts)
        assert ~disjunction(parts) is conjunction(~part for part in parts)


def test_order_and_repetition_of_parts_mean_nothing() -> None:
    for parts in LISTS:
        for connective in (conjunction, disjunction):
            assert connective(reversed(parts)) is connective(parts) is connective(parts * 2)


def test_parts_may_be_grouped() -> None:
    for parts in LISTS:
        for connective in (conjunction, disjunction):
            for cut in range(len(parts) + 1):
                assert connective([connective(parts[:cut]), connective(parts[cut:])]) is connective(parts)


def test_nothing_to_hold_holds_and_nothing_to_choose_from_does_not() -> None:
    assert conjunction([]) is Truth.TRUE
    assert disjunction([]) is Truth.FALSE
