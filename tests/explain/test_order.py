"""File order and order of assertion mean nothing: shuffled rules and facts give the same evaluation."""

from __future__ import annotations

import random
import shutil
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from engine.files.json_form import plain
from engine.inference.engines import available
from tests.explain.conftest import Audited
from tests.workspaces import ROOT, case_in

_LISTS = ("hạn chế", "khó khăn", "nguyên nhân", "dự báo", "giải pháp", "đối chiếu", "nội dung", "số liệu")


def _shuffled(text: str, source: random.Random) -> str:
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = 10_000
    data: Any = yaml.load(text)
    for key in _LISTS:
        if isinstance(data.get(key), list):
            source.shuffle(data[key])
        elif isinstance(data.get(key), dict):
            entries = list(data[key].items())
            source.shuffle(entries)
            data[key] = dict(entries)
    for entry in data.get("số liệu", []) if isinstance(data.get("số liệu"), list) else []:
        values = list(entry["giá trị"].items())
        source.shuffle(values)
        entry["giá trị"] = dict(values)
    for entries in (data.get(key) or [] for key in ("hạn chế", "nguyên nhân", "giải pháp")):
        for entry in entries:
            source.shuffle(entry["của"])
    out = StringIO()
    yaml.dump(data, out)
    return out.getvalue()


def _without_places(value: Any) -> Any:
    """A document without lines of files, and without the order in which facts were asserted."""
    if isinstance(value, dict):
        return {
            k: _without_places(v)
            for k, v in value.items()
            if k not in ("rule", "origin", "source", "because", "explains")
        }
    return [_without_places(v) for v in value] if isinstance(value, list) else value


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_shuffled_rules_and_facts_change_nothing(tmp_path: Path, audited: Audited, seed: int) -> None:
    source = random.Random(seed)
    for folder in ("rules", "facts"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    paths = [*(tmp_path / "rules").rglob("*.yaml"), *(tmp_path / "facts").rglob("*.yaml")]
    for path in paths:
        if path.name != "kiem-thu.yaml":
            path.write_text(_shuffled(path.read_text("utf-8"), source), "utf-8")
    engine = source.choice(available())
    shuffled = Audited(case_in(tmp_path), engine).evaluation
    expected, found = (_without_places(plain(e)) for e in (audited.evaluation, shuffled))
    assert {**found, "engine": None} == {**expected, "engine": None}
    explained = [{f.id: set(f.explains) for f in e.findings} for e in (audited.evaluation, shuffled)]
    assert explained[0] == explained[1]


@pytest.mark.parametrize("engine", available())
def test_the_order_of_assertion_changes_no_state(audited: Audited, engine: str) -> None:
    evaluator = Audited(audited.case, engine).evaluator
    expected = evaluator.states(audited.case.facts)
    facts = evaluator.working_facts(audited.case.facts)
    for seed in range(8):
        random.Random(seed).shuffle(facts)
        firings = evaluator.session.run(facts)
        assert {f.node: f.state for f in firings} == expected
