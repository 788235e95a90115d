"""Facts into CLIPS by its functions for C: to read them as text took longer than to infer from them.

clipspy's own way hands out an object for each fact, which cannot be released again (1.0.6), so its library is called directly.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import clips
from clips.common import CLIPSType, environment_builder, ffi, lib

from engine.inference.program import EngineError

Field = int | str
"""What stands in a fact: an integer of 64 bits, or a symbol."""
Ready = Any
"""The fields of a fact in memory as CLIPS takes them, for any number of assertions."""

_TEMPLATE, _SLOT = "f", "v"
"""All facts are of one template, whose only slot has the fields in a row."""


def written(fields: Iterable[Field]) -> str:
    """A fact as rules write it, or what they look for in its place: `(f (v 7 0 2 f15))`."""
    return f"({_TEMPLATE} ({_SLOT} {' '.join(map(str, fields))}))"


class ClipsFacts:
    """The facts of an environment of CLIPS."""

    def __init__(self, environment: clips.Environment) -> None:
        environment.build(f"(deftemplate {_TEMPLATE} (multislot {_SLOT}))")
        self._environment = environment._env
        self._kept: dict[Field, Any] = {}
        self._keeper = environment_builder(self._environment, "multifield")
        self._builder = environment_builder(self._environment, "fact")
        lib.FBSetDeftemplate(self._builder, _TEMPLATE.encode())

    def ready(self, fields: tuple[Field, ...]) -> Ready:
        """One piece of memory: a value, and behind it the row of fields to which it points. CLIPS copies the row."""
        head = ffi.offsetof("Multifield", "contents") // ffi.sizeof("CLIPSValue")
        memory = ffi.new("CLIPSValue[]", 1 + head + len(fields))
        row = ffi.cast("Multifield *", memory + 1)
        row.header.type = CLIPSType.MULTIFIELD
        row.length = len(fields)
        memory[0].multifieldValue = row
        for place, field in enumerate(fields, 1 + head):
            memory[place].value = self._kept[field] if field in self._kept else self._keep(field)
        return memory

    def asserts(self, facts: Iterable[Ready]) -> None:
        """Raises EngineError where CLIPS does not take one of them."""
        builder, slot, put, assert_ = self._builder, _SLOT.encode(), lib.FBPutSlot, lib.FBAssert
        for fact in facts:
            if put(builder, slot, fact) or not assert_(builder):
                raise EngineError("CLIPS did not take a fact")

    def _keep(self, field: Field) -> Any:
        """Where CLIPS has a value from now on. It drops those that stand nowhere; a row that is never finished holds them."""
        value = ffi.new("CLIPSValue *")
        if isinstance(field, int):
            value.integerValue = lib.CreateInteger(self._environment, field)
        else:
            value.lexemeValue = lib.CreateSymbol(self._environment, field.encode())
        lib.MBAppend(self._keeper, value)
        return self._kept.setdefault(field, value.value)
