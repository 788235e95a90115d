"""What a report says of itself («báo cáo nêu»): statements as written → typed claims, to be compared and never computed with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from engine.domain.limits import CLAIMS_ALIKE, grouped
from engine.factbase.facts import Claim, ClaimKind, StatedNumber, Subject
from engine.factbase.stated import decimals_of
from engine.files.diagnostics import Problems
from engine.files.scalars import Text
from engine.language.measured import measured
from engine.language.names import meant
from engine.language.syntax import Quantity
from engine.language.text import fold
from engine.language.units import UnitMismatch
from engine.language.vocabulary import LanguageError
from engine.rulebook.formulas import against
from engine.rulebook.remedies import unit_remedy
from engine.rulebook.rulebook import Rulebook

if TYPE_CHECKING:
    from engine.factbase.documents import ClaimDoc

VERDICTS = ("đạt", "vượt", "chưa đạt", "không đạt", "chưa đủ số liệu", "chưa hết kỳ", "không áp dụng")
_OF_GOAL = {"vượt": 1, "thiếu": -1, "còn thiếu": -1, "hụt": -1}
"""Words that say on which side of the goal a number lies: of a goal that is better reached from above, «vượt» is below it."""

_SIGNS = {
    **_OF_GOAL,
    **dict.fromkeys(("cao hơn", "nhiều hơn", "hơn", "tăng", "thừa", "+"), 1),
    **dict.fromkeys(("thấp hơn", "ít hơn", "kém", "giảm", "-", "−"), -1),
}


def read_claims(
    docs: Iterable[ClaimDoc], rulebook: Rulebook, source: Callable[[Text | None], str], problems: Problems
) -> tuple[Claim, ...]:
    """The claims of ``docs`` in their order; what cannot be understood is reported. ``source`` checks a source's name."""
    reader = _Reader(rulebook, problems)
    found = [claim for doc in docs for claim in reader.claims(doc, source(doc.source))]
    alike = Counter((claim.about, claim.kind) for claim in found)
    for key, count in alike.items():
        if count > CLAIMS_ALIKE:
            beyond = [claim.span for claim in found if (claim.about, claim.kind) == key][CLAIMS_ALIKE]
            message = f"một điều được nêu hơn {grouped(CLAIMS_ALIKE)} lần (ở đây {grouped(count)})"
            problems.add("CT002", message, beyond, "chỉ ghi những chỗ khác nhau")
    return tuple(claim._replace(number=number) for number, claim in enumerate(found, 1))


class _Reader:
    def __init__(self, rulebook: Rulebook, problems: Problems) -> None:
        self.rulebook = rulebook
        self.problems = problems

    def claims(self, doc: ClaimDoc, source: str) -> Iterable[Claim]:
        subject = self._subject(doc.about)
        self._check_verdict(doc.verdict)
        blamed = self._blamed(doc.reason_about)
        if subject is None:
            return
        texts = {
            ClaimKind.VERDICT: doc.verdict,
            ClaimKind.COMPLETION: doc.ratio,
            ClaimKind.DIFFERENCE: doc.difference,
            ClaimKind.VALUE: doc.value,
            ClaimKind.LABEL: doc.label,
            ClaimKind.REASON: doc.reason,
        }
        for kind, text in texts.items():
            if text is None:
                continue
            stated = self._stated(kind, text) if kind in _NUMBERS and not self._is_rank(subject, text) else None
            self._check_unit(subject, text, stated)
            reason_about = blamed if kind is ClaimKind.REASON else ""
            yield Claim(0, subject, kind, text.value, source, text.span, stated, reason_about)
        counts = {
            ClaimKind.TARGETS_MET: doc.targets_met,
            ClaimKind.CRITERIA_MET: doc.criteria_met,
            ClaimKind.TARGETS_NOT_MET: doc.targets_not_met,
            ClaimKind.CRITERIA_NOT_MET: doc.criteria_not_met,
            ClaimKind.CRITERIA_ON_COURSE: doc.on_course,
            ClaimKind.CRITERIA_ON_COURSE_OR_MET: doc.on_course_or_met,
        }
        for kind, count in counts.items():
            if count is not None:
                place = doc.places.get(_COUNT_KEYS[kind], doc.span)
                yield Claim(0, subject, kind, str(count), source, place)

    @cached_property
    def _named(self) -> dict[str, Subject]:
        named = {f"noi dung {c.id}": Subject("criterion", c.id) for c in self.rulebook.criteria}
        named |= {f"chi tieu {t.id}": Subject("target", t.id) for t in self.rulebook.targets}
        return named | {"tong hop": Subject("summary", "")}

    def _subject(self, about: Text) -> Subject | None:
        if about.value in self.rulebook.indicators:
            return Subject("indicator", about.value)
        folded = fold(about.value)
        if folded in self._named:
            return self._named[folded]
        known = [f"nội dung {c.id}" for c in self.rulebook.criteria]
        known += [f"chỉ tiêu {t.id}" for t in self.rulebook.targets] + ["tổng hợp"]
        number = about.value.rpartition(" ")[2]
        guess = not folded.startswith(("noi dung ", "chi tieu ")) or any(c.isalpha() for c in number)
        close = self.problems.nearest(about.value, [*known, *self.rulebook.indicators]) if guess else None
        options = "ghi `nội dung 2.1`, `chỉ tiêu 5`, `tổng hợp` hoặc một mã số liệu"
        remedy = f"phải chăng là «{close}»?" if close else options
        self.problems.add("CT206", f"không có «{about}» để đối chiếu", about.span, remedy)
        return None

    def _check_verdict(self, verdict: Text | None) -> None:
        if verdict is not None and fold(verdict.value) not in {fold(known) for known in VERDICTS}:
            close = self.problems.nearest(verdict.value, VERDICTS)
            remedy = f"phải chăng là «{close}»?" if close else "ghi một trong: " + ", ".join(VERDICTS)
            self.problems.add("CT014", f"«{verdict}» không phải một kết luận", verdict.span, remedy)

    def _blamed(self, code: Text | None) -> str:
        if code is None or code.value in self.rulebook.indicators:
            return code.value if code else ""
        close = self.problems.nearest(code.value, self.rulebook.indicators)
        remedy = f"phải chăng là `{close}`?" if close else "ghi một mã số liệu có trong danh mục"
        self.problems.add("CT201", f"mã số liệu «{code}» không có trong danh mục", code.span, remedy)
        return ""

    def _is_rank(self, subject: Subject, text: Text) -> bool:
        """Whether the text is a value of a category, not a number."""
        indicator = self.rulebook.indicators.get(subject.id) if subject.what == "indicator" else None
        return indicator is not None and len(meant(text.value, indicator.ranks)) == 1

    def _check_unit(self, subject: Subject, text: Text, stated: StatedNumber | None) -> None:
        """The claimed value of an indicator must be of its unit; what is said of a criterion is fitted when it is compared."""
        if subject.what != "indicator" or stated is None:
            return
        unit = self.rulebook.indicators[subject.id].unit
        try:
            against(unit, stated.bound)
        except UnitMismatch as mismatch:
            self.problems.add("CT103", str(mismatch), text.span, unit_remedy(stated.bound.unit, unit.text))

    def _stated(self, kind: ClaimKind, text: Text) -> StatedNumber | None:
        word, start = _sign_of(text.value) if kind is ClaimKind.DIFFERENCE else ("", 0)
        try:
            read = measured(text.value[start:], self.rulebook.vocabulary)
        except LanguageError as error:
            place = text.part(start + error.start, start + error.end)
            remedy = error.remedy if error.about_number else _NUMBERS[kind]
            self.problems.add("CT204", error.message, place, remedy)
            return None
        assert isinstance(read.bound, Quantity)
        upper = read.upper if isinstance(read.upper, Quantity) else None
        decimals = decimals_of(text.value[start:])
        return StatedNumber(read.relation, read.bound, upper, decimals, _SIGNS.get(word, 0), of_goal=word in _OF_GOAL)


_NUMBERS = {
    ClaimKind.COMPLETION: "ghi tỷ lệ hoàn thành, ví dụ 97,25%",
    ClaimKind.DIFFERENCE: "ghi chênh lệch, ví dụ vượt 0,5 điểm % hoặc thiếu 12 hộ",
    ClaimKind.VALUE: "ghi con số và đơn vị như báo cáo nêu, ví dụ 4.950 thành viên",
}
_COUNT_KEYS = {
    ClaimKind.TARGETS_MET: "chỉ tiêu đạt và vượt",
    ClaimKind.CRITERIA_MET: "nội dung đạt và vượt",
    ClaimKind.TARGETS_NOT_MET: "chỉ tiêu chưa đạt",
    ClaimKind.CRITERIA_NOT_MET: "nội dung chưa đạt",
    ClaimKind.CRITERIA_ON_COURSE: "đảm bảo tiến độ",
    ClaimKind.CRITERIA_ON_COURSE_OR_MET: "đảm bảo tiến độ, đạt và vượt",
}


def _sign_of(text: str) -> tuple[str, int]:
    """Returns the word in _SIGNS that ``text`` begins with ('' for none), and where its number starts."""
    for word in sorted(_SIGNS, key=len, reverse=True):
        if text.lower().startswith(word):
            return word, len(word) + len(text[len(word) :]) - len(text[len(word) :].lstrip())
    return "", 0
