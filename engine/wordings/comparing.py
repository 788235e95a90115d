"""Decides how an amount is compared: by the words around it, else by practice; refuses where neither decides."""

from __future__ import annotations

import re

from engine.domain.comparisons import spellings
from engine.domain.records import NamedTuple
from engine.language.patterns import compiled
from engine.language.syntax import Direction, Extent
from engine.wordings.amounts import Amount
from engine.wordings.changes import change_of
from engine.wordings.leads import refuse_strange
from engine.wordings.setting import LACKING, Setting, is_bad, is_cured, is_lacking, offset, subject
from engine.wordings.vocabulary import LOWER_BETTER, NEUTRAL, PLACES
from engine.wordings.wording import Basis, Change, Comparator, UnsureError

_BY_TERMINAL = {
    "AT_LEAST": Comparator.AT_LEAST,
    "ABOVE": Comparator.ABOVE,
    "AT_MOST": Comparator.AT_MOST,
    "BELOW": Comparator.BELOW,
    "ABOUT": Comparator.ABOUT,
    "NEARLY": Comparator.ABOUT,
}
_COMPLEMENTS = {
    Comparator.ABOVE: Comparator.AT_MOST,
    Comparator.AT_MOST: Comparator.ABOVE,
    Comparator.BELOW: Comparator.AT_LEAST,
    Comparator.AT_LEAST: Comparator.BELOW,
}
_MENDED = compiled(
    r"\bđược\s+(?:xóa|hỗ\s+trợ|xử\s+lý|giải\s+quyết|khắc\s+phục|sửa\s+chữa|thu\s+gom|điều\s+trị|cai)\b[^:;]*:?\s*$"
)
_BELOW_ZERO = compiled(r"\bâm\s+(?:không|dưới|trên|từ|tối|ít|quá)\b")
_PLACED = compiled(r"\b(?:thứ\s+hạng|xếp\s+hạng|vị\s+thứ)\b(?!\s+(?:di\s+tích|bệnh\s+viện))[^,;]*$")
_HARMFUL = compiled(
    r"\b(?:chết|bị|vi\s+phạm|trọng\s+án|lớn|nghiêm\s+trọng|yếu|kém|nghèo|không|chưa|trắng|nóng|phức\s+tạp)\b"
)
_GOOD = compiled(r"\b(?:tốt|giỏi|khá|xuất\s+sắc|đạt\s+chuẩn|tiên\s+tiến|vững\s+mạnh)\b")
_UP = (Comparator.AT_LEAST, Comparator.ABOVE)
_DOWN = (Comparator.AT_MOST, Comparator.BELOW)
_COMPARING = (*_BY_TERMINAL, "EQUAL", "WITHIN", "EXCEEDED")
_FORBIDDING = compiled(r"\bkhông\s+(?:để|cho\s+phép|được\s+để|cho)\b")
_OF_PLAN = compiled(r"kế\s+hoạch|dự\s+toán|chỉ\s+tiêu|nghị\s+quyết")
_CONDITION = compiled(r"\s+(?:đạt|được|thì|phải|chiếm)\b")
_HAVING = compiled(r"\bcó\s+(?:tỷ\s+lệ|thu\s+nhập|số|diện\s+tích|quy\s+mô|doanh\s+thu|mức)\b")
_MOVING = compiled(r"\b(?:hạ(?!\s+tầng)|kéo|thu\s+hẹp|rút\s+ngắn|đưa|nâng|cắt|bớt)\b")
_BASE_BEHIND = compiled(r"[^,;.]{0,12}\b(?:so\s+với|bình\s+quân|mức\s|năm\s+(?:19|20)\d\d|cùng\s+kỳ)")
_HOLDING = compiled(r"\b(?:kiểm\s+soát|khống\s+chế|kiềm\s+chế|hạn\s+chế)\b")
_CARRYING_OUT = compiled(r"\b(?:thực\s+hiện|triển\s+khai|lồng\s+ghép)(?:\s+(?:tốt|có\s+hiệu\s+quả|hiệu\s+quả))?\s*$")
_RAISING = compiled(r"\b(?:nâng|đưa|tăng\s+(?:tỷ|số|mức))\b")


class AmountComparison(NamedTuple):
    """How an amount is compared; ``places`` are those of the words that compare it."""

    comparator: Comparator
    basis: Basis
    direction: Direction | None
    change: Change | None
    places: tuple[Extent, ...]
    doubts: tuple[str, ...] = ()


def compare(amount: Amount, setting: Setting) -> AmountComparison:
    """Returns how the amount is compared. Raises UnsureError where the words leave a choice."""
    lead, at = setting.lead, amount.at
    if lead.has("NOT_MET", "FAILED"):
        raise UnsureError("câu nói về việc chưa đạt, không phải mục tiêu", at)
    if setting.none_beyond:
        return _complement(amount, setting)
    forbidden = _forbidden(setting, at)
    if forbidden is not None:
        return forbidden
    refuse_strange(lead, setting.pieces, amount)
    _refuse_negative(setting, at)
    change = change_of(amount, setting)
    if amount.high is not None:
        return _range(amount, setting, change)
    if amount.low.value == 0:
        return _zero(amount, setting, change)
    comparing = [piece for piece in lead.pieces if piece.kind in _COMPARING]
    if len({piece.kind for piece in comparing}) > 1:
        raise UnsureError("có hai cách so sánh cho một con số", Extent(comparing[-1].at.start, at.end))
    if any(p.text.endswith(" hơn") for p in comparing) and (setting.has_base or _BASE_BEHIND.match(setting.following)):
        raise UnsureError("con số là phần chênh lệch so với một mức khác, không phải mức phải đạt", at)
    comparator = _explicit(comparing[0].kind if comparing else None, amount, setting)
    if comparator is None:
        _refuse_distant(setting, at)
        return _bare(amount, setting, change)
    places = lead.places("FROM", *_COMPARING) + ((setting.behind[1],) if setting.behind else ())
    return _directed(comparator, amount, setting, change, places)


def _refuse_negative(setting: Setting, at: Extent) -> None:
    """Raises UnsureError for «âm không quá 2%», and for a place in a ranking, of which «từ 15 trở lên» has two senses."""
    if _BELOW_ZERO.search(setting.clause):
        raise UnsureError("không rõ số âm được so sánh thế nào", at)
    placed = _PLACED.search(setting.clause)
    if placed and not setting.lead.has("INCREASE", "DECREASE"):
        raise UnsureError("không rõ thứ hạng cao hơn là số lớn hơn hay nhỏ hơn; viết «xếp thứ … trở lên»", at)


def _complement(amount: Amount, setting: Setting) -> AmountComparison:
    """Returns what holds for each where none is beyond the bound: «không xã nào dưới 15» is «từ 15 trở lên».

    Raises UnsureError where the clause has no single bound.
    """
    lead, at = setting.lead, amount.at
    comparing = [piece for piece in lead.pieces if piece.kind in _COMPARING]
    kinds = {piece.kind for piece in comparing}
    if amount.high is not None or len(kinds) > 1 or lead.has("INCREASE", "DECREASE", "REMAIN", "DOWN_TO", "UP_TO"):
        raise UnsureError("câu phủ định, không rõ con số là mức nào", at)
    stop = lead.stopped_by
    beyond = kinds == {"EXCEEDED"} or (stop is not None and stop.text == "quá" and not kinds)
    stated = Comparator.ABOVE if beyond else _explicit(comparing[0].kind if comparing else None, amount, setting)
    if stated not in _COMPLEMENTS or (amount.low.value == 0 and stated is not Comparator.ABOVE):
        raise UnsureError("câu phủ định, không rõ con số là mức nào", at)
    comparator = _COMPLEMENTS[stated]
    places = lead.places("FROM", *_COMPARING) + ((setting.behind[1],) if setting.behind else ())
    direction = Direction.DOWN if comparator in _DOWN else Direction.UP
    doubts = ("«không … nào» được đọc là mọi nơi đều ở phía bên kia của con số",)
    return AmountComparison(comparator, Basis.EXPLICIT, direction, None, places, doubts)


def _zero(amount: Amount, setting: Setting, change: Change | None) -> AmountComparison:
    """Returns «exactly 0» for a number that should not be exceeded («0 vụ cháy», «còn 0%»). Raises UnsureError elsewhere."""
    lead, at = setting.lead, amount.at
    if lead.has("AT_MOST") or (setting.behind and setting.behind[0] == "DOWNWARDS"):
        places = lead.places("AT_MOST", "FROM") + ((setting.behind[1],) if setting.behind else ())
        return AmountComparison(Comparator.AT_MOST, Basis.EXPLICIT, Direction.DOWN, None, places)
    if lead.has("ABOVE"):
        return AmountComparison(Comparator.ABOVE, Basis.EXPLICIT, Direction.UP, change, lead.places("ABOVE"))
    behind = re.split(r"[,;.]", setting.following)[0]
    if _MENDED.search(setting.clause):
        raise UnsureError("không rõ mức 0 là điều phải đạt hay điều phải tránh", at)
    bad = is_bad(setting, amount) or LOWER_BETTER.search(f"{amount.unit.lower()} {behind}") or _HARMFUL.search(behind)
    counted = amount.unit.lower() in ("vụ", "vụ việc", "ca", "trường hợp", "điểm nóng", "sự cố")
    unclear = (
        change is not None
        or setting.behind
        or lead.has("FROM", "AT_LEAST", "BELOW", "ABOUT", "NEARLY", "WITHIN", "EXCEEDED")
    )
    if unclear or not (bad or counted or lead.has("REMAIN", "DOWN_TO")):
        raise UnsureError("không rõ mức 0 là điều phải đạt hay điều phải tránh", at)
    if _GOOD.search(behind) and not _HARMFUL.search(behind):
        raise UnsureError("câu muốn 0 điều tốt; không rõ ý", at)
    places = lead.places("EQUAL", "REMAIN", "DOWN_TO", "REACH")
    return AmountComparison(Comparator.EQUAL, Basis.EXPLICIT, Direction.DOWN, None, places)


def _refuse_distant(setting: Setting, at: Extent) -> None:
    """Raises UnsureError for a comparator that is not about the number itself: «thấp hơn bình quân chung 2%»."""
    taken = {piece.at for piece in setting.lead.pieces}
    for piece in setting.pieces:
        compares = piece.kind in ("BELOW", "AT_MOST", "AT_LEAST", "EXCEEDED", "NEARLY") or piece.text.endswith("hơn")
        led = setting.clause[piece.at.end - offset(setting) :].startswith(" sự ")  # «dưới sự lãnh đạo»
        if compares and piece.at not in taken and not led:
            raise UnsureError(f"không rõ «{piece.text}» nói về con số nào", Extent(piece.at.start, at.end))


def _forbidden(setting: Setting, at: Extent) -> AmountComparison | None:
    """Returns «at most» for a forbidden excess: «không để tỷ lệ nợ xấu vượt quá 3%»; None without one.

    Raises UnsureError.
    """
    match = _FORBIDDING.search(setting.clause)
    if match is None:
        return None
    stop = setting.lead.stopped_by
    beyond = setting.lead.has("ABOVE", "EXCEEDED") or (stop is not None and stop.text == "quá")
    if not beyond or setting.behind or setting.lead.has("BELOW", "AT_MOST", "AT_LEAST", "FROM"):
        raise UnsureError("câu phủ định, không rõ con số là mức nào", at)
    words = setting.lead.places("ABOVE", "EXCEEDED") or ((stop.at,) if stop else ())
    doubts = ("«không để … trên» được đọc là nhiều nhất bằng",)
    return AmountComparison(Comparator.AT_MOST, Basis.EXPLICIT, Direction.DOWN, None, words, doubts)


def _explicit(terminal: str | None, amount: Amount, setting: Setting) -> Comparator | None:
    """Returns the comparator in the words; None without one. Raises UnsureError."""
    lead, at = setting.lead, amount.at
    way = setting.behind[0] if setting.behind else None
    if way == "UPWARDS":
        if terminal not in (None, "AT_LEAST"):
            raise UnsureError("«trở lên» không hợp với cách so sánh đứng trước con số", at)
        return Comparator.AT_LEAST
    if way == "DOWNWARDS":
        if terminal not in (None, "AT_MOST"):
            raise UnsureError("«trở xuống» không hợp với cách so sánh đứng trước con số", at)
        return Comparator.AT_MOST
    if lead.has("FROM") and terminal != "AT_LEAST":
        if terminal is None and change_of(amount, setting) is None and not is_bad(setting, amount):
            return None  # «từ 18% GRDP»: read as a floor, with a doubt
        raise UnsureError("có «từ» mà không có «trở lên», «trở xuống» hay «đến»", at)
    match terminal:
        case None:
            return None
        case "WITHIN":
            raise UnsureError("«trong khoảng» trước một con số không phải là một ngưỡng rõ", at)
        case "NEARLY" if not lead.has_text("gần"):
            raise UnsureError("«chưa đến» trước một con số không phải là một ngưỡng rõ", at)
        case "EQUAL":
            if amount.low.value == 100 and amount.is_percent and not setting.has_base:
                return Comparator.EQUAL
            if amount.is_percent and amount.low.value > 100 and setting.has_base and not is_bad(setting, amount):
                return Comparator.AT_LEAST  # «bằng 110% dự toán»: what is striven for is more than the base
            raise UnsureError("«bằng» không cho biết phải đúng bằng hay ít nhất bằng", at)
        case "EXCEEDED":
            if amount.is_percent or setting.has_base or _OF_PLAN.search(setting.clause):
                raise UnsureError("«vượt» ở đây có thể là phần vượt so với một số khác", at)
            return Comparator.ABOVE
    return _BY_TERMINAL[terminal]


def _directed(
    comparator: Comparator, amount: Amount, setting: Setting, change: Change | None, places: tuple[Extent, ...]
) -> AmountComparison:
    """Returns an explicit comparator with its direction. Raises UnsureError where words contradict each other."""
    lead, at = setting.lead, amount.at
    falls = lead.has("REMAIN", "DOWN_TO")
    if change is Change.DECREASE and comparator is Comparator.BELOW and amount.is_percent and _falls(setting, amount):
        doubt = "«giảm dưới» được đọc là giảm xuống dưới mức này"
        return AmountComparison(comparator, Basis.EXPLICIT, Direction.DOWN, None, places, (doubt,))
    if change is Change.DECREASE and comparator in _DOWN:
        raise UnsureError("không rõ là giảm chưa đến mức này hay giảm xuống dưới mức này", at)
    if (falls and comparator in _UP) or (lead.has("UP_TO") and comparator in _DOWN):
        raise UnsureError("chiều tăng, giảm và cách so sánh trái nhau", at)
    if change is not Change.DECREASE and comparator in _UP and is_bad(setting, amount) and not is_cured(setting):
        raise UnsureError("chỉ tiêu càng thấp càng tốt mà lại đặt mức tối thiểu", at)
    if comparator is Comparator.ABOUT:
        direction, doubts = _soft_direction(amount, setting, change)
        soft = "«gần»" if lead.has("NEARLY") else "«khoảng»"
        return AmountComparison(comparator, Basis.EXPLICIT, direction, change, places, (f"{soft}: ngưỡng mềm", *doubts))
    direction = Direction.DOWN if comparator in _DOWN else Direction.UP
    if (
        _CONDITION.match(setting.following)
        and (comparator in _DOWN or _HAVING.search(setting.clause))
        and not setting.behind
    ):
        raise UnsureError("không rõ con số là mục tiêu hay là điều kiện của đối tượng", at)
    return AmountComparison(comparator, Basis.EXPLICIT, direction, change, places)


def _falls(setting: Setting, amount: Amount) -> bool:
    """Returns whether a bad share is said to fall («tỷ lệ hộ nghèo giảm dưới 2%»), not to be lowered by some measure."""
    return setting.lead.has("DECREASE") and is_bad(setting, amount)


def _soft_direction(
    amount: Amount, setting: Setting, change: Change | None
) -> tuple[Direction | None, tuple[str, ...]]:
    """Returns the good direction of a range or «khoảng», by its words, else by its subject. Raises UnsureError."""
    if setting.lead.has("REMAIN", "DOWN_TO"):
        return Direction.DOWN, ()
    if change is Change.DECREASE or setting.lead.has("UP_TO"):
        return Direction.UP, ()
    if is_bad(setting, amount):
        if is_cured(setting) or change is Change.INCREASE:
            raise UnsureError("không rõ số cao hay số thấp là tốt", amount.at)
        return Direction.DOWN, ("chiều tốt (giảm) suy từ tên chỉ tiêu",)
    if NEUTRAL.search(subject(setting)) or LACKING.search(subject(setting)):
        return None, ("không rõ số cao hay số thấp là tốt",)
    if setting.alone:
        return Direction.UP, ("câu không nêu tên chỉ tiêu: chiều tốt (tăng) là giả định",)
    return Direction.UP, ()


def _range(amount: Amount, setting: Setting, change: Change | None) -> AmountComparison:
    lead, at, high = setting.lead, amount.at, amount.high
    assert high is not None
    if amount.low.value >= high.value:
        raise UnsureError("số sau của khoảng không lớn hơn số trước", at)
    wrong = lead.places("AT_LEAST", "ABOVE", "AT_MOST", "BELOW", "NEARLY", "EQUAL", "EXCEEDED")
    if wrong or setting.behind:
        raise UnsureError("có cả khoảng và cách so sánh khác", at)
    if amount.joint in spellings("TO") and _RAISING.search(setting.clause):
        raise UnsureError("không rõ là khoảng hay là từ mức cũ đến mức mới", at)
    direction, doubts = _soft_direction(amount, setting, change)
    if lead.has("ABOUT"):
        doubts = ("«khoảng»: ngưỡng mềm", *doubts)
    places = lead.places("FROM", "WITHIN", "ABOUT")
    return AmountComparison(Comparator.RANGE, Basis.EXPLICIT, direction, change, places, doubts)


def _bare(amount: Amount, setting: Setting, change: Change | None) -> AmountComparison:
    """Returns how a number without a comparator is meant: as a goal to reach upwards or downwards.

    Raises UnsureError.
    """
    lead, at = setting.lead, amount.at
    if lead.has("REMAIN", "DOWN_TO"):
        words = lead.places("REMAIN", "DOWN_TO")
        return AmountComparison(Comparator.AT_MOST, Basis.IMPLIED, Direction.DOWN, None, words)
    bad = is_bad(setting, amount)
    if change is Change.DECREASE:
        words = lead.places("DECREASE")
        doubts = () if words else ("được đọc là mức giảm, không phải mức còn lại",)
        return AmountComparison(Comparator.AT_LEAST, Basis.IMPLIED, Direction.UP, change, words, doubts)
    if lead.has("TO") and not lead.has("REACH") and not (amount.is_percent and amount.low.value == 100):
        if amount.unit.lower() not in PLACES:
            raise UnsureError("«đến» trước con số: không rõ là mức đạt tới hay mức tối đa", at)
        doubts = ("«đến» được đọc là tới chừng ấy nơi",)
        return AmountComparison(Comparator.AT_LEAST, Basis.IMPLIED, Direction.UP, None, lead.places("TO"), doubts)
    words = lead.places("REACH", "UP_TO", "INCREASE")
    if lead.has("FROM"):
        doubts = ("có «từ» mà không có «trở lên»: được đọc là ít nhất",)
        return AmountComparison(Comparator.AT_LEAST, Basis.IMPLIED, Direction.UP, None, lead.places("FROM"), doubts)
    if bad and not is_cured(setting):
        if lead.has("REACH", "UP_TO", "INCREASE"):
            raise UnsureError("chỉ tiêu càng thấp càng tốt mà không rõ con số là mức trần", at)
        if _MOVING.search(setting.clause):
            raise UnsureError("không rõ con số là mức giảm hay mức sau khi giảm", at)
        doubts = ("không có từ so sánh; mức trần và chiều tốt (giảm) suy từ tên chỉ tiêu",)
        return AmountComparison(Comparator.AT_MOST, Basis.IMPLIED, Direction.DOWN, change, (), doubts)
    mended = _MENDED.search(setting.clause) is not None
    if bad and LOWER_BETTER.search(setting.clause) and not mended and not lead.has("REACH", "LEAD", "UP_TO"):
        raise UnsureError("không rõ số cao hay số thấp là tốt", at)
    if not bad and NEUTRAL.search(subject(setting)) and not lead.has("UP_TO"):
        doubts = ("không rõ số cao hay số thấp là tốt",)
        return AmountComparison(Comparator.LEVEL, Basis.IMPLIED, None, change, words, doubts)
    if change is None and is_lacking(amount, setting):
        raise UnsureError("chỉ tiêu nói về điều thiếu hoặc xấu, không rõ số cao hay số thấp là tốt", at)
    if _HOLDING.search(setting.clause):
        raise UnsureError("không rõ con số là mức trần hay mức phải giữ", at)
    if not amount.is_percent and _CARRYING_OUT.search(setting.clause):
        raise UnsureError("không rõ con số là mục tiêu hay chỉ đếm các việc phải làm", at)
    whole = amount.is_percent and amount.low.value == 100 and not setting.has_base and change is None
    comparator = Comparator.EQUAL if whole else Comparator.AT_LEAST
    return AmountComparison(comparator, Basis.IMPLIED, Direction.UP, change, words)
