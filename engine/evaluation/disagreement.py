"""What to say where two engines do not derive the same: the first conclusions that differ, in the words of the field."""

from __future__ import annotations

from collections.abc import Iterator

from engine.evaluation.conclusion_names import conclusion_names, conclusion_word
from engine.factbase.facts import FactSet
from engine.inference.both import Difference, EnginesDiffer
from engine.inference.nodes import Node, NodeKind
from engine.rulebook.rulebook import Rulebook

_SHOWN = 5
"""So many conclusions are named; the rest are counted."""

_REPORT = (
    "Đây là lỗi của công cụ hoặc của thư viện động cơ, không phải của quy tắc hay số liệu.\n"
    "Gửi cho nhóm phát triển chitieu: toàn bộ thông báo này, lệnh đã chạy, thư mục rules/ và các tệp số liệu của đơn vị, "
    "kết quả của `python --version` và `pip freeze`."
)


class Disagreement(Exception):
    """Two engines derived something else from the same facts; the message says what, and what to do."""


def disagreement(rulebook: Rulebook, facts: FactSet, engines: EnginesDiffer) -> Disagreement:
    """What to say of ``engines`` on these facts."""
    resolution = rulebook.resolution
    lines = [
        "hai động cơ suy diễn cho kết quả khác nhau, nên không in kết quả nào; đừng dùng kết quả của riêng một động cơ",
        f"{resolution.kind} số {resolution.number}, {facts.unit}, năm {facts.year}; "
        f"{' và '.join(one.engine for one in engines.heard)}",
        *(f"- {one.engine} không chạy hết: {one.failure}" for one in engines.heard if one.failure),
        *(f"- {one.engine} chạy hết" for one in engines.heard if not one.failure and _failed(engines)),
        *_DifferenceLines(rulebook, engines).lines(),
        _REPORT,
    ]
    return Disagreement("\n".join(lines))


def table_disagreement(rulebook: Rulebook, unit: str, year: int, by_column: str, by_rules: str) -> Disagreement:
    """What to say where the first thing that columns tell of a unit is not what the rules engine tells."""
    resolution = rulebook.resolution
    lines = [
        "tính theo cột và động cơ quy tắc cho kết quả khác nhau, nên không in kết quả nào; dùng --engine clips, hoặc durable",
        f"{resolution.kind} số {resolution.number}, {unit}, năm {year}",
        f"- theo cột: {by_column}",
        f"- theo quy tắc: {by_rules}",
        _REPORT,
    ]
    return Disagreement("\n".join(lines))


def _failed(engines: EnginesDiffer) -> bool:
    return any(one.failure for one in engines.heard)


class _DifferenceLines:
    """The differences of one case, a line each: conclusions first, then the parts of conditions."""

    def __init__(self, rulebook: Rulebook, engines: EnginesDiffer) -> None:
        self.engines = [one.engine for one in engines.heard]
        self.differences = engines.differences()
        self.names = conclusion_names(rulebook)
        self.names |= {Node(NodeKind.SENTENCE, s.id): s.id for s in rulebook.sentences if s.when is not None}
        self.places = {node: place for place, node in enumerate(self.names)}

    def lines(self) -> Iterator[str]:
        """The first conclusions that differ, and the firing where the difference begins."""
        beyond = len(self.places)
        ordered = sorted(self.differences, key=lambda d: self.places.get(d.node, beyond))
        yield from (self._line(difference) for difference in ordered[:_SHOWN])
        if len(ordered) > _SHOWN:
            yield f"  … và {len(ordered) - _SHOWN} chỗ khác"
        if ordered:
            origin = self.differences[0]
            yield f"Bắt đầu từ {self._named(origin.node)}: {self._firings(origin)}"

    def _line(self, difference: Difference) -> str:
        said = [self._word(difference.node, state) for state in difference.states]
        if len(set(said)) > 1:
            pairs = (f"{engine}: {word}" for engine, word in zip(self.engines, said, strict=True))
            return f"- {self._named(difference.node)}: {'; '.join(pairs)}"
        return f"- {self._named(difference.node)}: đều là «{said[0]}» nhưng căn cứ khác nhau"

    def _named(self, node: Node) -> str:
        """A conclusion by its name; a part of its condition as a part, with the engine's own name."""
        if node in self.names:
            return self.names[node]
        owner = None if node.owner is None else self.names.get(node.owner)
        return f"một phần điều kiện của {owner} ({node})" if owner else f"bước trung gian {node}"

    def _word(self, node: Node, state: int | None) -> str:
        return conclusion_word(node.kind if node in self.names else None, state)

    def _firings(self, difference: Difference) -> str:
        """What each engine alone reports, as in a trace."""
        told = []
        for engine, firings in zip(self.engines, difference.alone, strict=True):
            if firings:
                more = f" (và {len(firings) - 1} lần khác)" if len(firings) > 1 else ""
                told.append(f"chỉ {engine} kích hoạt {firings[0].text}{more}")
        return "; ".join(told)
