"""How a command ends when it cannot do its work: an exit code and a message on stderr."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
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


def usage_failure(message: object) -> Failure:
    """Returns the failure for a call that cannot be carried out; ``message`` is Vietnamese, without «lỗi»."""
    return Failure(Exit.USAGE, f"lỗi: {message}")


@contextmanager
def failing_on(*errors: type[Exception], what: str = "") -> Iterator[None]:
    """Turns ``errors``, whose messages are Vietnamese, into a usage failure that begins with ``what``. Raises Failure."""
    try:
        yield
    except errors as error:
        raise usage_failure(f"{what}{error}") from None
