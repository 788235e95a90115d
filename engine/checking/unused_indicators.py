"""CT132: indicators of the catalogue that no rule uses."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checking.content import WorkspaceContent, codes_in, codes_printed, conditions
from engine.files.diagnostics import Diagnostic
from engine.rulebook.formulas import references
from engine.rulebook.rulebook import Rulebook


def check(checked: WorkspaceContent) -> Iterator[Diagnostic]:
    """Yields the indicators that neither rules nor facts use."""
    used = used_codes(checked.rulebook) | {fact.code for fact in checked.given}
    for indicator in checked.rulebook.indicators.values():
        if indicator.code not in used:
            message = f"số liệu «{indicator.code}» không dùng ở đâu"
            yield Diagnostic("CT132", message, indicator.span, "bỏ khỏi danh mục, hoặc dùng trong một quy tắc")


def used_codes(rulebook: Rulebook) -> set[str]:
    """Returns the codes that conditions, sentences and, through them, formulas use."""
    used = {code for logic in conditions(rulebook) for code in codes_in(logic)}
    for finding in rulebook.findings:
        used.update(codes_printed(finding.conclusion))
    for sentence in rulebook.sentences:
        used.update(codes_printed(sentence.text))
    for reconciliation in rulebook.reconciliations:
        for template in (reconciliation.agrees, reconciliation.differs, reconciliation.undecided):
            used.update(codes_printed(template))
        if reconciliation.hypothesis is not None:
            used.update(r.code for r in references(reconciliation.hypothesis.formula))
    queue = list(used)
    while queue:
        indicator = rulebook.indicators.get(queue.pop())  # None where its entry was refused
        formula = None if indicator is None else indicator.formula
        for reference in references(formula) if formula is not None else ():
            if reference.code not in used:
                used.add(reference.code)
                queue.append(reference.code)
    return used
