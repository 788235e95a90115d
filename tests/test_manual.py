"""The manual says something of every diagnostic code and every key, and the schemas are made of the same models."""

from __future__ import annotations

import json

import pytest

from engine.files.diagnostics import CODES
from engine.manual.codes import code_pages
from engine.manual.keys import FILES, key_places
from engine.manual.schema import schema_text
from tests.running import ROOT, run_here


def test_every_code_has_a_page_that_says_how_to_mend_it() -> None:
    pages = code_pages()
    assert set(pages) == set(CODES)
    for page in pages.values():
        assert any(line.startswith("Sửa: ") for line in page.lines), page.code


def run(*arguments: str) -> tuple[int, str, str]:
    done = run_here(*arguments, cwd=ROOT)
    return done.returncode, done.stdout, done.stderr


def test_the_contents_name_every_code_and_every_key() -> None:
    code, out, _ = run("doc")
    assert code == 0
    assert all(f"  {name} " in out for name in CODES)
    squeezed = " ".join(out.split())
    assert all(place.key in squeezed for place in key_places())


@pytest.mark.parametrize("term", ["CT104", "ct104", "đạt khi", "dat khi", "điều kiện", "công thức", "căn cứ"])
def test_terms_are_found_however_they_are_spelt(term: str) -> None:
    assert run("doc", *term.split())[0] == 0


def test_an_unknown_term_gets_the_nearest() -> None:
    code, out, err = run("doc", "dạt khi nào")
    assert (code, out) == (2, "")
    assert "lỗi: không có mục" in err


@pytest.mark.parametrize("name", FILES)
def test_the_schemas_know_every_key_with_its_description(name: str) -> None:
    """What a human reads while typing comes from the models that validate."""
    schema = json.loads(schema_text(name))
    known = {key for shape in (schema, *schema["definitions"].values()) for key in shape["properties"]}
    assert known == {place.key for place in key_places() if place.file == name}
    for shape in (schema, *schema["definitions"].values()):
        assert all(entry.get("description") for entry in shape["properties"].values())


def test_schemas_are_printed_by_name() -> None:
    assert json.loads(run("schema", "so-lieu")[1])["title"].startswith("chitieu")
    assert json.loads(run("schema", "why")[1])["title"] == "chitieu/why/2"
    assert run("schema")[1].split()[:2] == ["quy-tac", "so-lieu"]
    assert run("schema", "quytac")[0] == 2
