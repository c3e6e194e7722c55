"""`capi hub code`: the access code of one case: a new one, or taking it back; else what is known of it."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from capi.commands.ending import DONE
from capi.commands.hub_opening import SUPERVISOR, opened_hub
from capi.commands.listing import print_json, print_list
from capi.hub.office.case_detail import case_detail
from capi.hub.online.good_until import end_of_day, in_words, last_day
from capi.hub.online.reissuing import case_named, reissue, revoke
from capi.settings import Settings
from capi.sync.office_messages import CaseDetail


@dataclass(frozen=True, slots=True)
class CodeCommand:
    """The case by its reference or id."""

    case: str
    new: bool = False
    taken_back: bool = False
    until: date | None = None
    as_json: bool = False


def access_code_of(folder: Path | None, settings: Settings, order: CodeCommand) -> int:
    """Raises Refused and WorldFailed."""
    with opened_hub(folder, settings) as hub:
        case_id = case_named(hub, order.case)
        if order.new:
            given = reissue(hub, SUPERVISOR, case_id, None if order.until is None else end_of_day(order.until))
            if order.as_json:
                print_json(given)
                return DONE
            print(given.code)
            where = f" at {given.address}" if given.address else ""
            print(f"Good{where} until the end of {in_words(last_day(given.expires))}, and shown only now.")
            if given.serial > 1:
                print("Those before it are no good any more, in letters either.")
            return DONE
        if order.taken_back:
            revoke(hub, SUPERVISOR, case_id)
            print(f"{order.case} has no access code any more. What was answered stays.")
            return DONE
        detail = case_detail(hub, SUPERVISOR, case_id)
    _show(detail, as_json=order.as_json)
    return DONE


def _show(detail: CaseDetail, *, as_json: bool) -> None:
    told = detail.invitation
    if as_json:
        print_json({"reference": detail.line.reference, "online": detail.line.online, "invitation": told})
        return
    if told is None:
        print(f"{detail.line.reference} was never given an access code. To give one: capi hub code CASE --reissue")
        return
    print_list(
        (
            "code",
            "given",
            "by",
            "good until",
            "taken back",
            "letters",
            "last letter",
            "first used",
            "online since",
            "last there",
        ),
        [
            (
                told.serial,
                told.made,
                told.made_by,
                last_day(told.expires).isoformat(),
                told.revoked,
                told.letters,
                told.last_letter,
                told.entered,
                detail.line.online,
                told.seen,
            )
        ],
    )
