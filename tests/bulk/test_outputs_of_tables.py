"""Screens and files over a table: made in columns, and the very output of the rules engine."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytest.importorskip("numpy", reason="columns need numpy (chitieu[bulk])")

from engine.bulk.inferring import Inferred
from engine.bulk.lines import LineWriter, UnitLines
from engine.many_units.in_columns import ColumnStream
from tests.bulk import invented
from tests.bulk.invented import as_csv, wide
from tests.running import Done, run_here

pytestmark = pytest.mark.slow

_ENGINE = re.compile("động cơ [^\n]*")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Communes with plain numbers, more than a screen shows; one has an interval, one a part above its whole."""
    units = {f"xã {n}": ("1000", str(n), "1200", "1200", f"{40 + n / 10}", "12,5", "có") for n in range(80)}
    units["xã 5"] = ("1000", "từ 3 đến 30", "1200", "1200", "40", "12,5", "có")
    units["xã 6"] = ("10", "11", "1200", "1200", "40", "12,5", "có")
    root = invented.workspace(tmp_path)
    table = wide({unit: tuple(cell.replace(".", ",") for cell in cells) for unit, cells in units.items()})
    for row in table[1:40]:
        row[2] = "30/06/2023"  # long before the end of the year: doubted
    as_csv(root / "bang.csv", table)
    return root


def evaluate(root: Path, engine: str, *arguments: str) -> Done:
    return run_here("evaluate", "--data", "bang.csv", "--engine", engine, *arguments, cwd=root)


@pytest.mark.parametrize(
    "options", [[], ["-o", "ra.csv"], ["-o", "ra.csv", "--quiet"], ["-o", "ra.csv", "--vietnamese-heads"]]
)
def test_screen_and_csv_are_those_of_the_rules_engine(
    root: Path, options: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {}
    for engine in ("clips", "columns"):
        if engine == "columns":  # the way of all cases, which takes several times as long
            monkeypatch.setattr(ColumnStream, "over", None)
        done = evaluate(root, engine, "--no-record", *options)
        assert done.returncode == 3
        written = root / "ra.csv"
        said[engine] = _ENGINE.sub("", done.stdout), written.read_bytes() if written.exists() else b""
    assert said["columns"] == said["clips"]
    assert said["columns"][1].startswith(b"\xef\xbb\xbf") == ("-o" in options)
    assert "theo cột: 78 đơn vị; 30 đơn vị suy diễn lại bằng quy tắc, khớp" in done.stderr
    assert "bằng quy tắc: 1 đơn vị, vì có khoảng giá trị" in done.stderr
    if not options:
        assert "Cảnh báo" in done.stdout


def test_a_file_is_the_lines_of_standard_output_behind_its_mark(root: Path) -> None:
    printed = evaluate(root, "columns", "--no-record", "--format", "csv").stdout
    evaluate(root, "columns", "--no-record", "-o", "ra.csv")
    own = (root / "ra.csv").read_bytes()
    assert own == b"\xef\xbb\xbf" + printed.replace("\n", "\r\n").encode()


def test_it_is_recorded_as_the_same_run_with_its_lines(root: Path) -> None:
    first = evaluate(root, "columns", "--format", "csv").stderr
    again = evaluate(root, "columns", "-o", "ra.csv").stderr
    assert "bản ghi số 1" in first and "bản ghi số 1" in again
    done = run_here("history", "1", "--unit", "xã 12", cwd=root)
    assert "các dòng CSV giống hệt dòng đã viết ra" in done.stdout
    assert "bản ghi số 2" in evaluate(root, "columns").stderr  # without lines it is another one
    done = run_here("history", "2", "--unit", "xã 12", cwd=root)
    assert done.returncode == 0 and "các dòng CSV" not in done.stdout


def test_a_wrong_line_leaves_no_file(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sound = LineWriter.of

    def wrong(self: LineWriter, inferred: Inferred) -> dict[int, UnitLines]:
        found = sound(self, inferred)
        return {unit: lines._replace(text=lines.text.replace(",1200,", ",1201,")) for unit, lines in found.items()}

    monkeypatch.setattr(LineWriter, "of", wrong)
    done = evaluate(root, "columns", "-o", "ra.csv")
    assert (done.returncode, done.stdout) == (5, "")
    assert "tính theo cột và động cơ quy tắc cho kết quả khác nhau" in done.stderr
    assert list(root.glob("*ra*")) == []
    assert not (root / ".chitieu").exists()
