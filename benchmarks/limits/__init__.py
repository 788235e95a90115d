"""Hostile inputs, one of each kind, by name."""

from benchmarks.limits import facts, rules, tables, texts  # noqa: F401 - each adds its kinds
from benchmarks.limits.bench import KINDS as KINDS
from benchmarks.limits.bench import Bench as Bench
