"""Whatever a table holds, an import ends with values, reasons or a sentence: never with an error of the program."""

from __future__ import annotations

import contextlib
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.files.diagnostics import Problems
from engine.importing.existing import ExistingFacts
from engine.importing.grid import UnreadableTable
from engine.importing.import_result import UndecidedImport
from engine.importing.intake import Options
from engine.importing.writing import plan
from engine.workspace.reading import read_node
from tests.importing.desk import ASKED, Desk

pytestmark = pytest.mark.slow

WORDS = st.sampled_from(
    [
        "STT",
        "Chỉ tiêu",
        "Mã số liệu",
        "ĐVT",
        "Đơn vị",
        "Xã",
        "Năm",
        "TH 2023",
        "Ước TH 2023",
        "TH 9 tháng",
        "KH 2023",
        "Giá trị",
        "2023",
        "Đánh giá",
        "Nguồn",
        "Kỳ",
        "Tính đến",
        "Loại số liệu",
        "Thu ngân sách",
        "Tỷ lệ hộ nghèo (%)",
        "Số việc làm mới",
        "Xếp loại chính quyền",
        "Ngày về đích",
        "xa.thu",
        "xa.viec",
        "5.200",
        "1,623.5",
        "1,623",
        "-4,13",
        "75%",
        "trên 5",
        "từ 5 trở lên",
        "......",
        "-",
        "x",
        "đạt",
        "có",
        "=1+1",
        "#N/A",
        "31/12/2023",
        "tỷ đồng",
        "%",
        "xã A",
        "xã B",
        "I",
        "1.1",
        "Đơn vị: xã C",
        "Tính đến ngày 31/11/2023",
        "TH đến 31/02",
        "năm 2024",
        "ước thực hiện",
        "cả năm",
        "[red]đỏ[/red]",
        "Sè thµnh viªn",
        "²",
        "９９",
        "1e999",
    ]
)
CELLS = st.one_of(
    st.none(),
    WORDS,
    WORDS,
    st.integers(-(10**18), 10**18),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(date(1950, 1, 1), date(2100, 1, 1)),
    st.just(datetime(2023, 1, 1, 12, 30)),
    st.just(time(12, 30)),
    st.just(timedelta(days=3)),
    st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["C"]), max_size=12),
)
TABLES = st.lists(st.lists(CELLS, min_size=1, max_size=6), min_size=1, max_size=8)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=TABLES, asked=st.sampled_from([ASKED, Options(), Options(unit="xã A")]), headed=st.booleans())
def test_any_workbook(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[object]], asked: Options, headed: bool
) -> None:
    desk = Desk(tmp_path_factory.mktemp("ban"))
    heading: list[list[object]] = [["Chỉ tiêu", "ĐVT", "TH 2023", "Ước TH", "Nguồn", "Năm"]] if headed else []
    with contextlib.suppress(UndecidedImport, UnreadableTable):
        found = desk.xlsx(heading + rows, asked)
        places = [value.place for value in found.taken]
        assert len(places) == len(set(places))
        for file in plan(found, ExistingFacts(desk.workspace, desk.rulebook), desk.rulebook, "", False):
            path = desk.root / "thu.yaml"
            path.write_text(file.text, "utf-8")
            problems = Problems()
            read_node(desk.workspace, path, problems)
            assert not problems.found, [p.message for p in problems.found]


@settings(max_examples=200, deadline=None)
@given(
    raw=st.binary(max_size=300),
    start=st.sampled_from([b"", b"\xff\xfe", b"\xef\xbb\xbf", b"PK\x03\x04", "Chỉ tiêu;TH 2023\n".encode()]),
)
def test_any_bytes(tmp_path_factory: pytest.TempPathFactory, raw: bytes, start: bytes) -> None:
    desk = Desk(tmp_path_factory.mktemp("ban"))
    path = desk.root / "bang.csv"
    path.write_bytes(start + raw)
    with contextlib.suppress(UndecidedImport, UnreadableTable):
        desk.gather(path)
