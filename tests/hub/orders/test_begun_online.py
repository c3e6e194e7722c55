"""A laptop asks for its orders in the very moment in which a respondent begins online."""

from collections.abc import Collection
from datetime import timedelta

import pytest

from capi.hub.database import HubDatabase
from capi.hub.hub import Hub, Principal
from capi.hub.online.visits import read_visit
from capi.hub.orders import orders as room
from tests.hub.office_scenario import Office
from tests.hub.online.scene import OnlineScene, background


def test_a_laptop_that_is_a_moment_late_neither_takes_the_case_nor_disturbs_her(
    database: HubDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = Office.set_up(database, background())
    online = OnlineScene(office.scene)
    laptop = office.scene.laptop("anna", "L-1")
    [case_id] = office.bring("1042/01", user="anna")
    code = online.code_of(case_id)
    office.scene.time += timedelta(minutes=1)
    tokens: list[str] = []

    take = room._take

    def take_after_she_began(hub: Hub, principal: Principal, case_keys: Collection[int]) -> None:
        tokens.append(online.enter(code))
        take(hub, principal, case_keys)

    monkeypatch.setattr(room, "_take", take_after_she_began)
    office.told(laptop)

    assert office.holder(case_id) is None
    assert read_visit(online.hub, tokens[0], lambda visit: visit.alone.waiting) == "SchoolType"
