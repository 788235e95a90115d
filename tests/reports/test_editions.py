"""The report to be signed, the cover letter and the summary: what an office would strike out is not in them."""

from __future__ import annotations

import io
import re
import zipfile
from functools import lru_cache
from pathlib import Path

import docx
import pytest

from engine.evaluation.evaluation import Evaluation
from engine.history.anchors import result_anchor
from engine.history.receipt import receipt_of
from engine.reports.footnotes import mark
from engine.reports.markdown_report import to_markdown
from engine.reports.official.editions import Edition
from engine.reports.official.model import Item, OfficialReport, Paragraph, ToWrite
from engine.reports.word_templates import fill, shipped
from engine.workspace.case import Case, evaluate_cases
from tests.conftest import Golden
from tests.reports.word_documents import breakable
from tests.running import run_here
from tests.small_workspace import Small
from tests.workspaces import ROOT, cases_in

GOLDEN = ROOT / "tests/golden/reports"
WORDED = [Edition.SIGNING, Edition.COVER, Edition.SUMMARY]


@lru_cache
def evaluated(root: Path, period: str = "") -> tuple[Case, Evaluation]:
    case = next(one for one in cases_in(root) if not period or one.facts.facts.period == period)
    return case, evaluate_cases([case])[0]


def edition(of: Edition, root: Path = ROOT, period: str = "") -> OfficialReport:
    return of.compose(*evaluated(root, period))


def texts(report: OfficialReport) -> list[str]:
    return [block.text for block in report.body]


def word(report: OfficialReport, of: Edition) -> bytes:
    return fill(shipped(of.template), report)


# ---------------------------------------------------------------- the whole text, as agreed


@pytest.mark.parametrize("of", WORDED)
def test_the_text_reads_as_agreed(of: Edition, golden: Golden) -> None:
    golden(GOLDEN / f"47-nq-hdnd-2021.{of}.md", to_markdown(edition(of)))


def test_an_interim_report_reads_as_agreed(golden: Golden) -> None:
    report = edition(Edition.SIGNING, ROOT / "examples/xa-thanh-my-2025", "6 tháng")
    golden(GOLDEN / "xa-thanh-my-2025-6-thang.trinh-ky.md", to_markdown(report))


# ---------------------------------------------------------------- what is not in it


@pytest.mark.parametrize("of", WORDED)
@pytest.mark.parametrize("root", [ROOT, *sorted((ROOT / "examples").iterdir())], ids=lambda path: path.name)
def test_nothing_speaks_of_the_tool(root: Path, of: Edition) -> None:
    case, _ = evaluated(root)
    report = edition(of, root)
    rows = () if report.table is None else report.table.rows
    text = "\n".join([*texts(report), *(" ".join(row.cells) for row in rows)])
    ids = [finding.id for finding in case.rulebook.findings] + [check.id for check in case.rulebook.reconciliations]
    assert [identifier for identifier in ids if re.search(rf"\b{re.escape(identifier)}\b", text)] == []
    assert not re.search(r"heo nhận định của báo cáo|\(suy ra\)|\(ước\)|\(nhận định\)|yaml", text)


def test_a_reader_finds_every_count_below_ten_in_two_digits() -> None:
    """Of things counted: the seed report writes 01 chi nhánh, 05 HTX, 07 THT, 02/22 HTX. «0 THT» stays."""
    text = "\n".join(texts(edition(Edition.SIGNING)))
    alone = re.findall(r"(?<![\d.,/])[1-9](?:/\d+)? (?:HTX|THT|chi nhánh|người|xã|nội dung)", text)
    assert [found for found in alone if not found.endswith("nội dung")] == []
    for expected in (
        "01 chi nhánh",
        "tăng 03 HTX",
        "09 người",
        "0/07 THT",
        "08 THT tiểu thủ công nghiệp ở 06 xã",
    ):
        assert expected in text


def test_each_cause_is_told_once() -> None:
    found = texts(edition(Edition.SIGNING))
    seasonal = [text for text in found if "liên kết theo thời vụ" in text]
    assert len(seasonal) == 1 and seasonal[0].startswith("Chỉ tiêu số 1 ")
    assert any(text.endswith("Nguyên nhân: như đã nêu ở chỉ tiêu số 1.") for text in found)


def test_a_target_for_each_criterion_is_counted_once() -> None:
    """The Assembly set 12 targets; its report counts «12/12 chỉ tiêu»."""
    counts = next(text for text in texts(edition(Edition.SIGNING, ROOT / "examples/quoc-hoi-2019")) if "12/12" in text)
    assert counts == "Tính đến ngày 31/12/2019, so với Nghị quyết, có 12/12 chỉ tiêu đạt và vượt."


def test_number_and_day_are_left_open_for_the_office() -> None:
    head = edition(Edition.SIGNING).head
    assert (head.number, head.place_and_day) == (
        "Số:       /BC-UBND",
        "Tháp Mười, ngày      tháng      năm 2023",
    )
    assert edition(Edition.SIGNING).to_write == 0


def test_an_interim_report_asks_for_no_cause_of_what_is_on_course() -> None:
    report = edition(Edition.SIGNING, ROOT / "examples/xa-thanh-my-2025", "6 tháng")
    trees = [block for block in report.body if isinstance(block, Item) and "Trồng mới 6.000 cây" in block.text]
    assert not trees and not any(isinstance(block, ToWrite) and "số 6" in block.text for block in report.body)
    leads = [block.text for block in report.body if isinstance(block, Paragraph) and block.text.endswith(":")]
    assert leads[-2:] == ["Chậm tiến độ:", "Chưa đạt:"]


def test_the_counts_of_an_interim_report_add_up() -> None:
    found = texts(edition(Edition.SIGNING, ROOT / "examples/xa-thanh-my-2025", "6 tháng"))
    counts = next(text for text in found if text.startswith("Tính đến ngày"))
    for what, whole in (("chỉ tiêu", 6), ("nội dung", 10)):
        parts = re.findall(rf"(\d+)/(\d+) {what}", counts)
        assert sum(int(part) for part, _ in parts) == whole and {int(of) for _, of in parts} == {whole}
    assert not any("hưa đạt, đảm bảo" in text for text in found)


# ---------------------------------------------------------------- sentences of fields

CATALOGUE = """
x.hop: {tên: Số hợp tác xã, đơn vị tính: HTX}
x.thu: {tên: Thu ngân sách, đơn vị tính: triệu đồng, tính chất: trong năm}
x.ty: {tên: Tỷ lệ hộ khá, đơn vị tính: "%"}
"""
CRITERIA = "- {số: 1.1, nguyên văn: Có từ 20 HTX trở lên, đạt khi: x.hop từ 20 HTX trở lên}"


def told(root: Path, sentences: str, now: str, before: str = "") -> list[str]:
    """What the report says under the field «Kinh tế», marks included."""
    small = Small(root, CATALOGUE).criteria(CRITERIA).facts(now, as_of="31/12/2023")
    if before:
        small.facts(before, 2022, "31/12/2022")
    lines = "".join(f"        - {line}\n" for line in sentences.strip().split("\n"))
    (root / "rules/nq/bao-cao.yaml").write_text(
        f"báo cáo:\n  lĩnh vực:\n    - tên: Kinh tế\n      số liệu: [x]\n      câu:\n{lines}", "utf-8"
    )
    case = next(case for case in cases_in(root) if case.facts.facts.year == 2023)
    body = Edition.SIGNING.compose(case, evaluate_cases([case])[0]).body
    start = next(i for i, block in enumerate(body) if block.text == "Kinh tế")
    end = next(i for i, block in enumerate(body) if block.text.startswith("Các chỉ tiêu"))
    return [block.text for block in body[start + 1 : end]]


@pytest.mark.parametrize(
    ("sentence", "now", "before", "expected"),
    [
        ("Có {x.hop}", "x.hop: 5 HTX", "", "Có 05 HTX"),
        ("Có {x.hop}", "x.hop: 15 HTX", "", "Có 15 HTX"),
        ("Thu {x.thu}", "x.thu: 5 triệu đồng", "", "Thu 5 triệu đồng"),  # amounts are written as they are
        ("Có {x.hop}, {x.hop.so với năm trước}", "x.hop: 5 HTX", "x.hop: 2 HTX", "Có 05 HTX, tăng 03 HTX so với năm trước"),
        ("Thu {x.thu.so với năm trước}", "x.thu: 90 triệu đồng", "x.thu: 80 triệu đồng", "Thu tăng 12,5% so với năm trước"),
        ("Tỷ lệ {x.ty.so với năm trước}", "x.ty: 34%", "x.ty: 36%", "Tỷ lệ giảm 2 điểm phần trăm so với năm trước"),
        ("Năm trước {x.hop.năm trước}", "x.hop: 5 HTX", "x.hop: 2 HTX", "Năm trước 02 HTX"),
        ("Có {x.hop} ({x.hop.so với năm trước})", "x.hop: 5 HTX", "x.hop: 5 HTX", "Có 05 HTX (bằng năm trước)"),
        ("{1.1.đánh giá}", "x.hop: 5 HTX", "", "chưa đạt"),
    ],
)  # fmt: skip
def test_a_sentence_is_filled_in(tmp_path: Path, sentence: str, now: str, before: str, expected: str) -> None:
    assert told(tmp_path, f'viết: "{sentence}"', now, before) == [expected]


def test_a_sentence_stands_there_where_its_condition_holds(tmp_path: Path) -> None:
    sentences = '{khi: x.hop từ 10 HTX trở lên, viết: "Nhiều"}\n{khi: x.hop dưới 10 HTX, viết: "Ít"}'
    assert told(tmp_path / "a", sentences, "x.hop: 5 HTX") == ["Ít"]
    assert told(tmp_path / "b", sentences, "x.hop: 15 HTX") == ["Nhiều"]
    assert told(tmp_path / "c", sentences + '\nviết: "Luôn có"', "x.thu: 5 triệu đồng") == ["Luôn có"]


def test_a_sentence_without_its_number_is_a_mark_and_no_guess(tmp_path: Path) -> None:
    assert told(tmp_path, 'viết: "Thu {x.thu}"', "x.hop: 5 HTX") == ["số liệu còn thiếu: Thu ngân sách"]


def test_what_is_known_of_a_sentence_is_told_where_another_number_is_missing(tmp_path: Path) -> None:
    found = told(tmp_path, 'viết: "Có {x.hop}, thu {x.thu}"', "x.hop: 5 HTX")
    assert found == ["Số hợp tác xã: 05 HTX.", "số liệu còn thiếu: Thu ngân sách"]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ("thực hiện: 30 triệu đồng", "Thu 30 triệu đồng"),
        ("ước: 50 triệu đồng", "Thu ước 50 triệu đồng"),
        ("cả hai", "Thu đến 31/10/2023 đạt 30 triệu đồng, ước cả năm 50 triệu đồng"),
    ],
)
def test_an_estimate_does_not_hide_what_was_counted(tmp_path: Path, facts: str, expected: str) -> None:
    actual = "  - nguồn: BC\n    tính đến: 31/10/2023\n    giá trị:\n      x.thu: 30 triệu đồng\n"
    estimate = "  - nguồn: BC\n    loại số liệu: ước thực hiện\n    giá trị:\n      x.thu: 50 triệu đồng\n"
    small = Small(tmp_path, CATALOGUE).criteria(CRITERIA)
    small.groups({"t": actual, "ư": estimate, "c": actual + estimate}[facts[0]], as_of="31/10/2023")
    (tmp_path / "rules/nq/bao-cao.yaml").write_text(
        'báo cáo:\n  lĩnh vực:\n    - tên: Kinh tế\n      số liệu: [x]\n      câu:\n        - viết: "Thu {x.thu}"\n',
        "utf-8",
    )
    case, evaluation = evaluated(tmp_path)
    assert expected in texts(Edition.SIGNING.compose(case, evaluation))


def test_sentences_belong_to_the_rules(tmp_path: Path) -> None:
    """In a facts file nothing would compile their conditions."""
    Small(tmp_path, CATALOGUE).criteria(CRITERIA).facts("x.hop: 5 HTX")
    with (tmp_path / "facts/xa-a/2023.yaml").open("a", encoding="utf-8") as file:
        file.write(
            "báo cáo:\n  lĩnh vực:\n    - tên: Kinh tế\n      số liệu: [x]\n      câu:\n        - viết: Có {x.hop}\n"
        )
    done = run_here("check", cwd=tmp_path)
    assert "2023.yaml:18:11 CT013 lỗi: `câu` không viết ở tệp số liệu" in done.stdout


# ---------------------------------------------------------------- Word


@pytest.mark.parametrize("of", WORDED)
def test_every_text_is_in_the_document_and_equal_input_gives_equal_bytes(of: Edition) -> None:
    report = edition(of)
    package = word(report, of)
    assert package == word(report, of)
    document = docx.Document(io.BytesIO(package))
    shown = [breakable(paragraph.text) for paragraph in document.paragraphs]
    assert [text for text in texts(report) if not any(text in line for line in shown)] == []
    assert "{" not in "".join(shown)


def test_the_pages_of_the_annex_are_counted_for_themselves() -> None:
    """Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, mục III, khoản 1, điểm đ; the first page shows no number."""
    annex = docx.Document(io.BytesIO(word(edition(Edition.SIGNING), Edition.SIGNING))).sections[-1]
    assert annex.different_first_page_header_footer
    assert annex._sectPr.xpath("./w:pgNumType/@w:start") == ["1"]


def test_the_table_has_every_cell() -> None:
    report = edition(Edition.SIGNING)
    assert report.table is not None
    table = docx.Document(io.BytesIO(word(report, Edition.SIGNING))).tables[-1]
    cells = [tuple(breakable(cell.text) for cell in row.cells) for row in table.rows]
    whole = [report.table.headings, *(row.cells for row in report.table.rows)]
    assert cells == [tuple(row[place] for place in report.table.filled) for row in whole]
    assert "Năm trước" not in cells[0] and len(cells[0]) == 8  # an empty column is left out


@pytest.mark.parametrize("of", WORDED)
def test_texts_of_files_are_text(of: Edition) -> None:
    """Neither tags of templates nor markup of Word in a text of a rule or facts file mean anything."""
    hostile = "{{ so }} {% for a in b %} <w:br/> & {{ ''.__class__ }} {%p if x %}"
    report = edition(of)
    blocks = (Paragraph(hostile), *report.body)
    package = word(report._replace(body=blocks), of)
    document = docx.Document(io.BytesIO(package))
    assert hostile in [paragraph.text for paragraph in document.paragraphs]


def test_a_draft_says_so_on_every_page() -> None:
    package = word(edition(Edition.SIGNING)._replace(notice="BẢN NHÁP: còn lỗi (CT101)."), Edition.SIGNING)
    section = docx.Document(io.BytesIO(package)).sections[0]
    for header in (section.header, section.first_page_header):
        assert "BẢN NHÁP" in "\n".join(paragraph.text for paragraph in header.paragraphs)


def test_the_option_chooses_the_edition(tmp_path: Path) -> None:
    for option, kind in (("--to-trinh", "TỜ TRÌNH"), ("--tom-tat", "TÓM TẮT"), ("--tham-tra", "BÁO CÁO")):
        done = run_here("report", option, "--no-record", "-o", f"{tmp_path}/x{option}.docx", cwd=ROOT)
        assert done.returncode == 0, done.stderr
        paragraphs = docx.Document(f"{tmp_path}/x{option}.docx").paragraphs
        assert kind in [paragraph.text for paragraph in paragraphs]
    both = run_here("report", "--to-trinh", "--tom-tat", "-o", f"{tmp_path}/y.docx", cwd=ROOT)
    assert (both.returncode, "chỉ dùng một trong: --to-trinh, --tom-tat" in both.stderr) == (2, True)
    table = run_here("report", "--tom-tat", "-o", f"{tmp_path}/y.xlsx", cwd=ROOT)
    assert (table.returncode, "chỉ dùng với tệp .docx, .odt, .pdf, .md" in table.stderr) == (2, True)


def test_looking_at_last_year_is_no_input_of_the_result(tmp_path: Path) -> None:
    """What a document tells of last year is not what the verdicts rest on: the line of the result stays."""
    small = Small(tmp_path, CATALOGUE).criteria(CRITERIA).facts("x.hop: 5 HTX", as_of="31/12/2023")
    small.facts("x.hop: 2 HTX", 2022, "31/12/2022")
    case = next(case for case in cases_in(tmp_path) if case.facts.facts.year == 2023)
    evaluation = evaluate_cases([case])[0]
    before = result_anchor(receipt_of(case, evaluation)).text
    report = Edition.SIGNING.compose(case, evaluation)
    assert report.table is not None and report.table.rows[0].before == "02"
    assert result_anchor(receipt_of(case, evaluation)).text == before


# ---------------------------------------------------------------- footnotes

NOTES = "word/footnotes.xml"


def parts_of(package: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(package)) as made:
        return {name: made.read(name).decode() for name in made.namelist() if name.endswith((".xml", ".rels"))}


def test_sources_stand_in_footnotes_where_they_are_wanted() -> None:
    report = edition(Edition.SIGNING)
    parts = parts_of(word(report, Edition.SIGNING))
    told = [block for block in report.body if isinstance(block, Item) and block.sources]
    references = re.findall(r'<w:footnoteReference w:id="(\d+)"/>', parts["word/document.xml"])
    assert len(told) == 10 and references == [str(number) for number in range(1, 11)]  # the sentences of two fields
    notes = re.findall(r'<w:footnote w:id="(\d+)">(.*?)</w:footnote>', parts[NOTES])
    assert [number for number, _ in notes] == references
    assert "Báo cáo kết quả thực hiện Nghị quyết số 47/NQ-HĐND" in notes[0][1] and "mục II.1.1" in notes[0][1]
    assert NOTES not in parts_of(word(report.without_sources(), Edition.SIGNING))


def test_no_text_of_a_file_makes_a_footnote() -> None:
    report = edition(Edition.SIGNING)
    forged = report._replace(body=(Item(f"Câu{mark(1)}"), *report.body)).without_sources()
    assert "footnoteReference" not in parts_of(word(forged, Edition.SIGNING))["word/document.xml"]


def test_a_cause_stands_once_in_the_annex() -> None:
    """The same words again are «Như mục …», so that the annex of eleven criteria keeps to one page."""
    table = edition(Edition.SIGNING).table
    assert table is not None
    causes = [row.cause for row in table.rows if row.cause]
    assert len(set(causes)) == len(causes) and "Như mục 1" in causes
