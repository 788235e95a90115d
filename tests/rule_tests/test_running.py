"""What a test file means: facts, changes, expectations, and the reasons given where one fails."""

from __future__ import annotations

from collections.abc import Callable

from tests.rule_tests.conftest import RuleTests

Make = Callable[[str], RuleTests]


def test_a_case_that_holds_passes(tested: Make) -> None:
    result = tested("""
    - tên: Gốc
      dựa trên: xa-a/2023
      mong đợi:
        nội dung 1.1: chưa đạt
        nội dung 1.2: chưa đạt
        chỉ tiêu 1: chưa đạt
        có: [HC-1, GP-1]
        khớp: [DC-1]
        nội dung chưa đạt: 2
        chỉ tiêu đạt và vượt: 0
    """).run()
    assert (len(result.results), result.failed) == (1, 0)


def test_what_differs_is_said_with_the_value(tested: Make) -> None:
    (result,) = (
        tested("""
    - tên: Sai
      dựa trên: xa-a/2023
      thay đổi:
        a.kho: không
      mong đợi:
        nội dung 1.1: đạt
        có: [HC-1]
        nội dung đạt và vượt: 2
        lệch: [DC-1]
    """)
        .run()
        .results
    )
    found = {str(m.expectation.subject): (m.expectation.label, m.actual, m.reasons) for m in result.mismatches}
    assert found["nội dung 1.1"][:2] == ("đạt", "chưa đạt")
    assert any("40" in reason for reason in found["nội dung 1.1"][2])
    assert found["HC-1"][:2] == ("có", "không có")
    assert any("Có khó khăn" in reason and "thực tế không" in reason for reason in found["HC-1"][2])
    assert found["nội dung đạt và vượt"] == ("2", "0", ("gồm: không có gì",))
    assert found["DC-1"][:2] == ("lệch", "khớp")


def test_statuses_are_compared_exactly(tested: Make) -> None:
    """40/50 is 80 %: đạt; 41/50 is beyond the point: vượt, which is not đạt."""
    result = tested("""
    - tên: Đúng mốc
      số liệu: {a.tong: 50, a.lai: 40}
      mong đợi:
        nội dung 1.2: đạt
    - tên: Hơn mốc
      số liệu: {a.tong: 50, a.lai: 41}
      mong đợi:
        nội dung 1.2: đạt
    """).run()
    assert [r.passed for r in result.results] == [True, False]


def test_facts_of_its_own_are_of_the_first_year_unless_it_says(tested: Make) -> None:
    suite = tested("""
    - tên: Mặc định
      số liệu: {a.tong: 40}
      mong đợi:
        nội dung 1.1: chưa đạt
        nội dung 1.2: chưa đủ số liệu
        chưa rõ: [HC-1]
    - tên: Hết giai đoạn
      số liệu: {a.tong: 40}
      năm: 2025
      đơn vị: xã B
      mong đợi:
        nội dung 1.1: không đạt
    - tên: Trước ngày cuối
      số liệu: {a.tong: 40}
      tính đến: 30/12/2025
      mong đợi:
        nội dung 1.1: chưa đạt
    """)
    years = [(t.case.facts.facts.year, t.case.facts.facts.unit) for t in suite.suite().tests]
    assert years == [(2021, "đơn vị kiểm thử"), (2025, "xã B"), (2025, "đơn vị kiểm thử")]
    assert suite.run().failed == 0


def test_a_change_takes_the_place_of_a_formula_and_missing_removes(tested: Make) -> None:
    result = tested("""
    - tên: Thay công thức
      dựa trên: xa-a/2023
      thay đổi:
        a.ty_le: 90%
      mong đợi:
        nội dung 1.2: vượt
    - tên: Bỏ số liệu
      dựa trên: facts/xa-a/2023.yaml
      thay đổi:
        a.lai: chưa có
      mong đợi:
        nội dung 1.2: chưa đủ số liệu
        không kiểm được: [DC-1]
    - tên: Thêm số liệu vào tệp gốc
      dựa trên: xa-a/2023
      số liệu:
        a.tong: 30
      mong đợi:
        nội dung 1.2: vượt
    - tên: Đổi ngày chốt
      dựa trên: xa-a/2023
      tính đến: 31/12/2025
      mong đợi:
        nội dung 1.1: không đạt
    """).run()
    assert result.failed == 0


def test_names_select_by_part_without_marks(tested: Make) -> None:
    suite = tested("""
    - tên: Đủ thành viên
      dựa trên: xa-a/2023
      mong đợi:
        có: [HC-1]
    - tên: Doanh thu
      dựa trên: xa-a/2023
      mong đợi:
        có: [HC-1]
    """).suite()
    assert [t.name for t in suite.selected(["thanh vien"]).tests] == ["Đủ thành viên"]
    assert len(suite.selected([]).tests) == 2
    assert not suite.selected(["không có"]).tests


def test_a_broken_test_does_not_stop_an_evaluation(tested: Make) -> None:
    workspace = tested("""
    - tên: Hỏng
      dựa trên: xa-z/2023
      mong đợi:
        có: [HC-1]
    """)
    assert workspace.load()[1][0].code == "CT403"
    assert [c.id for c in workspace.small.evaluate().criteria] == ["1.1", "1.2"]
