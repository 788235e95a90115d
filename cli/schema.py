"""`chitieu schema`: JSON Schemas of the files that staff write and of the documents that the commands print."""

from __future__ import annotations

import sys

import click

from cli.failure import Exit, usage_failure
from cli.options import everywhere
from cli.usage import VietnameseHelp
from engine.language.text import nearest
from engine.manual.keys import FILES
from engine.manual.schema import schema_text


@click.command(cls=VietnameseHelp, epilog="Ví dụ: chitieu schema quy-tac > quy-tac.json")
@click.argument("name", required=False, metavar="[TÊN]")
@everywhere
def command(name: str | None, workspace: str | None, quiet: bool, color: str, debug: bool) -> int:
    """In lược đồ (JSON Schema) của một loại tệp, để trình soạn thảo gợi ý khóa và giải thích.

    TÊN là loại tệp: quy-tac, so-lieu, kiem-thu, bieu-mau; hoặc kết quả JSON của một lệnh: evaluation, why, what-if, goal, check…
    Không ghi tên thì liệt kê các tên.
    """
    from cli import json_documents
    from cli.json_documents import DOCUMENTS

    known = [*FILES, *DOCUMENTS]
    if name is None:
        print("\n".join(known))
        return Exit.DONE
    if name in FILES:
        sys.stdout.write(schema_text(name))
    elif name in DOCUMENTS:
        sys.stdout.write(json_documents.schema_text(name))
    else:
        close = nearest(name, known)
        hint = f"; có phải ý bạn là «{close}»?" if close else f"; các tên: {', '.join(known)}"
        raise usage_failure(f"không có lược đồ «{name}»{hint}")
    return Exit.DONE
