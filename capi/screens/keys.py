"""The keys: what each does in an interview, in one table from which the key bar and the help are made."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from capi.wording import Wording

Action: TypeAlias = Literal[
    "back", "next", "showcard", "help", "contact", "remark", "go_to", "rows", "language", "hand_over", "ask_again", "waiting",
    "dont_know", "refused", "clear", "stop", "larger", "smaller", "usual_size", "theme", "read_next", "up", "down",
]  # fmt: skip

QUIET_MS = 350
"""No key is taken on a new page before the keyboard has been quiet for this long."""

_CTRL = Qt.KeyboardModifier.ControlModifier
_NONE = Qt.KeyboardModifier.NoModifier


@dataclass(frozen=True, slots=True)
class Key:
    """A key as printed in English, and the words for what it does."""

    action: Action
    printed: str
    words: Wording
    combinations: tuple[tuple[Qt.KeyboardModifier, Qt.Key], ...]


KEYS: tuple[Key, ...] = (
    Key("back", "PgUp", Wording("Actions", "Back"), ((_NONE, Qt.Key.Key_PageUp),)),
    Key(
        "next",
        "Enter",
        Wording("Actions", "Next"),
        ((_NONE, Qt.Key.Key_Return), (_NONE, Qt.Key.Key_Enter), (_NONE, Qt.Key.Key_PageDown)),
    ),
    Key("showcard", "F2", Wording("Actions", "Showcard"), ((_NONE, Qt.Key.Key_F2),)),
    Key("help", "F1", Wording("Actions", "Help"), ((_NONE, Qt.Key.Key_F1),)),
    Key("contact", "F3", Wording("Actions", "Contact"), ((_NONE, Qt.Key.Key_F3),)),
    Key("remark", "Ctrl+M", Wording("Actions", "Remark"), ((_CTRL, Qt.Key.Key_M),)),
    Key("go_to", "Ctrl+G", Wording("Actions", "Go to"), ((_CTRL, Qt.Key.Key_G),)),
    Key("rows", "Ctrl+L", Wording("Actions", "Rows"), ((_CTRL, Qt.Key.Key_L),)),
    Key("language", "F6", Wording("Actions", "Language"), ((_NONE, Qt.Key.Key_F6),)),
    Key("hand_over", "Ctrl+H", Wording("Actions", "Hand over"), ((_CTRL, Qt.Key.Key_H),)),
    Key("ask_again", "F4", Wording("Actions", "Ask again"), ((_NONE, Qt.Key.Key_F4),)),
    Key("waiting", "End", Wording("Actions", "First unanswered"), ((_NONE, Qt.Key.Key_End),)),
    Key("dont_know", "Ctrl+K", Wording("Actions", "Don’t know"), ((_CTRL, Qt.Key.Key_K),)),
    Key("refused", "Ctrl+R", Wording("Actions", "Prefer not to say"), ((_CTRL, Qt.Key.Key_R),)),
    Key("clear", "Ctrl+Del", Wording("Actions", "Take the answer back"), ((_CTRL, Qt.Key.Key_Delete),)),
    Key("up", "↑", Wording("Actions", "Category above"), ((_NONE, Qt.Key.Key_Up),)),
    Key("down", "↓", Wording("Actions", "Category below"), ((_NONE, Qt.Key.Key_Down),)),
    Key("read_next", "Space", Wording("Actions", "Read on in a running prompt"), ((_NONE, Qt.Key.Key_Space),)),
    Key("larger", "Ctrl +", Wording("Actions", "Larger"), ((_CTRL, Qt.Key.Key_Plus), (_CTRL, Qt.Key.Key_Equal))),
    Key("smaller", "Ctrl −", Wording("Actions", "Smaller"), ((_CTRL, Qt.Key.Key_Minus),)),
    Key("usual_size", "Ctrl+0", Wording("Actions", "Usual size"), ((_CTRL, Qt.Key.Key_0),)),
    Key("theme", "Ctrl+T", Wording("Actions", "Light or dark"), ((_CTRL, Qt.Key.Key_T),)),
    Key("stop", "Ctrl+B", Wording("Actions", "Stop"), ((_CTRL, Qt.Key.Key_B),)),
)

_BY_COMBINATION = {combination: key.action for key in KEYS for combination in key.combinations}


def action_of(event: QKeyEvent) -> Action | None:
    """What the key pressed means; None where it is text."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
        modifiers &= ~Qt.KeyboardModifier.ShiftModifier
    return _BY_COMBINATION.get((modifiers, Qt.Key(event.key())))


def key_of(action: Action) -> Key:
    return next(key for key in KEYS if key.action == action)
