"""Writes what the models of rules and facts read, engine/files/forms.json: ``python .ci/form_table.py``.

A model is a list of fields: name, key, how its value is read (engine/files/forms.py), the options or the model of that, and the
default where there is one.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from engine.factbase.documents import FactsDoc, ValueDoc  # noqa: E402
from engine.files.document import FileModel  # noqa: E402
from engine.files.forms import TABLE  # noqa: E402
from engine.files.written import WrittenValue  # noqa: E402
from engine.manual.keys import form_of  # noqa: E402
from engine.rulebook.documents import RuleFile  # noqa: E402

PLAIN = {
    "câu": "text",
    "danh sách": "texts",
    "ngày": "day",
    "số nguyên": "whole",
    "năm": "year",
    "điều kiện": "written",
    "mục": "model",
    "các mục": "models",
    "theo mã": "models by name",
}


def fields(model: type[FileModel]) -> list[list[Any]]:
    """Returns the fields of ``model`` that a key fills."""
    found = []
    for name, field in model.model_fields.items():
        if field.alias is None:
            continue
        form = form_of(field)
        if form.kind == "lựa chọn":
            how = "flag" if field.annotation is bool else "choice"
        elif form.kind == "theo mã" and WrittenValue.__name__ in str(field.annotation):
            how = "written by name"
        else:
            how = PLAIN[form.kind]
        of = list(form.options) or (form.model.__name__ if form.model is not None else None)
        found.append([name, field.alias, how, of, *([] if field.is_required() else [field.default])])
    return found


def table() -> dict[str, list[list[Any]]]:
    """Returns the fields of every model that a rule or facts file may hold, by its name."""
    found: dict[str, list[list[Any]]] = {}
    waiting: list[type[FileModel]] = [RuleFile, FactsDoc, ValueDoc]
    while waiting:
        model = waiting.pop()
        if model.__name__ not in found:
            found[model.__name__] = fields(model)
            waiting += filter(None, (form_of(field).model for field in model.model_fields.values()))
    return dict(sorted(found.items()))


def text() -> str:
    """Returns the content of the table, a line for each field."""
    models = (
        f"{json.dumps(name)}: [\n" + ",\n".join(json.dumps(field, ensure_ascii=False) for field in fields) + "\n]"
        for name, fields in table().items()
    )
    return "{" + ",\n".join(models) + "}\n"


if __name__ == "__main__":
    TABLE.write_text(text(), "utf-8", newline="\n")
