"""Folders of returned forms: each unit as a whole or not at all, changes told, two answers refused."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook as ExcelBook

from engine.importing.existing import ExistingFacts
from engine.importing.intake import Options
from engine.importing.properties import Saved, saved
from engine.importing.returned_files import returned_files
from engine.importing.returns import Outcome, ReturnedForms, Returns
from engine.importing.writing import Planner, write_all
from tests.importing.desk import Desk


class Post(Desk):
    """A desk with a folder of returned tables."""

    @property
    def folder(self) -> Path:
        folder = self.root / "gửi về"
        folder.mkdir(exist_ok=True)
        return folder

    def returned(self, name: str, *rows: tuple[str, str, str], year: int = 2023) -> Path:
        """Writes a long table: unit, indicator, value."""
        book = ExcelBook()
        sheet = book.active
        assert sheet is not None
        sheet.append(["Tên đơn vị", "Năm", "Mã số liệu", "Giá trị"])
        for unit, code, value in rows:
            sheet.append([unit, year, code, value])
        book.properties.lastModifiedBy = "Nguyễn Văn A"
        path = self.folder / name
        book.save(path)
        return path

    def taken_in(self, replace: bool = False, dry_run: bool = False) -> Returns:
        existing = ExistingFacts(self.workspace, self.rulebook)
        planner = Planner(existing, self.rulebook, "", replace)
        write = None if dry_run else lambda planned: write_all(self.root / "facts", planned)
        return ReturnedForms(self.rulebook, existing, Options(), planner).imported(returned_files([self.folder]), write)

    @property
    def facts(self) -> dict[str, str]:
        return {path.parent.name + "/" + path.name: path.read_text("utf-8") for path in self.root.glob("facts/*/*")}


@pytest.fixture
def post(tmp_path: Path) -> Post:
    return Post(tmp_path)


def outcomes(result: Returns) -> dict[str, str]:
    return {file.file: file.outcome.value for file in result.files}


def test_each_file_has_its_outcome_and_one_bad_file_stops_no_other(post: Post) -> None:
    post.returned("a.xlsx", ("xã A", "xa.thu", "5.200"))
    post.returned("b.xlsx", ("xã B", "xa.thu", "5.300"), ("xã B", "xa.viec", "nhiều"))
    (post.folder / "c.xlsx").write_bytes(b"PK\x03\x04 broken")
    result = post.taken_in()
    assert outcomes(result) == {"a.xlsx": "new", "b.xlsx": "new", "c.xlsx": "unreadable"}
    assert [(one.file, one.cell, one.what) for one in result.files[1].corrections] == [("b.xlsx", "D3", "xa.viec")]
    assert not result.all_is_well
    assert sorted(post.facts) == ["xa-a/2023.yaml", "xa-b/2023.yaml"]


def test_lock_files_and_others_are_named_and_passed_over(post: Post) -> None:
    post.returned("a.xlsx", ("xã A", "xa.thu", "5.200"))
    for name in ("~$a.xlsx", ".~lock.a.xlsx#", "Thumbs.db", "công văn.docx"):
        (post.folder / name).write_bytes(b"x")
    result = post.taken_in()
    assert {one.name for one in result.passed_over} == {"~$a.xlsx", ".~lock.a.xlsx#", "Thumbs.db", "công văn.docx"}
    assert result.all_is_well


def test_two_answers_are_refused_and_neither_is_written(post: Post) -> None:
    post.returned("a.xlsx", ("xã A", "xa.thu", "5.200"), ("xã A", "xa.viec", "120"))
    post.returned("a (1).xlsx", ("xã A", "xa.thu", "5.250"), ("xã A", "xa.viec", "120"))
    post.returned("b.xlsx", ("xã B", "xa.thu", "1"))
    result = post.taken_in()
    assert outcomes(result) == {"a (1).xlsx": "two_answers", "a.xlsx": "two_answers", "b.xlsx": "new"}
    (one,) = result.two_answers
    assert {answer.place: answer.value for answer in one.answers} == {
        "a.xlsx!Sheet!D2": "5.200",
        "a (1).xlsx!Sheet!D2": "5.250",
    }
    assert list(post.facts) == ["xa-b/2023.yaml"]


def test_equal_copies_are_one(post: Post) -> None:
    post.returned("a.xlsx", ("xã A", "xa.thu", "5.200"))
    post.returned("b.xlsx", ("Xã A", "xa.thu", "5.200,0"))
    result = post.taken_in()
    assert outcomes(result) == {"a.xlsx": "new", "b.xlsx": "copy"}
    assert list(post.facts) == ["xa-a/2023.yaml"]
    assert result.all_is_well


def test_tables_of_one_unit_that_complete_each_other_are_both_written(post: Post) -> None:
    post.returned("kinh-te.xlsx", ("xã A", "xa.thu", "5.200"))
    post.returned("xa-hoi.xlsx", ("xã A", "xa.viec", "120"))
    assert post.taken_in().all_is_well
    assert sorted(post.facts) == ["xa-a/2023-xa-hoi.yaml", "xa-a/2023.yaml"]
    assert set(outcomes(post.taken_in()).values()) == {"unchanged"}


def test_a_table_of_many_units_holds_back_only_the_unit_in_dispute(post: Post) -> None:
    post.returned("huyện.xlsx", ("xã A", "xa.thu", "5.250"), ("xã B", "xa.thu", "1"))
    post.returned("xã A.xlsx", ("xã A", "xa.thu", "5.200"))
    result = post.taken_in()
    assert outcomes(result) == {"huyện.xlsx": "two_answers", "xã A.xlsx": "two_answers"}
    assert [file.values for file in result.files] == [1, 0]
    assert list(post.facts) == ["xa-b/2023.yaml"]


class TestAgain:
    @pytest.fixture
    def before(self, post: Post) -> Post:
        post.returned("a.xlsx", ("xã A", "xa.thu", "5.200"), ("xã A", "xa.viec", "120"))
        assert post.taken_in().all_is_well
        return post

    def test_the_same_under_another_name_is_unchanged(self, before: Post) -> None:
        (before.folder / "a.xlsx").rename(before.folder / "a (1).xlsx")
        assert outcomes(before.taken_in()) == {"a (1).xlsx": "unchanged"}

    @pytest.mark.parametrize("name", ["a.xlsx", "a-sửa.xlsx"])
    def test_a_changed_return_waits_for_replace_and_tells_what_and_who(self, before: Post, name: str) -> None:
        old = before.facts
        (before.folder / "a.xlsx").unlink()
        before.returned(name, ("xã A", "xa.thu", "5.250"), ("xã A", "xa.viec", "120"))
        result = before.taken_in()
        assert outcomes(result) == {name: "changed"}
        assert before.facts == old and not result.all_is_well
        (change,) = result.files[0].cases[0].changes
        assert (change.code, change.before, change.after) == ("xa.thu", "5.200", "5.250")
        assert result.files[0].saved_by.by == "Nguyễn Văn A"
        assert outcomes(before.taken_in(replace=True)) == {name: "replaced"}
        assert list(before.facts) == ["xa-a/2023.yaml"] and "5.250" in before.facts["xa-a/2023.yaml"]

    def test_what_only_adds_needs_no_replace(self, before: Post) -> None:
        before.returned(
            "a.xlsx", ("xã A", "xa.thu", "5.200"), ("xã A", "xa.viec", "120"), ("xã A", "xa.duong", "12 km")
        )
        result = before.taken_in()
        assert outcomes(result) == {"a.xlsx": "added"}
        assert "xa.duong" in before.facts["xa-a/2023.yaml"]

    def test_a_value_that_is_gone_waits_for_replace(self, before: Post) -> None:
        before.returned("a.xlsx", ("xã A", "xa.thu", "5.200"))
        result = before.taken_in()
        assert outcomes(result) == {"a.xlsx": "changed"}
        (change,) = result.files[0].cases[0].changes
        assert (change.code, change.before, change.after) == ("xa.viec", "120", "")

    def test_a_file_edited_by_hand_is_never_overwritten(self, before: Post) -> None:
        path = before.root / "facts/xa-a/2023.yaml"
        path.write_text(path.read_text("utf-8").replace("5.200", "5.201"), "utf-8")
        edited = path.read_bytes()
        before.returned("a-2.xlsx", ("xã A", "xa.thu", "5.250"), ("xã A", "xa.viec", "120"))
        (before.folder / "a.xlsx").unlink()
        for replace in (False, True):
            result = before.taken_in(replace)
            assert outcomes(result) == {"a-2.xlsx": "undecided"} and "sửa tay" in result.files[0].reason
            assert path.read_bytes() == edited and len(before.facts) == 1

    def test_a_small_other_table_does_not_take_the_place_of_a_large_one(self, before: Post) -> None:
        before.returned(
            "a.xlsx", ("xã A", "xa.thu", "5.200"), ("xã A", "xa.viec", "120"), ("xã A", "xa.duong", "12 km")
        )
        before.taken_in()
        (before.folder / "a.xlsx").unlink()
        before.returned("nho.xlsx", ("xã A", "xa.thu", "5.250"))
        result = before.taken_in(replace=True)
        assert outcomes(result) == {"nho.xlsx": "new"}
        assert any("5.200" in remark.text and "5.250" in remark.text for remark in result.remarks)


def test_a_dry_run_writes_nothing_and_tells_the_same(post: Post) -> None:
    post.returned("a.xlsx", ("xã A", "xa.thu", "5.200"))
    assert outcomes(post.taken_in(dry_run=True)) == {"a.xlsx": Outcome.NEW}
    assert not post.facts


# ---------------------------------------------------------------- document properties


def package(path: Path, content: bytes) -> Path:
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("docProps/core.xml", content)
    return path


CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dcterms="http://purl.org/dc/terms/"><cp:lastModifiedBy>{}</cp:lastModifiedBy>'
    "<dcterms:modified>{}</dcterms:modified></cp:coreProperties>"
)


def test_the_properties_are_told_in_the_time_of_vietnam(tmp_path: Path) -> None:
    path = package(tmp_path / "a.xlsx", CORE.format("Trần Thị B", "2024-12-31T20:00:00Z").encode())
    assert saved(path).told == "lưu lần cuối bởi «Trần Thị B» ngày 01/01/2025"


@pytest.mark.parametrize("time", ["", "hôm qua", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_a_time_that_is_none_is_left_out(tmp_path: Path, time: str) -> None:
    assert saved(package(tmp_path / "a.xlsx", CORE.format("B", time).encode())) == Saved("B", "")


def test_hostile_properties_are_one_short_line_or_nothing(tmp_path: Path) -> None:
    name = saved(package(tmp_path / "a.xlsx", CORE.format("&#10;lỗi\x85" + "x" * 5000, "").encode())).by
    assert "\n" not in name and len(name) < 200
    entity = b'<!DOCTYPE a [<!ENTITY b "c">]>' + CORE.format("&b;", "").encode()
    assert saved(package(tmp_path / "b.xlsx", entity)) == Saved()
    assert saved(package(tmp_path / "c.xlsx", b"<a>" * 40_000)) == Saved()
    assert saved(package(tmp_path / "d.xlsx", CORE.format("B" * 200_000, "").encode())) == Saved()
    (tmp_path / "e.csv").write_bytes(b"a;b")
    assert saved(tmp_path / "e.csv") == Saved()
