"""What the conditions of a rulebook ask for."""

from __future__ import annotations

from engine.files.diagnostics import Problems
from engine.language.syntax import Formula
from engine.language.units import Unit
from engine.rulebook.formulas import FormulaReader, canonical
from engine.rulebook.logic import BY_ANYONE, Asked, Input, Reading
from engine.rulebook.natures import is_open_ended


class Inputs:
    """What the conditions of one rulebook ask for, each once, and what they share: formulas, «quy ước vượt», messages."""

    def __init__(self, formulas: FormulaReader, convention: str, problems: Problems) -> None:
        self.formulas = formulas
        self.convention = convention
        self.problems = problems
        self.inputs: dict[str, Input] = {}
        self.with_deadline: set[str] = set()
        """The criteria with a «hạn»: it decides which fact of a stock counts."""
        self.over_years: dict[str, str] = {}
        """The criteria with «cộng dồn» or «bình quân giai đoạn», and the function over the years of each."""

    def input(self, formula: Formula, unit: Unit, code: str | None, asked: Asked) -> Input:
        """The input of ``formula`` as ``asked``: one for all who ask where no period and no day makes a difference."""
        key, indicators = canonical(formula), self.formulas.indicators
        open_ended = is_open_ended(formula, indicators)
        if not open_ended and asked.criterion not in self.with_deadline:
            asked = BY_ANYONE
        key += asked.suffix
        open_ended = open_ended and asked.reading is Reading.GOAL
        return self.inputs.setdefault(key, Input(key, formula, unit, code, asked, open_ended))
