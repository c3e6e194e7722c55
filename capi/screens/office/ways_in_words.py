"""Ways in words: how an answer was given, where that was not to an interviewer in the mode of the case."""

from collections.abc import Sequence

from capi.screens.language import said
from capi.screens.names import MODE_NAMES
from capi.sync.office_messages import FieldAnswer
from capi.wording import Wording

_ALONE = Wording("Way", "{mode}, by the respondent alone")
_NAMES = {mode.value: words for mode, words in MODE_NAMES.items()}


def mode_said(mode: str) -> str:
    """Empty for one that this window does not know."""
    return said(_NAMES[mode]) if mode in _NAMES else ""


def way_said(answer: FieldAnswer, own: str) -> str:
    """Empty where it was given as those of the case usually are, and where there is none; `own` is the mode of the case."""
    mode = mode_said(answer.mode)
    if not mode or (answer.mode == own and not answer.alone):
        return ""
    return said(_ALONE.filled(mode=mode)) if answer.alone else mode


def one_way(answers: Sequence[FieldAnswer], own: str) -> str:
    """How all of them were given, where it was the same way: then it is said once, and not at each."""
    ways = {way_said(answer, own) for answer in answers if answer.mode}
    return ways.pop() if len(ways) == 1 else ""
