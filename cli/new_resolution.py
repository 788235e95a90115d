"""`chitieu new resolution`: drafts the rules of a resolution from its document or from answers, and again when it is amended."""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path

from rich.console import Console

from cli.failure import Failure, failing_on, usage_failure
from cli.options import console, one_line
from cli.review import can_review, review
from cli.selection import load_rulebook_named
from cli.texts import say, tell
from cli.wizard import ask_head, ask_targets
from engine.checking.run import check_workspace
from engine.documents.reading import UnreadableDocument, read_document
from engine.domain.limits import RULE_BYTES
from engine.drafting.account import Account
from engine.drafting.draft import MARK, Draft, draft, entries_of, folder_of
from engine.drafting.files import AlreadyExists, refuse_links, write_folder, write_new, write_schemas
from engine.drafting.first_tests import FILE as TESTS
from engine.drafting.first_tests import first_tests
from engine.drafting.head import Head, read_head
from engine.drafting.outline import outline
from engine.drafting.plans import plan_forms
from engine.drafting.redraft import FOLDER, CriterionChange, KeptDraft, Redraft, kept, kept_path, read_kept, redraft
from engine.files.diagnostics import Severity
from engine.files.opening import read_up_to
from engine.files.reasons import reason
from engine.files.source import read_source
from engine.files.storage import NotAllWritten, write_all, write_whole
from engine.importing.existing import ExistingFacts
from engine.language.text import on_one_line
from engine.workspace.workspace import Workspace

_SHOWN = 5
"""The most lines shown of those left out for one reason; all of them stand in a file."""
_WIDTH = 90


def draft_from_text(at: Workspace, source: str, number: str | None, period: str | None, reviewed: bool) -> None:
    """Drafts the rules from the document ``source``, or what has changed in it. Raises Failure."""
    with failing_on(UnreadableDocument):
        document = read_document(Path(source))
    screen = console("never")
    for remark in document.remarks:
        tell(remark)
    head = _completed(read_head(document, date.today().year), number, period)
    found = outline(document, head.first_year)
    if not found.targets:
        if found.account.entries:
            _say_account(found.account, console("never", sys.stderr), 0)
        raise usage_failure(
            "không thấy chỉ tiêu nào trong văn bản; chỉ đưa phần có các chỉ tiêu, mỗi chỉ tiêu một đoạn"
        )
    folder = folder_of(head)
    last = read_kept(kept_path(at.root, folder))
    entries = entries_of(found.targets, head, last.codes if last is not None else {})
    account = found.account
    if reviewed and can_review():
        kept_entries = review(entries, console("auto", sys.stderr))
        left = {entry.criterion.place for entry in kept_entries}
        account = account.without({entry.criterion.place for entry in entries} - left)
        entries = kept_entries
    made = draft(head, found.targets, entries)
    if last is not None and (at.root / "rules" / made.folder).is_dir():
        _amend(at, last, made, screen)
    else:
        _create(at, made, screen)
    _write_tests(at, made, screen)
    _write_plans(at, made, screen)
    _say_account(account, screen, len(made.entries))
    _write_account(at, made, account, screen)


def resolution_from_answers(at: Workspace) -> None:
    """Drafts the rules from answers in the terminal. Raises Failure."""
    head = ask_head()
    targets, entries = ask_targets(head)
    if not entries:
        raise usage_failure("chưa có chỉ tiêu nào, chưa ghi gì")
    _create(at, draft(head, targets, entries), console("never"))


def _completed(head: Head, number: str | None, period: str | None) -> Head:
    """Returns the head with the values of the options, without the doubts that these settle."""
    doubts = head.doubts
    if number is not None:
        head = head._replace(number=one_line("--number", number))
        doubts = tuple(d for d in doubts if not d.startswith("số:"))
    if period is not None:
        years = [int(year) for year in period.replace("–", "-").split("-") if re.fullmatch(r"\s*[0-9]{4}\s*", year)]
        if len(years) not in (1, 2) or years[0] > years[-1] or not 1900 <= years[0] <= years[-1] <= 2200:
            raise usage_failure(f"giai đoạn «{period}» chưa đúng; viết 2026-2030, hoặc một năm")
        head = head._replace(first_year=years[0], last_year=years[-1])
        doubts = tuple(d for d in doubts if not d.startswith("giai đoạn:"))
    return head._replace(doubts=doubts)


# ---------------------------------------------------------------- a new resolution


def _create(at: Workspace, made: Draft, screen: Console) -> None:
    try:
        refuse_links(at.root)
        write_folder(at.root / "rules" / made.folder, made.files)
        write_schemas(at.root)
        _keep(at, made)
    except AlreadyExists as error:
        raise usage_failure(error) from None
    except OSError as error:
        raise usage_failure(f"không ghi được vào rules/: {reason(error)}") from None
    targets = len({entry.target for entry in made.entries})
    say(screen, f"Đã viết rules/{made.folder}: {targets} chỉ tiêu, {len(made.entries)} nội dung.")
    for entry in made.entries:
        doubt = "  ← cần xem lại" if entry.proposal.doubts else ""
        say(screen, f"  {entry.number}: {entry.goals_text} ({entry.code}){doubt}")
    _say_checked(at, made, screen)


def _keep(at: Workspace, made: Draft) -> None:
    """Keeps what was drafted, so that an amended document can be drafted again. Raises OSError."""
    path = kept_path(at.root, made.folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, kept(made).model_dump_json(indent=1).encode())


def _say_checked(at: Workspace, made: Draft, screen: Console) -> None:
    if made.marks:
        say(screen, f"{made.marks} chỗ ghi «{MARK}»: mở tệp, xem và xóa ghi chú ấy.")
    found = [d for d in check_workspace(at) if d.span.file.name.startswith(f"rules/{made.folder}/")]
    errors = sum(d.severity is Severity.ERROR for d in found)
    checked = f"{errors} lỗi, chạy `chitieu check` để xem" if errors else "không có lỗi"
    say(screen, f"Kiểm tra: {checked}. Tiếp theo: chitieu new facts --unit TÊN --year NĂM")


# ---------------------------------------------------------------- an amended resolution


def _amend(at: Workspace, last: KeptDraft, made: Draft, screen: Console) -> None:
    """Brings the rules up to the amended document, and says what changed. Raises Failure."""
    folder = at.root / "rules" / made.folder
    names = {*last.files, *made.files}
    found = redraft(last, {name: text for name in names if (text := _text(folder / name)) is not None}, made)
    for change in found.changes:
        _say_change(change, screen)
    if not found.changes:
        say(screen, f"Văn bản không đổi so với lần dự thảo trước; rules/{made.folder} giữ nguyên.")
    try:
        refuse_links(at.root)
        aside = at.root / FOLDER / f"{made.folder}-moi"
        if found.clashes:
            aside.mkdir(parents=True, exist_ok=True)
        texts = {folder / name: text for name, text in found.writes.items()}
        texts |= {aside / name: text for name, text in found.clashes.items()}
        write_all({path: text.encode() for path, text in texts.items()})
        for name in found.removed:
            (folder / name).unlink()
        _keep(at, made)
    except NotAllWritten as failed:
        raise usage_failure(f"không ghi được {at.name_of(failed.path)}: {reason(failed.error)}; chưa ghi gì") from None
    except OSError as error:
        raise usage_failure(f"không ghi được vào rules/{made.folder}: {reason(error)}") from None
    _say_files(found, made, aside.relative_to(at.root).as_posix(), screen)
    _say_checked(at, made, screen)


def _text(path: Path) -> str | None:
    """Returns the text of a rule file; None where there is none. Raises Failure."""
    if not path.exists():
        return None
    try:
        return read_up_to(path, RULE_BYTES).decode("utf-8")
    except OSError as error:
        raise usage_failure(f"không đọc được {path.name}: {reason(error)}") from None
    except UnicodeDecodeError:
        raise usage_failure(f"{path.name} không phải văn bản UTF-8; lưu lại với mã UTF-8 rồi chạy lại") from None


def _say_change(change: CriterionChange, screen: Console) -> None:
    before, after = change.before, change.after
    say(screen, f"{change.kind.value.capitalize()} nội dung:", "bold")
    if before is not None:
        say(screen, f"  trước: «{before.text}» → {before.condition} (số {before.number})")
    if after is not None:
        say(screen, f"  nay:   «{after.text}» → {after.condition} (số {after.number})")


def _say_files(found: Redraft, made: Draft, aside: str, screen: Console) -> None:
    for name in found.writes:
        say(screen, f"Đã cập nhật rules/{made.folder}/{name}.")
    for name in found.removed:
        say(screen, f"Đã bỏ rules/{made.folder}/{name}: văn bản không còn chỉ tiêu ấy.")
    for name in found.clashes:
        say(
            screen,
            f"rules/{made.folder}/{name} đã sửa tay ở đúng chỗ văn bản đổi: giữ nguyên; bản mới để ở {aside}/{name}, "
            "xem rồi chép phần cần đổi.",
        )


# ---------------------------------------------------------------- tests, plans, the account


def _write_tests(at: Workspace, made: Draft, screen: Console) -> None:
    """Writes the first tests, where the rules load and there are none yet. Raises Failure."""
    path = at.root / "rules" / made.folder / TESTS
    try:
        rulebook = load_rulebook_named(at, made.head.number)
        head = path.with_name("nghi-quyet.yaml")
        text = first_tests(rulebook, read_source(head, at.name_of(head)))
        if text:
            write_new(path, text.encode())
            say(screen, f"Đã viết {at.name_of(path)}: các trường hợp ở mỗi ngưỡng, chờ người xem lại.")
    except (Failure, AlreadyExists):  # rules in error are said by `check`; tests of a person stay
        return
    except OSError as error:
        raise usage_failure(f"không ghi được {TESTS}: {reason(error)}") from None


def _write_plans(at: Workspace, made: Draft, screen: Console) -> None:
    """Writes the goals given to each unit as facts of the plan, beside what is there. Raises Failure."""
    if not any(entry.criterion.by_unit for entry in made.entries):
        return
    try:
        rulebook = load_rulebook_named(at, made.head.number)
        folders = ExistingFacts(at, rulebook).folders
        for form in plan_forms(made.head, made.entries, rulebook):
            path = folders.of(form.unit) / f"{form.year}.yaml"
            try:
                write_new(path, form.text.encode())
                say(screen, f"Đã viết {at.name_of(path)}: mục tiêu giao cho {form.unit}.")
            except AlreadyExists:
                tell(f"{at.name_of(path)} đã có; ghi thêm các số ke_hoach.… của {form.unit} theo bảng của văn bản")
    except Failure:
        return
    except OSError as error:
        raise usage_failure(f"không ghi được vào facts/: {reason(error)}") from None


def _say_account(account: Account, screen: Console, criteria: int) -> None:
    """Says how many lines with a number the document has, what became of them, and which were left out."""
    left = account.left_out
    say(
        screen,
        f"Văn bản có {len(account.entries)} dòng có số hoặc đánh số: {len(account.used)} vào {criteria} nội dung, {len(left)} bỏ ra.",
    )
    for why, count in account.by_reason().items():
        say(screen, f"  bỏ ra {count} dòng ({why}):")
        shown = [entry for entry in left if entry.reason == why]
        for entry in shown[:_SHOWN]:
            text = entry.text if len(entry.text) <= _WIDTH else entry.text[:_WIDTH].rsplit(" ", 1)[0] + " …"
            say(screen, f"    «{text}»{f' ({entry.place})' if entry.place else ''}")
        if len(shown) > _SHOWN:
            say(screen, f"    … và {len(shown) - _SHOWN} dòng khác")


def _write_account(at: Workspace, made: Draft, account: Account, screen: Console) -> None:
    """Writes where every line of the document went, beside the kept draft. Raises Failure."""
    path = at.root / FOLDER / f"{made.folder}-doi-chieu.txt"
    lines = [
        f"{entry.place}\t{f'bỏ ra: {entry.reason}' if entry.reason else 'vào nội dung'}\t{on_one_line(entry.text)}"
        for entry in account.entries
    ]
    try:
        write_whole(path, ("\n".join(lines) + "\n").encode())
    except OSError as error:
        raise usage_failure(f"không ghi được {at.name_of(path)}: {reason(error)}") from None
    say(screen, f"Từng dòng của văn bản đi vào đâu: {at.name_of(path)}")
