"""Tests of the quick test for plain texts: what it lets through needs neither quotes nor cleaning."""

from __future__ import annotations

import random
import sys
import unicodedata

import pytest

from engine.files.yaml_text import is_plain, is_simple, scalar
from engine.importing.cells import one_line

LETTERS = "aáàảãạăắằẳẵặâấầẩẫậbcdđeéèẻẽẹêếềểễệghiíìỉĩịklmnoóòỏõọôốồổỗộơớờởỡợpqrstuúùủũụưứừửữựvxyýỳỷỹỵ"


def test_all_letters_of_vietnamese_are_simple() -> None:
    assert all(map(is_simple, LETTERS + LETTERS.upper() + "0123456789fjwzFJWZ"))


def test_what_is_simple_alone_is_a_letter_or_digit_in_nfc() -> None:
    simple = [chr(code) for code in range(sys.maxunicode + 1) if is_simple(chr(code))]
    assert len(simple) == 10 + 52 + 134
    assert all(unicodedata.normalize("NFC", c) == c and unicodedata.category(c) in ("Lu", "Ll", "Nd") for c in simple)


def test_simple_texts_are_plain_and_on_one_line() -> None:
    chance = random.Random(7)
    signs = LETTERS[:6] + "019Z" + " _.,!%/-" + ":#'\"&*\t\u0301\u200b["
    texts = ("".join(chance.choices(signs, k=chance.randint(1, 8))) for _ in range(20_000))
    simple = [text for text in texts if is_simple(text)]
    assert len(simple) > 500
    assert all(is_plain(text) and one_line(text) == text == scalar(text) for text in simple)


@pytest.mark.parametrize("text", ["", " a", "a ", "a  b", "- a", "a: b", "a #b", "'a'", "a\u0301", "a\nb", "...", "%"])
def test_other_texts_are_not_simple(text: str) -> None:
    assert not is_simple(text)
