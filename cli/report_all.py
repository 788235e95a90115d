"""`chitieu report --all`: one document per unit and one of the whole, into a folder."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from cli.documents import ReportContent, filled, word
from cli.failure import Exit, usage_failure
from cli.many import show_refused
from cli.options import console, stop_on_errors, workspace_at
from cli.outputs import checked_output, is_edited, not_written, write_keeping
from cli.recording import Recorder
from cli.selection import CaseOptions, files_named, period_named, say_passed_over
from cli.texts import say, tell
from engine.checking.errors import errors_of_rules
from engine.domain.records import NamedTuple
from engine.evaluation.evaluation import Evaluation
from engine.files.folder_names import folder_name
from engine.language.text import with_marks
from engine.many_units.overview import Overview, ReportedTime, row_of, time_of
from engine.many_units.stream import Outcome, Refusal, refused_files, stream
from engine.reports.fingerprints import sealed
from engine.workspace.case import Case, ChosenCase, Evaluators
from engine.workspace.cases import Cases
from engine.workspace.choosing import NotFound, Selection

if TYPE_CHECKING:
    from engine.reports.official.editions import Edition

_WHOLE = "tong-hop"
"""The name of the template and of the file of the report over all units."""


class _Evaluated(NamedTuple):
    case: Case
    evaluation: Evaluation


class ReportsOfAll:
    """The reports of all units of a resolution at one time: the one asked for, else the last."""

    def __init__(self, asked: CaseOptions, edition: Edition, folder: Path, footnotes: bool, force: bool) -> None:
        self.asked = asked
        self.edition = edition
        self.folder = folder
        self.footnotes = footnotes
        self.force = force
        self.root = workspace_at(asked.workspace).root
        self.cases = Cases(workspace_at(asked.workspace), errors_of_rules, asked.draft)
        years = () if asked.year is None else (asked.year,)
        units = () if asked.unit is None else (asked.unit,)
        period = period_named(asked.period)
        self.selection = Selection(asked.resolution, units, years, files_named(asked.facts), period)
        self.refused: list[Refusal] = []
        self.kept: list[str] = []
        self.to_write: list[int] = []
        self.named: set[Path] = set()
        self.count = 0

    def write(self, recorder: Recorder | None) -> int:
        """Writes all files; a unit that cannot be evaluated, or whose report was edited, stops none of the others.

        Raises Failure where nothing can be written at all.
        """
        chosen = self._of_last_time()
        self.refused = list(refused_files(self.cases, chosen, self.selection))
        overview: Overview | None = None
        time: ReportedTime | None = None
        with recorder or contextlib.nullcontext():
            for done in self._evaluated(chosen):
                overview = overview or Overview(done.case.rulebook)
                overview.add_row(row_of(done.evaluation))
                time = time_of(done.evaluation)
                if recorder is not None:
                    recorder.record(done.case, done.evaluation)
                self._write_unit(done)
        if overview is not None and time is not None:
            self._write_whole(overview, time)
        self._say()
        return Exit.DOES_NOT_LOAD if self.refused or self.kept else Exit.DONE

    def _of_last_time(self) -> list[ChosenCase]:
        try:
            chosen = self.cases.choose(self.selection)
        except NotFound as error:
            stop_on_errors(self.cases.problems)
            raise usage_failure(str(error)) from None
        numbers = dict.fromkeys(one.rulebook.resolution.number for one in chosen)
        if len(numbers) > 1:
            raise usage_failure(f"--all viết cho một nghị quyết; chọn bằng --resolution ({', '.join(numbers)})")
        last = max(one.head.key.ends for one in chosen)
        kept = [one for one in chosen if one.head.key.ends == last]
        if len(kept) < len(chosen):
            tell(f"chú ý: lấy {kept[0].head.when}; chọn năm, kỳ khác bằng --year, --period")
        return kept

    def _evaluated(self, chosen: list[ChosenCase]) -> Iterator[_Evaluated]:
        evaluators = Evaluators(self.asked.engine)

        def evaluate(case: Case) -> _Evaluated:
            return _Evaluated(case, evaluators.of(case.rulebook).evaluate(case.facts))

        outcomes: Iterable[Outcome[_Evaluated]] = stream(self.cases, chosen, evaluate)
        for outcome in self._watched(outcomes, len(chosen)):
            if outcome.refusal is not None:
                self.refused.append(outcome.refusal)
            if outcome.result is not None:
                yield outcome.result

    def _watched(self, outcomes: Iterable[Outcome[_Evaluated]], count: int) -> Iterable[Outcome[_Evaluated]]:
        """Returns the outcomes, with a bar and the time left on a terminal."""
        if not sys.stderr.isatty():
            return outcomes
        from rich.progress import track

        screen = console(self.asked.color, sys.stderr)
        return track(outcomes, "Đang viết báo cáo", total=count, console=screen, transient=True)

    def _write_unit(self, done: _Evaluated) -> None:
        facts = done.case.facts.facts
        told = ReportContent(done.case, done.evaluation, self.edition, self.root, self.footnotes)
        period = f"-{folder_name(facts.period, 'ky')}" if facts.period else ""
        name = folder_name(facts.unit, "don-vi")
        self._put(f"{name}-{facts.year}{period}", facts.unit, word(told), self._number(facts.unit, name))
        self.to_write.append(told.official.to_write)

    def _number(self, unit: str, name: str) -> int:
        """Returns the place of a unit among all of one file name, chosen or not, so that no run takes the file of another."""
        alike = [with_marks(one) for one in self.cases.units if folder_name(one, "don-vi") == name]
        return next((number for number, one in enumerate(alike, start=1) if one == with_marks(unit)), 1)

    def _write_whole(self, overview: Overview, time: ReportedTime) -> None:
        from engine.reports.official.whole import whole_report

        whole = whole_report(overview, time, self.refused)
        self._put(_WHOLE, "báo cáo tổng hợp", filled(_WHOLE, self.root, whole))
        self.to_write.append(whole.to_write)

    def _put(self, name: str, whose: str, content: bytes, number: int = 1) -> None:
        """Writes one file, the ``number``-th of its name, where no other unit of this run has it; one edited by hand is left alone."""
        named = (self.folder / (f"{name}.docx" if n == 1 else f"{name}-{n}.docx") for n in count(number))
        path = next(path for path in named if path not in self.named)
        self.named.add(path)
        edited = [path] if is_edited(path) else []
        if edited and not self.force:
            self.kept.append(f"{path} ({whose})")
            return
        for former, copy in write_keeping({path: sealed(content)}, edited).items():
            tell(f"Bản cũ của {former} được giữ ở {copy}.")
        self.count += 1

    def _say(self) -> None:
        say_passed_over(self.cases)
        if not self.asked.quiet:
            said = (
                f"Đã viết {self.count} tệp vào {self.folder}: {self.edition.label} của từng đơn vị, và {_WHOLE}.docx."
            )
            say(console(self.asked.color), said)
            self._say_to_write()
        if self.kept:
            told = f"Giữ nguyên {len(self.kept):02d} báo cáo đã sửa tay, không viết đè: {', '.join(self.kept)}"
            tell(f"{told}; chuyển đi chỗ khác, hoặc thêm --force")
        show_refused(self.refused, console(self.asked.color, sys.stderr))

    def _say_to_write(self) -> None:
        """Prints how many places a person must still fill in, in all files and in each."""
        counts = [count for count in self.to_write if count]
        if not counts:
            return
        each = f"{min(counts)}" if min(counts) == max(counts) else f"{min(counts)} đến {max(counts)}"
        say(
            console(self.asked.color),
            f"Còn {sum(counts)} chỗ ghi «[Cần bổ sung: …]» trong {len(counts)} tệp, mỗi tệp {each} chỗ: viết thẳng vào tệp, "
            "hoặc ghi ở mục `báo cáo` của tệp số liệu rồi chạy lại.",
        )


def folder_named(names: tuple[str, ...]) -> Path:
    """Returns the folder of -o, made where it is not there. Raises Failure for several, and where it cannot be one."""
    if len(names) != 1:
        raise usage_failure("--all viết vào một thư mục: -o THƯ MỤC")
    folder = Path(names[0])
    checked_output(str(folder / f"{_WHOLE}.docx")) if folder.is_dir() else checked_output(str(folder))
    if folder.suffix.lower() in (".docx", ".md", ".xlsx", ".html"):
        raise usage_failure(f"--all viết vào một thư mục, không phải tệp «{folder}»")
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise not_written(folder, error) from None
    return folder
