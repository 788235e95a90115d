"""The words around an amount that compare it: those right before it, right behind it, and the verb of its clause."""

from __future__ import annotations

from engine.domain.comparisons import spellings
from engine.domain.records import NamedTuple
from engine.language.patterns import compiled
from engine.language.syntax import Extent
from engine.language.text import fold
from engine.language.units import parse_unit
from engine.language.vocabulary import text_of_longest_first
from engine.wordings.amounts import Amount
from engine.wordings.decoys import Decoy, covering
from engine.wordings.vocabulary import DIRECTED, NAMING, NOUNS, STRANGE, wording_at
from engine.wordings.wording import UnsureError

_WORD = compiled(r"[\w²³]+")
_UPWARDS = compiled(
    r"\s*(?P<between>(?:[^\W\d_][\w]*\s+){0,8}?)"
    rf"(?P<end>(?P<up>{text_of_longest_first(spellings('UPWARDS'))})|{text_of_longest_first(spellings('DOWNWARDS'))})"
)
_OF_WHOLE = compiled(r"(?:kế\s+hoạch|chỉ\s+tiêu|dự\s+toán|nghị\s+quyết|grdp|gdp|tổng\s+số|số|diện\s+tích|dân\s+số)\b")
_FAR_UPWARDS = compiled(_UPWARDS.pattern.replace("{0,8}?", "{0,16}?"))
"""Behind «từ», which asks for it, «trở lên» may stand far: «từ 90% tổ chức đảng hoàn thành tốt nhiệm vụ trở lên»."""
_RANKS = compiled(
    r"\btừ\b|trình\s+độ|loại|hạng|trung\s+cấp|sơ\s+cấp|cao\s+đẳng|đại\s+học|khá|giỏi|tốt|trung\s+bình|bậc|cấp(?!\s+(?:nước|điện|cứu|đông|phép))"
)
_DIRECTED_FOLDED = {fold(wording): wording for wording in DIRECTED}
_COMPOUNDS = frozenset(
    [
        "tảo hôn",
        "kết hôn",
        "ly hôn",
        "chứng chỉ",
        "đầy đủ",
        "mầm non",
        "nước ngoài",
        "nguồn khác",
        "ngành khác",
        "loại khác",
        "vực khác",
        "thu khác",
        "thống nhất",
        "hợp nhất",
        "thế hệ",
    ]
)
"""Compounds whose last word alone would compare in an unknown way, or look like a misspelt comparison."""
_YEARLY = compiled(r"(?<!cây\s)(?:bình\s+quân\s+|trung\s+bình\s+)?(?:hằng|hàng|mỗi|từng|các|một)\s+(?:năm|tháng|quý)$")


class Piece(NamedTuple):
    """A wording (by its terminal), a word (WORD), a decoy (DECOY) or a sign (itself)."""

    kind: str
    at: Extent
    text: str


class Lead(NamedTuple):
    """The pieces right before an amount, nearest first; ``stopped_by`` is the piece in front of them."""

    pieces: tuple[Piece, ...]
    stopped_by: Piece | None

    def has(self, *kinds: str) -> bool:
        return any(piece.kind in kinds for piece in self.pieces)

    def has_text(self, text: str) -> bool:
        return any(piece.text == text for piece in self.pieces)

    def places(self, *kinds: str) -> tuple[Extent, ...]:
        return tuple(piece.at for piece in reversed(self.pieces) if piece.kind in kinds)


_LEADING = (
    "FROM|AT_LEAST|ABOVE|AT_MOST|BELOW|WITHIN|ABOUT|NEARLY|EQUAL|REACH|REMAIN|EXCEEDED|TO|UP_TO|DOWN_TO|INCREASE|DECREASE|"
    "LEAD|AVERAGE|NOT_MET|FAILED|:|YEARLY|DECOY"
)
LEADING = frozenset(_LEADING.split("|"))


def cut(text: str, decoys: list[Decoy], start: int, end: int) -> list[Piece]:
    """Returns the pieces of ``text`` between two places; at every place the longest wording wins."""
    pieces: list[Piece] = []
    at = start
    while at < end:
        decoy = covering(decoys, at)
        if decoy is not None:
            pieces.append(Piece("DECOY", decoy.at, decoy.kind.name))
            at = decoy.at.end
            continue
        found = wording_at(text, at)
        word = _WORD.match(text, at)
        if found is not None and found[1] <= end:
            pieces.append(Piece(found[0], Extent(at, found[1]), text[at : found[1]]))
            at = found[1]
        elif word is not None:
            pieces.append(Piece("WORD", Extent(*word.span()), word.group()))
            at = word.end()
        else:
            if not text[at].isspace():
                pieces.append(Piece(text[at], Extent(at, at + 1), text[at]))
            at += 1
    return _with_yearly(text, pieces)


def _with_yearly(text: str, pieces: list[Piece]) -> list[Piece]:
    """Returns the pieces with each «mỗi năm», «hằng năm» as one: they may stand between a verb and its number."""
    joined: list[Piece] = []
    for piece in pieces:
        if joined and piece.text in ("năm", "tháng", "quý"):
            start = joined[-1].at.start
            if _YEARLY.fullmatch(text[start : piece.at.end]):
                joined[-1] = Piece("YEARLY", Extent(start, piece.at.end), text[start : piece.at.end])
                continue
        joined.append(piece)
    return joined


def lead_before(pieces: list[Piece]) -> Lead:
    """Returns the pieces right before an amount that belong to it."""
    taken: list[Piece] = []
    for piece in reversed(pieces):
        if piece.kind not in LEADING or (piece.kind == "DECOY" and piece.text not in ("PERIOD", "BASE", "DATE")):
            return Lead(tuple(taken), piece)
        taken.append(piece)
    return Lead(tuple(taken), None)


def refuse_strange(lead: Lead, pieces: list[Piece], amount: Amount) -> None:
    """Raises UnsureError for a word before the number that compares in an unknown way, or is a misspelt comparator."""
    near = lead.stopped_by
    if near is None or near.kind not in ("WORD", "UPWARDS", "DOWNWARDS", "NONE_LEFT", "DIFFERENT"):
        return
    if near.kind in ("UPWARDS", "DOWNWARDS") and lead.has(
        "REACH", "REMAIN", "LEAD", ":", "ABOVE", "BELOW", "AT_LEAST", "AT_MOST", "FROM"
    ):
        return  # «cán bộ có trình độ từ trung cấp trở lên đạt …»: the rank of those counted
    before = [p for p in pieces if p.at.end <= near.at.start][-1:]
    two = f"{before[0].text} {near.text}" if before else near.text
    if two in _COMPOUNDS:
        return
    if near.kind != "WORD" or _strange(near.text, lead):
        raise UnsureError(
            f"không rõ «{near.text}» trước con số là so sánh thế nào", Extent(near.at.start, amount.at.end)
        )
    if near.text in NAMING and not lead.pieces and _may_be_a_name(amount):
        raise UnsureError("không rõ con số là tên gọi hay số lượng", Extent(near.at.start, amount.at.end))
    for words in (near.text, two):
        if (meant := _DIRECTED_FOLDED.get(fold(words))) and words != meant:
            raise UnsureError(f"«{words}» có lẽ là «{meant}» gõ sai", Extent(near.at.start, amount.at.end))


def _may_be_a_name(amount: Amount) -> bool:
    """Returns whether the amount is a small whole number of things, as in «tổ 5»."""
    unit = parse_unit(amount.unit)
    plain = amount.measure is None or (unit.counts and unit.scale == 1)
    return plain and amount.low.value.denominator == 1 and amount.low.value < 1000


def _strange(word: str, lead: Lead) -> bool:
    """Returns whether the word is a negation, or a strange word in the place of the comparator."""
    if lead.has(":"):  # «văn bằng, chứng chỉ: 24%»: a heading, not a comparison
        return False
    compared = lead.has("REACH", "AT_LEAST", "ABOVE", "AT_MOST", "BELOW", "REMAIN")
    return word in STRANGE and (word in ("không", "chưa", "chẳng") or not compared)


def upwards_behind(text: str, amount: Amount, lead: Lead, decoys: list[Decoy]) -> tuple[str, Extent] | None:
    """Returns UPWARDS or DOWNWARDS and the place, where «trở lên» or «trở xuống» belongs to the amount.

    Raises UnsureError.
    """
    if lead.has("FROM"):  # «từ 2 sản phẩm đạt 3 sao trở lên»
        text = "".join("x" if c.isdigit() and covering(decoys, i) else c for i, c in enumerate(text))
    match = (_FAR_UPWARDS if lead.has("FROM") else _UPWARDS).match(text, amount.at.end)
    if match is None or (covering(decoys, match.start("end")) and not lead.has("FROM")):
        return None
    between = match.group("between").strip()
    tells_rank = _RANKS.search(between) or any(w in between.split() for w in ("đạt", "có", "trên", "dưới"))
    if between and tells_rank and not lead.has("FROM"):
        return None  # «… có trình độ trung cấp trở lên»: the rank of those counted
    if (
        between
        and not lead.has("FROM")
        and not NOUNS.fullmatch(between)
        and not (amount.is_percent and _OF_WHOLE.match(between))
    ):
        known = amount.measure is not None and not amount.measure.sure
        if not known and between not in ("mới", "một năm"):
            raise UnsureError(
                f"không rõ «{match.group().strip()}» nói về con số hay về đối tượng",
                Extent(amount.at.start, match.end()),
            )
    terminal = "UPWARDS" if match.group("up") else "DOWNWARDS"
    return terminal, Extent(match.start("end"), match.end("end"))
