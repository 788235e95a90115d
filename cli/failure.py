"""How a command ends when it cannot do its work: an exit code and what to say on stderr."""

from __future__ import annotations

import errno
from enum import IntEnum


class Exit(IntEnum):
    """The exit codes of 4-cli-and-outputs."""

    DONE = 0
    FINDINGS = 1
    USAGE = 2
    DOES_NOT_LOAD = 3
    TESTS_FAILED = 4
    INTERNAL = 5


class Failure(Exception):
    """Ends the command with ``code``; ``text`` goes to stderr."""

    def __init__(self, code: Exit, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text


_REASONS = {
    errno.ENOSPC: "đĩa đã đầy",
    errno.EACCES: "không có quyền ghi",
    errno.EPERM: "không có quyền ghi",
    errno.EROFS: "ổ đĩa chỉ cho đọc",
    errno.ENOENT: "không có thư mục này",
    errno.EISDIR: "đây là thư mục",
    errno.ENAMETOOLONG: "tên tệp quá dài",
}


def reason(error: OSError) -> str:
    """Why the system refused, in words for people; its own where we know none."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)
