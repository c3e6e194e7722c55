"""The letter as the office writes it: plain text with places to fill in. What it may say stands in INVITATIONS.md.

template = read_template("Dear {name|Resident},\n\nPlease answer at {web}:\n\n{code}\n")
template.filled({"name": "", "web": "survey.example"})     # paragraphs: "Dear Resident,", ..., the code's frame
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from capi.outputs.documents.letter import Paragraph

FILLS = ("name", "survey", "office", "contact", "web", "link", "expiry", "date", "reference")
CODE = "{code}"
"""On a line of its own: the frame with the access code."""
_FILL = re.compile(r"\{(\w+)(?:\|([^{}]*))?\}")
_LONGEST = 20_000


class UnfitLetter(Exception):
    """The template cannot be used. The message says in which line, and what to do."""


@dataclass(frozen=True, slots=True)
class Template:
    """`beside`: the lines beside the address. A paragraph has the lines it was written in."""

    beside: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...]

    def filled(self, fills: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[Paragraph, ...]]:
        """What stands beside the address, and below it. Where nothing is known for a fill, what it is in is left out."""
        beside = [_filled(line, fills) for line in self.beside]
        words = [(each, _filled(each.text, fills)) for each in self.paragraphs]
        return (
            tuple(line for line in beside if line),
            tuple(Paragraph(each.kind, text or "") for each, text in words if text or each.kind == "code"),
        )


def read_template(text: str) -> Template:
    """Raises UnfitLetter."""
    if len(text) > _LONGEST:
        raise UnfitLetter("This is longer than any letter of one page. Shorten it.")
    lines = [line.strip() for line in text.removeprefix("\ufeff").splitlines()]
    for number, line in enumerate(lines, start=1):
        _refuse_unfit(number, line)
    if lines.count(CODE) != 1:
        raise UnfitLetter(
            f"The letter needs one line that is {CODE} and nothing else: there the access code is printed."
        )
    beside = tuple(line.removeprefix(">").strip() for line in lines if line.startswith(">"))
    return Template(beside, _paragraphs([line for line in lines if not line.startswith(">")]))


def _paragraphs(lines: list[str]) -> tuple[Paragraph, ...]:
    found: list[Paragraph] = []
    words: list[str] = []
    for line in (*lines, ""):
        if line and line != CODE and not line.startswith("#"):
            words.append(line)
            continue
        if words:
            found.append(Paragraph("words", "\n".join(words)))
            words = []
        if line == CODE:
            found.append(Paragraph("code"))
        elif line:
            found.append(Paragraph("heading", line.lstrip("#").strip()))
    return tuple(found)


def _refuse_unfit(number: int, line: str) -> None:
    if line == CODE:
        return
    for found in _FILL.finditer(line):
        if found[1] not in FILLS:
            known = ", ".join(f"{{{name}}}" for name in FILLS)
            raise UnfitLetter(f"Line {number}: {found[0][:40]} is nothing the letter can fill in. It knows {known}.")
    rest = _FILL.sub("", line)
    if "{" in rest or "}" in rest:
        raise UnfitLetter(f"Line {number}: a brace that does not belong to a fill such as {{name}}. Take it out.")
    if not all(sign.isprintable() or sign == "\t" for sign in line):
        raise UnfitLetter(f"Line {number}: a character that cannot be printed. Take it out.")


def _filled(text: str, fills: Mapping[str, str]) -> str | None:
    """None where something it needs is not known."""
    needed = ((found[1], found[2]) for found in _FILL.finditer(text))
    if any(not fills.get(name) and otherwise is None for name, otherwise in needed):
        return None
    return _FILL.sub(lambda found: fills.get(found[1]) or found[2] or "", text)
