"""The fixed words of the annexes, for every format of the report."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from engine.domain.records import NamedTuple
from engine.reports.official.model import BasisFact, BasisRow, OfficialReport, SourceName

BASIS_REMARK = "(Phục vụ kiểm tra, thẩm định; có thể bỏ khi ban hành)"
UNEXPLAINED = "Chưa xác định được nguyên nhân từ số liệu"


def annexes_of(report: OfficialReport) -> tuple[str, ...]:
    """Returns «Phụ lục» where the report has one annex, «Phụ lục I» and «Phụ lục II» where it has two.

    Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, mục III, khoản 1: from two annexes on they have Roman numbers.
    """
    return ("Phụ lục I", "Phụ lục II") if report.annex and report.basis else ("Phụ lục",)


def source_note(sources: Sequence[SourceName]) -> str:
    """Returns the legend of the short names of sources."""
    return "Ký hiệu nguồn: " + "; ".join(f"{source.key} là {source.document}" for source in sources) + "."


class BasisColumn(NamedTuple):
    """A column of the basis: its heading, and the lines of its cells."""

    heading: str
    lines: Callable[[BasisRow], list[str]]


BASIS_COLUMNS = (
    BasisColumn("Mã", lambda row: [row.id]),
    BasisColumn("Nội dung kết luận", lambda row: [row.text]),
    BasisColumn("Dựa trên", lambda row: [row.rests.removeprefix("dựa trên ")]),
    BasisColumn("Căn cứ", lambda row: [row.legal]),
    BasisColumn("Số liệu và nguồn", lambda row: list(map(_fact, row.facts))),
    BasisColumn("Quy tắc", lambda row: [row.rule]),
)
"""Renderers add the kind of a conclusion below its id, in the first cell, which is the target of references."""


def _fact(fact: BasisFact) -> str:
    """Returns «Số hộ: 12 hộ (BC, mục II.1; facts/xa-a/2023.yaml:7)»; without brackets where no place is known."""
    places = "; ".join(filter(None, (fact.source, fact.origin)))
    return f"{fact.name}: {fact.value}" + (f" ({places})" if places else "")
