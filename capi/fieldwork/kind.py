"""What every kind of journal entry has in common: it checks its texts when it is made, so that nothing unfit reaches a case file."""

from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import force_setattr

from capi.fieldwork.values import UnfitForJournal, fit_text


class Kind(
    Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, tag_field="kind"
):
    """An optional field that is left at its default is not written. So a later version may add an optional
    field, and the entries of today keep their bytes and their hashes."""

    def __post_init__(self) -> None:
        for name in self.__struct_fields__:
            value = getattr(self, name)
            if isinstance(value, str) and (text := fit_text(value, name)) is not value:
                force_setattr(self, name, text)


def refuse_other_zones(moment: datetime, what: str) -> None:
    """Raises UnfitForJournal, naming `what`, for a moment that is not in UTC."""
    if moment.utcoffset() != timedelta(0):
        raise UnfitForJournal(f"{what} is in UTC; give a time with the UTC time zone")
