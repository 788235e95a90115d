"""Many units of one resolution: places, totals and courses, against counts made by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from engine.domain.verdicts import Verdict
from engine.many_units.overview import Overview
from engine.many_units.stream import refused_files, stream_evaluations, stream_verdicts
from engine.reports.verdicts_csv import csv_lines
from engine.workspace.case import Evaluators
from engine.workspace.cases import Cases
from engine.workspace.choosing import Selection
from engine.workspace.facts_index import index_workspace
from engine.workspace.workspace import Workspace

RULES = """nghị quyết:
  số: 1/NQ
  giai đoạn: 2021-2025
số liệu:
  ho.ngheo: {tên: Số hộ nghèo, đơn vị tính: hộ}
  ho.tong: {tên: Số hộ, đơn vị tính: hộ, tính chất: trong năm}
"""
TARGET = """chỉ tiêu: 1
nội dung:
  - {số: 1.1, nguyên văn: giảm còn 50 hộ nghèo, đo bằng: ho.ngheo, đạt khi: giảm còn 50 hộ}
  - {số: 1.2, nguyên văn: số hộ tăng trên 2%, đạt khi: tăng_trưởng(ho.tong) trên 2%, chiều tốt: tăng}
"""


class Many:
    """A workspace of several units and years."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "rules/nq").mkdir(parents=True)
        (root / "facts").mkdir()
        (root / "rules/nq/nghi-quyet.yaml").write_text(RULES, "utf-8")
        (root / "rules/nq/chi-tieu-1.yaml").write_text(TARGET, "utf-8")

    def unit(self, name: str, year: int, **values: str) -> None:
        folder = self.root / "facts" / name.replace(" ", "-")
        folder.mkdir(exist_ok=True)
        lines = "".join(f"      {code.replace('__', '.')}: {value}\n" for code, value in values.items())
        head = f"nghị quyết: 1/NQ\nđơn vị: {name}\nnăm: {year}\ntính đến: 31/12/{year}\n"
        text = f"{head}số liệu:\n  - giá trị:\n{lines}"
        (folder / f"{year}.yaml").write_text(text, "utf-8")

    def overview(self, *units: str) -> Overview:
        cases = Cases(Workspace(self.root))
        chosen = cases.choose(Selection(units=units))
        overview = Overview(chosen[0].rulebook)
        for outcome in stream_verdicts(cases, chosen, Evaluators()):
            assert outcome.result is not None, outcome.refusal
            overview.add(outcome.result)
        return overview


@pytest.fixture
def many(tmp_path: Path) -> Many:
    return Many(tmp_path)


def test_units_that_reached_equally_much_share_a_place(many: Many) -> None:
    for name, poor in (("xã A", 60), ("xã B", 50), ("xã C", 40), ("xã D", 50)):
        many.unit(name, 2022, ho__tong="1.000")
        many.unit(name, 2023, ho__ngheo=str(poor), ho__tong="1.030")  # +3 %
    ranking = many.overview().ranking(many.overview().times[-1])
    # C: vượt and đạt; B and D: đạt and đạt; A: one of two
    assert [(r.place, r.row.unit, r.reached, r.applicable) for r in ranking] == [
        (1, "xã C", 2, 2),
        (2, "xã B", 2, 2),
        (2, "xã D", 2, 2),
        (4, "xã A", 1, 2),
    ]


def test_growth_takes_last_years_facts_of_the_same_unit(many: Many) -> None:
    many.unit("xã A", 2022, ho__tong="1.000")
    many.unit("xã A", 2023, ho__ngheo="10", ho__tong="1.020")  # +2 % is not «trên 2%»
    many.unit("xã B", 2022, ho__tong="500")
    many.unit("xã B", 2023, ho__ngheo="10", ho__tong="1.020")  # +104 %
    many.unit("xã C", 2023, ho__ngheo="10", ho__tong="1.020")  # no last year: not known
    rows = {row.unit: row.statuses[1] for row in many.overview().rows if row.time.short == "2023"}
    # 31/12/2023 is before the end of the period, 2025: chưa đạt
    assert rows == {"xã A": Verdict.NOT_MET, "xã B": Verdict.MET, "xã C": Verdict.UNDETERMINED}


def test_totals_count_units_and_their_course_goes_from_none_to_all(many: Many) -> None:
    for year, poor in ((2022, ("60", "60")), (2023, ("50", "60")), (2024, ("40", "50"))):
        for name, number in zip(("xã A", "xã B"), poor, strict=True):
            many.unit(name, year, ho__ngheo=number)
    overview = many.overview()
    total = overview.totals(overview.times[-1])[0]
    assert total.tally.count(Verdict.EXCEEDED) == 1 and total.tally.reached == 2
    assert total.first.reached == 0
    assert total.course == "▁▅█"  # 0/2, 1/2, 2/2


def test_the_course_of_one_unit_is_that_of_its_values(many: Many) -> None:
    for year, poor in ((2022, "80"), (2023, "60"), (2025, "40")):
        many.unit("xã A", year, ho__ngheo=poor)
    row = many.overview().trend()[0]
    assert row.course == "█▆▅"  # 80, 60, 40 from zero
    assert row.statuses == (Verdict.NOT_MET, Verdict.NOT_MET, Verdict.EXCEEDED)


def test_values_of_different_units_are_not_drawn_as_one_course(many: Many) -> None:
    many.unit("xã A", 2022, ho__ngheo="80")
    many.unit("xã B", 2023, ho__ngheo="40")
    assert many.overview().trend() == []


def test_verdicts_alone_are_those_of_the_whole_evaluation(many: Many) -> None:
    many.unit("xã A", 2022, ho__tong="1.000")
    many.unit("xã A", 2023, ho__ngheo="55", ho__tong="1.100")
    cases = Cases(Workspace(many.root))
    chosen = cases.choose(Selection())
    alone = [outcome.result for outcome in stream_verdicts(cases, chosen, Evaluators())]
    whole = [outcome.result for outcome in stream_evaluations(cases, chosen, Evaluators())]
    assert [v and csv_lines(v) for v in alone] == [e and csv_lines(e) for e in whole]


def test_an_error_in_a_later_year_does_not_stop_an_earlier_one(many: Many) -> None:
    many.unit("xã A", 2022, ho__ngheo="10")
    many.unit("xã A", 2023, ho__ngheo="mười")
    many.unit("xã A", 2024, ho__ngheo="10")
    cases = Cases(Workspace(many.root))
    outcomes = {o.chosen.head.year: o for o in stream_verdicts(cases, cases.choose(Selection()), Evaluators())}
    assert outcomes[2022].result is not None
    refused = outcomes[2023].refusal
    assert refused is not None and refused.place == "facts/xã-A/2023.yaml:7:17" and "CT204" in refused.reason
    assert outcomes[2024].refusal is not None  # its year before cannot be read


def test_files_by_hand_stand_in_place_of_the_same_year(many: Many, tmp_path: Path) -> None:
    many.unit("xã A", 2022, ho__tong="1.000")
    many.unit("xã A", 2023, ho__ngheo="10", ho__tong="1.010")
    given = tmp_path / "moi.yaml"
    text = (many.root / "facts/xã-A/2023.yaml").read_text("utf-8")
    given.write_text(text.replace("1.010", "1.500"), "utf-8")
    (case,) = Cases(Workspace(many.root)).select(Selection(files=(given,)))
    assert case.facts.facts.names == (given.as_posix(),) or case.facts.facts.names == ("moi.yaml",)
    assert case.facts.facts.as_of == date(2023, 12, 31)
    growth = next(i for key, i in case.rulebook.inputs.items() if "tăng_trưởng" in key or "growth" in key)
    measured = case.facts.measured(growth)
    assert measured.value is not None and measured.value.exact == 50  # 1.500 of 1.000


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("đơn vị: xã Tân\n  Phú", "xã Tân Phú"),
        ('ghi chú: "một câu\n\n  đơn vị: xã Bình"\nđơn vị: xã An', "xã An"),
        ("ĐƠN_VỊ : “xã An”   # ghi chú", "xã An"),
        ("don vi: 'xã An'", "xã An"),
    ],
)
def test_a_head_is_what_yaml_reads(tmp_path: Path, written: str, unit: str) -> None:
    path = tmp_path / "2023.yaml"
    path.write_text(f"\ufeffnghị quyết: 1/NQ\r\n{written}\nnăm: 2023\ntính đến: 31/12/2023\n", "utf-8")
    (listed,) = index_workspace(Workspace(tmp_path), [path]).listed
    assert listed.head == ("1/NQ", unit, 2023, "")


def test_a_head_is_known_though_the_rest_cannot_be_read(many: Many) -> None:
    many.unit("xã A", 2023, ho__ngheo="10")
    many.unit("xã A", 2024, ho__ngheo="10")
    later = many.root / "facts/xã-A/2024.yaml"
    later.write_text(later.read_text("utf-8") + "  x: [", "utf-8")
    (case,) = Cases(Workspace(many.root)).select(Selection(units=("xã A",), years=(2023,)))
    assert case.facts.facts.year == 2023


def test_the_name_of_a_unit_counts_before_that_of_a_folder(many: Many) -> None:
    many.unit("xã B", 2023, ho__ngheo="10")
    many.unit("xã D", 2023, ho__ngheo="90")
    (many.root / "facts/xã-D").rename(many.root / "facts/xã B")
    (many.root / "facts/xã-B").rename(many.root / "facts/cu")
    assert [c.facts.facts.unit for c in Cases(Workspace(many.root)).select(Selection(units=("xã B",)))] == ["xã B"]
    assert [c.facts.facts.unit for c in Cases(Workspace(many.root)).select(Selection(units=("cu",)))] == ["xã B"]


def test_units_whose_names_differ_in_marks_alone_are_two_units(many: Many) -> None:
    many.unit("xã Tân Phú", 2023, ho__ngheo="10")
    many.unit("xã Tân Phù", 2023, ho__ngheo="90")
    overview = many.overview()
    assert overview.units == ["xã Tân Phù", "xã Tân Phú"]
    assert [place.row.unit for place in overview.ranking(overview.times[-1])] == ["xã Tân Phú", "xã Tân Phù"]


@pytest.mark.parametrize("plain", ["Thanh An", "Long Hoa", "Hoa Ban"])
@pytest.mark.parametrize("marked", ["Thạnh An", "Long Hòa", "Hoa Bàn"])
def test_a_name_that_is_whole_without_marks_is_a_unit_of_its_own(many: Many, plain: str, marked: str) -> None:
    """Communes may be called so: what a file without marks says must not become the values of another one."""
    many.unit(plain, 2022, ho__tong="1000", ho__ngheo="90")
    many.unit(plain, 2023, ho__tong="1000")
    many.unit(marked, 2023, ho__tong="1100", ho__ngheo="10")
    cases = Cases(Workspace(many.root))
    found = {
        (case.facts.facts.unit, case.facts.facts.year, criterion.id): criterion.status
        for case in cases.select(Selection())
        for criterion in Evaluators().of(case.rulebook).evaluate(case.facts).criteria
    }
    assert found[marked, 2023, "1.2"] is Verdict.UNDETERMINED  # no growth from the 1,000 of the other one
    assert found[plain, 2023, "1.1"] is Verdict.UNDETERMINED and found[marked, 2023, "1.1"] is Verdict.EXCEEDED
    overview = many.overview()
    assert sorted(overview.units) == sorted((plain, marked)) and len(overview.ranking(overview.times[-1])) == 2


def test_a_name_without_marks_is_the_unit_of_its_letters(many: Many) -> None:
    many.unit("xã Tân Phú", 2022, ho__ngheo="80")
    many.unit("xa tan phu", 2023, ho__ngheo="40")
    assert many.overview().trend()[0].course == "█▅"
    many.unit("xã Tân Phù", 2023, ho__ngheo="10")
    cases = Cases(Workspace(many.root))
    chosen = cases.choose(Selection(units=("xã Tân Phú",)))
    assert [one.head.year for one in chosen] == [2022]
    (refused,) = refused_files(cases, chosen, Selection(units=("xã Tân Phú",)))
    assert "CT219 tên đơn vị «xa tan phu» không ghi dấu, có thể là" in refused.reason


def test_the_course_goes_on_where_a_name_is_typed_in_another_case(many: Many) -> None:
    many.unit("xã A", 2022, ho__ngheo="80")
    many.unit("xã A", 2023, ho__ngheo="40")
    path = many.root / "facts/xã-A/2022.yaml"
    path.write_text(path.read_text("utf-8").replace("xã A", "Xã A"), "utf-8")
    assert many.overview().trend()[0].course == "█▅"


def test_a_code_that_two_files_use_for_two_documents_has_both_names(many: Many) -> None:
    many.unit("xã A", 2023, ho__ngheo="10")
    first = many.root / "facts/xã-A/2023.yaml"
    text = first.read_text("utf-8")
    for name, document in (("2023", "Niên giám thống kê"), ("2023-b", "Báo cáo của phòng Nông nghiệp")):
        own = text.replace("số liệu:", f"nguồn:\n  BC:\n    tên: {document}\nsố liệu:")
        (first.parent / f"{name}.yaml").write_text(own, "utf-8")
    (case,) = Cases(Workspace(many.root)).select(Selection())
    assert sorted(case.facts.facts.sources["BC"].split("; ")) == ["Báo cáo của phòng Nông nghiệp", "Niên giám thống kê"]
