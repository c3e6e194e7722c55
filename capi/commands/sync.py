"""`capi sync`: one sync round with the hub, and in words what is safe, what waits and whose action is needed."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

from capi.commands.ending import DONE, REFUSED, WORLD_FAILED, Refused, WorldFailed, tell
from capi.commands.opening import opened
from capi.laptop import holder
from capi.settings import Settings
from capi.sitting import system_clock
from capi.sync.course import Step
from capi.sync.errors import DeviceRefused, NotEnrolled, RoundUnderWay, SyncError
from capi.sync.round_report import CaseReport, RoundReport, Standing, Whose
from capi.sync.sync_round import sync_round


def sync(source: Path | None, settings: Settings, *, passphrase_file: Path | None = None, as_json: bool = False) -> int:
    """0 where all that can be done is done and nobody has to do anything; 1 where something needs a person; 3 where the round
    was cut off and is to be tried again. Raises Refused and WorldFailed."""
    clock = system_clock()
    if source is None and not settings.case_file.exists():
        raise Refused(
            f"This laptop has no case file yet (it would be {settings.case_file}), and works for no hub. Enrol it first: capi enrol"
        )
    here = holder(settings.data, "capi sync", clock().utc)
    with opened(source or settings.case_file, passphrase_file, here) as case_file:
        try:
            report = sync_round(case_file, clock, _Told() if sys.stderr.isatty() else _silent)
        except RoundUnderWay as error:
            raise WorldFailed(str(error)) from error
        except NotEnrolled as error:
            raise Refused(f"{error} Enrol with: capi enrol") from error
        except SyncError as error:
            raise Refused(str(error)) from error
    if as_json:
        print(json.dumps(_plain(report), ensure_ascii=False, indent=2))
    else:
        print("\n".join(_lines(report)))
    return _code(report)


class _Told:
    """Says each stage once, to the person before the terminal."""

    def __init__(self) -> None:
        self._last = ""

    def __call__(self, step: Step) -> None:
        words = str(step.wording)
        if words != self._last:
            self._last = words
            tell(words)


def _silent(_step: Step) -> None:
    """Nothing but the result, where nobody watches."""


def _code(report: RoundReport) -> int:
    if not report.finished:
        return REFUSED if report.failed == DeviceRefused.__name__ else WORLD_FAILED
    needs = report.turn_of(Whose.OFFICE) or report.turn_of(Whose.INTERVIEWER) or report.undone or report.unlisted
    return REFUSED if needs else DONE


def _lines(report: RoundReport) -> Iterator[str]:
    yield from (str(sentence) for sentence in report.sentences)
    yield from (f"  {case.reference}: {_stands(case)}" for case in report.cases if case.standing is not Standing.SAFE)


_WORDS = {
    Standing.SAFE: "safe at the hub",
    Standing.RECEIVED: "sent, and not compared with the hub yet",
    Standing.WAITING: "not all of it is at the hub yet",
    Standing.APART: "at the hub, kept apart until your office decides",
    Standing.DIFFERS: "not the same at the hub as here",
    Standing.REFUSED: "not taken by the hub",
}


def _stands(case: CaseReport) -> str:
    if not case.waiting:
        return _WORDS[case.standing]
    entries = "1 entry" if case.waiting == 1 else f"{case.waiting:,} entries"
    return f"{_WORDS[case.standing]}, {entries} to be sent"


def _plain(report: RoundReport) -> dict[str, object]:
    """The sentences, and what they are made of."""
    sentences = [str(sentence) for sentence in report.sentences]
    return {"all_safe": report.all_safe, "sentences": sentences, "report": msgspec.to_builtins(report)}
