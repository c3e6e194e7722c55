"""Contact details: how a sampled person or address is found. They are kept apart from answers, everywhere, and go earlier."""

from msgspec import Struct
from msgspec.structs import force_setattr

from capi.fieldwork.values import fit_text


class Contact(Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Whatever is known; all of it may be empty. `telephones` are texts as they are dialled, leading zeros and plus signs kept."""

    name: str = ""
    address: tuple[str, ...] = ()
    postcode: str = ""
    telephones: tuple[str, ...] = ()
    email: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        for field in self.__struct_fields__:
            value = getattr(self, field)
            fit = fit_text(value, field) if isinstance(value, str) else tuple(fit_text(each, field) for each in value)
            force_setattr(self, field, fit)

    @property
    def label(self) -> str:
        """What a list shows: name and address on one line."""
        return ", ".join(part for part in (self.name, *self.address, self.postcode) if part)

    def __bool__(self) -> bool:
        return self != Contact()
