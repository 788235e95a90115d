"""The guide «Đưa một nghị quyết mới vào công cụ», followed to the letter in an empty folder.

`<!-- tệp: PATH -->` makes the next block that file. Of a console block, every line after `$ ` is run;
the lines below it must be printed in that order (`…` stands for anything, also for whole lines). A command must end with
exit code 0, or with the one that its comment names («# mã thoát 1»).
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import NamedTuple

from tests.running import ROOT, run_here

GUIDE = ROOT / "docs" / "huong-dan-nghi-quyet-moi.md"
_STEP = re.compile(
    r"^<!-- tệp: (?P<path>\S+) -->\n```\w+\n(?P<text>.*?)^```$|^```console\n(?P<console>.*?)^```$", re.M | re.S
)
_EXIT = re.compile(r"\s+# mã thoát (\d+)$")


class Command(NamedTuple):
    line: str
    code: int
    printed: list[str]


def commands(block: str) -> list[Command]:
    found: list[Command] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            code = _EXIT.search(line)
            found.append(Command(_EXIT.sub("", line[2:]), int(code[1]) if code else 0, []))
        else:
            found[-1].printed.append(line)
    return found


def assert_printed(command: Command, output: str) -> None:
    """Every quoted line is printed, in order; without `…` nothing else may be."""
    lines = output.rstrip("\n").split("\n")
    at = 0
    for wanted in command.printed:
        if wanted == "…":
            continue
        pattern = re.compile(".*".join(map(re.escape, wanted.split("…"))) + r"\s*")
        place = next((n for n in range(at, len(lines)) if pattern.fullmatch(lines[n])), None)
        assert place is not None, f"$ {command.line}: «{wanted}» is not printed\n{output}"
        at = place + 1
    if command.printed and "…" not in command.printed:
        assert len(lines) == len(command.printed), output


def test_the_guide_works_from_an_empty_folder(tmp_path: Path) -> None:
    folder = tmp_path
    ran = 0
    for step in _STEP.finditer(GUIDE.read_text("utf-8")):
        if step["path"] is not None:
            (folder / step["path"]).write_text(step["text"], "utf-8")
            continue
        for command in commands(step["console"]):
            words = shlex.split(command.line)
            if words[0] == "cd":
                folder = folder / words[1]
                continue
            assert words[0] == "chitieu"
            done = run_here(*words[1:], cwd=folder, COLUMNS="200", NO_COLOR="1")
            assert done.returncode == command.code, f"$ {command.line}\n{done.stdout}{done.stderr}"
            assert re.sub(r"chú ý: .*, sau hôm nay .*\n", "", done.stderr) == ""  # the guide is of a year to come
            assert_printed(command, done.stdout)
            ran += 1
    assert ran == len(re.findall(r"^\$ chitieu ", GUIDE.read_text("utf-8"), re.M))
