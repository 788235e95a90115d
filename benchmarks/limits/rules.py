"""Hostile rules: rings, chains, wide formulas and conditions, and too much of everything."""

from __future__ import annotations

from collections.abc import Iterable

from benchmarks.limits.bench import (
    CHECK,
    EVALUATE,
    FACTS,
    GOAL,
    HEAD,
    IMPORT,
    PAGE,
    TARGET,
    WHY,
    Bench,
    Commands,
    indicators,
    kind,
)


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
