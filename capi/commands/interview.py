"""`capi interview`: a scripted interview through the engine, as JSON or as a transcript to read."""

import json
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from capi.commands.ending import DONE, Refused
from capi.commands.instruments import fit_instrument
from capi.engine.answers import to_plain
from capi.engine.fills import plain
from capi.engine.plan import Plan, plan
from capi.engine.script import LARGEST_SCRIPT, Script, ScriptedInterview, UnfitScript, hold, nested, read_script
from capi.instrument.model import Answer, Mode
from capi.settings import Settings


def interview(
    instrument: str, mode: Mode, answers: str, held_on: date | None, settings: Settings, *, as_json: bool
) -> int:
    """Holds the interview and prints where it led. Raises Refused, with nothing printed."""
    compiled = _plan(instrument, mode, settings)
    day = held_on or datetime.now().astimezone().date()
    try:
        script = _script(answers)
        held = hold(script, compiled, day.isoformat())
    except UnfitScript as error:
        raise Refused(str(error)) from None
    if as_json:
        print(json.dumps(_plain(held, compiled), ensure_ascii=False, indent=2))
    else:
        print("\n".join(_transcript(held, compiled, script, day)))
    return DONE


def _plan(given: str, mode: Mode, settings: Settings) -> Plan:
    try:
        return plan(fit_instrument(given, settings).fit(), mode)
    except ValueError as error:  # the mode is not among the instrument's
        raise Refused(str(error)) from None


def _script(given: str) -> Script:
    if given == "-":
        return read_script(sys.stdin.buffer.read(LARGEST_SCRIPT + 1), "standard input")
    path = Path(given)
    try:
        with path.open("rb") as file:
            return read_script(file.read(LARGEST_SCRIPT + 1), given)
    except (FileNotFoundError, IsADirectoryError):
        raise Refused(
            f"There is no file {given}. Give a file of answers after --answers, or - for standard input."
        ) from None


def _plain(held: ScriptedInterview, compiled: Plan) -> dict[str, object]:
    return {
        "instrument": compiled.instrument.name,
        "version": compiled.instrument.version,
        "mode": compiled.mode.value,
        "route": list(held.route),
        "answers": nested(held.interview, _plain_answers(held.interview.answers())),
        "off_route": _plain_answers(held.interview.off_route()),
        "unused": dict(held.unused),
        "edits": [
            {"name": edit.name, "kind": edit.kind, "message": edit.message, "fields": list(edit.fields)}
            for edit in held.edits
        ],
        "next": held.next,
        "status": "completed" if held.completed else "in_progress",
    }


def _plain_answers(answers: dict[str, Answer]) -> dict[str, int | float | str | list[int]]:
    return {field: to_plain(answer) for field, answer in answers.items()}


def _transcript(held: ScriptedInterview, compiled: Plan, script: Script, day: date) -> Iterator[str]:
    instrument, told = compiled.instrument, held.interview
    yield f"{instrument.title[0]} ({instrument.name} {instrument.version}), {compiled.mode.value}, {day.isoformat()}"
    for name, fact in told.facts.items():
        yield f"Known before: {name} = {to_plain(fact)}"
    for number, field in enumerate(held.route, 1):
        prompt = told.prompt_of(field)
        yield ""
        yield f"{number:3}. {prompt.label} ({field})"
        yield from (f"     {line}" for line in plain(prompt.text).splitlines())
        yield from (f"     {line}" for line in plain(prompt.item).splitlines())
        yield f"     > {told.said(field) or ('(waiting)' if field == told.waiting else '(shown)')}"
    yield ""
    for edit in held.edits:
        yield f"{edit.kind.capitalize()} {edit.name}: {edit.message} ({', '.join(edit.fields)})"
    for field, answer in told.off_route().items():
        yield f"Off the route, kept and unseen: {field} = {to_plain(answer)}"
    for field, value in held.unused.items():
        yield f"Never reached: {field} = {json.dumps(value, ensure_ascii=False)}"
    yield _ending(held, script)


def _ending(held: ScriptedInterview, script: Script) -> str:
    if held.next is None:
        return "Completed."
    if any(edit.hard and held.next in edit.fields for edit in held.edits):
        return f"Stopped at {held.next}: a check fails there."
    return f"Waiting at {held.next}: {script.name} has no value for it."
