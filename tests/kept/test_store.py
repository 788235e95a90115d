"""Only what this user's program kept under just this name is found again."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine.domain.limits import KEPT_FILES
from engine.kept.store import VARIABLE, keep, kept


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "kho"))
    return tmp_path / "kho"


def test_what_is_kept_is_found(folder: Path) -> None:
    assert kept("a") is None
    keep("a", b"noi dung")
    assert kept("a") == b"noi dung"
    keep("a", b"")
    assert kept("a") == b""


def test_what_is_cut_off_changed_or_moved_is_not_found(folder: Path) -> None:
    keep("a", b"noi dung")
    keep("b", b"khac")
    whole = (folder / "a").read_bytes()
    for raw in (whole[:-1], whole + b"x", whole[:5], b"", bytes([whole[0] ^ 1]) + whole[1:], b"noi dung"):
        (folder / "a").write_bytes(raw)
        assert kept("a") is None
    (folder / "a").write_bytes((folder / "b").read_bytes())
    assert kept("a") is None
    assert kept("b") == b"khac"


def test_what_another_user_sealed_is_not_found(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep("a", b"noi dung")
    foreign = (folder / "a").read_bytes()
    monkeypatch.setenv(VARIABLE, str(tmp_path / "khac"))
    keep("a", b"cua toi")
    (tmp_path / "khac" / "a").write_bytes(foreign)
    assert kept("a") is None


@pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")
def test_a_folder_or_key_that_others_can_write_is_not_used(folder: Path) -> None:
    keep("a", b"noi dung")
    folder.chmod(0o777)
    assert kept("a") is None
    folder.chmod(0o700)
    (folder / "seal.key").chmod(0o666)
    assert kept("a") is None
    (folder / "seal.key").chmod(0o600)
    assert kept("a") == b"noi dung"
    assert (folder / "seal.key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["", "kho", "./kho"])
def test_a_folder_that_is_no_whole_path_keeps_nothing(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(VARIABLE, name)
    keep("a", b"noi dung")
    assert (kept("a"), list(tmp_path.iterdir())) == (None, [])


def test_a_folder_that_cannot_be_made_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tep").touch()
    monkeypatch.setenv(VARIABLE, str(tmp_path / "tep"))
    keep("a", b"noi dung")
    assert kept("a") is None


def test_a_full_folder_is_emptied(folder: Path) -> None:
    keep("a", b"noi dung")
    for number in range(KEPT_FILES):
        (folder / f"cu-{number}").touch()
    keep("b", b"moi")
    assert kept("b") == b"moi"
    assert {one.name for one in folder.iterdir()} == {"b", "seal.key"}
