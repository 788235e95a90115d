"""Whatever text is written as YAML is read back as the same text, by the parser in C and by the one in Python."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.events import Event

from engine.files import located
from engine.files.diagnostics import Problems
from engine.files.located import read_yaml
from engine.files.scalars import Mapping, Scalar, Sequence, written_text
from engine.files.source import SourceFile, decode_source
from engine.files.yaml_text import UnwritableText, in_quotes, is_code, key, scalar

PIECES = st.sampled_from(
    [": ", " #", "#", "- ", "-", "? ", "> ", "|", "{", "}", "[", "]", ",", "'", '"', "\\", "%", "@", "`", "&a", "*a", "!t",
     "<<", "=", "~", "---", "...", "\n", "\n\n", "\t", "\r", "\x00", "\x07", "\x1b[31m", "\x7f", "\x85", "\u2028", "\u2029",
     "\u200e", "\u200f", "\u202e", "\u200b", "\ufeff", "\ufffe", "\u00a0", "\u3000", "\u0301", "\u0323", "\U0001f600",
     "“", "”", "xã Tân Lập", unicodedata.normalize("NFD", "huyện Tháp Mười"), "2,5%", "null", "yes", "0x1F", "x" * 3000]
)  # fmt: skip
TEXTS = st.lists(PIECES | st.text(max_size=3), max_size=6).map("".join)


def pure(text: str) -> Iterator[Event]:
    yield from YAML(typ="safe", pure=True).parse(text)


@pytest.fixture(scope="module", params=["C", "Python"], autouse=True)
def parser(request: pytest.FixtureRequest) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "Python":
            patch.setattr(located, "_events", pure)
        yield str(request.param)


def read(text: str) -> located.Node:
    """The node of a file with this text; that it has no mistake and no warning is part of the claim."""
    problems = Problems()
    node = read_yaml(decode_source(text.encode(), "tep.yaml"), problems)
    assert node is not None and not problems.found, [d.message for d in problems.found]
    return node


@given(TEXTS)
@example("-5 điểm")
@example("“Xanh” và “Sạch”")
@example('"')
@example("a\u0301")
def test_a_value_is_read_back(text: str) -> None:
    node = read(f"tên: {scalar(text)}\nsau: hết\n")
    assert isinstance(node, Mapping)
    value, after = (entry.value for entry in node.entries)
    assert isinstance(value, Scalar) and isinstance(after, Scalar)
    assert (written_text(value), written_text(after)) == (text.strip(), "hết")


@example("0? |")
@given(TEXTS)
def test_an_item_and_a_key_are_read_back(text: str) -> None:
    listed = text if is_code(text) else in_quotes(text)
    node = read(f"- {scalar(text)}\n- [{listed}, {listed}]\n")
    assert isinstance(node, Sequence) and isinstance(node.items[1], Sequence)
    items = [node.items[0], *node.items[1].items]
    assert [written_text(item) for item in items if isinstance(item, Scalar)] == [text.strip()] * 3
    if len(scalar(text)) <= 1024:
        node = read(f"nguồn:\n  {key(text)}:\n    tên: x\n")
        assert isinstance(node, Mapping) and isinstance(node.entries[0].value, Mapping)
        assert written_text(node.entries[0].value.entries[0].key) == text.strip()


def test_the_longest_key_is_read_back_and_a_longer_one_refused() -> None:
    node = read(f"{key('k' * 1024)}: x\n")
    assert isinstance(node, Mapping) and node.entries[0].key.text == "k" * 1024
    node = read(f"{key(': ' * 511)}: x\n")
    assert isinstance(node, Mapping) and node.entries[0].key.text == ": " * 511
    for text in ("k" * 1025, '"' * 512):
        with pytest.raises(UnwritableText, match="dài quá 1024 ký tự"):
            key(text)


@given(st.text(max_size=3), st.characters(min_codepoint=0xD800, max_codepoint=0xDFFF), st.text(max_size=3))
def test_a_lone_surrogate_is_refused(before: str, broken: str, after: str) -> None:
    with pytest.raises(UnwritableText, match="ký tự hỏng"):
        scalar(before + broken + after)


def test_a_lone_surrogate_that_somebody_escapes_is_explained(parser: str) -> None:
    if parser == "Python":
        pytest.skip("the parser in Python takes it")
    problems = Problems()
    node = read_yaml(SourceFile("tep.yaml", 'tên: "\\uD800"\n'), problems)
    assert node is None
    assert [d.message for d in problems.found] == ["dấu «\\» trong dấu nháy kép có nghĩa riêng trong YAML"]
