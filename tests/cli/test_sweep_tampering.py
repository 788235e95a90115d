"""Records of runs over many units that were changed, are of a later version, or stand beside those of one unit."""

from __future__ import annotations

import sqlite3
import zlib
from pathlib import Path

import pytest

from engine.history.anchors import receipt_anchor, result_anchor
from engine.history.receipt import Receipt, read_receipt
from tests.cli.conftest import Workspace
from tests.cli.sweeps import HISTORY, document, facts, run

HEAD_OF_TABLE = "đơn vị,năm,tính đến,a.x,b.y"


def table_of(year: int) -> list[str]:
    """Rows of two communes."""
    return [f"{unit},{year},31/12/{year},7,9" for unit in ("xã A", "xã B")]


def tampered(workspace: Workspace, statement: str, *values: object) -> str:
    with sqlite3.connect(workspace.root / HISTORY) as connection:
        connection.execute(statement, values)
    done = workspace.run("history", "--verify")
    assert done.returncode == 1
    return done.stdout


def test_a_changed_verdict_is_found(many: Workspace) -> None:
    run(many, "thang-1.csv")
    with sqlite3.connect(many.root / HISTORY) as connection:
        (name, packed) = connection.execute(
            "SELECT c.sha256, c.packed FROM contents c JOIN inputs i ON i.sha256 = c.sha256 WHERE i.name LIKE 'lượt/đơn vị%'"
        ).fetchone()
    forged = zlib.compress(zlib.decompress(packed).replace(b"NNN", b"MMM", 1))
    said = tampered(many, "UPDATE contents SET packed = ? WHERE sha256 = ?", forged, name)
    assert "đã bị sửa, không khớp mã băm" in said
    refused = many.run("history", "1")
    assert refused.returncode == 2 and "đã bị sửa" in refused.stderr


def test_a_changed_document_is_found(many: Workspace) -> None:
    run(many, "thang-1.csv")
    with sqlite3.connect(many.root / HISTORY) as connection:
        (packed,) = connection.execute("SELECT evaluation FROM records").fetchone()
    forged = zlib.compress(zlib.decompress(packed).replace(b'"met":4', b'"met":5'))
    said = tampered(many, "UPDATE records SET evaluation = ?", forged)
    assert "không khớp mã biên nhận" in said
    assert many.run("history", "1", "--unit", "xã A").returncode == 2


def test_a_changed_list_is_found(many: Workspace) -> None:
    run(many, "thang-1.csv")
    assert "nghị quyết, đơn vị hoặc năm ghi ở danh sách đã bị sửa" in tampered(
        many, "UPDATE records SET unit = '7 đơn vị'"
    )


@pytest.mark.parametrize("years", [(2023,), (2022, 2023)])
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ("unit = '7 đơn vị'", "nghị quyết, đơn vị hoặc năm ghi ở danh sách đã bị sửa"),
        ("year = 2021", "nghị quyết, đơn vị hoặc năm ghi ở danh sách đã bị sửa"),
        ("time = '2020-01-01T00:00:00Z'", "thời điểm, biên nhận hoặc mã băm đã bị sửa"),
    ],
)
def test_what_was_changed_in_the_list_is_not_shown_as_fact(
    many: Workspace, years: tuple[int, ...], changed: str, said: str
) -> None:
    rows = [line for year in years for line in table_of(year)]
    (many.root / "bang.csv").write_text("\n".join([HEAD_OF_TABLE, *rows]), "utf-8")
    run(many, "bang.csv")
    run(many, "thang-1.csv")
    tampered(many, f"UPDATE records SET {changed} WHERE number = 1")
    for command in (["history", "1"], ["history", "1", "--unit", "xã A", "--year", "2023"], ["diff", "1", "2"]):
        done = many.run(*command)
        assert (done.returncode, done.stdout) == (2, "")
        assert f"bản ghi số 1: {said}" in done.stderr
    assert f"! bản ghi số 1: {said}" in many.run("history").stdout
    first, second = document(many, "history", "history")["records"]
    assert first["changed"] == said and "changed" not in second


def test_a_changed_list_of_single_evaluations_is_not_shown_as_fact(many: Workspace) -> None:
    facts(many, {"xã A": ("7", "9")})
    assert many.run("evaluate", "--quiet").returncode == 0
    tampered(many, "UPDATE records SET unit = 'xã B'")
    done = many.run("history", "1")
    assert (done.returncode, done.stdout) == (2, "")
    assert "nghị quyết, đơn vị hoặc năm ghi ở danh sách đã bị sửa" in done.stderr
    assert "! bản ghi số 1: nghị quyết, đơn vị hoặc năm" in many.run("history").stdout


def test_a_record_of_a_later_version_is_listed_as_unread(many: Workspace) -> None:
    run(many, "thang-1.csv")
    with sqlite3.connect(many.root / HISTORY) as connection:
        (packed,) = connection.execute("SELECT evaluation FROM records").fetchone()
    later = zlib.compress(zlib.decompress(packed).replace(b"chitieu/sweep/1", b"chitieu/sweep/9"))
    with sqlite3.connect(many.root / HISTORY) as connection:
        connection.execute("UPDATE records SET evaluation = ?", (later,))
    (record,) = document(many, "history", "history")["records"]
    assert "chitieu/sweep/9" in record["unread"]
    assert many.run("history").returncode == 0


def test_records_of_one_unit_and_of_many_stand_side_by_side(many: Workspace, tmp_path: Path) -> None:
    facts(many, {"xã A": ("7", "9")})
    assert many.run("evaluate", "--quiet").returncode == 0
    run(many, "thang-1.csv")
    assert [r["unit"] for r in document(many, "history", "history")["records"]] == ["xã A", "6 đơn vị"]
    assert "Lịch sử nguyên vẹn: 2 bản ghi" in many.run("history", "--verify").stdout
    assert many.run("history", "1", "--receipt", "bn.json").returncode == 0
    mixed = many.run("diff", "1", "2")
    assert mixed.returncode == 2 and "bản ghi số 2 là một lượt nhiều đơn vị, «1» thì không" in mixed.stderr


def test_a_line_of_minutes_of_one_unit_is_found_beside_runs_over_many(many: Workspace) -> None:
    facts(many, {"xã A": ("7", "9")})
    assert many.run("evaluate", "--quiet", "--receipt", "bn.json").returncode == 0
    run(many, "thang-1.csv")
    receipt = read_receipt(many.root / "bn.json").receipt
    for anchor, code in ((result_anchor(receipt), 0), (receipt_anchor(receipt), 0), (record_line(many), 0)):
        done = many.run("verify", "--anchor", anchor if isinstance(anchor, str) else anchor.text)
        assert done.returncode == code, done.stderr
    absent = many.run("verify", "--anchor", result_anchor(other_receipt(many)).text)
    assert absent.returncode == 1 and "không có bản ghi" in absent.stdout


def record_line(workspace: Workspace) -> str:
    return workspace.run("history", "2", "--anchor").stdout.strip()


def other_receipt(workspace: Workspace) -> Receipt:
    assert workspace.run("history", "2", "--unit", "xã B", "--receipt", "khac.json").returncode == 0
    return read_receipt(workspace.root / "khac.json").receipt
