"""A proof as JSON: schema «chitieu/why/1»."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from engine.evaluation.evaluation import Evaluation
from engine.explain.proof import Proof, Step
from engine.inference.program import Firing, WorkingFact
from engine.language.logic import Truth
from engine.reports.json_text import case_of, written
from engine.reports.shapes import FiringShape, StepShape, WhyShape

_TRUTHS: dict[Truth, Literal["true", "false", "unknown"]] = {
    Truth.TRUE: "true",
    Truth.FALSE: "false",
    Truth.UNKNOWN: "unknown",
}


def to_json(proof: Proof, evaluation: Evaluation, firings: Iterable[Firing]) -> str:
    """The document; ``firings`` are those to show as its trace."""
    return written(document(proof, evaluation, firings))


def document(proof: Proof, evaluation: Evaluation, firings: Iterable[Firing]) -> WhyShape:
    """The document as plain values."""
    return {
        "schema": "chitieu/why/1",
        "case": case_of(evaluation),
        "id": proof.id,
        "what": proof.what,
        "title": proof.title,
        "status": proof.status,
        "conclusion": proof.conclusion,
        "steps": [_step(step) for step in proof.steps],
        "trace": [_firing(firing) for firing in firings],
    }


def _step(step: Step) -> StepShape:
    return {
        "role": str(step.role),
        "text": step.text,
        "truth": None if step.truth is None else _TRUTHS[step.truth],
        "needed": step.needed,
        "actual": step.actual,
        "distance": step.distance,
        "source": step.source,
        "place": step.place,
        "parts": [_step(part) for part in step.parts],
    }


def _firing(firing: Firing) -> FiringShape:
    return {
        "rule": firing.rule.name,
        "matched": [_fact(fact) for fact in firing.matched],
        "derived": _fact(firing.rule.then),
    }


def _fact(fact: WorkingFact) -> str:
    return f"{fact.node}={fact.state if fact.state is not None else f'[{fact.low}, {fact.high}]'}"
