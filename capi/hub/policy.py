"""Who may do what at the hub: one table of roles and actions. What is not in it is not allowed.

    require(principal, Action.SEE_CASES)

What a laptop does at the hub it does by its own tokens, and nothing else; the office signs in. So a laptop in wrong hands
never has more than its own cases, whatever the role of its account. On the hub's own machine a command acts by the role
that its work needs.
"""

import enum
from collections.abc import Mapping

from capi.hub.errors import NotAllowed
from capi.hub.hub import Principal
from capi.sync.messages import Role


class Action(enum.Enum):
    """One kind of request. The first six are an enrolled laptop's, on its own account's cases alone; the rest the office's."""

    SEND = "send"
    """Batches. Also from a laptop that was replaced: what is on it must not be lost."""
    TALLY = "tally"
    """What of this laptop is safe at the hub. Also one that was replaced."""
    FETCH = "fetch"
    """Orders and the instruments they need."""
    RELEASE = "release"
    GO_ON = "go_on"
    """With what a respondent has begun online, because she agrees."""
    CALL = "call"
    """The next case of the telephone queue."""

    SIGN_IN = "sign_in"
    SEE_PROGRESS = "see_progress"
    SEE_CASES = "see_cases"
    """References and where the cases stand, without names, addresses or answers."""
    SEE_ANSWERS = "see_answers"
    SEE_CONTACTS = "see_contacts"
    ASSIGN = "assign"
    RECALL = "recall"
    RETURN = "return"
    ACCEPT = "accept"
    APPOINT = "appoint"
    SET_OUTCOME = "set_outcome"
    """The office's own word on what came of a case."""
    INVITE = "invite"
    """Access codes by which respondents answer online: given, in letters too, and taken back."""
    SEE_QUARANTINE = "see_quarantine"
    DECIDE_QUARANTINE = "decide_quarantine"
    SEE_ACCOUNTS = "see_accounts"
    CHANGE_ACCOUNTS = "change_accounts"
    MAKE_CODES = "make_codes"
    """One-time codes with which a laptop is enrolled."""
    SEE_DEVICES = "see_devices"
    """Laptops, what they hold, and which questions were answered on them; never the answers."""
    END_DEVICES = "end_devices"
    SEE_INSTRUMENTS = "see_instruments"
    ADD_INSTRUMENTS = "add_instruments"
    SEE_FRAMES = "see_frames"
    ADD_FRAMES = "add_frames"
    """An outcome frame is added, and taken for the fieldwork from then on."""
    SEE_SAMPLES = "see_samples"
    ADD_SAMPLES = "add_samples"
    SEE_AUDIT = "see_audit"
    SEE_CODING = "see_coding"
    """How far the coding is, how well coders agree, and the history of a case's codes."""
    CODE = "code"
    """Jobs are coded, by a person."""
    DIRECT_CODING = "direct_coding"
    """The threshold of automatic coding, the share of double coding, and to run it."""
    MAKE_OUTPUTS = "make_outputs"
    """Tables and exports out of all that is at the hub."""


_SYNC = frozenset({Action.SEND, Action.TALLY, Action.FETCH, Action.RELEASE, Action.GO_ON})
OWN_SYNC = _SYNC | {Action.CALL}
"""Only from an enrolled laptop, with its tokens."""

_FROM_A_REPLACED_LAPTOP = frozenset({Action.SEND, Action.TALLY})

TABLE: Mapping[Role, frozenset[Action]] = {
    Role.INTERVIEWER: _SYNC,
    Role.TELEPHONE_INTERVIEWER: OWN_SYNC,
    Role.CODER: frozenset(
        {Action.SIGN_IN, Action.SEE_CASES, Action.SEE_ANSWERS, Action.SEE_CODING, Action.CODE},
    ),
    Role.SUPERVISOR: frozenset(
        {
            Action.SIGN_IN,
            Action.SEE_PROGRESS,
            Action.SEE_CASES,
            Action.SEE_ANSWERS,
            Action.SEE_CONTACTS,
            Action.ASSIGN,
            Action.RECALL,
            Action.RETURN,
            Action.ACCEPT,
            Action.APPOINT,
            Action.SET_OUTCOME,
            Action.INVITE,
            Action.SEE_FRAMES,
            Action.SEE_SAMPLES,
            Action.SEE_QUARANTINE,
            Action.DECIDE_QUARANTINE,
            Action.SEE_ACCOUNTS,
            Action.MAKE_CODES,
            Action.SEE_DEVICES,
            Action.END_DEVICES,
            Action.SEE_CODING,
            Action.CODE,
            Action.DIRECT_CODING,
            Action.MAKE_OUTPUTS,
        }
    ),
    Role.ADMINISTRATOR: frozenset(
        {
            Action.SIGN_IN,
            Action.SEE_ACCOUNTS,
            Action.CHANGE_ACCOUNTS,
            Action.MAKE_CODES,
            Action.SEE_DEVICES,
            Action.END_DEVICES,
            Action.SEE_INSTRUMENTS,
            Action.ADD_INSTRUMENTS,
            Action.SEE_FRAMES,
            Action.ADD_FRAMES,
            Action.SEE_SAMPLES,
            Action.ADD_SAMPLES,
            Action.SEE_AUDIT,
        }
    ),
}


def allowed(role: Role, action: Action) -> bool:
    return action in TABLE[role]


def works_on_a_laptop(role: Role) -> bool:
    """Whether accounts of this role have laptops enrolled."""
    return allowed(role, Action.SEND)


def require(principal: Principal, action: Action) -> None:
    """Raises NotAllowed unless the principal may do this: by its role, and from where it asks."""
    if not allowed(principal.role, action):
        raise NotAllowed(
            "not_allowed", f"{_a(principal.role)} does not do that at the hub. Ask somebody whose work it is."
        )
    if (action in OWN_SYNC) is not (principal.device_key is not None):
        raise NotAllowed(
            "not_allowed",
            "Only an enrolled laptop does that."
            if action in OWN_SYNC
            else "A laptop does not do that. Sign in at the hub with name and password.",
        )
    if not principal.device_active and action not in _FROM_A_REPLACED_LAPTOP:
        raise NotAllowed(
            "not_allowed",
            "This laptop was replaced by another one. It may still send what is on it, and gets nothing new.",
            where="device",
        )


def _a(role: Role) -> str:
    name = role.value.replace("_", " ")
    return f"{'An' if name[0] in 'aeiou' else 'A'} {name}"
