"""Where a value comes from: the facts that count, those that do not and why, and every computation down to them."""

from __future__ import annotations

from collections.abc import Iterator

from engine.evaluation.arithmetic import in_numbers
from engine.evaluation.findings import indicator_text
from engine.explain.names import with_names
from engine.explain.proof import Role, Step
from engine.factbase.base import FactBase
from engine.factbase.facts import Basis, Fact
from engine.factbase.input_values import InputValue
from engine.language import display
from engine.language.syntax import Binary, Call, Formula, Negative, Quantity, Ref
from engine.rulebook.logic import Input
from engine.rulebook.natures import OTHER_YEARS
from engine.rulebook.rulebook import Indicator


class ValueReader:
    """Explains the values of one case."""

    def __init__(self, facts: FactBase) -> None:
        self.facts = facts
        self.rulebook = facts.rulebook

    def of_input(self, input: Input) -> Iterator[Step]:
        """What a comparison looks at: the value of an indicator, or of every indicator in a formula."""
        if input.code is not None:
            yield self.of_indicator(input.code, self.facts)
            return
        yield from self._of_formula(input.formula)

    def _of_formula(self, formula: Formula) -> Iterator[Step]:
        """The values that a formula uses, as it uses them; those of other years with their year."""
        used = {(code, year): part for code, year, part in reversed(list(_used(formula, self.facts)))}
        for (code, year), part in reversed(used.items()):
            function = part.function if isinstance(part, Call) else ""
            whole = function in (*OTHER_YEARS, "period_mean") and year != self.facts.facts.year
            if isinstance(part, Call) and function == "like_period":
                if self.facts.within(formula, part.arguments[0]).missing:
                    continue  # nothing is like what is not there
                base = self.facts.held_against(formula)
            else:
                base = self.facts.whole_year(year) if whole else self.facts.in_year(year)
            if base is None:
                name = self.rulebook.indicators[code].name
                yield Step(Role.MISSING, f"{name} ({code}): chưa có số liệu năm {year}")
            else:
                yield self.of_indicator(code, base, None if part is None or whole else self.facts.within(formula, part))

    def of_indicator(self, code: str, base: FactBase, used: InputValue | None = None) -> Step:
        """The value of an indicator in the year of ``base``, with its facts or its computation under it.

        ``used`` is the value that a formula takes; by default the one that counts in that year.
        """
        indicator = self.rulebook.indicators[code]
        measured = base.value(code) if used is None else used
        year = "" if base is self.facts else f" (năm {base.facts.year})"
        given = base.given(code)
        computed = (
            indicator.formula is not None
            and code not in base.assumed
            and base.measured(Input("", indicator.formula, indicator.unit, None)).value is not None
        )
        name = f"{indicator.name}{year}"
        if measured.value is None:
            reader = self if base is self.facts else ValueReader(base)
            unlike = base.to_the_end.held and measured.unlike  # then its parts are not asked for
            parts = tuple(reader._of_formula(indicator.formula)) if indicator.formula is not None and not unlike else ()
            parts += tuple(self._not_held(fact) for fact in given) if indicator.formula is not None else ()
            return Step(Role.MISSING, f"{name} ({code}): {_lacking(measured, given)}", parts=parts)
        shown = indicator_text(indicator, measured, with_unit=True) or ""
        if computed and indicator.formula is not None:
            return self._computed(indicator, indicator.formula, measured, f"{name}: {shown}", base)
        parts = tuple(self.of_fact(fact, indicator) for fact in measured.facts)
        counted = set(measured.facts)
        unused = tuple(self._unused(fact, measured) for fact in given if fact not in counted)
        if len(parts) == 1:
            only = parts[0]
            return Step(
                Role.VALUE,
                f"{name}: {only.text}",
                source=only.source,
                place=only.place,
                parts=(*only.parts, *unused),
            )
        conflict = Step(Role.NOTE, "các nguồn ghi khác nhau, lấy cả khoảng giữa các số này")
        return Step(Role.VALUE, f"{name}: {shown}", parts=(*parts, conflict, *unused))

    def _computed(
        self, indicator: Indicator, formula: Formula, measured: InputValue, text: str, base: FactBase
    ) -> Step:
        numbers = in_numbers(formula, base)
        shown = indicator_text(indicator, measured, with_unit=True) or ""
        reader = self if base is self.facts else ValueReader(base)
        parts = list(reader._of_formula(formula))
        if measured.outer:
            parts.append(
                Step(Role.NOTE, "một số chưa chính xác được dùng nhiều lần nên khoảng này có thể rộng hơn thực tế")
            )
        parts += [self._overruled(fact) for fact in base.given(indicator.code)]
        computation = Step(
            Role.COMPUTATION,
            f"{with_names(indicator.formula_text, self.rulebook.indicators)} = {numbers} = {shown}",
            place=indicator.span.place,
            parts=tuple(parts),
        )
        return Step(Role.VALUE, text, parts=(computation,))

    def of_fact(self, fact: Fact, indicator: Indicator) -> Step:
        """One fact as written, with its date and what weakens it."""
        marks = [display.as_written(fact.text, indicator.unit)]
        marks.append(f"tính đến {display.day(fact.as_of)}")
        marks += ["ước thực hiện"] if fact.basis is Basis.ESTIMATE else []
        marks += ["sơ bộ"] if fact.preliminary else []
        marks += ["chưa hết năm"] if fact.part_year else []
        return Step(
            Role.FACT,
            ", ".join(marks),
            source=fact.source or "không ghi nguồn",
            place=fact.origin,
            parts=tuple(self._remarks(fact)),
        )

    def _remarks(self, fact: Fact) -> Iterator[Step]:
        if fact.inferred:
            yield Step(Role.NOTE, f"suy ra: {fact.inferred}")
        if fact.judged:
            by = f" của {fact.assessor}" if fact.assessor else ""
            yield Step(Role.NOTE, f"là nhận định{by}, không phải số đo đếm")
        if fact.remark:
            yield Step(Role.NOTE, f"nhận xét: {fact.remark}", detail=True)

    def _unused(self, fact: Fact, chosen: InputValue) -> Step:
        reason = _why_not(fact, chosen.facts[0]) if chosen.facts else ""
        text = f"không dùng {fact.text}, tính đến {display.day(fact.as_of)}" + (f": {reason}" if reason else "")
        return Step(Role.NOT_USED, text, source=fact.source, place=fact.origin, detail=True)

    def _not_held(self, fact: Fact) -> Step:
        text = f"không dùng số ghi trong tệp là {fact.text}, tính đến {display.day(fact.as_of)}: khác kỳ, hoặc khác cách có số, với số đem so"
        return Step(Role.NOT_USED, text, source=fact.source, place=fact.origin)

    def _overruled(self, fact: Fact) -> Step:
        text = f"không dùng số ghi trong tệp là {fact.text}: đã tính được theo công thức"
        return Step(Role.NOT_USED, text, source=fact.source, place=fact.origin, detail=True)


def _lacking(measured: InputValue, given: tuple[Fact, ...]) -> str:
    """Why something has no value: nothing is there, or what is there does not fit the rest of the formula."""
    if measured.missing and set(measured.missing) <= set(measured.partial):
        return "chưa có số của cả năm"
    if measured.unlike and not measured.missing:
        return measured.unlike
    return "chưa có số dùng được" if given else "chưa có số liệu"


def _why_not(fact: Fact, chosen: Fact) -> str:
    """Why another fact of the same indicator counts (8-semantics, «Which fact counts»)."""
    if fact.part_year and not chosen.part_year:
        return "mới là một phần của năm, đã có số của cả năm"
    if fact.basis is Basis.ESTIMATE and chosen.basis is Basis.ACTUAL:
        return "là số ước, đã có số thực hiện"
    if fact.preliminary and not chosen.preliminary and fact.period.end <= chosen.period.end:
        return "là số sơ bộ, đã có số chính thức"
    if fact.known < chosen.known:
        return "có số mới hơn"
    return "có số được ưu tiên hơn"


def _used(formula: Formula, facts: FactBase) -> Iterator[tuple[str, int, Formula | None]]:
    """The indicators that a formula uses, the years it uses them of, and the part that stands for that value.

    No part stands for a single year of a sum over the years.
    """
    year = facts.facts.year
    if isinstance(formula, Call) and isinstance(formula.arguments[0], Ref):
        subject = formula.arguments[0]
        code = subject.code
        match formula.function:
            case "previous_year":
                yield code, year - 1, formula
                return
            case "growth" | "like_ratio" | "like_period":
                if formula.function != "like_period":
                    yield code, year, subject
                yield code, year - 1, Call("like_period", (subject,), formula.at)
                return
            case "value_in_year":
                asked = formula.arguments[1]
                yield code, int(asked.value) if isinstance(asked, Quantity) else year, formula
                return
            case "cumulated":
                yield from ((code, y, None) for y in range(facts.rulebook.resolution.first_year, year + 1))
                return
            case "period_mean":
                yield from ((code, y, formula) for y in range(facts.rulebook.resolution.first_year, year))
                yield code, year, None
                return
            case "claimed":
                return
    match formula:
        case Ref(code=code):
            yield code, year, formula
        case Negative(operand=operand):
            yield from _used(operand, facts)
        case Binary(left=left, right=right):
            yield from _used(left, facts)
            yield from _used(right, facts)
        case Call(arguments=arguments):
            for argument in arguments:
                yield from _used(argument, facts)
