"""The folder of the user in which chitieu keeps what it can work out again, each under a name and sealed.

A seal is a keyed hash over name and content; its key lies beside, readable by the user alone. What another program,
machine or user wrote, what was cut off or put under another name, has no right seal and is as if it were not there.
"""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

try:
    from _blake2 import blake2b  # hashlib loads OpenSSL too, which takes longer than all the rest of this module
except ImportError:  # where Python has it only in hashlib
    from hashlib import blake2b

from engine.domain.limits import KEPT_BYTES, KEPT_FILES
from engine.files.opening import read_up_to
from engine.files.storage import write_without_waiting

VARIABLE = "CHITIEU_CACHE"
"""The environment variable that names another folder by its whole path; with anything else nothing is kept.

A relative path may lead into a workspace that comes from elsewhere, and brings its own key."""
_KEY, _KEY_BYTES, _SEAL_BYTES = "seal.key", 32, 32


def hash_of(*parts: bytes) -> str:
    """Returns a hash of ``parts`` in hexadecimal, in which no part can run into the next.

    >>> hash_of(b"ab", b"c") == hash_of(b"a", b"bc")
    False
    """
    whole = blake2b(digest_size=32)
    for part in parts:
        whole.update(len(part).to_bytes(8, "big"))
        whole.update(part)
    return whole.hexdigest()


def kept(name: str) -> bytes | None:
    """Returns what is kept as ``name`` (letters, digits, «-»); None where there is nothing, or nothing with a right seal."""
    folder, key = _folder_and_key(False)
    if folder is None or key is None:
        return None
    try:
        raw = read_up_to(folder / name, KEPT_BYTES)
    except OSError:
        return None
    content = raw[_SEAL_BYTES:]
    return content if raw[:_SEAL_BYTES] == _seal(key, name, content) else None


def keep(name: str, content: bytes) -> None:
    """Keeps ``content`` as ``name``, where the folder can be written; with too many files there, all are forgotten."""
    folder, key = _folder_and_key(True)
    if folder is None or key is None or len(content) + _SEAL_BYTES > KEPT_BYTES:
        return
    try:
        _make_room(folder, name)
        write_without_waiting(folder / name, _seal(key, name, content) + content)
    except OSError:
        return


def _seal(key: bytes, name: str, content: bytes) -> bytes:
    return blake2b(name.encode() + b"\0" + content, key=key, digest_size=_SEAL_BYTES).digest()


def _make_room(folder: Path, name: str) -> None:
    names = [one.name for one in folder.iterdir() if one.name != _KEY]
    if len(names) >= KEPT_FILES and name not in names:
        for old in names:
            (folder / old).unlink(missing_ok=True)


def _folder_and_key(make: bool) -> tuple[Path | None, bytes | None]:
    """Returns the folder and the key of its seals, made where ``make`` says so; None for what is not safe or not there."""
    folder = _folder()
    if folder is None:
        return None, None
    try:
        if make:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_own(folder):
            return None, None
        key = _key_at(folder / _KEY, make)
    except OSError:
        return None, None
    return folder, key


def _folder() -> Path | None:
    """Returns the folder for what programs can find again, by the custom of the system; None where it is switched off."""
    if (named := os.environ.get(VARIABLE)) is not None:
        return Path(named) if Path(named).is_absolute() else None
    own = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME", "")
    usual = "Library/Caches" if sys.platform == "darwin" else ".cache"
    try:
        base = Path(own) if own and Path(own).is_absolute() else Path("~", usual).expanduser()
    except RuntimeError:  # a user without a home
        return None
    return base / "chitieu"


def _is_own(path: Path) -> bool:
    """Returns whether nobody else can write at ``path``; on Windows the folder of the user sees to that. Raises OSError."""
    if os.name != "posix":
        return True
    about = path.stat()
    return about.st_uid == os.geteuid() and not about.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _key_at(path: Path, make: bool) -> bytes | None:
    """Returns the key at ``path``; a new one where there is none and ``make`` says so. Raises OSError."""
    try:
        key = read_up_to(path, _KEY_BYTES)
    except FileNotFoundError:
        if not make:
            return None
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(os.urandom(_KEY_BYTES))
        key = read_up_to(path, _KEY_BYTES)
    return key if len(key) == _KEY_BYTES and _is_own(path) else None
