"""Proposes the rule of a criterion from the reading of its wording: measure, goal, and what it says of time."""

from __future__ import annotations

from engine.domain.records import NamedTuple
from engine.drafting.changes import Level, Subject, lacks_subject, level_of, of_subject
from engine.drafting.condition import condition_text, unit_text
from engine.drafting.frames import Frame
from engine.drafting.goals import read_line
from engine.drafting.names import measure_name, shortened
from engine.drafting.times import Times, times_of
from engine.language.syntax import Direction
from engine.rulebook.nature_words import told_nature
from engine.rulebook.rulebook import Nature
from engine.wordings.wording import Basis, Comparator, TargetReading, WordingReading

_NO_FRAME = Frame()

_PLACED = {"không rõ đơn vị": "đơn vị tính"}
"""Where a doubt of the reader belongs, by its first words; the others concern the goal."""


class Doubt(NamedTuple):
    """What a person must check, at the line of ``key``."""

    text: str
    key: str = "đạt khi"


class Proposal(NamedTuple):
    """The proposal for a criterion. ``kind`` is số, nhận định or ngày; ``doubts`` are for a person to check.

    ``steps`` are the goals by year where there is more than one; ``settings`` are further keys of the criterion with their
    values; ``level`` is what a change is computed from; ``plan`` says that the goal is given to each unit.
    """

    name: str
    kind: str
    unit: str
    nature: Nature
    condition: str
    doubts: tuple[Doubt, ...] = ()
    steps: tuple[tuple[int, str], ...] = ()
    settings: tuple[tuple[str, str], ...] = ()
    level: Level | None = None
    plan: bool = False


class Years(NamedTuple):
    """The period of a resolution."""

    first: int
    last: int


def propose(text: str, years: Years, frame: Frame = _NO_FRAME, subject: Subject | None = None) -> Proposal:
    """Returns the proposal for the wording ``text``; a judgement by a person where it cannot be read.

    ``subject`` is what the criterion before measures, of which a bare change tells.
    """
    read = read_line(text)
    proposal = _proposed(read, years, frame)
    if subject is None or read.abstained or not lacks_subject(read.text, read.readings[0]):
        return proposal
    reading = read.readings[0]
    name, level = of_subject(reading, subject, years.first, ("kỳ", "hằng năm") in proposal.settings)
    kept = tuple(doubt for doubt in proposal.doubts if doubt.key != "công thức")
    if level is None:
        return proposal._replace(name=name)
    return proposal._replace(name=name, level=level, unit=level.own_unit, nature=Nature.STOCK, doubts=kept)


def propose_by_year(goals: tuple[tuple[int, str], ...], years: Years, frame: Frame) -> Proposal:
    """Returns the proposal for a measure with goals by year; ``goals`` are years with their wordings, at least one."""
    reads = [read_line(text) for _, text in goals]
    clear = [(year, read) for (year, _), read in zip(goals, reads, strict=True) if not read.abstained]
    if not clear:
        return propose(goals[0][1], years, frame)
    dated = tuple(read.readings[0]._replace(period=f"năm {year}") for year, read in clear)
    first = clear[0][1]
    yearly = frame.yearly or told_nature(measure_name(first.text, first.readings[0]), "") is Nature.FLOW
    proposal = _proposed(first._replace(readings=dated, unread=()), years, frame._replace(yearly=yearly))
    if len(clear) == len(goals):
        return proposal
    return proposal._replace(
        doubts=(*proposal.doubts, Doubt("không đọc được mục tiêu của một số năm; ghi thêm cho đủ"))
    )


def _proposed(read: WordingReading, years: Years, frame: Frame) -> Proposal:
    """Returns the proposal for a reading; the places of a reading are those in its normalised text."""
    text = read.text
    if read.abstained:
        return _judged(text, (Doubt(f"không đọc được ngưỡng ({read.reason}); ghi điều kiện bằng số nếu có"),))
    reading = read.readings[0]
    doubts = [_placed(doubt) for doubt in reading.doubts]
    doubts += [
        Doubt(f"chưa đọc được phần «{text_at(read.text, u.at.start, u.at.end)}» ({u.reason})", "nguyên văn")
        for u in read.unread
    ]
    times = times_of(read.readings, text, years.first, years.last, frame)
    rest = len(read.readings) - max(len(times.steps), 1)
    if rest and reading.comparator is not Comparator.COMPOSITION:
        doubts.append(
            Doubt(f"câu này có {len(read.readings)} con số; điều kiện mới dùng số đầu, tách nội dung nếu cần")
        )
    doubts += [Doubt(doubt, key) for key, doubt in times.doubts]
    match reading.comparator:
        case Comparator.QUALITATIVE:
            return _judged(text, tuple(doubts))
        case Comparator.DEADLINE:
            condition = condition_text(reading)
            return Proposal(
                measure_name(text, reading), "ngày", "", Nature.STOCK, _strict(condition, text, reading), tuple(doubts)
            )
        case Comparator.ORDINAL | Comparator.COMPOSITION | Comparator.ALL_DECREASE:
            doubts.append(Doubt("câu này không quy về một con số; đặt số liệu và điều kiện cho đúng"))
            return _judged(text, tuple(doubts))
    return _counted(text, reading, times, years, doubts)


def text_at(text: str, start: int, end: int) -> str:
    return " ".join(text[start:end].split())


def _placed(doubt: str) -> Doubt:
    return Doubt(doubt, next((key for words, key in _PLACED.items() if doubt.startswith(words)), "đạt khi"))


def _strict(condition: str, text: str, reading: TargetReading) -> str:
    """Returns the condition of a day, which «trước» leaves out."""
    before = (
        text[: reading.number_at.start].rstrip().removesuffix("ngày").rstrip() if reading.number_at is not None else ""
    )
    return condition.replace("chậm nhất", "trước") if before.lower().endswith("trước") else condition


def _counted(text: str, reading: TargetReading, times: Times, years: Years, doubts: list[Doubt]) -> Proposal:
    name, unit = measure_name(text, reading), unit_text(reading) or "đơn vị"
    if not unit_text(reading):
        doubts.append(Doubt("văn bản không ghi đơn vị tính", "đơn vị tính"))
    if reading.each is not None:
        extreme = "lớn nhất" if reading.direction is Direction.DOWN else "nhỏ nhất"
        name = shortened(f"{name} ({extreme} trong các {reading.each})")
        doubts.append(Doubt(f"phải đạt ở từng {reading.each}: ghi số {extreme} trong các {reading.each}"))
    if reading.direction is None or reading.comparator is Comparator.LEVEL:
        doubts.append(Doubt("không rõ cao hơn hay thấp hơn là tốt; chọn «đạt …», «giảm còn …», «từ … đến …» cho đúng"))
    level, level_doubts = level_of(reading, name, unit, years.first, times.yearly)
    doubts += [Doubt(doubt, "công thức") for doubt in level_doubts]
    nature = _nature(name, unit, reading, times)
    if level is not None:
        nature = Nature.STOCK
        unit = level.own_unit
    steps = tuple((year, condition_text(step)) for year, step in times.steps)
    if (
        nature is Nature.FLOW
        and not steps
        and not times.yearly
        and not times.accumulates
        and years.first < years.last
        and _adds_up(text)
    ):
        doubts.append(
            Doubt("không rõ là số của năm cuối hay cộng cả giai đoạn; cộng cả giai đoạn thì thêm «cộng dồn: có»")
        )
    return Proposal(name, "số", unit, nature, condition_text(reading), tuple(doubts), steps, times.settings, level)


def _nature(name: str, unit: str, reading: TargetReading, times: Times) -> Nature:
    told = told_nature(name, unit)
    if told is not None and told is not Nature.PLAN:
        return told
    flows = (
        times.accumulates or "năm" in reading.per or (times.yearly and not reading.unit.startswith(("%", "‰", "điểm")))
    )
    return Nature.FLOW if flows else Nature.STOCK


def _adds_up(text: str) -> bool:
    """Returns whether the wording is of deeds that add up over years («trồng mới»), not of a yearly level («thu ngân sách»)."""
    words = text.lower()
    return any(
        deed in words for deed in ("mới", "kết nạp", "trồng", "xây dựng", "thành lập", "đào tạo", "hỗ trợ", "xóa")
    )


def _judged(text: str, doubts: tuple[Doubt, ...]) -> Proposal:
    return Proposal(shortened(text), "nhận định", "", Nature.STOCK, "là đạt", doubts)


def propose_for_units(name: str, goals: tuple[tuple[str, str], ...]) -> Proposal:
    """Returns the proposal for a measure whose goal is another for each unit; ``goals`` are units with their goals as texts."""
    readings = [read_line(f"{name}: {goal}") for _, goal in goals]
    clear = [read.readings[0] for read in readings if not read.abstained]
    doubts = (
        []
        if len(clear) == len(readings)
        else [Doubt("không đọc được mục tiêu của một số đơn vị; xem lại số liệu kế hoạch")]
    )
    unit = next((unit_text(reading) for reading in clear if reading.unit), "")
    if not unit:
        doubts.append(Doubt("văn bản không ghi đơn vị tính", "đơn vị tính"))
    down = (
        bool(clear) and 2 * len(clear) > len(readings) and all(reading.direction is Direction.DOWN for reading in clear)
    )
    strict = bool(clear) and all(reading.comparator in (Comparator.ABOVE, Comparator.BELOW) for reading in clear)
    words = ("dưới {}" if strict else "không quá {}") if down else ("trên {}" if strict else "từ {} trở lên")
    if not strict and not all(reading.basis is Basis.EXPLICIT for reading in clear):
        words = "không quá {}" if down else "từ {} trở lên"
    nature = told_nature(name, unit) or (Nature.STOCK if unit[:1] in ("%", "‰", "") else Nature.FLOW)
    nature = Nature.FLOW if nature is Nature.PLAN else nature
    return Proposal(shortened(name), "số", unit or "đơn vị", nature, words, tuple(doubts), plan=True)
