"""The receipt (biên nhận) of one evaluation: everything it was made from and what came out, without any time."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, cast

from engine import VERSION
from engine.evaluation.evaluation import Evaluation
from engine.files.json_form import Hash, Meaning, Shows, json_form, plain
from engine.files.source import SourceFile
from engine.history.canonical import digest, read_json
from engine.history.recorded import RecordedEvaluation, as_written_today
from engine.workspace.cases import Case

MAX_BYTES = 100_000_000
"""A larger receipt is not read: the largest rules and facts that load come to far less."""


_FIRST_YEAR, _LAST_YEAR = 1900, 2200


class BadReceipt(ValueError):
    """A file that is no receipt; the message is Vietnamese."""


RoleName = Literal["rules", "facts", "comparison"]
ROLES: tuple[RoleName, ...] = ("rules", "facts", "comparison")


@json_form("role", "name", "sha256", "content", shape="InputShape")
class InputFile(NamedTuple):
    """A file that the evaluation was made from. ``raw`` are its bytes."""

    role: Annotated[RoleName, Meaning("comparison: facts of another year that the evaluation looked at")]
    name: Annotated[str, Meaning("Path in the workspace, with /; a name only, never opened")]
    raw: bytes
    sha256: Annotated[Hash, Meaning("Of the file's bytes, as sha256sum prints it")]

    @property
    def content(self) -> Annotated[str, Meaning("The file's text; its UTF-8 bytes are the file's bytes")]:
        """The file's text."""
        return self.raw.decode()


@json_form("chitieu", "python", shape="VersionsShape")
class Versions(NamedTuple):
    """The versions of the tool and of Python."""

    chitieu: str
    python: str


@json_form(
    "versions", "folder", "inputs", "evaluation", shape="HashesShape",
    about="sha256 of the canonical JSON (keys sorted, no spaces, UTF-8) of each part.",
)  # fmt: skip
class Hashes(NamedTuple):
    """sha256 of the canonical JSON (keys sorted, no spaces, UTF-8) of each part."""

    versions: Hash
    folder: Hash
    inputs: tuple[Hash, ...]
    evaluation: Hash


@json_form(
    "versions", "folder", "inputs", "evaluation", "hashes", "sha256", schema="chitieu/receipt/1", shape="ReceiptShape",
)  # fmt: skip
class Receipt:
    """``evaluation`` is the document of `evaluate --format json`. Two receipts are equal when their ``sha256`` is.

    ``versions`` may hold more than ours where a stranger made the receipt: all of it is hashed.
    """

    versions: Annotated[dict[str, str], Shows(Versions)]
    folder: Annotated[str, Meaning("The folder of rules/ that the rule files come from")]
    inputs: tuple[InputFile, ...]
    evaluation: Annotated[RecordedEvaluation, Shows(Evaluation)]

    def __init__(
        self, versions: dict[str, str], folder: str, inputs: tuple[InputFile, ...], evaluation: RecordedEvaluation
    ) -> None:
        self.versions = versions
        self.folder = folder
        self.inputs = inputs
        self.evaluation = evaluation

    @cached_property
    def hashes(self) -> Hashes:
        """The hash of each part."""
        return Hashes(
            digest(self.versions),
            digest(self.folder),
            tuple(digest([one.role, one.name, one.sha256]) for one in self.inputs),
            digest(self.evaluation),
        )

    @cached_property
    def sha256(self) -> Annotated[Hash, Meaning("Of the canonical JSON of hashes: names the receipt")]:
        """The name of the receipt: a change of any part changes it."""
        return digest(plain(self.hashes))


class StoredReceipt(dict[str, Any]):
    """A receipt as it was read: a document of the right shape, of which nothing has been verified."""

    @property
    def sha256(self) -> str:
        """The name that it claims."""
        return str(self["sha256"])

    @property
    def receipt(self) -> Receipt:
        """What it holds, with hashes that are computed anew."""
        raws = [(one, one["content"].encode()) for one in self["inputs"]]
        inputs = tuple(InputFile(one["role"], one["name"], raw, sha256(raw).hexdigest()) for one, raw in raws)
        return Receipt(self["versions"], self["folder"], inputs, RecordedEvaluation(self["evaluation"]))


def receipt_of(case: Case, evaluation: Evaluation) -> Receipt:
    """The receipt of ``evaluation``, which was just made from ``case``."""
    return Receipt(
        {"chitieu": VERSION, "python": ".".join(map(str, sys.version_info[:3]))},
        case.rulebook.resolution.folder,
        tuple(_inputs(case)),
        RecordedEvaluation.of(evaluation),
    )


def read_receipt(path: Path) -> StoredReceipt:
    """The document in ``path``, of the right shape; nothing of it has been verified. Raises BadReceipt, OSError."""
    with path.open("rb") as stream:
        raw = stream.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise BadReceipt(f"tệp lớn hơn {MAX_BYTES // 1_000_000} MB, không phải biên nhận")
    return receipt_from(raw)


def receipt_from(raw: bytes) -> StoredReceipt:
    """The document in ``raw``, of the right shape; nothing of it has been verified. Raises BadReceipt."""
    shape = StoredReceipt(_read(Receipt, raw, "không phải biên nhận của chitieu"))
    if not _FIRST_YEAR <= shape["evaluation"]["year"] <= _LAST_YEAR:
        raise BadReceipt("không phải biên nhận của chitieu: trường evaluation.year không phải một năm")
    return shape


def evaluation_from(raw: bytes) -> RecordedEvaluation:
    """The document of an evaluation in ``raw``. Raises BadReceipt."""
    return RecordedEvaluation(_read(Evaluation, raw, "không phải kết quả đánh giá"))


def _read(result: type, raw: bytes, otherwise: str) -> dict[str, Any]:
    """The document as it stands, so that keys that are not ours are seen. Raises BadReceipt."""
    from pydantic import ValidationError

    from engine.files.json_schema import adapter

    try:
        found = read_json(raw)
        adapter(result).validate_python(as_written_today(found), strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = field_path(first["loc"])
        raise BadReceipt(f"{otherwise}: trường {where or '(gốc)'} thiếu hoặc sai dạng") from None
    except ValueError as error:
        raise BadReceipt(f"không đọc được: {error}") from None
    return cast(dict[str, Any], found)  # just checked


def field_path(keys: tuple[str | int, ...]) -> str:
    """evaluation.targets[0].status"""
    path = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in keys)
    return path.removeprefix(".")


def _inputs(case: Case) -> Iterator[InputFile]:
    own, *others = case.facts.sets_read
    yield from (_input("rules", file) for file in case.rulebook.files)
    yield from (_input("facts", file) for file in own.files)
    yield from (_input("comparison", file) for facts in others for file in facts.files)


def _input(role: RoleName, file: SourceFile) -> InputFile:
    return InputFile(role, file.name, file.raw, file.sha256)
