"""One way to write JSON as bytes, so that equal documents have equal hashes; and strict reading of JSON from anywhere."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import NoReturn

from engine.files.json_form import Json
from engine.language.text import on_one_line


class NotJson(ValueError):
    """The bytes are not one plain JSON document; the message is Vietnamese."""


def canonical(document: object) -> bytes:
    """Keys sorted, no spaces, UTF-8. Raises ValueError for lone surrogates, NaN and infinity."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def digest(document: object) -> str:
    """sha256 of the canonical form, in hexadecimal."""
    return sha256(canonical(document)).hexdigest()


def read_json(raw: bytes) -> Json:
    """The document, in which no key stands twice. Raises NotJson."""
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
    """The pairs as a mapping: of two equal keys a reader would see one and a program the other."""
    found: dict[str, Json] = {}
    for key, value in pairs:
        if key in found:
            raise NotJson(f"khóa «{on_one_line(key)}» có hai lần")
        found[key] = value
    return found


def _refuse(text: str) -> NoReturn:
    """Our documents write numbers with a fraction as texts."""
    raise NotJson(f"số «{text[:20]}» không có trong biên nhận: số thập phân được ghi dạng chữ")
