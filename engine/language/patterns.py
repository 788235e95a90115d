"""Patterns of the program's own texts, compiled when the program is made and not at each start.

`re` takes a millisecond for a long alternation, and the readers of wordings have some 250. patterns.json beside this module has
what `re` makes of each of them (.ci/pattern_table.py writes it); it is used by the versions of CPython that make the same of them.
"""

from __future__ import annotations

import json
import re
import sys
from binascii import a2b_base64
from functools import cache
from pathlib import Path
from struct import unpack
from typing import Any
from zlib import decompress

try:
    from _blake2 import blake2b  # hashlib loads OpenSSL too
except ImportError:
    from hashlib import blake2b

TABLE = Path(__file__).with_name("patterns.json")


def compiled(text: str, flags: int = 0) -> re.Pattern[str]:
    """Returns what ``re.compile`` returns. For module level, with texts that are the program's own.

    >>> compiled("[0-9]+").fullmatch("47") is not None
    True
    """
    stored = _table().get(key(text, flags))
    if stored is None:
        return re.compile(text, flags)
    import _sre  # type: ignore[import-not-found]

    all_flags, groups, names, packed = stored
    codes = decompress(a2b_base64(packed))
    by_number: list[str | None] = [None] * (groups + 1)
    for name, number in names.items():
        by_number[number] = name
    made = _sre.compile(text, all_flags, list(unpack(f"<{len(codes) // 4}I", codes)), groups, names, tuple(by_number))
    return made  # type: ignore[no-any-return]


def key(text: str, flags: int) -> str:
    """Returns the name of a pattern in the tables."""
    return blake2b(f"{int(flags)} {text}".encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def form() -> dict[str, Any]:
    """Returns what the code of a pattern depends on beside its text. The table lists those that it holds for.

    `re` changes MAGIC whenever it writes code in another way, and its machine refuses code that is not well-formed.
    """
    if sys.implementation.name != "cpython":
        return {}  # in no list
    import _sre

    return {"magic": _sre.MAGIC, "size": _sre.CODESIZE, "order": sys.byteorder}


@cache
def _table() -> dict[str, tuple[int, int, dict[str, int], str]]:
    try:
        stored = json.loads(TABLE.read_bytes())
    except (OSError, ValueError):
        return {}
    return stored["patterns"] if form() in stored["forms"] else {}
