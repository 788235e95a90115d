"""Every table of tests/importing/office_tables is read as its case says: no value more, no value less, no other meaning."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from pathlib import Path

import pytest

from engine.files.diagnostics import Problems
from engine.importing.books import read_book
from engine.importing.existing import ExistingFacts
from engine.importing.grid import UnreadableTable
from engine.importing.import_result import Import, ImportedValue, Omission, UndecidedImport
from engine.importing.intake import gather
from engine.workspace.loading import load_rulebook
from engine.workspace.workspace import Workspace
from tests.importing.office_cases import CATALOGUE, Expected, OfficeCase, cases
from tests.small_workspace import FACTS, Small

CASES = cases()
SCALES = {"nghìn": 3, "ngàn": 3, "triệu": 6, "tỷ": 9}
MEASURES = dict(re.findall(r'^(\S+): .*?đơn vị tính: "?([^",}]+)', CATALOGUE, re.M))


@pytest.mark.parametrize("case", CASES, ids=[f"{case.kind}: {case.name}" for case in CASES])
def test_is_read_as_the_case_says(case: OfficeCase, tmp_path: Path) -> None:
    found = read(case, tmp_path)
    differences = refused(case, found) if isinstance(found, str) else compared(case, found)
    assert not differences, "\n".join([f"«{case.name}» ({case.kind})", *differences, "", *told(found)])


def test_names_of_cases_are_their_own() -> None:
    names = [(case.kind, case.name) for case in CASES]
    assert len(set(names)) == len(names)


def read(case: OfficeCase, root: Path) -> Import | str:
    """What importing the table of a case gives, or the sentence with which it is refused."""
    Small(root, CATALOGUE, period="2011-2030").criteria(
        "- {số: 1.1, nguyên văn: Thu, đo bằng: thu.tong, đạt khi: từ 5 tỷ đồng trở lên}"
    )
    (root / "facts").mkdir()
    for number, name in enumerate(case.units):
        folder = f"{slug(name)}-{number}" if number and slug(name) in map(slug, case.units[:number]) else slug(name)
        path = root / "facts" / folder / "2011.yaml"
        path.parent.mkdir()
        groups = "  - nguồn: BC, mục 1\n    giá trị:\n      ho.tong: 900\n"
        text = FACTS.format(year=2011, as_of="31/12/2011", groups=groups)
        path.write_text(text.replace("đơn vị: xã A", f"đơn vị: {name}"), "utf-8")
    workspace, problems = Workspace(root), Problems()
    (resolution,) = workspace.resolution_folders
    rulebook = load_rulebook(workspace, resolution, problems)
    assert rulebook is not None and not problems.found, [problem.message for problem in problems.found]
    path = case.write(root)
    try:
        return gather([read_book(path, path.name)], rulebook, case.options, ExistingFacts(workspace, rulebook))
    except (UndecidedImport, UnreadableTable) as refusal:
        return str(refusal)


def refused(case: OfficeCase, sentence: str) -> list[str]:
    words = case.refused or case.or_refused
    if not words:
        return ["từ chối cả bảng, đúng ra đọc được"]
    return [] if has_one(sentence, words) else [f"từ chối với lời khác «{words}»"]


def compared(case: OfficeCase, found: Import) -> list[str]:
    """How an import differs from its case, a line for each value, place and remark."""
    if case.or_refused and not found.taken and any(has_one(said(entry), case.or_refused) for entry in found.left_out):
        return []
    differences: list[str] = []
    if case.refused and not any(has_one(said(entry), case.refused) for entry in found.left_out):
        differences.append(f"không từ chối với «{case.refused}»")
    place_of = sheet_and_cell if len(case.sheets) > 1 else cell_of
    taken = {place_of(value.place): value for value in found.taken}
    differences += split_units(case, taken)
    for expected in case.values:
        differences += value_differences(expected, taken.pop(expected.cell, None), found)
    for expected in case.may_be_read:
        if expected.cell in taken:
            differences += value_differences(expected, taken.pop(expected.cell), found)
    differences += [f"đọc thừa {line(value, found)}" for value in taken.values()]
    differences += [
        f"không bỏ lại {place} với «{words}»"
        for place, words in case.left_out
        if not any(at(entry, place) and has_one(said(entry), words) for entry in found.left_out)
    ]
    remarks = [remark.text for remark in found.remarks]
    differences += [f"thiếu lời «{word}»" for word in case.remarks if not any(has_one(r, word) for r in remarks)]
    sentences = [said(entry) for entry in found.left_out]
    differences += [f"thừa lời «{s}»" for s in sentences if any(has_one(s, word) for word in case.not_said)]
    differences += [f"thừa lời «{r}»" for r in remarks if any(has_one(r, word) for word in case.no_remarks)]
    return differences


def split_units(case: OfficeCase, taken: dict[str, ImportedValue]) -> list[str]:
    """The units of the case that were read as more than one."""
    names: dict[str, set[str]] = {}
    for expected in case.values:
        if expected.cell in taken:
            names.setdefault(expected.unit, set()).add(unit_key(taken[expected.cell].unit))
    return [f"một đơn vị thành nhiều: {sorted(found)}" for found in names.values() if len(found) > 1]


def value_differences(expected: Expected, value: ImportedValue | None, found: Import) -> list[str]:
    if value is None:
        return [f"thiếu {expected.cell}: {expected.unit}, {expected.year}, {expected.code}, {expected.text}"]
    day = day_of(value, found)
    same_period = value.period in (expected.period or "", expected.period or "cả năm")
    if not expected.period and expected.day is not None and expected.day == day:
        same_period = True  # a value of a day may be told with its period, too
    if expected.period == "cả năm":
        same_period = value.period in ("", "cả năm")
    right = {
        "đơn vị": any(unit_key(value.unit) == unit_key(name) for name in expected.unit.split(" / ")),
        "năm": value.year == expected.year,
        "mã": value.code == expected.code,
        "giá trị": quantity(value.text, value.code) == quantity(expected.text, expected.code),
        "loại": value.basis in expected.basis.split(" / "),
        "kỳ": same_period,
        "ngày": expected.day is None or day == expected.day,
    }
    wrong = [name for name, same in right.items() if not same]
    return [f"sai {', '.join(wrong)}: {line(value, found)}; đúng ra {expected}"] if wrong else []


def quantity(text: str, code: str) -> object:
    """A number with its unit of measure, so that 31.500 triệu đồng are 31,5 tỷ đồng; other texts as they are."""
    parts = re.fullmatch(r"(-?[\d.,]+)\s*(.*)", text)
    if parts is None:
        return text
    number = Decimal(parts[1].replace(".", "").replace(",", "."))
    measure = (parts[2] or MEASURES[code]).casefold()
    first, _, rest = measure.partition(" ")
    return (number.scaleb(SCALES[first]), rest) if first in SCALES else (number, measure)


def unit_key(name: str) -> str:
    """A name of a unit without regard to case, forms of letters and where a tone mark stands in oa, oe, uy."""
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFD", name.casefold())).strip()
    return re.sub("([ou])([aey])([\u0300\u0301\u0303\u0309\u0323])(?![a-z])", r"\1\3\2", text)


def slug(name: str) -> str:
    letters = unicodedata.normalize("NFD", name.casefold().replace("đ", "d"))
    return re.sub(r"[^a-z0-9]+", "-", "".join(c for c in letters if not unicodedata.combining(c))).strip("-")


def at(entry: Omission, place: str) -> bool:
    """Whether something left out stands at a cell or at the name of its row, in a column (a letter), or has the words."""
    cell = cell_of(entry.place)
    letters, digits = re.fullmatch(r"([A-Z]*)(\d*)", cell if re.fullmatch(r"[A-Z]+\d+", cell) else "").groups()
    if re.fullmatch(r"[A-Z]+", place):
        return letters == place
    if re.fullmatch(r"[A-Z]+\d+", place):
        return digits == place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") and letters <= place.rstrip("0123456789")
    return place == "*" or place.casefold() in f"{entry.place} {entry.what}".casefold()


def said(entry: Omission) -> str:
    return f"{entry.what} · {entry.reason} · {entry.remedy}"


def has_one(text: str, words: str) -> bool:
    return any(word.strip().casefold() in text.casefold() for word in words.split("|"))


def cell_of(place: str) -> str:
    return place.rpartition("!")[2]


def sheet_and_cell(place: str) -> str:
    return place.partition("!")[2].replace("'", "")


def day_of(value: ImportedValue, found: Import) -> object:
    return value.as_of or found.as_of.get((value.unit, value.year))


def line(value: ImportedValue, found: Import) -> str:
    parts = [cell_of(value.place), value.unit, value.year, value.code, value.text, value.basis, value.period]
    return " | ".join(str(part) for part in [*parts, day_of(value, found)])


def told(found: Import | str) -> list[str]:
    """What the import said, for whoever reads the failing test."""
    if isinstance(found, str):
        return [f"từ chối: {found}"]
    return [
        *(f"đã đọc {line(value, found)}" for value in found.taken),
        *(f"bỏ lại {entry.place}: {said(entry)}" for entry in found.left_out),
        *(f"cần xem {remark.text} {' '.join(remark.places)}" for remark in found.remarks),
    ]
