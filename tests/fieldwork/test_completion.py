"""What stands in the way of completing an interview, under every rule."""

import msgspec
import pytest

from capi.engine.edits import FailedEdit
from capi.fieldwork.completion import CompletionRules, Ending, Hindrance, Kind, Level, hindrances
from capi.instrument.model import Answer, Missing

CHECK = FailedEdit("TooYoung[2]", True, "Not born?", ("Age[2]",))
SIGNAL = FailedEdit("ManyHours", False, "So many?", ("Hours",))
ANSWERS: dict[str, Answer | None] = {
    "Hello": 1,
    "Name": "Ann",
    "Age": Missing.DONT_KNOW,
    "Pay": Missing.REFUSED,
    "Car": Missing.NOT_APPLICABLE,
    "Words": None,
}
ENDING = Ending(ANSWERS, ("Hello",), (CHECK, SIGNAL))


def kinds(rules: CompletionRules, ending: Ending = ENDING) -> list[tuple[Kind, Level]]:
    return [(each.kind, each.level) for each in hindrances(ending, rules)]


def test_nothing_stands_in_the_way_of_a_whole_interview() -> None:
    assert hindrances(Ending({"Name": "Ann"}, (), ()), CompletionRules()) == ()
    assert hindrances(Ending({}, (), ()), CompletionRules(nonresponse=Level.BLOCK, nonresponse_above=0)) == ()


def test_where_nothing_is_said_what_is_open_and_every_edit_that_fails_blocks() -> None:
    assert kinds(CompletionRules()) == [
        (Kind.UNANSWERED, Level.BLOCK),
        (Kind.CHECK, Level.BLOCK),
        (Kind.SIGNAL, Level.BLOCK),
    ]


def test_what_blocks_comes_before_what_is_warned_of() -> None:
    assert kinds(CompletionRules(unanswered=Level.WARN, signals=Level.IGNORE)) == [
        (Kind.CHECK, Level.BLOCK),
        (Kind.UNANSWERED, Level.WARN),
    ]


def test_each_says_what_it_is_about() -> None:
    unanswered, check, _ = hindrances(ENDING, CompletionRules())
    assert (str(unanswered.message), unanswered.fields) == ("Questions without an answer: 1.", ("Words",))
    assert check == Hindrance(Kind.CHECK, Level.BLOCK, ("Age[2]",), "Not born?", "TooYoung[2]")


@pytest.mark.parametrize("level", Level)
def test_an_edit_can_have_a_level_of_its_own_in_whatever_row_it_fails(level: Level) -> None:
    rules = CompletionRules(checks=Level.IGNORE, edits={"TooYoung": level})
    assert rules.of_edit(CHECK) is level
    assert rules.keeps(CHECK) is (level is Level.BLOCK)
    assert rules.of_edit(SIGNAL) is Level.BLOCK
    assert (Kind.CHECK in [kind for kind, _ in kinds(rules)]) is (level is not Level.IGNORE)


@pytest.mark.parametrize(("above", "hinders"), [(0, True), (39, True), (40, False), (100, False)])
def test_nonresponse_is_counted_over_the_questions_that_take_an_answer(above: int, hinders: bool) -> None:
    """Two of five: an information screen asks nothing, and not applicable is an answer."""
    rules = CompletionRules(nonresponse=Level.BLOCK, nonresponse_above=above)
    found = [each for each in hindrances(ENDING, rules) if each.kind is Kind.NONRESPONSE]
    assert bool(found) is hinders
    for each in found:
        assert each.fields == ("Age", "Pay")
        assert str(each.message).startswith("Questions answered with don’t know or refused: 2 of 5, more than")


def test_rules_that_are_left_as_they_are_are_not_written() -> None:
    assert msgspec.json.encode(CompletionRules()) == b"{}"
    rules = CompletionRules(checks=Level.WARN, edits={"E1": Level.IGNORE})
    assert msgspec.json.decode(msgspec.json.encode(rules), type=CompletionRules) == rules
