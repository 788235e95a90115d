"""CT126: a deadline or period other than the wording or title names («đến năm 2024», «giai đoạn 2021-2025»).

Source: 9-periods-points, «Dates», last paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from engine.checking.content import WorkspaceContent
from engine.files.diagnostics import Diagnostic
from engine.language import display
from engine.language.patterns import compiled
from engine.language.text import normalise, spoken
from engine.rulebook.deadlines import fixed_deadline
from engine.wordings.decoys import DecoyKind, covering, find_decoys

_UNTIL = r"(?<!tính )(?:đến|trước|chậm nhất|hết|cuối|tới)"
_DAY = compiled(rf"{_UNTIL}\s+(?:(?:là|hết)\s+)?(?:ngày\s+)?(\d{{1,2}})/(\d{{1,2}})/(\d{{4}})", re.IGNORECASE)
_YEAR = compiled(rf"{_UNTIL}\s+(?:(?:hết|cuối)\s+)?năm\s+(\d{{4}})", re.IGNORECASE)
_PERIOD = compiled(r"giai\s+đoạn\s+(?:từ\s+)?(?:năm\s+)?(\d{4})\s*(?:-|–|đến)\s*(?:năm\s+)?(\d{4})", re.IGNORECASE)


def check(checked: WorkspaceContent) -> Iterator[Diagnostic]:
    """Yields the criteria whose wording in force names one end, and whose own deadline is another day or year.

    Before them the resolution whose title names one period other than its own. A wording that names several ends, and goals with milestones, are left alone: which end is whose, only people know.
    """
    resolution = checked.rulebook.resolution
    periods = set(_PERIOD.findall(resolution.title))
    if len(periods) == 1 and (str(resolution.first_year), str(resolution.last_year)) not in periods:
        message = f"giai đoạn {resolution.period_text} khác giai đoạn ghi trong trích yếu ({'-'.join(periods.pop())})"
        yield Diagnostic("CT126", message, resolution.span, "ghi `giai đoạn:` và `trích yếu:` đúng như nghị quyết")
    for criterion in checked.rulebook.criteria:
        wording = criterion.wordings[-1]
        named = named_ends(wording.text)
        if len(named) != 1 or len(wording.thresholds) != 1 or criterion.differs_because:
            continue
        (first, last) = named.pop()
        deadline = fixed_deadline(criterion, wording.thresholds[0], checked.rulebook)
        if deadline is None or first <= deadline <= last or (criterion.deadline is None and deadline < first):
            continue  # beyond the period the wording may speak of another document («Chiến lược đến năm 2030»)
        text = (
            f"năm {first.year}" if first < last and first.year == last.year and first.month == 1 else display.day(last)
        )
        message = f"nội dung {criterion.id}: hạn {display.day(deadline)} khác hạn ghi trong nguyên văn ({text})"
        remedy = "ghi `hạn:` theo nguyên văn, hoặc thêm `lý do khác nguyên văn:` và văn bản cho phép khác"
        yield Diagnostic("CT126", message, criterion.span, remedy)


def named_ends(text: str) -> set[tuple[date, date]]:
    """Returns the ends that ``text`` names, each as the first and last day that a deadline may have.

    >>> named_ends("Phấn đấu đến năm 2024, có 20% số hộ")
    {(datetime.date(2024, 1, 1), datetime.date(2024, 12, 31))}
    """
    text = normalise(text)
    bases = [decoy for decoy in find_decoys(spoken(text)) if decoy.kind is DecoyKind.BASE]
    found = set()
    for match in _DAY.finditer(text):
        day, month, year = match.groups()
        if covering(bases, match.start()):
            continue  # «so với ngày …» is no end
        try:
            end = date(int(year), int(month), int(day))
            found.add((date.fromordinal(end.toordinal() - 1), end))  # «trước 30/6» may be over on 29/6
        except ValueError:
            continue  # no day: the reader of wordings reports it
    for match in _YEAR.finditer(text):
        year = match[1]
        if 1900 <= int(year) <= 2200 and not covering(bases, match.start()):
            found.add((date(int(year), 1, 1), date(int(year), 12, 31)))
    return found
