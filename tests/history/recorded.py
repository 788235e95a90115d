"""Receipts of the repository's own workspace with edits, made once each; and small ones that only the store looks at."""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from hashlib import sha256
from pathlib import Path

from engine.history.layers import Side
from engine.history.receipt import InputFile, Receipt, receipt_of
from engine.history.recorded import RecordedEvaluation
from engine.history.replay import Material
from engine.workspace.case import evaluate_cases
from tests.workspaces import ROOT, case_in, replace_once

FACTS = "facts/thap-muoi/2023.yaml"
RULES = "rules/47-nq-hdnd-2021"
Edit = tuple[str, str, str]
"""A file, the text in it that occurs once, and what stands there instead."""


@cache
def receipt(*edits: Edit, engine: str = "auto") -> Receipt:
    """The receipt of 47/NQ-HĐND, 2023, after ``edits``."""
    with tempfile.TemporaryDirectory() as folder:
        for part in ("rules", "facts"):
            shutil.copytree(ROOT / part, Path(folder) / part)
        for name, old, new in edits:
            replace_once(Path(folder) / name, old, new)
        return of_workspace(Path(folder), engine=engine)


def of_workspace(root: Path, year: int | None = None, engine: str = "auto") -> Receipt:
    """The receipt of the one case of a workspace."""
    case = case_in(root, *() if year is None else (year,))
    return receipt_of(case, evaluate_cases([case], engine)[0])


def side(one: Receipt) -> Side:
    return Side(Material(one.folder, one.inputs), one.evaluation, one.versions)


def small(number: int, unit: str = "xã A") -> Receipt:
    """A receipt that was never evaluated, different for every number; with no target in it."""
    raw = f"số: {number}\n".encode()
    rules = b"chung\n"
    tally = {"total": 1, "met": 1, "exceeded": 0, "not_met": 0, "failed": 0, "undetermined": 0, "not_applicable": 0}
    evaluation = {
        "schema": "chitieu/evaluation/2",
        "resolution": {"number": "1/NQ-HĐND", "date": None, "period": [2021, 2025]},
        "unit": unit,
        "year": 2023,
        "as_of": "2023-12-31",
        "draft": False,
        "draft_codes": [],
        "engine": {"name": "CLIPS", "version": "1"},
        "summary": {"targets": tally, "criteria": tally},
        "targets": [],
        "findings": [],
        "undetermined_findings": [],
        "data_warnings": [],
        "unexplained": [],
    }
    return Receipt(
        {"chitieu": "0", "python": "3"},
        "nq",
        (
            InputFile("rules", "rules/nq/a.yaml", rules, sha256(rules).hexdigest()),
            InputFile("facts", "facts/a/2023.yaml", raw, sha256(raw).hexdigest()),
        ),
        RecordedEvaluation(evaluation),
    )
