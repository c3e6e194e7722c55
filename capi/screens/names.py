"""Names: what modes, statuses, ways of stopping and missing states are called in the window."""

from capi.engine.answers import STATE_WORDS
from capi.engine.interview import Interview
from capi.fieldwork.case import Status, StopReason
from capi.instrument.address import parted
from capi.instrument.model import Information, Missing, Mode
from capi.screens.language import said
from capi.wording import Wording

MODE_NAMES = {
    Mode.SELF_COMPLETION: Wording("Mode", "Self-completion"),
    Mode.FACE_TO_FACE: Wording("Mode", "Face to face"),
    Mode.TELEPHONE: Wording("Mode", "Telephone"),
}
STATUS_NAMES = {
    Status.NOT_STARTED: Wording("Status", "Not started"),
    Status.IN_PROGRESS: Wording("Status", "In progress"),
    Status.STOPPED: Wording("Status", "Stopped"),
    Status.COMPLETED: Wording("Status", "Complete"),
}
STOPPED_NAMES = {
    StopReason.REFUSED: Wording("Status", "Stopped: refused"),
    StopReason.UNABLE: Wording("Status", "Stopped: unable"),
    StopReason.OTHER: Wording("Status", "Stopped: other reason"),
}
"""The status of a case that was stopped for good, with the reason."""

STATE_NAMES = {
    Missing.DONT_KNOW: Wording("Missing", "Don’t know"),
    Missing.REFUSED: Wording("Missing", "Prefer not to say"),
    Missing.NOT_APPLICABLE: Wording("Missing", "Not applicable"),
}
"""Where the mode prints no words of its own for the state."""


def answer_said(interview: Interview, field: str) -> str:
    """The answer in sight in a few words: the instrument's, but for a missing state that has none there."""
    answer, words = interview.answer_to(field), interview.said(field)
    return said(STATE_NAMES[answer]) if isinstance(answer, Missing) and words == STATE_WORDS[answer] else words


def questions_answered(interview: Interview) -> int:
    """How many questions have an answer in sight; what is only read out or computed is none."""
    where = interview.plan.where
    places = (where[parted(field)[0]] for field in interview.reached() if interview.answer_to(field) is not None)
    asked = (page.questions[at] for page, at in places)
    return sum(question is not None and not isinstance(question.type, Information) for question in asked)
