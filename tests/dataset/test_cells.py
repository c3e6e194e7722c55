import pytest

from capi.dataset.cells import STATES, Absence, CodesCollide, MissingCodes
from capi.instrument.model import Missing


def test_the_usual_codes_are_those_of_the_contract() -> None:
    codes = MissingCodes()
    assert [codes.of(state) for state in STATES] == [-9, -8, -7, -2, -1]


def test_every_state_has_a_code_and_a_name_of_its_own() -> None:
    assert set(STATES) == {*Missing, *Absence}
    assert len({state.value for state in STATES}) == len(STATES)


def test_a_project_can_choose_others_but_not_one_for_two_states() -> None:
    assert MissingCodes(refused=99).of(Missing.REFUSED) == 99
    with pytest.raises(CodesCollide, match="of its own"):
        MissingCodes(refused=-8)


def test_a_code_that_a_question_can_be_answered_with_is_refused_in_words() -> None:
    with pytest.raises(CodesCollide, match=r"Balance can have the value -9, .* refused .*--missing refused=-999"):
        MissingCodes().refuse_among("Balance", range(-100, 100))
    MissingCodes().refuse_among("Age", range(121))
