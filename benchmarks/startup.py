"""Start-up: whole-process time of `chitieu evaluate` against the same interpreter only importing what it must.

Run in the environment that chitieu is installed in:  python benchmarks/startup.py [rounds]
Both commands run alternately; the smallest time of each is compared, because everything else on the machine only adds.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EVALUATE = [sys.executable, "-m", "cli.main", "evaluate"]
# The libraries that an evaluation must use; a model of pydantic is defined because pydantic imports most of itself then.
IMPORTS = [
    sys.executable,
    "-c",
    """
import click, lark, rich.console, rich.table, rich.text, ruamel.yaml, ruamel.yaml.cyaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
class _(BaseModel):
    x: int = Field(0, description="")
try:
    import durable_rules_engine
except ImportError:
    import clips
""",
]


# Compiled modules are kept, as they are wherever chitieu is installed; libraries have theirs from pip.
ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, check=True, capture_output=True)
    return time.perf_counter() - start


def main(rounds: int) -> None:
    for command in (EVALUATE, IMPORTS):  # compile and cache what there is
        seconds(command)
    evaluate, imports = [], []
    for _ in range(rounds):
        imports.append(seconds(IMPORTS))
        evaluate.append(seconds(EVALUATE))
    print(f"imports only {min(imports) * 1000:.0f} ms, evaluate {min(evaluate) * 1000:.0f} ms")
    print(f"ratio {min(evaluate) / min(imports):.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
