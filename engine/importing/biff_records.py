"""Reads the records of binary workbooks (.xlsb, BIFF12): [MS-XLSB], whose sections the docstrings cite."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from enum import IntEnum
from itertools import pairwise
from typing import IO

from engine.domain.limits import PART_BYTES

_READ_AT_ONCE = 1 << 18
_MORE = 0x80
_LONGEST_HEAD = 6
_LENGTH = struct.Struct("<I")
_FLOAT = struct.Struct("<d")
_RUN = struct.Struct("<HH")


class Record(IntEnum):
    """The numbers of the records that are read (section 2.3.2)."""

    ROW = 0
    CELL_RK = 2
    CELL_ERROR = 3
    CELL_TRUTH = 4
    CELL_REAL = 5
    CELL_TEXT = 6
    CELL_SHARED = 7
    FORMULA_TEXT = 8
    FORMULA_NUMBER = 9
    FORMULA_TRUTH = 10
    FORMULA_ERROR = 11
    SHORT_BLANK = 12
    SHORT_RK = 13
    SHORT_ERROR = 14
    SHORT_TRUTH = 15
    SHORT_REAL = 16
    SHORT_TEXT = 17
    SHORT_SHARED = 18
    SHARED_TEXT = 19
    NAME = 39
    FONT = 43
    FORMAT = 44
    CELL_FORMAT = 47
    COLUMNS = 60
    CELL_RICH = 62
    END_SHEET = 130
    BOOK_PROPERTIES = 153
    SHEET = 156
    END_SHARED_TEXTS = 160
    MERGED = 176
    OTHER_BOOK = 355
    THIS_BOOK = 357
    THIS_SHEET = 358
    REFERENCES = 362
    BEGIN_CELL_FORMATS = 617
    END_CELL_FORMATS = 618
    COMMENT = 635
    COMMENT_TEXT = 637
    ADD_IN = 667


def records(stream: IO[bytes], most: int) -> Iterator[tuple[int, bytes]]:
    """Yields number and content of each record of a part (section 2.1.4), of which there may be ``most``.

    Raises ValueError for more, and for one that is larger than a part in memory; EOFError and IndexError where the part
    ends within a record.
    """
    block, at = b"", 0
    for _ in range(most):
        if len(block) - at < _LONGEST_HEAD:
            block, at = block[at:] + stream.read(_READ_AT_ONCE), 0
            if not block:
                return
        number, size = block[at], block[at + 1]
        at += 2
        if number & _MORE:
            number, size = number & 0x7F | (size & 0x7F) << 7, block[at]
            at += 1
        if size & _MORE:
            size, at = _long_size(block, at, size)
        end = at + size
        if end > len(block):
            block, at, end = block[at:] + _rest(stream, end - len(block)), 0, size
        yield number, block[at:end]
        at = end
    raise ValueError("too many records")


def _long_size(block: bytes, at: int, size: int) -> tuple[int, int]:
    """Returns a size of two to four bytes, of which the first is read, and where it ends."""
    size &= 0x7F
    for shift in (7, 14, 21):
        byte = block[at]
        at += 1
        size |= (byte & 0x7F) << shift
        if not byte & _MORE:
            break
    return size, at


def _rest(stream: IO[bytes], missing: int) -> bytes:
    """Returns what is missing of a record, and what follows it."""
    if missing > PART_BYTES:
        raise ValueError("a record that is too large")
    rest = stream.read(missing + _READ_AT_ONCE)
    if len(rest) < missing:
        raise EOFError
    return rest


def text_at(content: bytes, at: int) -> tuple[str, int]:
    """Returns the text at a place (XLWideString, section 2.5.169), and where it ends; '' for one that is null.

    Raises EOFError where it ends too early.
    """
    (length,) = _LENGTH.unpack_from(content, at)
    at += 4
    if length == 0xFFFFFFFF:
        return "", at
    end = at + 2 * length
    if end > len(content):
        raise EOFError
    return content[at:end].decode("utf-16-le", "replace"), end


def rich_text_at(content: bytes, at: int) -> tuple[str, list[tuple[int, int]]]:
    """Returns the text at a place (RichStr, section 2.5.122), and where each run begins, with the number of its font.

    Raises ValueError where a run begins before the one before it.
    """
    is_rich = content[at] & 1
    text, end = text_at(content, at + 1)
    if not is_rich:
        return text, []
    (count,) = _LENGTH.unpack_from(content, end)
    end += 4
    if end + count * _RUN.size > len(content):
        raise EOFError
    runs = list(_RUN.iter_unpack(content[end : end + count * _RUN.size]))
    if any(first >= second for (first, _), (second, _) in pairwise(runs)):
        raise ValueError("runs out of order")
    return text, runs


def small_number(value: int) -> int | float:
    """Returns the number that four bytes hold (RkNumber, section 2.5.123).

    >>> small_number(5200 << 2 | 2), small_number(275 << 2 | 3)
    (5200, 2.75)
    """
    number: int | float
    if value & 2:
        number = (value - (1 << 32) if value >> 31 else value) >> 2
    else:
        (number,) = _FLOAT.unpack(bytes(4) + _LENGTH.pack(value & 0xFFFFFFFC))
    return number / 100 if value & 1 else number
