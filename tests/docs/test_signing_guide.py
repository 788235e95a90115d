"""The guide «Ký và kiểm biên nhận», followed to the letter in an empty folder.

Two things a person does are done for them: passphrases are given in a file, and a line that the guide shortens («…») is typed as
it was printed before.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from tests.docs.test_new_resolution_guide import assert_printed, commands
from tests.running import ROOT, run_here

GUIDE = ROOT / "docs" / "huong-dan-ky-va-kiem-bien-nhan.md"
_CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.M | re.S)
_LINE = re.compile(r"CHITIEU-[A-Z]+-1; .*")


def as_printed(word: str, printed: list[str]) -> str:
    """The word, or the last line of its kind that was printed, where the guide shortens it."""
    if not word.startswith("CHITIEU-") or "…" not in word:
        return word
    return next(line for line in reversed(printed) if line.startswith(word.partition("…")[0]))


def test_the_guide_works_from_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "mat-khau").write_text("ba con mèo đen", "utf-8")
    folder, printed, ran = tmp_path, list[str](), 0
    for block in _CONSOLE.findall(GUIDE.read_text("utf-8")):
        for command in commands(block):
            words = [as_printed(word, printed) for word in shlex.split(command.line)]
            if words[0] == "cd":
                folder = folder / words[1]
                continue
            assert words[0] == "chitieu"
            secret = ["--passphrase-file", str(tmp_path / "mat-khau")] if {"--sign", "new"} & set(words) else []
            secret = [] if "workspace" in words else secret
            done = run_here(*words[1:], *secret, cwd=folder, COLUMNS="200", NO_COLOR="1")
            assert done.returncode == command.code, f"$ {command.line}\n{done.stdout}{done.stderr}"
            assert_printed(command, done.stdout + done.stderr)
            printed += _LINE.findall(done.stdout + done.stderr)
            ran += 1
    assert ran == len(re.findall(r"^\$ chitieu ", GUIDE.read_text("utf-8"), re.M)) > 8
