"""`chitieu test`: what it prints where, and how it ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from tests.cli.conftest import ROOT, Workspace

Make = Callable[[dict[str, str]], Workspace]
TESTS = "rules/nq/kiem-thu.yaml"
HEAD = """\
nghị quyết:
  số: 1/NQ-HĐND
  giai đoạn: 2021-2025
số liệu:
  a.tong: {tên: Tổng số, đơn vị tính: HTX}
"""
TARGET = """\
chỉ tiêu: 1
nguyên văn: Từ 50 HTX trở lên
đo bằng: a.tong
đạt khi: từ 50 HTX trở lên
hạn chế:
  - mã: HC-1
    của: [1]
    kết luận: Còn ít HTX.
"""
FACTS = """\
nghị quyết: 1/NQ-HĐND
đơn vị: xã A
năm: 2023
tính đến: 10/11/2023
nguồn:
  BC:
    tên: Báo cáo
số liệu:
  - nguồn: BC
    giá trị:
      a.tong: 40 HTX
"""
BELOW = """\
trường hợp:
  - tên: Ngay dưới ngưỡng
    số liệu:
      a.tong: 49
    mong đợi:
      nội dung 1: chưa đạt
      có: [HC-1]
"""
AT = """\
  - tên: Đúng ngưỡng
    số liệu:
      a.tong: 50
    mong đợi:
      nội dung 1: đạt
      không có: [HC-1]
"""
WRONG = """\
  - tên: Số của tệp
    dựa trên: xa-a/2023
    mong đợi:
      nội dung 1: đạt
"""


@pytest.fixture
def small(empty: Make) -> Callable[[str], Workspace]:
    files = {"rules/nq/nghi-quyet.yaml": HEAD, "rules/nq/chi-tieu-1.yaml": TARGET, "facts/xa-a/2023.yaml": FACTS}
    return lambda tests: empty({**files, TESTS: tests} if tests else files)


def test_all_pass(small: Callable[[str], Workspace]) -> None:
    run = small(BELOW + AT).run("test")
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout == ("1/NQ-HĐND (rules/nq)\n..\n\nKiểm thử: 2 trường hợp, 2 đúng, 0 sai\n")
    named = small(BELOW + AT).run("test", "--full").stdout
    assert "..\n  đúng  Ngay dưới ngưỡng\n  đúng  Đúng ngưỡng\n\n" in named
    assert small(BELOW + AT).run("kiem-thu", "--quiet").stdout == "Kiểm thử: 2 trường hợp, 2 đúng, 0 sai\n"


def test_a_failure_shows_expected_beside_actual_and_why(small: Callable[[str], Workspace]) -> None:
    run = small(BELOW + WRONG).run("test")
    assert (run.returncode, run.stderr) == (4, "")
    assert "  SAI   Số của tệp  [rules/nq/kiem-thu.yaml:8]\n" in run.stdout
    assert "          nội dung 1   mong đợi: đạt   thực tế: chưa đạt\n" in run.stdout
    assert "điều kiện: từ 50 HTX trở lên" in run.stdout and "40 HTX" in run.stdout
    assert run.stdout.endswith("Kiểm thử: 2 trường hợp, 1 đúng, 1 sai\n")


def test_no_test_is_a_failure(small: Callable[[str], Workspace]) -> None:
    run = small("").run("test")
    assert (run.returncode, run.stdout) == (4, "")
    assert "Chưa có trường hợp kiểm thử nào" in run.stderr


def test_names_select(small: Callable[[str], Workspace]) -> None:
    workspace = small(BELOW + AT)
    assert workspace.run("test", "--full", "dung nguong").stdout.count("đúng  ") == 1
    run = workspace.run("test", "không có tên này")
    assert (run.returncode, run.stdout) == (4, "")
    assert run.stderr == "Không có trường hợp kiểm thử nào có tên chứa «không có tên này».\n"


def test_a_test_that_does_not_load_ends_with_3(small: Callable[[str], Workspace]) -> None:
    run = small(BELOW.replace("HC-1", "HC-2")).run("test")
    assert (run.returncode, run.stdout) == (3, "")
    assert run.stderr.startswith("rules/nq/kiem-thu.yaml:7:12 CT404 lỗi: ")


def test_an_unknown_resolution_is_wrong_usage(small: Callable[[str], Workspace]) -> None:
    workspace = small(BELOW)
    assert workspace.run("test", "--resolution", "1/NQ-HDND").returncode == 0
    run = workspace.run("test", "--resolution", "2/KH-UBND")
    assert (run.returncode, run.stdout) == (2, "")
    assert "không có nghị quyết «2/KH-UBND»" in run.stderr


def test_coverage(small: Callable[[str], Workspace]) -> None:
    enough = small(BELOW + AT).run("test", "--coverage", "--min", "100")
    assert enough.returncode == 0
    assert enough.stdout.endswith("Độ phủ: 2/2 quy tắc (100%)\n")
    half = small(BELOW)
    assert half.run("test", "--coverage").returncode == 0
    run = half.run("test", "--min", "50")
    assert run.returncode == 4
    assert "Độ phủ: 0/2 quy tắc (0%), chưa đến mức tối thiểu 50%" in run.stdout
    assert "nội dung 1 [rules/nq/chi-tieu-1.yaml:1]: chưa từng thấy đạt hoặc vượt (đã thấy: chưa đạt)" in run.stdout


def test_mutate(small: Callable[[str], Workspace]) -> None:
    run = small(BELOW + AT).run("test", "--mutate", "--quiet")
    assert (run.returncode, run.stderr) == (0, "")
    assert "2 thay đổi, 2 bị phát hiện, 0 không bị phát hiện" in run.stdout
    run = small(BELOW).run("test", "--mutate", "--quiet")
    assert run.returncode == 4
    run = small(BELOW).run("test", "--mutate")
    survivor = "đạt khi, «từ 50 HTX trở lên»: ngưỡng 50 HTX thành 51 HTX"
    assert f"  - nội dung 1 [rules/nq/chi-tieu-1.yaml:4]: {survivor}\n" in run.stdout
    run = small(BELOW + WRONG).run("test", "--mutate")
    assert run.returncode == 4
    assert run.stderr == "Chưa thử đột biến: sửa hết các trường hợp sai đã.\n"


def test_suggest_is_a_file_that_passes(small: Callable[[str], Workspace]) -> None:
    workspace = small("")
    run = workspace.run("test", "--suggest")
    assert (run.returncode, run.stderr) == (0, "")
    assert "do công cụ tính" in run.stdout
    (workspace.root / TESTS).write_text(run.stdout, "utf-8")
    assert workspace.run("test", "--coverage", "--min", "100", "--mutate").returncode == 0


def test_json(small: Callable[[str], Workspace]) -> None:
    run = small(BELOW + WRONG).run("test", "--format", "json", "--coverage")
    assert (run.returncode, run.stderr) == (4, "")
    document = json.loads(run.stdout)
    assert document["schema"] == "chitieu/test/1"
    assert document["summary"] == {"total": 2, "passed": 1, "failed": 1}
    (mismatch,) = document["tests"][1]["mismatches"]
    assert (mismatch["what"], mismatch["id"], mismatch["expected"], mismatch["actual"]) == (
        "criterion",
        "1",
        "đạt",
        "chưa đạt",
    )
    assert document["tests"][1]["place"] == "rules/nq/kiem-thu.yaml:8"
    assert document["coverage"]["percent"] == "0"
    assert document["mutation"] is None


def test_junit(small: Callable[[str], Workspace]) -> None:
    run = small(BELOW + WRONG).run("test", "--format", "junit", "--coverage")
    assert run.returncode == 4
    root = ElementTree.fromstring(run.stdout.encode())
    assert (root.tag, root.get("tests"), root.get("failures")) == ("testsuites", "4", "1")
    first, second = root.findall("testsuite")
    assert (first.get("name"), first.get("tests"), first.get("failures")) == ("1/NQ-HĐND", "2", "1")
    failure = first.findall("testcase")[1].find("failure")
    assert failure is not None and failure.get("message") == "nội dung 1: mong đợi đạt, thực tế chưa đạt"
    assert second.get("failures") == "0"  # nothing was demanded of the coverage


@pytest.mark.slow
def test_the_workspaces_of_the_repository_are_covered() -> None:
    for folder in (ROOT, ROOT / "examples" / "quoc-hoi-2019"):
        run = Workspace(folder).run("test", "--coverage", "--min", "100", "--quiet")
        assert (run.returncode, run.stderr) == (0, ""), folder


@pytest.mark.slow
def test_the_tests_of_the_example_leave_no_mutant_alive() -> None:
    run = Workspace(ROOT / "examples" / "quoc-hoi-2019").run("test", "--mutate", "--quiet")
    assert (run.returncode, run.stderr) == (0, "")
