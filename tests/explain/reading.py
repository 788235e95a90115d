"""What `chitieu` prints of a small workspace, as one line of words whatever the width of the terminal."""

from __future__ import annotations

import re
from pathlib import Path

from tests.running import run_here

_DRAWN = re.compile(r"[│├└─┬┼┤┃┏┓┡┩┗┛╇━┐┌┘]+")


def words_of(root: Path, *arguments: str) -> str:
    """The words of the standard output, which ends without an error."""
    done = run_here(*arguments, cwd=root, COLUMNS="240")
    assert done.returncode == 0, done.stderr
    return " ".join(_DRAWN.sub(" ", done.stdout).split())
