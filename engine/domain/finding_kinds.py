"""The kinds of findings of 1-domain; rule files, conditions, engines, JSON and reports use this one list."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, Literal

from engine.domain.records import NamedTuple


class FindingKind(StrEnum):
    """The kinds of findings that rules conclude, in the order in which an evaluation lists them.

    A value is the name in JSON. To add a kind, add a member and its row in ``_SPECS``.

    >>> FindingKind.CAUSE.key
    'nguyên nhân'
    """

    LIMITATION = "limitation"
    DIFFICULTY = "difficulty"
    CAUSE = "cause"
    FORECAST = "forecast"
    SOLUTION = "solution"
    RECOMMENDATION = "recommendation"

    @property
    def key(self) -> str:
        """The key in rule files, which is also the word in conditions and texts."""
        return _SPECS[self].key

    @property
    def spec(self) -> FindingKindSpec:
        """The properties of the kind."""
        return _SPECS[self]


RECONCILIATION: Final = "reconciliation"
"""The name in JSON of a result of «đối chiếu», a finding that compares and that no rule concludes."""

ResultKind = FindingKind | Literal["reconciliation"]
"""The kind of a result in the list of findings."""


class OwnKey(StrEnum):
    """The key that entries of one kind have in addition to the keys of all findings."""

    NONE = ""
    CATEGORY = "loại"
    KEEPS_UP = "duy trì"


class CauseCategory(StrEnum):
    """The «loại» of a cause: outside or within the control of the unit."""

    OBJECTIVE = "khách quan"
    SUBJECTIVE = "chủ quan"


class ReportSection(StrEnum):
    """The sections of the official report that contain findings."""

    SHORTCOMINGS = "II.4"
    OUTLOOK = "III"


class ReportPlace(NamedTuple):
    """Where the official report lists the findings of a kind.

    ``order`` numbers the kinds through the whole report. ``to_write`` names what a person must write where the report
    needs findings of the kind and the rules conclude none; where it is empty, the report leaves out the heading.
    """

    section: ReportSection
    order: int
    heading: str
    to_write: str = ""


class FindingKindSpec(NamedTuple):
    """The properties of a kind of finding.

    - ``key``: its key in rule files and its word in conditions, in spoken form;
    - ``description``: the description of the key in the manual and the schema;
    - ``report``: its place in the official report;
    - ``needs_shortfall``: rules conclude it only where something falls short (8-semantics, «Findings»);
    - ``in_chain``: it belongs to the chain that leads from an unmet criterion to its solutions;
    - ``answered_by``: the kind whose «của» should name every finding of this kind;
    - ``own_key``: the key that only its entries have.
    """

    key: str
    description: str
    report: ReportPlace
    needs_shortfall: bool = False
    in_chain: bool = True
    answered_by: FindingKind | None = None
    own_key: OwnKey = OwnKey.NONE


_SPECS: dict[FindingKind, FindingKindSpec] = {
    FindingKind.LIMITATION: FindingKindSpec(
        "hạn chế",
        "Các hạn chế",
        ReportPlace(ReportSection.SHORTCOMINGS, 1, "Hạn chế", "hạn chế trong thực hiện các nội dung chưa đạt"),
        needs_shortfall=True,
        answered_by=FindingKind.CAUSE,
    ),
    FindingKind.DIFFICULTY: FindingKindSpec(
        "khó khăn", "Các khó khăn", ReportPlace(ReportSection.OUTLOOK, 4, "Khó khăn"), in_chain=False
    ),
    FindingKind.CAUSE: FindingKindSpec(
        "nguyên nhân",
        "Các nguyên nhân",
        ReportPlace(ReportSection.SHORTCOMINGS, 2, "Nguyên nhân", "nguyên nhân khách quan, chủ quan của các hạn chế"),
        needs_shortfall=True,
        answered_by=FindingKind.SOLUTION,
        own_key=OwnKey.CATEGORY,
    ),
    FindingKind.FORECAST: FindingKindSpec(
        "dự báo", "Các dự báo", ReportPlace(ReportSection.OUTLOOK, 3, "Dự báo tình hình")
    ),
    FindingKind.SOLUTION: FindingKindSpec(
        "giải pháp",
        "Các nhiệm vụ, giải pháp",
        ReportPlace(ReportSection.OUTLOOK, 5, "Nhiệm vụ, giải pháp", "nhiệm vụ, giải pháp trong thời gian tới"),
        own_key=OwnKey.KEEPS_UP,
    ),
    FindingKind.RECOMMENDATION: FindingKindSpec(
        "kiến nghị", "Các kiến nghị, đề xuất", ReportPlace(ReportSection.OUTLOOK, 6, "Kiến nghị, đề xuất")
    ),
}

KINDS_BY_KEY: dict[str, FindingKind] = {kind.key: kind for kind in FindingKind}
"""The kinds by their word in conditions."""

TABLE_ORDER: tuple[FindingKind, ...] = tuple(sorted(FindingKind, key=lambda kind: not kind.spec.needs_shortfall))
"""The order of tables, pages and chains: first the kinds that need a shortfall."""

REPORT_ORDER: tuple[FindingKind, ...] = tuple(sorted(FindingKind, key=lambda kind: kind.spec.report.order))
"""The order of the official report."""
