"""The Vietnamese name of every option, and the group in which help pages show it: one table for all commands."""

from __future__ import annotations

from enum import StrEnum

from engine.domain.records import NamedTuple


class Group(StrEnum):
    """The groups of options, in the order of help pages."""

    OWN = "Tùy chọn của lệnh này"
    CHOICE = "Chọn nghị quyết, đơn vị, năm, số liệu"
    RESULT = "Kết quả in ra hoặc ghi ra"
    RECORD = "Lịch sử, biên nhận, chữ ký"
    COMMON = "Chung cho mọi lệnh"


class Named(NamedTuple):
    """The Vietnamese name and the group of an option."""

    alias: str
    group: Group = Group.OWN


OPTIONS = {
    "--resolution": Named("--nghi-quyet", Group.CHOICE),
    "--unit": Named("--don-vi", Group.CHOICE),
    "--year": Named("--nam", Group.CHOICE),
    "--period": Named("--ky", Group.CHOICE),
    "--all": Named("--tat-ca", Group.CHOICE),
    "--facts": Named("--so-lieu", Group.CHOICE),
    "--data": Named("--bang-so-lieu", Group.CHOICE),
    "--on": Named("--tai", Group.CHOICE),
    "--draft": Named("--ban-nhap", Group.CHOICE),
    "--format": Named("--dinh-dang", Group.RESULT),
    "--output": Named("--ra-tep", Group.RESULT),
    "--full": Named("--day-du", Group.RESULT),
    "--trace": Named("--vet", Group.RESULT),
    "--vietnamese-heads": Named("--tieu-de-viet", Group.RESULT),
    "--fail-on": Named("--ma-loi-khi", Group.RESULT),
    "--force": Named("--ghi-de", Group.RESULT),
    "--quiet": Named("--gon", Group.RESULT),
    "--receipt": Named("--bien-nhan", Group.RECORD),
    "--no-record": Named("--khong-ghi", Group.RECORD),
    "--sign": Named("--ky-bang", Group.RECORD),
    "--signer": Named("--nguoi-ky", Group.RECORD),
    "--passphrase-file": Named("--tep-mat-khau", Group.RECORD),
    "--anchor": Named("--doi-chung", Group.RECORD),
    "--verify": Named("--kiem-chuoi", Group.RECORD),
    "--expect": Named("--ma-da-chep", Group.RECORD),
    "--workspace": Named("--thu-muc", Group.COMMON),
    "--engine": Named("--dong-co", Group.COMMON),
    "--jobs": Named("--tien-trinh"),
    "--sample": Named("--mau-doi-chieu"),
    "--color": Named("--mau", Group.COMMON),
    "--debug": Named("--go-loi", Group.COMMON),
    "--help": Named("--tro-giup", Group.COMMON),
    "--version": Named("--phien-ban", Group.COMMON),
    "--alone": Named("--rieng-bien-nhan"),
    "--as-of": Named("--tinh-den"),
    "--check": Named("--chi-kiem"),
    "--no-review": Named("--khong-ra-soat"),
    "--columns": Named("--cac-cot"),
    "--coverage": Named("--do-phu"),
    "--dialect": Named("--phuong-ngu"),
    "--diff": Named("--cho-khac"),
    "--due": Named("--han-gui"),
    "--dry-run": Named("--chay-thu"),
    "--example": Named("--vi-du"),
    "--file": Named("--tep"),
    "--from-text": Named("--tu-van-ban"),
    "--limit": Named("--so-lan"),
    "--map": Named("--chi-cot"),
    "--min": Named("--toi-thieu"),
    "--mutate": Named("--dot-bien"),
    "--name": Named("--ten"),
    "--number": Named("--so-hieu"),
    "--numbers": Named("--kieu-so"),
    "--once": Named("--mot-lan"),
    "--new-units": Named("--don-vi-moi"),
    "--replace": Named("--thay-the"),
    "--set": Named("--gia-dinh"),
    "--sheet": Named("--trang-tinh"),
    "--source": Named("--nguon"),
    "--suggest": Named("--goi-y"),
    "--table": Named("--bang"),
    "--units": Named("--danh-sach"),
    "--all-units": Named("--moi-don-vi"),
    "--xlsx": Named("--bang-tinh"),
    **{
        name: Named(name) for name in ("--tham-tra", "--to-trinh", "--tom-tat", "--chu-thich")
    },  # have only Vietnamese names
}
"""Every option by its English name."""


def long_name(names: list[str]) -> str:
    """Returns the English long name among the names of an option: «--unit»."""
    return next((name for name in names if name.startswith("--")), names[0])


def with_alias(names: list[str]) -> list[str]:
    """Returns the names of an option with the Vietnamese one behind them."""
    named = OPTIONS.get(long_name(names))
    return [*names, named.alias] if named is not None and named.alias not in names else names


def group_of(names: list[str]) -> Group:
    """Returns the group of an option."""
    named = OPTIONS.get(long_name(names))
    return Group.OWN if named is None else named.group
