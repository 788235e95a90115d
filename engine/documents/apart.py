"""Reads a PDF in a process of its own: what it unpacks to, and how long that takes, cannot be known before."""

from __future__ import annotations

import contextlib
import pickle
import subprocess
import sys

from engine.documents.document import Document
from engine.documents.limits import Counter, UnreadableDocument
from engine.domain.limits import PDF_MEMORY, PDF_SECONDS

_PROGRAM = "import sys; sys.path[:] = {path!r}; from engine.documents.apart import answer; answer({name!r})"
"""With the path of this process, so that the same code runs; `multiprocessing` would run the main module once more."""


def read_pdf_apart(content: bytes, name: str, seconds: float = PDF_SECONDS) -> Document:
    """Returns the document in ``content``, the PDF ``name``. Raises UnreadableDocument."""
    answered: object = ""
    with contextlib.suppress(subprocess.TimeoutExpired, EOFError, pickle.UnpicklingError):
        done = subprocess.run(
            [sys.executable, "-c", _PROGRAM.format(path=sys.path, name=name)],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # what pdfminer or Python finds odd is of no use to the reader
            timeout=seconds,
            check=False,
        )
        answered = pickle.loads(done.stdout)
    if isinstance(answered, Document):
        return answered
    raise UnreadableDocument(
        str(answered)
        or f"«{name}» quá phức tạp hoặc bung ra quá lớn nên không đọc được; in lại ra PDF, hoặc xin bản Word"
    )


def answer(name: str) -> None:
    """Reads a PDF from the standard input, and writes the document, or the sentence that says why there is none."""
    if sys.platform not in ("win32", "darwin"):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (PDF_MEMORY, PDF_MEMORY))
    said: Document | str = ""
    with contextlib.suppress(MemoryError):
        from engine.documents.pdf import read_pdf

        try:
            said = read_pdf(sys.stdin.buffer.read(), Counter(name))
        except UnreadableDocument as unreadable:
            said = str(unreadable)
    sys.stdout.buffer.write(pickle.dumps(said))
