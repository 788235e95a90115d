"""The shape of a receipt, for other programs and for reading it back. docs/schemas is generated from here."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from engine.reports.shapes import EvaluationShape

Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", description="sha256 in hexadecimal")]
RoleName = Literal["rules", "facts", "comparison"]
ROLES: tuple[RoleName, ...] = ("rules", "facts", "comparison")


class VersionsShape(TypedDict):
    chitieu: str
    python: str


class InputShape(TypedDict):
    role: Annotated[RoleName, Field(description="comparison: facts of another year that the evaluation looked at")]
    name: Annotated[str, Field(description="Path in the workspace, with /; a name only, never opened")]
    sha256: Annotated[Hash, Field(description="Of the file's bytes, as sha256sum prints it")]
    content: Annotated[str, Field(description="The file's text; its UTF-8 bytes are the file's bytes")]


class HashesShape(TypedDict):
    """sha256 of the canonical JSON (keys sorted, no spaces, UTF-8) of each part."""

    versions: Hash
    folder: Hash
    inputs: list[Hash]
    evaluation: Hash


class ReceiptShape(TypedDict):
    schema: Literal["chitieu/receipt/1"]
    versions: VersionsShape
    folder: Annotated[str, Field(description="The folder of rules/ that the rule files come from")]
    inputs: list[InputShape]
    evaluation: EvaluationShape
    hashes: HashesShape
    sha256: Annotated[Hash, Field(description="Of the canonical JSON of hashes: names the receipt")]
