"""`evaluate -o tong-hop.html`: a sign for every unit and criterion, which leads to its proof; no code, no network."""

from __future__ import annotations

from pathlib import Path

import lxml.html
import pytest

from cli import overview_files
from tests.cli.test_report_all import province
from tests.reports.html_pages import select
from tests.running import run_here


def page(root: Path, *more: str) -> lxml.html.HtmlElement:
    run_here("evaluate", "--all", "-o", "th.html", "--no-record", "--quiet", *more, cwd=root)
    return lxml.html.document_fromstring((root / "th.html").read_bytes())


def test_every_cell_leads_to_its_proof(tmp_path: Path) -> None:
    province(tmp_path, {"xã A": "25 HTX", "xã B": "12 HTX", "xã Lỗi": "abc"})
    tree = page(tmp_path)
    table = [[cell.text_content() for cell in row] for row in select(tree, ".heat tbody tr")]
    assert table == [["1", "xã A", "✓1.1: đạt", "01/1"], ["2", "xã B", "✗1.1: chưa đạt", "00/1"]]
    proofs = [tree.get_element_by_id(link.get("href")[1:]).text_content() for link in select(tree, ".heat td a")]
    assert "25 HTX" in proofs[0] and "12 HTX" in proofs[1] and "facts/dv-2/2023.yaml:" in proofs[1]
    assert "xã Lỗi, năm 2023" in tree.text_content() and "CT204" in tree.text_content()


def test_texts_are_text_and_nothing_is_loaded(tmp_path: Path) -> None:
    province(tmp_path, {"xã <script>alert(1)</script>": "25 HTX", "xã B": "12 HTX"})
    tree = page(tmp_path)
    assert select(tree, "script, link, img, iframe") == []
    policy = next(meta.get("content") for meta in select(tree, "meta") if meta.get("http-equiv"))
    assert policy.startswith("default-src 'none'; style-src 'sha256-") and "script-src" not in policy
    assert any("<script>" in cell.text_content() for cell in select(tree, ".heat tbody th"))


def test_the_page_is_the_same_with_any_number_of_processes(tmp_path: Path) -> None:
    province(tmp_path, {f"xã {letter}": f"{place + 15} HTX" for place, letter in enumerate("ABCDEF")})
    page(tmp_path, "--jobs", "1")
    alone = (tmp_path / "th.html").read_bytes()
    page(tmp_path, "--jobs", "2")
    assert (tmp_path / "th.html").read_bytes() == alone


def test_too_many_units_are_refused_before_one_is_evaluated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    province(tmp_path, {"xã A": "25 HTX", "xã B": "12 HTX"})
    monkeypatch.setitem(overview_files._MOST, "html", 1)
    done = run_here("evaluate", "-o", "th.html", cwd=tmp_path)
    assert done.returncode == 2 and "tổng hợp nhiều nhất 1 đơn vị" in done.stderr
    assert not (tmp_path / "th.html").exists() and not (tmp_path / ".chitieu").exists()


def test_a_workbook_of_too_many_rows_is_refused_before_one_is_evaluated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    province(tmp_path, {"xã A": "25 HTX", "xã B": "12 HTX"})
    monkeypatch.setattr(overview_files, "OVERVIEW_ROWS", 1)
    done = run_here("evaluate", "-o", "th.xlsx", cwd=tmp_path)
    assert done.returncode == 2 and "nhiều nhất 1 dòng" in done.stderr and "ở đây là 2" in done.stderr
    assert not (tmp_path / "th.xlsx").exists() and not (tmp_path / ".chitieu").exists()
