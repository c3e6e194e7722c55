"""The standard as `seb_standard.toml` has it, typed; and what follows from it: the next question, and every way through."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from capi.instrument.model import Answer, Missing, Mode

END = "end"
_SPONTANEOUS = "(Spontaneous) "


@dataclass(frozen=True, slots=True)
class Option:
    """A response option: the number printed, what it stands for, and what is printed with it."""

    number: int
    means: Answer
    text: str
    example: str
    guidance: str
    spontaneous: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the standard prints it for a mode. `answers` are those an interview can meet, printed or not."""

    text: str
    options: tuple[Option, ...]
    prompt: str
    showcard: bool
    instruction: str
    guidance: str
    answers: tuple[Answer, ...]
    go_to: Mapping[Answer | None, str]
    """The question that follows each answer; None is any other."""

    def following(self, answer: Answer) -> str:
        return self.go_to[answer] if answer in self.go_to else self.go_to[None]


def next_question(mode: Mode, field: str, answer: Answer) -> str:
    """Where the standard sends a respondent from here, or END."""
    return STANDARD[mode][field].following(answer)


def route_of(mode: Mode, answers: Mapping[str, Answer]) -> tuple[str, ...]:
    """The questions asked, going from one to the next until one has no answer or the end is reached."""
    asked = [FIRST]
    while asked[-1] in answers and (following := next_question(mode, asked[-1], answers[asked[-1]])) != END:
        asked.append(following)
    return tuple(asked)


def every_interview(mode: Mode) -> Iterator[dict[str, Answer]]:
    """Every combination of answers from the first question to the end."""
    return _from(mode, FIRST)


def _from(mode: Mode, field: str) -> Iterator[dict[str, Answer]]:
    if field == END:
        yield {}
        return
    for answer in STANDARD[mode][field].answers:
        for rest in _from(mode, next_question(mode, field, answer)):
            yield {field: answer, **rest}


def _read(path: Path) -> tuple[dict[Mode, dict[str, Asked]], dict[str, str]]:
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    ours = table["ours"]
    standard = {
        mode: {
            field: _asked(entry, mode, ours.get(mode.value, {}).get(field, {}))
            for field, entry in table[mode.value].items()
        }
        for mode in Mode
    }
    return standard, table["prompts"]


def _asked(entry: dict[str, Any], mode: Mode, ours: dict[str, Any]) -> Asked:
    guidance = entry.get("option_guidance", {})
    options = tuple(_option(guidance.get(str(row[0]), ""), *row) for row in entry["options"])
    keys = (Missing.DONT_KNOW, Missing.REFUSED) if mode.has_interviewer else ()
    return Asked(
        text=entry["text"],
        options=options,
        prompt=entry.get("prompt", ""),
        showcard=entry.get("showcard", False),
        instruction=entry.get("instruction", ""),
        guidance=entry.get("guidance", ""),
        answers=tuple(dict.fromkeys([*(option.means for option in options), *keys])),
        go_to={
            None if name in ("any", "any_other") else _answer(name): field
            for name, field in {**entry["go_to"], **ours.get("go_to", {})}.items()
        },
    )


def _option(guidance: str, number: int, means: int | str, text: str, example: str = "") -> Option:
    spontaneous = text.startswith(_SPONTANEOUS)
    return Option(number, _answer(str(means)), text.removeprefix(_SPONTANEOUS), example, guidance, spontaneous)


def _answer(name: str) -> Answer:
    return int(name) if name.isdigit() else Missing(name)


STANDARD, PROMPTS = _read(Path(__file__).with_name("seb_standard.toml"))
FIRST = "SchoolType"
