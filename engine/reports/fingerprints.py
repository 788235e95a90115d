"""A fingerprint within a document shows whether anybody has changed it since it was written, so that no edit is overwritten.

In .docx and .xlsx it is the identifier in the properties of the document, in .html and .md a comment at the end. It shows an
edit, not an intention: anybody can make one.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile

from engine.files.packages import DAMAGED, UnsafePackage, guard
from engine.reports.output import zip_of

_PROPERTIES = "docProps/core.xml"
_END = b"</cp:coreProperties>"
_IN_PROPERTIES = re.compile(rb"<dc:identifier>chitieu-([0-9a-f]{64})</dc:identifier>(?=</cp:coreProperties>)")
_IN_TEXT = re.compile(rb"<!-- chitieu-([0-9a-f]{64}) -->\n\Z")
_PACKAGE = b"PK\x03\x04"


def sealed(document: bytes) -> bytes:
    """Returns the new ``document`` (.docx, .xlsx, or a text in which <!-- --> is a comment) with its fingerprint."""
    if not document.startswith(_PACKAGE):
        return document + b"<!-- chitieu-%s -->\n" % hashlib.sha256(document).hexdigest().encode()
    parts = _parts(document)
    identifier = b"<dc:identifier>chitieu-%s</dc:identifier>" % _digest(parts).encode()
    parts[_PROPERTIES] = parts[_PROPERTIES].replace(_END, identifier + _END)
    return zip_of(parts)


def is_untouched(document: bytes) -> bool:
    """Whether ``document`` is as ``sealed`` has returned it; False of whatever else, damaged or hostile files included."""
    if not document.startswith(_PACKAGE):
        mark = _IN_TEXT.search(document)
        return mark is not None and hashlib.sha256(document[: mark.start()]).hexdigest().encode() == mark[1]
    try:
        parts = _parts(document)
    except (*DAMAGED, UnsafePackage, ValueError, KeyError):
        return False
    mark = _IN_PROPERTIES.search(parts.get(_PROPERTIES, b""))
    if mark is None:
        return False
    parts[_PROPERTIES] = parts[_PROPERTIES].replace(mark[0], b"")
    return _digest(parts).encode() == mark[1]


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
