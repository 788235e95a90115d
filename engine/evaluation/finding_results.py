"""What one evaluation found beside verdicts: limitations, causes and reconciliations, each with the facts it rests on."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from typing import Annotated

from engine.domain.finding_kinds import ResultKind
from engine.domain.records import NamedTuple
from engine.evaluation.rests import Rest
from engine.files.json_form import Meaning, Place, json_form
from engine.inference.program import Firing
from engine.language.numbers import decimal_text


@json_form("fact", "value=number_or_text", "source", "origin")
class Because(NamedTuple):
    """A fact that a finding rests on. ``value`` is as written, ``number`` the exact value in its unit where there is one."""

    fact: Annotated[str, Meaning("Code of an indicator; for a claim of the report, what it is about")]
    value: str
    number: Fraction | None
    source: str
    origin: Place

    @property
    def number_or_text(
        self,
    ) -> Annotated[str, Meaning("Decimal number in the unit of the indicator; otherwise the text as written")]:
        """The number where there is one, else the text."""
        return self.value if self.number is None else decimal_text(self.number)


class Outcome(StrEnum):
    """What a reconciliation found."""

    AGREES = "agrees"
    DIFFERS = "differs"
    UNDETERMINED = "undetermined"

    @property
    def label(self) -> str:
        return {"agrees": "khớp", "differs": "lệch", "undetermined": "không kiểm được"}[self]


@json_form(
    "kind", "category", "id", "text", "explains", "rests_on", "outcome", "because", "basis", "section", "rule",
    shape="FindingShape",
)  # fmt: skip
class FindingResult(NamedTuple):
    """A finding that is there. ``explains`` lists what held in «của», down to criteria; ``of`` what held at once.

    ``outcome`` is for reconciliations; ``basis`` and ``section`` are căn cứ and mục of its rule.
    """

    id: str
    kind: ResultKind
    category: str
    text: str
    of: tuple[str, ...]
    explains: Annotated[tuple[str, ...], Meaning("What held in «của», transitively down to criteria")]
    rests_on: tuple[Rest, ...]
    outcome: Annotated[Outcome | None, Meaning("For reconciliations only")]
    because: tuple[Because, ...]
    basis: Annotated[str, Meaning("căn cứ of the rule")]
    section: Annotated[str, Meaning("mục of the report")]
    rule: Place
    firings: tuple[Firing, ...]


@json_form("id", "waits_for")
class UndeterminedFinding(NamedTuple):
    """A finding that waits for data: the codes of the indicators, and their names in the same order.

    ``open_criteria`` are those it asks for whose period is not over.
    """

    id: str
    waits_for: tuple[str, ...]
    names: tuple[str, ...]
    open_criteria: tuple[str, ...] = ()

    @property
    def waits_text(self) -> str:
        """«chờ Tổng số hộ (ho.tong)»; a code stands alone where it has no name."""
        both = zip(self.names, self.waits_for, strict=True)
        data = ", ".join(code if name == code else f"{name} ({code})" for name, code in both)
        ends = f"hết kỳ của nội dung {', '.join(self.open_criteria)}" if self.open_criteria else ""
        return f"chờ {'; '.join(filter(None, (data, ends))) or 'số liệu'}"
