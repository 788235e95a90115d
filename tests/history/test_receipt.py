"""A receipt holds what an evaluation was made from; any change of it is noticed and named."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.files.json_form import to_json
from engine.history.canonical import NotJson, canonical, read_json
from engine.history.receipt import BadReceipt, Receipt, receipt_from
from engine.history.recorded import RecordedEvaluation
from engine.history.replay import CannotReplay, Material, case_of
from engine.history.verifying import flaws_of, verify
from engine.inference.engines import available
from tests.history.recorded import FACTS, of_workspace, receipt
from tests.small_workspace import Small

TEXT = to_json(receipt())
DIGITS = [match.start() for match in re.finditer(r"[0-9]", TEXT)]


def shape() -> Any:
    return receipt_from(TEXT.encode())


def test_the_untouched_receipt_is_intact() -> None:
    verified = verify(shape(), "auto")
    assert verified.intact and not verified.engine


@pytest.mark.slow
@pytest.mark.parametrize("engine", available())
def test_another_engine_evaluates_a_receipt_to_the_same(engine: str) -> None:
    verified = verify(shape(), engine)
    assert verified.intact
    assert (verified.engine == "") == (engine == available()[0])


def test_a_receipt_of_an_older_version_is_read_and_its_hashes_checked() -> None:
    """Its measures say nothing of a goal that is a measure; the hashes are those of the document as it stands."""
    today = receipt()
    older = Receipt(today.versions, today.folder, today.inputs, RecordedEvaluation(copy.deepcopy(today.evaluation)))
    older.evaluation["schema"] = "chitieu/evaluation/1"
    del older.evaluation["draft"], older.evaluation["draft_codes"]
    for target in older.evaluation["targets"]:
        del target["corrections"]
        for criterion in target["criteria"]:
            del criterion["draft"], criterion["corrections"]
            for measure in criterion["measures"]:
                del measure["goal"]
    stored = receipt_from(to_json(older).encode())
    assert "goal" not in json.dumps(stored["evaluation"]["targets"])
    assert flaws_of(stored) == []
    refusal = verify(stored, "auto").refusal
    assert "chitieu/evaluation/1" in refusal and "chitieu diff" in refusal
    stored["evaluation"]["summary"]["targets"]["met"] += 1
    assert [flaw.field for flaw in flaws_of(stored)] == ["evaluation"]


def test_files_are_kept_byte_for_byte_and_hashed_as_sha256sum_does(tmp_path: Path) -> None:
    # printf '\xef\xbb\xbf…' | sha256sum: BOM, CRLF and a decomposed letter stay as they are in the file.
    small = Small(tmp_path, "a.x:\n  tên: A\n  đơn vị tính: hộ").criteria(
        "- số: 1.1\n  nguyên văn: Đạt 7 hộ\n  đo bằng: a.x\n  đạt khi: đạt 7 hộ"
    )
    small.facts("a.x: 7 hộ")
    path = tmp_path / "facts/xa-a/2023.yaml"
    odd = b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n").replace("ã".encode(), "a\u0303".encode())
    path.write_bytes(odd)
    kept = of_workspace(tmp_path)
    (facts,) = (one for one in kept.inputs if one.role == "facts")
    assert facts.raw == odd
    again = receipt_from(to_json(kept).encode())
    assert again.receipt.inputs == kept.inputs
    assert verify(again, "auto").intact


def test_only_the_years_that_were_looked_at_are_inputs(tmp_path: Path) -> None:
    small = Small(
        tmp_path,
        """
        a.x:
          tên: A
          đơn vị tính: hộ
        a.tang:
          tên: Tăng so với năm trước
          đơn vị tính: "%"
          công thức: tăng_trưởng(a.x)
        """,
    ).criteria("- số: 1.1\n  nguyên văn: Tăng 10%\n  đo bằng: a.tang\n  đạt khi: từ 10% trở lên")
    for year, value in ((2021, 80), (2022, 100), (2023, 120), (2024, 90)):
        small.facts(f"a.x: {value} hộ", year=year, as_of=f"31/12/{year}")
    kept = of_workspace(tmp_path, 2023)
    assert [(one.role, one.name) for one in kept.inputs if one.role != "rules"] == [
        ("facts", "facts/xa-a/2023.yaml"),
        ("comparison", "facts/xa-a/2022.yaml"),
    ]
    assert verify(receipt_from(to_json(kept).encode()), "auto").intact


def test_tests_of_rules_are_no_inputs() -> None:
    assert not any("kiem-thu" in one.name for one in receipt().inputs)


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(st.sampled_from(DIGITS), st.integers(1, 9))
def test_one_changed_digit_anywhere_is_noticed(place: int, by: int) -> None:
    changed = TEXT[:place] + str((int(TEXT[place]) + by) % 10) + TEXT[place + 1 :]
    try:
        found = receipt_from(changed.encode())
    except BadReceipt:  # such as a digit of the schema's name
        return
    assert flaws_of(found)


@pytest.mark.slow
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_changed_digit_of_the_result_is_named_with_its_field(data: st.DataObject) -> None:
    """Even where whoever changed it also mends all hashes, evaluating again finds the field."""
    found = shape()
    paths = [path for path in _leaves(found["evaluation"]) if path[0] not in ("engine", "schema")]
    path = data.draw(st.sampled_from(paths))
    holder: Any = found["evaluation"]
    for key in path[:-1]:
        holder = holder[key]
    old = str(holder[path[-1]])
    place = data.draw(st.sampled_from([m.start() for m in re.finditer("[0-9]", old)]))
    new = old[:place] + str((int(old[place]) + 1) % 10) + old[place + 1 :]
    holder[path[-1]] = new if isinstance(holder[path[-1]], str) else int(new)
    named = "evaluation" + "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path)
    assert [difference.field for difference in verify(found, "auto").differences] == [named]


def _leaves(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The paths of all texts and numbers with a digit."""
    if isinstance(value, dict):
        return [leaf for key, one in value.items() for leaf in _leaves(one, (*path, key))]
    if isinstance(value, list):
        return [leaf for number, one in enumerate(value) for leaf in _leaves(one, (*path, number))]
    return [path] if not isinstance(value, bool) and re.search("[0-9]", str(value)) else []


def test_each_part_is_named() -> None:
    def fields(change: Any) -> list[str]:
        found = copy.deepcopy(shape())
        change(found)
        return [flaw.field for flaw in flaws_of(found)]

    facts = next(n for n, one in enumerate(shape()["inputs"]) if one["name"] == FACTS)
    assert fields(lambda r: r["versions"].update(python="3.11.0")) == ["versions"]
    assert fields(lambda r: r.update(folder="48-nq-hdnd-2021")) == ["folder"]
    content = shape()["inputs"][facts]["content"].replace("2.570", "2.571")
    assert fields(lambda r: r["inputs"][facts].update(content=content)) == [f"inputs[{facts}].content"]
    assert fields(lambda r: r["inputs"][facts].update(sha256="0" * 64)) == [f"inputs[{facts}].sha256"]
    assert fields(lambda r: r["inputs"][0].update(name="rules/47-nq-hdnd-2021/chi-tieu-9.yaml")) == ["inputs[0]"]
    assert fields(lambda r: r["evaluation"].update(year=2024)) == ["evaluation"]
    assert fields(lambda r: r["hashes"].update(folder="0" * 64)) == ["hashes.folder", "sha256"]
    assert fields(lambda r: r.update(sha256="0" * 64)) == ["sha256"]
    assert fields(lambda r: r["inputs"].pop()) == ["inputs"]
    assert fields(lambda r: r["inputs"].append(r["inputs"][0])) == ["inputs"]
    assert fields(lambda r: r["inputs"].reverse()) == ["inputs"]
    assert fields(lambda r: r.update(note="x")) == ["note"]


def test_a_changed_rule_or_fact_changes_what_evaluating_gives() -> None:
    found = shape()
    facts = next(one for one in found["inputs"] if one["name"] == FACTS)
    facts["content"] = facts["content"].replace("htx.thanh_vien: 2.570", "htx.thanh_vien: 2.600")
    fields = {d.field: (d.recorded, d.found) for d in verify(found, "auto").differences}
    assert fields["evaluation.targets[1].criteria[0].status"] == ("not_met", "met")
    assert fields["evaluation.targets[1].criteria[0].measures[0].actual.low"] == ("2570", "2600")

    found = shape()
    rule = next(one for one in found["inputs"] if one["name"].endswith("chi-tieu-2.yaml"))
    rule["content"] = rule["content"].replace("đạt khi: từ 3.200", "đạt khi: từ 3.300")
    fields = {d.field: (d.recorded, d.found) for d in verify(found, "auto").differences}
    assert fields["evaluation.targets[1].criteria[1].measures[0].threshold"] == ("3200", "3300")


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "JSON"),
        (b"{}", "thiếu hoặc sai dạng"),
        (b"[" * 100_000, "lồng quá nhiều tầng"),
        (b'{"a": 1, "a": 2}', "«a» có hai lần"),
        (b'{"a": 1.5}', "số thập phân"),
        (b'{"a": NaN}', "NaN"),
        (b'{"a": ' + b"9" * 10_000 + b"}", "số quá dài"),
        (b"\xff\xfe", "UTF-8"),
        (b'{"a": "\\ud800"}', "UTF-8"),
    ],
)
def test_what_is_no_receipt_is_refused(raw: bytes, reason: str) -> None:
    with pytest.raises(BadReceipt, match=reason):
        receipt_from(raw)


@given(st.binary(max_size=300))
def test_any_bytes_are_json_or_refused(raw: bytes) -> None:
    try:
        assert canonical(read_json(raw))
    except NotJson as refused:
        assert str(refused)


def test_files_that_do_not_belong_together_are_refused() -> None:
    kept = receipt()
    other = next(one for one in kept.inputs if one.name == FACTS)
    elsewhere = other._replace(role="comparison", raw=other.raw.replace("huyện Tháp Mười".encode(), "xã B".encode()))
    with pytest.raises(CannotReplay, match="đơn vị khác"):
        case_of(Material(kept.folder, (*kept.inputs, elsewhere)))
    with pytest.raises(CannotReplay, match="không có tệp số liệu"):
        case_of(Material(kept.folder, tuple(one for one in kept.inputs if one.role == "rules")))


def test_a_name_in_a_receipt_is_never_opened() -> None:
    found = shape()
    found["inputs"][0]["name"] = "/etc/passwd"
    found["inputs"][0]["content"] = "chỉ tiêu: [\n"
    assert "/etc/passwd:" in verify(found, "auto").refusal  # named as the place of the error in the content given


def test_keys_are_in_one_order_whatever_the_order_of_writing() -> None:
    assert canonical({"b": 1, "a": [{"d": "đ", "c": None}]}) == '{"a":[{"c":null,"d":"đ"}],"b":1}'.encode()
    assert json.loads(TEXT)["sha256"] == receipt().sha256
