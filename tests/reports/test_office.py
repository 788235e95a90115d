"""Reports as .pdf and .odt: made by LibreOffice where it is installed, refused with the remedy where it is not."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from engine.files import office
from engine.reports.fingerprints import is_untouched, sealed
from tests.running import ROOT, run_here

needs_office = pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")


def report(folder: Path, *names: str) -> tuple[int, str]:
    outputs = [part for name in names for part in ("-o", str(folder / name))]
    done = run_here("report", "--no-record", *outputs, cwd=ROOT)
    return done.returncode, done.stderr


@needs_office
@pytest.mark.office
def test_a_report_as_pdf_and_odt(tmp_path: Path) -> None:
    assert report(tmp_path, "r.pdf", "r.odt") == (0, "")
    text = subprocess.run(["pdftotext", tmp_path / "r.pdf", "-"], capture_output=True, text=True, check=True).stdout
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text and "2.570 thành viên" in " ".join(text.split())
    with zipfile.ZipFile(tmp_path / "r.odt") as package:
        first = package.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert "2.570\N{NO-BREAK SPACE}thành viên" in package.read("content.xml").decode()
    assert report(tmp_path, "r.pdf", "r.odt") == (0, "")  # as the program wrote them: written again
    edited = {"r.pdf": edited_at_the_end, "r.odt": edited_inside}
    for name, edit in edited.items():
        edit(tmp_path / name)
        code, said = report(tmp_path, name)
        assert code == 2 and "đã được sửa" in said


def edited_at_the_end(file: Path) -> None:
    file.write_bytes(file.read_bytes() + b" ")


def edited_inside(file: Path) -> None:
    with zipfile.ZipFile(file) as package:
        parts = [(part, package.read(part)) for part in package.infolist()]
    with zipfile.ZipFile(file, "w") as package:
        for part, content in parts:
            package.writestr(
                part, content.replace("2.570\N{NO-BREAK SPACE}thành".encode(), "2.670\N{NO-BREAK SPACE}thành".encode())
            )


def test_without_libreoffice_the_remedy_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "_program", lambda: None)
    code, said = report(tmp_path, "r.docx", "r.pdf")
    assert code == 2 and "không ghi được tệp .pdf: máy này chưa cài LibreOffice" in said
    assert list(tmp_path.iterdir()) == []


def test_a_program_that_writes_nothing_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "_program", lambda: shutil.which("true"))
    code, said = report(tmp_path, "r.odt")
    assert code == 2 and "LibreOffice không ghi được tệp .odt" in said


@pytest.mark.parametrize("document", [b"%PDF-1.7\n1 0 obj\n%%EOF\n", b"text\n"])
def test_a_fingerprint_at_the_end_shows_every_change(document: bytes) -> None:
    told = sealed(document)
    assert told.startswith(document) and is_untouched(told)
    assert not any(
        is_untouched(told[:at] + b"#" + told[at + 1 :]) for at in range(len(told)) if told[at : at + 1] != b"#"
    )
