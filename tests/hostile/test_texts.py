"""Texts of files are shown as they are, by every command and in every format: no markup, no control of a terminal, no code."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook

from engine.files.diagnostics import Problems
from engine.files.located import read_yaml
from engine.files.scalars import Mapping
from engine.files.source import decode_source
from tests.hostile.bench import FACTS, FINDINGS, HEAD, TARGET, Bench
from tests.spreadsheet_programs import is_own_formula, is_own_link

pytestmark = pytest.mark.slow

TERMINAL = "\\e[31m\\e]0;tiêu đề\\a\\x9b2J\\u202eđảo\\u2066\\u200f\\0\\u2028"
"""As escapes of YAML: ANSI, OSC, C1, directions, NUL, a line separator."""
MARKUP = "[red]đỏ[/red] [link=http://xau.example]x[/link] <script>alert(1)</script> <b onclick=x> &lt; **đậm** |ô| `mã` ![a](http://xau.example/b)"
FORMULA = '=HYPERLINK(\\"http://xau.example\\";\\"x\\")'
TEXT = f"{MARKUP} {TERMINAL}"
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]")
COMMANDS = (
    ("evaluate",),
    ("evaluate", "--trace"),
    ("evaluate", "--format", "json"),
    ("evaluate", "--format", "jsonl"),
    ("evaluate", "--format", "csv"),
    ("why", "1.1", "--full"),
    ("why", "HC-1"),
    ("why", "HC-1", "--format", "json"),
    ("why", "9.9"),
    ("what-if", "--set", "htx.thanh_vien=2.700"),
    ("goal", "1.1"),
    ("check",),
    ("check", "--format", "json"),
    ("check", "--format", "sarif"),
    ("check", "--format", "junit"),
    ("test",),
    ("test", "--format", "json"),
    ("test", "--suggest"),
    ("fmt", "--diff"),
    ("read", TEXT.replace("\\e", "\x1b").replace("\\u202e", "\u202e").replace("\\x9b", "\x9b")),
    ("import", "bang.csv", "--unit", "xã B", "--year", "2026", "--dry-run"),
    ("import", "bang.csv", "--unit", "xã B", "--year", "2026", "--dry-run", "--format", "json"),
    ("new", "facts", "--unit", "xã [red]B\x1b[31m\u202e", "--year", "2026"),
    ("doc", "\x1b[31m\u202ekhóa"),
    ("evaluate", "--unit", "\x1b[31m\u202exã"),
    ("evaluate", "--facts", "\x1b[31m\u202e\nx.yaml"),
)


@pytest.fixture
def loud(bench: Bench) -> Bench:
    """Every text that people may choose is hostile: names, wordings, sources, conclusions, the unit, tests."""
    bench.edit(HEAD, "tên: Số thành viên hợp tác xã\n", f'tên: "{TEXT}"\n')
    bench.edit(
        HEAD, "trích yếu: Kế hoạch", f'trích yếu: "{TEXT}"\n  địa danh: "{TEXT}" # ' if False else "trích yếu: Kế hoạch"
    )
    bench.edit(TARGET, "tên: Phát triển hợp tác xã\n", f'tên: "{FORMULA} {TEXT}"\n')
    bench.edit(
        TARGET,
        "nguyên văn: Thu hút từ 2.600 thành viên trở lên\n",
        f'nguyên văn: "từ 2.600 thành viên trở lên {TEXT}"\n',
    )
    bench.edit(FINDINGS, "kết luận: Vận động thành viên ở lại hợp tác xã.", f'kết luận: "{FORMULA} {TEXT}"')
    bench.edit(FACTS, "đơn vị: xã A", f'đơn vị: "={TEXT}"')
    bench.edit(FACTS, "nguồn: BC, mục 1\n", f'nguồn: "BC, {TEXT}"\n')
    bench.edit(FACTS, "tên: Báo cáo kết quả thực hiện năm 2025", f'tên: "{TEXT}"')
    case = 'trường hợp:\n  - tên: "{0}"\n    dựa trên: xa-a/2025\n    thay đổi:\n      htx.tong: 40\n    mong đợi:\n      nội dung 1.1: đạt\n'
    bench.write("rules/nq-1/kiem-thu.yaml", case.format(TEXT))
    cells = TEXT.replace("\\e", "\x1b").replace("\\u202e", "\u202e").replace(";", " ")
    bench.write(
        "bang.csv", f"Mã số liệu;Giá trị;Nguồn\nhtx.tong;25;{cells}\n{cells};7;{cells}\nhtx.xep_loai;{cells};\n"
    )
    return bench


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda a: " ".join(a)[:40].encode("ascii", "replace").decode())
def test_no_command_sends_anything_but_letters_to_the_terminal(loud: Bench, arguments: tuple[str, ...]) -> None:
    done = loud.run(*arguments, "--color", "never") if arguments[0] not in ("doc",) else loud.run(*arguments)
    for shown in (done.stdout, done.stderr):
        assert FORBIDDEN.search(shown) is None, FORBIDDEN.search(shown)
    if arguments[0] in ("evaluate", "why", "test") and done.stdout and len(arguments) == 1:
        assert "[red]" in done.stdout, "markup is text"


def test_colour_is_the_programs_own(loud: Bench) -> None:
    shown = loud.run("evaluate", "--color", "always").stdout
    assert set(re.findall("\x1b[^m]*m", shown)) <= {
        f"\x1b[{n}m"
        for n in (
            "0",
            "1",
            "2",
            "31",
            "32",
            "33",
            "34",
            "35",
            "36",
            "1;31",
            "1;32",
            "1;33",
            "1;34",
            "1;35",
            "1;36",
            "2;36",
        )
    }


def test_suggested_cases_are_read_back(loud: Bench) -> None:
    for before in ("mã: HC-1", "của: [HC-1]", "của: [HC-1]"):
        loud.edit(FINDINGS, before, before.replace("HC-1", '"HC: {1} #\\e"'))
    shown = loud.run("test", "--suggest").stdout
    problems = Problems()
    node = read_yaml(decode_source(shown.encode(), "kiem-thu.yaml"), problems)
    assert isinstance(node, Mapping) and not problems.found, [d.message for d in problems.found]
    assert '["HC: {1} #\\u001B"]' in shown


def test_json_keeps_every_character_as_an_escape(loud: Bench) -> None:
    shown = loud.run("evaluate", "--format", "json").stdout
    assert "\\u202e" in shown and "\u202e" in json.loads(shown)["targets"][0]["title"]


def test_csv_cells_start_no_formula(loud: Bench) -> None:
    loud.run("evaluate", "-o", "ra.csv")
    for shown in (loud.run("evaluate", "--format", "csv").stdout, (loud.root / "ra.csv").read_text("utf-8-sig")):
        for row in csv.reader(io.StringIO(shown)):
            for cell in row:
                number = re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", cell)
                assert number or not cell.lstrip().startswith(("=", "+", "-", "@", "\t", "\r")), cell


def test_reports_hold_texts_and_nothing_else(loud: Bench) -> None:
    assert loud.run("report", "-o", "ra.html", "-o", "ra.md", "-o", "ra.docx", "-o", "ra.xlsx").returncode == 0
    html = (loud.root / "ra.html").read_text("utf-8")
    assert "&lt;script&gt;alert(1)" in html and "<script>alert" not in html and "<b onclick" not in html
    assert not re.search(r"""(?:src|href)=["']?(?:https?:)?//""", html)
    markdown = (loud.root / "ra.md").read_text("utf-8")
    assert "<script" not in markdown.replace("\\<", "") and "](http" not in markdown.replace("\\]", "")
    for text in (html, markdown):
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    book = load_workbook(loud.root / "ra.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert all(is_own_link(cell.hyperlink) for cell in cells if cell.hyperlink is not None)
    assert all(is_own_formula(str(cell.value)) for cell in cells if cell.data_type == "f")
    assert any(str(cell.value).startswith("=") for cell in cells), "the formula is there, as a text"
    for name in ("ra.docx", "ra.xlsx"):
        with zipfile.ZipFile(loud.root / name) as package:
            for part in package.namelist():
                if part.endswith((".xml", ".rels")):
                    ElementTree.fromstring(package.read(part))
                    assert b'TargetMode="External"' not in package.read(part), part
                    assert b"instrText" not in package.read(part) or b"HYPERLINK" not in package.read(part), part


@pytest.mark.parametrize(
    "placeholder",
    [
        "{htx.tong.__class__}",
        "{htx.tong.số.__class__}",
        "{1.1.__init__.__globals__}",
        "{0}",
        "{}",
        "{htx.tong!r:>9999999}",
        "{htx.tong:>9999999}",
        "{self}",
        "{{7*7}}",
        "{%25 x %25}",
        "{nêu.htx.tong.x}",
        "{__import__('os').system('id')}",
    ],
)
def test_placeholders_reach_for_nothing_but_names(bench: Bench, placeholder: str) -> None:
    bench.edit(FINDINGS, "kết luận: Vận động thành viên ở lại hợp tác xã.", f'kết luận: "Số {placeholder} HTX"')
    assert "CT113" in bench.refused("evaluate")


@pytest.mark.parametrize("field", ["${7*7}", "#{7*7}", "%s %n %(x)s", "$(id)", "`id`", "<%= 7 %>"])
def test_other_languages_of_templates_are_texts(bench: Bench, field: str) -> None:
    field = field.replace("{7*7}", "7*7")
    bench.edit(FINDINGS, "kết luận: Vận động thành viên ở lại hợp tác xã.", f'kết luận: "Số {field} HTX"')
    bench.edit(FACTS, "htx.thanh_vien: 2.570", "htx.thanh_vien: 2.500")
    assert f"Số {field} HTX" in json.dumps(
        json.loads(bench.run("evaluate", "--format", "json").stdout), ensure_ascii=False
    )


NAMES = (
    "a\nrules/x.yaml:1:1 CT000 lỗi: giả.yaml",
    "a\x1b[31m\x1b]0;x\x07.yaml",
    "a\u202elmay.yaml",
    "[red]a[/red].yaml",
    "<b>a.yaml",
    "=a.yaml",
)


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
@pytest.mark.parametrize("content", ["good", "bad"])
def test_names_of_files_are_shown_on_one_line_as_letters(bench: Bench, name: str, content: str) -> None:
    path = Path("facts/xa-a") / name
    try:
        (bench.root / path).parent.mkdir(exist_ok=True)
        (bench.root / FACTS).rename(bench.root / path) if "/" not in name else bench.write(
            str(path), (bench.root / FACTS).read_bytes()
        )
    except OSError:
        pytest.skip("the system has no such names")
    if content == "bad":
        bench.write(str(path), "nghị quyết: [")
    for arguments in (
        ("evaluate",),
        ("evaluate", "--format", "csv"),
        ("check",),
        ("why", "1.1"),
        ("fmt", "--diff"),
        ("report", "-o", "ra.html", "-o", "ra.xlsx", "-o", "ra.docx", "-o", "ra.md"),
    ):
        done = bench.run(*arguments)
        for shown in (done.stdout, done.stderr):
            assert FORBIDDEN.search(shown) is None
            assert not re.search(r"^(?:facts/)?rules/x\.yaml:1:1 CT000", shown, flags=re.MULTILINE), "a line of its own"
