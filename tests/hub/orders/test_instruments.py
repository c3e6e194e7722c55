"""Instruments at the hub: kept to the letter, signed, offered, and read once."""

from textwrap import dedent

import pytest

from capi.hub.database import HubDatabase
from capi.hub.errors import NotAllowed, NotThere, Unfit
from capi.hub.hub import Principal
from capi.hub.orders.instruments import add_instrument, instrument_files, instrument_of, instruments, plan_of
from capi.hub.orders.orders import orders
from capi.instrument.loading import read_sources, snapshot
from capi.instrument.model import Mode
from capi.sync.messages import InstrumentFiles, InstrumentOffered, Role
from capi.sync.signing import Purpose, verify
from tests.fieldwork_scenario import HEALTH
from tests.hub.scenario import HubScene

SECOND = {"instrument.yaml": dedent(HEALTH).replace('version: "1"', 'version: "2"')}


@pytest.fixture
def scene(database: HubDatabase) -> HubScene:
    return HubScene.set_up(database)


@pytest.fixture
def ada(scene: HubScene) -> Principal:
    return scene.office(Role.ADMINISTRATOR)


def offers(scene: HubScene, laptop: Principal, after: int = 0) -> list[str]:
    told = orders(scene.hub, laptop, after, 100).orders
    return [order.what.version for order in told if isinstance(order.what, InstrumentOffered)]


def test_a_laptop_gets_the_files_to_the_letter_signed(scene: HubScene) -> None:
    signed = instrument_files(scene.hub, scene.laptop(), scene.instrument.sha256)
    files = verify(scene.hub.keys.signing.public_key(), Purpose.INSTRUMENT, signed, InstrumentFiles)
    assert files.sources == scene.instrument.sources
    assert snapshot(read_sources(files.sources)).sha256 == files.sha256 == scene.instrument.sha256
    with pytest.raises(NotThere):
        instrument_files(scene.hub, scene.laptop("ben"), "0" * 64)


def test_a_new_version_takes_the_place_of_the_one_before(scene: HubScene, ada: Principal) -> None:
    anna = scene.laptop("anna")
    cursor = orders(scene.hub, anna, 0, 100).cursor
    line = add_instrument(scene.hub, ada, SECOND)
    assert (line.name, line.version, line.offered, line.title) == ("health", "2", True, "Health <& wellbeing>")
    assert [(each.version, each.offered) for each in instruments(scene.hub, ada)] == [("2", True), ("1", False)]
    assert offers(scene, anna, cursor) == ["2"]
    assert offers(scene, anna) == ["2"]


def test_an_earlier_version_may_be_offered_again(scene: HubScene, ada: Principal) -> None:
    anna = scene.laptop("anna")
    add_instrument(scene.hub, ada, SECOND)
    cursor = orders(scene.hub, anna, 0, 100).cursor
    add_instrument(scene.hub, ada, scene.instrument.sources)
    assert offers(scene, anna, cursor) == ["1"]


def test_the_same_instrument_again_changes_nothing(scene: HubScene, ada: Principal) -> None:
    anna = scene.laptop("anna")
    cursor = orders(scene.hub, anna, 0, 100).cursor
    before = instruments(scene.hub, ada)
    assert add_instrument(scene.hub, ada, scene.instrument.sources) == before[0]
    assert instruments(scene.hub, ada) == before
    assert offers(scene, anna, cursor) == []


def test_one_that_is_not_offered_is_there_and_nobody_is_told(scene: HubScene, ada: Principal) -> None:
    line = add_instrument(scene.hub, ada, SECOND, offered=False)
    assert not line.offered
    assert offers(scene, scene.laptop()) == ["1"]
    assert instrument_files(scene.hub, scene.laptop("ben"), line.sha256)


@pytest.mark.parametrize("sources", [{}, {"instrument.yaml": "instrument: x"}, {"instrument.yaml": "[" * 5_000}])
def test_an_instrument_with_faults_is_refused_in_words(
    scene: HubScene, ada: Principal, sources: dict[str, str]
) -> None:
    with pytest.raises(Unfit) as refused:
        add_instrument(scene.hub, ada, sources)
    assert refused.value.where == "sources"
    assert str(refused.value)
    assert len(instruments(scene.hub, ada)) == 1


def test_only_an_administrator_brings_instruments(scene: HubScene) -> None:
    for principal in (scene.office(), scene.laptop()):
        with pytest.raises(NotAllowed):
            add_instrument(scene.hub, principal, SECOND)
        with pytest.raises(NotAllowed):
            instruments(scene.hub, principal)


def test_an_instrument_is_read_once(scene: HubScene) -> None:
    sha256 = scene.instrument.sha256
    with scene.hub.database.reading() as connection:
        assert instrument_of(connection, sha256) is instrument_of(connection, sha256)
        assert plan_of(connection, sha256, Mode.TELEPHONE) is plan_of(connection, sha256, Mode.TELEPHONE)
        with pytest.raises(NotThere):
            plan_of(connection, "0" * 64, Mode.TELEPHONE)
