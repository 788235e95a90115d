"""Writes the page of many units: a table of coloured signs in which every cell leads to its proof, and who needs attention."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from engine.domain.records import NamedTuple
from engine.domain.verdicts import Verdict
from engine.evaluation.evaluation import Evaluation
from engine.evaluation.presentation import notice_of, verdict_text
from engine.explain.proof import Step
from engine.explain.why import Explainer
from engine.many_units.overview import Overview, ReportedTime, UnitPlace, time_of
from engine.many_units.stream import Refusal
from engine.reports.html_report import content_policy, environment, made_by, part
from engine.reports.proof_text import LABELS, sentence
from engine.rulebook.rulebook import Reference
from engine.workspace.case import Case

_DEPTH = 3
"""Levels of a proof that the page holds: down to the numbers and their sources."""


class CellProof(NamedTuple):
    """The proof of one criterion of a unit: its verdict in words, and the lines with their depth from 0."""

    id: str
    text: str
    verdict: str
    status: Verdict
    lines: tuple[tuple[int, str], ...]


class UnitProofs(NamedTuple):
    """The proofs of one unit at one time."""

    unit: str
    time: ReportedTime
    cells: tuple[CellProof, ...]


def proofs_of(case: Case, evaluation: Evaluation) -> UnitProofs:
    """Returns what the page tells of a case."""
    explainer = Explainer(case, evaluation)
    cells = tuple(
        CellProof(
            criterion.id,
            criterion.text,
            verdict_text(criterion),
            criterion.status,
            tuple(_lines(explainer.why(Reference("criterion", criterion.id)).brief.steps, 0)),
        )
        for criterion in evaluation.criteria
    )
    return UnitProofs(evaluation.unit, time_of(evaluation), cells)


def _lines(steps: Sequence[Step], depth: int) -> Iterator[tuple[int, str]]:
    for step in steps:
        label = LABELS.get(step.role, "")
        places = "; ".join(filter(None, (step.source, step.place)))
        yield depth, f"{label}{sentence(step)}" + (f" [{places}]" if places else "")
        if depth + 1 < _DEPTH:
            yield from _lines(step.parts, depth + 1)


class _Line(NamedTuple):
    """A row of the table: a unit at its place, with its proofs and the beginning of their anchors."""

    place: UnitPlace
    proofs: UnitProofs
    anchor: str


def to_overview_html(overview: Overview, proofs: Sequence[UnitProofs], refused: Sequence[Refusal]) -> str:
    """Returns the page of the last time of ``overview``, which has a unit at least; equal for equal input."""
    last = overview.times[-1]
    by_unit = {one.unit: one for one in proofs if one.time == last}
    lines = [
        _Line(place, by_unit[place.row.unit], f"dv-{number}")
        for number, place in enumerate(overview.ranking(last), start=1)
    ]
    style = part("report.css") + part("overview.css")
    page = environment().get_template("overview.html.jinja")
    return page.render(
        overview=overview,
        resolution=overview.rulebook.resolution,
        last=last,
        lines=lines,
        totals=overview.totals(last),
        refused=refused,
        count=overview.of_all((one.unit for one in refused), last),
        verdicts=tuple(Verdict),
        notice=notice_of(overview.draft_codes),
        made_by=made_by(),
        style=Markup(style),  # our own files, which must not be escaped
        policy=content_policy(style),
    )
