"""The colours of verdicts on the terminal."""

from __future__ import annotations

from engine.domain.verdicts import Verdict

VERDICT_COLOURS = {
    Verdict.EXCEEDED: "bold green",
    Verdict.MET: "green",
    Verdict.NOT_MET: "bold yellow",
    Verdict.FAILED: "bold red",
    Verdict.PERIOD_OPEN: "cyan",
    Verdict.UNDETERMINED: "magenta",
    Verdict.NOT_APPLICABLE: "dim",
}
"""The style (of rich) of every verdict, in the order of legends."""
