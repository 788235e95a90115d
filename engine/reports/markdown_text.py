"""Escapes texts for GitHub-flavoured Markdown, so that no reader takes them for markup."""

from __future__ import annotations

import re

from engine.language.text import printable

_MARKUP = re.compile(r"([\\`*_\[\]<>|#~&$])")
_LIST_OR_RULE = re.compile(r"^([-+=])")
_NUMBERED = re.compile(r"^([0-9]{1,9})([.)])")
_ADDRESS = re.compile(r"(://)|(\bwww)\.|@", re.IGNORECASE)
_SPLIT = "<!-- -->"
_SPACES = re.compile(" {2,}")


def inline(text: str) -> str:
    """Returns ``text`` on one line, for the inside of a heading, link, cell or emphasis.

    An empty comment keeps addresses (https://…, www.…, a@b) from becoming links; runs of spaces become no-break spaces, so
    that they stay; line breaks become spaces.

    >>> inline("a|b *c*")
    'a\\\\|b \\\\*c\\\\*'
    """
    line = printable(re.sub(r"[\r\n\t]+", " ", text)).strip()
    line = _MARKUP.sub(r"\\\1", line)
    line = _ADDRESS.sub(_kept_apart, line)
    return _SPACES.sub(lambda run: "\N{NO-BREAK SPACE}" * len(run.group()), line)


def opening(text: str) -> str:
    """Returns ``text`` on one line, for the beginning of a paragraph or item, where a dash or number could begin a list.

    >>> opening("1. a"), opening("- a")
    ('1\\\\. a', '\\\\- a')
    """
    line = _LIST_OR_RULE.sub(r"\\\1", inline(text))
    return _NUMBERED.sub(r"\1\\\2", line)


def _kept_apart(found: re.Match[str]) -> str:
    if found[1]:
        return f":{_SPLIT}//"
    return f"{found[2]}{_SPLIT}." if found[2] else f"@{_SPLIT}"  # not before «@», where it could begin a block
