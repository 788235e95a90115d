"""Reads the free sentence of a target: which numbers are goals and how they are compared; abstains where it is unsure."""

from __future__ import annotations

import re
from itertools import zip_longest

from engine.language.patterns import compiled
from engine.language.syntax import Extent
from engine.language.units import parse_unit
from engine.wordings.amounts import Amount
from engine.wordings.comparing import AmountComparison, compare
from engine.wordings.composition import composition
from engine.wordings.leads import Piece, lead_before, upwards_behind
from engine.wordings.nothing import Nothing
from engine.wordings.particulars import base_of, per_of
from engine.wordings.ranks import find_ranks
from engine.wordings.scopes import is_aim, is_circumstance, is_old_level, is_scope, repeats, rises_from, scopes
from engine.wordings.sentence import Sentence
from engine.wordings.setting import Setting
from engine.wordings.special import without_amount
from engine.wordings.times import timed
from engine.wordings.wording import Basis, Change, Comparator, TargetReading, Unread, UnsureError

_LEFT_IN_BRACKETS = compiled(r"\s*\(\s*(?:chỉ\s+)?còn\b")


def read_amounts(text: str) -> tuple[tuple[TargetReading, ...], tuple[Unread, ...]]:
    """Returns the targets of a normalised ``text`` as a whole, in its order, and clauses of its kinds that it leaves open.

    Raises UnsureError where no target is certain.
    """
    return _Reader(text).read()


class _Reader:
    def __init__(self, text: str) -> None:
        self.sentence = Sentence(text)
        self.text = text
        self.spoken = self.sentence.spoken
        self.decoys = self.sentence.decoys

    def read(self) -> tuple[tuple[TargetReading, ...], tuple[Unread, ...]]:
        amounts = self.sentence.amounts
        described = [one for one in self.sentence.nothing if not one.beyond]
        own = [a for a in amounts if not any(one.at.start <= a.at.start < one.at.end for one in described)]
        self._refuse_numbers_of_none(described)
        ranks = find_ranks(self.spoken, self.decoys, [amount.at for amount in amounts])
        other = [*(one.found for one in described), *ranks]
        unread = tuple(one for one in other if isinstance(one, Unread))
        readings = [timed(self.sentence, one, one.at) for one in other if isinstance(one, TargetReading)]
        if shares := composition(self.text, self.spoken, own):
            readings.append(shares)
        readings += self._targets(own, as_shares=shares is not None)
        readings = readings or [self._without_goal(own, unread)]
        # A composition stands before its parts; all else in the order of the text.
        return tuple(sorted(readings, key=lambda r: (r.at.start, r.comparator is not Comparator.COMPOSITION))), unread

    def _without_goal(self, own: list[Amount], unread: tuple[Unread, ...]) -> TargetReading:
        """Returns the reading of a wording in which no number is a goal. Raises UnsureError."""
        if unread:
            raise UnsureError(unread[0].reason, unread[0].at)
        if own:
            raise UnsureError("con số chỉ nêu phạm vi, không thấy mục tiêu", own[0].at)
        if self.sentence.amounts:
            raise UnsureError("không rõ con số là gì", self.sentence.amounts[0].at)
        return without_amount(self.text, self.spoken, self.decoys, self.sentence.period(Extent(0, 0)))

    def _targets(self, amounts: list[Amount], as_shares: bool) -> list[TargetReading]:
        found: list[TargetReading] = []
        dropped: list[Amount] = []
        previous: Amount | None = None
        skipped = scopes(self.sentence, amounts)
        for amount, following in zip_longest(amounts, amounts[1:]):
            if amount not in skipped:
                old = previous if previous is not None and is_old_level(self.sentence, previous, amount) else None
                if found and is_aim(self.sentence, found[-1], amount):
                    written = self.text[amount.at.start : amount.at.end]
                    doubt = f"«{written}» là mức phấn đấu, không phải mức phải đạt"
                    found[-1] = found[-1]._replace(doubts=(*found[-1].doubts, doubt))
                elif reading := self._target(amount, previous, old, found[-1] if found else None, as_shares):
                    found.append(reading)
                else:
                    dropped.append(amount)
            elif following is None or not is_old_level(self.sentence, amount, following):
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
            for amount in self.sentence.amounts:
                if one.at.start <= amount.at.start < one.at.end:
                    lead = lead_before(self.sentence.pieces(one.at.start, amount.at.start))
                    if amount.is_percent or lead.has("REACH", "LEAD", "REMAIN", ":"):
                        raise UnsureError("không rõ «không …» là mục tiêu hay mô tả đối tượng", amount.at)

    def _target(
        self, amount: Amount, previous: Amount | None, old: Amount | None, before: TargetReading | None, as_shares: bool
    ) -> TargetReading | None:
        start = self.sentence.clause_start(amount, previous)
        pieces = self.sentence.pieces(start, amount.at.start)
        lead = lead_before(pieces)
        if (
            repeats(self.sentence, amount, previous)
            or is_scope(self.sentence, lead)
            or is_circumstance(self.sentence, amount, start)
        ):
            return None
        base = base_of(self.text, self.spoken, self.decoys, amount, self.sentence.next_start(amount.at), start)
        behind, following = upwards_behind(self.spoken, amount, lead, self.decoys), self.spoken[amount.at.end :]
        clause = self.spoken[start : amount.at.start]
        negated = any(one.beyond and one.at.start <= amount.at.start < one.at.end for one in self.sentence.nothing)
        if not negated and _negates(pieces):
            raise UnsureError("câu phủ định, không rõ con số là mức nào", amount.at)
        setting = Setting(clause, pieces, lead, behind, base is not None, self._alone(amount), following, negated)
        self._refuse_bare(amount, setting, before)
        verdict = _share(compare(amount, setting), as_shares)
        restated = before is not None and before.comparator is Comparator.LEVEL and verdict.change is not None
        if restated and clause.strip(", ") in ("tăng", "giảm"):
            return None  # a level repeated as a change; its good direction stays unknown
        reading = self._assembled(amount, verdict, base, start)
        if old is not None:
            level = self.text[old.at.start : old.at.end]
            reading = reading._replace(base=level)
            if rises_from(self.sentence, old, amount):
                reading = reading._replace(period=self.sentence.period(amount.at, rises=True))
        unnamed = not any(p.kind == "WORD" for p in pieces)
        same = before is not None and before.unit == reading.unit and before.change == reading.change
        if same and before is not None and unnamed and not reading.per:
            reading = reading._replace(per=before.per)  # «…; đến năm 2030 đạt 5.000 USD»: the same indicator
        return reading

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
        words = (p.at.start for p in self.sentence.all_pieces if p.kind in ("WORD", "NAME"))
        return all(any(a.at.start <= word < a.at.end for a in self.sentence.amounts) for word in words)

    def _left_in_brackets(self, amount: Amount) -> bool:
        """Returns whether the level left follows in brackets, so that the number is a decrease: «0,7% (còn 4,33%)»."""
        return _LEFT_IN_BRACKETS.match(self.spoken, amount.at.end) is not None

    def _assembled(self, amount: Amount, verdict: AmountComparison, base: str | None, start: int) -> TargetReading:
        measure, high = amount.measure, amount.high
        per, per_doubts = per_of(self.text, self.spoken, self.decoys, amount, self.sentence.amounts, start)
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
        places = (amount.at, *verdict.places)
        reading = TargetReading(
            verdict.comparator,
            verdict.basis,
            Extent(min(place.start for place in places), max(place.end for place in places)),
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
        return timed(self.sentence, reading, amount.at, start)


def _negates(pieces: list[Piece]) -> bool:
    """Returns whether a clause begins with a negation that is no comparison («chưa có xã nào dưới 5»)."""
    first = next((p for p in pieces if p.kind not in ("DECOY", "YEARLY") and p.text not in (",", "phấn", "đấu")), None)
    return (
        first is not None and first.kind in ("WORD", "NOT_MET", "FAILED") and first.text in ("không", "chưa", "chẳng")
    )


def _share(verdict: AmountComparison, as_share: bool) -> AmountComparison:
    """Returns the comparison of a share: one without words that compare is neither a floor nor a ceiling."""
    if as_share and verdict.basis is Basis.IMPLIED:
        return verdict._replace(comparator=Comparator.LEVEL, direction=None)
    return verdict
