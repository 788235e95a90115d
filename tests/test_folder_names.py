"""Names of folders that every system accepts, one for each unit."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.files.folder_names import folder_name
from engine.language.text import fold
from engine.workspace.facts_index import FactsHead, entry_of
from engine.workspace.unit_folders import UnitFolders

FACTS = Path("facts")
UNITS = st.text("aàđĐ hH'’-.,/\\日\u0301\x00Yi", max_size=6) | st.sampled_from(
    ["CON", "com1", "Lpt9", "x" * 61, "x" * 62]
)


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("xã Tân Lập", "xa-tan-lap"),
        ("xã Ea H'Leo", "xa-ea-h-leo"),
        ("12/NQ-HĐND", "12-nq-hdnd"),
        ("../../etc/passwd", "etc-passwd"),
        ("Xã Đạ K'Nàng.", "xa-da-k-nang"),
        ("Nul", "don-vi-nul"),
        ("…", "don-vi"),
        ("a" * 59 + " b", "a" * 59),
    ],
)
def test_names_become_plain_letters_and_hyphens(name: str, folder: str) -> None:
    assert folder_name(name, "don-vi") == folder


@given(st.text())
def test_any_name_is_one_for_every_system(name: str) -> None:
    folder = folder_name(name, "don-vi")
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", folder) and len(folder) <= 60
    assert not re.fullmatch("con|prn|aux|nul|com[0-9]|lpt[0-9]", folder)


@given(st.lists(UNITS))
def test_two_units_never_share_a_folder(units: list[str]) -> None:
    folders = UnitFolders(FACTS, [], "1/NQ-HĐND")
    chosen = {fold(unit): folders.of(unit) for unit in units}
    assert len(set(chosen.values())) == len(chosen)
    again = UnitFolders(FACTS, [], "1/NQ-HĐND")
    assert {fold(unit): again.of(unit) for unit in units} == chosen


def test_a_unit_keeps_the_folder_of_its_facts_on_the_resolution() -> None:
    there = [
        entry_of(FACTS / "khac/2025.yaml", FactsHead("2/NQ-HĐND", "xã A", 2025)),
        entry_of(FACTS / "nq-1/a/2025.yaml", FactsHead("1/NQ-HĐND", "xã A", 2025)),
        entry_of(FACTS / "xa-b/2025.yaml", FactsHead("1/NQ-HĐND", "huyện B", 2025)),
    ]
    folders = UnitFolders(FACTS, there, "1/nq-hđnd")
    assert folders.of("Xã A") == FACTS / "nq-1/a"
    assert folders.of("huyện B") == FACTS / "xa-b"
    assert folders.of("xã B") == FACTS / "xa-b-2"
    assert UnitFolders(FACTS, there, "2/NQ-HĐND").of("xã A") == FACTS / "khac"
