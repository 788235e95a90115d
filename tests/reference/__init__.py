"""A small evaluator of rulebooks, written from 8-semantics and 9-periods-points alone, that the engines are measured against.

It shares nothing with ``engine``: its own model of a rulebook, its own arithmetic of intervals, no rules and no facts
of an engine, only recursion over the definitions. It knows no units and no text: numbers are in base units, yes is 1
and no is 0, a category is its rank, a date its ordinal.
"""

from tests.reference.evaluation import (
    calls,
    evaluate,
    facts_behind,
    parts,
    reading_of,
    truth_of,
    value_of,
)
from tests.reference.model import (
    All,
    Any,
    Arithmetic,
    AsStated,
    Call,
    Claim,
    Code,
    Compare,
    Condition,
    CoursePoint,
    Criterion,
    DoneBy,
    Fact,
    Finding,
    Formula,
    Goal,
    HasData,
    HasFinding,
    Indicator,
    IsOneOf,
    Leaf,
    Minus,
    Not,
    Number,
    Reconciliation,
    Rulebook,
    Span,
    Standing,
    Target,
    YearOfFacts,
    Years,
    leaves,
    span_of,
    written_as,
)
from tests.reference.readings import Reading
from tests.reference.states import STANDINGS, UNMET, Outcome, Part, Verdict
from tests.reference.values import (
    NO_HIGH,
    NO_LOW,
    End,
    Possible,
    Truth,
    added,
    divided,
    every,
    exactly,
    hull,
    lies_in,
    multiplied,
    negation,
    opposite,
    some,
)

__all__ = [name for name in dir() if not name.startswith("_")]
