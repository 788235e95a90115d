"""A small evaluator of rulebooks, written from 8-semantics and 9-periods-points alone, that the engines are measured against.

It shares nothing with ``engine``: its own model of a rulebook, its own arithmetic of intervals, no rules and no facts
of an engine, only recursion over the definitions. It knows no units and no text: numbers are in base units, yes is 1
and no is 0, a category is its rank, a date its ordinal.

Its parts: ``values`` (logic, intervals), ``model`` (rulebook, facts), ``facts`` (which fact counts), ``readings`` (so far and
final), ``states`` (conditions, verdicts, findings), ``pace``, ``errors`` (of facts), ``evaluation`` (what is asked of it).

Where page 9 leaves something open, it reads it so:

Facts
- A «kỳ» at the head holds for facts with a date of their own too (then the period may end after that date: an error).
- A file without head «kỳ» closes on the earlier of its date and 31/12; of other years all files are seen.
- A sum in which an actual total reaches the end of an estimated beginning is left out; of one end the best is cut, no other.
- A plan is no estimate. The date of a date goal is that of the year evaluated, also after the year of «hạn».
- Sums are made within the file's year only, also of «lũy kế»; estimated parts stand after actual ones, never before.
- A sum has the latest date of its parts; parts that are themselves given as one go out; what is left makes a hull.
- What is asked of «lũy kế» without a criterion («khi», the value shown) ends with the period of the resolution, so that an
  estimate to 31/12 of an earlier year is a part-year estimate, set aside beside any actual of that year.
- An estimate of «lũy kế» that was set aside for [that total, infinity) is no estimate any more, and ends where it ended.
- With a deadline, first what ends in time, then actual before estimate. Only «hạn» and milestones choose facts, not the day
  of a date goal. A later actual bounds estimates too; one that contradicts what counts does not. For «cộng dồn» one of the year
  of the deadline bounds what that year adds.
- After the year of «hạn»: không áp dụng as soon as one given code of the goal is «trong năm» or «theo kỳ», but not under
  «cộng dồn», which then sums to the deadline's year. A computed code is its formula there, whatever number is given for it.
- Of ends that are alike, those whose earliest is latest, then the latest of each. «Whole» is an end on 31/12.
- ``thực_hiện`` and ``ước`` see only facts of their basis, and set no part-year estimate aside.
- «For cùng_kỳ only at the same end» is about the year before; in the year evaluated the general rule holds.
- A computed code falls back on its given value where its formula, taken alone, has no value.

Readings
- The asked period of «áp dụng khi» ends at the criterion's deadline; by «cộng dồn» it sums only what «đo bằng» measures.
- Every possible value includes what is so far. «là tốc độ tăng» may be below 0.
- Stock with stock, by + and -, is a stock; «tổng» is +, «bình_quân» + and /; lớn_nhất and nhỏ_nhất are «theo kỳ».
- «cộng dồn»: the year evaluated counts as given so far, [low end, infinity) finally; without any value [0, infinity) in both.
- «cộng dồn»: a year of which only a bound from above is known («tối đa 5») adds [0, infinity), as one without any value does.
- A sum of no year («hạn» before the period) has no value: missing, before anything else is asked.
- «Đã có số liệu» is about the year, under «cộng dồn» too.
- The mean of the period: finally every possible value of its measure until the last year is covered; no other way is tried.

States and verdicts
- «period_ended» arises in goals (and «vượt khi») only, never in «khi» and «kiểm».
- Past its goal: the comparison is false whatever is added to the latest actual totals; one side a total that cannot fall,
  the other numbers, plans, other years, on whichever side. So an early «cả năm» fails a ceiling, never a floor. Without any
  actual nothing is past, and nothing that is still open at the shared end.
- A range between measures is one comparison, of one end and with both bounds, also where as a goal only one of them counts.
- What is not judged any more asks for nothing: neither its goal nor «áp dụng khi» has parts.
- `missing`: no total from the asked start, no plan in force, no final value of another year (but `no_like_period` where its
  operands are final and only the like ones lack, `interval` where a base or divisor leaves it open), inside
  ``tăng_trưởng`` and the like too. `no_like_period`: x has values but none a like one, also where there is no file of the year before. A status that is unknown: the reason of what it is
  about, interval of chưa hết kỳ, missing of không áp dụng. «áp dụng khi» open by an unfinished value: interval.
- «Có thể vượt» is not said if an open part of «vượt khi» rests on an unfinished value.
- Inside «không phải» a point keeps the direction that «chiều tốt» gives it where its words tell none. «hạn», where it is that of
  the year or milestone, goes before the day of a date goal, and that before the end of the milestone's year.
- In `của` and for hạn chế chưa hết kỳ is not unmet; for «duy trì» it is unknown.

Pace
- Where others ask for it, a criterion counts by its parts: one that is unknown, or asks for verdicts, as open.
- A given stock keeps its course from the opening value whether it is met or not; against an unfinished goal: unknown.
- «bằng» is a floor, with «chiều tốt: giảm» a ceiling; «khác»: unknown.
- The rule of «theo kỳ» is about what is measured; a total against a «theo kỳ» goal of totals: unknown.
- A stock as the goal of a total is finished and has a course; a stock as what is measured has none.
- The last milestone starts a course only where its bound is a number and none is declared.
- A range inside any number of «không phải» is membership and has no course.
- Declared: 0 before the first row; «sai lệch» is taken off everywhere, also after the last row.
- A target is neither behind nor on course by a criterion whose deadline has passed.
"""

from tests.reference.errors import FactError, errors_of_facts, without_errors
from tests.reference.evaluation import (
    calls,
    evaluate,
    facts_behind,
    parts,
    reading_of,
    truth_of,
    value_of,
)
from tests.reference.facts import files_of
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
    last_of_month,
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

__all__ = [
    "NO_HIGH",
    "NO_LOW",
    "STANDINGS",
    "UNMET",
    "All",
    "Any",
    "Arithmetic",
    "AsStated",
    "Call",
    "Claim",
    "Code",
    "Compare",
    "Condition",
    "CoursePoint",
    "Criterion",
    "DoneBy",
    "End",
    "Fact",
    "FactError",
    "Finding",
    "Formula",
    "Goal",
    "HasData",
    "HasFinding",
    "Indicator",
    "IsOneOf",
    "Leaf",
    "Minus",
    "Not",
    "Number",
    "Outcome",
    "Part",
    "Possible",
    "Reading",
    "Reconciliation",
    "Rulebook",
    "Span",
    "Standing",
    "Target",
    "Truth",
    "Verdict",
    "YearOfFacts",
    "Years",
    "added",
    "calls",
    "divided",
    "errors_of_facts",
    "evaluate",
    "every",
    "exactly",
    "facts_behind",
    "files_of",
    "hull",
    "last_of_month",
    "leaves",
    "lies_in",
    "multiplied",
    "negation",
    "opposite",
    "parts",
    "reading_of",
    "some",
    "span_of",
    "truth_of",
    "value_of",
    "without_errors",
    "written_as",
]
