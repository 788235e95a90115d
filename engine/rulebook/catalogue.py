"""The catalogue: indicator entries as written → indicators with unit, kind, step and resolved formula."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from engine.domain.limits import CATEGORY_VALUES, grouped
from engine.files.diagnostics import Note, Problems
from engine.files.scalars import Text
from engine.files.source import Span
from engine.files.written import NamedEntry
from engine.language.interval import EVERYTHING, Interval
from engine.language.numbers import NumberError, parse_number
from engine.language.parser import parse_formula
from engine.language.patterns import compiled
from engine.language.ranks import is_place
from engine.language.syntax import Negative, Quantity
from engine.language.text import fold
from engine.language.units import BARE, PERCENT, POINTS, Unit, UnitMismatch, fit, parse_unit
from engine.language.vocabulary import LanguageError, Vocabulary
from engine.rulebook.formulas import FormulaReader, against
from engine.rulebook.rulebook import Indicator, Kind, Nature

if TYPE_CHECKING:
    from engine.rulebook.documents import IndicatorDoc

_CODE = compiled(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+\Z")
_JUDGEMENTS = ("không đạt", "chưa đạt", "đạt", "vượt")


_DIFFERENCES = compiled(r"\b(?:tang|giam|chenh lech)\b")


def says_difference(name: str) -> bool:
    """Whether a name says that values may be below 0: «tăng», «giảm», «chênh lệch»."""
    return bool(_DIFFERENCES.search(fold(name)))


class _Any(set[str]):
    """Holds every name: what is unknown where part of the catalogue could not be read."""

    def __contains__(self, name: object) -> bool:
        return True


class Catalogue:
    """The indicators of one rulebook; ``broken`` are codes whose entry was refused, so that using them is no second error."""

    def __init__(self, entries: list[NamedEntry[IndicatorDoc]], problems: Problems, readable: bool) -> None:
        self.problems = problems
        self.indicators: dict[str, Indicator] = {}
        self.broken: set[str] = set() if readable else _Any()
        self.documents: dict[str, IndicatorDoc] = {}
        self.names: dict[str, Span] = {}
        for entry in entries:
            self._add(entry)
        units = [indicator.unit.text for indicator in self.indicators.values()]
        names = [rank for indicator in self.indicators.values() for rank in indicator.ranks]
        self.vocabulary = Vocabulary([part for unit in units for part in (unit, *unit.split("/"))], names)
        self.formulas = FormulaReader(self.indicators, self.broken, problems)
        self._resolve_formulas()
        self._check_wholes()

    def _add(self, entry: NamedEntry[IndicatorDoc]) -> None:
        code, document = entry.name.value, entry.value
        if not _CODE.match(code):
            remedy = "mã viết không dấu, chữ thường, có dấu chấm, ví dụ htx.thanh_vien"
            self.problems.add("CT013", f"«{code}» không phải mã số liệu", entry.name.span, remedy)
        if code in self.names:
            note = Note(self.names[code], "lần đầu")
            self.problems.add(
                "CT102",
                f"mã số liệu «{code}» khai báo hai lần",
                entry.name.span,
                "đổi mã, hoặc bỏ một khai báo",
                [note],
            )
            return
        self.names[code] = entry.name.span
        if document is None:
            self.broken.add(code)
            return
        errors = len(self.problems.found)
        indicator = self._indicator(code, document, entry.name)
        if len(self.problems.found) > errors:
            self.broken.add(code)
            return
        self.documents[code], self.indicators[code] = document, indicator

    def _indicator(self, code: str, document: IndicatorDoc, name: Text) -> Indicator:
        kind = Kind(document.kind)
        unit = parse_unit(document.unit.value) if document.unit else BARE
        if kind is Kind.NUMBER and document.unit is None:
            self.problems.add(
                "CT012",
                f"số liệu «{code}» thiếu khóa «đơn vị tính»",
                name.span,
                'thêm dòng `đơn vị tính: …`, ví dụ thành viên, triệu đồng/năm, "%"',
            )
        ranks = tuple(text.value for text in document.values or ())
        if len(ranks) > CATEGORY_VALUES:
            message = f"phân loại «{code}» có hơn {grouped(CATEGORY_VALUES)} giá trị (ở đây {grouped(len(ranks))})"
            self.problems.add("CT002", message, name.span, "gộp các giá trị lại, hoặc dùng số liệu kiểu số")
        if kind is Kind.CATEGORY and len(ranks) < 2:
            self.problems.add(
                "CT012",
                f"phân loại «{code}» thiếu khóa «giá trị»",
                name.span,
                "thêm danh sách `giá trị`, xếp từ thấp đến cao",
            )
        if kind is Kind.JUDGEMENT and not ranks:
            ranks = _JUDGEMENTS
        if kind is Kind.YES_NO:
            ranks = ("không", "có")
        formula_text = document.formula.value if document.formula else ""
        return Indicator(
            code,
            document.name.value,
            unit,
            kind,
            Nature(document.nature),
            self._step(document, unit),
            ranks,
            None,
            formula_text,
            name.span,
            tuple(text.value for text in document.other_names),
            document.can_fall,
            self._ends(document, kind, unit),
            document.least is not None or document.most is not None,
            document.part_of.value if document.part_of else "",
            document.is_growth,
            "tính chất" in document.places,
        )

    def _ends(self, document: IndicatorDoc, kind: Kind, unit: Unit) -> Interval:
        """The values that are possible (base units): as declared; of what is given, no less than 0, of places than 1.

        Source: 9-periods-points, «Plausibility» and «Two readings».
        """
        if kind is not Kind.NUMBER:
            return EVERYTHING
        least = self._end(document.least, unit)
        most = self._end(document.most, unit)
        negative = document.can_be_negative or document.formula is not None or says_difference(document.name.value)
        if least is None and not negative:
            least = Fraction(1 if is_place(unit) else 0)
        if least is not None and most is not None and least > most:
            assert document.most is not None
            self.problems.add("CT013", "tối đa nhỏ hơn tối thiểu", document.most.span, "đổi lại hai đầu")
            return EVERYTHING
        return Interval(least, most)

    def _end(self, text: Text | None, unit: Unit) -> Fraction | None:
        if text is None:
            return None
        try:
            written = parse_formula(text.value, Vocabulary([unit.text], []))
            negative, quantity = isinstance(written, Negative), written
            if isinstance(quantity, Negative):
                quantity = quantity.operand
            if isinstance(quantity, Quantity):
                value = against(unit, quantity)
                return -value if negative else value
        except (LanguageError, UnitMismatch):
            pass
        self.problems.add(
            "CT013",
            f"«{text}» không phải một giá trị tính bằng «{unit}»",
            text.span,
            "ghi một con số, ví dụ 0 hoặc 100%",
        )
        return None

    def _check_wholes(self) -> None:
        for code, document in self.documents.items():
            if document.part_of is None:
                continue
            whole, part = self.indicators.get(document.part_of.value), self.indicators[code]
            if whole is None:
                if document.part_of.value not in self.broken:
                    close = self.problems.nearest(document.part_of.value, self.indicators)
                    remedy = f"phải chăng là `{close}`?" if close else "ghi mã của tổng số trong danh mục"
                    message = f"số liệu «{document.part_of}» không có trong danh mục"
                    self.problems.add("CT101", message, document.part_of.span, remedy)
            elif whole.nature is Nature.PLAN or whole.unit.dimension != part.unit.dimension or whole is part:
                message = f"«{code}» không thể là phần của «{whole.code}»: " + (
                    "đó là số kế hoạch, thực hiện có thể vượt kế hoạch"
                    if whole.nature is Nature.PLAN
                    else "hai số không cùng loại"
                )
                self.problems.add(
                    "CT110", message, document.part_of.span, "bỏ `là phần của`, hoặc ghi mã của tổng số thực"
                )

    def _step(self, document: IndicatorDoc, unit: Unit) -> Fraction | None:
        if document.step is None:
            return Fraction(1) if unit.whole and document.formula is None and document.kind == "số" else None
        try:
            step = parse_number(document.step.value)
        except NumberError as error:
            self.problems.add("CT013", error.message, document.step.span, error.remedy)
            return None
        if step <= 0:
            self.problems.add("CT013", "bước phải lớn hơn 0", document.step.span, "ví dụ 1 hoặc 0,1")
            return None
        return step

    def _resolve_formulas(self) -> None:
        for code, document in self.documents.items():
            if document.formula is None:
                continue
            indicator = self.indicators[code]
            if indicator.kind is not Kind.NUMBER:
                self.problems.add(
                    "CT110",
                    f"«{code}» ({indicator.kind}) không thể có công thức",
                    document.formula.span,
                    "bỏ công thức, hoặc đổi kiểu thành số",
                )
                continue
            self._resolve_formula(indicator, document.formula)

    def _resolve_formula(self, indicator: Indicator, text: Text) -> None:
        try:
            written = parse_formula(text.value, self.vocabulary)
        except LanguageError as error:
            self.problems.add("CT106", error.message, text.part(error.start, error.end), error.remedy)
            return
        resolved = self.formulas.resolve(written, text)
        if resolved is None:
            return
        formula, unit = resolved
        if unit is not None and not self._fits(unit, indicator, text):
            return
        self.indicators[indicator.code] = indicator._replace(formula=formula)

    def _fits(self, unit: Unit, indicator: Indicator, text: Text) -> bool:
        declared = indicator.unit
        if unit == BARE and declared.dimension in (PERCENT, POINTS):
            remedy = "dùng hàm tỷ_lệ(a, b) để ra phần trăm"
            self.problems.add("CT103", f"công thức cho một tỷ số, nhưng đơn vị tính là «{declared}»", text.span, remedy)
            return False
        if unit == BARE or declared == BARE:
            return True
        rates = {PERCENT, POINTS}
        try:
            if not ({unit.dimension, declared.dimension} <= rates):
                fit(Unit(unit.text, unit.dimension, unit.scale, unit.per & declared.per), declared)
        except UnitMismatch:
            remedy = "sửa đơn vị tính hoặc công thức cho cùng loại"
            self.problems.add("CT103", f"công thức cho «{unit}», nhưng đơn vị tính là «{declared}»", text.span, remedy)
            return False
        return True
