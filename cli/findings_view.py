"""Under the table: findings by category with their chains, what the report states beside what was computed, and footings."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console

from cli.texts import plain
from engine.evaluation.evaluation import CriterionResult, Evaluation, FindingResult, Outcome
from engine.evaluation.presentation import rests_mark
from engine.explain.footing import Footing

_ORDER = ("limitation", "cause", "difficulty", "forecast", "solution")
_COLOURS = {Outcome.AGREES: "green", Outcome.DIFFERS: "bold yellow", Outcome.UNDETERMINED: "magenta"}


def show_findings(evaluation: Evaluation, console: Console) -> None:
    """The chains of the unmet criteria, then every finding by category, then what waits for data."""
    _chains(evaluation, console)
    found = [f for f in evaluation.findings if f.outcome is None]
    category = ""
    for finding in sorted(found, key=lambda f: _ORDER.index(f.kind)):
        if finding.category != category:
            category = finding.category
            _heading(console, category[0].upper() + category[1:])
        console.print(plain(_line(finding, evaluation)))
    if evaluation.undetermined_findings:
        _heading(console, "Chưa kết luận được, còn chờ số liệu")
        for waiting in evaluation.undetermined_findings:
            console.print(plain(f"- {waiting.id}: chờ {', '.join(waiting.waits_for) or 'số liệu'}"))


def show_reconciliations(evaluation: Evaluation, console: Console) -> None:
    """How much agrees, and everything that differs or cannot be checked."""
    results = evaluation.reconciliations
    if not results:
        return
    counts = ", ".join(f"{sum(r.outcome is o for r in results)} {o.label}" for o in Outcome)
    _heading(console, f"Đối chiếu số liệu và điều báo cáo nêu: {counts}")
    for outcome in (Outcome.DIFFERS, Outcome.UNDETERMINED):
        for result in results:
            if result.outcome is outcome:
                line = plain(f"- {outcome.label}: ", _COLOURS[outcome])
                line.append_text(plain(f"{result.id}: {result.text}"))
                console.print(line)
    agreeing = [r for r in results if r.outcome is Outcome.AGREES]
    declared = [r for r in agreeing if not r.id.startswith("NEU-")]
    stated = [r for r in agreeing if r.id.startswith("NEU-")]
    for text in [*(f"{r.id}: {r.text}" for r in declared), _together(stated)]:
        if text:
            line = plain("- khớp: ", _COLOURS[Outcome.AGREES])
            line.append_text(plain(text))
            console.print(line)


def _together(results: list[FindingResult]) -> str:
    """The claims that agree, by what they are about."""
    by_subject: dict[str, list[str]] = {}
    for result in results:
        by_subject.setdefault(result.text.partition(":")[0], []).append(result.id)
    return "; ".join(f"{subject} ({', '.join(ids)})" for subject, ids in by_subject.items())


def show_footings(footings: list[Footing], console: Console) -> None:
    """The verdicts that must be read with care."""
    if not footings:
        return
    _heading(console, "Kết luận cần đọc kỹ: dựa trên ít căn cứ, hoặc sát ngưỡng")
    for footing in footings:
        notes = "; ".join(filter(None, (footing.rests, footing.edge)))
        console.print(plain(f"- {footing.id} {footing.status}: {notes}"))


def _chains(evaluation: Evaluation, console: Console) -> None:
    unmet = [c for c in evaluation.criteria if c.status.unmet]
    if not unmet:
        return
    _heading(console, "Từ nội dung chưa đạt đến nguyên nhân và giải pháp")
    for criterion in unmet:
        console.print(plain(f"- {criterion.id} {criterion.status.label}: {_chain(criterion, evaluation)}"))


def _chain(criterion: CriterionResult, evaluation: Evaluation) -> str:
    explaining = [f for f in evaluation.findings if criterion.id in f.explains]
    direct = [f.id for f in explaining if f.kind == "cause" and criterion.id in f.of]
    limitations = [f.id for f in explaining if f.kind == "limitation"]
    through = [f.id for f in explaining if f.kind == "cause" and criterion.id not in f.of]
    parts = [f"hạn chế {', '.join(limitations)}"] if limitations else []
    if direct:
        parts.append(f"nguyên nhân trực tiếp {', '.join(direct)}")
    if through:
        none = "" if direct else " (chưa có nguyên nhân trực tiếp)"
        parts.append(f"nguyên nhân qua hạn chế {', '.join(through)}{none}")
    if not direct and not through:
        parts.append("chưa có nguyên nhân giải thích")
    for kind, name in (("forecast", "dự báo"), ("solution", "giải pháp")):
        found = [f.id for f in explaining if f.kind == kind]
        parts += [f"{name} {', '.join(found)}"] if found else []
    return " → ".join(parts)


def _line(finding: FindingResult, evaluation: Evaluation) -> str:
    marks = " ".join(filter(None, (finding.id, rests_mark(finding.rests_on))))
    return f"- {marks} {finding.text}{''.join(_links(finding, evaluation))}"


def _links(finding: FindingResult, evaluation: Evaluation) -> Iterator[str]:
    """What a finding belongs to, and the next link of the chain; that it is missing, where a limitation or cause has none."""
    if finding.of:
        yield f" Về: {', '.join(finding.of)}."
    following = {
        "limitation": ("cause", "Nguyên nhân", "chưa có nguyên nhân"),
        "cause": ("solution", "Giải pháp", "chưa có giải pháp"),
    }
    if finding.kind in following:
        kind, name, none = following[finding.kind]
        found = [f.id for f in evaluation.findings if f.kind == kind and finding.id in f.of]
        yield f" {name}: {', '.join(found)}." if found else f" {name}: {none}."


def _heading(console: Console, text: str) -> None:
    console.print()
    console.print(plain(text, "bold"))
