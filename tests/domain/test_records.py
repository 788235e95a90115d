"""A record is what `typing.NamedTuple` makes, whatever a class of ours says."""

from __future__ import annotations

import pickle
import types
import typing
from functools import cached_property
from typing import Any

import pytest

from engine.domain import records


class Made(records.NamedTuple):
    """A number with its unit."""

    number: int
    unit: str = "%"

    @property
    def text(self) -> str:
        """Both."""
        return f"{self.number} {self.unit}"

    def __eq__(self, other: object) -> bool:
        return super().__eq__(other)

    __hash__ = tuple.__hash__


class Expected(typing.NamedTuple):
    """A number with its unit."""

    number: int
    unit: str = "%"


def test_a_record_is_a_named_tuple() -> None:
    assert Made(5) == (5, "%") == Expected(5)
    assert Made._fields == Expected._fields
    assert Made._field_defaults == Expected._field_defaults
    assert Made.__doc__ == Expected.__doc__
    assert typing.get_type_hints(Made) == typing.get_type_hints(Expected)
    assert Made.__match_args__ == Expected.__match_args__
    assert issubclass(Made, tuple) and not hasattr(Made(5), "__dict__")
    assert Made(unit="ha", number=5) == (5, "ha") == Made._make([5, "ha"])
    assert Made(5)._asdict() == {"number": 5, "unit": "%"}
    assert Made(5).text == "5 %"
    assert Made(5)._replace(unit="ha") == (5, "ha")
    assert pickle.loads(pickle.dumps(Made(5))) == Made(5)
    assert type(Made(5)) is Made
    assert (Made.__module__, Made.__qualname__, repr(Made(5))) == (__name__, "Made", "Made(number=5, unit='%')")


@pytest.mark.parametrize("own", [Made, Expected])
def test_wrong_values_are_refused(own: Any) -> None:
    for wrong in (
        lambda: own(),
        lambda: own(1, 2, 3),
        lambda: own(size=1),
        lambda: own._make([1]),
        lambda: own(1, number=1),
    ):
        with pytest.raises(TypeError):
            wrong()
    with pytest.raises(ValueError, match="size"):
        own(1)._replace(size=2)
    with pytest.raises(
        TypeError, match=rf"^{own.__name__}\.__new__\(\) missing 1 required positional argument: 'number'$"
    ):
        own()


@pytest.mark.parametrize("base", [records.NamedTuple, typing.NamedTuple])
def test_what_typing_refuses_is_refused(base: type) -> None:
    fields = _annotated("first", "second")
    with pytest.raises(TypeError, match="default"):
        types.new_class("Wrong", (base,), exec_body=lambda own: own.update(fields | {"first": 1}))
    with pytest.raises(AttributeError):
        types.new_class("Wrong", (base,), exec_body=lambda own: own.update(fields | {"__new__": None}))
    with pytest.raises(ValueError, match="underscore"):
        types.new_class("Wrong", (base,), exec_body=lambda own: own.update(_annotated("_first")))
    with pytest.raises(TypeError):
        types.new_class("Wrong", (base, Expected), exec_body=lambda own: own.update(fields))


def _annotated(*fields: str) -> dict[str, object]:
    return {"__module__": __name__, "__annotations__": dict.fromkeys(fields, "int")}


class Counted(records.Frozen):
    """A number that is counted once."""

    number: int
    unit: str = "%"

    @cached_property
    def text(self) -> str:
        return f"{self.number} {self.unit}"


class Placed(Counted):
    """The same at a place."""

    place: str


def test_what_never_changes_keeps_what_follows_from_it() -> None:
    one = Placed(5, "ha", "xã A")
    assert (one.number, one.unit, one.place, one.text) == (5, "ha", "xã A", "5 ha")
    assert one.text is one.text
    other = one.replaced(number=6)
    assert (other.text, one.text, other.place) == ("6 ha", "5 ha", "xã A")
    assert Counted(5).text == "5 %"
    copied = pickle.loads(pickle.dumps(one))
    assert (copied.place, copied.text) == ("xã A", "5 ha")
    with pytest.raises(AttributeError, match="number"):
        one.number = 6  # type: ignore[misc]


@pytest.mark.parametrize(
    ("values", "named"),
    [((), {}), ((1, "ha", 3), {}), ((1,), {"number": 2}), ((1,), {"size": 2}), ((), {"unit": "ha"})],
)
def test_wrong_values_make_nothing(values: tuple[Any, ...], named: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="Counted"):
        Counted(*values, **named)
