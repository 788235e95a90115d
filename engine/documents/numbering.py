"""The labels of Word's automatic numbering, as Word shows them.

Source: ECMA-376 part 1, 17.9 (numbering): abstract definitions with nine levels, instances with overrides, counters that all
instances of one definition share, and restarts below a level that is used.
"""

from __future__ import annotations

import re
from typing import Any

from docx.oxml.ns import qn

from engine.documents.styles import Styles, is_on, value
from engine.documents.symbols import UNKNOWN, shown_symbols
from engine.domain.records import NamedTuple

LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MOST = 3999
_LABEL = 100
"""Characters of a label; Word shows no longer ones."""


class Level(NamedTuple):
    """A level of a definition. ``restarts`` is the level (from 1) whose use starts it anew, None for any above, 0 for none."""

    form: str
    text: str
    start: int
    restarts: int | None
    style: str
    all_decimal: bool


class NumberedAt(NamedTuple):
    """Where a paragraph stands in a list: the instance and the level (0 to 8)."""

    instance: str
    level: int


class Numbering:
    """Gives the labels of a document's paragraphs, asked for in the order of the text."""

    def __init__(self, numbering: Any, styles: Styles) -> None:
        """``numbering`` is the root element of the part with the lists, None where the document has none."""
        self._levels: dict[str, dict[int, Level]] = {}
        self._links: dict[str, str] = {}
        self._named: dict[str, str] = {}
        self._instances: dict[str, str] = {}
        self._replaced: dict[str, dict[int, Level]] = {}
        self._starts: dict[str, dict[int, int]] = {}
        self._styles = styles
        self._styled: dict[str, tuple[str, int | None]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[NumberedAt] = set()
        if numbering is not None:
            self._read(numbering)

    def _read(self, numbering: Any) -> None:
        for definition in numbering.iterfind(qn("w:abstractNum")):
            key = definition.get(qn("w:abstractNumId"), "")
            self._levels[key] = {
                at: level for at, level in map(_level, definition.iterfind(qn("w:lvl"))) if at is not None
            }
            if link := value(definition, "w:numStyleLink"):
                self._links[key] = link
            if link := value(definition, "w:styleLink"):
                self._named[link] = key
        for instance in numbering.iterfind(qn("w:num")):
            key = instance.get(qn("w:numId"), "")
            self._instances[key] = value(instance, "w:abstractNumId")
            self._replaced[key], self._starts[key] = {}, {}
            for override in instance.iterfind(qn("w:lvlOverride")):
                at = _whole(override.get(qn("w:ilvl")))
                own = override.find(qn("w:lvl"))
                start = _whole(value(override, "w:startOverride"))
                if at is None or not 0 <= at < LEVELS:
                    continue
                if own is not None:
                    self._replaced[key][at] = _level(own)[1]
                if start is not None:
                    self._starts[key][at] = start

    def place_of(self, paragraph: Any) -> NumberedAt | None:
        """Returns where ``paragraph``, a w:p element, stands in a list; None for one that is not numbered."""
        properties = paragraph.find(qn("w:pPr"))
        direct = properties.find(qn("w:numPr")) if properties is not None else None
        instance, level = value(direct, "w:numId"), _whole(value(direct, "w:ilvl"))
        if not instance:
            style = value(properties, "w:pStyle") or self._styles.usual
            if style not in self._styled:
                self._styled[style] = self._of_style(style)
            instance, styled = self._styled[style]
            level = styled if level is None else level
        if instance not in self._instances:  # «0» takes the numbering of the style away
            return None
        return NumberedAt(instance, min(max(level or 0, 0), LEVELS - 1))

    def _of_style(self, style: str) -> tuple[str, int | None]:
        """Returns instance and level of a paragraph style, from it or from the styles that it is based on."""
        seen: set[str] = set()
        level: int | None = None
        for key, one in self._styles.chain(style):
            seen.add(key)
            numbered = one.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if numbered is None:
                continue
            level = _whole(value(numbered, "w:ilvl")) if level is None else level
            if instance := value(numbered, "w:numId"):
                linked = next((at for at, one in self._definition(instance)[1].items() if one.style in seen), None)
                return instance, linked if linked is not None else level
        return "", None

    def _definition(self, instance: str) -> tuple[str, dict[int, Level]]:
        """Returns the key and the levels of the definition of an instance, through a link by a numbering style."""
        key = self._instances.get(instance, "")
        if not self._levels.get(key) and (style := self._links.get(key)):
            key = self._named.get(style, key)
        return key, self._levels.get(key, {})

    def _levels_of(self, instance: str) -> tuple[str, dict[int, Level]]:
        """Returns the key of the definition of an instance, and its levels with what the instance changes in them."""
        key, levels = self._definition(instance)
        levels = levels | self._replaced.get(instance, {})
        for at, start in self._starts.get(instance, {}).items():
            if at in levels:
                levels[at] = levels[at]._replace(start=start)
        return key, levels

    def label(self, place: NumberedAt) -> str:
        """Returns the label of the next paragraph at ``place``, and counts it."""
        key, levels = self._levels_of(place.instance)
        level = levels.get(place.level)
        if level is None:
            return ""
        counts = self._counts.setdefault(key, [None] * LEVELS)
        count = counts[place.level]
        begins = place.level in self._starts[place.instance] and place not in self._begun
        counts[place.level] = level.start if count is None or begins else count + 1
        self._begun.add(place)
        for at in range(place.level):
            if counts[at] is None and at in levels:
                counts[at] = levels[at].start
        for at in range(place.level + 1, LEVELS):
            below = levels.get(at)
            if below is None or below.restarts is None or place.level < below.restarts:
                counts[at] = None
        return self._shown(level, counts, levels)[:_LABEL]

    @staticmethod
    def _shown(level: Level, counts: list[int | None], levels: dict[int, Level]) -> str:
        if level.form == "bullet":
            return shown_bullet(level.text)
        if level.form == "none":
            return _PLACE.sub("", level.text).strip()

        def number(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            own = levels.get(at)
            count = counts[at]
            form = "decimal" if level.all_decimal or own is None else own.form
            return "" if count is None else numeral(count, form)

        return _PLACE.sub(number, level.text).strip()


def shown_bullet(text: str) -> str:
    """Returns a bullet as readers see it; signs of symbol fonts become common ones."""
    sign = shown_symbols(text.strip())
    return "○" if sign == "o" else sign.replace(UNKNOWN, "•")


def numeral(count: int, form: str) -> str:
    """Returns ``count`` in a form of OOXML; decimal for the forms that Vietnamese documents do not use.

    >>> numeral(4, "lowerRoman"), numeral(28, "lowerLetter"), numeral(7, "decimalZero")
    ('iv', 'bb', '07')
    """
    if form == "decimalZero":
        return f"{count:02d}"
    if form in ("lowerLetter", "upperLetter") and 1 <= count <= _MOST:
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman") and 1 <= count <= _MOST:
        roman = ""
        for value, sign in _ROMAN:
            roman += sign * (count // value)
            count %= value
        return roman if form == "lowerRoman" else roman.upper()
    return "" if form in ("none", "bullet") else str(count)


def _level(element: Any) -> tuple[int | None, Level]:
    at = _whole(element.get(qn("w:ilvl")))
    decimal = element.find(qn("w:isLgl"))
    level = Level(
        value(element, "w:numFmt") or "decimal",
        value(element, "w:lvlText")[:_LABEL],
        _whole(value(element, "w:start")) or 0,
        _whole(value(element, "w:lvlRestart")),
        value(element, "w:pStyle"),
        decimal is not None and is_on(decimal),
    )
    return at if at is not None and 0 <= at < LEVELS else None, level


def _whole(text: str | None) -> int | None:
    return int(text) if text and re.fullmatch(r"-?[0-9]{1,6}", text) else None
