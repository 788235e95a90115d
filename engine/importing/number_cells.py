"""Finds the one value that a text of a number cell gives its indicator, beside changes, plans and remarks in the cell.

What is certain is taken, with a remark on the rest; everything else is refused.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from fractions import Fraction

from engine.domain.records import NamedTuple
from engine.importing.cell_value import RefusedCell
from engine.importing.clauses import NUMBER, Clause, Said, clause, cut, pieces
from engine.importing.import_result import ESTIMATE, PRELIMINARY
from engine.importing.measures import Measures
from engine.importing.number_writing import RATES
from engine.language.numbers import NumberError, parse_number
from engine.language.ranks import is_place
from engine.language.text import fold, spoken
from engine.language.units import BARE, PERCENT, UnitMismatch, fit, parse_unit
from engine.rulebook.rulebook import Indicator
from engine.wordings.vocabulary import CURED, LOWER_BETTER


class _Growth(Enum):
    """Whether an indicator measures a change itself, and which way counts as positive."""

    NONE = auto()
    RISE = auto()
    FALL = auto()


_BASES = {"ước": ESTIMATE, "sơ bộ": PRELIMINARY}
_VALUES = (Said.QUANTITY, Said.PAIR, Said.REACHED, Said.LEFT)


class Plain(NamedTuple):
    """The text of the value alone, remarks on what else the cell says, and the kind of data that it names."""

    text: str
    remarks: tuple[str, ...] = ()
    basis: str = ""


_RISES = ("toc do tang", "tang ", "tang truong", "muc tang", "ti le tang", "nhip do tang", "ti suat tang")
_FALLS = ("muc giam", "giam ", "ti le giam", "toc do giam", "ti suat giam")
_SPACED = re.compile(r"(?<![0-9.,])([1-9][0-9]{0,2}(?: [0-9]{3})+)(?![0-9.])")
_GLUED = re.compile(r"(?<=[0-9])(?![eE][+-]?[0-9])(?=[^\W\d_])")
_BEFORE_PERCENT = re.compile(r"(?<=[0-9])\s+(?=[%‰])")
_NAMED = re.compile(r"[0-9]\s*(?!(?:đến|tới|trở|còn|đạt|xuống|lên|và|trong|so|bằng|chiếm)\b)[^\W\d_]")
_FULL_STOP = re.compile(r"(?<=[^\W\d_])\s*[.;:,]+\Z|(?<=%)\s*[.;:,]+\Z")
_ASTERISKS = re.compile(r"\s*(?:\(\s*[*†‡]+\s*\)|[*†‡]+)\Z")
_FALLEN = re.compile(r".*\b(?:giảm|xuống|hạ)\b")
_DAY_MONTH = re.compile(
    r"(?:[0-2]?[0-9]|3[01])/(?:0?[0-9]|1[0-2])|(?:0?[0-9]|1[0-2])/(?:[0-2]?[0-9]|3[01])|[0-9,.]+/(?:19|20)[0-9]{2}"
)
_RAISED = re.compile(r"[0-9]\s*[¹²³⁰⁴-⁹]+\Z")
_IN_BRACKETS = re.compile(rf"\(\s*({NUMBER})\s*\)")
_TAIL_UNIT = re.compile(r"(?P<number>.*[0-9])\s*(?P<unit>[^\W\d_][^0-9]*)")
_SUM = re.compile(
    r"(?P<about>[^0-9\-–~]*)(?P<big>[0-9]+)\s*(?P<unit>t[ỷỉ]|triệu)\s*(?P<small>[0-9]{1,3})\s*(?P<next>triệu|nghìn|ngàn)(?:\s*đồng)?"
)
_SMALLER = {"tỷ": ("triệu",), "tỉ": ("triệu",), "triệu": ("nghìn", "ngàn")}
_CHARACTERS = str.maketrans("０１２３４５６７８９％．，−", "0123456789%.,-")
TWO_NUMBERS_REMEDY = "mỗi ô một con số: số thực hiện ở cột Thực hiện; số kế hoạch, số toàn bộ ở cột riêng"


def tidied(text: str) -> str:
    """Returns ``text``, on one line, with plain digits and signs, a space before units and none within numbers.

    >>> tidied("'1 234,5ha"), tidied("−３，２%")
    ('1.234,5 ha', '-3,2%')
    """
    text = text.translate(_CHARACTERS)
    if text[:1] in "'’" and text[1:2].isdigit():
        text = text[1:]
    text = _FULL_STOP.sub("", _BEFORE_PERCENT.sub("", text))
    return _GLUED.sub(" ", _SPACED.sub(lambda found: found[1].replace(" ", "."), text))


def names_unit(text: str) -> bool:
    """Returns whether a number in ``text`` has a unit of its own.

    >>> names_unit("gần 99,2 tỷ"), names_unit("gần 99,2"), names_unit("từ 5 đến 7")
    (True, False, False)
    """
    return _NAMED.search(spoken(text)) is not None


def plain(text: str, indicator: Indicator, measure: str, measures: Measures) -> Plain:
    """Returns the value in ``text`` (tidied) alone. Raises RefusedCell where the cell does not say one value for certain."""
    if found := _IN_BRACKETS.fullmatch(text):
        reason = f"«{text}» trong ngoặc: kế toán viết số âm như vậy, người khác thì không"
        raise RefusedCell(reason, f"gõ {found[1]} hoặc -{found[1]}, không có ngoặc")
    if _RAISED.search(text):
        reason = f"chú thích nhỏ dính vào số «{text}»"
        raise RefusedCell(reason, "chuyển dấu chú thích sang cột Ghi chú, để ô chỉ có con số")
    remarks: tuple[str, ...] = ()
    if mark := _ASTERISKS.search(text):
        text = text[: mark.start()]
        remarks = (f"dấu «{mark[0].strip()}» bên số dẫn tới một chú thích: xem chú thích có nói số ước, sơ bộ không",)
    value = _Cell(indicator, measure, measures).plain(text)
    return value._replace(remarks=remarks + value.remarks)


class _Cell:
    """Reads the parts of one cell for one indicator."""

    def __init__(self, indicator: Indicator, measure: str, measures: Measures) -> None:
        self.indicator, self.measure, self.measures = indicator, measure, measures
        self.growth = _growth(indicator)
        name = spoken(indicator.name)
        self._is_money = (indicator.unit.dimension or "").startswith("tiền")
        self.less_is_better = bool(LOWER_BETTER.search(name)) and not CURED.search(name)

    def plain(self, text: str) -> Plain:
        head, tail = cut(text)
        head = self._summed(head)
        if not tail:
            return self._alone(clause(head))
        first, beside = clause(head), clause(tail)
        if beside.said is Said.OTHER and len(parts := pieces(tail)) > 1:
            beside = self._news(first, tail, parts)
        match beside.said:
            case Said.ESTIMATED if first.said in _VALUES and not beside.value:
                return self._alone(first)._replace(basis=_BASES[beside.basis])
            case Said.ESTIMATE | Said.ESTIMATED:
                raise estimate(text)
            case Said.PART if first.said in (Said.QUANTITY, Said.PAIR):
                return self._with_rest(self._alone(first), tail)
            case Said.PLAN | Said.OF_PLAN if first.said in _VALUES or self.growth is not _Growth.NONE:
                return self._with_rest(self._alone(first), tail)
            case Said.CHANGE | Said.COMPARED if first.said in _VALUES and self.growth is _Growth.NONE:
                return self._with_rest(self._alone(first), tail)
            case Said.REACHED if first.said is Said.PLAN and self._fits(beside.value):
                return self._with_rest(self._alone(beside), head)
            case Said.LEFT | Said.REACHED:
                return self._reached(text, first, beside)
            case Said.QUANTITY | Said.SHARE | Said.PAIR if first.said in (Said.QUANTITY, Said.PAIR, Said.REACHED):
                return self._either(text, first, beside)
            case Said.OTHER if first.said is Said.QUANTITY and self._is_unit(head, tail):
                return self._alone(clause(f"{head} {tail}"))
        raise self._unclear(text, tail)

    def _news(self, first: Clause, tail: str, parts: list[Clause]) -> Clause:
        """Returns the one of ``parts`` that may state the value; where all tell of plans and changes, one of these."""
        of_change = (Said.CHANGE, Said.SHARE) if first.said in _VALUES and self.growth is _Growth.NONE else ()
        told = (Said.PLAN, Said.OF_PLAN, Said.COMPARED, *of_change)
        others = [part for part in parts if part.said not in told]
        if len(others) > 1:
            return Clause(Said.OTHER, tail)
        return others[0] if others else parts[0]._replace(text=tail)

    def _alone(self, said: Clause) -> Plain:
        match said.said:
            case Said.CHANGE if self.growth is not _Growth.NONE:
                return Plain(self._signed(said))
            case Said.CHANGE:
                reason = f"«{said.text}» là mức thay đổi, không phải giá trị của «{self.indicator.name}»"
                raise RefusedCell(reason, "gõ con số đã đạt của kỳ này; mức tăng, giảm chuyển sang cột Ghi chú")
            case Said.LEFT | Said.REACHED if said.text != said.value and self.growth is not _Growth.NONE:
                if fold(said.text).startswith("dat "):
                    return Plain(said.value)
                raise self._unclear(said.text, said.text)
            case Said.LEFT if not self.less_is_better and not _FALLEN.match(spoken(said.text)):
                reason = f"«{said.text}» không rõ là số đã đạt hay số còn phải làm"
                raise RefusedCell(reason, "gõ con số đã đạt của kỳ này, không có chữ «còn»")
            case Said.LEFT | Said.REACHED:
                return Plain(self._in_full(said.value))
            case Said.OF_PLAN | Said.COMPARED | Said.PLAN:
                reason = f"«{said.text}» nói về kế hoạch hoặc kỳ trước, không phải giá trị của «{self.indicator.name}»"
                raise RefusedCell(reason, "gõ con số đã đạt của kỳ này; chữ ấy chuyển sang cột Ghi chú")
            case Said.ESTIMATED if said.value:
                return Plain(self._in_full(said.value), basis=_BASES[said.basis])
            case Said.ESTIMATE | Said.ESTIMATED:
                raise estimate(said.text)
            case Said.PAIR:
                return self._first_of(said)
        if said.text.startswith(("-", "–")):
            check_negative(said.text, self.indicator)
        return Plain(self._in_full(said.text))

    def _reached(self, text: str, first: Clause, beside: Clause) -> Plain:
        """Returns the value of «tăng 1,6% (đạt 93,2%)», where one part is the change."""
        if self.growth is not _Growth.NONE:
            if self.growth is _Growth.FALL and beside.said is Said.LEFT and first.said in (Said.CHANGE, Said.QUANTITY):
                taken = self._signed(first) if first.said is Said.CHANGE else first.value
                return self._with_rest(Plain(taken), beside.text)
            raise self._unclear(text, beside.text)
        left = beside.said is Said.LEFT
        if first.said is Said.PAIR and self.indicator.unit.dimension == PERCENT and not left:
            return self._either(text, first, beside)
        if first.said is Said.CHANGE and self._fits(beside.value) and (first.falls or not left):
            return self._with_rest(Plain(self._in_full(beside.value)), first.text)
        if first.said in (Said.QUANTITY, Said.PAIR) and self._fits(first.value) and not self._fits(beside.value):
            return self._with_rest(self._alone(first), beside.text)
        if left and self.less_is_better and first.said is Said.QUANTITY and self.indicator.unit.dimension in RATES:
            fallen, rest = _number(first.value), _number(beside.value)
            if fallen is not None and rest is not None and fallen < rest and fallen + rest != 100:
                return self._with_rest(Plain(beside.value), first.text)
        raise self._unclear(text, beside.text)

    def _either(self, text: str, first: Clause, beside: Clause) -> Plain:
        """Returns the one of two numbers that has the unit of the indicator: «12 hộ (3,5%)»."""
        pair, share = (first, beside) if first.said is Said.PAIR else (beside, first)
        if pair.said is Said.PAIR and self.indicator.unit.dimension == PERCENT:
            if share.said is not Said.PAIR and self._fits(share.value) and _is_share(share.value, pair):
                return self._with_rest(Plain(share.value), pair.text)
            raise self._unclear(text, beside.text)
        fits = [one for one in (first, beside) if self._fits(one.second or one.value)]
        if beside.said is Said.PAIR:
            raise self._unclear(text, beside.text)
        if first.said is Said.PAIR and not _unit(first.value + first.second) and _is_share(beside.value, first):
            return self._with_rest(Plain(first.value), f"/{first.second}, {beside.text}")
        known = all(self._is_known(_unit(one.value)) for one in (first, beside))
        if len(fits) != 1 or not known:
            raise self._unclear(text, beside.text)
        taken, other = (first, beside) if fits[0] is first else (beside, first)
        value = Plain(taken.value) if taken.said is Said.SHARE else self._alone(taken)
        return self._with_rest(value, other.text)

    def _first_of(self, pair: Clause) -> Plain:
        """Returns the first number of «84/96 tấn», a result and its plan or a part and its whole."""
        if is_place(self.indicator.unit):
            return Plain(pair.text)
        first_unit, unit = _unit(pair.value), _unit(pair.second)
        if not unit and (first_unit or not self._is_counted(pair)):
            reason = f"«{pair.text}» có hai con số: thực hiện/kế hoạch, phần/toàn bộ, hay ngày/tháng?"
            raise RefusedCell(reason, TWO_NUMBERS_REMEDY)
        if not unit:  # of the column
            remark = f"chỉ lấy «{pair.value}»; «{pair.second}» trong cùng ô (kế hoạch hoặc toàn bộ) không nhập"
            return Plain(pair.value, (remark,))
        if first_unit and fold(first_unit) != fold(unit):
            return Plain(pair.text)
        if self.indicator.unit.is_rate and not parse_unit(unit).is_rate:
            reason = f"«{pair.text}» là hai số đếm; «{self.indicator.name}» là tỷ lệ"
            raise RefusedCell(reason, "gõ tỷ lệ kèm dấu %; hai số đếm chuyển sang cột Ghi chú")
        if not self._fits(pair.second) and not parse_unit(self._of(unit)).dimension:
            return Plain(pair.text)
        numbers = _number(pair.value), _number(pair.second)
        if not self.indicator.unit.counts and all(number is not None and number < 10 for number in numbers):
            raise RefusedCell(
                f"«{pair.text}» có thể là một phân số", f"phân số thì gõ số thập phân; {TWO_NUMBERS_REMEDY}"
            )
        value = pair.value if first_unit else f"{pair.value}{'' if unit[0] in '%‰' else ' '}{unit}"
        remark = f"chỉ lấy «{value}»; «{pair.second}» trong cùng ô (kế hoạch hoặc toàn bộ) không nhập"
        return Plain(self._in_full(value), (remark,))

    def _is_counted(self, pair: Clause) -> bool:
        """Whether «84/96» without a unit is a number of the unit of its column, and no date, month or share."""
        is_date = _DAY_MONTH.fullmatch(f"{pair.value}/{pair.second}")
        return bool(self.measure) and not self.indicator.unit.is_rate and not is_date and self._fits("")

    def _with_rest(self, taken: Plain, rest: str) -> Plain:
        return Plain(taken.text, (*taken.remarks, f"chỉ lấy «{taken.text}»; «{rest}» trong cùng ô không nhập"))

    def _signed(self, change: Clause) -> str:
        """Returns a change as the value of an indicator that measures changes."""
        negative = change.falls is (self.growth is _Growth.RISE)
        if not negative:
            return change.value
        if not change.value[:1].isdigit():
            raise self._unclear(change.text, change.text)
        return f"-{change.value}"

    def _of(self, unit: str) -> str:
        """Returns a unit in full; «tỷ» and «tr.đ» are money where the indicator is."""
        return self.measures.written(unit) if self._is_money and unit else unit

    def _summed(self, text: str) -> str:
        """Returns a sum of money in two units in the smaller one: «5 tỷ 300 triệu»."""
        found = _SUM.fullmatch(text.lower()) if self._is_money else None
        if found is None or found["next"] not in _SMALLER[found["unit"]]:
            return text
        whole = f"{int(found['big']) * 1000 + int(found['small']):,}".replace(",", ".")
        return f"{found['about']}{whole} {found['next']} đồng"

    def _in_full(self, text: str) -> str:
        """Returns ``text`` with its unit in full: «31,5 tỷ» of money."""
        if not self._is_money:
            return text
        found = _TAIL_UNIT.fullmatch(text)
        if found is None or not self.measures.is_measure(found["unit"]):
            return text
        return f"{found['number']} {self._of(found['unit'])}"

    def _fits(self, quantity: str) -> bool:
        """Whether the unit of ``quantity``, or of its column, is of the kind of the indicator's."""
        unit = parse_unit(self._of(_unit(quantity) or self.measure))
        try:
            fit(unit, self.indicator.unit)
        except UnitMismatch:
            return False
        return unit == BARE or unit.dimension is not None or self.indicator.unit.dimension is None

    def _is_known(self, unit: str) -> bool:
        return not unit or unit[0] in "%‰" or self.measures.is_measure(unit)

    def _is_unit(self, head: str, tail: str) -> bool:
        """Whether ``tail`` is the unit of the bare number ``head``."""
        return not _unit(head) and (self.measures.is_measure(tail) or fold(tail) == fold(self.indicator.unit.text))

    def _unclear(self, text: str, rest: str) -> RefusedCell:
        reason = f"«{text}» không nói chắc con số nào là giá trị của «{self.indicator.name}»"
        return RefusedCell(reason, f"ô chỉ gõ một con số; chữ như «{rest}» chuyển sang cột Ghi chú")


def estimate(text: str) -> RefusedCell:
    """Returns the refusal of an estimate or of preliminary figures among results."""
    kind, shown = ("Sơ bộ", "sơ bộ") if "so bo" in fold(text) else ("Ước thực hiện", "ước")
    reason = f"«{text}» có số {shown}, chưa chắc là số thực hiện"
    return RefusedCell(reason, f"ô chỉ gõ con số; ghi «{kind}» ở cột Loại số liệu, hoặc chuyển số sang cột «{kind}»")


def check_negative(text: str, indicator: Indicator) -> None:
    """Raises RefusedCell where the negative number ``text`` is more likely a change, or a change with two readings."""
    if may_be_negative(indicator):
        return
    amount = text.lstrip("-– ")
    if _growth(indicator) is _Growth.FALL:
        reason = f"số âm ở «{indicator.name}»: không rõ là giảm {amount} hay tăng {amount}"
        raise RefusedCell(reason, f"gõ «giảm {amount}» hoặc «tăng {amount}»")
    reason = f"số âm ở «{indicator.name}»: có lẽ là mức giảm {amount}, không phải giá trị của kỳ này"
    remedy = "gõ con số đã đạt của kỳ này; nếu số liệu này âm được thì báo người giữ danh mục số liệu"
    raise RefusedCell(reason, remedy)


def may_be_negative(indicator: Indicator) -> bool:
    """Whether a negative number is one thing only: not so for decreases, shares and sizes that no rule lets be negative."""
    if _growth(indicator) is _Growth.FALL:
        return False
    unit = indicator.unit
    never = (unit.is_never_negative and not unit.counts) or (unit.is_rate and fold(indicator.name).startswith("ti le "))
    return indicator.ends_declared or not never or _growth(indicator) is not _Growth.NONE


def _growth(indicator: Indicator) -> _Growth:
    name = fold(indicator.name) + " "
    if name.startswith(_FALLS):
        return _Growth.FALL
    return _Growth.RISE if indicator.is_growth or name.startswith(_RISES) else _Growth.NONE


def _unit(quantity: str) -> str:
    """Returns the unit behind the number in ``quantity``."""
    return re.sub(rf"^[^0-9]*{NUMBER}\s*", "", quantity).strip()


def _is_share(share: str, pair: Clause) -> bool:
    """Whether ``share`` is the percentage that ``pair`` makes: «15/20 xã» and «75%»."""
    part, whole, percent = _number(pair.value), _number(pair.second), _number(share)
    if part is None or not whole or percent is None or parse_unit(_unit(pair.second)).is_rate:
        return False
    return abs(part / whole * 100 - percent) <= Fraction(1, 2)


def _number(quantity: str) -> Fraction | None:
    found = re.search(rf"-?{NUMBER}", quantity)
    try:
        return parse_number(found[0]) if found else None
    except NumberError:
        return None
