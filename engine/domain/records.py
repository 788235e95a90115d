"""`NamedTuple` as all records of chitieu are made of it: that of `typing`, but for its work on the texts of annotations.

`typing.NamedTuple` compiles every annotation when a class is made, which for some 180 classes took an eighth of a start on what
is kept. Here a class is what `collections.namedtuple` makes, with methods, defaults and annotations added. Generic records
take that of `typing`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:
    from collections import namedtuple

    class _Record(type):
        """Makes the class that a statement with the base ``NamedTuple`` describes. Raises TypeError as `typing` does."""

        def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, object]) -> type:
            if not bases:
                return super().__new__(cls, name, bases, namespace)
            if bases != (NamedTuple,):
                raise TypeError("a record has no other bases")
            fields = tuple(namespace.get("__annotations__", ()))
            defaults = [field for field in fields if field in namespace]
            if defaults and fields[-len(defaults) :] != tuple(defaults):
                raise TypeError(f"{name}: fields with a default come last")
            values = [namespace[field] for field in defaults]
            made = namedtuple(name, fields, defaults=values, module=namespace["__module__"])
            for key, value in namespace.items():
                if key in _NOT_OWN:
                    raise AttributeError(f"{name}: {key} of a record cannot be written over")
                if key not in fields and key != "__module__":
                    setattr(made, key, value)
            return made

    _NOT_OWN = frozenset(
        [
            "__new__",
            "__init__",
            "__slots__",
            "__getnewargs__",
            "_fields",
            "_field_defaults",
            "_make",
            "_replace",
            "_asdict",
        ]
    )

    class NamedTuple(metaclass=_Record):
        """The base of a record: a tuple whose places have names."""
