"""Patterns from the table are those that `re` compiles, and without a table everything is compiled."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.language import patterns

ROOT = Path(__file__).parents[2]
WRITER = ROOT / ".ci" / "pattern_table.py"
TEXT = r"từ\s+(?P<low>[0-9]+)\s+đến\s+(?P<high>[0-9]+)\b|[^\W\d]+"
HELD = pytest.mark.skipif(
    patterns.form() not in json.loads(patterns.TABLE.read_bytes())["forms"], reason="the table is not for this Python"
)


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The place of a table that stands for that of the program."""
    place = tmp_path / "table.json"
    monkeypatch.setattr(patterns, "TABLE", place)
    patterns._table.cache_clear()
    yield place
    patterns._table.cache_clear()


@HELD
def test_the_stored_table_is_that_of_the_patterns() -> None:
    done = subprocess.run([sys.executable, WRITER, "--check"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@HELD
def test_a_stored_pattern_equals_the_compiled_one() -> None:
    """Patterns are equal where their code is, groups and flags included."""
    script = (
        "import sys, re; sys.path.insert(0, '.ci'); import pattern_table as writer; from engine.language import patterns\n"
        "compiled = patterns.compiled; asked = writer.asked(); stored = patterns._table()\n"
        "for text, flags in asked:\n"
        "    assert patterns.key(text, flags) in stored, text\n"
        "    made, meant = compiled(text, flags), re.compile(text, flags)\n"
        "    assert made == meant and made.groupindex == meant.groupindex and made.pattern == meant.pattern, text\n"
        "print(len(asked))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 200


def test_a_pattern_of_the_table_finds_the_same(table: Path) -> None:
    sys.path.insert(0, str(WRITER.parent))
    from pattern_table import entry

    for flags in (0, re.IGNORECASE):
        content = {"forms": [patterns.form()], "patterns": {patterns.key(TEXT, flags): entry(TEXT, flags)}}
        table.write_text(json.dumps(content), "utf-8")
        patterns._table.cache_clear()
        found = patterns.compiled(TEXT, flags)
        assert patterns._table()
        assert found == re.compile(TEXT, flags)
        match = found.match("từ 5 đến 17")
        assert match is not None
        assert (match["low"], match["high"], match.lastgroup) == ("5", "17", "high")
        assert bool(found.match("TỪ 5 ĐẾN 17").group() == "TỪ") == (not flags)


@pytest.mark.parametrize("content", ["", "[", '{"forms": [{"magic": 1}], "patterns": {"x": 1}}'])
def test_without_a_table_of_this_python_patterns_are_compiled(table: Path, content: str) -> None:
    if content:
        table.write_text(content, "utf-8")
    assert patterns.compiled(TEXT) == re.compile(TEXT)
