"""Texts that somebody typed, as the hub keeps them."""

from capi.fieldwork.values import UnfitForJournal, fit_text
from capi.hub.errors import Unfit


def counted(number: int, one: str, many: str = "") -> str:
    """`1 case`, `1,200 cases`: many is the word with an s unless it is given."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def fit(text: str, what: str, where: str) -> str:
    """The text in Unicode form NFC. Raises Unfit, naming the field `where`, for what no database keeps."""
    try:
        return fit_text(text, what)
    except UnfitForJournal as error:
        raise Unfit("unfit", str(error), where=where) from error
