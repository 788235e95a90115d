"""The review of a draft in the terminal: doubts first, one key for each criterion, nothing written before its end."""

from __future__ import annotations

import io
import os
import select
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from cli.review import review
from engine.documents.limits import Counter
from engine.documents.reading import lines_of
from engine.drafting.draft import MARK, Entry, draft, entries_of
from engine.drafting.head import Head
from engine.drafting.outline import outline
from tests.cli.conftest import Workspace
from tests.running import command, environment

LINES = ["(1) Có 5 ha rau sạch.", "(2) Nâng tỷ lệ hộ dùng nước sạch thêm nhiều.", "(3) Xây 3 cầu."]
HEAD = Head("9/NQ-HĐND", first_year=2026, last_year=2030)


def entries() -> list[Entry]:
    return entries_of(outline(lines_of(LINES, Counter("vb.txt"))).targets, HEAD)


def reviewed(keys: str, answers: str = "", monkeypatch: pytest.MonkeyPatch | None = None) -> tuple[list[Entry], str]:
    if monkeypatch is not None:
        monkeypatch.setattr(sys, "stdin", io.StringIO(answers))
    left: Iterator[str] = iter(keys)
    shown = io.StringIO()
    return review(entries(), Console(file=shown, width=100), lambda: next(left)), shown.getvalue()


def test_doubts_come_first_and_the_order_stays() -> None:
    found, shown = reviewed("\r\r\r")
    assert found == entries()
    assert shown.index("Nâng tỷ lệ hộ") < shown.index("Có 5 ha rau sạch") < shown.index("Xây 3 cầu")
    assert "▲ Xem lại: không đọc được ngưỡng" in shown


def test_accepted_means_without_its_mark() -> None:
    found, _ = reviewed("nh")
    assert [bool(entry.proposal.doubts) for entry in found] == [False, False, False]
    assert MARK not in "".join(draft(HEAD, outline(lines_of(LINES, Counter("x"))).targets, found).files.values())


def test_what_is_left_out_is_gone() -> None:
    found, _ = reviewed("b\r\r")
    assert [entry.number for entry in found] == ["1.1", "3.1"]


def test_an_edit_takes_the_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    found, _ = reviewed("\rs\r", "Diện tích rau sạch\n\ntừ 6 ha trở lên\n", monkeypatch)
    (first, *_) = found
    assert (first.measures[0].name, first.proposal.condition) == ("Diện tích rau sạch", "từ 6 ha trở lên")


def test_a_key_that_means_nothing_is_asked_again() -> None:
    found, shown = reviewed("xz\r\r\r")
    assert found == entries() and shown.count("[Enter]") == 3


def test_ctrl_c_writes_nothing() -> None:
    with pytest.raises(KeyboardInterrupt):
        reviewed("\x03")


@pytest.mark.process
@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo terminal")
@pytest.mark.parametrize(("options", "asks"), [((), True), (("--no-review",), False)])
def test_the_review_is_asked_at_a_terminal_only(tmp_path: Path, options: tuple[str, ...], asks: bool) -> None:
    import pty

    workspace = Workspace(tmp_path)
    workspace.run("new", "workspace", "xa")
    (tmp_path / "xa" / "vb.txt").write_text(
        "Nghị quyết số 9/NQ-HĐND giai đoạn 2026-2030\n\n" + "\n".join(LINES), "utf-8"
    )
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(tmp_path / "xa")
        arguments = command("new", "resolution", "--from-text", "vb.txt", *options)
        os.execve(arguments[0], arguments, environment())
    shown, keys = b"", [b"b", b"\r", b"\r"]
    for _ in range(60):
        if not select.select([terminal], [], [], 1)[0]:  # what is typed before the program waits for it is thrown away
            if asked := shown.count(b"  ? "):
                os.write(terminal, keys[min(asked, len(keys)) - 1])
            continue
        try:
            shown += os.read(terminal, 4096)
        except OSError:  # the child has closed its end
            break
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0, shown.decode()
    assert ("bỏ ra khi rà soát" in shown.decode()) is asks
    (folder,) = (tmp_path / "xa" / "rules").iterdir()
    assert ("Rà soát 3 nội dung" in shown.decode()) is asks
    assert (folder / "chi-tieu-2.yaml").exists() is not asks
