"""Rows of a table of a database, as a record keeps them: read back as they were, and nothing else is read."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.bulk.kept_rows import KeptRows, RowsKeeper
from engine.bulk.reading import Line, Numbering, checked_headings
from engine.history import sweep_packing
from engine.importing.grid import UnreadableTable

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
HEADINGS = st.lists(st.text("abcđ ", min_size=1).filter(str.strip), min_size=1, max_size=3).map(checked_headings)


class Rows:
    remarks: tuple[str, ...] = ()
    numbering = Numbering.UNSEEN

    def __init__(self, headings: list[str], rows: list[list[str]], typed: frozenset[int]) -> None:
        self.name, self.headings, self.rows, self.typed = "bảng", headings, rows, typed

    def lines(self) -> Iterator[Line]:
        return (Line(number, cells, self.typed) for number, cells in enumerate(self.rows, 1))


def raw_of(keeper: RowsKeeper) -> bytes:
    return b"".join(zlib.decompress(piece.packed) for piece in keeper.kept().pieces)


@given(HEADINGS, st.lists(st.lists(TEXTS, min_size=1, max_size=3), max_size=5), st.frozensets(st.integers(0, 4)))
@example(["a", "b"], [["", '"],["'], ['\\"],["', "\n"], ["[", "]"], ["],[", '"']], frozenset())
def test_rows_are_read_back_as_they_were(headings: list[str], rows: list[list[str]], typed: frozenset[int]) -> None:
    keeper = RowsKeeper(Rows(headings, rows, typed), typed)
    for _ in range(2):  # a table may be read anew
        read = list(keeper.lines())
    kept = KeptRows("bảng", raw_of(keeper))
    assert kept.headings == headings and keeper.rows == len(rows)
    assert list(kept.lines()) == list(kept.lines()) == read == list(Rows(headings, rows, typed).lines())


def test_many_rows_are_kept_in_pieces_and_too_many_by_their_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = Rows(["a"], [[str(number)] for number in range(2_500)], frozenset())
    monkeypatch.setattr(sweep_packing, "_PIECE", 10_000)
    keeper = RowsKeeper(rows, frozenset())
    assert [line.cells for line in keeper.lines()] == rows.rows
    whole = keeper.kept()
    # 10 lines of 6 bytes, 90 of 7, 900 of 8, 1,500 of 9, and the two before them: 6 and 3
    assert whole.table.size == 60 + 630 + 7_200 + 13_500 + 6 + 3 and len(whole.pieces) == 3
    monkeypatch.setattr(sweep_packing, "SWEEP_TABLE_BYTES", 15_000)
    list(keeper.lines())
    hashed = keeper.kept()
    assert hashed.pieces == () and hashed.table.sha256 == whole.table.sha256


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\n",
        b'["a"]\n',
        b'["a"]\n[1]',  # a line that does not end is none
        b'{"a": 1}\n[]\n',
        b'["a", 1]\n[]\n',
        b'["a"]\n["0"]\n',
        b'["a"]\n[true]\n',
        b'["a"]\n[]\n["1"]\n[2]\n',
        b'["a"]\n[]\n["1"]\n\xff\n',
        b'["a"]\n[]\nnull\n',
        b'[""]\n[]\n',
        b"[" * 100_000 + b"\n[]\n",
        b'["a"]\n[]\n[' + b"9" * 5_000 + b"]\n",
    ],
)
def test_what_no_run_keeps_is_refused(raw: bytes) -> None:
    with pytest.raises(UnreadableTable):
        list(KeptRows("bảng", raw).lines())
