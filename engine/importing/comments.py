"""Tells the comments at cells of a workbook, which hold words of people and are no values."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

from engine.language.text import abridged, on_one_line

_SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_COMMENTS = "/comments"
"""The end of the kind of the relationship from a sheet to its comments."""
_LONGEST, _MOST = 100, 20


def comments_on(package: zipfile.ZipFile, sheet_part: str, sheet_name: str) -> Iterator[str]:
    """Yields a remark on each comment of the sheet in ``sheet_part`` of a guarded package."""
    found = [comment for part in _parts(package, sheet_part) for comment in _comments(package, part)]
    for address, text in found[:_MOST]:
        words = abridged(on_one_line(" ".join(text.split())), _LONGEST)
        yield f"trang «{sheet_name}», ô {address} có chú thích «{words}»; không đọc thành số liệu"
    if len(found) > _MOST:
        yield f"trang «{sheet_name}» còn {len(found) - _MOST} chú thích khác; không đọc thành số liệu"


def _parts(package: zipfile.ZipFile, sheet_part: str) -> Iterator[str]:
    """Yields the parts with the comments of a sheet."""
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
        text = "".join(piece.text or "" for piece in comment.iter(f"{_SPREADSHEET}t")).strip()
        if text:
            yield comment.get("ref", ""), text
