"""Anchors (dòng đối chứng): a line in minutes proves later that a receipt, a record or a result existed then."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import Enum

from engine.domain.records import NamedTuple
from engine.files.json_form import Hash, json_form
from engine.history.canonical import digest
from engine.history.copied_lines import CopiedLine, TypedLine
from engine.history.receipt import Receipt
from engine.history.rows import Record


def receipt_anchor(receipt: Receipt) -> CopiedLine:
    """Returns the anchor of a receipt: of its rules, facts, versions and result."""
    return CopiedLine("BN", _case(receipt), receipt.sha256)


def result_anchor(receipt: Receipt) -> CopiedLine:
    """Returns the anchor of the result: of rules, facts and evaluation, whatever the machine and engine that made it.

    Reports carry it, because equal rules and facts must give equal reports everywhere.
    """
    evaluation = {key: value for key, value in receipt.evaluation.items() if key != "engine"}
    inputs = receipt.hashes.inputs
    return CopiedLine(
        "KQ",
        _case(receipt),
        digest({"folder": receipt.folder, "inputs": inputs, "evaluation": evaluation}),
    )


def record_anchor(record: Record) -> CopiedLine:
    """Returns the anchor of a record: of its receipt and time, and of all records before it."""
    return CopiedLine("BG", (record.resolution, record.unit, _day(record.time[:10])), record.sha256)


def _case(receipt: Receipt) -> tuple[str, str, str]:
    evaluation = receipt.evaluation
    return evaluation.number, evaluation.unit, _day(str(evaluation["as_of"]))


def _day(iso: str) -> str:
    """Returns «31/12/2023» for «2023-12-31»."""
    return "/".join(reversed(iso.split("-")))


class AnchorState(Enum):
    """Whether an anchor is of what it is held against."""

    SAME = "same"
    OTHER = "other"
    REWORDED = "reworded"
    NOT_FOUND = "not_found"


@json_form("state", "sha256", "text", shape="AnchorFoundShape")
class AnchorFound(NamedTuple):
    """What was found of an anchor; ``text`` is Vietnamese."""

    state: AnchorState
    sha256: Hash
    text: str


def held_against(typed: TypedLine, anchor: CopiedLine, what: str) -> AnchorFound | None:
    """Returns what is found of the typed anchor where it has the hash of ``anchor``; None where it has another."""
    if typed.code != anchor.code:
        return None
    if typed.key != anchor.key:
        text = (
            f"mã trong dòng đối chứng là của {what}, nhưng nghị quyết, đơn vị hoặc ngày trong dòng đã bị viết khác; "
            f"dòng đúng là: {anchor.text}"
        )
        return AnchorFound(AnchorState.REWORDED, typed.code, text)
    return AnchorFound(AnchorState.SAME, typed.code, f"dòng đối chứng đúng là của {what}")


def of_receipt(typed: TypedLine, receipt: Receipt) -> AnchorFound:
    """Returns whether the anchor, of a receipt or result, is that of ``receipt``."""
    anchor = (result_anchor if typed.kind == "KQ" else receipt_anchor)(receipt)
    what = "kết quả ghi trong biên nhận này" if typed.kind == "KQ" else "biên nhận này"
    return held_against(typed, anchor, what) or AnchorFound(
        AnchorState.OTHER, typed.code, f"dòng đối chứng không phải của {what}; dòng của {what} là: {anchor.text}"
    )


def of_history(typed: TypedLine, records: Iterable[Record], receipt: Callable[[int], Receipt]) -> AnchorFound:
    """Returns which of the ``records``, whose chain must be whole, the anchor is of."""
    for record in records:
        found = held_against(typed, _anchor_of(typed, record, receipt), f"bản ghi số {record.number} trong lịch sử")
        if found is not None:
            return found
    text = (
        "lịch sử này không có bản ghi, biên nhận hay kết quả nào mang mã trong dòng đối chứng; có biên nhận thì kiểm bằng: "
        "chitieu verify BIÊN_NHẬN --anchor DÒNG"
    )
    return AnchorFound(AnchorState.NOT_FOUND, typed.code, text)


def _anchor_of(typed: TypedLine, record: Record, receipt: Callable[[int], Receipt]) -> CopiedLine:
    if typed.kind == "BG":
        return record_anchor(record)
    if typed.kind == "BN" and record.receipt != typed.code:
        return CopiedLine("BN", (), record.receipt)
    return (result_anchor if typed.kind == "KQ" else receipt_anchor)(receipt(record.number))


def receipt_under_record(typed: TypedLine, receipt: Hash, records: list[Record]) -> AnchorFound:
    """Returns whether the anchor of a record proves ``receipt``: it is that record or one before it."""
    anchored = next((record for record in records if record.sha256 == typed.code), None)
    if anchored is None:
        text = "lịch sử của thư mục làm việc này không có bản ghi mang mã trong dòng đối chứng"
        return AnchorFound(AnchorState.NOT_FOUND, typed.code, text)
    found = held_against(typed, record_anchor(anchored), f"bản ghi số {anchored.number} trong lịch sử")
    assert found is not None
    own = next((record.number for record in records if record.receipt == receipt), None)
    if found.state is not AnchorState.SAME:
        return found
    if own is None or own > anchored.number:
        text = f"{found.text}, nhưng biên nhận này không thuộc các bản ghi từ 1 đến {anchored.number}"
        return AnchorFound(AnchorState.OTHER, typed.code, text)
    same = "chính là bản ghi ấy" if own == anchored.number else f"là bản ghi số {own}, ghi trước bản ghi ấy"
    return found._replace(text=f"{found.text}; biên nhận này {same}")
