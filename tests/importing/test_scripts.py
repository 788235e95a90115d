"""TCVN3 and VNI: words from the published code tables, told apart from Unicode, or refused."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.importing import scripts
from engine.importing.scripts import Script, convert, from_tcvn3, from_vni, is_syllable, script_of, script_of_font

TCVN3 = {
    "Sè thµnh viªn hîp t¸c x·": "Số thành viên hợp tác xã",
    "Céng hoµ x· héi chñ nghÜa ViÖt Nam": "Cộng hoà xã hội chủ nghĩa Việt Nam",
    "§éc lËp - Tù do - H¹nh phóc": "Độc lập - Tự do - Hạnh phúc",
    "Tû lÖ hé nghÌo, ­íc thùc hiÖn": "Tỷ lệ hộ nghèo, ước thực hiện",
    "diÖn tÝch rõng ®­îc khoanh nu«i": "diện tích rừng được khoanh nuôi",
}
VNI = {
    "Soá thaønh vieân hôïp taùc xaõ": "Số thành viên hợp tác xã",
    "COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Ñoäc laäp - Töï do - Haïnh phuùc": "Độc lập - Tự do - Hạnh phúc",
    "Tyû leä hoä ngheøo, öôùc thöïc hieän": "Tỷ lệ hộ nghèo, ước thực hiện",
    "dieän tích röøng ñöôïc khoanh nuoâi": "diện tích rừng được khoanh nuôi",
    "Caëp vaên baûn, khaån caáp, nguyeãn": "Cặp văn bản, khẩn cấp, nguyễn",
}
LETTERS = "àảãáạằẳẵắặăầẩẫấậâèẻẽéẹềểễếệêìỉĩíịòỏõóọồổỗốộôờởỡớợơùủũúụừửữứựưỳỷỹýỵđ"


@pytest.mark.parametrize(("old", "text"), TCVN3.items())
def test_tcvn3_is_converted(old: str, text: str) -> None:
    assert from_tcvn3(old) == text


@pytest.mark.parametrize(("old", "text"), VNI.items())
def test_vni_is_converted(old: str, text: str) -> None:
    assert from_vni(old) == text


@pytest.mark.parametrize(
    ("texts", "script"),
    [
        (list(TCVN3), Script.TCVN3),
        (list(VNI), Script.VNI),
        (list(TCVN3.values()), Script.UNICODE),
        (["Số «HTX» · 25 m² ± 2°", "Đạt ® 100%"], Script.UNICODE),
        (["STT", "HTX", "2023"], Script.UNICODE),
        ([], Script.UNICODE),
        (["café", "déjà"], Script.UNICODE),
        (["¿ÀÁÂÃ ÄÅÆÇ", "ÈÉÊËÌ ÍÎÏÐÑ", "ßàâä ôöûü"], Script.UNSURE),
    ],
)
def test_the_words_tell_the_script(texts: list[str], script: Script) -> None:
    assert script_of(texts) is script


@pytest.mark.parametrize(
    ("font", "script"),
    [(".VnTime", Script.TCVN3), (".vnarialH", Script.TCVN3), ("VNI-Times", Script.VNI), ("Times New Roman", None)],
)
def test_the_font_tells_the_script(font: str, script: Script | None) -> None:
    assert script_of_font(font) is script


def test_a_capital_font_gives_capitals() -> None:
    assert convert("hîp t¸c x·", Script.UNICODE, ".VnTimeH").text == "HỢP TÁC XÃ"


def test_unicode_text_in_an_old_font_stays() -> None:
    assert convert("Tỷ lệ hộ nghèo", Script.UNICODE, ".VnTime") == ("Tỷ lệ hộ nghèo", "")


def test_mixed_scripts_are_flagged_and_left_alone() -> None:
    read = convert("Tổng sè thµnh viªn", Script.TCVN3)
    assert read.text == "Tổng sè thµnh viªn"
    assert "lẫn Unicode với TCVN3" in read.doubt


@pytest.mark.parametrize("damage", ["S\ufffd thành viên", "Số thành viên".encode().decode("cp1252", "replace")])
def test_bad_conversions_are_flagged(damage: str) -> None:
    assert convert(damage, Script.UNICODE).doubt


def test_mistaken_utf8_is_flagged() -> None:
    assert "UTF-8" in convert("thành viên".encode().decode("latin-1"), Script.UNICODE).doubt


@pytest.mark.parametrize("word", ["Nghiêng", "quyết", "giường", "khoảng", "thuở", "ưu", "yêu", "oằn", "HỢP", "tỷ"])
def test_vietnamese_syllables(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(unicodedata.normalize("NFD", word))


@pytest.mark.parametrize("word", ["thµnh", "viªn", "strength", "mầp", "áà", "ngx", "hîp"])
def test_other_words(word: str) -> None:
    assert not is_syllable(word)


@given(st.text(alphabet=LETTERS + "bcdghklmnpqrstvx -,.0123456789"))
def test_tcvn3_gives_back_what_was_written_in_it(text: str) -> None:
    old = {new: old for old, new in scripts._TCVN3.items()}
    assert from_tcvn3("".join(old.get(letter, letter) for letter in text)) == text


@given(st.lists(st.sampled_from(LETTERS)))
def test_vni_gives_back_what_was_written_in_it(letters: list[str]) -> None:
    old = {new: old for old, new in scripts._VNI.items() if old == old.lower()}
    assert from_vni("x".join(old[letter] for letter in letters)) == "x".join(letters)
