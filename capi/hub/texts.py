"""Texts that somebody typed, as the hub keeps them."""

from capi.fieldwork.values import UnfitForJournal, fit_text
from capi.hub.errors import Unfit


def fit(text: str, what: str, where: str) -> str:
    """The text in Unicode form NFC. Raises Unfit, naming the field `where`, for what no database keeps."""
    try:
        return fit_text(text, what)
    except UnfitForJournal as error:
        raise Unfit("unfit", str(error), where=where) from error
