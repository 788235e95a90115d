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

_SECTION = re.compile(r'(?P<sign>[+-]?)#,##0(?P<decimals>\.0+)?(?:"(?P<tail>[^"]*)")?\Z')
_AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"
_VIETNAMESE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>vi-VN</value></prop></item>
</oor:items>
"""


def shown(value: float, number_format: str) -> str:
    """A number as a spreadsheet set to Vietnamese shows it: rounded half up from 15 significant digits."""
    sections = number_format.split(";")
    number = Decimal(f"{value:.15g}")
    section = sections[0 if len(sections) == 1 or number > 0 else 1 if number < 0 else 2]
    found = _SECTION.match(section)
    assert found is not None, section
    places = len(found["decimals"] or ".") - 1
    digits = f"{abs(number).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,f}"
    sign = found["sign"] if len(sections) > 1 else "-" if number < 0 else ""
    return sign + digits.translate(str.maketrans(",.", ".,")) + (found["tail"] or "")


class LibreOffice:
    """LibreOffice set to Vietnamese, with a profile of its own."""

    def __init__(self, program: str, folder: Path) -> None:
        self.program, self.folder = program, folder
        profile = folder / "profile" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(_VIETNAMESE, "utf-8")

    def as_shown(self, path: Path) -> dict[str, list[list[str]]]:
        """The rows of every visible sheet, by its name, each cell as it is shown."""
        target = self.folder / f"{path.stem}-csv"
        self._convert(_AS_SHOWN, path, target)
        return {
            found.stem.removeprefix(f"{path.stem}-"): list(csv.reader(found.open(encoding="utf-8", newline="")))
            for found in target.iterdir()
        }

    def saved_again(self, path: Path) -> Path:
        """The same workbook as LibreOffice writes it."""
        target = self.folder / f"{path.stem}-saved"
        self._convert("xlsx:Calc MS Excel 2007 XML", path, target)
        return target / path.name

    def _convert(self, form: str, path: Path, target: Path) -> None:
        profile = f"-env:UserInstallation={(self.folder / 'profile').as_uri()}"
        command = [self.program, profile, "--headless", "--convert-to", form, "--outdir", str(target), str(path)]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=180)
        assert target.is_dir(), done.stderr


@pytest.fixture(scope="module")
def libre_office(tmp_path_factory: pytest.TempPathFactory) -> LibreOffice:
    program = shutil.which("soffice")
    if program is None and not os.environ.get("CI"):
        pytest.skip("LibreOffice (soffice) is not installed")
    assert program is not None, "LibreOffice (soffice) must be installed where CI is set"
    return LibreOffice(program, tmp_path_factory.mktemp("libreoffice"))
