"""The Word report as a word processor lays it out: pages, the numbers on them, and nothing lost."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from engine.reports.official.model import Item, OfficialReport
from tests.reports.official_cases import ROOT, report_of, review_docx, seed_report
from tests.spreadsheet_programs import LibreOffice

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(shutil.which("pdftotext") is None and "CI" not in os.environ, reason="needs poppler-utils"),
]


def pages(report: OfficialReport, folder: Path, libre_office: LibreOffice) -> list[str]:
    """The text of every page, its layout kept."""
    (folder / "bao-cao.docx").write_bytes(review_docx(report))
    pdf = libre_office.converted(folder / "bao-cao.docx", "pdf", folder)
    shown = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True)
    return shown.stdout.decode("utf-8").removesuffix("\f").split("\f")


@pytest.fixture(scope="module")
def seed_pages(tmp_path_factory: pytest.TempPathFactory, libre_office: LibreOffice) -> list[str]:
    return pages(seed_report(), tmp_path_factory.mktemp("seed"), libre_office)


def _first_line(page: str) -> str:
    return next(line.strip() for line in page.splitlines() if line.strip())


def test_page_numbers_stand_on_every_page_but_the_first_of_report_and_annexes(seed_pages: list[str]) -> None:
    """Nghị định 30/2020/NĐ-CP, Phụ lục I: the pages of each annex are numbered for themselves."""
    shown = list(map(_first_line, seed_pages))
    starts = [at for at, line in enumerate(shown) if not line.isdigit()]
    assert len(starts) == 3 and "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in shown[0]
    for start, end in zip(starts, [*starts[1:], len(shown)], strict=True):
        assert shown[start + 1 : end] == [str(number) for number in range(2, end - start + 1)]


def test_the_report_has_a_sensible_length_and_no_empty_page(seed_pages: list[str]) -> None:
    """The seed's own text is about ten pages; ours with two annexes stays below thirty."""
    assert 10 <= len(seed_pages) <= 30
    assert all(len(page.split()) > 5 for page in seed_pages)


def test_each_annex_begins_a_page(seed_pages: list[str]) -> None:
    for label in ("Phụ lục I", "Phụ lục II"):
        (page,) = [page for page in seed_pages if re.search(rf"^ *{label} *$", page, re.MULTILINE)]
        assert _first_line(page) == label


def test_heads_of_tables_stand_on_every_page_of_the_annex(seed_pages: list[str]) -> None:
    begin = next(i for i, page in enumerate(seed_pages) if re.search(r"^ *Phụ lục I *$", page, re.MULTILINE))
    end = next(i for i, page in enumerate(seed_pages) if re.search(r"^ *Phụ lục II *$", page, re.MULTILINE))
    assert end - begin >= 2
    for page in seed_pages[begin:end]:
        assert re.search(r"TT +Chỉ tiêu, nội dung", page)


def test_signature_and_recipients_are_on_one_page_with_the_closing_sentence(seed_pages: list[str]) -> None:
    (page,) = [page for page in seed_pages if "Đinh Công Phú" in page]
    assert "Nơi nhận:" in page and "Lưu: VT, NC (Lan)." in page
    assert "Trên đây là Báo cáo" in page


def _letters(text: str) -> str:
    return "".join(text.split())


def test_every_sentence_reaches_the_page(tmp_path: Path, libre_office: LibreOffice) -> None:
    """Text compared without spaces and page numbers, as lines break where the page wants."""
    report = report_of(ROOT / "examples/quoc-hoi-2019")
    shown = _letters("".join(page.split("\n", 1)[-1] for page in pages(report, tmp_path, libre_office)))
    items = [block.text for block in report.body if isinstance(block, Item)]
    assert len(items) > 20
    assert sum(_letters(text) in shown for text in items) >= len(items) - 3  # a sentence may run over a page's end
