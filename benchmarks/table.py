"""What a benchmark hands over: a table of figures and the goals they are held against; and how both are written."""

from __future__ import annotations

import json
import platform
import time
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.cost import PASS, ROOT, Rounds, Spread
from benchmarks.machine import POLARS

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results.json"
PLACES = {HERE / "README.md": "en", ROOT / "README.md": "en", ROOT / "README.vi.md": "vi"}
"""The pages with the table of goals, and their languages."""


class Goal(NamedTuple):
    """A goal and the figure it is held against; the median may not be above ``limit``. ``vi`` is ``what`` in Vietnamese."""

    what: str
    vi: str
    figure: Spread
    limit: float
    unit: str
    """Of figure and limit: « s», « MiB», « ×» and of what."""

    @property
    def met(self) -> bool:
        return self.figure.median <= self.limit


class Table(NamedTuple):
    """The figures of one benchmark: texts, the first of each row its name; ``notes`` are sentences below."""

    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]
    goals: list[Goal]
    notes: tuple[str, ...] = ()
    idle: Spread | None = None
    """Seconds of the machine's own unit beside these figures."""
    rounds: int = 1

    def markdown(self) -> str:
        """The table, the goals missed, and the notes."""
        lines = [self.columns, ("---",) * len(self.columns), *self.rows]
        table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
        goals = [
            f"- {'' if goal.met else '**Missed**: '}{goal.what}: {shown(goal.figure)}{goal.unit}; the goal is "
            f"{goal.limit:,g}{goal.unit}{' (met)' if goal.met else ''}."
            for goal in self.goals
        ]
        return "\n\n".join([table, *(["\n".join(goals)] if goals else []), *self.notes])


COLUMNS = ("what", "seconds", "× pass", "× polars")
"""Of a table whose rows are made by costs."""


def number(value: float) -> str:
    """Three digits that count; whole numbers from 100 on."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 1 else f"{value:#.3g}"


def shown(spread: Spread) -> str:
    """The median and the quartiles: 1.20 (1.15–1.31)."""
    return f"{number(spread.median)} ({number(spread.low)}–{number(spread.high)})"


def costs(what: str, rounds: Rounds, name: str) -> tuple[str, ...]:
    """The row of a work: its seconds and what they are in the machine's own units, which took turns with it."""
    units = (shown(rounds.ratio(name, unit)) if unit in rounds.figures else "–" for unit in (PASS, POLARS))
    return (what, shown(rounds.of(name)), *units)


def unit_rows(rounds: Rounds) -> list[tuple[str, ...]]:
    """The rows of the machine's own units."""
    return [costs(f"the machine: {unit}", rounds, unit) for unit in (PASS, POLARS) if unit in rounds.figures]


def made() -> str:
    """When and with what."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{time.strftime('%Y-%m-%d')}, {python}, {platform.system()} {platform.machine()}"


def replace(page: Path, mark: str, text: str) -> None:
    """Writes a text between the marks of a page. Raises ValueError where they are missing."""
    begin, end = f"<!-- {mark}: begin -->", f"<!-- {mark}: end -->"
    before, found, rest = page.read_text("utf-8").partition(begin)
    _, ended, after = rest.partition(end)
    if not found or not ended:
        raise ValueError(f"{page.name} has no marks «{begin}» and «{end}»")
    page.write_text(f"{before}{begin}\n{text}\n{end}{after}", "utf-8")


def keep(name: str, table: Table) -> None:
    """Writes the table of one benchmark into benchmarks/README.md, and its goals into the file of results."""
    replace(HERE / "README.md", name, f"{made()}; rounds: {table.rounds}.\n\n{table.markdown()}")
    kept = results()
    goals = [goal._asdict() | {"figure": list(goal.figure), "met": goal.met} for goal in table.goals]
    kept[name] = {"made": made(), "pass": list(table.idle) if table.idle else None, "goals": goals}
    RESULTS.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", "utf-8")


def results() -> dict[str, Any]:
    """The goals of every benchmark as they were measured last."""
    found: dict[str, Any] = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    return found


def write_goals(order: tuple[str, ...]) -> None:
    """Writes the table of all goals into the READMEs."""
    kept = results()
    known = [kept[name] for name in order if name in kept]
    for page, language in PLACES.items():
        replace(page, "goals", goals_markdown(known, language))


WORDS = {
    "en": ("what", "measured: median (quartiles)", "goal", "met", "**missed**"),
    "vi": ("nội dung", "đo được: trung vị (tứ phân vị)", "mục tiêu", "đạt", "**chưa đạt**"),
}


def goals_markdown(known: list[dict[str, Any]], language: str) -> str:
    what, figure, limit, met, missed = WORDS[language]
    lines = [f"| {what} | {figure} | {limit} | |", "|---|---|---|---|"]
    for benchmark in known:
        for goal in benchmark["goals"]:
            name = goal["what"] if language == "en" else goal["vi"]
            cells = f"{shown(Spread(*goal['figure']))}{goal['unit']} | ≤ {goal['limit']:,g}{goal['unit']}"
            said = cells if language == "en" else cells.translate(str.maketrans(",.", ".,"))
            lines.append(f"| {name} | {said} | {met if goal['met'] else missed} |")
    units = [benchmark["pass"][1] * 1000 for benchmark in known if benchmark["pass"]]
    dates = sorted({benchmark["made"] for benchmark in known})
    idle = f"{min(units):.0f}–{max(units):.0f} ms" if units else "–"
    head = {
        "en": f"{'; '.join(dates)}. {PASS}: {idle} of the processor, measured beside every figure.",
        "vi": f"{'; '.join(dates)}. {PASS}: {idle} thời gian bộ xử lý, đo xen kẽ với từng con số.",
    }
    return f"{head[language]}\n\n" + "\n".join(lines)
