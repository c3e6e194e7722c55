"""The keys of the coder's page: those with a button, and all of them as the help tells them."""

from dataclasses import dataclass

from PySide6.QtCore import Qt

from capi.wording import Wording


@dataclass(frozen=True, slots=True)
class PageKey:
    """A key of the page and what it does; `directs`: only for who directs the coding."""

    key: Qt.Key
    printed: str
    words: Wording
    directs: bool = False


SKIP = PageKey(Qt.Key.Key_F4, "F4", Wording("Coding", "Skip"))
BACK = PageKey(Qt.Key.Key_PageUp, "PgUp", Wording("Coding", "Just coded"))
HELP = PageKey(Qt.Key.Key_F1, "F1", Wording("Coding", "Help"))
AUTOMATIC = PageKey(Qt.Key.Key_F7, "F7", Wording("Coding", "Without a person"), directs=True)
AGREEMENT = PageKey(Qt.Key.Key_F8, "F8", Wording("Coding", "Agreement"), directs=True)
SETTINGS = PageKey(Qt.Key.Key_F9, "F9", Wording("Coding", "Settings"), directs=True)
PAGE_KEYS = (SKIP, BACK, HELP, AUTOMATIC, AGREEMENT, SETTINGS)

KEYS: tuple[tuple[tuple[str, ...], Wording], ...] = (
    (("1", "…", "9"), Wording("Coding", "Take the suggestion with this number")),
    (("0",), Wording("Coding", "Nothing fits: what was said cannot be coded")),
    (("↑", "↓", "Enter"), Wording("Coding", "Go along the suggestions, and take the one marked")),
    (("A", "…", "Z"), Wording("Coding", "Look up other words; Enter takes what is found first, ↓ goes to the list")),
    (("=",), Wording("Coding", "Type a code; of a coarser group where no more was said")),
    (("Esc",), Wording("Coding", "Back from what was looked up to the suggestions")),
    (("←", "→", "Tab"), Wording("Coding", "To the other classification, and to what keeps the codes")),
    (("Del",), Wording("Coding", "Take the code back")),
    (("Enter",), Wording("Coding", "When each has its code: keep them, and bring the next job")),
    (("F4",), Wording("Coding", "Skip this job; it comes back to somebody after a quarter of an hour")),
    (("PgUp",), Wording("Coding", "The job just coded: its codes, and to code it anew")),
)
