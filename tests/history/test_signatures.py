"""Keys and signatures: of the right key over the right hash, and nothing else; how far they vouch for a history."""

from __future__ import annotations

import shutil
import sqlite3
import stat
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.files.json_form import plain
from engine.history import keys
from engine.history.chain import flaws
from engine.history.copied_lines import typed_line
from engine.history.keys import KeyProblem, PrivateKey, PublicKey, new_keys, public_key_from, unlocked
from engine.history.receipt import read_receipt
from engine.history.signatures import Signature, SignatureFound, SignatureState, signature, signature_found
from engine.history.signed_records import SignedRecords, signature_flaws, signed_records
from engine.history.store import History, pack
from tests.history.recorded import small

PASSPHRASE = "ba con mèo đen"
WHEN = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], PrivateKey]:
    """The private key of a person; the same for the same name."""
    folder, made = tmp_path_factory.mktemp("keys"), dict[str, PrivateKey]()

    def of(name: str) -> PrivateKey:
        if name not in made:
            new_keys(folder / f"{name}.pem", PASSPHRASE, name)
            made[name] = unlocked(folder / f"{name}.pem", PASSPHRASE)
        return made[name]

    return of


Pair = Callable[[str], PrivateKey]


def test_a_signature_of_the_standard_holds() -> None:
    """RFC 8032, section 7.1, test 3."""
    key = PublicKey("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025")
    value = (
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
    )
    assert key.signed(bytes.fromhex("af82"), value)
    assert not key.signed(bytes.fromhex("af83"), value)


# ------------------------------------------------------------ keys


def test_the_private_key_is_locked_and_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "khoa.pem"
    made = new_keys(path, PASSPHRASE, "Nguyễn Thị Lan")
    assert path.read_bytes().startswith(b"-----BEGIN ENCRYPTED PRIVATE KEY-----")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    public = (tmp_path / "khoa.pub").read_bytes()
    assert public_key_from(public) == made == PublicKey(typed_line(public.decode()).code, "Nguyễn Thị Lan")
    assert unlocked(path, PASSPHRASE).public.code == made.code
    assert {file.name for file in tmp_path.iterdir()} == {"khoa.pem", "khoa.pub"}


def test_a_key_never_stands_open_while_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    place = keys.write_new_secret.__globals__["put_new"]
    monkeypatch.setitem(
        keys.write_new_secret.__globals__,
        "put_new",
        lambda made, path: (seen.append(stat.S_IMODE(made.stat().st_mode)), place(made, path)),
    )
    new_keys(tmp_path / "khoa.pem", PASSPHRASE, "")
    assert seen[0] == 0o600


def test_a_passphrase_is_the_same_however_the_keyboard_writes_it(tmp_path: Path) -> None:
    import unicodedata

    new_keys(tmp_path / "khoa.pem", unicodedata.normalize("NFD", PASSPHRASE), "")
    unlocked(tmp_path / "khoa.pem", PASSPHRASE)
    with pytest.raises(KeyProblem, match="mật khẩu không đúng"):
        unlocked(tmp_path / "khoa.pem", PASSPHRASE + " ")


@pytest.mark.parametrize("name", ["khoa.pem", "khoa.pub"])
def test_nothing_is_overwritten(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("cũ")
    with pytest.raises(FileExistsError):
        new_keys(tmp_path / "khoa.pem", PASSPHRASE, "")
    assert (tmp_path / name).read_text() == "cũ"


def test_other_keys_are_refused(tmp_path: Path) -> None:
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    locked = form.BestAvailableEncryption(PASSPHRASE.encode())
    path, pem, pkcs8 = tmp_path / "khoa.pem", form.Encoding.PEM, form.PrivateFormat.PKCS8
    other = ec.generate_private_key(ec.SECP256R1()).private_bytes(pem, pkcs8, locked)
    open_key = Ed25519PrivateKey.generate().private_bytes(pem, pkcs8, form.NoEncryption())
    for raw, told in (
        (other, "không phải khóa Ed25519"),
        (open_key, "không có mật khẩu"),
        (b"abc", "không phải tệp khóa riêng"),
        (b"-----BEGIN ENCRYPTED PRIVATE KEY-----\nabc\n", "bị hỏng"),
        (b"x" * 20_000, "lớn hơn"),
    ):
        path.write_bytes(raw)
        with pytest.raises(KeyProblem, match=told):
            unlocked(path, PASSPHRASE)


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"-----BEGIN ENCRYPTED PRIVATE KEY-----", "tệp khóa riêng"),
        (b"\xff\xfe", "không phải tệp khóa công khai"),
        (b"ssh-ed25519 AAAA", "phải bắt đầu bằng"),
        ((PublicKey("ab" * 32).line[:-1] + "x").encode(), "gõ sai"),
    ],
)
def test_what_is_no_public_key_is_told(raw: bytes, told: str) -> None:
    with pytest.raises(KeyProblem, match=told):
        public_key_from(raw)


# ------------------------------------------------------------ receipts


def found(document: object, sha256: str, signer: PublicKey | None) -> SignatureFound:
    return signature_found(document, sha256, signer)


def test_a_receipt_carries_its_signature_and_keeps_its_name(tmp_path: Path, pair: Pair) -> None:
    from engine.files.json_form import to_json

    unsigned, signed = small(1), small(1).signed_by(pair("lan"))
    assert signed.sha256 == unsigned.sha256
    assert to_json(signed).startswith(to_json(unsigned).removesuffix("\n}\n"))  # nothing else changes
    document = plain(signed)
    assert isinstance(document, dict)
    judged = found(document["signature"], unsigned.sha256, pair("lan").public)
    assert judged.state is SignatureState.VALID and judged.public_key == pair("lan").public.code


def test_every_kind_of_wrong_signature_has_its_own_sentence(pair: Pair) -> None:
    lan, minh = pair("lan"), pair("minh")
    hashed, good = small(1).sha256, signature(pair("lan"), "receipt", small(1).sha256)
    cases = {
        "không có chữ ký": (None, SignatureState.UNSIGNED),
        "do khóa khác ký": (plain(signature(minh, "receipt", hashed)), SignatureState.OTHER_KEY),
        "không khớp nội dung": (plain(signature(lan, "receipt", small(2).sha256)), SignatureState.BROKEN),
        "sai dạng": (plain(good._replace(value="zz")), SignatureState.BROKEN),
    }
    for told, (document, state) in cases.items():
        judged = found(document, hashed, lan.public)
        assert judged.state is state and told in judged.text, judged
    assert len({found(document, hashed, lan.public).text for document, _ in cases.values()}) == len(cases)


def test_no_changed_digit_of_a_signature_holds(pair: Pair) -> None:
    hashed = small(1).sha256
    good = signature(pair("lan"), "receipt", hashed)
    for field in Signature._fields:
        text = getattr(good, field)
        for at in range(0, len(text), 7):
            changed = text[:at] + ("0" if text[at] != "0" else "1") + text[at + 1 :]
            judged = found(plain(good._replace(**{field: changed})), hashed, pair("lan").public)
            assert judged.state is not SignatureState.VALID, (field, at)


def test_a_signature_of_a_record_is_none_of_a_receipt(pair: Pair) -> None:
    hashed = small(1).sha256
    other = plain(signature(pair("lan"), "record", hashed))
    assert found(other, hashed, pair("lan").public).state is SignatureState.BROKEN


@pytest.mark.parametrize(
    "document", ["chữ ký", 3, [], {}, {"algorithm": "Ed25519"}, {**dict.fromkeys(Signature._fields, "")}]
)
def test_signatures_of_any_form_are_judged(document: object) -> None:
    assert found(document, "0" * 64, None).state is SignatureState.BROKEN


def test_a_further_field_in_a_signature_is_told(pair: Pair) -> None:
    document = plain(signature(pair("lan"), "receipt", small(1).sha256))
    assert isinstance(document, dict)
    judged = found(document | {"name": "Chủ tịch"}, small(1).sha256, None)
    assert judged.state is SignatureState.BROKEN


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_another_program_verifies_the_signature(tmp_path: Path, pair: Pair) -> None:
    """As docs/security.md says: openssl, with the 12 bytes that every Ed25519 key in DER begins with (RFC 8410)."""
    one = signature(pair("lan"), "receipt", small(1).sha256)
    der = bytes.fromhex("302a300506032b6570032100" + one.public_key)
    (tmp_path / "key.der").write_bytes(der)
    (tmp_path / "text").write_text(one.signed)
    (tmp_path / "value").write_bytes(bytes.fromhex(one.value))
    arguments = [
        "pkeyutl",
        "-verify",
        "-rawin",
        "-pubin",
        "-keyform",
        "DER",
        "-inkey",
        "key.der",
        "-in",
        "text",
        "-sigfile",
        "value",
    ]
    assert subprocess.run(["openssl", *arguments], cwd=tmp_path, capture_output=True).returncode == 0
    (tmp_path / "text").write_text(one.signed.replace("receipt", "record"))
    assert subprocess.run(["openssl", *arguments], cwd=tmp_path, capture_output=True).returncode != 0


# ------------------------------------------------------------ the history


def add(root: Path, signer: PrivateKey | None, *numbers: int) -> None:
    with History(root) as history:
        history.add([pack(small(number)) for number in numbers], WHEN, signer)


def signed(root: Path, signer: PublicKey) -> SignedRecords:
    with History(root) as history:
        assert list(flaws(history)) == []
        assert list(signature_flaws(history.records(), history.signatures())) == []
        return signed_records(history.records(), history.signatures(), signer)


def sql(root: Path, *statements: str) -> None:
    connection = sqlite3.connect(History(root).path)
    with connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


def test_several_people_sign_over_time(tmp_path: Path, pair: Pair) -> None:
    lan, minh = pair("lan"), pair("minh")
    add(tmp_path, None, 1)
    add(tmp_path, lan, 2, 3)
    add(tmp_path, minh, 4)
    add(tmp_path, lan, 4)  # an equal run: one record, two signatures
    add(tmp_path, None, 5)
    add(tmp_path, minh, 6)
    of_lan, of_minh = signed(tmp_path, lan.public), signed(tmp_path, minh.public)
    assert (of_lan.signed, of_lan.unsigned, of_lan.proved_to) == ((2, 3, 4), (1, 5, 6), 4)
    assert (of_minh.signed, of_minh.unsigned, of_minh.proved_to) == ((4, 6), (1, 2, 3, 5), 6)
    assert (of_lan.complete, of_minh.complete) == (False, True)
    assert not signed(tmp_path, pair("ai khác").public).complete


def test_a_history_without_signatures_stays_as_it_was(tmp_path: Path, pair: Pair) -> None:
    add(tmp_path, None, 1)
    version = "PRAGMA user_version"
    assert sqlite3.connect(History(tmp_path).path).execute(version).fetchone() == (0,)
    add(tmp_path, pair("lan"), 2)
    assert sqlite3.connect(History(tmp_path).path).execute(version).fetchone() == (1,)
    add(tmp_path, None, 3)
    assert signed(tmp_path, pair("lan").public).signed == (2,)


def test_a_signature_fixes_all_records_before_it(tmp_path: Path, pair: Pair) -> None:
    """The whole chain made anew without record 1: every hash changes, and the old signature is of none."""
    root, forged = tmp_path / "a", tmp_path / "b"
    root.mkdir(), forged.mkdir()
    add(root, None, 1, 2)
    add(root, pair("lan"), 3)
    add(forged, None, 2, 3)
    with History(root) as history:
        ((_, old),) = history.signatures()
    add(forged, pair("minh"), 4)
    sql(
        forged,
        f"UPDATE signatures SET record = 2, public_key = '{old.public_key}', signed = '{old.signed}', value = '{old.value}'",
    )
    with History(forged) as history:
        assert list(flaws(history)) == []  # the chain itself fits
        (flaw,) = signature_flaws(history.records(), history.signatures())
        assert flaw.number == 2 and "không khớp bản ghi" in flaw.text
        assert not signed_records(history.records(), history.signatures(), pair("lan").public).signed


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE signatures SET record = 3", "không có bản ghi ấy"),
        ("UPDATE signatures SET record = 1", "không khớp bản ghi"),
        ("UPDATE signatures SET value = 'x'", "sai dạng"),
        ("UPDATE signatures SET algorithm = 'none'", "sai dạng"),
        ("UPDATE signatures SET signed = signed || ' '", "không khớp bản ghi"),
    ],
)
def test_changed_rows_of_signatures_are_flaws(tmp_path: Path, pair: Pair, statement: str, told: str) -> None:
    add(tmp_path, None, 1)
    add(tmp_path, pair("lan"), 2)
    sql(tmp_path, statement)
    with History(tmp_path) as history:
        (flaw,) = signature_flaws(history.records(), history.signatures())
        assert told in flaw.text


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE signatures SET value = x'00'", "sai kiểu dữ liệu"),
        ("PRAGMA user_version = 0", "không phải lịch sử"),
        ("PRAGMA user_version = 2", "không phải lịch sử"),
        ("PRAGMA user_version = -1", "không phải lịch sử"),
        ("DROP TABLE signatures", "không phải lịch sử"),
        (
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 50) "
            "INSERT INTO signatures SELECT i, 'a', 'b', 'c', 'd' FROM n WHERE i > 2",
            "chữ ký cho mỗi bản ghi",
        ),
    ],
)
def test_damaged_tables_of_signatures_are_told(tmp_path: Path, pair: Pair, statement: str, told: str) -> None:
    add(tmp_path, pair("lan"), 1, 2)
    sql(tmp_path, statement)
    with History(tmp_path) as history, pytest.raises(Exception, match=told):
        history.signatures()


def test_signers_at_once_lose_no_signature(tmp_path: Path, pair: Pair) -> None:
    from concurrent.futures import ThreadPoolExecutor

    people = [pair("lan"), pair("minh")]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: add(tmp_path, people[n % 2], n), range(12)))
    counted = [signed(tmp_path, one.public).signed for one in people]
    assert sorted(counted[0] + counted[1]) == list(range(1, 13)) and len(counted[0]) == 6


def test_a_signed_receipt_is_read_and_a_null_signature_is_none(tmp_path: Path, pair: Pair) -> None:
    from engine.files.json_form import to_json
    from tests.history.recorded import receipt

    path = tmp_path / "r.json"
    path.write_text(to_json(receipt().signed_by(pair("lan"))), "utf-8")
    stored = read_receipt(path)
    judged = found(stored["signature"], stored.receipt.sha256, pair("lan").public)
    assert judged.state is SignatureState.VALID
