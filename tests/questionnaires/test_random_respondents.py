"""Random respondents at every instrument that ships, in every mode: whatever they answer, change and take back.

There is always a prompt or the end; every place to fill is filled; back and on again shows the same; the route depends
on the answers and not on their order; no answer is lost; an interview left and opened again is the same one; and
the interview, kept up to date step by step, equals the route worked out anew.
"""

import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capi.engine.answers import NotAccepted
from capi.engine.fills import plain
from capi.engine.interview import YES, Interview
from capi.engine.plan import Plan, plan
from capi.engine.prompt import Prompt
from capi.engine.route import route
from capi.instrument.address import address, parted
from capi.instrument.loading import INSTRUMENT_FILE, read_instrument
from capi.instrument.model import (
    SEEN,
    Answer,
    Choice,
    CodeAll,
    Coded,
    Date,
    DecimalNumber,
    Fact,
    Information,
    Missing,
    Mode,
    PartialDate,
    RowChoice,
    Switch,
    Time,
    Verbatim,
    WholeNumber,
)

QUESTIONNAIRES = Path(__file__).parents[2] / "questionnaires"
SHIPPED = sorted(path.parent.name for path in QUESTIONNAIRES.glob(f"*/{INSTRUMENT_FILE}"))
TODAY = "2026-11-18"
MOST_ROWS = 4
LONGEST_WALK = 150


@cache
def instrument_plan(name: str, mode: Mode) -> Plan:
    return plan(read_instrument(QUESTIONNAIRES / name / INSTRUMENT_FILE).fit(), mode)


FIELDED = [
    (name, mode)
    for name in SHIPPED
    for mode in Mode
    if mode in read_instrument(QUESTIONNAIRES / name / INSTRUMENT_FILE).fit().modes
]


def test_every_instrument_that_ships_is_interviewed() -> None:
    assert {"seb", "economic-activity", "household"} <= {name for name, _ in FIELDED}


class Respondent:
    """Answers at random, from `chance` alone."""

    def __init__(self, compiled: Plan, chance: random.Random) -> None:
        self.plan = compiled
        self.chance = chance

    def facts(self) -> dict[str, Answer]:
        return {fact.name: self.fact(fact) for fact in self.plan.facts.values() if self.chance.random() < 0.7}

    def fact(self, fact: Fact) -> Answer:
        match fact.type:
            case Switch():
                return self.chance.choice((1, 2))
            case Choice():
                values: list[Answer] = [each.value for each in fact.categories]
                return self.chance.choice(values)
            case Date():
                return self.day()
            case WholeNumber(minimum, maximum):
                ages: list[Answer] = [minimum, maximum, *range(14, 22), *range(62, 68)]
                return self.chance.choice(ages)
            case _:
                return "Ann"

    def day(self) -> str:
        year = self.chance.choice((1926, 1961, 1962, 2006, 2007, 2010, 2011, 2020, 2027))
        return f"{year}-{self.chance.randint(1, 12):02}-{self.chance.randint(1, 28):02}"

    def answer(self, prompt: Prompt, interview: Interview) -> Answer:
        """An answer of the question's type, which may still be refused: a day before its bounds, too many categories."""
        kind, chance = prompt.type, self.chance
        if not isinstance(kind, Information) and chance.random() < 0.1:
            return chance.choice((Missing.DONT_KNOW, Missing.REFUSED, Missing.NOT_APPLICABLE))
        values = [offer.value for offer in prompt.offers]
        match kind:
            case Choice():
                return self.unless_full(prompt.field, chance.choice(values), interview)
            case RowChoice():
                return chance.choice(values) if values else Missing.REFUSED
            case CodeAll():
                coded = [value for value in values if isinstance(value, int)]
                return tuple(chance.sample(coded, chance.randint(1, min(3, len(coded)))))
            case WholeNumber(minimum, maximum):
                return chance.choice((minimum, maximum, min(maximum, minimum + 1), min(maximum, minimum + 17)))
            case DecimalNumber(minimum, maximum):
                return chance.choice((minimum, maximum))
            case Date() | PartialDate():
                lengths = (4, 7, 10) if isinstance(kind, PartialDate) else (10,)
                return self.day()[: chance.choice(lengths)]
            case Time():
                return f"{chance.randint(0, 23):02}:{chance.randint(0, 59):02}"
            case Coded():
                assert prompt.frame is not None
                return chance.choice(prompt.frame.entries).code
            case Verbatim():
                return chance.choice(("Ann", "Zoë {Name}", "a < b & c", "المدرّس"))
            case Information():
                return SEEN

    def unless_full(self, field: str, value: Answer, interview: Interview) -> Answer:
        """Does not go on adding people for ever."""
        page, at = self.plan.where[parted(field)[0]]
        if at in page.another and value == YES:
            roster = page.rosters[page.another[at]].roster
            assert roster is not None
            if len(interview.rows(address(roster.name, parted(field)[1]))) >= MOST_ROWS:
                return 2
        return value

    def walk(self, interview: Interview) -> Iterator[None]:
        """One step after the other, with second thoughts among them, to the end or until it has gone on long enough."""
        for _ in range(LONGEST_WALK):
            prompt = interview.prompt()
            if prompt is None:
                return
            before = interview.kept_answers()
            taken_back = self.step(interview, prompt)
            lost = before.keys() - interview.kept_answers().keys()
            assert lost <= {taken_back}, "no answer is ever lost but the one that was taken back"
            yield

    def step(self, interview: Interview, prompt: Prompt) -> str | None:
        """Returns the field whose answer was taken back."""
        kind = self.chance.random()
        if kind < 0.04:
            interview.back()
        elif kind < 0.08:
            interview.go_to(self.chance.choice(list(interview.reached())))
        elif kind < 0.1:
            field = self.chance.choice(list(interview.route()))
            interview.clear(field)
            return field
        elif kind < 0.12 and interview.rosters():
            self.change_rows(interview)
        else:
            return self.give(interview, prompt)
        return None

    def give(self, interview: Interview, prompt: Prompt) -> str | None:
        """Yes to "anyone else?" takes back the no that was said before."""
        try:
            failed = interview.answer(prompt.field, self.answer(prompt, interview))
        except NotAccepted:
            return None
        for edit in failed:
            if not edit.hard:
                interview.suppress(edit.name, "It is so")
        if failed:
            interview.move_on()
        return prompt.field if interview.added else None

    def change_rows(self, interview: Interview) -> None:
        roster = self.chance.choice(interview.rosters())
        name, around = parted(roster)
        removed = interview.removed(roster)
        if removed and self.chance.random() < 0.5:
            interview.restore_row(address(name, (*around, self.chance.choice(removed))))
        else:
            interview.remove_row(address(name, (*around, self.chance.choice(interview.rows(roster)))))


def seen_of(interview: Interview) -> dict[str, object]:
    return {
        "prompts": [interview.prompt_of(field) for field in interview.route()],
        "waiting": interview.waiting,
        "answers": interview.answers(),
        "failed": interview.failed(),
        "about": interview.about,
        "rows": {roster: interview.rows(roster) for roster in interview.rosters()},
    }


def is_filled(prompt: Prompt) -> bool:
    """Whether every place to fill has been filled, and not with the sign that stands where nothing can be said."""
    texts = [prompt.text, prompt.guidance, prompt.instruction, prompt.item]
    texts += [runs for offer in prompt.offers for runs in (offer.text, offer.example, offer.guidance)]
    texts += [prompt.card.heading] if prompt.card else []
    runs = [run for text in texts for run in text]
    return all(run.text != "…" if run.filled else "{" not in run.text for run in runs) and bool(plain(prompt.text))


@pytest.mark.parametrize(("name", "mode"), FIELDED)
@settings(max_examples=12, deadline=None)
@given(st.integers(0, 2**32))
def test_a_random_respondent_can_always_be_interviewed(name: str, mode: Mode, seed: int) -> None:
    compiled = instrument_plan(name, mode)
    chance = random.Random(seed)  # noqa: S311  # a respondent, not a secret
    respondent = Respondent(compiled, chance)
    facts = respondent.facts()
    interview = Interview(compiled, facts=facts, today=TODAY)
    for number, _ in enumerate(respondent.walk(interview)):
        prompt = interview.prompt()
        assert is_filled(prompt) if prompt is not None else interview.waiting is None
        pure = route(compiled, interview.kept_answers(), facts, interview.kept_rows())
        assert (tuple(interview.route()), interview.waiting) == (pure.fields, pure.waiting)
        if number % 10 == 0:
            the_same_when_opened_again(interview, chance)
    the_same_when_opened_again(interview, chance)
    back_and_on_shows_the_same(interview)


def the_same_when_opened_again(interview: Interview, chance: random.Random) -> None:
    """Left and opened again, and with the same answers given in another order."""
    answers = list(interview.kept_answers().items())
    chance.shuffle(answers)
    again = Interview(
        interview.plan,
        dict(answers),
        interview.facts,
        suppressed=interview.suppressed,
        position=interview.position,
        rows=interview.kept_rows(),
        today="2027-02-03",
    )
    assert seen_of(again) == seen_of(interview)
    assert (again.prompt(), again.kept_answers()) == (interview.prompt(), interview.kept_answers())


def back_and_on_shows_the_same(interview: Interview) -> None:
    before = interview.prompt()
    here = interview.position
    interview.back()
    if interview.position != here and interview.position is not None and not interview.failed_at(interview.position):
        interview.move_on()
        assert interview.prompt() == before
