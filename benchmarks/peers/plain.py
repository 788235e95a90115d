"""Plain Python: the same comparisons written by hand. The floor of what any engine can take, and the judge of all answers."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.peers.criteria import EXCEEDED, MET, NOT_MET, Criterion, Facts, Kind, Target, criteria_of

Judge = Callable[[Facts], str]


class Engine:
    name = "plain Python"

    def __init__(self, targets: list[Target]) -> None:
        self.judges = [(criterion.id, _judge(criterion)) for criterion in criteria_of(targets)]

    def prepared(self, facts: Facts, unit: int) -> Facts:
        return facts

    def verdicts(self, facts: Facts) -> dict[str, str]:
        return {identifier: judge(facts) for identifier, judge in self.judges}


def _judge(criterion: Criterion) -> Judge:
    code, threshold = criterion.codes[0], criterion.thresholds[0]
    match criterion.kind:
        case Kind.AT_LEAST | Kind.RATE:
            return lambda facts: MET if facts[code] >= threshold else NOT_MET
        case Kind.ABOVE:
            return lambda facts: MET if facts[code] > threshold else NOT_MET
        case Kind.POINT:
            return lambda facts: EXCEEDED if facts[code] > threshold else MET if facts[code] == threshold else NOT_MET
        case Kind.DOWN_TO:
            return lambda facts: EXCEEDED if facts[code] < threshold else MET if facts[code] == threshold else NOT_MET
    other, least = criterion.codes[1], criterion.thresholds[1]
    return lambda facts: MET if facts[code] >= threshold and facts[other] >= least else NOT_MET
