"""Fuzzing guided by coverage, with atheris (Python 3.11, 3.12 on Linux; `pip install atheris`; no dependency of chitieu).

    nice python -m tests.fuzz.run_atheris conditions -max_total_time=600 [CORPUS FOLDER]

The targets are those of tests/fuzz/targets.py; options of libFuzzer follow the target. Inputs are mutated by structure.
"""

from __future__ import annotations

import sys
from random import Random

import atheris

with atheris.instrument_imports(include=["engine", "cli"]):
    from tests.fuzz.targets import SEEDS, TARGETS, mutate


def main() -> None:
    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        sys.exit(f"{__doc__}\ntargets: {', '.join(TARGETS)}")
    target = sys.argv.pop(1)

    def one_input(data: bytes) -> None:
        if data:
            TARGETS[target](data)

    def by_structure(data: bytes, longest: int, seed: int) -> bytes:
        random = Random(seed)
        start = random.choice(SEEDS[target]) if len(data) < 4 or random.random() < 0.2 else data
        return mutate(target, start, random)[:longest]

    limits = ["-timeout=60", "-rss_limit_mb=3000", "-max_len=400000"]
    atheris.Setup([sys.argv[0], *limits, *sys.argv[1:]], one_input, custom_mutator=by_structure)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
