"""Random rulebooks and facts, in the model of the reference evaluator, and the same as the YAML that staff would write."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from fractions import Fraction
from random import Random
from typing import Any as AnyValue

from hypothesis import strategies as st

from engine.domain.comparisons import spellings
from tests import reference as ref

# ---------------------------------------------------------------- the catalogue

RANKS = ("kém", "trung bình", "khá", "tốt")
_UNITS = {"count": "thành viên", "money": "triệu đồng", "rate": "%"}
_KINDS = {"yes_no": "có/không", "category": "phân loại", "judgement": "nhận định", "date": "ngày"}
_JUDGEMENTS = ("không đạt", "chưa đạt", "đạt", "vượt")
_SCALES = {
    "count": {"thành viên": 1, "": 1},
    "money": {"triệu đồng": 10**6, "": 10**6, "nghìn đồng": 10**3, "tỷ đồng": 10**9},
    "rate": {"%": 1, "": 1},
}
_VALUES = {
    "count": (0, 1, 2, 3, 4, 5, 7, 44, 45, 1000, 2570, 2600),
    "money": ("-4.13", "0", "0.5", "1.5", "1.6", "45", "45.5", "95", "1800", "1800.5", "3800019"),
    "rate": ("-1", "0", "2", "7.5", "8", "22.73", "40", "70", "98.85", "99.996", "100", "100.1"),
}
_SCALED = {kind: [Fraction(v) * (10**6 if kind == "money" else 1) for v in values] for kind, values in _VALUES.items()}
_DAYS = tuple(date(y, m, d) for y, m, d in ((2022, 3, 1), (2023, 6, 30), (2023, 12, 31), (2024, 1, 1), (2025, 12, 31)))
_RAW = (
    *(ref.Indicator(f"dem.{name}", "count") for name in ("a", "b", "c")),
    *(ref.Indicator(f"tien.{name}", "money", flow=name == "thu") for name in ("von", "no", "thu")),
    *(ref.Indicator(f"ty_le.{name}", "rate", flow=name == "b") for name in ("a", "b")),
    *(ref.Indicator(f"quan_sat.{name}", "yes_no") for name in ("a", "b")),
    ref.Indicator("xep_loai.a", "category"),
    ref.Indicator("danh_gia.a", "judgement"),
    ref.Indicator("ngay.a", "date"),
    ref.Indicator("dem.luy_ke", "count", running=True),
    ref.Indicator("tien.luy_ke", "money", running=True),
    ref.Indicator("ty_le.ky", "rate", per_period=True),
    ref.Indicator("dem.ke_hoach", "count", plan=True),
)
NUMERIC = ("count", "money", "rate")


def number(value: Fraction, grouped: bool = True) -> str:
    """As written in Vietnamese: 1.800,5. The value must have an end as a decimal."""
    assert has_end(value), value
    sign, digits = "-" if value < 0 else "", f"{int(abs(value) * 10**_DIGITS):0{_DIGITS + 1}d}"
    whole, decimals = digits[:-_DIGITS], digits[-_DIGITS:].rstrip("0")
    return sign + (f"{int(whole):,}".replace(",", ".") if grouped else whole) + ("," + decimals if decimals else "")


_DIGITS = 12


def has_end(value: Fraction) -> bool:
    """Whether it can be written as a decimal of up to twelve digits."""
    return (value * 1_000_000_000_000).denominator == 1


# ---------------------------------------------------------------- numbers and formulas


@st.composite
def literals(draw: st.DrawFn, kind: str, among: Sequence[Fraction] | None = None) -> ref.Number:
    value = draw(st.sampled_from(among or _SCALED[kind]))
    unit = draw(st.sampled_from(sorted(_SCALES[kind], reverse=True)))
    written = number(value / _SCALES[kind][unit], draw(st.booleans()))
    return ref.Number(value, f"{written}{'' if unit == '%' else ' '}{unit}".strip())


_FACTORS = [ref.Number(Fraction(v), number(Fraction(v))) for v in ("2", "0.5", "1.25", "10")]


@st.composite
def formulas(draw: st.DrawFn, kind: str, codes: dict[str, list[str]], depth: int = 2) -> ref.Formula:
    """A formula whose value is of ``kind``, over ``codes`` by kind (those of ``kind`` are not empty)."""
    code = st.sampled_from(codes[kind]).map(ref.Code)
    if depth == 0 or draw(st.booleans()):
        return draw(code)
    inner = formulas(kind, codes, depth - 1)
    shapes = ["tổng", "bình_quân", "lớn_nhất", "nhỏ_nhất", "năm_trước", "thực_hiện", "ước", "giá_trị", "cùng_kỳ"]
    if kind == "rate":
        shapes = ["tỷ_lệ", "tỷ_lệ", "tăng_trưởng", "so_cùng_kỳ", "lớn_nhất", "nhỏ_nhất", "bình_quân", "năm_trước"]
    else:
        shapes += ["+", "-", "*", "/", "minus"]
    match shape := draw(st.sampled_from(shapes)):
        case "+" | "-":
            return ref.Arithmetic(shape, draw(inner), draw(inner))
        case "*":
            return ref.Arithmetic("*", draw(st.sampled_from(_FACTORS)), draw(inner))
        case "/":
            return ref.Arithmetic("/", draw(inner), draw(st.sampled_from(_FACTORS)))
        case "minus":
            return ref.Minus(draw(inner))
        case "năm_trước" | "thực_hiện" | "ước" | "cùng_kỳ":
            return ref.Call(shape, (draw(code),))
        case "giá_trị":
            return ref.Call(shape, (draw(code), ref.Code(str(draw(st.sampled_from((2022, 2023)))))))
        case "tỷ_lệ" | "tăng_trưởng" | "so_cùng_kỳ":
            other = draw(st.sampled_from([k for k in ("count", "money") if codes[k]] or ["rate"]))
            if other == "rate":
                return draw(code)
            if shape != "tỷ_lệ":
                return ref.Call(shape, (draw(st.sampled_from(codes[other]).map(ref.Code)),))
            parts = formulas(other, codes, depth - 1)
            return ref.Call(shape, (draw(parts), draw(parts)))
    return ref.Call(shape, tuple(draw(st.lists(inner, min_size=2, max_size=3))))


def written_formula(formula: ref.Formula, inside: bool = False) -> str:
    match formula:
        case ref.Number(_, text):
            return text
        case ref.Code(name):
            return name
        case ref.Minus(of):
            text = f"-{written_formula(of, True)}"
        case ref.Arithmetic(sign, left, right):
            text = f"{written_formula(left, True)} {sign} {written_formula(right, True)}"
        case ref.Call(function, arguments):
            return f"{function}({', '.join(written_formula(a) for a in arguments)})"
    return f"({text})" if inside else text


# ---------------------------------------------------------------- conditions


def _before(*terminals: str) -> tuple[str, ...]:
    return tuple(f"{spelling} {{0}}" for spelling in spellings(*terminals))


_WORDINGS: dict[str, tuple[str, ...]] = {
    "at_least": ("từ {0} trở lên", "đạt từ {0} trở lên", *_before("AT_LEAST")),
    "above": ("đạt trên {0}", *_before("ABOVE", "EXCEEDED")),
    "at_most": ("từ {0} trở xuống", "còn tối đa {0}", *_before("AT_MOST")),
    "below": ("xuống còn dưới {0}", *_before("BELOW")),
    "point": ("có {0}", "đạt khoảng {0}", "đạt tới {0}", *_before("REACH")),
    "point rises": _before("UP_TO"),
    "point falls": _before("REMAIN", "DOWN_TO"),
    "range": ("từ {0} đến {1}", "đạt từ {0} đến {1}"),
    "range falls": ("còn từ {0} đến {1}",),
    "corridor": ("trong khoảng từ {0} đến {1}",),
    "equal": _before("EQUAL"),
    "different": _before("DIFFERENT"),
    "equal to nothing": ("không còn", "không có", "không để xảy ra", "không phát sinh"),
}
_ONLY_LITERAL = {"range": ("từ {0} - {1}",)}
_ONLY_WITHOUT_SUBJECT = {"at_least": ("{0} trở lên",), "at_most": ("{0} trở xuống",), "point": ("{0}", "khoảng {0}")}

_CONTRADICTS = {
    "tăng": ("at_most", "below", "point falls", "range falls", "equal to nothing"),
    "giảm": ("at_least", "above", "point rises"),
}


@st.composite
def comparisons(
    draw: st.DrawFn, kind: str, codes: dict[str, list[str]], subject: ref.Formula | None, good: str | None = None
) -> ref.Compare:
    """``good``: only wordings that do not contradict this «chiều tốt»."""
    names = [name for name in _WORDINGS if name not in _CONTRADICTS.get(good or "", ())]
    name = draw(st.sampled_from(names))
    relation, falls = name.split()[0], name.endswith("falls")
    if name == "equal to nothing":
        nothing = draw(st.sampled_from(_WORDINGS[name]))
        return ref.Compare(subject, relation, (ref.Number(Fraction(0), "0"),), nothing)
    bounds: tuple[ref.Formula, ...]
    literal = draw(st.integers(0, 3)) > 0
    if relation in ("range", "corridor") and not literal:
        bounds = (draw(formulas(kind, codes, 1)), draw(formulas(kind, codes, 1)))
    elif relation in ("range", "corridor"):
        low, high = sorted(draw(st.lists(st.sampled_from(_SCALED[kind]), min_size=2, max_size=2, unique=True)))
        bounds = _with_one_unit(kind, draw(literals(kind, [low])), draw(literals(kind, [high])))
    else:
        bounds = (draw(literals(kind) if literal else formulas(kind, codes, 1)),)
    wordings = list(_WORDINGS[name])
    if literal:
        wordings += _ONLY_LITERAL.get(name, ())
        if subject is None:
            wordings += _ONLY_WITHOUT_SUBJECT.get(name, ())
    rises = name.endswith("rises")
    return ref.Compare(subject, relation, bounds, draw(st.sampled_from(wordings)), falls, rises=rises)


def _with_one_unit(kind: str, *ends: ref.Number) -> tuple[ref.Number, ...]:
    """«từ 500 đến 7 tỷ đồng» leaves open what 500 is: either both ends name a unit or none does."""
    named = [end.text[-1] not in "0123456789" for end in ends]
    if all(named) or not any(named):
        return ends
    unit = _UNITS[kind]
    return tuple(replace(end, text=f"{number(end.value / _SCALES[kind][unit])} {unit}") for end in ends)


@dataclass(frozen=True)
class Names:
    """What a condition may speak of."""

    codes: dict[str, list[str]]
    verdicts: tuple[tuple[str, str], ...] = ()
    findings: tuple[tuple[str, str], ...] = ()

    @property
    def all_codes(self) -> list[str]:
        return [code for codes in self.codes.values() for code in codes]


@st.composite
def leaves(draw: st.DrawFn, names: Names, measured: tuple[str, str] | None, good: str | None = None) -> ref.Leaf:
    """One atom; ``measured`` (code, kind) of «đo bằng» where the condition names no subject of its own."""
    shapes = ["value"] * 4 + ["verdict"] * 2 * bool(names.verdicts) + ["finding"] * 2 * bool(names.findings) + ["data"]
    match draw(st.sampled_from(shapes)):
        case "value" if measured is not None:
            return draw(_about(measured[1], names, None, good))
        case "verdict":
            return ref.Standing(*draw(st.sampled_from(names.verdicts)), draw(st.sampled_from(ref.STANDINGS)))
        case "finding":
            return ref.HasFinding(*draw(st.sampled_from(names.findings)), draw(st.booleans()))
        case "data":
            return ref.HasData(draw(st.sampled_from(names.all_codes)), draw(st.booleans()))
    kind = draw(st.sampled_from([kind for kind, codes in names.codes.items() if codes]))
    subject: ref.Formula = ref.Code(draw(st.sampled_from(names.codes[kind])))
    if kind in NUMERIC and draw(st.integers(0, 3)) == 0:
        subject = draw(formulas(kind, names.codes))
    return draw(_about(kind, names, subject, good))


@st.composite
def _about(draw: st.DrawFn, kind: str, names: Names, subject: ref.Formula | None, good: str | None) -> ref.Leaf:
    if kind in NUMERIC:
        return draw(comparisons(kind, names.codes, subject, good))
    if kind == "yes_no":
        yes = draw(st.booleans())
        return ref.IsOneOf(subject, frozenset([int(yes)]), "có" if yes else "không")
    if kind == "date":
        return ref.DoneBy(subject, draw(st.sampled_from(_DAYS)), draw(st.booleans()))
    if kind == "judgement":
        # «là đạt» is also said of what went beyond, which is then vượt
        return draw(
            st.sampled_from(
                (
                    ref.IsOneOf(subject, frozenset([2, 3]), "là đạt", frozenset([3])),
                    ref.IsOneOf(subject, frozenset([3]), "là vượt"),
                    ref.IsOneOf(subject, frozenset([1]), "là chưa đạt"),
                    ref.IsOneOf(subject, frozenset([0]), "là không đạt"),
                )
            )
        )
    rank = draw(st.integers(0, len(RANKS) - 1))
    match draw(st.sampled_from(("là", "thuộc", "trở lên", "trở xuống"))):
        case "là":
            return ref.IsOneOf(subject, frozenset([rank]), f"là {RANKS[rank]}")
        case "trở lên":
            return ref.IsOneOf(subject, frozenset(range(rank, len(RANKS))), f"từ {RANKS[rank]} trở lên")
        case "trở xuống":
            return ref.IsOneOf(subject, frozenset(range(rank + 1)), f"từ {RANKS[rank]} trở xuống")
    ranks = draw(st.lists(st.integers(0, len(RANKS) - 1), min_size=1, max_size=3, unique=True))
    return ref.IsOneOf(subject, frozenset(ranks), f"thuộc [{', '.join(RANKS[r] for r in ranks)}]")


@st.composite
def conditions(
    draw: st.DrawFn, names: Names, measured: tuple[str, str] | None = None, depth: int = 2, good: str | None = None
) -> ref.Condition:
    if depth == 0 or draw(st.integers(0, 2)) > 0:
        return draw(leaves(names, measured, good))
    inner = conditions(names, measured, depth - 1, good)
    inline = draw(st.booleans())
    match draw(st.sampled_from(("all", "any", "not"))):
        case "not":
            return ref.Not(draw(inner), inline)
        case shape:
            parts = tuple(draw(st.lists(inner, min_size=2, max_size=4)))
            return (ref.All if shape == "all" else ref.Any)(parts, inline)


def written_leaf(leaf: ref.Leaf) -> str:
    match leaf:
        case ref.Compare(subject, _, bounds, wording):
            text = wording.format(*(written_formula(bound) for bound in bounds))
        case ref.IsOneOf(subject, _, wording):
            text = wording
        case ref.AsStated(subject, code):
            return f"{written_formula(subject)} = nêu({code})"
        case ref.DoneBy(subject, day, included):
            text = f"{'chậm nhất' if included else 'trước'} {_day(day)}"
        case ref.Standing(what, id, standing):
            return f"{what} {id} {standing}"
        case ref.HasFinding(kind, id, present):
            return f"{'có' if present else 'không có'} {kind} {id}"
        case ref.HasData(code, known):
            return f"{'đã' if known else 'chưa'} có số liệu {code}"
    return text if subject is None else f"{written_formula(subject)} {text}"


def written_condition(condition: ref.Condition) -> AnyValue:
    """As text, or as the keys «tất cả», «bất kỳ», «không phải»."""
    match condition:
        case ref.All(_, inline) | ref.Any(_, inline) | ref.Not(_, inline) if inline:
            return _sentence(condition)
        case ref.All(parts):
            return {"tất cả": [written_condition(part) for part in parts]}
        case ref.Any(parts):
            return {"bất kỳ": [written_condition(part) for part in parts]}
        case ref.Not(part):
            return {"không phải": written_condition(part)}
    return written_leaf(condition)


def _sentence(condition: ref.Condition, inside: bool = False) -> str:
    match condition:
        case ref.All(parts) | ref.Any(parts):
            word = " và " if isinstance(condition, ref.All) else " hoặc "
            text = word.join(_sentence(part, True) for part in parts)
            return f"({text})" if inside else text
        case ref.Not(part):
            return f"không phải ({_sentence(part)})"
    return written_leaf(condition)


# ---------------------------------------------------------------- rulebooks


@st.composite
def catalogues(draw: st.DrawFn) -> tuple[ref.Indicator, ...]:
    """Some raw indicators and some that are computed from them and from each other."""
    chosen = draw(st.lists(st.sampled_from(_RAW), min_size=2, max_size=7, unique=True))
    for name in ("a", "b", "c")[: draw(st.integers(0, 3))]:
        codes = codes_by_kind(chosen)
        kinds = [k for k in NUMERIC if codes[k]]
        if not kinds:
            break
        kind = draw(st.sampled_from(kinds))
        if kind == "count":  # things counted stay whole: no quotients
            function = draw(st.sampled_from(("tổng", "lớn_nhất", "nhỏ_nhất")))
            arguments = draw(st.lists(st.sampled_from(codes[kind]).map(ref.Code), min_size=2, max_size=3))
            formula: ref.Formula = ref.Call(function, tuple(arguments))
        else:
            formula = draw(formulas(kind, codes))
        chosen.append(ref.Indicator(f"tinh.{name}", kind, formula=formula))
    return tuple(chosen)


def codes_by_kind(indicators: Sequence[ref.Indicator]) -> dict[str, list[str]]:
    return {kind: [i.code for i in indicators if i.kind == kind] for kind in (*_UNITS, *_KINDS)}


@st.composite
def criteria(
    draw: st.DrawFn, id: str, indicators: Sequence[ref.Indicator], names: Names, first_year: int
) -> ref.Criterion:
    measured = draw(st.sampled_from(indicators)) if draw(st.booleans()) else None
    good = draw(st.sampled_from((None, None, "tăng", "giảm")))
    subject = (measured.code, measured.kind) if measured is not None else None
    goals = conditions(names, subject, 2, good)

    def goal(since: date | None) -> ref.Goal:
        if draw(st.integers(0, 2)):
            return ref.Goal({None: draw(goals)}, since)
        years = draw(st.lists(st.integers(max(2022, first_year), 2025), min_size=1, max_size=3, unique=True))
        return ref.Goal({year: draw(goals) for year in years}, since)

    def sometimes(strategy: st.SearchStrategy[AnyValue], one_in: int) -> AnyValue:
        return draw(strategy) if draw(st.integers(1, one_in)) == one_in else None

    amended = draw(st.lists(st.sampled_from(_DAYS), max_size=2, unique=True)) if draw(st.integers(0, 2)) == 2 else []
    drawn = (goal(None), *(goal(since) for since in amended))
    exceeded = sometimes(conditions(names, subject, 1), 3)
    applies = sometimes(conditions(names, draw(st.sampled_from((subject, None))), 1), 6)
    flows = {indicator.code for indicator in indicators if indicator.flow}
    alone = functions_in((drawn, exceeded, applies)) & _OF_ONE_CODE  # they take no sums over the years
    fits = (measured is None or measured.flow) and codes_in((drawn, exceeded, applies)) <= flows and not alone
    summed = fits and draw(st.booleans())
    return ref.Criterion(
        id,
        measured.code if measured is not None else None,
        drawn,
        exceeded=exceeded,
        applies=applies,
        good=good,
        deadline=sometimes(st.sampled_from(_DAYS), 5),
        yearly=draw(st.integers(0, 3)) == 3 and not summed,
        counted=draw(st.integers(0, 4)) < 4,
        cumulative=summed,
    )


def codes_in(part: object) -> set[str]:
    """The indicators that goals and conditions name."""
    match part:
        case ref.Code(name=name):
            return {name}
        case tuple() | list():
            return set().union(*map(codes_in, part))
        case dict():
            return codes_in(list(part.values()))
    if is_dataclass(part):
        return codes_in([getattr(part, one.name) for one in fields(part)])
    return set()


_OF_ONE_CODE = {"thực_hiện", "ước", "cùng_kỳ", "tăng_trưởng", "so_cùng_kỳ"}


def functions_in(part: object) -> set[str]:
    """The functions that goals and conditions call."""
    match part:
        case tuple() | list():
            return set().union(*map(functions_in, part))
        case dict():
            return functions_in(list(part.values()))
    own = {part.function} if isinstance(part, ref.Call) else set()
    if is_dataclass(part):
        return own | functions_in([getattr(part, one.name) for one in fields(part)])
    return own


FINDING_KINDS = {
    "hạn chế": "HC",
    "khó khăn": "KK",
    "nguyên nhân": "NN",
    "dự báo": "DB",
    "giải pháp": "GP",
    "kiến nghị": "KN",
}


@st.composite
def rulebooks(draw: st.DrawFn, max_criteria: int = 6, max_findings: int = 6) -> ref.Rulebook:
    """Criteria and findings in a random order; each may speak of what stands before it."""
    first_year = draw(st.sampled_from((2021, 2022, 2023)))
    indicators = draw(catalogues())
    codes = codes_by_kind(indicators)
    plan = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    ids = [(str(t), f"{t}.{n}") for t, size in enumerate(plan, 1) for n in range(1, size + 1)][:max_criteria]
    alone = {t for t, _ in ids if sum(t == other for other, _ in ids) == 1 and draw(st.booleans())}
    places = sorted(draw(st.lists(st.integers(0, len(ids)), max_size=max_findings)))
    verdicts: list[tuple[str, str]] = []
    made: list[ref.Criterion] = []
    findings: list[ref.Finding] = []

    def add_findings(place: int) -> None:
        for _ in range(places.count(place)):
            names = Names(codes, tuple(verdicts), tuple((f.kind, f.id) for f in findings))
            findings.append(draw(_findings(len(findings) + 1, names, all_judged=place == len(ids))))

    for place, (target, id) in enumerate(ids):
        add_findings(place)
        names = Names(codes, tuple(verdicts), tuple((f.kind, f.id) for f in findings))
        made.append(draw(criteria(target if target in alone else id, indicators, names, first_year)))
        verdicts.append(("nội dung", made[-1].id))
        if place + 1 == len(ids) or ids[place + 1][0] != target:
            verdicts.append(("chỉ tiêu", target))
    add_findings(len(ids))
    targets = tuple(
        ref.Target(t, tuple(c for c in made if c.id.partition(".")[0] == t), t in alone)
        for t in dict.fromkeys(t for t, _ in ids)
    )
    names = Names(codes, tuple(verdicts), tuple((f.kind, f.id) for f in findings))
    checks = tuple(draw(reconciliations(serial, names)) for serial in range(1, draw(st.integers(0, 3)) + 1))
    beyond = draw(st.sampled_from(("theo câu chữ", "theo câu chữ", "mọi ngưỡng", "không")))
    return ref.Rulebook(indicators, targets, tuple(findings), first_year, reconciliations=checks, beyond=beyond)


@st.composite
def _findings(draw: st.DrawFn, serial: int, names: Names, all_judged: bool) -> ref.Finding:
    kind = draw(st.sampled_from(sorted(FINDING_KINDS)))
    reasons = [*names.verdicts, *names.findings]
    of: list[tuple[str, str]] = []
    # Without «của», hạn chế and nguyên nhân look at all criteria, so they come after all of them.
    must = kind in ("hạn chế", "nguyên nhân") and not all_judged
    if must and not reasons:
        kind = "khó khăn"
    elif reasons and (must or draw(st.integers(0, 2))):
        of = draw(st.lists(st.sampled_from(reasons), min_size=1, max_size=3, unique=True))
    when = draw(conditions(names)) if draw(st.integers(0, 2)) else None
    keeps_up = kind == "giải pháp" and draw(st.booleans())
    return ref.Finding(f"{FINDING_KINDS[kind]}-{serial}", kind, tuple(of), when, keeps_up)


@st.composite
def reconciliations(draw: st.DrawFn, serial: int, names: Names) -> ref.Reconciliation:
    """Any condition, an identity with its tolerance, or a number against the one that the report states."""
    id = f"DC-{serial}"
    kinds = [kind for kind in NUMERIC if names.codes[kind]]
    match draw(st.sampled_from(("any", "identity", "identity", "stated", "stated") if kinds else ("any",))):
        case "any":
            return ref.Reconciliation(id, draw(conditions(names)))
        case "stated":
            kind = draw(st.sampled_from(kinds))
            code = draw(st.sampled_from(names.codes[kind]))
            subject = ref.Code(code) if draw(st.booleans()) else draw(formulas(kind, names.codes))
            stated: ref.Condition = ref.AsStated(subject, code)
            return ref.Reconciliation(id, ref.Not(stated) if draw(st.integers(0, 5)) == 5 else stated)
    kind = draw(st.sampled_from(kinds))
    sides = draw(formulas(kind, names.codes)), draw(formulas(kind, names.codes))
    identity = ref.Compare(sides[0], "equal", (sides[1],), "= {0}")
    widths = _SCALED[kind][: len(_SCALED[kind]) // 2] if draw(st.booleans()) else ()
    width = draw(st.sampled_from([abs(w) for w in widths])) if widths else None
    if width is None:
        return ref.Reconciliation(id, identity)
    unit = {"count": " thành viên", "money": " đồng", "rate": " điểm %"}[kind]
    return ref.Reconciliation(id, identity, ref.Number(width, f"{number(width)}{unit}"))


# ---------------------------------------------------------------- facts


@st.composite
def years(draw: st.DrawFn, rulebook: ref.Rulebook) -> dict[int, ref.YearOfFacts]:
    """The facts of 2023, and at times of years before, also before the period (which only serve to compare with)."""
    made = {2023: draw(year_of_facts(2023, rulebook.indicators))}
    for year in range(2022, rulebook.first_year - 2, -1):
        if draw(st.booleans()):
            made[year] = draw(year_of_facts(year, rulebook.indicators))
    return made


@st.composite
def year_of_facts(draw: st.DrawFn, year: int, indicators: Sequence[ref.Indicator]) -> ref.YearOfFacts:
    days = (date(year, 11, 10), date(year, 12, 31), date(year + 1, 1, 15), date(2025, 12, 31))
    as_of = draw(st.sampled_from(days))
    facts = []
    for indicator in indicators:
        given = draw(st.sampled_from((1, 1, 1, 1, 1, 2, 0) if indicator.formula is None else (0, 0, 0, 1)))
        facts += [draw(facts_of(indicator, year)) for _ in range(given)]
    stated = [i for i in indicators if i.kind in NUMERIC and draw(st.integers(0, 2)) == 2]
    given = ref.YearOfFacts(year, as_of, tuple(facts), tuple(draw(claims(indicator)) for indicator in stated))
    return ref.without_errors(ref.Rulebook(tuple(indicators), ()), given)


@st.composite
def claims(draw: st.DrawFn, indicator: ref.Indicator) -> ref.Claim:
    """What the report states of ``indicator``: a number with its digits, or a bound."""
    value = draw(literals(indicator.kind))
    written = value.text.split()[0].rstrip("%")
    scale = abs(value.value / _written_number(written)) if value.value else Fraction(1)
    match draw(st.sampled_from(("{0}", "{0}", "{0}", "trên {0}", "dưới {0}"))):
        case "trên {0}":
            return ref.Claim(indicator.code, ref.Possible((value.value, 1), ref.NO_HIGH), f"trên {value.text}")
        case "dưới {0}":
            return ref.Claim(indicator.code, ref.Possible(ref.NO_LOW, (value.value, -1)), f"dưới {value.text}")
    if not value.value:  # of nothing no unit can be told
        value = ref.Number(Fraction(0), "0")
        scale = Fraction(10**6 if indicator.kind == "money" else 1)
    last_digit = scale / 10 ** len(written.partition(",")[2])
    return ref.Claim(indicator.code, ref.written_as(value.value, last_digit), value.text)


def _written_number(text: str) -> Fraction:
    return Fraction(text.replace(".", "").replace(",", "."))


@st.composite
def facts_of(draw: st.DrawFn, indicator: ref.Indicator, year: int) -> ref.Fact:
    value, text = draw(_values(indicator))
    fact = ref.Fact(indicator.code, value, text)
    fact = replace(fact, estimate=draw(st.integers(0, 4)) == 4)
    match draw(st.sampled_from(("plain", "plain", "plain", "dated", "whole year"))):
        case "dated":
            return replace(fact, as_of=draw(st.sampled_from((date(year, 6, 30), date(year, 10, 31)))))
        case "whole year":
            return replace(fact, whole_year=True)
    return fact


@st.composite
def _values(draw: st.DrawFn, indicator: ref.Indicator) -> tuple[ref.Possible, str]:
    match kind := indicator.kind:
        case "yes_no":
            yes = draw(st.booleans())
            return ref.exactly(int(yes)), "có" if yes else "không"
        case "category":
            rank = draw(st.integers(0, len(RANKS) - 1))
            return ref.exactly(rank), RANKS[rank]
        case "judgement":
            rank = draw(st.integers(0, len(_JUDGEMENTS) - 1))
            return ref.exactly(rank), _JUDGEMENTS[rank]
        case "date":
            day = draw(st.sampled_from(_DAYS))
            return ref.exactly(day.toordinal()), _day(day)
    first = draw(literals(kind))
    wording = draw(st.sampled_from(("{0}",) * 5 + tuple(_BOUNDS)))
    if wording == "{0}" or (kind == "count" and first.value < 2):
        return ref.exactly(first.value), first.text
    if wording == "từ {0} đến {1}":
        low, high = sorted(draw(st.lists(st.sampled_from(_SCALED[kind]), min_size=2, max_size=2, unique=True)))
        ends = _with_one_unit(kind, draw(literals(kind, [low])), draw(literals(kind, [high])))
        return ref.Possible((low, 0), (high, 0)), wording.format(*(end.text for end in ends))
    return _bounded(indicator, first.value, *_BOUNDS[wording]), wording.format(first.text)


_BOUNDS: dict[str, tuple[str, bool]] = {
    "trên {0}": ("low", True),
    "hơn {0}": ("low", True),
    "ít nhất {0}": ("low", False),
    "từ {0} trở lên": ("low", False),
    "dưới {0}": ("high", True),
    "gần {0}": ("high", True),
    "chưa đến {0}": ("high", True),
    "tối đa {0}": ("high", False),
    "khoảng {0}": ("about", False),
    "từ {0} đến {1}": ("both", False),
}


def _bounded(indicator: ref.Indicator, value: Fraction, side: str, strict: bool) -> ref.Possible:
    """Things counted are whole, those computed need not be (an average); neither is less than 0."""
    whole = indicator.kind == "count" and indicator.formula is None
    match side:
        case "low":
            return ref.Possible((value + 1, 0) if whole and strict else (value, int(strict)), ref.NO_HIGH)
        case "high":
            low = (Fraction(0), 0) if indicator.kind == "count" else ref.NO_LOW
            return ref.Possible(low, (value - 1, 0) if whole and strict else (value, -int(strict)))
    return ref.exactly(value)


# ---------------------------------------------------------------- YAML

Files = dict[str, str]
"""Paths in a workspace, and their text."""


def workspace_files(rulebook: ref.Rulebook, facts: ref.Years, order: Random | None = None) -> Files:
    """The files of a workspace; ``order`` shuffles files and everything in them that has no order of its own."""
    files = {f"rules/nq/{name}": text for name, text in _rule_files(rulebook, order).items()}
    for year in _shuffled(sorted(facts), order):
        documents = [one for file in ref.files_of(facts, year) for one in _facts_documents(file, order)]
        for serial, document in enumerate(documents):
            files[f"facts/xa/{year}-{serial}.yaml"] = _yaml(document)
    return files


def _shuffled(items: Sequence[AnyValue], order: Random | None) -> list[AnyValue]:
    return list(items) if order is None else order.sample(list(items), len(items))


def _rule_files(rulebook: ref.Rulebook, order: Random | None) -> Files:
    head = {
        "nghị quyết": {
            "số": "1/NQ-HĐND",
            "giai đoạn": f"{rulebook.first_year}-{rulebook.last_year}",
            "quy ước vượt": rulebook.beyond,
        },
        "số liệu": {i.code: _indicator(i) for i in _shuffled(rulebook.indicators, order)},
    }
    documents: list[dict[str, AnyValue]] = [head]
    documents += [_target(target, order) for target in _shuffled(rulebook.targets, order)]
    for finding in _shuffled(rulebook.findings, order):
        document = documents[-1] if order is None else order.choice(documents)
        document.setdefault(finding.kind, []).append(_finding(finding, bare=order is None))
    for check in _shuffled(rulebook.reconciliations, order):
        document = documents[0] if order is None else order.choice(documents)
        document.setdefault("đối chiếu", []).append(_reconciliation(check))
    if order is None:
        return {f"{serial}.yaml": _yaml(document) for serial, document in enumerate(documents)}
    return {f"{order.choice('abyz')}{serial}.yaml": _yaml(document) for serial, document in enumerate(documents)}


_NATURES = {"flow": "trong năm", "running": "lũy kế", "rate": "theo kỳ", "plan": "kế hoạch"}


def _indicator(indicator: ref.Indicator) -> dict[str, AnyValue]:
    keys: dict[str, AnyValue] = {"tên": f"Số liệu {indicator.code}"}
    if indicator.kind in _UNITS:
        keys["đơn vị tính"] = _UNITS[indicator.kind]
    else:
        keys["kiểu"] = _KINDS[indicator.kind]
    if indicator.kind == "category":
        keys["giá trị"] = list(RANKS)
    if indicator.nature != "stock":
        keys["tính chất"] = _NATURES[indicator.nature]
    for key, holds in (
        ("có thể giảm", indicator.can_fall),
        ("có thể âm", indicator.can_be_negative),
        ("là tốc độ tăng", indicator.is_growth),
    ):
        if holds:
            keys[key] = "có"
    for key, end in (("tối thiểu", indicator.least), ("tối đa", indicator.most)):
        if end is not None:
            keys[key] = number(end) + ("%" if indicator.kind == "rate" else "")
    if indicator.part_of is not None:
        keys["là phần của"] = indicator.part_of
    if indicator.formula is not None:
        keys["công thức"] = written_formula(indicator.formula)
    return keys


def _target(target: ref.Target, order: Random | None) -> dict[str, AnyValue]:
    if target.alone:
        return {"chỉ tiêu": target.id, **_criterion(target.criteria[0])}
    criteria = [{"số": c.id, **_criterion(c)} for c in _shuffled(target.criteria, order)]
    return {"chỉ tiêu": target.id, "tên": f"Chỉ tiêu {target.id}", "nội dung": criteria}


def _criterion(criterion: ref.Criterion) -> dict[str, AnyValue]:
    original, *amended = criterion.goals
    keys: dict[str, AnyValue] = {"nguyên văn": "Thực hiện tốt công việc", "đạt khi": _goal(original)}
    for key, condition in (("vượt khi", criterion.exceeded), ("áp dụng khi", criterion.applies)):
        if condition is not None:
            keys[key] = written_condition(condition)
    for key, value in (("đo bằng", criterion.measured_by), ("chiều tốt", criterion.good)):
        if value is not None:
            keys[key] = value
    if criterion.deadline is not None:
        keys["hạn"] = _day(criterion.deadline)
    if criterion.yearly:
        keys["kỳ"] = "hằng năm"
    if criterion.mean:
        keys["kỳ"] = "bình quân giai đoạn"
    if criterion.cumulative:
        keys["cộng dồn"] = "có"
    if criterion.course:
        keys["tiến độ"] = _course(criterion)
    if not criterion.counted:
        keys["tính vào tổng hợp"] = "không"
    if amended:
        keys["sửa đổi"] = [_amendment(goal) for goal in amended]
    return keys


def _course(criterion: ref.Criterion) -> dict[str, AnyValue]:
    rows = {str(row.until): number(row.value) + ("%" if row.share else "") for row in criterion.course}
    return rows | ({"sai lệch": f"{number(criterion.allowance)} điểm %"} if criterion.allowance else {})


def _goal(goal: ref.Goal) -> AnyValue:
    if None in goal.by_year:
        return written_condition(goal.by_year[None])
    return {str(year): written_condition(condition) for year, condition in goal.by_year.items()}


def _amendment(goal: ref.Goal) -> dict[str, AnyValue]:
    assert goal.since is not None
    return {
        "văn bản": "2/NQ-HĐND",
        "hiệu lực từ": _day(goal.since),
        "nguyên văn": "Thực hiện tốt hơn",
        "đạt khi": _goal(goal),
    }


def _finding(finding: ref.Finding, bare: bool) -> dict[str, AnyValue]:
    """``bare``: a criterion in «của» is just its number."""
    keys: dict[str, AnyValue] = {"mã": finding.id}
    if finding.kind == "nguyên nhân":
        keys["loại"] = "chủ quan"
    if finding.of:
        keys["của"] = [
            f"{what} {id}" if what == "chỉ tiêu" or (what == "nội dung" and not bare) else id for what, id in finding.of
        ]
    if finding.when is not None:
        keys["khi"] = written_condition(finding.when)
    if finding.keeps_up:
        keys["duy trì"] = "có"
    return {**keys, "kết luận": "Có điều này"}


def _reconciliation(check: ref.Reconciliation) -> dict[str, AnyValue]:
    keys: dict[str, AnyValue] = {"mã": check.id, "kiểm": written_condition(check.check)}
    if check.tolerance is not None:
        keys["sai số"] = check.tolerance.text
    return keys


def _facts_documents(facts: ref.YearOfFacts, order: Random | None) -> list[dict[str, AnyValue]]:
    head = {"nghị quyết": "1/NQ-HĐND", "đơn vị": "xã A", "năm": str(facts.year), "tính đến": _day(facts.as_of)}
    if facts.period is not None:
        head["kỳ"] = facts.period
    groups = _shuffled([_group(fact, facts) for fact in facts.facts], order)
    parts = [groups] if order is None else [groups[::2], groups[1::2]]
    documents = [head | ({"số liệu": part} if part else {}) for part in parts]
    if facts.claims:
        documents[-1]["báo cáo nêu"] = [
            {"về": claim.code, "giá trị": claim.text} for claim in _shuffled(facts.claims, order)
        ]
    return documents


def _group(fact: ref.Fact, file: ref.YearOfFacts) -> dict[str, AnyValue]:
    """A group of one fact; some are written with their «kỳ» at the value itself, or as corrections of another value."""
    keys: dict[str, AnyValue] = {}
    if fact.as_of is not None:
        keys["tính đến"] = _day(fact.as_of)
    if fact.estimate:
        keys["loại số liệu"] = "ước thực hiện"
    if fact.preliminary:
        keys["loại số liệu"] = "sơ bộ"
    if fact.whole_year:
        keys["kỳ"] = "cả năm"
    if isinstance(fact.period, ref.Span):
        keys["kỳ"] = f"từ {_day(fact.period.start)} đến {_day(fact.period.end)}"
    elif fact.period is not None:
        keys["kỳ"] = fact.period
    return {**keys, "giá trị": {fact.code: fact.text}} | _details(fact, file, keys)


def _details(fact: ref.Fact, file: ref.YearOfFacts, keys: dict[str, AnyValue]) -> dict[str, AnyValue]:
    """What is written otherwise where a value stands on several lines; which those are is told by its digits."""
    form = sum(map(ord, f"{fact.code}{fact.text}{keys}")) % 8
    value: dict[str, AnyValue] = {"là": fact.text}
    if form == 0:
        value["thay thế"] = {"giá trị cũ": "không rõ", "lý do": "ghi nhầm", "ngày": _day(file.as_of)}
    elif form < 4 and "kỳ" in keys:
        value["kỳ"] = keys["kỳ"]
    else:
        return {}
    around = {"kỳ": "11 tháng"} if "kỳ" in value and form == 1 else {}  # the nearest counts
    return {"giá trị": {fact.code: value}} | around


def _day(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


_PLAIN = re.compile(r"[\w(-][^:#\"\n]*\Z")


def _yaml(document: dict[str, AnyValue]) -> str:
    return "\n".join(_lines(document, 0)) + "\n"


def _lines(value: AnyValue, indent: int) -> list[str]:
    """Block style. A list stands one level under its key."""
    pad = " " * indent
    lines: list[str] = []
    if isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(inner, str):
                lines.append(f"{pad}{key}: {_scalar(inner)}")
            else:
                lines += [f"{pad}{key}:", *_lines(inner, indent + 2)]
        return lines
    for item in value:
        if isinstance(item, str):
            lines.append(f"{pad}- {_scalar(item)}")
        else:
            first, *rest = _lines(item, indent + 2)
            lines += [f"{pad}- {first.lstrip()}", *rest]
    return lines


def _scalar(text: str) -> str:
    return text if _PLAIN.match(text) else f'"{text}"'
