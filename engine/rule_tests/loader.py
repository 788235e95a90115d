"""Loads test files into tests that can run: resolves names, reads values, and collects problems with their places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from engine.domain.records import NamedTuple
from engine.domain.verdicts import Verdict
from engine.evaluation.finding_results import Outcome
from engine.explain.assumptions import assumed_fact
from engine.factbase.base import FactBase
from engine.factbase.facts import Basis, Fact, FactSet
from engine.factbase.periods import Period, year_of
from engine.factbase.values import BadValue, is_missing, parse_value
from engine.files.diagnostics import Note, Problems
from engine.files.document import read_model
from engine.files.scalars import Entry, Scalar, Text, text_of
from engine.files.scalars import Mapping as MappingNode
from engine.files.source import Span
from engine.files.written import NamedEntry, WrittenValue
from engine.language.names import meant, several
from engine.language.text import fold
from engine.rule_tests.documents import CaseDoc, ExpectedDoc
from engine.rule_tests.expectations import ABSENT, PRESENT, UNDETERMINED, Expectation, Subject, SubjectKind
from engine.rulebook.order import natural_key
from engine.rulebook.rulebook import Indicator, Nature, Rulebook
from engine.workspace.case import Case

DEFAULT_UNIT = "đơn vị kiểm thử"
SOURCE = "kiểm thử"

_LISTS: dict[str, tuple[SubjectKind, str]] = {
    "present": ("finding", PRESENT),
    "absent": ("finding", ABSENT),
    "undetermined": ("finding", UNDETERMINED),
    "agree": ("reconciliation", Outcome.AGREES.label),
    "differ": ("reconciliation", Outcome.DIFFERS.label),
    "unchecked": ("reconciliation", Outcome.UNDETERMINED.label),
}
_COUNTS = ("targets_met", "criteria_met", "targets_not_met", "criteria_not_met")
_PREFIXES: dict[str, SubjectKind] = {"noi dung ": "criterion", "chi tieu ": "target"}


class RuleTest(NamedTuple):
    """A test of a test file, ready to run; ``case`` holds its facts."""

    name: str
    case: Case
    expectations: tuple[Expectation, ...]
    span: Span


class CaseReader:
    """Reads the tests of one rulebook. ``bases`` are the cases of the workspace by their names in «dựa trên»."""

    def __init__(self, rulebook: Rulebook, bases: Mapping[str, Case], problems: Problems) -> None:
        self.rulebook = rulebook
        self.bases = bases
        self.problems = problems
        self.first: dict[str, Text] = {}
        self.known: dict[str, list[str]] = {
            "criterion": [c.id for c in rulebook.criteria],
            "target": [t.id for t in rulebook.targets],
            "finding": [f.id for f in rulebook.findings],
            "reconciliation": [r.id for r in rulebook.reconciliations],
        }

    def read(self, doc: CaseDoc) -> RuleTest | None:
        """Returns the test of ``doc``; None, with the problem reported, where it has no facts or no expectations."""
        self._check_name(doc.name)
        case = self._case(doc)
        expectations = self._expectations(doc)
        if case is None or not expectations:
            return None
        return RuleTest(doc.name.value, case, tuple(expectations), doc.name.span)

    def _check_name(self, name: Text) -> None:
        if (first := self.first.setdefault(fold(name.value), name)) is not name:
            note = Note(first.span, "lần đầu")
            remedy = "đặt tên khác, nói rõ hai trường hợp khác nhau ở điều gì"
            self.problems.add("CT405", f"hai trường hợp cùng tên «{name}»", name.span, remedy, [note])

    # ------------------------------------------------------------ facts

    def _case(self, doc: CaseDoc) -> Case | None:
        base = self._based_on(doc, doc.based_on) if doc.based_on is not None else self._of_its_own(doc)
        if base is None:
            return None
        if doc.values:
            given = self._facts(doc.values, base)
            old = tuple(fact for fact in base.facts.facts.facts if fact.code not in given)
            new = tuple(fact for fact in given.values() if fact is not None)
            base = _with(base, base.facts.facts._replace(facts=old + new))
        if not doc.changes:
            return base
        return Case(self.rulebook, base.facts.assuming(self._facts(doc.changes, base)))

    def _based_on(self, doc: CaseDoc, name: Text) -> Case | None:
        for key in ("năm", "đơn vị"):
            if key in doc.places:
                message = f"«{key}» đã có trong tệp số liệu «{name}»"
                self.problems.add("CT407", message, doc.places[key], f"bỏ dòng `{key}`, hoặc bỏ `dựa trên`")
        wanted = name.value.removeprefix("facts/").removesuffix(".yaml").removesuffix(".yml")
        found = meant(wanted, self.bases)
        if len(found) > 1:
            self.problems.add("CT403", several(name.value, found), name.span, "ghi tên tệp đủ dấu")
            return None
        case = self.bases[found[0]] if found else None
        if case is None:
            close = self.problems.nearest(name.value, self.bases)
            listed = ", ".join(self.bases) or "chưa có tệp nào"
            remedy = f"phải chăng là «{close}»?" if close else f"các tệp số liệu của nghị quyết này: {listed}"
            self.problems.add("CT403", f"không có tệp số liệu «{name}» của nghị quyết này", name.span, remedy)
            return None
        return case if doc.as_of is None else _with(case, self._dated(case.facts.facts, doc.as_of))

    def _dated(self, facts: FactSet, day: date) -> FactSet:
        """``facts`` as if their file had the date ``day``: actuals without a date of their own move with it."""
        last, year = min(facts.as_of, facts.ends), year_of(facts.year)

        def moved(fact: Fact) -> Fact:
            nature = self.rulebook.indicators[fact.code].nature
            own = fact.as_of != facts.as_of or fact.period.end != last
            if own or fact.basis is Basis.ESTIMATE or nature is Nature.PLAN:
                return fact
            yearly = nature in (Nature.FLOW, Nature.RATE)
            end = min(day, year.end) if yearly else day
            period = Period(fact.period.start and min(fact.period.start, end), end)
            return fact._replace(as_of=day, period=period, part_year=yearly and period != year)

        return facts._replace(as_of=day, day_assumed=True, facts=tuple(map(moved, facts.facts)))

    def _of_its_own(self, doc: CaseDoc) -> Case | None:
        """Returns the case with only its own facts, of a whole year: by default the first year of the period."""
        if doc.values is None:
            if not {"số liệu", "dựa trên", None} & {*doc.places, *doc.misspelt}:  # None: a key that may mean anything
                remedy = "thêm `dựa trên: thư mục/tệp` trong facts/, hoặc mục `số liệu` với các mã và giá trị"
                self.problems.add("CT401", f"trường hợp «{doc.name}» chưa có số liệu", doc.name.span, remedy)
            return None
        resolution = self.rulebook.resolution
        year = doc.year if doc.year is not None else doc.as_of.year if doc.as_of else resolution.first_year
        if not resolution.first_year <= year <= resolution.last_year:
            message = f"năm {year} nằm ngoài giai đoạn {resolution.period_text} của nghị quyết"
            place = doc.places.get("năm") or doc.places["tính đến"]
            self.problems.add("CT205", message, place, "ghi `năm` trong giai đoạn của nghị quyết")
        unit = doc.unit.value if doc.unit is not None else DEFAULT_UNIT
        as_of = doc.as_of or date(year, 12, 31)
        files = (doc.span.file,)
        facts = FactSet(resolution.number, unit, year, as_of, (), (), {}, files, day_assumed=True)
        return Case(self.rulebook, FactBase(self.rulebook, facts))

    def _facts(self, entries: Iterable[NamedEntry[WrittenValue]], base: Case) -> dict[str, Fact | None]:
        """Returns the fact of each code, None for «chưa có»; leaves out and reports wrong values."""
        facts: dict[str, Fact | None] = {}
        for entry in entries:
            indicator = self._indicator(entry.name)
            text = self._value_text(entry)
            if indicator is None or text is None:
                continue
            if is_missing(text.value):
                facts[indicator.code] = None
            elif (fact := self._fact(text, indicator, base)) is not None:
                facts[indicator.code] = fact
        return facts

    def _fact(self, text: Text, indicator: Indicator, base: Case) -> Fact | None:
        try:
            value = parse_value(text.value, indicator, self.rulebook.vocabulary)
        except BadValue as error:
            self.problems.add(error.code, error.message, text.part(error.start, error.end), error.remedy)
            return None
        fact = assumed_fact(base, indicator, value.interval, text.value)
        return fact._replace(soft=value.soft, source=SOURCE, span=text.span)

    def _indicator(self, name: Text) -> Indicator | None:
        indicators = self.rulebook.indicators
        found = indicators.get(name.value)
        if found is None and name.value not in self.rulebook.refused:
            close = self.problems.nearest(name.value, indicators)
            remedy = f"phải chăng là `{close}`?" if close else "dùng một mã trong danh mục «số liệu» của nghị quyết"
            self.problems.add("CT201", f"mã số liệu «{name}» không có trong danh mục", name.span, remedy)
        return found

    def _value_text(self, entry: NamedEntry[WrittenValue]) -> Text | None:
        assert entry.value is not None
        node = entry.value.node
        if isinstance(node, Scalar) and node.text.strip():
            return text_of(node)
        place = entry.name.span if isinstance(node, Scalar) else node.span
        remedy = "ghi một giá trị trên cùng dòng với mã, hoặc `chưa có` để bỏ số liệu"
        self.problems.add("CT013", f"«{entry.name}» cần đúng một giá trị", place, remedy)
        return None

    # ------------------------------------------------------------ what is expected

    def _expectations(self, doc: CaseDoc) -> list[Expectation]:
        node = doc.expected.node
        if not isinstance(node, MappingNode) or not node.entries:
            remedy = "ghi ít nhất một kết quả, ví dụ `nội dung 2.1: đạt` hoặc `có: [HC-1]`"
            self.problems.add("CT402", f"trường hợp «{doc.name}» không mong đợi điều gì", node.span, remedy)
            return []
        verdicts = [entry for entry in node.entries if _names_a_verdict(entry)]
        rest = tuple(entry for entry in node.entries if entry not in verdicts)
        found = [e for entry in verdicts if (e := self._verdict(entry)) is not None]
        fixed = read_model(ExpectedDoc, node._replace(entries=rest), self.problems)
        if fixed is not None:
            found += self._listed(fixed) + _counted(fixed)
        if not found and not self.problems.has_errors:
            remedy = "ghi ít nhất một mã trong ngoặc vuông, ví dụ `có: [HC-1]`"
            self.problems.add("CT402", f"trường hợp «{doc.name}» không mong đợi điều gì", node.span, remedy)
        self._check_contradictions(found)
        return found

    def _verdict(self, entry: Entry) -> Expectation | None:
        subject = self._named(entry.key)
        value = entry.value
        labels = {fold(status.label): status.label for status in Verdict}
        text = text_of(value) if isinstance(value, Scalar) else None
        label = labels.get(fold(text.value)) if text is not None else None
        if label is None:
            written = text.value if text is not None else "danh sách"
            close = self.problems.nearest(written, tuple(labels.values()))
            remedy = f"phải chăng là «{close}»?" if close else f"chọn một trong: {', '.join(labels.values())}"
            span = value.span if text is not None and text.value else entry.key.span
            self.problems.add("CT014", f"«{written}» không phải kết luận", span, remedy)
        return Expectation(subject, label, entry.key.span) if subject is not None and label is not None else None

    def _named(self, key: Scalar) -> Subject | None:
        """Returns the subject of «nội dung 2.1» or «chỉ tiêu 2»; a bare number is first a criterion, as in «của»."""
        folded, name = fold(key.text), key.text.strip()
        kinds: tuple[SubjectKind, ...] = ("criterion", "target")
        for prefix, kind in _PREFIXES.items():
            if folded.startswith(prefix):
                name, kinds = name[len(prefix) :].strip(), (kind,)
        for kind in kinds:
            if name in self.known[kind]:
                return Subject(kind, name)
        known = self.known[kinds[0]]
        remedy = f"các {'chỉ tiêu' if kinds == ('target',) else 'nội dung'} đã có: {', '.join(known)}"
        self.problems.add("CT107", f"nghị quyết không có «{key.text}»", key.span, remedy)
        return None

    def _listed(self, doc: ExpectedDoc) -> list[Expectation]:
        found = []
        for field, (kind, label) in _LISTS.items():
            for text in getattr(doc, field):
                if text.value in self.known[kind]:
                    found.append(Expectation(Subject(kind, text.value), label, text.span))
                else:
                    self._unknown(text, kind)
        return found

    def _unknown(self, text: Text, kind: SubjectKind) -> None:
        if kind == "finding" and text.value in self.known["reconciliation"]:
            remedy = "đối chiếu thì ghi ở `khớp`, `lệch` hoặc `không kiểm được`"
        elif kind == "reconciliation" and text.value in self.known["finding"]:
            remedy = "mục này ghi ở `có`, `không có` hoặc `chưa rõ`"
        else:
            close = self.problems.nearest(text.value, self.known[kind])
            listed = ", ".join(sorted(self.known[kind], key=natural_key)[:12]) or "chưa có"
            remedy = f"phải chăng là «{close}»?" if close else f"các mã đã có: {listed}"
        what = "hạn chế, nguyên nhân, dự báo… nào" if kind == "finding" else "phép đối chiếu nào"
        self.problems.add("CT404", f"«{text}» không phải mã của {what}", text.span, remedy)

    def _check_contradictions(self, found: Iterable[Expectation]) -> None:
        first: dict[Subject, Expectation] = {}
        for expectation in found:
            before = first.setdefault(expectation.subject, expectation)
            if before is not expectation:
                message = f"«{expectation.subject}» được mong đợi hai lần"
                note = Note(before.span, before.label)
                self.problems.add("CT406", message, expectation.span, "giữ một, bỏ một", [note], expectation.label)


def _with(case: Case, facts: FactSet) -> Case:
    return Case(case.rulebook, case.facts.with_facts(facts))


def _names_a_verdict(entry: Entry) -> bool:
    """Returns whether the key names a criterion or target, and is no fixed key or misspelling of one."""
    folded = fold(entry.key.text)
    return ExpectedDoc.keys().get(folded) is None and any(c.isdigit() for c in folded)


def _counted(doc: ExpectedDoc) -> list[Expectation]:
    found = []
    for field in _COUNTS:
        number = getattr(doc, field)
        alias = ExpectedDoc.model_fields[field].alias or ""
        if number is not None:
            found.append(Expectation(Subject("count", alias), str(number), doc.places[alias]))
    return found
