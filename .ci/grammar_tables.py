"""Writes engine/language/grammar.tables.json anew, where the grammar or the version of lark is another.

Lark numbers its states differently in every run: tables that still hold are left alone, so that a difference means something.
"""

from __future__ import annotations

import json
from pathlib import Path

import lark

from engine.language import grammar

STORED = Path(grammar.__file__).with_name("grammar.tables.json")


def main() -> None:
    stored = json.loads(STORED.read_text("utf-8"))
    if (stored["lark"], stored["grammar"]) == (lark.__version__, grammar.grammar_text()):
        print(f"{STORED.name} is that of the grammar.")
        return
    STORED.write_text(grammar.tables_of(grammar.build_parser()), "utf-8")
    print(f"{STORED.name} written anew.")


if __name__ == "__main__":
    main()
