"""The goals that a resolution gives to each unit, as facts of the plan in a form for the unit to fill in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from engine.domain.records import NamedTuple
from engine.drafting.draft import Entry
from engine.drafting.facts_form import GivenValues, facts_form
from engine.drafting.head import Head
from engine.rulebook.rulebook import Nature, Rulebook


class PlanForm(NamedTuple):
    """The facts form of one unit, with its goals; ``year`` is the one by whose end they are due."""

    unit: str
    year: int
    text: str


def plan_forms(head: Head, entries: Iterable[Entry], rulebook: Rulebook) -> list[PlanForm]:
    """Returns a form for each unit that the resolution gives goals, in the order of the document."""
    goals: dict[str, dict[str, str]] = {}
    places: dict[str, None] = {}
    for entry in entries:
        plan = next((measure.code for measure in entry.measures if measure.nature is Nature.PLAN), None)
        for unit, goal in entry.criterion.by_unit if plan is not None else ():
            goals.setdefault(unit, {})[plan or ""] = _number(goal)
            places[entry.criterion.cited] = None
    source = ", ".join(filter(None, ("NQ", *list(places)[:1])))
    day = date(head.last_year, 12, 31)
    name = f"{head.kind} số {head.number}"
    return [
        PlanForm(
            unit,
            head.last_year,
            facts_form(rulebook, unit, head.last_year, day, GivenValues("NQ", name, source, values)),
        )
        for unit, values in goals.items()
    ]


def _number(goal: str) -> str:
    """Returns the number of a goal without words that compare; the goal as it stands where it has no number first."""
    words = goal.strip()
    for sign in ("≥", "≤", ">=", "<=", ">", "<", "từ", "trên", "dưới", "đạt", "ít nhất", "không quá", "còn"):
        words = words.removeprefix(sign).strip()
    return words.removesuffix("trở lên").removesuffix("trở xuống").strip()
