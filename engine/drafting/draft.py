"""Drafts rule files from the outline of a resolution, and marks doubtful places with `# CẦN XEM LẠI`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from engine.domain.records import NamedTuple
from engine.drafting.changes import Subject
from engine.drafting.head import Head
from engine.drafting.names import code_words, free_code, proposed_code
from engine.drafting.outline import DraftCriterion, DraftTarget
from engine.drafting.proposal import Doubt, Proposal, Years, propose, propose_by_year, propose_for_units
from engine.files.diagnostics import Problems
from engine.files.folder_names import folder_name
from engine.files.yaml_text import scalar
from engine.formatting.formatter import format_file
from engine.language.text import on_one_line
from engine.rulebook.rulebook import Nature

MARK = "# CẦN XEM LẠI"
_NO_CODES: Mapping[str, str] = {}
_SCHEMA = "# yaml-language-server: $schema=../../.chitieu/luoc-do/quy-tac.json"


class Measure(NamedTuple):
    """An entry of the catalogue. ``formula`` is '' for what is given; ``doubts`` stand at the unit or the formula."""

    code: str
    name: str
    kind: str
    unit: str
    nature: Nature
    formula: str = ""
    doubts: tuple[Doubt, ...] = ()


class Entry(NamedTuple):
    """A criterion with its proposal; ``code`` is what it is measured by, ``measures`` are all that it needs."""

    target: int
    number: str
    criterion: DraftCriterion
    code: str
    proposal: Proposal
    measures: tuple[Measure, ...]

    @property
    def text(self) -> str:
        return self.criterion.text

    @property
    def goals(self) -> tuple[tuple[int | None, str], ...]:
        """The conditions, each with its year where there are several."""
        return self.proposal.steps or ((None, self.condition),)

    @property
    def goals_text(self) -> str:
        """The goals on one line."""
        return "; ".join(f"{year}: {condition}" if year is not None else condition for year, condition in self.goals)

    @property
    def condition(self) -> str:
        plan = next((m.code for m in self.measures if m.nature is Nature.PLAN), "")
        return self.proposal.condition.format(plan) if self.proposal.plan else self.proposal.condition


class Draft(NamedTuple):
    """The files by name within the folder of the resolution; ``marks`` counts the marks in them."""

    head: Head
    folder: str
    files: dict[str, str]
    entries: tuple[Entry, ...]
    marks: int


def folder_of(head: Head) -> str:
    """Returns «12-nq-hdnd-2026» for 12/NQ-HĐND, with the year of its day or of its period."""
    year = head.day[-4:] if head.day else str(head.first_year)
    name = folder_name(head.number, "nghi-quyet")
    return name if name.endswith(year) else f"{name}-{year}"


def entries_of(targets: Iterable[DraftTarget], head: Head, known: Mapping[str, str] = _NO_CODES) -> list[Entry]:
    """Returns every criterion with its proposal, in the order of the document.

    ``known`` are codes by wordings, of criteria that had one before.
    """
    taken = set(known.values())
    left = dict(known)
    entries: list[Entry] = []
    for target in targets:
        subject: Subject | None = None
        for index, criterion in enumerate(target.criteria, 1):
            proposal = _proposed(criterion, head, subject)
            if criterion.is_part and entries and entries[-1].target == target.number:
                proposal = _with_times_of(entries[-1].proposal, proposal)
            entry = _entry(target.number, index, criterion, proposal, left.pop(criterion.text, None), taken)
            entries.append(entry)
            if proposal.kind == "số" and proposal.level is None:
                subject = Subject(proposal.name, proposal.unit, entry.code)
    return entries


def _proposed(criterion: DraftCriterion, head: Head, subject: Subject | None) -> Proposal:
    years = Years(head.first_year, head.last_year)
    if criterion.by_unit:
        proposal = propose_for_units(criterion.text, criterion.by_unit)
    elif criterion.by_year:
        proposal = propose_by_year(criterion.by_year, years, criterion.frame)
    else:
        proposal = propose(criterion.text, years, criterion.frame, subject)
    doubts = tuple(Doubt(doubt, "nguyên văn") for doubt in criterion.doubts)
    settings = (*proposal.settings, ("tính vào tổng hợp", "không")) if criterion.is_part else proposal.settings
    return proposal._replace(doubts=(*proposal.doubts, *doubts), settings=settings)


def _with_times_of(whole: Proposal, part: Proposal) -> Proposal:
    """Returns the proposal of a part, which holds for the times of its ``whole`` where it names none."""
    keys = {key for key, _ in part.settings}
    times = tuple(pair for pair in whole.settings if pair[0] in ("kỳ", "cộng dồn") and pair[0] not in keys)
    nature = whole.nature if whole.unit == part.unit and part.nature is Nature.STOCK else part.nature
    return part._replace(settings=(*times, *part.settings), nature=nature) if part.kind == whole.kind else part


def _entry(
    target: int, index: int, criterion: DraftCriterion, proposal: Proposal, known: str | None, taken: set[str]
) -> Entry:
    code = known or proposed_code(target, proposal.name, taken)
    taken.add(code)
    return Entry(target, f"{target}.{index}", criterion, code, proposal, measures_of(code, proposal, taken))


def measures_of(code: str, proposal: Proposal, taken: set[str]) -> tuple[Measure, ...]:
    """Returns the measures of a criterion measured by ``code``, and adds their codes to ``taken``."""
    of_catalogue = tuple(doubt for doubt in proposal.doubts if doubt.key in ("đơn vị tính", "công thức"))
    own = Measure(code, proposal.name, proposal.kind, proposal.unit, proposal.nature, doubts=of_catalogue)
    if proposal.plan:
        plan = free_code(f"ke_hoach.{code_words(proposal.name)}", taken)
        taken.add(plan)
        name = f"Kế hoạch {proposal.name[:1].lower()}{proposal.name[1:]}"
        return own, Measure(plan, name, "số", proposal.unit, Nature.PLAN)
    if proposal.level is None:
        return (own,)
    if proposal.level.code:
        return (own._replace(formula=proposal.level.formula.replace("{}", proposal.level.code)),)
    level = free_code(f"{code.partition('.')[0]}.{code_words(proposal.level.name)}", taken)
    taken.add(level)
    formula = proposal.level.formula.replace("{}", level)
    unit_doubts = tuple(doubt for doubt in own.doubts if doubt.key == "đơn vị tính")
    counted = Measure(level, proposal.level.name, "số", proposal.level.unit, Nature.STOCK, doubts=unit_doubts)
    return own._replace(formula=formula, doubts=tuple(d for d in own.doubts if d.key == "công thức")), counted


def draft(head: Head, targets: Iterable[DraftTarget], entries: list[Entry]) -> Draft:
    """Returns the files of a resolution."""
    files = {"nghi-quyet.yaml": _head_file(head, entries)}
    for target in targets:
        own = [entry for entry in entries if entry.target == target.number]
        if own:
            files[f"chi-tieu-{target.number}.yaml"] = _target_file(head, target, own)
    files = {name: canonical(name, text) for name, text in files.items()}
    marks = sum(text.count(MARK) for text in files.values())
    return Draft(head, folder_of(head), files, tuple(entries), marks)


def canonical(name: str, text: str) -> str:
    """Returns the text as `chitieu fmt` would write it; as it is where it does not load, which `check` then says."""
    formatted = format_file(text.encode(), name, "rules", Problems())
    return text if formatted is None else formatted.text


def _head_file(head: Head, entries: list[Entry]) -> str:
    lines = [_SCHEMA, "nghị quyết:"]
    lines += [f"  {MARK}: {doubt}" for doubt in head.doubts]
    lines.append(f"  số: {scalar(head.number)}")
    lines += [f"  loại văn bản: {head.kind}"] if head.kind != "Nghị quyết" else []
    for key, value in (("ngày", head.day), ("cơ quan ban hành", head.issuer), ("trích yếu", head.title)):
        lines += [f"  {key}: {scalar(value)}"] if value else []
    lines += [f"  giai đoạn: {head.period}", "", "số liệu:"]
    lines += [line for entry in entries for measure in entry.measures for line in _of_measure(measure)]
    return "\n".join(lines) + "\n"


def _of_measure(measure: Measure) -> Iterator[str]:
    yield f"  {measure.code}:"
    yield f"    tên: {scalar(measure.name)}"
    if measure.kind != "số":
        yield f"    kiểu: {measure.kind}"
        return
    yield from _marks("    ", "đơn vị tính", measure.doubts)
    yield f"    đơn vị tính: {scalar(measure.unit)}"
    if measure.formula:
        yield from _marks("    ", "công thức", measure.doubts)
        yield f"    công thức: {scalar(measure.formula)}"
    else:
        yield from (f"    {MARK}: {on_one_line(d.text)}" for d in measure.doubts if d.key == "công thức")
    if measure.nature is not Nature.STOCK:
        yield f"    tính chất: {measure.nature}"


def _marks(indent: str, key: str, doubts: Iterable[Doubt]) -> Iterator[str]:
    """Yields the marks of the doubts that concern ``key``, to stand above its line."""
    yield from (f"{indent}{MARK}: {on_one_line(doubt.text)}" for doubt in doubts if doubt.key == key)


def _target_file(head: Head, target: DraftTarget, entries: list[Entry]) -> str:
    title = entries[0].proposal.name if len(entries) == 1 else _title(target.text)
    lines = [_SCHEMA]
    lines += [f"{MARK}: {on_one_line(doubt)}" for doubt in target.doubts]
    lines += [f"chỉ tiêu: {target.number}", f"tên: {scalar(title)}", "nội dung:"]
    lines += [line for entry in entries for line in _of_entry(head, entry)]
    return "\n".join(lines) + "\n"


def _of_entry(head: Head, entry: Entry) -> Iterator[str]:
    doubts = entry.proposal.doubts
    place = entry.criterion.cited or f"chỉ tiêu {entry.target}"
    yield f"  - số: {entry.number}"
    yield from _marks("    ", "nguyên văn", doubts)
    yield f"    nguyên văn: {scalar(entry.text)}"
    yield f"    căn cứ: {scalar(f'{head.number}, {place}')}"
    yield f"    đo bằng: {entry.code}"
    yield from _marks("    ", "đạt khi", doubts)
    if entry.proposal.steps:
        yield "    đạt khi:"
        yield from (f"      {year}: {scalar(condition)}" for year, condition in entry.proposal.steps)
    else:
        yield f"    đạt khi: {scalar(entry.condition)}"
    for key, value in entry.proposal.settings:
        yield from _marks("    ", key, doubts)
        yield f"    {key}: {scalar(value)}"
    keys = ("nguyên văn", "đạt khi", "đơn vị tính", "công thức", *dict(entry.proposal.settings))
    yield from (f"    {MARK}: {doubt.key}: {on_one_line(doubt.text)}" for doubt in doubts if doubt.key not in keys)


def _title(text: str) -> str:
    words = text.strip().rstrip(".;:").split()
    return " ".join(words[:12]) + (" …" if len(words) > 12 else "")
