"""Conditions as written in YAML → trees of sentences."""

from __future__ import annotations

from collections.abc import Callable

from engine.domain.limits import CONDITION_PARTS, grouped
from engine.files.diagnostics import Problems
from engine.files.scalars import Mapping, Node, Scalar, Sequence, text_of
from engine.files.source import Span
from engine.language.parser import parse_condition
from engine.language.patterns import compiled
from engine.language.text import fold
from engine.language.vocabulary import LanguageError, Vocabulary
from engine.rulebook.trees import AllTree, AnyTree, NotTree, ParsedSentence, Tree

_YEAR = compiled(r"(?:19|20|21)[0-9]{2}")


class TreeReader:
    """Reads trees; what is wrong is reported to ``problems``."""

    def __init__(self, vocabulary: Vocabulary, problems: Problems) -> None:
        self.vocabulary = vocabulary
        self.problems = problems

    def tree(self, node: Node) -> Tree | None:
        """The condition of ``node``; its parts are counted before the first is read."""
        count, rest = 0, [node]
        while rest:
            match rest.pop():
                case Scalar():
                    count += 1
                case Mapping(entries=entries):
                    rest += (entry.value for entry in entries)
                case Sequence(items=items):
                    rest += items
        if count > CONDITION_PARTS:
            message = f"điều kiện có hơn {grouped(CONDITION_PARTS)} vế (ở đây {grouped(count)})"
            self.problems.add("CT002", message, node.span, "tách thành nhiều nội dung, hoặc tính trước bằng công thức")
            return None
        return self._tree(node)

    def _tree(self, node: Node) -> Tree | None:
        """The condition of ``node``; its parse errors are reported."""
        if isinstance(node, Scalar):
            return self._parsed(node)
        if isinstance(node, Mapping) and len(node.entries) == 1:
            entry = node.entries[0]
            joins: dict[str, Callable[[tuple[Tree, ...], Span], Tree]] = {"tat ca": AllTree, "bat ki": AnyTree}
            word = fold(entry.key.text)
            if word in joins:
                return self._joined(entry.value, joins[word], node.span)
            if word == "khong phai":
                inner = self._tree(entry.value)
                return None if inner is None else NotTree((inner,), node.span)
            close = self.problems.nearest(entry.key.text, ("tất cả", "bất kỳ", "không phải"))
            remedy = f"phải chăng là «{close}»?" if close else "các khóa dùng được: tất cả, bất kỳ, không phải"
            if year := _YEAR.search(entry.key.text):
                remedy = f"mốc năm chỉ ghi một năm, ví dụ `{year.group()}: …`"
            self.problems.add("CT010", f"điều kiện không có khóa «{entry.key.text}»", entry.key.span, remedy)
            return None
        if isinstance(node, Sequence):
            message, remedy = (
                "danh sách điều kiện chưa nói là tất cả hay bất kỳ",
                "thêm khóa `tất cả` hoặc `bất kỳ` ở trên danh sách",
            )
        else:
            message, remedy = (
                "điều kiện có nhiều khóa",
                "chỉ ghi một khóa: `tất cả`, `bất kỳ` hoặc `không phải`; ghép các khóa thì đặt lồng vào nhau",
            )
        self.problems.add("CT106", message, node.span, remedy)
        return None

    def _parsed(self, node: Scalar) -> Tree | None:
        text = text_of(node)
        try:
            return ParsedSentence(parse_condition(text.value, self.vocabulary), text)
        except LanguageError as error:
            self.problems.add("CT106", error.message, text.part(error.start, error.end), error.remedy)
            return None

    def _joined(self, node: Node, join: Callable[[tuple[Tree, ...], Span], Tree], span: Span) -> Tree | None:
        if not isinstance(node, Sequence) or not node.items:
            self.problems.add(
                "CT013",
                "ở đây phải là một danh sách điều kiện",
                node.span,
                "viết mỗi điều kiện một dòng, bắt đầu bằng «- »",
            )
            return None
        parts = [self._tree(item) for item in node.items]
        whole = [part for part in parts if part is not None]
        return join(tuple(whole), span) if len(whole) == len(parts) else None
