"""Lists, for each finding of a workspace's case, the inputs that alone can switch it on or off: `python benchmarks/switches.py`.

Every switch is proved by running the engine with the changed value (engine/explain/goal.py). A finding that no number can
switch rests on a judgement alone.
"""

from __future__ import annotations

import sys
from pathlib import Path

from engine.evaluation.evaluator import Evaluator
from engine.explain.goal import switching_inputs
from engine.rulebook.rulebook import Kind, Reference
from engine.workspace.case import Case
from engine.workspace.cases import Cases
from engine.workspace.choosing import Selection
from engine.workspace.workspace import workspace_in


def switches(case: Case) -> dict[str, list[str]]:
    """The codes of the inputs that switch each finding, numbers first."""
    evaluator = Evaluator(case.rulebook)
    found = {}
    for finding in case.rulebook.findings:
        codes = switching_inputs(case, Reference("finding", finding.id), evaluator)
        found[finding.id] = sorted(codes, key=lambda code: case.rulebook.indicators[code].kind is not Kind.NUMBER)
    return found


def main() -> None:
    """Print the table for the workspace named on the command line, by default this repository."""
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[1]
    cases = Cases(workspace_in(root))
    for case in cases.select(Selection()):
        indicators = case.rulebook.indicators
        print(f"{case.rulebook.resolution.number} · {case.facts.facts.unit} · {case.facts.facts.year}")
        table = switches(case)
        for identifier, codes in table.items():
            numbers = [code for code in codes if indicators[code].kind is Kind.NUMBER]
            others = [code for code in codes if code not in numbers]
            print(f"{identifier:6} số: {', '.join(numbers) or '-'} | nhận định: {', '.join(others) or '-'}")
        by_number = sum(any(indicators[code].kind is Kind.NUMBER for code in codes) for codes in table.values())
        print(f"{by_number}/{len(table)} mục đổi được bằng ít nhất một con số")


if __name__ == "__main__":
    main()
