"""Counts what a document holds while it is read, and refuses what is longer than any resolution."""

from __future__ import annotations

from engine.domain.limits import DOCUMENT_CHARACTERS, DOCUMENT_PARAGRAPHS, TEXT_CHARACTERS, grouped


class UnreadableDocument(Exception):
    """A file from which no document can be read; the message is Vietnamese and says what to do."""


class Counter:
    """Counts the characters and paragraphs of the file ``name``."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._characters = 0

    def characters(self, count: int) -> None:
        """Adds the characters of a paragraph. Raises UnreadableDocument."""
        if count > TEXT_CHARACTERS:
            raise UnreadableDocument(
                f"«{self.name}» có đoạn dài hơn {grouped(TEXT_CHARACTERS)} ký tự; xuống dòng giữa các chỉ tiêu"
            )
        self._characters += count
        self.whole(self._characters)

    def whole(self, count: int) -> None:
        """Takes the number of characters of the whole text. Raises UnreadableDocument."""
        if count > DOCUMENT_CHARACTERS:
            self._refuse(DOCUMENT_CHARACTERS, "ký tự")

    def paragraphs(self, count: int) -> None:
        """Takes the number of paragraphs. Raises UnreadableDocument."""
        if count > DOCUMENT_PARAGRAPHS:
            self._refuse(DOCUMENT_PARAGRAPHS, "đoạn")

    def _refuse(self, most: int, what: str) -> None:
        raise UnreadableDocument(f"«{self.name}» có hơn {grouped(most)} {what}; chỉ đưa phần có các chỉ tiêu")
