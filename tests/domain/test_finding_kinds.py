"""The list of the kinds of finding: what each kind says of itself suffices for the rest of the program."""

from __future__ import annotations

import pytest

from engine.domain.finding_kinds import KINDS_BY_KEY, REPORT_ORDER, TABLE_ORDER, FindingKind
from engine.language.parser import parse_condition
from engine.language.syntax import Comparison, Presence, Quantity
from engine.language.text import spoken
from engine.rulebook.documents import RuleFile


@pytest.mark.parametrize("kind", FindingKind)
def test_a_condition_asks_for_every_kind_by_its_key(kind: FindingKind) -> None:
    asked = parse_condition(f"không có {kind.key.upper()} A-1")
    assert isinstance(asked, Presence)
    assert (asked.kind, asked.id, asked.present) == (kind, "A-1", False)


@pytest.mark.parametrize("kind", FindingKind)
def test_behind_a_number_the_word_of_a_kind_is_what_is_counted(kind: FindingKind) -> None:
    read = parse_condition(f"x.a từ 100 {kind.key} trở lên")
    assert isinstance(read, Comparison) and isinstance(read.bound, Quantity)
    assert (read.bound.value, read.bound.unit) == (100, kind.key)


@pytest.mark.parametrize("kind", FindingKind)
def test_rule_files_have_a_section_for_every_kind(kind: FindingKind) -> None:
    field = RuleFile.model_fields[kind.value]
    assert (field.alias, field.description) == (kind.key, kind.spec.description)


def test_keys_are_unique_and_spelt_as_the_language_reads_them() -> None:
    assert len(KINDS_BY_KEY) == len(FindingKind)
    assert all(key == spoken(key) for key in KINDS_BY_KEY)


def test_every_kind_has_a_place_of_its_own_in_the_report() -> None:
    assert [kind.spec.report.order for kind in REPORT_ORDER] == list(range(1, len(FindingKind) + 1))
    sections = [kind.spec.report.section for kind in REPORT_ORDER]
    assert sections == sorted(sections, key=sections.index), "the kinds of a section follow each other"


def test_tables_begin_with_what_falls_short_and_why() -> None:
    assert TABLE_ORDER[:2] == (FindingKind.LIMITATION, FindingKind.CAUSE)
    assert set(TABLE_ORDER) == set(FindingKind)


def test_the_chain_leads_from_a_limitation_to_a_solution() -> None:
    cause = FindingKind.LIMITATION.spec.answered_by
    assert cause is FindingKind.CAUSE
    assert cause.spec.answered_by is FindingKind.SOLUTION
    assert FindingKind.SOLUTION.spec.answered_by is None
