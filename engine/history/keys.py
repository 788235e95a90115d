"""Keys for signing (Ed25519). The library is imported where a key is used; without it SigningMissing is raised."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.domain.records import NamedTuple
from engine.files.opening import read_up_to
from engine.files.storage import write_new, write_new_secret
from engine.history.copied_lines import CopiedLine, NotCopied, typed_line
from engine.workspace.workspace import is_workspace

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ALGORITHM = "Ed25519"
SHORTEST_PASSPHRASE = 12
"""Characters. PKCS8 makes guesses only a little slower, so that the passphrase itself must be hard to guess."""
_PRIVATE_MARK = b"PRIVATE KEY-----"
_MAX_BYTES = 10_000
"""The largest file of a key or passphrase that is read."""
_SHOWN = 16


class KeyProblem(Exception):
    """A key cannot be made, read or used; the message is Vietnamese."""


class SigningMissing(KeyProblem):
    """The library for signatures is not installed."""

    def __init__(self) -> None:
        super().__init__(
            f"chưa cài thư viện chữ ký số cryptography; cài bằng: {sys.executable} -m pip install cryptography"
        )


class PublicKey(NamedTuple):
    """A public key: its 32 bytes in hexadecimal, and the name of its holder, which nothing proves."""

    code: str
    name: str = ""

    @property
    def short(self) -> str:
        """The beginning of the key, to tell keys apart in a list."""
        return self.code[:_SHOWN]

    @property
    def line(self) -> str:
        """The line to print in minutes or to mail."""
        return CopiedLine("KHOA", (self.name,), self.code).text

    def signed(self, message: bytes, value: str) -> bool:
        """Returns whether ``value`` (hexadecimal) is the signature of ``message`` by this key. Raises SigningMissing."""
        with _library():
            from cryptography.exceptions import InvalidSignature
            from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
        try:
            Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.code)).verify(bytes.fromhex(value), message)
        except (InvalidSignature, ValueError):
            return False
        return True


class PrivateKey:
    """A private key that was unlocked, to sign with."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key

    @property
    def public(self) -> PublicKey:
        """The public key that belongs to it."""
        return PublicKey(self._key.public_key().public_bytes_raw().hex())

    def sign(self, message: bytes) -> str:
        """Returns the signature in hexadecimal."""
        return self._key.sign(message).hex()


def public_path(path: Path) -> Path:
    """Returns where the public key of the private key at ``path`` stands."""
    return path.with_suffix(".pub") if path.suffix == ".pem" else path.with_name(f"{path.name}.pub")


def refuse_workspace(path: Path) -> None:
    """Raises KeyProblem for a private key in a workspace, which people hand on with everything in it."""
    folder = path.resolve().parent
    if any(is_workspace(root) for root in (folder, *folder.parents)):
        raise KeyProblem("khóa riêng không được để trong thư mục làm việc; để ở chỗ chỉ mình anh chị đọc được")


def new_keys(path: Path, passphrase: str, name: str) -> PublicKey:
    """Writes a new private key to ``path`` and its public key beside it. Raises KeyProblem, OSError."""
    with _library():
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    key = Ed25519PrivateKey.generate()
    public = PrivateKey(key).public._replace(name=name)
    locked = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(_secret(passphrase)),
    )
    write_new_secret(path, locked)
    write_new(public_path(path), f"{public.line}\n".encode())
    return public


def unlocked(path: Path, passphrase: str) -> PrivateKey:
    """Returns the private key in the file. Raises KeyProblem, OSError."""
    with _library():
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key
    raw = read_small(path)
    if not is_private(raw):
        raise KeyProblem("không phải tệp khóa riêng do `chitieu keys new` tạo")
    try:
        key: Any = load_pem_private_key(raw, _secret(passphrase))
    except TypeError:
        raise KeyProblem("khóa riêng này không có mật khẩu bảo vệ; tạo khóa khác bằng `chitieu keys new`") from None
    except UnsupportedAlgorithm:
        raise KeyProblem("tệp khóa riêng viết theo cách không đọc được") from None
    except ValueError:
        raise KeyProblem("mật khẩu không đúng, hoặc tệp khóa riêng bị hỏng") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyProblem(f"đây không phải khóa {ALGORITHM}; tạo khóa bằng `chitieu keys new`")
    return PrivateKey(key)


def public_key_from(raw: bytes) -> PublicKey:
    """Returns the public key whose line is ``raw``. Raises KeyProblem."""
    if is_private(raw):
        raise KeyProblem("đây là tệp khóa riêng, không đưa cho ai; cần tệp khóa công khai .pub")
    try:
        text = raw.decode("utf-8-sig")
        typed = typed_line(text)
    except UnicodeDecodeError:
        raise KeyProblem("không phải tệp khóa công khai") from None
    except NotCopied as problem:
        raise KeyProblem(f"khóa công khai không đọc được: {problem}") from None
    if typed.kind != "KHOA":
        raise KeyProblem("đây là dòng đối chứng, không phải khóa công khai (CHITIEU-KHOA-1)")
    parts = text.split(";")
    return PublicKey(typed.code, " ".join(parts[1].split()) if len(parts) == 4 else "")


def is_private(raw: bytes) -> bool:
    """Returns whether the file holds a private key in PEM."""
    return _PRIVATE_MARK in raw


def is_open_to_others(path: Path) -> bool:
    """Returns whether other users of the machine may read the file, as far as POSIX permissions say."""
    return os.name == "posix" and bool(path.stat().st_mode & 0o077)


def read_small(path: Path) -> bytes:
    """Returns the bytes of a key or passphrase file. Raises KeyProblem, OSError."""
    raw = read_up_to(path, _MAX_BYTES)
    if len(raw) > _MAX_BYTES:
        raise KeyProblem(f"tệp lớn hơn {_MAX_BYTES} byte, không phải khóa hay mật khẩu")
    return raw


def _secret(passphrase: str) -> bytes:
    """Returns the bytes of a passphrase: keyboards write Vietnamese letters in one piece or in two."""
    return unicodedata.normalize("NFC", passphrase).encode()


@contextmanager
def _library() -> Iterator[None]:
    try:
        yield
    except ImportError:
        raise SigningMissing from None
