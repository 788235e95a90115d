"""A small workspace to be spoilt, the list of kinds of hostile input, and a run of `chitieu` with what it costs."""

from __future__ import annotations

import os
import resource
import sys
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
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


class Cost(NamedTuple):
    seconds: float
    megabytes: float
    code: int | None
    said: str


def run(arguments: tuple[str, ...], folder: Path) -> Cost:
    """Runs `chitieu` as a process and returns its seconds of the processor and its peak of memory; the code is None at the end of PATIENCE."""
    out = folder / ".out"
    with out.open("wb") as stream:
        environment = os.environ | {"PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(folder / ".cache")}
        actions = [(os.POSIX_SPAWN_DUP2, stream.fileno(), 1), (os.POSIX_SPAWN_DUP2, stream.fileno(), 2)]
        before = Path.cwd()
        os.chdir(folder)
        child = os.posix_spawn(
            sys.executable, [sys.executable, "-m", "cli.main", *arguments], environment, file_actions=actions
        )
        resource.prlimit(child, resource.RLIMIT_CPU, (PATIENCE, PATIENCE))
        os.chdir(before)
    _, status, usage = os.wait4(child, 0)
    code = os.waitstatus_to_exitcode(status)
    lines = out.read_text("utf-8", "replace").splitlines()
    said = next((line for line in lines if "lỗi" in line), lines[-1] if lines else "")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, code if code >= 0 else None, said)
