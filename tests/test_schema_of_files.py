"""The published schema of files and `check` on one corpus: what one accepts in keys and choices, the other accepts."""

from __future__ import annotations

import random
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from engine.factbase.documents import FactsDoc
from engine.files.diagnostics import Problems
from engine.files.document import FileModel, read_model
from engine.files.located import read_yaml
from engine.files.source import SourceFile
from engine.language.text import without_marks
from engine.manual.keys import key_places
from engine.manual.schema import file_schema
from engine.rulebook.documents import RuleFile
from tests.running import ROOT

SCHEMAS = {model: file_schema(name) for name, model in (("quy-tac", RuleFile), ("so-lieu", FactsDoc))}
OF_THE_SHAPE = {"CT010", "CT012", "CT014"}
"""Unknown keys, missing keys, unknown choices: what a schema can say."""
KEYS = sorted({place.key for place in key_places()}, key=len, reverse=True)
WORKSPACES = (ROOT, ROOT / "tests/golden/base", ROOT / "tests/golden/check-base", ROOT / "examples/quoc-hoi-2019")
CORPUS = [
    (model, path)
    for root in WORKSPACES
    for folder, model in (("rules", RuleFile), ("facts", FactsDoc))
    for path in sorted((root / folder).rglob("*.yaml"))
    if path.stem != "kiem-thu"
]
_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,), "number": (int, float), "integer": (int,), "boolean": (bool,), "object": (dict,), "array": (list,),
}  # fmt: skip


def valid(value: Any, schema: dict[str, Any], root: dict[str, Any]) -> bool:
    """JSON Schema, draft 7, as far as our schemas use it; written from the specification, not from our code."""
    if "$ref" in schema:
        return valid(value, root["definitions"][schema["$ref"].rpartition("/")[2]], root)
    named = [schema["type"]] if isinstance(schema.get("type"), str) else schema.get("type", [])
    if named and not any(_is(value, name) for name in named):
        return False
    if "enum" in schema and value not in schema["enum"]:
        return False
    if "pattern" in schema and isinstance(value, str) and not re.search(schema["pattern"], value):
        return False
    if "not" in schema and valid(value, schema["not"], root):
        return False
    if "anyOf" in schema and not any(valid(value, one, root) for one in schema["anyOf"]):
        return False
    if not all(valid(value, one, root) for one in schema.get("allOf", [])):
        return False
    if isinstance(value, list):
        return all(valid(item, schema.get("items", {}), root) for item in value)
    return not isinstance(value, dict) or _valid_object(value, schema, root)


def _is(value: Any, name: str) -> bool:
    return isinstance(value, _TYPES[name]) and (name == "boolean" or not isinstance(value, bool))


def _valid_object(value: dict[str, Any], schema: dict[str, Any], root: dict[str, Any]) -> bool:
    if any(key not in value for key in schema.get("required", [])):
        return False
    for key, item in value.items():
        if "propertyNames" in schema and not valid(key, schema["propertyNames"], root):
            return False
        of_key = [one for pattern, one in schema.get("patternProperties", {}).items() if re.search(pattern, key)]
        of_key += [schema["properties"][key]] if key in schema.get("properties", {}) else []
        further = schema.get("additionalProperties", True)
        if not of_key and further is False:
            return False
        of_key = of_key or ([further] if isinstance(further, dict) else [])
        if not all(valid(item, one, root) for one in of_key):
            return False
    return True


def plain_yaml(text: str) -> Any:
    """What an editor sees: plain YAML, keys as texts."""

    def with_texts(value: Any) -> Any:
        if isinstance(value, dict):
            return {str(key): with_texts(item) for key, item in value.items()}
        return [with_texts(item) for item in value] if isinstance(value, list) else value

    return with_texts(YAML(typ="safe").load(text))


def codes(model: type[FileModel], text: str) -> set[str]:
    problems = Problems()
    read_model(model, read_yaml(SourceFile("tep.yaml", text), problems), problems)
    return {problem.code for problem in problems.found}


def accepted(model: type[FileModel], text: str) -> bool:
    return valid(plain_yaml(text), SCHEMAS[model], SCHEMAS[model])


def respelt(text: str, chance: random.Random) -> str:
    """``text`` with its keys in spellings that the reader forgives."""

    def key(match: re.Match[str]) -> str:
        name = match[2]
        for change in (without_marks, str.upper, str.title, lambda s: unicodedata.normalize("NFD", s)):
            name = change(name) if chance.random() < 0.4 else name
        return match[1] + (name.replace(" ", "_") if chance.random() < 0.2 else name) + ":"

    known = "|".join(map(re.escape, KEYS))
    return re.sub(rf"(?m)^(\s*(?:- )?)({known}):", key, text)


@pytest.mark.parametrize(("model", "path"), CORPUS, ids=lambda value: value.stem if isinstance(value, Path) else "")
def test_good_files_are_accepted_by_both(model: type[FileModel], path: Path) -> None:
    text = path.read_text("utf-8")
    assert (codes(model, text) & OF_THE_SHAPE, accepted(model, text)) == (set(), True)


@given(st.sampled_from(CORPUS), st.randoms(use_true_random=False))
def test_forgiven_spellings_are_accepted_by_both(entry: tuple[type[FileModel], Path], chance: random.Random) -> None:
    model, path = entry
    text = respelt(path.read_text("utf-8"), chance)
    assert (codes(model, text) & OF_THE_SHAPE, accepted(model, text)) == (set(), True)


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("chỉ tieu: 3\nnguyên văn: Đạt\nđạt khi: có\n", True),
        ("CHI TIEU: 3\nNguyen_van: Đạt\nDAT KHI: có\n", True),
        ("chỉ tiêu: 3\nnguyên văn: Đạt\nđạt khi: có\nkỳ: HANG NAM\n", True),
        ("chỉ tiêu: 3\nnguyên văn: Đạt\nđạt khi: có\ntính vào tổng hợp: khong\n", True),
        ("chỉ tiêuu: 3\n", False),
        ("chỉ tiêu: 3\nnguyên văn: Đạt\nđạt khi: có\nkỳ: hằng tháng\n", False),
        ("các chỉ tiêu:\n  - ten: Một\n", False),
        ("các chỉ tiêu:\n  - CHỈ TIÊU: 1\n    ten: Một\n", True),
    ],
)
def test_both_say_the_same(text: str, good: bool) -> None:
    assert (not codes(RuleFile, text) & OF_THE_SHAPE, accepted(RuleFile, text)) == (good, good)


def test_bad_files_are_refused_by_both() -> None:
    """What `check` calls an unknown or missing key or an unknown choice, no schema accepts."""
    bad = ROOT / "tests/golden/bad"
    seen = 0
    for path in sorted(bad.rglob("*.yaml")):
        model = RuleFile if "rules" in path.relative_to(bad).parts else FactsDoc
        text = path.read_text("utf-8", errors="replace")
        try:
            document = plain_yaml(text)
        except YAMLError:
            continue
        if text.startswith("trường hợp") or not isinstance(document, dict):
            continue
        if codes(model, text) & OF_THE_SHAPE:
            seen += 1
            assert not valid(document, SCHEMAS[model], SCHEMAS[model]), path
    assert seen > 10
