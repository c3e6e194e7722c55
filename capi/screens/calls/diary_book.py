"""The diary book: which appointments stand on this laptop, each read when it is first looked at."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from capi.calling.diary import Engagement

_FEW = 10
"""So many are read one by one; more of them, all at once."""
_LONGEST = timedelta(days=1)
"""An appointment lasts a day at most."""


@dataclass(frozen=True, slots=True)
class Booked:
    """An engagement, and the name or address of its case; empty where it has none."""

    engagement: Engagement
    name: str

    @property
    def begins(self) -> datetime:
        """In UTC."""
        return self.engagement.begins


class DiaryBook:
    """Each appointment is read once; the few that a call has changed are read anew by themselves."""

    def __init__(
        self,
        agreed: Callable[[], Iterable[tuple[str, datetime]]],
        read: Callable[[str], Booked | None],
        read_all: Callable[[], Mapping[str, Booked]],
    ) -> None:
        """`agreed` gives each case with an appointment that stands, and its moment (UTC). `read` gives one of them, None
        where it cannot be read: what is wrong with a case is said when it is opened. `read_all` gives all by their cases."""
        self._agreed = agreed
        self._read = read
        self._read_all = read_all
        self._known: dict[str, Booked] = {}

    def between(self, begin: datetime, end: datetime) -> list[Booked]:
        """What stands in this time (UTC), from the earliest on, with what began before it and is not over."""
        return [each for each in self._those(begin - _LONGEST, end) if each.engagement.ends > begin]

    def up_to(self, moment: datetime) -> list[Engagement]:
        """What has begun by then (UTC) and still stands."""
        return [each.engagement for each in self._those(None, moment) if each.begins <= moment]

    def all(self) -> list[Engagement]:
        return [each.engagement for each in self._those(None, None)]

    def next_after(self, moment: datetime) -> Booked | None:
        """The first that begins then (UTC) or later."""
        first = min(((utc, case_id) for case_id, utc in self._agreed() if utc >= moment), default=None)
        return None if first is None else self._one(first[1], first[0])

    def forget(self, case_id: str | None = None) -> None:
        """Something was kept of this case, or of any: what is known of it is read anew."""
        if case_id is None:
            self._known.clear()
        else:
            self._known.pop(case_id, None)

    def _those(self, begin: datetime | None, end: datetime | None) -> list[Booked]:
        wanted = [
            (utc, case_id)
            for case_id, utc in self._agreed()
            if (begin is None or utc >= begin) and (end is None or utc <= end)
        ]
        if sum(self._is_unknown(case_id, utc) for utc, case_id in wanted) > _FEW:
            self._known = dict(self._read_all())
        found = (self._one(case_id, utc) for utc, case_id in sorted(wanted))
        return [each for each in found if each is not None]

    def _is_unknown(self, case_id: str, utc: datetime) -> bool:
        known = self._known.get(case_id)
        return known is None or known.begins != utc

    def _one(self, case_id: str, utc: datetime) -> Booked | None:
        if not self._is_unknown(case_id, utc):
            return self._known[case_id]
        booked = self._read(case_id)
        if booked is not None:
            self._known[case_id] = booked
        return booked
