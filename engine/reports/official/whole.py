"""The report over many units of one resolution: what each criterion came to, who needs attention, the units in their order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.domain.verdicts import REACHED, Verdict
from engine.language import display
from engine.language.text import capital
from engine.many_units.attention import attention, ids, unmet_ids
from engine.many_units.overview import Overview, ReportedTime, UnitPlace
from engine.many_units.stream import Refusal
from engine.reports.official.model import (
    Block,
    Head,
    Heading,
    Item,
    OfficialReport,
    Paragraph,
    Signature,
    ToWrite,
    UnitLine,
)
from engine.reports.official.typography import officially
from engine.rulebook.rulebook import Rulebook


def whole_report(overview: Overview, time: ReportedTime, refused: Sequence[Refusal]) -> OfficialReport:
    """Returns the report of all units at ``time``; ``refused`` are those that could not be evaluated."""
    return _Writer(overview, time, refused).report()


class _Writer:
    def __init__(self, overview: Overview, time: ReportedTime, refused: Sequence[Refusal]) -> None:
        self.overview = overview
        self.rulebook: Rulebook = overview.rulebook
        self.time = time
        self.refused = refused
        self.ranking = overview.ranking(time)
        self.not_evaluated = [one.unit for one in refused if one.unit]

    def report(self) -> OfficialReport:
        given, resolution = self.rulebook.report, self.rulebook.resolution
        units = f"{self.overview.of_all(self.not_evaluated)} đơn vị"
        title = f"Tổng hợp kết quả {self.time.text} của {units} thực hiện {resolution.kind} số {resolution.number}"
        head = Head(
            parent=given.parent,
            issuer=given.issuer or resolution.reporter or ToWrite("cơ quan ban hành báo cáo"),
            number="Số:       /BC-…",
            place_and_day=f"{given.place or '…………'}, ngày      tháng      năm {self.time.ends.year}",
            kind="BÁO CÁO",
            title=title,
            addressee=given.addressee or (ToWrite("nơi gửi báo cáo"),),
        )
        report = OfficialReport(
            head=head,
            body=tuple(self._body()),
            signature=Signature(
                authority=given.signing or (ToWrite("quyền hạn, chức vụ của người ký"),),
                name=given.signer or ToWrite("họ và tên người ký"),
                recipients=given.recipients or ("Như trên", ToWrite("nơi nhận khác"), "Lưu: VT"),
            ),
            annex_title=f"Kết quả của các đơn vị {self.time.text}",
            annex_note=f"(Kèm theo Báo cáo số       /BC-… ngày      tháng      năm {self.time.ends.year})",
            created=self.time.ends.isoformat(),
            units=tuple(map(self._line, self.ranking)),
            notice=self._notice(),
        )
        return officially(report)

    def _notice(self) -> str:
        codes = ", ".join(self.overview.draft_codes)
        return f"BẢN NHÁP: quy tắc hoặc số liệu còn lỗi ({codes}), chưa dùng làm căn cứ được." if codes else ""

    def _body(self) -> Iterator[Block]:
        kind, units = self.rulebook.resolution.kind, len(self.ranking)
        yield Heading(1, "I.", "Kết quả chung")
        yield Paragraph(self._counts())
        yield Heading(1, "II.", f"Kết quả từng nội dung của {kind}")
        for total in self.overview.totals(self.time):
            if not total.criterion.counted:
                continue
            parts = [
                f"{display.of_total(count, units)} đơn vị {label}"
                for statuses, label in _COUNTS
                if (count := total.tally.count(*statuses))
            ]
            yield Item(
                f"Nội dung {total.criterion.id} «{total.criterion.wordings[0].text.rstrip(' .;')}»: {'; '.join(parts)}."
            )
        yield from self._concerns()
        yield Paragraph("(Chi tiết theo Phụ lục đính kèm)")
        yield Paragraph(f"Trên đây là Báo cáo tổng hợp kết quả {self.time.text} của các đơn vị./.")

    def _concerns(self) -> Iterator[Block]:
        """The units to look at first, with their reasons, and how many others have something unmet."""
        found = attention(self.overview, self.time)
        if found.concerns or found.others or self.refused:
            yield Heading(1, "III.", "Đơn vị cần quan tâm")
        for refusal in self.refused:
            yield Item(
                f"{capital(refusal.name) if refusal.unit else refusal.name}: chưa đánh giá được vì số liệu còn lỗi."
            )
        for place, reasons, unmet in found.concerns:
            listed = f"; chưa đạt nội dung {', '.join(unmet)}" if unmet else ""
            yield Item(f"{capital(place.row.unit)}: {'; '.join(reasons)}{listed}.")
        if found.others:
            more = " khác" if found.concerns else ""
            yield Item(f"Còn {found.others:02d} đơn vị{more} có nội dung chưa đạt, nêu ở Phụ lục.")

    def _counts(self) -> str:
        """How many units were evaluated, then all of them by what they came to; the numbers add up."""
        groups: dict[str, int] = {}
        for place in self.ranking:
            groups[self._group(place)] = groups.get(self._group(place), 0) + 1
        all_of = len(self.ranking)
        told = [f"{display.of_total(groups[name], all_of)} đơn vị {name}" for name in _GROUPS if name in groups]
        count = self.overview.of_all(self.not_evaluated)
        evaluated = f"Đã đánh giá {count if '/' in count else f'{all_of:02d}'} đơn vị"
        files = sum(not one.unit for one in self.refused)
        unread = f"; {files:02d} tệp số liệu không đọc được" if files else ""
        return f"{evaluated}{unread}. Trong đó {', '.join(told)}."

    def _group(self, place: UnitPlace) -> str:
        if unmet_ids(self.overview, place.row):
            return _GROUPS[1]
        if not place.applicable:
            return _GROUPS[3]
        return _GROUPS[0] if place.reached == place.applicable else _GROUPS[2]

    def _line(self, place: UnitPlace) -> UnitLine:
        open_ = ids(self.overview, place.row, (Verdict.UNDETERMINED, Verdict.PERIOD_OPEN))
        return UnitLine(
            str(place.place),
            place.row.unit,
            display.of_total(place.reached, place.applicable),
            ", ".join(unmet_ids(self.overview, place.row)),
            ", ".join(open_),
        )


_GROUPS = (
    "đạt và vượt tất cả các nội dung áp dụng",
    "có nội dung chưa đạt",
    "chưa có nội dung nào chưa đạt, còn nội dung chưa hết kỳ hoặc chưa đủ số liệu",
    "không có nội dung nào áp dụng",
)
_COUNTS: tuple[tuple[tuple[Verdict, ...], str], ...] = (
    (REACHED, "đạt và vượt"),
    ((Verdict.NOT_MET, Verdict.FAILED), "chưa đạt"),
    ((Verdict.PERIOD_OPEN,), "chưa hết kỳ đánh giá"),
    ((Verdict.UNDETERMINED,), "chưa đủ số liệu"),
    ((Verdict.NOT_APPLICABLE,), "không áp dụng"),
)
