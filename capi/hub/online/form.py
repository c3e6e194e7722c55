"""A form as a browser sends it: names with their values, taken only where no two programs could read it differently."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from capi.hub.errors import Unreadable

MEDIA_TYPE = "application/x-www-form-urlencoded"
MOST_VALUES = 2_000
"""More than the longest question has categories."""


@dataclass(frozen=True, slots=True)
class Form:
    """What was typed and chosen; names that a page does not have are simply not asked for."""

    values: Mapping[str, tuple[str, ...]]

    def one(self, name: str) -> str:
        """The value, empty where there is none. Raises Unreadable where it stands twice."""
        found = self.values.get(name, ())
        if len(found) > 1:
            raise Unreadable("unreadable", "Something stands twice in the form.")
        return found[0] if found else ""

    def typed(self, name: str) -> str:
        """The same as somebody typed it: with one sign for the end of a line, and nothing around it."""
        return self.one(name).replace("\r\n", "\n").replace("\r", "\n").strip()

    def all(self, name: str) -> tuple[str, ...]:
        """Its values in their order, each once."""
        return tuple(dict.fromkeys(self.values.get(name, ())))

    def has(self, name: str) -> bool:
        return name in self.values


NO_FORM = Form({})


def read_form(data: bytes) -> Form:
    """Raises Unreadable for what no browser sends: too many values, or bytes that are no text."""
    try:
        pairs = parse_qsl(data.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_VALUES)
    except ValueError as error:
        raise Unreadable("unreadable", "The form cannot be read.") from error
    values: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        values[name] = (*values.get(name, ()), value)
    return Form(values)
