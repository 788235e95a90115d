"""Makes the JSON Schemas of the files that staff write, for completion and hover texts in editors.

They accept what the reader accepts: keys and choices in every spelling that it forgives. What editors propose is the
canonical form. What only the reader can judge (conditions, numbers, references between files) they leave open.
"""

from __future__ import annotations

import json
from typing import Any

from engine.files.document import FileModel
from engine.manual.keys import FILE_TITLES, FILES, form_of
from engine.manual.spellings import spellings

_SCALAR = {"type": ["string", "number", "boolean"]}
"""Editors see types in YAML (4.950, có) where our reader takes every scalar as text."""


_QUOTES = "[\\s\"'“”‘’«»„]*"


def file_schema(name: str) -> dict[str, Any]:
    """Returns the JSON Schema (draft 7, which editors know best) of the kind of file ``name``. Raises KeyError."""
    definitions: dict[str, Any] = {}
    body = _of_model(FILES[name], definitions)
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": f"chitieu: {FILE_TITLES[name]}",
        **body,
        "definitions": definitions,
    }


def schema_text(name: str) -> str:
    return json.dumps(file_schema(name), ensure_ascii=False, indent=2) + "\n"


def _of_model(model: type[FileModel], definitions: dict[str, Any]) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    forgiven: dict[str, Any] = {}
    required = []
    for field in model.model_fields.values():
        if field.alias is None:
            continue
        shape = _of_form(field, definitions)
        properties[field.alias] = {**shape, "description": field.description or ""}
        if isinstance(field.default, str):
            properties[field.alias]["default"] = field.default
        forgiven[spellings(field.alias)] = shape
        if field.is_required():
            required.append(_present(field.alias))
    whole = {
        "type": "object", "properties": properties, "patternProperties": forgiven, "additionalProperties": False,
    }  # fmt: skip
    return {**whole, "allOf": required} if required else whole


def _present(key: str) -> dict[str, Any]:
    """That ``key`` is there, in whatever spelling: editors that know only the first part still ask for it."""
    named = {"propertyNames": {"not": {"pattern": spellings(key)}}}
    return {"anyOf": [{"required": [key]}, {"not": named}]}


def _reference(model: type[FileModel], definitions: dict[str, Any]) -> dict[str, Any]:
    name = model.__name__
    if name not in definitions:
        definitions[name] = {}  # a model may hold itself
        definitions[name] = _of_model(model, definitions)
    return {"$ref": f"#/definitions/{name}"}


def _of_form(field: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    form = form_of(field)
    match form.kind:
        case "lựa chọn":
            anyhow = "|".join(map(spellings, form.options))
            return {"anyOf": [{"enum": list(form.options)}, {"type": "string", "pattern": anyhow}]}
        case "danh sách":
            return {"anyOf": [_SCALAR, {"type": "array", "items": _SCALAR}]}
        case "ngày":
            return {"type": "string", "pattern": rf"^{_QUOTES}\d{{1,2}}[/-]\d{{1,2}}[/-]\d{{4}}{_QUOTES}$"}
        case "số nguyên" | "năm":
            return {"type": ["number", "string"]}
        case "điều kiện":
            return {"type": ["string", "number", "boolean", "object", "array"]}
    if form.model is None:
        return {"type": "object"} if form.kind == "theo mã" else dict(_SCALAR)
    inner = _reference(form.model, definitions)
    if form.kind == "các mục":
        return {"type": "array", "items": inner}
    if form.kind == "theo mã":
        return {"type": "object", "additionalProperties": {"anyOf": [inner, _SCALAR]}}
    return {"allOf": [inner]}
