"""Tells the comments at cells of a workbook, which hold words of people and are no values."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterable, Iterator
from xml.etree import ElementTree

from engine.language.text import abridged, on_one_line

_SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_COMMENTS = "/comments"
"""The end of the kind of the relationship from a sheet to its comments."""
_LONGEST, _MOST = 100, 20


def remarks_on(sheet_name: str, comments: Iterable[tuple[str, str]]) -> list[str]:
    """Returns a remark on each of the first comments of a sheet (address, text), and one on the number of the others."""
    found = [(address, words) for address, text in comments if (words := on_one_line(" ".join(text.split())))]
    remarks = [
        f"trang «{sheet_name}», ô {address} có chú thích «{abridged(words, _LONGEST)}»; không đọc thành số liệu"
        for address, words in found[:_MOST]
    ]
    if len(found) > _MOST:
        remarks.append(f"trang «{sheet_name}» còn {len(found) - _MOST} chú thích khác; không đọc thành số liệu")
    return remarks


def comments_of(package: zipfile.ZipFile, sheet_part: str) -> Iterator[tuple[str, str]]:
    """Yields the comments of the sheet in ``sheet_part`` of a guarded .xlsx."""
    return (comment for part in parts_with_comments(package, sheet_part) for comment in _comments(package, part))


def parts_with_comments(package: zipfile.ZipFile, sheet_part: str) -> Iterator[str]:
    """Yields the parts of a guarded package with the comments of a sheet."""
    folder, name = posixpath.split(sheet_part)
    try:
        relationships = ElementTree.fromstring(package.read(f"{folder}/_rels/{name}.rels"))
    except KeyError:
        return
    for one in relationships:
        target = one.get("Target", "")
        part = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        if one.get("Type", "").endswith(_COMMENTS) and part in package.namelist():
            yield part


def _comments(package: zipfile.ZipFile, part: str) -> Iterator[tuple[str, str]]:
    for comment in ElementTree.fromstring(package.read(part)).iter(f"{_SPREADSHEET}comment"):
        text = "".join(piece.text or "" for piece in comment.iter(f"{_SPREADSHEET}t"))
        yield comment.get("ref", ""), text
