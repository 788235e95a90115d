"""Makes the names of folders and files from the names of units, resolutions and tables."""

from __future__ import annotations

from engine.language.patterns import compiled
from engine.language.text import without_marks

_LONGEST = 60
_OTHERS = compiled("[^a-z0-9]+")
_NUMBERED = compiled(r"-[0-9]+\Z")
_RESERVED = compiled(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])\Z")
"""No file may have these names on Windows."""


def folder_name(name: str, kind: str) -> str:
    """Returns ``name`` in lower case ASCII that every system accepts as a folder or file.

    ``kind`` («don-vi») is the name where no letter is left, and the prefix of a name that Windows reserves.

    >>> folder_name("xã Ea H'Leo", "don-vi"), folder_name("CON", "don-vi")
    ('xa-ea-h-leo', 'don-vi-con')
    """
    words = _OTHERS.sub("-", without_marks(name).lower()).strip("-")[:_LONGEST].strip("-")
    return f"{kind}-{words}" if _RESERVED.match(words) else words or kind


def fits_folder(name: str, folder: str) -> bool:
    """Whether ``folder`` may be that of the unit ``name``: by its name, with or without its kind, and a number behind it.

    >>> fits_folder("xã Tân Phú", "tan-phu"), fits_folder("xã Tân Phú", "tan-lap")
    (True, False)
    """
    own = folder_name(name, "don-vi")
    bare = _NUMBERED.sub("", folder)
    return any(own == one or own.endswith(f"-{one}") for one in (folder, bare))
