"""The synthetic questionnaire every engine was measured on, written in our own format.

N single-choice questions of five categories; one in five has a filter on an earlier question, one in
ten shows an earlier answer in its text. `walk` is the route that must come out.
"""

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass

SECTION = 50


@dataclass(frozen=True, slots=True)
class Item:
    """Question number `at`; asked unless question `read` was answered `unless`; its text shows question `fill`."""

    at: int
    read: int | None
    unless: int
    fill: int | None

    @property
    def name(self) -> str:
        return f"q{self.at}"


def items(size: int) -> list[Item]:
    """The questions, the same for the same size on every machine (the draws follow the published generator)."""
    draw = random.Random(20240607)  # noqa: S311  # a fixed sequence is the point
    options = [1, 2, 3, 4, 5]
    made = []
    for at in range(size):
        read, unless, fill = None, 0, None
        if at % 5 == 4:
            if (at // 5) % 4 == 0:
                read, unless = 0, 2
            else:
                base = (at // SECTION) * SECTION
                read = draw.choice([j for j in range(base, at) if j % 5 != 4 and j != 0])
                unless = draw.choice(options)
        if at % 10 == 7:
            fill = draw.choice([j for j in range(at) if j % 5 != 4])
        made.append(Item(at, read, unless, fill))
    return made


def answer(at: int) -> int:
    return 1 if at == 0 else 1 + ((at * 2654435761) >> 9) % 5


def walk(questions: Sequence[Item], first: int) -> list[str]:
    """The names of the questions asked when the first is answered `first`."""
    given: dict[int, int] = {}
    for item in questions:
        if item.read is None or given.get(item.read) != item.unless:
            given[item.at] = first if item.at == 0 else answer(item.at)
    return [f"q{at}" for at in given]


def digest(names: Sequence[str]) -> str:
    return hashlib.sha256(",".join(names).encode()).hexdigest()[:16]


def as_yaml(size: int) -> bytes:
    """The instrument file."""
    lines = [
        f"instrument: synthetic-{size}",
        'version: "1"',
        "title: Synthetic",
        "modes: [face_to_face]",
        "lists:",
        "  five: {1: o1, 2: o2, 3: o3, 4: o4, 5: o5}",
        "sections:",
        "  - section: All",
        "    ask:",
    ]
    for item in items(size):
        shown = f" You said {{q{item.fill}}}." if item.fill is not None else ""
        lines.append(f"      - {item.name}:")
        lines.append(f'          text: "Question {item.at}: which of these applies to you?{shown}"')
        lines.append("          list: five")
        if item.read is not None:
            lines.append(f"          asked_if: q{item.read} != {item.unless}")
    return ("\n".join(lines) + "\n").encode()
