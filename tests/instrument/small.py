"""Small instruments for tests: a few questions with the rest of the file around them."""

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


def reading(text: str, **files: str) -> Reading:
    """What reading gives; `files` are section files by their name without `.yaml`."""
    sources = {"instrument.yaml": dedent(text)}
    return read_sources(sources | {f"{name}.yaml": dedent(content) for name, content in files.items()})


def fit(text: str, **files: str) -> Instrument:
    """The instrument, which must have no fault and no warning."""
    read = reading(text, **files)
    assert [str(fault) for fault in read.faults] == []
    return read.fit()


def question(questions: str, name: str, **more: str) -> Question:
    return next(question for question in fit(asking(questions, **more)).questions if question.name == name)


def codes(faults: tuple[Fault, ...]) -> list[str]:
    return [fault.code for fault in faults]


def marked_lines(text: str) -> set[int]:
    return {number for number, line in enumerate(text.splitlines(), 1) if HERE in line}
