"""Names that select something: other marks are another name, no marks at all may be any, and two units never share anything."""

from __future__ import annotations

import json
import shutil
import unicodedata
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook

from tests.reports.word_documents import breakable
from tests.running import Done, run_process
from tests.small_workspace import FACTS, Small

CATALOGUE = "x.hop: {tên: Số hợp tác xã, đơn vị tính: HTX}"
CRITERIA = "- {số: 1.1, nguyên văn: Có từ 20 HTX trở lên, đạt khi: x.hop từ 20 HTX trở lên}"
NAMES = ("xã Mỹ Thọ", "xã Mỹ Tho")


class Commune:
    """Two communes whose names differ in marks alone: 11 and 44 cooperatives, so that each shows which one was read."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.small = Small(root, CATALOGUE).criteria(CRITERIA)
        self.add("xa-1", "xã Mỹ Thọ", "11 HTX")
        self.add("xa-2", "xã Mỹ Tho", "44 HTX")

    def add(self, folder: str, unit: str, value: str, year: int = 2023) -> None:
        groups = f"  - nguồn: BC\n    giá trị:\n      x.hop: {value}\n"
        text = FACTS.format(year=year, as_of=f"31/12/{year}", groups=groups)
        self.small.write(f"facts/{folder}/{year}.yaml", text.replace("đơn vị: xã A", f"đơn vị: {unit}"))

    def run(self, *arguments: str) -> Done:
        return run_process(*arguments, cwd=self.root)


@pytest.fixture
def two(tmp_path: Path) -> Commune:
    return Commune(tmp_path)


@pytest.mark.process
@pytest.mark.parametrize(
    ("typed", "unit", "value"),
    [
        ("xã Mỹ Thọ", "xã Mỹ Thọ", "11 HTX"),
        ("xã Mỹ Tho", "xã Mỹ Tho", "44 HTX"),
        ("  XÃ  MĨ  THO ", "xã Mỹ Tho", "44 HTX"),
        (unicodedata.normalize("NFD", "xã Mỹ Thọ"), "xã Mỹ Thọ", "11 HTX"),
        ("xa-2", "xã Mỹ Tho", "44 HTX"),
    ],
)
def test_every_command_reads_the_unit_that_was_typed(two: Commune, typed: str, unit: str, value: str) -> None:
    done = two.run("evaluate", "--unit", typed, "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    document = json.loads(done.stdout)
    assert document["unit"] == unit and value in done.stdout
    for arguments in (["why", "1.1"], ["goal", "1.1"], ["what-if", "--set", "x.hop=25 HTX"]):
        assert value in two.run(*arguments, "--unit", typed).stdout, arguments
    done = two.run("report", "--unit", typed, "-o", "q.docx")
    assert done.returncode == 0 and f": {unit}, năm 2023" in done.stdout
    told = breakable("\n".join(paragraph.text for paragraph in docx.Document(str(two.root / "q.docx")).paragraphs))
    assert unit in told and value in told
    listed = two.run("history", "--unit", typed if typed != "xa-2" else unit, "--format", "json")
    assert {record["unit"] for record in json.loads(listed.stdout)["records"]} == {unit}


@pytest.mark.process
def test_a_unit_with_years_before_the_period_alone_is_named(two: Commune) -> None:
    """A year that was typed wrong, 2013 for 2023, must not make a commune disappear."""
    two.add("xa-3", "xã Phú Mỹ", "5 HTX", 2013)
    two.add("xa-1", "xã Mỹ Thọ", "9 HTX", 2019)
    done = two.run("evaluate", "--all", "--format", "csv")
    assert "xã Phú Mỹ" not in done.stdout and "xã Mỹ Thọ" in done.stdout
    (told,) = (line for line in done.stderr.splitlines() if "trước giai đoạn" in line)
    assert "1 đơn vị chỉ có số liệu của năm trước giai đoạn (từ 2021), không đánh giá: xã Phú Mỹ (2013)" in told
    assert two.run("evaluate", "--unit", "xã Mỹ Thọ").stderr == ""


@pytest.mark.process
def test_a_unit_whose_file_cannot_be_read_is_not_told_as_missing_alone(two: Commune) -> None:
    """The year of its file has a slip: what is proposed beside it is another commune."""
    two.add("xa-3", "xã Phú Mỹ", "5 HTX", 20235)
    for asked in (["--unit", "xã Phú Mỹ"], ["--year", "2025"]):
        done = two.run("evaluate", *asked)
        assert (done.returncode, done.stdout) == (2, "")
        assert (
            "Có thể số liệu ấy nằm ở tệp không đọc được: facts/xa-3/20235.yaml; chạy `chitieu check` để xem lỗi"
            in done.stderr
        )


@pytest.mark.process
def test_what_is_not_judged_is_told_by_resolution(two: Commune) -> None:
    """Files of two resolutions stand beside each other in each folder."""
    rules = two.root / "rules/nq2"
    shutil.copytree(two.root / "rules/nq", rules)
    for path in rules.iterdir():
        path.write_text(path.read_text("utf-8").replace("1/NQ-HĐND", "2/NQ-HĐND"), "utf-8")
    for name in "ABC":
        two.add(f"x-{name}", f"xã Số {name}", "5 HTX", 2013)
        other = two.root / f"facts/x-{name}/2013.yaml"
        (two.root / f"facts/x-{name}/2014.yaml").write_text(
            other.read_text("utf-8").replace("1/NQ-HĐND", "2/NQ-HĐND").replace("2013", "2014"), "utf-8"
        )
    told = [line for line in two.run("evaluate", "--all", "--quiet").stderr.splitlines() if "trước giai đoạn" in line]
    shown = [line.partition("không đánh giá: ")[2].partition(";")[0] for line in told]
    assert shown == ["xã Số A (2013), xã Số B (2013), xã Số C (2013)", "xã Số A (2014), xã Số B (2014), xã Số C (2014)"]


@pytest.mark.process
def test_a_period_that_is_asked_for_tells_nothing_of_other_years(two: Commune) -> None:
    two.add("xa-1", "xã Mỹ Thọ", "9 HTX", 2019)
    done = two.run("evaluate", "--facts", "facts/xa-1/2019.yaml", "--facts", "facts/xa-2/2023.yaml", "--quiet")
    assert "trước giai đoạn" not in done.stderr


@pytest.mark.process
@pytest.mark.parametrize("spelt", ["xã Mỹ Tho,huyện B", "xã Mỹ Tho , huyện B", "XÃ MỸ THO,  HUYỆN B"])
def test_a_blank_beside_a_comma_makes_no_other_unit(two: Commune, spelt: str) -> None:
    two.add("xa-2", "xã Mỹ Tho, huyện B", "44 HTX")
    done = two.run("evaluate", "--unit", spelt, "--format", "json")
    assert (done.returncode, json.loads(done.stdout)["unit"]) == (0, "xã Mỹ Tho, huyện B")


@pytest.mark.process
@pytest.mark.parametrize("command", [["evaluate"], ["why", "1.1"], ["report", "-o", "q.docx"], ["history"]])
def test_a_name_that_is_none_is_never_taken_for_another(two: Commune, command: list[str]) -> None:
    assert two.run("evaluate").returncode == 0
    for typed in ("xã Mỹ Thờ", "xã My Tho", "xã Mỷ Thọ"):
        done = two.run(*command, "--unit", typed)
        assert done.returncode == 2 and done.stdout == "", typed
        assert "phải chăng là «xã Mỹ Thọ» hoặc «xã Mỹ Tho»?" in done.stderr
    done = two.run(*command, "--unit", "xa my tho")
    assert done.returncode == 2
    assert "«xa my tho» có thể là «xã Mỹ Thọ» hoặc «xã Mỹ Tho»; ghi đủ dấu" in done.stderr
    assert not (two.root / "q.docx").exists()


@pytest.mark.process
def test_a_name_without_marks_is_that_of_the_only_one(two: Commune) -> None:
    two.add("xa-3", "xã Tân Lập", "30 HTX")
    assert json.loads(two.run("evaluate", "--unit", "xa tan lap", "--format", "json").stdout)["unit"] == "xã Tân Lập"


@pytest.mark.process
def test_two_units_are_two_in_every_table(two: Commune) -> None:
    done = two.run("evaluate", "--all", "-o", "t.xlsx", "-o", "t.html", "-o", "t.csv", "-o", "t.jsonl")
    assert done.returncode == 0, done.stderr
    assert "2 đơn vị" in done.stdout and all(name in done.stdout for name in NAMES)
    page, table = (two.root / "t.html").read_text("utf-8"), (two.root / "t.csv").read_text("utf-8")
    assert all(page.count(f'<th scope="row">{name}</th>') == 1 and name in table for name in NAMES)
    units = [json.loads(line)["unit"] for line in (two.root / "t.jsonl").read_text("utf-8").splitlines()]
    assert sorted(units) == sorted(NAMES)
    ranking = load_workbook(two.root / "t.xlsx")["Xếp hạng"]
    shown = [str(cell.value) for row in ranking.iter_rows() for cell in row if cell.value in NAMES]
    assert sorted(shown) == sorted(NAMES)


@pytest.mark.process
def test_each_of_two_units_has_its_own_file(two: Commune) -> None:
    assert two.run("report", "--all", "-o", "ra").returncode == 0
    assert sorted(path.name for path in (two.root / "ra").iterdir()) == [
        "tong-hop.docx", "xa-my-tho-2023-2.docx", "xa-my-tho-2023.docx",
    ]  # fmt: skip
    before = (two.root / "ra/xa-my-tho-2023.docx").read_bytes()
    assert two.run("report", "--all", "--unit", "xã Mỹ Tho", "-o", "ra").returncode == 0
    assert (two.root / "ra/xa-my-tho-2023.docx").read_bytes() == before  # that of xã Mỹ Thọ


@pytest.mark.process
def test_check_says_that_two_names_differ_in_marks_alone(two: Commune) -> None:
    done = two.run("check")
    assert "CT207" in done.stdout and "«xã Mỹ Tho» chỉ khác «xã Mỹ Thọ» ở dấu: hiểu là hai đơn vị" in done.stdout
    two.add("xa-3", "xa my tho", "30 HTX", year=2024)
    assert two.run("check").returncode != 0
    refused = two.run("evaluate", "--unit", "xã Mỹ Thọ")
    assert refused.returncode == 3 and "CT219" in refused.stderr


@pytest.mark.process
def test_new_facts_of_a_unit_without_marks_are_not_those_of_another(two: Commune) -> None:
    two.add("xa-3", "Thạnh An", "30 HTX")
    done = two.run("new", "facts", "--unit", "Thanh An", "--year", "2024")
    assert done.returncode == 2 and "«Thạnh An» đã có số liệu, «Thanh An» thì chưa" in done.stderr
    assert not (two.root / "facts/xa-3/2024.yaml").exists()


@pytest.mark.process
def test_import_says_which_unit_a_name_without_marks_is_read_as(two: Commune) -> None:
    (two.root / "facts/xa-2/2023.yaml").unlink()  # xã Mỹ Tho
    (two.root / "b.csv").write_text("Đơn vị;Mã số liệu;Giá trị\nxa my tho;x.hop;12\n", "utf-8")
    done = two.run("import", "b.csv", "--year", "2024")
    assert done.returncode == 0 and "hiểu là hai đơn vị" not in done.stdout
    assert "đơn vị «xa my tho» không ghi dấu: đọc là «xã Mỹ Thọ»" in " ".join(done.stdout.split())


@pytest.mark.process
@pytest.mark.parametrize("other", ["xã Mỹ Tho", "Mỹ Tho"])
def test_import_takes_a_name_as_it_is_written_beside_names_with_marks(two: Commune, other: str) -> None:
    """«Thanh An» is a commune, and so is «Thạnh An», which has facts: the number of one is never given to the other."""
    two.add("xa-3", "xã Thạnh An", "30 HTX")
    for name in ("Thanh An", "xã Thanh An"):
        (two.root / "b.csv").write_text(f"Đơn vị;Mã số liệu;Giá trị\n{other};x.hop;12\n{name};x.hop;13\n", "utf-8")
        done = two.run("import", "b.csv", "--year", "2024")
        told = " ".join(done.stdout.split())
        assert "Đã đọc 1 giá trị, bỏ lại 1 chỗ" in told and "sửa tên trong bảng thành «xã Thạnh An»" in told
        assert not (two.root / "facts/xa-3/2024.yaml").exists()


@pytest.mark.process
def test_a_table_that_lacks_marks_gives_nothing_to_a_unit_that_has_none(two: Commune) -> None:
    """«X. Binh Hoa» can only be Bình Hòa: so «X. Thanh An» may be Thanh An or Thạnh An."""
    for folder, unit in (("xa-3", "xã Thanh An"), ("xa-4", "xã Thạnh An"), ("xa-5", "xã Bình Hòa")):
        two.add(folder, unit, "30 HTX")
    (two.root / "b.csv").write_text("Đơn vị;Mã số liệu;Giá trị\nX. Thanh An;x.hop;12\nX. Binh Hoa;x.hop;13\n", "utf-8")
    done = two.run("import", "b.csv", "--year", "2024")
    assert "Đã đọc 1 giá trị, bỏ lại 1 chỗ" in " ".join(done.stdout.split())
    assert [path.parent.name for path in two.root.glob("facts/*/2024.yaml")] == ["xa-5"]


@pytest.mark.process
def test_new_facts_go_to_the_folder_of_their_unit(two: Commune) -> None:
    (two.root / "b.csv").write_text("Mã số liệu;Giá trị\nx.hop;12\n", "utf-8")
    for command in (["new", "facts"], ["import", "b.csv"]):
        done = two.run(*command, "--unit", "xã Mỹ Thờ", "--year", "2024")
        assert done.returncode == 2 and "phải chăng là «xã Mỹ Thọ» hoặc «xã Mỹ Tho»?" in done.stderr
    done = two.run("new", "facts", "--unit", "xã Mỹ Tho", "--year", "2024")
    assert (done.returncode, done.stderr) == (0, "") and (two.root / "facts/xa-2/2024.yaml").exists()
    done = two.run("new", "facts", "--unit", "xa my tho", "--year", "2025")
    assert done.returncode == 2 and "có thể là" in done.stderr


@pytest.mark.process
def test_an_import_keeps_to_the_unit_that_was_typed(two: Commune) -> None:
    (two.root / "b.csv").write_text("Tên đơn vị;Mã số liệu;Giá trị\nxã Mỹ Thọ;x.hop;12\nxã Mỹ Tho;x.hop;45\n", "utf-8")
    done = two.run("import", "b.csv", "--unit", "xã Mỹ Tho", "--year", "2024")
    assert done.returncode == 0, done.stderr
    assert "là: 45" in (two.root / "facts/xa-2/2024.yaml").read_text("utf-8")
    assert not (two.root / "facts/xa-1/2024.yaml").exists()
    done = two.run("import", "b.csv", "--unit", "xa my tho", "--year", "2025")
    assert done.returncode == 2 and "có thể là «xã Mỹ Thọ» hoặc «xã Mỹ Tho»" in done.stderr
    with (two.root / "b.csv").open("a", encoding="utf-8") as table:
        table.write("xã Mỹ Thỏ;x.hop;99\n")  # a third one, not known before
    done = two.run("import", "b.csv", "--year", "2025", "--dry-run")
    assert "đơn vị «xã Mỹ Thỏ» chưa có trong facts/" in " ".join(done.stdout.replace("│", " ").split())
    done = two.run("import", "b.csv", "--year", "2025", "--new-units")
    assert done.returncode == 0 and "hiểu là hai đơn vị" in done.stdout
    assert "là: 99" in (two.root / "facts/xa-my-tho/2025.yaml").read_text("utf-8")
    for folder, number in (("xa-1", "12"), ("xa-2", "45")):
        assert f"là: {number}" in (two.root / f"facts/{folder}/2025.yaml").read_text("utf-8")


@pytest.mark.process
def test_other_names_need_their_marks_too(two: Commune) -> None:
    assert two.run("evaluate", "1/nq-hđnd").returncode == 0
    assert two.run("evaluate", "1/NQ-HDND").returncode == 0
    done = two.run("evaluate", "1/NQ-HĐNĐ")
    assert done.returncode == 2 and "phải chăng là «1/NQ-HĐND»?" in done.stderr
    done = two.run("why", "nội dùng 1.1", "--unit", "xã Mỹ Thọ", "--resolution", "1/NQ-HĐND")
    assert done.returncode == 2 and "«nội dung 1.1»" in done.stderr
    two.add("xa-9", "xã Khác", "30 HTX")
    path = two.root / "facts/xa-9/2023.yaml"
    path.write_text(path.read_text("utf-8").replace("1/NQ-HĐND", "1/NQ-HĐNĐ"), "utf-8")
    done = two.run("check")
    assert "CT202" in done.stdout + done.stderr


@pytest.mark.process
def test_diff_and_verify_keep_two_units_apart(two: Commune) -> None:
    for name in NAMES:
        assert two.run("report", "--unit", name, "-o", "q.md", "--force").returncode == 0
    two.add("xa-2", "xã Mỹ Tho", "45 HTX")
    assert two.run("evaluate", "--unit", "xã Mỹ Tho").returncode == 0
    records = json.loads(two.run("history", "--format", "json").stdout)["records"]
    assert [record["unit"] for record in records] == ["xã Mỹ Thọ", "xã Mỹ Tho", "xã Mỹ Tho"]
    done = two.run("diff")
    assert done.returncode == 0 and "44 HTX" in done.stdout and "45 HTX" in done.stdout and "11 HTX" not in done.stdout
    now = two.run("diff", "1")
    assert now.returncode == 0 and "45 HTX" not in now.stdout
    assert two.run("history", "1", "--receipt", "b.json").returncode == 0
    assert two.run("verify", "b.json").returncode == 0
