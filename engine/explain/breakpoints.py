"""Where a verdict can turn: the values of one input at which a comparison that uses it, through formulas, changes.

A formula is followed as a quotient of polynomials of the input, everything else held at its value. Where it is no such
quotient of small degree nothing is returned, and the search that uses this falls back to halving.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import islice, product
from math import isqrt

from engine.domain.records import NamedTuple
from engine.factbase.base import FactBase
from engine.language.numbers import has_digits_within
from engine.language.syntax import Binary, Call, Formula, Negative, Quantity, Ref
from engine.language.units import BARE
from engine.rulebook.formulas import references
from engine.rulebook.logic import Input, Test
from engine.rulebook.rulebook import Rulebook

Polynomial = tuple[Fraction, ...]
"""Coefficients, the constant first."""

_MAX_DEGREE, _MAX_BRANCHES, _MAX_DIGITS = 2, 64, 1_000
_HUNDRED = Fraction(100)
_PRECISION = 10**12


class _Quotient(NamedTuple):
    top: Polynomial
    bottom: Polynomial


class _NotFollowed(Exception):
    """The formula is no quotient of polynomials of small degree."""


def raw_inputs(formula: Formula, facts: FactBase) -> Iterator[str]:
    """The codes of given (not computed) values that ``formula`` rests on, each once, through the formulas of the catalogue."""
    seen: set[str] = set()
    rest = _named(formula)
    while rest:
        code = rest.pop()
        if code in seen:
            continue
        seen.add(code)
        inner = _formula_of(code, facts)
        if inner is None:
            yield code
        else:
            rest += _named(inner)


def _named(formula: Formula) -> list[str]:
    """The codes in ``formula``, the first one last."""
    return [reference.code for reference in references(formula)][::-1]


def breakpoints(tests: Iterable[Test], code: str, facts: FactBase) -> set[Fraction]:
    """The values of ``code`` (base units) at which the input of one of ``tests`` meets an end of what is allowed."""
    ends: dict[str, set[Fraction]] = {}
    formulas: dict[str, Formula] = {}
    for test in tests:  # many compare one input, which is followed once
        formulas[test.input.key] = test.input.formula
        known = ends.setdefault(test.input.key, set())
        known.update(end for end in (test.allowed.low, test.allowed.high) if end is not None)
    return {root for key, formula in formulas.items() for root in _turning(formula, ends[key], code, facts)}


def _turning(formula: Formula, ends: set[Fraction], code: str, facts: FactBase) -> set[Fraction]:
    """The values of ``code`` at which ``formula`` is one of ``ends``; none where it cannot be followed."""
    try:
        branches = list(islice(_Follower(code, facts, formula).branches(formula), _MAX_BRANCHES))
    except (_NotFollowed, ZeroDivisionError):
        return set()
    return {root for branch in branches for end in ends for root in _roots(branch, end)}


def _formula_of(code: str, facts: FactBase) -> Formula | None:
    """The formula that gives ``code`` its value; None where it is given, or given because it cannot be computed."""
    rulebook: Rulebook = facts.rulebook
    formula = rulebook.indicators[code].formula
    if formula is None or code in facts.assumed:
        return None
    if facts.given(code) and facts.measured(Input("", formula, BARE, None)).value is None:
        return None
    return formula


class _Follower:
    """Follows the parts of ``whole`` as quotients in the value of ``code``."""

    def __init__(self, code: str, facts: FactBase, whole: Formula) -> None:
        self.code = code
        self.facts = facts
        self.whole = whole
        self._dependent: dict[str, bool] = {}

    def branches(self, formula: Formula) -> Iterator[_Quotient]:
        match formula:
            case Quantity(value=value):
                yield _constant(value)
            case Ref(code=code) if code == self.code:
                yield _Quotient((Fraction(0), Fraction(1)), (Fraction(1),))
            case Ref(code=code):
                inner = _formula_of(code, self.facts)
                follows = inner is not None and self._depends(code, inner)
                yield from self.branches(inner) if inner is not None and follows else self._held(formula)
            case Negative(operand=operand):
                yield from (_times(b, _constant(Fraction(-1))) for b in self.branches(operand))
            case Binary():
                yield from self._joined(formula)
            case Call():
                yield from self._call(formula)

    def _depends(self, code: str, inner: Formula) -> bool:
        if code not in self._dependent:
            self._dependent[code] = self.code in raw_inputs(inner, self.facts)
        return self._dependent[code]

    def _joined(self, formula: Binary) -> Iterator[_Quotient]:
        """The branches of a calculation, from its innermost left side outwards: «a + b + c …» may be long."""
        steps = [formula]
        while isinstance(steps[-1].left, Binary):
            steps.append(steps[-1].left)
        found = self._all(steps[-1].left)
        for step in steps[:0:-1]:
            found = [_OPERATIONS[step.operator](a, b) for a, b in product(found, self._all(step.right))]
            if len(found) > _MAX_BRANCHES:
                raise _NotFollowed
        for a, b in product(found, self._all(formula.right)):
            yield _OPERATIONS[formula.operator](a, b)

    def _all(self, formula: Formula) -> list[_Quotient]:
        """All branches of a part of a formula; of more than can be followed, the parts would multiply without end."""
        found = list(islice(self.branches(formula), _MAX_BRANCHES + 1))
        if len(found) > _MAX_BRANCHES:
            raise _NotFollowed
        return found

    def _call(self, call: Call) -> Iterator[_Quotient]:
        arguments = call.arguments
        match call.function:
            case "ratio":
                for a, b in product(self._all(arguments[0]), self._all(arguments[1])):
                    yield _times(_over(a, b), _constant(_HUNDRED))
            case "total" | "average":
                share = _constant(Fraction(1, len(arguments)) if call.function == "average" else Fraction(1))
                for parts in product(*map(self._all, arguments)):
                    total = parts[0]
                    for part in parts[1:]:
                        total = _plus(total, part)
                    yield _times(total, share)
            case "greatest" | "least":
                for argument in arguments:
                    yield from self.branches(argument)
            case "growth" | "like_ratio":
                base = _HUNDRED if call.function == "growth" else Fraction(0)
                like = Call("like_period", arguments, call.at)
                for now, before in product(self._all(arguments[0]), self._held(like)):
                    yield _plus(_times(_over(now, before), _constant(_HUNDRED)), _constant(-base))
            case "actual_only" | "estimate_only" | "alongside":
                yield from self.branches(arguments[0])
            case "cumulated":
                for now, all_years in product(self._all(arguments[0]), self._held(call)):
                    for held in self._held(arguments[0]):
                        yield _plus(now, _minus(all_years, held))
            case _:
                yield from self._held(call)

    def _held(self, formula: Formula) -> Iterator[_Quotient]:
        """The value of what does not follow the input, at each of its ends."""
        value = self.facts.within(self.whole, formula).value
        ends = {end for end in (value.low, value.high) if end is not None} if value is not None else set()
        if not ends:
            raise _NotFollowed
        yield from map(_constant, ends)


def _constant(value: Fraction) -> _Quotient:
    return _Quotient((value,), (Fraction(1),))


def _product(a: Polynomial, b: Polynomial) -> Polynomial:
    if len(a) + len(b) - 2 > _MAX_DEGREE:
        raise _NotFollowed
    result = [Fraction(0)] * (len(a) + len(b) - 1)
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            result[i + j] += x * y
    return _trimmed(result)


def _sum(a: Polynomial, b: Polynomial) -> Polynomial:
    length = max(len(a), len(b))
    padded = [[*p, *[Fraction(0)] * (length - len(p))] for p in (a, b)]
    return _trimmed([x + y for x, y in zip(*padded, strict=True)])


def _trimmed(coefficients: list[Fraction]) -> Polynomial:
    while len(coefficients) > 1 and coefficients[-1] == 0:
        coefficients.pop()
    if not all(has_digits_within(c, _MAX_DIGITS) for c in coefficients):
        raise _NotFollowed
    return tuple(coefficients)


def _times(a: _Quotient, b: _Quotient) -> _Quotient:
    return _Quotient(_product(a.top, b.top), _product(a.bottom, b.bottom))


def _over(a: _Quotient, b: _Quotient) -> _Quotient:
    return _Quotient(_product(a.top, b.bottom), _product(a.bottom, b.top))


def _plus(a: _Quotient, b: _Quotient) -> _Quotient:
    if a.bottom == b.bottom:
        return _Quotient(_sum(a.top, b.top), a.bottom)
    return _Quotient(_sum(_product(a.top, b.bottom), _product(b.top, a.bottom)), _product(a.bottom, b.bottom))


def _minus(a: _Quotient, b: _Quotient) -> _Quotient:
    return _plus(a, _Quotient(tuple(-c for c in b.top), b.bottom))


_OPERATIONS = {"+": _plus, "-": _minus, "*": _times, "/": _over}


def _roots(quotient: _Quotient, end: Fraction) -> Iterator[Fraction]:
    """Where the quotient equals ``end``; roots that are no fractions are given to twelve decimals."""
    polynomial = _sum(quotient.top, tuple(-end * c for c in quotient.bottom))
    if len(polynomial) == 2:
        yield -polynomial[0] / polynomial[1]
    elif len(polynomial) == 3:
        c, b, a = polynomial
        inside = b * b - 4 * a * c
        if inside >= 0:
            root = Fraction(isqrt(int(inside * _PRECISION**2)), _PRECISION)
            yield from ((-b - root) / (2 * a), (-b + root) / (2 * a))
