"""Imports folders of returned forms: each file by itself, each unit and year as a whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from engine.domain.records import NamedTuple
from engine.factbase.values import parse_value
from engine.files.json_form import Meaning, json_form
from engine.files.reasons import reason, reason_of_reading
from engine.importing.books import read_book
from engine.importing.corrections import Correction, corrections
from engine.importing.earlier import Change, ChangedTable
from engine.importing.existing import ExistingFacts
from engine.importing.forms import forms_in
from engine.importing.grid import UnreadableTable
from engine.importing.import_result import Import, ImportedValue, Omission, OmissionKind, Remark, UndecidedImport
from engine.importing.intake import Options, gather
from engine.importing.properties import Saved, saved
from engine.importing.returned_files import PassedOver, ReturnedFiles
from engine.importing.stored_values import StoredValues, by_case
from engine.importing.writing import Action, PlannedFile, Planner, disagreements
from engine.language.text import fold, with_marks
from engine.rulebook.rulebook import Rulebook


class Outcome(StrEnum):
    """What became of a returned file, worst first; values are the names in JSON."""

    UNREADABLE = "unreadable"
    UNDECIDED = "undecided"
    TWO_ANSWERS = "two_answers"
    CHANGED = "changed"
    NOTHING = "nothing"
    COPY = "copy"
    REPLACED = "replaced"
    ADDED = "added"
    NEW = "new"
    UNCHANGED = "unchanged"


DONE = (Outcome.COPY, Outcome.REPLACED, Outcome.ADDED, Outcome.NEW, Outcome.UNCHANGED)
"""The outcomes of files of which nothing waits for the user."""
BLANK = (OmissionKind.NO_VALUE, OmissionKind.HEADING)
"""What the rows of a form are that nobody has filled in."""


@json_form("unit", "year", "outcome", "path?", "reason?", "changes", shape="ReturnedCaseShape")
class ReturnedCase(NamedTuple):
    """What became of the values of one unit and year in a file; ``path`` is the facts file, '' where none is written."""

    unit: str
    year: int
    outcome: Outcome
    path: str = ""
    reason: str = ""
    changes: tuple[Change, ...] = ()


@json_form("file", "outcome", "values", "cases", "reason?", "remedy?", "corrections", "saved=saved_by", shape="ReturnedFileShape")  # fmt: skip
class ReturnedFile(NamedTuple):
    """A file of a folder: the worst outcome of what it holds, and the number of its values that are in facts/ now."""

    file: str
    outcome: Outcome
    values: Annotated[int, Meaning("Values that stand in facts files after the import")]
    cases: tuple[ReturnedCase, ...]
    reason: str
    remedy: str
    corrections: tuple[Correction, ...]
    saved_by: Saved


@json_form("place", "value", shape="AnswerShape")
class Answer(NamedTuple):
    """A value in one of the files that contradict each other."""

    place: str
    value: str


@json_form("unit", "year", "indicator=code", "answers", shape="TwoAnswersShape")
class TwoAnswers(NamedTuple):
    """Different values in several files for one indicator of a unit, of one period and day; none is written."""

    unit: str
    year: int
    code: str
    answers: tuple[Answer, ...]


@json_form(
    "resolution", "dry_run", "files", "passed_over", "two_answers", "read=taken", "left_out", "remarks", "written",
    schema="chitieu/returns/1", shape="ReturnsShape", about="`chitieu import FOLDER --format json`.",
)  # fmt: skip
class Returns(NamedTuple):
    """The document of an import of folders; files are in order. ``written`` are the facts files of all units that can be."""

    resolution: str
    dry_run: Annotated[bool, Meaning("Nothing was written")]
    files: tuple[ReturnedFile, ...]
    passed_over: tuple[PassedOver, ...]
    two_answers: tuple[TwoAnswers, ...]
    taken: Sequence[ImportedValue]
    left_out: tuple[Omission, ...]
    remarks: tuple[Remark, ...]
    written: tuple[PlannedFile, ...]

    @property
    def all_is_well(self) -> bool:
        """Whether every file was imported, with no cell to correct."""
        return bool(self.files) and all(f.outcome in DONE and not f.corrections for f in self.files)


class _Read(NamedTuple):
    """A file that was read, or why it was not; ``outcome`` is that of a file that was not."""

    name: str
    found: Import
    outcome: Outcome = Outcome.NEW
    reason: str = ""
    remedy: str = ""
    saved: Saved = Saved()


Write = Callable[[list[PlannedFile]], None]
"""Writes the facts files of one unit and year, all or none. Raises OSError."""


class ReturnedForms:
    """Imports the files of folders into a workspace."""

    def __init__(self, rulebook: Rulebook, existing: ExistingFacts, options: Options, planner: Planner) -> None:
        self.rulebook, self.existing, self.options = rulebook, existing, options
        self.planner = planner
        self.written: list[PlannedFile] = []
        self.remarks: list[Remark] = []

    def imported(self, listed: ReturnedFiles, write: Write | None) -> Returns:
        """Imports the ``listed`` files, and returns what became of each. ``write`` is None where nothing is to be written."""
        read = [self._read(path, name) for path, name in listed.tables]
        answers = _Answers(self.rulebook, read)
        files = tuple(self._settled(one, answers, write) for one in read)
        return Returns(
            self.rulebook.resolution.number,
            write is None,
            files,
            listed.passed_over,
            tuple(answers.contradicting),
            StoredValues(value for one in read for value in one.found.taken),
            tuple(entry for one in read for entry in one.found.left_out),
            _joined([remark for one in read for remark in one.found.remarks] + self.remarks),
            tuple(self.written),
        )

    def _read(self, path: Path, name: str) -> _Read:
        nothing = Import((), (), (), (name,), {}, {})
        try:
            book = read_book(path, name)
            by = saved(path)
            own = fold(self.rulebook.resolution.number)
            others = [form.resolution for form in forms_in(book) if form.resolution and fold(form.resolution) != own]
            if others:
                message = f"biểu của nghị quyết {others[0]}, không phải {self.rulebook.resolution.number}"
                return _Read(name, nothing, Outcome.UNDECIDED, message, "nhập riêng bằng --resolution", by)
            return _Read(name, _placed(gather([book], self.rulebook, self.options, self.existing), name), saved=by)
        except UnreadableTable as error:
            return _Read(name, nothing, Outcome.UNREADABLE, _without_place(error.message, name), error.remedy)
        except UndecidedImport as undecided:
            question, _, remedy = _without_place(str(undecided), name).rpartition("; ")
            return _Read(name, nothing, Outcome.UNDECIDED, question or remedy, remedy if question else "", by)
        except OSError as error:
            return _Read(name, nothing, Outcome.UNREADABLE, f"không đọc được: {reason_of_reading(error)}")

    def _settled(self, read: _Read, answers: _Answers, write: Write | None) -> ReturnedFile:
        wrong = tuple(corrections(read.found.left_out, read.found.files))
        cases, values = [], 0
        for taken in by_case(read.found.taken):
            case = self._case(read, taken, answers, write)
            cases.append(case)
            values += len(taken) if case.outcome in DONE else 0
        outcome, why, remedy = read.outcome, read.reason, read.remedy
        if cases:
            worst = min(cases, key=lambda case: list(Outcome).index(case.outcome))
            outcome, why = worst.outcome, worst.reason
        elif outcome is Outcome.NEW:
            outcome, why = Outcome.NOTHING, "không có giá trị nào để nhập"
            if all(entry.why in BLANK for entry in read.found.left_out):
                why, remedy = "các ô giá trị còn để trống", "nhắc đơn vị điền cột Giá trị rồi gửi lại"
        return ReturnedFile(read.name, outcome, values, tuple(cases), why, remedy, wrong, read.saved)

    def _case(self, read: _Read, taken: list[ImportedValue], answers: _Answers, write: Write | None) -> ReturnedCase:
        """Writes the values of one unit and year, and returns what became of them."""
        unit, year = taken[0].unit, taken[0].year
        if others := answers.against(read.name, unit, year):
            return ReturnedCase(unit, year, Outcome.TWO_ANSWERS, reason=f"ghi khác {', '.join(others)}")
        own = [value for value in taken if not answers.is_copy(read.name, value)]
        if not own:
            return ReturnedCase(unit, year, Outcome.COPY, reason=f"như {answers.first(read.name, taken[0])}")
        try:
            planned = self.planner.file(read.found, own)
            self.remarks += disagreements(
                read.found._replace(taken=tuple(own)), [planned], self.existing, self.rulebook
            )
            if write is not None:
                write([planned])
        except ChangedTable as changed:
            return ReturnedCase(unit, year, Outcome.CHANGED, reason=str(changed), changes=changed.changes)
        except UndecidedImport as undecided:
            return ReturnedCase(unit, year, Outcome.UNDECIDED, reason=str(undecided))
        except OSError as error:
            return ReturnedCase(unit, year, Outcome.UNDECIDED, reason=f"không ghi được: {reason(error)}")
        self.written.append(planned)
        return ReturnedCase(unit, year, _OUTCOMES[planned.action], planned.name, changes=planned.changes)


_OUTCOMES = {
    Action.NEW: Outcome.NEW,
    Action.ADDED: Outcome.ADDED,
    Action.REPLACED: Outcome.REPLACED,
    Action.UNCHANGED: Outcome.UNCHANGED,
}


class _Answers:
    """The values of all files by what they answer: an indicator of a unit, of one period and day."""

    def __init__(self, rulebook: Rulebook, read: Iterable[_Read]) -> None:
        self.rulebook = rulebook
        self.days = {(one.name, *case): day for one in read for case, day in one.found.as_of.items()}
        self._by_key: dict[tuple[object, ...], dict[str, list[ImportedValue]]] = {}
        for one in read:
            for value in one.found.taken:
                self._by_key.setdefault(self._key(one.name, value), {}).setdefault(one.name, []).append(value)
        self._first: dict[tuple[object, ...], str] = {}
        self._against: dict[tuple[str, int, str], set[str]] = {}
        self.contradicting: list[TwoAnswers] = []
        for key, by_file in self._by_key.items():
            if len(by_file) > 1:
                self._settle(key, by_file)

    def _key(self, file: str, value: ImportedValue) -> tuple[object, ...]:
        day = value.as_of or self.days[file, value.unit, value.year]
        return with_marks(value.unit), value.year, value.code, value.basis, value.period, day

    def _settle(self, key: tuple[object, ...], by_file: dict[str, list[ImportedValue]]) -> None:
        told = [{self._meaning(value) for value in values} for values in by_file.values()]
        first = next(iter(by_file))
        if all(one == told[0] for one in told):
            self._first[key] = first
            return
        answers = tuple(Answer(value.place, value.text) for values in by_file.values() for value in values)
        value = by_file[first][0]
        self.contradicting.append(TwoAnswers(value.unit, value.year, value.code, answers))
        for file in by_file:
            others = self._against.setdefault((with_marks(value.unit), value.year, file), set())
            others.update(other for other in by_file if other != file)

    def _meaning(self, value: ImportedValue) -> object:
        return parse_value(value.text, self.rulebook.indicators[value.code], self.rulebook.vocabulary)

    def against(self, file: str, unit: str, year: int) -> list[str]:
        """Returns the files that answer otherwise than ``file`` for a unit and year."""
        return sorted(self._against.get((with_marks(unit), year, file), ()))

    def is_copy(self, file: str, value: ImportedValue) -> bool:
        """Returns whether an earlier file of the folder tells this value."""
        return self._first.get(self._key(file, value), file) != file

    def first(self, file: str, value: ImportedValue) -> str:
        """Returns the first file that tells a value of ``file``."""
        return self._first[self._key(file, value)]


def _placed(found: Import, file: str) -> Import:
    """Returns the import with the file as the place of the remarks that name none: a folder has many."""
    remarks = (one if one.places else one._replace(places=(file,)) for one in found.remarks)
    return found._replace(remarks=tuple(remarks))


def _without_place(message: str, file: str) -> str:
    """Returns a message without the «file!sheet: » before it, which stands beside it."""
    return message.partition(": ")[2] if message.startswith(f"{file}!") else message.removeprefix(f"{file}: ")


def _joined(remarks: list[Remark]) -> tuple[Remark, ...]:
    """Returns the remarks, each text once with all its places."""
    places: dict[str, list[str]] = {}
    for remark in remarks:
        places.setdefault(remark.text, []).extend(remark.places)
    return tuple(Remark(text, tuple(at)) for text, at in places.items())
