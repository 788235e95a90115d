"""A record is what `typing.NamedTuple` makes, whatever a class of ours says."""

from __future__ import annotations

import pickle
import types
import typing

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
    assert Made.__bases__ == Expected.__bases__
    assert Made(5).text == "5 %"
    assert Made(5)._replace(unit="ha") == (5, "ha")
    assert pickle.loads(pickle.dumps(Made(5))) == Made(5)
    assert type(Made(5)) is Made
    assert (Made.__module__, Made.__qualname__, repr(Made(5))) == (__name__, "Made", "Made(number=5, unit='%')")


@pytest.mark.parametrize("base", [records.NamedTuple, typing.NamedTuple])
def test_what_typing_refuses_is_refused(base: type) -> None:
    fields = {"__module__": __name__, "__annotations__": {"first": "int", "second": "int"}}
    with pytest.raises(TypeError, match="default"):
        types.new_class("Wrong", (base,), exec_body=lambda own: own.update(fields | {"first": 1}))
    with pytest.raises(AttributeError):
        types.new_class("Wrong", (base,), exec_body=lambda own: own.update(fields | {"__new__": None}))
    with pytest.raises(TypeError):
        types.new_class("Wrong", (base, Expected), exec_body=lambda own: own.update(fields))
