"""`--engine columns`: the very output of the rules engine, for every form; nothing at all where the sample differs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytest.importorskip("numpy", reason="columns need numpy (chitieu[bulk])")

from engine.bulk.inferring import Inferred
from engine.bulk.lines import LineWriter, UnitLines
from engine.inference.columns import ColumnsSession
from engine.inference.program import Firings
from tests.bulk import invented
from tests.cli.conftest import FACTS, ROOT, Workspace

pytestmark = pytest.mark.slow


@pytest.fixture
def several(workspace: Workspace) -> Workspace:
    """The district of the repository, 34 invented communes, and one whose file has an error."""
    text = (workspace.root / FACTS).read_text("utf-8")
    for number in range(35):
        folder = workspace.root / "facts" / f"xa-{number:02d}"
        folder.mkdir()
        own = text.replace("đơn vị: huyện Tháp Mười", f"đơn vị: xã Số {number:02d}")
        own = own.replace("huyện Tháp Mười", f"xã Số {number:02d}")
        if number == 7:
            own = own.replace("htx.thanh_vien: ", "htx.thanh_vien: chừng ấy ")
        own = re.sub(r"(htx\.thanh_vien: )[0-9.]+", lambda m: f"{m[1]}{2_200 + 20 * number}", own)  # noqa: B023
        (folder / "2023.yaml").write_text(own, "utf-8")
    return workspace


def test_every_form_is_that_of_the_rules_engine(several: Workspace) -> None:
    said = {}
    for engine in ("columns", "clips"):
        outputs = [f"{engine}.csv", f"{engine}.jsonl", f"{engine}.xlsx", f"{engine}.html"]
        named = [part for name in outputs for part in ("-o", name)]
        done = several.run("evaluate", "--engine", engine, "--no-record", *named)
        assert done.returncode == 3, done.stderr  # one commune has an error
        said[engine] = (done.stdout, [(several.root / name).read_bytes() for name in outputs])
        assert "xã Số 07" in done.stderr
    without_name = [re.sub(rb'"engine":\{[^}]*\}', b"", said[engine][1][1]) for engine in said]
    assert without_name[0] == without_name[1]
    assert said["columns"][1][0] == said["clips"][1][0]
    names = re.compile("động cơ [^\n]*")
    assert names.sub("", said["columns"][0]) == names.sub("", said["clips"][0])


def test_at_least_thirty_are_inferred_again(several: Workspace) -> None:
    done = several.run("evaluate", "--engine", "columns", "--format", "jsonl", "--sample", "1")
    assert "theo cột: 36 đơn vị; 30 đơn vị suy diễn lại bằng quy tắc, khớp" in done.stderr
    done = several.run("evaluate", "--engine", "columns", "--format", "jsonl", "--sample", "99")
    assert "35 đơn vị suy diễn lại" in done.stderr  # all that have no error


def test_the_run_is_one_record_and_a_receipt_out_of_it_is_that_of_the_unit_alone(several: Workspace) -> None:
    done = several.run("evaluate", "--engine", "columns", "--format", "csv")
    assert "đã ghi vào lịch sử: bản ghi số 1, 36 đơn vị" in done.stderr
    assert "35 đơn vị có kết luận, 1 đơn vị số liệu có lỗi" in several.run("history", "1").stdout
    assert several.run("history", "1", "--unit", "xã Số 12", "--receipt", "mot.json").returncode == 0
    alone = several.run("evaluate", "--unit", "xã Số 12", "--receipt", "hai.json", "--no-record")
    assert alone.returncode == 0
    assert (several.root / "mot.json").read_bytes() == (several.root / "hai.json").read_bytes()


@pytest.mark.parametrize("form", ["jsonl", "table"])
def test_a_difference_ends_with_code_5_and_nothing_is_printed_or_written(
    several: Workspace, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = ColumnsSession.run_all

    def wrong(self: ColumnsSession, batch: list[object]) -> list[Firings]:
        return [Firings(firings[1:]) for firings in sound(self, batch)]  # type: ignore[arg-type]

    monkeypatch.setattr(ColumnsSession, "run_all", wrong)
    done = several.run("evaluate", "--engine", "columns", "--format", form, "-o", "ra.csv", "-o", "ra.jsonl")
    assert (done.returncode, done.stdout) == (5, "")
    assert "hai động cơ suy diễn cho kết quả khác nhau" in done.stderr
    assert list(several.root.glob("*ra.*")) == []


def test_an_engine_that_fails_for_a_case_refuses_that_case_alone(
    several: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from engine.inference.program import EngineError

    sound, calls = ColumnsSession.run_all, []

    def failing(self: ColumnsSession, batch: list[object]) -> list[Firings]:
        calls.append(len(batch))
        if len(batch) > 1 or len(calls) == 4:
            raise EngineError("thử")
        return sound(self, batch)  # type: ignore[arg-type]

    monkeypatch.setattr(ColumnsSession, "run_all", failing)
    done = several.run("evaluate", "--engine", "columns", "--format", "jsonl", "--sample", "5")
    assert done.returncode == 3
    assert done.stderr.count("động cơ suy diễn: thử") == 1
    assert len(set(re.findall(r"xã Số [0-9]+", done.stdout))) == 33


@pytest.mark.parametrize("options", [["--jobs", "2"], ["--receipt", "bn.json"], ["--sample", "0"]])
def test_what_does_not_go_with_columns_is_refused(workspace: Workspace, options: list[str]) -> None:
    done = workspace.run("evaluate", "--engine", "columns", *options)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("lỗi: ")


def test_a_sample_is_for_columns(workspace: Workspace) -> None:
    done = workspace.run("evaluate", "--sample", "30")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--sample chỉ dùng cùng --engine columns" in done.stderr


@pytest.mark.process
def test_without_numpy_it_says_what_to_install(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "numpy.py").write_text("raise ImportError('No module named numpy')")
    for command in (["evaluate"], ["evaluate", "--format", "csv"], ["why", "2.1"]):
        done = workspace.run_process(*command, "--engine", "columns", PYTHONPATH=f"{tmp_path}:{ROOT}")
        assert (done.returncode, done.stdout) == (2, "")
        assert "`--engine columns` cần thư viện numpy" in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.process
def test_one_unit_on_the_usual_engine_does_not_import_numpy(workspace: Workspace, tmp_path: Path) -> None:
    for name in ("numpy", "duckdb"):
        (tmp_path / f"{name}.py").write_text("raise RuntimeError('imported')")
    done = workspace.run_process("evaluate", "--engine", "clips", PYTHONPATH=f"{tmp_path}:{ROOT}")
    assert done.returncode == 0, done.stderr


def test_a_single_case_is_told_as_by_the_rules_engine(workspace: Workspace) -> None:
    columns, clips = (
        workspace.run("why", "2.1", "--format", "json", "--engine", engine).stdout for engine in ("columns", "clips")
    )
    without_name = re.compile(r'"engine": \{[^}]*\}')
    assert without_name.sub("", columns) == without_name.sub("", clips)


# ---------------------------------------------------------------- lines of CSV, in columns too


@pytest.fixture
def plain(tmp_path: Path) -> Workspace:
    """Communes with plain numbers, which are brought into columns; one has an interval, one an error, one a year before."""
    units = {f"xã {n}": ("1000", str(n), "1200", "1200", "40,5", "12,5", "có") for n in range(60)}
    units["xã 5"] = ("1000", "từ 3 đến 30", "1200", "1200", "40", "12,5", "có")
    units["xã 6"] = ("10", "11", "1200", "1200", "40", "12,5", "có")
    units["xã 7"] = ("0", "0", "1200", "1200", "40", "12,5", "có")
    root = invented.facts_files(invented.workspace(tmp_path), units)
    path = root / "facts/dv-008/2023.yaml"
    (root / "facts/dv-008/2022.yaml").write_text(path.read_text("utf-8").replace("2023", "2022"), "utf-8")
    return Workspace(root)


def test_lines_of_facts_files_are_those_of_the_rules_engine(plain: Workspace) -> None:
    columns, clips = (
        plain.run("evaluate", "--engine", engine, "--format", "csv", "--no-record", "-o", f"{engine}.csv")
        for engine in ("columns", "clips")
    )
    assert columns.returncode == clips.returncode == 3
    assert columns.stdout == clips.stdout
    assert (plain.root / "columns.csv").read_bytes() == (plain.root / "clips.csv").read_bytes()
    assert "theo cột: 56 đơn vị; 30 đơn vị suy diễn lại bằng quy tắc, khớp" in columns.stderr
    for count, reason in ((1, "có khoảng giá trị"), (1, "có phép chia cho 0"), (2, "có nhiều tệp số liệu")):
        assert f"bằng quy tắc: {count} đơn vị, vì {reason}" in columns.stderr


def test_a_wrong_line_ends_with_code_5(plain: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    sound = LineWriter.of

    def wrong(self: LineWriter, inferred: Inferred) -> dict[int, UnitLines]:
        found = sound(self, inferred)
        return {unit: lines._replace(text=lines.text.replace(",40.5,", ",40.6,")) for unit, lines in found.items()}

    monkeypatch.setattr(LineWriter, "of", wrong)
    done = plain.run("evaluate", "--engine", "columns", "--format", "csv", "-o", "ra.csv")
    assert (done.returncode, done.stdout) == (5, "")
    assert "tính theo cột và động cơ quy tắc cho kết quả khác nhau" in done.stderr
    assert list(plain.root.glob("*ra.*")) == []
