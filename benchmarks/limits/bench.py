"""A small workspace to be spoilt, the list of kinds of hostile input, and a run of `chitieu` with what it costs."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

from benchmarks import cost
from benchmarks.cost import Cost

PATIENCE = 60
"""Seconds of the processor after which a command is stopped."""
HEAD = """\
nghị quyết:
  số: 1/NQ-HĐND
  ngày: 1/1/2024
  giai đoạn: 2024-2026
  trích yếu: Trồng cây
số liệu:
  cay.so:
    tên: Số cây
    đơn vị tính: cây
"""
TARGET = """\
chỉ tiêu: 1
tên: Trồng cây
nội dung:
  - số: 1.1
    nguyên văn: Trồng cây xanh
    đo bằng: cay.so
    đạt khi: từ 70 cây trở lên
    lý do khác nguyên văn: theo NQ 1/NQ-HĐND
"""
FACTS = """\
nghị quyết: 1/NQ-HĐND
đơn vị: xã A
năm: 2024
tính đến: 31/12/2024
nguồn:
  BC:
    tên: Báo cáo
số liệu:
  - nguồn: BC, mục 1
    giá trị:
      cay.so: 74 cây
"""
EVALUATE, CHECK = ("evaluate", "--year", "2024"), ("check",)
IMPORT = ("import", "--dry-run", "--unit", "xã A", "--year", "2024", "--quiet")
WHY, GOAL, PAGE = (
    ("why", "1.1", "--year", "2024"),
    ("goal", "1.1", "--year", "2024"),
    ("report", "--year", "2024", "-o", "ra.html"),
)
Commands = Iterable[tuple[str, ...]]


class Bench:
    """A workspace of one resolution, one indicator, one criterion and one facts file, to be spoilt."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("rules/nq/nghi-quyet.yaml", HEAD)
        self.write("rules/nq/chi-tieu-1.yaml", TARGET)
        self.write("facts/xa-a/2024.yaml", FACTS)

    def write(self, name: str, text: str | bytes) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def package(self, name: str, parts: dict[str, str]) -> None:
        with zipfile.ZipFile(self.root / name, "w", zipfile.ZIP_DEFLATED) as package:
            for part, text in parts.items():
                package.writestr(part, text)


KINDS: dict[str, Callable[[Bench], Commands]] = {}


def kind(make: Callable[[Bench], Commands]) -> Callable[[Bench], Commands]:
    KINDS[make.__name__.replace("_", " ")] = make
    return make


def indicators(count: int, formula: Callable[[int], str]) -> str:
    lines = []
    for i in range(count):
        computed = formula(i)
        lines.append(
            f"  a.b{i}:\n    tên: Số {i}\n    đơn vị tính: cây\n" + (f"    công thức: {computed}\n" if computed else "")
        )
    return "".join(lines)


def run(arguments: tuple[str, ...], folder: Path) -> Cost:
    """Runs `chitieu` in a folder and returns what it cost; its code is negative where PATIENCE ended it."""
    return cost.run((*cost.CHITIEU, *arguments), folder, PATIENCE, XDG_CACHE_HOME=str(folder / ".cache"))


def said(output: str) -> str:
    """The first error of what a command printed, or its last line."""
    lines = output.splitlines()
    return next((line for line in lines if "lỗi" in line), lines[-1] if lines else "")
