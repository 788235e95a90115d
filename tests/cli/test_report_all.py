"""`report --all`: a document per unit and one of the whole; one bad unit, or one edited document, stops no other."""

from __future__ import annotations

from pathlib import Path

import docx

from tests.reports.word_documents import breakable
from tests.running import run_here
from tests.small_workspace import FACTS, Small

CATALOGUE = "x.hop: {tên: Số hợp tác xã, đơn vị tính: HTX}"
CRITERIA = "- {số: 1.1, nguyên văn: Có từ 20 HTX trở lên, đạt khi: x.hop từ 20 HTX trở lên}"


def province(root: Path, values: dict[str, str]) -> Path:
    small = Small(root, CATALOGUE).criteria(CRITERIA)
    for place, (unit, value) in enumerate(values.items(), start=1):
        facts = FACTS.format(
            year=2023, as_of="31/12/2023", groups=f"  - nguồn: BC\n    giá trị:\n      x.hop: {value}\n"
        )
        small.write(f"facts/dv-{place}/2023.yaml", facts.replace("đơn vị: xã A", f"đơn vị: {unit}"))
    return root


def lines(path: Path) -> list[str]:
    document = docx.Document(str(path))
    rows = [" | ".join(cell.text for cell in row.cells) for row in document.tables[-1].rows]
    return [breakable(text) for text in (*(paragraph.text for paragraph in document.paragraphs), *rows)]


def test_each_unit_has_its_report_and_the_whole_has_one(tmp_path: Path) -> None:
    province(tmp_path, {"xã Tân Lập": "25 HTX", "xã Ea H'Leo": "12 HTX", "xã Ea H-Leo": "9 HTX", "xã Lỗi": "abc"})
    done = run_here("report", "--all", "-o", "ra", "--no-record", cwd=tmp_path)
    assert done.returncode == 3 and "- xã Lỗi, năm 2023: facts/dv-4/2023.yaml:11:14 CT204" in done.stderr
    assert sorted(path.name for path in (tmp_path / "ra").iterdir()) == [
        "tong-hop.docx", "xa-ea-h-leo-2023-2.docx", "xa-ea-h-leo-2023.docx", "xa-tan-lap-2023.docx",
    ]  # fmt: skip
    whole = lines(tmp_path / "ra/tong-hop.docx")
    assert "- Nội dung 1.1 “Có từ 20 HTX trở lên”: 01/3 đơn vị đạt và vượt; 02/3 đơn vị chưa đạt." in whole
    assert "1 | xã Tân Lập | 01/1 |  | " in whole and "2 | xã Ea H'Leo | 00/1 | 1.1 | " in whole
    assert "- Xã Lỗi, năm 2023: chưa đánh giá được vì số liệu còn lỗi." in whole
    assert any("của 03/4 đơn vị thực hiện Nghị quyết số 1/NQ-HĐND" in line for line in whole)
    assert (
        "Đã đánh giá 03/4 đơn vị. Trong đó 01/3 đơn vị đạt và vượt tất cả các nội dung áp dụng, "
        "02/3 đơn vị có nội dung chưa đạt."
    ) in whole
    assert any("25 HTX" in line for line in lines(tmp_path / "ra/xa-tan-lap-2023.docx"))


def test_an_edited_report_stops_no_other(tmp_path: Path) -> None:
    province(tmp_path, {"xã A": "25 HTX", "xã B": "12 HTX"})
    assert run_here("report", "--all", "-o", "ra", "--no-record", cwd=tmp_path).returncode == 0
    edited = docx.Document(str(tmp_path / "ra/xa-a-2023.docx"))
    edited.add_paragraph("Sửa tay")
    edited.save(str(tmp_path / "ra/xa-a-2023.docx"))
    before = (tmp_path / "ra/xa-a-2023.docx").read_bytes()
    done = run_here("report", "--all", "-o", "ra", "--no-record", cwd=tmp_path)
    assert done.returncode == 3 and "báo cáo đã sửa tay, không viết đè" in done.stderr
    assert (tmp_path / "ra/xa-a-2023.docx").read_bytes() == before
    forced = run_here("report", "--all", "-o", "ra", "--no-record", "--force", cwd=tmp_path)
    assert forced.returncode == 0 and (tmp_path / "ra/xa-a-2023.ban-truoc.docx").read_bytes() == before


def test_the_folder_is_a_folder(tmp_path: Path) -> None:
    province(tmp_path, {"xã A": "25 HTX"})
    (tmp_path / "co").write_text("x", "utf-8")
    for arguments, told in (
        (["-o", "a.docx"], "--all viết vào một thư mục, không phải tệp"),
        (["-o", "a", "-o", "b"], "--all viết vào một thư mục: -o THƯ MỤC"),
        (["-o", "facts"], "chỉ để quy tắc và số liệu"),
        (["-o", "co"], "không ghi được «co»"),
    ):
        done = run_here("report", "--all", "--no-record", *arguments, cwd=tmp_path)
        assert (done.returncode, told in done.stderr) == (2, True), done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["co", "facts", "rules"]


def test_places_left_to_write_are_counted(tmp_path: Path) -> None:
    province(tmp_path, {"xã A": "25 HTX", "xã B": "12 HTX"})
    done = run_here("report", "--all", "-o", "ra", "--no-record", cwd=tmp_path)
    counts = [
        "\n".join(part.text or "" for part in docx.Document(str(path)).element.iter() if part.tag.endswith("}t")).count(
            "[Cần bổ sung"
        )
        for path in (tmp_path / "ra").iterdir()
    ]
    assert f"Còn {sum(counts)} chỗ ghi «[Cần bổ sung: …]» trong 3 tệp, mỗi tệp " in done.stdout


def test_the_whole_names_the_last_fifth_and_counts_the_others(tmp_path: Path) -> None:
    province(tmp_path, {f"xã {letter}": f"{9 + place} HTX" for place, letter in enumerate("ABCDEFGHIK")})
    run_here("report", "--all", "-o", "ra", "--no-record", cwd=tmp_path)
    whole = lines(tmp_path / "ra/tong-hop.docx")
    assert "- Còn 10 đơn vị có nội dung chưa đạt, nêu ở Phụ lục." in whole  # all of one place: nobody is last
    assert not any(line.startswith("- Xã") for line in whole)
