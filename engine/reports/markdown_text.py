"""Text of files inside Markdown: shown as it is, never read as markup by any reader of GitHub-flavoured Markdown."""

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
    """``text`` on one line, to stand behind something else: in a heading, a link, a cell, between marks of emphasis.

    Addresses (https://…, www.…, a@b) are kept from becoming links by an empty comment; runs of spaces become
    no-break spaces, so that they stay; line breaks become spaces.
    """
    line = printable(re.sub(r"[\r\n\t]+", " ", text)).strip()
    line = _MARKUP.sub(r"\\\1", line)
    line = _ADDRESS.sub(_kept_apart, line)
    return _SPACES.sub(lambda run: "\N{NO-BREAK SPACE}" * len(run.group()), line)


def opening(text: str) -> str:
    """The same where ``text`` begins a paragraph or an item: no dash or number of its own begins a list there."""
    line = _LIST_OR_RULE.sub(r"\\\1", inline(text))
    return _NUMBERED.sub(r"\1\\\2", line)


def _kept_apart(found: re.Match[str]) -> str:
    if found[1]:
        return f":{_SPLIT}//"
    return f"{found[2]}{_SPLIT}." if found[2] else f"@{_SPLIT}"  # never first: a comment there begins a block
