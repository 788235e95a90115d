"""Why the system refused to read or write, in words for people: the one table of its errors."""

from __future__ import annotations

import errno

_REASONS = {
    errno.ENOSPC: "đĩa đã đầy",
    errno.EDQUOT: "đã hết dung lượng được cấp",
    errno.EFBIG: "tệp lớn quá mức cho phép",
    errno.EROFS: "ổ đĩa chỉ cho đọc",
    errno.EIO: "ổ đĩa đọc hoặc ghi bị lỗi",
    errno.EEXIST: "đã có tệp mang tên này",
    errno.EISDIR: "đây là thư mục",
    errno.ENOTDIR: "một phần của đường dẫn không phải thư mục",
    errno.ENOTEMPTY: "thư mục không trống",
    errno.ENAMETOOLONG: "tên tệp hoặc đường dẫn quá dài",
    errno.ELOOP: "liên kết vòng quanh",
    errno.EINVAL: "tên tệp hoặc thao tác không hợp lệ trên ổ đĩa này",
    errno.EBUSY: "tệp đang được dùng ở chương trình khác",
    errno.EXDEV: "hai nơi ở hai ổ đĩa khác nhau",
    errno.EMFILE: "đang mở quá nhiều tệp",
    errno.ENFILE: "đang mở quá nhiều tệp",
    errno.ENOMEM: "không đủ bộ nhớ",
    errno.ENXIO: "đây không phải tệp thường",
    errno.ENODEV: "đây không phải tệp thường",
    errno.EPIPE: "chương trình nhận kết quả đã đóng",
    errno.ETIMEDOUT: "ổ đĩa mạng không trả lời",
    errno.EHOSTDOWN: "ổ đĩa mạng không trả lời",
    errno.ESTALE: "ổ đĩa mạng đã đổi trong khi đọc",
    errno.EAGAIN: "hệ thống đang bận, chạy lại sau",
    errno.EINTR: "thao tác bị ngắt, chạy lại",
    errno.EOPNOTSUPP: "ổ đĩa này không cho làm như vậy",
    errno.ENOSYS: "ổ đĩa này không cho làm như vậy",
    errno.EACCES: "không có quyền đọc hoặc ghi",
    errno.EPERM: "không có quyền đọc hoặc ghi",
    errno.ENOENT: "không có tệp hoặc thư mục này",
}
_OF_READING = {errno.ENOENT: "không có tệp này", errno.EACCES: "không có quyền đọc", errno.EPERM: "không có quyền đọc"}
_OF_WRITING = {
    errno.ENOENT: "không có thư mục này",
    errno.EACCES: "không có quyền ghi",
    errno.EPERM: "không có quyền ghi",
}
_OPEN_ELSEWHERE = (32, 33)
"""The errors of Windows for a file that Word or Excel keeps open."""


class Refused(OSError):
    """The program itself refuses, for the reason in the message, in Vietnamese."""


class NotRegularFile(OSError):
    """A pipe, device or socket in the place of a file: reading it may wait for ever."""


def reason(error: OSError) -> str:
    """Returns why writing failed, in Vietnamese.

    >>> reason(OSError(errno.ENOSPC, "No space left on device"))
    'đĩa đã đầy'
    """
    return _reason(error, _OF_WRITING)


def reason_of_reading(error: OSError) -> str:
    """Returns why reading failed, in Vietnamese.

    >>> reason_of_reading(FileNotFoundError(errno.ENOENT, "No such file or directory"))
    'không có tệp này'
    """
    return _reason(error, _OF_READING)


def _reason(error: OSError, own: dict[int, str]) -> str:
    if isinstance(error, NotRegularFile):
        return "đây không phải tệp thường (ống dẫn hoặc thiết bị)"
    if isinstance(error, Refused):
        return str(error)
    if getattr(error, "winerror", None) in _OPEN_ELSEWHERE:
        return "tệp đang mở ở chương trình khác (Word, Excel); đóng tệp ấy rồi chạy lại"
    number = error.errno or 0
    return own.get(number) or _REASONS.get(number) or f"hệ thống báo lỗi số {number}"
