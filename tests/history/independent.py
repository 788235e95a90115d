"""A verifier of receipts of its own: nothing of the tool, only `hashlib` and `json`.

It says what anybody can check of a receipt without an engine: the hashes, the names and roles of the files, and by the heads
of the facts files, read line by line, which of them a run for this unit, year and period would take at all. It does not
evaluate. docs/security.md tells the form.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from pathlib import Path
from typing import Any

PARTS = ("versions", "folder", "evaluation")
KEYS = {"schema", "versions", "folder", "inputs", "evaluation", "hashes", "sha256"}


def digest(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def resealed(receipt: dict[str, Any]) -> dict[str, Any]:
    """The receipt with every hash made anew, as anybody can."""
    for one in receipt["inputs"]:
        one["sha256"] = hashlib.sha256(one["content"].encode()).hexdigest()
    hashes: dict[str, Any] = {part: digest(receipt[part]) for part in PARTS}
    hashes["inputs"] = [digest([one["role"], one["name"], one["sha256"]]) for one in receipt["inputs"]]
    return {**receipt, "hashes": hashes, "sha256": digest(hashes)}


def complaints(receipt: dict[str, Any]) -> list[str]:
    """What is wrong with a receipt; nothing of an intact one."""
    found = []
    again = resealed(json.loads(json.dumps(receipt)))
    found += [f"hash of {key}" for key in ("inputs", "hashes", "sha256") if again[key] != receipt[key]]
    found += [f"key {key}" for key in receipt.keys() - KEYS if key != "signature"]
    found += [f"key versions.{key}" for key in receipt["versions"].keys() - {"chitieu", "python"}]
    evaluation = receipt["evaluation"]
    own = (fold(evaluation["unit"]), evaluation["year"], fold(evaluation.get("period") or ""))
    for one in receipt["inputs"]:
        name = f"{one['role']} {one['name']}"
        head = head_of(one["content"])
        if one["role"] == "rules":
            if "đơn vị" in head:
                found.append(f"{name}: no rules")
            if not one["name"].startswith(f"rules/{receipt['folder']}/"):
                found.append(f"{name}: outside of its folder")
            continue
        if fold(head["đơn vị"]) != own[0]:
            found.append(f"{name}: of another unit")
        if fold(head["nghị quyết"]) != fold(evaluation["resolution"]["number"]):
            found.append(f"{name}: of another resolution")
        if (one["role"] == "facts") != (case_of(head) == own):
            found.append(f"{name}: of another role")
    return found


def missing_in(receipt: dict[str, Any], root: Path) -> list[str]:
    """The rule files of the folder and the facts files of the case that lie in ``root`` and not in the receipt, or differ."""
    recorded = {one["name"]: one["sha256"] for one in receipt["inputs"]}
    evaluation = receipt["evaluation"]
    own = (fold(evaluation["unit"]), evaluation["year"], fold(evaluation.get("period") or ""))
    taken = []
    for path in sorted(root.glob("rules/*/*.yaml")):
        if path.parent.name == receipt["folder"] and not re.search(r"^trường hợp:", path.read_text("utf-8"), re.M):
            taken.append(path)
    taken += [path for path in sorted(root.glob("facts/*/*.yaml")) if case_of(head_of(path.read_text("utf-8"))) == own]
    names = {path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in taken}
    return [name for name, of_now in names.items() if recorded.get(name) != of_now] + [
        one["name"] for one in receipt["inputs"] if one["role"] in ("rules", "facts") and one["name"] not in names
    ]


def head_of(text: str) -> dict[str, str]:
    """The keys at the head of a facts file, each on one line."""
    lines = (re.match(r"([^\s:#][^:]*):[ \t]+(\S.*)", line) for line in text.split("\n"))
    return {match[1]: match[2].split(" #")[0].strip().strip("'\"") for match in lines if match}


def case_of(head: dict[str, str]) -> tuple[str, int, str]:
    return fold(head["đơn vị"]), int(head["năm"]), fold(head.get("kỳ", ""))


def fold(text: str) -> str:
    """Small letters without marks, as names are compared."""
    letters = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).split())
