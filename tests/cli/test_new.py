"""`chitieu new`: nothing is overwritten, nothing half written, and what is written passes `check`."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document

from tests.cli.conftest import Workspace

Empty = Callable[[dict[str, str]], Workspace]
TEXT = "Nghị quyết số 9/NQ-HĐND giai đoạn 2026-2030\n\n(1) Trồng mới 650 ha rừng.\n\n(2) Tỷ lệ hộ nghèo còn dưới 2%.\n"


@pytest.fixture
def made(tmp_path: Path) -> Workspace:
    done = Workspace(tmp_path).run("new", "workspace", "xa")
    assert (done.returncode, done.stderr) == (0, "")
    return Workspace(tmp_path / "xa")


def test_a_workspace_with_its_example_evaluates(tmp_path: Path) -> None:
    assert Workspace(tmp_path).run("new", "workspace", "vi-du", "--example").returncode == 0
    assert len(Workspace(tmp_path / "vi-du").statuses()) == 18  # seven targets, eleven criteria


def test_a_folder_in_use_is_not_touched(empty: Empty) -> None:
    workspace = empty({"xa/a.txt": "của tôi"})
    done = workspace.run("new", "workspace", "xa")
    assert done.returncode == 2
    assert "không trống" in done.stderr
    assert [p.name for p in (workspace.root / "xa").iterdir()] == ["a.txt"]


def test_from_text_to_evaluation(made: Workspace) -> None:
    (made.root / "nq.txt").write_text(TEXT, "utf-8")
    assert made.run("new", "resolution", "--from-text", "nq.txt").returncode == 0
    assert made.run("new", "facts", "--unit", "xã Tân Lập", "--year", "2026", "--as-of", "30/6/2026").returncode == 0
    for command in (("check",), ("fmt", "--check")):
        assert made.run(*command).returncode == 0
    assert set(made.statuses().values()) == {"undetermined"}


def test_facts_of_a_year_after_the_period_are_refused(made: Workspace) -> None:
    (made.root / "nq.txt").write_text(TEXT, "utf-8")
    made.run("new", "resolution", "--from-text", "nq.txt", "--period", "2021-2025")
    done = made.run("new", "facts", "--unit", "xã Tân Lập", "--year", "2026")
    assert done.returncode == 2 and "2021-2025" in done.stderr
    assert list((made.root / "facts").rglob("*.yaml")) == []


def test_the_same_document_twice_keeps_what_was_edited(made: Workspace) -> None:
    (made.root / "nq.txt").write_text(TEXT, "utf-8")
    made.run("new", "resolution", "--from-text", "nq.txt")
    (folder,) = (made.root / "rules").iterdir()
    (folder / "chi-tieu-1.yaml").write_text("# đã sửa\n", "utf-8")
    done = made.run("new", "resolution", "--from-text", "nq.txt")
    assert done.returncode == 0 and "Văn bản không đổi" in done.stdout
    assert (folder / "chi-tieu-1.yaml").read_text("utf-8") == "# đã sửa\n"


def test_rules_that_were_not_drafted_are_not_touched(made: Workspace) -> None:
    (made.root / "nq.txt").write_text(TEXT, "utf-8")
    folder = made.root / "rules" / "9-nq-hdnd-2026"
    folder.mkdir()
    (folder / "chi-tieu-1.yaml").write_text("# của tôi\n", "utf-8")
    done = made.run("new", "resolution", "--from-text", "nq.txt")
    assert (done.returncode, done.stdout) == (2, "")
    assert "đã có" in done.stderr
    assert [path.name for path in folder.iterdir()] == ["chi-tieu-1.yaml"]


AMENDED = TEXT.replace("650 ha", "700 ha") + "\n(3) Xây 4 cầu.\n"


def test_an_amended_document_changes_the_rules_and_no_edit_is_lost(made: Workspace) -> None:
    (made.root / "nq.txt").write_text(TEXT, "utf-8")
    made.run("new", "resolution", "--from-text", "nq.txt")
    (folder,) = (made.root / "rules").iterdir()
    second = folder / "chi-tieu-2.yaml"
    second.write_text(second.read_text("utf-8") + "# ghi chú của tôi\n", "utf-8")
    (made.root / "nq.txt").write_text(AMENDED, "utf-8")
    done = made.run("new", "resolution", "--from-text", "nq.txt")
    assert done.returncode == 0
    assert "trước: «Trồng mới 650 ha rừng» → đạt 650 ha" in done.stdout
    assert "nay:   «Trồng mới 700 ha rừng» → đạt 700 ha" in done.stdout
    assert "Thêm nội dung" in done.stdout and "«Xây 4 cầu»" in done.stdout
    assert "đạt khi: đạt 700 ha" in (folder / "chi-tieu-1.yaml").read_text("utf-8")
    assert second.read_text("utf-8").endswith("# ghi chú của tôi\n")
    assert "ct3." in (folder / "nghi-quyet.yaml").read_text("utf-8")
    assert made.run("check").returncode == 0


def test_where_both_changed_the_same_line_the_edit_stays(made: Workspace) -> None:
    (made.root / "nq.txt").write_text(TEXT, "utf-8")
    made.run("new", "resolution", "--from-text", "nq.txt")
    (folder,) = (made.root / "rules").iterdir()
    first = folder / "chi-tieu-1.yaml"
    mine = first.read_text("utf-8").replace("đạt 650 ha", "từ 650 ha trở lên")
    first.write_text(mine, "utf-8")
    (made.root / "nq.txt").write_text(AMENDED, "utf-8")
    done = made.run("new", "resolution", "--from-text", "nq.txt")
    assert done.returncode == 0 and "giữ nguyên; bản mới để ở" in done.stdout
    assert first.read_text("utf-8") == mine
    aside = made.root / ".chitieu" / "du-thao" / f"{folder.name}-moi" / "chi-tieu-1.yaml"
    assert "đạt 700 ha" in aside.read_text("utf-8")


def test_word_documents_are_read(made: Workspace) -> None:
    document = Document()
    for line in TEXT.split("\n\n"):
        document.add_paragraph(line)
    document.save(str(made.root / "nq.docx"))
    done = made.run("new", "resolution", "--from-text", "nq.docx")
    assert "2 chỉ tiêu, 2 nội dung" in done.stdout


@pytest.mark.parametrize("name", ["hong.docx", "cu.doc", "khong-co.txt", "ma-la.txt", "rong.txt"])
def test_what_cannot_be_read_is_said_and_nothing_is_written(made: Workspace, name: str) -> None:
    with zipfile.ZipFile(made.root / "hong.docx", "w") as packed:
        packed.writestr("a.xml", "<a/>")
    (made.root / "cu.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    (made.root / "ma-la.txt").write_bytes("Nghị quyết".encode("utf-16"))
    (made.root / "rong.txt").write_text("", "utf-8")
    done = made.run("new", "resolution", "--from-text", name)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("lỗi: ")
    assert list((made.root / "rules").iterdir()) == []


def test_the_questions_take_defaults_and_ask_again(made: Workspace) -> None:
    typed = "\n".join(
        [
            "không biết",  # no number: asked again
            "9/NQ\u202e-HĐND",  # a character that nobody sees: asked again
            "9/NQ-HĐND",
            "31/2/2026",  # no day: asked again
            "20/7/2026",
            "",
            "phát triển rừng",
            "2030-2026",  # backwards: asked again
            "2026-2030",
            "Trồng mới từ 650 ha rừng trở lên",
            *(
                "",
                "rừng.trồng",
                "rung.trong_moi",
                "",
                "hơn 650 ha gì đó",
                "",
            ),  # name, code twice, unit, condition twice
            "",
        ]
    )
    done = made.run("new", "resolution", typed=typed + "\n")
    assert done.returncode == 0, done.stderr
    (folder,) = (made.root / "rules").iterdir()
    text = (folder / "chi-tieu-1.yaml").read_text("utf-8")
    assert "đo bằng: rung.trong_moi\n" in text
    assert "đạt khi: từ 650 ha trở lên\n" in text
    assert "ngày: 20/7/2026\n" in (folder / "nghi-quyet.yaml").read_text("utf-8")
    assert made.run("check").returncode == 0


def test_input_that_ends_too_early_writes_nothing(made: Workspace) -> None:
    done = made.run("new", "resolution", typed="9/NQ-HĐND\n")
    assert done.returncode == 2
    assert "chưa ghi gì" in done.stderr
    assert list((made.root / "rules").iterdir()) == []


def test_facts_are_not_overwritten(workspace: Workspace) -> None:
    before = (workspace.root / "facts" / "thap-muoi" / "2023.yaml").read_bytes()
    done = workspace.run("new", "facts", "--unit", "Tháp Mười", "--year", "2023")
    assert (done.returncode, done.stdout) == (2, "")
    assert "đã có" in done.stderr
    assert (workspace.root / "facts" / "thap-muoi" / "2023.yaml").read_bytes() == before


def test_two_units_never_share_a_folder(made: Workspace) -> None:
    (made.root / "nq.txt").write_text(TEXT, "utf-8")
    made.run("new", "resolution", "--from-text", "nq.txt")
    folders = {
        "xã Ea H'Leo": "xa-ea-h-leo",
        "xã Ea H'đing": "xa-ea-h-ding",
        "xã Ea H Leo": "xa-ea-h-leo-2",  # another spelling may be another commune
        "CON": "don-vi-con",
        "日本": "don-vi",
        "中国": "don-vi-2",
        "xã " + "Rất Dài " * 20: "xa-rat-dai-rat-dai-rat-dai-rat-dai-rat-dai-rat-dai-rat-dai-r",
    }
    for unit, folder in folders.items():
        done = made.run("new", "facts", "--unit", unit, "--year", "2026")
        assert (done.returncode, done.stdout.split(".")[0]) == (0, f"Đã viết facts/{folder}/2026"), done.stderr
    assert len(made.run("evaluate", "--format", "jsonl").stdout.splitlines()) == len(folders)
    again = made.run("new", "facts", "--unit", "xã Ea H Leo", "--year", "2027")
    assert "facts/xa-ea-h-leo-2/2027.yaml" in again.stdout


@pytest.mark.parametrize("unit", ["Tháp Mười", "huyện Tháp Mưới"])
def test_a_name_that_may_be_meant_for_a_known_unit_is_asked_for_again(workspace: Workspace, unit: str) -> None:
    done = workspace.run("new", "facts", "--unit", unit, "--year", "2024")
    assert (done.returncode, done.stdout) == (2, "")
    assert "«huyện Tháp Mười» đã có số liệu" in done.stderr
    assert [path.name for path in (workspace.root / "facts").rglob("*.yaml")] == ["2023.yaml"]


def test_a_unit_keeps_its_folder(workspace: Workspace) -> None:
    done = workspace.run("new", "facts", "--unit", "huyện Tháp Mười", "--year", "2024")
    assert "facts/thap-muoi/2024.yaml" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("facts", "--year", "2026", "--unit", "xã\x07 Tân Lập"),
        ("facts", "--year", "2026", "--xlsx", "--unit", "xã Tân\u202e Lập"),
        ("facts", "--year", "2026", "--unit", "xã \udce3 Tân Lập"),
        ("resolution", "--from-text", "khac.txt", "--number", "12\x1b[31m/NQ-HĐND"),
        ("resolution", "--from-text", "khac.txt", "--number", "12/NQ\x00-HĐND".replace("\x00", "\x9b")),
    ],
    ids=ascii,
)
def test_control_characters_are_refused_before_anything_is_written(made: Workspace, arguments: tuple[str, ...]) -> None:
    (made.root / "nq.txt").write_text(TEXT, "utf-8")
    (made.root / "khac.txt").write_text(TEXT.replace("Nghị quyết số 9/NQ-HĐND ", ""), "utf-8")
    made.run("new", "resolution", "--from-text", "nq.txt")
    before = sorted(path for path in made.root.rglob("*"))
    done = made.run("new", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "có ký tự điều khiển không nhìn thấy được; gõ lại" in done.stderr
    assert sorted(path for path in made.root.rglob("*")) == before


def test_odd_names_are_written_so_that_they_are_read_back(made: Workspace) -> None:
    (made.root / "nq.txt").write_text(TEXT, "utf-8")
    made.run("new", "resolution", "--from-text", "nq.txt", "--number", "9: #{NQ}\t'HĐND\"")
    for unit in ("- xã: A #1", '"xã" B', "{xã}\u00a0\u200bC", "xã\nD"):
        assert made.run("new", "facts", "--unit", unit, "--year", "2026").returncode == 0
    cases = [json.loads(line) for line in made.run("evaluate", "--format", "jsonl").stdout.splitlines()]
    assert sorted(case["unit"] for case in cases) == ['"xã" B', "- xã: A #1", "xã D", "{xã} C"]
    assert {case["resolution"]["number"] for case in cases} == {"9: #{NQ} 'HĐND\""}
