"""Lines that are typed from paper: whatever the hand changes without changing the meaning is forgiven, every slip is told."""

from __future__ import annotations

import unicodedata
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.history.copied_lines import CopiedLine, NotCopied, typed_line
from engine.language.text import without_marks

CODE = "0123456789abcdef" * 4
LINE = CopiedLine("BG", ("47/NQ-HĐND", "huyện Tháp Mười", "10/11/2023"), CODE)


def test_the_line_is_what_a_person_can_make_by_hand() -> None:
    """The checksum is the beginning of the sha256 of the letters and digits, small and without marks."""
    bare = f"chitieubg147nqhdndhuienthapmuoi10112023{CODE}"  # y is folded to i, as everywhere where names are compared
    groups = "01234567 89abcdef 01234567 89abcdef 01234567 89abcdef 01234567 89abcdef"
    checksum = sha256(bare.encode()).hexdigest()[:4]
    assert LINE.text == f"CHITIEU-BG-1; 47/NQ-HĐND; huyện Tháp Mười; 10/11/2023; {groups}; {checksum}"


@pytest.mark.parametrize(
    "typed",
    [
        LINE.text.upper(),
        LINE.text.lower(),
        unicodedata.normalize("NFD", LINE.text),
        LINE.text.replace(" ", "").replace(";", ""),
        LINE.text.replace(";", "\r\n").replace("-", "–"),
        LINE.text.replace(" ", "\u00a0\u200b"),
        LINE.text.replace("huyện Tháp Mười", "huyen Thap Muoi"),
        LINE.text.replace("0123", "O123").replace("12", "l2").replace("O1", "oI"),
        "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in LINE.text),
        f"Dòng đối chứng của các chỉ tiêu: «{LINE.text}».",
        "\n".join(LINE.text[at : at + 17] for at in range(0, len(LINE.text), 17)),
    ],
)
def test_what_does_not_change_the_meaning_is_forgiven(typed: str) -> None:
    found = typed_line(typed)
    assert (found.kind, found.code, found.key) == ("BG", CODE, LINE.key)


@pytest.mark.parametrize("wrong", "7ex")
def test_every_wrong_character_is_told_as_a_slip(wrong: str) -> None:
    for at, right in enumerate(LINE.text):
        if right.isalnum() and without_marks(right).lower() != wrong:
            with pytest.raises(NotCopied):
                typed_line(LINE.text[:at] + wrong + LINE.text[at + 1 :])


def test_missing_doubled_and_swapped_characters_are_told_as_slips() -> None:
    text = LINE.text
    for at in range(len("CHITIEU-BG-1; "), len(text)):
        if text[at].isalnum():
            for slip in (text[:at] + text[at + 1 :], text[: at + 1] + text[at:]):
                with pytest.raises(NotCopied, match="gõ sai"):
                    typed_line(slip)
        pair = text[at : at + 2]
        if pair.isalnum() and len(set(pair)) == 2:
            with pytest.raises(NotCopied, match="gõ sai"):
                typed_line(text[:at] + pair[::-1] + text[at + 2 :])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "phải bắt đầu bằng CHITIEU-BN-1"),
        (CODE, "phải bắt đầu bằng CHITIEU-BN-1"),
        ("CHITIEU-BG-1; xã A; 0123", "thiếu ký tự"),
        (LINE.text.replace("-1;", "-2;"), "mẫu số 2"),
        (LINE.text + " " * 5_000, "không phải dòng của chitieu"),
    ],
)
def test_what_is_no_such_line_is_told(text: str, told: str) -> None:
    with pytest.raises(NotCopied, match=told):
        typed_line(text)


@given(st.text(max_size=300))
def test_any_text_is_a_line_or_refused(text: str) -> None:
    with pytest.raises(NotCopied):
        typed_line(text)


@given(st.lists(st.text(max_size=100), max_size=4), st.binary(min_size=32, max_size=32))
def test_every_line_reads_back_whatever_its_words(words: list[str], code: bytes) -> None:
    line = CopiedLine("KQ", tuple(words), code.hex())
    assert "\n" not in line.text and len(line.text) < 600
    found = typed_line(line.text)
    assert (found.kind, found.key, found.code) == ("KQ", line.key, line.code)
