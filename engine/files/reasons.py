"""Why the system refused to read or write, in words for people."""

from __future__ import annotations

import errno

_REASONS = {
    errno.ENOSPC: "đĩa đã đầy",
    errno.EACCES: "không có quyền ghi",
    errno.EPERM: "không có quyền ghi",
    errno.EROFS: "ổ đĩa chỉ cho đọc",
    errno.ENOENT: "không có thư mục này",
    errno.EEXIST: "đã có tệp mang tên này",
    errno.EISDIR: "đây là thư mục",
    errno.ENAMETOOLONG: "tên tệp quá dài",
}


def reason(error: OSError) -> str:
    """Returns the reason of ``error`` in Vietnamese; the system's own words where it is a rare one.

    >>> reason(OSError(errno.ENOSPC, "No space left on device"))
    'đĩa đã đầy'
    """
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)
