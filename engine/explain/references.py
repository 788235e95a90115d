"""What a user names on the command line: «2.1», «chỉ tiêu 5», «5», «HC-1», «DC-8», «NEU-3», «htx.tong», «tổng hợp»."""

from __future__ import annotations

import re
from collections.abc import Callable

from engine.evaluation.evaluation import Evaluation
from engine.explain.counting import SUMMARY
from engine.language.names import either, has_marks
from engine.language.text import fold, nearest, with_marks
from engine.rulebook.rulebook import Reference, Rulebook

_SEPARATORS = re.compile(r"[\W_]+")


class UnknownReference(LookupError):
    """Nothing has this name; the message says what there is."""


def find(name: str, rulebook: Rulebook, evaluation: Evaluation) -> Reference:
    """The criterion, target, finding, reconciliation, claim or indicator called ``name``. Raises UnknownReference.

    A bare number that is both a criterion and a target is the criterion, as in «của». Where nothing is called exactly so,
    separators are forgiven, then left out: «2,1» and «21» are 2.1 where they can be nothing else. Marks are forgiven to a
    name without any.
    """
    known = {code: Reference("indicator", code) for code in rulebook.indicators}
    known |= {name: Reference("summary", SUMMARY) for name in (SUMMARY, SUMMARY.replace(" ", "-"))}
    for finding in evaluation.findings:
        if finding.outcome is not None:
            known[finding.id] = Reference("reconciliation", finding.id)
    known |= {target.id: Reference("target", target.id) for target in rulebook.targets}
    known |= {criterion.id: Reference("criterion", criterion.id) for criterion in rulebook.criteria}
    known |= {finding.id: Reference("finding", finding.id) for finding in rulebook.findings}
    known |= {f"nội dung {c.id}": Reference("criterion", c.id) for c in rulebook.criteria}
    known |= {f"chỉ tiêu {t.id}": Reference("target", t.id) for t in rulebook.targets}
    letters = with_marks if has_marks(name) else fold
    keys: tuple[Callable[[str], str], ...] = (
        str,
        with_marks,
        letters,
        lambda text: _SEPARATORS.sub(".", letters(text)).strip("."),
        lambda text: _SEPARATORS.sub("", letters(text)),
    )
    for key in keys:
        wanted = key(name)
        meant = {reference: text for text, reference in known.items() if wanted and key(text) == wanted}
        if len(meant) > 1:
            raise UnknownReference(f"«{name}» có thể là {either(meant.values())}; ghi đủ dấu, cả dấu chấm, dấu gạch")
        if meant:
            return next(iter(meant))
    close = nearest(name, known)
    listed = ", ".join(c.id for c in rulebook.criteria)
    hint = f"; có phải ý bạn là «{close}»?" if close else f"; các nội dung: {listed}; các mã: {_codes(rulebook)}"
    raise UnknownReference(f"không có nội dung, chỉ tiêu hay mã «{name}»{hint}")


def _codes(rulebook: Rulebook) -> str:
    codes = [f.id for f in rulebook.findings] + [r.id for r in rulebook.reconciliations]
    return ", ".join(codes) or "chưa có"
