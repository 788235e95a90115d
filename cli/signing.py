"""The options that sign and that demand a signer, and the reading of keys and passphrases that they name."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from cli.failure import Failure, usage_failure
from cli.usage import option
from engine.files.reasons import reason
from engine.language.text import on_one_line

if TYPE_CHECKING:
    from engine.history.keys import PrivateKey, PublicKey

F = TypeVar("F", bound=Callable[..., Any])

PASSPHRASE_FILE = option(
    "--passphrase-file",
    metavar="TỆP",
    help="Tệp có mật khẩu của khóa riêng ở dòng đầu, khi chạy tự động; không có thì hỏi.",
)
SIGNER = option(
    "--signer",
    metavar="KHÓA",
    help="Phải có chữ ký đúng của khóa công khai này: tệp .pub, hoặc dòng CHITIEU-KHOA-1 chép tay.",
)
_SIGN = option(
    "--sign",
    metavar="KHÓA",
    help="Ký biên nhận và bản ghi lịch sử bằng khóa riêng trong tệp này (tạo bằng chitieu keys new).",
)


def signs(command: F) -> F:
    """Adds the options that sign."""
    return _SIGN(PASSPHRASE_FILE(command))


def signer_of(sign: str | None, passphrase_file: str | None) -> PrivateKey | None:
    """Returns the key of --sign, unlocked; None where nothing is to be signed. Raises Failure."""
    if sign is None:
        if passphrase_file is not None:
            raise usage_failure("--passphrase-file dùng cùng --sign")
        return None
    return unlocked_key("--sign", sign, passphrase_file)


def unlocked_key(option: str, name: str, passphrase_file: str | None) -> PrivateKey:
    """Returns the private key in the file ``name``. Raises Failure; what it says begins with ``option``."""
    from engine.history.keys import KeyProblem, is_open_to_others, is_private, read_small, refuse_workspace, unlocked

    path = Path(name)
    try:
        if not is_private(read_small(path)):  # before a passphrase is asked for
            raise KeyProblem("không phải tệp khóa riêng do `chitieu keys new` tạo")
        refuse_workspace(path)
        key = unlocked(path, passphrase(passphrase_file))
    except (KeyProblem, OSError) as problem:
        raise unusable(option, name, problem) from None
    if is_open_to_others(path):
        shown = on_one_line(name)
        print(f"chú ý: người khác trên máy này đọc được tệp khóa «{shown}»; chạy: chmod 600", file=sys.stderr)
    return key


def signer_named(name: str) -> PublicKey:
    """Returns the public key of --signer: a file, or the line itself. Raises Failure."""
    from engine.history.copied_lines import may_be_line
    from engine.history.keys import KeyProblem, public_key_from, read_small

    try:
        return public_key_from(name.encode() if may_be_line(name) else read_small(Path(name)))
    except (KeyProblem, OSError) as problem:
        raise unusable("--signer", name, problem) from None


def passphrase(file: str | None) -> str:
    """Returns the passphrase: the first line of the file, or what is typed, unseen. Raises Failure."""
    from engine.history.keys import KeyProblem, read_small

    if file is None:
        return _asked("Mật khẩu của khóa riêng")
    try:
        return read_small(Path(file)).decode("utf-8-sig").partition("\n")[0].rstrip("\r")
    except (KeyProblem, OSError) as problem:
        raise unusable("--passphrase-file", file, problem) from None
    except UnicodeDecodeError:
        raise usage_failure("--passphrase-file: tệp mật khẩu không phải văn bản UTF-8") from None


def new_passphrase(file: str | None) -> str:
    """Returns the passphrase for a new key, asked for twice. Raises Failure where it is too short."""
    from engine.history.keys import SHORTEST_PASSPHRASE

    chosen = passphrase(file) if file is not None else _asked("Mật khẩu mới cho khóa riêng", "Gõ lại mật khẩu")
    if len(chosen.strip()) < SHORTEST_PASSPHRASE:
        raise usage_failure(f"mật khẩu phải có ít nhất {SHORTEST_PASSPHRASE} ký tự; nên ghép vài từ không liên quan")
    return chosen


def unusable(option: str, name: str, problem: Exception) -> Failure:
    """Returns the failure for a file of ``option`` that cannot be used."""
    missing = isinstance(problem, FileNotFoundError)
    what = "không có tệp này" if missing else reason(problem) if isinstance(problem, OSError) else problem
    return usage_failure(f"{option}: «{on_one_line(name)}»: {what}")


def _asked(prompt: str, again: str = "") -> str:
    if not sys.stdin.isatty():
        raise usage_failure("không có bàn phím để hỏi mật khẩu; ghi mật khẩu vào một tệp rồi dùng --passphrase-file")
    first: str = click.prompt(prompt, hide_input=True, err=True)
    if again and click.prompt(again, hide_input=True, err=True) != first:
        raise usage_failure("hai lần gõ mật khẩu khác nhau; chạy lại lệnh")
    return first
