"""Reads the free sentence of a target: which numbers are goals and how they are compared; abstains where it is unsure."""

from __future__ import annotations

import re
from itertools import pairwise

from engine.domain.limits import WORDING_CHARACTERS
from engine.language.syntax import Extent
from engine.language.text import fold, spoken
from engine.language.units import parse_unit
from engine.wordings.amounts import Amount, find_amounts
from engine.wordings.comparing import AmountComparison, Setting, compare
from engine.wordings.composition import composition
from engine.wordings.decoys import Decoy, DecoyKind, covering, find_decoys
from engine.wordings.leads import Lead, cut, lead_before, upwards_behind
from engine.wordings.nothing import Nothing, find_nothing
from engine.wordings.particulars import accumulation_of, base_of, each_of, per_of, period_of, recurrence_of
from engine.wordings.ranks import find_ranks
from engine.wordings.special import without_amount
from engine.wordings.wording import Basis, Change, Comparator, TargetReading, Unread, UnsureError

_HARD = re.compile(r"[;\n()]|\.(?=\s|$)|\btrong\s+đó\b")
_SOFT = re.compile(r"[,;.():\n]|\b(?:và|trong\s+đó|đồng\s+thời|riêng)\b")
_REFUSED = re.compile(
    r"\b(?:lần\s+lượt|tương\s+ứng|nếu|tăng\s*\(\s*giảm|giảm\s*\(\s*tăng|trên\s+dưới|ngược\s+lại|lương\s+tối\s+thiểu)\b|^\W*(?:nguồn\s+vốn|kinh\s+phí)\b|±|\+/-|\?|\.\.\.|…"
)
_FACT = re.compile(
    r"\b(?:hiện\s+nay|hiện\s+có|hiện\s+đạt|hiện\s+tại|năm\s+trước|đã\s+đạt|đã\s+có|đã\s+thực\s+hiện|kết\s+quả|thực\s+trạng)\b"
)
_ATTRIBUTE = re.compile(
    r"\b(?:kinh\s+phí|nguồn\s+vốn|mức\s+hỗ\s+trợ|mức\s+đầu\s+tư|ngân\s+sách\s+(?:tỉnh|huyện|xã)\s+(?:hỗ\s+trợ)?)\b"
    r"|\b(?:công\s+suất|rộng|dài|trị\s+giá|cao)\s*$"
)
_PLACE_ITSELF = re.compile(
    r"^\W*(?:toàn\s+)?(?:huyện|xã|tỉnh|thị\s+trấn|phường|thành\s+phố)\b[^,;.0-9]{0,40}\b(?:hiện\s+)?có\s+$"
)
_MEAN = re.compile(r"\b(?:bình\s+quân|trung\s+bình)\b")
_AIM = re.compile(r"\b(?:phấn\s+đấu|hướng\s+tới|cố\s+gắng|nỗ\s+lực|khuyến\s+khích)\b")
_NOUN_WORDS = r"(?:\s+(?!(?:đạt|có|được|là|tỷ|số|tổng|còn|giảm|tăng|từ|trên|dưới)\b)[^\W\d]\w*){1,5}"
_LISTED = re.compile(
    rf"(?:\s+trở\s+lên)?{_NOUN_WORDS}(?:\s*,{_NOUN_WORDS})+\s+(?:đạt|có|được|thực\s+hiện|bảo\s+đảm|đảm\s+bảo|đáp\s+ứng|hoàn\s+thành|tham\s+gia)"
    r"(?:\s+(?:đủ|được|cả|từ|ít\s+nhất|theo))?\s+"
)
"""Words between two numbers that list who is counted, and then tell of them."""
_OR = re.compile(r"\bhoặc\b|\bhay\b")
_SUBORDINATE = ("AT_LEAST", "ABOVE", "AT_MOST", "BELOW", "FROM")


def read_amounts(text: str) -> tuple[tuple[TargetReading, ...], tuple[Unread, ...]]:
    """Returns the targets of a normalised ``text`` as a whole, in its order, and clauses of its kinds that it leaves open.

    Raises UnsureError where no target is certain.
    """
    return _Reader(text).read()


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.spoken = spoken(text)
        _refuse_unreadable(text, self.spoken)
        self.decoys: list[Decoy] = find_decoys(self.spoken)
        self.pieces = cut(self.spoken, self.decoys, 0, len(text))
        self.amounts = find_amounts(text, self.spoken, self.decoys)
        numbers = [amount.at for amount in self.amounts]
        self.nothing = list(find_nothing(text, self._without_times(), numbers))
        self.ranks = list(find_ranks(self.spoken, self.decoys, numbers))
        self.closed = [one.at.end for one in self.nothing if one.each is None]  # «không còn …» is not about what follows it

    def read(self) -> tuple[tuple[TargetReading, ...], tuple[Unread, ...]]:
        described = [one for one in self.nothing if one.each is None]
        amounts = [a for a in self.amounts if not any(one.at.start <= a.at.start < one.at.end for one in described)]
        self._refuse_numbers_of_none(described)
        other = [*(one.found for one in described), *self.ranks]
        unread = tuple(one for one in other if isinstance(one, Unread))
        readings = [self._timed(one, one.at) for one in other if isinstance(one, TargetReading)]
        if shares := composition(self.text, self.spoken, amounts):
            readings.append(shares)
        readings += self._targets(amounts, as_shares=shares is not None)
        if not readings and unread:
            raise UnsureError(unread[0].reason, unread[0].at)
        if not readings:
            if amounts:
                raise UnsureError("con số chỉ nêu phạm vi, không thấy mục tiêu", amounts[0].at)
            if self.amounts:
                raise UnsureError("không rõ con số là gì", self.amounts[0].at)
            readings = [without_amount(self.text, self.spoken, self.decoys, self._period(Extent(0, 0)))]
        # A composition stands before its parts; all else in the order of the text.
        ordered = sorted(readings, key=lambda r: (r.at.start, r.comparator is not Comparator.COMPOSITION))
        return tuple(ordered), unread

    def _without_times(self) -> str:
        """Returns the spoken text with blanks for periods and days, behind which a clause may begin."""
        times = [d.at for d in self.decoys if d.kind in (DecoyKind.PERIOD, DecoyKind.DATE)]
        return "".join(" " if any(at.start <= i < at.end for at in times) else c for i, c in enumerate(self.spoken))

    def _targets(self, amounts: list[Amount], as_shares: bool) -> list[TargetReading]:
        found: list[TargetReading] = []
        dropped: list[Amount] = []
        previous: Amount | None = None
        skipped = self._scopes(amounts)
        for amount in amounts:
            if amount not in skipped:
                old = previous if previous is not None and self._old_level(previous, amount) else None
                if found and self._is_aim(found[-1], amount):
                    written = self.text[amount.at.start : amount.at.end]
                    doubt = f"«{written}» là mức phấn đấu, không phải mức phải đạt"
                    found[-1] = found[-1]._replace(doubts=(*found[-1].doubts, doubt))
                elif reading := self._target(amount, previous, old, found[-1] if found else None, as_shares):
                    found.append(reading)
                else:
                    dropped.append(amount)
            elif not any(amount.at.end <= other.at.start and self._old_level(amount, other) for other in amounts):
                dropped.append(amount)
            previous = amount
        return self._with_dropped(found, dropped)

    def _with_dropped(self, found: list[TargetReading], dropped: list[Amount]) -> list[TargetReading]:
        """Returns the readings, each with a doubt for the numbers beside it that were taken for no goal."""
        for amount in dropped if found else ():
            near = [i for i, one in enumerate(found) if one.at.start <= amount.at.start]
            index = near[-1] if near else 0
            written = " ".join(self.text[amount.at.start : amount.at.end].split())
            doubt = f"«{written}» được hiểu là phạm vi, điều kiện hay số liệu kèm theo, không phải mục tiêu riêng"
            found[index] = found[index]._replace(doubts=(*found[index].doubts, doubt))
        return found

    def _refuse_numbers_of_none(self, described: list[Nothing]) -> None:
        """Raises UnsureError where «không còn» only describes what is counted: «các xã không còn nhà tạm đạt 90%»."""
        for one in described:
            for amount in self.amounts:
                if one.at.start <= amount.at.start < one.at.end:
                    lead = lead_before(cut(self.spoken, self.decoys, one.at.start, amount.at.start))
                    if amount.is_percent or lead.has("REACH", "LEAD", "REMAIN", ":"):
                        raise UnsureError("không rõ «không …» là mục tiêu hay mô tả đối tượng", amount.at)

    def _is_aim(self, before: TargetReading, amount: Amount) -> bool:
        """Returns whether a number is only striven for, beside the one that must be reached: «95% trở lên, phấn đấu 98%»."""
        striven = _AIM.search(self.spoken, before.at.end, amount.at.start)
        if striven is None or before.value is None or before.unit != amount.unit or before.change is not None:
            return False
        times = (DecoyKind.PERIOD, DecoyKind.DATE)
        if any(d.kind in times and before.at.end <= d.at.start < amount.at.end for d in self.decoys):
            return False
        behind = cut(self.spoken, self.decoys, striven.end(), amount.at.start)
        return not any(p.kind in ("WORD", "NAME", "INCREASE", "DECREASE") for p in behind)

    # ------------------------------------------------------------ which amounts are goals

    def _scopes(self, amounts: list[Amount]) -> list[Amount]:
        """Returns the amounts that describe what is counted, or the old level («từ 50% lên 70%»).

        Raises UnsureError.
        """
        scopes: list[Amount] = []
        for first, second in pairwise(amounts):
            between = self.spoken[first.at.end : second.at.start]
            if _OR.search(between):
                raise UnsureError("hai con số nối bằng «hoặc»", Extent(first.at.start, second.at.end))
            if self._describes_subject(first, second):
                scopes.append(second)
                continue
            if _SOFT.search(self._without_decoys(first.at.end, second.at.start)):
                continue
            scopes.append(self._scope_of(first, second))
        return scopes

    def _describes_subject(self, first: Amount, second: Amount) -> bool:
        """Returns whether the second number tells of a list of those counted: «85% cán bộ, hội viên đạt 4 tiêu chuẩn»."""
        if not first.is_percent or second.is_percent or second.measure is None:
            return False
        own = cut(self.spoken, self.decoys, self._clause_start(first, None), first.at.start)
        between = self.spoken[first.at.end : second.at.start]
        if any(p.kind in ("WORD", "NAME") and p.text not in ("phấn", "đấu") for p in own) or "," not in between:
            return False
        return _LISTED.fullmatch(between) is not None

    def _scope_of(self, first: Amount, second: Amount) -> Amount:
        """Returns which of two numbers in one clause is not the goal. Raises UnsureError."""
        pieces = cut(self.spoken, self.decoys, first.at.end, second.at.start)
        lead = lead_before(pieces)
        own = lead_before(cut(self.spoken, self.decoys, self._clause_start(first, None), first.at.start))
        both = Extent(first.at.start, second.at.end)
        upwards = upwards_behind(self.spoken, first, own, self.decoys)
        if self._old_level(first, second):
            return first
        given = lead.stopped_by is not None and lead.stopped_by.text == "cho"
        if first.high is None and second.high is None and not given:
            if first.is_percent and not second.is_percent and not own.has("ABOVE", "BELOW", "FROM"):
                return second
            compared = own.has("ABOVE", "BELOW", "AT_LEAST", "AT_MOST") or upwards
            if second.is_percent and not first.is_percent and compared and lead.has("REACH", "LEAD", "REMAIN", ":"):
                return first
        stopped = lead.stopped_by
        if not lead.pieces and stopped is not None and stopped.kind == "PLACE" and not second.is_percent:
            return second
        raise UnsureError("hai con số trong một vế, không rõ số nào là mục tiêu", both)

    def _old_level(self, first: Amount, second: Amount) -> bool:
        """Returns whether the words go from the first to the second: «từ 50% năm 2020 lên 70%»."""
        if _SOFT.search(self._without_decoys(first.at.end, second.at.start)) or first.unit not in ("", second.unit):
            return False
        lead = lead_before(cut(self.spoken, self.decoys, first.at.end, second.at.start))
        own = lead_before(cut(self.spoken, self.decoys, self._clause_start(first, None), first.at.start))
        return own.has("FROM") and lead.has("UP_TO", "DOWN_TO", "REMAIN") and not own.has("UPWARDS")

    def _without_decoys(self, start: int, end: int) -> str:
        return "".join(c for i, c in enumerate(self.spoken[start:end], start) if covering(self.decoys, i) is None)

    # ------------------------------------------------------------ one goal

    def _clause_start(self, amount: Amount, previous: Amount | None) -> int:
        """Returns where the words about ``amount`` begin: behind the number before it, a full stop or a bracket."""
        ends = [end for end in self.closed if end <= amount.at.start]
        start = max([previous.at.end if previous is not None else 0, *ends])
        opened = self.spoken.rfind("(", 0, amount.at.start)
        inside = opened >= 0 and ")" not in self.spoken[opened : amount.at.start]
        for match in _HARD.finditer(self.spoken, start, amount.at.start):
            if match.group() in "()" and not inside:
                continue
            if covering(self.decoys, match.start()) is None:
                start = match.end()
        return start

    def _target(
        self, amount: Amount, previous: Amount | None, old: Amount | None, before: TargetReading | None, as_shares: bool
    ) -> TargetReading | None:
        start = self._clause_start(amount, previous)
        pieces = cut(self.spoken, self.decoys, start, amount.at.start)
        lead = lead_before(pieces)
        if self._repeats(amount, previous) or self._is_scope(lead) or self._is_circumstance(amount, start):
            return None
        base = base_of(self.text, self.spoken, self.decoys, amount, self._next_start(amount.at), start)
        behind, following = upwards_behind(self.spoken, amount, lead, self.decoys), self.spoken[amount.at.end :]
        clause = self.spoken[start : amount.at.start]
        negated = any(one.each is not None and one.at.start <= amount.at.start < one.at.end for one in self.nothing)
        setting = Setting(clause, pieces, lead, behind, base is not None, self._alone(amount), following, negated)
        self._refuse_bare(amount, setting, before)
        verdict = _share(compare(amount, setting), as_shares)
        restated = before is not None and before.comparator is Comparator.LEVEL and verdict.change is not None
        if restated and clause.strip(", ") in ("tăng", "giảm"):
            return None  # a level repeated as a change; its good direction stays unknown
        reading = self._assembled(amount, verdict, base, start)
        if old is not None:
            level = self.text[old.at.start : old.at.end]
            reading = reading._replace(base=level, period=self._period(amount.at, rises=True))
        unnamed = not any(p.kind == "WORD" for p in pieces)
        if before is not None and unnamed and not reading.per and before.unit == reading.unit:
            reading = reading._replace(per=before.per)  # «…; đến năm 2030 đạt 5.000 USD»: the same indicator
        return reading

    def _is_scope(self, lead: Lead) -> bool:
        """Returns whether the number says where or with what, not how many are wanted: «tại 5 xã», «với 3 nhiệm vụ»."""
        stopped = lead.stopped_by
        if stopped is None or stopped.kind != "PLACE" or self.spoken[: stopped.at.end].endswith("nhà ở"):
            return False
        return all(piece.kind in ("DECOY", "YEARLY", "AVERAGE") for piece in lead.pieces)

    def _repeats(self, amount: Amount, previous: Amount | None) -> bool:
        """Returns whether the number is the previous goal in another unit: «70% (350 hộ)»."""
        if previous is None or self.spoken[previous.at.end : amount.at.start].strip() != "(":
            return False
        return self.spoken[amount.at.end :].lstrip().startswith(")")

    def _is_circumstance(self, amount: Amount, start: int) -> bool:
        """Returns whether the number is a present state, a cost or a size, and no goal. Raises UnsureError."""
        phrase = self.spoken[start : amount.at.start].rpartition(",")[2]
        if _PLACE_ITSELF.match(self.spoken[: amount.at.start]) and amount is not self.amounts[-1]:
            raise UnsureError("không rõ con số là hiện trạng của địa phương hay mục tiêu", amount.at)
        return bool(_FACT.search(phrase) or _ATTRIBUTE.search(phrase))

    def _refuse_bare(self, amount: Amount, setting: Setting, before: TargetReading | None) -> None:
        """Raises UnsureError for a number without words about it, or whose verb may be that of the number before it."""
        idle = ("DECOY", "YEARLY", "LEAD", "AVERAGE", ":")
        if setting.behind or any(piece.kind not in idle for piece in setting.lead.pieces):
            return
        if setting.alone and amount.high is None and not self._left_in_brackets(amount):
            raise UnsureError("chỉ có một con số, không có tên chỉ tiêu hay cách so sánh", amount.at)
        named = any(p.kind == ":" for p in setting.lead.pieces)
        if amount.measure is None and not setting.alone and not named:
            raise UnsureError("con số không có đơn vị và không có từ so sánh", amount.at)
        if before is not None and not re.search(r"[;.]", self.spoken[before.at.end : amount.at.start]):
            shared = before.change is Change.DECREASE or before.comparator in (Comparator.AT_MOST, Comparator.BELOW)
            if shared and not any(p.kind == "LEAD" for p in setting.lead.pieces):
                raise UnsureError("không rõ từ so sánh của số trước có dùng cho số này", amount.at)

    def _alone(self, amount: Amount) -> bool:
        """Returns whether no word names what is measured, as in the cell of a table."""
        if amount.measure is not None and parse_unit(amount.unit).counts:
            return False
        words = (p.at.start for p in self.pieces if p.kind in ("WORD", "NAME"))
        return all(any(a.at.start <= word < a.at.end for a in self.amounts) for word in words)

    def _left_in_brackets(self, amount: Amount) -> bool:
        """Returns whether the level left follows in brackets, so that the number is a decrease: «0,7% (còn 4,33%)»."""
        return re.match(r"\s*\(\s*(?:chỉ\s+)?còn\b", self.spoken[amount.at.end :]) is not None

    def _assembled(self, amount: Amount, verdict: AmountComparison, base: str | None, start: int) -> TargetReading:
        measure, high = amount.measure, amount.high
        per, per_doubts = per_of(self.text, self.spoken, self.decoys, amount, self.amounts, start)
        doubts = [*verdict.doubts, *amount.low.doubts, *(high.doubts if high else ()), *per_doubts]
        if measure is not None and not measure.sure:
            doubts.append(f"không rõ đơn vị «{measure.text}» dừng ở đâu")
        if measure is not None and measure.typo:
            doubts.append("«/%» được đọc là «%»")
        if amount.total is not None:
            doubts.append(f"tổng số là {amount.total}")
        change = verdict.change
        if self._left_in_brackets(amount) and change is None:
            change = Change.DECREASE
            doubts.append("được đọc là mức giảm, vì trong ngoặc ghi mức còn lại")
        reading = TargetReading(
            verdict.comparator,
            verdict.basis,
            Extent(min((p.start for p in verdict.places), default=amount.at.start), amount.at.end),
            value=amount.low.value,
            value_high=high.value if high else None,
            unit=amount.unit,
            per=per,
            direction=verdict.direction,
            change=change,
            base=base,
            number_at=Extent(amount.low.at.start, (high or amount.low).at.end),
            unit_at=measure.at if measure else None,
            comparator_at=verdict.places,
            doubts=tuple(doubts),
        )
        return self._timed(reading, amount.at, start)

    def _timed(self, reading: TargetReading, at: Extent, start: int | None = None) -> TargetReading:
        """Returns the reading with its period, recurrence, accumulation and «mỗi …», and the keys that its clause does not say."""
        begin = at.start if start is None else start
        stop = _HARD.search(self.spoken, at.end)
        ends = [d.at.end for d in self.decoys if d.kind is DecoyKind.PERIOD and d.at.start < (stop.start() if stop else len(self.text))]
        clause = Extent(begin, min(self._next_start(at), max([at.end, *ends, stop.start() if stop else len(self.text)])))
        period = self._period(at)
        lead = min((a.at.start for a in self.amounts), default=at.start)
        recurrence, said = recurrence_of(self.spoken, clause, lead)
        if "năm" in reading.per and reading.change is not None and _MEAN.search(self.spoken, clause.start, clause.end):
            recurrence, said = "bình quân hằng năm", True
        percent = reading.unit[:1] in ("%", "‰") or reading.unit.startswith("điểm") or reading.value == 0
        adds, told = (False, False) if percent or recurrence else accumulation_of(self.spoken, clause, period)
        each = each_of(self.text, self.spoken, clause)
        for one in self.nothing:
            if one.each is not None and one.at.start <= at.start < one.at.end:
                each = self.text[one.each.start : one.each.end]
        assumed = list(reading.assumed)
        assumed += ["comparator"] if reading.basis is Basis.IMPLIED else []
        assumed += ["recurrence"] if recurrence and not said else []
        assumed += ["accumulates"] if adds and not told else []
        assumed += ["period"] if period and period[:4] != "hằng" and not self._says(clause, period) else []
        return reading._replace(
            period=period, recurrence=recurrence, accumulates=adds, each=each, assumed=tuple(dict.fromkeys(assumed))
        )

    def _says(self, clause: Extent, period: str) -> bool:
        """Returns whether a period stands in the clause itself."""
        words = " ".join(self.spoken[clause.start : clause.end].split())
        return all(part in words for part in re.split(r"[-\s]+", spoken(period)))

    def _next_start(self, at: Extent) -> int:
        return next((a.at.start for a in self.amounts if a.at.start >= at.end), len(self.text))

    def _period(self, at: Extent, rises: bool = False) -> str | None:
        return period_of(self.text, self.spoken, self.decoys, at, [a.at for a in self.amounts], rises)


def _share(verdict: AmountComparison, as_share: bool) -> AmountComparison:
    """Returns the comparison of a share: one without words that compare is neither a floor nor a ceiling."""
    if as_share and verdict.basis is Basis.IMPLIED:
        return verdict._replace(comparator=Comparator.LEVEL, direction=None)
    return verdict


def _refuse_unreadable(text: str, spoken_text: str) -> None:
    if not text.strip():
        raise UnsureError("câu trống")
    if len(text) > WORDING_CHARACTERS:
        raise UnsureError(f"câu dài quá {WORDING_CHARACTERS} ký tự; tách từng chỉ tiêu")
    for place, character in enumerate(text):
        if character.isdecimal() and not character.isascii():
            raise UnsureError(f"«{character}» là chữ số không phải 0-9", Extent(place, place + 1))
    words = re.findall(r"[^\W\d_]{2,}", text)
    if len(words) >= 4 and text.isascii() and fold(text) == " ".join(text.lower().replace("y", "i").split()):
        raise UnsureError("câu không có dấu tiếng Việt")
    if refused := _REFUSED.search(spoken_text):
        raise UnsureError(f"không đọc được câu có «{refused.group()}»", Extent(*refused.span()))
