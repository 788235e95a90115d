"""Translates click into Vietnamese: the headings of help, and usage errors, with the nearest name to a misspelt one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import partial
from typing import Any

import click

from cli.option_names import Group, group_of, long_name, with_alias
from engine.language.text import nearest

_MESSAGES: list[tuple[str, str]] = [
    (r"Got unexpected extra arguments? \((.*)\)", r"thừa tham số: {0}"),
    (r"Option '(.*)' requires an argument\.", r"tùy chọn {0} cần một giá trị"),
    (r"Option '(.*)' requires (\d+) arguments\.", r"tùy chọn {0} cần {1} giá trị"),
    (r"Option '(.*)' does not take a value\.", r"tùy chọn {0} không nhận giá trị"),
    (r"'(.*)' is not a valid integer(?: range)?\.", r"«{0}» không phải số nguyên"),
    (r"(.*) is not in the range (.*)\.", r"{0} nằm ngoài khoảng cho phép"),
    (r"(?:File|Path|Directory) '(.*)' does not exist\.", r"không có tệp «{0}»"),
    (r"File '(.*)' is a directory\.", r"«{0}» là thư mục, không phải tệp"),
    (r"Directory '(.*)' is a file\.", r"«{0}» là tệp, không phải thư mục"),
    (r"(?:File|Path|Directory) '(.*)' is not readable\.", r"không đọc được «{0}»"),
    (r"No such command '(.*)'\.", r"không có lệnh «{0}»"),
    (r"No such option: (.*)", r"không có tùy chọn {0}"),
    (r"Missing command\.", r"thiếu tên lệnh"),
    (r"'(.*)' is not one of (.*)\.", r"«{0}» không thuộc các lựa chọn: {1}"),
]


def explain(error: click.UsageError) -> str:
    """Returns the Vietnamese message of a usage error."""
    if isinstance(error, click.NoSuchOption):
        close = nearest(error.option_name, error.possibilities or _options(error.ctx))
        return f"không có tùy chọn {error.option_name}" + (f"; có phải ý bạn là {close}?" if close else "")
    if isinstance(error, click.MissingParameter):
        return f"thiếu {_what(error.param)}"
    if isinstance(error, click.BadParameter):
        name = f"{_what(error.param)}: " if error.param is not None else ""
        return name + translated(error.message)
    return translated(error.message)


def translated(message: str) -> str:
    """Returns an English message of click in Vietnamese; an unknown one unchanged.

    >>> translated("Missing command.")
    'thiếu tên lệnh'
    """
    for pattern, vietnamese in _MESSAGES:
        if match := re.fullmatch(pattern, message.strip(), flags=re.DOTALL):
            return vietnamese.format(*match.groups())
    return message


def _what(param: click.Parameter | None) -> str:
    if isinstance(param, click.Option):
        return f"tùy chọn {_name_of(param)}"
    return f"tham số {param.human_readable_name}" if param is not None else "tham số"


def _name_of(option: click.Option) -> str:
    """The long name of an option: «--unit»."""
    return long_name(option.opts)


def _options(context: click.Context | None) -> Iterable[str]:
    return [opt for p in context.command.params for opt in p.opts] if context is not None else []


class Choice(click.Choice[str]):
    """A choice whose Vietnamese error lists the options and the nearest one."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value in self.choices:
            return str(value)
        close = nearest(str(value), self.choices)
        hint = f"; có phải ý bạn là «{close}»?" if close else ""
        self.fail(f"«{value}» không thuộc các lựa chọn: {', '.join(self.choices)}{hint}", param, ctx)


class Number(click.ParamType[int]):
    """A whole number, with a Vietnamese error."""

    name = "số"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        text = str(value)
        if text.isascii() and text.isdecimal() and len(text) < 9:
            return int(text)
        self.fail(f"«{value}» không phải số nguyên", param, ctx)


class Years(click.ParamType[tuple[int, ...]]):
    """A year, or a span of years such as 2021-2025, with a Vietnamese error."""

    name = "năm"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, ...]:
        if isinstance(value, tuple):
            return value
        ends = [part.strip() for part in re.split(r"[-–]", str(value))]
        if len(ends) > 2 or not all(re.fullmatch(r"[0-9]{4}", end) for end in ends) or ends[0] > ends[-1]:
            self.fail(f"«{value}» không phải một năm; viết 2026, hoặc 2021-2025", param, ctx)
        return tuple(range(int(ends[0]), int(ends[-1]) + 1))


class Option(click.Option):
    """An option whose help is one line: click looks for the indentation of longer ones, and loads `inspect` for it."""

    def __init__(self, *arguments: Any, help: str | None = None, **given: Any) -> None:
        super().__init__(*arguments, **given)
        self.help = help


option = partial(click.option, cls=Option)


class VietnameseHelp(click.Command):
    """Help pages with Vietnamese headings, and options with Vietnamese names; one that takes one value may be given once."""

    def __init__(self, *arguments: Any, **given: Any) -> None:
        super().__init__(*arguments, **given)
        self._help: Option | None = None
        for param in self.params:
            if isinstance(param, click.Option):
                param.opts = with_alias(param.opts)

    def get_help_option_names(self, ctx: click.Context) -> list[str]:
        return with_alias(super().get_help_option_names(ctx))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        given = list(args)  # what click parses it uses up
        rest = super().parse_args(ctx, args)
        if not ctx.resilient_parsing:
            _, _, order = self.make_parser(ctx).parse_args(args=given)
            for param, times in Counter(order).items():
                if isinstance(param, click.Option) and times > 1 and not (param.multiple or param.is_flag):
                    raise click.UsageError(f"{_name_of(param)} chỉ ghi một lần", ctx)
        return rest

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="Cách dùng: ")

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        pieces = [piece.replace("[OPTIONS]", "[TÙY CHỌN]") for piece in super().collect_usage_pieces(ctx)]
        return [
            piece if "[ARGS]" not in piece else "LỆNH …" for piece in pieces if piece not in ("COMMAND", "[COMMAND]")
        ]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        for group in Group:
            own = [option for option in options if group_of(option.opts) is group]
            rows = [record for option in own if (record := option.get_help_record(ctx)) is not None]
            if rows:
                with formatter.section(group):
                    formatter.write_dl([(left, _vietnamese_extra(right)) for left, right in rows])

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        names = self.get_help_option_names(ctx)
        if self._help is None and names:
            click.help_option(*names, "_help", cls=Option, help="In hướng dẫn này rồi thoát.")(self)
            added = self.params.pop()
            assert isinstance(added, Option)
            self._help = added
        return self._help


def _vietnamese_extra(text: str) -> str:
    return text.replace("[default: ", "[mặc định: ").replace("[required]", "[bắt buộc]")
