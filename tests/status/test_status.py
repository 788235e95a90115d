"""The state of the facts: what the verdicts need, what is there, missing, or older than it should be."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from engine.files.diagnostics import Problems
from engine.rulebook.rulebook import Rulebook
from engine.status.collecting import status_of
from engine.status.reminders import reminders_as_markdown, reminders_as_text
from engine.status.status import Status, UnitYear
from engine.workspace.loading import load_rulebook
from engine.workspace.workspace import Workspace
from tests.small_workspace import Small

CATALOGUE = """
ho.tong: {tên: Tổng số hộ, đơn vị tính: hộ}
ho.ngheo: {tên: Số hộ nghèo, đơn vị tính: hộ}
ho.ty_le: {tên: Tỷ lệ hộ nghèo, đơn vị tính: "%", công thức: "tỷ_lệ(ho.ngheo, ho.tong)"}
xa.thu: {tên: Thu ngân sách, đơn vị tính: triệu đồng, tính chất: trong năm}
xa.khac: {tên: Số liệu không dùng, đơn vị tính: km}
"""
CRITERIA = """
- số: 1.1
  nguyên văn: Thu ngân sách đạt từ 5.000 triệu đồng trở lên
  đo bằng: xa.thu
  đạt khi: từ 5.000 triệu đồng trở lên
- số: 1.2
  nguyên văn: Tỷ lệ hộ nghèo còn dưới 3%
  đo bằng: ho.ty_le
  đạt khi: dưới 3%
"""
TODAY = date(2024, 6, 30)


class Office:
    """A workspace whose facts are written file by file."""

    def __init__(self, root: Path) -> None:
        self.small = Small(root, CATALOGUE)
        self.small.criteria(CRITERIA)
        (root / "facts").mkdir(exist_ok=True)
        self.root = root
        self.workspace = Workspace(root)

    @property
    def rulebook(self) -> Rulebook:
        (folder,) = self.workspace.resolution_folders
        found = load_rulebook(self.workspace, folder, Problems())
        assert found is not None
        return found

    def facts(self, unit: str, year: int, as_of: str, values: str, estimate: bool = False) -> Path:
        folder = self.root / "facts" / unit.replace(" ", "-")
        folder.mkdir(exist_ok=True)
        basis = "    loại số liệu: ước thực hiện\n" if estimate else ""
        lines = "".join(f"      {line.strip()}\n" for line in values.split(";"))
        text = (
            f"nghị quyết: {self.rulebook.resolution.number}\nđơn vị: {unit}\nnăm: {year}\ntính đến: {as_of}\n"
            f"nguồn:\n  BC: {{tên: Báo cáo số 7}}\nsố liệu:\n  - nguồn: BC\n{basis}    giá trị:\n{lines}"
        )
        path = folder / f"{year}{'-uoc' if estimate else ''}.yaml"
        path.write_text(text, "utf-8")
        return path

    def status(self, *years: int, units: tuple[str, ...] = (), day: date = TODAY) -> Status:
        return status_of(self.workspace, self.rulebook, units, years, day)

    def entry(self, unit: str, year: int, day: date = TODAY) -> UnitYear:
        return next(one for one in self.status(year, day=day).entries if one.unit == unit)


def missing(entry: UnitYear) -> list[str]:
    return [value.code for value in entry.missing]


def test_what_the_verdicts_need_is_there_or_missing(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.facts("xã A", 2023, "31/12/2023", "ho.tong: 900; xa.thu: 5.100")
    entry = office.entry("xã A", 2023)
    assert missing(entry) == ["ho.ngheo"] and not entry.old
    assert (entry.needed, entry.there) == (3, 2)


def test_a_computed_value_that_is_given_needs_no_parts(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.facts("xã A", 2023, "31/12/2023", "ho.ty_le: 2%; xa.thu: 5.100")
    entry = office.entry("xã A", 2023)
    assert entry.is_complete and entry.needed == 2


def test_a_value_that_is_not_there_yet_is_missing(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.facts("xã A", 2023, "31/12/2023", "ho.tong: 900; ho.ngheo: chưa có; xa.thu: 5.100")
    assert missing(office.entry("xã A", 2023)) == ["ho.ngheo"]


def test_interim_values_are_old_when_the_year_is_over(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.facts("xã A", 2023, "30/9/2023", "ho.tong: 900; ho.ngheo: 20; xa.thu: 4.000")
    while_open, over = office.entry("xã A", 2023, date(2023, 12, 31)), office.entry("xã A", 2023, date(2024, 1, 1))
    assert while_open.is_complete
    assert [value.code for value in over.old] == ["xa.thu", "ho.ngheo", "ho.tong"]
    assert over.old[0].why == "số đến 30/9/2023, năm 2023 đã hết" and over.old[0].until == date(2023, 9, 30)


def test_an_estimate_is_old_when_the_year_is_over_and_replaced_by_what_is_counted(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.facts("xã A", 2023, "31/12/2023", "ho.tong: 900; ho.ngheo: 20")
    office.facts("xã A", 2023, "31/12/2023", "xa.thu: 5.000", estimate=True)
    (old,) = office.entry("xã A", 2023).old
    assert (old.code, old.why) == ("xa.thu", "mới có số ước, năm 2023 đã hết")
    office.facts("xã A", 2023, "31/12/2023", "ho.tong: 900; ho.ngheo: 20; xa.thu: 5.200")
    assert office.entry("xã A", 2023).is_complete


def test_in_an_open_year_what_most_units_have_passed_is_old(tmp_path: Path) -> None:
    office = Office(tmp_path)
    all_values = "ho.tong: 900; ho.ngheo: 20; xa.thu: 4.000"
    for unit, day in (("xã A", "31/3/2024"), ("xã B", "31/5/2024"), ("xã C", "15/6/2024")):
        office.facts(unit, 2024, day, all_values)
    assert {entry.unit: len(entry.old) for entry in office.status(2024).entries} == {"xã A": 3, "xã B": 0, "xã C": 0}


def test_every_year_of_the_period_up_to_now_is_asked_for(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.facts("xã A", 2023, "31/12/2023", "xa.thu: 5.100")
    status = office.status()
    first = office.rulebook.resolution.first_year
    assert status.years == tuple(range(first, 2025))
    assert [len(entry.missing) for entry in status.entries] == [2 if y == 2023 else 3 for y in status.years]
    assert status.entries[-1].missing[0].source == "Báo cáo số 7"


def test_empty_folders_and_broken_files_are_named(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.facts("xã A", 2023, "31/12/2023", "xa.thu: nhiều")
    folder = tmp_path / "facts" / "xa-b"
    folder.mkdir()
    (folder / "2024.yaml.txt").write_text("x", "utf-8")
    (tmp_path / "facts" / "xa-c").mkdir()
    status = office.status(2023)
    assert {one.name: one.hint for one in status.empty_folders} == {
        "facts/xa-b": "2024.yaml.txt: có phải 2024.yaml? đổi tên tệp",
        "facts/xa-c": "",
    }
    (entry,) = status.entries
    assert "facts/xã-A/2023.yaml" in entry.refused and not entry.missing


def test_a_message_lists_by_name_what_a_unit_has_to_send(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.facts("xã A", 2023, "30/9/2023", "ho.tong: 900; xa.thu: 4.000")
    office.facts("xã *B*", 2023, "31/12/2023", "ho.tong: 900; ho.ngheo: 10; xa.thu: 4.000")
    status = office.status(2023)
    text = reminders_as_text(status, office.rulebook, None)
    assert "Kính gửi: xã A" in text and "trước ngày ……:" in text and "xã *B*" not in text
    assert "Năm 2023, số liệu chưa có:\n\n- Số hộ nghèo (hộ)\n" in text
    assert "- Thu ngân sách (triệu đồng): số đến 30/9/2023, năm 2023 đã hết" in text
    assert "trước ngày 15/7/2024:" in reminders_as_text(status, office.rulebook, date(2024, 7, 15))
    every = reminders_as_markdown(office.status(2022, 2023), office.rulebook, None)
    assert "## xã \\*B\\*" in every
    assert not reminders_as_text(status._replace(entries=()), office.rulebook, None)
