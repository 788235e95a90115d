"""Every command in windows of 60 to 200 columns: no line is longer, no word is cut or split, what matters is there."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.cli.conftest import FACTS, Workspace
from tests.running import ROOT
from tests.workspaces import replace_once

pytestmark = pytest.mark.process

WIDTHS = (60, 80, 100, 120, 160, 200)
_DRAWN = re.compile(r"[│├└─┬┼┤┌┐┘^]+")
_HASH = re.compile(" *[0-9a-f]{64}")
"""What stays whole even where it is longer than a line, to be copied."""
_EDGES = "…,;.:()«»[]"
_OF_NARROW_WINDOWS = (
    "mục tiêu: lần chạy: Cửa sổ hẹp nên không in: xem đủ bằng --format csv hoặc -o TỆP.csv, chitieu history SỐ"
)
"""What stands before a text that has moved below another, and what is said of columns that have left."""
_OF_SIGNS = "Dấu theo thứ tự các nội dung Nội dung"

ONE: dict[str, tuple[Sequence[str], Sequence[str]]] = {
    "evaluate": (("evaluate", "--no-record"), ("2.1", "2.580", "98,85%|99,23%", "nguyên nhân:", "▲ vượt: 5.1")),
    "evaluate --full": (
        ("evaluate", "--no-record", "--full"),
        ("2.1", "2.580", "99,23%", "Kết luận", "BC, mục II.1.1"),
    ),
    "history": (("history",), ("Đạt và vượt", "06/11", "Mã bản ghi", r"[0-9a-f]{16}", r"\d\d/\d\d/\d{4}")),
    "history 1": (("history", "1"), ("Bản ghi số 1", "Các tệp", "nội dung 2.1: chưa đạt")),
    "check": (("check",), ("CT1", "cảnh báo:", r"\n     \|  *\^\^", "sửa:", "chỗ nữa như vậy", "0 lỗi")),
    "what-if": (("what-if", "--set", "htx.thanh_vien=5.000"), ("2.1: chưa đạt → đạt", "NEU-4", "5 điều")),
    "goal": (("goal", "5.2"), ("Thay đổi ít nhất", "đã đánh giá lại")),
    "diff": (("diff", "1", "2"), ("Số liệu", "2.570", "2.580", "trước:", "do số liệu")),
    "test": (("test", "--coverage"), ("F", "mong đợi: đạt", "thực tế: chưa đạt", "Kiểm thử: 12", "Độ phủ:")),
    "why": (("why", "5.2", "--full"), ("không thỏa", "BC, mục II.3", r"facts/thap-muoi/2023\.yaml:\d+")),
    "why HC-1": (("why", "HC-1"), ("thỏa", "Được giải thích bởi", "Dẫn đến", "facts/thap-muoi/2023.yaml")),
}
MANY: dict[str, tuple[Sequence[str], Sequence[str]]] = {
    "overview": (
        ("evaluate", "--no-record"),
        ("Hạng", "xã Phong Mỹ", "✗ *✓ *✓ *✓ *✗ *✗ *▲ *✗ *✓ *✓ *▲", "07/11", "▲ vượt · ✓ đạt", "Số lượng thành viên"),
    ),
}
TESTS = "".join(
    f"  - tên: Thành viên {members}\n    dựa trên: thap-muoi/2023\n    số liệu:\n"
    f"      htx.thanh_vien: {members}\n    mong đợi:\n      nội dung 2.1: {verdict}\n"
    for members, verdict in [(2000 + at, "chưa đạt") for at in range(11)] + [(2599, "đạt")]
)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The repository's own workspace, with tests, of which one fails, and two records."""
    made = Workspace(_copied(tmp_path_factory.mktemp("one")))
    (made.root / "rules/47-nq-hdnd-2021/kiem-thu.yaml").write_text(f"trường hợp:\n{TESTS}", "utf-8")
    assert made.run("evaluate").returncode == 0
    made.edit(FACTS, "htx.thanh_vien: 2.570 thành viên", "htx.thanh_vien: 2.580 thành viên")
    assert made.run("evaluate").returncode == 0
    return made


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The district and a commune with more members."""
    root = _copied(tmp_path_factory.mktemp("many"))
    shutil.copytree(root / "facts/thap-muoi", root / "facts/xa-phong-my")
    commune = root / "facts/xa-phong-my/2023.yaml"
    replace_once(commune, "đơn vị: huyện Tháp Mười", "đơn vị: xã Phong Mỹ")
    replace_once(commune, "htx.thanh_vien: 2.570 thành viên", "htx.thanh_vien: 2.600 thành viên")
    return Workspace(root)


def _copied(root: Path) -> Path:
    for folder in ("rules", "facts"):
        shutil.copytree(ROOT / folder, root / folder)
    return root


@pytest.mark.parametrize("name", ONE)
def test_one_case_in_every_window(recorded: Workspace, name: str) -> None:
    _check(recorded, *ONE[name], extra=_OF_NARROW_WINDOWS)


@pytest.mark.parametrize("name", MANY)
def test_many_units_in_every_window(many: Workspace, name: str) -> None:
    signs = " ".join("".join(five) for five in ("✗✓✓✓✗", "✗✗✓✓✗", "✗▲✗✓✓"))
    _check(many, *MANY[name], extra=f"{_OF_NARROW_WINDOWS} {_OF_SIGNS} {signs}")


def _check(workspace: Workspace, arguments: Sequence[str], wanted: Sequence[str], extra: str) -> None:
    printed = {width: workspace.run_process(*arguments, COLUMNS=str(width)).stdout for width in WIDTHS}
    known = _words(printed[WIDTHS[-1]]) | _words(extra)
    for width, text in printed.items():
        long = [line for line in text.splitlines() if cell_len(line) > width and not _HASH.fullmatch(line)]
        assert not long, f"longer than {width}:\n" + "\n".join(long)
        assert not _words(text) - known, f"cut or split at {width}: {sorted(_words(text) - known)}"
        joined = " ".join(_DRAWN.sub(" ", text.replace("^", "^ ")).split())
        for pattern in wanted:
            assert re.search(pattern, text) or re.search(pattern, joined), f"no {pattern} at {width}:\n{text}"


def _words(text: str) -> set[str]:
    """Returns the words; those of a path are the names in it, for a long one goes on in the next line."""
    return {word.strip(_EDGES) for word in _DRAWN.sub(" ", text).replace("/", " ").split()}
