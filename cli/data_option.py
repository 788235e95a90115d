"""`--data TỆP`: a table of many units, a file or in a database, in the place of facts files, and the engine for it."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cli.failure import failing_on, usage_failure
from cli.options import stop_on_errors, workspace_at
from cli.selection import ManyCaseOptions
from cli.texts import tell
from engine.checking.errors import errors_of_rules
from engine.domain.records import NamedTuple
from engine.files.reasons import reason_of_reading
from engine.inference.engines import COLUMNS, EngineMissing, check_columns
from engine.language.days import parse_date
from engine.language.text import on_one_line
from engine.workspace.choosing import NotFound

if TYPE_CHECKING:
    from engine.bulk.cases import TableCases
    from engine.bulk.units import Given
    from engine.rulebook.rulebook import Rulebook
    from engine.sql.tables import Address
    from engine.workspace.case import ChosenCase

_LARGE = 500
"""Cases from which auto infers in columns."""


class DataOptions(NamedTuple):
    """The table of a command, the day of its data, and the writing of its numbers, as typed.

    ``recorded``: the history gets a record of the run.
    """

    data: str
    as_of: str | None
    numbers: str | None
    recorded: bool

    @classmethod
    def of(
        cls, data: str | None, as_of: str | None, numbers: str | None, options: ManyCaseOptions, recorded: bool
    ) -> DataOptions:
        """Returns the options. Raises Failure where they do not go together."""
        if data is None and numbers is not None:
            raise usage_failure("--numbers chỉ dùng cùng --data; tệp số liệu viết số kiểu Việt Nam (1.623,5)")
        if data is None:
            raise usage_failure("--as-of chỉ dùng cùng --data; tệp số liệu ghi ngày ở khóa `tính đến`")
        if options.facts or options.period:
            raise usage_failure("--data thay cho các tệp số liệu; bỏ --facts, --period")
        return cls(data, as_of, numbers, recorded)

    def chosen(self, options: ManyCaseOptions) -> tuple[TableCases, list[ChosenCase]]:
        """Returns the cases of the table that are chosen, not yet loaded. Raises Failure."""
        with self.reading():
            cases = self._cases(options)
            chosen = options.chosen_of(cases)
        tell_remarks(cases)
        return cases, chosen

    def prepared(self, options: ManyCaseOptions) -> tuple[TableCases, Rulebook]:
        """Returns the cases of the table, of which nothing is read yet, and their resolution. Raises Failure."""
        cases = self._cases(options)
        try:
            return cases, cases.only_rules(options.resolution)
        except NotFound as error:
            stop_on_errors(cases.problems)
            raise usage_failure(error) from None

    def _cases(self, options: ManyCaseOptions) -> TableCases:
        from engine.bulk.cases import TableCases
        from engine.bulk.units import Given
        from engine.importing.number_writing import Writing

        years = options.selection.years
        writing = Writing(self.numbers) if self.numbers is not None else None
        given = Given(years[0] if len(years) == 1 else None, day_of(self.as_of), writing)
        if self.is_stored:
            return self._stored(options, given)
        return TableCases(workspace_at(options.workspace), Path(self.data), given, errors_of_rules, options.draft)

    @property
    def is_stored(self) -> bool:
        """Whether the table lies in a database; its address, which may hold a password, is not printed."""
        return is_address(self.data)

    def _stored(self, options: ManyCaseOptions, given: Given) -> TableCases:
        address = address_of(self.data)
        from engine.sql.tables import StoredCases

        workspace = workspace_at(options.workspace)
        return StoredCases(workspace, address, given, errors_of_rules, options.draft, self.recorded)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Turns what is wrong with the table, and a missing library, into a usage failure. Raises Failure."""
        from engine.bulk.parquet import BulkMissing
        from engine.importing.grid import UnreadableTable

        name = "bảng của cơ sở dữ liệu" if self.is_stored else on_one_line(self.data)
        try:
            yield
        except (UnreadableTable, BulkMissing) as error:
            raise usage_failure(f"--data: không đọc được «{name}»: {error}") from None
        except OSError as error:
            raise usage_failure(f"--data: không đọc được «{name}»: {reason_of_reading(error)}") from None

    def engine(self, asked: str, cases: int) -> str:
        """Returns the engine for so many cases: auto takes columns for many, where they can be had."""
        large = asked == "auto" and cases >= _LARGE and importlib.util.find_spec("numpy") is not None
        return COLUMNS if large else asked


def is_address(text: str) -> bool:
    """Whether ``text`` is an address of a database, right or wrong, and no file: it may hold a password, and is never printed."""
    return "://" in text or text.strip().partition(":")[0].lower() in ("postgresql", "postgres", "duckdb")


def address_of(data: str) -> Address:
    """Returns where the table of a database is. Raises Failure."""
    with failing_on(EngineMissing):
        check_columns()
    from engine.sql.tables import Address

    database, mark, name = data.rpartition("#")
    table = tuple(name.split("."))
    if not mark or len(table) > 2 or not all(table):
        raise usage_failure("--data: ghi tên bảng sau dấu # của địa chỉ: …#TÊN hoặc …#LƯỢC_ĐỒ.TÊN")
    return Address(database, table)


def tell_remarks(cases: TableCases) -> None:
    """Says what a person should know of the reading of the table."""
    for remark in cases.remarks:
        tell(f"chú ý: {on_one_line(cases.path.name)}: {on_one_line(remark)}")


def day_of(as_of: str | None) -> date | None:
    """Returns the day of --as-of. Raises Failure."""
    if as_of is None:
        return None
    try:
        return parse_date(as_of)
    except ValueError:
        raise usage_failure(f"--as-of: «{on_one_line(as_of)}» không phải một ngày; viết 31/12/2025") from None


def check_bulk(engine: str, jobs: int | None, sample: int | None, receipt: str | None, by_rules: bool) -> None:
    """Raises Failure for options that do not go with a table or with columns; ``by_rules``: there is neither."""
    if sample is not None and (engine != COLUMNS or sample < 1):
        raise usage_failure("--sample chỉ dùng cùng --engine columns, và từ 1 trở lên")
    if by_rules:
        return
    if jobs is not None and jobs != 1:
        raise usage_failure("--engine columns và --data chạy trong một tiến trình; bỏ --jobs")
    if receipt is not None:
        raise usage_failure(
            "--receipt không dùng cùng --engine columns, --data, --on; bỏ --receipt: biên nhận của từng đơn vị lấy từ lịch sử sau khi đánh giá, "
            "`chitieu history SỐ --unit TÊN --receipt TỆP`"
        )
