"""The grammar by lark: its tables, and what it expected where it refuses a sentence. Only what goes wrong needs lark at work."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import lark
from lark import Lark
from lark.common import LexerConf
from lark.exceptions import UnexpectedToken
from lark.grammar import Rule
from lark.lexer import Lexer, TerminalDef

from engine.language.lalr import grammar_text, stored
from engine.language.lexer import Sentence, cut

STARTS = ["condition", "formula", "measured"]


class PolicyLexer(Lexer):
    """Gives lark the tokens of our own lexer."""

    def __init__(self, lexer_conf: LexerConf) -> None:
        pass

    def lex(self, sentence: Sentence) -> Iterator[lark.Token]:  # type: ignore[override]
        """Yields the tokens. Raises LanguageError as ``cut`` does."""
        for token in cut(sentence):
            at = token.start
            yield lark.Token(token.type, str(token), start_pos=at, end_pos=token.end, line=1, column=at + 1)


def build_parser() -> Lark:
    """Returns the parser with tables computed from the grammar, which takes some 100 ms."""
    return Lark(grammar_text(), parser="lalr", lexer=PolicyLexer, start=STARTS, maybe_placeholders=True)


def tables_of(parser: Lark) -> str:
    """Returns the tables of ``parser`` as JSON for grammar.tables.json (benchmarks/README.md has the time they save)."""
    data, memo = parser.memo_serialize([TerminalDef, Rule])
    data["options"]["lexer"] = data["parser"]["lexer_conf"]["lexer_type"] = None
    content = {"lark": lark.__version__, "grammar": grammar_text(), "data": data, "memo": memo}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n"


@cache
def parser() -> Lark:
    """Returns lark's parser, with the stored tables where they are those of this lark and this grammar."""
    tables = stored(_with_numbered_states)
    if tables["lark"] != lark.__version__ or tables["grammar"] != grammar_text():
        return build_parser()
    data = tables["data"]
    data["options"]["lexer"] = data["parser"]["lexer_conf"]["lexer_type"] = PolicyLexer
    return Lark.load({"data": data, "memo": tables["memo"]})


def _with_numbered_states(pairs: list[tuple[str, Any]]) -> dict[str | int, Any]:
    """Turns keys that are digits into numbers: the parser has numbers as states, and JSON only texts as keys."""
    return {int(key) if key.isdecimal() else key: value for key, value in pairs}


def refusal(sentence: Sentence, start: str) -> UnexpectedToken:
    """Returns the token that lark did not expect in a sentence that the grammar refuses, and what it did expect."""
    try:
        parser().parse(sentence, start=start)
    except UnexpectedToken as error:
        return error
    raise AssertionError(f"lark reads what our reader of its tables refuses: {sentence.text}")
