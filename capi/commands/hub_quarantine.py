"""`capi hub quarantine`: what laptops sent and the hub would not apply, in words, and the office's decisions on it."""

from pathlib import Path

from capi.commands.ending import DONE
from capi.commands.hub_opening import SUPERVISOR, opened_hub
from capi.commands.listing import print_json, print_list
from capi.hub.office.quarantine import decide, quarantine_detail, quarantined
from capi.settings import Settings
from capi.sync.messages import Reason
from capi.sync.office_messages import Deciding, Decision, FieldDifference, QuarantineLine

_WHY = {
    Reason.NOT_HOLDER: "sent by somebody who had given the case up, or had it taken away",
    Reason.REPLACED_DEVICE: "sent by a laptop that was replaced, or holds another laptop's work",
    Reason.FORK: "two courses of one case, as after a copy of the laptop's disk",
    Reason.MALFORMED: "cannot be read as entries of a case",
    Reason.UNKNOWN_INSTRUMENT: "made with an instrument that this hub does not have",
    Reason.UNKNOWN_CASE: "of a case that this hub does not know",
    Reason.REFERENCE_TAKEN: "another case has this reference already",
    Reason.AFTER_QUARANTINE: "follows on something that waits here",
}
_DECIDED = {
    Decision.APPLY: "applied",
    Decision.KEEP_APART: "kept apart",
    Decision.GIVE_BACK: "given back",
}
_DONE = {
    Decision.APPLY: "its entries are in the journal now",
    Decision.KEEP_APART: "its entries stay apart from the journal, and are kept",
    Decision.GIVE_BACK: "the case goes back to {user}, and its entries stay apart from the journal",
}


def list_quarantine(folder: Path | None, settings: Settings, *, everything: bool, as_json: bool) -> int:
    with opened_hub(folder, settings) as hub:
        found = quarantined(hub, SUPERVISOR, not everything)
    if as_json:
        print_json(found)
        return DONE
    if not found:
        print("Nothing was ever set apart." if everything else "Nothing waits for a decision.")
        return DONE
    decided = ("decision", "note") if everything else ()
    print_list(
        ("id", "case", "account", "why", "entries", "received", *decided),
        [
            (
                each.id,
                each.reference or each.case,
                each.user,
                _WHY[each.reason],
                f"{each.first}-{each.last}",
                each.received,
                *_decision(each)[: len(decided)],
            )
            for each in found
        ],
    )
    return DONE


def show_quarantine(folder: Path | None, settings: Settings, line: str, *, as_json: bool) -> int:
    with opened_hub(folder, settings) as hub:
        found = quarantine_detail(hub, SUPERVISOR, line)
    if as_json:
        print_json(found)
        return DONE
    its = found.line
    print(f"{its.reference or its.case}, from the laptop of {its.user}: {_WHY[its.reason]}. {its.detail}".rstrip())
    if its.decision:
        print(f"Decided on: {' - '.join(each for each in _decision(its) if each)}")
    print(f"Entries {its.first} to {its.last}, received {its.received:%Y-%m-%d %H:%M} UTC:")
    for entry in found.entries:
        print(f"  {entry}")
    if not found.readable:
        print("They cannot be replayed, so what differs cannot be shown.")
    elif found.differences:
        print_list(
            ("question", "in the journal", "in these entries"),
            [_difference(each) for each in found.differences],
        )
    else:
        print("No answer differs from the journal.")
    return DONE


def decide_quarantine(folder: Path | None, settings: Settings, line: str, *, decision: str, note: str) -> int:
    with opened_hub(folder, settings) as hub:
        done = decide(hub, SUPERVISOR, line, Deciding(decision=Decision(decision), note=note))
    print(f"{done.reference or done.case}: {_DONE[Decision(decision)].format(user=done.user)}")
    return DONE


def _decision(line: QuarantineLine) -> tuple[str, str]:
    """What was decided and by whom, and the note."""
    if line.decision is None:
        return "waits", ""
    return f"{_DECIDED[line.decision]} by {line.decided_by}", line.note


def _difference(found: FieldDifference) -> tuple[str, str, str]:
    """Statuses, which are no field's, in words too."""
    if not found.field:
        return found.label, found.journal.replace("_", " "), found.part.replace("_", " ")
    return (
        found.label or found.field,
        f"{found.journal} ({found.journal_how})" if found.journal_how else found.journal,
        f"{found.part} ({found.part_how})" if found.part_how else found.part,
    )
