"""Composes small PDF files from raw objects, with letters of ASCII alone."""

from __future__ import annotations

from collections.abc import Sequence

_FONT = "<</Type/Font/Subtype/Type1/BaseFont/Courier>>"


def pdf(*objects: str | bytes, trailer: str = "") -> bytes:
    """A file of these objects, numbered from 1; the first is the catalogue."""
    raw, places = b"%PDF-1.4\n", []
    for at, one in enumerate(objects, 1):
        places.append(len(raw))
        raw += b"%d 0 obj\n" % at + (one.encode() if isinstance(one, str) else one) + b"\nendobj\n"
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(
        b"%010d 00000 n \n" % p for p in places
    )
    end = f"trailer <</Size {len(objects) + 1} /Root 1 0 R {trailer}>>\nstartxref\n{len(raw)}\n%%EOF"
    return raw + table + end.encode()


def stream(content: bytes, more: str = "") -> bytes:
    return f"<</Length {len(content)} {more}>>stream\n".encode() + content + b"\nendstream"


def pages(*contents: bytes, more: str = "", box: str = "[0 0 595 842]", trailer: str = "") -> bytes:
    """A file with a page for each of these streams; ``more`` is what their heads say besides their length."""
    kids = [f"{4 + 2 * at} 0 R" for at in range(len(contents))]
    objects: list[str | bytes] = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>",
        _FONT,
    ]
    for at, content in enumerate(contents):
        resources = "/Resources<</Font<</F1 3 0 R>>>>"
        objects += [
            f"<</Type/Page/Parent 2 0 R/MediaBox{box}/Contents {5 + 2 * at} 0 R{resources}>>",
            stream(content, more),
        ]
    return pdf(*objects, trailer=trailer)


def text(lines: Sequence[str], top: int = 780, left: int = 72, size: int = 12) -> bytes:
    """The stream of these lines, one below the other, in letters of which each is 0.6 times as wide as the font is large."""
    rows = (f"BT /F1 {size} Tf {left} {top - at * size * 3 // 2} Td ({line}) Tj ET" for at, line in enumerate(lines))
    return "\n".join(rows).encode()


def ruled(rows: Sequence[Sequence[str]], top: int = 780, left: int = 72, width: int = 120, height: int = 24) -> bytes:
    """The stream of a table with a line around every cell."""
    drawn = []
    for down, cells in enumerate(rows):
        for right, cell in enumerate(cells):
            x, y = left + right * width, top - (down + 1) * height
            drawn.append(f"{x} {y} {width} {height} re S BT /F1 10 Tf {x + 4} {y + 8} Td ({cell}) Tj ET")
    return "\n".join(drawn).encode()
