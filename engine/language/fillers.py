"""Words of resolutions beside a bound that change nothing in it: «phấn đấu», «duy trì», «đạt được», «ở mức 5%»."""

from __future__ import annotations

from engine.language.patterns import compiled

_OPENS = ("", "CODE", "AND", "OR", "LPAR")
"""What a comparison begins behind."""
_OPENING = compiled(
    r"(?:phấn đấu|đảm bảo|bảo đảm|duy trì|giữ vững|giữ ổn định|giữ|tuyệt đối|kiên quyết|hoàn thành|chiếm|tỷ lệ)(?=\s)"
)
_BOUND = r"(?=\s+(?:[0-9<>≥≤]|(?:từ|trên|dưới|hơn|không|tối thiểu|tối đa|ít nhất|khoảng)(?!\w)))"
_BEFORE_BOUND = compiled(rf"(?:(?:ở|với)\s+mức|mức|tỷ lệ){_BOUND}")
_REACHED = compiled(rf"được{_BOUND}")


def filler_end(text: str, at: int, behind: str) -> int | None:
    """Returns the end of the words at ``at`` of the spoken ``text`` that change nothing ``behind`` a token of this type.

    >>> filler_end("phấn đấu 5 xã", 0, "")
    8
    >>> filler_end("trên mức 5%", 5, "ABOVE")
    8
    """
    match = _BEFORE_BOUND.match(text, at)
    if behind in _OPENS:
        match = match or _OPENING.match(text, at)
    elif behind in ("REACH", "YES"):
        match = match or _REACHED.match(text, at)
    return match.end() if match else None
