"""Tells text that was typed for fonts of before Unicode: TCVN3 («NghÞ quyÕt») and VNI («Nghò quyeát»)."""

from __future__ import annotations

import re

_VIETNAMESE = re.compile("[\u1ea0-\u1ef9]")
_FOREIGN = re.compile("[®©µ¸¶¹¨¾¼ÆÇËÎÏÑªÖØÜÞßåäëæçïîðñöøûüþÿ]")
"""Letters of both that neither Vietnamese in Unicode has nor the usual signs are."""
_ENOUGH = 20


def is_old_encoding(text: str) -> bool:
    """Returns whether ``text`` has many of the letters that stand for others, and hardly one that only Unicode has.

    >>> is_old_encoding("NghÞ quyÕt cña Héi ®ång nh©n d©n x· " * 5), is_old_encoding("Nghị quyết của Hội đồng nhân dân" * 5)
    (True, False)
    """
    foreign = len(_FOREIGN.findall(text))
    return foreign >= _ENOUGH and foreign > len(_VIETNAMESE.findall(text))
