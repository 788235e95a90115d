"""A fingerprint within a document shows whether anybody has changed it since it was written, so that no edit is overwritten.

In .docx, .xlsx and .odt it stands in the properties of the document, in .html, .md and .pdf in a comment at the end. It shows an
edit, not an intention: anybody can make one.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile

from engine.files.packages import DAMAGED, UnsafePackage, guard
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
    parts = _parts(document)
    name = next(name for name in _PLACES if name in parts)
    form, end = _PLACES[name]
    parts[name] = _IDENTIFIER.sub(b"", parts[name])
    mark = form % (b"chitieu-" + _digest(parts).encode())
    parts[name] = parts[name].replace(end, mark + end)
    return zip_of(parts)


def is_untouched(document: bytes) -> bool:
    """Whether ``document`` is as ``sealed`` has returned it; False of whatever else, damaged or hostile files included."""
    if not document.startswith(_PACKAGE):
        mark = re.search(_pattern(_comment(document)) + rb"\Z", document)
        return mark is not None and hashlib.sha256(document[: mark.start()]).hexdigest().encode() == mark[1]
    try:
        parts = _parts(document)
    except (*DAMAGED, UnsafePackage, ValueError, KeyError):
        return False
    name = next((name for name in _PLACES if name in parts), "")
    if not name:
        return False
    form, end = _PLACES[name]
    mark = re.search(_pattern(form) + b"(?=%s)" % re.escape(end), parts[name])
    if mark is None:
        return False
    parts[name] = parts[name].replace(mark[0], b"")
    return _digest(parts).encode() == mark[1]


def _comment(document: bytes) -> bytes:
    return next(comment for start, comment in _COMMENTS.items() if document.startswith(start))


def _pattern(form: bytes) -> bytes:
    """The pattern of a fingerprint in its ``form``."""
    before, after = (form % b"\0").split(b"\0")
    return re.escape(before) + _HASH + re.escape(after)


def _parts(document: bytes) -> dict[str, bytes]:
    """Returns the parts of a package in their order. Raises UnsafePackage, DAMAGED."""
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        guard(package, {})
        return {name: package.read(name) for name in package.namelist()}


def _digest(parts: dict[str, bytes]) -> str:
    whole = hashlib.sha256()
    for name, content in parts.items():
        whole.update(f"{len(name)} {len(content)} {name}".encode() + content)
    return whole.hexdigest()
