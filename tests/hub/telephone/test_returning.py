"""Interviews of the telephone queue that the office wants worked on again: single questions, and the case is rung once more."""

import pytest

from capi.fieldwork.chain import read_chain
from capi.fieldwork.contents import Returned
from capi.fieldwork.journal import START
from capi.hub.errors import Conflict, Unfit
from capi.hub.office.office_decisions import accept, return_case
from capi.sync.office_messages import Acceptance, Return
from tests.hub.telephone.centre import Centre


@pytest.fixture
def complete(centre: Centre) -> str:
    """A case of the queue that was rung and interviewed; nobody has it any more."""
    case_id, tess = centre.new("1042/01"), centre.caller("tess")
    centre.given(tess)
    journal = centre.taken(tess, case_id).opened().answered("General", 1).answered("Income", 900).completed()
    term = centre.scene.row(case_id).term
    centre.scene.send(tess, journal.part(after=1, term=term))
    centre.give_back(tess, journal, term)
    assert centre.ask(tess).case == "", "it is complete"
    return case_id


def test_a_question_is_returned_and_the_case_is_rung_again_by_whoever_is_next(centre: Centre, complete: str) -> None:
    line = return_case(centre.scene.hub, centre.ruth, complete, Return(note="Monthly or yearly?", fields=("Income",)))
    assert (line.returned, line.status) == (True, "in_progress")
    told = read_chain(START, complete, centre.scene.journal(complete))[-1].contents
    assert told == Returned(note="Monthly or yearly?", fields=("Income",), by="ruth")
    theo = centre.caller("theo")
    found = centre.ask(theo)
    assert found.case == complete
    assert "returned" in str(found.because.wording)
    journal = centre.taken(theo, complete).opened().answered("Income", 950).completed()
    term = centre.scene.row(complete).term
    centre.scene.send(theo, journal.part(after=len(journal.entries) - 3, term=term))
    centre.give_back(theo, journal, term)
    row = centre.scene.row(complete)
    assert (row.status, row.returned, row.user_key) == ("completed", None, None)
    assert centre.ask(theo).case == ""


def test_what_was_not_asked_or_is_accepted_is_not_returned(centre: Centre, complete: str) -> None:
    with pytest.raises(Unfit, match="no question Wealth"):
        return_case(centre.scene.hub, centre.ruth, complete, Return(note="", fields=("Wealth",)))
    accept(centre.scene.hub, centre.ruth, complete, Acceptance(number=centre.scene.row(complete).number))
    with pytest.raises(Conflict, match="accepted"):
        return_case(centre.scene.hub, centre.ruth, complete, Return(note="again", fields=()))
    assert centre.scene.row(complete).returned is None
