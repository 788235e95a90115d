"""Measures, and writes the tables of the READMEs: `python -m benchmarks [--only NAME …] [--rounds N]`.

A benchmark is a module of this folder with ``measure(rounds) -> Table``. Its table stands between the marks of its name in
benchmarks/README.md, its goals in the table of goals of all READMEs. Run it on a machine that does nothing else: the whole takes up to
a quarter of an hour. Nothing is written of a benchmark that fails, and the code is 1 then.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import time

from benchmarks.cost import Failed
from benchmarks.table import keep, write_goals

BENCHMARKS = ("startup", "proof", "whole", "many_units", "imports", "tables", "runs", "bulk")
"""The modules, in the order of their goals."""


def main(chosen: list[str], rounds: int | None) -> int:
    given = {} if rounds is None else {"rounds": rounds}
    failed = 0
    for name in chosen or BENCHMARKS:
        began = time.monotonic()
        try:
            table = importlib.import_module(f"benchmarks.{name}").measure(**given)
        except Failed as reason:
            print(f"{name}: {reason}", file=sys.stderr)
            failed = 1
            continue
        keep(name, table)
        print(f"{table.markdown()}\n", flush=True)
        print(f"{name}: {time.monotonic() - began:.0f} s by the clock", file=sys.stderr)
    write_goals(BENCHMARKS)
    return failed


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", metavar="NAME", action="append", choices=BENCHMARKS, default=[])
    parser.add_argument("--rounds", metavar="N", type=int, help="instead of those that each benchmark has")
    asked = parser.parse_args()
    sys.exit(main(asked.only, asked.rounds))
