"""Facts files in YAML → fact sets, checked against the catalogue; problems are collected with their place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING, cast

from engine.factbase.claims import read_claims
from engine.factbase.dating import Dating
from engine.factbase.facts import Basis, Fact, FactError, FactSet, Replaced
from engine.factbase.periods import is_whole_year
from engine.factbase.values import IMPOSSIBLE_REMEDY, BadValue, Value, impossibility, is_missing, parse_value
from engine.files.diagnostics import Diagnostic, Problems, Severity
from engine.files.folder_names import fits_folder
from engine.files.forms import form_of, form_with
from engine.files.scalars import Mapping, Scalar, Sequence, Text, text_of
from engine.files.source import Span
from engine.files.written import NamedEntry, WrittenValue
from engine.language import display
from engine.language.text import with_marks
from engine.rulebook.particulars import NO_PARTICULARS
from engine.rulebook.particulars_reader import read_particulars
from engine.rulebook.rulebook import Indicator, Nature, Rulebook

if TYPE_CHECKING:
    from engine.factbase.documents import FactsDoc, GroupDoc, ValueDoc

YEARS_BEFORE = 10
"""Facts of so many years before the period may be given: they are bases of comparison and are not evaluated."""


YEARS_AFTER = 10
"""Facts of so many years after the period may be given: they serve comparison."""


def build_facts(doc: FactsDoc, rulebook: Rulebook, problems: Problems) -> FactSet:
    """The fact set of a facts file; what is wrong in it is left out and reported."""
    return _Reader(doc, rulebook, problems).read()


def _holds(whole: Span, place: Span) -> bool:
    return whole.file is place.file and whole.line <= place.line <= whole.end_line


def _replaced(details: ValueDoc) -> Replaced | None:
    old = details.replaced
    return None if old is None else Replaced(old.value.value, old.reason.value, old.day)


def _details_of(node: Mapping, problems: Problems) -> ValueDoc | None:
    """Returns what is said of a value; None, with the problem reported, where it cannot be read."""
    form = form_of("ValueDoc", node)
    if form is not None:
        return cast("ValueDoc", form)
    from engine.factbase.documents import ValueDoc
    from engine.files.document import read_model

    return read_model(ValueDoc, node, problems)


class _Reader:
    def __init__(self, doc: FactsDoc, rulebook: Rulebook, problems: Problems) -> None:
        self.doc = doc
        self.rulebook = rulebook
        self.problems = problems
        self.sources = {entry.name.value: entry.value.name.value for entry in doc.sources if entry.value is not None}
        self.source_names = {entry.name.value for entry in doc.sources}
        self.unknown_sources: set[str] = set()
        self.late_corrections = 0
        self.errors: list[FactError] = []
        self.dating = Dating(doc, rulebook, problems)

    def read(self) -> FactSet:
        before = len(self.problems.found)
        self._check_year()
        self.dating.check_file()
        self._note_errors(before, "")
        facts = [fact for group in self.doc.groups for entry in group.values for fact in self._facts(group, entry)]
        before = len(self.problems.found)
        claims = read_claims(self.doc.claims, self.rulebook, self._source, self.problems)
        refused = [
            doc.span for doc in self.doc.claims if any(_holds(doc.span, e.span) for e in self.problems.found[before:])
        ]
        particulars = NO_PARTICULARS
        if self.doc.report is not None:
            for sentence in (one for field in self.doc.report.fields for one in field.sentences):
                self.problems.add(
                    "CT013", "`câu` không viết ở tệp số liệu", sentence.span, "chuyển vào `lĩnh vực` của tệp quy tắc"
                )
            particulars = read_particulars(
                self.doc.report, self.rulebook.refused, self.rulebook.indicators, self.problems
            )
        self._note_errors(before, "")
        return FactSet(
            self.rulebook.resolution.number,
            self.doc.unit.value,
            self.doc.year,
            self.doc.as_of,
            tuple(facts),
            tuple(claim for claim in claims if not any(_holds(place, claim.span) for place in refused)),
            self.sources,
            (self.doc.span.file,),
            particulars,
            tuple(dict.fromkeys(self.errors)),
            (*self._doubts(), *self.dating.doubts),
            self.doc.period.value if self.doc.period is not None and not is_whole_year(self.doc.period.value) else "",
        )

    def _doubts(self) -> Iterator[Diagnostic]:
        """Warnings about the file as a whole."""
        resolution = self.rulebook.resolution
        if self.doc.year > resolution.last_year:
            message = (
                f"năm {self.doc.year} sau giai đoạn {resolution.period_text} của nghị quyết: không nội dung nào áp dụng"
            )
            remedy = "số liệu này chỉ để so sánh; kiểm tra khóa `năm`, hoặc giai đoạn của nghị quyết"
            yield Diagnostic("CT218", message, self.doc.places["năm"], remedy)
        unit = self.doc.unit
        folder = PurePath(unit.span.file.name).parent.name
        if folder and not fits_folder(unit.value, folder):
            message = f"tệp của «{unit}» nằm trong thư mục «{folder}»: có phải số liệu của đơn vị khác?"
            remedy = "sửa `đơn vị`, hoặc chuyển tệp về thư mục của đơn vị ấy"
            yield Diagnostic("CT208", message, unit.span, remedy)

    def _facts(self, group: GroupDoc, entry: NamedEntry[WrittenValue]) -> Iterator[Fact]:
        """The fact of ``entry``, none where there is none or it is in error."""
        before, late = len(self.problems.found), self.late_corrections
        fact = self._fact(group, entry)
        errors = self._note_errors(before, entry.name.value)
        if fact is not None and self._source_code(group.source) in self.unknown_sources:
            self.errors.append(FactError("CT203", entry.name.value))
            yield fact  # the value itself is sound
        elif fact is not None and errors == self.late_corrections - late:  # the value before a late correction is sound
            yield fact

    def _note_errors(self, before: int, code: str) -> int:
        """Notes the errors found since ``before`` as those of the indicator ``code``. Returns how many there are."""
        found = [one for one in self.problems.found[before:] if one.severity is Severity.ERROR]
        self.errors += (FactError(one.code, code) for one in found)
        return len(found)

    def _check_year(self) -> None:
        resolution = self.rulebook.resolution
        if not resolution.first_year - YEARS_BEFORE <= self.doc.year <= resolution.last_year + YEARS_AFTER:
            message = f"năm {self.doc.year} nằm ngoài giai đoạn {resolution.period_text} của nghị quyết"
            self.problems.add(
                "CT205",
                message,
                self.doc.places["năm"],
                "kiểm tra khóa `năm` của tệp số liệu, hoặc giai đoạn của nghị quyết",
            )

    def _fact(self, group: GroupDoc, entry: NamedEntry[WrittenValue]) -> Fact | None:
        indicator = self._indicator(entry.name)
        details = self._details(entry)
        if indicator is None or details is None or is_missing(details.value.value):
            return None
        details = self._as_known(details)
        text = details.value
        try:
            value = parse_value(text.value, indicator, self.rulebook.vocabulary)
        except BadValue as error:
            self.problems.add(error.code, error.message, text.part(error.start, error.end), error.remedy)
            return None
        if impossible := impossibility(indicator, value.interval, text.value):
            self.problems.add("CT209", impossible, text.span, IMPOSSIBLE_REMEDY)
            return None
        return self._built(group, entry, indicator, details, value)

    def _as_known(self, details: ValueDoc) -> ValueDoc:
        """Returns ``details`` as they were known on the closing date: what was corrected later has its old value.

        Whoever reads what was concluded at that date must be able to trust that nothing of it was found out afterwards.
        """
        replaced = details.replaced
        if replaced is None or replaced.day <= self.doc.as_of:
            return details
        found, closed = display.day(replaced.day), display.day(self.doc.as_of)
        message = f"ngày thay thế {found} sau ngày chốt số liệu {closed}"
        remedy = "số liệu chốt ngày nào thì ghi giá trị biết đến ngày ấy; nếu chốt lại sau khi sửa thì sửa `tính đến`"
        self.problems.add("CT205", message, replaced.places["ngày"], remedy)
        self.late_corrections += 1
        return details.model_copy(update={"value": replaced.value, "replaced": None})

    def _built(
        self, group: GroupDoc, entry: NamedEntry[WrittenValue], indicator: Indicator, details: ValueDoc, value: Value
    ) -> Fact | None:
        estimate = group.basis == "ước thực hiện" and indicator.nature is not Nature.PLAN
        preliminary = group.basis == "sơ bộ" and indicator.nature is not Nature.PLAN
        dated = self.dating.of(indicator, group, details, entry.name, estimate)
        if dated is None:
            return None
        return Fact(
            code=indicator.code,
            value=value.interval,
            text=details.value.value,
            basis=Basis.ESTIMATE if estimate else Basis.ACTUAL,
            as_of=dated.as_of,
            period=dated.period,
            part_year=dated.part_year,
            source=self._source(group.source),
            span=entry.name.span,
            soft=value.soft,
            inferred=details.inferred.value if details.inferred else "",
            judged=group.kind == "nhận định",
            assessor=details.assessor.value if details.assessor else "",
            remark=details.remark.value if details.remark else "",
            cell=details.cell.value if details.cell else "",
            replaced=_replaced(details),
            early=dated.early,
            preliminary=preliminary,
            told=dated.told,
            period_reason=group.period_reason.value if group.period_reason else "",
        )

    def _indicator(self, name: Text) -> Indicator | None:
        indicators = self.rulebook.indicators
        found = indicators.get(name.value)
        if found is None and name.value not in self.rulebook.refused:
            wanted = with_marks(name.value)
            named = [one.code for one in indicators.values() if wanted in map(with_marks, (one.name, *one.other_names))]
            if named:
                remedy = f"đó là tên của {' và '.join(f'`{code}`' for code in named)}: ghi mã thay cho tên"
            elif close := self.problems.nearest(name.value, indicators):
                remedy = f"phải chăng là `{close}`?"
            else:
                remedy = "khai báo mã này ở mục «số liệu» của nghi-quyet.yaml, hoặc bỏ dòng này"
            self.problems.add("CT201", f"mã số liệu «{name}» không có trong danh mục", name.span, remedy)
        return found

    def _details(self, entry: NamedEntry[WrittenValue]) -> ValueDoc | None:
        assert entry.value is not None
        node = entry.value.node
        if isinstance(node, Mapping):
            return _details_of(node, self.problems)
        if isinstance(node, Sequence):
            remedy = "ghi một giá trị; nếu các nguồn ghi khác nhau thì tách thành nhiều nhóm, mỗi nhóm một nguồn"
            self.problems.add("CT013", "ở đây phải là một giá trị, không phải danh sách", node.span, remedy)
            return None
        if isinstance(node, Scalar) and node.text.strip():
            text = text_of(node)
            return cast("ValueDoc", form_with("ValueDoc", value=text, span=text.span, places={}))
        self.problems.add(
            "CT013", f"«{entry.name}» thiếu giá trị", entry.name.span, "ghi giá trị sau dấu hai chấm, hoặc `chưa có`"
        )
        return None

    @staticmethod
    def _source_code(text: Text | None) -> str:
        return "" if text is None else text.value.partition(",")[0].strip()

    def _source(self, text: Text | None) -> str:
        if text is None:
            return ""
        code = self._source_code(text)
        if code not in self.source_names and code not in self.unknown_sources:
            self.unknown_sources.add(code)
            close = self.problems.nearest(code, self.source_names)
            remedy = f"phải chăng là «{close}»?" if close else "khai báo nguồn này ở mục «nguồn» đầu tệp"
            self.problems.add("CT203", f"nguồn «{code}» chưa khai báo", text.part(0, len(code)), remedy)
        return text.value
