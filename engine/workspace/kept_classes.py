"""The classes of what is kept: everything that a rulebook and the facts of a file are made of."""

from __future__ import annotations

from engine.domain.comparisons import Direction, Relation
from engine.domain.finding_kinds import FindingKind
from engine.domain.verdicts import PaceState, Verdict
from engine.factbase import facts
from engine.factbase.periods import Period
from engine.files.diagnostics import Diagnostic, Note
from engine.files.scalars import Scalar, Text
from engine.files.source import Span
from engine.kept.codec import Codec
from engine.language import syntax
from engine.language.interval import Interval
from engine.language.units import Unit
from engine.language.vocabulary import Vocabulary
from engine.rulebook import logic, rulebook
from engine.rulebook.particulars import ReportParticulars, WorkField

CODEC = Codec(
    (
        Direction, Relation, FindingKind, Verdict, PaceState, Period, Diagnostic, Note, Scalar, Text, Span, Interval, Unit,
        Vocabulary, ReportParticulars, WorkField,
        syntax.Extent, syntax.Quantity, syntax.Ref, syntax.Negative, syntax.Binary, syntax.Call,
        rulebook.Resolution, rulebook.Kind, rulebook.Nature, rulebook.Indicator, logic.Reading, logic.Asked,
        logic.Input, logic.Sides, logic.Test, logic.StatusTest, logic.PresenceTest, logic.KnowledgeTest,
        logic.AllOf, logic.AnyOf, logic.NotOf, rulebook.Threshold, rulebook.Wording, rulebook.Course,
        rulebook.Criterion, rulebook.Target, rulebook.Reference, rulebook.Placeholder, rulebook.Finding,
        rulebook.Reconciliation, rulebook.DraftMarks, rulebook.Sentence, rulebook.Rulebook,
        facts.Basis, facts.Replaced, facts.Fact, facts.ClaimKind, facts.Subject, facts.StatedNumber, facts.Claim,
        facts.FactError, facts.FactSet,
    )
)  # fmt: skip
