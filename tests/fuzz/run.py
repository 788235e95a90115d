"""Fuzzing by hand, for as long as one likes, on any Python: structure-aware mutation with a watchdog, no coverage feedback.

    nice python -m tests.fuzz.run facts --seconds 600 [--seed 1] [--keep FOLDER]

Every input that breaks a promise is written to FOLDER, once per kind of failure, and named; exit code 1 when there is one.
With atheris (Python 3.11, 3.12) tests/fuzz/run_atheris.py does the same, guided by coverage.
"""

from __future__ import annotations

import argparse
import signal
import sys
import time
import traceback
from pathlib import Path
from random import Random
from types import FrameType

from tests.fuzz.targets import SEEDS, TARGETS, mutate

WATCHDOG = 60
"""Seconds that one input may take, some hundred times what is normal."""
MEMORY = 3 << 30


class Hang(BaseException):
    """The watchdog barked."""


def _bark(number: int, frame: FrameType | None) -> None:
    raise Hang


def limit_memory() -> None:
    """So that a blow-up is a MemoryError here and no harm elsewhere; only where the system can."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def kind_of(error: BaseException) -> str:
    """Failures of one kind have the same innermost frames and type."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    place = " < ".join(f"{Path(f.filename).name}:{f.lineno}" for f in reversed(frames))
    return f"{type(error).__name__}: {str(error)[:160] if 'Broken' in type(error).__name__ else ''} {place}"


def fuzz(target: str, seconds: float, seed: int, keep: Path) -> int:
    """How many kinds of failure were found in ``seconds``."""
    random, found, count = Random(seed), set[str](), 0
    corpus = list(SEEDS[target])
    signal.signal(signal.SIGALRM, _bark)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        data = mutate(target, random.choice(corpus), random)
        count += 1
        signal.alarm(WATCHDOG)
        try:
            TARGETS[target](data)
        except (Exception, Hang) as error:
            signal.alarm(0)
            kind = kind_of(error)
            if kind not in found:
                found.add(kind)
                keep.mkdir(parents=True, exist_ok=True)
                path = keep / f"{target}-{seed}-{len(found)}"
                path.write_bytes(data)
                path.with_suffix(".txt").write_text("".join(traceback.format_exception(error))[-6000:], "utf-8")
                print(f"{path}: {kind}", flush=True)
        finally:
            signal.alarm(0)
        if len(corpus) < 200 and random.random() < 0.02:
            corpus.append(data[:200_000])
    print(f"{target}: {count} inputs, {len(found)} kinds of failure", flush=True)
    return len(found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=[*TARGETS, "all"])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, default=Path("fuzz-findings"))
    given = parser.parse_args()
    limit_memory()
    targets = list(TARGETS) if given.target == "all" else [given.target]
    found = sum(fuzz(target, given.seconds, given.seed, given.keep) for target in targets)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
