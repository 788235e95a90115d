"""The tags that a Word template may contain: names of values, one loop, conditions on names. Nothing in a template is executed.

Jinja reads the tags, as docxtpl needs; what its grammar allows beyond the above is refused before anything is rendered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from engine.domain.limits import TEMPLATE_OUTPUT
from engine.language.text import nearest


class TemplateRefused(Exception):
    """A tag that a template may not contain, or that names nothing; the message says which, in Vietnamese."""


_PLAIN = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.Not, nodes.And, nodes.Or)
_TEXT_OF_A_VALUE = 500
"""Letters that are counted for one value when the size of the result is bounded."""


class TagEnvironment(ImmutableSandboxedEnvironment):
    """Jinja for the templates of one document. ``values`` are its values by name; lists are of NamedTuples or of texts."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        super().__init__(autoescape=True)
        self.globals.clear()
        self.filters.clear()
        self.values = values

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Parses one part of the document. Raises TemplateRefused."""
        try:
            tree = super()._parse(source, name, filename)
        except TemplateSyntaxError as error:
            raise TemplateRefused(f"thẻ viết chưa đúng: {error.message}") from None
        size = _Tags(self.values).size(tree.body, None)
        if size > TEMPLATE_OUTPUT:
            raise TemplateRefused("văn bản làm ra từ mẫu này quá lớn; bỏ bớt thẻ trong vòng lặp")
        return tree


class _Loop(NamedTuple):
    """The name of the item of a loop, and the items."""

    name: str
    items: Sequence[Any]


class _Tags(NamedTuple):
    """Checks the tags against the values there are."""

    values: Mapping[str, Any]

    def size(self, body: Sequence[nodes.Node], loop: _Loop | None) -> int:
        """Returns the most letters that ``body`` becomes. Raises TemplateRefused."""
        return sum(self._size_of(node, loop) for node in body)

    def _size_of(self, node: nodes.Node, loop: _Loop | None) -> int:
        match node:
            case nodes.TemplateData(data=data):
                return len(data)
            case nodes.Output(nodes=parts):
                return self.size(parts, loop)
            case nodes.If(test=test, body=body, elif_=others, else_=rest):
                self._size_of(test, loop)
                return self.size((*body, *others, *rest), loop)
            case nodes.Not(node=part):
                return self._size_of(part, loop)
            case nodes.And(left=left, right=right) | nodes.Or(left=left, right=right):
                return self.size((left, right), loop)
            case nodes.Name() | nodes.Getattr():
                self._check_name(node, loop)
                return _TEXT_OF_A_VALUE
            case nodes.For(target=nodes.Name(name=name), iter=nodes.Name(name=of), body=body, else_=[], test=None):
                return self._size_of_loop(name, of, body, loop)
        raise TemplateRefused("mẫu có thẻ không dùng được; chỉ dùng {{ tên }}, {% for … in … %}, {% if … %}")

    def _size_of_loop(self, name: str, of: str, body: Sequence[nodes.Node], loop: _Loop | None) -> int:
        if loop is not None:
            raise TemplateRefused(f"vòng lặp «{of}» nằm trong một vòng lặp khác; tách ra")
        items = self.values.get(of)
        if not isinstance(items, tuple):
            raise TemplateRefused(self._unknown(of, [n for n, v in self.values.items() if isinstance(v, tuple)]))
        return len(items) * self.size(body, _Loop(name, items))

    def _check_name(self, node: nodes.Node, loop: _Loop | None) -> None:
        match node:
            case nodes.Name(name=name) if name in self.values or (loop is not None and name == loop.name):
                return
            case nodes.Name(name=name):
                raise TemplateRefused(self._unknown(name, self.values))
            case nodes.Getattr(node=nodes.Name(name=name), attr=attribute) if loop is not None and name == loop.name:
                known = list(getattr(loop.items[0], "_fields", ())) if loop.items else [attribute]
                if attribute not in known:
                    raise TemplateRefused(self._unknown(f"{name}.{attribute}", [f"{name}.{one}" for one in known]))
                return
        raise TemplateRefused("trong {{ … }} chỉ ghi tên của giá trị, hoặc tên trong vòng lặp như {{ doan.chu }}")

    def _unknown(self, name: str, known: Mapping[str, Any] | list[str]) -> str:
        close = nearest(name, known)
        listed = f"phải chăng là «{close}»?" if close else f"các tên dùng được: {', '.join(known)}"
        return f"không có giá trị tên «{name}»; {listed}"
