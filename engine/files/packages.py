"""Refuses Office packages (.xlsx, .docx) that would fill the memory or fetch something, before they are unpacked."""

from __future__ import annotations

import re
import zipfile
import zlib

from engine.domain.limits import PACKAGE_PARTS, PACKAGE_RATIO, PACKAGE_UNPACKED, PART_BYTES, PART_ELEMENTS

DAMAGED = (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError, zlib.error)
"""The exceptions of the standard library for a package that is damaged or has a password."""
_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DECLARATION = re.compile(rb"<!DOCTYPE|<!ENTITY", re.IGNORECASE)
_OTHER_UNICODE = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00", b"\x4c\x6f\xa7\x94")
"""Beginnings of encodings that hide a declaration from a search in bytes: UTF-16, UTF-32 and EBCDIC."""
_ENCODING = re.compile(rb"""<\?xml[^>]*\bencoding\s*=\s*["'](?!utf-8["']|us-ascii["']|iso-8859-1["'])""", re.IGNORECASE)

_SMALL = 100_000
"""The most bytes of a part that holds a few properties."""


class UnsafePackage(Exception):
    """A package that must not be unpacked; the text says why, for people."""


def guard(package: zipfile.ZipFile, large: dict[str, int]) -> None:
    """Raises UnsafePackage, and DAMAGED where the package cannot be read.

    ``large`` maps beginnings of names of parts that are read piece by piece to the most elements of such a part; the
    bounds of parts in memory do not apply to them.
    """
    guard_size(package)
    for part in package.infolist():
        if part.filename.lower().endswith((".xml", ".rels")):
            tags = next((most for start, most in large.items() if part.filename.lower().startswith(start)), None)
            if tags is None and part.file_size > PART_BYTES:
                raise UnsafePackage("tệp bung ra quá lớn (dấu hiệu của tệp phá hoại)")
            _guard_xml(package, part, tags or PART_ELEMENTS)


def guard_size(package: zipfile.ZipFile) -> None:
    """Raises UnsafePackage for a package of which not even the parts may be unpacked block by block."""
    parts = package.infolist()
    dense = any(
        part.file_size > 1_000_000 and part.file_size > PACKAGE_RATIO * max(part.compress_size, 1) for part in parts
    )
    if dense or sum(part.file_size for part in parts) > PACKAGE_UNPACKED or len(parts) > PACKAGE_PARTS:
        raise UnsafePackage("tệp bung ra quá lớn (dấu hiệu của tệp phá hoại)")
    if any(part.compress_type not in _COMPRESSIONS for part in parts):
        raise UnsafePackage("tệp nén theo cách lạ")


def _guard_xml(package: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> None:
    with package.open(part) as stream:
        before, tags = b"", 0
        while block := stream.read(1 << 20):
            start = b"" if before else block[:200]
            if _DECLARATION.search(before + block) or start.startswith(_OTHER_UNICODE) or _ENCODING.search(start):
                raise UnsafePackage("tệp có khai báo lạ trong XML")
            tags += block.count(b"<") - block.count(b"</")
            if tags > most:
                raise UnsafePackage("tệp có quá nhiều phần tử XML (dấu hiệu của tệp phá hoại)")
            before = block[-16:]


def small_part(package: zipfile.ZipFile, name: str) -> bytes | None:
    """Returns a part of a few kilobytes of XML; None where there is none. Raises UnsafePackage and DAMAGED."""
    part = next((one for one in package.infolist() if one.filename == name), None)
    if part is None:
        return None
    if part.file_size > _SMALL or part.compress_type not in _COMPRESSIONS:
        raise UnsafePackage("tệp bung ra quá lớn (dấu hiệu của tệp phá hoại)")
    _guard_xml(package, part, PART_ELEMENTS)
    return package.read(part)
