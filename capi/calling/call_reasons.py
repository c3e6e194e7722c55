"""Why a case is called now, later or never: every rule of the telephone queue has its reason here. CALLING.md explains each."""

import enum


class Rank(enum.IntEnum):
    """In this order cases are delivered."""

    OPEN = 1
    HARD = 2
    SOFT = 3
    CALL_BACK = 4
    FRESH = 5


class Reason(enum.Enum):
    """In the order in which the rules are asked: the first one that says no is the one that is told."""

    # Nobody calls.
    DO_NOT_CALL = "do_not_call"
    RECALLED = "recalled"
    ONLINE = "online"
    COMPLETED = "completed"
    STOPPED = "stopped"
    CLOSED = "closed"
    OUTCOME_UNKNOWN = "outcome_unknown"
    NEVER_AGAIN = "never_again"
    ENDED = "ended"
    # Somebody has it.
    OPEN_HERE = "open_here"
    OPEN_ELSEWHERE = "open_elsewhere"
    # This one does not call.
    MAY_NOT_PICK = "may_not_pick"
    RESERVED = "reserved"
    LANGUAGE = "language"
    SKILLS = "skills"
    # An appointment stands.
    KEPT_FOR_OWNER = "kept_for_owner"
    OTHER_MEDIUM = "other_medium"
    HARD_AHEAD = "hard_ahead"
    SOFT_AHEAD = "soft_ahead"
    HARD = "hard"
    HARD_MISSED = "hard_missed"
    SOFT = "soft"
    SOFT_MISSED = "soft_missed"
    # None does, or none that binds any more.
    MOST_ATTEMPTS = "most_attempts"
    NO_HOURS = "no_hours"
    WAITING = "waiting"
    DAY_FULL = "day_full"
    OTHER_SLOT = "other_slot"
    OUTSIDE_HOURS = "outside_hours"
    PICKED = "picked"
    APPOINTMENT_OVER = "appointment_over"
    AGAIN = "again"
    RETURNED = "returned"
    BEGUN = "begun"
    FRESH = "fresh"


class Note(enum.Enum):
    """What else the interviewer is told of a case that is called, or will be."""

    DO_NOT_RING_YET = "do_not_ring_yet"
    ZONE_UNKNOWN = "zone_unknown"
    OTHER_CLOCK = "other_clock"
    LANGUAGE = "language"
    PROXY = "proxy"
