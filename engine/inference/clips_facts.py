"""Facts into CLIPS by its functions for C: to read them as text took longer than to infer from them.

clipspy's own way hands out an object for each fact, which cannot be released again (1.0.6), so its library is called directly.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterable
from typing import Any

import clips
from clips.common import CLIPSType, environment_builder, ffi, lib

from engine.inference.program import EngineError

Field = int | str
"""What stands in a fact: an integer of 64 bits, or a symbol."""
Prepared = Any
"""The fields of a fact in memory as CLIPS takes them, for any number of assertions."""

_TEMPLATE, _SLOT = "f", "v"
"""All facts are of one template, whose only slot has the fields in a row."""
# How many fields would fill what stands before the fields of a row: both share memory that is counted in fields.
_HEAD, _REST = divmod(ffi.offsetof("Multifield", "contents"), ffi.sizeof("CLIPSValue"))
if _REST:
    raise ImportError("what stands before the fields of a row is no whole number of fields")


def written(fields: Iterable[Field]) -> str:
    """A fact, or a pattern, as text in a rule: `(f (v 7 0 2 f15))`."""
    return f"({_TEMPLATE} ({_SLOT} {' '.join(map(str, fields))}))"


class ClipsFacts:
    """The facts of an environment of CLIPS."""

    def __init__(self, environment: clips.Environment) -> None:
        """Raises CLIPSError, or EngineError, where CLIPS refuses the template."""
        environment.build(f"(deftemplate {_TEMPLATE} (multislot {_SLOT}))")
        self._environment = environment
        self._handle = environment._env
        self._builder = environment_builder(self._handle, "fact")
        if lib.FBSetDeftemplate(self._builder, _TEMPLATE.encode()):
            raise EngineError("CLIPS has no template for facts")
        self._addresses: dict[Field, Any] = {}
        """Of the values that ``_keeper`` holds."""
        self._keeper = lib.CreateMultifieldBuilder(self._handle, 0)
        weakref.finalize(self, lib.MBDispose, self._keeper)  # before the environment, which self holds

    def prepare(self, fields: tuple[Field, ...]) -> Prepared:
        """A value that points to a row of fields right behind it in the same memory. CLIPS copies the row when it takes it."""
        memory = ffi.new("CLIPSValue[]", 1 + _HEAD + len(fields))
        row = ffi.cast("Multifield *", memory + 1)
        row.header.type = CLIPSType.MULTIFIELD
        row.length = len(fields)
        memory[0].multifieldValue = row
        for place, field in enumerate(fields, 1 + _HEAD):
            memory[place].value = self._addresses[field] if field in self._addresses else self._kept(field)
        return memory

    def assert_all(self, facts: Iterable[Prepared]) -> None:
        """Raises EngineError where CLIPS does not take one of them."""
        builder, slot, put, assert_ = self._builder, _SLOT.encode(), lib.FBPutSlot, lib.FBAssert
        for fact in facts:
            if put(builder, slot, fact) or not assert_(builder):
                raise EngineError("CLIPS did not take a fact")

    def forget(self) -> None:
        """Lets go of all values; what was prepared must not be asserted any more."""
        lib.MBReset(self._keeper)
        self._addresses.clear()

    def _kept(self, field: Field) -> Any:
        """The address of a value. CLIPS frees what no fact and no rule uses, so ``_keeper`` holds it."""
        value = ffi.new("CLIPSValue *")
        if isinstance(field, int):
            value.integerValue = lib.CreateInteger(self._handle, field)
        else:
            value.lexemeValue = lib.CreateSymbol(self._handle, field.encode())
        lib.MBAppend(self._keeper, value)
        return self._addresses.setdefault(field, value.value)
