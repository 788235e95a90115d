"""Which records of a history are signed by a key, and how far the last of these signatures vouches for the chain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated

from engine.domain.records import NamedTuple
from engine.files.json_form import Meaning, json_form, plain
from engine.history.chain import Flaw
from engine.history.keys import PublicKey
from engine.history.rows import Record
from engine.history.signatures import Signature, holds, signature_from


@json_form("public_key=signer.code", "signed", "unsigned", "proved_to", shape="SignedRecordsShape")
class SignedRecords(NamedTuple):
    """The records by whether ``signer`` has signed them."""

    signer: PublicKey
    signed: tuple[int, ...]
    unsigned: tuple[int, ...]

    @property
    def proved_to(self) -> Annotated[int, Meaning("The last record signed, which fixes all before it; 0: none")]:
        """The last record that is signed."""
        return max(self.signed, default=0)

    @property
    def complete(self) -> bool:
        """Whether the key vouches for the whole history: the last record is signed."""
        return bool(self.signed) and self.proved_to > max(self.unsigned, default=0)


def signed_records(
    records: Iterable[Record], signatures: Iterable[tuple[int, Signature]], signer: PublicKey
) -> SignedRecords:
    """Returns which records are signed by ``signer``; broken signatures do not count. Raises SigningMissing."""
    own = {number: one for number, one in signatures if one.public_key == signer.code}
    signed: list[int] = []
    unsigned: list[int] = []
    for record in records:
        one = own.get(record.number)
        good = one is not None and signature_from(plain(one)) is not None and holds(one, "record", record.sha256)
        (signed if good else unsigned).append(record.number)
    return SignedRecords(signer, tuple(signed), tuple(unsigned))


def signature_flaws(records: Iterable[Record], signatures: Iterable[tuple[int, Signature]]) -> Iterator[Flaw]:
    """Yields the signatures that are not of the record that they stand beside. Raises SigningMissing."""
    hashes = {record.number: record.sha256 for record in records}
    for number, one in signatures:
        if number not in hashes:
            yield Flaw(0, f"có chữ ký của bản ghi số {number}, mà không có bản ghi ấy")
        elif signature_from(plain(one)) is None:
            yield Flaw(number, "chữ ký sai dạng: không phải chữ ký do chitieu ghi")
        elif not holds(one, "record", hashes[number]):
            yield Flaw(
                number, f"chữ ký của khóa {one.public_key[:16]} không khớp bản ghi: bị sửa, hoặc lấy từ nơi khác"
            )
