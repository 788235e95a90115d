"""Hostile inputs, one of each kind, and what each command costs on them: seconds of the processor, peak of memory, how it ends.

``python -m benchmarks.limits [PART OF A NAME]``; the limits themselves stand in engine/domain/limits.py.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import resource
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
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


# ---------------------------------------------------------------- rules


def findings(lines: Iterable[str]) -> str:
    return "hạn chế:\n" + "".join(lines)


def finding(number: int, more: str) -> str:
    return f"  - mã: HC-{number}\n    của: [1.1]\n    {more}\n    kết luận: Câu {number}.\n"


@kind
def ring_of_700_findings(bench: Bench) -> Commands:
    many = (finding(i, f"khi: có hạn chế HC-{i % 700 + 1}") for i in range(1, 701))
    bench.write("rules/nq/han-che.yaml", findings(many))
    return EVALUATE, CHECK


@kind
def ring_of_5000_findings(bench: Bench) -> Commands:
    many = (finding(i, f"khi: có hạn chế HC-{i % 5000 + 1}") for i in range(1, 5001))
    bench.write("rules/nq/han-che.yaml", findings(many))
    return (EVALUATE,)


@kind
def ring_of_3000_criteria(bench: Bench) -> Commands:
    many = (
        f"  - số: 1.{i}\n    nguyên văn: Câu {i}\n    đạt khi: nội dung 1.{i % 3000 + 1} đạt\n" for i in range(1, 3001)
    )
    bench.write("rules/nq/chi-tieu-1.yaml", "chỉ tiêu: 1\ntên: Một\nnội dung:\n" + "".join(many))
    return (EVALUATE,)


@kind
def ring_of_5000_formulas(bench: Bench) -> Commands:
    bench.write("rules/nq/nghi-quyet.yaml", HEAD + indicators(5000, lambda i: f"a.b{(i + 1) % 5000} + 1 cây"))
    return (EVALUATE,)


def indicators(count: int, formula: Callable[[int], str]) -> str:
    lines = []
    for i in range(count):
        computed = formula(i)
        lines.append(
            f"  a.b{i}:\n    tên: Số {i}\n    đơn vị tính: cây\n" + (f"    công thức: {computed}\n" if computed else "")
        )
    return "".join(lines)


@kind
def finding_chain_of_3000(bench: Bench) -> Commands:
    many = (finding(i, f"khi: có hạn chế HC-{i + 1}" if i < 3000 else "khi: cay.so trên 1 cây") for i in range(1, 3001))
    bench.write("rules/nq/han-che.yaml", findings(many))
    return (EVALUATE,)


def conclusion(bench: Bench, text: str) -> Commands:
    bench.write("rules/nq/han-che.yaml", f"hạn chế:\n  - mã: HC-1\n    của: [1.1]\n    kết luận: {text}\n")
    return EVALUATE, CHECK, ("report", "--year", "2024", "-o", "ra.md")


@kind
def placeholders_190(bench: Bench) -> Commands:
    return conclusion(bench, '"' + "{cay.so} " * 190 + '"')


@kind
def placeholders_8000(bench: Bench) -> Commands:
    return conclusion(bench, '"' + "{cay.so} " * 8_000 + '"')


@kind
def placeholders_200000(bench: Bench) -> Commands:
    return conclusion(bench, '"' + "{cay.so}" * 200_000 + '"')


@kind
def unknown_placeholders(bench: Bench) -> Commands:
    return conclusion(bench, '"' + "".join(f"{{cay.s{i}}}" for i in range(100_000)) + '"')


def tree(bench: Bench, leaves: int, arity: int = 2, goal: str = "từ 5 cây trở lên") -> Commands:
    """A formula over ``leaves`` indicators, joined ``arity`` at a time."""
    level, lines, number = [f"a.l{i}" for i in range(leaves)], [], 0
    facts = "".join(f"      {code}: 3 cây\n" for code in level)
    for code in level:
        lines.append(f"  {code}:\n    tên: Số {code}\n    đơn vị tính: cây\n")
    while len(level) > 1:
        above = []
        for at in range(0, len(level), arity):
            code = f"a.n{number}"
            number += 1
            above.append(code)
            lines.append(
                f"  {code}:\n    tên: Số {code}\n    đơn vị tính: cây\n    công thức: {' + '.join(level[at : at + arity])}\n"
            )
        level = above
    bench.write("rules/nq/nghi-quyet.yaml", HEAD + "".join(lines))
    bench.write("rules/nq/chi-tieu-1.yaml", TARGET.replace("cay.so", level[0]).replace("từ 70 cây trở lên", goal))
    bench.write("facts/xa-a/2024.yaml", FACTS + facts)
    return EVALUATE, WHY, GOAL, PAGE, CHECK


@kind
def formula_over_240_pairs(bench: Bench) -> Commands:
    return tree(bench, 240)


@kind
def formula_over_450(bench: Bench) -> Commands:
    return tree(bench, 450, 22)


@kind
def formula_over_5000(bench: Bench) -> Commands:
    return tree(bench, 5_000, 100)


@kind
def every_criterion_over_one_tree(bench: Bench) -> Commands:
    commands = tree(bench, 300, 20)
    top = (bench.root / "rules/nq/chi-tieu-1.yaml").read_text("utf-8").split("đo bằng: ")[1].split("\n")[0]
    many = (
        f"  - số: 1.{i}\n    nguyên văn: Trồng từ {i} cây trở lên\n    đo bằng: {top}\n    đạt khi: từ {i} cây trở lên\n"
        for i in range(1, 100)
    )
    bench.write("rules/nq/chi-tieu-1.yaml", "chỉ tiêu: 1\ntên: Một\nnội dung:\n" + "".join(many))
    return commands


@kind
def all_of_20000(bench: Bench) -> Commands:
    parts = "".join(f"        - cay.so trên {i} cây\n" for i in range(20_000))
    bench.write(
        "rules/nq/chi-tieu-1.yaml",
        TARGET.replace(
            "    đo bằng: cay.so\n    đạt khi: từ 70 cây trở lên\n", "    đạt khi:\n      tất cả:\n" + parts
        ),
    )
    return EVALUATE, CHECK


@kind
def all_of_60000_short(bench: Bench) -> Commands:
    parts = "".join("        - cay.so trên 1\n" for i in range(60_000))
    bench.write(
        "rules/nq/chi-tieu-1.yaml",
        TARGET.replace(
            "    đo bằng: cay.so\n    đạt khi: từ 70 cây trở lên\n", "    đạt khi:\n      tất cả:\n" + parts
        ),
    )
    return (EVALUATE,)


@kind
def any_of_450(bench: Bench) -> Commands:
    parts = "".join(f"        - cay.so trên {i} cây\n" for i in range(450))
    bench.write(
        "rules/nq/chi-tieu-1.yaml",
        TARGET.replace(
            "    đo bằng: cay.so\n    đạt khi: từ 70 cây trở lên\n", "    đạt khi:\n      bất kỳ:\n" + parts
        ),
    )
    return EVALUATE, CHECK, WHY, GOAL, PAGE


@kind
def any_within_all_doubling(bench: Bench) -> Commands:
    parts = "".join(
        f"        - bất kỳ:\n            - cay.so trên {i} cây\n            - cay.so dưới {i} cây\n" for i in range(60)
    )
    bench.write(
        "rules/nq/chi-tieu-1.yaml",
        TARGET.replace(
            "    đo bằng: cay.so\n    đạt khi: từ 70 cây trở lên\n", "    đạt khi:\n      tất cả:\n" + parts
        ),
    )
    return EVALUATE, CHECK, WHY, GOAL, PAGE


@kind
def findings_with_unknown_codes(bench: Bench) -> Commands:
    many = (f"  - mã: H{i}\n    khi: a.b{i} có\n    kết luận: C\n" for i in range(30_000))
    bench.write("rules/nq/han-che.yaml", findings(many))
    return EVALUATE, CHECK


@kind
def unknown_codes_of(bench: Bench) -> Commands:
    listed = ", ".join(f"HC-{i}" for i in range(100_000))
    bench.write("rules/nq/han-che.yaml", f"hạn chế:\n  - mã: X-1\n    của: [{listed}]\n    kết luận: C\n")
    return EVALUATE, CHECK


@kind
def unknown_codes_in_100_files(bench: Bench) -> Commands:
    for n in range(100):
        many = (f"  - mã: H{n}-{i}\n    khi: a.b{i} có\n    kết luận: C\n" for i in range(1_000))
        bench.write(f"rules/nq/han-che-{n}.yaml", findings(many))
    return (EVALUATE,)


@kind
def findings_of_one_criterion_1900(bench: Bench) -> Commands:
    bench.write(
        "rules/nq/han-che.yaml", findings(finding(i, f"khi: cay.so dưới {70 - i % 60} cây") for i in range(1_900))
    )
    return EVALUATE, WHY, GOAL, PAGE, CHECK


@kind
def findings_of_one_criterion_15000(bench: Bench) -> Commands:
    bench.write("rules/nq/han-che.yaml", findings(finding(i, "khi: cay.so trên 5 cây") for i in range(15_000)))
    return (EVALUATE,)


@kind
def milestones_20000(bench: Bench) -> Commands:
    listed = "".join(f"      {2024 + i % 3}: từ {i} cây trở lên\n" for i in range(20_000))
    bench.write("rules/nq/chi-tieu-1.yaml", TARGET.replace("đạt khi: từ 70 cây trở lên\n", "đạt khi:\n" + listed))
    return (EVALUATE,)


@kind
def milestones_of_many_years(bench: Bench) -> Commands:
    listed = "".join(f"      {1000 + i}: từ {i} cây trở lên\n" for i in range(8_000))
    bench.write("rules/nq/nghi-quyet.yaml", HEAD.replace("2024-2026", "1000-9900"))
    bench.write("rules/nq/chi-tieu-1.yaml", TARGET.replace("đạt khi: từ 70 cây trở lên\n", "đạt khi:\n" + listed))
    return EVALUATE, CHECK, PAGE


@kind
def amendments_10000(bench: Bench) -> Commands:
    listed = "".join(
        f"      - hiệu lực từ: {i % 28 + 1}/{i // 28 % 12 + 1}/{2024 + i // 336 % 3}\n        văn bản: NQ {i}\n        nguyên văn: Trồng {i} cây\n        đạt khi: từ {i} cây trở lên\n"
        for i in range(10_000)
    )
    bench.write("rules/nq/chi-tieu-1.yaml", TARGET + "    sửa đổi:\n" + listed)
    return (EVALUATE,)


@kind
def course_of_50000_rows(bench: Bench) -> Commands:
    listed = "".join(f"      {2024 + i % 3}: {i % 100}%\n" for i in range(50_000))
    bench.write("rules/nq/chi-tieu-1.yaml", TARGET + "    tiến độ:\n" + listed)
    return (EVALUATE,)


@kind
def criteria_1900(bench: Bench) -> Commands:
    many = (
        f"  - số: 1.{i}\n    nguyên văn: Trồng từ {i} cây trở lên\n    đo bằng: cay.so\n    đạt khi: từ {i} cây trở lên\n"
        for i in range(1_900)
    )
    bench.write("rules/nq/chi-tieu-1.yaml", "chỉ tiêu: 1\ntên: Một\nnội dung:\n" + "".join(many))
    return EVALUATE, WHY, GOAL, PAGE, CHECK


@kind
def reconciliations_10000(bench: Bench) -> Commands:
    many = (f"  - mã: DC-{i}\n    tên: C\n    kiểm: cay.so bằng nêu(cay.so)\n" for i in range(10_000))
    bench.write("rules/nq/doi-chieu.yaml", "đối chiếu:\n" + "".join(many))
    return EVALUATE, CHECK


@kind
def units_of_measure_20000(bench: Bench) -> Commands:
    many = (f"  a.b{i}:\n    tên: Số {i}\n    đơn vị tính: đơn vị thứ {i} của tôi\n" for i in range(20_000))
    bench.write("rules/nq/nghi-quyet.yaml", HEAD + "".join(many))
    return EVALUATE, CHECK


@kind
def synonyms_80000(bench: Bench) -> Commands:
    listed = ", ".join(f"tên {i}" for i in range(80_000))
    bench.write("rules/nq/nghi-quyet.yaml", HEAD + f"    tên khác: [{listed}]\n")
    bench.write("a.csv", "Chỉ tiêu;Thực hiện\n" + "Số cây;5\n" + "".join(f"tên số {i}x;5\n" for i in range(2_000)))
    return EVALUATE, (IMPORT[0], "a.csv", *IMPORT[1:])


@kind
def categories_50000(bench: Bench) -> Commands:
    listed = ", ".join(f"loại {i}" for i in range(50_000))
    more = f"  cay.loai:\n    tên: Loại\n    kiểu: phân loại\n    giá trị: [{listed}]\n"
    bench.write("rules/nq/nghi-quyet.yaml", HEAD + more)
    bench.write("facts/xa-a/2024.yaml", FACTS + "      cay.loai: loại 40000\n")
    return EVALUATE, CHECK


@kind
def one_long_name_of_everything(bench: Bench) -> Commands:
    long = "x" * 300_000
    bench.write(
        "rules/nq/nghi-quyet.yaml", HEAD.replace("Số cây", long).replace("đơn vị tính: cây", f"đơn vị tính: {long}")
    )
    bench.write(
        "rules/nq/chi-tieu-1.yaml", TARGET.replace("đạt khi: từ 70 cây trở lên", f"đạt khi: từ 70 {long} trở lên")
    )
    bench.write("facts/xa-a/2024.yaml", FACTS.replace("74 cây", f"74 {long}"))
    return EVALUATE, CHECK, PAGE


@kind
def duplicate_keys_100000(bench: Bench) -> Commands:
    bench.write("rules/nq/nghi-quyet.yaml", HEAD + "    tên: A\n" * 100_000)
    bench.write("facts/xa-a/2024.yaml", FACTS + "      cay.so: 5\n" * 80_000)
    return EVALUATE, CHECK, ("fmt", "--check")


@kind
def unknown_keys_100000(bench: Bench) -> Commands:
    bench.write("rules/nq/nghi-quyet.yaml", HEAD + "".join(f"    tn{i}: A\n" for i in range(100_000)))
    return EVALUATE, CHECK


@kind
def huge_key(bench: Bench) -> Commands:
    bench.write("rules/nq/nghi-quyet.yaml", HEAD + "  ? " + "k" * 1_500_000 + "\n  : {tên: x}\n")
    return EVALUATE, CHECK


@kind
def wide_yaml(bench: Bench) -> Commands:
    bench.write("rules/nq/khac.yaml", "[" + ",".join("[]" for _ in range(600_000)) + "]")
    bench.write("facts/xa-a/2024.yaml", FACTS + "  - [" + ",".join("a" for _ in range(900_000)) + "]\n")
    return EVALUATE, ("fmt", "--check")


@kind
def tests_of_rules_3000(bench: Bench) -> Commands:
    many = (
        f"  - tên: Thử {i}\n    số liệu:\n      cay.so: {i} cây\n    mong đợi:\n      1.1: {'đạt' if i >= 70 else 'chưa đạt'}\n"
        for i in range(1_900)
    )
    bench.write("rules/nq/kiem-thu.yaml", "trường hợp:\n" + "".join(many))
    return EVALUATE, ("test",)


@kind
def rule_files_10000(bench: Bench) -> Commands:
    for i in range(10_000):
        bench.write(f"rules/nq/hc-{i}.yaml", findings([finding(i, f"khi: cay.so dưới {i % 60} cây")]))
    return (EVALUATE,)


@kind
def resolutions_5000(bench: Bench) -> Commands:
    for i in range(5_000):
        bench.write(f"rules/nq{i}/nghi-quyet.yaml", HEAD.replace("1/NQ", f"{i + 2}/NQ"))
    return (EVALUATE,)


# ---------------------------------------------------------------- facts


@kind
def facts_files_10000(bench: Bench) -> Commands:
    for i in range(10_000):
        bench.write(f"facts/xa-{i}/2024.yaml", FACTS.replace("xã A", f"xã {i}"))
    return (
        (*EVALUATE, "--unit", "xã A"),
        (*EVALUATE, "--unit", "xã B"),
        ("evaluate", "--all-units", "--year", "2024", "--quiet"),
    )


@kind
def facts_of_one_code(bench: Bench) -> Commands:
    bench.write("facts/xa-a/2024.yaml", FACTS + "".join(f"  - giá trị: {{cay.so: {i}}}\n" for i in range(60_000)))
    return EVALUATE, WHY, GOAL, PAGE, CHECK


@kind
def facts_of_one_code_by_period(bench: Bench) -> Commands:
    flow = HEAD + "    tính chất: trong năm\n"
    bench.write("rules/nq/nghi-quyet.yaml", flow)
    listed = (f"  - kỳ: tháng {i % 12 + 1}\n    giá trị: {{cay.so: {i // 12}}}\n" for i in range(30_000))
    bench.write(
        "facts/xa-a/2024.yaml", FACTS.replace("      cay.so: 74 cây\n", "      cay.so: 74 cây\n") + "".join(listed)
    )
    return EVALUATE, WHY, PAGE, CHECK


@kind
def facts_with_unknown_codes(bench: Bench) -> Commands:
    bench.write("facts/xa-a/2024.yaml", FACTS + "".join(f"      a.b{i}: 5\n" for i in range(90_000)))
    return EVALUATE, CHECK


@kind
def facts_with_near_codes_of_many(bench: Bench) -> Commands:
    bench.write("rules/nq/nghi-quyet.yaml", HEAD + indicators(5_000, lambda i: ""))
    bench.write("facts/xa-a/2024.yaml", FACTS + "".join(f"      a.c{i}: 5 cây\n" for i in range(3_000)))
    return EVALUATE, CHECK


@kind
def facts_with_bad_values(bench: Bench) -> Commands:
    bench.write(
        "facts/xa-a/2024.yaml",
        FACTS + "".join(f"  - giá trị: {{cay.so: khoảng bao nhiêu {i}}}\n" for i in range(30_000)),
    )
    return (EVALUATE,)


@kind
def claims_50000(bench: Bench) -> Commands:
    bench.write(
        "facts/xa-a/2024.yaml",
        FACTS
        + "báo cáo nêu:\n"
        + "".join(f"  - nội dung: 1.1\n    kết luận: đạt\n    nguồn: BC, mục {i}\n" for i in range(25_000)),
    )
    return EVALUATE, CHECK


@kind
def sources_60000(bench: Bench) -> Commands:
    many = "".join(f"  B{i}:\n    tên: Báo cáo {i}\n" for i in range(50_000))
    bench.write("facts/xa-a/2024.yaml", FACTS.replace("số liệu:\n", many + "số liệu:\n"))
    return EVALUATE, CHECK


@kind
def long_numbers(bench: Bench) -> Commands:
    bench.write("facts/xa-a/2024.yaml", FACTS.replace("74 cây", "9" * 1_000_000 + " cây"))
    bench.write("rules/nq/chi-tieu-1.yaml", TARGET.replace("từ 70 cây", "từ " + "7" * 1_000_000 + " cây"))
    return EVALUATE, CHECK


# ---------------------------------------------------------------- tables


def csv(bench: Bench, text: str) -> Commands:
    bench.write("a.csv", text)
    return ((IMPORT[0], "a.csv", *IMPORT[1:]),)


@kind
def csv_of_100000_unknown_names(bench: Bench) -> Commands:
    return csv(bench, "Chỉ tiêu;Thực hiện\n" + "".join(f"Số cây trồng mới thứ {i};5\n" for i in range(100_000)))


@kind
def csv_of_one_unknown_name(bench: Bench) -> Commands:
    bench.write("rules/nq/nghi-quyet.yaml", HEAD + indicators(300, lambda i: ""))
    return csv(bench, "Chỉ tiêu;Thực hiện\n" + "Số cây trồng mới;5\n" * 100_000)


@kind
def csv_of_100000_unknown_codes(bench: Bench) -> Commands:
    bench.write("rules/nq/nghi-quyet.yaml", HEAD + indicators(300, lambda i: ""))
    return csv(bench, "Mã số liệu;Chỉ tiêu;Thực hiện\n" + "".join(f"a.c{i};Số cây {i};5\n" for i in range(100_000)))


@kind
def csv_of_100000_equal_values(bench: Bench) -> Commands:
    return csv(bench, "Chỉ tiêu;Thực hiện\n" + "".join(f"Số cây;{i}\n" for i in range(100_000)))


@kind
def csv_of_100000_units(bench: Bench) -> Commands:
    return csv(bench, "Xã;Số cây\n" + "".join(f"xã Tân {i};{i}\n" for i in range(100_000)).replace("xã A", "x"))


@kind
def csv_of_all_units(bench: Bench) -> Commands:
    bench.write("a.csv", "Xã;Số cây\n" + "".join(f"xã Tân {i};{i}\n" for i in range(100_000)))
    return (("import", "a.csv", "--dry-run", "--year", "2024", "--quiet"),)


@kind
def csv_of_100000_headings(bench: Bench) -> Commands:
    return csv(bench, "Chỉ tiêu;Thực hiện\nNăm nào;2024\n" * 60_000)


@kind
def csv_of_lines_above(bench: Bench) -> Commands:
    return csv(
        bench,
        "".join(f"Đơn vị: xã {i} năm {1900 + i % 200};Đơn vị tính: thứ {i}\n" for i in range(100_000))
        + "Chỉ tiêu;Thực hiện\nSố cây;5\n",
    )


@kind
def csv_of_a_million_columns(bench: Bench) -> Commands:
    return csv(bench, "a;" * 1_000_000 + "\nChỉ tiêu;Thực hiện\nSố cây;5\n")


@kind
def csv_of_a_million_rows(bench: Bench) -> Commands:
    return csv(bench, "Chỉ tiêu;Thực hiện\n" + "Số cây;5\n" * 1_000_000)


@kind
def csv_of_one_long_line(bench: Bench) -> Commands:
    return csv(bench, "Chỉ tiêu;Thực hiện\n" + "Số cây " * 10_000_000 + ";5\n")


@kind
def csv_of_long_cells(bench: Bench) -> Commands:
    return csv(bench, "Chỉ tiêu;Thực hiện\n" + ("Số cây đã trồng " * 6_000 + ";5\n") * 700)


@kind
def csv_of_a_thousand_columns(bench: Bench) -> Commands:
    return csv(
        bench,
        "Chỉ tiêu;" + ";".join("Thực hiện 2024" for _ in range(900)) + "\n" + ("Số cây;" + "5;" * 900 + "\n") * 3_000,
    )


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
)
STRINGS = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</sst>'


def workbook(bench: Bench, rows: str, strings: str = "") -> Commands:
    main, office = (
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    )
    spread = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    relation = '<Relationship Id="r%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="%s"/>'
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'
    bench.package(
        "a.xlsx",
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{spread}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="{spread}.worksheet+xml"/>'
            f'<Override PartName="/xl/sharedStrings.xml" ContentType="{spread}.sharedStrings+xml"/></Types>',
            "_rels/.rels": relations % relation % (1, "officeDocument", "xl/workbook.xml"),
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": relations
            % (
                relation % (1, "worksheet", "worksheets/sheet1.xml")
                + relation % (2, "sharedStrings", "sharedStrings.xml")
            ),
            "xl/worksheets/sheet1.xml": SHEET % rows,
            "xl/sharedStrings.xml": STRINGS % strings,
        },
    )
    return ((IMPORT[0], "a.xlsx", *IMPORT[1:]),)


def shared(row: int, numbers: Iterable[int]) -> str:
    cells = "".join(f'<c r="{chr(65 + at)}{row}" t="s"><v>{number}</v></c>' for at, number in enumerate(numbers))
    return f'<row r="{row}">{cells}</row>'


HEADINGS = "<si><t>Chỉ tiêu</t></si><si><t>Thực hiện</t></si>"


@kind
def xlsx_one_long_shared_string(bench: Bench) -> Commands:
    rows = shared(1, (0, 1)) + "".join(shared(row, [2] * 8) for row in range(2, 20_002))
    return workbook(bench, rows, HEADINGS + f"<si><t>{'Số cây đã trồng ' * 1_875}</t></si>")


@kind
def xlsx_shared_string_of_1000(bench: Bench) -> Commands:
    rows = shared(1, (0, 1)) + "".join(shared(row, [2] * 8) for row in range(2, 60_002))
    return workbook(bench, rows, HEADINGS + f"<si><t>{'Số cây đã trồng ' * 62}</t></si>")


@kind
def xlsx_unused_shared_strings(bench: Bench) -> Commands:
    return workbook(bench, shared(1, (0, 1)), HEADINGS + "".join(f"<si><t>s{i}</t></si>" for i in range(1_900_000)))


@kind
def xlsx_negative_shared_string(bench: Bench) -> Commands:
    return workbook(bench, shared(1, (0, 1)) + shared(2, (-1, 5)), HEADINGS)


@kind
def xlsx_shared_string_beyond(bench: Bench) -> Commands:
    return workbook(bench, shared(1, (0, 1)) + shared(2, (7, 8)), HEADINGS)


@kind
def xlsx_million_cells(bench: Bench) -> Commands:
    return workbook(
        bench,
        shared(1, (0, 1)) + "".join(shared(row, (2, 3)) for row in range(2, 290_002)),
        HEADINGS + "<si><t>Số cây</t></si><si><t>5</t></si>",
    )


@kind
def xlsx_far_cells(bench: Bench) -> Commands:
    rows = shared(1, (0, 1)) + "".join(
        f'<row r="{row}"><c r="ALL{row}"><v>1</v></c></row>' for row in range(2, 290_000)
    )
    return workbook(bench, rows, HEADINGS)


# ---------------------------------------------------------------- texts and receipts


READ = ("read", "--file", "a.txt")
DRAFT = ("new", "resolution", "--from-text", "a.txt", "--number", "9/NQ", "--period", "2026")


@kind
def text_of_20000_sentences(bench: Bench) -> Commands:
    bench.write("a.txt", "".join(f"{i}. Trồng từ {i} cây trở lên, đạt {i % 90}% hộ\n" for i in range(1, 20_001)))
    return READ, DRAFT


@kind
def text_of_one_paragraph(bench: Bench) -> Commands:
    bench.write("a.txt", "1. " + "Trồng từ 5 cây trở lên; " * 80_000)
    return READ, DRAFT


@kind
def text_of_19_megabytes(bench: Bench) -> Commands:
    bench.write("a.txt", "Điều 1. Trồng từ 5 cây trở lên, đạt 7% hộ, năm 2026\n" * 300_000)
    return (DRAFT,)


def document(bench: Bench, body: str) -> Commands:
    words = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>'
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
    types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    bench.package("a.docx", {"[Content_Types].xml": types, "_rels/.rels": relations, "word/document.xml": words % body})
    return (tuple("a.docx" if part == "a.txt" else part for part in DRAFT),)


@kind
def docx_of_one_paragraph_of_20_megabytes(bench: Bench) -> Commands:
    text = "".join(f"1. Trồng từ {i} cây trở lên; " for i in range(700_000))
    return document(bench, f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")


@kind
def docx_of_200000_paragraphs(bench: Bench) -> Commands:
    return document(bench, "".join(f"<w:p><w:r><w:t>{i}. Trồng từ {i} cây</w:t></w:r></w:p>" for i in range(200_000)))


@kind
def docx_of_300000_runs(bench: Bench) -> Commands:
    return document(bench, "<w:p>" + "<w:r><w:t>a</w:t></w:r>" * 300_000 + "</w:p>")


def receipt(bench: Bench, change: Callable[[dict[str, object]], object]) -> Commands:
    run(("evaluate", "--year", "2024", "--receipt", "r.json"), bench.root)
    read = json.loads((bench.root / "r.json").read_text("utf-8"))
    change(read)
    bench.write("r.json", json.dumps(read, ensure_ascii=False))
    return ("verify", "r.json"), ("diff", "r.json", "r.json")


@kind
def receipt_of_100000_inputs(bench: Bench) -> Commands:
    def change(read: dict[str, object]) -> None:
        inputs = read["inputs"]
        assert isinstance(inputs, list)
        read["inputs"] = inputs + [dict(inputs[-1], name=f"facts/x{i}/2024.yaml") for i in range(100_000)]

    return receipt(bench, change)


@kind
def receipt_of_deep_json(bench: Bench) -> Commands:
    receipt(bench, lambda read: read)
    bench.write("r.json", '{"a":' * 100_000 + "1" + "}" * 100_000)
    return (("verify", "r.json"),)


@kind
def receipt_of_long_numbers(bench: Bench) -> Commands:
    receipt(bench, lambda read: read)
    bench.write("r.json", '{"schema":' + "9" * 5_000_000 + "}")
    return (("verify", "r.json"),)


@kind
def receipt_of_wide_json(bench: Bench) -> Commands:
    receipt(bench, lambda read: read)
    bench.write("r.json", "[" + "[]," * 30_000_000 + "1]")
    return (("verify", "r.json"),)


@kind
def path_of_700_characters(bench: Bench) -> Commands:
    long = "/".join(["x" * 60] * 12)
    return (
        ("import", f"{long}.csv"),
        ("verify", long),
        ("read", "--file", long),
        ("evaluate", "--receipt", "x" * 700),
        ("evaluate", "--workspace", long),
    )


# ---------------------------------------------------------------- measuring


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


def made(name: str, root: Path) -> list[tuple[str, ...]]:
    """Makes the workspace of a kind and returns its command lines."""
    return list(KINDS[name](Bench(root)))


def main(wanted: str) -> None:
    slowest = largest = 0.0
    kinds = refused = 0
    for name in KINDS:
        if wanted not in name:
            continue
        kinds += 1
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder) / "w"
            with multiprocessing.Pool(
                1
            ) as maker:  # a child begins with the memory of its parent, which must stay small
                commands = maker.apply(made, (name, root))
            for arguments in commands:
                cost = run(arguments, root)
                refused += cost.code in (2, 3)
                slowest = max(slowest, cost.seconds if cost.code in (2, 3) else 0)
                largest = max(largest, cost.megabytes)
                shown = " ".join(one if len(one) < 30 else one[:20] + "…" for one in arguments[:3])
                costs = f"{cost.seconds:6.1f} s {cost.megabytes:6.0f} MB"
                print(f"{name:40} {shown:34} {costs}  {cost.code}  {cost.said[:150]}", flush=True)
    print(f"{kinds} kinds; commands refused: {refused}, the slowest {slowest:.1f} s; largest memory {largest:.0f} MB")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
