"""What the canonical form is, case by case."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from engine.files.diagnostics import Problems
from engine.files.located import read_yaml
from engine.files.source import decode_source
from engine.formatting.formatter import format_file
from engine.formatting.layout import read_layout
from engine.formatting.shapes import AsWritten
from engine.formatting.writer import write
from engine.workspace.workspace import Workspace
from tests.formatting.helpers import formatted, refused
from tests.workspaces import ROOT

WORKSPACES = [Workspace(ROOT), *(Workspace(p) for p in sorted((ROOT / "examples").iterdir()) if p.is_dir())]
FILES = [path for workspace in WORKSPACES for path in workspace.all_files]


def rules(text: str) -> str:
    return formatted(dedent(text))


def facts(text: str) -> str:
    return formatted(dedent(text), "facts")


def as_written(text: str) -> str:
    """What has no model: only spacing and quotes are looked after."""
    source = decode_source(("trường hợp:\n" + dedent(text)).encode(), "tep.yaml")
    node = read_yaml(source, Problems())
    assert node is not None
    return write(read_layout(source, node), AsWritten()).removeprefix("trường hợp:\n")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_files_of_the_repository_are_canonical(path: Path) -> None:
    folder = "facts" if "facts" in path.relative_to(ROOT).parts else "rules"
    raw = path.read_bytes().replace(b"\r\n", b"\n")
    result = format_file(raw, path.name, folder, Problems())
    assert result is not None
    assert result.text == raw.decode()


def test_keys_are_spelt_and_ordered_as_the_model_does() -> None:
    assert rules("""\
        Tên: HTX
        CHI_TIEU: 2
        noi dung:
        - dat khi: từ 5 trở lên
          Đo bằng: a.b
          NGUYEN VAN: Từ 5
          so: 2.1
        """) == dedent("""\
        chỉ tiêu: 2
        tên: HTX
        nội dung:
          - số: 2.1
            nguyên văn: Từ 5
            đo bằng: a.b
            đạt khi: từ 5 trở lên
        """)


def test_sections_of_a_file_and_names_keep_the_order_of_the_author() -> None:
    text = """\
        giải pháp:
          - mã: GP-1
            kết luận: Làm
        số liệu:
          z.z:
            tên: Z
            kiểu: phân loại
            giá trị: [yếu, khá]
          a.a:
            tên: A
            đơn vị tính: hộ
        hạn chế:
          - mã: HC-2
            kết luận: Hai
          - mã: HC-1
            kết luận: Một
        """
    assert rules(text) == dedent(text)


def test_keys_of_conditions_and_of_values() -> None:
    assert rules("""\
        hạn chế:
          - mã: HC-1
            khi:
              TAT CA:
                - Khong phai:
                    bat ki: [a.a có, b.b có]
                - c.c có
            kết luận: Một
        """).split("\n")[3:8] == [
        "      tất cả:",
        "        - không phải:",
        "            bất kỳ: [a.a có, b.b có]",
        "        - c.c có",
        "    kết luận: Một",
    ]
    assert facts("""\
        nghị quyết: 1/NQ
        đơn vị: xã A
        năm: 2023
        tính đến: 31/12/2023
        số liệu:
          - gia tri:
              b.b: { ngay: 1/1/2023, la: 07 }
              a.a: 2.570
        """).split("\n")[4:] == [
        "số liệu:",
        "  - giá trị:",
        "      b.b:",
        "        là: 07",
        "        ngày: 1/1/2023",
        "      a.a: 2.570",
        "",
    ]


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("'07'", "07"),
        ('"2.570"', "2.570"),
        ("no", "no"),
        ("“12/8/2021”", "12/8/2021"),
        ("«đạt»", "đạt"),
        ("'%'", '"%"'),
        ("-4,13", "-4,13"),
        ('"- gạch"', '"- gạch"'),
        ("'a: b'", '"a: b"'),
        ("'a:b'", "a:b"),
        ("'a #b'", '"a #b"'),
        ("'a#b'", "a#b"),
        ('"“trích” và “dẫn”"', '"“trích” và “dẫn”"'),
        ("'\"'", '"\\""'),
        ("'a\\b'", "a\\b"),
        ('""', '""'),
        ("", ""),
        ("  x\u00a0y  ", "x y"),
        ("'  x '", "x"),
        ('"hai\\ndòng"', "|\n      hai\n      dòng"),
        ('"a\\u200bb"', '"a\\u200Bb"'),
        ('"---"', '"---"'),
        ("a\tb", '"a\\tb"'),
        ("|\n      một dòng", ">\n      một dòng"),
        (">-\n      a\n      b", ">\n      a\n      b"),
        ("một\n      hai", "một hai"),
        ("[ ]", "[]"),
        ("{ }", "{}"),
    ],
)
def test_quotes_only_where_needed(written: str, canonical: str) -> None:
    assert as_written(f"  - k: {written}\n") == f"  - k: {canonical}\n".replace(": \n", ":\n")


def test_lists_in_brackets() -> None:
    assert as_written(
        """\
        - của: [ HC-1,"2.1" , 'chủ quan' ]
          có:   # vì sao
            [a, b]
          ba: ["%", a]
          bốn: [a, # của a
            b]
          dài: [{}]
        """.format(", ".join(f"HC-{n}" for n in range(30)))
    ).split("\n")[:9] == [
        "  - của: [HC-1, 2.1, chủ quan]",
        "    có: [a, b]  # vì sao",
        "    ba:",
        '      - "%"',
        "      - a",
        "    bốn:",
        "      - a  # của a",
        "      - b",
        "    dài:",
    ]


def test_a_long_text_is_folded_and_a_fold_by_hand_is_kept() -> None:
    long = " ".join(["chữ"] * 40)
    lines = as_written(f"  - k: {long}\n").split("\n")
    assert lines[0] == "  - k: >"
    assert [len(line.strip()) for line in lines[1:3]] == [119, 39]
    kept = "  - k: >\n      Tách theo ý,\n      không theo chiều dài.\n"
    assert as_written(kept) == kept
    word = "x" * 200
    assert as_written(f"  - k: {word}\n") == f"  - k: {word}\n"


def test_comments_and_blank_lines_stay_at_their_place() -> None:
    text = """\
        # đầu tệp

        # của nghị quyết
        nghị quyết:
          số: 1/NQ                # cuối dòng
          giai đoạn: 2021-2025

        số liệu:   # danh mục
          # --- nhóm một ---

          a.a:
            tên: A
            đơn vị tính: hộ
            # còn thiếu bước
          # --- nhóm hai ---
          b.b:
            tên: B  # tên tạm
            đơn vị tính: hộ
          # hết nhóm hai

        # hết danh mục
        hạn chế:
          - mã: HC-1
            kết luận: >  # xem lại câu này
              Câu # này
              dài.

          # trước mục hai
          - mã: HC-2
            kết luận: Hai
        # cuối tệp
        """
    assert rules(text) == dedent(text).replace("số liệu:   #", "số liệu:   #")


def test_comments_move_with_what_they_stand_at() -> None:
    assert rules("""\
        # về tệp
        tên: A   # về tên
        # về số
        chỉ tiêu: 1
        nội dung:
          -   # về mục
            # về câu
            nguyên văn: Từ 5
            # về số của nội dung
            số: 1.1
            đạt khi:
              # trước điều kiện
              từ 5 trở lên
        """) == dedent("""\
        # về tệp
        # về số
        chỉ tiêu: 1
        tên: A   # về tên
        nội dung:
          # về mục
          # về số của nội dung
          - số: 1.1
            # về câu
            nguyên văn: Từ 5
            # trước điều kiện
            đạt khi: từ 5 trở lên
        """)


def test_bytes() -> None:
    text = "chỉ tiêu: 1\ntên: Hoà\nnguyên văn: Từ 5\nđạt khi: từ 5\n\n\n"
    import unicodedata

    raw = b"\xef\xbb\xbf" + unicodedata.normalize("NFD", text).replace("\n", "  \r\n").encode()
    assert formatted(raw) == "chỉ tiêu: 1\ntên: Hoà\nnguyên văn: Từ 5\nđạt khi: từ 5\n"
    result = format_file(raw, "tep.yaml", "rules", Problems())
    assert result is not None
    assert len(result.invisible) == 3


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "CT004"),
        ("# chỉ có ghi chú\n", "CT004"),
        ("chỉ tiêu: 1\nkhoá lạ: 2\n", "CT010"),
        ("tên: a\ntên: b\n", "CT011"),
        ("nội dung:\n  - số: 1.1\n", "CT012"),
        ("- a\n- b\n", "CT013"),
        ("a: &x 1\n", "CT005"),
        ("tên: a: b\n", "CT004"),
        ("tên: a\u2028b\n", "CT003"),
        (b"t\xff", "CT003"),
    ],
)
def test_what_does_not_load_is_refused(text: str | bytes, code: str) -> None:
    assert code in [d.code for d in refused(text)]
