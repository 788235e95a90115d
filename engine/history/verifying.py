"""Verifies a receipt: whether its hashes fit, and whether a new evaluation gives the recorded result."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Annotated, Any, cast

from engine.domain.records import NamedTuple
from engine.evaluation.evaluation import EngineUsed
from engine.files.json_form import Hash, Meaning, json_form, plain
from engine.files.json_schema import fields_of
from engine.history.anchors import AnchorFound
from engine.history.canonical import digest
from engine.history.differences import Difference, differences
from engine.history.file_changes import FileChange
from engine.history.receipt import ROLE_WORDS, InputFile, Receipt, StoredReceipt, Versions, inputs_of
from engine.history.recorded import TODAY, RecordedEvaluation
from engine.history.replay import CannotReplay, Material, case_of, draft_of, evaluated
from engine.history.signatures import SignatureFound


@json_form("field", "text", shape="ReceiptFlawShape")
class Flaw(NamedTuple):
    """A field of the receipt that does not fit the hashes; ``text`` is Vietnamese."""

    field: str
    text: str


class Verification(NamedTuple):
    """The result of verifying a receipt; ``flaws``, ``misfits`` and ``differences`` are empty for an intact one.

    ``flaws`` do not fit the hashes; ``misfits`` do, but no run of these files would record them. ``refusal`` is the reason why the receipt could not be evaluated again. ``engine`` is the engine of the new evaluation
    where it is another one, or another version, than recorded.
    """

    flaws: tuple[Flaw, ...]
    misfits: tuple[Flaw, ...]
    differences: tuple[Difference, ...]
    refusal: str
    engine: str
    again: RecordedEvaluation | None

    @property
    def evaluated_with(self) -> EngineUsed | None:
        """The engine that evaluated again."""
        return None if self.again is None else self.again.engine

    @property
    def intact(self) -> bool:
        """Whether all hashes fit and the new evaluation gives the recorded result."""
        return not (self.flaws or self.misfits or self.differences or self.refusal)

    @property
    def altered(self) -> bool:
        """Whether the receipt itself was changed, because a hash does not fit."""
        return bool(self.flaws)


def verify(stored: StoredReceipt, engine: str) -> Verification:
    """Checks all hashes and evaluates again with ``engine`` (an option of the command line)."""
    receipt = stored.receipt
    flaws = tuple(_flaws(stored, receipt))
    recorded = receipt.evaluation
    misfits = tuple(_of_no_run(receipt))
    if recorded.is_older:
        return Verification(flaws, misfits, (), _older(recorded), "", None)
    try:
        material = Material(receipt.folder, receipt.inputs)
        case = (draft_of if recorded.draft else case_of)(material)
        again = evaluated(case, engine)
    except CannotReplay as refusal:
        return Verification(flaws, misfits, (), str(refusal), "", None)
    misfits = (*misfits, *_used_otherwise(receipt.inputs, inputs_of(case)))
    other = "" if recorded["engine"] == again["engine"] else again.engine_text
    sides = [_without_engine(document) if other else cast(Any, document) for document in (recorded, again)]
    found = tuple(sorted(differences(sides[0], sides[1], "evaluation"), key=_follows_from_others))
    return Verification(flaws, misfits, found, "", other, again)


def _of_no_run(receipt: Receipt) -> Iterator[Flaw]:
    """Yields what no run records, whatever the files say: keys of its own, and rules from outside of their folder."""
    for key in receipt.versions:
        if key not in fields_of(Versions):
            yield Flaw(f"versions.{key}", "trường này không thuộc biên nhận của chitieu")
    for number, one in enumerate(receipt.inputs):
        if one.role == "rules" and not one.name.startswith(f"rules/{receipt.folder}/"):
            yield Flaw(f"inputs[{number}].name", f"tệp quy tắc {one.name} không nằm trong rules/{receipt.folder}")


def _used_otherwise(recorded: tuple[InputFile, ...], used: tuple[InputFile, ...]) -> Iterator[Flaw]:
    """Yields the recorded files that the new evaluation uses in another role, or not at all, and those it uses besides."""
    waiting = Counter(used)
    surplus = []
    for number, one in enumerate(recorded):
        if waiting[one]:
            waiting[one] -= 1
        else:
            surplus.append((number, one))
    roles = {(one.name, one.sha256): one.role for one in waiting.elements()}
    for number, one in surplus:
        role = roles.get((one.name, one.sha256))
        if role is None:
            yield Flaw(f"inputs[{number}]", f"đánh giá lại thì không dùng đến tệp {one.name}")
        else:
            texts = (ROLE_WORDS[one.role], ROLE_WORDS[role])
            yield Flaw(f"inputs[{number}].role", f"tệp {one.name} ghi là {texts[0]}, đánh giá lại thì là {texts[1]}")


def _older(recorded: RecordedEvaluation) -> str:
    return (
        f"biên nhận do phiên bản cũ của chitieu lập, kết quả ghi theo mẫu {recorded['schema']}; phiên bản đang dùng ghi "
        f"theo mẫu {TODAY}, nên không so được từng dòng. Muốn xem kết luận có thay đổi không, chạy chitieu diff với biên "
        "nhận này"
    )


def flaws_of(stored: StoredReceipt) -> list[Flaw]:
    """Returns the fields that do not fit the hashes, without evaluating."""
    return list(_flaws(stored, stored.receipt))


def _flaws(stored: StoredReceipt, receipt: Receipt) -> Iterator[Flaw]:
    inputs = receipt.inputs
    hashes, true = stored["hashes"], cast(dict[str, Any], plain(receipt.hashes))
    sealed = digest(hashes) == stored.sha256
    for number, (one, recorded) in enumerate(zip(inputs, stored["inputs"], strict=True)):
        if recorded["sha256"] == one.sha256:
            continue
        field = f"inputs[{number}]"
        if number < len(hashes["inputs"]) and hashes["inputs"][number] == true["inputs"][number]:
            yield Flaw(f"{field}.sha256", f"mã băm của tệp {one.name} đã bị sửa, nội dung tệp thì còn nguyên")
        else:
            yield Flaw(f"{field}.content", f"nội dung tệp {one.name} đã bị sửa: không khớp mã băm của tệp")
    yield from _input_flaws(stored, hashes["inputs"], true["inputs"], inputs, sealed)
    parts = {"versions": "các phiên bản", "folder": "thư mục quy tắc", "evaluation": "kết quả đánh giá"}
    for part, what in parts.items():
        if hashes[part] != true[part]:
            yield _part(part, f"hashes.{part}", sealed, what)
    if not sealed:
        yield Flaw("sha256", "mã của biên nhận không khớp các mã băm ghi ở `hashes`")
    for field in _unknown(stored):
        yield Flaw(field, "trường này không thuộc biên nhận của chitieu")


def _input_flaws(
    stored: StoredReceipt, recorded: list[str], true: list[str], inputs: tuple[InputFile, ...], sealed: bool
) -> Iterator[Flaw]:
    """Yields files that are missing or were added, and those whose name or role does not fit the recorded hashes."""
    if sorted(recorded) == sorted(true):
        if recorded != true:
            yield Flaw("inputs", "thứ tự các tệp đã bị đổi")
    elif len(recorded) > len(true):
        yield Flaw("inputs", f"đã bị bỏ bớt tệp: mã băm có {len(recorded)} tệp, trong biên nhận còn {len(true)}")
    elif len(recorded) < len(true):
        added = [one.name for one, own in zip(inputs, true, strict=True) if own not in recorded]
        yield Flaw("inputs", f"đã bị thêm tệp: {', '.join(added)}")
    else:
        for number, (one, other) in enumerate(zip(recorded, true, strict=True)):
            if one != other and stored["inputs"][number]["sha256"] == inputs[number].sha256:
                yield _part(f"inputs[{number}]", f"hashes.inputs[{number}]", sealed, "tên hoặc vai trò của tệp")


def _part(field: str, of_hash: str, sealed: bool, what: str) -> Flaw:
    """Returns the flaw of a part. Where the list of hashes is not ``sealed`` by sha256, perhaps only its hash was changed."""
    if sealed:
        return Flaw(field, f"{what} đã bị sửa: không khớp mã băm")
    return Flaw(of_hash, f"mã băm này không khớp {what}")


def _unknown(stored: StoredReceipt) -> Iterator[str]:
    """Yields fields that no hash covers; unknown fields of versions and evaluation are part of their hashes."""
    yield from (key for key in stored if key not in fields_of(Receipt))
    for number, one in enumerate(stored["inputs"]):
        yield from (f"inputs[{number}].{key}" for key in one if key not in fields_of(InputFile))


def _follows_from_others(difference: Difference) -> bool:
    """Returns whether a difference follows from those of value and threshold, which are listed first."""
    return ".outlook" in difference.field


def _without_engine(document: RecordedEvaluation) -> Any:
    return {key: value for key, value in document.items() if key != "engine"}


@json_form(
    "receipt", "intact", "flaws=all_flaws", "differences=verification.differences", "refusal",
    "evaluated_with=verification.evaluated_with", "workspace", "same_conclusions", "record", "runs*", "signature*", "anchor*",
    schema="chitieu/verify/1", shape="VerifyShape",
    about="`chitieu verify`; signature where there is one or one is demanded, anchor where one is given.",
)  # fmt: skip
class VerifyDocument(NamedTuple):
    """The result of a verification, with the differences between receipt and workspace."""

    receipt: Hash
    verification: Verification
    workspace: Annotated[
        tuple[FileChange, ...] | None,
        Meaning("Differences from the files that a run would take now; null where the workspace was not compared"),
    ]
    same_conclusions: Annotated[
        bool | None,
        Meaning(
            "Whether the present files of the workspace give the recorded conclusions; null where that is not known"
        ),
    ]
    record: Annotated[int | None, Meaning("Its number in the history of the workspace")]
    runs: Annotated[
        tuple[int, ...] | None,
        Meaning("The runs over many units in the history of the workspace that keep what it was made from"),
    ]
    signature: SignatureFound | None = None
    anchor: AnchorFound | None = None

    @property
    def intact(self) -> Annotated[bool, Meaning("Every hash fits, and evaluating again gives what is recorded")]:
        """Whether everything fits."""
        return self.verification.intact

    @property
    def all_flaws(self) -> tuple[Flaw, ...]:
        """What does not fit the hashes, then what no run of these files would record."""
        return (*self.verification.flaws, *self.verification.misfits)

    @property
    def refusal(self) -> Annotated[str, Meaning("Why it could not be evaluated again; empty where it could")]:
        """Why it could not be evaluated again."""
        return self.verification.refusal
