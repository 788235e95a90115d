"""The reader of the grammar's tables makes the trees that lark makes, and refuses what lark refuses."""

from typing import Any

import lark
from hypothesis import given
from hypothesis import strategies as st
from lark.exceptions import UnexpectedToken

from engine.language import grammar, lalr, parser
from engine.language.lalr import Refused, Token
from engine.language.lexer import Sentence, cut
from engine.language.vocabulary import LanguageError, Vocabulary

WORDS = Vocabulary(["thành viên", "hộ nghèo", "triệu đồng"], ["khá", "trung bình"])
SENTENCES = (
    "từ 2.600 thành viên trở lên", "trên 45 triệu đồng", "a.b + c.d * (e.f - 1) trên 5", "khoảng từ 5 đến 7 xã", "từ 3 - 5%",
    "(a.b trên 5 và c.d dưới 3) hoặc nội dung 2.1 chưa đạt", "không phải (a.b đạt 70%)", "tỷ_lệ(a.b, c.d)", "-a.b / -2",
    "thuộc [khá, trung bình]", "từ khá trở lên", "trước 31/12/2025", "có hạn chế HC-1", "đã có số liệu a.b", "hạng 5 trở lên", "trong nhóm 10 tỉnh dẫn đầu",
    "không còn hộ nghèo", "không có xã nào", "hai phần ba số xã", "8/10 xã", "trong khoảng từ 5 đến 7", "7/34", "gần 50%",
)  # fmt: skip
PIECES = (
    "từ", "5", "2.600", "%", "trở lên", "trở xuống", "đến", "trên", "dưới", "không quá", "ít nhất", "đạt", "vượt", "khoảng", "gần",
    "a.b", "c.d", "tỷ_lệ(", "(", ")", "[", "]", ",", "+", "-", "*", "/", "=", "và", "hoặc", "không phải", "không", "có", "không có",
    "không còn", "hộ nghèo", "thành viên", "xã", "nào", "nội dung 2.1", "chỉ tiêu 3", "chưa đạt", "hạn chế", "HC-1", "đã có số liệu", "là",
    "thuộc", "khá", "trước", "31/12/2025", "hạng 5", "top 10", "hai phần ba", "8/10", "trong khoảng", "còn", "lên",
)  # fmt: skip


def by_lark(text: str, start: str) -> Any:
    """The tree as nested tuples; None where it is refused, the message where it cannot be cut."""
    try:
        return shape(grammar.parser().parse(Sentence(text, WORDS), start=start))
    except UnexpectedToken:
        return None
    except LanguageError as error:
        return error.message


def by_tables(text: str, start: str) -> Any:
    try:
        return shape(parser.tables().parse(cut(Sentence(text, WORDS)), start))
    except Refused:
        return None
    except LanguageError as error:
        return error.message


def shape(node: Any) -> Any:
    if isinstance(node, lark.Tree | lalr.Tree):
        return str(node.data), tuple(map(shape, node.children))
    if isinstance(node, Token):
        return node.type, str(node), node.start, node.end
    return node and (node.type, str(node), node.start_pos, node.end_pos)


def test_sentences_of_every_rule() -> None:
    read = [(text, by_tables(text, start)) for text in SENTENCES for start in grammar.STARTS]
    assert read == [(text, by_lark(text, start)) for text in SENTENCES for start in grammar.STARTS]
    assert {text for text, tree in read if isinstance(tree, tuple)} == set(SENTENCES)


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=9).map(" ".join), st.sampled_from(grammar.STARTS))
def test_any_words(text: str, start: str) -> None:
    assert by_tables(text, start) == by_lark(text, start)


@given(st.lists(st.sampled_from(SENTENCES), min_size=2, max_size=4), st.sampled_from(("và", "hoặc", ") và (")))
def test_joined_sentences(sentences: list[str], joint: str) -> None:
    text = f" {joint} ".join(sentences)
    assert by_tables(f"({text})", "condition") == by_lark(f"({text})", "condition")
