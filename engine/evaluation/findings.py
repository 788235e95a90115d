"""Findings that the engine derived: their texts with live numbers, what they explain and what they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from engine.domain.verdicts import Verdict
from engine.evaluation.actual import rank_text
from engine.evaluation.changes import change_text
from engine.evaluation.criterion_results import CriterionResult
from engine.evaluation.finding_results import Because, FindingResult, UndeterminedFinding
from engine.evaluation.rests import Rest, rests_of
from engine.factbase.base import FactBase
from engine.factbase.facts import Fact
from engine.factbase.input_values import DataWarning, InputValue
from engine.inference.compiler import belongs_to
from engine.inference.nodes import Node, NodeKind, belongs_node
from engine.inference.program import Firing
from engine.language import display
from engine.language.interval import Interval
from engine.language.logic import Truth
from engine.language.units import Unit, in_unit
from engine.rulebook.formulas import references
from engine.rulebook.logic import KnowledgeTest, Logic, PresenceTest, StatusTest, Test, leaves
from engine.rulebook.rulebook import (
    Finding,
    Indicator,
    Kind,
    Placeholder,
    Reconciliation,
    Reference,
    Rulebook,
    Sentence,
    Template,
)


class FindingTexts:
    """Reads the findings of one case from the states that the engine gave them."""

    def __init__(
        self,
        rulebook: Rulebook,
        facts: FactBase,
        values: dict[str, InputValue],
        by_node: dict[Node, tuple[Firing, ...]],
        criteria: dict[str, CriterionResult],
    ) -> None:
        self.rulebook = rulebook
        self.facts = facts
        self.values = values
        self.by_node = by_node
        self.criteria = criteria
        self.by_id = {finding.id: finding for finding in rulebook.findings}
        self.warnings: list[DataWarning] = []

    def present(self) -> Iterator[FindingResult]:
        """The findings that are there, in canonical order; one with two categories appears once, with both named."""
        for finding in self.rulebook.findings:
            if self._truth(finding.id) is Truth.TRUE:
                yield self._result(finding)

    def undetermined(self) -> Iterator[UndeterminedFinding]:
        """The findings that wait for data, with the codes they wait for."""
        for finding in self.rulebook.findings:
            if self._truth(finding.id) is Truth.UNKNOWN:
                codes = tuple(dict.fromkeys(self._waits_for(finding, set())))
                still_open = tuple(dict.fromkeys(self._still_open(finding)))
                yield UndeterminedFinding(finding.id, codes, tuple(map(self.name_of, codes)), still_open)

    def _truth(self, identifier: str) -> Truth:
        return Truth(self.by_node[Node(NodeKind.FINDING, identifier)][0].state)

    def _result(self, finding: Finding) -> FindingResult:
        tested = self.facts_of(finding.when)
        told = (fact for one in finding.conclusion if isinstance(one, Placeholder) for fact in self.facts_behind(one))
        facts = tuple(dict.fromkeys((*tested, *self._facts_of_criteria(finding), *told)))
        return FindingResult(
            id=finding.id,
            kind=finding.kind,
            category=", ".join(finding.categories),
            text=self.filled(finding.conclusion, finding) or self._unwritten(finding),
            of=tuple(dict.fromkeys(self._of(finding))),
            explains=tuple(dict.fromkeys(self._explains(finding))),
            rests_on=(Rest.ASSERTED,) if finding.asserted else self.rests_on(tested, finding.when),
            outcome=None,
            because=tuple(map(self.because, facts)),
            basis=finding.basis,
            section=finding.section,
            rule=finding.span.place,
            firings=self.by_node[Node(NodeKind.FINDING, finding.id)],
        )

    def facts_of(self, logic: Logic | None) -> tuple[Fact, ...]:
        """The facts that the comparisons of ``logic`` rest on, each once."""
        tests = (leaf for leaf in leaves(logic) if isinstance(leaf, Test))
        return tuple(dict.fromkeys(fact for test in tests for fact in self.values[test.input.key].facts))

    def _facts_of_criteria(self, finding: Finding) -> Iterator[Fact]:
        """What the verdicts rest on that the finding itself names, in «của» or as a standing in «khi»."""
        named = [reference.id for reference in finding.of if reference.what == "criterion"]
        named += [leaf.id for leaf in leaves(finding.when) if isinstance(leaf, StatusTest) and not leaf.of_target]
        for identifier in named:
            for measure in self.criteria[identifier].measures:
                yield from measure.actual.facts if measure.actual is not None else ()

    def rests_on(self, facts: Iterable[Fact], when: Logic | None) -> tuple[Rest, ...]:
        """What a conclusion from ``facts`` rests on: an observation (có/không) is the report's judgement; none: verdicts alone."""
        asks = any(isinstance(leaf, StatusTest | PresenceTest) for leaf in leaves(when))
        found: set[Rest] = {Rest.VERDICT} if asks else set()
        for fact in facts:
            observed = self.rulebook.indicators[fact.code].kind is Kind.YES_NO
            found |= {Rest.JUDGEMENT} if observed else rests_of(fact)
        found = found or {Rest.VERDICT}
        return tuple(rest for rest in Rest if rest in found)

    def because(self, fact: Fact) -> Because:
        """``fact`` as a reason."""
        indicator = self.rulebook.indicators[fact.code]
        number = fact.value.exact if indicator.kind is Kind.NUMBER else None
        scaled = None if number is None else number / indicator.unit.scale
        return Because(fact.code, fact.text, scaled, fact.source, fact.origin)

    def _of(self, finding: Finding) -> Iterator[str]:
        """What held in «của» itself."""
        for reference in belongs_to(finding, self.rulebook):
            if self._holds(reference, finding.keeps_up):
                yield f"chỉ tiêu {reference.id}" if reference.what == "target" else reference.id

    def _holds(self, reference: Reference, keeps_up: bool) -> bool:
        """What the engine found of one entry of «của»."""
        return Truth(self.by_node[belongs_node(reference, keeps_up)][0].state) is Truth.TRUE

    def _explains(self, finding: Finding) -> Iterator[str]:
        """What held in «của»: findings first, then, transitively, the criteria they belong to."""
        for reference in belongs_to(finding, self.rulebook):
            if not self._holds(reference, finding.keeps_up):
                continue
            if reference.what == "target":
                criteria = (c for c in self.rulebook.criteria if c.target == reference.id)
                yield from (c.id for c in criteria if self._stands(c.id, finding.keeps_up))
                continue
            yield reference.id
            if reference.what == "finding":
                yield from self._explains(self.by_id[reference.id])

    def _stands(self, criterion: str, keeps_up: bool) -> bool:
        found = self.criteria[criterion]
        return found.status.reached if keeps_up else found.falls_short

    def _waits_for(self, finding: Finding, seen: set[str]) -> Iterator[str]:
        seen.add(finding.id)
        for leaf in leaves(finding.when):
            match leaf:
                case Test(input=input) | KnowledgeTest(input=input):
                    measured = self.values[input.key]
                    yield from measured.missing
                    if measured.value is not None and measured.value.exact is None:
                        yield from (r.code for r in references(input.formula))
                case StatusTest(of_target=False, id=identifier):
                    yield from self._missing_of(identifier)
                case PresenceTest(finding=identifier) if (
                    identifier not in seen and self._truth(identifier) is Truth.UNKNOWN
                ):
                    yield from self._waits_for(self.by_id[identifier], seen)
        for reference in belongs_to(finding, self.rulebook):
            if reference.what == "criterion":
                yield from self._missing_of(reference.id)
            elif (
                reference.what == "finding" and reference.id not in seen and self._truth(reference.id) is Truth.UNKNOWN
            ):
                yield from self._waits_for(self.by_id[reference.id], seen)

    def _still_open(self, finding: Finding) -> Iterator[str]:
        """The criteria that ``khi`` asks for, themselves or by their target, and whose period is not over."""
        targets = {target.id: target.criteria for target in self.rulebook.targets}
        for leaf in leaves(finding.when):
            if isinstance(leaf, StatusTest):
                asked = [c.id for c in targets[leaf.id]] if leaf.of_target else [leaf.id]
                yield from (c for c in asked if self.criteria[c].status is Verdict.PERIOD_OPEN)

    def _missing_of(self, criterion: str) -> Iterator[str]:
        for measure in self.criteria[criterion].measures:
            if measure.holds is None:
                yield from measure.missing or (measure.indicator,)

    # ------------------------------------------------------------ texts

    def filled(self, template: Template, of: Finding | Reconciliation | Sentence) -> str | None:
        """The sentence of ``template`` with its numbers; None, with a warning for each, where some are missing."""
        sentence, complete = "", True
        for piece in template:
            text = piece if isinstance(piece, str) else self._filled(piece, of)
            complete = complete and text is not None
            if isinstance(piece, Placeholder) and piece.attribute == "chênh lệch":
                text = display.after_words(sentence, text or "")
            sentence += text or ""
        return " ".join(sentence.split()) if complete else None

    def _unwritten(self, finding: Finding) -> str:
        """The sentence that stands for a conclusion whose data are missing."""
        holes = (p for p in finding.conclusion if isinstance(p, Placeholder) and self._value(p, finding) is None)
        names = dict.fromkeys(name for placeholder in holes for name in self._missing_for(placeholder))
        return f"Chưa viết được câu này: thiếu {', '.join(names)}."

    def name_of(self, code: str) -> str:
        """The name of missing data."""
        return name_of(code, self.rulebook.indicators)

    def _missing_for(self, placeholder: Placeholder) -> Iterator[str]:
        """What a placeholder without a value waits for, by name."""
        match placeholder.what:
            case "criterion":
                codes = tuple(c for m in self.criteria[placeholder.subject].measures for c in m.missing)
                yield from map(self.name_of, codes or (f"{placeholder.attribute} của nội dung {placeholder.subject}",))
            case "claim":
                yield self.name_of(f"nêu({placeholder.subject})")
            case "indicator":
                missing = self.facts.value(placeholder.subject).missing
                yield from map(self.name_of, missing or (placeholder.subject,))
            case _:
                yield placeholder.subject

    def _filled(self, placeholder: Placeholder, finding: Finding | Reconciliation | Sentence) -> str | None:
        text = self._value(placeholder, finding)
        if text is None:
            name = placeholder.subject
            self.warnings.append(
                DataWarning(
                    "CT301",
                    f"câu kết luận {finding.id} cần «{name}» nhưng chưa có số liệu",
                    finding.span.place,
                    (name,),
                )
            )
        return text

    def _value(self, placeholder: Placeholder, finding: Finding | Reconciliation | Sentence) -> str | None:
        match placeholder.what:
            case "of":
                return ", ".join(dict.fromkeys(self._explains(finding))) if isinstance(finding, Finding) else None
            case "claim":
                claim = self.facts.claim(placeholder.subject)
                return claim.text if claim is not None else None
            case "criterion":
                return criterion_text(self.criteria[placeholder.subject], placeholder.attribute)
        indicator = self.rulebook.indicators[placeholder.subject]
        measured = self._measured(placeholder)
        if measured is None or placeholder.attribute.startswith("so với "):
            return None if measured is None else self._change(placeholder, measured)
        text = indicator_text(indicator, measured, with_unit=placeholder.attribute != "số")
        if measured.value is None or text is None or indicator.kind is not Kind.NUMBER:
            return text
        unit = indicator.unit if placeholder.attribute != "số" else indicator.unit.without_name()
        return in_running_text(text, in_unit(measured.value, indicator.unit), unit)

    def _measured(self, placeholder: Placeholder) -> InputValue | None:
        """The value of this year, of the like period a year earlier, or of the year before; None where that has none.

        A sentence rests on the file of the year that it names.
        """
        match placeholder.attribute.removeprefix("so với "):
            case "năm trước":
                return self.facts.final_of_last_year(placeholder.subject)
            case "cùng kỳ":
                self.facts.in_year(self.facts.facts.year - 1)
                return self.facts.like_of(placeholder.subject)
        return self.facts.value(placeholder.subject)

    def facts_behind(self, placeholder: Placeholder) -> tuple[Fact, ...]:
        """The facts of the number that a placeholder prints."""
        match placeholder.what:
            case "indicator":
                measured = self._measured(placeholder)
                return () if measured is None else measured.facts
            case "criterion":
                actuals = (measure.actual for measure in self.criteria[placeholder.subject].measures)
                return tuple(fact for actual in actuals if actual is not None for fact in actual.facts)
        return ()

    def _change(self, placeholder: Placeholder, before: InputValue) -> str | None:
        """«tăng 3 HTX so với năm trước», «bằng cùng kỳ»."""
        unit = self.rulebook.indicators[placeholder.subject].unit
        change = change_text(self.facts.value(placeholder.subject), before, unit)
        if change is None:
            return None
        when = placeholder.attribute.removeprefix("so với ")
        return f"{change} so với {when}" if change else f"bằng {when}"


def indicator_text(indicator: Indicator, measured: InputValue, with_unit: bool) -> str | None:
    """The value of an indicator for a sentence; None where there is none."""
    if measured.value is None:
        return None
    shown = in_unit(measured.value, indicator.unit)
    if indicator.kind is not Kind.NUMBER:
        return rank_text(indicator, shown)
    show = display.computed_amount if indicator.formula is not None else display.amount
    text = display.interval(shown, indicator.unit if with_unit else indicator.unit.without_name(), show)
    return f"khoảng {text}" if measured.soft else text


def name_of(code: str, indicators: Mapping[str, Indicator]) -> str:
    """The name of missing data: of an indicator (in another year), of what the report does not state; else as it is."""
    if code.startswith("nêu("):
        return f"số báo cáo nêu về {name_of(code.removeprefix('nêu(').removesuffix(')'), indicators)}"
    bare, _, year = code.partition(" ")
    indicator = indicators.get(bare)
    return code if indicator is None else f"{indicator.name} {year}".strip()


def in_running_text(text: str, value: Interval, unit: Unit) -> str:
    """``text``, which says ``value``; of an interval with both ends «16-18 lớp», which reads well beside other words."""
    return text if not _is_closed(value) else display.in_sentence(value, unit)


def _is_closed(value: Interval) -> bool:
    between = value.exact is None and value.low is not None and value.high is not None
    return between and not (value.low_open or value.high_open)


def criterion_text(result: CriterionResult, attribute: str) -> str | None:
    """An attribute of a criterion's first measure for a sentence; None where it has no value."""
    if attribute == "đánh giá":
        return result.status.label
    if not result.measures:
        return None
    measure = next((m for m in result.measures if m.holds is False), result.measures[0])
    match attribute:
        case "thực hiện":
            actual = measure.actual
            ranked = actual is not None and actual.indicator is not None and actual.indicator.kind is not Kind.NUMBER
            if actual is None or ranked:
                return actual.label if actual else None
            return in_running_text(actual.label, actual.value, measure.unit)
        case "mục tiêu":
            return display.in_sentence(measure.goal, measure.unit) if measure.goal is not None else result.condition
        case "tỷ lệ":
            return (
                display.percent(measure.percent)
                if measure.percent is not None
                else measure.actual.label
                if measure.actual and measure.unit.is_rate
                else None
            )
        case "chênh lệch":
            if measure.points is not None:
                return display.signed(measure.points, measure.unit, measure.digits)
            if measure.actual is None or measure.actual.value.exact is None or measure.edge is None:
                return None
            return display.signed(measure.actual.value.exact - measure.edge, measure.unit)
    short = measure.shortfall
    return None if short is None else display.distance(short.amount, measure.unit, measure.digits)
