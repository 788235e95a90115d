"""Draws a text as a QR code for documents; the library is imported where one is drawn."""

from __future__ import annotations

import io

from engine.language.text import without_marks

_PIXELS = 8
_QUIET_ZONE = 4  # modules around the code, as ISO/IEC 18004 asks for


def qr_png(text: str) -> bytes:
    """Returns a PNG of the code, the same bytes for the same text everywhere.

    Marks are left out, because not every reader of codes expects UTF-8. A quarter of the code may be soiled (level Q).
    """
    import segno

    image = io.BytesIO()
    code = segno.make(without_marks(text), error="q", micro=False, boost_error=False)
    code.save(image, kind="png", scale=_PIXELS, border=_QUIET_ZONE, compresslevel=0)
    return image.getvalue()
