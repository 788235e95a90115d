"""Every example of the Vietnamese guides works as the guide says: files load, verdicts are those of the tables, messages read as quoted.

The guides mark their examples with HTML comments, which readers do not see. A guide fills one workspace as it goes on:

    <!-- thư mục mới -->           forget the files so far
    <!-- quy tắc: kho -->          the workspace has the rules of the repository
    <!-- tệp: PATH -->             the next block is that file
    <!-- in ra -->                 the next block is an excerpt of what `chitieu evaluate --full` prints (`…` stands for anything)
    <!-- in ra: kho -->            the same, on the workspace of the repository
    <!-- in ra: kho, goal 2.1 -->  the same, of another command
    <!-- báo lỗi: PATH -->         the next block is a wrong version of that file, the block after it an excerpt of the message
    <!-- bảng kết luận: 1.1 -->    a table: facts (codes in the heading) → verdict of that criterion
    <!-- bảng câu chữ: … -->       a table: wordings of a condition, and for which values they are đạt, chưa đạt, vượt
    <!-- bảng giá trị: … -->       a table: values as a facts file writes them → as the tool understands them
    <!-- bảng công thức -->        a table: formulas over the workspace's facts → their value
    <!-- bảng khi -->              a table: conditions of a finding → có, không, chưa rõ
    <!-- bảng lỗi điều kiện -->    a table: wrong conditions → message, and what to write instead
    <!-- bảng lỗi giá trị -->      a table: wrong lines of a facts file → message, and what to write instead
    <!-- bảng lựa chọn -->         a table: options of `chitieu evaluate` that must be accepted
    <!-- nhập: FILE OPTIONS -->    the next block is that CSV file, the block after it an excerpt of what `chitieu import` prints
    <!-- bảng tiêu đề -->          a table: headings of a column → as what `chitieu import` reads its values
"""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from engine.evaluation.criterion_results import CriterionResult
from engine.evaluation.evaluation import Evaluation
from engine.language import display
from engine.workspace.case import evaluate_cases
from tests.running import ROOT, Done, run_here
from tests.workspaces import cases_in, write_files

GUIDES = ("README.vi.md", "rules/README.md", "facts/README.md")
Files = dict[str, str]
Row = dict[str, str]

_COMMENT = re.compile(r"<!-- (.+) -->\Z")
_DIRECTIVES = (
    "thư mục mới",
    "quy tắc",
    "tệp",
    "in ra",
    "báo lỗi",
    "bảng kết luận",
    "bảng câu chữ",
    "bảng giá trị",
    "bảng công thức",
    "bảng khi",
    "bảng lỗi điều kiện",
    "bảng lỗi giá trị",
    "bảng lựa chọn",
    "nhập",
    "bảng tiêu đề",
)
_MEASURED = "goals"
"""The marks of the table that `python -m benchmarks` writes."""


@dataclass
class Example:
    """One thing that a guide claims. ``blocks`` are the code blocks that follow the comment, ``rows`` the table."""

    guide: str
    line: int
    kind: str
    argument: str
    files: Files
    blocks: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.guide}:{self.line} {self.kind}"


# ---------------------------------------------------------------- reading a guide


def examples_of(guide: str) -> Iterator[Example]:
    """The examples of a guide, each with the files that stand before it."""
    lines = (ROOT / guide).read_text("utf-8").split("\n")
    files: Files = {}
    for number, line in enumerate(lines, 1):
        comment = _COMMENT.match(line.strip())
        if comment is None:
            continue
        kind, _, argument = (part.strip() for part in comment[1].partition(":"))
        if kind == _MEASURED:
            continue
        assert kind in _DIRECTIVES, f"{guide}:{number}: «{kind}»"
        example = Example(guide, number, kind, argument, dict(files))
        if kind == "thư mục mới":
            files = {}
        elif kind == "quy tắc":
            folder = ROOT / "rules" / "47-nq-hdnd-2021"
            files |= {p.relative_to(ROOT).as_posix(): p.read_text("utf-8") for p in sorted(folder.glob("*.yaml"))}
        elif kind == "tệp":
            files[argument] = _blocks(lines, number, 1)[0]
        elif kind == "in ra":
            example.blocks = _blocks(lines, number, 1)
            yield example
        elif kind in ("báo lỗi", "nhập"):
            example.blocks = _blocks(lines, number, 2)
            yield example
        else:
            example.rows = _table(lines, number)
            yield example


def _blocks(lines: list[str], start: int, count: int) -> list[str]:
    blocks: list[str] = []
    inside: list[str] | None = None
    for line in lines[start:]:
        if line.startswith("```"):
            if inside is None:
                inside = []
                continue
            blocks.append("\n".join(inside) + "\n")
            inside = None
            if len(blocks) == count:
                break
        elif inside is not None:
            inside.append(line)
    assert len(blocks) == count, f"no block after line {start}"
    return blocks


def _table(lines: list[str], start: int) -> list[Row]:
    table: list[list[str]] = []
    for line in lines[start:]:
        if line.startswith("|"):
            table.append([cell.strip() for cell in line.strip().strip("|").split("|")])
        elif table:
            break
    heading, _, *rows = table
    assert all(len(row) == len(heading) for row in rows), f"uneven table after line {start}"
    return [dict(zip(heading, row, strict=True)) for row in rows]


def _codes(cell: str) -> list[str]:
    """The texts in backticks of a cell."""
    return re.findall(r"`([^`]+)`", cell)


def _values(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip() not in ("", "–")]


EXAMPLES = [example for guide in GUIDES for example in examples_of(guide)]


# ---------------------------------------------------------------- running what it says


def _lay_out(root: Path, files: Files) -> Path:
    shutil.rmtree(root, ignore_errors=True)
    for folder in ("rules", "facts"):
        (root / folder).mkdir(parents=True)
    return write_files(root, files)


def _evaluated(root: Path, files: Files) -> Evaluation:
    """The evaluation of the last year of ``files``."""
    selected = cases_in(_lay_out(root, files))
    return evaluate_cases([max(selected, key=lambda case: case.facts.facts.year)])[0]


def _command(*arguments: str) -> Done:
    return run_here(*arguments, cwd=ROOT)  # a sentence stays on one line


def _assert_excerpt(excerpt: str, printed: str) -> None:
    """Every line and row of ``excerpt`` stands in ``printed``, in order, however wide the columns are."""
    lines = list(_lines(printed))
    at = 0
    for wanted in _lines(excerpt):
        if wanted in ("", "…"):
            continue
        pattern = re.compile(".*".join(map(re.escape, wanted.split("…"))) + r"\Z")
        found = next((i for i in range(at, len(lines)) if pattern.match(lines[i])), None)
        assert found is not None, f"the guide quotes\n  {wanted}\nwhich is not, or not in this place, in\n{printed}"
        at = found + 1


def _lines(text: str) -> Iterator[str]:
    """Yields the lines of ``text`` without spaces; of a table its heading and its rows, each with its folded cells joined."""
    row: list[str] = []
    for line in text.replace("┃", "│").split("\n"):
        cells = [cell.strip() for cell in line.strip().strip("│").split("│")]
        inside = line.strip().startswith("│")
        if inside and not cells[0] and row and not cells[1].startswith("–"):
            row = [above + cell for above, cell in zip(row, cells, strict=True)]
            continue
        if row:
            yield "".join("".join(row).split())
        row = cells if inside else []
        if not inside and line.strip()[:1] not in ("┏", "┡", "├", "└"):
            yield "".join(line.split())
    if row:
        yield "".join("".join(row).split())


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _head_of(files: Files) -> tuple[str, str, int]:
    """Number of the resolution, unit and year of the last facts file of ``files``."""
    text = next(files[name] for name in sorted(files, reverse=True) if name.startswith("facts/"))
    number, unit, year = (re.search(rf"^{key}: (.+)$", text, re.MULTILINE) for key in ("nghị quyết", "đơn vị", "năm"))
    assert number and unit and year
    return number[1], unit[1], int(year[1])


def _with(root: Path, files: Files, head: tuple[str, str, int], given: Row) -> Evaluation:
    """The evaluation of ``files`` with the values ``given`` for those that they have of the same indicators."""
    if not given:
        return _evaluated(root, files)
    year = head[2]
    dated = [case.facts.facts.as_of for case in cases_in(_lay_out(root, files)) if case.facts.facts.year == year]
    (case,) = cases_in(_lay_out(root, files | {f"facts/thu/{year}.yaml": _facts(*head, given)}), year)
    facts = case.facts.facts
    kept = tuple(fact for fact in facts.facts if fact.code not in given or fact.origin.startswith("facts/thu/"))
    as_of = dated[0] if dated else facts.as_of
    return evaluate_cases([case._replace(facts=case.facts.with_facts(facts._replace(facts=kept, as_of=as_of)))])[0]


def _facts(number: str, unit: str, year: int, values: Row) -> str:
    """A facts file of the whole year."""
    listed = "".join(f'      {code}: "{value}"\n' for code, value in values.items())
    return (
        f"nghị quyết: {number}\nđơn vị: {unit}\nnăm: {year}\ntính đến: 31/12/{year}\n"
        f"nguồn:\n  SO:\n    tên: Sổ theo dõi\nsố liệu:\n  - nguồn: SO\n    kỳ: cả năm\n    giá trị:\n{listed}"
    )


def _criterion(evaluation: Evaluation, identifier: str) -> CriterionResult:
    return next(c for c in evaluation.criteria if c.id == identifier)


# ---------------------------------------------------------------- one checker for each kind of example


def _printed(example: Example, root: Path) -> None:
    where, _, command = (part.strip() for part in example.argument.partition(","))
    folder = ROOT if where == "kho" else _lay_out(root, example.files)
    done = _command(*(command or "evaluate --full").split(), "-w", str(folder))
    assert done.returncode == 0, done.stderr
    _assert_excerpt(example.blocks[0], done.stdout)


def _imported(example: Example, root: Path) -> None:
    table, printed = example.blocks
    name, *options = shlex.split(example.argument)
    _lay_out(root, example.files | {name: table})
    done = _command("import", str(root / name), *options, "-w", str(root))
    assert done.returncode == 0, done.stderr
    _assert_excerpt(printed, done.stdout)


def _headings(example: Example, root: Path) -> None:
    for row in example.rows:
        for heading in _codes(row["Tiêu đề cột"]):
            table = f'Chỉ tiêu;"{heading}";TH 2022\nDoanh thu bình quân của một HTX;1;2\n'
            _lay_out(root, example.files | {"bang.csv": table})
            asked = ("--unit", "huyện Ví Dụ", "--year", "2023", "--dry-run", "--format", "json")
            done = _command("import", str(root / "bang.csv"), *asked, "-w", str(root))
            assert done.returncode == 0, done.stderr
            document = json.loads(done.stdout)
            cells = [
                ", ".join(filter(None, (_BASES[v["basis"]], v["period"] and f"kỳ {v['period']}", v["as_of"])))
                for v in document["read"]
                if v["place"].endswith("!B2")
            ]
            assert (cells or ["bỏ lại"]) == [row["Đọc là"]], f"{heading}: {document['read']} {document['left_out']}"


_BASES = {"actual": "thực hiện", "estimate": "ước thực hiện", "preliminary": "sơ bộ"}


def _refused(example: Example, root: Path) -> None:
    wrong, message = example.blocks
    _lay_out(root, example.files | {example.argument: wrong})
    done = _command("evaluate", "-w", str(root))
    assert done.returncode == 3, done.stderr
    _assert_excerpt(message, done.stderr)


def _verdicts(example: Example, root: Path) -> None:
    number, unit, year = _head_of(example.files)
    for row in example.rows:
        given = {code: row[cell] for cell in row for code in _codes(cell) if row[cell] != "chưa có"}
        status = _criterion(_with(root, example.files, (number, unit, year), given), example.argument).status
        assert status.label == row["Kết luận"], row


def _wordings(example: Example, root: Path) -> None:
    for row in example.rows:
        expected = {
            (text, value): verdict.lower()
            for text in _codes(row["Viết"])
            for verdict in ("Đạt", "Chưa đạt", "Vượt")
            for value in _values(row.get(verdict, ""))
        }
        assert expected, row
        catalogue, criteria, values = "", "", {}
        for position, (text, value) in enumerate(expected):
            code = f"thu.so_{position}"
            catalogue += f"  {code}:\n    tên: Số {position}\n" + _keys(example.argument)
            criteria += f'  - số: 1.{position}\n    nguyên văn: …\n    đo bằng: {code}\n    đạt khi: "{text}"\n'
            values[code] = value
        evaluation = _evaluated(root, _small_workspace(catalogue, criteria, values))
        for position, ((text, value), verdict) in enumerate(expected.items()):
            found = _criterion(evaluation, f"1.{position}").status.label
            assert found in _MEANT[verdict], f"{text} với {value}: {found}"


_MEANT = {"đạt": ("đạt",), "vượt": ("vượt",), "chưa đạt": ("chưa đạt", "không đạt")}  # an unmet day may be over


def _shown(example: Example, root: Path) -> None:
    catalogue, criteria, values = "", "", {}
    for position, row in enumerate(example.rows):
        code = f"thu.so_{position}"
        catalogue += f"  {code}:\n    tên: Số {position}\n" + _keys(_codes(row["Đơn vị tính"])[0])
        criteria += f"  - số: 1.{position}\n    nguyên văn: …\n    đo bằng: {code}\n    đạt khi: trên 0\n"
        values[code] = _codes(row["Viết"])[0]
    evaluation = _evaluated(root, _small_workspace(catalogue, criteria, values))
    for position, row in enumerate(example.rows):
        actual = _criterion(evaluation, f"1.{position}").measures[0].actual
        assert actual is not None, row
        meant = ("khoảng " if actual.soft else "") + display.interval(actual.value, actual.unit)
        assert meant == row["Công cụ hiểu là"], f"{row}: {meant}"


def _formulas(example: Example, root: Path) -> None:
    catalogue, criteria = "số liệu:\n", "chỉ tiêu: 99\nnội dung:\n"
    for position, row in enumerate(example.rows):
        code, formula, unit = f"thu.so_{position}", _codes(row["Công thức"])[0], row["Kết quả"].lstrip("-0123456789,. ")
        catalogue += f'  {code}:\n    tên: Số {position}\n    đơn vị tính: "{unit}"\n    công thức: {formula}\n'
        criteria += f"  - số: 99.{position}\n    nguyên văn: …\n    đo bằng: {code}\n    đạt khi: trên 0\n"
    folder = next(name for name in example.files if name.startswith("rules/")).rpartition("/")[0]
    evaluation = _evaluated(root, example.files | {f"{folder}/thu.yaml": catalogue + criteria})
    for position, row in enumerate(example.rows):
        actual = _criterion(evaluation, f"99.{position}").measures[0].actual
        assert actual is not None and actual.label == row["Kết quả"], f"{row}: {actual and actual.label}"


def _findings(example: Example, root: Path) -> None:
    expected: dict[str, tuple[str, str]] = {}
    rules = "khó khăn:\n"
    for row in example.rows:
        for condition in _codes(row["Viết"]):
            identifier = f"THU-{len(expected)}"
            expected[identifier] = (condition, row["Trong ví dụ"])
            rules += f'  - mã: {identifier}\n    khi: "{condition}"\n    kết luận: …\n'
    folder = next(name for name in example.files if name.startswith("rules/")).rpartition("/")[0]
    evaluation = _evaluated(root, example.files | {f"{folder}/thu.yaml": rules})
    present = {finding.id for finding in evaluation.findings}
    waiting = {finding.id for finding in evaluation.undetermined_findings}
    for identifier, (condition, wanted) in expected.items():
        found = "có" if identifier in present else "chưa rõ" if identifier in waiting else "không"
        assert found == wanted, f"{condition}: {found}"


def _wrong_conditions(example: Example, root: Path) -> None:
    folder = next(name for name in example.files if name.startswith("rules/")).rpartition("/")[0]
    for row in example.rows:
        for cell, expected in (("Viết sai", 3), ("Viết đúng", 0)):
            for condition in _codes(row[cell]):
                subject = _codes(row["Đo bằng"])
                named = subject and not (expected == 0 and any(code in condition for code in subject))
                measured = f"đo bằng: {subject[0]}\n" if named else ""
                rule = f'chỉ tiêu: 99\nnguyên văn: …\n{measured}đạt khi: "{condition}"\n'
                _assert_message(example.files | {f"{folder}/thu.yaml": rule}, root, expected, row["Thông báo"])


def _wrong_values(example: Example, root: Path) -> None:
    number, unit, year = _head_of(example.files)
    for row in example.rows:
        for cell, expected in (("Viết sai", 3), ("Viết đúng", 0)):
            for line in _codes(row[cell]):
                facts = _facts(number, unit, year, {}) + f"      {line}\n"
                files = example.files | {f"facts/thu/{year}.yaml": facts}
                _assert_message(files, root, expected, row["Thông báo"])


def _assert_message(files: Files, root: Path, expected: int, message: str) -> None:
    done = _command("evaluate", "-w", str(_lay_out(root, files)))
    assert done.returncode == expected, f"{message}\n{done.stderr}"
    if expected:
        assert message in _squeezed(done.stderr.replace("\n", " ")), done.stderr


def _options(example: Example, root: Path) -> None:
    for row in example.rows:
        command = _codes(row["Viết"])[0]
        arguments = [argument.strip('"') for argument in re.findall(r"\"[^\"]*\"|\S+", command)]
        done = _command("evaluate", *arguments)
        assert done.returncode == int(row.get("Mã thoát", "0") or 0), f"{command}: {done.stderr}"


def _keys(argument: str) -> str:
    """«đơn vị tính: xã» as a line of the catalogue; several are divided by «;»."""
    lines = [part.strip() for part in argument.split(";")]
    return "".join(f"    {line}\n" if ": " in line else f'    đơn vị tính: "{line}"\n' for line in lines)


def _small_workspace(catalogue: str, criteria: str, values: Row) -> Files:
    head = "nghị quyết:\n  số: 01/NQ-HĐND\n  giai đoạn: 2021-2025\nsố liệu:\n"
    return {
        "rules/thu/nghi-quyet.yaml": head + catalogue,
        "rules/thu/chi-tieu-1.yaml": "chỉ tiêu: 1\nnội dung:\n" + criteria,
        "facts/thu/2023.yaml": _facts("01/NQ-HĐND", "xã Thử", 2023, values),
    }


_CHECKS: dict[str, Callable[[Example, Path], None]] = {
    "in ra": _printed,
    "báo lỗi": _refused,
    "bảng kết luận": _verdicts,
    "bảng câu chữ": _wordings,
    "bảng giá trị": _shown,
    "bảng công thức": _formulas,
    "bảng khi": _findings,
    "bảng lỗi điều kiện": _wrong_conditions,
    "bảng lỗi giá trị": _wrong_values,
    "bảng lựa chọn": _options,
    "nhập": _imported,
    "bảng tiêu đề": _headings,
}


@pytest.mark.slow
@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_the_guide_says_what_the_tool_does(example: Example, tmp_path: Path) -> None:
    _CHECKS[example.kind](example, tmp_path / "vi-du")


@pytest.mark.parametrize("guide", GUIDES)
def test_every_yaml_block_of_a_guide_is_tried(guide: str) -> None:
    lines = (ROOT / guide).read_text("utf-8").split("\n")
    for number, line in enumerate(lines):
        if line.startswith("```yaml"):
            above = next(above for above in reversed(lines[:number]) if above.strip())
            assert _COMMENT.match(above.strip()), f"{guide}:{number + 1}: no comment says which file this block is"
