"""Hostile inputs, one of each kind, and what each command costs on them: seconds of the processor, peak of memory, how it ends.

``python -m benchmarks.limits [PART OF A NAME]``; the limits themselves stand in engine/domain/limits.py.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks.limits import KINDS, Bench
from benchmarks.limits.bench import run, said


def main(wanted: str) -> None:
    slowest = largest = 0.0
    kinds = refused = 0
    for name in KINDS:
        if wanted not in name:
            continue
        kinds += 1
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder) / "w"
            for arguments in list(KINDS[name](Bench(root))):
                cost = run(arguments, root)
                refused += cost.code in (2, 3)
                slowest = max(slowest, cost.seconds if cost.code in (2, 3) else 0)
                largest = max(largest, cost.mebibytes)
                shown = " ".join(one if len(one) < 30 else one[:20] + "…" for one in arguments[:3])
                costs = f"{cost.seconds:6.1f} s {cost.mebibytes:6.0f} MiB"
                print(f"{name:40} {shown:34} {costs}  {cost.code}  {said(cost.output)[:150]}", flush=True)
    print(f"{kinds} kinds; commands refused: {refused}, the slowest {slowest:.1f} s; largest memory {largest:.0f} MiB")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
