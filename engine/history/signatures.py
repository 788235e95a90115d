"""Signatures of receipts and of records of the history, and whether they are of a given key.

What is signed is a short text with the hash, so that other programs can verify it too (docs/security.md).
"""

from __future__ import annotations

from enum import Enum
from typing import Annotated, Any, Literal

from engine.domain.records import NamedTuple
from engine.files.json_form import Hash, Meaning, json_form
from engine.history.keys import ALGORITHM, PrivateKey, PublicKey

SignedThing = Literal["receipt", "record"]
_VALUE_LENGTH = 128


@json_form("algorithm", "public_key", "signed", "value", shape="SignatureShape")
class Signature(NamedTuple):
    """A signature, with what another program needs to verify it."""

    algorithm: str
    public_key: Annotated[str, Meaning("The 32 bytes of the key in hexadecimal")]
    signed: Annotated[str, Meaning("The text that is signed, in ASCII: «chitieu/receipt/1 SHA256»")]
    value: Annotated[str, Meaning("The 64 bytes of the signature in hexadecimal")]


class SignatureState(Enum):
    """What is known of a signature."""

    VALID = "valid"
    UNSIGNED = "unsigned"
    OTHER_KEY = "other_key"
    BROKEN = "broken"
    UNCHECKED = "unchecked"


@json_form("state", "public_key", "text", shape="SignatureFoundShape")
class SignatureFound(NamedTuple):
    """What was found of the signature of a receipt; ``text`` is Vietnamese."""

    state: SignatureState
    public_key: Annotated[str | None, Meaning("null: unsigned, or of another form")]
    text: str


def signed_text(thing: SignedThing, sha256: Hash) -> str:
    """Returns what is signed: the hash, with what it is of, so that no signature passes for that of something else."""
    return f"chitieu/{thing}/1 {sha256}"


def signature(key: PrivateKey, thing: SignedThing, sha256: Hash) -> Signature:
    """Returns the signature of ``key`` under a hash."""
    text = signed_text(thing, sha256)
    return Signature(ALGORITHM, key.public.code, text, key.sign(text.encode()))


def holds(found: Signature, thing: SignedThing, sha256: Hash) -> bool:
    """Returns whether ``found`` signs this very hash. Raises SigningMissing."""
    text = signed_text(thing, sha256)
    return found.signed == text and PublicKey(found.public_key).signed(text.encode(), found.value)


def signature_found(document: Any, sha256: Hash, signer: PublicKey | None) -> SignatureFound:
    """Judges the signature of a receipt: ``document`` is its field `signature`, None where there is none.

    ``sha256`` must be computed from the content. Raises SigningMissing.
    """
    if document is None:
        return SignatureFound(SignatureState.UNSIGNED, None, "biên nhận không có chữ ký nào")
    found = signature_from(document)
    if found is None:
        text = "chữ ký của biên nhận sai dạng: không phải chữ ký do chitieu ghi"
        return SignatureFound(SignatureState.BROKEN, None, text)
    if not holds(found, "receipt", sha256):
        text = "chữ ký không khớp nội dung: biên nhận đã bị sửa sau khi ký, hoặc chữ ký bị sửa hay lấy từ nơi khác"
        return SignatureFound(SignatureState.BROKEN, found.public_key, text)
    key = PublicKey(found.public_key)
    if signer is None:
        text = (
            f"chữ ký khớp với khóa {key.short}; khóa ấy của ai thì kiểm bằng --signer với khóa công khai của người ký"
        )
        return SignatureFound(SignatureState.VALID, key.code, text)
    if signer.code != key.code:
        text = f"biên nhận do khóa khác ký: {key.short}, không phải {_named(signer)}"
        return SignatureFound(SignatureState.OTHER_KEY, key.code, text)
    return SignatureFound(SignatureState.VALID, key.code, f"chữ ký đúng của {_named(signer)}")


def signature_from(document: Any) -> Signature | None:
    """Returns the signature in a document of a stranger; None where it has another form."""
    match document:
        case {"algorithm": str(algorithm), "public_key": str(key), "signed": str(text), "value": str(value), **more}:
            right = algorithm == ALGORITHM and not more and _is_hex(key, 64) and _is_hex(value, _VALUE_LENGTH)
            return Signature(algorithm, key, text, value) if right else None
    return None


def _is_hex(text: str, length: int) -> bool:
    return len(text) == length and all(c in "0123456789abcdef" for c in text)


def _named(key: PublicKey) -> str:
    return f"khóa {key.short}" + (f" ({key.name})" if key.name else "")
