"""Facts files of an import: canonical, loaded as the values they hold, never over what people wrote, all of them or none."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.factbase.facts import Fact
from engine.factbase.periods import year_of
from engine.files.diagnostics import Problems
from engine.formatting.formatter import format_file
from engine.importing.cells import one_line
from engine.importing.existing import ExistingFacts
from engine.importing.facts_text import Head, facts_text, mark_in
from engine.importing.import_result import Import, ImportedValue, Source, UndecidedImport
from engine.importing.intake import Options
from engine.importing.writing import Action, PlannedFile, disagreements, plan, write_all
from engine.language.text import normalise
from engine.workspace.cases import Cases
from engine.workspace.choosing import Selection
from tests.importing.desk import ASKED, Desk

HEAD = Head("1/NQ-HĐND", "xã A", 2023, date(2023, 12, 31), ("bang.xlsx",), {}, "")
VALUE = ImportedValue("bang.xlsx!Bảng!B2", "xa.thu", "5.200", "xã A", 2023, "thực hiện", sheet="Bảng")
TABLE = "Chỉ tiêu;TH 2023\nThu ngân sách;5.200\n"


def planned(desk: Desk, found: Import, replace_: bool = False) -> list[PlannedFile]:
    existing = ExistingFacts(desk.workspace, desk.rulebook)
    return plan(found, existing, desk.rulebook, "", replace_)


def written(desk: Desk, table: str = TABLE, options: Options = ASKED, replace_: bool = False) -> list[PlannedFile]:
    files = planned(desk, desk.csv(table, options), replace_)
    write_all(desk.root / "facts", files)
    return files


def loaded(desk: Desk) -> list[Fact]:
    cases = Cases(desk.workspace)
    selected = cases.select(Selection())
    assert not cases.problems.has_errors, [p.message for p in cases.problems.found]
    return [fact for case in selected for fact in case.facts.facts.facts]


WORDS = st.text(alphabet=st.characters(codec="utf-8"), max_size=60)


def test_a_code_of_a_source_that_no_file_can_hold_is_refused(desk: Desk) -> None:
    code = "N" * 1025
    found = desk.csv(TABLE)
    found = found._replace(sources={code: Source("Báo cáo")}, taken=(found.taken[0]._replace(source=code),))
    with pytest.raises(UndecidedImport, match=r"năm 2023: tên «N{20}…» dài quá 1024 ký tự"):
        planned(desk, found)


@given(source=WORDS, inferred=WORDS, remark=WORDS, unit=WORDS, sheet=WORDS, note=WORDS, assessor=st.text(max_size=200))
def test_any_text_is_canonical_and_read_back(
    source: str, inferred: str, remark: str, unit: str, sheet: str, note: str, assessor: str
) -> None:
    value = VALUE._replace(source=source, inferred=inferred, remark=remark, sheet=sheet, note=note, assessor=assessor)
    text = facts_text(HEAD._replace(unit=unit if one_line(unit) else "xã A"), [value])
    problems = Problems()
    formatted = format_file(text.encode(), "a.yaml", "facts", problems)
    if formatted is None:
        assert not normalise(unit).strip(), [p.message for p in problems.found]  # which no command asks for
        return
    assert formatted.text == text
    mark = mark_in(text)
    assert mark is not None and mark.untouched


def test_values_come_back_with_source_cell_and_particulars(desk: Desk) -> None:
    found = desk.csv(
        "Mã;Giá trị;Loại số liệu;Tính đến;Kỳ;Nguồn;Loại nguồn;Suy ra từ;Người đánh giá;Nhận xét\n"
        "xa.thu;trên 5.000 triệu đồng;ước thực hiện;;cả năm;BC, mục 2;;;;xem lại\n"
        "xa.viec;120;thực hiện;31/10/2023;;Báo cáo số 5, trang 3;;cộng các ấp;;\n"
        "xa.xep_loai;đạt;;;;;nhận định;;UBND xã;\n"
    )
    write_all(desk.root / "facts", planned(desk, found))
    thu, viec, xep_loai = loaded(desk)
    assert (thu.text, thu.basis, thu.period, thu.remark) == (
        "trên 5.000 triệu đồng",
        "estimate",
        year_of(2023),
        "xem lại",
    )
    assert (thu.source, viec.source, xep_loai.source) == ("BC, mục 2", "N1, trang 3", "BT")
    assert (viec.as_of, viec.inferred, viec.part_year) == (date(2023, 10, 31), "cộng các ấp", True)
    assert (xep_loai.judged, xep_loai.assessor) == (True, "UBND xã")
    assert thu.origin.endswith("(bang.csv!B2)")


def test_declared_sources_keep_page_and_file() -> None:
    head = HEAD._replace(sources={"BC": Source("Báo cáo số 5", "3", "bc.pdf")})
    text = facts_text(head, [VALUE._replace(source="BC, mục 1")])
    assert "  BC:\n    tên: Báo cáo số 5\n    trang: 3\n    tệp: bc.pdf\n" in text
    assert "BT" not in text


def test_several_units_and_years_are_several_files(desk: Desk) -> None:
    files = written(desk, "Xã;Năm;Thu ngân sách\nxã A;2022;1\nxã A;2023;2\nxã B;2023;3\n", Options())
    names = [desk.workspace.name_of(file.path) for file in files]
    assert names == ["facts/xa-a/2022.yaml", "facts/xa-a/2023.yaml", "facts/xa-b/2023.yaml"]


class TestFilesThatAreThere:
    def test_the_same_again_changes_nothing(self, desk: Desk) -> None:
        written(desk)
        assert [file.action for file in written(desk)] == [Action.UNCHANGED]

    def test_a_changed_table_needs_replace(self, desk: Desk) -> None:
        written(desk)
        with pytest.raises(UndecidedImport, match="--replace"):
            written(desk, TABLE.replace("5.200", "5.300"))
        assert [f.text for f in loaded(desk)] == ["5.200"]
        assert [f.action for f in written(desk, TABLE.replace("5.200", "5.300"), replace_=True)] == [Action.REPLACED]
        assert [f.text for f in loaded(desk)] == ["5.300"]
        assert sorted(p.name for p in (desk.root / "facts/xa-a").iterdir()) == ["2023.yaml"]

    def test_what_a_person_changed_is_not_replaced(self, desk: Desk) -> None:
        (file,) = written(desk)
        file.path.write_text(file.text.replace("5.200", "5.250"), "utf-8")
        with pytest.raises(UndecidedImport, match="sửa tay"):
            written(desk, TABLE.replace("5.200", "5.300"), replace_=True)

    def test_a_file_of_a_person_stays_and_import_writes_beside(self, desk: Desk) -> None:
        own = desk.root / "facts" / "xa-a-cua-toi" / "2023.yaml"
        own.parent.mkdir(parents=True)
        head = "nghị quyết: 1/NQ-HĐND\nđơn vị: xã A\nnăm: 2023\ntính đến: 10/11/2023\n"
        text = head + "số liệu:\n  - giá trị:\n      xa.thu: 4.900\n"
        own.write_text(text, "utf-8")
        found = desk.csv(TABLE)
        files = planned(desk, found, replace_=True)
        assert [file.path.name for file in files] == ["2023-bang.yaml"]
        assert files[0].path.parent == own.parent
        assert "tính đến: 10/11/2023" in files[0].text  # as the facts that are there
        existing = ExistingFacts(desk.workspace, desk.rulebook)
        (remark,) = disagreements(found, files, existing, desk.rulebook)
        assert "4.900" in remark.text and "5.200" in remark.text
        write_all(desk.root / "facts", files)
        assert own.read_text("utf-8") == text

    def test_a_folder_of_another_unit_is_not_shared(self, desk: Desk) -> None:
        written(desk)
        table = "Xã;Năm;Thu ngân sách\nxã Ă;2023;9\n"  # the folder's name has no marks
        (file,) = written(desk, table, Options(new_units=True))
        assert desk.workspace.name_of(file.path) == "facts/xa-a-2/2023.yaml"


@pytest.mark.parametrize("unit", ["../../../tmp/x", "/etc", "..", "xã A\x00\n../b", "CON", "C:\\a", "☃", "a" * 400])
def test_no_name_leads_out_of_the_folder(desk: Desk, unit: str) -> None:
    found = desk.csv(TABLE, ASKED._replace(unit=unit))
    files = planned(desk, found)
    for file in files:
        assert file.path.parent.parent == desk.root / "facts"
        assert file.path.parent.name.lower() != "con" and len(file.path.parent.name) < 100
    write_all(desk.root / "facts", files)


def test_a_linked_folder_is_not_followed(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("ngoai")
    (desk.root / "facts" / "xa-a").symlink_to(outside)
    with pytest.raises(OSError, match="nằm ngoài"):
        written(desk)
    assert list(outside.iterdir()) == []


def test_where_one_file_fails_none_is_written(desk: Desk) -> None:
    written(desk)
    table = "Xã;Năm;Thu ngân sách\nxã A;2023;9\nxã B;2023;3\nxã C;2023;4\n"
    path = desk.root / "bang.csv"
    path.write_text(table, "utf-8")
    files = planned(desk, desk.gather(path, Options(new_units=True)), replace_=True)
    before = files[0].path.read_text("utf-8")
    appeared = desk.root / "facts" / "xa-c" / "2023.yaml"
    appeared.parent.mkdir()
    appeared.write_text("# của người khác\n", "utf-8")
    with pytest.raises(FileExistsError):
        write_all(desk.root / "facts", files)
    assert files[0].path.read_text("utf-8") == before
    assert appeared.read_text("utf-8") == "# của người khác\n"
    assert sorted(p.relative_to(desk.root).as_posix() for p in (desk.root / "facts").rglob("*")) == [
        "facts/xa-a",
        "facts/xa-a/2023.yaml",
        "facts/xa-c",
        "facts/xa-c/2023.yaml",
    ]


def test_a_disk_without_hard_links_will_do(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*arguments: object) -> None:
        raise PermissionError("no links here")

    monkeypatch.setattr("os.link", refused)
    (file,) = written(desk)
    assert file.path.read_text("utf-8") == file.text
    assert [path.name for path in file.path.parent.iterdir()] == ["2023.yaml"]


def test_a_copy_that_fails_leaves_the_file_as_it_was(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    (file,) = written(desk)

    def half(source: object, target: Path) -> None:
        target.write_text("nửa tệp", "utf-8")
        raise OSError("no space left")

    files = planned(desk, desk.csv(TABLE.replace("5.200", "5.300")), replace_=True)
    monkeypatch.setattr("shutil.copy2", half)
    with pytest.raises(OSError, match="no space"):
        write_all(desk.root / "facts", files)
    assert file.path.read_text("utf-8") == file.text
    assert [path.name for path in file.path.parent.iterdir()] == ["2023.yaml"]


@pytest.mark.parametrize(("owner", "step"), [(Path, "open"), (Path, "mkdir"), (os, "link")])
def test_an_interruption_right_after_a_step_leaves_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, owner: Any, step: str
) -> None:
    files = planned(desk, desk.csv(TABLE))
    done = getattr(owner, step)

    def then_interrupted(*given: Any, **more: Any) -> None:
        done(*given, **more)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(owner, step, then_interrupted)
        with pytest.raises(KeyboardInterrupt):
            write_all(desk.root / "facts", files)
    assert list((desk.root / "facts").iterdir()) == []
