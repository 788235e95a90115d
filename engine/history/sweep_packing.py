"""Packs a run over many units as one record, while it runs: what a case gives is small, and hashed where it is made."""

from __future__ import annotations

import os
import zlib
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from engine.domain.limits import SWEEP_TABLE_BYTES
from engine.domain.records import NamedTuple
from engine.evaluation.evaluation import EngineUsed, Summary, Tally, Verdicts
from engine.files.json_form import Hash, to_json_line
from engine.files.opening import open_regular
from engine.files.source import SourceFile
from engine.history.canonical import canonical, digest, read_json
from engine.history.receipt import Hashes, InputFile, RoleName, present_versions
from engine.history.store import PackedFile, PackedReceipt
from engine.history.sweep import (
    CASES_AT_ONCE,
    CaseFile,
    Sweep,
    SweepTable,
    SweptAbout,
    SweptCase,
    SweptCriterion,
    piece_of,
)
from engine.history.verdict_letters import LETTERS, letters_of
from engine.inference.engines import COLUMNS
from engine.rulebook.rulebook import Rulebook
from engine.workspace.case import Case

_QUICK = 1
"""The level of compression of facts files: the usual one takes twice as long, and saves a twentieth of the bytes."""
_PIECE = 4_000_000
"""Bytes of a piece of a table, which is packed and hashed by itself."""
PIECES = "lượt"
"""Where the names of pieces begin, which are no files of the workspace."""


class CaseResult(NamedTuple):
    """What a record keeps of a case, with its facts files; ``engine`` is the one that inferred. It can be pickled.

    ``given`` and ``lines`` are hashes in hexadecimal, '' where there is nothing: `SweptCase` says of what.
    """

    unit: str
    year: int
    period: str
    verdicts: str
    given: str
    lines: str
    files: tuple[PackedFile, ...]
    engine: EngineUsed


def result_of(case: Case, found: Verdicts, lines: str | None) -> CaseResult:
    """Returns what is kept of a case of facts files; ``lines`` are its lines of CSV, None where there are none."""
    return result_with(case, letters_of(found), lines, found.engine)


def result_with(case: Case, verdicts: str, lines: str | None, engine: EngineUsed) -> CaseResult:
    """Returns what is kept of a case with these letters. Its files are all that an evaluation of it may look at."""
    own, reach = case.facts.facts, case.facts.reach
    files = [_packed("facts", file) for file in own.files if file.raw]
    files += [_packed("earlier", file) for file in own.earlier if file.raw]
    others = {file.name: file for facts in reach for file in (*facts.earlier, *facts.files) if file.raw}
    files += [_packed("comparison", file) for file in others.values()]
    given = sha256("\n".join(f"{one.role} {one.sha256}" for one in files).encode()).hexdigest() if files else ""
    return CaseResult(own.unit, own.year, own.period, verdicts, given, hash_of_lines(lines), tuple(files), engine)


def hash_of_lines(lines: str | None) -> str:
    """Returns the sha256 of the lines of CSV of a case, '' where there are none."""
    return "" if lines is None else sha256(lines.encode()).hexdigest()


def _packed(role: RoleName, file: SourceFile) -> PackedFile:
    return PackedFile(role, file.name, file.sha256, zlib.compress(file.raw, _QUICK))


class KeptTable(NamedTuple):
    """A table with its pieces, and the profile that it was read by."""

    table: SweepTable
    pieces: tuple[PackedFile, ...]
    profile: PackedFile | None = None


class TablePacker:
    """Hashes the bytes of a table, and keeps them in pieces; beyond SWEEP_TABLE_BYTES the hash alone."""

    def __init__(self, size: int = 0) -> None:
        self._whole, self._size = sha256(), 0
        self._keeping = size <= SWEEP_TABLE_BYTES
        self._waiting = bytearray()
        self._pieces: list[PackedFile] = []

    def add(self, raw: bytes) -> None:
        """Takes further bytes."""
        self._whole.update(raw)
        self._size += len(raw)
        if self._size > SWEEP_TABLE_BYTES:
            self._keeping = False
            self._pieces.clear()
            self._waiting.clear()
        if self._keeping:
            self._waiting += raw
            while len(self._waiting) >= _PIECE:
                self._close_piece()

    def _close_piece(self) -> None:
        raw = bytes(self._waiting[:_PIECE])
        del self._waiting[:_PIECE]
        self._pieces.append(_piece(f"{PIECES}/bảng {len(self._pieces) + 1}", raw))

    @property
    def sha256(self) -> Hash:
        """The hash of all that was added."""
        return self._whole.hexdigest()

    def kept(self, name: str) -> KeptTable:
        """Returns the table ``name``, all of which was added."""
        if self._waiting:
            self._close_piece()
        pieces = tuple(self._pieces)
        table = SweepTable(name, self.sha256, self._size, tuple(piece.sha256 for piece in pieces), None, None, None)
        return KeptTable(table, pieces)


def kept_file(path: Path) -> KeptTable:
    """Returns the table in the file at ``path``. Raises OSError."""
    with open_regular(path) as stream:
        packer = TablePacker(os.fstat(stream.fileno()).st_size)
        for piece in _pieces(stream):
            packer.add(piece)
    return packer.kept(path.name)


def hash_of_file(path: Path) -> Hash:
    """Returns the sha256 of a file of any size. Raises OSError."""
    whole = sha256()
    with open_regular(path) as stream:
        for piece in _pieces(stream):
            whole.update(piece)
    return whole.hexdigest()


def _pieces(stream: BinaryIO) -> Iterable[bytes]:
    return iter(lambda: stream.read(_PIECE), b"")


def _piece(name: str, raw: bytes) -> PackedFile:
    """A piece has the role of facts files, which older versions know: they check its hash like that of any file."""
    return PackedFile("facts", name, sha256(raw).hexdigest(), _packed_quickly(raw))


def _packed_quickly(raw: bytes) -> bytes:
    """Packs numbers and hashes, in which nothing repeats: to look for repetitions takes longer, and saves a tenth."""
    packer = zlib.compressobj(_QUICK, zlib.DEFLATED, zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL, zlib.Z_HUFFMAN_ONLY)
    return packer.compress(raw) + packer.flush()


class _Counts:
    """How often each verdict stands among what counts of ``listed``, the first of whose letters is at ``first``."""

    def __init__(self, first: int, listed: list[SweptCriterion]) -> None:
        self._places = slice(first, first + len(listed))
        self._width = len(listed)
        self._left_out = [place for place, one in enumerate(listed) if not one.counted]
        self._counts = Counter[str]()

    def note(self, cases: Iterable[SweptCase]) -> None:
        """Counts the letters of further cases."""
        text = "".join([case.verdicts[self._places] for case in cases]).encode()
        self._add(text, 1)
        for place in self._left_out:
            self._add(text[place :: self._width], -1)

    def _add(self, text: bytes, times: int) -> None:
        # To count what is left without a letter takes a third of counting the letter; the most frequent first, little is left.
        for letter in sorted(LETTERS.values(), key=self._counts.__getitem__, reverse=True):
            without = text.translate(None, letter.encode())
            self._counts[letter] += times * (len(text) - len(without))
            text = without

    def tally(self) -> Tally:
        """Returns the counts."""
        counts = {verdict.value: self._counts[letter] for verdict, letter in LETTERS.items()}
        return Tally(sum(counts.values()), **counts)


class SweepPacker:
    """Collects the cases of a run of one resolution; of the list of cases only the pieces that are full stay in memory."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.targets = [SweptCriterion(t.id, any(c.counted for c in t.criteria)) for t in rulebook.targets]
        self.criteria = [SweptCriterion(criterion.id, criterion.counted) for criterion in rulebook.criteria]
        self._cases: list[SweptCase] = []
        self._pieces: list[PackedFile] = []
        self._files: dict[tuple[str, Hash], PackedFile] = {}
        self._places: dict[tuple[str, Hash], int] = {}
        self._engine: EngineUsed | None = None
        self._about = SweptAbout()
        self._of_targets = _Counts(0, self.targets)
        self._of_criteria = _Counts(len(self.targets), self.criteria)

    @property
    def of_many_years(self) -> bool:
        """Whether what was packed is of several years."""
        return len(self._about.years) > 1

    def add(self, case: CaseResult) -> None:
        """Adds a case that was evaluated."""
        if self._engine is None or case.engine.name == COLUMNS:  # which leaves some cases to the rules engine
            self._engine = case.engine
        files = tuple([CaseFile(one.role, self._place(one)) for one in case.files]) if case.files else ()
        self._note(SweptCase(*case[:6], files))

    def refuse(self, unit: str, year: int, period: str, given: str) -> None:
        """Adds a case whose facts have errors."""
        self._note(SweptCase(unit, year, period, "", given, "", ()))

    def add_all(self, cases: Iterable[SweptCase], engine: EngineUsed) -> None:
        """Adds cases of a table, those that were refused too; ``engine`` inferred the others."""
        self._engine = engine
        for case in cases:
            self._note(case)

    def _note(self, case: SweptCase) -> None:
        self._cases.append(case)
        if len(self._cases) == CASES_AT_ONCE:
            self._close_piece()

    def _close_piece(self) -> None:
        if not self._cases:
            return
        cases, self._cases = self._cases, []
        self._about.note(cases)
        self._pieces.append(_piece(f"{PIECES}/đơn vị {len(self._pieces) + 1}", piece_of(cases)))
        for counts in (self._of_targets, self._of_criteria):
            counts.note(cases)

    def _place(self, file: PackedFile) -> int:
        key = file.name, file.sha256
        if key not in self._places:
            self._places[key] = len(self._places)
            self._files[key] = file._replace(role="facts")
        return self._places[key]

    def packed(self, table: KeptTable | None, draft: bool) -> PackedReceipt | None:
        """Returns the record of all that was added; None where no case was evaluated."""
        self._close_piece()
        if self._engine is None or self._about.cases == self._about.refused:
            return None
        sweep = self._sweep(self._engine, None if table is None else table.table, draft)
        rules = [InputFile("rules", one.name, one.raw, one.sha256) for one in self.rulebook.files]
        kept = () if table is None else (*filter(None, (table.profile,)), *table.pieces)
        inputs: tuple[InputFile | PackedFile, ...] = (*rules, *self._files.values(), *kept, *self._pieces)
        text = to_json_line(sweep).rstrip("\n")
        versions, folder = present_versions(), self.rulebook.resolution.folder
        named = ((one.role, one.name, one.sha256) for one in inputs)
        resolution, units, year = self._about.listed(sweep)
        own = digest(read_json(text.encode()))
        return PackedReceipt(
            Hashes.of(versions, folder, named, own).of_receipt,
            canonical(versions).decode(),
            folder,
            inputs,
            resolution,
            units,
            year,
            zlib.compress(text.encode(), 6),
        )

    def _sweep(self, engine: EngineUsed, table: SweepTable | None, draft: bool) -> Sweep:
        about = self._about
        return Sweep(
            self.rulebook.resolution.number,
            tuple(sorted(about.years)),
            tuple(sorted(about.periods)),
            draft,
            engine,
            about.cases - about.refused,
            about.refused,
            Summary(self._of_targets.tally(), self._of_criteria.tally()),
            tuple(self.targets),
            tuple(self.criteria),
            table,
            tuple(piece.sha256 for piece in self._pieces),
        )
