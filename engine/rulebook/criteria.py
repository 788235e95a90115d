"""Criteria as written → criteria with resolved conditions, for every wording and milestone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.files.diagnostics import Problems
from engine.files.scalars import Mapping, Scalar, Text, text_of, text_or_empty
from engine.files.written import WrittenValue
from engine.language import display
from engine.language.days import is_year
from engine.language.syntax import Call, Direction, Extent, Formula, Ref
from engine.rulebook.catalogue import Catalogue
from engine.rulebook.conditions import ConditionReader
from engine.rulebook.courses import CourseReader
from engine.rulebook.logic import Asked, Logic, Reading
from engine.rulebook.names import Names
from engine.rulebook.rulebook import Criterion, Indicator, Kind, Nature, Resolution, Threshold, Wording

if TYPE_CHECKING:
    from engine.rulebook.documents import AmendmentDoc, CriterionDoc, CriterionKeys, TargetDoc


class CriterionReader:
    """Reads the criteria of one rulebook."""

    def __init__(
        self,
        resolution: Resolution,
        catalogue: Catalogue,
        conditions: ConditionReader,
        names: Names,
        problems: Problems,
    ) -> None:
        self.resolution = resolution
        self.catalogue = catalogue
        self.conditions = conditions
        self.names = names
        self.problems = problems
        self.courses = CourseReader(catalogue, problems)

    def read(self, doc: CriterionDoc | TargetDoc, identifier: str, target: str) -> Criterion:
        """The criterion of ``doc``, which has a text and a condition; what is wrong in it is reported."""
        assert doc.text is not None and doc.met is not None
        measured = self._measured(doc)
        misspelt = doc.measured_by is None and "đo bằng" in doc.misspelt
        # Where the subject itself is refused, every condition would seem to lack one.
        readable = measured is not None or (doc.measured_by is None and not misspelt)
        goal = Asked(Reading.GOAL, identifier)
        if doc.deadline is not None:
            self.conditions.with_deadline.add(identifier)
        if function := _function_over_years(doc):
            self.conditions.over_years[identifier] = function
        good = {"tăng": Direction.UP, "giảm": Direction.DOWN}.get(doc.good or "")
        exceeded = self.conditions.beyond(doc.exceeded, measured, good, goal) if doc.exceeded and readable else None
        originals = self._thresholds(doc.met, measured, good, exceeded, goal) if readable else ()
        wordings = [Wording(None, "", doc.text.value, originals, doc.text)]
        for amendment in sorted(doc.amendments, key=lambda a: a.since) if readable else ():
            if amendment.since == wordings[-1].since:
                message = f"hai sửa đổi cùng hiệu lực từ {display.day(amendment.since)}: không biết câu chữ nào áp dụng"
                self.problems.add("CT115", message, amendment.document.span, "sửa ngày, hoặc gộp thành một sửa đổi")
                continue
            wordings.append(self._amended(amendment, measured, good, exceeded, goal))
        asked = Asked(Reading.FINAL, identifier)
        applies = self.conditions.condition(doc.applies, measured, asked) if doc.applies and readable else None
        for logic in [exceeded, applies, *(t.met for w in wordings for t in w.thresholds)]:
            self.names.check(logic)
        return Criterion(
            id=identifier,
            target=target,
            basis=text_or_empty(doc.basis),
            wordings=tuple(wordings),
            applies=applies,
            deadline=doc.deadline,
            yearly=doc.period == "hằng năm",
            mean=doc.period == "bình quân giai đoạn",
            cumulative=doc.cumulative,
            course=self.courses.read(doc.course, measured) if doc.course is not None and readable else None,
            counted=doc.counted,
            note=text_or_empty(doc.note),
            differs_because=text_or_empty(doc.reason),
            good=good,
            span=doc.number.span,
            extent=doc.span,
        )

    def _measured(self, doc: CriterionKeys) -> Formula | None:
        if doc.cumulative and doc.period is not None and doc.period != "cả giai đoạn":
            self._refuse_sum(doc)
        if doc.measured_by is None:
            return None
        code = doc.measured_by.value
        at = Extent(0, len(code))
        indicator = self._indicator(doc.measured_by)
        if indicator is None:
            return None
        if doc.period == "bình quân giai đoạn":
            if indicator.kind is not Kind.NUMBER:
                message = "`bình quân giai đoạn` chỉ dùng với một số liệu kiểu số"
                self.problems.add("CT110", message, doc.measured_by.span, "đổi `kỳ`")
            return Call("period_mean", (Ref(code, at),), at)
        if not doc.cumulative:
            return Ref(code, at)
        if indicator.nature is not Nature.FLOW:
            self.problems.add(
                "CT110",
                f"`cộng dồn` cần số liệu «trong năm», «{code}» là {indicator.nature}",
                doc.measured_by.span,
                "ghi `tính chất: trong năm` trong danh mục, hoặc bỏ `cộng dồn`",
            )
        return Call("cumulated", (Ref(code, at),), at)

    def _refuse_sum(self, doc: CriterionKeys) -> None:
        """With another «kỳ» there is nothing to be summed."""
        why = (
            "từng năm đứng riêng thì không có gì để cộng"
            if doc.period == "hằng năm"
            else "bình quân không phải là tổng"
        )
        place = doc.measured_by or doc.text
        assert place is not None
        message = f"`cộng dồn` không đi cùng `kỳ: {doc.period}`: {why}"
        self.problems.add("CT110", message, place.span, "bỏ một trong hai khóa")

    def _indicator(self, text: Text) -> Indicator | None:
        found = self.catalogue.indicators.get(text.value)
        if found is None and text.value not in self.catalogue.broken:
            close = self.problems.nearest(text.value, self.catalogue.indicators)
            remedy = f"phải chăng là `{close}`?" if close else "khai báo mã này ở mục «số liệu» của nghi-quyet.yaml"
            self.problems.add("CT101", f"số liệu «{text}» không có trong danh mục", text.span, remedy)
        return found

    def _amended(
        self, doc: AmendmentDoc, measured: Formula | None, good: Direction | None, exceeded: Logic | None, asked: Asked
    ) -> Wording:
        return Wording(
            doc.since,
            doc.document.value,
            doc.text.value,
            self._thresholds(doc.met, measured, good, exceeded, asked),
            doc.text,
        )

    def _thresholds(
        self,
        written: WrittenValue,
        measured: Formula | None,
        good: Direction | None,
        exceeded: Logic | None,
        asked: Asked,
    ) -> tuple[Threshold, ...]:
        node = written.node
        if not isinstance(node, Mapping) or not node.entries or not node.entries[0].key.text.strip().isdecimal():
            return self._threshold(None, written, measured, good, exceeded, asked)
        thresholds: list[Threshold] = []
        for entry in node.entries:
            year = entry.key.text.strip()
            problem = self._year_problem(year, {t.year for t in thresholds})
            if problem is not None:
                self.problems.add("CT115", problem[0], entry.key.span, problem[1])
            else:
                thresholds.extend(
                    self._threshold(int(year), WrittenValue(entry.value), measured, good, exceeded, asked)
                )
        return tuple(sorted(thresholds, key=lambda t: t.year or 0))

    def _year_problem(self, year: str, seen: set[int | None]) -> tuple[str, str] | None:
        """What is wrong with a milestone's year, and the remedy."""
        first, last = self.resolution.first_year, self.resolution.last_year
        if not is_year(year):
            return f"«{year}» không phải là một năm", "viết mỗi mốc một dòng, ví dụ `2023: từ 2.500 trở lên`"
        if int(year) in seen:
            return f"mốc năm {year} viết hai lần", "giữ một mốc cho mỗi năm"
        if not first <= int(year) <= last:
            message = f"mốc năm {year} nằm ngoài giai đoạn {self.resolution.period_text} của nghị quyết"
            return message, "sửa năm của mốc, hoặc giai đoạn của nghị quyết"
        return None

    def _threshold(
        self,
        year: int | None,
        written: WrittenValue,
        measured: Formula | None,
        good: Direction | None,
        exceeded: Logic | None,
        asked: Asked,
    ) -> tuple[Threshold, ...]:
        read = self.conditions.goal(written, measured, good, asked)
        if read is None:
            return ()
        met, implied = read
        node = written.node
        text = " ".join(text_of(node).value.split()) if isinstance(node, Scalar) else met.text
        return (Threshold(year, met, exceeded or implied, text, node.span),)


def _function_over_years(doc: CriterionKeys) -> str:
    """What the goals of a criterion ask of the years of the period together; '' where each is judged alone."""
    if doc.period == "bình quân giai đoạn":
        return "period_mean"
    return "cumulated" if doc.cumulative else ""
