"""The verdicts of a unit as a text: a letter for each target and each criterion, so that those of thousands are kept and compared."""

from __future__ import annotations

from engine.domain.verdicts import CONCLUSIONS, Verdict
from engine.evaluation.evaluation import Verdicts

LETTERS: dict[Verdict, str] = {
    Verdict.FAILED: "F",
    Verdict.NOT_MET: "N",
    Verdict.UNDETERMINED: "U",
    Verdict.PERIOD_OPEN: "P",
    Verdict.MET: "M",
    Verdict.EXCEEDED: "E",
    Verdict.NOT_APPLICABLE: "A",
}
"""History files have these letters: none may ever mean anything else."""
VERDICTS = {letter: verdict for verdict, letter in LETTERS.items()}
BY_STATE = "".join(LETTERS[conclusion.verdict] for conclusion in CONCLUSIONS).encode()
"""The letter for each state, a byte each."""


def letters_of(result: Verdicts) -> str:
    """Returns the letters of all targets, then of all criteria, in their order."""
    targets = "".join(LETTERS[target.status] for target in result.targets)
    return targets + "".join(LETTERS[criterion.status] for criterion in result.criteria)
