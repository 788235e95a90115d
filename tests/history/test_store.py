"""The history: equal runs once, nothing lost or corrupted by other runs, crashes and full disks, and no change unnoticed."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.files.json_form import plain
from engine.history import database, store
from engine.history.chain import flaws as flaws_of
from engine.history.database import FOLDER, GENESIS, HistoryError
from engine.history.receipt import Receipt
from engine.history.rows import Record
from engine.history.store import History, pack
from tests.history.recorded import ROOT, receipt, small

WHEN = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)


def add(root: Path, *numbers: int) -> list[Record]:
    with History(root) as history:
        return history.add([pack(small(number)) for number in numbers], WHEN)


def flaws(root: Path, expected: str | None = None) -> list[tuple[int, str]]:
    with History(root) as history:
        return [(flaw.number, flaw.text) for flaw in flaws_of(history, expected)]


def sql(root: Path, statement: str, *values: object) -> None:
    connection = sqlite3.connect(History(root).path)
    with connection:
        connection.execute(statement, values)
    connection.close()


def test_what_is_recorded_comes_back_whole(tmp_path: Path) -> None:
    with History(tmp_path) as history:
        history.add([pack(receipt())], WHEN)
        assert plain(history.receipt(1)) == plain(receipt())
        assert list(history.receipt(1).evaluation) == list(receipt().evaluation)  # the order too
        assert not list(flaws_of(history))


def test_equal_runs_are_recorded_once_and_counted(tmp_path: Path) -> None:
    add(tmp_path, 1, 2, 1)
    later = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)
    with History(tmp_path) as history:
        history.add([pack(small(1))], later)
        found = [(r.number, r.times, r.time == r.last_time) for r in history.records()]
    assert found == [(1, 3, False), (2, 1, True)]
    assert flaws(tmp_path) == []


def test_records_are_chained_from_a_known_beginning(tmp_path: Path) -> None:
    first, second = add(tmp_path, 1, 2)
    assert (first.previous, second.previous) == (GENESIS, first.sha256)


def test_contents_are_kept_once(tmp_path: Path) -> None:
    add(tmp_path, 1, 2, 3)
    (count,) = sqlite3.connect(History(tmp_path).path).execute("SELECT count(*) FROM contents").fetchone()
    assert count == 4  # one rule file, three facts files


# ------------------------------------------------------------ records of other versions


def of_another_version(number: int) -> Receipt:
    """A receipt whose result lacks a field that today's have, as an earlier version left it out."""
    other = small(number)
    del other.evaluation["findings"]
    return other


def test_a_result_of_another_version_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    with History(tmp_path) as history:
        history.add([pack(one) for one in (small(1), of_another_version(2), small(3))], WHEN)
        runs = list(map(history.run, history.records()))
        found = list(flaws_of(history))
    assert [run.result is not None for run in runs] == [True, False, True]
    assert "bản ghi số 2" in (runs[1].unread or "") and "findings" in (runs[1].unread or "")
    assert [(flaw.number, flaw.only_unread) for flaw in found] == [(2, True)] and "mã băm khớp" in found[0].text


def test_an_older_result_is_listed_with_its_counts(tmp_path: Path) -> None:
    assert "period_open" not in small(1).evaluation["summary"]["criteria"]  # which results of then did not count
    add(tmp_path, 1)
    with History(tmp_path) as history:
        (run,) = map(history.run, history.records())
    assert run.result is not None
    assert (run.result.summary.criteria.total, run.result.summary.criteria.period_open) == (1, 0)


def test_a_forged_result_of_another_version_does_not_pass_as_one(tmp_path: Path) -> None:
    with History(tmp_path) as history:
        history.add([pack(of_another_version(1))], WHEN)
    forged = of_another_version(1).evaluation | {"unit": "xã B"}
    sql(tmp_path, "UPDATE records SET evaluation = ?", zlib.compress(json.dumps(forged).encode()))
    with History(tmp_path) as history:
        (found,) = flaws_of(history)
    assert not found.only_unread and "đã bị sửa" in found.text


# ------------------------------------------------------------ changed or removed records


def _spoiled(column: str, old: object) -> object:
    """Another value of the same type."""
    if isinstance(old, bytes):
        raw = zlib.decompress(old)
        return zlib.compress(raw.replace(b"1", b"2", 1) if b"1" in raw else raw + b" ")
    if isinstance(old, int):
        return old + 1
    return f"{'0' if str(old)[:1] != '0' else '1'}{str(old)[1:]}"


_OUTSIDE_THE_CHAIN = ("last_time", "times")


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_changed_value_is_noticed(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    root = tmp_path_factory.mktemp("history")
    add(root, 1, 2, 3)
    connection = sqlite3.connect(History(root).path)
    table = data.draw(st.sampled_from(["contents", "records", "inputs", "head"]))
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})") if row[1] not in _OUTSIDE_THE_CHAIN]
    column = data.draw(st.sampled_from(columns))
    (rowid,) = data.draw(st.sampled_from(connection.execute(f"SELECT rowid FROM {table}").fetchall()))
    (old,) = connection.execute(f"SELECT {column} FROM {table} WHERE rowid = ?", (rowid,)).fetchone()
    try:
        with connection:
            connection.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (_spoiled(column, old), rowid))
    except sqlite3.IntegrityError:  # the number of another record
        return
    finally:
        connection.close()
    assert flaws(root)


def test_a_foreign_schema_is_refused_every_time(tmp_path: Path) -> None:
    add(tmp_path, 1)
    sql(tmp_path, "CREATE TRIGGER t BEFORE INSERT ON records BEGIN DELETE FROM records; END")
    with History(tmp_path) as history:
        for _ in range(2):
            with pytest.raises(HistoryError, match="không phải lịch sử"):
                history.records()


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_removed_record_is_noticed(tmp_path: Path, number: int) -> None:
    add(tmp_path, 1, 2, 3)
    sql(tmp_path, "DELETE FROM records WHERE number = ?", number)
    assert flaws(tmp_path)


def test_records_cut_off_at_the_end_are_noticed_though_the_head_was_mended(tmp_path: Path) -> None:
    add(tmp_path, 1, 2, 3)
    sql(tmp_path, "DELETE FROM records WHERE number = 3")
    sql(tmp_path, "UPDATE head SET records = 2, sha256 = (SELECT sha256 FROM records WHERE number = 2)")
    sql(tmp_path, "DELETE FROM inputs WHERE record = 3")
    sql(tmp_path, "DELETE FROM contents WHERE sha256 NOT IN (SELECT sha256 FROM inputs)")
    assert flaws(tmp_path) == [(0, "lịch sử đã ghi 3 bản ghi, nay còn 2")]


def test_a_history_made_anew_does_not_hold_the_hash_that_was_noted(tmp_path: Path) -> None:
    noted = add(tmp_path, 1, 2)[-1].sha256
    assert flaws(tmp_path, noted) == []
    assert flaws(tmp_path, noted[:12].upper()) == []
    History(tmp_path).path.unlink()
    add(tmp_path, 1, 3)
    assert flaws(tmp_path) == []  # a chain by itself shows no forgery of the whole
    assert [number for number, _ in flaws(tmp_path, noted)] == [0]


def test_a_swapped_record_is_noticed(tmp_path: Path) -> None:
    """Record 2 forged with a right hash of its own: the next no longer follows it."""
    _, second, _ = add(tmp_path, 1, 2, 3)
    forged = pack(small(9))
    own = store.record_hash(2, second.time, forged.receipt, second.previous)
    sql(
        tmp_path,
        "UPDATE records SET receipt = ?, sha256 = ?, evaluation = ?, folder = ?, versions = ? WHERE number = 2",
        *(forged.receipt, own, forged.evaluation, forged.folder, forged.versions),
    )
    sql(tmp_path, "INSERT INTO contents VALUES (?, ?)", forged.inputs[1].sha256, zlib.compress(forged.inputs[1].raw))
    sql(tmp_path, "UPDATE inputs SET sha256 = ? WHERE record = 2 AND place = 1", forged.inputs[1].sha256)
    sql(tmp_path, "DELETE FROM contents WHERE sha256 NOT IN (SELECT sha256 FROM inputs)")
    assert flaws(tmp_path) == [(3, "không nối tiếp bản ghi trước: bản ghi trước đã bị thay")]


# ------------------------------------------------------------ other runs, crashes

_WRITER = """
import sys
from datetime import datetime
from pathlib import Path
from engine.history.store import History, pack
from tests.history.recorded import small
root, first, last = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
for number in range(first, last):
    with History(root) as history:
        history.add([pack(small(number)), pack(small(number + 1_000_000))], datetime.now())
    print(number, flush=True)
"""


def writer(root: Path, first: int, last: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(root), str(first), str(last)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.slow
def test_runs_at_once_do_not_corrupt_the_history(tmp_path: Path) -> None:
    # Every number of 0…19 and 10…29 twice over: 30 different pairs, however the runs interleave.
    runs = [writer(tmp_path, first, first + 20) for first in (0, 10, 0, 10)]
    assert [run.wait(timeout=120) for run in runs] == [0, 0, 0, 0]
    with History(tmp_path) as history:
        records = history.records()
    assert len(records) == 60
    assert sum(record.times for record in records) == 4 * 20 * 2
    assert flaws(tmp_path) == []


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is of POSIX")
@pytest.mark.parametrize("after", [1, 3, 8])
def test_a_killed_run_loses_nothing_that_was_recorded(tmp_path: Path, after: int) -> None:
    run = writer(tmp_path, 0, 10_000)
    assert run.stdout is not None
    seen = [int(run.stdout.readline()) for _ in range(after)][-1]
    run.send_signal(signal.SIGKILL)
    run.wait(timeout=60)
    with History(tmp_path) as history:
        kept = {record.receipt for record in history.records()}
    assert {small(number).sha256 for number in range(seen + 1)} <= kept
    assert len(kept) % 2 == 0  # both of a batch or none
    assert flaws(tmp_path) == []
    add(tmp_path, 99_999)  # and it goes on
    assert flaws(tmp_path) == []


def test_an_error_in_the_middle_of_a_batch_writes_nothing(tmp_path: Path) -> None:
    add(tmp_path, 1)
    with History(tmp_path) as history:
        broken = pack(small(3))._replace(year="?")  # type: ignore[arg-type]
        with pytest.raises(ZeroDivisionError):
            history.add((one if one is not broken else 1 / 0 for one in (pack(small(2)), broken)), WHEN)  # type: ignore[misc]
    with History(tmp_path) as history:
        assert len(history.records()) == 1
    assert flaws(tmp_path) == []


# ------------------------------------------------------------ files that cannot be used


def test_a_locked_history_is_said_after_a_while(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add(tmp_path, 1)
    monkeypatch.setattr(database, "PATIENCE", 0.2)
    other = sqlite3.connect(History(tmp_path).path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(HistoryError, match="một lần chạy khác đang ghi"):
        add(tmp_path, 2)
    other.execute("ROLLBACK")
    add(tmp_path, 2)
    assert flaws(tmp_path) == []


def _garbage(root: Path) -> None:
    (root / FOLDER).mkdir()
    (root / FOLDER / "history.sqlite").write_bytes(b"not a database, but long enough to be read as one" * 100)


def _other_database(root: Path) -> None:
    (root / FOLDER).mkdir()
    sql(root, "CREATE TABLE records (x)")


def _trigger(root: Path) -> None:
    add(root, 1)
    sql(root, "CREATE TRIGGER t AFTER INSERT ON records BEGIN DELETE FROM head; END")


def _folder_in_place_of_the_file(root: Path) -> None:
    (root / FOLDER / "history.sqlite").mkdir(parents=True)


def _file_in_place_of_the_folder(root: Path) -> None:
    (root / FOLDER).write_text("")


def _link_to_another_file(root: Path) -> None:
    (root / FOLDER).mkdir()
    (root / "elsewhere").write_text("")
    (root / FOLDER / "history.sqlite").symlink_to(root / "elsewhere")


def _link_to_another_folder(root: Path) -> None:
    (root / "elsewhere").mkdir()
    (root / FOLDER).symlink_to(root / "elsewhere")


def _journal_that_is_a_link(root: Path) -> None:
    add(root, 1)
    (root / "elsewhere").write_text("precious")
    (root / FOLDER / "history.sqlite-journal").symlink_to(root / "elsewhere")


def _trigger_named_almost_like_those_of_sqlite(root: Path) -> None:
    add(root, 1, 2, 3)
    sql(root, "CREATE TRIGGER sqliteXtrig BEFORE INSERT ON records BEGIN DELETE FROM records; DELETE FROM inputs; END")


def _view(root: Path) -> None:
    add(root, 1)
    sql(root, "CREATE VIEW sqliteXview AS SELECT * FROM records")


def _index(root: Path) -> None:
    add(root, 1)
    sql(root, "CREATE INDEX more ON records (unit)")


def _table_without_its_index(root: Path) -> None:
    add(root, 1)
    _schema(root, "DELETE FROM sqlite_master WHERE name = 'sqlite_autoindex_contents_1'")


def _name_that_is_no_text(root: Path) -> None:
    add(root, 1)
    _schema(root, "UPDATE sqlite_master SET name = CAST(x'73EF' AS TEXT) WHERE name = 'sqlite_autoindex_records_1'")


def _schema(root: Path, statement: str) -> None:
    with contextlib.closing(sqlite3.connect(root / FOLDER / "history.sqlite", isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(statement)


def _empty_file(root: Path) -> None:
    (root / FOLDER).mkdir()
    (root / FOLDER / "history.sqlite").write_bytes(b"")


def _dangling_link(root: Path) -> None:
    (root / FOLDER).mkdir()
    (root / FOLDER / "history.sqlite").symlink_to(root / "nowhere")


def _beside(name: str, make: Callable[[Path], object]) -> Callable[[Path], None]:
    def spoil(root: Path) -> None:
        add(root, 1)
        make(root / FOLDER / f"history.sqlite{name}")

    return spoil


_ODD_FILES_BESIDE = {
    f"{what} as {name}": _beside(name, make)
    for name in ("-journal", "-wal", "-shm")
    for what, make in (("pipe", lambda path: os.mkfifo(path)), ("folder", Path.mkdir))
}


def _pipe_in_place_of_the_file(root: Path) -> None:
    (root / FOLDER).mkdir()
    os.mkfifo(root / FOLDER / "history.sqlite")


def _truncated(root: Path) -> None:
    add(root, *range(1, 60))
    path = root / FOLDER / "history.sqlite"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (_garbage, "không phải tệp lịch sử"),
        (_other_database, "không phải lịch sử"),
        (_trigger, "không phải lịch sử"),
        (_trigger_named_almost_like_those_of_sqlite, "không phải lịch sử"),
        (_view, "không phải lịch sử"),
        (_index, "không phải lịch sử"),
        (_table_without_its_index, "lịch sử|hỏng"),
        (_name_that_is_no_text, "lịch sử|hỏng"),
        (_empty_file, "tệp rỗng"),
        (_dangling_link, "symlink"),
        (_folder_in_place_of_the_file, "không phải tệp thường"),
        (_pipe_in_place_of_the_file, "không phải tệp thường"),
        *((spoil, "không phải tệp thường") for spoil in _ODD_FILES_BESIDE.values()),
        (_file_in_place_of_the_folder, "không mở được"),
        (_link_to_another_file, "symlink"),
        (_link_to_another_folder, "symlink"),
        (_journal_that_is_a_link, "symlink"),
        (_truncated, "hỏng"),
    ],
)
def test_a_history_that_cannot_be_trusted_is_left_alone(tmp_path: Path, spoil: object, reason: str) -> None:
    spoil(tmp_path)  # type: ignore[operator]
    before = sorted((p.relative_to(tmp_path), p.read_bytes() if p.is_file() else b"") for p in tmp_path.rglob("*"))
    with pytest.raises(HistoryError, match=reason):
        add(tmp_path, *range(100, 160))
    after = sorted((p.relative_to(tmp_path), p.read_bytes() if p.is_file() else b"") for p in tmp_path.rglob("*"))
    assert before == after
    with pytest.raises(HistoryError, match=reason):
        History(tmp_path).records()


def test_a_packed_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add(tmp_path, 1)
    monkeypatch.setattr(database, "MAX_UNPACKED", 100_000)
    sql(tmp_path, "UPDATE records SET evaluation = ?", zlib.compress(b"[" + b"0," * 5_000_000 + b"0]"))
    with History(tmp_path) as history:
        run = history.run(history.records()[0])
    assert run.result is None and "quá lớn" in (run.unread or "")
    assert flaws(tmp_path)


_HOSTILE_ROWS = {
    "endless count": "UPDATE records SET times = 9223372036854775807",
    "no head": "DELETE FROM head",
    "two heads": "INSERT INTO head SELECT * FROM head",
    "head of text": "UPDATE head SET records = 'abc'",
    "NaN": """UPDATE records SET versions = '{"chitieu":NaN,"python":"3"}'""",
    "nested": f"UPDATE records SET versions = '{'[' * 100_000}'",
    "surrogate": """UPDATE records SET versions = '{"chitieu":"\\ud800","python":"3"}'""",
    "bytes as folder": "UPDATE records SET folder = x'ff'",
    "bytes as name": "UPDATE inputs SET name = x'ff'",
    "other role": "UPDATE inputs SET role = 'x'",
    "no UTF-8": "UPDATE records SET unit = CAST(x'ff41' AS TEXT)",
    "orphan": "INSERT INTO inputs VALUES (9, 0, 'rules', 'x', 'x')",
    "no kind of evaluation": f"UPDATE records SET evaluation = x'{zlib.compress(b'[]').hex()}'",
    "evaluation of text": "UPDATE records SET evaluation = 'x'",
}


@pytest.mark.parametrize("name", _HOSTILE_ROWS)
def test_rows_that_somebody_made_up_are_damage_and_no_crash(tmp_path: Path, name: str) -> None:
    add(tmp_path, 1)
    sql(tmp_path, _HOSTILE_ROWS[name])
    if name != "endless count":  # how often an equal run was made is outside the chain
        assert flaws(tmp_path)
    with History(tmp_path) as history:
        for use in (history.records, lambda: history.receipt(1), lambda: list(map(history.run, history.records()))):
            with contextlib.suppress(HistoryError):
                use()  # type: ignore[operator]
    with contextlib.suppress(HistoryError):
        add(tmp_path, 1, 2)


def test_values_of_other_types_are_damage_and_no_crash(tmp_path: Path) -> None:
    add(tmp_path, 1)
    sql(tmp_path, "UPDATE records SET time = x'00ff'")
    with History(tmp_path) as history, pytest.raises(HistoryError, match="sai kiểu"):
        history.records()


def test_reading_makes_no_history(tmp_path: Path) -> None:
    with History(tmp_path) as history:
        assert history.records() == []
    assert list(tmp_path.iterdir()) == []


def test_a_draft_keeps_the_document_as_it_was(tmp_path: Path) -> None:
    assert json.loads(zlib.decompress(pack(receipt()).evaluation)) == receipt().evaluation
