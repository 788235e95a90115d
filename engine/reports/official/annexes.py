"""The fixed words of the annexes, the same in every form of the report."""

from __future__ import annotations

from collections.abc import Sequence

from engine.reports.official.model import BasisFact, BasisRow, OfficialReport, SourceName

BASIS_COLUMNS = ("Mã", "Nội dung kết luận", "Dựa trên", "Căn cứ", "Số liệu và nguồn", "Quy tắc")
BASIS_REMARK = "(Phục vụ kiểm tra, thẩm định; có thể bỏ khi ban hành)"
UNEXPLAINED = "Chưa xác định được nguyên nhân từ số liệu"


def annexes_of(report: OfficialReport) -> tuple[str, ...]:
    """«Phụ lục» where there is one annex, «Phụ lục I», «Phụ lục II» where there are two.

    Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, mục III, khoản 1: from two annexes on they have Roman numbers.
    """
    return ("Phụ lục I", "Phụ lục II") if report.annex and report.basis else ("Phụ lục",)


def source_note(sources: Sequence[SourceName]) -> str:
    """What the short names of sources mean."""
    return "Ký hiệu nguồn: " + "; ".join(f"{source.key} là {source.document}" for source in sources) + "."


def rests_cell(row: BasisRow) -> str:
    """What the row rests on, below a head that has said «Dựa trên»."""
    return row.rests.removeprefix("dựa trên ")


def fact_place(fact: BasisFact) -> str:
    """« (BC, mục II.1; facts/xa-a/2023.yaml:7)»; nothing where no place is known."""
    places = "; ".join(filter(None, (fact.source, fact.origin)))
    return f" ({places})" if places else ""
