"""Where results go: the standard output in the format asked for, and files whose format their extension says."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from cli.failure import Exit, Failure, reason
from engine.evaluation.evaluation import Evaluation, Verdicts
from engine.reports.streams import GrowingFile, HeldBack, Sink

STREAMED = ("csv", "jsonl")
"""Formats that hold any number of cases."""
_ENCODINGS = {"csv": "utf-8-sig", "jsonl": "utf-8"}  # by its mark a spreadsheet knows that a CSV is UTF-8


class _Output(NamedTuple):
    form: str
    sink: Sink


def named_outputs(names: Iterable[str], forms: Iterable[str]) -> dict[Path, str]:
    """The format of every file by its extension. Raises Failure for others, for folders, and for a file named twice."""
    found: dict[Path, str] = {}
    for name in names:
        path, known = Path(name), list(forms)
        form = path.suffix.lower().removeprefix(".")
        if form not in known:
            extensions = ", ".join(f".{form}" for form in known)
            raise Failure(
                Exit.USAGE, f"lỗi: -o: không biết viết tệp «{name}»; đuôi tệp phải là một trong: {extensions}"
            )
        if path.is_dir() or not path.parent.is_dir():
            what = "đây là thư mục" if path.is_dir() else f"không có thư mục «{path.parent}»"
            raise Failure(Exit.USAGE, f"lỗi: -o: không viết được «{name}»: {what}")
        if path.resolve() in {other.resolve() for other in found}:
            raise Failure(Exit.USAGE, f"lỗi: -o: tệp «{name}» ghi hai lần")
        found[path] = form
    return found


def not_written(path: Path, error: OSError) -> Failure:
    """What to say where a file could not be written."""
    return Failure(Exit.USAGE, f"lỗi: không ghi được «{path}»: {reason(error)}")


def lines_of(result: Evaluation | Verdicts, forms: Iterable[str]) -> tuple[str, ...]:
    """One case in each of ``forms``; jsonl needs its whole evaluation."""
    return tuple(_lines(result, form) for form in forms)


def _lines(result: Evaluation | Verdicts, form: str) -> str:
    if form == "jsonl":
        from engine.reports.evaluation_json import to_json_line

        assert isinstance(result, Evaluation)
        return to_json_line(result)
    from engine.reports.verdicts_csv import csv_lines

    return csv_lines(result.verdicts if isinstance(result, Evaluation) else result)


class Outputs:
    """All streams of one run, open together; no file is left half written, and none that is ``held_back`` is begun."""

    def __init__(self, form: str, files: dict[Path, str], held_back: bool = False) -> None:
        self.held_back = held_back
        self.wanted: list[tuple[str, Path | None]] = [(form, None)] if form in STREAMED else []
        self.wanted += [(kind, path) for path, kind in files.items()]
        self._stack = contextlib.ExitStack()
        self._open: list[_Output] = []

    @property
    def with_findings(self) -> bool:
        """Whether verdicts alone do not suffice."""
        return any(form == "jsonl" for form, _ in self.wanted)

    def __enter__(self) -> Self:
        for form, path in self.wanted:
            try:
                sink: Sink = self._stack.enter_context(self._stream(form, path))
            except OSError as error:
                self._stack.close()
                raise not_written(Path(str(path)), error) from None
            self._open.append(_Output(form, sink))
            if form == "csv":
                from engine.reports.verdicts_csv import csv_head

                sink.write(csv_head())
        return self

    def _stream(self, form: str, path: Path | None) -> contextlib.AbstractContextManager[Sink]:
        if path is not None:
            return GrowingFile(path, _ENCODINGS[form])
        return HeldBack(sys.stdout) if self.held_back else contextlib.nullcontext(sys.stdout)

    @property
    def forms(self) -> tuple[str, ...]:
        """The format of every stream."""
        return tuple(form for form, _ in self.wanted)

    def add(self, result: Evaluation | Verdicts) -> None:
        """Write one case to every stream."""
        self.write(lines_of(result, self.forms))

    def write(self, lines: Iterable[str]) -> None:
        """Write what ``lines_of`` made of one case."""
        for (_, sink), text in zip(self._open, lines, strict=True):
            sink.write(text)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, trace)
