"""`chitieu keys`: makes a pair of keys for signing, and shows a public key."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from cli.failure import Exit, usage_failure
from cli.options import console, everywhere, one_line
from cli.outputs import checked_output
from cli.signing import PASSPHRASE_FILE, new_passphrase, unlocked_key, unusable
from cli.texts import say
from cli.usage import VietnameseHelp, option
from engine.history.keys import (
    KeyProblem,
    PublicKey,
    is_private,
    new_keys,
    public_key_from,
    public_path,
    read_small,
    refuse_workspace,
)
from engine.language.text import on_one_line

_LONGEST_NAME = 80
_SUMMARIES = {
    "new": "Tạo một cặp khóa: khóa riêng có mật khẩu để ký, khóa công khai để người khác kiểm.",
    "show": "In mã và dòng của một khóa công khai, để chép vào biên bản hoặc gửi thư.",
}


class _Keys(VietnameseHelp, click.Group):
    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Việc"):
            formatter.write_dl(list(_SUMMARIES.items()))


@click.group(cls=_Keys, epilog='Ví dụ: chitieu keys new khoa-lan.pem --name "Nguyễn Thị Lan"')
def command() -> None:
    """Khóa để ký biên nhận và lịch sử. Không cần mạng, không cần dịch vụ nào."""


@command.command("new", cls=VietnameseHelp, epilog='Ví dụ: chitieu keys new khoa-lan.pem --name "Nguyễn Thị Lan"')
@click.argument("file", metavar="TỆP")
@option("--name", default="", metavar="TÊN", help="Tên người giữ khóa, ghi trong khóa công khai.")
@PASSPHRASE_FILE
@everywhere
def new_command(file: str, name: str, passphrase_file: str | None, **options: Any) -> int:
    """Tạo khóa riêng trong TỆP và khóa công khai trong tệp .pub bên cạnh.

    Mật khẩu được hỏi hai lần, không hiện trên màn hình. Khóa riêng không để trong thư mục làm việc, không gửi cho ai; mất
    khóa hoặc quên mật khẩu thì không lấy lại được, phải tạo khóa khác. Không ghi đè tệp đã có.
    """
    path, holder = checked_output(file, "keys new"), one_line("--name", name)
    if len(holder) > _LONGEST_NAME or ";" in holder:
        raise usage_failure(f"--name: tên không quá {_LONGEST_NAME} ký tự, không có dấu chấm phẩy")
    if path.suffix.lower() == ".pub":
        raise usage_failure("đuôi .pub dành cho khóa công khai; đặt tên khóa riêng chẳng hạn khoa-lan.pem")
    for each in (path, checked_output(str(public_path(path)), "keys new")):
        if each.exists():
            raise usage_failure(f"tệp «{on_one_line(str(each))}» đã có, không ghi đè; chọn tên khác")
    try:
        refuse_workspace(path)
        made = new_keys(path, new_passphrase(passphrase_file), holder)
    except (KeyProblem, OSError) as problem:
        raise unusable("keys new", file, problem) from None
    screen = console(options["color"])
    if not options["quiet"]:
        say(screen, f"Đã tạo khóa riêng {path}: giữ kín, không gửi cho ai.")
        say(screen, f"Đã tạo khóa công khai {public_path(path)}: gửi cho người sẽ kiểm, hoặc in vào biên bản:")
    say(screen, made.line)
    return Exit.DONE


@command.command("show", cls=VietnameseHelp, epilog="Ví dụ: chitieu keys show khoa-lan.pub")
@click.argument("file", metavar="TỆP")
@PASSPHRASE_FILE
@everywhere
def show_command(file: str, passphrase_file: str | None, **options: Any) -> int:
    """In mã và dòng của khóa công khai trong TỆP (.pub). TỆP là khóa riêng thì hỏi mật khẩu rồi in khóa công khai của nó."""
    try:
        raw = read_small(Path(file))
        key = _of_private(file, passphrase_file) if is_private(raw) else public_key_from(raw)
    except (KeyProblem, OSError) as problem:
        raise unusable("keys show", file, problem) from None
    screen = console(options["color"])
    if not options["quiet"]:
        say(screen, f"Mã khóa {key.short}" + (f", tên ghi trong khóa: {key.name}" if key.name else ""))
    say(screen, key.line)
    return Exit.DONE


def _of_private(file: str, passphrase_file: str | None) -> PublicKey:
    return unlocked_key("keys show", file, passphrase_file).public
