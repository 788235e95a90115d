"""Texts of old code pages, and texts that went through a wrong one: brought back exactly, or refused by name."""

from __future__ import annotations

import unicodedata

import pytest

from engine.importing.broken_texts import repairs_of
from engine.importing.grid import UnreadableTable
from engine.importing.scripts import Script, script_of
from tests.importing.desk import Desk, values

TABLE = "Chỉ tiêu;Thực hiện 2023\nThu ngân sách;5.200\nTỷ lệ hộ nghèo;2,75%\n"
EXPECTED = {"xa.thu": "5.200", "xa.ho_ngheo": "2,75%"}


def cp1258(text: str) -> bytes:
    """As Windows writes Vietnamese: five letters with their tones apart, all others whole."""
    found = b""
    for letter in unicodedata.normalize("NFC", text):
        try:
            found += letter.encode("cp1258")
        except UnicodeEncodeError:
            whole = unicodedata.normalize("NFD", letter)
            tone = next(mark for mark in whole if mark in "\u0300\u0301\u0303\u0309\u0323")
            found += unicodedata.normalize("NFC", whole.replace(tone, "")).encode("cp1258") + tone.encode("cp1258")
    return found


def misread(text: str, code_page: str) -> str:
    """UTF-8 opened as another code page, whose bytes without a letter stay control characters."""
    return "".join(bytes([byte]).decode(code_page, "ignore") or chr(byte) for byte in text.encode())


def test_windows_1258_is_read_and_said(desk: Desk) -> None:
    (desk.root / "bang.csv").write_bytes(cp1258(TABLE))
    found = desk.gather(desk.root / "bang.csv")
    assert values(found) == EXPECTED
    assert any("Windows-1258" in remark.text for remark in found.remarks)


def test_other_code_pages_are_refused(desk: Desk) -> None:
    (desk.root / "bang.csv").write_bytes("Показатель;Факт 2023\nДоходы;5\nБедность;2,75%\n".encode("cp1251"))
    with pytest.raises(UnreadableTable, match="Windows-1258"):
        desk.gather(desk.root / "bang.csv")


@pytest.mark.parametrize("code_page", ["cp1252", "cp1258", "latin-1"])
@pytest.mark.parametrize("times", [1, 2])
def test_misread_utf_8_is_brought_back_where_that_is_exact(desk: Desk, code_page: str, times: int) -> None:
    text = TABLE
    for _ in range(times):
        text = misread(text, code_page)
    found = desk.csv(text)
    assert values(found) == EXPECTED
    assert any("bị vỡ chữ" in remark.text for remark in found.remarks)


def test_misread_texts_in_a_workbook(desk: Desk) -> None:
    rows: list[list[object]] = [[misread(cell, "cp1252") for cell in line.split(";")] for line in TABLE.splitlines()]
    assert values(desk.xlsx(rows)) == EXPECTED


@pytest.mark.parametrize(("old", "new"), [("\xa0", " "), ("\x90", "\ufffd"), ("»", "")])
def test_what_cannot_be_brought_back_is_refused_by_name(desk: Desk, old: str, new: str) -> None:
    table = TABLE + "Cà phê;1\nĐường làng;2\n"
    with pytest.raises(UnreadableTable, match="chữ bị vỡ"):
        desk.csv(misread(table, "cp1252").replace(old, new))


def test_letters_that_became_question_marks_are_named(desk: Desk) -> None:
    for mark in ("?", "\ufffd"):
        lost = "".join(letter if ord(letter) < 0x100 else mark for letter in TABLE + "Tỷ lệ hộ khá;2\n")
        with pytest.raises(UnreadableTable, match="đã mất"):
            desk.csv(lost)


def test_viqr_is_named(desk: Desk) -> None:
    with pytest.raises(UnreadableTable, match="VIQR"):
        desk.csv("Chi? tie^u;Thu+.c hie^.n 2023\nThu nga^n sa'ch;5.200\nTy? le^. ho^. nghe`o;2,75%\n")


def test_one_broken_note_leaves_the_table(desk: Desk) -> None:
    found = desk.csv(
        TABLE.replace("2023\n", "2023;Ghi chú\n") + f"Số việc làm mới;3;{misread('đã rà soát', 'cp1252')}\n"
    )
    assert values(found) == {**EXPECTED, "xa.viec": "3"}


@pytest.mark.parametrize(
    "texts", [["Số hộ «khá»", "Đã xong?", "Ai? Ở đâu?"], ["A+B", "C^2", "x+y"], ["ChØ tiªu", "Thùc hiÖn"]]
)
def test_whole_texts_are_left_alone(texts: list[str]) -> None:
    assert repairs_of(texts, "tệp") == {}


def test_an_old_script_is_no_windows_1258() -> None:
    for raw in ("ChØ tiªu;Thùc hiÖn 2023\nThu ng©n s¸ch", "Chæ tieâu;Thöïc hieän 2023\nThu ngaân saùch"):
        assert script_of(raw.split("\n")) in (Script.TCVN3, Script.VNI)
