"""Shows what follows the table: findings by category with their chains, reconciliations, and footings."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from cli.layout import hang
from cli.texts import plain, say, say_heading
from engine.evaluation.evaluation import Evaluation
from engine.evaluation.finding_results import FindingResult, Outcome
from engine.evaluation.presentation import rests_mark
from engine.explain.footing import Footing
from engine.factbase.facts import STATEMENT
from engine.language.text import capital
from engine.reports.chains import ChainLink, categories, chains, chains_heading, following
from engine.reports.summary import outcome_counts

_COLOURS = {Outcome.AGREES: "green", Outcome.DIFFERS: "bold red", Outcome.UNDETERMINED: "magenta"}


def show_findings(evaluation: Evaluation, console: Console) -> None:
    """Shows the chains of the unmet criteria, then all findings by category, then those that wait for data."""
    _chains(evaluation, console)
    for category in categories(evaluation):
        say_heading(console, capital(category.name))
        for finding in category.findings:
            say(console, _line(finding, evaluation))
    if evaluation.undetermined_findings:
        open_ended = any(waiting.open_criteria for waiting in evaluation.undetermined_findings)
        awaited = "chờ số liệu hoặc chờ hết kỳ" if open_ended else "chờ số liệu"
        say_heading(console, f"Chưa kết luận được, còn {awaited}")
        for waiting in evaluation.undetermined_findings:
            say(console, f"- {waiting.id}: {waiting.waits_text}")


def show_reconciliations(evaluation: Evaluation, console: Console) -> None:
    """Shows the counts, every result that differs or cannot be checked, and briefly those that agree."""
    results = evaluation.reconciliations
    if not results:
        return
    say_heading(console, f"Đối chiếu số liệu và điều báo cáo nêu: {outcome_counts(evaluation)}")
    claims = [r for r in results if r.outcome is Outcome.AGREES and r.id.startswith(STATEMENT)]
    for outcome in (Outcome.DIFFERS, Outcome.UNDETERMINED, Outcome.AGREES):
        texts = [f"{r.id}: {r.text}" for r in results if r.outcome is outcome and r not in claims]
        if outcome is Outcome.AGREES and claims:
            texts.append(_claims_text(claims))
        for text in texts:
            hang(console, Text.assemble(plain(f"- {outcome.label}: ", _COLOURS[outcome]), plain(text)))


def _claims_text(results: list[FindingResult]) -> str:
    """Returns the ids of claims by what they are about."""
    by_subject: dict[str, list[str]] = {}
    for result in results:
        by_subject.setdefault(result.text.partition(":")[0], []).append(result.id)
    return "; ".join(f"{subject} ({', '.join(ids)})" for subject, ids in by_subject.items())


def show_footings(footings: list[Footing], console: Console) -> None:
    """Shows the verdicts that must be read with care."""
    if not footings:
        return
    say_heading(console, "Kết luận cần đọc kỹ: dựa trên ít căn cứ, khác nguyên văn, hoặc sát ngưỡng")
    for footing in footings:
        say(console, f"- {footing.id} {footing.status}: {footing.notes}")


def _chains(evaluation: Evaluation, console: Console) -> None:
    found = chains(evaluation)
    if not found:
        return
    say_heading(console, chains_heading(evaluation))
    for chain in found:
        links = " → ".join(map(_link, chain.links))
        say(console, f"- {chain.criterion.id} {chain.criterion.status.label}: {links}")


def _link(link: ChainLink) -> str:
    note = f" ({link.note})" if link.note else ""
    return f"{link.name} {', '.join(link.ids)}{note}" if link.ids else link.name


def _line(finding: FindingResult, evaluation: Evaluation) -> str:
    marks = " ".join(filter(None, (finding.id, rests_mark(finding.rests_on))))
    return f"- {marks} {finding.text}{''.join(_links(finding, evaluation))}"


def _links(finding: FindingResult, evaluation: Evaluation) -> Iterator[str]:
    """Yields what a finding belongs to, and the next link of its chain, or that this link is missing."""
    if finding.of:
        yield f" Về: {', '.join(finding.of)}."
    after = following(finding, evaluation)
    if after is not None:
        yield f" {after.name}: {', '.join(after.ids) or after.none}."
