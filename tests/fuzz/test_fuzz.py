"""Files and texts mutated from valid ones keep the promises of docs/security.md; for longer runs see run.py and run_atheris.py."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import ROOT, SEEDS, TARGETS, mutate

pytestmark = pytest.mark.fuzz

TEXTS = ("phrases", "conditions", "formulas")
FILES = tuple(name for name in TARGETS if name not in TEXTS)
_BOUNDED = {"deadline": None, "suppress_health_check": list(HealthCheck)}


@pytest.mark.parametrize("target", TEXTS)
@settings(max_examples=150, **_BOUNDED)
@given(seed=st.integers(0, 10**9))
def test_mutated_texts_keep_the_promises(target: str, seed: int) -> None:
    random = Random(seed)
    TARGETS[target](mutate(target, random.choice(SEEDS[target]), random))


@pytest.mark.parametrize("target", FILES)
@settings(max_examples=25, **_BOUNDED)
@given(seed=st.integers(0, 10**9))
def test_mutated_files_keep_the_promises(target: str, seed: int) -> None:
    random = Random(seed)
    TARGETS[target](mutate(target, random.choice(SEEDS[target]), random))


@pytest.mark.skipif(
    importlib.util.find_spec("atheris") is None, reason="atheris is not installed: `pip install atheris`"
)
@pytest.mark.parametrize("target", ["conditions", "formulas", "phrases", "facts"])
def test_atheris_finds_nothing(target: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.fuzz.run_atheris", target, "-runs=300", f"-artifact_prefix={tmp_path}/"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr[-3000:]


def test_every_test_named_in_the_page_on_security_exists() -> None:
    page = (ROOT / "docs" / "security.md").read_text("utf-8")
    named = set(re.findall(r"`(test_\w+)`", page))
    there = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^ *def (test_\w+)", path.read_text("utf-8"), re.M)
    }
    assert len(named) > 40 and named <= there, named - there
