"""What the fuzzers feed: each target takes bytes, runs what a user would run on them, and holds it to the promises.

The promises: no exception but those that are documented, exit codes below 5, nothing on the standard output of a run
that fails, and no file left behind by a run that fails (docs/security.md).
"""

from __future__ import annotations

import contextlib
import io
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from tempfile import mkdtemp

from engine.documents.reading import UnreadableDocument, read_document
from engine.drafting.outline import outline
from engine.language.parser import parse_condition, parse_formula, parse_measured
from engine.language.text import normalise
from engine.language.vocabulary import LanguageError, Vocabulary
from engine.wordings.reader import read_wording
from tests.fuzz.mutations import mutated, mutated_bytes
from tests.running import ROOT, run_here

BASE = ROOT / "tests" / "golden" / "base"
GOLDEN = ("rules/nq-1/nghi-quyet.yaml", "rules/nq-1/chi-tieu-1.yaml", "rules/nq-1/han-che-nguyen-nhan.yaml")
FACTS = "facts/xa-a/2025.yaml"
TESTS = "rules/nq-1/kiem-thu.yaml"
VOCABULARY = Vocabulary(["thành viên", "HTX", "triệu đồng/người/năm"], ["yếu", "khá", "tốt"])
_MEANT = frozenset((0, 1, 2, 3, 4))


class Broken(AssertionError):
    """A promise that does not hold."""


class Run:
    """One command in this process."""

    def __init__(self, root: Path, *arguments: str) -> None:
        done = run_here(*arguments, cwd=root)
        self.code, self.out, self.err = done.returncode, done.stdout, done.stderr
        if self.code not in _MEANT:
            raise Broken(f"{arguments}: exit code {self.code}: {self.err[-2000:]}")
        if self.code in (2, 3) and self.out and arguments[0] != "import":
            raise Broken(f"{arguments}: exit code {self.code} with output: {self.out[:200]!r}")
        if "\x1b" in self.out + self.err or any(0x80 <= ord(c) < 0xA0 for c in self.out + self.err):
            raise Broken(f"{arguments}: control characters reach the terminal")


@contextlib.contextmanager
def workspace() -> Iterator[Path]:
    """A copy of the golden base workspace, with a test file."""
    folder = Path(mkdtemp(prefix="chitieu-fuzz-"))
    try:
        root = folder / "w"
        shutil.copytree(BASE, root)
        (root / TESTS).write_bytes(SEEDS["tests"][0])
        yield root
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _files(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}


# ---------------------------------------------------------------- targets

_READERS: tuple[tuple[str, ...], ...] = (
    ("evaluate", "--engine", "clips"),
    ("evaluate", "--format", "json", "--engine", "clips"),
    ("evaluate", "--format", "csv", "--engine", "clips"),
    ("check",),
    ("why", "1.1", "--full"),
    ("why", "HC-1"),
    ("why", "1.3"),
    ("goal", "1.2"),
    ("goal", "1.1"),
    ("what-if", "--set", "htx.tong=30"),
    ("test",),
    ("fmt", "--diff"),
    ("report", "-o", "ra.md", "-o", "ra.html"),
    ("report", "-o", "ra.docx", "-o", "ra.xlsx"),
)


def _in_file(name: str, data: bytes) -> None:
    """The commands that read a workspace, with ``data`` as one of its files."""
    with workspace() as root:
        (root / name).write_bytes(data)
        before = _files(root)
        first = Run(root, *_READERS[0])
        loads = first.code == 0
        for arguments in _READERS[1:] if loads else (_READERS[3], _READERS[11]):
            run = Run(root, *arguments)
            if loads and run.code == 3 and arguments[0] != "test":
                raise Broken(f"{arguments}: does not load what `evaluate` loads: {run.err[:300]}")
        left = {file: content for file, content in _files(root).items() if not file.startswith("ra.")}
        if left != before and not left.keys() - before.keys() <= {".chitieu/history.sqlite"}:
            raise Broken(f"files changed: {sorted(set(left) ^ set(before))}")


def rules(data: bytes) -> None:
    """One of the three rule files; which, says the first key."""
    name = GOLDEN[0] if b"\xc4\x91\xc6\xa1n v" in data else GOLDEN[2] if b"HC-" in data else GOLDEN[1]
    _in_file(name, data)


def facts(data: bytes) -> None:
    """The facts file."""
    _in_file(FACTS, data)


def tests(data: bytes) -> None:
    """The tests of staff."""
    with workspace() as root:
        (root / TESTS).write_bytes(data)
        for arguments in (("test",), ("check",), ("fmt", "--diff"), ("test", "--format", "json")):
            Run(root, *arguments)


def _imported(name: str, data: bytes) -> None:
    with workspace() as root:
        (root / name).write_bytes(data)
        before = _files(root)
        run = Run(root, "import", name, "--unit", "xã A", "--year", "2026")
        after = _files(root)
        told = run.code == 3 and "Cần sửa" in run.out  # cells to correct, beside the values that were written
        if run.code != 0 and after != before and not told:
            raise Broken(f"import failed and left {sorted(after.keys() ^ before.keys())}")
        if run.code == 0 or after != before:
            done = Run(root, "evaluate", "--year", "2026", "--engine", "clips")
            if done.code != 0:
                raise Broken(f"what was imported does not load: {done.err[:500]}")


def table_csv(data: bytes) -> None:
    """A CSV file that is imported."""
    _imported("bang.csv", data)


def table_xlsx(data: bytes) -> None:
    """A workbook that is imported."""
    _imported("bang.xlsx", data)


def phrases(data: bytes) -> None:
    """The wording of a target."""
    for line in data.decode("utf-8", "replace").split("\n")[:40]:
        read_wording(line)


def conditions(data: bytes) -> None:
    """A condition."""
    with contextlib.suppress(LanguageError):
        parse_condition(normalise(data.decode("utf-8", "replace")), VOCABULARY)


def formulas(data: bytes) -> None:
    """A formula, and a value of a facts file."""
    text = normalise(data.decode("utf-8", "replace"))
    with contextlib.suppress(LanguageError):
        parse_formula(text, VOCABULARY)
    with contextlib.suppress(LanguageError):
        parse_measured(text, VOCABULARY)


def documents(data: bytes) -> None:
    """The text of a resolution, plain or in Word."""
    folder = Path(mkdtemp(prefix="chitieu-fuzz-"))
    try:
        path = folder / ("van-ban.docx" if data.startswith(b"PK") else "van-ban.txt")
        path.write_bytes(data)
        with contextlib.suppress(UnreadableDocument):
            outline(read_document(path))
        if not data.startswith(b"PK"):
            root = folder / "w"
            shutil.copytree(BASE, root)
            Run(root, "new", "resolution", "--from-text", str(path), "--number", "9/NQ", "--period", "2026-2030")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "rules": rules,
    "facts": facts,
    "tests": tests,
    "csv": table_csv,
    "xlsx": table_xlsx,
    "phrases": phrases,
    "conditions": conditions,
    "formulas": formulas,
    "documents": documents,
}

# ---------------------------------------------------------------- seeds: what is valid, and gets mutated


def _xlsx_seed() -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Mã số liệu", "Chỉ tiêu", "ĐVT", "TH 2026", "Ghi chú"])
    sheet.append(["htx.thanh_vien", "Số thành viên", "thành viên", 2570, None])
    sheet.append(["htx.thu_nhap", "Thu nhập", "triệu đồng/người/năm", "45,5", "=1+1"])
    sheet.append(["htx.xep_loai", "Xếp loại", None, "khá", None])
    sheet.merge_cells("A6:B7")
    sheet["A6"] = "htx.tong"
    sheet["D6"] = "=SUM(D2:D3)"
    sheet["D6"].number_format = '#,##0 "HTX"'
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def _docx_seed() -> bytes:
    from docx import Document

    document = Document()
    for line in ("NGHỊ QUYẾT", "Số: 12/NQ-HĐND", "1. Đạt 5 HTX trở lên", "2. Tỷ lệ hộ nghèo giảm còn dưới 2%"):
        document.add_paragraph(line)
    raw = io.BytesIO()
    document.save(raw)
    return raw.getvalue()


SEEDS: dict[str, list[bytes]] = {
    "rules": [(BASE / name).read_bytes() for name in GOLDEN],
    "facts": [(BASE / FACTS).read_bytes()],
    "tests": [
        """\
trường hợp:
  - tên: Đủ thành viên thì đạt
    dựa trên: xa-a/2025
    thay đổi:
      htx.thanh_vien: 2.600
      htx.dien_tich: chưa có
    mong đợi:
      nội dung 1.1: đạt
      chỉ tiêu 1: đạt
      không có: [HC-1, GP-1]
      nội dung đạt và vượt: 3
""".encode()
    ],
    "csv": [
        "Mã số liệu;Giá trị;Nguồn\nhtx.thanh_vien;2.570;BC, mục 1\nhtx.thu_nhap;45,5;BC\nhtx.xep_loai;khá;\n".encode(),
        'STT,Chỉ tiêu,ĐVT,TH 2026\n1,Số hợp tác xã,HTX,20\n2,"Tỷ lệ, HTX có lãi",%,"85,5"\n'.encode(),
    ],
    "xlsx": [_xlsx_seed()],
    "phrases": [
        line.encode()
        for line in (
            "Phấn đấu đến năm 2025, có 20% HTX theo hướng đa dịch vụ hoạt động hiệu quả",
            "Tỷ lệ hộ nghèo giảm bình quân 1-1,5%/năm, đến cuối kỳ còn dưới 2%",
            "Doanh thu bình quân của 01 HTX đạt từ 1.800 triệu đồng/năm trở lên",
            "100% cán bộ được bồi dưỡng; trên 45 triệu đồng/người/năm",
        )
    ],
    "conditions": [
        line.encode()
        for line in (
            "từ 2.600 thành viên trở lên",
            "htx.a trên htx.b * 2 và nội dung 2.1 chưa đạt",
            "không phải (htx.xep_loai từ khá trở lên hoặc có hạn chế HC-1)",
            "trong khoảng từ 5 đến 7,5%",
            "chậm nhất ngày 31/12/2025",
        )
    ],
    "formulas": [
        line.encode()
        for line in (
            "tỷ_lệ(htx.da_dich_vu, htx.tong)",
            "(htx.a + htx.b) / 2 - năm_trước(htx.c)",
            "trên 1.500 triệu đồng",
            "từ 10 đến 12 ha",
            "giá_trị(htx.a, 2020) * 100 / tổng(htx.a, htx.b, htx.c)",
        )
    ],
    "documents": [
        "NGHỊ QUYẾT\nSố: 12/NQ-HĐND\n\n(1) Đạt 5 HTX trở lên, trong đó 2 nội dung\n(2) Tỷ lệ hộ nghèo giảm còn dưới 2%\n".encode(),
        _docx_seed(),
    ],
}


def mutate(target: str, data: bytes, random: Random) -> bytes:
    """``data`` changed in the way that fits ``target``: of packages, the parts inside as a rule."""
    if data.startswith(b"PK") and random.random() < 0.8:
        try:
            return _repacked(data, random)
        except (
            zipfile.BadZipFile,
            OSError,
            ValueError,
            NotImplementedError,
            EOFError,
            RuntimeError,
            zipfile.zlib.error,
        ):  # type: ignore[attr-defined]
            pass
    if target in ("phrases", "conditions", "formulas") and random.random() < 0.9:
        return mutated(random, data.decode("utf-8", "replace")).encode("utf-8", "replace")
    return mutated_bytes(random, data)


_XML = (
    '<!DOCTYPE a [<!ENTITY b "c">]>',
    "&b;",
    "<c>",
    "</c>",
    '<c r="ZZZZ99999999"/>',
    '<c r="A1" t="s"><v>99999999</v></c>',
    "<v>1e999</v>",
    "<f>HYPERLINK()</f>",
    '<row r="-1"/>',
    '<mergeCell ref="A1:XFD1048576"/>',
    '<mergeCell ref="?"/>',
    '<col min="x" hidden="1"/>',
    ' t="d"',
    ' s="9999"',
    "<a>" * 3_000,
    "\x00",
    "&#27;",
    "<v>" + "9" * 5_000 + "</v>",
)


def _repacked(data: bytes, random: Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {info.filename: package.read(info) for info in package.infolist()[:200]}
    name = random.choice(list(parts))
    text = parts[name].decode("utf-8", "replace")
    match random.randrange(5):
        case 0:
            del parts[name]
        case 1:
            parts[random.choice(list(parts))] = parts[name]
        case 2:
            at = random.randrange(len(text) + 1)
            parts[name] = (text[:at] + random.choice(_XML) + text[at:]).encode("utf-8", "replace")
        case 3:
            tags = [at for at, c in enumerate(text) if c == ">"] or [0]
            at = random.choice(tags) + 1
            parts[name] = (text[:at] + random.choice(_XML) + text[at:]).encode("utf-8", "replace")
        case _:
            parts[name] = mutated_bytes(random, parts[name])
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return raw.getvalue()
