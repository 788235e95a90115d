"""The receipt (biên nhận) of one evaluation: everything it was made from and its result, without any time."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Literal, cast

from engine import VERSION
from engine.domain.limits import RECEIPT_BYTES, RECEIPT_INPUTS, RECEIPT_ITEMS, grouped
from engine.domain.records import Frozen, NamedTuple
from engine.evaluation.evaluation import Evaluation
from engine.files.json_form import Hash, Json, Meaning, Shows, form_of, json_form, plain
from engine.files.opening import read_up_to
from engine.files.source import SourceFile
from engine.history.canonical import NotJson, digest, read_json
from engine.history.keys import PrivateKey
from engine.history.recorded import OLDER_SCHEMAS, RecordedEvaluation, as_written_today
from engine.history.signatures import Signature, signature
from engine.language.text import on_one_line
from engine.workspace.case import Case

_FIRST_YEAR, _LAST_YEAR = 1900, 2200


class BadReceipt(ValueError):
    """The file is no receipt; the message is Vietnamese."""

    def __init__(self, message: str) -> None:
        super().__init__(on_one_line(message))


RoleName = Literal["rules", "facts", "earlier", "comparison"]
ROLE_WORDS: dict[RoleName, str] = {
    "rules": "quy tắc",
    "facts": "số liệu của kỳ",
    "earlier": "số liệu kỳ trước trong năm",
    "comparison": "số liệu năm khác",
}
ROLES: tuple[RoleName, ...] = tuple(ROLE_WORDS)


@json_form("role", "name", "sha256", "content", shape="InputShape")
class InputFile(NamedTuple):
    """A file that the evaluation was made from, with its bytes."""

    role: Annotated[RoleName, Meaning("comparison: facts of another year that the evaluation looked at")]
    name: Annotated[str, Meaning("Path in the workspace, with /; a name only, never opened")]
    raw: bytes
    sha256: Annotated[Hash, Meaning("Of the file's bytes, as sha256sum prints it")]

    @property
    def packed(self) -> bytes:
        """The bytes as a history keeps them."""
        return zlib.compress(self.raw, 6)

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

    @classmethod
    def of(
        cls, versions: dict[str, str], folder: str, inputs: Iterable[tuple[RoleName, str, Hash]], evaluation: Hash
    ) -> Hashes:
        """The hashes of a receipt with files of these roles, names and contents, and an evaluation of this hash."""
        return cls(digest(versions), digest(folder), tuple(digest(list(one)) for one in inputs), evaluation)

    @property
    def of_receipt(self) -> Hash:
        """The name of the receipt, which changes with any part."""
        return digest(plain(self))


@json_form(
    "versions", "folder", "inputs", "evaluation", "hashes", "sha256", "signature*", schema="chitieu/receipt/1",
    shape="ReceiptShape",
)  # fmt: skip
class Receipt(Frozen):
    """A receipt; ``evaluation`` is the document of `evaluate --format json`. Receipts are equal when their ``sha256`` is.

    ``versions`` may contain further keys where a stranger made the receipt; all of them are hashed.
    """

    versions: Annotated[dict[str, str], Shows(Versions)]
    folder: Annotated[str, Meaning("The folder of rules/ that the rule files come from")]
    inputs: tuple[InputFile, ...]
    evaluation: Annotated[RecordedEvaluation, Shows(Evaluation)]
    signature: Signature | None = None

    @cached_property
    def hashes(self) -> Hashes:
        """The hash of each part."""
        inputs = ((one.role, one.name, one.sha256) for one in self.inputs)
        return Hashes.of(self.versions, self.folder, inputs, digest(self.evaluation))

    @cached_property
    def sha256(self) -> Annotated[Hash, Meaning("Of the canonical JSON of hashes: names the receipt")]:
        """The name of the receipt, which changes with any part."""
        return self.hashes.of_receipt

    def signed_by(self, key: PrivateKey) -> Receipt:
        """Returns the receipt with the signature of ``key`` under its hash."""
        return self.replaced(signature=signature(key, "receipt", self.sha256))


class StoredReceipt(dict[str, Any]):
    """A receipt as read: a document of the right shape, not yet verified."""

    @property
    def sha256(self) -> str:
        """The name that it claims."""
        return str(self["sha256"])

    @property
    def receipt(self) -> Receipt:
        """The content of the document, with hashes that are computed anew."""
        raws = [(one, one["content"].encode()) for one in self["inputs"]]
        inputs = tuple(InputFile(one["role"], one["name"], raw, sha256(raw).hexdigest()) for one, raw in raws)
        return Receipt(self["versions"], self["folder"], inputs, RecordedEvaluation(self["evaluation"]))


def present_versions() -> dict[str, str]:
    """Returns the versions of the tool and of Python that are running."""
    return {"chitieu": VERSION, "python": ".".join(map(str, sys.version_info[:3]))}


def receipt_of(case: Case, evaluation: Evaluation) -> Receipt:
    """Returns the receipt of ``evaluation``, which must just have been made from ``case``."""
    return Receipt(
        present_versions(),
        case.rulebook.resolution.folder,
        inputs_of(case),
        RecordedEvaluation.of(evaluation),
    )


def inputs_of(case: Case) -> tuple[InputFile, ...]:
    """Returns the files that the evaluation of ``case`` rests on; it must just have been evaluated."""
    return tuple(_inputs(case))


def read_receipt(path: Path) -> StoredReceipt:
    """Returns the document in ``path``, not yet verified. Raises BadReceipt, OSError."""
    raw = read_up_to(path, RECEIPT_BYTES)
    if len(raw) > RECEIPT_BYTES:
        raise BadReceipt(f"tệp lớn hơn {RECEIPT_BYTES // 1_000_000} MB, không phải biên nhận")
    return receipt_from(raw)


def receipt_from(raw: bytes) -> StoredReceipt:
    """Returns the document in ``raw``, not yet verified. Raises BadReceipt."""
    if (items := sum(map(raw.count, (b",", b"[", b"{")))) > RECEIPT_ITEMS:
        raise BadReceipt(f"có hơn {grouped(RECEIPT_ITEMS)} giá trị (ở đây {grouped(items)}), không phải biên nhận")
    if (files := raw.count(b'"content"')) > RECEIPT_INPUTS:
        raise BadReceipt(f"có hơn {grouped(RECEIPT_INPUTS)} tệp (ở đây {grouped(files)}), không phải biên nhận")
    with _bad_where_not_json():
        found = read_json(raw)
    shape = StoredReceipt(_checked(Receipt, found, "không phải biên nhận của chitieu"))
    if not _FIRST_YEAR <= shape["evaluation"]["year"] <= _LAST_YEAR:
        raise BadReceipt("không phải biên nhận của chitieu: trường evaluation.year không phải một năm")
    return shape


def evaluation_from(raw: bytes) -> RecordedEvaluation:
    """Returns the document of an evaluation in ``raw``. Raises BadReceipt."""
    with _bad_where_not_json():
        found = read_json(raw)
    return evaluation_of(found)


def evaluation_to_list(raw: bytes) -> RecordedEvaluation:
    """Returns the known fields of the document in ``raw``, for a list that shows some of them. Raises BadReceipt.

    It is parsed and checked in one go, in half the time. Of two equal keys the last counts here; all else refuses them.
    """
    from pydantic import ValidationError

    from engine.files.json_schema import adapter

    try:
        return RecordedEvaluation(adapter(Evaluation).validate_json(raw, strict=True))
    except ValidationError:
        return evaluation_from(raw)  # an older version wrote it, or this says what is wrong


def evaluation_of(document: Json) -> RecordedEvaluation:
    """Returns ``document`` as that of an evaluation. Raises BadReceipt for another shape."""
    return RecordedEvaluation(_checked(Evaluation, document, "không phải kết quả đánh giá"))


@contextmanager
def _bad_where_not_json() -> Iterator[None]:
    """Turns NotJson into BadReceipt."""
    try:
        yield
    except NotJson as error:
        raise BadReceipt(f"không đọc được: {error}") from None


def _checked(result: type, found: Json, otherwise: str) -> dict[str, Any]:
    """Returns the document unchanged, so that unknown keys can be reported. Raises BadReceipt for another shape."""
    from pydantic import ValidationError

    from engine.files.json_schema import adapter

    _refuse_other_schemas(result, found)
    try:
        adapter(result).validate_python(as_written_today(found), strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = field_path(first["loc"])
        raise BadReceipt(f"{otherwise}: trường {where or '(gốc)'} thiếu hoặc sai dạng") from None
    return cast(dict[str, Any], found)  # just checked


def _refuse_other_schemas(result: type, found: Any) -> None:
    """Raises BadReceipt for a document that another version of the tool wrote in a form that this one does not know."""
    if not isinstance(found, dict):
        return
    versions = found.get("versions")
    made = f", do chitieu {versions.get('chitieu')} làm" if isinstance(versions, dict) else ""
    for shape, document in ((result, found), (Evaluation, found.get("evaluation"))):
        form = form_of(shape)
        schema = document.get("schema") if isinstance(document, dict) else None
        if form is None or not isinstance(schema, str) or schema in (form.schema, *OLDER_SCHEMAS):
            continue
        if schema.rpartition("/")[0] == form.schema.rpartition("/")[0]:
            raise BadReceipt(
                f"ghi theo mẫu {schema}{made}; phiên bản này là chitieu {VERSION}, chỉ đọc mẫu {form.schema}"
            )


def field_path(keys: tuple[str | int, ...]) -> str:
    """Returns the path of a field as a text.

    >>> field_path(("evaluation", "targets", 0, "status"))
    'evaluation.targets[0].status'
    """
    path = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in keys)
    return path.removeprefix(".")


def _inputs(case: Case) -> Iterator[InputFile]:
    own, *others = case.facts.sets_read
    yield from (_input("rules", file) for file in case.rulebook.files)
    yield from (_input("facts", file) for file in own.files)
    yield from (_input("earlier", file) for file in own.earlier)
    yield from (_input("comparison", file) for facts in others for file in (*facts.earlier, *facts.files))


def _input(role: RoleName, file: SourceFile) -> InputFile:
    return InputFile(role, file.name, file.raw, file.sha256)
