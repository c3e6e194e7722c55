"""Faults: what is wrong with an instrument, where, and what its author can do about it."""

import difflib
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from capi.instrument.model import Mode, Place

MOST_FAULTS = 200
"""Of faults, and again of warnings: who has so many mends some and checks again."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend. A warning does not keep the instrument out of the field."""

    code: str
    message: str
    remedy: str
    place: Place
    warning: bool = False

    def __str__(self) -> str:
        kind = "warning " if self.warning else ""
        return f"{self.place.file}:{self.place.line}: {kind}{self.code} {self.message}. {self.remedy}"


class TooManyFaults(Exception):
    """Reading stops: the file is not an instrument, or a hostile one. The list says so."""


@dataclass(slots=True)
class Faults:
    """The list being gathered, each fault once; reading goes on after each so that all are told at once."""

    found: dict[Fault, None] = field(default_factory=dict)
    told: int = 0
    warned: int = 0
    quiet: bool = False
    """Whether warnings are left out."""

    def add(self, code: str, place: Place, message: str, remedy: str) -> None:
        fault = Fault(code, message, remedy, place)
        if fault in self.found:
            return
        self.found[fault] = None
        self.told += 1
        if self.told == MOST_FAULTS:
            self._stop(place, warning=False)
            raise TooManyFaults

    def warn(self, code: str, place: Place, message: str, remedy: str) -> None:
        fault = Fault(code, message, remedy, place, warning=True)
        if self.quiet or fault in self.found or self.warned == MOST_FAULTS:
            return
        self.found[fault] = None
        self.warned += 1
        if self.warned == MOST_FAULTS:
            self._stop(place, warning=True)

    @contextmanager
    def without_warnings(self) -> Iterator[None]:
        """For an instrument that another one uses: what it has and does not need there is no surprise."""
        before, self.quiet = self.quiet, True
        try:
            yield
        finally:
            self.quiet = before

    def _stop(self, place: Place, *, warning: bool) -> None:
        kind = "warnings" if warning else "faults"
        message = f"there are {MOST_FAULTS} {kind} or more, and no more are told"
        self.found[Fault("TOO-MANY", message, "Mend these first, and check again.", place, warning)] = None

    def in_order(self) -> tuple[Fault, ...]:
        """By file and line; that there are too many stands last."""
        return tuple(
            sorted(
                self.found,
                key=lambda fault: (
                    fault.code == "TOO-MANY",
                    fault.place.file,
                    fault.place.line,
                    fault.code,
                    fault.message,
                ),
            )
        )

    def __iter__(self) -> Iterator[Fault]:
        return iter(self.in_order())


class FaultsByMode:
    """Faults found mode by mode and told once, naming the modes where it is not all of them."""

    def __init__(self, faults: Faults, modes: Collection[Mode]) -> None:
        self._faults = faults
        self._all = modes
        self._found: dict[Fault, dict[Mode, None]] = {}

    def add(self, code: str, place: Place, modes: Iterable[Mode], message: str, remedy: str) -> None:
        self._found.setdefault(Fault(code, message, remedy, place), {}).update(dict.fromkeys(modes))
        if len(self._found) > MOST_FAULTS:
            self.tell()

    def tell(self) -> None:
        """Hands over what was found since it was last called."""
        found, self._found = self._found, {}
        for fault, modes in found.items():
            where = "" if len(modes) == len(self._all) else " in " + " and ".join(mode.value for mode in modes)
            self._faults.add(fault.code, fault.place, fault.message + where, fault.remedy)


def shown(words: str) -> str:
    """The words as they stand in a message: in quotes, on one line, cut where they are long."""
    words = "".join(sign if sign.isprintable() else "\ufffd" for sign in " ".join(words[:400].split()))
    return f'"{words[:40]}…"' if len(words) > 41 else f'"{words}"'


_LIKELY = 100
"""So many names are compared letter by letter; of more, those that begin alike."""


def nearest(name: str, known: Iterable[str]) -> str:
    """The remedy for a name nobody knows: `Did you mean X?` where one is near, else the names there are."""
    names = sorted(set(known))
    near = difflib.get_close_matches(name[:64], _likely(name, names), n=1, cutoff=0.6)
    if near:
        return f"Did you mean {near[0]}?"
    listed = ", ".join(names[:12]) + (", ..." if len(names) > 12 else "")
    return f"Known here: {listed}." if names else "None is known here."


def _likely(name: str, names: list[str]) -> list[str]:
    if len(names) <= _LIKELY:
        return names
    alike = [known for known in names if known[:2].lower() == name[:2].lower()] or names
    return sorted(alike, key=lambda known: abs(len(known) - len(name)))[:_LIKELY]
