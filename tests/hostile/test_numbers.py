"""Numbers that nobody means: refused where they are written, and without end nowhere."""

from __future__ import annotations

import pytest

from tests.hostile.bench import FACTS, FINDINGS, HEAD, READING, TARGET, Bench

pytestmark = pytest.mark.slow

NINES = "9" * 10_000
MET = "đạt khi: từ 2.600 thành viên trở lên"
PLACES = {
    "fact": (FACTS, "2.570 thành viên", NINES, "CT204"),
    "fact with an exponent": (FACTS, "2.570 thành viên", "1e999999999", "CT204"),
    "fact with a long exponent": (FACTS, "2.570 thành viên", f"1e{NINES}", "CT204"),
    "year": (FACTS, "năm: 2025", f"năm: {NINES}", "CT205"),
    "day": (FACTS, "31/12/2025", f"{NINES}/12/2025", "CT205"),
    "year of a date": (FACTS, "31/12/2025", f"31/12/{NINES}", "CT205"),
    "threshold": (TARGET, MET, f"đạt khi: từ {NINES} thành viên trở lên", "CT106"),
    "threshold with an exponent": (TARGET, MET, "đạt khi: từ 1e999999 thành viên trở lên", "CT106"),
    "milestone": (TARGET, MET, "đạt khi:\n      " + "9" * 900 + ": từ 5 thành viên trở lên", "CT115"),
    "formula": (HEAD, "tỷ_lệ(htx.co_lai, htx.tong)", f"htx.co_lai * {NINES}", "CT106"),
    "year in a formula": (HEAD, "tỷ_lệ(htx.co_lai, htx.tong)", f"giá_trị(htx.co_lai, {'9' * 30})", "CT112"),
    "step": (HEAD, "    đơn vị tính: ha", f"    đơn vị tính: ha\n    bước: {NINES}", "CT013"),
    "period": (HEAD, "giai đoạn: 2024-2026", f"giai đoạn: {NINES}-{NINES}", "CT114"),
    "date of the resolution": (HEAD, "05/01/2024", NINES, "CT205"),
    "criterion that is named": (FINDINGS, "của: [1.1]", f"của: [1.{NINES}]", "CT107"),
    "placeholder": (FINDINGS, "{1.1.còn thiếu}", "{1." + NINES + ".còn thiếu}", "CT113"),
}


@pytest.mark.parametrize("place", PLACES)
def test_endless_digits_are_refused_where_they_stand(bench: Bench, place: str) -> None:
    name, old, new, code = PLACES[place]
    said = bench.edit(name, old, new).refused("evaluate")
    assert said.startswith(f"{name}:") and code in said


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (TARGET, "số: 1.1", f"số: 1.{NINES}"),
        (TARGET, "chỉ tiêu: 1\n", f"chỉ tiêu: {NINES}\n"),
        (FINDINGS, "mã: GP-1", f"mã: GP-{NINES}"),
    ],
)
def test_numbers_of_criteria_and_codes_are_texts_of_any_length(bench: Bench, name: str, old: str, new: str) -> None:
    bench.edit(name, old, new).run("evaluate", "--format", "json")


@pytest.mark.parametrize(
    "arguments",
    [
        ("what-if", "--set", f"htx.thanh_vien={NINES}"),
        ("what-if", "--set", "htx.thanh_vien=1e999999999"),
        ("what-if", "--set", f"{NINES}=1"),
        ("evaluate", "--year", NINES),
        ("evaluate", "--unit", NINES),
        ("why", NINES),
        ("goal", f"1.{NINES}"),
        ("new", "resolution", "--from-text", "vb.txt", "--period", NINES),
        ("new", "facts", "--unit", "x", "--year", NINES),
        ("new", "facts", "--unit", "x", "--year", "2025", "--as-of", f"{NINES}/1/2025"),
        ("new", "facts", "--unit", NINES, "--year", "2025"),
        ("import", "vb.txt", "--year", NINES),
        ("doc", NINES),
    ],
)
def test_endless_digits_on_the_command_line_are_wrong_usage(bench: Bench, arguments: tuple[str, ...]) -> None:
    bench.write("vb.txt", "1. Đạt 5 HTX\n2. Đạt 7 HTX\n")
    said = bench.refused(*arguments, code=2)
    assert max(map(len, said.split("\n"))) < 2_500


def test_ten_million_digits_are_a_file_that_is_too_large(bench: Bench) -> None:
    bench.write(FACTS, f"số liệu: {'9' * 10_000_000}\n")
    assert "CT002" in bench.refused("evaluate")
    bench.write("bang.csv", f"Mã số liệu;Giá trị\nhtx.tong;{'9' * 10_000_000}\n")
    assert "hỏng" in bench.refused("import", "bang.csv", "--unit", "xã A", "--year", "2026")


def _more(bench: Bench, formulas: list[str], goal: str = "từ 5.000 trở lên") -> None:
    """Indicators c.x0, c.x1 … with these formulas, and criterion 9.1 on the last."""
    entries = (
        f"  c.x{i}:\n    tên: Tổng {i}\n    đơn vị tính: HTX\n    công thức: {formula}\n"
        for i, formula in enumerate(formulas)
    )
    bench.edit(HEAD, "số liệu:\n", "số liệu:\n" + "".join(entries))
    lines = ("chỉ tiêu: 9", "tên: Chín", "nội dung:", "  - số: 9.1", "    nguyên văn: Đạt từ 5.000 trở lên")
    measured = f"    đo bằng: c.x{len(formulas) - 1}"
    bench.write("rules/nq-1/chi-tieu-9.yaml", "\n".join((*lines, measured, f"    đạt khi: {goal}", "")))


LITERAL = "9" * 38
ENDLESS = {
    "product": ["htx.tong" + f" * {LITERAL}" * 150],
    "quotient": ["htx.tong" + f" / {LITERAL}" * 150],
    "chain of products": [("htx.tong" if i == 0 else f"c.x{i - 1}") + f" * {LITERAL}" * 9 for i in range(50)],
    "branches": [" + ".join(["nhỏ_nhất(htx.tong, htx.co_lai)"] * 40)],
}


@pytest.mark.parametrize("kind", ENDLESS)
def test_results_with_thousands_of_digits_are_no_results(bench: Bench, kind: str) -> None:
    """Each command ends; where the number means nothing the verdict is «chưa đủ số liệu», with the reason."""
    _more(bench, ENDLESS[kind])
    for arguments in (*READING, ("why", "9.1", "--full"), ("goal", "9.1")):
        bench.run(*arguments)
    if kind != "branches":
        shown = bench.run("evaluate").stdout
        assert "hơn 2000 chữ số" in shown and "chưa đủ số liệu" in shown


def test_definitions_that_spread_without_end_are_refused_at_once(bench: Bench) -> None:
    """Forty lines that would name a thousand milliard values: the YAML bomb of a language without aliases."""
    _more(bench, ["htx.tong + htx.co_lai", *(f"c.x{i} + c.x{i}" for i in range(40))])
    assert "CT118" in bench.refused("evaluate")
    assert bench.run("check").returncode == 1


@pytest.mark.parametrize("through", ["của", "khi"])
def test_findings_that_spread_without_end_are_refused_at_once(bench: Bench, through: str) -> None:
    findings = ""
    for i in range(40):
        named = f"[A-{i - 1}, B-{i - 1}]" if i and through == "của" else "[1.1]"
        asked = f"có hạn chế A-{i - 1} và có hạn chế B-{i - 1}" if i and through == "khi" else "htx.tong trên 1 HTX"
        for name in "AB":
            findings += f"  - mã: {name}-{i}\n    của: {named}\n    khi: {asked}\n    kết luận: Câu {i}\n"
    bench.edit(FINDINGS, "nguyên nhân:\n", findings + "nguyên nhân:\n")
    assert "CT118" in bench.refused("evaluate")


def test_a_chain_of_five_thousand_definitions_is_refused(bench: Bench) -> None:
    _more(bench, ["htx.tong", *(f"c.x{i} + htx.tong" for i in range(5_000))])
    assert "CT118" in bench.refused("evaluate")
