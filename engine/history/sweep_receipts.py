"""The receipt of one case of a sweep, made when it is asked for, and held against what the sweep recorded."""

from __future__ import annotations

from functools import lru_cache

from engine.domain.records import NamedTuple
from engine.domain.verdicts import Verdict
from engine.evaluation.evaluation import Evaluation, Verdicts
from engine.evaluation.evaluator import Evaluator
from engine.history.receipt import Receipt, inputs_of, present_versions
from engine.history.recorded import RecordedEvaluation
from engine.history.recorded_sweep import RecordedSweep
from engine.history.replay import CannotReplay, Material, case_of, draft_of
from engine.history.sweep import Sweep, SweptCase
from engine.history.verdict_letters import VERDICTS, letters_of
from engine.inference.engines import EngineMissing
from engine.inference.program import EngineError, EngineLimit
from engine.rulebook.rulebook import Rulebook


class Conclusion(NamedTuple):
    """A conclusion that is another one: of a target or criterion, recorded and found now. None: there is no such one."""

    called: str
    recorded: Verdict | None
    found: Verdict | None


class CaseReceipt(NamedTuple):
    """The receipt of a case, with its evaluation, and the conclusions that are not those of the sweep."""

    receipt: Receipt
    evaluation: Evaluation
    differing: tuple[Conclusion, ...]


def case_receipt(recorded: RecordedSweep, case: SweptCase, material: Material, engine: str) -> CaseReceipt:
    """Returns the receipt of ``case``, evaluated from ``material`` now. Raises CannotReplay."""
    replayed = (draft_of if recorded.sweep.draft else case_of)(material)
    try:
        evaluation = Evaluator(replayed.rulebook, engine).evaluate(replayed.facts)
    except (EngineMissing, EngineLimit, EngineError) as error:
        raise CannotReplay(str(error)) from None
    document = RecordedEvaluation.of(evaluation)
    receipt = Receipt(present_versions(), recorded.folder, inputs_of(replayed), document)
    return CaseReceipt(receipt, evaluation, tuple(differing(recorded.sweep, case, letters_of(evaluation))))


def differing(sweep: Sweep, case: SweptCase, letters: str) -> list[Conclusion]:
    """Returns the conclusions of ``case`` that differ from ``letters``, which are of the same targets and criteria."""
    own, found = verdicts_of(sweep, case.verdicts), verdicts_of(sweep, letters)
    return [Conclusion(called, own[called], found.get(called)) for called in own if own[called] != found.get(called)]


def verdicts_of(judged: Sweep | Rulebook, letters: str) -> dict[str, Verdict]:
    """Returns the verdicts by the names of targets and criteria: «chỉ tiêu 1», «nội dung 1.2»; of refused cases none."""
    names = _names(tuple(one.id for one in judged.targets), tuple(one.id for one in judged.criteria))
    return dict(zip(names, map(VERDICTS.__getitem__, letters), strict=False))


def named_verdicts(result: Verdicts) -> dict[str, Verdict]:
    """Returns the verdicts of a result by the same names."""
    criteria = list(result.criteria)
    names = _names(tuple(one.id for one in result.targets), tuple(one.id for one in criteria))
    return dict(zip(names, (*(one.status for one in result.targets), *(one.status for one in criteria)), strict=True))


@lru_cache(maxsize=100)
def _names(targets: tuple[str, ...], criteria: tuple[str, ...]) -> tuple[str, ...]:
    """The names for people; a target that is its own only criterion has the same for both."""
    own = {*targets} & {*criteria}
    return (
        *(f"chỉ tiêu {one}" for one in targets),
        *(f"{'chỉ tiêu' if one in own else 'nội dung'} {one}" for one in criteria),
    )
