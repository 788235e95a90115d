"""The report to be signed: results in prose, the assessment with its counts, findings as the body's own words.

Nothing in it speaks of the tool: no codes, no marks of judgement, no sources in brackets; those stand in the report for
review (``compose.py``). Source: 11-surfaces, «Report to be signed».
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.domain.finding_kinds import FindingKind
from engine.domain.verdicts import Verdict
from engine.evaluation.criterion_results import CriterionResult, TargetResult
from engine.evaluation.evaluation import Evaluation
from engine.evaluation.finding_results import FindingResult, Outcome
from engine.evaluation.presentation import draft_notice
from engine.language import display
from engine.language.text import capital
from engine.reports.brief import short_name
from engine.reports.causes import causes_of
from engine.reports.official.compose import WORK
from engine.reports.official.conclusions import ConclusionWriter
from engine.reports.official.formal import FormalTexts
from engine.reports.official.groups import WITH_CAUSES, Groups, Standing
from engine.reports.official.head import HeadWriter
from engine.reports.official.model import Block, Heading, Item, OfficialReport, Paragraph, ToWrite
from engine.reports.official.signing_annex import signing_annex
from engine.reports.official.telling import Teller, subject
from engine.reports.official.typography import officially
from engine.reports.official.wording import uncapital
from engine.rulebook.formulas import references
from engine.rulebook.logic import Logic, StatusTest, Test, leaves
from engine.workspace.case import Case

_LAST_PART = frozenset({FindingKind.RECOMMENDATION})
"""What stands in a part of its own behind the outlook."""


def report_to_sign(case: Case, evaluation: Evaluation) -> OfficialReport:
    """Returns the report of one unit and year, with marks only where no rule and no file can know the text."""
    head, writer = HeadWriter(case), SigningWriter(case, evaluation)
    first = head.head()
    return officially(
        OfficialReport(
            head=first._replace(number=head.open_number(), place_and_day=head.open_day()),
            body=(*head.opening(), *writer.body(), head.closing()),
            signature=head.signature(),
            annex_title=head.annex_title(),
            annex_note=head.annex_note(),
            table=signing_annex(case, evaluation, writer.texts),
            created=evaluation.as_of.isoformat(),
            notice=draft_notice(evaluation),
        )
    )


class SigningWriter:
    """Writes the text between the opening and the closing sentence."""

    def __init__(self, case: Case, evaluation: Evaluation) -> None:
        self.case = case
        self.evaluation = evaluation
        self.texts = FormalTexts(case, evaluation)
        self.teller = Teller(case.facts.apart())
        self.groups = Groups(evaluation)
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
                if sentence.text:
                    yield Item(sentence.text, sources=sentence.sources, remarks=sentence.remarks)
                    continue
                if sentence.known:
                    yield Item(f"{'; '.join(sentence.known)}.")
                yield ToWrite(f"số liệu còn thiếu: {', '.join(sentence.missing)}")
        if not self.case.rulebook.sentences:
            yield from self._measured()

    def _measured(self) -> Iterator[Block]:
        seen: set[str] = set()
        for criterion in self.evaluation.criteria:
            for measure in criterion.measures:
                name = short_name(criterion, measure)
                if measure.actual is not None and measure.unit.text and name not in seen:
                    seen.add(name)
                    yield Item(f"{name}: {self.teller.reached(criterion, measure)}.")

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
        for status, lead in ((Verdict.MET, "Đạt"), (Verdict.EXCEEDED, "Vượt")):
            if named := self._named_together(status):
                yield Paragraph(f"{lead}: {'; '.join(named)}.")
        for standing in Standing:
            if standing in WITH_CAUSES:
                yield from self._one_by_one(standing)
            elif standing.value.lead and (found := list(self.groups.members(standing))):
                yield Paragraph(f"{standing.value.lead}: {'; '.join(self._named(t, c) for t, c in found)}.")
        if doubts := list(self.doubts()):
            yield Paragraph("Số liệu cần lưu ý khi xem xét:")
            yield from map(Item, doubts)
        yield Paragraph("(Chi tiết theo Phụ lục đính kèm)")

    def _one_by_one(self, standing: Standing) -> Iterator[Block]:
        found = list(self.groups.members(standing))
        if found:
            yield Paragraph(f"{standing.value.lead}:")
        for target, criterion in found:
            yield Item(self._unmet(target, criterion))
            if criterion.id in self.evaluation.unexplained and all(m.gap != 0 for m in criterion.measures):
                yield ToWrite(f"nguyên nhân {uncapital(self._name(target, criterion))} {criterion.status.label}")

    def _named_together(self, status: Verdict) -> list[str]:
        """The criteria with ``status``; a target of which all criteria have it stands as a whole."""
        named = []
        for target in self.evaluation.targets:
            own = [c for c in target.criteria if c.status is status]
            counted = [c for c in target.criteria if c.counted]
            if len(counted) > 1 and all(c in own for c in counted):
                named.append(f"chỉ tiêu số {target.id}, gồm {' và '.join(map(self.teller.named, own))}")
            else:
                named += [self._named(target, c) for c in own]
        return named

    def doubts(self) -> Iterator[str]:
        """Yields the declared reconciliations that differ, or that cannot be made, about what a criterion compares."""
        declared = {one.id: one for one in self.case.rulebook.reconciliations}
        for result in self.evaluation.reconciliations:
            rule = declared.get(result.id)
            if rule is None or result.outcome is Outcome.AGREES or not self._of_criterion(rule.check):
                continue
            if rule.differs if result.outcome is Outcome.DIFFERS else rule.undecided:
                yield self.texts.formal(result.text)

    def _of_criterion(self, check: Logic) -> bool:
        """Whether a check speaks of a criterion, or of the number that one compares."""
        compared = {measure.indicator for criterion in self.evaluation.criteria for measure in criterion.measures}
        for leaf in leaves(check):
            if isinstance(leaf, StatusTest):
                return True
            if isinstance(leaf, Test) and any(ref.code in compared for ref in references(leaf.input.formula)):
                return True
        return False

    def unmet_lines(self) -> Iterator[str]:
        """Yields «Chỉ tiêu số 1, số hộ: mới đạt 1.950 hộ, …; nguyên nhân: …» for what falls short, each cause whole once."""
        first: dict[str, str] = {}
        for standing in WITH_CAUSES:
            for target, criterion in self.groups.members(standing):
                late = standing.value.label if standing is Standing.BEHIND else self.groups.late(criterion)
                told = "; ".join(filter(None, (self._distances(criterion), late)))
                name = uncapital(self._name(target, criterion))
                causes = dict.fromkeys(
                    self.in_middle(cause) if first.setdefault(cause.id, name) == name else f"như {first[cause.id]}"
                    for cause in causes_of(criterion, self.evaluation)
                )
                why = f"; nguyên nhân: {'; '.join(causes)}" if causes else ""
                yield f"{capital(self.called(target, criterion))}: {told}{why}."

    def on_course(self) -> list[str]:
        """Returns what is not reached yet, and neither late nor decided, by name."""
        standings = (Standing.SO_FAR, Standing.ON_COURSE)
        return [f"{self._named(t, c)}, {one.value.label}" for one in standings for t, c in self.groups.members(one)]

    def unmet_names(self) -> list[str]:
        """Returns what falls short with its value, in the order of the report."""
        return [self._named(t, c) for one in WITH_CAUSES for t, c in self.groups.members(one)]

    def solutions(self) -> Iterator[Item]:
        """Yields the tasks and solutions."""
        return (Item(self.texts.of(finding)) for finding in self.evaluation.of_kind(FindingKind.SOLUTION))

    def proposals(self) -> Iterator[Item]:
        """Yields what is proposed to those above."""
        return (Item(self.texts.of(finding)) for finding in self.evaluation.of_kind(FindingKind.RECOMMENDATION))

    def counts(self) -> str:
        """Returns «Tính đến ngày 10/11/2023, so với Nghị quyết, có 02/7 chỉ tiêu, 06/11 nội dung đạt và vượt; …»."""
        as_of = display.day(self.evaluation.as_of)
        return f"Tính đến ngày {as_of}, so với {self.kind}, có {self.groups.counts(self.one_to_one)}."

    def _name(self, target: TargetResult, criterion: CriterionResult) -> str:
        """«Chỉ tiêu số 1» where the target is asked for as a whole, else «Nội dung 01 của chỉ tiêu số 2»."""
        if criterion.counted and _counted(target) == 1:
            return f"Chỉ tiêu số {target.id}"
        if not criterion.counted:
            return f"Trong chỉ tiêu số {target.id}"
        return f"Nội dung {target.criteria.index(criterion) + 1:02d} của chỉ tiêu số {target.id}"

    def _named(self, target: TargetResult, criterion: CriterionResult) -> str:
        """«nội dung 02 của chỉ tiêu số 2, số hộ tham gia (62 hộ, mục tiêu từ 60 hộ)»."""
        told = self.teller.named(criterion)
        if len(criterion.measures) > 1:
            told = f"{subject(criterion)} ({self.teller.of_parts(criterion)})"
        return f"{uncapital(self._name(target, criterion))}, {told}"

    def called(self, target: TargetResult, criterion: CriterionResult) -> str:
        """Returns «nội dung 02 của chỉ tiêu số 2, số thành viên THT»."""
        return f"{uncapital(self._name(target, criterion))}, {subject(criterion)}"

    def _unmet(self, target: TargetResult, criterion: CriterionResult) -> str:
        name = self._name(target, criterion)
        shown = "; ".join(filter(None, (self._distances(criterion), self._asked(criterion))))
        text = f"{name} «{criterion.text.rstrip(' .;')}»: {shown}."
        causes = self._causes(criterion, uncapital(name))
        return f"{text} Nguyên nhân: {causes}." if causes else text

    def _asked(self, criterion: CriterionResult) -> str:
        """What «tiến độ» of the rules asks for by now; an even course is no promise that somebody made."""
        pace = criterion.pace if self.evaluation.period_name else None
        if pace is None or not pace.expected or criterion.goal.criterion.course is None:
            return self.groups.late(criterion)
        return f"theo tiến độ, đến {display.day(self.evaluation.as_of)} phải đạt {pace.expected.rpartition('phải được ')[2]}"

    def _distances(self, criterion: CriterionResult) -> str:
        if len(criterion.measures) == 1 and criterion.measures[0].actual is not None:
            return self.teller.reached(criterion, criterion.measures[0])
        return self.teller.of_parts(criterion)

    def _causes(self, criterion: CriterionResult, name: str) -> str:
        """The causes in words, each told whole once."""
        own = causes_of(criterion, self.evaluation)
        return "; ".join(dict.fromkeys(self._own_cause(cause, name) for cause in own))

    def in_middle(self, cause: FindingResult) -> str:
        """Returns a cause for the middle of a sentence."""
        return uncapital(self.texts.of(cause).rstrip(" ."))

    def _own_cause(self, cause: FindingResult, name: str) -> str:
        first = self.told.setdefault(cause.id, name)
        return self.in_middle(cause) if first == name else f"như đã nêu ở {first}"


def _counted(target: TargetResult) -> int:
    return sum(criterion.counted for criterion in target.criteria)


def _plain(blocks: Iterator[Block]) -> Iterator[Block]:
    """The blocks without the ids of what they state."""
    return (block._replace(about=()) if isinstance(block, Item | Paragraph) else block for block in blocks)
