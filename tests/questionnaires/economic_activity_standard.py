"""The economic activity standard as `economic_activity_standard.toml` has it, typed: what is printed, and what is said."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_SPONTANEOUS = "SPONTANEOUS "
_SUNDAYS = ("Sunday the (n)", "Sunday the xx")


@dataclass(frozen=True, slots=True)
class Option:
    """A category as it is said; `spontaneous` where the standard marks it so."""

    number: int
    text: str
    spontaneous: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A question. `texts` are its wordings by who is asked; the key is "" where there is one for all."""

    texts: Mapping[str, str]
    options: tuple[Option, ...]
    instruction: tuple[str, ...]

    def text(self, who: str, sunday: str) -> str:
        text = self.texts[who]
        for printed in _SUNDAYS:
            text = text.replace(printed, sunday)
        return text


def _asked(printed: dict[str, Any], said: dict[str, Any]) -> Asked:
    reworded = said.get("options", {})
    return Asked(
        texts=said.get("text", {"": printed["text"]}),
        options=tuple(
            Option(number, reworded.get(str(number), text), text.startswith(_SPONTANEOUS))
            for number, text in printed.get("options", ())
        ),
        instruction=tuple(said.get("instruction", printed.get("instruction", ()))),
    )


_TABLE = tomllib.loads(Path(__file__).with_name("economic_activity_standard.toml").read_text(encoding="utf-8"))
STANDARD = {name: _asked(entry, _TABLE["said"].get(name, {})) for name, entry in _TABLE["questions"].items()}
"""The questions in the order they are printed in."""
AGENCY = tuple(_TABLE["agency"])
