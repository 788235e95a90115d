"""Lists functions, methods, classes and imports of engine/ and cli/ that nothing uses, and fails where there are any.

Tests and benchmarks do not count as users. Fields and values of enums are left out: models are read by their keys.
"""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

from vulture import Vulture
from vulture.core import Item

ROOT = Path(__file__).resolve().parents[1]
KINDS = ("function", "method", "class", "property", "import", "unreachable_code")
CALLED_BY_CLICK = ("list_commands", "get_command", "get_help_option", "format_usage", "format_options", "*_command")
CALLED_BY_HTML_PARSER = ("handle_*",)
CALLED_BY_PYDANTIC = ("@model_validator", "@field_validator")
CALLED_BY_LARK = "engine/language/"
"""Where the lexer and a method for every rule of the grammar stand."""
KNOWN = {
    "disjunction": "for tests",
    "switching_inputs": "for tests and benchmarks/switches.py",
    "stream_verdicts": "for benchmarks/many_units.py and other programs",
    "__init_subclass__": "called by Python for each class",
    "__add__": "of the protocol of exact numbers",
    "__sub__": "of the protocol of exact numbers",
    "__mul__": "of the protocol of exact numbers",
    "__truediv__": "of the protocol of exact numbers",
    "own_proof": "for the template of the HTML page",
    "bare_goal": "for the template of the HTML page",
}
"""What is found, and stays. Who removes the code removes its line here."""


def shown_in_documents() -> set[str]:
    """The attributes that JSON documents show: the texts given to `json_form`, «name=a.b»."""
    found: set[str] = set()
    for path in (*(ROOT / "engine").rglob("*.py"), *(ROOT / "cli").rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "json_form":
                texts = (argument.value for argument in call.args if isinstance(argument, ast.Constant))
                found.update(name for text in texts for name in re.split("[=.?*]", str(text)))
    return found


def counts(item: Item, shown: set[str]) -> bool:
    """Whether a finding of vulture can be trusted."""
    return (
        item.typ in KINDS
        and item.name not in shown
        and not (item.typ == "method" and CALLED_BY_LARK in Path(item.filename).as_posix())
    )


def main() -> int:
    finder = Vulture(
        ignore_names=[*CALLED_BY_CLICK, *CALLED_BY_HTML_PARSER], ignore_decorators=list(CALLED_BY_PYDANTIC)
    )
    finder.scavenge([str(ROOT / "engine"), str(ROOT / "cli")])
    shown = shown_in_documents()
    found = [item for item in finder.get_unused_code(min_confidence=60) if counts(item, shown)]
    new = [item for item in found if item.name not in KNOWN]
    for item in new:
        print(f"{Path(item.filename).relative_to(ROOT)}:{item.first_lineno}: nothing uses the {item.typ} {item.name}")
    gone = sorted(KNOWN.keys() - {item.name for item in found})
    if gone:
        print(f"Used again or removed, and still listed in {Path(__file__).name}: {', '.join(gone)}")
    print(f"Dead code: {len(new)} new, {len(found) - len(new)} known.")
    return 1 if new else 0


if __name__ == "__main__":
    sys.exit(main())
