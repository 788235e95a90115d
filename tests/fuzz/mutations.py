"""Valid files made odd: lines and keys swapped, cut, repeated and nested, numbers and characters replaced by hostile ones."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from random import Random

NUMBERS = (
    "9" * 41,
    "9" * 5_000,
    "-" + "9" * 39,
    "0",
    "-0",
    "0,0000000000000000000000000000001",
    "1e308",
    "1e999999999",
    "NaN",
    "1_000",
    "1.000.000",
    "0.5",
    "٣",
    "²",
    "９９",
    "−4,13",
    "10000",
    "0000",
    "2147483648",
    "18446744073709551616",
)
TOKENS = (
    "",
    " ",
    "{}",
    "[]",
    "{a: b}",
    "[[[[",
    "]" * 50,
    "{" * 200,
    "(" * 2_000,
    "()" * 400,
    "- " * 60,
    "? ",
    "!!python/object/apply:os.system [id]",
    "!x",
    "&a [*a]",
    "*a",
    "<<: *a",
    "---",
    "...",
    "%YAML 9.9",
    "| \n",
    ">+",
    '"\\x1b[2J\\u202e"',
    "'",
    '"',
    "\x1b[31m",
    "\x9b31m",
    "\u202egnp.exe",
    "\u2028",
    "\u0085",
    "\ufeff",
    "\ud7ff\ufffd",
    "\U000e0001\U0001f600",
    "a\u0301" * 40,
    "[red]đỏ[/red]",
    "<script>alert(1)</script>",
    "=cmd|'/C calc'!A0",
    "{htx.tong.__class__}",
    "{0}",
    "{2.1.__init__.__globals__}",
    "{x!r:>9999999}",
    "{htx.tong:>9999999}",
    "%s%s%n",
    "../../../etc/passwd",
    "và hoặc không phải",
    "nội dung 1.1 đạt",
    "chưa có",
    "từ 1 đến 0",
    "trên dưới 5",
    "từ 5 trở lên trở xuống",
    "tổng(" * 20,
    "htx.tong / (htx.tong - htx.tong)",
    "htx.tong * " * 50 + "2",
    "không phải (" * 25,
    "31/02/2025",
    "0/0/0000",
    "x" * 20_000,
    "từ " * 3_000,
    "a.b." * 2_000,
)
_NUMBER = re.compile(r"[0-9][0-9.,]*")
_WORD = re.compile(r"[^\W\d_]+")
_VALUE = re.compile(r"(?<=: )[^\n]+")
_KEY = re.compile(r"^[ -]*[^\n:#]+(?=:)", re.MULTILINE)

Lines = list[str]


def _some_line(random: Random, lines: Lines) -> int:
    return random.randrange(len(lines))


def _swap(random: Random, lines: Lines) -> None:
    a, b = _some_line(random, lines), _some_line(random, lines)
    lines[a], lines[b] = lines[b], lines[a]


def _repeat(random: Random, lines: Lines) -> None:
    at = _some_line(random, lines)
    lines[at:at] = lines[at : at + random.choice((1, 1, 3, 10))] * random.choice((1, 2, 30))


def _drop(random: Random, lines: Lines) -> None:
    at = _some_line(random, lines)
    del lines[at : at + random.choice((1, 1, 2, 5))]


def _truncate(random: Random, lines: Lines) -> None:
    at = _some_line(random, lines)
    del lines[at + 1 :]
    lines[at] = lines[at][: random.randrange(len(lines[at]) + 1)]


def _indent(random: Random, lines: Lines) -> None:
    at = _some_line(random, lines)
    lines[at] = random.choice(("  ", " ", "\t", "- ", "  - ")) + lines[at]


def _outdent(random: Random, lines: Lines) -> None:
    at = _some_line(random, lines)
    lines[at] = lines[at].removeprefix(random.choice(("  ", "    ", " ")))


def _nest(random: Random, lines: Lines) -> None:
    """Everything from a line on, deep below keys or dashes of its own."""
    at, depth = _some_line(random, lines), random.choice((3, 29, 31, 400))
    key = random.choice(("tất cả", "bất kỳ", "không phải", "a"))
    deep = [" " * level + f"{key}:" for level in range(depth)]
    lines[at:] = [*deep, *(" " * depth + line for line in lines[at : at + 5])]


def _graft(random: Random, lines: Lines) -> None:
    """A stretch of the file once more at another place, and at another depth."""
    at, size = _some_line(random, lines), random.choice((1, 2, 6))
    pad = " " * random.choice((0, 2, 4, 6))
    cut = [pad + line.lstrip() for line in lines[at : at + size]]
    to = _some_line(random, lines)
    lines[to:to] = cut


LINES: tuple[Callable[[Random, Lines], None], ...] = (
    _swap,
    _repeat,
    _drop,
    _truncate,
    _indent,
    _outdent,
    _nest,
    _graft,
)


def _replaced(random: Random, text: str, pattern: re.Pattern[str], new: str) -> str:
    """One match of ``pattern`` replaced by ``new``."""
    found = list(pattern.finditer(text))
    if not found:
        return text
    match = random.choice(found)
    return text[: match.start()] + new + text[match.end() :]


def _number(random: Random, text: str) -> str:
    return _replaced(random, text, _NUMBER, random.choice(NUMBERS))


def _value(random: Random, text: str) -> str:
    return _replaced(random, text, _VALUE, random.choice((*TOKENS, *NUMBERS)))


def _value_of_another(random: Random, text: str) -> str:
    values = _VALUE.findall(text)
    return _replaced(random, text, _VALUE, random.choice(values)) if values else text


def _key_of_another(random: Random, text: str) -> str:
    keys = _KEY.findall(text)
    return _replaced(random, text, _KEY, random.choice(keys)) if keys else text


def _word(random: Random, text: str) -> str:
    words = _WORD.findall(text)
    return _replaced(random, text, _WORD, random.choice((*TOKENS, *words)))


def _insert(random: Random, text: str) -> str:
    at = random.randrange(len(text) + 1)
    return text[:at] + random.choice(TOKENS) + text[at:]


def _decomposed(random: Random, text: str) -> str:
    return unicodedata.normalize(random.choice(("NFD", "NFKD")), text)


def _cut(random: Random, text: str) -> str:
    a, b = sorted((random.randrange(len(text) + 1), random.randrange(len(text) + 1)))
    return text[:a] + text[b:] if random.random() < 0.3 else text[:a] + text[a : a + 1] * 3 + text[a + 1 :]


TEXTS: tuple[Callable[[Random, str], str], ...] = (
    _number,
    _number,
    _value,
    _value,
    _value_of_another,
    _value_of_another,
    _key_of_another,
    _word,
    _insert,
    _decomposed,
    _cut,
)


def mutated(random: Random, text: str) -> str:
    """``text`` after one to six changes."""
    for _ in range(random.choice((1, 1, 1, 2, 3, 6))):
        if random.random() < 0.4:
            lines = text.split("\n")
            random.choice(LINES)(random, lines)
            text = "\n".join(lines)
        else:
            text = random.choice(TEXTS)(random, text)
        text = text[:400_000]
    return text


def mutated_bytes(random: Random, raw: bytes) -> bytes:
    """``raw`` with some bytes changed, cut out or repeated; what is text stays text as a rule."""
    if random.random() < 0.85:
        return mutated(random, raw.decode("utf-8", "replace")).encode("utf-8", "surrogatepass")
    changed = bytearray(raw)
    for _ in range(random.choice((1, 4, 16))):
        if not changed:
            break
        at = random.randrange(len(changed))
        match random.randrange(4):
            case 0:
                changed[at] = random.randrange(256)
            case 1:
                del changed[at : at + random.choice((1, 8, 100))]
            case 2:
                changed[at:at] = changed[at : at + 40]
            case _:
                changed[at:at] = random.choice((b"\x00", b"\xff\xfe", b"\xc3", b"\r", b"\x1b", b"PK\x03\x04"))
    return bytes(changed)
