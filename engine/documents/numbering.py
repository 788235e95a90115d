"""The labels of Word's automatic numbering, as Word shows them.

Source: ECMA-376 part 1, 17.9 (numbering): abstract definitions with nine levels, instances with overrides, counters that all
instances of one definition share, and restarts below a level that is used.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from docx.oxml.ns import qn

LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_MOST = 3999
_SHOWN_BULLETS = {
    "\uf0b7": "•",
    "\uf0a7": "▪",
    "\uf0d8": "➢",
    "\uf0fc": "✓",
    "\uf076": "❖",
    "\uf02d": "-",
    "\uf0be": "-",
    "o": "○",
}


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

    def __init__(self, numbering: Any, styles: Any) -> None:
        """``numbering`` and ``styles`` are the root elements of these parts, None where the document has none."""
        self._levels: dict[str, dict[int, Level]] = {}
        self._links: dict[str, str] = {}
        self._named: dict[str, str] = {}
        self._instances: dict[str, str] = {}
        self._overrides: dict[str, dict[int, int | Level]] = {}
        self._styles: dict[str, Any] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[NumberedAt] = set()
        if styles is not None:
            self._styles = {s.get(qn("w:styleId"), ""): s for s in styles.iterfind(qn("w:style"))}
        if numbering is not None:
            self._read(numbering)

    def _read(self, numbering: Any) -> None:
        for definition in numbering.iterfind(qn("w:abstractNum")):
            key = definition.get(qn("w:abstractNumId"), "")
            self._levels[key] = {
                at: level for at, level in map(_level, definition.iterfind(qn("w:lvl"))) if at is not None
            }
            if link := _value(definition, "w:numStyleLink"):
                self._links[key] = link
            if link := _value(definition, "w:styleLink"):
                self._named[link] = key
        for instance in numbering.iterfind(qn("w:num")):
            key = instance.get(qn("w:numId"), "")
            self._instances[key] = _value(instance, "w:abstractNumId")
            self._overrides[key] = {}
            for override in instance.iterfind(qn("w:lvlOverride")):
                at = _whole(override.get(qn("w:ilvl")))
                own = override.find(qn("w:lvl"))
                start = _whole(_value(override, "w:startOverride"))
                if at is None or not 0 <= at < LEVELS:
                    continue
                if own is not None:
                    self._overrides[key][at] = _level(own)[1]
                elif start is not None:
                    self._overrides[key][at] = start

    def place_of(self, paragraph: Any) -> NumberedAt | None:
        """Returns where ``paragraph``, a w:p element, stands in a list; None for one that is not numbered."""
        properties = paragraph.find(qn("w:pPr"))
        direct = properties.find(qn("w:numPr")) if properties is not None else None
        instance = _value(direct, "w:numId") if direct is not None else ""
        level = _whole(_value(direct, "w:ilvl")) if direct is not None else None
        if not instance:
            style = (_value(properties, "w:pStyle") if properties is not None else "") or self._default_style()
            instance, styled = self._of_style(style)
            level = styled if level is None else level
        if instance not in self._instances:  # «0» takes the numbering of the style away
            return None
        return NumberedAt(instance, min(max(level or 0, 0), LEVELS - 1))

    def _default_style(self) -> str:
        return next(
            (
                key
                for key, s in self._styles.items()
                if s.get(qn("w:default")) == "1" and s.get(qn("w:type")) == "paragraph"
            ),
            "",
        )

    def _of_style(self, style: str) -> tuple[str, int | None]:
        """Returns instance and level of a paragraph style, from it or from the styles that it is based on."""
        seen: set[str] = set()
        level: int | None = None
        name = style
        while name and name not in seen and name in self._styles:
            seen.add(name)
            numbered = self._styles[name].find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if numbered is not None:
                level = _whole(_value(numbered, "w:ilvl")) if level is None else level
                if instance := _value(numbered, "w:numId"):
                    linked = next((at for at, one in self._definition(instance)[1].items() if one.style in seen), None)
                    return instance, linked if linked is not None else level
            name = _value(self._styles[name], "w:basedOn")
        return "", None

    def _definition(self, instance: str) -> tuple[str, dict[int, Level]]:
        """Returns the key and the levels of the definition of an instance, through a link by a numbering style."""
        key = self._instances.get(instance, "")
        if not self._levels.get(key) and (style := self._links.get(key)):
            key = self._named.get(style, key)
        return key, self._levels.get(key, {})

    def label(self, place: NumberedAt) -> str:
        """Returns the label of the next paragraph at ``place``, and counts it."""
        key, levels = self._definition(place.instance)
        overrides = self._overrides.get(place.instance, {})

        def level_at(at: int) -> Level | None:
            own = overrides.get(at)
            return own if isinstance(own, Level) else levels.get(at)

        level = level_at(place.level)
        if level is None:
            return ""
        counts = self._counts.setdefault(key, [None] * LEVELS)
        restart = overrides.get(place.level)
        if isinstance(restart, int) and place not in self._begun:
            counts[place.level] = restart
        else:
            count = counts[place.level]
            counts[place.level] = level.start if count is None else count + 1
        self._begun.add(place)
        for at in range(place.level):
            above = level_at(at)
            if counts[at] is None and above is not None:
                counts[at] = above.start
        for at in range(place.level + 1, LEVELS):
            below = level_at(at)
            if below is None or below.restarts is None or place.level < below.restarts:
                counts[at] = None
        return self._shown(level, counts, level_at)

    @staticmethod
    def _shown(level: Level, counts: list[int | None], level_at: Any) -> str:
        if level.form == "bullet":
            return shown_bullet(level.text)
        if level.form == "none":
            return _PLACE.sub("", level.text).strip()

        def number(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            own = level_at(at)
            count = counts[at]
            form = "decimal" if level.all_decimal or own is None else own.form
            return "" if count is None else numeral(count, form)

        return _PLACE.sub(number, level.text).strip()


def shown_bullet(text: str) -> str:
    """Returns a bullet as readers see it; signs of symbol fonts become common ones."""
    sign = text.strip()
    if sign in _SHOWN_BULLETS:
        return _SHOWN_BULLETS[sign]
    return "•" if not sign or any("\ue000" <= c <= "\uf8ff" for c in sign) else sign


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
    return "" if form == "none" else str(count)


def _level(element: Any) -> tuple[int | None, Level]:
    at = _whole(element.get(qn("w:ilvl")))
    decimal = element.find(qn("w:isLgl"))
    level = Level(
        _value(element, "w:numFmt") or "decimal",
        _value(element, "w:lvlText"),
        start if (start := _whole(_value(element, "w:start"))) is not None else 1,
        _whole(_value(element, "w:lvlRestart")),
        _value(element, "w:pStyle"),
        decimal is not None and decimal.get(qn("w:val"), "1") not in ("0", "false"),
    )
    return at if at is not None and 0 <= at < LEVELS else None, level


def _value(element: Any, name: str) -> str:
    child = element.find(qn(name))
    return child.get(qn("w:val"), "") if child is not None else ""


def _whole(text: str | None) -> int | None:
    return int(text) if text and re.fullmatch(r"-?[0-9]{1,6}", text) else None
