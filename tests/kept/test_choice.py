"""Which files are of a unit is kept whole, and no change of any folder or file below facts/ is missed for it."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.kept.store import VARIABLE
from engine.workspace import cases, kept_choice, listing
from tests.cli.conftest import Workspace, workspace  # noqa: F401

UNIT = "huyện Tháp Mười"
OWN = "facts/thap-muoi/2023.yaml"
ASKED = ("evaluate", "--format", "json", "--no-record", "--unit", UNIT)

pytestmark = pytest.mark.skipif(not kept_choice._TIMES_ARE_KEPT, reason="nothing is kept of folders here")


@pytest.fixture
def many(workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:  # noqa: F811
    """A second unit beside, also with a folder in its folder; what has just changed counts as settled."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "kho"))
    monkeypatch.setattr(listing, "_SETTLED", -(10**15))
    text = (workspace.root / OWN).read_text("utf-8")
    for name in ("khac/2023.yaml", "khac/cu/2022.yaml"):
        path = workspace.root / "facts" / name
        path.parent.mkdir()
        path.write_text(text.replace(UNIT, "huyện Cao Lãnh").replace("năm: 2023", f"năm: {path.stem}"), "utf-8")
    return workspace


@pytest.fixture
def indexed(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Grows by the workspace each time that the heads of all files are looked at."""
    roots: list[Path] = []
    whole = cases.index_workspace

    def index(place: cases.Workspace, *rest: object, **named: object) -> cases.FactsIndex:
        roots.append(place.root)
        return whole(place, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(cases, "index_workspace", index)
    return roots


def said(workspace: Workspace, *more: str, **changes: str) -> tuple[int, str, str]:  # noqa: F811
    done = workspace.run(*ASKED, *more, **changes)
    return done.returncode, done.stdout, done.stderr


def cited(document: str) -> set[str]:
    """The facts files that an evaluation names."""
    return set(re.findall(r"facts/[a-z/-]+/[0-9]{4}\.yaml", document))


def test_the_second_question_looks_at_no_heads(many: Workspace, indexed: list[Path]) -> None:
    first = said(many)
    assert cited(first[1]) == {OWN}
    assert len(indexed) == 1
    assert said(many) == first
    assert len(indexed) == 1
    said(many, "--year", "2023")
    assert len(indexed) == 2


def _moved(root: Path) -> None:
    (root / "facts/khac/2023.yaml").write_text((root / OWN).read_text("utf-8").replace("năm: 2023", "năm: 2022"))


def _added(root: Path) -> None:
    text = (root / OWN).read_text("utf-8").replace("năm: 2023", "năm: 2022")
    (root / "facts/khac/them.yaml").write_text(text)


def _added_below(root: Path) -> None:
    shutil.copy(root / OWN, root / "facts/khac/cu/2024.yaml")


def _new_folder(root: Path) -> None:
    shutil.copytree(root / "facts/thap-muoi", root / "facts/thap-muoi-2")


def _removed(root: Path) -> None:
    shutil.rmtree(root / "facts/khac")


def _own_removed(root: Path) -> None:
    (root / OWN).unlink()


def _renamed(root: Path) -> None:
    (root / OWN).rename(root / "facts/thap-muoi/so-lieu.yaml")


def _linked(root: Path) -> None:
    path = root / "facts/khac/2023.yaml"
    path.unlink()
    path.symlink_to(root / OWN)


def _unreadable(root: Path) -> None:
    (root / "facts/khac/cu/2022.yaml").write_text("đơn vị: [")


def _other_resolution(root: Path) -> None:
    path = root / "facts/khac/2023.yaml"
    path.write_text(path.read_text("utf-8").replace("47/", "74/"), "utf-8")


def _without_marks(root: Path) -> None:
    path = root / "facts/khac/2023.yaml"
    path.write_text(path.read_text("utf-8").replace("huyện Cao Lãnh", "huyen thap muoi"), "utf-8")


def _new_number(root: Path) -> None:
    path = root / "rules/47-nq-hdnd-2021/nghi-quyet.yaml"
    path.write_text(path.read_text("utf-8").replace("47/NQ-HĐND", "48/NQ-HĐND"), "utf-8")


CHANGES = (
    *(_moved, _added, _added_below, _new_folder, _removed, _own_removed, _renamed, _linked, _unreadable),
    *(_other_resolution, _without_marks, _new_number),
)


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_anywhere_is_seen(many: Workspace, change: Callable[[Path], None]) -> None:
    said(many)
    time.sleep(0.05)  # a step of the clock of the file system
    change(many.root)
    found = said(many)
    assert found == said(many, **{VARIABLE: ""})
    assert found == said(many)


def test_what_has_just_changed_is_not_kept(
    many: Workspace, indexed: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Within one step of a clock a second change leaves the times as they were."""
    monkeypatch.setattr(listing, "_SETTLED", 3 * 10**9)
    said(many)
    assert not list(Path(os.environ[VARIABLE]).glob("choice-*"))


def test_a_name_that_no_time_shows_is_seen_beside_the_chosen(
    many: Workspace, indexed: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some systems leave the times of a folder as they were when a name comes into it."""
    monkeypatch.setattr(listing, "mark_of_folder", lambda _: (0, 0, 0))
    monkeypatch.setattr(kept_choice, "mark_of_folder", lambda _: (0, 0, 0))
    said(many)
    said(many)
    assert len(indexed) == 1
    _renamed(many.root)
    found = said(many)
    assert found == said(many, **{VARIABLE: ""})


@pytest.mark.parametrize("part", ["walk", "choice"])
def test_a_broken_choice_changes_nothing(many: Workspace, part: str) -> None:
    right = said(many)
    (kept,) = Path(os.environ[VARIABLE]).glob(f"{part}-*")
    raw = kept.read_bytes()
    for broken in (b"", raw[:40], raw[:-1] + b"\0", raw + b"x"):
        kept.write_bytes(broken)
        assert said(many) == right


def test_files_that_a_system_numbers_with_64_bits_are_kept_too(
    many: Workspace, indexed: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "mark_of", lambda about: (about.st_mtime_ns, about.st_ctime_ns, 2**64 - 1))
    monkeypatch.setattr(kept_choice, "mark_of", lambda about: (about.st_mtime_ns, about.st_ctime_ns, 2**64 - 1))
    right = said(many)
    assert said(many) == right
    assert len(indexed) == 1


def test_a_folder_of_rules_that_takes_the_name_of_another_is_told_apart(many: Workspace) -> None:
    """«b» is 48/NQ-HĐND, and after renaming 47/NQ-HĐND; the numbers stay, in their order."""
    rules = many.root / "rules"
    shutil.copytree(rules / "47-nq-hdnd-2021", rules / "b")
    head = rules / "b" / "nghi-quyet.yaml"
    head.write_text(head.read_text("utf-8").replace("47/NQ-HĐND", "48/NQ-HĐND"), "utf-8")
    (rules / "47-nq-hdnd-2021").rename(rules / "a")
    own = many.root / OWN
    other = own.with_name("khac.yaml")
    other.write_text(own.read_text("utf-8").replace("47/NQ-HĐND", "48/NQ-HĐND"), "utf-8")
    assert cited(said(many, "b")[1]) != cited(said(many, "a")[1])
    (rules / "b").rename(rules / "c")
    (rules / "a").rename(rules / "b")
    found = said(many, "b")
    assert found[0] == 0
    assert found == said(many, "b", **{VARIABLE: ""})
