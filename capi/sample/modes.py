"""The mode of a case, in the words that offices use."""

from collections.abc import Sequence

from capi.instrument.model import Mode
from capi.sample.columns import bare
from capi.sample.flaws import Flaw, Unfit

WORDS = {
    Mode.FACE_TO_FACE: ("face to face", "capi", "f2f", "ftf", "face", "in person"),
    Mode.TELEPHONE: ("telephone", "cati", "phone", "tel"),
    Mode.SELF_COMPLETION: ("self completion", "casi", "self"),
}
"""Capitals, spaces, hyphens and underscores make no difference."""

_BY_WORD = {bare(word): mode for mode, words in WORDS.items() for word in words}


def mode_meant(text: str, offered: Sequence[Mode], instrument: str) -> Mode:
    """Raises Unfit for words that are no mode, and for a mode that the instrument is not made for."""
    mode = _BY_WORD.get(bare(text))
    if mode is None:
        raise Unfit(Flaw.MODE_UNKNOWN, modes=in_words(offered))
    if mode not in offered:
        raise Unfit(Flaw.MODE_NOT_OFFERED, instrument=instrument, modes=in_words(offered))
    return mode


def in_words(offered: Sequence[Mode]) -> str:
    """The first word for each.

    >>> in_words([Mode.TELEPHONE, Mode.FACE_TO_FACE])
    'telephone or face to face'
    """
    return " or ".join(WORDS[mode][0] for mode in offered)
