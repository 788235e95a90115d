"""Two engines of which one is wrong on purpose, in the place of the real ones.

Both are CLIPS underneath, one under the name of durable_rules, so that they run wherever CLIPS does.
"""

from __future__ import annotations

import pytest

from engine.domain.verdicts import Conclusion, Verdict
from engine.inference import engines
from engine.inference.clips import ClipsSession
from engine.inference.program import Firing, Program
from tests.inference import faults
from tests.inference.faults import Fault, FaultySession


def install(monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    """Makes CLIPS wrong in one case: ``fault`` is NAME:NODE of tests.inference.faults, and @N names the case, else the first."""
    wrong = _fault(fault)

    def session(program: Program, engine: str) -> FaultySession:
        clips = ClipsSession(program)
        return (
            FaultySession(clips, faults.sound, "durable_rules") if engine == "durable" else FaultySession(clips, wrong)
        )

    monkeypatch.setattr(engines, "_session", session)
    monkeypatch.setattr(engines, "_loads", lambda name: True)


def _fault(text: str) -> Fault:
    described, _, case = text.partition("@")
    name, _, node = described.partition(":")
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
        return fault(firings) if applied == int(case or 1) else firings

    return done
