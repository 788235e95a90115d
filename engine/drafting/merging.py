"""Merges a new draft into files that people have edited since the last one: what each changed, line by line.

`merge3` would do it, but its licence (GPL) does not fit ours; the rest of this is `difflib`.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher


def merged(old: str, mine: str, new: str) -> str | None:
    """Returns ``mine`` with what changed from ``old`` to ``new``; None where both changed the same lines differently.

    >>> merged("a\\nb\\nc\\n", "a\\nb\\nc2\\n", "a1\\nb\\nc\\n")
    'a1\\nb\\nc2\\n'
    """
    base, ours, theirs = (text.splitlines(keepends=True) for text in (old, mine, new))
    result: list[str] = []
    at_base = at_ours = at_theirs = 0
    for start, end, our_start, their_start in _agreed(base, ours, theirs):
        before, our, their = base[at_base:start], ours[at_ours:our_start], theirs[at_theirs:their_start]
        if our == their or their == before:
            result += our
        elif our == before:
            result += their
        else:
            return None
        result += base[start:end]
        at_base, at_ours, at_theirs = end, our_start + end - start, their_start + end - start
    return "".join(result)


def _agreed(base: list[str], ours: list[str], theirs: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """Yields the stretches of ``base`` that both have, with where they begin in each; the last is empty, at the ends."""
    our_blocks = SequenceMatcher(None, base, ours, autojunk=False).get_matching_blocks()
    their_blocks = SequenceMatcher(None, base, theirs, autojunk=False).get_matching_blocks()
    i = j = 0
    while i < len(our_blocks) and j < len(their_blocks):
        our, their = our_blocks[i], their_blocks[j]
        start, end = max(our.a, their.a), min(our.a + our.size, their.a + their.size)
        if start < end:
            yield start, end, our.b + start - our.a, their.b + start - their.a
        if our.a + our.size < their.a + their.size:
            i += 1
        else:
            j += 1
    yield len(base), len(base), len(ours), len(theirs)
