"""What stands on a letter, before it is drawn: address, paragraphs, and an access code to type and to photograph."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["heading", "words", "code"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`code` stands for the frame with the access code; it has no text."""

    kind: Kind
    text: str = ""


@dataclass(frozen=True, slots=True)
class LetterPage:
    """One letter. `web`: what is typed into the browser; `qr`: rows of modules, dark where they are not 0."""

    address: tuple[str, ...]
    beside: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...]
    web: str
    code: str
    qr: Sequence[Sequence[int]]
