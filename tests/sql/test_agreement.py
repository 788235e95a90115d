"""Whatever rulebook staff write: what SQL concludes of a unit is what the rules engine concludes of it."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.sql import statement
from tests.inference.test_engines_agree import examples
from tests.period_rulebooks import period_rulebooks
from tests.special_rulebooks import (
    Example,
    chained_rulebooks,
    dated_rulebooks,
    paced_rulebooks,
    reconciled_rulebooks,
    small_rulebooks,
    standing_rulebooks,
    value_rulebooks,
)
from tests.sql.databases import Connected
from tests.sql.table_agreement import assert_database_agrees

chances = st.integers(0, 2**32).map(Random)
EVERY_KIND = st.one_of(
    small_rulebooks(), period_rulebooks(), dated_rulebooks(), paced_rulebooks(), reconciled_rulebooks(),
    standing_rulebooks(), value_rulebooks(), chained_rulebooks(),
)  # fmt: skip


def test_some_rulebooks(database: Connected) -> None:
    @examples(8)
    @given(EVERY_KIND, chances)
    def agree(example: Example, chance: Random) -> None:
        assert_database_agrees(*example, chance, database)

    agree()


@pytest.mark.slow
def test_a_program_too_wide_for_one_chain_of_steps(database: Connected, monkeypatch: pytest.MonkeyPatch) -> None:
    chains = []

    @examples(40)
    @given(EVERY_KIND, chances, st.integers(8, 30))
    def agree(example: Example, chance: Random, columns: int) -> None:
        monkeypatch.setattr(statement, "MOST_COLUMNS", columns)
        assert_database_agrees(*example, chance, database)

    writing = statement.StatementWriter._final

    def noted(self: statement.StatementWriter, said: list[Any], written: list[statement.Chain]) -> list[str]:
        chains.append(len(written))
        return writing(self, said, written)

    monkeypatch.setattr(statement.StatementWriter, "_final", noted)
    agree()
    assert max(chains) > 2


@pytest.mark.slow
def test_every_kind_of_rulebook(database: Connected) -> None:
    @examples(60)
    @given(EVERY_KIND, chances)
    def agree(example: Example, chance: Random) -> None:
        assert_database_agrees(*example, chance, database)

    agree()
