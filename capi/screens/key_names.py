"""The names of keys, as they are printed on the keyboards of the window's language."""

from capi.screens.language import said
from capi.wording import Wording

KEY_NAMES = {
    "Enter": Wording("Keys", "Enter"),
    "Esc": Wording("Keys", "Esc"),
    "Space": Wording("Keys", "Space"),
    "Tab": Wording("Keys", "Tab"),
    "Del": Wording("Keys", "Del"),
    "Ctrl+Enter": Wording("Keys", "Ctrl+Enter"),
    "End": Wording("Keys", "End"),
    "PgUp": Wording("Keys", "PgUp"),
    "Shift+Enter": Wording("Keys", "Shift+Enter"),
    "Ctrl+B": Wording("Keys", "Ctrl+B"),
    "Ctrl+E": Wording("Keys", "Ctrl+E"),
    "Ctrl+G": Wording("Keys", "Ctrl+G"),
    "Ctrl+H": Wording("Keys", "Ctrl+H"),
    "Ctrl+L": Wording("Keys", "Ctrl+L"),
    "Ctrl+K": Wording("Keys", "Ctrl+K"),
    "Ctrl+M": Wording("Keys", "Ctrl+M"),
    "Ctrl+N": Wording("Keys", "Ctrl+N"),
    "Ctrl+R": Wording("Keys", "Ctrl+R"),
    "Ctrl+T": Wording("Keys", "Ctrl+T"),
    "Ctrl+Del": Wording("Keys", "Ctrl+Del"),
    "Ctrl+0": Wording("Keys", "Ctrl+0"),
    "Ctrl +": Wording("Keys", "Ctrl +"),
    "Ctrl −": Wording("Keys", "Ctrl −"),
}
"""Those of F1, arrows and the like are the same everywhere."""


def key_name(printed: str) -> str:
    return said(KEY_NAMES[printed]) if printed in KEY_NAMES else printed
