"""Hostile texts of resolutions, receipts and names of files."""

from __future__ import annotations

import json
from collections.abc import Callable

from benchmarks.limits.bench import Bench, Commands, kind, run

READ = ("read", "--file", "a.txt")
DRAFT = ("new", "resolution", "--from-text", "a.txt", "--number", "9/NQ", "--period", "2026")


@kind
def text_of_20000_sentences(bench: Bench) -> Commands:
    bench.write("a.txt", "".join(f"{i}. Trồng từ {i} cây trở lên, đạt {i % 90}% hộ\n" for i in range(1, 20_001)))
    return READ, DRAFT


@kind
def text_of_one_paragraph(bench: Bench) -> Commands:
    bench.write("a.txt", "1. " + "Trồng từ 5 cây trở lên; " * 80_000)
    return READ, DRAFT


@kind
def text_of_19_megabytes(bench: Bench) -> Commands:
    bench.write("a.txt", "Điều 1. Trồng từ 5 cây trở lên, đạt 7% hộ, năm 2026\n" * 300_000)
    return (DRAFT,)


def document(bench: Bench, body: str) -> Commands:
    words = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>'
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
    types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    bench.package("a.docx", {"[Content_Types].xml": types, "_rels/.rels": relations, "word/document.xml": words % body})
    return (tuple("a.docx" if part == "a.txt" else part for part in DRAFT),)


@kind
def docx_of_one_paragraph_of_20_megabytes(bench: Bench) -> Commands:
    text = "".join(f"1. Trồng từ {i} cây trở lên; " for i in range(700_000))
    return document(bench, f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")


@kind
def docx_of_200000_paragraphs(bench: Bench) -> Commands:
    return document(bench, "".join(f"<w:p><w:r><w:t>{i}. Trồng từ {i} cây</w:t></w:r></w:p>" for i in range(200_000)))


@kind
def docx_of_300000_runs(bench: Bench) -> Commands:
    return document(bench, "<w:p>" + "<w:r><w:t>a</w:t></w:r>" * 300_000 + "</w:p>")


def receipt(bench: Bench, change: Callable[[dict[str, object]], object]) -> Commands:
    run(("evaluate", "--year", "2024", "--receipt", "r.json"), bench.root)
    read = json.loads((bench.root / "r.json").read_text("utf-8"))
    change(read)
    bench.write("r.json", json.dumps(read, ensure_ascii=False))
    return ("verify", "r.json"), ("diff", "r.json", "r.json")


@kind
def receipt_of_100000_inputs(bench: Bench) -> Commands:
    def change(read: dict[str, object]) -> None:
        inputs = read["inputs"]
        assert isinstance(inputs, list)
        read["inputs"] = inputs + [dict(inputs[-1], name=f"facts/x{i}/2024.yaml") for i in range(100_000)]

    return receipt(bench, change)


@kind
def receipt_of_deep_json(bench: Bench) -> Commands:
    receipt(bench, lambda read: read)
    bench.write("r.json", '{"a":' * 100_000 + "1" + "}" * 100_000)
    return (("verify", "r.json"),)


@kind
def receipt_of_long_numbers(bench: Bench) -> Commands:
    receipt(bench, lambda read: read)
    bench.write("r.json", '{"schema":' + "9" * 5_000_000 + "}")
    return (("verify", "r.json"),)


@kind
def receipt_of_wide_json(bench: Bench) -> Commands:
    receipt(bench, lambda read: read)
    bench.write("r.json", "[" + "[]," * 30_000_000 + "1]")
    return (("verify", "r.json"),)


@kind
def path_of_700_characters(bench: Bench) -> Commands:
    long = "/".join(["x" * 60] * 12)
    return (
        ("import", f"{long}.csv"),
        ("verify", long),
        ("read", "--file", long),
        ("evaluate", "--receipt", "x" * 700),
        ("evaluate", "--workspace", long),
    )
