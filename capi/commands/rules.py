"""`capi rules`: what stands in the way of completing the cases of a case file, read and set by the office."""

import json
import os
import socket
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from capi.commands.ending import DONE, Refused
from capi.commands.opening import opened
from capi.fieldwork.completion import CompletionRules, Level
from capi.instrument.faults import nearest
from capi.store.case_file import CaseFile
from capi.store.hold import Holder

SHARE = "nonresponse_above"
USUAL = "usual"
"""For an edit: that of its kind again."""

_LEVELS = [level.value for level in Level]
_RULES = ["unanswered", "checks", "signals", "nonresponse"]


def rules(
    source: Path, settings: Sequence[str], edits: Sequence[str], passphrase_file: Path | None, *, as_json: bool
) -> int:
    """Sets what is given, and prints the rules as they are then. Raises Refused and WorldFailed."""
    here = Holder("capi rules", "rules", socket.gethostname(), os.getpid(), datetime.now(UTC))
    with opened(source, passphrase_file, here) as case_file:
        kept = case_file.completion_rules()
        wanted = _with_edits(_with_settings(kept, settings), edits, case_file)
        if wanted != kept:
            case_file.set_completion_rules(wanted)
    if as_json:
        print(json.dumps(_plain(wanted), ensure_ascii=False, indent=2))
    else:
        print("\n".join(_lines(wanted)))
    return DONE


def _with_settings(kept: CompletionRules, settings: Iterable[str]) -> CompletionRules:
    for setting in settings:
        name, value = _parted("--set", setting)
        if name == SHARE:
            kept = msgspec.structs.replace(kept, nonresponse_above=_share(value))
        elif name in _RULES:
            kept = msgspec.structs.replace(kept, **{name: _level("--set", name, value)})
        else:
            raise Refused(f"--set: {name!r} is no rule. {nearest(name, (*_RULES, SHARE))}")
    return kept


def _with_edits(kept: CompletionRules, settings: Iterable[str], case_file: CaseFile) -> CompletionRules:
    levels = dict(kept.edits)
    for setting in settings:
        name, value = _parted("--edit", setting)
        if value == USUAL:
            levels.pop(name, None)
            continue
        known = _edits(case_file)
        if known and name not in known:
            raise Refused(f"--edit: no instrument in this case file has an edit {name!r}. {nearest(name, known)}")
        levels[name] = _level("--edit", name, value, USUAL)
    return msgspec.structs.replace(kept, edits=dict(sorted(levels.items())))


def _edits(case_file: CaseFile) -> list[str]:
    """The edits of all instruments that cases are held to."""
    held = dict.fromkeys(summary.case.sha256 for summary in case_file.cases())
    return [edit.name for sha256 in held for edit in case_file.snapshot(sha256).instrument().edits]


def _parted(option: str, setting: str) -> tuple[str, str]:
    name, equals, value = setting.partition("=")
    if not equals:
        raise Refused(f"{option}: {setting!r} sets nothing. Write {option} checks=warn, for example.")
    return name.strip(), value.strip()


def _level(option: str, name: str, value: str, *more: str) -> Level:
    if value not in _LEVELS:
        raise Refused(f"{option}: {name} cannot be {value!r}. It can be {', '.join((*_LEVELS, *more))}.")
    return Level(value)


def _share(value: str) -> int:
    if not (value.isascii() and value.isdigit() and int(value) <= 100):
        raise Refused(f"--set: {SHARE} is a share in per cent, from 0 to 100, not {value!r}.")
    return int(value)


def _plain(kept: CompletionRules) -> dict[str, object]:
    levels: dict[str, object] = {name: getattr(kept, name).value for name in _RULES}
    edits = {name: level.value for name, level in kept.edits.items()}
    return {**levels, SHARE: kept.nonresponse_above, "edits": edits}


def _lines(kept: CompletionRules) -> Iterator[str]:
    meanings = {
        "unanswered": "questions without an answer",
        "checks": "checks that fail",
        "signals": "signals that fail and are not suppressed",
        "nonresponse": f"don’t know and refused at more than {kept.nonresponse_above} % of the questions",
    }
    for name, meaning in meanings.items():
        yield f"{name:<12} {getattr(kept, name).value:<7} {meaning}"
    for name, level in kept.edits.items():
        yield f"edit {name}: {level.value}"
