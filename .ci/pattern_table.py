"""Writes the table of compiled patterns, engine/language/patterns.json.

    python .ci/pattern_table.py          writes it anew, or adds this Python to those that it holds for
    python .ci/pattern_table.py --check  ends with 1 where it is another than this Python would write

CPython 3.11 to 3.13 make the same of these patterns. One that makes something else is not to be added: it compiles them.
"""

from __future__ import annotations

import importlib
import json
import re
import sys
from binascii import a2b_base64, b2a_base64
from pathlib import Path
from struct import pack
from typing import Any
from zlib import compress, decompress

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from engine.language import patterns  # noqa: E402

_ASKS = re.compile(
    r"^from engine\.language\.(?:patterns|vocabulary) import .*\b(?:compiled|longest_first)\b", re.MULTILINE
)


def asked() -> list[tuple[str, int]]:
    """Returns text and flags of every pattern that a module of the program asks for when it is loaded."""
    found: list[tuple[str, int]] = []

    def note(text: str, flags: int = 0) -> re.Pattern[str]:
        found.append((text, int(flags)))
        return re.compile(text, flags)

    patterns.compiled = note
    for path in sorted(ROOT.glob("engine/**/*.py")):
        if _ASKS.search(path.read_text("utf-8")):
            importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    return sorted(set(found))


def entry(text: str, flags: int) -> tuple[int, int, dict[str, int], str]:
    """Returns flags, number of groups, names of groups and code of a pattern, as `re` hands them to its machine."""
    handed: list[Any] = []

    class Machine:
        """Stands for the module _sre, and notes what it is given."""

        def __getattr__(self, name: str) -> Any:
            return getattr(machine, name)

        def compile(self, *arguments: Any) -> Any:
            handed.extend(arguments)
            return machine.compile(*arguments)

    compiler = importlib.import_module("re._compiler")
    machine = compiler._sre
    compiler._sre = Machine()
    try:
        compiler.compile(text, flags)
    finally:
        compiler._sre = machine
    _, all_flags, codes, groups, names, _ = handed
    packed = b2a_base64(compress(pack(f"<{len(codes)}I", *map(int, codes)), 9), newline=False).decode()
    return int(all_flags), groups, dict(names), packed


def entries() -> dict[str, Any]:
    """Returns the entries of the table as they should be."""
    return dict(sorted((patterns.key(text, flags), entry(text, flags)) for text, flags in asked()))


def plain(entries: dict[str, Any]) -> dict[str, Any]:
    """Returns entries with codes that are not packed: zlib may pack the same in another way elsewhere."""
    return {key: [*head, decompress(a2b_base64(packed))] for key, (*head, packed) in entries.items()}


def main(check: bool) -> int:
    path, made, form = patterns.TABLE, entries(), patterns.form()
    stored = json.loads(path.read_bytes()) if path.is_file() else {"forms": [], "patterns": {}}
    same = plain(stored["patterns"]) == plain(made)
    if same and form in stored["forms"]:
        print(f"{path.name} is that of the patterns.")
        return 0
    if check:
        print(f"{path.name} is another than that of the patterns: just tables")
        return 1
    forms = [*(one for one in stored["forms"] if one != form), form]
    lines = ",\n".join(
        f"{json.dumps(key)}: {json.dumps(one)}" for key, one in (stored["patterns"] if same else made).items()
    )
    text = f'{{"forms": {json.dumps(forms)}, "patterns": {{\n{lines}\n}}}}\n'
    path.write_text(text, "utf-8", newline="\n")
    print(f"{path.name} written anew.")
    return 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
