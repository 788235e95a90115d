"""`check`: every folder of golden/check is one doubtful thing in the clean workspace, with the exact message about it."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest

from engine.checking.checks import CHECKS
from engine.files.diagnostics import CODES, CheckDocument
from engine.files.json_schema import adapter
from tests.checking_golden import BASE, GOLDEN, checked
from tests.conftest import Golden
from tests.running import ROOT, Done, run_here
from tests.small_workspace import Small
from tests.workspaces import replace_once

CASES = sorted(path.name for path in (GOLDEN / "check").iterdir())


@pytest.mark.parametrize("case", CASES)
def test_golden_cases(case: str, tmp_path: Path, golden: Golden) -> None:
    found = checked(GOLDEN / "check" / case, tmp_path)
    golden(GOLDEN / "check" / case / "expected.txt", found)
    assert f" {case.partition('-')[0]} " in found


def test_the_base_is_clean(tmp_path: Path) -> None:
    assert checked(None, tmp_path) == ""


def test_every_code_of_check_has_a_case() -> None:
    codes = {code for code in CODES if "CT118" < code < "CT200"} | {"CT104"}
    assert codes == {case.partition("-")[0] for case in CASES}
    assert len(CHECKS) == len({check.__module__ for check in CHECKS}), "one file per check"


def run(*arguments: str, cwd: Path = BASE) -> Done:
    return run_here("check", *arguments, cwd=cwd)


def broken(tmp_path: Path) -> Path:
    checked(GOLDEN / "check" / "CT120-below-nothing", tmp_path)
    return tmp_path


def test_clean_is_0_and_errors_are_1(tmp_path: Path) -> None:
    clean = run()
    assert (clean.returncode, clean.stdout, clean.stderr) == (0, "Không có lỗi, không có cảnh báo.\n", "")
    done = run(cwd=broken(tmp_path))
    assert done.returncode == 1
    assert done.stdout.endswith("1 lỗi, 0 cảnh báo.\n")
    assert "chi-tieu-2.yaml:9:18 CT120 lỗi" in done.stdout


def test_warnings_alone_are_0(tmp_path: Path) -> None:
    checked(GOLDEN / "check" / "CT131-cause-without-solution", tmp_path)
    done = run("--quiet", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "0 lỗi, 1 cảnh báo.\n")


def test_loading_errors_are_among_them(tmp_path: Path) -> None:
    folder = broken(tmp_path)
    path = folder / "rules/nq-1/chi-tieu-1.yaml"
    path.write_text(path.read_text("utf-8").replace("đạt khi: giảm còn 2%", "đạt khi: giamr còn 2%"), "utf-8")
    done = run(cwd=folder)
    assert done.returncode == 1
    assert "CT106" in done.stdout


def test_documents_for_other_programs(tmp_path: Path) -> None:
    folder = broken(tmp_path)
    document = json.loads(run("--format", "json", cwd=folder).stdout)
    assert adapter(CheckDocument).validate_python(document, strict=True) == document
    (found,) = document["diagnostics"]
    assert (found["code"], found["line"], found["column"], found["severity"]) == ("CT120", 9, 18, "error")
    suite = ElementTree.fromstring(run("--format", "junit", cwd=folder).stdout)
    assert (suite.get("failures"), suite.get("tests")) == ("1", "6")
    sarif = json.loads(run("--format", "sarif", cwd=folder).stdout)
    (result,) = sarif["runs"][0]["results"]
    assert result["ruleId"] == "CT120"
    assert result["locations"][0]["physicalLocation"]["region"]["startLine"] == 9


def test_the_repository_itself_has_no_errors() -> None:
    for workspace in (ROOT, *(ROOT / "examples").iterdir()):
        if (workspace / "rules").is_dir():
            done = run("--quiet", "-w", str(workspace))
            assert (done.returncode, re.match(r"0 lỗi|Không", done.stdout) is not None) == (0, True), done.stdout


CATALOGUE = """
x.a: {tên: Số hộ, đơn vị tính: hộ}
x.b: {tên: Số hộ khác, đơn vị tính: hộ}
"""


@pytest.mark.parametrize(
    ("condition", "possible"),
    [
        ("x.a trên 5 và x.a dưới 7", True),
        ("x.a trên 5 và x.a dưới 6", False),
        ("x.a từ 5 trở lên và x.a không quá 5", True),
        ("x.a bằng 5 và x.a khác 5", False),
        ("x.a trên 5 và không phải (x.a trên 3)", False),
        ("x.a + x.b dưới 0", False),
        ("x.a - x.b dưới 0", True),
        ("x.a trên 5 hoặc (x.a dưới 3 và x.a trên 4)", True),
        ("đã có số liệu x.a và chưa có số liệu x.a", False),
        ("nội dung 1.1 đạt và nội dung 1.1 chưa đạt", False),
        ("nội dung 1.1 đạt và nội dung 1.1 vượt", True),
        ("nội dung 1.1 chưa đạt và x.a trên 200", False),
        ("nội dung 1.1 chưa đạt và x.a trên 50", True),
        ("nội dung 1.1 chưa đủ số liệu và nội dung 1.1 đạt", False),
    ],
)
def test_what_can_hold(tmp_path: Path, condition: str, possible: bool) -> None:
    """1.1 asks for 100 households or more."""
    criterion = "- số: 1.1\n  nguyên văn: Từ 100 hộ trở lên\n  đo bằng: x.a\n  đạt khi: đạt 100 hộ\n"
    forecast = f"dự báo:\n  - mã: DB-1\n    khi: {condition}\n    kết luận: Có.\n"
    Small(tmp_path, CATALOGUE).criteria(criterion, forecast).facts("x.a: 1\nx.b: 2")
    from engine.checking.satisfiable import Satisfiability
    from engine.workspace.cases import Cases
    from engine.workspace.workspace import Workspace

    (rulebook,), _ = Cases(Workspace(tmp_path)).contents()
    (finding,) = rulebook.findings
    assert finding.when is not None
    assert Satisfiability(rulebook).condition(finding.when) is possible


@pytest.mark.parametrize(
    ("condition", "found"),
    [("giảm còn 0 hộ", []), ("đạt 0 hộ", []), ("dưới 0 hộ", ["CT120"]), ("giảm còn -1 hộ", ["CT120"])],
)
def test_zero_can_be_reached_and_nothing_lies_beyond(tmp_path: Path, condition: str, found: list[str]) -> None:
    """What can never hold is only the vượt that the wording implies; nobody wrote that."""
    criterion = f"- số: 1.1\n  nguyên văn: Thi đua\n  đo bằng: x.a\n  đạt khi: {condition}\n  chiều tốt: giảm\n"
    Small(tmp_path, CATALOGUE).criteria(criterion).facts("x.a: 1\nx.b: 2")
    from engine.checking.run import check_workspace
    from engine.workspace.workspace import Workspace

    assert [d.code for d in check_workspace(Workspace(tmp_path)) if d.code == "CT120"] == found


def heads(printed: str) -> set[str]:
    """The first lines of diagnostics without the places, which move."""
    return {line.partition(" ")[2] for line in printed.splitlines() if re.match(r"\S+:\d+:\d+ CT", line)}


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        ("rules/47-nq-hdnd-2021/chi-tieu-2.yaml", "đo bằng: htx.thanh_vien", "đo bằng: htx.thanh_vienn", "CT101"),
        ("rules/47-nq-hdnd-2021/chi-tieu-2.yaml", "đạt khi: từ 2.600", "đạt khi: tuwf 2.600", "CT106"),
        ("facts/thap-muoi/2023.yaml", "htx.thanh_vien: 2.570", "htx.thanh_vienn: 2.570", "CT201"),
    ],
)
def test_one_mistake_hides_no_others(tmp_path: Path, name: str, old: str, new: str, code: str) -> None:
    """The eight warnings of the repository are still there, and nothing is told that only follows from the mistake."""
    for folder in ("rules", "facts"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    before = heads(run("--full", cwd=tmp_path).stdout)
    replace_once(tmp_path / name, old, new)
    after = heads(run("--full", cwd=tmp_path).stdout)
    assert len(before) == 8
    assert before < after
    assert {head.partition(" ")[0] for head in after - before} == {code}


def test_equal_warnings_are_told_together(tmp_path: Path) -> None:
    """Of five codes that no rule uses three are named."""
    codes = "\n".join(f"y.{name}: {{tên: Số {name}, đơn vị tính: hộ, tính chất: thời điểm}}" for name in "abcde")
    criteria = "- số: 1.1\n  nguyên văn: Từ 25 hộ trở lên\n  đo bằng: x.a\n  đạt khi: từ 25 hộ trở lên\n"
    Small(tmp_path, f"{CATALOGUE}\n{codes}").criteria(criteria).facts("x.a: 1\nx.b: 2")
    full, folded = (run(*options, cwd=tmp_path).stdout for options in (("--full",), ()))
    assert [full.count(f"CT132 cảnh báo: số liệu «y.{name}»") for name in "abcde"] == [1] * 5
    assert [f"«y.{name}»" in folded for name in "abcde"] == [True, True, True, False, False]
    assert folded.count("   sửa: ", folded.index("«y.a»"), folded.index("«y.c»")) == 1  # what is to be done is the same
    lines = (tmp_path / "rules/nq/nghi-quyet.yaml").read_text("utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if "y.b" in text)
    assert f"nghi-quyet.yaml:{line}:3 CT132 số liệu «y.b»" in folded
    assert "   và 2 chỗ nữa như vậy; xem đủ bằng chitieu check --full\n" in folded
    assert full.splitlines()[-1] == folded.splitlines()[-1]  # the counts are those of all
    found = json.loads(run("--format", "json", cwd=tmp_path).stdout)["diagnostics"]
    assert sum(one["code"] == "CT132" for one in found) == 5


def test_an_error_beside_a_misspelt_code_is_reported_too(tmp_path: Path) -> None:
    """1.1 is laxer than its wording; 1.2 names a code that is not there."""
    criteria = (
        "- số: 1.1\n  nguyên văn: Từ 25 hộ trở lên\n  đo bằng: x.a\n  đạt khi: từ 15 hộ trở lên\n"
        "- số: 1.2\n  nguyên văn: Từ 30 hộ trở lên\n  đo bằng: x.bb\n  đạt khi: từ 20 hộ trở lên\n"
    )
    Small(tmp_path, CATALOGUE).criteria(criteria).facts("x.a: 1\nx.b: 2")
    errors = [line.split()[1] for line in run(cwd=tmp_path).stdout.splitlines() if " lỗi: " in line]
    assert errors == ["CT104", "CT101"]


def test_criteria_that_cannot_be_compared_are_named(tmp_path: Path) -> None:
    """1.1 is compared; 1.2 has no number; 1.3 differs on purpose."""
    criteria = (
        "- số: 1.1\n  nguyên văn: Từ 25 hộ trở lên\n  đo bằng: x.a\n  đạt khi: từ 25 hộ trở lên\n"
        "- số: 1.2\n  nguyên văn: Thực hiện theo kế hoạch\n  đo bằng: x.b\n  đạt khi: từ 20 hộ trở lên\n"
        "- số: 1.3\n  nguyên văn: Từ 30 hộ trở lên\n  đo bằng: x.b\n  đạt khi: từ 20 hộ trở lên\n"
        "  lý do khác nguyên văn: Công văn số 7\n"
    )
    Small(tmp_path, CATALOGUE).criteria(criteria).facts("x.a: 1\nx.b: 2")
    done = run("--quiet", cwd=tmp_path)
    assert done.stdout.endswith(
        "\nChưa so được với nguyên văn: 01 nội dung (1.2).\nKhác nguyên văn, có ghi lý do: 01 nội dung (1.3).\n"
    )
