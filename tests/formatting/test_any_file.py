"""Whatever a file looks like, formatting keeps what it says and is done after one pass."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.files.diagnostics import Problems
from engine.formatting.formatter import format_file
from tests.formatting.helpers import formatted, meaning
from tests.workspaces import ROOT

pytestmark = pytest.mark.slow

GOOD = [
    (path.read_text("utf-8"), "facts" if "facts" in path.parts else "rules")
    for folder in ("rules", "facts", "examples", "tests/golden/base")
    for path in sorted((ROOT / folder).rglob("*.yaml"))
]
SHORT = [(text, folder) for text, folder in GOOD if text.count("\n") < 60]
_KEY = re.compile(r"^(\s*(?:- )?)([^\W\d][\w ]*)(?=:(?: |$))")
_EXPECTED = re.compile(r"(?:nội dung|chỉ tiêu)\b.*[ ].|(?:không )?có$|khớp$|lệch$|không kiểm được$|chưa rõ$")
_PLAIN = re.compile(r"^(\s*(?:- )?[^:#\"'\[{>|]+: )([^\s\"'\[{>|#][^#\"\\]*)$")


class Mess:
    """A canonical file as somebody in a hurry would have typed it. Each habit is one method, each line takes its chance."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def some(self, one_in: int = 4) -> bool:
        return self.random.randrange(one_in) == 0

    def apply(self, text: str, comments: bool) -> bytes:
        step = self.random.choice((2, 2, 3, 4))
        lines: list[str] = []
        block: int | None = None
        for line in text.split("\n"):
            depth = len(line) - len(line.lstrip())
            inside = block is not None and (not line.strip() or depth > block)
            if not inside:
                below_text, block = block is not None, None
                line = self.line(line)
                if comments:
                    lines += self.remarks(depth // 2 * step, 0 if below_text else 2)
                if line.rstrip().endswith((": >", "- >")):
                    block = depth
                elif comments and line.strip() and "#" not in line and self.some():
                    line += self.random.choice((" # ghi chú", "   #x", "\t# a: b"))
            code = re.sub("^- ", "-" + " " * (step - 1), line.strip(" ")) if not inside else line.strip(" ")
            lines.append(" " * (depth // 2 * step + depth % 2) + code if code else "")
            if not inside and self.some() and block is None:
                lines[-1] += "  "
        return self.encoded("\n".join(lines))

    def line(self, line: str) -> str:
        if self.some():
            line = _KEY.sub(lambda m: m.group(1) + self.misspelt(m.group(2)), line)
        if (value := _PLAIN.match(line)) and self.some():
            opening, closing = self.random.choice(('""', "''", "“”", "  "))
            if "'" not in value.group(2):
                line = f"{value.group(1)}{opening}{value.group(2).rstrip()}{closing}"
        return line

    def misspelt(self, key: str) -> str:
        """Other spellings that the reader forgives."""
        if key != key.lower() or _EXPECTED.match(key):  # a name, chosen by staff
            return key
        bare = "".join(c for c in unicodedata.normalize("NFD", key).replace("đ", "d") if not unicodedata.combining(c))
        return self.random.choice(
            (key.upper(), key.replace(" ", "_"), bare, bare.title(), unicodedata.normalize("NFD", key))
        )

    def remarks(self, depth: int, deeper: int) -> list[str]:
        """Blank lines and comments, now and then at a wrong depth, but never in a folded text, where they would be text."""
        lines: list[str] = []
        while self.some(6):
            pad = " " * self.random.choice((depth, depth, 0, depth + deeper))
            lines.append(self.random.choice(("", "", f"{pad}# ghi chú {self.random.random()}", f"{pad}#")))
        return lines

    def encoded(self, text: str) -> bytes:
        if self.some(3):
            text = unicodedata.normalize("NFD", text)
        if self.some(3):
            text = text.replace("\n", "\r\n")
        if self.some(3):
            text = text.rstrip()
        return (b"\xef\xbb\xbf" if self.some(3) else b"") + text.encode()


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(GOOD), st.integers(0, 10**9))
def test_a_messy_file_comes_back_as_it_was(good: tuple[str, str], seed: int) -> None:
    text, folder = good
    messy = Mess(Random(seed)).apply(text, comments=False)
    assert _closed_up(formatted(messy, folder)) == _closed_up(text)


def _closed_up(text: str) -> str:
    """Comments at the end of a line keep their column, which other indentation has moved."""
    return re.sub(r"(?<=\S) {2,}# ", "  # ", text)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(SHORT), st.integers(0, 10**9))
def test_comments_are_kept_wherever_they_stand(good: tuple[str, str], seed: int) -> None:
    text, folder = good
    messy = Mess(Random(seed)).apply(text, comments=True)
    result = formatted(messy, folder)
    assert meaning(result) == meaning(text)
    assert _remarks(result) == _remarks(messy.decode("utf-8-sig"))


def _remarks(text: str) -> Counter[str]:
    found = re.findall(r"(?:^|\s)(# ghi chú[ .\d]*|#x|# a: b)(?=\s|$)", unicodedata.normalize("NFC", text))
    return Counter(remark.strip() for remark in found)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(SHORT), st.integers(0, 10**9))
def test_keys_in_any_order_come_back_in_order(good: tuple[str, str], seed: int) -> None:
    """Lines of an item that hold one plain value each are shuffled."""
    text, folder = good
    lines = text.split("\n")
    simple = re.compile(r"^( {4,})(?:- )?[^\W\d][\w ]*: [^>|#]*$")
    start = 0
    while start < len(lines):
        end = start
        while (
            end < len(lines)
            and simple.match(lines[end])
            and "- " not in lines[end][:6]
            and "." not in _name(lines[end])
        ):
            end += 1
        run = lines[start:end]
        if len({len(line) - len(line.lstrip()) for line in run}) == 1:
            Random(seed).shuffle(run)
            lines[start:end] = run
        start = max(end, start + 1)
    assert meaning(formatted("\n".join(lines), folder)) == meaning(text)
    assert formatted("\n".join(lines), folder) == text


def _name(line: str) -> str:
    return line.partition(":")[0]


_TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12) | st.sampled_from(
    [
        "- a",
        "?",
        ":",
        "a: b",
        "#",
        " #",
        "%",
        "{a}",
        "[a",
        "~",
        "null",
        "=",
        "<<",
        "“a”",
        "'",
        '"',
        "\\",
        "a " * 90,
        "\n",
        "x\n\ny",
    ]
)
_KEYS = st.text("abc xyz:#-=", min_size=1, max_size=6).filter(str.strip)
_TREES = st.recursive(
    _TEXTS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=3), max_leaves=8
)


@settings(max_examples=400, deadline=None)
@given(_TREES, st.sampled_from([None, 1, 4]))
def test_any_text_reads_back(tree: object, indent: int | None) -> None:
    """JSON is YAML in braces and quotes: all of it has to become block style."""
    text = json.dumps({"trường hợp": tree}, ensure_ascii=False, indent=indent)
    text = re.sub("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]", lambda m: f"\\u{ord(m.group()):04x}", text)
    text = unicodedata.normalize("NFC", text)
    if format_file(text.encode(), "tep.yaml", "rules", Problems()) is not None:  # else the reader refuses its braces
        assert meaning(formatted(text)) == meaning(text)
