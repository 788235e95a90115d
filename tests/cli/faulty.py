"""`python -m tests.cli.faulty FAULT evaluate …`: the command line where one of two engines is wrong on purpose.

Both engines are CLIPS underneath, one under the name of durable_rules, so that it runs wherever CLIPS does. A fault is
``NAME:NODE`` of tests.inference.faults, and does its work in every case that has the node.
"""

from __future__ import annotations

import sys

from cli.main import main
from engine.domain.verdicts import Conclusion, Verdict
from engine.inference import engines
from engine.inference.clips import ClipsSession
from engine.inference.program import Firing, Program
from tests.inference import faults
from tests.inference.faults import Fault, FaultySession


def _fault(told: str) -> Fault:
    name, _, node = told.partition(":")
    fault = {
        "dropped": faults.dropped(node),
        "other_fact": faults.other_fact(node),
        "other_state": faults.other_state(node, Conclusion(Verdict.EXCEEDED).state),
        "failing": faults.failing("hết bộ nhớ"),
    }[name]
    applied = 0

    def done(firings: list[Firing]) -> list[Firing]:
        nonlocal applied
        applied += 1
        return fault(firings) if applied == _CASE else firings

    return done


_CASE = 1
"""Which case goes wrong."""

if __name__ == "__main__":
    told, _, case = sys.argv[1].partition("@")
    _CASE = int(case or 1)
    wrong = _fault(told)

    def session(program: Program, engine: str) -> FaultySession:
        clips = ClipsSession(program)
        return (
            FaultySession(clips, faults.sound, "durable_rules") if engine == "durable" else FaultySession(clips, wrong)
        )

    engines._session = session
    engines._loads = lambda name: True
    main(sys.argv[2:])
