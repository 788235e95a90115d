"""Gives every value the unit of the workspace that its table means; proposes units that the workspace does not have."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from engine.importing.import_result import ImportedValue, Omission, OmissionKind
from engine.importing.units import Units, nearest_unit
from engine.language.names import either, has_marks, same
from engine.language.text import fold

_FOREIGN = re.compile(r"[äëïöüåæøñçßÿÄËÏÖÜÅÆØÑÇ]|(?<=[a-zA-Z])[ÂÊÔ](?=[a-z])")
"""Letters that Vietnamese does not have, as old fonts leave them in Unicode."""
_CHANGED = re.compile(r"\(([^()]*\b(?:cũ|mới|trước|sau|sáp nhập|hợp nhất|chia tách|nhập)\b[^()]*)\)", re.IGNORECASE)
"""Words in brackets that tell a unit before or after it was merged."""
_MOST_LISTED = 5
"""Names of units that a remark lists."""


class Naming:
    """The names of units in the tables of one import.

    ``chosen`` are units that the user or a form of ours names: they may be new. ``new_units``: all may.
    ``say(text)`` takes remarks.
    """

    def __init__(self, units: Units, chosen: set[str], new_units: bool, say: Callable[[str], None]) -> None:
        self.units, self.chosen, self.new_units, self.say = units, chosen, new_units, say
        self._meant: dict[str, list[str]] = {}
        self._problems: dict[str, tuple[OmissionKind, str, str] | None] = {}

    def settle(self, names: list[str]) -> None:
        """Finds the units that these ``names`` of the tables mean, each once."""
        self.units.written(names)
        self._say_alike(names)
        for name in names:
            if not self.units.knows(name):
                self.units.add(name)
        meant = self._meant = {name: self.units.meant(name) for name in names}
        problems = self._problems = {name: self._problem(name, units) for name, units in meant.items()}
        self._say_read(meant, problems)
        self._say_spellings(meant, problems)
        self._say_new([units[0] for name, units in meant.items() if problems[name] is None])

    def named(self, taken: Iterable[ImportedValue]) -> Iterator[ImportedValue | Omission]:
        """Yields the values with the names of their units, and omissions for those whose unit is not certain."""
        for value in taken:
            problem = self._problems[value.unit]
            if problem is None:
                unit = self._meant[value.unit][0]
                yield value if value.unit == unit else value._replace(unit=unit)
            else:
                kind, reason, remedy = problem
                yield Omission(value.place, value.code, kind, reason, remedy)

    def _problem(self, name: str, units: list[str]) -> tuple[OmissionKind, str, str] | None:
        if len(units) > 1:
            lacking, remedy = (
                ("không ghi dấu", "ghi tên đơn vị đủ dấu")
                if not has_marks(name)
                else ("chưa đủ", "ghi đủ cấp và tên đơn vị")
            )
            return OmissionKind.AMBIGUOUS, f"tên đơn vị «{name}» {lacking}, có thể là {either(units)}", remedy
        unit = units[0]
        if _FOREIGN.search(name):
            reason = f"tên đơn vị «{name}» có chữ gõ bằng phông cũ, hoặc hỏng mã"
            return OmissionKind.BAD_VALUE, reason, "gõ lại tên bằng chữ Unicode"
        if self.units.is_known(unit) or unit in self.chosen:
            return None
        if (found := _CHANGED.search(name)) is not None:
            reason = f"tên đơn vị «{name}»: «{found[1]}» nói về đơn vị khác, hoặc đơn vị trước, sau khi sắp xếp"
            return OmissionKind.AMBIGUOUS, reason, "chỉ ghi tên đơn vị mà số liệu là của nó"
        if others := self.units.bare(unit):
            reason = f"tên đơn vị «{name}» không ghi cấp, có thể là {either(others)}"
            return OmissionKind.AMBIGUOUS, reason, "ghi đủ cấp và tên đơn vị"
        if not self.units.known or self.new_units:
            return None
        reason = f"đơn vị «{unit}» chưa có trong facts/"
        if (close := nearest_unit(unit, self.units.known)) is not None:
            hint = f"sửa tên trong bảng thành «{close}»; chỉ khi là một đơn vị khác mới thêm --new-units"
            return OmissionKind.UNMATCHED, f"{reason}; phải chăng là «{close}»?", hint
        return OmissionKind.UNMATCHED, reason, "nếu đúng là tên một đơn vị mới thì thêm --new-units"

    def _say_alike(self, names: list[str]) -> None:
        """Adds a remark for each unit whose name differs in marks alone from one that has facts or stands in the tables."""
        earlier: dict[str, list[str]] = {}
        for name in names:
            before = earlier.setdefault(fold(name), [])
            alike, read = self.units.alike(name), self.units.meant(name)
            others = [one for one in alike if one not in read] + [one for one in before if not same(one, name)]
            before.append(name)
            if others:
                self.say(f"đơn vị «{name}» chỉ khác {either(dict.fromkeys(others))} ở dấu: hiểu là hai đơn vị")

    def _say_read(self, meant: dict[str, list[str]], problems: Mapping[str, object]) -> None:
        """Adds a remark for each name that is read as that of a unit with marks because it has none."""
        for name, units in meant.items():
            if problems[name] is None and units[0] in self.units.alike(name):
                self.say(
                    f"đơn vị «{name}» không ghi dấu: đọc là «{units[0]}»; nếu là đơn vị khác thì bỏ dòng ấy khỏi bảng"
                )

    def _say_spellings(self, meant: dict[str, list[str]], problems: Mapping[str, object]) -> None:
        others = [
            f"«{name}» là «{units[0]}»"
            for name, units in meant.items()
            if problems[name] is None and not same(name, units[0])
        ]
        if others:
            more = f" và {len(others) - _MOST_LISTED} tên khác" if len(others) > _MOST_LISTED else ""
            self.say(f"{len(others)} tên đơn vị viết cách khác: {', '.join(others[:_MOST_LISTED])}{more}")

    def _say_new(self, units: list[str]) -> None:
        new = [unit for unit in dict.fromkeys(units) if not self.units.is_known(unit) and unit not in self.chosen]
        if new:
            listed = ", ".join(f"«{unit}»" for unit in new[:_MOST_LISTED])
            more = f" và {len(new) - _MOST_LISTED} đơn vị khác" if len(new) > _MOST_LISTED else ""
            self.say(f"facts/ chưa có các đơn vị này, tên lấy theo bảng: {listed}{more}")
