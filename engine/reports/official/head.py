"""Head, opening, closing and signature of the report, from the particulars of staff, with marks where they are missing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.language import display
from engine.language.text import fold, with_marks
from engine.reports.official.model import Block, Head, Line, Paragraph, Signature, ToWrite
from engine.rulebook.particulars import ReportParticulars
from engine.rulebook.rulebook import Resolution
from engine.workspace.case import Case

KIND = "BÁO CÁO"
_BODIES = {"Ủy ban nhân dân": "UBND", "Hội đồng nhân dân": "HĐND"}
"""The bodies that write most reports, and how their documents are signed. Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, số và ký hiệu."""
_ABOUT = re.compile(r"^(?:Về|về)(?: việc)? ")
_BELOW_TEN = re.compile(r"[1-9](?![0-9])")


class HeadWriter:
    """Writes the parts of the report before and after its text."""

    def __init__(self, case: Case) -> None:
        self.resolution: Resolution = case.rulebook.resolution
        self.facts = case.facts.facts
        self.particulars: ReportParticulars = case.rulebook.report.overridden_by(self.facts.report)

    def head(self) -> Head:
        """Returns the head, down to Kính gửi."""
        return Head(
            parent=self.particulars.parent,
            issuer=self.issuer or ToWrite("cơ quan ban hành báo cáo"),
            number=self._number(),
            place_and_day=self._place_and_day(),
            kind=KIND,
            title=self.title,
            addressee=self.particulars.addressee or (ToWrite("nơi gửi báo cáo"),),
        )

    @property
    def issuer(self) -> str:
        """The reporting body: as given, else that of the resolution where it is of this unit; '' where unknown."""
        if self.particulars.issuer:
            return self.particulars.issuer
        reporter = self.resolution.reporter
        return reporter if with_marks(self.facts.unit) in with_marks(reporter) else ""

    @property
    def title(self) -> str:
        """Trích yếu: as given, else made from that of the resolution."""
        return self.particulars.title or f"Kết quả {self.facts.when} thực hiện {self.named}{self._of_and_about()}"

    @property
    def named(self) -> str:
        """The name of the resolution: «Nghị quyết số … ngày … tháng … năm …»."""
        day = f" {display.long_day(self.resolution.day)}" if self.resolution.day else ""
        return f"{self.resolution.kind} số {self.resolution.number}{day}"

    def _of_and_about(self) -> str:
        issuer = f" của {self.resolution.issuer}" if self.resolution.issuer else ""
        return issuer + (f" về {_ABOUT.sub('', self.resolution.title)}" if self.resolution.title else "")

    def opening(self) -> Iterator[Block]:
        """Yields the grounds of the report, and the sentence that leads over to its text."""
        if self.particulars.grounds:
            yield from (Paragraph(text) for text in self.particulars.grounds)
        else:
            yield Paragraph(f"Thực hiện {self.named}{self._of_and_about()}.")
        dated = f"{self.facts.when} (số liệu tính đến ngày {display.day(self.facts.as_of)})"
        lead = f"{self.issuer} báo cáo kết quả thực hiện" if self.issuer else f"Kết quả thực hiện của {self.facts.unit}"
        yield Paragraph(f"{lead} {dated} như sau:")

    def closing(self) -> Paragraph:
        """Returns the sentence that ends the text, with its final mark ./."""
        title = self.title[:1].lower() + self.title[1:]
        issuer = f" của {self.issuer}" if self.issuer else ""
        return Paragraph(f"Trên đây là Báo cáo {title}{issuer}./.")

    def signature(self) -> Signature:
        """Returns the signature and the recipients of copies."""
        given = self.particulars
        return Signature(
            authority=given.signing or (ToWrite("quyền hạn, chức vụ của người ký"),),
            name=given.signer or ToWrite("họ và tên người ký"),
            recipients=given.recipients or ("Như trên", ToWrite("nơi nhận khác"), "Lưu: VT"),
        )

    def annex_title(self) -> str:
        """Returns the title of the table of targets."""
        return f"Kết quả thực hiện các chỉ tiêu {self.resolution.kind} số {self.resolution.number} {self.facts.when}"

    def annex_note(self) -> Line:
        """Returns «(Kèm theo Báo cáo số … ngày … của …)»."""
        number, day = self._number(), self.particulars.day
        shown = number.removeprefix("Số: ") if isinstance(number, str) else f"      /{self.symbol('BC')}"
        dated = display.long_day(day) if day else f"ngày      tháng      năm {self.facts.as_of.year}"
        issuer = f" của {self.issuer}" if self.issuer else ""
        return f"(Kèm theo Báo cáo số {shown} {dated}{issuer})"

    def symbol(self, kind: str) -> str:
        """Returns «BC-UBND» for a document of ``kind`` BC; «BC-…» where the body has another name."""
        known = (short for name, short in _BODIES.items() if fold(self.issuer).startswith(fold(name)))
        return f"{kind}-{next(known, '…')}"

    def open_number(self) -> Line:
        """Returns the number, or room for it, which the clerk's office writes: «Số:       /BC-UBND»."""
        given = self._number()
        return f"Số:       /{self.symbol('BC')}" if isinstance(given, ToWrite) else given

    def _number(self) -> Line:
        """Returns the number. Source: Nghị định 30/2020/NĐ-CP, Phụ lục I: a number below 10 has a leading 0."""
        if not self.particulars.number:
            return ToWrite("số, ký hiệu báo cáo")
        number = self.particulars.number
        return f"Số: 0{number}" if _BELOW_TEN.match(number) else f"Số: {number}"

    def open_day(self) -> Line:
        """Returns place and day, with room for the day, which the clerk's office writes."""
        given = self._place_and_day()
        if not isinstance(given, ToWrite):
            return given
        return f"…………, ngày      tháng      năm {self.facts.as_of.year}"

    def _place_and_day(self) -> Line:
        if not self.particulars.place:
            return ToWrite("địa danh, ngày tháng năm ban hành")
        if self.particulars.day is None:
            return f"{self.particulars.place}, ngày      tháng      năm {self.facts.as_of.year}"
        return f"{self.particulars.place}, {display.long_day(self.particulars.day)}"
