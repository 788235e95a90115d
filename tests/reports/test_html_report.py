"""The HTML report as a document: what it says, that it is one closed file, and that nothing in its input is interpreted."""

from __future__ import annotations

import base64
import hashlib
import itertools
import re
import unicodedata
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import lxml.html
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.evaluation.comparison import Measure
from engine.evaluation.evaluation import Evaluation
from engine.evaluation.finding_results import Outcome
from engine.evaluation.goals import GoalInForce
from engine.files.source import SourceFile
from engine.language.text import printable
from engine.reports.annex import RowKind, annex_rows
from engine.reports.html_report import to_html
from engine.workspace.case import evaluate_cases
from engine.workspace.cases import Cases
from engine.workspace.choosing import Selection
from engine.workspace.workspace import Workspace
from tests.explain.conftest import Audited
from tests.random_rulebooks import workspace_files
from tests.reports.html_pages import EXAMPLE, Made, made, select, text_of
from tests.small_workspace import Small
from tests.special_rulebooks import Example, small_rulebooks
from tests.workspaces import ROOT, case_in, write_files

VERDICTS = {
    "1": "chưa đạt (chậm tiến độ)", "1.1": "chưa đạt (chậm tiến độ)",
    "2": "chưa đạt", "2.1": "chưa đạt", "2.2": "đạt",
    "3": "chưa đạt", "3.1": "đạt (ước)", "3.2": "chưa đạt",
    "4": "chưa đạt", "4.1": "chưa đạt",
    "5": "chưa đạt", "5.1": "vượt", "5.2": "chưa đạt",
    "6": "đạt", "6.1": "đạt (nhận định)", "6.2": "đạt (nhận định)",
    "7": "vượt", "7.1": "vượt",
}  # fmt: skip
"""1-domain, «The golden table»; the pace of 1.1: 9-periods-points, «47/NQ-HĐND under these rules»."""


@pytest.fixture(params=[ROOT, EXAMPLE], ids=["47-nq-hdnd", "quoc-hoi-2019"])
def page(request: pytest.FixtureRequest) -> Made:
    return made(request.param)


# ---------------------------------------------------------------- what it says


def test_head_says_what_was_evaluated() -> None:
    head = text_of(made().tree().find(".//header"))
    for said in ("47/NQ-HĐND", "12/8/2021", "huyện Tháp Mười", "2023", "10/11/2023", "2021-2025"):
        assert said in head


def test_summary_counts_as_the_report_does_and_says_so() -> None:
    shown = [text_of(item) for item in select(made().tree(), ".counts > li")]
    assert shown == [
        "✓ Đạt và vượt 02/7 chỉ tiêu 06/11 nội dung (báo cáo nêu 02 chỉ tiêu, 06 nội dung: khớp)",
        "✗ Chưa đạt 05/7 chỉ tiêu 05/11 nội dung (báo cáo nêu 05 chỉ tiêu, 05 nội dung: khớp)",
    ]


def test_verdicts_are_those_of_the_golden_table() -> None:
    shown = {}
    for row in select(made().tree(), ".goals tbody tr"):
        if number := text_of(select(row, ".n")[0]):
            shown[number] = text_of(select(row, ".v .verdict")[0])
    assert shown == VERDICTS


def test_cells_are_those_of_the_annex_to_the_letter(page: Made) -> None:
    assert_cells_agree(page)


def assert_cells_agree(page: Made) -> None:
    rows = select(page.tree(), ".goals tbody tr")
    for row, said in zip(rows, annex_rows(page.evaluation), strict=True):
        cells = {cell.get("class").split()[0]: text_of(cell) for cell in select(row, "td, th")}
        wanted = {"n": said.number, "t": said.text, "g": said.goal, "a": said.actual, "r": said.relative}
        assert {name: cells.get(name, "") for name in wanted} == {
            name: " ".join(text.split()) for name, text in wanted.items()
        }
        assert text_of(select(row, ".v .verdict")[0]) == said.verdict
        assert said.source in cells["s"] and said.origin in cells["s"]


def test_a_chart_says_the_same_as_its_row(page: Made) -> None:
    charts = select(page.tree(), "li.row svg.bullet")
    assert charts
    for chart in charts:
        measure = next(at for at in chart.iterancestors("div") if at.get("class").startswith("measure"))
        row = next(at for at in chart.iterancestors("li"))
        named = " ".join(text_of(chart.get_element_by_id(i)) for i in chart.get("aria-labelledby").split())
        said = select(measure, ".g")[0], select(measure, ".a")[0], select(measure, ".r")[0]
        for element in (*said, (select(measure, ".verdict") or select(row, ".verdict"))[0]):
            assert text_of(element) in named


def test_the_rows_of_the_screen_are_those_of_the_table(page: Made) -> None:
    """The same texts to the letter; unmet first, then what is open, then the others, each in the order of the resolution."""
    wanted = [row for row in annex_rows(page.evaluation) if row.kind is not RowKind.TARGET]
    rows = select(page.tree(), "li.row")
    heads = {text_of(select(row, ".n")[0]): row for row in rows}
    assert len(heads) == len(rows) == sum(row.kind is RowKind.CRITERION for row in wanted)
    for said in wanted:
        assert said.criterion is not None
        if said.kind is RowKind.CRITERION:
            row = heads[said.number]
            assert text_of(select(row, ".head-line > .verdict")[0]) == said.verdict
            assert text_of(select(row, ".t")[0]) == " ".join(said.text.split())
            measures = select(row, ".measure")
        if said.measure is None and len(said.criterion.measures) > 1:
            continue
        measure = measures.pop(0)
        assert text_of(select(measure, ".r")[0]) == said.relative
        goal = said.goal.removeprefix("đạt ")  # «mục tiêu 07 THT»; of a judgement to be «đạt» the verdict says it
        assert [text_of(shown) for shown in select(measure, ".g")] == [goal] * (not goal.startswith("là "))
        assert [text_of(actual) for actual in select(measure, ".a")] == [said.actual] * bool(said.actual)
    order = {criterion.id: place for place, criterion in enumerate(page.evaluation.criteria)}
    status = {criterion.id: criterion.status for criterion in page.evaluation.criteria}
    assert list(heads) == sorted(order, key=lambda i: (not status[i].unmet, not status[i].open, order[i]))


def test_a_chart_for_every_number_with_a_goal(page: Made) -> None:
    """6.1 of the first resolution is a judgement; everything else in both is a number."""
    drawn = len(select(page.tree(), "li.row svg.bullet"))
    assert drawn == (11 if page.case.rulebook.resolution.number == "47/NQ-HĐND" else 14)


@pytest.mark.parametrize(
    ("anchor", "said"),
    [
        ("nd-2.1", ("từ 2.600 thành viên trở lên", "2.570 thành viên", "thiếu 30 thành viên", "BC, mục II.1.1")),
        ("nd-3.1", ("trên 1.800 triệu đồng", "ước")),
        ("nd-5.1", ("(35 + 70) / 140", "75%", "[thỏa]")),
        ("nd-7.1", ("5 / 22 × 100 = 22,73%", "BC, mục II.1.1")),
        ("ct-5", ("nội dung 5.1 vượt", "nội dung 5.2 chưa đạt")),
        ("tt-1", ("133", "70", "BC, mục II.1.1")),
    ],
)
def test_proofs_show_condition_value_source_and_computation(anchor: str, said: tuple[str, ...]) -> None:
    proof = text_of(made().tree().get_element_by_id(anchor))
    for words in said:
        assert words in proof


def test_everything_that_was_concluded_has_a_proof_with_its_place(page: Made) -> None:
    tree = page.tree()
    for row in select(tree, ".goals tr.target, .goals tr.criterion"):
        goal = tree.get_element_by_id(select(row, ".v a")[0].get("href")[1:])
        (proof,) = [goal] if goal.tag == "details" else goal.findall("details")
        assert select(proof, ".steps > li")
    for criterion in page.evaluation.criteria:
        assert criterion.rule in text_of(tree.get_element_by_id(f"nd-{criterion.id}"))
    for finding in page.evaluation.findings:
        item = tree.get_element_by_id(re.sub("[^a-z0-9.]+", "-", finding.id.lower()))
        assert finding.rule in text_of(item)
        assert select(item, "details .steps > li")


def test_chains_lead_from_an_unmet_criterion_to_the_findings_of_the_page() -> None:
    """4.1 has no direct cause in the report: the chain says so."""
    tree = made().tree()
    chains = {text_of(select(c, "p a")[0]): c for c in select(tree, ".chain")}
    assert list(chains) == ["1.1", "2.1", "3.2", "4.1", "5.2"]
    links = {a.get("href") for a in select(chains["2.1"], "ol a")}
    assert {"#hc-1", "#tt-1", "#gp-2"} <= links
    assert "chưa có nguyên nhân trực tiếp" in text_of(chains["4.1"])


def test_findings_are_marked_by_what_they_rest_on() -> None:
    tree = made().tree()
    assert "[nhận định]" in text_of(tree.get_element_by_id("kk-1"))
    assert "[số liệu]" in text_of(tree.get_element_by_id("gp-1"))
    assert "[số liệu, nhận định]" in text_of(tree.get_element_by_id("hc-1"))


def test_what_an_auditor_would_catch_stands_under_differs(page: Made) -> None:
    tree = page.tree()
    outcomes = [f.outcome for f in page.evaluation.findings]
    shown = text_of(next(h for h in select(tree, "h3") if text_of(h).startswith("Lệch")))
    assert shown == f"Lệch ({outcomes.count(Outcome.DIFFERS)})"
    if page.case.rulebook.resolution.number == "47/NQ-HĐND":
        assert "118 trên 130 THT là 90,77%" in text_of(tree.get_element_by_id("dc-8"))


def test_all_facts_of_the_file_are_listed_with_their_lines(page: Made) -> None:
    rows = select(page.tree(), ".data tbody tr")
    facts = page.case.facts.facts.facts
    assert len(rows) == len(facts)
    for row, fact in zip(rows, facts, strict=True):
        assert fact.origin in text_of(row) and fact.code in text_of(row) and fact.source in text_of(row)


def test_what_waits_for_data_is_said(tmp_path: Path) -> None:
    small = Small(tmp_path, "x.so:\n  tên: Số hộ\n  đơn vị tính: hộ\nx.khac:\n  tên: Số khác\n  đơn vị tính: hộ")
    more = "hạn chế:\n  - mã: HC-1\n    của: [1.1]\n    khi: x.khac trên 5 hộ\n    kết luận: Còn thiếu\n"
    criterion = "- số: 1.1\n  nguyên văn: Một\n  đo bằng: x.so\n  đạt khi: từ 5 hộ trở lên"
    small.criteria(criterion, more).facts("x.so: 3 hộ")
    audited = Audited(case_in(tmp_path))
    tree = lxml.html.document_fromstring(to_html(audited.case, audited.evaluation))
    assert "HC-1: chờ Số khác (x.khac)" in text_of(tree.get_element_by_id("hc-1"))
    chain = text_of(select(tree, ".chain")[0])
    assert "Chưa có nguyên nhân giải thích" in chain


# ---------------------------------------------------------------- one closed file


def test_nothing_is_asked_of_the_network(page: Made) -> None:
    tree = page.tree()
    assert not select(tree, "link, img, iframe, object, embed, base, form, video, audio, image, use")
    assert not tree.xpath("//@src | //@srcset | //@action | //@style")
    assert all(href.startswith("#") for href in tree.xpath("//@href"))
    assert "@import" not in page.html and not re.search(r"url\((?!#)", page.html)


def test_the_policy_allows_just_this_style_and_this_script(page: Made) -> None:
    policy = page.tree().xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'; ") and "unsafe" not in policy
    for name in ("style", "script"):
        (content,) = re.findall(f"<{name}>(.*?)</{name}>", page.html, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy


def test_ids_are_unique_and_links_lead_somewhere(page: Made) -> None:
    assert_links_lead_somewhere(page)


def assert_links_lead_somewhere(page: Made) -> None:
    tree = page.tree()
    ids = Counter(tree.xpath("//@id"))
    assert [name for name, times in ids.items() if times > 1] == []
    assert [href for href in tree.xpath("//@href") if href[1:] not in ids] == []


def test_the_outline_has_no_gaps(page: Made) -> None:
    tree = page.tree()
    levels = [int(h.tag[1]) for h in select(tree, "h1, h2, h3, h4, h5, h6")]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert [len(select(tree, name)) for name in ("header", "nav", "main", "footer")] == [1, 1, 1, 1]
    assert tree.get("lang") == "vi"
    assert all(table.find("caption") is not None for table in select(tree, "table"))
    assert all(head.get("scope") in ("col", "row") for head in select(tree, "th"))


# ---------------------------------------------------------------- any workspace


@pytest.mark.slow
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(small_rulebooks())
def test_any_workspace_has_a_page_that_agrees_with_its_table(example: Example) -> None:
    with TemporaryDirectory() as folder:
        cases = Cases(Workspace(write_files(Path(folder), workspace_files(*example)))).select(Selection())
    for case, evaluation in zip(cases, evaluate_cases(cases), strict=True):
        page = Made(case, evaluation, to_html(case, evaluation))
        assert_cells_agree(page)
        assert_links_lead_somewhere(page)


# ---------------------------------------------------------------- hostile input

HOSTILE = [
    "<script>alert(1)</script>",
    '"onmouseover="alert(1)" x=\'',
    "'><img src=x onerror=alert(1)>",
    "</style></script></title></svg><h1>",
    "{{ 7*7 }}{% raw %}{# x #}",
    "a & b &lt; &#60;",
    "\x1b[31mđỏ\x1b[0m\x07\x00",
    "huyện \u202eiờưM páhT\u2066\u200b",
    "\ud800 nửa ký tự",
    "]]><!-- --><![CDATA[",
    "javascript:alert(1)",
]


def filled_measure(measure: Measure, text: str) -> Measure:
    """``measure`` with ``text`` as its name, its goal, its value in words, its source and its place."""
    facts = tuple(
        fact._replace(text=text, source=text, span=fact.span._replace(file=SourceFile(text, "")))
        for fact in measure.measured.facts
    )
    named = measure.catalogued and measure.catalogued._replace(name=text)
    told = Measure(measure.test._replace(text=text), measure.measured._replace(facts=facts), measure.holds, named)
    if told.actual is not None:
        told.actual.label = text
    return told


def filled_goal(goal: GoalInForce, text: str) -> GoalInForce:
    """``goal`` with ``text`` as its wording, its condition, its basis and its places."""
    span = goal.criterion.span._replace(file=SourceFile(text, ""))
    return goal._replace(
        criterion=goal.criterion._replace(basis=text, span=span),
        wording=goal.wording._replace(text=text, document=text),
        threshold=goal.threshold and goal.threshold._replace(text=text, span=span),
    )


def filled(evaluation: Evaluation, text: str) -> Evaluation:
    """``evaluation`` with ``text`` wherever a file could have put it."""
    targets = tuple(
        t._replace(
            title=text,
            criteria=tuple(
                c._replace(
                    goal=filled_goal(c.goal, text),
                    measures=tuple(filled_measure(m, text) for m in c.measures),
                )
                for c in t.criteria
            ),
        )
        for t in evaluation.targets
    )
    findings = tuple(
        f._replace(
            text=text,
            category=text if f.outcome is None else f.category,
            basis=text,
            section=text,
            rule=text,
            because=tuple(b._replace(fact=text, value=text, source=text, origin=text) for b in f.because),
        )
        for f in evaluation.findings
    )
    return evaluation.replaced(
        targets=targets,
        findings=findings,
        unit=text,
        resolution=evaluation.resolution._replace(number=text, kind=text),
        sources={text: text},
    )


def shape(html: str) -> tuple[Counter[str], Counter[str]]:
    """The elements of a page, and the names of their attributes; <wbr> only says where a line may break."""
    elements = [e for e in lxml.html.document_fromstring(html).iter() if isinstance(e.tag, str) and e.tag != "wbr"]
    return Counter(e.tag for e in elements), Counter(name for e in elements for name in e.attrib)


def assert_only_text(text: str) -> None:
    page = made()
    html = to_html(page.case, filled(page.evaluation, text))
    assert shape(html) == shape(to_html(page.case, filled(page.evaluation, "bình thường")))
    assert not [c for c in html if c != "\n" and unicodedata.category(c).startswith("C")]
    html.encode()
    shown = select(lxml.html.document_fromstring(html), "header h1")[0]
    assert " ".join(printable(text).split()) in text_of(shown)


@pytest.mark.slow
@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_a_file_says_is_only_text(text: str) -> None:
    assert_only_text(text)


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(
    st.text(alphabet=st.sampled_from("<>&\"'/{}%#=\\`-! ascript\x00\x1b\u202e\ud800\u2028ộ"), min_size=1).filter(
        str.strip
    )
)
def test_any_text_is_only_text(text: str) -> None:
    assert_only_text(text)


def test_a_hostile_workspace_from_its_files_to_its_page(tmp_path: Path) -> None:
    """The same by way of the files themselves: names, units of measurement, sources, conclusions."""
    catalogue = """
x.so:
  tên: "Số <b>hộ</b> & {{ 7*7 }}"
  đơn vị tính: hộ
"""
    small = Small(tmp_path, catalogue)
    criterion = '- số: 1.1\n  nguyên văn: "<script>alert(1)</script>"\n  đo bằng: x.so\n  đạt khi: từ 5 hộ trở lên'
    more = 'hạn chế:\n  - mã: HC-1\n    của: [1.1]\n    kết luận: "<img src=x onerror=alert(1)> {x.so}"\n'
    small.criteria(criterion, more).facts("x.so: 3 hộ")
    facts = tmp_path / "facts/xa-a/2023.yaml"
    facts.write_text(
        facts.read_text("utf-8")
        .replace("đơn vị: xã A", 'đơn vị: "xã <i>A</i> \\u202e\\e[31m"')
        .replace("tên: Báo cáo", 'tên: "Báo cáo </script><script>alert(2)</script>"'),
        "utf-8",
    )
    audited = Audited(case_in(tmp_path))
    html = to_html(audited.case, audited.evaluation)
    tree = lxml.html.document_fromstring(html)
    assert len(select(tree, "script")) == 1 and not select(tree, "img, i, table b")
    assert not [c for c in html if c != "\n" and unicodedata.category(c).startswith("C")]
    assert "<script>alert(1)</script>" in text_of(tree.get_element_by_id("nd-1.1"))
    assert "<img src=x onerror=alert(1)> 3 hộ" in text_of(tree.get_element_by_id("hc-1"))
    assert "{{ 7*7 }}" in text_of(select(tree, ".data")[0])
