"""The report in Markdown: the whole text as a person reads it, and no text of a file ever read as markup."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from engine.language.text import printable
from engine.reports.markdown_report import to_markdown
from engine.reports.markdown_text import inline, opening
from engine.reports.official.model import Heading, Item
from tests.conftest import Golden
from tests.reports.official_cases import ROOT, report_of, report_saying, seed_report

GOLDEN = ROOT / "tests/golden/reports"
PLAIN = {"text", "text_special", "softbreak", "html_inline"}
READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def inlines(source: str) -> list[Token]:
    return [child for token in READER.parse(source) for child in token.children or ()]


def visible(tokens: list[Token]) -> str:
    """The text a reader sees; the comments that keep addresses apart are invisible."""
    return "".join(t.content for t in tokens if t.type != "html_inline")


def expected(text: str) -> str:
    """What must be seen of ``text``: one line, no control characters; no-break spaces for runs of spaces."""
    return printable(re.sub(r"[\r\n\t]+", " ", text)).strip().replace("\N{NO-BREAK SPACE}", " ")


MARKUP = st.text(st.sampled_from("*_[]<>|#`~&$\\!()-+=.:/@1 aw\n\"'^{}"), max_size=40)
ANY = st.text(max_size=60) | MARKUP


@given(ANY)
@example("1. một")
@example("- một")
@example("+ một")
@example("=====")
@example("---")
@example("![a](b)")
@example("<script>alert(1)</script>")
@example("https://a.b www.a.b a@b.c <https://a.b>")
@example("&amp; &#65;")
@example("a | b \\| c")
@example("\\")
@example("@")
def test_text_of_files_is_shown_as_it_is(text: str) -> None:
    for form in (opening(text), f"- {opening(text)}", f"## {inline(text)}", f"**x{inline(text)}x**"):
        for token in READER.parse(form):
            assert token.type not in ("fence", "code_block", "html_block", "hr", "ordered_list_open"), form
    seen = inlines(opening(text))
    assert {token.type for token in seen} <= PLAIN
    assert {t.content for t in seen if t.type == "html_inline"} <= {"<!-- -->"}
    assert visible(seen).replace("\N{NO-BREAK SPACE}", " ") == expected(text)


@given(ANY)
@example("a | b \\| c")
@example("|")
@example("\\|")
def test_text_in_a_cell_stays_in_its_cell(text: str) -> None:
    cells = [t for t in READER.parse(f"| a | b |\n| --- | --- |\n| {inline(text)} | end |\n") if t.type == "inline"]
    assert len(cells) == 4
    assert visible(cells[2].children or []).replace("\N{NO-BREAK SPACE}", " ") == expected(text)
    assert cells[3].content == "end"


@given(ANY)
def test_addresses_are_kept_apart(text: str) -> None:
    """GitHub makes links of bare addresses: none may be left whole in the source."""
    assert not re.search(r"://|\bwww\.|@(?!<!)", inline(text))


@pytest.mark.parametrize("text", ["# x\n## y", "| a | b |", "<a href=x>", "- [ ] việc", "$$x$$", "[^1]: ghi chú"])
def test_a_hostile_report_has_the_shape_of_any_report(text: str) -> None:
    """The same blocks in the same order as a report that says something harmless."""
    shape = [t.type for t in READER.parse(to_markdown(report_saying(text)))]
    assert shape == [t.type for t in READER.parse(to_markdown(report_saying("xã")))]


def test_the_report_reads_as_agreed(golden: Golden) -> None:
    """A person has read this file against the seed report; a change of wording shows up here as a difference."""
    golden(GOLDEN / "47-nq-hdnd-2023.md", to_markdown(seed_report()))


def test_headings_and_items_are_those_of_the_report() -> None:
    report = seed_report()
    tokens = READER.parse(to_markdown(report))
    levels = [int(t.tag[1]) for t in tokens if t.type == "heading_open"]
    blocks = [b.level + 1 for b in report.body if isinstance(b, Heading)]
    assert levels == [1, *blocks, 2, 2, *[3] * len(report.basis)]  # the two annexes, and the parts of the second
    assert sum(t.type == "list_item_open" for t in tokens) == sum(isinstance(b, Item) for b in report.body)


def test_every_reference_has_its_anchor() -> None:
    text = to_markdown(seed_report())
    anchors = re.findall(r'<a id="([^"]+)"></a>', text)
    assert len(anchors) == len(set(anchors)) > 40
    goals = re.findall(r"\]\(#([^)]+)\)", text)
    assert len(goals) > 50
    assert set(goals) <= set(anchors)


def test_what_a_person_must_write_is_bold() -> None:
    report = report_of(ROOT / "examples/quoc-hoi-2019")
    assert to_markdown(report).count(r"**\[Cần bổ sung: ") == report.to_write
