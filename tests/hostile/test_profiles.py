"""Profiles of forms that are too large, lead elsewhere, or hold what no profile holds: told, in time, and nothing is written."""

from __future__ import annotations

import os

import pytest

from tests.hostile.bench import Bench
from tests.running import ROOT

PROFILE = "facts/bieu-mau/mau.yaml"
HEAD = "biểu mẫu: Mẫu\ncột:\n  Mục: tên số liệu\n  Số: thực hiện\n"
ROWS = "dòng:\n  Tổng: htx.tong\n"
UNIT = ("--unit", "xã A", "--year", "2025", "--dry-run")


@pytest.fixture
def table(bench: Bench) -> Bench:
    (bench.root / "facts/bieu-mau").mkdir()
    bench.write("bang.csv", "Mục;Số\nTổng;25\n" + "".join(f"Số HTX {i};{i}\n" for i in range(20_000)))
    return bench


def test_twenty_thousand_taught_rows(table: Bench) -> None:
    table.write(PROFILE, HEAD + ROWS + "".join(f"  Số HTX {i}: bỏ qua\n" for i in range(20_000)))
    table.run("import", "bang.csv", *UNIT)


def test_twenty_thousand_sections_of_one_name(table: Bench) -> None:
    table.write(PROFILE, HEAD + ROWS + "".join(f"  M{i} / Số HTX 1: bỏ qua\n" for i in range(20_000)))
    table.run("import", "bang.csv", *UNIT)


def test_twenty_thousand_taught_columns(table: Bench) -> None:
    table.write(PROFILE, HEAD + "".join(f"  Cột {chr(65 + i % 26)}x{i}: bỏ qua\n" for i in range(20_000)) + ROWS)
    table.run("import", "bang.csv", *UNIT)


def test_too_many_profiles_are_told(table: Bench) -> None:
    for number in range(501):
        table.write(f"facts/bieu-mau/m{number}.yaml", HEAD)
    assert "facts/bieu-mau có hơn 500 biểu mẫu" in table.refused("import", "bang.csv", *UNIT)


def test_profiles_too_large_together_are_told(table: Bench) -> None:
    for number in range(3):
        table.write(f"facts/bieu-mau/m{number}.yaml", HEAD + f"# {'x' * 1_500_000}\n")
    assert "các biểu mẫu cộng lại lớn hơn 4 MB" in table.refused("import", "bang.csv", *UNIT)


@pytest.mark.parametrize(
    "text", ["", "[", "- a", "biểu mẫu: &a x\ncột: *a", "cột: {", "biểu mẫu: x\ncột: 7", "\x00", "a: " + "[" * 900]
)
def test_what_is_no_profile_is_told(table: Bench, text: str) -> None:
    table.write(PROFILE, text)
    assert "facts/bieu-mau/mau.yaml" in table.refused("import", "bang.csv", *UNIT)


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_profile_that_leads_elsewhere_is_not_read(table: Bench) -> None:
    (table.root / PROFILE).symlink_to(ROOT / "pyproject.toml")
    assert "CT008" in table.refused("import", "bang.csv", *UNIT)
