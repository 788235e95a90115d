"""Makes the bytes of OOXML packages depend only on their content."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_EPOCH = (1980, 1, 1, 0, 0, 0)


def settled_zip(package: bytes) -> bytes:
    """Returns an OOXML package (.docx, .xlsx) without the times at which its parts were written."""
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        return zip_of({name: source.read(name) for name in source.namelist()})


def zip_of(parts: Mapping[str, bytes]) -> bytes:
    """Returns a package of ``parts`` in their order, always the same bytes."""
    settled = io.BytesIO()
    with zipfile.ZipFile(settled, "w") as target:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            stored = name == "mimetype"  # of .odt, which readers find without unpacking
            info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            info.create_system = 0
            target.writestr(info, content, compresslevel=6)
    return settled.getvalue()
