"""The canonical form of JSON, so that equal documents have equal hashes, and strict reading of JSON from strangers."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import NoReturn

from engine.files.json_form import Json
from engine.language.text import on_one_line


class NotJson(ValueError):
    """The bytes are not one plain JSON document; the message is Vietnamese."""


def canonical(document: object) -> bytes:
    """Returns the bytes of ``document``: keys sorted, no spaces, UTF-8.

    Raises ValueError for lone surrogates, NaN and infinity.

    >>> canonical({"b": 1, "a": "đ"}).decode()
    '{"a":"đ","b":1}'
    """
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def digest(document: object) -> str:
    """Returns the sha256 of the canonical form, in hexadecimal."""
    return sha256(canonical(document)).hexdigest()


def read_json(raw: bytes) -> Json:
    """Returns the document. Raises NotJson, also for keys that occur twice and numbers with a fraction."""
    try:
        document: Json = json.loads(
            raw.decode("utf-8-sig"), object_pairs_hook=_without_twins, parse_constant=_refuse, parse_float=_refuse
        )
        canonical(document)
    except UnicodeError:
        raise NotJson("tệp không phải văn bản UTF-8") from None
    except json.JSONDecodeError as error:
        raise NotJson(f"tệp không phải JSON đúng cách viết (dòng {error.lineno}, cột {error.colno})") from None
    except RecursionError:
        raise NotJson("tệp lồng quá nhiều tầng") from None
    except NotJson:
        raise
    except ValueError:  # a whole number of thousands of digits
        raise NotJson("tệp có số quá dài") from None
    return document


def _without_twins(pairs: list[tuple[str, Json]]) -> Json:
    """Returns the pairs as a mapping. Of two equal keys a person could see one and a program the other: raises NotJson."""
    found: dict[str, Json] = {}
    for key, value in pairs:
        if key in found:
            raise NotJson(f"khóa «{on_one_line(key)}» có hai lần")
        found[key] = value
    return found


def _refuse(text: str) -> NoReturn:
    """Raises NotJson for a number with a fraction, which our documents write as a text."""
    raise NotJson(f"số «{text[:20]}» không có trong biên nhận: số thập phân được ghi dạng chữ")
