"""Turns documents from one form into another with LibreOffice, where that is installed."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

_NAMES = ("soffice", "libreoffice")
_ON_WINDOWS = r"LibreOffice\program\soffice.exe"
_ON_MACOS = Path("/Applications/LibreOffice.app/Contents/MacOS/soffice")
_SECONDS = 120
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
</item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop>
<prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop>
<prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop>
<prop oor:name="ooInetNoProxy" oor:op="fuse"><value></value></prop>
</item>
</oor:items>
"""
"""What a document may not do: load pictures and parts from elsewhere, run macros. The proxy is one that nobody serves."""


class OfficeMissing(Exception):
    """LibreOffice is not installed, or did not write the file; the message is in Vietnamese, and has no remedy."""


def converted(document: bytes, form: str, to: str) -> bytes:
    """Returns the ``document`` of the ``form`` (docx, doc, odt …) as a file of the form ``to``. Raises OfficeMissing.

    The bytes differ from run to run: LibreOffice writes times and identifiers of its own. It runs with a profile of its
    own, so that an open window of the user is left alone; the document runs nothing and loads nothing.
    """
    program = _program()
    if program is None:
        raise OfficeMissing("máy này chưa cài LibreOffice")
    with tempfile.TemporaryDirectory(prefix="chitieu-") as folder:
        source, profile, made = Path(folder, f"van-ban.{form}"), Path(folder, "profile"), Path(folder, "ra")
        source.write_bytes(document)
        made.mkdir()
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, "utf-8")
        command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--convert-to"]
        try:
            _run([*command, to, "--outdir", str(made), str(source)])
        except (OSError, subprocess.TimeoutExpired):
            raise OfficeMissing("LibreOffice không chạy được") from None
        file = made / f"van-ban.{to}"
        if not file.is_file():
            raise OfficeMissing(f"LibreOffice không ghi được tệp .{to}")
        return file.read_bytes()


def _run(command: list[str]) -> None:
    """Runs LibreOffice, and ends all its processes when the time is over. Raises OSError, TimeoutExpired."""
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        try:
            process.wait(_SECONDS)
        except BaseException:
            _end(process)
            raise


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends a process and those that it started: the first one only waits for another."""
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


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
