"""A fingerprint within a document shows whether anybody has changed it since it was written, so that no edit is overwritten.

In .docx, .xlsx and .odt it stands in the properties of the document, in .html, .md and .pdf in a comment at the end. It shows an
edit, not an intention: anybody can make one.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Iterable, Iterator

from engine.files.packages import DAMAGED, UnsafePackage, guard_size, small_part
from engine.reports.output import zip_of

_HASH = rb"chitieu-([0-9a-f]{64})"
_PLACES = {
    "docProps/core.xml": (b"<dc:identifier>%s</dc:identifier>", b"</cp:coreProperties>"),
    "meta.xml": (b'<meta:user-defined meta:name="chitieu">%s</meta:user-defined>', b"</office:meta>"),
}
"""The part of .docx, .xlsx and .odt in which the fingerprint stands, its form, and what stands behind it."""
_IDENTIFIER = re.compile(rb"<dc:identifier\b[^>]*(?:/>|>[^<]*</dc:identifier>)")
"""What a document may have of at most one (ISO/IEC 29500-2, core properties): that of a template, which may be empty."""
_COMMENTS = {b"%PDF": b"%% %s\n", b"": b"<!-- %s -->\n"}
"""How texts begin, and the comment at their end."""
_PACKAGE = b"PK\x03\x04"


def sealed(document: bytes) -> bytes:
    """Returns the new ``document`` (.docx, .xlsx, .odt, .pdf, or a text in which <!-- --> is a comment) with its fingerprint."""
    if not document.startswith(_PACKAGE):
        return document + _comment(document) % (b"chitieu-" + hashlib.sha256(document).hexdigest().encode())
    with zipfile.ZipFile(io.BytesIO(document)) as package:  # the program's own: the bounds of hostile files are not its
        parts = {name: package.read(name) for name in package.namelist()}
    name = next(name for name in _PLACES if name in parts)
    form, end = _PLACES[name]
    parts[name] = _IDENTIFIER.sub(b"", parts[name])
    mark = form % (b"chitieu-" + _digest((name, len(content), (content,)) for name, content in parts.items()).encode())
    parts[name] = parts[name].replace(end, mark + end)
    return zip_of(parts)


def is_untouched(document: bytes) -> bool:
    """Whether ``document`` is as ``sealed`` has returned it; False of whatever else, damaged or hostile files included."""
    if not document.startswith(_PACKAGE):
        mark = re.search(_pattern(_comment(document)) + rb"\Z", document)
        return mark is not None and hashlib.sha256(document[: mark.start()]).hexdigest().encode() == mark[1]
    try:
        with zipfile.ZipFile(io.BytesIO(document)) as package:
            return _is_untouched(package)
    except (*DAMAGED, UnsafePackage, ValueError, KeyError):
        return False


def _is_untouched(package: zipfile.ZipFile) -> bool:
    """Whether the hash of all parts but the fingerprint is that of the fingerprint. Raises UnsafePackage, DAMAGED.

    No XML is parsed and no part is in memory as a whole: a sheet of all communes, which the program may write, has more
    bytes and elements than a part from outside may have.
    """
    guard_size(package)
    names = package.namelist()
    place = next((name for name in _PLACES if name in names), "")
    properties = small_part(package, place) if place else None
    if properties is None:
        return False
    form, end = _PLACES[place]
    mark = re.search(_pattern(form) + b"(?=%s)" % re.escape(end), properties)
    if mark is None:
        return False
    bare = properties.replace(mark[0], b"")
    parts = (
        (part.filename, len(bare), (bare,))
        if part.filename == place
        else (part.filename, part.file_size, _blocks(package, part))
        for part in package.infolist()
    )
    return _digest(parts).encode() == mark[1]


def _comment(document: bytes) -> bytes:
    return next(comment for start, comment in _COMMENTS.items() if document.startswith(start))


def _pattern(form: bytes) -> bytes:
    """The pattern of a fingerprint in its ``form``."""
    before, after = (form % b"\0").split(b"\0")
    return re.escape(before) + _HASH + re.escape(after)


def _blocks(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    with package.open(part) as stream:
        while block := stream.read(1 << 20):
            yield block


def _digest(parts: Iterable[tuple[str, int, Iterable[bytes]]]) -> str:
    """Returns the hash of ``parts``: of each its name, its bytes, and these in pieces."""
    whole = hashlib.sha256()
    for name, size, blocks in parts:
        whole.update(f"{len(name)} {size} {name}".encode())
        for block in blocks:
            whole.update(block)
    return whole.hexdigest()
