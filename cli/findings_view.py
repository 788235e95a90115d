"""Under the table: findings by category with their chains, what the report states beside what was computed, and footings."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console

from cli.texts import plain
from engine.evaluation.evaluation import Evaluation, FindingResult, Outcome
from engine.evaluation.presentation import rests_mark
from engine.explain.footing import Footing
from engine.reports.chains import ChainLink, categories, chains, chains_heading, following
from engine.reports.summary import outcome_counts

_COLOURS = {Outcome.AGREES: "green", Outcome.DIFFERS: "bold yellow", Outcome.UNDETERMINED: "magenta"}


def show_findings(evaluation: Evaluation, console: Console) -> None:
    """The chains of the unmet criteria, then every finding by category, then what waits for data."""
    _chains(evaluation, console)
    for category in categories(evaluation):
        _heading(console, category.name[0].upper() + category.name[1:])
        for finding in category.findings:
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
    _heading(console, f"Đối chiếu số liệu và điều báo cáo nêu: {outcome_counts(evaluation)}")
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
        console.print(plain(f"- {footing.id} {footing.status}: {footing.notes}"))


def _chains(evaluation: Evaluation, console: Console) -> None:
    found = chains(evaluation)
    if not found:
        return
    _heading(console, chains_heading(evaluation))
    for chain in found:
        shown = " → ".join(map(_link, chain.links))
        console.print(plain(f"- {chain.criterion.id} {chain.criterion.status.label}: {shown}"))


def _link(link: ChainLink) -> str:
    note = f" ({link.note})" if link.note else ""
    return f"{link.name} {', '.join(link.ids)}{note}" if link.ids else link.name


def _line(finding: FindingResult, evaluation: Evaluation) -> str:
    marks = " ".join(filter(None, (finding.id, rests_mark(finding.rests_on))))
    return f"- {marks} {finding.text}{''.join(_links(finding, evaluation))}"


def _links(finding: FindingResult, evaluation: Evaluation) -> Iterator[str]:
    """What a finding belongs to, and the next link of the chain; that it is missing, where a limitation or cause has none."""
    if finding.of:
        yield f" Về: {', '.join(finding.of)}."
    after = following(finding, evaluation)
    if after is not None:
        yield f" {after.name}: {', '.join(after.ids) or after.none}."


def _heading(console: Console, text: str) -> None:
    console.print()
    console.print(plain(text, "bold"))
