"""What is read by forms is what the models read, and whatever a model finds fault with has no form."""

import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from engine.factbase.documents import FactsDoc, ValueDoc
from engine.files.diagnostics import Problems
from engine.files.document import FileModel, read_model
from engine.files.forms import TABLE, Form, form_of, form_with, names_of
from engine.files.located import read_yaml
from engine.files.scalars import Node
from engine.files.source import SourceFile
from engine.files.written import NamedEntry
from engine.rulebook.documents import RuleFile, TargetDoc
from tests.running import ROOT
from tests.test_schema_of_files import CORPUS


def contents(read: Any) -> Any:
    """Returns what a form or a model holds, as plain values that can be compared."""
    if isinstance(read, Form):
        return {name: contents(value) for name, value in vars(read).items()}
    if isinstance(read, FileModel):
        return {name: contents(getattr(read, name)) for name in type(read).model_fields}
    if isinstance(read, NamedEntry):
        return "entry", contents(read.name), contents(read.value)
    return [contents(one) for one in read] if type(read) is tuple else read


def node_of(text: str) -> Node | None:
    return read_yaml(SourceFile("tệp.yaml", text), Problems())


def assert_same(model: type[FileModel], text: str) -> bool:
    """Holds a form against the model. Returns whether there is a form."""
    node, problems = node_of(text), Problems()
    meant = read_model(model, node, problems)
    form = form_of(model.__name__, node)
    if form is not None:
        assert not problems.found
        assert contents(form) == contents(meant)
    return form is not None


def test_the_table_is_that_of_the_models() -> None:
    script = "import sys; sys.path.insert(0, '.ci'); import form_table; print(form_table.text(), end='')"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=True)
    assert done.stdout.decode() == TABLE.read_text("utf-8"), "just tables"


@pytest.mark.parametrize(("model", "path"), CORPUS, ids=lambda one: one.name if isinstance(one, Path) else "")
def test_a_file_without_mistakes_has_a_form_with_the_same_content(model: type[FileModel], path: Path) -> None:
    text = path.read_text("utf-8")
    problems = Problems()
    plain = read_model(model, node_of(text), problems) is not None and not problems.found
    assert assert_same(model, text) is plain


MISTAKES: dict[str, tuple[type[FileModel], str]] = {
    "unknown key": (RuleFile, "chỉ tiêu: 1\ntênn: X\n"),
    "key twice": (RuleFile, "chỉ tiêu: 1\nchi tieu: 2\n"),
    "missing key": (RuleFile, "nghị quyết:\n  số: 1/NQ-HĐND\n"),
    "no value": (RuleFile, "chỉ tiêu:\n"),
    "list for a text": (RuleFile, "chỉ tiêu: [1, 2]\n"),
    "text for a mapping": (RuleFile, "nghị quyết: 1/NQ-HĐND\n"),
    "text for a list of entries": (RuleFile, "hạn chế: HC-1\n"),
    "mapping for a list of texts": (RuleFile, "báo cáo:\n  kính gửi:\n    a: b\n"),
    "text with a comma for a list": (RuleFile, "báo cáo:\n  kính gửi: HĐND tỉnh, UBND tỉnh\n"),
    "list of lists": (RuleFile, "báo cáo:\n  kính gửi: [[a]]\n"),
    "unknown choice": (RuleFile, "chỉ tiêu: 1\nkỳ: hàng tuần\n"),
    "no yes or no": (RuleFile, "chỉ tiêu: 1\ncộng dồn: đúng\n"),
    "no day": (RuleFile, "chỉ tiêu: 1\nhạn: 31/2/2023\n"),
    "name twice": (RuleFile, "số liệu:\n  a.x: {tên: X}\n  a.x: {tên: Y}\n"),
    "long text": (RuleFile, f"chỉ tiêu: {'1' * 100_001}\n"),
    "list at the top": (RuleFile, "- chỉ tiêu: 1\n"),
    "no year": (FactsDoc, "nghị quyết: 1/NQ\nđơn vị: xã A\nnăm: 23\ntính đến: 31/12/2023\n"),
    "no whole number": (
        FactsDoc,
        "nghị quyết: 1/NQ\nđơn vị: xã A\nnăm: 2023\ntính đến: 31/12/2023\nbáo cáo nêu:\n- về: tổng hợp\n  nội dung chưa đạt: 1,5\n",
    ),
    "mistake inside": (ValueDoc, "là: 5\nthay thế:\n  giá trị cũ: 4\n  lý do: sửa\n"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_what_a_model_finds_fault_with_has_no_form(mistake: str) -> None:
    model, text = MISTAKES[mistake]
    problems = Problems()
    read_model(model, node_of(text), problems)
    assert problems.found
    assert not assert_same(model, text)


GOOD: dict[str, tuple[type[FileModel], str, Any]] = {
    "spelling of keys": (RuleFile, "CHI TIEU: 3\nten: X\n", lambda form: form.places.keys() == {"chỉ tiêu", "tên"}),
    "spelling of choices": (RuleFile, "chỉ tiêu: 3\nky: HANG NAM\n", lambda form: form.period == "hằng năm"),
    "yes": (RuleFile, "chỉ tiêu: 3\ncộng dồn: CÓ\n", lambda form: form.cumulative is True),
    "one text for a list": (
        RuleFile,
        "báo cáo: {kính gửi: HĐND}\n",
        lambda form: [one.value for one in form.report.addressee] == ["HĐND"],
    ),
    "defaults": (RuleFile, "tên: X\n", lambda form: (form.period, form.counted, form.note) == ("cả giai đoạn", True, None)),
    "whole number": (
        FactsDoc,
        "nghị quyết: 1/NQ\nđơn vị: xã A\nnăm: 2023\ntính đến: 31/12/2023\nbáo cáo nêu:\n- về: tổng hợp\n  nội dung chưa đạt: 1.234\n",
        lambda form: form.claims[0].criteria_not_met == 1234,
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", GOOD)
def test_a_form_forgives_what_a_model_forgives(kind: str) -> None:
    model, text, holds = GOOD[kind]
    assert assert_same(model, text)
    assert holds(form_of(model.__name__, node_of(text)))


def test_files_changed_at_random_read_the_same_by_form_and_model() -> None:
    """Lines are left out, doubled, exchanged, indented or spoilt; what has a form must be what the model reads."""
    chance = random.Random(20261128)
    forms = 0
    for model, path in CORPUS * 6:
        lines = path.read_text("utf-8").splitlines()
        for _ in range(chance.randint(1, 3)):
            at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
            match chance.randrange(6):
                case 0:
                    del lines[at : at + 1]
                case 1:
                    lines.insert(at, lines[other])
                case 2:
                    lines[at], lines[other] = lines[other], lines[at]
                case 3:
                    lines[at] = "  " + lines[at]
                case 4:
                    lines[at] = lines[at].partition(":")[0] + ":"
                case _:
                    lines[at] = lines[at].replace("n", "m", 1).upper()
            if not lines:
                break
        forms += assert_same(model, "\n".join(lines) + "\n")
    assert forms > 20


def test_a_form_with_values_has_the_defaults_of_all_others() -> None:
    form = form_with("ValueDoc", value="5")
    assert (form.value, form.day, form.misspelt) == ("5", None, frozenset())
    assert form.model_copy(update={"value": "6"}).value == "6"
    assert form.value == "5"
    assert set(names_of("TargetDoc")) == set(TargetDoc.model_fields)
