"""A scripted interview: answers written down beforehand, given to the questions as they are reached.

    script = read_script(b'{"Age": 34, "SchoolType": 1, "FreeMeals": "dont_know"}', "answers.json")
    held = hold(script, plan(instrument, Mode.TELEPHONE))
    held.route, held.next, held.completed

The rows of a roster are a list of objects, `{"People": [{"Name": "Ann"}, {"Name": "Ben"}]}`: "anyone else?" is answered
by them. A list of objects is one interview with second thoughts: the first object is the interview, and each later
one goes back and changes, or now gives, its fields in the order written. Null in place of a row says that it was removed.
"""

import functools
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from capi.engine.answers import NotAccepted, accept, accept_fact, from_plain
from capi.engine.edits import FailedEdit
from capi.engine.interview import YES, Interview
from capi.engine.page import Page
from capi.engine.plan import Plan
from capi.instrument.address import RowIds, address, parted
from capi.instrument.faults import nearest
from capi.instrument.model import SEEN, Answer, Information, Missing

LARGEST_SCRIPT = 20_000_000
MOST_ROWS = 10_000

T = TypeVar("T")


class UnfitScript(ValueError):
    """The script cannot be held as an interview; the message says where, why, and what to do."""


@dataclass(frozen=True, slots=True)
class Script:
    """`rounds[0]` is the interview, facts included; later rounds are the second thoughts. `name` is for messages."""

    name: str
    rounds: tuple[Mapping[str, object], ...]

    def where(self, number: int) -> str:
        return self.name if len(self.rounds) == 1 else f"{self.name}, object {number + 1}"


@dataclass(frozen=True, slots=True)
class ScriptedInterview:
    """Where the script led. `route` are the fields asked, the one waiting included; `next` is that one."""

    interview: Interview
    route: tuple[str, ...]
    next: str | None
    unused: Mapping[str, object]
    edits: tuple[FailedEdit, ...]

    @property
    def completed(self) -> bool:
        return self.next is None


def read_script(data: bytes, name: str) -> Script:
    """The script in these bytes of JSON, in whatever Unicode encoding they are. Raises UnfitScript."""
    if len(data) > LARGEST_SCRIPT:
        raise UnfitScript(f"{name} is larger than {LARGEST_SCRIPT:,} bytes. One script holds one interview.")
    try:
        text = data.decode(json.detect_encoding(data)).removeprefix("\ufeff")
        content = json.loads(text, object_pairs_hook=_single, parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise UnfitScript(f"{name} is not UTF-8 (byte {error.start + 1}). Save it as UTF-8.") from None
    except json.JSONDecodeError as error:
        raise UnfitScript(
            f"{name}:{error.lineno}:{error.colno}: this is not JSON: {error.msg}. Correct it there."
        ) from None
    except RecursionError:
        raise UnfitScript(f"{name}: the JSON is nested too deep. Answers are single values by field.") from None
    except _Unfit as error:
        raise UnfitScript(f"{name}: {error}") from None
    except ValueError:
        raise UnfitScript(f"{name}: a number has too many digits. Correct it.") from None
    rounds = content if isinstance(content, list) else [content]
    if not rounds or not all(isinstance(each, dict) for each in rounds):
        raise UnfitScript(
            f'{name} must hold an object of answers by field, {{"SchoolType": 1, ...}}, or a list of such objects.'
        )
    return Script(name, tuple(rounds))


def hold(script: Script, plan: Plan, today: str | None = None) -> ScriptedInterview:
    """Holds the interview. Raises UnfitScript for unknown names and values that are no answer to their question.

    Each question reached is given its value. The run ends at the first without one, where a check
    fails, or at the end; signals are passed over. `today` is an ISO date, for what is fixed when it is reached.
    """
    held = _Holding(script, plan, today)
    for number in range(len(script.rounds)):
        if not held.take(number):
            break
    return held.result()


class _Unfit(ValueError):
    pass


def _single(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content: dict[str, Any] = {}
    for key, value in pairs:
        if key in content:
            raise _Unfit(f"{key!r} stands twice in one object. Remove one of the two.")
        content[key] = value
    return content


def _no_constant(constant: str) -> None:
    raise _Unfit(f'{constant} is no value. Leave the field out, or give a missing state such as "dont_know".')


@dataclass(slots=True)
class _Written:
    """One object of a script: its values by address, in the order written, how many rows it lists, and which it removes."""

    values: dict[str, object] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)


def _written(script: Script, number: int, plan: Plan) -> _Written:
    """The object taken apart. Raises UnfitScript for names that are not known there."""
    written = _Written()
    _take_apart(script, number, plan, plan.root, (), script.rounds[number], written)
    return written


def _take_apart(
    script: Script, number: int, plan: Plan, page: Page, rows: RowIds, given: Mapping[str, object], written: _Written
) -> None:
    where = script.where(number)
    rosters = {rows_page.roster.name: rows_page for rows_page in page.rosters if rows_page.roster}
    for name, value in given.items():
        if name in rosters:
            _take_rows(script, number, plan, rosters[name], (name, rows), value, written)
        elif page.outer is None and name in plan.facts:
            if number:
                raise UnfitScript(
                    f"{where}: {name} is a fact, known before the interview. Give it in the first object."
                )
            written.values[name] = value
        elif name in page.names and page.index[name] not in page.computed:
            written.values[address(name, rows)] = value
        elif name in page.names and not plan.question(name).computed.once:  # type: ignore[union-attr]  # it is computed
            raise UnfitScript(f"{where}: {name} is computed by the instrument. Leave it out.")
        elif name in page.names:
            written.values[address(name, rows)] = value
        else:
            inside = f" of {address(page.roster.name, rows)}" if page.roster else f" of {plan.instrument.name}"
            known = [known for known in (*page.names, *rosters) if known]
            elsewhere = plan.where.get(name, (page, 0))[0]
            remedy = nearest(name, known)
            if elsewhere is not page and elsewhere.roster is not None:
                remedy = f"It is asked in the rows of {elsewhere.roster.name}: write it there, in the object of a row."
            elif elsewhere is not page:
                remedy = "It is asked outside the rows: write it beside the list of rows."
            raise UnfitScript(f"{where}: {name!r} is neither a question nor a fact{inside}. {remedy}")


def _take_rows(
    script: Script, number: int, plan: Plan, page: Page, roster: tuple[str, RowIds], value: object, written: _Written
) -> None:
    name, rows = roster
    where = f"{script.where(number)}: {address(name, rows)}"
    if not isinstance(value, list):
        raise UnfitScript(f"{where} is a roster and takes a list of objects, one for each row.")
    if len(value) > MOST_ROWS:
        raise UnfitScript(f"{where} lists more than {MOST_ROWS:,} rows.")
    written.rows[address(name, rows)] = len(value)
    for row, given in enumerate(value, 1):
        if given is None:
            written.removed.append(address(name, (*rows, row)))
        elif isinstance(given, dict):
            _take_apart(script, number, plan, page, (*rows, row), given, written)
        else:
            raise UnfitScript(
                f"{where}: row {row} must be an object of answers by field, or null where it was removed."
            )


def _facts(script: Script, plan: Plan, given: Mapping[str, object]) -> dict[str, Answer]:
    facts: dict[str, Answer] = {}
    for fact in plan.facts.values():
        if fact.name not in given:
            continue
        value = from_plain(given[fact.name])
        if isinstance(value, Missing):
            raise UnfitScript(f"{script.where(0)}: {fact.name} is a fact; leave it out where it is not known.")
        facts[fact.name] = _accepted(script, 0, fact.name, value, lambda value, fact=fact: accept_fact(fact, value))  # type: ignore[misc]
    return facts


def _accepted(script: Script, number: int, name: str, value: object, accepting: Callable[[object], T]) -> T:
    if value is None:
        raise UnfitScript(f"{script.where(number)}: {name} is null. Leave it out where there is no answer.")
    if isinstance(value, dict):
        raise UnfitScript(f"{script.where(number)}: {name} takes a value, not an object.")
    try:
        return accepting(value)
    except NotAccepted as error:
        row = f"{name}: " if "[" in name else ""
        raise UnfitScript(f"{script.where(number)}: {row}{error}") from None


class _Holding:
    """The interview while its script is being read. `pool` holds the values not given yet, and their round."""

    def __init__(self, script: Script, plan: Plan, today: str | None) -> None:
        self.script = script
        self.plan = plan
        self.rounds = [_written(script, number, plan) for number in range(len(script.rounds))]
        facts = _facts(script, plan, self.rounds[0].values)
        fixed = self.fixed_values(self.rounds[0])
        self.interview = Interview(plan, fixed, facts, today=today)
        self.pool: dict[str, tuple[int, object]] = {}
        self.rows: dict[str, int] = {}
        self.to_remove: list[str] = []
        self.blocked_at: str | None = None

    def fixed_values(self, written: _Written) -> dict[str, Answer]:
        """Values the instrument would fix itself, where the script gives them: as if fixed earlier."""
        fixed: dict[str, Answer] = {}
        for name in [name for name in written.values if name not in self.plan.facts]:
            question = self.plan.question(parted(name)[0])
            if question.computed is not None:
                value = from_plain(written.values.pop(name))
                taking = functools.partial(accept, question, self.plan.mode)
                fixed[name] = _accepted(self.script, 0, name, value, taking)
        return fixed

    def take(self, number: int) -> bool:
        """One round; False where a check ended the run."""
        written = self.rounds[number]
        self.rows |= written.rows
        self.to_remove = list(written.removed)
        self.remove_rows()
        if number and self.to_remove:
            raise UnfitScript(f"{self.script.where(number)}: there is no row {self.to_remove[0]} to remove.")
        self.pool |= {name: (number, value) for name, value in written.values.items() if name not in self.plan.facts}
        if number:
            for name in written.values:
                if self.asked(name) and name in self.pool and not self.give(name):
                    return False
        while (waiting := self.interview.waiting) is not None:
            if not (self.give(waiting) if waiting in self.pool else self.give_unwritten(waiting)):
                break
            self.remove_rows()
        return self.blocked_at is None

    def remove_rows(self) -> None:
        """Takes out the rows that are to be removed, as far as they are there yet."""
        there = [row for row in self.to_remove if self.interview.can_remove(row)]
        for row in there:
            self.interview.remove_row(row)
            self.to_remove.remove(row)

    def asked(self, name: str) -> bool:
        """Whether the question has been put: it has an answer on the route, or is the one waiting."""
        return name == self.interview.waiting or self.interview.answer_to(name) is not None

    def give(self, name: str) -> bool:
        """False where a check ended the run."""
        if self.adds_a_row(name):
            self.interview.answer(name, YES)
            return True
        number, value = self.pool.pop(name)
        given = from_plain(value)
        failed = _accepted(self.script, number, name, given, lambda value: self.interview.answer(name, value))
        if any(edit.hard for edit in failed):
            self.blocked_at = name
        return self.blocked_at is None

    def give_unwritten(self, name: str) -> bool:
        """What goes without saying: a page of information is shown, and the rows listed say whether there is another."""
        question = self.plan.question(parted(name)[0])
        if isinstance(question.type, Information):
            return not any(edit.hard for edit in self.interview.answer(name, SEEN))
        if self.adds_a_row(name):
            self.interview.answer(name, YES)
            return True
        page, at = self.plan.where[parted(name)[0]]
        if at not in page.another or self.roster_of(name) not in self.rows:
            return False
        values = [each.value for each in page.categories[at] if isinstance(each.value, int) and each.value != YES]
        return bool(values) and not any(edit.hard for edit in self.interview.answer(name, values[0]))

    def adds_a_row(self, name: str) -> bool:
        """Whether the question is "anyone else?" and the script lists more rows than there are."""
        page, at = self.plan.where[parted(name)[0]]
        if at not in page.another:
            return False
        roster = self.roster_of(name)
        highest = max((*self.interview.rows(roster), *self.interview.removed(roster)), default=0)
        return self.rows.get(roster, 0) > highest

    def roster_of(self, another: str) -> str:
        name, rows = parted(another)
        page, at = self.plan.where[name]
        roster = page.rosters[page.another[at]].roster
        return address(roster.name if roster else "", rows)

    def result(self) -> ScriptedInterview:
        interview = self.interview
        asked = [
            name for name in interview.reached() if self.blocked_at is None or interview.answer_to(name) is not None
        ]
        edits = _met(interview)
        following = self.blocked_at or interview.waiting or _blocked_at_the_end(interview, edits)
        unused = {name: value for name, (_, value) in self.pool.items()}
        return ScriptedInterview(interview, tuple(asked), following, unused, edits)


def nested(interview: Interview, answers: Mapping[str, T]) -> dict[str, T | list[Any]]:
    """Values by address as a script writes them, the rows of each roster as a list of objects; null for one removed."""
    return _nested(interview, interview.plan.root, (), answers)


def _nested(interview: Interview, page: Page, rows: RowIds, answers: Mapping[str, T]) -> dict[str, T | list[Any]]:
    found: dict[str, T | list[Any]] = {
        name: answers[given] for name in page.names if name and (given := address(name, rows)) in answers
    }
    for rows_page in page.rosters:
        name = rows_page.roster.name if rows_page.roster else ""
        ids = interview.rows(address(name, rows))
        if ids:
            found[name] = [
                _nested(interview, rows_page, (*rows, row), answers) if row in ids else None
                for row in range(1, max(ids) + 1)
            ]
    return found


def _met(interview: Interview) -> tuple[FailedEdit, ...]:
    """The edits that fail now and involve an answer given: an interviewer has met no others."""
    given = interview.answers()
    return tuple(edit for edit in interview.failed() if any(name in given for name in edit.fields))


def _blocked_at_the_end(interview: Interview, edits: Sequence[FailedEdit]) -> str | None:
    """A check can come to fail without its fields being answered again, when an answer leaves the route."""
    given = interview.answers()
    involved = {name for edit in edits if edit.hard for name in edit.fields}
    return next((name for name in given if name in involved), None)
