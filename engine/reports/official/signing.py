"""The report to be signed: results in prose, the assessment with its counts, findings as the body's own words.

Nothing in it speaks of the tool: no codes, no marks of judgement, no sources in brackets; those stand in the report for
review (``compose.py``). Source: 11-surfaces, «Report to be signed».
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.domain.finding_kinds import FindingKind
from engine.domain.verdicts import REACHED, PaceState, Verdict
from engine.evaluation.comparison import Measure
from engine.evaluation.evaluation import CriterionResult, Evaluation, FindingResult, TargetResult
from engine.evaluation.presentation import distance_sentence, draft_notice, lacking_text
from engine.language import display
from engine.language.text import capital, shortened
from engine.reports.brief import goal_words, short_name
from engine.reports.official.assessment import pace_sentence
from engine.reports.official.compose import WORK
from engine.reports.official.conclusions import ConclusionWriter
from engine.reports.official.formal import FormalTexts, in_words, uncapital, with_leading_zeros
from engine.reports.official.head import HeadWriter
from engine.reports.official.model import Block, Heading, Item, OfficialReport, Paragraph, ToWrite
from engine.reports.official.placing import Place, place_of
from engine.reports.official.signing_annex import signing_annex
from engine.workspace.cases import Case

_LAST_PART = frozenset({FindingKind.RECOMMENDATION})
"""What stands in a part of its own behind the outlook."""
_SEE_CAUSES = " (mục II.4.2)"


def report_to_sign(case: Case, evaluation: Evaluation) -> OfficialReport:
    """Returns the report of one unit and year, with marks only where no rule and no file can know the text."""
    head, writer = HeadWriter(case), SigningWriter(case, evaluation)
    first = head.head()
    return OfficialReport(
        head=first._replace(number=head.open_number(), place_and_day=head.open_day()),
        body=(*head.opening(), *writer.body(), head.closing()),
        signature=head.signature(),
        annex_title=head.annex_title(),
        annex_note=head.annex_note(),
        annex=(),
        table=signing_annex(case, evaluation, writer.texts),
        basis_title="",
        basis=(),
        created=evaluation.as_of.isoformat(),
        notice=draft_notice(evaluation),
    )


class SigningWriter:
    """Writes the text between the opening and the closing sentence."""

    def __init__(self, case: Case, evaluation: Evaluation) -> None:
        self.case = case
        self.evaluation = evaluation
        self.texts = FormalTexts(case, evaluation)
        self.kind = case.rulebook.resolution.kind
        self.particulars = HeadWriter(case).particulars
        self.told: dict[str, str] = {}
        """The causes that stand beside a criterion, with its name."""
        self.one_to_one = all(_counted(target) == 1 for target in evaluation.targets)

    def body(self) -> Iterator[Block]:
        """Yields the parts I to III, and IV where something is proposed."""
        number = self.case.rulebook.resolution.number
        conclusions = ConclusionWriter(self.evaluation, self.texts.of, self.told)
        yield Heading(1, "I.", f"Công tác triển khai thực hiện {self.kind} số {number}")
        yield from (Paragraph(text) for text in self.particulars.work_done)
        if not self.particulars.work_done:
            yield ToWrite(WORK)
        yield Heading(1, "II.", "Kết quả đạt được")
        yield Heading(2, "1.", "Kết quả theo lĩnh vực" if self.case.rulebook.sentences else "Kết quả thực hiện")
        yield from self._results()
        yield Heading(2, "2.", f"Các chỉ tiêu của {self.kind}")
        yield from self._targets()
        yield Heading(2, "3.", f"Đánh giá kết quả thực hiện các chỉ tiêu của {self.kind}")
        yield from self._assessment()
        yield from _plain(conclusions.shortcomings("4"))
        yield Heading(1, "III.", "Phương hướng trong thời gian tới")
        yield from _plain(conclusions.outlook(_LAST_PART))
        if proposals := list(self.proposals()):
            yield Heading(1, "IV.", "Đề xuất, kiến nghị")
            yield from proposals

    # ------------------------------------------------------------ II.1

    def _results(self) -> Iterator[Block]:
        """The declared sentences by field; where none are declared, one for every number that a criterion asks for."""
        written = list(self.texts.sentences())
        titles = [field.title for field in self.particulars.fields]
        titles += [sentence.field for sentence in written]
        place = 0
        for title in dict.fromkeys(titles):
            found = [sentence for sentence in written if sentence.field == title]
            if not found:
                continue
            place += 1
            yield Heading(3, f"1.{place}.", title)
            for sentence in found:
                missing = f"câu này cần số liệu còn thiếu: {', '.join(sentence.missing)}"
                yield Item(sentence.text, sources=sentence.sources) if sentence.text else ToWrite(missing)
        if not self.case.rulebook.sentences:
            yield from self._measured()

    def _measured(self) -> Iterator[Block]:
        seen: set[str] = set()
        for criterion in self.evaluation.criteria:
            for measure in criterion.measures:
                name = short_name(criterion, measure)
                if measure.actual is not None and measure.unit.text and name not in seen:
                    seen.add(name)
                    yield Item(f"{name}: {self._reached(measure)}.")

    # ------------------------------------------------------------ II.2, II.3

    def _targets(self) -> Iterator[Block]:
        targets, criteria = self.evaluation.target_tally, self.evaluation.criterion_tally
        consists = "" if self.one_to_one else f", gồm {criteria.total:02d} nội dung"
        yield Paragraph(f"{self.kind} đặt ra {targets.total:02d} chỉ tiêu{consists}:")
        for target in self.evaluation.targets:
            texts = ". ".join(c.text.rstrip(" .;") for c in target.criteria)
            yield Paragraph(
                f"({target.id}) {texts}" + ("." if self.one_to_one else f" ({_counted(target):02d} nội dung).")
            )

    def _assessment(self) -> Iterator[Block]:
        yield Paragraph(self.counts())
        if self.evaluation.period_name and (told := pace_sentence(self.evaluation)):
            yield Paragraph(told)
        for statuses, lead in _TOGETHER:
            if named := [self._named(t, c) for t, c in self._of(statuses)]:
                yield Paragraph(f"{lead}: {'; '.join(named)}.")
        for lead, found in self._unmet_groups():
            yield Paragraph(f"{lead}:")
            for target, criterion in found:
                yield Item(self._unmet(target, criterion))
                if criterion.id in self.evaluation.unexplained:
                    yield ToWrite(f"nguyên nhân {uncapital(self._name(target, criterion))} {criterion.status.label}")
        yield Paragraph("(Chi tiết theo Phụ lục đính kèm)")

    def _unmet_groups(self) -> Iterator[tuple[str, list[tuple[TargetResult, CriterionResult]]]]:
        for status, pace, lead in _ONE_BY_ONE:
            if found := [(t, c) for t, c in self._of((status,)) if self._pace(c) is pace]:
                yield lead, found

    def unmet_lines(self) -> Iterator[str]:
        """Yields «Nội dung 1.1, số hộ: thực hiện 1.950 hộ, …; nguyên nhân: …» for what falls short."""
        for _, found in self._unmet_groups():
            for target, criterion in found:
                found_causes = self._causes_of(criterion)
                why = in_words(self.texts.of(found_causes[0]), _ONE_LINE) if found_causes else "chưa rõ từ số liệu"
                unmet = [m for m in criterion.measures if m.holds is False and m.actual is not None]
                told = self._reached(unmet[0]) if len(unmet) == 1 else self._distances(criterion)
                text = f"{capital(shortened(self.called(target, criterion), _ONE_LINE))}: {told}"
                yield f"{text}; nguyên nhân: {why}."

    def unmet_names(self) -> list[str]:
        """Returns what falls short with its value, in the order of the report."""
        return [self._named(t, c) for _, found in self._unmet_groups() for t, c in found]

    def solutions(self) -> Iterator[Item]:
        """Yields the tasks and solutions."""
        return (Item(self.texts.of(finding)) for finding in self.evaluation.of_kind(FindingKind.SOLUTION))

    def proposals(self) -> Iterator[Item]:
        """Yields what is proposed to those above."""
        return (Item(self.texts.of(finding)) for finding in self.evaluation.of_kind(FindingKind.RECOMMENDATION))

    def _of(self, statuses: tuple[Verdict, ...]) -> Iterator[tuple[TargetResult, CriterionResult]]:
        return ((t, c) for t in self.evaluation.targets for c in t.criteria if c.status in statuses)

    def _pace(self, criterion: CriterionResult) -> PaceState | None:
        """The pace by which an interim report groups what is chưa đạt; None where it is not known, or the year is over."""
        interim = self.evaluation.period_name and criterion.status is Verdict.NOT_MET
        known = criterion.pace is not None and criterion.pace.state is not PaceState.UNKNOWN
        return criterion.pace.state if interim and known and criterion.pace is not None else None

    def counts(self) -> str:
        """Returns «Tính đến ngày 10/11/2023, so với Nghị quyết, có 02/7 chỉ tiêu, 06/11 nội dung đạt và vượt; …»."""
        targets, criteria = self.evaluation.target_tally, self.evaluation.criterion_tally
        parts = []
        for statuses, label in _COUNTS:
            some = [] if not targets.count(*statuses) else [(targets.count(*statuses), targets.total, "chỉ tiêu")]
            if criteria.count(*statuses) and not self.one_to_one:
                some.append((criteria.count(*statuses), criteria.total, "nội dung"))
            if some:
                counted = ", ".join(f"{display.of_total(part, whole)} {what}" for part, whole, what in some)
                parts.append(f"{counted} {label}")
        as_of = display.day(self.evaluation.as_of)
        return f"Tính đến ngày {as_of}, so với {self.kind}, có {'; '.join(parts)}."

    def _name(self, target: TargetResult, criterion: CriterionResult) -> str:
        """«Chỉ tiêu 1» where the target is asked for as a whole, else «Nội dung 2.1»."""
        whole = criterion.counted and _counted(target) == 1
        return f"Chỉ tiêu {target.id}" if whole else f"Nội dung {criterion.id}"

    def _named(self, target: TargetResult, criterion: CriterionResult) -> str:
        """«nội dung 2.2, số thành viên THT: 3.205 thành viên, đạt 100,16%»."""
        measure = _number_of(criterion)
        return self.called(target, criterion) + (f" ({self._value(measure)})" if measure is not None else "")

    def called(self, target: TargetResult, criterion: CriterionResult) -> str:
        """Returns «nội dung 2.2, số thành viên THT»."""
        measure = _number_of(criterion)
        what = uncapital(short_name(criterion, measure) if measure is not None else criterion.text)
        return f"{uncapital(self._name(target, criterion))}, {what.rstrip(' .;')}"

    def _unmet(self, target: TargetResult, criterion: CriterionResult) -> str:
        name = self._name(target, criterion)
        expected = criterion.pace.expected if criterion.pace is not None and self._pace(criterion) else ""
        shown = "; ".join(filter(None, (self._distances(criterion), self._declared(criterion, expected))))
        text = f"{name} «{criterion.text.rstrip(' .;')}»: {shown}."
        causes = self._causes(criterion, uncapital(name))
        return f"{text} Nguyên nhân: {causes}." if causes else text

    @staticmethod
    def _declared(criterion: CriterionResult, expected: str) -> str:
        """What «tiến độ» of the rules asks for by now; an even course is no promise that somebody made."""
        return expected if criterion.goal.criterion.course is not None else ""

    def _distances(self, criterion: CriterionResult) -> str:
        if len(criterion.measures) == 1:
            return self._reached(criterion.measures[0])
        return "; ".join(f"{uncapital(m.name)} {self._reached(m)}" for m in criterion.measures if m.actual is not None)

    def _reached(self, measure: Measure) -> str:
        """«ước thực hiện 1.950 hộ, bằng 97,5% mục tiêu, thiếu 50 hộ»."""
        assert measure.actual is not None
        value = with_leading_zeros(measure.actual.label, measure.unit)
        done = f"ước thực hiện {value}" if measure.actual.estimate else f"thực hiện {value}"
        return ", ".join(filter(None, (done, with_leading_zeros(_distance(measure), measure.unit))))

    @staticmethod
    def _value(measure: Measure) -> str:
        assert measure.actual is not None
        estimate = "ước " if measure.actual.estimate else ""
        return estimate + with_leading_zeros(measure.actual.label, measure.unit)

    def _causes(self, criterion: CriterionResult, name: str) -> str:
        """The causes in words: those placed beside criteria or forecasts whole, and once; of the others the beginning."""
        causes = self._causes_of(criterion)
        own = [f for f in causes if criterion.id in f.of and place_of(f, self.evaluation) is not Place.CAUSES]
        if own:
            return "; ".join(dict.fromkeys(self._own_cause(cause, name) for cause in own))
        words = [in_words(self.texts.of(cause), 0) for cause in causes[:_MOST_CAUSES]]
        return f"{'; '.join(words)}{_SEE_CAUSES}" if words else ""

    def _causes_of(self, criterion: CriterionResult) -> list[FindingResult]:
        """The causes that name the criterion, or else those that explain it through limitations."""
        causes = [f for f in self.evaluation.of_kind(FindingKind.CAUSE) if criterion.id in f.explains]
        return [cause for cause in causes if criterion.id in cause.of] or causes

    def _own_cause(self, cause: FindingResult, name: str) -> str:
        first = self.told.setdefault(cause.id, name)
        return uncapital(self.texts.of(cause).rstrip(" .")) if first == name else f"như {first}"


_MOST_CAUSES = 2
_ONE_LINE = 110
_COUNTS: tuple[tuple[tuple[Verdict, ...], str], ...] = (
    (REACHED, "đạt và vượt"),
    ((Verdict.NOT_MET,), "chưa đạt"),
    ((Verdict.FAILED,), "không đạt"),
    ((Verdict.PERIOD_OPEN,), "chưa hết kỳ đánh giá"),
    ((Verdict.UNDETERMINED,), "chưa đủ số liệu để đánh giá"),
    ((Verdict.NOT_APPLICABLE,), "không áp dụng trong năm"),
)
_TOGETHER = (
    ((Verdict.EXCEEDED,), "Vượt"),
    ((Verdict.MET,), "Đạt"),
    ((Verdict.PERIOD_OPEN,), "Chưa hết kỳ đánh giá, đến nay đạt mức"),
    ((Verdict.UNDETERMINED,), "Chưa đủ số liệu để đánh giá"),
    ((Verdict.NOT_APPLICABLE,), "Không áp dụng trong năm"),
)
_ONE_BY_ONE = (
    (Verdict.NOT_MET, PaceState.BEHIND, "Chưa đạt, chậm tiến độ"),
    (Verdict.NOT_MET, None, "Chưa đạt"),
    (Verdict.NOT_MET, PaceState.ON, "Chưa đạt, đảm bảo tiến độ"),
    (Verdict.FAILED, None, "Không đạt"),
)


def _number_of(criterion: CriterionResult) -> Measure | None:
    """The measure of a criterion that compares one number."""
    measure = criterion.measures[0] if len(criterion.measures) == 1 else None
    return measure if measure is not None and measure.actual is not None and measure.unit.text else None


def _distance(measure: Measure) -> str:
    """How far a value is from its goal; of nothing no percentage is told, of a bound that is just missed the goal itself."""
    if measure.gap == 0:
        return f"chưa đạt vì phải {goal_words(measure)}"
    nothing = measure.actual is not None and measure.actual.value.exact == 0 and not measure.unit.is_rate
    return lacking_text(measure) if nothing else distance_sentence(measure)


def _counted(target: TargetResult) -> int:
    return sum(criterion.counted for criterion in target.criteria)


def _plain(blocks: Iterator[Block]) -> Iterator[Block]:
    """The blocks without the ids of what they state."""
    return (block._replace(about=()) if isinstance(block, Item | Paragraph) else block for block in blocks)
