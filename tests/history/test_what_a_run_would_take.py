"""`verify` computes for itself which files matter: a receipt says so and is not believed, and the workspace is asked anew.

Every forgery is resealed: all its hashes fit. Expectations come from shared recipes and from an independent verifier.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.history.independent import complaints, missing_in, resealed
from tests.running import Done, run_here
from tests.small_workspace import Small

Receipt = dict[str, Any]
INTACT = "Nguyên vẹn"
SAME = "hiện nay giống hệt trong biên nhận"


@pytest.fixture
def trees(tmp_path: Path) -> Small:
    """At least 70 trees; 74 in 2024. A second criterion asks for more than in the year before, of which nothing is known."""
    small = Small(tmp_path, "cay.so:\n  tên: Số cây\n  đơn vị tính: cây", period="2024")
    small.criteria(
        """
        - số: 1.1
          nguyên văn: Trồng từ 70 cây trở lên
          đo bằng: cay.so
          đạt khi: từ 70 cây trở lên
        - số: 1.2
          nguyên văn: Số cây nhiều hơn năm trước
          đạt khi: cay.so trên năm_trước(cay.so)
        """
    )
    return small.facts("cay.so: 74 cây", year=2024, as_of="31/12/2024")


def recorded(small: Small) -> Receipt:
    done = run_here("evaluate", "--no-record", "--receipt", "r.json", cwd=small.root)
    assert done.returncode in (0, 1), done.stderr
    found: Receipt = json.loads((small.root / "r.json").read_text("utf-8"))
    return found


def verified(small: Small, receipt: Receipt | None = None, *options: str) -> Done:
    if receipt is not None:
        (small.root / "r.json").write_text(json.dumps(resealed(receipt), ensure_ascii=False), "utf-8")
    return run_here("verify", "r.json", *options, cwd=small.root)


def test_an_honest_receipt_is_intact(trees: Small) -> None:
    receipt = recorded(trees)
    assert complaints(receipt) == [] == missing_in(receipt, trees.root)
    done = verified(trees)
    assert done.returncode == 0 and done.stdout.startswith(INTACT) and SAME in done.stdout


def _of_the_year(receipt: Receipt) -> Receipt:
    return next(one for one in receipt["inputs"] if one["role"] == "facts")


def _contradicting_file_as_comparison(receipt: Receipt) -> None:
    own = _of_the_year(receipt)
    text = own["content"].replace("74 cây", "61 cây")
    receipt["inputs"].append({**own, "role": "comparison", "name": "facts/xa-a/2024b.yaml", "content": text})


def _own_file_as_earlier(receipt: Receipt) -> None:
    receipt["inputs"].append({**_of_the_year(receipt), "role": "earlier", "name": "facts/xa-a/2024-khac.yaml"})


def _year_before_as_facts(receipt: Receipt) -> None:
    own = _of_the_year(receipt)
    text = own["content"].replace("năm: 2024", "năm: 2023").replace("31/12/2024", "31/12/2023")
    receipt["inputs"].append({**own, "name": "facts/xa-a/2023.yaml", "content": text})


def _year_that_nobody_asks_for(receipt: Receipt) -> None:
    own = _of_the_year(receipt)
    text = own["content"].replace("năm: 2024", "năm: 2019").replace("31/12/2024", "31/12/2019")
    receipt["inputs"].append({**own, "role": "comparison", "name": "facts/xa-a/2019.yaml", "content": text})


def _other_unit(receipt: Receipt) -> None:
    own = _of_the_year(receipt)
    text = own["content"].replace("đơn vị: xã A", "đơn vị: xã B")
    receipt["inputs"].append({**own, "role": "comparison", "name": "facts/xa-b/2024.yaml", "content": text})


def _facts_as_rules(receipt: Receipt) -> None:
    own = _of_the_year(receipt)
    receipt["inputs"].append({**own, "role": "rules", "name": f"rules/{receipt['folder']}/so-lieu.yaml"})


def _folder_of_another_name(receipt: Receipt) -> None:
    receipt["folder"] = "NQ"


def _rules_from_elsewhere(receipt: Receipt) -> None:
    next(one for one in receipt["inputs"] if one["role"] == "rules")["name"] = "rules/khac/nghi-quyet.yaml"


def _key_of_a_stranger(receipt: Receipt) -> None:
    receipt["versions"]["nguyên vẹn"] = "1"


def _key_in_the_evaluation(receipt: Receipt) -> None:
    receipt["evaluation"]["targets"][0]["criteria"][0]["note"] = "x"


FORGERIES = (
    _contradicting_file_as_comparison, _own_file_as_earlier, _year_before_as_facts, _year_that_nobody_asks_for, _other_unit,
    _facts_as_rules, _folder_of_another_name, _rules_from_elsewhere, _key_of_a_stranger, _key_in_the_evaluation,
)  # fmt: skip
BEYOND_THE_INDEPENDENT = (_year_that_nobody_asks_for, _key_in_the_evaluation)
"""These only an evaluation notices."""


@pytest.mark.parametrize("forge", FORGERIES)
def test_a_receipt_that_no_run_makes_does_not_fit(trees: Small, forge: Callable[[Receipt], None]) -> None:
    receipt = recorded(trees)
    forge(receipt)
    assert complaints(resealed(receipt)) or forge in BEYOND_THE_INDEPENDENT
    for options in ((), ("--alone",)):
        done = verified(trees, receipt, *options)
        assert done.returncode == 1 and not done.stdout.startswith(INTACT)
        assert SAME not in done.stdout or forge in (
            _key_of_a_stranger,
            _key_in_the_evaluation,
        )  # the files are the same
        assert done.stdout.startswith(("KHÔNG KHỚP: mọi mã băm đều khớp", "CHƯA ĐỐI CHIẾU ĐƯỢC KẾT QUẢ"))


def _year_before(small: Small) -> str:
    small.facts("cay.so: 90 cây", year=2023, as_of="31/12/2023")
    return "facts/xa-a/2023.yaml: có thêm tệp này"


def _second_file_of_the_year(small: Small) -> str:
    text = (small.root / "facts/xa-a/2024.yaml").read_text("utf-8")
    small.write("facts/xa-a/2024b.yaml", text.replace("74 cây", "61 cây"))
    return "facts/xa-a/2024b.yaml: có thêm tệp này"


def _second_target(small: Small) -> str:
    text = (small.root / "rules/nq/chi-tieu-1.yaml").read_text("utf-8")
    small.write("rules/nq/chi-tieu-2.yaml", text.replace("chỉ tiêu: 1", "chỉ tiêu: 2").replace("số: 1.", "số: 2."))
    return "rules/nq/chi-tieu-2.yaml: có thêm tệp này"


def _another_number(small: Small) -> str:
    path = small.root / "facts/xa-a/2024.yaml"
    path.write_text(path.read_text("utf-8").replace("74 cây", "69 cây"), "utf-8")
    return "«cay.so: 74 cây» → «cay.so: 69 cây»"


def _renamed_folder(small: Small) -> str:
    (small.root / "rules/nq").rename(small.root / "rules/nghi-quyet-1")
    return "Không có rules/nq cho nghị quyết này: quy tắc hiện ở rules/nghi-quyet-1"


def _facts_gone(small: Small) -> str:
    (small.root / "facts/xa-a/2024.yaml").unlink()
    return "facts/xa-a/2024.yaml: không còn tệp này"


def _rules_that_do_not_load(small: Small) -> str:
    small.write("rules/nq/chi-tieu-2.yaml", "chỉ tiêu: 2\nnội dung: [\n")
    return "Chưa biết đánh giá lại bây giờ có cho kết quả khác không: rules/nq/chi-tieu-2.yaml:"


CHANGES = (
    _year_before, _second_file_of_the_year, _second_target, _another_number, _renamed_folder, _facts_gone,
    _rules_that_do_not_load,
)  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_what_a_run_would_take_now_is_compared_as_a_whole(trees: Small, change: Callable[[Small], str]) -> None:
    receipt = recorded(trees)
    told = change(trees)
    assert missing_in(receipt, trees.root) or change is _year_before  # of another year only an evaluation knows
    done = verified(trees)
    assert done.stdout.startswith(INTACT), "the receipt itself is as it was"
    assert done.returncode == 1 and told in done.stdout and SAME not in done.stdout, done.stdout


def test_the_new_year_changes_a_conclusion_and_verify_says_so(trees: Small) -> None:
    """Without 2023 there are not enough data; 74 trees are fewer than 90."""
    recorded(trees)
    _year_before(trees)
    assert "Đánh giá lại bây giờ cho kết luận khác." in verified(trees).stdout
    document = json.loads(verified(trees, None, "--format", "json").stdout)
    assert document["intact"] and document["same_conclusions"] is False
    assert [(one["change"], one["name"]) for one in document["workspace"]] == [("added", "facts/xa-a/2023.yaml")]


def test_a_year_that_is_gone_is_named(trees: Small) -> None:
    _year_before(trees)
    receipt = recorded(trees)
    assert [one["role"] for one in receipt["inputs"] if "2023" in one["name"]] == ["comparison"]
    (trees.root / "facts/xa-a/2023.yaml").unlink()
    done = verified(trees)
    assert done.returncode == 1 and "facts/xa-a/2023.yaml: không còn tệp này" in done.stdout


def test_a_file_that_changes_nothing_is_still_named(trees: Small) -> None:
    recorded(trees)
    path = trees.root / "facts/xa-a/2024.yaml"
    path.write_text(path.read_text("utf-8") + "# ghi chú\n", "utf-8")
    done = verified(trees)
    assert done.returncode == 1 and "Đánh giá lại bây giờ vẫn cho các kết luận như trong biên nhận." in done.stdout


def test_another_workspace_is_never_the_same(trees: Small, tmp_path_factory: pytest.TempPathFactory) -> None:
    recorded(trees)
    other = Small(tmp_path_factory.mktemp("other"), "cay.so:\n  tên: Số cây\n  đơn vị tính: cây", period="2024")
    head = other.root / "rules/nq/nghi-quyet.yaml"
    head.write_text(head.read_text("utf-8").replace("1/NQ-HĐND", "2/NQ-HĐND"), "utf-8")
    shutil.move(other.root / "rules/nq", other.root / "rules/nghi-quyet-2")
    other.facts("cay.so: 74 cây", year=2024, as_of="31/12/2024")
    done = run_here("verify", str(trees.root / "r.json"), cwd=other.root)
    assert SAME not in done.stdout and "không có rules/nq, không có nghị quyết 1/NQ-HĐND" in done.stdout


def test_versions_engines_and_forms_of_others_are_named(trees: Small) -> None:
    receipt = recorded(trees)
    receipt["versions"]["chitieu"] = "99.0"
    receipt["evaluation"]["engine"] = {"name": "prolog", "version": "7"}
    done = verified(trees, receipt)
    assert "do chitieu phiên bản 99.0 làm, phiên bản này là" in done.stdout
    assert "ghi động cơ «prolog», chitieu" in done.stdout
    for part, schema in (("receipt", "chitieu/receipt/9"), ("evaluation", "chitieu/evaluation/9")):
        other = json.loads(json.dumps(receipt))
        (other if part == "receipt" else other["evaluation"])["schema"] = schema
        (trees.root / "r.json").write_text(json.dumps(other, ensure_ascii=False), "utf-8")
        done = verified(trees)
        assert (done.returncode, done.stdout) == (2, "")
        assert f"ghi theo mẫu {schema}, do chitieu 99.0 làm; phiên bản này là chitieu" in done.stderr


LINE = "Nguyên vẹn: mọi mã băm đều khớp, đánh giá lại cho kết quả giống hệt."


@pytest.mark.parametrize("between", ["\n", "\r\n", "\u2028", "\x1b[2K\r", "\x85", " " * 200, "\t" * 90, "\n" * 9])
def test_no_text_of_a_receipt_looks_like_a_line_of_the_tool(trees: Small, between: str) -> None:
    receipt = recorded(trees)
    evil = f"xã A{between}{LINE}"
    receipt["evaluation"]["unit"] = evil
    receipt["evaluation"]["resolution"]["number"] = evil
    receipt["versions"]["chitieu"] = evil
    receipt["versions"][evil] = evil
    receipt["evaluation"]["engine"]["name"] = evil
    receipt["inputs"][0]["name"] = evil
    receipt["evaluation"]["targets"][0]["criteria"][0]["text"] = evil
    for options in ((), ("--alone",), ("--quiet",)):
        done = verified(trees, receipt, *options)
        lines = done.stdout.splitlines()
        assert done.returncode == 1 and lines[0].startswith("KHÔNG KHỚP")
        assert not any(line.lstrip().startswith("Nguyên vẹn") for line in lines), done.stdout
        assert "\x1b" not in done.stdout
