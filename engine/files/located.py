"""Reads YAML as a tree of texts with their places. Every scalar stays a text, to which other readers give a type."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, takewhile
from typing import Any

from ruamel.yaml import YAML, events
from ruamel.yaml.error import MarkedYAMLError

from engine.domain.limits import KEY_CHARACTERS, YAML_DEPTH, YAML_NODES, grouped
from engine.files.diagnostics import Problems
from engine.files.scalars import Entry, Mapping, Node, Scalar, Sequence
from engine.files.source import SourceFile, Span
from engine.files.yaml_text import in_quotes, without_comment
from engine.language.patterns import compiled
from engine.language.text import fold, unquoted

_QUOTED = ("'", '"', ">", "|")
_CUT = compiled(r"\s+(#)[^\s#]")


def read_yaml(source: SourceFile, problems: Problems) -> Node | None:
    """Returns the content of ``source``; None, with the problem reported, where it is no document of plain YAML."""
    if not source.text.strip():
        _report_empty(source, problems)
        return None
    reader = _Reader(source, problems)
    try:
        return reader.document()
    except MarkedYAMLError as error:
        from engine.files.yaml_errors import report

        report(error, source, problems)
    except _Refusal:
        pass
    return None


def glance(source: SourceFile, keys: frozenset[str], last: str = "") -> dict[str, str]:
    """Returns the texts of the top-level keys whose folded names are ``keys``, and stops reading at the last of them.

    It stops at the key ``last`` too, behind which none of them is looked for.

    Missing keys, values that are no texts, and everything behind a mistake are left out.
    """
    found: dict[str, str] = {}
    depth, key = 0, ""
    try:
        for event in _events(source.text):
            if isinstance(event, (events.MappingStartEvent, events.SequenceStartEvent)):
                depth += 1
                if depth > YAML_DEPTH:  # the parser takes ever longer for each further bracket
                    break
            elif isinstance(event, (events.MappingEndEvent, events.SequenceEndEvent)):
                depth -= 1
                key = key if depth > 1 else ""
            elif isinstance(event, events.ScalarEvent) and depth == 1:
                text = event.value.strip() if event.style in _QUOTED else unquoted(event.value)
                if key and fold(key) in keys:
                    found[fold(key)] = text
                key = "" if key else text
                if key and fold(key) == last and found:
                    break
            if len(found) == len(keys):
                break
    except MarkedYAMLError:
        pass
    return found


def _report_empty(source: SourceFile, problems: Problems) -> None:
    remedy = "viết nội dung theo ví dụ trong rules/README.md, hoặc xóa tệp"
    problems.add("CT004", "tệp trống", source.start, remedy)


class _Refusal(Exception):
    """Ends the reading; the problem is already reported."""


def _events(text: str) -> Iterator[events.Event]:
    """Yields the events of libyaml where it is installed (some 20 times faster), else of the parser in Python."""
    try:
        from ruamel.yaml.cyaml import CParser  # type: ignore[attr-defined]
    except ImportError:
        return iter(YAML(typ="safe", pure=True).parse(text))
    return iter(CParser(text).get_event, None)  # there is none behind the last


class _Reader:
    def __init__(self, source: SourceFile, problems: Problems) -> None:
        self.source = source
        self.problems = problems
        self.stream = _events(source.text)
        self.depth = self.count = 0

    def document(self) -> Node | None:
        root: Node | None = None
        for event in self.stream:
            if isinstance(event, events.DocumentStartEvent):
                if root is not None:
                    remedy = "tách thành hai tệp, hoặc bỏ dòng «---»"
                    self._refuse("CT004", "một tệp có hai phần ngăn bằng «---»", self._span(event), remedy)
                root = self._node(next(self.stream))
        if root is None:
            _report_empty(self.source, self.problems)
        return root

    def _node(self, event: events.Event) -> Node:
        self._check_plain(event)
        self.count += 1
        if self.count > YAML_NODES:
            message = f"tệp có hơn {grouped(YAML_NODES)} khóa và giá trị"
            self._refuse("CT002", message, self._span(event), "tách thành nhiều tệp nhỏ hơn")
        if isinstance(event, events.ScalarEvent):
            scalar = Scalar(event.value, self._span(event), event.style in _QUOTED)
            if "#" in self.source.line(event.end_mark.line + 1):
                self._check_cut(scalar)
            return scalar
        self.depth += 1
        if self.depth > YAML_DEPTH:
            message = f"cấu trúc lồng quá {YAML_DEPTH} tầng"
            self._refuse("CT007", message, self._span(event), "kiểm tra lại cách thụt dòng")
        node = self._mapping(event) if isinstance(event, events.MappingStartEvent) else self._sequence(event)
        self.depth -= 1
        return node

    def _check_plain(self, event: Any) -> None:
        """Refuses anchors, aliases and tags: with many authors, no value may refer to another or have its own type."""
        anchor, tag = event.anchor, getattr(event, "ctag", None)
        if anchor is None and tag is None:  # nearly always
            return
        quote = "nếu đây là một câu, đặt cả câu trong dấu nháy kép"
        write_out = f"viết đầy đủ nội dung ở từng chỗ; {quote}"
        if isinstance(event, events.AliasEvent):
            self._refuse("CT005", f"«*{anchor}» là bí danh YAML, không được dùng", self._span(event), write_out)
        if anchor:
            self._refuse("CT005", f"«&{anchor}» là neo YAML, không được dùng", self._span(event), write_out)
        span = self._span(event)
        if tag is not None and self.source.line(span.line)[span.column - 1 : span.column] == "!":
            written = self.source.line(span.line)[span.column - 1 :].split(" ")[0]
            self._refuse("CT005", f"«{written}» là thẻ YAML, không được dùng", span, f"bỏ «{written}»; {quote}")

    def _check_cut(self, scalar: Scalar) -> None:
        """Warns where « #» cuts a text («số #3») that is probably no comment, which people write as «# …»."""
        span = scalar.span
        line, text = span.end_line, self.source.line(span.end_line)
        if not scalar.quoted and scalar.text and (cut := _CUT.match(text, span.end_column - 1)):
            rest = text[span.end_column - 1 :]
            place = self.source.span(line, cut.start(1) + 1, line, len(text) + 1)
            in_text = "nếu «#…» là một phần của câu, đặt cả câu trong dấu nháy kép"
            remedy = f"{in_text}; nếu là ghi chú, viết «# » có dấu cách"
            self.problems.add("CT015", f"phần «{rest.strip()}» bị bỏ qua vì đứng sau dấu #", place, remedy)

    def _mapping(self, start: events.Event) -> Mapping:
        entries = []
        event = next(self.stream)
        while not isinstance(event, events.MappingEndEvent):
            key = self._node(event)
            value = self._node(next(self.stream))
            if isinstance(key, Scalar) and len(key.text) > KEY_CHARACTERS:
                message = f"tên khóa dài hơn {grouped(KEY_CHARACTERS)} ký tự (ở đây {grouped(len(key.text))})"
                self._refuse("CT002", message, key.span, "rút ngắn tên ấy")
            elif not isinstance(key, Scalar):
                self._refuse("CT004", "tên khóa phải là chữ", key.span, "viết `tên: giá trị`")
            else:
                entries.append(Entry(key, value))
            event = next(self.stream)
        braces = bool(getattr(start, "flow_style", False))
        mapping = Mapping(tuple(entries), self._span(start, event), braces)
        if braces:
            self._check_braces(mapping)
        return mapping

    def _sequence(self, start: events.Event) -> Sequence:
        items = []
        event = next(self.stream)
        while not isinstance(event, events.SequenceEndEvent):
            items.append(self._node(event))
            event = next(self.stream)
        return Sequence(tuple(items), self._span(start, event))

    def _check_braces(self, mapping: Mapping) -> None:
        """Refuses ``{tỷ lệ: 97,25%}``, in which YAML sees the two entries «tỷ lệ: 97» and «25%»."""
        entries = list(mapping.entries)
        for before, entry in pairwise(entries):
            if _is_empty(entry) and isinstance(before.value, Scalar):
                last = [entry, *takewhile(_is_empty, entries[entries.index(entry) + 1 :])][-1]
                joined = " ".join(self._between(before.key.span, last.key.span).split())
                message = f"trong ngoặc nhọn, dấu phẩy cắt «{joined}» làm hai"
                self._refuse("CT006", message, mapping.span, f"bỏ ngoặc nhọn, viết mỗi khóa một dòng: `{joined}`")
        if len(entries) == 1 and _is_empty(entries[0]):
            text = without_comment(self.source.line(mapping.span.line)[mapping.span.column - 1 :])
            message = f"«{text}» bắt đầu bằng ngoặc nhọn, có nghĩa riêng trong YAML"
            self._refuse("CT006", message, mapping.span, f"đặt cả câu trong dấu nháy kép: {in_quotes(text)}")

    def _between(self, first: Span, last: Span) -> str:
        """Returns the text of the file from the start of ``first`` to the end of ``last``."""
        lines = self.source.lines[first.line - 1 : last.end_line]
        lines[-1] = lines[-1][: last.end_column - 1]
        return "\n".join([lines[0][first.column - 1 :], *lines[1:]])

    def _span(self, first: events.Event, last: events.Event | None = None) -> Span:
        start, end = first.start_mark, (last or first).end_mark
        return Span(self.source, start.line + 1, start.column + 1, end.line + 1, end.column + 1)

    def _refuse(self, code: str, message: str, span: Span, remedy: str) -> None:
        self.problems.add(code, message, span, remedy)
        raise _Refusal


def _is_empty(entry: Entry) -> bool:
    return isinstance(entry.value, Scalar) and not entry.value.text
