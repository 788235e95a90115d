"""Reads located YAML into pydantic models, with one base for every kind of file; forgives spellings of keys."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, ClassVar, TypeVar, cast

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, ValidationError, ValidationInfo, model_validator
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from engine.domain.limits import ITEMS, TEXT_CHARACTERS, grouped
from engine.files.diagnostics import Note, Problems
from engine.files.scalars import Entry, Mapping, Node, Scalar, Sequence, text_of
from engine.files.scalars import Text as WrittenText
from engine.files.source import Span
from engine.files.written import NamedEntry, WrittenValue
from engine.language.days import is_year, parse_date
from engine.language.numbers import NumberError, parse_number
from engine.language.text import fold

M = TypeVar("M", bound="FileModel")


_MAPPING = "các khóa con", "viết giá trị trên cùng dòng với khóa"
_SEQUENCE = (
    "danh sách",
    "chỉ ghi một giá trị, không có ngoặc vuông; nếu là một câu có ngoặc vuông, đặt cả câu trong dấu nháy kép",
)


def _read_text(node: Any, info: ValidationInfo) -> WrittenText:
    if isinstance(node, Scalar):
        text = text_of(node)
        if len(text.value) > TEXT_CHARACTERS:
            message = f"câu dài hơn {grouped(TEXT_CHARACTERS)} ký tự (ở đây {grouped(len(text.value))})"
            raise wrong(info, "CT002", message, node.span, "rút ngắn, hoặc tách thành nhiều mục")
        if text.value:
            return text
        remedy = "ghi giá trị, hoặc bỏ cả khóa nếu không dùng"
        raise wrong(info, "CT013", "thiếu giá trị sau dấu hai chấm", node.span, remedy)
    what, remedy = _MAPPING if isinstance(node, Mapping) else _SEQUENCE
    raise wrong(info, "CT013", f"ở đây phải là một câu hoặc một con số, không phải {what}", node.span, remedy)


def wrong(info: ValidationInfo, code: str, message: str, span: Span, remedy: str) -> PydanticCustomError:
    """Collects the problem, and returns the exception that makes pydantic drop the value."""
    problems_of(info).add(code, message, span, remedy)
    return PydanticCustomError("reported", "reported")


def problems_of(info: ValidationInfo) -> Problems:
    return cast(Problems, info.context)


@dataclass(eq=False)
class Reads:
    """Annotates a field with the function that reads it from a located node, in place of pydantic's own types.

    The function collects problems and raises (see ``wrong``). ``model`` is the model of the mappings in the field,
    ``named`` whether staff choose their keys, ``form`` the name of the form of a plain value; ``options`` are the values
    of a choice.
    """

    read: Callable[[Any, ValidationInfo], Any]
    model: type[FileModel] | None = None
    named: bool = False
    form: str = ""
    options: tuple[str, ...] = ()

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(self.read)


class FileModel(BaseModel):
    """A mapping of a file. Fields have the Vietnamese key as alias; ``span`` is the whole mapping.

    Keys match by their folded form; unknown, duplicate and missing keys are reported with the nearest name.
    """

    # defer_build: most files hold only a few kinds of entries, and building a model costs milliseconds.
    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True, extra="ignore", defer_build=True)

    span: Annotated[Span, Reads(lambda span, info: span)]
    places: Annotated[dict[str, Span], Reads(lambda places, info: places)]
    """The place of each value, by canonical key."""
    misspelt: Annotated[frozenset[str | None], Reads(lambda keys, info: keys)] = frozenset()
    """The keys that unknown ones probably mean; None for one without a similar key."""

    what: ClassVar[str] = "mục này"
    leading: ClassVar[tuple[str, ...]] = ()
    """Keys that the formatter puts first; the others follow in the order of the fields, inherited ones first."""

    @classmethod
    def keys(cls) -> dict[str, str]:
        """Returns the canonical keys by their folded form."""
        cached = cls.__dict__.get("_keys")
        if cached is None:
            cached = {fold(f.alias): f.alias for f in cls.model_fields.values() if f.alias}
            cls._keys = cached
        return cast(dict[str, str], cached)

    _keys: ClassVar[dict[str, str]]

    @model_validator(mode="before")
    @classmethod
    def _from_mapping(cls, node: Any, info: ValidationInfo) -> Any:
        if not isinstance(node, Mapping):
            first = next((f.alias for f in cls.model_fields.values() if f.alias and f.is_required()), None)
            remedy = "viết `khóa: giá trị`, mỗi khóa một dòng, thẳng cột"
            if first is not None:
                remedy += f"; khóa đầu tiên là `{first}: …`"
            raise wrong(info, "CT013", f"{cls.what} phải gồm các khóa, mỗi khóa một dòng", node.span, remedy)
        given, misspelt = cls._canonical(node, problems_of(info))
        for field in cls.model_fields.values():
            if field.alias and field.is_required() and field.alias not in given and field.alias not in misspelt:
                message, remedy = f"{cls.what} thiếu khóa «{field.alias}»", f"thêm dòng `{field.alias}: …`"
                problems_of(info).add("CT012", message, _head(node), remedy)
        places = {alias: value.span for alias, value in given.items()}
        return {**given, "span": node.span, "places": places, "misspelt": frozenset(misspelt)}

    @classmethod
    def _canonical(cls, node: Mapping, problems: Problems) -> tuple[dict[str, Node], set[str | None]]:
        """Returns the values by canonical key, and the keys that unknown ones probably mean."""
        given: dict[str, Node] = {}
        misspelt: set[str | None] = set()
        keys: dict[str, Scalar] = {}
        for entry in node.entries:
            alias = cls.keys().get(fold(entry.key.text))
            if alias is None:
                misspelt.add(_unknown_key(entry.key, cls.keys().values(), cls.what, problems))
            elif alias in given and alias == next(iter(given)) and len(given) > 1 and node.span.column > 1:
                _missing_dash(entry.key, keys[alias].span, problems)
                break  # all further keys belong to the next item
            elif alias in given:
                _duplicate_key(entry, keys[alias].span, problems)
            else:
                given[alias], keys[alias] = entry.value, entry.key
        return given, misspelt


def _head(node: Mapping) -> Span:
    return node.entries[0].key.span if node.entries else node.span


def _unknown_key(key: Scalar, known: Collection[str], what: str, problems: Problems) -> str | None:
    close = problems.nearest(key.text, known)
    remedy = f"phải chăng là «{close}»?" if close else "các khóa dùng được: " + ", ".join(known)
    problems.add("CT010", f"{what} không có khóa «{key.text}»", key.span, remedy)
    return close


def _duplicate_key(entry: Entry, first: Span, problems: Problems) -> None:
    lines = isinstance(entry.value, Scalar)
    remedy = "giữ một dòng, bỏ dòng kia" if lines else "gộp hai phần làm một, hoặc bỏ một phần"
    note = Note(first, "lần đầu")
    problems.add("CT011", f"khóa «{entry.key.text}» viết hai lần", entry.key.span, remedy, [note])


def _missing_dash(key: Scalar, first: Span, problems: Problems) -> None:
    note = Note(first, "mục trước")
    remedy = "nếu đây là mục mới thì thêm «- » ở đầu dòng; nếu không thì bỏ một trong hai"
    problems.add("CT011", f"khóa «{key.text}» viết hai lần trong một mục", key.span, remedy, [note])


def read_model(model: type[M], node: Node | None, problems: Problems) -> M | None:
    """Returns the model of ``node``; None where a part of it was refused, as ``problems`` then says."""
    if node is None:
        return None
    try:
        return model.model_validate(node, context=problems)
    except ValidationError as error:
        unreported = [e for e in error.errors(include_url=False) if e["type"] not in ("reported", "missing")]
        assert not unreported, unreported
        return None


# ---------------------------------------------------------------- types of values


Text = Annotated[WrittenText, Reads(_read_text)]
"""A field with one text."""


def _list_of(node: Any, info: ValidationInfo) -> tuple[WrittenText, ...]:
    if isinstance(node, Scalar):
        if "," in node.text:
            message = f"«{node.text}» là danh sách nhưng thiếu ngoặc vuông"
            raise wrong(info, "CT013", message, node.span, f"viết [{node.text}]")
        return (_read_text(node, info),)
    if not isinstance(node, Sequence):
        raise _not_a_list(node, info)
    if len(node.items) > ITEMS:
        message = f"danh sách dài hơn {grouped(ITEMS)} mục (ở đây {grouped(len(node.items))})"
        raise wrong(info, "CT002", message, node.items[ITEMS].span, "bỏ bớt, hoặc tách thành nhiều danh sách")
    return tuple(_read_text(item, info) for item in node.items)


def _not_a_list(node: Node, info: ValidationInfo) -> PydanticCustomError:
    return wrong(info, "CT013", "ở đây phải là một danh sách", node.span, "viết mỗi mục một dòng, bắt đầu bằng «- »")


TextList = Annotated[tuple[WrittenText, ...], Reads(_list_of, form="danh sách")]
"""``[HC-1, HC-2]``, a block list, or a single text."""


def models(model: type[M]) -> Reads:
    """Returns the reader of a list of ``model``; it drops and reports wrong items."""

    def read(node: Any, info: ValidationInfo) -> tuple[M, ...]:
        if not isinstance(node, Sequence):
            raise _not_a_list(node, info)
        items = (read_model(model, item, problems_of(info)) for item in node.items)
        return tuple(item for item in items if item is not None)

    return Reads(read, model)


def _choice(options: tuple[str, ...]) -> Callable[[Any, ValidationInfo], str]:
    by_fold = {fold(option): option for option in options}

    def read(node: Any, info: ValidationInfo) -> str:
        text = _read_text(node, info)
        if (option := by_fold.get(fold(text.value))) is not None:
            return option
        close = problems_of(info).nearest(text.value, options)
        remedy = f"phải chăng là «{close}»?" if close else "chọn một trong: " + ", ".join(options)
        raise wrong(info, "CT014", f"«{text}» không thuộc các lựa chọn", text.span, remedy)

    return read


def choice(*options: str) -> Reads:
    """Returns the reader of one of ``options``, by folded spelling; the value is the canonical option."""
    return Reads(_choice(options), form="lựa chọn", options=options)


def _yes_no(node: Any, info: ValidationInfo) -> bool:
    return _choice(("có", "không"))(node, info) == "có"


YesNoFlag = Annotated[bool, Reads(_yes_no, form="lựa chọn", options=("có", "không"))]


def _date(node: Any, info: ValidationInfo) -> date:
    text = _read_text(node, info)
    try:
        return parse_date(text.value)
    except ValueError:
        remedy = "viết ngày/tháng/năm, ví dụ 31/12/2023"
        raise wrong(info, "CT205", f"«{text}» không phải là một ngày", text.span, remedy) from None


Day = Annotated[date, Reads(_date, form="ngày")]


def _whole(node: Any, info: ValidationInfo) -> int:
    text = _read_text(node, info)
    try:
        value = parse_number(text.value)
    except NumberError as error:
        raise wrong(info, "CT013", error.message, text.span, error.remedy) from None
    if value.denominator != 1 or not 0 <= value < 10**9:
        raise wrong(info, "CT013", f"«{text}» không phải số nguyên", text.span, "viết một số nguyên, ví dụ 7")
    return int(value)


Whole = Annotated[int, Reads(_whole, form="số nguyên")]


def _year(node: Any, info: ValidationInfo) -> int:
    text = _read_text(node, info)
    if is_year(text.value):
        return int(text.value)
    raise wrong(info, "CT205", f"«{text}» không phải là một năm", text.span, "viết năm bốn chữ số, ví dụ 2023")


Year = Annotated[int, Reads(_year, form="năm")]


T = TypeVar("T")


def _entries(
    node: Any, info: ValidationInfo, read_value: Callable[[Node, Problems], T | None]
) -> tuple[NamedEntry[T], ...]:
    if not isinstance(node, Mapping):
        remedy = (
            "bỏ «- » ở đầu dòng, " if isinstance(node, Sequence) else ""
        ) + "viết mỗi mã một dòng, thụt vào một bậc"
        raise wrong(info, "CT013", "ở đây phải là các dòng `mã: …`", node.span, remedy)
    problems = problems_of(info)
    entries: list[NamedEntry[T]] = []
    first: dict[str, Span] = {}
    for entry in node.entries:
        name = text_of(entry.key)
        if name.value in first:
            _duplicate_key(entry, first[name.value], problems)
            continue
        first[name.value] = entry.key.span
        entries.append(NamedEntry(name, read_value(entry.value, problems)))
    return tuple(entries)


def models_by_name(model: type[M]) -> Reads:
    """Returns the reader of a mapping of names to ``model``; a refused value is None, so that its name stays known."""

    def read(node: Any, info: ValidationInfo) -> tuple[NamedEntry[M], ...]:
        return _entries(node, info, lambda value, problems: read_model(model, value, problems))

    return Reads(read, model, named=True)


def written_by_name(details: type[FileModel] | None = None) -> Reads:
    """Returns the reader of a mapping of names to written values; ``details`` is the model of mappings among them."""

    def read(node: Any, info: ValidationInfo) -> tuple[NamedEntry[WrittenValue], ...]:
        return _entries(node, info, lambda value, _: WrittenValue(value))

    return Reads(read, details, named=True)
