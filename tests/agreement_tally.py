"""What random rulebooks were made of: so that nobody has to take it on trust that they were not trivial."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from tests import reference as ref
from tests.agreement import Compared
from tests.random_rulebooks import NUMERIC
from tests.special_rulebooks import Example


class Seen(NamedTuple):
    """A construct with what came of it, such as («chậm tiến độ», true)."""

    construct: str
    outcome: str


class Tally:
    """Counts over programs: in how many a construct stands, how often, and how often it came out how."""

    def __init__(self) -> None:
        self.programs = 0
        self.evaluations = 0
        self.rules = 0
        self.firings = 0
        self.largest = 0
        self.holding: Counter[str] = Counter()
        self.outcomes: Counter[Seen] = Counter()

    def add(self, example: Example, compared: Compared) -> None:
        """One program that agreed."""
        rulebook, facts = example
        seen = Counter(_seen(rulebook, facts, compared))
        self.programs += 1
        self.evaluations += len(compared.outcomes)
        self.rules += compared.rules
        self.firings += compared.firings
        self.largest = max(self.largest, compared.rules)
        self.holding.update({one.construct for one in seen})
        self.outcomes.update(seen)

    def join(self, other: Tally) -> None:
        """Adds what another process counted."""
        self.programs += other.programs
        self.evaluations += other.evaluations
        self.rules += other.rules
        self.firings += other.firings
        self.largest = max(self.largest, other.largest)
        self.holding.update(other.holding)
        self.outcomes.update(other.outcomes)

    def lines(self) -> Iterator[str]:
        """A table in Markdown, by construct."""
        yield "| construct | programs | times | outcomes |"
        yield "|---|---|---|---|"
        for construct in sorted(self.holding):
            found = {s.outcome: n for s, n in self.outcomes.items() if s.construct == construct}
            told = ", ".join(f"{name} {count:,}" for name, count in sorted(found.items(), key=lambda p: -p[1]) if name)
            yield f"| {construct} | {self.holding[construct]:,} | {sum(found.values()):,} | {told} |"


_TRUTHS = {True: "true", False: "false", None: "unknown"}
_STATES = {-2: "false", -1: "false so far", 0: "unknown", 1: "true so far", 2: "true"}


def _seen(rulebook: ref.Rulebook, facts: ref.Years, compared: Compared) -> Iterator[Seen]:
    for when, outcome in compared.outcomes.items():
        yield from _of_outcome(rulebook, outcome)
        for part in ref.parts(rulebook, facts, *when):
            yield from _of_part(part)
    yield from _of_rulebook(rulebook, facts, compared)
    yield from _of_facts(rulebook, facts)


def _of_outcome(rulebook: ref.Rulebook, outcome: ref.Outcome) -> Iterator[Seen]:
    for verdict in outcome.criteria.values():
        yield Seen("verdict: criterion", verdict.status + (", perhaps exceeded" if verdict.perhaps_exceeded else ""))
    for status in outcome.targets.values():
        yield Seen("verdict: target", status)
    for finding in rulebook.findings:
        state = "present" if finding.id in outcome.present else "absent"
        state = "unknown" if finding.id in outcome.undetermined else state
        yield Seen(f"finding: {finding.kind}{', duy trì' if finding.keeps_up else ''}", state)
    for state in outcome.reconciled.values():
        yield Seen("đối chiếu", state)


def _of_part(part: ref.Part) -> Iterator[Seen]:
    truth, condition = _TRUTHS[part.truth] if abs(part.state) != 1 else _STATES[part.state], part.condition
    match condition:
        case ref.All() | ref.Any():
            name = "tất cả" if isinstance(condition, ref.All) else "bất kỳ"
            size = len(condition.parts)
            yield Seen(f"compound: {name}, {'more than 16' if size > 16 else 'up to 16'} parts", truth)
        case ref.Not():
            yield Seen("compound: không phải", truth)
        case ref.Compare(_, relation, bounds):
            against = "" if all(isinstance(bound, ref.Number) for bound in bounds) else ", against a formula"
            yield Seen(f"comparison: {relation}{against}", truth)
        case ref.IsOneOf():
            yield Seen("comparison: yes/no, category, judgement", truth)
        case ref.AsStated():
            yield Seen("comparison: = nêu(…)", truth)
        case ref.DoneBy():
            yield Seen("comparison: date", truth)
        case ref.Standing(what, _, standing):
            yield Seen(f"status: {what} {standing}", truth)
        case ref.HasFinding(_, _, present):
            yield Seen(f"finding asked for: {'có' if present else 'không có'}", truth)
        case ref.HasData(_, known):
            yield Seen(f"data asked for: {'đã có' if known else 'chưa có'}", truth)
    for inner in part.parts:
        yield from _of_part(inner)


def _of_rulebook(rulebook: ref.Rulebook, facts: ref.Years, compared: Compared) -> Iterator[Seen]:
    yield Seen("quy ước vượt", rulebook.beyond)
    for target in rulebook.targets:
        for criterion in target.criteria:
            closed = [file.as_of for year in facts for file in ref.files_of(facts, year)]
            amended = [goal.since for goal in criterion.goals if goal.since is not None]
            for key, there in {
                "milestones": any(None not in goal.by_year for goal in criterion.goals),
                "hằng năm": criterion.yearly,
                "hạn": criterion.deadline is not None,
                "vượt khi": criterion.exceeded is not None,
                "áp dụng khi": criterion.applies is not None,
                "cộng dồn": criterion.cumulative,
                "bình quân giai đoạn": criterion.mean,
                "tiến độ": bool(criterion.course),
                "chiều tốt": criterion.good is not None,
                "tính vào tổng hợp: không": not criterion.counted,
                "sửa đổi": bool(amended),
                "sửa đổi in force": any(since <= day for since in amended for day in closed),
            }.items():
                if there:
                    yield Seen(f"criterion: {key}", "")
    depths = _depths(rulebook)
    if depths:
        longest = max(depths.values())
        yield Seen(f"chain of findings: {longest if longest < 4 else '4 to 7' if longest < 8 else '8 and more'}", "")
    for check in rulebook.reconciliations:
        if check.tolerance is not None:
            yield Seen("đối chiếu: sai số", "")
    for when in compared.outcomes:
        for function, known in ref.calls(rulebook, facts, *when):
            yield Seen(f"formula: {function}", "determined" if known else "unknown")


def _depths(rulebook: ref.Rulebook) -> dict[str, int]:
    """How many findings stand behind each finding, itself included."""
    depths: dict[str, int] = {}
    for finding in rulebook.findings:  # each speaks only of what stands before it
        asked = (
            [leaf.id for leaf in ref.leaves(finding.when) if isinstance(leaf, ref.HasFinding)] if finding.when else []
        )
        before = [id for what, id in finding.of if what not in ("nội dung", "chỉ tiêu")] + asked
        depths[finding.id] = 1 + max((depths[id] for id in before), default=0)
    return depths


def _of_facts(rulebook: ref.Rulebook, facts: ref.Years) -> Iterator[Seen]:
    for year in facts:
        files = ref.files_of(facts, year)
        if year != max(facts):
            yield Seen("facts: a year before" + (", before the period" if year < rulebook.first_year else ""), "")
        if len(files) > 1:
            yield Seen("facts: several files of one year", "")
        for file in files:
            yield from _of_file(rulebook, file)


def _of_file(rulebook: ref.Rulebook, file: ref.YearOfFacts) -> Iterator[Seen]:
    indicators = {indicator.code: indicator for indicator in rulebook.indicators}
    if file.period is not None:
        yield Seen("facts: kỳ at the head", file.period)
    given = Counter(fact.code for fact in file.facts)
    for code, indicator in indicators.items():
        if not given[code] and indicator.formula is None:
            yield Seen("facts: missing", "")
        if given[code] > 1:
            yield Seen("facts: several for one indicator", "")
        if given[code] and indicator.formula is not None:
            yield Seen("facts: given and computed", "")
    for fact in file.facts:
        nature = indicators[fact.code].nature
        yield Seen("facts: nature", nature if indicators[fact.code].kind in NUMERIC else "no number")
        if fact.value.low != fact.value.high:
            yield Seen("facts: interval", "")
        if fact.estimate:
            yield Seen("facts: estimate", "")
        if fact.as_of is not None or fact.whole_year:
            yield Seen("facts: dated by itself, or of the whole year", "")
        if fact.period is not None:
            yield Seen(
                "facts: kỳ of its own or of its group", fact.period if isinstance(fact.period, str) else "from to"
            )
    for _ in file.claims:
        yield Seen("facts: stated by the report", "")
