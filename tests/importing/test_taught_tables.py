"""Tables read by profiles, below the command line: shapes of headings and rows; and the likeliest heading without a profile."""

from __future__ import annotations

import pytest

from engine.files.diagnostics import Problems
from engine.files.located import read_yaml
from engine.files.source import SourceFile
from engine.importing.books import read_book
from engine.importing.candidates import Candidate, candidate_in
from engine.importing.import_result import Import
from engine.importing.intake import Options
from engine.importing.matching import Matcher
from engine.importing.taught import Taught
from engine.profiles.profile import Profile
from engine.profiles.reading import profile_of
from tests.importing.desk import ASKED, Desk, Rows, values


def taught(desk: Desk, *texts: str, options: Options = ASKED) -> Options:
    """The options with profiles, whose columns are given as lines."""
    problems = Problems()
    profiles: list[Profile] = []
    for number, text in enumerate(texts):
        lines = "".join(f"  {line.strip()}\n" for line in text.split(";"))
        source = SourceFile(f"facts/bieu-mau/m{number}.yaml", f"biểu mẫu: Mẫu {number}\ncột:\n{lines}")
        profile = profile_of(read_yaml(source, problems), [desk.rulebook], profiles, problems)
        assert profile is not None, [one.message for one in problems.found]
        profiles.append(profile)
    return options._replace(taught=Taught(tuple(profiles)))


def read(found: Import) -> set[tuple[str, str, int, str]]:
    return {(value.code, value.text, value.year, value.basis) for value in found.taken}


FORM = "Tên mục: tên số liệu; Kỳ này / Giao: kế hoạch; Kỳ này / Làm được: thực hiện"


def test_levels_of_a_heading_are_one_heading(desk: Desk) -> None:
    rows: Rows = [["Tên mục", "Kỳ này", None], [None, "Giao", "Làm được"], ["Thu ngân sách", 5000, 5200]]
    assert read(desk.xlsx(rows, taught(desk, FORM))) == {("xa.thu", "5.200", 2023, "thực hiện")}


def test_the_heading_of_every_page_is_one_table(desk: Desk) -> None:
    form = "Tên mục: tên số liệu; Làm được: thực hiện"
    head = ["Tên mục", "Làm được"]
    found = desk.xlsx([head, ["Thu ngân sách", 5200], head, ["Số việc làm mới", 120]], taught(desk, form))
    assert values(found) == {"xa.thu": "5.200", "xa.viec": "120"}


def test_two_forms_on_one_sheet_have_a_profile_each(desk: Desk) -> None:
    rows: Rows = [["Tên mục", "Làm được"], ["Thu ngân sách", 5200], [], ["Tên việc", "Xong"], ["Số việc làm mới", 120]]
    options = taught(
        desk, "Tên mục: tên số liệu; Làm được: thực hiện", "Tên việc: tên số liệu; Xong: ước thực hiện; Lạ: bỏ qua"
    )
    assert {(code, basis) for code, _, _, basis in read(desk.xlsx(rows, options))} == {
        ("xa.thu", "thực hiện"),
        ("xa.viec", "ước thực hiện"),
    }


def test_every_year_of_a_heading_is_its_own(desk: Desk) -> None:
    """One line of the profile stands for the columns of all years."""
    rows: Rows = [["Tên mục", "Làm được 2022", "Làm được 2023"], ["Thu ngân sách", 4800, 5200]]
    options = taught(desk, "Tên mục: tên số liệu; Làm được 2021: thực hiện", options=Options(unit="xã A"))
    assert read(desk.xlsx(rows, options)) == {
        ("xa.thu", "4.800", 2022, "thực hiện"),
        ("xa.thu", "5.200", 2023, "thực hiện"),
    }


def test_what_stands_beside_a_taught_table_is_not_read(desk: Desk) -> None:
    """A number without a heading to the right of the table."""
    rows: Rows = [["Tên mục", "Làm được"], ["Thu ngân sách", 5200, None, 77]]
    assert values(desk.xlsx(rows, taught(desk, "Tên mục: tên số liệu; Làm được: thực hiện"))) == {"xa.thu": "5.200"}


def test_known_words_may_be_taught_another_meaning(desk: Desk) -> None:
    rows: Rows = [["Chỉ tiêu", "Thực hiện", "Kế hoạch"], ["Thu ngân sách", 5000, 5200]]
    assert values(desk.xlsx(rows)) == {"xa.thu": "5.000"}
    options = taught(desk, "Chỉ tiêu: tên số liệu; Thực hiện: kế hoạch; Kế hoạch: thực hiện")
    assert values(desk.xlsx(rows, options)) == {"xa.thu": "5.200"}


# ---------------------------------------------------------------- the likeliest heading


SHEETS: dict[str, tuple[Rows, tuple[int, ...], list[str]]] = {
    "below a title": (
        [["Báo cáo tháng", "Mẫu 2"], ["Mục", "Con số", "Ai"], ["Thu", 5, "Lan"], ["Chi", 6, "Hoa"]],
        (2,),
        ["Mục", "Con số", "Ai"],
    ),
    "the known words decide": (
        [["Ghi", "Nhận"], ["STT", "Mục lục", "Con số"], [1, "Thu", 5], [2, "Chi", 6]],
        (2,),
        ["STT", "Mục lục", "Con số"],
    ),
    "years are headings": ([["Mục", 2022, 2023], ["Thu", 5, 6]], (1,), ["Mục", "2022", "2023"]),
}


@pytest.mark.parametrize("name", SHEETS)
def test_the_likeliest_heading(desk: Desk, name: str) -> None:
    rows, numbers, titles = SHEETS[name]
    candidate = candidate_of(desk, rows)
    assert candidate is not None
    assert candidate.rows == numbers
    assert [column.title for column in candidate.columns] == titles


@pytest.mark.parametrize("rows", [[["Thư mời", "Kính gửi"], ["Ông", "Bà"]], [[1, 2], [3, 4]], [["Một câu."]], []])
def test_no_row_is_like_a_heading(desk: Desk, rows: Rows) -> None:
    assert candidate_of(desk, rows) is None


def candidate_of(desk: Desk, rows: Rows) -> Candidate | None:
    (sheet,) = read_book(desk.book(rows), "bang.xlsx").sheets
    return candidate_in(sheet, Matcher(desk.rulebook), lambda name: False)
