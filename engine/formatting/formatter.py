"""Formats one file: reads it, writes the canonical text, and reads that again to prove that the content is equal."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections import Counter
from pathlib import Path

from engine.domain.records import NamedTuple
from engine.files.diagnostics import Problems
from engine.files.document import read_model
from engine.files.located import read_yaml
from engine.files.scalars import Mapping, Node, Scalar, written_text
from engine.files.source import SourceFile, UnreadableFile, decode_source, read_bytes
from engine.formatting.kinds import FileKind, kind_of
from engine.formatting.layout import Layout, read_layout
from engine.formatting.shapes import Shape
from engine.formatting.writer import write
from engine.language.text import normalise

_HIDDEN_BREAK = re.compile("[\x85\u2028\u2029]")


class ContentChanged(Exception):
    """The canonical text has another content than the file, by an error of the formatter. Nothing may be written."""


class FormatResult(NamedTuple):
    name: str
    before: bytes
    text: str

    @property
    def after(self) -> bytes:
        return self.text.encode("utf-8")

    @property
    def before_text(self) -> str:
        """The former text, with the line ends of YAML."""
        return self.before.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")

    @property
    def invisible(self) -> list[str]:
        """Changes that a comparison of old and new lines does not show, in words."""
        text = self.before_text
        found = {
            "bỏ dấu BOM ở đầu tệp": self.before.startswith(BOM_UTF8),
            "xuống dòng kiểu Windows đổi thành kiểu thường": b"\r" in self.before,
            "chữ và dấu cách được chuẩn hóa (Unicode NFC)": normalise(text) != text,
        }
        return [change for change, applies in found.items() if applies]

    @property
    def changed(self) -> bool:
        return self.before != self.after


class _FileParts(NamedTuple):
    node: Node
    layout: Layout
    kind: FileKind


def format_path(path: Path, name: str, folder: str, problems: Problems) -> FormatResult | None:
    """Returns the file at ``path`` in canonical form; otherwise as ``format_file``."""
    try:
        raw = read_bytes(path)
    except UnreadableFile as error:
        _report(error, name, problems)
        return None
    return format_file(raw, name, folder, problems)


def format_file(raw: bytes, name: str, folder: str, problems: Problems) -> FormatResult | None:
    """Returns the file ``name`` with the content ``raw`` in canonical form; None, with problems, where it does not load.

    ``folder`` is «rules» or «facts». Raises ContentChanged.
    """
    before = _read(raw, name, folder, problems)
    if before is None:
        return None
    shape = before.kind.shape
    formatted = FormatResult(name, raw, write(before.layout, shape))
    found = Problems()
    after = _read(formatted.after, name, folder, found)
    if (
        after is None
        or after.kind != before.kind
        or _content(after.node, shape) != _content(before.node, shape)
        or Counter(after.layout.comments) != Counter(before.layout.comments)
    ):
        raise ContentChanged(name)
    return formatted


def _read(raw: bytes, name: str, folder: str, problems: Problems) -> _FileParts | None:
    found = Problems()
    read = _loaded(raw, name, folder, found)
    problems.found += found.found
    return None if found.has_errors else read


def _loaded(raw: bytes, name: str, folder: str, problems: Problems) -> _FileParts | None:
    try:
        source = decode_source(raw, name)
    except UnreadableFile as error:
        _report(error, name, problems)
        return None
    _check_breaks(source, problems)
    node = read_yaml(source, problems)
    if node is None or problems.has_errors:
        return None
    kind = kind_of(folder, node)
    if read_model(kind.model, node, problems) is None:
        return None
    return _FileParts(node, read_layout(source, node), kind)


def _report(error: UnreadableFile, name: str, problems: Problems) -> None:
    place = SourceFile(name, "").span(error.line, 1, error.line, 1)
    problems.add(error.code, error.message, place, error.remedy)


def _check_breaks(source: SourceFile, problems: Problems) -> None:
    """Reports characters that YAML takes for line ends and editors do not, which would make places uncertain."""
    for number, line in enumerate(source.lines, 1):
        if found := _HIDDEN_BREAK.search(line):
            message = f"dòng {number} có ký tự ngắt dòng không nhìn thấy được"
            place = source.span(number, found.start() + 1, number, found.end() + 1)
            problems.add("CT003", message, place, "xóa ký tự đó, hoặc gõ lại dòng này")


def _content(node: Node, shape: Shape) -> object:
    """Returns what readers see: texts under canonical keys, in an order where it matters.

    The order of the keys of a model does not matter.
    """
    if isinstance(node, Scalar):
        return written_text(node)
    if isinstance(node, Mapping):
        pairs = []
        for entry in node.entries:
            key = shape.key(entry.key)
            pairs.append((shape.rank(key), key, _content(entry.value, shape.below(key))))
        return "mapping", sorted(pairs, key=lambda pair: pair[0])
    return "list", [_content(item, shape) for item in node.items]
