"""Reads who saved a workbook last, and when, from its document properties."""

from __future__ import annotations

import zipfile
from datetime import datetime, timedelta, timezone
from pathlib import Path
from xml.etree import ElementTree

from engine.domain.records import NamedTuple
from engine.files.json_form import json_form
from engine.files.opening import open_regular
from engine.files.packages import DAMAGED, UnsafePackage, small_part
from engine.language import display
from engine.language.text import abridged, normalise, on_one_line

_PARTS = ("docProps/core.xml", "meta.xml")
"""The parts of .xlsx and .ods that hold the properties."""
_PERSON = (
    "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}lastModifiedBy",
    "{http://purl.org/dc/elements/1.1/}creator",
)
_CREATED = ("{http://purl.org/dc/terms/}created",)
_PROGRAM = "chitieu"
"""The author of forms that nobody has saved yet; LibreOffice leaves it there."""
_TIME = ("{http://purl.org/dc/terms/}modified", "{http://purl.org/dc/elements/1.1/}date")
_LONGEST_NAME = 80
_VIETNAM = timezone(timedelta(hours=7))
_YEARS = range(1980, 2200)
"""Years in which a file may have been saved; others are the defaults of programs, or slips."""


@json_form("by?", "time?", shape="SavedShape")
class Saved(NamedTuple):
    """Who saved a file last, and when (ISO 8601), as the file says; '' where it does not. Anybody can write anything there."""

    by: str = ""
    time: str = ""

    @property
    def told(self) -> str:
        """«lưu lần cuối bởi Nguyễn Văn A ngày 27/11/2026»; '' where the file says nothing."""
        if not self.by and not self.time:
            return ""
        day = datetime.fromisoformat(self.time).astimezone(_VIETNAM).date() if self.time else None
        person = f" bởi «{self.by}»" if self.by else ""
        return f"lưu lần cuối{person}{f' ngày {display.day(day)}' if day is not None else ''}"


def saved(path: Path) -> Saved:
    """Returns the properties of a workbook; empty ones where the file has none, or is no package. Raises OSError."""
    with open_regular(path) as stream:
        try:
            with zipfile.ZipFile(stream) as package:
                return _saved(package)
        except (*DAMAGED, UnsafePackage, ElementTree.ParseError, ValueError):
            return Saved()


def _saved(package: zipfile.ZipFile) -> Saved:
    for name in _PARTS:
        content = small_part(package, name)
        if content is not None:
            root = ElementTree.fromstring(content)
            by, time = _person(_first(root, _PERSON)), _first(root, _TIME)
            if by != _PROGRAM:
                return Saved(by, _time(time))
            return Saved("", _time(time) if time != _first(root, _CREATED) else "")
    return Saved()


def _first(root: ElementTree.Element, names: tuple[str, ...]) -> str:
    found = (element.text for name in names for element in root.iter(name))
    return next((text.strip() for text in found if text and text.strip()), "")


def _person(text: str) -> str:
    return abridged(on_one_line(" ".join(normalise(text).split())), _LONGEST_NAME)


def _time(text: str) -> str:
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return ""
    return time.isoformat(timespec="seconds") if time.year in _YEARS else ""
