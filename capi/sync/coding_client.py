"""The coders' line to the hub: what there is to code, what it may be, and what was decided; one method for each endpoint."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import quote

import msgspec

from capi.sync.coding_messages import (
    AutomaticallyCoded,
    AutomaticCoding,
    CodeHistory,
    Codes,
    CodesKept,
    CodingSettings,
    CodingState,
    Found,
    Looking,
    NextJob,
)

if TYPE_CHECKING:
    from capi.sync.hub_client import HubClient


class CodingClient:
    """Over the line of somebody who has signed in. Every method raises SyncError; HubRefused says why in words."""

    def __init__(self, line: "HubClient") -> None:
        self._line = line

    def state(self) -> CodingState:
        return self._line.ask("GET", "coding", CodingState)

    def next(self) -> NextJob:
        """Another job than those this coder has already. Where its answer is lost, that job comes back after a while."""
        return self._line.ask("POST", "coding/next", NextJob, once=True)

    def look_up(self, looking: Looking) -> Found:
        return self._line.ask("POST", "coding/found", Found, looking)

    def keep(self, codes: Codes) -> CodesKept:
        """May be sent again where its answer is lost: the same codes are kept once."""
        return self._line.ask("POST", "coding/codes", CodesKept, codes)

    def history(self, case_id: str) -> CodeHistory:
        return self._line.ask("GET", f"coding/cases/{quote(case_id, safe='')}", CodeHistory)

    def change_settings(self, settings: CodingSettings) -> CodingState:
        return self._line.ask("PUT", "coding/settings", CodingState, settings)

    def automatic(
        self, *, dry_run: bool = False, step: Callable[[AutomaticallyCoded], bool] | None = None
    ) -> AutomaticallyCoded:
        """All there is to code, asked for piece by piece; gives the sum. `step` is told after each piece, and says whether to go on."""
        coded, after, unread = 0, 0, -1
        while True:
            order = AutomaticCoding(dry_run=dry_run, after=after)
            done = self._line.ask("POST", "coding/automatic", AutomaticallyCoded, order)
            coded, stopped = coded + done.coded, (done.after, done.state.unread) == (after, unread)
            after, unread = done.after, done.state.unread
            so_far = msgspec.structs.replace(done, coded=coded)
            goes_on = step is None or step(so_far)
            if not (done.left and goes_on) or stopped:
                return so_far
