"""Hostile inputs, one of each kind, and what each command costs on them: seconds of the processor, peak of memory, how it ends.

``python -m benchmarks.limits [PART OF A NAME]``; the limits themselves stand in engine/domain/limits.py.
"""

from __future__ import annotations

import multiprocessing
import sys
import tempfile
from pathlib import Path

from benchmarks.limits import KINDS, Bench
from benchmarks.limits.bench import run


def made(name: str, root: Path) -> list[tuple[str, ...]]:
    """Makes the workspace of a kind and returns its command lines."""
    return list(KINDS[name](Bench(root)))


def main(wanted: str) -> None:
    slowest = largest = 0.0
    kinds = refused = 0
    for name in KINDS:
        if wanted not in name:
            continue
        kinds += 1
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder) / "w"
            with multiprocessing.Pool(
                1
            ) as maker:  # a child begins with the memory of its parent, which must stay small
                commands = maker.apply(made, (name, root))
            for arguments in commands:
                cost = run(arguments, root)
                refused += cost.code in (2, 3)
                slowest = max(slowest, cost.seconds if cost.code in (2, 3) else 0)
                largest = max(largest, cost.megabytes)
                shown = " ".join(one if len(one) < 30 else one[:20] + "…" for one in arguments[:3])
                costs = f"{cost.seconds:6.1f} s {cost.megabytes:6.0f} MB"
                print(f"{name:40} {shown:34} {costs}  {cost.code}  {cost.said[:150]}", flush=True)
    print(f"{kinds} kinds; commands refused: {refused}, the slowest {slowest:.1f} s; largest memory {largest:.0f} MB")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
