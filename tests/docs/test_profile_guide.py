"""The guide «Chỉ cho công cụ đọc một biểu lạ», followed to the letter in an empty folder.

In a block `dialog` the lines below the command are the questions in their order; behind «▶» stands what the person types. A block
`profile` is what the file holds then.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from engine.profiles.documents import Meaning
from tests.docs.test_new_resolution_guide import Command, assert_printed, commands
from tests.running import ROOT, Done, run_here

GUIDE = ROOT / "docs" / "huong-dan-bieu-mau.md"
_STEP = re.compile(
    r"^<!-- tệp: (?P<path>\S+) -->\n```\w+\n(?P<text>.*?)^```$|^```(?P<kind>console|dialog|profile)\n(?P<block>.*?)^```$",
    re.M | re.S,
)


def run(command: Command, folder: Path, typed: str = "") -> Done:
    words = shlex.split(command.line)
    assert words[0] == "chitieu"
    done = run_here(*words[1:], cwd=folder, typed=typed, COLUMNS="200", NO_COLOR="1")
    assert done.returncode == command.code, f"$ {command.line}\n{done.stdout}{done.stderr}"
    return done


def assert_asked(block: str, folder: Path) -> None:
    """Runs the command with the answers of the block; its questions come in their order."""
    (command,) = commands(block)
    asked = [line.partition("▶") for line in command.printed]
    done = run(command, folder, "".join(f"{answer.strip()}\n" for _, _, answer in asked))
    at = 0
    for question, _, _ in asked:
        assert question in done.stderr[at:], f"«{question}» is not asked\n{done.stderr}"
        at = done.stderr.index(question, at) + len(question)


def test_the_guide_works_from_an_empty_folder(tmp_path: Path) -> None:
    folder = tmp_path
    for step in _STEP.finditer(GUIDE.read_text("utf-8")):
        if step["path"] is not None:
            (folder / step["path"]).parent.mkdir(parents=True, exist_ok=True)
            (folder / step["path"]).write_text(step["text"], "utf-8")
        elif step["kind"] == "dialog":
            assert_asked(step["block"], folder)
        elif step["kind"] == "profile":
            (kept,) = (folder / "facts/bieu-mau").iterdir()
            assert kept.read_text("utf-8").endswith(f"\n{step['block']}")
        else:
            for command in commands(step["block"]):
                if command.line.startswith("cd "):
                    folder = folder / command.line.removeprefix("cd ")
                else:
                    assert_printed(command, run(command, folder).stdout)


def test_the_guide_names_every_meaning() -> None:
    text = " ".join(GUIDE.read_text("utf-8").split())
    assert ", ".join(f"`{meaning}`" for meaning in Meaning) in text
