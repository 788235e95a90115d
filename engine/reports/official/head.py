"""Head, opening, closing and signature of the report: from what staff have said of it, and marks where they have not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.language import display
from engine.language.text import fold
from engine.reports.official.model import Block, Head, Line, Paragraph, Signature, ToWrite
from engine.rulebook.particulars import ReportParticulars
from engine.rulebook.rulebook import Resolution
from engine.workspace.cases import Case

KIND = "BÁO CÁO"
_BELOW_TEN = re.compile(r"[1-9](?![0-9])")


class HeadWriter:
    """Writes the parts of the report that frame its text."""

    def __init__(self, case: Case) -> None:
        self.resolution: Resolution = case.rulebook.resolution
        self.facts = case.facts.facts
        self.said: ReportParticulars = case.rulebook.report.overridden_by(self.facts.report)

    def head(self) -> Head:
        """The head, down to Kính gửi."""
        return Head(
            parent=self.said.parent,
            issuer=self.issuer or ToWrite("cơ quan ban hành báo cáo"),
            number=self._number(),
            place_and_day=self._place_and_day(),
            kind=KIND,
            title=self.title,
            addressee=self.said.addressee or (ToWrite("nơi gửi báo cáo"),),
        )

    @property
    def issuer(self) -> str:
        """The body that reports: as said, else the resolution's own where the unit is its; '' where that is not known."""
        if self.said.issuer:
            return self.said.issuer
        reporter = self.resolution.reporter
        return reporter if fold(self.facts.unit) in fold(reporter) else ""

    @property
    def title(self) -> str:
        """Trích yếu: as said, else made of the resolution's own."""
        return self.said.title or f"Kết quả năm {self.facts.year} thực hiện {self.named}{self._of_and_about()}"

    @property
    def named(self) -> str:
        """«Nghị quyết số … ngày … tháng … năm …»."""
        day = f" {display.long_day(self.resolution.day)}" if self.resolution.day else ""
        return f"{self.resolution.kind} số {self.resolution.number}{day}"

    def _of_and_about(self) -> str:
        issuer = f" của {self.resolution.issuer}" if self.resolution.issuer else ""
        return issuer + (f" về {self.resolution.title}" if self.resolution.title else "")

    def opening(self) -> Iterator[Block]:
        """What the report carries out, and the sentence that leads over to it."""
        if self.said.grounds:
            yield from (Paragraph(text) for text in self.said.grounds)
        else:
            yield Paragraph(f"Thực hiện {self.named}{self._of_and_about()}.")
        dated = f"năm {self.facts.year} (số liệu tính đến ngày {display.day(self.facts.as_of)})"
        lead = f"{self.issuer} báo cáo kết quả thực hiện" if self.issuer else f"Kết quả thực hiện của {self.facts.unit}"
        yield Paragraph(f"{lead} {dated} như sau:")

    def closing(self) -> Paragraph:
        """The sentence that ends the text, with its mark ./."""
        title = self.title[:1].lower() + self.title[1:]
        issuer = f" của {self.issuer}" if self.issuer else ""
        return Paragraph(f"Trên đây là Báo cáo {title}{issuer}./.")

    def signature(self) -> Signature:
        """Who signs, and who receives a copy."""
        said = self.said
        return Signature(
            authority=said.signing or (ToWrite("quyền hạn, chức vụ của người ký"),),
            name=said.signer or ToWrite("họ và tên người ký"),
            recipients=said.recipients or ("Như trên", ToWrite("nơi nhận khác"), "Lưu: VT"),
        )

    def annex_title(self) -> str:
        return (
            f"Kết quả thực hiện các chỉ tiêu {self.resolution.kind} số {self.resolution.number} năm {self.facts.year}"
        )

    def annex_note(self) -> Line:
        """«(Kèm theo Báo cáo số … ngày … của …)»."""
        number, day = self._number(), self.said.day
        shown = number.removeprefix("Số: ") if isinstance(number, str) else "      /BC-…"
        dated = display.long_day(day) if day else f"ngày      tháng      năm {self.facts.as_of.year}"
        issuer = f" của {self.issuer}" if self.issuer else ""
        return f"(Kèm theo Báo cáo số {shown} {dated}{issuer})"

    def _number(self) -> Line:
        """Source: Nghị định 30/2020/NĐ-CP, Phụ lục I: a number below 10 has a leading 0."""
        if not self.said.number:
            return ToWrite("số, ký hiệu báo cáo")
        number = self.said.number
        return f"Số: 0{number}" if _BELOW_TEN.match(number) else f"Số: {number}"

    def _place_and_day(self) -> Line:
        if not self.said.place:
            return ToWrite("địa danh, ngày tháng năm ban hành")
        if self.said.day is None:
            return f"{self.said.place}, ngày      tháng      năm {self.facts.as_of.year}"
        return f"{self.said.place}, {display.long_day(self.said.day)}"
