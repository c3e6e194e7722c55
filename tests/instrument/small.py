"""Small instruments for tests: a few questions with the rest of the file around them."""

from collections.abc import Mapping
from textwrap import dedent, indent

from capi.instrument.faults import Fault
from capi.instrument.loading import Reading, read_sources
from capi.instrument.model import Instrument, Question

HERE = "# <-"
"""Marks a line where a fault is expected."""


def head(modes: str = "face_to_face, telephone") -> str:
    return f'instrument: small\nversion: "1"\ntitle: Small\nmodes: [{modes}]\n'


def asking(questions: str, *, top: str = "", modes: str = "face_to_face, telephone") -> str:
    """An instrument of one section with these questions; `top` are keys of the instrument itself."""
    asked = indent(dedent(questions).strip("\n"), " " * 6)
    return f"{head(modes)}{dedent(top)}sections:\n  - section: Main\n    ask:\n{asked}\n"


_NOTHING: Mapping[str, str] = {}


def reading(text: str, *, beside: Mapping[str, str] = _NOTHING, **files: str) -> Reading:
    """What reading gives; `files` are section files by their name without `.yaml`, and others lie `beside`."""
    sources = {"instrument.yaml": dedent(text)}
    sources |= {f"{name}.yaml": dedent(content) for name, content in files.items()}
    return read_sources(sources | {name: dedent(content) for name, content in beside.items()})


def fit(text: str, *, beside: Mapping[str, str] = _NOTHING, **files: str) -> Instrument:
    """The instrument, which must have no fault and no warning."""
    read = reading(text, beside=beside, **files)
    assert [str(fault) for fault in read.faults] == []
    return read.fit()


def question(questions: str, name: str, **more: str) -> Question:
    return next(question for question in fit(asking(questions, **more)).questions if question.name == name)


def told(text: str, *, beside: Mapping[str, str] = _NOTHING) -> list[tuple[str, int]]:
    """The code and the line of every fault."""
    return [(fault.code, fault.place.line) for fault in reading(text, beside=beside).faults]


def codes(faults: tuple[Fault, ...]) -> list[str]:
    return [fault.code for fault in faults]


def marked_lines(text: str) -> set[int]:
    return {number for number, line in enumerate(text.splitlines(), 1) if HERE in line}
