"""Lines that people copy into minutes and type back: public keys and anchors, with a checksum against typing errors."""

from __future__ import annotations

import unicodedata
from hashlib import sha256
from typing import Literal

from engine.domain.records import NamedTuple
from engine.language.patterns import compiled
from engine.language.text import fold, normalise, on_one_line

Kind = Literal["BN", "BG", "KQ", "KHOA"]
"""What the code is of: a receipt, a record of a history, a result, a public key."""
KINDS: tuple[Kind, ...] = ("BN", "BG", "KQ", "KHOA")
VERSION = 1
LONGEST_TEXT = 4_000
"""Characters; what is longer is no line that anybody copied."""

_CODE, _CHECKSUM, _GROUP = 64, 4, 8
_LONGEST_WORD = 80
_LIKE_DIGITS = str.maketrans("oil", "011")
_TAG = compiled(f"chitieu({'|'.join(map(str.lower, KINDS))})([0-9])")


class NotCopied(ValueError):
    """The text is no such line, or was mistyped; the message is Vietnamese and follows a colon."""


class CopiedLine(NamedTuple):
    """A line to copy. ``words`` say what it is about, ``code`` is of 64 hexadecimal digits."""

    kind: Kind
    words: tuple[str, ...]
    code: str

    @property
    def text(self) -> str:
        """The line: «CHITIEU-BN-1; 12/NQ-HĐND; xã A; 31/12/2023; 01234567 89abcdef …; 1a2b»."""
        groups = " ".join(self.code[at : at + _GROUP] for at in range(0, _CODE, _GROUP))
        return "; ".join((self._tag, *self._shown, groups, _checksum(self.key)))

    @property
    def key(self) -> str:
        """What must be typed right: letters and digits, without case, marks, spaces and signs between them."""
        return _bare(f"{self._tag}{''.join(self._shown)}{self.code}")

    @property
    def _tag(self) -> str:
        return f"CHITIEU-{self.kind}-{VERSION}"

    @property
    def _shown(self) -> tuple[str, ...]:
        return tuple(on_one_line(word)[:_LONGEST_WORD].strip() for word in self.words if word.strip())


class TypedLine(NamedTuple):
    """A line as it was typed, whose checksum is right."""

    kind: Kind
    key: str
    code: str


def typed_line(text: str) -> TypedLine:
    """Returns the line in ``text``, whatever its case, marks, spaces, line breaks and signs. Raises NotCopied.

    The letters o, i and l in the code are read as the digits that they look like.
    """
    bare = _bare(text[: LONGEST_TEXT + 1])
    tag = _TAG.search(bare)  # words before the line, such as «Dòng đối chứng:», are no part of it
    if tag is None or len(text) > LONGEST_TEXT:
        raise NotCopied(f"không phải dòng của chitieu, phải bắt đầu bằng {', '.join(map(_beginning, KINDS))}")
    if int(tag[2]) != VERSION:
        raise NotCopied(f"dòng viết theo mẫu số {tag[2]}, phiên bản này chỉ đọc được mẫu số {VERSION}")
    start, end = tag.start(), len(bare) - _CODE - _CHECKSUM
    if end < tag.end():
        raise NotCopied(f"thiếu ký tự: mã gồm {_CODE} chữ số và chữ a-f, sau đó là {_CHECKSUM} ký tự kiểm")
    tail = bare[end:].translate(_LIKE_DIGITS)
    code, checksum = tail[:_CODE], tail[_CODE:]
    if _checksum(bare[start:end] + code) != checksum:
        raise NotCopied(
            "gõ sai, thiếu hoặc thừa ký tự: bốn ký tự kiểm ở cuối không khớp phần trước; so lại từng nhóm, và tắt bộ gõ "
            "tiếng Việt khi gõ phần mã"
        )
    kind = next(kind for kind in KINDS if kind.lower() == tag[1])
    return TypedLine(kind, bare[start:end] + code, code)


def may_be_line(text: str) -> bool:
    """Returns whether ``text`` begins like a line of any kind, and is as long as one."""
    bare = _bare(text[:LONGEST_TEXT])
    return _TAG.match(bare) is not None and len(bare) >= _CODE


def _beginning(kind: Kind) -> str:
    return f"CHITIEU-{kind}-{VERSION}"


def _bare(text: str) -> str:
    return "".join(c for c in fold(normalise(unicodedata.normalize("NFKC", text))) if c.isalnum())


def _checksum(key: str) -> str:
    return sha256(key.encode()).hexdigest()[:_CHECKSUM]
