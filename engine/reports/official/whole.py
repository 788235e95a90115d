"""The report over many units of one resolution: what each criterion came to, who needs attention, the units in their order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.domain.verdicts import REACHED, Verdict
from engine.language import display
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

_MANY = 15
"""Units that are named one by one for their unmet criteria."""


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

    def report(self) -> OfficialReport:
        given, resolution = self.rulebook.report, self.rulebook.resolution
        title = f"Tổng hợp kết quả {self.time.text} thực hiện {resolution.kind} số {resolution.number}"
        head = Head(
            parent=given.parent,
            issuer=given.issuer or resolution.reporter or ToWrite("cơ quan ban hành báo cáo"),
            number="Số:       /BC-…",
            place_and_day=f"{given.place or '…………'}, ngày      tháng      năm {self.time.ends.year}",
            kind="BÁO CÁO",
            title=f"{title} của {len(self.ranking):02d} đơn vị",
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
            annex=(),
            basis_title="",
            basis=(),
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
        behind = [place for place in self.ranking if self._unmet(place)]
        if behind or self.refused:
            yield Heading(1, "III.", "Đơn vị cần quan tâm")
        for place in sorted(behind, key=lambda one: -len(self._unmet(one)))[:_MANY]:
            yield Item(
                f"{place.row.unit}: còn {len(self._unmet(place)):02d} nội dung chưa đạt ({', '.join(self._unmet(place))})."
            )
        if len(behind) > _MANY:
            yield Item(f"Và {len(behind) - _MANY:02d} đơn vị khác còn nội dung chưa đạt, nêu ở Phụ lục.")
        for refusal in self.refused:
            yield Item(f"{refusal.name}: chưa đánh giá được vì số liệu còn lỗi.")
        yield Paragraph("(Chi tiết theo Phụ lục đính kèm)")
        yield Paragraph(f"Trên đây là Báo cáo tổng hợp kết quả {self.time.text} của các đơn vị./.")

    def _counts(self) -> str:
        whole = sum(place.reached == place.applicable for place in self.ranking if place.applicable)
        all_of = len(self.ranking)
        failed = (
            f"; {len(self.refused):02d} đơn vị hoặc tệp chưa đánh giá được vì số liệu còn lỗi" if self.refused else ""
        )
        return (
            f"Đã đánh giá {all_of:02d} đơn vị; {display.of_total(whole, all_of)} đơn vị đạt và vượt tất cả các nội dung áp dụng, "
            f"{display.of_total(all_of - whole, all_of)} đơn vị còn nội dung chưa đạt hoặc chưa đủ số liệu{failed}."
        )

    def _unmet(self, place: UnitPlace) -> list[str]:
        return self._ids(place, (Verdict.NOT_MET, Verdict.FAILED))

    def _ids(self, place: UnitPlace, statuses: tuple[Verdict, ...]) -> list[str]:
        """The counted criteria of a unit with one of ``statuses``."""
        both = zip(self.overview.criteria, place.row.statuses, strict=True)
        return [criterion.id for criterion, status in both if criterion.counted and status in statuses]

    def _line(self, place: UnitPlace) -> UnitLine:
        open_ = self._ids(place, (Verdict.UNDETERMINED, Verdict.PERIOD_OPEN))
        return UnitLine(
            str(place.place),
            place.row.unit,
            display.of_total(place.reached, place.applicable),
            ", ".join(self._unmet(place)),
            ", ".join(open_),
        )


_COUNTS: tuple[tuple[tuple[Verdict, ...], str], ...] = (
    (REACHED, "đạt và vượt"),
    ((Verdict.NOT_MET, Verdict.FAILED), "chưa đạt"),
    ((Verdict.PERIOD_OPEN,), "chưa hết kỳ đánh giá"),
    ((Verdict.UNDETERMINED,), "chưa đủ số liệu"),
    ((Verdict.NOT_APPLICABLE,), "không áp dụng"),
)
