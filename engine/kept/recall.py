"""Finds what is kept, as the objects that it was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine.files.source import SourceFile
from engine.kept.codec import Codec, NotKept
from engine.kept.store import kept


def recalled(name: str, codec: Codec, sources: Sequence[SourceFile] = ()) -> Any:
    """Returns what ``codec`` makes of what is kept as ``name``, its files being ``sources``; None where there is nothing."""
    document = kept(name)
    if document is None:
        return None
    try:
        return codec.read(document, sources)
    except NotKept:
        return None
