"""Keeping codes: what a coder has decided about a job is kept, once, if the job is still the one that was shown.

Nothing is ever overwritten: another code takes the place of an earlier one by coming after it. Who has coded a job may correct it
until somebody else codes it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, delete, insert, select

from capi.fieldwork.case import Status
from capi.hub import audit
from capi.hub.coding.books import Loaded, loaded_here, opened
from capi.hub.coding.fitting import FitCode, fit_codes, missing_in
from capi.hub.coding.following import following
from capi.hub.coding.next_job import wanted_of
from capi.hub.coding.overview import state_of
from capi.hub.coding.queue import settles_all
from capi.hub.coding.standing import SUBJECTS, Codings, State, waits_for
from capi.hub.coding.upkeep import given_to, look_at, note_states, states_of, words_in
from capi.hub.errors import Conflict, NotAllowed, NotThere, Unfit
from capi.hub.hub import Hub, Principal, to_microseconds
from capi.hub.people.hub_settings import read_settings
from capi.hub.people.texts import fit
from capi.hub.policy import Action, require
from capi.hub.statistics.jobs import is_drawn
from capi.hub.tables import cases, codes, coding_taken, jobs, users
from capi.sync.coding_messages import Codes, CodeScheme, CodesKept, Stage

_CHANGED = (
    "What was said has been changed since this job was shown. Nothing was kept; it comes again with the new words."
)
_CODED = "Somebody else has coded this job meanwhile. Nothing was kept; go on with the next one."


def keep_codes(hub: Hub, principal: Principal, given: Codes) -> CodesKept:
    """The same again changes nothing. Raises NotAllowed, NotThere, Conflict, Unfit, Unavailable; nothing is kept then."""
    require(principal, Action.CODE)
    loaded = loaded_here(hub.shelf)
    books = {scheme: book for scheme in CodeScheme if (book := opened(hub.shelf, scheme)) is not None}
    fitted = fit_codes(books, given.codes)
    with hub.database.writing() as connection:
        line = _held_line(connection, given)
        keeping = _Keeping(hub, connection, principal, loaded, line, given.stage, fitted)
        keeping.refuse_others_job()
        stands = keeping.keep()
    derived = following(hub, line.case_key, line.rows, principal.user) if stands else []
    return CodesKept(stands=stands, derived=derived, state=state_of(hub, loaded))


@dataclass(frozen=True, slots=True)
class _Keeping:
    """One decision about the job of a line that is held for it."""

    hub: Hub
    connection: Connection
    principal: Principal
    loaded: Loaded
    line: Row[Any]
    stage: Stage
    given: Sequence[FitCode]

    @property
    def codings(self) -> Codings:
        """As they are now."""
        line = self.line
        return Codings.of(given_to(self.connection, [line.case_key]).get((line.case_key, line.rows, line.said), ()))

    def keep(self) -> bool:
        """Whether the codes of the job hold now."""
        before = self.codings
        if not self._is_there(before):
            self._refuse_unfit(before)
            insert_codes(self.connection, self.line, self.stage, self.given, self.principal.user_key, self.hub)
            note_states(self.connection, self.line, self.codings)
            about = {"rows": self.line.rows, "stage": self.stage.value}
            schemes = " ".join(each.scheme.value for each in self.given)
            self._give_back()
            audit.record(
                self.hub, self.connection, self.principal.user, "coded", self.line.case_id, **about, schemes=schemes
            )
        states = states_of(words_in(self.line), self.codings)
        share = read_settings(self.connection).coding.double
        drawn = is_drawn(self.line.case_id, self.line.rows, share)
        return waits_for(states, drawn=drawn, loaded=self.loaded.names) is None

    def refuse_others_job(self) -> None:
        """Raises Conflict where it lies in front of somebody else."""
        mine = coding_taken.c.case_key == self.line.case_key, coding_taken.c.rows == self.line.rows
        wanted = select(coding_taken.c.user_key, users.c.name).join(users, users.c.key == coding_taken.c.user_key)
        now = to_microseconds(self.hub.now())
        row = self.connection.execute(wanted.where(*mine, coding_taken.c.until > now)).one_or_none()
        if row is not None and row.user_key != self.principal.user_key:
            raise Conflict(
                "conflict",
                f"{row.name} has this job now, as a quarter of an hour has passed since you got it. Nothing was kept; go on with "
                "the next one.",
            )

    def _is_there(self, codings: Codings) -> bool:
        """This very decision, sent once more."""
        there = codings.by_stage[self.stage]
        own = {scheme: each.code for scheme, each in there.items() if each.user_key == self.principal.user_key}
        return all(own.get(each.scheme) == each.code for each in self.given)

    def _refuse_unfit(self, codings: Codings) -> None:
        """Raises Conflict where it is not this coder's turn, Unfit where a code is missing or too many."""
        states = states_of(words_in(self.line), codings)
        about = {name for name, schemes in SUBJECTS.items() if any(each.scheme in schemes for each in self.given)}
        for name in sorted(about):
            if states[name] is State.NOTHING:
                raise Unfit("unfit", f"Nothing was said of the {name} in this job, so it has no code.", where="codes")
            self._refuse_out_of_turn(codings, name, states)
        missing = missing_in(wanted_of(self.line, self.stage, self.loaded), self.given)
        if missing:
            raise Unfit(
                "unfit",
                f"Give the {missing[0]} a code too: that of a coarser group, where more cannot be said, or X, where it cannot be "
                "coded at all.",
                where="codes",
            )

    def _refuse_out_of_turn(self, codings: Codings, name: str, states: Mapping[str, State]) -> None:
        me, subject, state = self.principal.user_key, SUBJECTS[name], states[name]
        first, second = codings.coders(Stage.FIRST, subject), codings.coders(Stage.SECOND, subject)
        match self.stage:
            case Stage.FIRST:
                # In place of one's own code, or of one that no person gave.
                mine = state is State.ONCE and first <= {me, None}
                if state is not State.UNCODED and not mine:
                    raise Conflict("conflict", _CODED)
            case Stage.SECOND:
                if state is not State.ONCE or State.UNCODED in {states[each] for each in self.loaded.names}:
                    raise Conflict("conflict", _CODED)
                if me in first:
                    raise Conflict("conflict", "You have coded this job yourself. The second time somebody else does.")
            case Stage.SETTLED:
                settled = codings.coders(Stage.SETTLED, subject)
                if state is not State.DIFFERING and not settled:
                    raise Conflict(
                        "conflict", "There is nothing to settle about this job: its two codings do not differ."
                    )
                if not settles_all(self.principal) and me in first | second:
                    raise NotAllowed(
                        "not_allowed", "Who has coded a job does not settle it. Leave it to somebody else."
                    )
                if settled - {me} and not settles_all(self.principal):
                    raise Conflict("conflict", _CODED)

    def _give_back(self) -> None:
        its = coding_taken.c.case_key == self.line.case_key, coding_taken.c.rows == self.line.rows
        self.connection.execute(delete(coding_taken).where(*its))


def insert_codes(
    connection: Connection, line: Row[Any], stage: Stage, given: Sequence[FitCode], user_key: int | None, hub: Hub
) -> None:
    rows = [
        {
            "case_key": line.case_key,
            "rows": line.rows,
            "scheme": each.scheme.value,
            "code": each.code,
            "stage": stage.value,
            "how": each.how.value,
            "said": line.said,
            "classification": each.classification,
            "classification_sha256": each.sha256,
            "user_key": user_key,
            "made": to_microseconds(hub.now()),
        }
        for each in given
    ]
    connection.execute(insert(codes), rows)


def _held_line(connection: Connection, given: Codes) -> Row[Any]:
    """The line of the job as its case stands now. Raises NotThere, and Conflict where it is not the one that was coded."""
    case_id, rows = fit(given.case, "the case", "case"), fit(given.rows, "the job", "rows")
    line = connection.execute(_line(case_id, rows)).one_or_none()
    if line is None:
        raise NotThere("not_there", f"There is no such job in the case {case_id[:100]}.")
    if line.status != Status.COMPLETED.value:
        raise Conflict("conflict", "The case is being worked on again. Its job comes back when it is completed.")
    if (line.branch, line.number) != (line.case_branch, line.case_number):
        look_at(connection, line.case_key)
        line = connection.execute(_line(case_id, rows)).one_or_none()
    if line is None or line.said != given.said:
        raise Conflict("conflict", _CHANGED)
    return line


def _line(case_id: str, rows: str) -> Select[Any]:
    as_it_stands = cases.c.branch.label("case_branch"), cases.c.number.label("case_number"), cases.c.status
    wanted = select(jobs, cases.c.id.label("case_id"), *as_it_stands).join(cases, cases.c.key == jobs.c.case_key)
    there = and_(cases.c.id == case_id, cases.c.deleted.is_(None), jobs.c.rows == rows, jobs.c.said != "")
    return wanted.where(there).with_for_update(of=jobs)
