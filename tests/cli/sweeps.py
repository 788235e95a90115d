"""Runs over many units for the tests: a small resolution, tables and facts files of six communes."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

from cli.json_documents import DOCUMENTS
from engine.files.json_schema import adapter

if TYPE_CHECKING:
    from tests.cli.conftest import Workspace

HISTORY = ".chitieu/history.sqlite"
HEAD = """
nghị quyết:
  số: 1/NQ-HĐND
  giai đoạn: 2021-2025
số liệu:
  a.x:
    tên: Hộ có nước sạch
    đơn vị tính: hộ
    tính chất: thời điểm
  b.y:
    tên: Hộ có nhà mới
    đơn vị tính: hộ
    tính chất: thời điểm
"""
TARGET = """
chỉ tiêu: 1
tên: Một
nội dung:
  - số: 1.1
    nguyên văn: Có từ 7 hộ trở lên
    đo bằng: a.x
    đạt khi: từ 7 hộ trở lên
  - số: 1.2
    nguyên văn: Có từ 10 hộ trở lên
    đo bằng: b.y
    đạt khi: từ 10 hộ trở lên
"""
GOALS = "rules/nq/chi-tieu-1.yaml"
JANUARY = {
    "xã A": ("7", "9"), "xã B": ("6", "10"), "xã C": ("6", "9"), "xã D": ("5", "5"), "xã E": ("8", "12"),
    "xã F": ("6", "9"),
}  # fmt: skip
MARCH = {
    "xã G": ("1", "1"), "xã F": ("6", "10"), "xã A": ("7", "9"), "xã B": ("7", "10"), "xã C": ("6", "9"),
    "xã D": ("5", "9"),
}  # fmt: skip
"""B is corrected (1.1 is đạt by its data alone). With 9 in the place of 10 for 1.2: A and C are đạt by the threshold, D by
data and threshold together, F by either."""


def table(workspace: Workspace, name: str, units: dict[str, tuple[str, str]], year: int = 2023) -> None:
    with (workspace.root / name).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["đơn vị", "năm", "tính đến", "nguồn", "a.x", "b.y"])
        writer.writerows([unit, year, f"31/12/{year}", "BC, mục 1", *values] for unit, values in units.items())


def facts(workspace: Workspace, units: dict[str, tuple[str, str]], year: int = 2023) -> None:
    for unit, (x, y) in units.items():
        folder = workspace.root / "facts" / unit.replace("xã ", "xa-").lower()
        folder.mkdir(exist_ok=True)
        (folder / f"{year}.yaml").write_text(
            f"nghị quyết: 1/NQ-HĐND\nđơn vị: {unit}\nnăm: {year}\ntính đến: 31/12/{year}\nnguồn:\n  BC:\n    tên: Báo cáo\n"
            f"số liệu:\n  - nguồn: BC\n    giá trị:\n      a.x: {x} hộ\n      b.y: {y} hộ\n",
            "utf-8",
        )


def amend(workspace: Workspace) -> None:
    text = (workspace.root / GOALS).read_text("utf-8")
    (workspace.root / GOALS).write_text(text.replace("từ 10 hộ", "từ 9 hộ"), "utf-8")


def run(workspace: Workspace, name: str, *more: str) -> None:
    done = workspace.run("evaluate", "--data", name, "--format", "csv", *more)
    assert done.returncode == 0, done.stderr


def document(workspace: Workspace, schema: str, *arguments: str) -> Any:
    done = workspace.run(*arguments, "--format", "json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert adapter(DOCUMENTS[schema]).validate_python(found, strict=True) == found
    return found


def verdicts(workspace: Workspace, number: str = "1") -> dict[str, str]:
    return {c["unit"]: c["verdicts"] for c in document(workspace, "recorded-sweep", "history", number)["cases"]}
