"""The canonical form of JSON, so that equal documents have equal hashes, and strict reading of JSON from strangers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import NoReturn

from engine.domain.records import NamedTuple
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
    return _CANONICAL.encode(document).encode()


_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(document: object) -> str:
    """Returns the sha256 of the canonical form, in hexadecimal."""
    return sha256(canonical(document)).hexdigest()


class Hashed(NamedTuple):
    """A document that was read, with the sha256 of its canonical form."""

    document: Json
    sha256: str


def read_json(raw: bytes) -> Json:
    """Returns the document. Raises NotJson, also for keys that occur twice and numbers with a fraction."""
    return read_hashed(raw).document


def read_hashed(raw: bytes) -> Hashed:
    """Returns the document with its hash. Raises NotJson as `read_json` does."""
    with _told_in_vietnamese():
        document: Json = _READER.decode(raw.decode("utf-8-sig"))
        return Hashed(document, digest(document))


@contextmanager
def _told_in_vietnamese() -> Iterator[None]:
    """Turns the errors of Python's reader and writer of JSON into NotJson."""
    try:
        yield
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


def _without_twins(pairs: list[tuple[str, Json]]) -> Json:
    """Returns the pairs as a mapping. Of two equal keys a person could see one and a program the other: raises NotJson."""
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twin = next(key for place, key in enumerate(keys) if key in keys[:place])
        raise NotJson(f"khóa «{on_one_line(twin)}» có hai lần")
    return found


def _refuse(text: str) -> NoReturn:
    """Raises NotJson for a number with a fraction, which our documents write as a text."""
    raise NotJson(f"số «{text[:20]}» không có trong biên nhận: số thập phân được ghi dạng chữ")


_READER = json.JSONDecoder(object_pairs_hook=_without_twins, parse_constant=_refuse, parse_float=_refuse)
