"""What a spreadsheet program shows of a cell: by hand from its number format, and by asking LibreOffice."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from openpyxl.worksheet.hyperlink import Hyperlink

_SECTION = re.compile(r'(?P<sign>[+-]?)#,##0(?P<decimals>\.0+)?(?:"(?P<tail>[^"]*)")?\Z')
_AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"
EXCEL = "xlsx:Calc MS Excel 2007 XML"
VIETNAMESE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>vi-VN</value></prop></item>
</oor:items>
"""


def shown(value: float, number_format: str) -> str:
    """A number as a spreadsheet set to Vietnamese shows it: rounded half up from 15 significant digits."""
    sections = number_format.split(";")
    number = Decimal(f"{value:.15g}")
    section = sections[0 if len(sections) == 1 or number > 0 else 1 if number < 0 else 2]
    if set(section) == {"0"}:
        return f"{int(number):0{len(section)}d}"
    found = _SECTION.match(section)
    assert found is not None, section
    places = len(found["decimals"] or ".") - 1
    digits = f"{abs(number).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,f}"
    sign = found["sign"] if len(sections) > 1 else "-" if number < 0 else ""
    return sign + digits.translate(str.maketrans(",.", ".,")) + (found["tail"] or "")


class LibreOffice:
    """LibreOffice with a profile of its own in ``folder``, which ``settings`` change where there are any."""

    def __init__(self, folder: Path, settings: str = "") -> None:
        program = shutil.which("soffice")
        if program is None and not os.environ.get("CI"):
            pytest.skip("LibreOffice (soffice) is not installed")
        assert program is not None, "LibreOffice (soffice) must be installed where CI is set"
        self.program, self.profile = program, folder / "profile"
        if settings:
            (self.profile / "user").mkdir(parents=True)
            (self.profile / "user" / "registrymodifications.xcu").write_text(settings, "utf-8")

    def converted(self, path: Path, form: str, folder: Path) -> Path:
        """What LibreOffice makes of ``path``: ``form`` is an ending, with a filter behind a colon if need be."""
        profile = f"-env:UserInstallation={self.profile.as_uri()}"
        command = [self.program, profile, "--headless", "--convert-to", form, "--outdir", str(folder), str(path)]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=180)
        assert done.returncode == 0 and folder.is_dir(), done.stderr
        return folder / f"{path.stem}.{form.partition(':')[0]}"

    def as_shown(self, path: Path) -> dict[str, list[list[str]]]:
        """The rows of every visible sheet, by its name, each cell as it is shown."""
        folder = path.with_name(f"{path.stem}-csv")
        self.converted(path, _AS_SHOWN, folder)
        return {
            found.stem.removeprefix(f"{path.stem}-"): list(csv.reader(found.open(encoding="utf-8", newline="")))
            for found in folder.iterdir()
        }

    def saved_again(self, path: Path) -> Path:
        """The same workbook as LibreOffice writes it."""
        return self.converted(path, EXCEL, path.with_name(f"{path.stem}-saved"))


RECALCULATING = VIETNAMESE.replace(
    "</oor:items>",
    '<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">'
    "<value>0</value></prop></item></oor:items>",
)
"""Computes every formula anew when it opens a workbook."""

_WORDS = re.compile('"(?:có|không|đạt mức|chưa đạt mức|vượt|đạt|chưa đạt|không đạt)"')
_OWN = re.compile(
    r"=(?:IF|EXACT|ISNUMBER|ABS|MAX|MIN|SUM|AVERAGE|ROUND|AND|OR|NOT|FALSE|[A-Za-z][A-Za-z0-9_]*(?!\()|[0-9.]+|[-+*/(),<>=]|W)*"
)


def is_own_link(link: Hyperlink) -> bool:
    """Whether it leads to a value of «Số liệu», and out of no workbook."""
    return link.target is None and re.fullmatch(r"'Số liệu'!D[0-9]+", str(link.location)) is not None


def is_own_formula(formula: str) -> bool:
    """Whether it is made of names, numbers, fixed words and the few functions of the report."""
    return _OWN.fullmatch(_WORDS.sub("W", formula)) is not None
