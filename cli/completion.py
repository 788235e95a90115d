"""What the shell offers while a command is typed: ids, codes, resolutions, units and years of the workspace."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from cli.options import workspace_at
from engine.language.text import fold, on_one_line, shortened

if TYPE_CHECKING:
    from engine.rulebook.rulebook import Rulebook
    from engine.workspace.case import ChosenCase

Offer = tuple[str, str]
"""What is offered, and what it is about."""
Completion = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]
_LONGEST = 60
"""The characters of what an offer is about."""


def _completing(offers: Callable[[click.Context], Iterable[Offer]]) -> Completion:
    """Returns a completion by the beginning of what is offered, with or without marks; nothing where anything fails."""

    @wraps(offers)
    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        begun = fold(incomplete)
        try:
            found = [offer for offer in offers(ctx) if fold(offer[0]).startswith(begun)]
        except Exception:  # whatever is wrong with the workspace, a traceback in the middle of a prompt helps nobody
            return []
        return [
            CompletionItem(_typed(value), help=on_one_line(shortened(about, _LONGEST)))
            for value, about in dict(found).items()
            if on_one_line(value) == value
        ]

    return complete


def _typed(value: str) -> str:
    """Returns ``value`` as it is typed: bash alone inserts it as it is, so that a unit «xã A; …» could end the command.

    Backslashes are doubled because the script of click for bash reads each line once more.
    """
    in_bash = os.environ.get("_CHITIEU_COMPLETE", "").startswith("bash")
    return re.sub(r"([^\w@%+=:,./-])", r"\\\\\1", value) if in_bash else value


def _rulebooks(ctx: click.Context) -> list[Rulebook]:
    from engine.workspace.cases import Cases

    loader = Cases(workspace_at(ctx.params.get("workspace")))
    return loader.of_name(loader.rulebooks(), ctx.params.get("resolution"))


def _cases(ctx: click.Context) -> list[ChosenCase]:
    from engine.workspace.cases import Cases
    from engine.workspace.choosing import Selection

    return Cases(workspace_at(ctx.params.get("workspace"))).choose(Selection(ctx.params.get("resolution")))


@_completing
def ids(ctx: click.Context) -> Iterator[Offer]:
    """Yields criteria, targets, findings and reconciliations."""
    for rulebook in _rulebooks(ctx):
        yield from ((criterion.id, criterion.wordings[0].text) for criterion in rulebook.criteria)
        yield from ((target.id, target.title) for target in rulebook.targets)
        yield from ((finding.id, finding.categories[0]) for finding in rulebook.findings)
        yield from ((reconciliation.id, "đối chiếu") for reconciliation in rulebook.reconciliations)


@_completing
def assumptions(ctx: click.Context) -> Iterator[Offer]:
    """Yields the codes of data, to be given a value: «htx.tong=»."""
    for rulebook in _rulebooks(ctx):
        yield from ((f"{code}=", indicator.name) for code, indicator in rulebook.indicators.items())


@_completing
def resolutions(ctx: click.Context) -> Iterable[Offer]:
    """Returns the numbers of resolutions."""
    from engine.workspace.cases import Cases

    loader = Cases(workspace_at(ctx.params.get("workspace")))
    return ((rulebook.resolution.number, rulebook.resolution.title) for rulebook in loader.rulebooks())


@_completing
def units(ctx: click.Context) -> Iterable[Offer]:
    """Returns the units that have facts."""
    return ((chosen.head.unit, chosen.rulebook.resolution.number) for chosen in _cases(ctx))


@_completing
def years(ctx: click.Context) -> Iterable[Offer]:
    """Returns the years that have facts."""
    return ((str(chosen.head.year), "") for chosen in sorted(_cases(ctx), key=lambda one: -one.head.year))


@_completing
def manual(ctx: click.Context) -> Iterator[Offer]:
    """Yields the codes, topics and keys of the manual."""
    from engine.manual.codes import code_pages
    from engine.manual.keys import key_places
    from engine.manual.topics import topics

    yield from ((page.code, page.title) for page in code_pages().values())
    yield from ((topic.name, topic.title) for topic in topics())
    yield from ((place.key, place.description) for place in key_places())
