"""What stands on the HTML page: values ready to be shown, so that the template has nothing to decide."""

from __future__ import annotations

from typing import NamedTuple

from engine.reports.bullet_chart import BulletChart


class Link(NamedTuple):
    """A name and the place on the page that it stands for; ``href`` is empty where there is none."""

    text: str
    href: str


class Links(NamedTuple):
    """Several names under one heading; ``note`` says what is missing beside or instead of them."""

    name: str
    links: tuple[Link, ...]
    note: str


class Field(NamedTuple):
    """A line of the head: «Đơn vị», «huyện A»."""

    name: str
    text: str


class CountView(NamedTuple):
    """A line of the summary. ``standing`` is a class of the style sheet, as everywhere below."""

    standing: str
    label: str
    targets: str
    criteria: str
    notes: tuple[str, ...]


class ChartView(NamedTuple):
    """A chart with the sentence that says the same. ``anchor`` makes the ids of its parts unique."""

    anchor: str
    title: str
    description: str
    standing: str
    chart: BulletChart


class RowView(NamedTuple):
    """A row of the table of targets; ``about`` leads to its proof and is None for the parts of a criterion."""

    kind: str
    about: Link | None
    text: str
    goal: str
    actual: str
    relative: str
    verdict: str
    standing: str
    source: str
    origin: str
    causes: tuple[Link, ...]
    chart: ChartView | None


class StepView(NamedTuple):
    """A line of a proof with the lines under it. ``truth`` is the word for the state of a condition, or empty."""

    truth: str
    truth_class: str
    label: str
    text: str
    source: str
    place: str
    parts: tuple[StepView, ...]


class ProofView(NamedTuple):
    """A proof that can be opened; ``text`` is the wording of a criterion."""

    anchor: str
    title: str
    conclusion: str
    text: str
    standing: str
    steps: tuple[StepView, ...]


class TargetView(NamedTuple):
    """A target with the proofs of its verdict and of its criteria; ``own`` is None where it is its only criterion."""

    title: str
    verdict: str
    standing: str
    own: ProofView | None
    criteria: tuple[ProofView, ...]


class ChainView(NamedTuple):
    """The chain of an unmet criterion."""

    about: Link
    verdict: str
    standing: str
    text: str
    links: tuple[Links, ...]


class FactView(NamedTuple):
    """A number or observation with the place it was taken from."""

    name: str
    code: str
    value: str
    notes: tuple[str, ...]
    source: str
    origin: str


class FindingView(NamedTuple):
    """A finding. ``marks`` say what it rests on; ``links`` what it belongs to and leads to;
    ``where`` names what ``rule``, a file:line, is the place of.

    ``quiet``: its proof is not printed, because nothing has to be done about it.
    """

    anchor: str
    id: str
    marks: str
    text: str
    basis: str
    section: str
    where: str
    rule: str
    links: tuple[Links, ...]
    facts: tuple[FactView, ...]
    steps: tuple[StepView, ...]
    quiet: bool


class CategoryView(NamedTuple):
    title: str
    findings: tuple[FindingView, ...]


class WaitingView(NamedTuple):
    """A finding that waits for data."""

    anchor: str
    id: str
    waits: str
    steps: tuple[StepView, ...]


class OutcomeView(NamedTuple):
    """The reconciliations of one outcome, under «07 lệch»."""

    label: str
    title: str
    standing: str
    results: tuple[FindingView, ...]


class FootingView(NamedTuple):
    about: Link
    verdict: str
    notes: str


class WarningView(NamedTuple):
    code: str
    text: str
    origin: str


class Page(NamedTuple):
    """The whole page, in the order of reading."""

    title: str
    subtitle: str
    head: tuple[Field, ...]
    counts: tuple[CountView, ...]
    rows: tuple[RowView, ...]
    targets: tuple[TargetView, ...]
    chains: tuple[ChainView, ...]
    categories_heading: str
    categories: tuple[CategoryView, ...]
    waiting: tuple[WaitingView, ...]
    outcomes: tuple[OutcomeView, ...]
    outcome_counts: str
    footings: tuple[FootingView, ...]
    warnings: tuple[WarningView, ...]
    facts: tuple[FactView, ...]
    sources: tuple[Field, ...]
    made_by: str
