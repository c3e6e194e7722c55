"""What a sample's row says of a case; and many of them, kept packed so that a large sample takes little memory."""

from collections.abc import Iterator
from decimal import Decimal

import msgspec
from msgspec import Struct

from capi.fieldwork.contact import Contact
from capi.fieldwork.values import Exact, plain_answer
from capi.instrument.model import Mode

_AT_ONCE = 1_000


class SampleRow(Struct, frozen=True, gc=False, array_like=True):
    """One case to be. `row` is its number in the table; `user` the account it goes to, empty for nobody yet."""

    row: int
    reference: str
    mode: Mode
    contact: Contact = Contact()
    area: str = ""
    user: str = ""
    given: dict[str, int | str | Exact] = {}

    @property
    def facts(self) -> dict[str, int | Decimal | str]:
        """As a case has them."""
        plain = {name: plain_answer(value) for name, value in self.given.items()}
        return {name: value for name, value in plain.items() if not isinstance(value, tuple)}


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(list[SampleRow])


class SampleRows:
    """Added to one by one, and gone through as often as needed."""

    def __init__(self) -> None:
        self._packed: list[bytes] = []
        self._latest: list[SampleRow] = []

    def add(self, row: SampleRow) -> None:
        self._latest.append(row)
        if len(self._latest) == _AT_ONCE:
            self._packed.append(_ENCODER.encode(self._latest))
            self._latest = []

    def __len__(self) -> int:
        return len(self._packed) * _AT_ONCE + len(self._latest)

    def __iter__(self) -> Iterator[SampleRow]:
        for some in self.portions():
            yield from some

    def portions(self) -> Iterator[list[SampleRow]]:
        """A thousand at a time."""
        for packed in self._packed:
            yield _DECODER.decode(packed)
        if self._latest:
            yield self._latest
