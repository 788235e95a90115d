"""Rule files of one resolution → the checked rulebook; every problem is collected, none stops the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from engine.domain.finding_kinds import FindingKind
from engine.domain.limits import DEFINITIONS, INDICATORS, grouped
from engine.files.diagnostics import Note, Problems
from engine.files.forms import form_with, names_of
from engine.files.scalars import Text, text_or_empty
from engine.files.written import NamedEntry
from engine.language.patterns import compiled
from engine.rulebook.catalogue import Catalogue
from engine.rulebook.conditions import ConditionReader
from engine.rulebook.criteria import CriterionReader
from engine.rulebook.findings import FindingReader, finding_order, findings_of
from engine.rulebook.formulas import FormulaReader
from engine.rulebook.graph import report_graph
from engine.rulebook.implied import report_uncertain_placeholders
from engine.rulebook.logic import Input
from engine.rulebook.names import Names
from engine.rulebook.order import natural_key
from engine.rulebook.particulars import NO_PARTICULARS, ReportParticulars
from engine.rulebook.particulars_reader import read_particulars
from engine.rulebook.reconciliations import ReconciliationReader
from engine.rulebook.rulebook import Reconciliation, Resolution, Rulebook, Target
from engine.rulebook.sentences import read_sentences

if TYPE_CHECKING:
    from engine.files.document import FileModel
    from engine.rulebook.documents import (
        FieldDoc,
        FindingDoc,
        IndicatorDoc,
        ResolutionDoc,
        RuleFile,
        TargetDoc,
    )

_PERIOD = compiled(r"([0-9]{4})(?:\s*[-–]\s*([0-9]{4}))?\Z")


def build_rulebook(folder: str, files: list[RuleFile], problems: Problems, readable: bool = True) -> Rulebook | None:
    """The rulebook of ``files``; None where there is no usable head. Problems, if any, are in ``problems``.

    ``readable`` is False where some file of the folder could not be read: names may then be missing for that reason alone.
    """
    return _Builder(folder, files, problems, readable).build()


class _Builder:
    def __init__(self, folder: str, files: list[RuleFile], problems: Problems, readable: bool) -> None:
        self.folder = folder
        self.files = files
        self.problems = problems
        self.readable = readable
        self.complete = readable and not problems.has_errors

    def build(self) -> Rulebook | None:
        head = self._head()
        if head is None:
            return None
        resolution = self._resolution(head)
        entries = [entry for file in self.files for entry in file.indicators]
        if self._too_many(entries):
            return None
        catalogue = Catalogue(entries, self.problems, self.readable)
        convention = resolution.exceeded_convention
        conditions = ConditionReader(catalogue.formulas, catalogue.vocabulary, convention, self.problems)
        target_docs, finding_docs = self._target_docs(), [one for file in self.files for one in findings_of(file)]
        names = self._names(target_docs, finding_docs)
        self.criteria = CriterionReader(resolution, catalogue, conditions, names, self.problems)
        finding_reader = FindingReader(catalogue, conditions, names, self.problems)
        targets = sorted((self._target(doc) for doc in target_docs), key=lambda t: natural_key(t.id))
        findings = [finding_reader.read(kind, doc) for kind, doc in finding_docs]
        reconciliations = self._reconciliations(catalogue, convention, names, conditions.inputs)
        findings.sort(key=finding_order)
        rulebook = Rulebook(
            resolution=resolution,
            indicators=catalogue.indicators,
            targets=tuple(targets),
            findings=tuple(findings),
            reconciliations=reconciliations,
            inputs=conditions.inputs,
            vocabulary=catalogue.vocabulary,
            refused=catalogue.broken,
            report=self._report(catalogue),
            files=tuple(file.span.file for file in self.files),
            sentences=tuple(read_sentences(self._fields(), catalogue, conditions, names, self.problems)),
        )
        if not targets and self.complete:
            self.problems.add(
                "CT114",
                "nghị quyết chưa có chỉ tiêu nào",
                head.span,
                "thêm tệp chi-tieu-1.yaml, xem ví dụ trong rules/README.md",
            )
        unique = not any(
            problem.code == "CT102" for problem in self.problems.found
        )  # else a name stands for two things
        if unique and report_graph(rulebook, self.problems) and self.complete:
            report_uncertain_placeholders(rulebook, finding_reader.broken, self.problems)
        return rulebook

    def _too_many(self, entries: list[NamedEntry[IndicatorDoc]]) -> bool:
        """Reports more definitions than a resolution may have, before any of them is read."""
        docs: list[FileModel] = []
        for file in self.files:
            docs += (criterion for target in file.targets for criterion in target.criteria or (target,))
            docs += (*file.criteria, *(doc for _, doc in findings_of(file)), *file.reconciliations)
            docs += (doc for field in (file.report.fields if file.report else ()) for doc in field.sentences)
        remedy = "tách thành nhiều nghị quyết"
        if len(entries) > INDICATORS:
            message = f"nghị quyết có hơn {grouped(INDICATORS)} số liệu (ở đây {grouped(len(entries))})"
            self.problems.add("CT002", message, entries[INDICATORS].name.span, remedy)
        elif len(docs) > DEFINITIONS:
            message = f"nghị quyết có hơn {grouped(DEFINITIONS)} nội dung, hạn chế, nguyên nhân… và đối chiếu (ở đây {grouped(len(docs))})"
            self.problems.add("CT002", message, docs[DEFINITIONS].span, remedy)
        else:
            return False
        return True

    def _report(self, catalogue: Catalogue) -> ReportParticulars:
        """What the files say of the official report, later files over earlier ones."""
        report = NO_PARTICULARS
        for file in self.files:
            if file.report is not None:
                report = report.overridden_by(
                    read_particulars(file.report, catalogue.broken, catalogue.indicators, self.problems)
                )
        return report

    def _fields(self) -> tuple[FieldDoc, ...]:
        """The fields of the report, of the last file that has any."""
        return next((file.report.fields for file in reversed(self.files) if file.report and file.report.fields), ())

    def _reconciliations(
        self, catalogue: Catalogue, convention: str, names: Names, inputs: dict[str, Input]
    ) -> tuple[Reconciliation, ...]:
        formulas = FormulaReader(catalogue.indicators, catalogue.broken, self.problems)
        formulas.claims_allowed = True
        checks = ConditionReader(formulas, catalogue.vocabulary, convention, self.problems)
        checks.inputs = inputs
        reader = ReconciliationReader(catalogue, checks, names, self.problems)
        read = [reader.read(doc) for file in self.files for doc in file.reconciliations]
        found = [reconciliation for reconciliation in read if reconciliation is not None]
        return tuple(sorted(found, key=lambda r: natural_key(r.id)))

    # ------------------------------------------------------------ head

    def _head(self) -> ResolutionDoc | None:
        heads = [file.resolution for file in self.files if file.resolution is not None]
        if not heads:
            if self.complete and self.files:
                head_like = [f for f in self.files if f.indicators or "nghi-quyet" in f.span.file.name]
                place = (head_like or self.files)[0].span.file.start
                self.problems.add(
                    "CT114",
                    f"thư mục rules/{self.folder} chưa có mục «nghị quyết»",
                    place,
                    "thêm mục `nghị quyết:` với số, ngày, giai đoạn vào tệp nghi-quyet.yaml",
                )
            return None
        for extra in heads[1:]:
            note = Note(heads[0].span, "lần đầu")
            self.problems.add(
                "CT114",
                "mục «nghị quyết» có hai lần trong một thư mục",
                extra.span,
                "mỗi nghị quyết một thư mục",
                [note],
            )
        return heads[0]

    def _resolution(self, doc: ResolutionDoc) -> Resolution:
        match = _PERIOD.match(doc.period.value)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (1, 9998)
        if match is None or first > last:
            self.problems.add(
                "CT114", f"giai đoạn «{doc.period}» chưa đúng", doc.period.span, "viết 2021-2025, hoặc một năm 2019"
            )
            first, last = min(first, last), max(first, last)
        return Resolution(
            number=doc.number.value,
            kind=doc.kind,
            day=doc.day,
            issuer=text_or_empty(doc.issuer),
            reporter=text_or_empty(doc.reporter),
            title=text_or_empty(doc.title),
            first_year=first,
            last_year=last,
            exceeded_convention=doc.exceeded,
            folder=self.folder,
            span=doc.span,
        )

    # ------------------------------------------------------------ targets

    def _target_docs(self) -> list[TargetDoc]:
        docs: list[TargetDoc] = []
        for file in self.files:
            docs.extend(file.targets)
            if file.number is not None:
                values = {name: getattr(file, name) for name in names_of("TargetDoc")}
                docs.append(cast("TargetDoc", form_with("TargetDoc", **values)))
            elif file.criteria or file.text is not None:
                self.complete = False
                self.problems.add(
                    "CT012",
                    "tệp có nội dung nhưng thiếu khóa «chỉ tiêu»",
                    file.span.file.start,
                    "thêm dòng `chỉ tiêu: …` với số của chỉ tiêu",
                )
        return docs

    def _names(self, targets: list[TargetDoc], findings: list[tuple[FindingKind, FindingDoc]]) -> Names:
        criteria = [c.number for doc in targets for c in doc.criteria]
        criteria += [doc.number for doc in targets if not doc.criteria]
        return Names(
            targets=self._unique([doc.number for doc in targets], "chỉ tiêu"),
            criteria=self._unique(criteria, "nội dung"),
            findings=self._finding_kinds(findings),
            complete=self.complete,
            problems=self.problems,
        )

    def _finding_kinds(self, findings: list[tuple[FindingKind, FindingDoc]]) -> dict[str, FindingKind]:
        checks = [doc.id for file in self.files for doc in file.reconciliations]
        self._unique([*(doc.id for _, doc in findings), *checks], "mã")
        return {doc.id.value: kind for kind, doc in findings}

    def _unique(self, texts: list[Text], what: str) -> set[str]:
        first: dict[str, Text] = {}
        for text in texts:
            if text.value in first:
                note = Note(first[text.value].span, "lần đầu")
                remedy = "đổi số hoặc mã, hoặc bỏ một trong hai"
                self.problems.add("CT102", f"{what} «{text}» có hai lần", text.span, remedy, [note])
            else:
                first[text.value] = text
        return set(first)

    def _target(self, doc: TargetDoc) -> Target:
        title = text_or_empty(doc.title)
        if doc.criteria:
            if doc.text is not None or doc.met is not None:
                place = doc.places.get("đạt khi") or doc.places.get("nguyên văn") or doc.span
                self.problems.add(
                    "CT013",
                    f"chỉ tiêu {doc.number} vừa có «nội dung» vừa có điều kiện riêng",
                    place,
                    "chuyển `nguyên văn`, `đạt khi` vào một nội dung",
                )
            criteria = [self.criteria.read(c, c.number.value, doc.number.value) for c in doc.criteria]
            criteria.sort(key=lambda c: natural_key(c.id))
            return Target(doc.number.value, title, tuple(criteria), doc.number.span)
        if doc.text is None or doc.met is None:
            if self.complete:
                self.problems.add(
                    "CT012",
                    f"chỉ tiêu {doc.number} chưa có «nội dung»",
                    doc.number.span,
                    "thêm khóa `nội dung`, hoặc ghi `nguyên văn` và `đạt khi` ngay trong chỉ tiêu",
                )
            return Target(doc.number.value, title, (), doc.number.span)
        return Target(
            doc.number.value,
            title or doc.text.value,
            (self.criteria.read(doc, doc.number.value, doc.number.value),),
            doc.number.span,
        )
