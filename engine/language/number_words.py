"""Numbers and fractions in words: «ba», «hai mươi lăm», «một nửa», «hai phần ba»."""

from __future__ import annotations

from fractions import Fraction

from engine.language.patterns import compiled

_DIGITS = {
    "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_DIGIT = "(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín)"
_LAST = "(?:một|mốt|hai|ba|bốn|tư|năm|lăm|sáu|bảy|tám|chín)"
_WHOLE = rf"(?:{_DIGIT}\s+mươi(?:\s+{_LAST})?|mười(?:\s+{_LAST})?|{_DIGIT})"
_NUMBER = compiled(rf"{_WHOLE}(?!\w)")
_FRACTION = compiled(rf"(?:(?P<half>(?:một\s+)?nửa)|(?P<over>{_WHOLE})\s+phần\s+(?P<under>tư|{_WHOLE}))(?!\w)")


def number_word_at(text: str, at: int) -> int | None:
    """Returns the end of the number in words that begins at ``at`` of the spoken ``text``.

    >>> number_word_at("hai mươi lăm xã", 0)
    12
    """
    match = _NUMBER.match(text, at)
    return match.end() if match else None


def fraction_word_at(text: str, at: int) -> int | None:
    """Returns the end of the fraction in words that begins at ``at`` of the spoken ``text``.

    >>> fraction_word_at("hai phần ba số ấp", 0)
    11
    """
    match = _FRACTION.match(text, at)
    return match.end() if match else None


def number_of_words(words: str) -> Fraction:
    """Returns the number that ``words``, in spoken form, say.

    >>> int(number_of_words("hai mươi lăm")), int(number_of_words("mười"))
    (25, 10)
    """
    first, *rest = words.split()
    if first == "mười":
        return Fraction(10 + sum(_DIGITS[word] for word in rest))
    tens = rest[:1] == ["mươi"]
    return Fraction(_DIGITS[first] * (10 if tens else 1) + sum(_DIGITS[word] for word in rest[tens:]))


def fraction_of_words(words: str) -> Fraction:
    """Returns the fraction that ``words``, in spoken form, or digits say.

    >>> fraction_of_words("hai phần ba"), fraction_of_words("một nửa")
    (Fraction(2, 3), Fraction(1, 2))
    """
    if words[0].isdigit():
        return Fraction("".join(words.split()))
    match = _FRACTION.match(words)
    assert match is not None
    if match["half"]:
        return Fraction(1, 2)
    return number_of_words(match["over"]) / number_of_words(match["under"])
