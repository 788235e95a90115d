"""The receipt (biên nhận) of one evaluation: everything it was made from and what came out, without any time."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple, TypeVar

from engine import VERSION
from engine.evaluation.evaluation import Evaluation
from engine.files.source import SourceFile
from engine.history.canonical import digest, read_json
from engine.inference.program import JOINED
from engine.reports.evaluation_json import document
from engine.reports.json_text import written
from engine.reports.receipt_shapes import HashesShape, InputShape, ReceiptShape, RoleName, VersionsShape
from engine.reports.shapes import EvaluationShape
from engine.workspace.cases import Case

MAX_BYTES = 100_000_000
"""A larger receipt is not read: the largest rules and facts that load come to far less."""


_FIRST_YEAR, _LAST_YEAR = 1900, 2200
S = TypeVar("S")


class BadReceipt(ValueError):
    """A file that is no receipt; the message is Vietnamese."""


class InputFile(NamedTuple):
    """A file that the evaluation was made from. ``raw`` are its bytes."""

    role: RoleName
    name: str
    raw: bytes
    sha256: str


class Receipt:
    """``evaluation`` is the document of `evaluate --format json`. Two receipts are equal when their ``sha256`` is."""

    def __init__(
        self, versions: VersionsShape, folder: str, inputs: tuple[InputFile, ...], evaluation: EvaluationShape
    ) -> None:
        self.versions = versions
        self.folder = folder
        self.inputs = inputs
        self.evaluation = evaluation

    @cached_property
    def hashes(self) -> HashesShape:
        """The hash of each part."""
        return {
            "versions": digest(self.versions),
            "folder": digest(self.folder),
            "inputs": [digest([one.role, one.name, one.sha256]) for one in self.inputs],
            "evaluation": digest(self.evaluation),
        }

    @cached_property
    def sha256(self) -> str:
        """The name of the receipt: a change of any part changes it."""
        return digest(self.hashes)

    @property
    def shape(self) -> ReceiptShape:
        """The receipt as a JSON document."""
        return {
            "schema": "chitieu/receipt/1",
            "versions": self.versions,
            "folder": self.folder,
            "inputs": [_input_shape(one) for one in self.inputs],
            "evaluation": self.evaluation,
            "hashes": self.hashes,
            "sha256": self.sha256,
        }


def receipt_of(case: Case, evaluation: Evaluation) -> Receipt:
    """The receipt of ``evaluation``, which was just made from ``case``."""
    return Receipt(
        {"chitieu": VERSION, "python": ".".join(map(str, sys.version_info[:3]))},
        case.rulebook.resolution.folder,
        tuple(_inputs(case)),
        document(evaluation),
    )


def to_json(receipt: Receipt) -> str:
    """The document, indented, with a final newline."""
    return written(receipt.shape)


def read_receipt(path: Path) -> ReceiptShape:
    """The document in ``path``, of the right shape; nothing of it has been verified. Raises BadReceipt, OSError."""
    with path.open("rb") as stream:
        raw = stream.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise BadReceipt(f"tệp lớn hơn {MAX_BYTES // 1_000_000} MB, không phải biên nhận")
    return receipt_from(raw)


def receipt_from(raw: bytes) -> ReceiptShape:
    """The document in ``raw``, of the right shape; nothing of it has been verified. Raises BadReceipt."""
    shape = _read(ReceiptShape, raw, "không phải biên nhận của chitieu")
    if not _FIRST_YEAR <= shape["evaluation"]["year"] <= _LAST_YEAR:
        raise BadReceipt("không phải biên nhận của chitieu: trường evaluation.year không phải một năm")
    return shape


def evaluation_from(raw: bytes) -> EvaluationShape:
    """The document of an evaluation in ``raw``. Raises BadReceipt."""
    return _read(EvaluationShape, raw, "không phải kết quả đánh giá")


def _read(shape: type[S], raw: bytes, otherwise: str) -> S:
    """The document as it stands, so that keys that are not ours are seen. Raises BadReceipt."""
    from pydantic import TypeAdapter, ValidationError

    try:
        found = read_json(raw)
        TypeAdapter(shape).validate_python(found, strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = field_path(first["loc"])
        raise BadReceipt(f"{otherwise}: trường {where or '(gốc)'} thiếu hoặc sai dạng") from None
    except ValueError as error:
        raise BadReceipt(f"không đọc được: {error}") from None
    return found  # type: ignore[return-value]  # just validated


def engine_text(evaluation: EvaluationShape) -> str:
    """«CLIPS 1.0.6», «durable_rules 2.0.28 và CLIPS 1.0.6», whatever a receipt says of its engine."""
    name, version = evaluation["engine"]["name"], evaluation["engine"]["version"]
    names, versions = name.split(JOINED), version.split(JOINED)
    if len(names) != len(versions):
        return f"{name} {version}"
    return " và ".join(f"{one} {other}" for one, other in zip(names, versions, strict=True))


def field_path(keys: tuple[str | int, ...]) -> str:
    """evaluation.targets[0].status"""
    path = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in keys)
    return path.removeprefix(".")


def stored_inputs(shape: ReceiptShape) -> tuple[InputFile, ...]:
    """The files that a receipt holds, with the hashes of their bytes computed anew."""
    raws = [(one, one["content"].encode()) for one in shape["inputs"]]
    return tuple(InputFile(one["role"], one["name"], raw, sha256(raw).hexdigest()) for one, raw in raws)


def _inputs(case: Case) -> Iterator[InputFile]:
    own, *others = case.facts.sets_read
    yield from (_input("rules", file) for file in case.rulebook.files)
    yield from (_input("facts", file) for file in own.files)
    yield from (_input("comparison", file) for facts in others for file in facts.files)


def _input(role: RoleName, file: SourceFile) -> InputFile:
    return InputFile(role, file.name, file.raw, file.sha256)


def _input_shape(file: InputFile) -> InputShape:
    return {"role": file.role, "name": file.name, "sha256": file.sha256, "content": file.raw.decode()}
