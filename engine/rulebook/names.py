"""The names that a rulebook defines, and what refers to them: every reference is checked, with the nearest name for a slip."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from engine.domain.finding_kinds import FindingKind
from engine.domain.records import NamedTuple
from engine.files.diagnostics import Problems
from engine.files.scalars import Text
from engine.files.source import Span
from engine.language.text import fold
from engine.rulebook.logic import Leaf, Logic, PresenceTest, StatusTest, leaves
from engine.rulebook.order import natural_key
from engine.rulebook.rulebook import Reference, ReferenceKind


class Names(NamedTuple):
    """``complete`` is False where some name may be missing only because its entry was refused: then none is called unknown."""

    targets: set[str]
    criteria: set[str]
    findings: dict[str, FindingKind]
    complete: bool
    problems: Problems

    def check(self, logic: Logic | None) -> None:
        """Report every criterion, target and finding that ``logic`` names and that does not exist."""
        if self.complete:
            for leaf in leaves(logic):
                self._check_leaf(leaf)

    def _check_leaf(self, leaf: Leaf) -> None:
        match leaf:
            case StatusTest(of_target=True, id=identifier) if identifier not in self.targets:
                self._unknown("CT107", f"không có chỉ tiêu «{identifier}»", leaf.span, identifier, self.targets)
            case StatusTest(of_target=False, id=identifier) if identifier not in self.criteria:
                self._unknown("CT107", f"không có nội dung «{identifier}»", leaf.span, identifier, self.criteria)
            case PresenceTest(finding=identifier) if identifier not in self.findings:
                self._unknown("CT108", f"không có mã «{identifier}»", leaf.span, identifier, self.findings.keys())
            case PresenceTest(kind=kind, finding=identifier) if self.findings[identifier] != kind:
                found = self.findings[identifier].key
                message = f"«{identifier}» là {found}, không phải {kind.key}"
                self.problems.add("CT108", message, leaf.span, f"viết `có {found} {identifier}`, hoặc sửa mã")

    def _unknown(self, code: str, message: str, span: Span, name: str, known: AbstractSet[str]) -> None:
        if not self.complete:
            return
        close = self.problems.nearest(name, known)
        listed = ""
        if not close and self.problems.may_compare(len(known)):
            listed = ", ".join(sorted(known, key=natural_key)[:12]) or "chưa có"
        self.problems.add(
            code,
            message,
            span,
            f"phải chăng là «{close}»?"
            if close
            else f"các số, mã đã có: {listed}"
            if listed
            else "ghi số, mã có trong nghị quyết",
        )

    def reference(self, text: Text) -> Reference | None:
        """«2.1», «nội dung 2.1», «chỉ tiêu 5», «5», «HC-1»; a bare number that is both a criterion and a target is the criterion."""
        name, folded = text.value, fold(text.value)
        prefixes: tuple[tuple[str, ReferenceKind, set[str]], ...] = (
            ("noi dung ", "criterion", self.criteria),
            ("chi tieu ", "target", self.targets),
        )
        for prefix, what, known in prefixes:
            if folded.startswith(prefix):
                name = name[len(prefix) :].strip()
                if name in known:
                    return Reference(what, name)
                self._unknown("CT107", f"không có «{text}»", text.span, name, known)
                return None
        if name in self.criteria:
            return Reference("criterion", name)
        if name in self.targets:
            return Reference("target", name)
        if name in self.findings:
            return Reference("finding", name)
        code = "CT108" if any(c.isalpha() for c in name) else "CT107"
        known = {*self.criteria, *self.targets, *self.findings} if self.problems.may_compare(0) else set()
        self._unknown(code, f"không có «{text}»", text.span, name, known)
        return None
