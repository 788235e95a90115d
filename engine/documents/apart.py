"""Reads a PDF in a process of its own: what it unpacks to, and how long that takes, cannot be known before."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from multiprocessing.connection import Connection

from engine.documents.document import Document
from engine.documents.limits import Counter, UnreadableDocument
from engine.domain.limits import PDF_MEMORY, PDF_SECONDS


def read_pdf_apart(content: bytes, name: str, seconds: float = PDF_SECONDS) -> Document:
    """Returns the document in ``content``, the PDF ``name``. Raises UnreadableDocument."""
    context = multiprocessing.get_context("spawn")  # a forked process would have the memory of this one
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(theirs, content, name), daemon=True)
    process.start()
    theirs.close()
    try:
        answer = ours.recv() if ours.poll(seconds) else None
    except EOFError:  # the process ended without an answer
        answer = None
    finally:
        process.kill()
        process.join()
        ours.close()
    if isinstance(answer, Document):
        return answer
    raise UnreadableDocument(
        answer or f"«{name}» quá phức tạp hoặc bung ra quá lớn nên không đọc được; in lại ra PDF, hoặc xin bản Word"
    )


def _answer(connection: Connection, content: bytes, name: str) -> None:
    """Sends the document, or the sentence that says why there is none."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is asked too, and ends this process
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # what pdfminer or Python finds odd is of no use to the reader
    if sys.platform not in ("win32", "darwin"):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (PDF_MEMORY, PDF_MEMORY))
    try:
        from engine.documents.pdf import read_pdf

        connection.send(read_pdf(content, Counter(name)))
    except UnreadableDocument as unreadable:
        connection.send(str(unreadable))
    except MemoryError:
        connection.send("")
