"""Says where in a document an item stands, as officials cite it: «Điều 1, khoản 2, điểm a», «mục II.3», «chỉ tiêu (2)»."""

from __future__ import annotations

import re

from engine.drafting.items import Item, Kind

_BULLETS = (Kind.DASH, Kind.PLUS, Kind.BULLET)


def cited(item: Item) -> str:
    """Returns the place of ``item``; '' where nothing in the document is numbered."""
    words: list[str] = []
    section: list[str] = []
    in_article = False
    for part in reversed(list(item.path())):
        sign = re.sub(r"[^\w.]+|[.]+$", "", part.line.label) if part.is_listed else ""
        if part.kind is Kind.ARTICLE:
            words, section, in_article = [f"Điều {re.sub(r'[^0-9]', '', part.line.label)}"], [], True
        elif part.kind is Kind.PART:
            words, section, in_article = [part.line.label or part.text.capitalize()], [], False
        elif part.kind in (Kind.BRACKET, Kind.TARGET):
            section.append(f"chỉ tiêu {re.sub(r'(?i)^chỉ tiêu (?:số )?|[.:]+$', '', part.line.label)}")
        elif part.kind in _BULLETS:
            section.append(f"ý {_order(part)}")
        elif part.is_listed and in_article and part.kind not in (Kind.ROMAN, Kind.CAPITAL):
            section.append(f"{'điểm' if part.kind is Kind.LETTER else 'khoản'} {sign}")
        elif part.is_listed:
            section = (
                [*section[:-1], f"{section[-1]}.{sign}"]
                if section and section[-1].startswith("mục")
                else [*section, f"mục {sign}"]
            )
    return ", ".join((*words, *section))


def _order(item: Item) -> int:
    """Returns which of the bullets of its kind the item is under the item above it."""
    if item.above is None:
        return 1
    return [other for other in item.above.below if other.kind is item.kind].index(item) + 1
