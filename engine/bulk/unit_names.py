"""Names of units in a table: what is none, and what to do where two rows have one name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from engine.bulk.docs import text_in_cell
from engine.domain.unit_levels import LEVELS
from engine.importing.grid import UnreadableTable
from engine.importing.scripts import Script, script_of
from engine.language.names import lacks_marks
from engine.language.text import fold

LONGEST_NAME = 200
"""Characters of the name of a unit."""
_LEVELS = frozenset(level.split()[0] for level in LEVELS)
"""First words of names of units. What begins so is one, because there are thousands to look at, but for ``_OF_SOME``."""
_OF_SOME = frozenset(
    ("còn", "khác", "khu", "loại", "thuộc", "ngoài", "bình", "trung", "cao", "thấp", "lớn", "nhỏ", "đạt", "chưa")
)
"""Second words of rows that may be of some units («xã còn lại», «xã trung bình»)."""
_NO_UNITS = frozenset(
    (
        "dòng tổng",
        "dòng thống kê",
        "dòng xếp hạng",
        "dòng so sánh",
        "dòng «như trên» không ghi tên",
        "dòng «trong đó»",
        "dòng ký tên, ghi chú",
    )
)
"""Kinds of rows that are certainly none; a group or a sector may be one that is evaluated."""
_WHOLES = frozenset(("toàn", "cả"))
"""First words of what may be evaluated beside its parts («Toàn tỉnh»)."""
_SUM = re.compile(r"[\W_]*(?:tổng|cộng)\W*[0-9]", re.IGNORECASE)
_BEHIND = re.compile("[:(]")
_ORDINAL = re.compile(r"[\W_]*(?:[0-9]|[IVX]{1,4})[\W_]*")
_DISTRICTS = tuple(f"{level} " for level, height in LEVELS.items() if height == 2)


def check_script(names: Iterable[str]) -> None:
    """Raises UnreadableTable for names whose letters are those of an old script; workbooks come in Unicode."""
    known = list(names)
    script = script_of(known)
    if script in (Script.TCVN3, Script.VNI):
        example = next((name for name in known if not name.isascii()), "")
        what = f"tên đơn vị ghi theo bảng mã chữ Việt cũ ({script}), không phải Unicode, ví dụ «{example}»"
        raise UnreadableTable(what, "chuyển chữ sang Unicode (ví dụ bằng Unikey), rồi xuất lại bảng")


def check_marks(names: Iterable[str]) -> None:
    """Raises UnreadableTable for a name that lacks its marks beside one with its letters: they may be one unit, or two."""
    known = set(names)
    bare = sorted(name for name in known if name.isascii() and lacks_marks(name))
    whole = {fold(name): name for name in known.difference(bare)} if bare else {}
    for name in bare:
        if (other := whole.get(fold(name))) is not None:
            what = f"tên đơn vị «{name}» không ghi dấu, có thể là «{other}» cũng trong bảng"
            raise UnreadableTable(what, "ghi tên đơn vị đủ dấu ở mọi dòng")


def fault_of_name(unit: str) -> tuple[str, str] | None:
    """Returns why a row with this name is not one of a unit, and the remedy; None for the name of a unit."""
    if not unit or len(unit) > LONGEST_NAME:
        what = "không ghi tên đơn vị" if not unit else f"ghi tên đơn vị dài hơn {LONGEST_NAME} ký tự"
        return f"dòng {what}", "sửa tên đơn vị, hoặc bỏ dòng ấy"
    if kind := _kind_of(unit):
        whole = "" if kind == "dòng tổng" else f"; nếu đúng là đơn vị thì ghi đủ tên, ví dụ «xã {unit}»"
        return f"«{unit}» là {kind}, không phải đơn vị", f"bỏ dòng ấy{whole}"
    return None


def _kind_of(name: str) -> str:
    """What a row is that is no unit, '' for one."""
    first, _, rest = name.lower().partition(" ")
    if first in _WHOLES or (first in _LEVELS and rest.partition(" ")[0] not in _OF_SOME):
        return ""
    if _ORDINAL.fullmatch(name):
        return "dòng số thứ tự"
    if _SUM.match(name):
        return "dòng tổng"
    from engine.importing.not_units import kind_of  # the names of most tables begin with the level of a unit

    kind = kind_of(_BEHIND.split(name.lstrip(" ([*"))[0])
    return kind if kind in _NO_UNITS else ""


def remedy_of_two(unit: str) -> str:
    """What to do with two rows of one unit: they may be of two, and then neither may be deleted."""
    return (
        f"hai đơn vị cùng tên thì ghi thêm tên {above_of(unit)} ở cả hai dòng, ví dụ «{unit}, tỉnh A» và «{unit}, tỉnh B»; "
        "một đơn vị ghi hai lần thì chỉ giữ dòng đúng"
    )


def above_of(unit: str) -> str:
    """What distinguishes two units of one name: the province that they lie in, or the district (until 30/6/2025 there were some)."""
    return "tỉnh" if "," in unit or unit.lower().startswith(_DISTRICTS) else "tỉnh hoặc huyện"


def spellings(one: str, other: str) -> str:
    """How the names of two rows of one unit differ; '' where they are written alike."""
    shown = [" ".join(text_in_cell(name).split()) for name in (one, other)]
    if shown[0] != shown[1]:
        return f", tên ghi là «{shown[0]}» và «{shown[1]}»"
    return "" if one == other else ", tên ghi khác nhau ở khoảng trắng hoặc ở mã của dấu (Unicode dựng sẵn, tổ hợp)"
