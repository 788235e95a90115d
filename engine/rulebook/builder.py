"""Rule files of one resolution → the checked rulebook; every problem is collected, none stops the others."""

from __future__ import annotations

import re
from collections.abc import Iterable

from engine.language.syntax import Call, Direction, Extent, Formula, Ref
from engine.language.text import fold, nearest
from engine.rulebook.catalogue import Catalogue
from engine.rulebook.conditions import ConditionReader
from engine.rulebook.documents import (
    AmendmentDoc,
    CauseDoc,
    CriterionDoc,
    CriterionKeys,
    FindingDoc,
    ResolutionDoc,
    RuleFile,
    SolutionDoc,
    TargetDoc,
)
from engine.rulebook.graph import report_cycles
from engine.rulebook.rulebook import (
    Criterion,
    Finding,
    FindingKind,
    Indicator,
    Leaf,
    Logic,
    Nature,
    PresenceTest,
    Reference,
    Resolution,
    Rulebook,
    StatusTest,
    Target,
    Threshold,
    Wording,
    leaves,
)
from engine.rulebook.templates import parse_template
from engine.sources.diagnostics import Note, Problems
from engine.sources.document import Text, Written
from engine.sources.located import Mapping, Scalar
from engine.sources.source import Span

_PERIOD = re.compile(r"([0-9]{4})(?:\s*[-–]\s*([0-9]{4}))?\Z")
_CATEGORIES = {
    FindingKind.LIMITATION: ("hạn chế",),
    FindingKind.DIFFICULTY: ("khó khăn",),
    FindingKind.FORECAST: ("dự báo",),
    FindingKind.SOLUTION: ("giải pháp",),
}
_CAUSE_CATEGORIES = {"khach quan": "nguyên nhân khách quan", "chu quan": "nguyên nhân chủ quan"}


def build_rulebook(folder: str, files: list[RuleFile], problems: Problems, readable: bool = True) -> Rulebook | None:
    """The rulebook of ``files``; None where there is no usable head. Problems, if any, are in ``problems``.

    ``readable`` is False where some file of the folder could not be read: names may then be missing for that reason alone.
    """
    return _Builder(folder, files, problems, readable).build()


def natural_key(identifier: str) -> tuple[tuple[int, int, str], ...]:
    """Sorts «2.10» after «2.9», and «HC-2» before «HC-10»."""
    parts = re.findall(r"[0-9]+|[^0-9]+", identifier)
    return tuple((0, int(p), "") if p.isdecimal() else (1, 0, p) for p in parts)


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
        self.catalogue = Catalogue(
            [entry for file in self.files for entry in file.indicators], self.problems, self.readable
        )
        self.broken = self.catalogue.broken
        self.reader = ConditionReader(
            self.catalogue.formulas, self.catalogue.vocabulary, resolution.exceeded_convention, self.problems
        )
        target_docs = self._target_docs()
        self.target_ids = self._unique(((doc.number, doc.number.value) for doc in target_docs), "chỉ tiêu")
        criteria_texts = [c.number for doc in target_docs for c in doc.criteria] + [
            doc.number for doc in target_docs if not doc.criteria
        ]
        self.criterion_ids = self._unique(((text, text.value) for text in criteria_texts), "nội dung")
        finding_docs = list(self._finding_docs())
        self.finding_ids = self._unique(((doc.id, doc.id.value) for _, doc in finding_docs), "mã")
        targets = sorted((self._target(doc) for doc in target_docs), key=lambda t: natural_key(t.id))
        findings = [self._finding(kind, doc) for kind, doc in finding_docs]
        order = list(FindingKind)
        findings.sort(key=lambda f: (order.index(f.kind), natural_key(f.id)))
        rulebook = Rulebook(
            resolution,
            self.catalogue.indicators,
            tuple(targets),
            tuple(findings),
            self.reader.inputs,
            self.catalogue.vocabulary,
        )
        if not targets and self.complete:
            self.problems.add(
                "CT114",
                "nghị quyết chưa có chỉ tiêu nào",
                head.span,
                "thêm tệp chi-tieu-1.yaml, xem ví dụ trong rules/README.md",
            )
        report_cycles(rulebook, self.problems)
        return rulebook

    # ------------------------------------------------------------ head

    def _head(self) -> ResolutionDoc | None:
        heads = [file.resolution for file in self.files if file.resolution is not None]
        if not heads:
            if self.complete and self.files:
                place = self.files[0].span.file.start
                self.problems.add(
                    "CT114",
                    f"thư mục {self.folder} chưa có mục «nghị quyết»",
                    place,
                    "thêm tệp nghi-quyet.yaml có mục `nghị quyết:` với số, ngày, giai đoạn",
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
            issuer=_text(doc.issuer),
            reporter=_text(doc.reporter),
            title=_text(doc.title),
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
                docs.append(TargetDoc.model_construct(**{name: getattr(file, name) for name in TargetDoc.model_fields}))
            elif file.criteria or file.text is not None:
                self.problems.add(
                    "CT012",
                    "tệp có nội dung nhưng thiếu khóa «chỉ tiêu»",
                    file.span.file.start,
                    "thêm dòng `chỉ tiêu: …` với số của chỉ tiêu",
                )
        return docs

    def _unique(self, named: Iterable[tuple[Text, str]], what: str) -> set[str]:
        first: dict[str, Text] = {}
        for text, name in named:
            if name in first:
                note = Note(first[name].span, "lần đầu")
                self.problems.add(
                    "CT102", f"{what} «{name}» có hai lần", text.span, "đổi số hoặc mã, hoặc bỏ một trong hai", [note]
                )
            else:
                first[name] = text
        return set(first)

    def _target(self, doc: TargetDoc) -> Target:
        title = _text(doc.title)
        if doc.criteria:
            if doc.text is not None or doc.met is not None:
                place = doc.text.span if doc.text else doc.span
                self.problems.add(
                    "CT013",
                    f"chỉ tiêu {doc.number} vừa có «nội dung» vừa có điều kiện riêng",
                    place,
                    "chuyển `nguyên văn`, `đạt khi` vào một nội dung",
                )
            criteria = [self._criterion(c, c.number.value, doc.number.value) for c in doc.criteria]
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
            (self._criterion(doc, doc.number.value, doc.number.value),),
            doc.number.span,
        )

    def _criterion(self, doc: CriterionKeys, identifier: str, target: str) -> Criterion:
        assert doc.text is not None and doc.met is not None
        measured = self._measured(doc)
        good = {"tăng": Direction.UP, "giảm": Direction.DOWN}.get(doc.good or "")
        exceeded = self.reader.condition(doc.exceeded, measured) if doc.exceeded else None
        originals = self._thresholds(doc.met, measured, good, exceeded)
        wordings = [Wording(None, "", doc.text.value, originals)]
        for amendment in sorted(doc.amendments, key=lambda a: a.since):
            wordings.append(self._amended(amendment, measured, good, exceeded))
        applies = self.reader.condition(doc.applies, measured) if doc.applies else None
        for logic in [exceeded, applies, *(t.met for w in wordings for t in w.thresholds)]:
            self._check_names(logic)
        return Criterion(
            id=identifier,
            target=target,
            basis=_text(doc.basis),
            wordings=tuple(wordings),
            applies=applies,
            deadline=doc.deadline,
            yearly=doc.period == "hằng năm",
            counted=doc.counted,
            note=_text(doc.note),
            span=_place_of(doc),
        )

    def _measured(self, doc: CriterionKeys) -> Formula | None:
        if doc.measured_by is None:
            return None
        code = doc.measured_by.value
        at = Extent(0, len(code))
        indicator = self._indicator(doc.measured_by)
        if indicator is None:
            return None
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

    def _indicator(self, text: Text) -> Indicator | None:
        found = self.catalogue.indicators.get(text.value)
        if found is None and text.value not in self.broken:
            close = nearest(text.value, self.catalogue.indicators)
            remedy = f"phải chăng là `{close}`?" if close else "khai báo mã này ở mục «số liệu» của nghi-quyet.yaml"
            self.problems.add("CT101", f"số liệu «{text}» không có trong danh mục", text.span, remedy)
        return found

    def _amended(
        self, doc: AmendmentDoc, measured: Formula | None, good: Direction | None, exceeded: Logic | None
    ) -> Wording:
        return Wording(
            doc.since, doc.document.value, doc.text.value, self._thresholds(doc.met, measured, good, exceeded)
        )

    def _thresholds(
        self, written: Written, measured: Formula | None, good: Direction | None, exceeded: Logic | None
    ) -> tuple[Threshold, ...]:
        node = written.node
        if not isinstance(node, Mapping) or not node.entries or not node.entries[0].key.text.strip().isdecimal():
            return self._threshold(None, written, measured, good, exceeded)
        thresholds: list[Threshold] = []
        for entry in node.entries:
            year = entry.key.text.strip()
            if not (year.isdecimal() and 1900 <= int(year) <= 2200):
                self.problems.add(
                    "CT115",
                    f"«{year}» không phải là một năm",
                    entry.key.span,
                    "viết mỗi mốc một dòng, ví dụ `2023: từ 2.500 trở lên`",
                )
                continue
            if int(year) in {t.year for t in thresholds}:
                self.problems.add("CT115", f"mốc năm {year} viết hai lần", entry.key.span, "giữ một mốc cho mỗi năm")
                continue
            thresholds.extend(self._threshold(int(year), Written(entry.value), measured, good, exceeded))
        return tuple(sorted(thresholds, key=lambda t: t.year or 0))

    def _threshold(
        self,
        year: int | None,
        written: Written,
        measured: Formula | None,
        good: Direction | None,
        exceeded: Logic | None,
    ) -> tuple[Threshold, ...]:
        read = self.reader.goal(written, measured, good)
        if read is None:
            return ()
        met, implied = read
        node = written.node
        text = " ".join(node.text.split()) if isinstance(node, Scalar) else met.text
        return (Threshold(year, met, exceeded or implied, text, node.span),)

    # ------------------------------------------------------------ findings

    def _finding_docs(self) -> Iterable[tuple[FindingKind, FindingDoc]]:
        for file in self.files:
            for kind, docs in (
                (FindingKind.LIMITATION, file.limitations),
                (FindingKind.DIFFICULTY, file.difficulties),
                (FindingKind.CAUSE, file.causes),
                (FindingKind.FORECAST, file.forecasts),
                (FindingKind.SOLUTION, file.solutions),
            ):
                for doc in docs:
                    yield kind, doc

    def _finding(self, kind: FindingKind, doc: FindingDoc) -> Finding:
        when = self.reader.condition(doc.when) if doc.when else None
        self._check_names(when)
        conclusion = parse_template(
            doc.conclusion, self.catalogue.indicators, self.broken, self.criterion_ids, self.problems
        )
        return Finding(
            id=doc.id.value,
            kind=kind,
            categories=self._cause_categories(doc) if isinstance(doc, CauseDoc) else _CATEGORIES[kind],
            of=tuple(ref for text in doc.of if (ref := self._reference(text)) is not None),
            when=when,
            conclusion=conclusion,
            basis=_text(doc.basis),
            section=_text(doc.section),
            keeps_up=isinstance(doc, SolutionDoc) and doc.keeps_up,
            span=doc.id.span,
        )

    def _cause_categories(self, doc: CauseDoc) -> tuple[str, ...]:
        categories = []
        for text in doc.category:
            category = _CAUSE_CATEGORIES.get(fold(text.value))
            if category is None:
                self.problems.add(
                    "CT014",
                    f"«{text}» không phải loại nguyên nhân",
                    text.span,
                    "ghi khách quan, chủ quan, hoặc [khách quan, chủ quan]",
                )
            else:
                categories.append(category)
        return tuple(categories)

    def _reference(self, text: Text) -> Reference | None:
        """«2.1», «nội dung 2.1», «chỉ tiêu 5», «5», «HC-1»; a bare number that is both a criterion and a target is the criterion."""
        name, folded = text.value, fold(text.value)
        for prefix, what, known in (
            ("noi dung ", "criterion", self.criterion_ids),
            ("chi tieu ", "target", self.target_ids),
        ):
            if folded.startswith(prefix):
                name = name[len(prefix) :].strip()
                if name in known:
                    return Reference(what, name)
                self._unknown_reference(text, known)
                return None
        for what, known in (
            ("criterion", self.criterion_ids),
            ("target", self.target_ids),
            ("finding", self.finding_ids),
        ):
            if name in known:
                return Reference(what, name)
        self._unknown_reference(text, {*self.criterion_ids, *self.target_ids, *self.finding_ids})
        return None

    def _unknown_reference(self, text: Text, known: set[str]) -> None:
        if self.complete:
            close = nearest(text.value, known)
            code = "CT108" if "-" in text.value else "CT107"
            self.problems.add(
                code,
                f"không có «{text}»",
                text.span,
                f"phải chăng là «{close}»?" if close else "ghi số nội dung, số chỉ tiêu hoặc mã đã khai báo",
            )

    # ------------------------------------------------------------ names in conditions

    def _check_names(self, logic: Logic | None) -> None:
        if self.complete:
            for leaf in leaves(logic):
                self._check_leaf(leaf)

    def _check_leaf(self, leaf: Leaf) -> None:
        match leaf:
            case StatusTest(of_target=True, id=identifier) if identifier not in self.target_ids:
                self._unknown("CT107", f"không có chỉ tiêu «{identifier}»", leaf.span, identifier, self.target_ids)
            case StatusTest(of_target=False, id=identifier) if identifier not in self.criterion_ids:
                self._unknown("CT107", f"không có nội dung «{identifier}»", leaf.span, identifier, self.criterion_ids)
            case PresenceTest(finding=identifier) if identifier not in self.finding_ids:
                self._unknown("CT108", f"không có mã «{identifier}»", leaf.span, identifier, self.finding_ids)

    def _unknown(self, code: str, message: str, span: Span, name: str, known: set[str]) -> None:
        close = nearest(name, known)
        listed = ", ".join(sorted(known, key=natural_key)[:12])
        self.problems.add(code, message, span, f"phải chăng là «{close}»?" if close else f"các số, mã đã có: {listed}")


def _text(text: Text | None) -> str:
    return text.value if text is not None else ""


def _place_of(doc: CriterionKeys) -> Span:
    return doc.number.span if isinstance(doc, CriterionDoc | TargetDoc) else doc.span
