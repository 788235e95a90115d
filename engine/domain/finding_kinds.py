"""The kinds of findings of 1-domain: the one list that rule files, conditions, engines, JSON and reports use."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, Literal, NamedTuple


class FindingKind(StrEnum):
    """The kinds of findings that rules conclude, in the order in which an evaluation lists them.

    A value is the name in JSON. To add a kind: a member here, and what the program must know of it in ``_SPECS``.
    """

    LIMITATION = "limitation"
    DIFFICULTY = "difficulty"
    CAUSE = "cause"
    FORECAST = "forecast"
    SOLUTION = "solution"
    RECOMMENDATION = "recommendation"

    @property
    def key(self) -> str:
        """The key in rule files, and the word in conditions and texts: «hạn chế»."""
        return _SPECS[self].key

    @property
    def spec(self) -> FindingKindSpec:
        """What the program knows of the kind."""
        return _SPECS[self]


RECONCILIATION: Final = "reconciliation"
"""The name in JSON of a result of «đối chiếu»: a finding that compares, and that no rule concludes."""

ResultKind = FindingKind | Literal["reconciliation"]
"""The kind of a result in the list of findings."""


class OwnKey(StrEnum):
    """The key that the entries of a kind have beside those that all findings share."""

    NONE = ""
    CATEGORY = "loại"
    KEEPS_UP = "duy trì"


class CauseCategory(StrEnum):
    """The «loại» of a cause: outside or inside the unit's own control."""

    OBJECTIVE = "khách quan"
    SUBJECTIVE = "chủ quan"


class ReportSection(StrEnum):
    """The sections of the official report that hold findings."""

    SHORTCOMINGS = "II.4"
    OUTLOOK = "III"


class ReportPlace(NamedTuple):
    """Where the official report has the findings of a kind.

    ``order`` counts the kinds through the whole report. ``to_write`` says what a person must write where the report
    needs such findings and the rules conclude none; empty: the heading is left out.
    """

    section: ReportSection
    order: int
    heading: str
    to_write: str = ""


class FindingKindSpec(NamedTuple):
    """What the program must know of a kind of finding.

    - ``key``: its key in rule files and its word in conditions, in spoken form;
    - ``description``: what the manual and the schema say of the key;
    - ``report``: its place in the official report;
    - ``needs_shortfall``: there is none unless something falls short (8-semantics, «Findings»);
    - ``in_chain``: it stands in the chain that leads from an unmet criterion to what is to be done;
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
"""The kinds by the word that a condition asks with."""

TABLE_ORDER: tuple[FindingKind, ...] = tuple(sorted(FindingKind, key=lambda kind: not kind.spec.needs_shortfall))
"""The order of tables, pages and chains: first the kinds that tell what falls short and why."""

REPORT_ORDER: tuple[FindingKind, ...] = tuple(sorted(FindingKind, key=lambda kind: kind.spec.report.order))
"""The order of the official report."""
