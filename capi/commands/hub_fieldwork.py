"""`capi hub fieldwork`: what has come of calls and cases, in numbers: outcomes, rates with their formulas, callers."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from capi.commands.ending import DONE
from capi.commands.hub_opening import SUPERVISOR, opened_hub
from capi.commands.listing import print_json
from capi.hub.office.fieldwork import CountedCases, fieldwork
from capi.hub.people.texts import counted
from capi.settings import Settings
from capi.sync.calling_messages import CallerLine, Fieldwork

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_OF_CALLERS = ("calls", "today", "contacts", "interviews", "completed", "refused")


def fieldwork_in_numbers(folder: Path | None, settings: Settings, wanted: CountedCases, *, as_json: bool) -> int:
    """Raises Refused and WorldFailed."""
    with opened_hub(folder, settings) as hub:
        found = fieldwork(hub, SUPERVISOR, wanted)
    if as_json:
        print_json(msgspec.to_builtins(found))
        return DONE
    for line in _lines(found):
        print(line)
    return DONE


def _lines(found: Fieldwork) -> Iterator[str]:
    yield f"{counted(found.cases, 'case')}, {found.time:%Y-%m-%d %H:%M} UTC, by the outcome frame {found.frame}"
    yield from _outcomes(found)
    yield ""
    yield from (f"{rate.words}  {rate.formula}" for rate in found.rates)
    share = next((rate.e for rate in found.rates if rate.e is not None), None)
    if share is not None:
        yield f"e = {share}, estimated from the cases that are known to be eligible or not."
    yield ""
    yield from _calls(found)
    yield (
        f"{counted(found.appointments, 'appointment')}, {found.missed:,} missed; telephone queue: "
        f"{counted(found.in_queue, 'case')} waiting, {found.delivered:,} delivered"
    )
    yield from _callers(found.callers)


def _outcomes(found: Fieldwork) -> Iterator[str]:
    for each in found.outcomes:
        share = 100 * each.cases / found.cases
        yield f"{each.cases:>9,}  {share:>5.1f} %  {f'{each.code}  {each.label}' if each.code else 'no outcome yet'}"


def _calls(found: Fieldwork) -> Iterator[str]:
    for each in found.results:
        yield f"{each.calls:>9,}  {each.medium}: {each.label}"
    if found.slots:
        yield f"Calls, and those that reached somebody, by day and hour ({found.zone}):"
    for day, name in enumerate(_DAYS, start=1):
        hours = [f"{each.hour:02}h {each.calls:,}/{each.contacts:,}" for each in found.slots if each.day == day]
        if hours:
            yield f"  {name}  {'  '.join(hours)}"
    called = [each for each in found.attempts if each.cases]
    if called:
        most = found.attempts[-1].attempts
        numbers = (f"{each.attempts}{'+' if each.attempts == most else ''}: {each.cases:,}" for each in called)
        yield f"Cases by call attempts: {', '.join(numbers)}"


def _callers(callers: Sequence[CallerLine]) -> Iterator[str]:
    if not callers:
        return
    width = max(len("interviewer"), *(len(each.name) for each in callers))
    yield f"{'interviewer':<{width}}  " + "  ".join(f"{name:>10}" for name in _OF_CALLERS)
    for each in callers:
        yield f"{each.name:<{width}}  " + "  ".join(f"{getattr(each, name):>10,}" for name in _OF_CALLERS)
