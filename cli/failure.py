"""How a command ends when it cannot do its work: an exit code and what to say on stderr."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """The exit codes of 4-cli-and-outputs."""

    DONE = 0
    FINDINGS = 1
    USAGE = 2
    DOES_NOT_LOAD = 3
    TESTS_FAILED = 4
    INTERNAL = 5


class Failure(Exception):
    """Ends the command with ``code``; ``text`` goes to stderr."""

    def __init__(self, code: Exit, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text
