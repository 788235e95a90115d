"""Turns documents from one form into another with LibreOffice, where that is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

_NAMES = ("soffice", "libreoffice")
_ON_WINDOWS = r"LibreOffice\program\soffice.exe"
_ON_MACOS = Path("/Applications/LibreOffice.app/Contents/MacOS/soffice")
_SECONDS = 120


class OfficeMissing(Exception):
    """LibreOffice is not installed, or did not write the file; the message is in Vietnamese, and has no remedy."""


def converted(document: bytes, form: str, to: str) -> bytes:
    """Returns the ``document`` of the ``form`` (docx, doc, odt …) as a file of the form ``to``. Raises OfficeMissing.

    The bytes differ from run to run: LibreOffice writes times and identifiers of its own. It runs with a profile of its
    own, so that an open window of the user is left alone, and macros stay off.
    """
    program = _program()
    if program is None:
        raise OfficeMissing("máy này chưa cài LibreOffice")
    with tempfile.TemporaryDirectory(prefix="chitieu-") as folder:
        source, profile, made = Path(folder, f"van-ban.{form}"), Path(folder, "profile"), Path(folder, "ra")
        source.write_bytes(document)
        made.mkdir()
        command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--convert-to"]
        try:
            subprocess.run(
                [*command, to, "--outdir", str(made), str(source)],
                check=False, capture_output=True, stdin=subprocess.DEVNULL, timeout=_SECONDS,
            )  # fmt: skip
        except (OSError, subprocess.TimeoutExpired):
            raise OfficeMissing("LibreOffice không chạy được") from None
        file = made / f"van-ban.{to}"
        if not file.is_file():
            raise OfficeMissing(f"LibreOffice không ghi được tệp .{to}")
        return file.read_bytes()


def _program() -> str | None:
    """The path of LibreOffice; on Windows it is not on the path of commands."""
    places = [shutil.which(name) for name in _NAMES]
    places += [
        str(Path(root, _ON_WINDOWS))
        for root in (os.environ.get("PROGRAMFILES"), os.environ.get("PROGRAMFILES(X86)"))
        if root
    ]
    places.append(str(_ON_MACOS))
    return next((place for place in places if place and Path(place).is_file()), None)
