"""In which mode each answer was given, and whether the respondent answered alone."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TypeAlias

from capi.fieldwork.contents import Answered, CaseCreated, Cleared, Contents, Fixed, Left, Opened, RowAdded, Way
from capi.fieldwork.journal import RESPONDENT, START, Entry, Head, Moment, digest, encode, follow
from capi.fieldwork.ways_answered import WayAnswered, ways_answered
from capi.instrument.model import Mode

Said: TypeAlias = tuple[str, Contents]

TELEPHONE, ALONE = Mode.TELEPHONE, Mode.SELF_COMPLETION
CREATED = CaseCreated(reference="1042/01", name="", instrument="seb", version="1", sha256="0" * 64, mode=TELEPHONE)


def journal(said: Sequence[Said]) -> list[Entry]:
    head, entries = START, []
    for who, contents in [("hub", CREATED), *said]:
        moment = Moment(datetime(2026, 11, 23, 9, tzinfo=UTC), 0, 0)
        entry = follow(head, case="c", device="d", who=who, moment=moment, contents=contents)
        head = Head(entry.number, digest(encode(entry)))
        entries.append(entry)
    return entries


def given(field: str, value: int = 1) -> Answered:
    return Answered.of(field, value, None)


def test_an_answer_is_given_in_the_mode_of_its_sitting() -> None:
    online: list[Said] = [(RESPONDENT, Opened(mode=ALONE)), (RESPONDENT, given("A")), (RESPONDENT, given("B"))]
    by_telephone: list[Said] = [("anna", Opened(consent=True)), ("anna", given("B", 2)), ("anna", given("C"))]

    assert ways_answered(journal([*online, *by_telephone])) == {
        "A": WayAnswered(ALONE, alone=True),
        "B": WayAnswered(TELEPHONE, alone=False),
        "C": WayAnswered(TELEPHONE, alone=False),
    }


def test_who_sits_beside_the_interviewer_does_not_answer_alone() -> None:
    assert ways_answered(journal([("anna", Opened(mode=ALONE)), ("anna", given("A"))])) == {
        "A": WayAnswered(ALONE, alone=False)
    }


def test_the_mode_of_a_sitting_ends_with_it() -> None:
    handed: list[Said] = [
        (RESPONDENT, Opened(mode=ALONE)),
        (RESPONDENT, given("A")),
        (RESPONDENT, Left(Way.HANDED_OVER)),
    ]

    ways = ways_answered(journal([*handed, ("anna", Opened()), ("anna", given("B"))]))

    assert (ways["A"].alone, ways["B"].mode) == (True, TELEPHONE)


def test_what_has_no_answer_was_given_in_no_way() -> None:
    said: list[Contents] = [
        given("A"),
        given("B"),
        Cleared("A", None),
        RowAdded("People", 2, "B", None),
        Fixed("Sunday", "2026-11-22"),
    ]

    assert ways_answered(journal([("anna", Opened()), *(("anna", each) for each in said)])) == {}
