"""Migration: what becomes of a case when it goes on under another version of its instrument.

    found = migration(record, plan_now, Version(plan_then, snapshot.version, snapshot.sha256), today="2026-11-18")
    case_file.migrate(record.case.id, snapshot, found.entry, moment)

Questions, rosters and edits are the same where their names are. Nothing is lost: an answer that the version does not
take is set aside, and brought back by one that does. Pure: the case and two plans; nothing is written here.
"""

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from capi.engine.answers import NotAccepted, accept, accept_fact
from capi.engine.interview import Interview
from capi.engine.page import Page, around
from capi.engine.plan import Plan
from capi.fieldwork.contents import Migrated
from capi.fieldwork.replay import CaseRecord
from capi.instrument.address import parted
from capi.instrument.model import Answer, Coded, Edit, Question, RowChoice


class Why(enum.Enum):
    """Why an answer does not go along, or a question is asked that had been passed."""

    GONE = "gone"
    OTHER_TYPE = "other_type"
    NOT_TAKEN = "not_taken"
    NEW_ON_ROUTE = "new_on_route"


class NotMigrated(ValueError):
    """The case cannot go on under this version. The message says why."""


@dataclass(frozen=True, slots=True)
class Version:
    """A version to move to, compiled for the mode of the case."""

    plan: Plan
    label: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Migration:
    """What a migration does to one case.

    `moved` and `rows` count the answers and the rows that go along. `asked_again` are the questions to be answered
    because of it; `dropped` the answers set aside to questions that are not asked now. `off_route` are answers that go
    along and are out of sight now. `waiting` is where the case opens, None at the end of the route.
    """

    entry: Migrated
    moved: int
    rows: int
    asked_again: Mapping[str, Why]
    dropped: Mapping[str, Why]
    off_route: tuple[str, ...]
    waiting: str | None


def migration(
    record: CaseRecord, old: Plan, new: Version, today: str, aside_under: Mapping[str, Plan] | None = None
) -> Migration:
    """Compares the version of the case with another. Raises NotMigrated where a fact of the case does not fit it.

    `aside_under`: the plan that each answer now set aside was given under; without it none is brought back.
    """
    _refuse_unfit_facts(record, new.plan)
    set_aside = {
        field: why for field, answer in record.answers.items() if (why := _unfit(field, answer, old, new.plan))
    }
    back = {
        field: answer
        for field, answer in record.answers_aside.items()
        if (field not in record.answers or field in set_aside)
        and (under := (aside_under or {}).get(field))
        and _unfit(field, answer, under, new.plan) is None
    }
    rosters_aside = tuple(roster for roster in record.rows if not _has_roster(new.plan, roster, old))
    rosters_back = tuple(
        roster
        for roster in record.rows_aside
        if _has_roster(new.plan, roster) and (roster not in record.rows or roster in rosters_aside)
    )
    entry = Migrated(
        new.label,
        new.sha256,
        tuple(set_aside),
        tuple(back),
        rosters_aside,
        rosters_back,
        tuple(_lapsed(record, old, new.plan, set_aside)),
    )
    before, after = _interview(record, old, today), _migrated(record, entry, new.plan, today)
    asked_again = _asked_again(before, after, set_aside)
    there = after.answers()
    return Migration(
        entry,
        moved=len(record.answers) - len(set_aside),
        rows=sum(len(after.rows(roster)) for roster in after.rosters()),
        asked_again=asked_again,
        dropped={field: why for field, why in set_aside.items() if field not in asked_again},
        off_route=tuple(
            field
            for field in before.answers()
            if field in record.answers and field not in set_aside and field not in there
        ),
        waiting=after.waiting,
    )


def _interview(record: CaseRecord, plan: Plan, today: str) -> Interview:
    return Interview(plan, record.answers, record.case.facts, rows=record.rows, today=today)


def _migrated(record: CaseRecord, entry: Migrated, plan: Plan, today: str) -> Interview:
    """The interview as it opens after the entry."""
    progress = record.progress
    progress.take(entry)
    return Interview(plan, progress.answers, record.case.facts, rows=progress.rows, today=today)


def _refuse_unfit_facts(record: CaseRecord, plan: Plan) -> None:
    for name, value in record.case.facts.items():
        fact = plan.facts.get(name)
        try:
            if fact is not None:
                accept_fact(fact, value)
        except NotAccepted as error:
            raise NotMigrated(f"what is known of it before the interview does not fit: {error}") from None


def _unfit(field: str, answer: Answer, old: Plan, new: Plan) -> Why | None:
    """Why the answer does not fit the new version; None where it does."""
    name, _ = parted(field)
    question = _question(new, name)
    if question is None or _rosters_around(new, name) != _rosters_around(old, name):
        return Why.GONE
    before = _question(old, name)
    if before is None or _kind(before) != _kind(question):
        return Why.OTHER_TYPE
    if question.computed is not None:
        return None
    codes = new.codes[question.type.frame] if isinstance(question.type, Coded) else None
    try:
        return None if accept(question, new.mode, answer, codes) == answer else Why.NOT_TAKEN
    except NotAccepted:
        return Why.NOT_TAKEN


def _question(plan: Plan, name: str) -> Question | None:
    try:
        return plan.question(name)
    except KeyError:
        return None


def _kind(question: Question) -> tuple[object, ...]:
    """What must be the same for an answer to mean the same: the type, what is chosen from, and who gives the value."""
    kind = question.type
    source = kind.roster if isinstance(kind, RowChoice) else kind.frame if isinstance(kind, Coded) else ""
    return type(kind), source, question.computed and question.computed.once


def _rosters_around(plan: Plan, name: str) -> tuple[str, ...]:
    return _rosters(plan.where[name][0]) if name in plan.where else ()


def _rosters(page: Page) -> tuple[str, ...]:
    """The rosters in whose rows the page is, the innermost first."""
    return tuple(each.roster.name for each in around(page) if each.roster is not None)


def _has_roster(plan: Plan, rows_address: str, old: Plan | None = None) -> bool:
    """Whether there is such a roster, and inside the same ones."""
    name, rows = parted(rows_address)
    try:
        within = _rosters(plan.page_of(name))
    except KeyError:
        return False
    return len(within) == len(rows) + 1 and (old is None or within == _rosters(old.page_of(name)))


def _lapsed(record: CaseRecord, old: Plan, new: Plan, set_aside: Mapping[str, Why]) -> Iterator[str]:
    """Suppressions of edits that are gone or mean something else now, or that were given for answers set aside."""
    before, after = _edits(old), _edits(new)
    for name, suppression in record.suppressions.items():
        edit = parted(name)[0]
        if (
            before.get(edit) is None
            or before[edit] != after.get(edit)
            or not suppression.involved.keys().isdisjoint(set_aside)
        ):
            yield name


def _edits(plan: Plan) -> dict[str, tuple[object, ...]]:
    return {rule.edit.name: (*_meaning(rule.edit), _rosters(rule.page)) for rule in plan.rules}


def _meaning(edit: Edit) -> tuple[object, ...]:
    return edit.hard, edit.fails_if, edit.fields


def _asked_again(before: Interview, after: Interview, set_aside: Mapping[str, Why]) -> dict[str, Why]:
    """The questions without an answer as far as the interview had come, but for those that had none anyway."""
    unasked = {field for field in before.route() if before.answer_to(field) is None}
    route = list(after.route())
    unanswered = [after.answer_to(field) is None for field in route]
    reached = len(route)
    if before.waiting is not None:
        reached = max((place + 1 for place, waits in enumerate(unanswered) if not waits), default=0)
    return {
        field: set_aside.get(field, Why.NEW_ON_ROUTE)
        for place, (field, waits) in enumerate(zip(route, unanswered, strict=True))
        if waits and (field in set_aside or (place < reached and field not in unasked))
    }
