"""Why two runs differ: what columns find of mixtures of both is what the rules engine finds, unit by unit."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest

pytest.importorskip("numpy", reason="columns need numpy (chitieu[bulk])")

from hypothesis import given
from hypothesis import strategies as st

from engine.bulk import mixture_columns, recorded_cases
from engine.bulk.docs import UnitRow, Written
from engine.bulk.mixture_columns import MixtureColumns, batch_of
from engine.evaluation.disagreement import Disagreement
from engine.history.layers import Layer
from engine.history.recorded_sweep import RecordedSweep, recorded_sweep
from engine.history.replay import CannotReplay
from engine.history.store import History
from engine.history.sweep_comparison import SweepComparison
from tests.bulk.invented import CATALOGUE, CODES, CRITERIA, as_csv
from tests.running import run_here
from tests.small_workspace import Small

UNITS = 32
CELLS = {
    "ho.tong": ("1000", "1500", "2.000", "0"),
    "ho.ngheo": ("10", "15", "20", "30", "39", "0"),
    "thu.tong": ("900", "1.200,5", "1200 triệu đồng", "1,2 tỷ đồng", "từ 1 đến 2 tỷ đồng"),
    "thu.du_toan": ("900", "1200", "7 tỷ đồng", "chưa có"),
    "rung.ty_le": ("30", "40%", "44,5", "50", "khoảng 45%"),
    "duong.km": ("0", "12", "12,49", "12,5", "13 km", "trên 12 km"),
    "van_hoa.dat": ("có", "không", "mấy"),
}
"""Most are plain numbers; of the others some are no single number, and one is an error."""
GOALS = (
    ("dưới 2%", "dưới 1,5%"),
    ("từ 40% đến 50%", "từ 30% đến 45%"),
    ("12,5 km", "12 km"),
    ("thu.tong từ thu.du_toan trở lên", "thu.tong trên thu.du_toan"),
    ("trên 30%", "trên 40%"),
)
RULES = (
    ("tỷ_lệ(ho.ngheo, ho.tong)", "tỷ_lệ(ho.tong, ho.ngheo)"),
    ("duong.km: {tên: Đường bê tông, đơn vị tính: km", "duong.km: {tên: Đường bê tông, đơn vị tính: m"),
    ("tính chất: lũy kế", "tính chất: thời điểm"),
    ("thu.du_toan: {tên: Dự toán thu", "thu.du_toan: {tên: Dự toán thu ngân sách"),
)
GONE = (
    "van_hoa.dat: {tên: Đạt chuẩn văn hóa, kiểu: có/không}\n",
    "- số: 1.5\n  nguyên văn: Đạt chuẩn văn hóa\n  đạt khi: van_hoa.dat có\n",
)
"""An indicator and its criterion: the rules without them do not know that code in the earlier data."""
Row = dict[str, str]


def rows(chance: Random) -> list[Row]:
    return [{code: chance.choice(CELLS[code][: chance.choice((3, 9))]) for code in CODES} for _ in range(UNITS)]


def changed(units: list[Row], chance: Random) -> list[Row]:
    return [unit | {code: rows(chance)[0][code] for code in CODES if chance.random() < 0.2} for unit in units]


def write_rules(root: Path, changes: list[tuple[str, str]], without: bool = False) -> None:
    catalogue, criteria = CATALOGUE, CRITERIA
    for old, new in changes:
        catalogue, criteria = catalogue.replace(old, new), criteria.replace(old, new)
    if without:
        catalogue, criteria = catalogue.replace(GONE[0], ""), criteria.replace(GONE[1], "")
    Small(root, catalogue).criteria(criteria)


def write_table(root: Path, units: list[Row], codes: tuple[str, ...], years: tuple[int, ...]) -> list[str]:
    head = ["đơn vị", "năm", "tính đến", "nguồn", *codes]
    table = [
        [f"xã {number}", str(year), f"31/12/{year}", "BC, mục 1", *(unit[code] for code in codes)]
        for year in years
        for number, unit in enumerate(units)
    ]
    as_csv(root / "bang.csv", [head, *table])
    return ["--data", "bang.csv", "--numbers", "vi"]


def write_files(root: Path, units: list[Row], codes: tuple[str, ...], years: tuple[int, ...]) -> list[str]:
    for number, unit in enumerate(units):
        lines = "".join(f"      {code}: '{unit[code]}'\n" for code in codes)
        for year in years:
            text = f"nghị quyết: 1/NQ-HĐND\nđơn vị: xã {number}\nnăm: {year}\ntính đến: 31/12/{year}\n"
            text += f"nguồn:\n  BC:\n    tên: Báo cáo\nsố liệu:\n  - nguồn: BC\n    giá trị:\n{lines}"
            folder = root / "facts" / f"xa-{number}"
            folder.mkdir(exist_ok=True)
            (folder / f"{year}.yaml").write_text(text, "utf-8")
    return []


def two_runs(
    root: Path, chance: Random, of_files: bool = False, years: tuple[int, ...] = (2023,)
) -> tuple[RecordedSweep, RecordedSweep]:
    """Two recorded runs that differ by data, thresholds and rules drawn by ``chance``."""
    write = write_files if of_files else write_table
    (root / "facts").mkdir()
    units, without = rows(chance), chance.random() < 0.3
    goals, others = chance.sample(GOALS, chance.randint(1, 3)), chance.sample(RULES, chance.randint(0, 2))
    ends = [
        (units, [], CODES, False),
        (changed(units, chance), goals + others, CODES[:-1] if without else CODES, without),
    ]
    for given_, changes, codes, gone in ends:
        write_rules(root, changes, gone)
        done = run_here(
            "evaluate", *write(root, given_, codes, years), "--engine", "columns", "--format", "csv", cwd=root
        )
        assert done.returncode in (0, 3), done.stderr
    return recorded(root)


def recorded(root: Path) -> tuple[RecordedSweep, RecordedSweep]:
    with History(root) as history:
        old, new = (recorded_sweep(history, record) for record in history.records())
    return old, new


def found(comparison: SweepComparison) -> tuple[Any, ...]:
    """All that is told, without what finds the facts."""
    return tuple(
        part for name, part in zip(comparison._fields, comparison, strict=True) if name not in ("before", "after")
    )


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many verdicts columns found, with columns for however few cases."""
    counts: list[int] = []
    monkeypatch.setattr(recorded_cases, "_LARGE", 0)
    monkeypatch.setattr(recorded_cases, "_FEW", 0)
    inferred = MixtureColumns._verdicts

    def counted(*arguments: Any) -> Any:
        verdicts = inferred(*arguments)
        counts.append(len(verdicts))
        return verdicts

    monkeypatch.setattr(MixtureColumns, "_verdicts", counted)
    return counts


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("of_files", [False, True], ids=["table", "files"])
def test_columns_find_the_causes_that_the_rules_engine_finds(
    seed: int, of_files: bool, tmp_path: Path, taken: list[int]
) -> None:
    old, new = two_runs(tmp_path, Random(seed), of_files)
    by_rules = recorded_cases.compare_runs(old, new, "clips")
    assert taken == []
    by_columns = recorded_cases.compare_runs(old, new, "auto")
    assert found(by_columns) == found(by_rules)
    assert by_rules.evaluated >= sum(taken) > 0
    assert Layer.TOOL not in by_rules.layers  # it is the same tool: it concludes what was recorded


def test_units_of_several_years_are_left_to_the_rules_engine(tmp_path: Path, taken: list[int]) -> None:
    old, new = two_runs(tmp_path, Random(3), years=(2022, 2023))
    by_rules, by_columns = (recorded_cases.compare_runs(old, new, engine) for engine in ("clips", "auto"))
    assert found(by_columns) == found(by_rules)
    assert by_rules.evaluated > 0 == sum(taken)


def test_a_difference_from_the_rules_engine_stops(
    tmp_path: Path, taken: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    two_runs(tmp_path, Random(3))
    letters = mixture_columns.letters_of
    monkeypatch.setattr(mixture_columns, "letters_of", lambda *given: ["M" * len(one) for one in letters(*given)])
    done = run_here("diff", "1", "2", "-o", "thay-doi.csv", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (5, "") and not (tmp_path / "thay-doi.csv").exists()
    assert "tính theo cột và động cơ quy tắc cho kết quả khác nhau" in done.stderr
    assert run_here("diff", "1", "2", "--engine", "clips", cwd=tmp_path).returncode == 0  # as the message advises


def test_what_no_longer_loads_by_rules_stops_too(
    tmp_path: Path, taken: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = two_runs(tmp_path, Random(3))

    def broken(*_: object) -> None:
        raise CannotReplay("hỏng")

    monkeypatch.setattr(mixture_columns, "sound_sets", broken)
    with pytest.raises(Disagreement, match="hỏng"):
        recorded_cases.compare_runs(old, new, "auto")


def test_runs_on_two_engines_are_compared_on_both(
    tmp_path: Path, taken: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the engine may be the cause columns would hide it."""
    old, new = two_runs(tmp_path, Random(3))
    names = iter(("clips", "auto"))
    monkeypatch.setattr("engine.history.sweep_comparison.engine_option", lambda _: next(names))
    assert recorded_cases.compare_runs(old, new, "auto").evaluated > 0 and taken == []


@given(
    st.lists(
        st.dictionaries(st.sampled_from(CODES), st.text("0123,% có", min_size=1).filter(str.strip)),
        min_size=1,
        max_size=5,
    )
)
def test_rows_are_the_same_in_a_batch(units: list[dict[str, str]]) -> None:
    given_ = [
        UnitRow(
            f"xã {place}",
            2023,
            date(2023, 12, 31),
            "BC",
            place,
            tuple(Written(*one, place) for one in sorted(unit.items())),
        )
        for place, unit in enumerate(units)
    ]
    batch = batch_of(given_)
    assert [sorted(batch.row(place).values) for place in range(len(units))] == [sorted(one.values) for one in given_]
