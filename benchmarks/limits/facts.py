"""Hostile facts: many files, many values of one indicator, unknown codes, claims, sources."""

from __future__ import annotations

from benchmarks.limits.bench import (
    CHECK,
    EVALUATE,
    FACTS,
    GOAL,
    HEAD,
    PAGE,
    TARGET,
    WHY,
    Bench,
    Commands,
    indicators,
    kind,
)


@kind
def facts_files_10000(bench: Bench) -> Commands:
    for i in range(10_000):
        bench.write(f"facts/xa-{i}/2024.yaml", FACTS.replace("xã A", f"xã {i}"))
    return (
        (*EVALUATE, "--unit", "xã A"),
        (*EVALUATE, "--unit", "xã B"),
        ("evaluate", "--year", "2024", "--quiet"),
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
        + "".join(f"  - về: nội dung 1.1\n    kết luận: đạt\n    nguồn: BC, mục {i}\n" for i in range(25_000)),
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
