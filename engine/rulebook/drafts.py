"""Drafts (bản nháp): what of a rulebook rests on errors that an evaluation goes on in spite of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from fractions import Fraction

from engine.files.diagnostics import Diagnostic, Problems, Severity
from engine.files.source import Span
from engine.language.interval import Interval
from engine.language.syntax import Extent, Ref
from engine.language.units import BARE
from engine.rulebook.formulas import references
from engine.rulebook.logic import Input, KnowledgeTest, Logic, StatusTest, Test, leaves
from engine.rulebook.rulebook import (
    Criterion,
    DraftMarks,
    Indicator,
    Kind,
    Nature,
    Rulebook,
    Target,
    Threshold,
    Wording,
)

_UNREAD = "chua_doc_duoc"
"""The code of the datum that is missing where a condition was refused: nobody can give it."""


def as_draft(rulebook: Rulebook, errors: Iterable[Diagnostic]) -> Rulebook:
    """Returns ``rulebook`` to be evaluated in spite of ``errors``: marked, a refused condition being one that nobody can decide."""
    found = list(errors)
    if not found:
        return rulebook
    within = {c.id for c in rulebook.criteria if _is_refused(c) or any(_holds(c.extent, e.span) for e in found)}
    in_error = {code for code, one in rulebook.indicators.items() if any(_same_entry(one, e.span) for e in found)}
    marks = DraftMarks(
        tuple(dict.fromkeys(error.code for error in found)),
        frozenset(within | resting_on(rulebook, in_error, within)),
    )
    targets = tuple(map(_decidable, rulebook.targets))
    unread = Indicator(
        _UNREAD, "điều kiện có lỗi, chưa đọc được", BARE, Kind.NUMBER, Nature.STOCK, None, (), None, "",
        rulebook.resolution.span,
    )  # fmt: skip
    refused = any(map(_is_refused, rulebook.criteria))
    indicators = rulebook.indicators | ({_UNREAD: unread} if refused else {})
    test = _unread_test(rulebook.resolution.span)
    inputs = rulebook.inputs | ({test.input.key: test.input} if refused else {})
    return rulebook._replace(targets=targets, indicators=indicators, inputs=inputs, draft=marks)


def errors_in(rulebook: Rulebook, problems: Problems) -> list[Diagnostic]:
    """Returns the errors among ``problems`` that stand in the files of ``rulebook``."""
    files = {id(file) for file in rulebook.files}
    return [one for one in problems.found if one.severity is Severity.ERROR and id(one.span.file) in files]


def independent(rulebook: Rulebook, problems: Problems, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Yields those of ``found`` that cannot merely follow from the errors of ``problems``: those of criteria without any."""
    errors = errors_in(rulebook, problems)
    refused = [c.extent for c in rulebook.criteria if any(_holds(c.extent, error.span) for error in errors)]
    return (one for one in found if not any(_holds(extent, one.span) for extent in refused))


def resting_on(rulebook: Rulebook, codes: Collection[str], criteria: Collection[str] = ()) -> frozenset[str]:
    """Returns the criteria that rest on the indicators ``codes`` or on ``criteria``, by whatever way."""
    behind = _codes_behind(rulebook, codes)
    found = set(criteria)
    targets = {criterion.id: criterion.target for criterion in rulebook.criteria}
    while True:
        of_targets = {targets[one] for one in found if one in targets}
        further = {
            criterion.id
            for criterion in rulebook.criteria
            if criterion.id not in found and any(_names(c, behind, found, of_targets) for c in _conditions(criterion))
        }
        if not further:
            return frozenset(found)
        found |= further


def _codes_behind(rulebook: Rulebook, codes: Collection[str]) -> set[str]:
    """Returns ``codes`` and everything that is computed from them."""
    found = set(codes)
    while True:
        further = {
            code
            for code, one in rulebook.indicators.items()
            if code not in found and one.formula is not None and any(r.code in found for r in references(one.formula))
        }
        if not further:
            return found
        found |= further


def _conditions(criterion: Criterion) -> Iterator[Logic | None]:
    yield criterion.applies
    for wording in criterion.wordings:
        for threshold in wording.thresholds:
            yield threshold.met
            yield threshold.exceeded


def _names(logic: Logic | None, codes: set[str], criteria: set[str], targets: set[str]) -> bool:
    for leaf in leaves(logic):
        match leaf:
            case Test() | KnowledgeTest():
                if any(reference.code in codes for reference in references(leaf.input.formula)):
                    return True
            case StatusTest(of_target=of_target, id=identifier):
                if identifier in (targets if of_target else criteria):
                    return True
    return False


def _is_refused(criterion: Criterion) -> bool:
    """Whether a condition of some wording could not be read."""
    return any(not wording.thresholds for wording in criterion.wordings)


def _holds(extent: Span, place: Span) -> bool:
    if extent.file is not place.file:
        return False
    start, end = (extent.line, extent.column), (extent.end_line, extent.end_column)
    return start <= (place.line, place.column) < end


def _same_entry(indicator: Indicator, place: Span) -> bool:
    """Whether an error stands in the entry of ``indicator``: its formula is the only thing that may be in error there."""
    span = indicator.span
    return (
        span.file is place.file
        and span.line <= place.line
        and span.column <= place.column
        and (place.line == span.line or _first_line_between(span, place))
    )


def _first_line_between(span: Span, place: Span) -> bool:
    """Whether the lines from ``span`` to ``place`` all stand further in: then they belong to the entry of ``span``."""
    between = (span.file.line(number) for number in range(span.line + 1, place.line + 1))
    return all(not line.strip() or len(line) - len(line.lstrip()) >= span.column for line in between)


def _unread_test(span: Span) -> Test:
    formula = Ref(_UNREAD, Extent(0, len(_UNREAD)))
    asked = Input(_UNREAD, formula, BARE, _UNREAD)
    return Test(
        asked, Interval(Fraction(0), None), False, None, None, None, False, "điều kiện có lỗi, chưa đọc được", span
    )


def _decidable(target: Target) -> Target:
    """Returns ``target`` without refused conditions: one that is not there would seem to ask for nothing."""
    return target._replace(criteria=tuple(map(_with_unread, target.criteria)))


def _with_unread(criterion: Criterion) -> Criterion:
    return criterion._replace(wordings=tuple(_wording_with_unread(w, criterion.span) for w in criterion.wordings))


def _wording_with_unread(wording: Wording, span: Span) -> Wording:
    if wording.thresholds:
        return wording
    test = _unread_test(span)
    return wording._replace(thresholds=(Threshold(None, test, None, test.text, span),))
