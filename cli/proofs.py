"""What `verify` and `history --verify` say beyond hashes: whose signature it is, and whether a line of minutes is of it."""

from __future__ import annotations

from rich.console import Console

from cli.failure import usage_failure
from cli.sides import reading_history, records_of
from cli.signing import signer_named
from cli.texts import say
from engine.domain.records import NamedTuple
from engine.history.anchors import AnchorFound, AnchorState, of_history, of_receipt, receipt_under_record
from engine.history.chain import Flaw, flaws
from engine.history.copied_lines import NotCopied, TypedLine, typed_line
from engine.history.database import HistoryError
from engine.history.keys import PublicKey, SigningMissing
from engine.history.receipt import Receipt, StoredReceipt
from engine.history.recorded_sweep import is_recorded_sweep
from engine.history.rows import Record
from engine.history.signatures import SignatureFound, SignatureState, signature_found
from engine.history.signed_records import SignedRecords, signature_flaws, signed_records
from engine.history.store import History
from engine.workspace.workspace import Workspace


class Proofs(NamedTuple):
    """What was found of the signature and the anchor of a receipt; None where there was nothing to look for."""

    signature: SignatureFound | None
    anchor: AnchorFound | None
    demanded: bool

    @property
    def hold(self) -> bool:
        """Whether nothing contradicts, and what was demanded is there."""
        accepted = (SignatureState.VALID,) if self.demanded else (SignatureState.VALID, SignatureState.UNCHECKED)
        signed = self.signature is None or self.signature.state in accepted
        return signed and (self.anchor is None or self.anchor.state is AnchorState.SAME)


def proofs_of(stored: StoredReceipt, signer: str | None, anchor: str | None, workspace: Workspace | None) -> Proofs:
    """Returns what the receipt proves, with the options --signer and --anchor. Raises Failure."""
    key = None if signer is None else signer_named(signer)
    typed = None if anchor is None else anchor_typed(anchor)
    receipt = stored.receipt
    signed = "signature" in stored or key is not None
    return Proofs(
        _signature(stored, receipt, key) if signed else None,
        None if typed is None else _anchor(typed, receipt, workspace),
        key is not None,
    )


def anchor_typed(text: str) -> TypedLine:
    """Returns the line of --anchor. Raises Failure."""
    try:
        typed = typed_line(text)
    except NotCopied as problem:
        raise usage_failure(f"dòng đối chứng: {problem}") from None
    if typed.kind == "KHOA":
        raise usage_failure("dòng đối chứng: đây là khóa công khai; dùng --signer")
    return typed


def anchor_in_history(text: str, workspace: Workspace) -> AnchorFound:
    """Returns which record of the history the line is of. Raises Failure where the history is not whole."""
    typed = anchor_typed(text)
    with History(workspace.root) as history:
        records = whole_records(history)
        with reading_history():
            if typed.kind != "BG":  # receipts and results are of one unit
                records = [one for one in records if not is_recorded_sweep(history, one.number)]
            return of_history(typed, records, history.receipt)


def whole_records(history: History) -> list[Record]:
    """Returns all records. Raises Failure where their chain is not whole."""
    if next(flaws(history), None) is not None:
        raise usage_failure("lịch sử không nguyên vẹn nên không chứng minh được gì; xem `chitieu history --verify`")
    return records_of(history)


def show_proofs(screen: Console, proofs: Proofs, quiet: bool) -> None:
    """Prints a line for the signature and one for the anchor; ``quiet``: only what does not hold."""
    if proofs.signature is not None:
        good = proofs.signature.state in (SignatureState.VALID, SignatureState.UNCHECKED)
        _line(screen, "CHỮ KÝ", proofs.signature.text, good, quiet)
    if proofs.anchor is not None:
        show_anchor(screen, proofs.anchor, quiet)


def show_anchor(screen: Console, found: AnchorFound, quiet: bool) -> None:
    """Prints what was found of an anchor."""
    _line(screen, "DÒNG ĐỐI CHỨNG", found.text, found.state is AnchorState.SAME, quiet)


def _line(screen: Console, what: str, text: str, good: bool, quiet: bool) -> None:
    if not (good and quiet):
        sentence = f"{text[0].upper()}{text[1:]}."
        say(screen, sentence if good else f"{what} KHÔNG KHỚP: {sentence}", "" if good else "bold red")


def _signature(stored: StoredReceipt, receipt: Receipt, key: PublicKey | None) -> SignatureFound:
    try:
        return signature_found(stored.get("signature"), receipt.sha256, key)
    except SigningMissing as missing:
        if key is not None:
            raise usage_failure(missing) from None
        return SignatureFound(SignatureState.UNCHECKED, None, f"chưa kiểm chữ ký, vì {missing}")


def _anchor(typed: TypedLine, receipt: Receipt, workspace: Workspace | None) -> AnchorFound:
    if typed.kind != "BG":
        return of_receipt(typed, receipt)
    if workspace is None:
        raise usage_failure(
            "dòng đối chứng này là của một bản ghi lịch sử; chạy trong thư mục làm việc có lịch sử ấy, không dùng --alone"
        )
    with History(workspace.root) as history:
        return receipt_under_record(typed, receipt.sha256, whole_records(history))


# ------------------------------------------------------------ the history


class HistoryProofs(NamedTuple):
    """What was found of the ``total`` signatures of a history; ``signed`` is None where no signer is demanded."""

    total: int
    flaws: tuple[Flaw, ...]
    signed: SignedRecords | None
    unchecked: str

    @property
    def hold(self) -> bool:
        """Whether the demanded signer vouches for the whole history."""
        return self.signed is None or self.signed.complete


NO_PROOFS = HistoryProofs(0, (), None, "")
"""Where the chain is not whole, and no signature in it proves anything."""


def history_proofs(history: History, records: list[Record], signer: str | None) -> HistoryProofs:
    """Returns what the signatures of a whole chain say. Raises Failure."""
    key = None if signer is None else signer_named(signer)
    try:
        signatures = history.signatures()
        found = tuple(signature_flaws(records, signatures))
        signed = None if key is None else signed_records(records, signatures, key)
        return HistoryProofs(len(signatures), found, signed, "")
    except HistoryError as error:
        return HistoryProofs(0, (Flaw(0, str(error)),), None, "")
    except SigningMissing as missing:
        if key is not None:
            raise usage_failure(missing) from None
        return HistoryProofs(0, (), None, str(missing))


def show_history_proofs(screen: Console, proofs: HistoryProofs) -> None:
    """Prints which records the demanded key has signed, and what that proves."""
    if proofs.unchecked:
        say(screen, f"Chưa kiểm các chữ ký, vì {proofs.unchecked}.")
    if proofs.signed is None:
        if proofs.total:
            say(screen, f"Có {proofs.total} chữ ký, đều khớp bản ghi; là của ai thì kiểm bằng --signer.")
        return
    signer, signed, unsigned = proofs.signed
    named = f"Khóa {signer.short}" + (f" ({signer.name})" if signer.name else "")
    last = proofs.signed.proved_to
    if not signed:
        say(screen, f"{named} KHÔNG ký bản ghi nào trong lịch sử này.", "bold red")
        return
    say(screen, f"{named} đã ký {len(signed)} bản ghi: số {_spans(signed)}.")
    if unsigned:
        say(screen, f"Khóa này không ký: số {_spans(unsigned)}.")
    say(screen, f"Chữ ký ở bản ghi số {last} chứng minh các bản ghi từ 1 đến {last}, đúng thứ tự, như khi ký.")
    if not proofs.signed.complete:
        after = [number for number in unsigned if number > last]
        say(screen, f"CHƯA ĐƯỢC KHÓA NÀY CHỨNG MINH: bản ghi số {_spans(tuple(after))}.", "bold red")


def _spans(numbers: tuple[int, ...]) -> str:
    """Returns the numbers in order, those in a row as a span: «1-3, 5»."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and spans[-1][1] == number - 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in spans)
