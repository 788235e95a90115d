"""`NamedTuple` as all records of chitieu are made of it: that of `typing`, but for what it compiles whenever a class is made.

`typing.NamedTuple` compiles the text of every annotation, and `collections.namedtuple` a constructor for every class: an eighth
and a twentieth of a start on what is kept, for some 180 classes. Here records of as many fields share the code of their
constructor, with their own names put into it, and all share their methods. Generic records take the class of `typing`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, dataclass_transform

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:
    from collections import namedtuple
    from functools import cache
    from types import FunctionType

    class _Methods(tuple):
        """What `collections.namedtuple` gives to each of its classes, for all records once."""

        __slots__ = ()

        @classmethod
        def _make(cls, values):
            made = tuple.__new__(cls, values)
            if len(made) != len(cls._fields):
                raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(made)}")
            return made

        def _replace(self, /, **values):
            made = self._make(map(values.pop, self._fields, self))
            if values:
                raise ValueError(f"Got unexpected field names: {list(values)!r}")
            return made

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self):
            fields = (f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
            return f"{self.__class__.__name__}({', '.join(fields)})"

        def __getnewargs__(self):
            return tuple(self)

    @cache
    def _pattern(count: int) -> type:
        """A record of ``count`` fields with any names."""
        return namedtuple("_Pattern", [f"field{place}" for place in range(count)])

    def _made(name: str, fields: tuple[str, ...], defaults: dict[str, object], own: dict[str, object]) -> type:
        pattern = _pattern(len(fields))
        code = pattern.__new__.__code__.replace(co_varnames=("_cls", *fields))
        new = FunctionType(code, pattern.__new__.__globals__, "__new__", tuple(defaults.values()))
        new.__qualname__ = f"{name}.__new__"
        getters = (pattern.__dict__[place] for place in pattern._fields)
        given = {
            "__slots__": (),
            "__new__": new,
            "__match_args__": fields,
            "_fields": fields,
            "_field_defaults": defaults,
        }
        return type(name, (_Methods,), {**own, **given, **dict(zip(fields, getters, strict=True))})

    class _Record(type):
        """Makes the class that a statement with the base ``NamedTuple`` describes. Raises TypeError, ValueError and
        AttributeError as `typing` does."""

        def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, object]) -> type:
            if not bases:
                return super().__new__(cls, name, bases, namespace)
            if bases != (NamedTuple,):
                raise TypeError("a record has no other bases")
            fields = tuple(namespace.get("__annotations__", ()))
            defaults = {field: namespace[field] for field in fields if field in namespace}
            if defaults and fields[-len(defaults) :] != tuple(defaults):
                raise TypeError(f"{name}: fields with a default come last")
            for key in namespace:
                if key in _NOT_OWN:
                    raise AttributeError(f"{name}: {key} of a record cannot be written over")
            for field in fields:
                if field.startswith("_"):
                    raise ValueError(f"{name}: the name of a field cannot start with an underscore: {field}")
            return _made(name, fields, defaults, namespace)

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


record_of = tuple.__new__
"""Makes a record of all its fields in a row and checks nothing: a fifth of the work, for what is made of every value and verdict."""


@dataclass_transform(frozen_default=True, eq_default=False)
class Frozen:
    """The base of an object with named values that never change, besides which it can keep what follows from them (`cached_property`).

    A field is an annotation of the class or of one that it comes from; a value beside it is what stands where none is given.
    """

    _fields: tuple[str, ...] = ()

    def __init_subclass__(cls) -> None:
        cls._fields = (*cls._fields, *vars(cls).get("__annotations__", ()))

    def __init__(self, *values: Any, **named: Any) -> None:
        """Raises TypeError for a value that is missing, given twice, or of no field."""
        fields, given = self._fields, dict(zip(self._fields, values, strict=False)) | named
        missing = [field for field in fields if field not in given and not hasattr(type(self), field)]
        if missing or len(given) < len(values) + len(named) or not given.keys() <= set(fields):
            raise TypeError(f"{type(self).__name__} has the fields {', '.join(fields)}, and not {missing or [*named]}")
        self.__dict__.update(given)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} never changes: {name}")

    def replaced(self, **values: Any) -> Self:
        """Returns a copy with other ``values``, and nothing that was kept beside them. Raises TypeError for one of no field."""
        return type(self)(**{field: getattr(self, field) for field in self._fields} | values)
