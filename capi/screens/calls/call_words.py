"""What media and results are called in the window."""

from capi.fieldwork.calls import Medium
from capi.wording import Wording

MEDIUM_NAMES = {
    Medium.VISIT: Wording("Medium", "Visit"),
    Medium.TELEPHONE: Wording("Medium", "Telephone"),
    Medium.LETTER: Wording("Medium", "Letter"),
    Medium.EMAIL: Wording("Medium", "E-mail"),
    Medium.WEB: Wording("Medium", "Web"),
}


def lasted(seconds: int) -> str:
    """`1:05` minutes and seconds; empty where nobody timed it."""
    return f"{seconds // 60}:{seconds % 60:02}" if seconds else ""
