"""What is installed: exact versions, hashes for the default install, and what is said of vulnerabilities."""

from __future__ import annotations

import importlib.util
import json
import re
import tomllib
from types import ModuleType

import pytest

from tests.workspaces import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
CONFIGURED = PROJECT["tool"]["hatch"]["metadata"]["hooks"]["custom"]


def name_of(requirement: str) -> str:
    """The name as PEP 503 normalises it."""
    return re.sub("[-_.]+", "-", re.split("[^A-Za-z0-9._-]", requirement)[0]).lower()


def pinned(text: str) -> dict[str, str]:
    """Version by name."""
    return {name_of(name): version for name, version in re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", text, re.M)}


CONSTRAINTS = pinned((ROOT / "constraints.txt").read_text("utf-8"))
LOCK = (ROOT / "requirements.txt").read_text("utf-8")


def test_every_dependency_has_its_exact_version_in_the_constraints() -> None:
    extras = [one for several in PROJECT["project"]["optional-dependencies"].values() for one in several]
    for asked in (*CONFIGURED["dependencies"], *CONFIGURED["compiled"], *extras):
        assert name_of(asked) in CONSTRAINTS, asked


def test_the_default_install_is_locked_with_hashes_and_the_same_versions() -> None:
    locked = pinned(LOCK)
    assert {name_of(one) for one in CONFIGURED["dependencies"]} <= locked.keys()
    assert locked.items() <= CONSTRAINTS.items()
    blocks = re.split(r"\n(?=[A-Za-z0-9])", "\n".join(x for x in LOCK.splitlines() if not x.startswith("#")).strip())
    assert len(blocks) == len(locked)
    for block in blocks:
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", block), block
    assert "://" not in LOCK and not re.search("^-", LOCK, re.M)  # no registry, no option


def test_what_must_be_compiled_is_not_among_what_is_installed_by_hash() -> None:
    """It is built from source by tools that no hash covers; CLIPS gives the same results."""
    assert not {name_of(one) for one in CONFIGURED["compiled"]} & pinned(LOCK).keys()


def test_the_build_requirement_is_exact_and_locked() -> None:
    (builder,) = PROJECT["build-system"]["requires"]
    assert re.fullmatch(r"hatchling==[0-9.]+", builder)
    assert PROJECT["project"]["optional-dependencies"]["build"] == [builder]
    assert pinned(LOCK)["hatchling"] == builder.partition("==")[2]


@pytest.mark.parametrize("readme", ["README.md", "README.vi.md"])
def test_the_lines_of_the_readme_install_by_hash(readme: str) -> None:
    text = (ROOT / readme).read_text("utf-8")
    assert "pip install --require-hashes --only-binary :all: -r requirements.txt" in text
    assert "pip install --no-deps --no-build-isolation ." in text


# ------------------------------------------------------------ vulnerabilities


@pytest.fixture(scope="module")
def audit() -> ModuleType:
    spec = importlib.util.spec_from_file_location("audit", ROOT / ".ci" / "audit.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def report(*dependencies: dict[str, object]) -> str:
    return json.dumps({"dependencies": dependencies, "fixes": []})


HARMLESS = {"name": "a", "version": "1", "vulns": []}
HOLE = {"id": "PYSEC-1", "fix_versions": ["3"], "aliases": [], "description": "…"}


def test_a_known_vulnerability_fails_and_names_what_mends_it(audit: ModuleType) -> None:
    found = audit.audit_of(report(HARMLESS, {"name": "b", "version": "2", "vulns": [HOLE]}), "")
    assert found.vulnerable
    assert found.lines == (
        "VULNERABLE: b 2: PYSEC-1, mended in 3",
        "Vulnerabilities: 2 of 2 packages checked, 1 known.",
    )


def test_packages_without_data_are_not_called_harmless(audit: ModuleType) -> None:
    """pip-audit prints «No known vulnerabilities found» for these, and ends with 0."""
    found = audit.audit_of(
        report(HARMLESS, {"name": "b", "skip_reason": "not found"}), "No known vulnerabilities found"
    )
    assert not found.vulnerable
    assert found.lines == (
        "Vulnerabilities NOT CHECKED of 1 of 2 packages, no data: b",
        "Vulnerabilities: 1 of 2 packages checked, 0 known.",
    )


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", "ERROR"])
def test_where_the_data_cannot_be_had_that_is_said_and_nothing_fails(audit: ModuleType, text: str) -> None:
    found = audit.audit_of(text, "Traceback\nConnectionError: no name")
    assert not found.vulnerable
    assert found.lines == ("Vulnerabilities NOT CHECKED: the data cannot be had.", "  ConnectionError: no name")
