"""The tags that a Word template may contain: names of values, loops, conditions on names. Nothing in a template is executed.

A loop runs over a list of values, and within it another over a list that each of its items has: no list is run through twice.

Jinja reads the tags, as docxtpl needs; what its grammar allows beyond the above is refused before anything is rendered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from engine.domain.limits import TEMPLATE_OUTPUT
from engine.language.text import nearest


class TemplateRefused(Exception):
    """A tag that a template may not contain, or that names nothing; the message says which, in Vietnamese."""


_PLAIN = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.Not, nodes.And, nodes.Or)
_REFUSED = "mẫu có thẻ không dùng được; chỉ dùng {{ tên }}, {% for … in … %}, {% if … %}"


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
        size = _Tags(self.values).size(tree.body, ())
        if size > TEMPLATE_OUTPUT:
            raise TemplateRefused("văn bản làm ra từ mẫu này quá lớn; bỏ bớt thẻ trong vòng lặp")
        return tree


class _Loop:
    """The name of the item of a loop, and the items. Lengths are kept, because a hostile template asks for them without end."""

    def __init__(self, name: str, items: Sequence[Any]) -> None:
        self.name = name
        self.items = items
        self._lengths: dict[str, float] = {}

    def length(self, attribute: str = "") -> float:
        """Returns the mean number of letters of ``attribute`` of the items, or of the items themselves."""
        if attribute not in self._lengths:
            texts = [str(getattr(item, attribute) if attribute else item) for item in self.items]
            self._lengths[attribute] = sum(map(len, texts)) / max(len(texts), 1)
        return self._lengths[attribute]


class _Tags:
    """Checks the tags against the values there are."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = values
        self._alone = {name: _Loop(name, (value,)) for name, value in values.items()}

    def size(self, body: Sequence[nodes.Node], loops: tuple[_Loop, ...]) -> float:
        """Returns the most letters that ``body`` becomes. Raises TemplateRefused."""
        return sum(self._size_of(node, loops) for node in body)

    def _size_of(self, node: nodes.Node, loops: tuple[_Loop, ...]) -> float:
        match node:
            case nodes.TemplateData(data=data):
                return len(data)
            case nodes.Output(nodes=parts):
                return self.size(parts, loops)
            case nodes.If(test=test, body=body, elif_=others, else_=rest):
                self._size_of(test, loops)
                return self.size((*body, *others, *rest), loops)
            case nodes.Not(node=part):
                return self._size_of(part, loops)
            case nodes.And(left=left, right=right) | nodes.Or(left=left, right=right):
                return self.size((left, right), loops)
            case nodes.Name() | nodes.Getattr():
                return self._length(node, loops)
            case nodes.For(target=nodes.Name(name=name), iter=of, body=body, else_=[], test=None):
                return self._size_of_loop(name, of, body, loops)
        raise TemplateRefused(_REFUSED)

    def _size_of_loop(self, name: str, of: nodes.Node, body: Sequence[nodes.Node], loops: tuple[_Loop, ...]) -> float:
        """The size for each item of the loop around it, whose items differ in the number of theirs, is the mean of them."""
        items = self._items(of, loops)
        around = len(loops[-1].items) if loops else 1
        return len(items) / max(around, 1) * self.size(body, (*loops, _Loop(name, items)))

    def _items(self, of: nodes.Node, loops: tuple[_Loop, ...]) -> Sequence[Any]:
        """Returns the items of a list of values, or those of one that every item of the innermost loop has."""
        match of:
            case nodes.Name(name=name) if loops:
                raise TemplateRefused(f"vòng lặp «{name}» nằm trong một vòng lặp khác; tách ra")
            case nodes.Name(name=name):
                items = self.values.get(name)
                if not isinstance(items, tuple):
                    lists = [name for name, value in self.values.items() if isinstance(value, tuple)]
                    raise TemplateRefused(self._unknown(name, lists))
                return items
            case nodes.Getattr(node=nodes.Name(name=name), attr=attribute) if loops and name == loops[-1].name:
                self._length(of, loops)
                inner = [getattr(item, attribute) for item in loops[-1].items]
                if all(isinstance(items, tuple) for items in inner):
                    return [item for items in inner for item in items]
        raise TemplateRefused(_REFUSED)

    def _length(self, node: nodes.Node, loops: tuple[_Loop, ...]) -> float:
        """Returns the letters of a value, or of the mean of those of a loop. Raises TemplateRefused where there is none."""
        around = {loop.name: loop for loop in loops}
        match node:
            case nodes.Name(name=name):
                known = {**self._alone, **around}
                if name not in known:
                    raise TemplateRefused(self._unknown(name, self.values))
                return known[name].length()
            case nodes.Getattr(node=nodes.Name(name=name), attr=attribute) if name in around:
                items = around[name].items
                fields = list(getattr(items[0], "_fields", ())) if items else [attribute]
                if attribute not in fields:
                    raise TemplateRefused(self._unknown(f"{name}.{attribute}", [f"{name}.{one}" for one in fields]))
                return around[name].length(attribute)
        raise TemplateRefused("trong {{ … }} chỉ ghi tên của giá trị, hoặc tên trong vòng lặp như {{ doan.chu }}")

    def _unknown(self, name: str, known: Mapping[str, Any] | list[str]) -> str:
        close = nearest(name, known)
        listed = f"phải chăng là «{close}»?" if close else f"các tên dùng được: {', '.join(known)}"
        return f"không có giá trị tên «{name}»; {listed}"
