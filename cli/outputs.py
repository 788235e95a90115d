"""The outputs of results: standard output in the format of --format, and files in the format of their extension."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from cli.failure import Failure, usage_failure
from engine.domain.records import NamedTuple
from engine.evaluation.evaluation import Evaluation, Verdicts
from engine.files.opening import read_up_to
from engine.files.reasons import reason, reason_of_reading
from engine.files.storage import NotAllWritten, write_all
from engine.language.text import on_one_line
from engine.reports.streams import DeferredOutput, GrowingFile, Sink
from engine.workspace.workspace import is_workspace

STREAMED = ("csv", "jsonl")
"""Formats of any number of cases."""
_ENCODINGS = {"csv": "utf-8-sig", "jsonl": "utf-8"}  # spreadsheets need the mark at the beginning to read UTF-8
_RESERVED = ("rules", "facts", ".chitieu")
"""Folders of a workspace into which no result is written."""


class _Output(NamedTuple):
    form: str
    sink: Sink


def named_outputs(names: Iterable[str], forms: Iterable[str]) -> dict[Path, str]:
    """Returns the format of every file, by its extension.

    Raises Failure for other extensions than ``forms``, for a file named twice, and where ``checked_output`` and
    ``refuse_foreign`` do.
    """
    found: dict[Path, str] = {}
    for name in names:
        path, known = checked_output(name), list(forms)
        form = path.suffix.lower().removeprefix(".")
        if form not in known:
            extensions = ", ".join(f".{form}" for form in known)
            raise usage_failure(f"-o: không biết viết tệp «{name}»; đuôi tệp phải là một trong: {extensions}")
        if path.resolve() in {other.resolve() for other in found}:
            raise usage_failure(f"-o: tệp «{name}» ghi hai lần")
        refuse_foreign(path, form)
        found[path] = form
    return found


def checked_output(name: str, option: str = "-o") -> Path:
    """Returns the path of the file ``name``, to which results can be written.

    Raises Failure for links, folders, devices and pipes, for missing folders, for names with control characters, and for
    files in the reserved folders of a workspace.
    """
    path = Path(name)
    try:
        what = _why_not(path)
    except OSError as error:
        what = reason(error)
    if what:
        raise usage_failure(f"{option}: không viết được «{on_one_line(name)}»: {what}")
    return path


def _why_not(path: Path) -> str:
    """Returns why results cannot be written to ``path``; '' where they can. Raises OSError."""
    if on_one_line(path.name) != path.name:
        return "tên tệp có ký tự điều khiển; đặt tên khác"
    if path.is_symlink():
        return "đây là liên kết đến tệp khác; ghi thẳng tên tệp ấy, hoặc xóa liên kết"
    if path.is_dir():
        return "đây là thư mục"
    if not path.parent.is_dir():
        return f"không có thư mục «{path.parent}»"
    if path.exists() and not path.is_file():
        return "đây là thiết bị hoặc ống dẫn, không phải tệp"
    folder = path.parent.resolve()
    for root in (folder, *folder.parents):
        inside = folder.relative_to(root).parts[:1]
        if inside and inside[0].casefold() in _RESERVED and is_workspace(root):
            return f"thư mục {inside[0]}/ chỉ để quy tắc và số liệu; chọn chỗ khác"
    return ""


_SEALED = ("xlsx", "html", "md")
"""Formats in which a fingerprint shows whether somebody has changed a document."""
MAX_DOCUMENT = 100_000_000
"""The largest document that is read to see whether it was edited, or to keep a copy of it."""


def is_edited(path: Path) -> bool:
    """Whether there is a file at ``path`` that no report has written, or that somebody has changed since.

    Raises Failure where it cannot be read.
    """
    from engine.reports.fingerprints import is_untouched

    if not path.exists():
        return False
    try:
        document = read_up_to(path, MAX_DOCUMENT)
    except OSError as error:
        raise usage_failure(f"không đọc được «{on_one_line(str(path))}»: {reason_of_reading(error)}") from None
    return len(document) > MAX_DOCUMENT or not is_untouched(document)


def edited_by_hand(path: Path, otherwise: str = "") -> Failure:
    """Returns the failure for a document that must not be overwritten; ``otherwise``: what there is to do but another name."""
    name = on_one_line(str(path))
    message = f"«{name}» đã được sửa từ khi chitieu viết ra, hoặc không do chitieu viết; chưa ghi gì"
    other = on_one_line(str(free_name_beside(path, "moi")))
    return usage_failure(f"{message}\n  sửa: chọn tên khác, ví dụ -o {other}{otherwise}")


def refuse_edited(files: Mapping[Path, str]) -> None:
    """Raises Failure where one of ``files``, by their formats, is a document that somebody has changed, or nobody's here."""
    for path, form in files.items():
        if form in _SEALED and is_edited(path):
            raise edited_by_hand(path)


def write_files(files: Mapping[Path, str], content: Callable[[str], bytes]) -> None:
    """Writes to each of ``files`` the ``content`` of its format, all or none; documents with their fingerprint.

    Raises Failure, as ``refuse_edited`` does too.
    """
    from engine.reports.fingerprints import sealed

    refuse_edited(files)
    contents = {path: content(form) for path, form in files.items()}
    try:
        write_all({path: sealed(one) if files[path] in _SEALED else one for path, one in contents.items()})
    except NotAllWritten as failed:
        raise not_written(failed.path, failed.error) from None


def free_name_beside(path: Path, word: str) -> Path:
    """Returns a name that is not taken: «bao-cao.ban-truoc.docx», «bao-cao.ban-truoc-2.docx»."""
    number = 1
    while True:
        found = path.with_name(f"{path.stem}.{word}{f'-{number}' if number > 1 else ''}{path.suffix}")
        if not os.path.lexists(found):
            return found
        number += 1


def _is_foreign(path: Path, form: str) -> bool:
    """Whether the file at ``path`` is none that this command writes: a table of somebody's, another document. Raises OSError."""
    if not path.is_file():
        return False
    start = read_up_to(path, _LONGEST_HEAD)[:_LONGEST_HEAD].decode("utf-8", "replace").removeprefix("\ufeff")
    return bool(start.strip()) and not _begins_as_ours(start.replace("\r\n", "\n"), form)


def _begins_as_ours(start: str, form: str) -> bool:
    """Whether a file that begins with ``start`` begins as one that this program writes in a format."""
    if form == "csv":
        from engine.reports.verdicts_csv import changes_head, csv_head, csv_titles

        return start.partition("\n")[0] + "\r\n" in (csv_head(), csv_titles(), changes_head())
    return _BEGINNINGS[form].match(start) is not None


_BEGINNINGS = {
    "jsonl": re.compile(r'\{"schema": ?"chitieu/evaluation/'),
    "json": re.compile(r'\{\s*"schema": ?"chitieu/(receipt|status)/'),
    "txt": re.compile(r"Kính gửi: [^\n]+\n\nĐể tổng hợp kết quả thực hiện "),
}
"""How a file that this program has written in a format begins; of CSV with the whole line of headings."""
_LONGEST_HEAD = 2_000


def refuse_foreign(path: Path, form: str, option: str = "-o") -> None:
    """Raises Failure where ``path`` is a file that chitieu has not written, which would be lost."""
    try:
        foreign = (form == "csv" or form in _BEGINNINGS) and _is_foreign(path, form)
    except OSError as error:
        raise usage_failure(
            f"{option}: không đọc được «{on_one_line(str(path))}»: {reason_of_reading(error)}"
        ) from None
    if foreign:
        other = free_name_beside(path, "moi")
        raise usage_failure(
            f"{option}: «{on_one_line(str(path))}» đã có và không do chitieu viết; chọn tên khác, ví dụ {other.name}"
        )


def not_written(path: Path, error: OSError) -> Failure:
    """Returns the failure for a file that could not be written."""
    return usage_failure(f"không ghi được «{on_one_line(str(path))}»: {reason(error)}")


def write_keeping(contents: dict[Path, bytes], edited: list[Path]) -> dict[Path, Path]:
    """Writes files, all or none; of the ``edited`` ones among them the former content goes beside. Returns those copies.

    Raises Failure.
    """
    kept = {path: free_name_beside(path, "ban-truoc") for path in edited}
    try:
        copies = {copy: read_up_to(path, MAX_DOCUMENT) for path, copy in kept.items()}
        write_all(copies | contents)
    except OSError as error:
        raise not_written(edited[0], error) from None
    except NotAllWritten as failed:
        raise not_written(failed.path, failed.error) from None
    return kept


def lines_of(result: Verdicts, forms: Iterable[str]) -> tuple[str, ...]:
    """Returns the lines of one case in each of ``forms``; jsonl needs a whole Evaluation."""
    return tuple(_lines(result, form) for form in forms)


def _lines(result: Verdicts, form: str) -> str:
    if form == "jsonl":
        from engine.files.json_form import to_json_line

        assert isinstance(result, Evaluation)
        return to_json_line(result)
    from engine.reports.verdicts_csv import csv_lines

    return csv_lines(result)


class _ResultFile(GrowingFile):
    """A file of results that names itself where it cannot be written. Its methods raise Failure."""

    def __enter__(self) -> Self:
        with self._told():
            return super().__enter__()

    def write(self, text: str) -> None:
        try:
            super().write(text)
        except OSError as error:
            raise not_written(self.path, error) from None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._told():
            super().__exit__(kind, error, trace)

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise not_written(self.path, error) from None


class Outputs:
    """All output streams of one run. Files appear only when they are whole; where ``held_back``, standard output too."""

    def __init__(
        self, form: str, files: dict[Path, str], held_back: bool = False, csv_heads: Callable[[], str] | None = None
    ) -> None:
        self.held_back = held_back
        self.csv_heads = csv_heads
        self.wanted: list[tuple[str, Path | None]] = [(form, None)] if form in STREAMED else []
        self.wanted += [(kind, path) for path, kind in files.items()]
        self._stack = contextlib.ExitStack()
        self._open: list[_Output] = []

    def __enter__(self) -> Self:
        for form, path in self.wanted:
            try:
                sink: Sink = self._stack.enter_context(self._stream(form, path))
            except Failure:
                self._stack.close()
                raise
            self._open.append(_Output(form, sink))
            if form == "csv":
                from engine.reports.verdicts_csv import csv_head

                sink.write((self.csv_heads or csv_head)())
        return self

    def _stream(self, form: str, path: Path | None) -> contextlib.AbstractContextManager[Sink]:
        if path is not None:
            return _ResultFile(path, _ENCODINGS[form])
        return DeferredOutput(sys.stdout) if self.held_back else contextlib.nullcontext(sys.stdout)

    @property
    def forms(self) -> tuple[str, ...]:
        """The format of every stream."""
        return tuple(form for form, _ in self.wanted)

    def add(self, result: Verdicts) -> None:
        """Writes one case to every stream."""
        self.write(lines_of(result, self.forms))

    def write(self, lines: Iterable[str]) -> None:
        """Writes the result of ``lines_of`` for one case."""
        for (_, sink), text in zip(self._open, lines, strict=True):
            sink.write(text)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, trace)
