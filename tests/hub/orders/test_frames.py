"""Outcome frames at the hub: kept to the letter, signed, taken for the fieldwork, and told to the laptops."""

import pytest
from sqlalchemy import insert, update

from capi.hub import tables
from capi.hub.database import HubDatabase
from capi.hub.errors import Conflict, NotAllowed, NotThere, Unfit
from capi.hub.hub import Principal
from capi.hub.orders.frames import add_frame, add_usual_frame, frame_file, frame_in_use, frame_of, frames
from capi.hub.orders.orders import orders
from capi.settings import read_settings
from capi.sync.calling_messages import FrameFile
from capi.sync.messages import FrameTaken, Role
from capi.sync.signing import Purpose, verify
from tests.hub.scenario import HubScene, shipped_frame

TEXT = shipped_frame().text.decode()
SECOND = TEXT.replace('version: "', 'version: "2.', 1)


@pytest.fixture
def scene(database: HubDatabase) -> HubScene:
    return HubScene.set_up(database)


@pytest.fixture
def ada(scene: HubScene) -> Principal:
    return scene.office(Role.ADMINISTRATOR)


def told(scene: HubScene, laptop: Principal, after: int = 0) -> list[str]:
    found = orders(scene.hub, laptop, after, 100).orders
    return [order.what.frame for order in found if isinstance(order.what, FrameTaken)]


def test_a_laptop_gets_the_frame_to_the_letter_signed(scene: HubScene, ada: Principal) -> None:
    line = add_frame(scene.hub, ada, TEXT)
    signed = frame_file(scene.hub, scene.laptop(), line.sha256)
    file = verify(scene.hub.keys.signing.public_key(), Purpose.FRAME, signed, FrameFile)
    assert (file.text, file.sha256, file.name) == (TEXT, shipped_frame().sha256, "uk")
    with pytest.raises(NotThere, match="no outcome frame 000000000000"):
        frame_file(scene.hub, scene.laptop("ben"), "0" * 64)


def test_a_hub_that_has_none_begins_with_the_one_that_ships(scene: HubScene, ada: Principal) -> None:
    with pytest.raises(Conflict, match="capi hub frame add uk"):
        frame_in_use(scene.hub, ada)
    for _ in range(2):
        add_usual_frame(scene.hub, ada, read_settings({}).questionnaires)
    assert [(each.name, each.taken) for each in frames(scene.hub, ada)] == [("uk", True)]
    with scene.hub.database.reading() as connection:
        assert frame_of(connection).frame == shipped_frame().frame
        assert frame_of(connection) is frame_of(connection)


def test_a_new_version_is_taken_and_every_laptop_hears_of_it(scene: HubScene, ada: Principal) -> None:
    first = add_frame(scene.hub, ada, TEXT)
    anna = scene.laptop("anna")
    assert told(scene, anna) == [first.sha256]
    cursor = orders(scene.hub, anna, 0, 100).cursor
    second = add_frame(scene.hub, ada, SECOND)
    assert [each.taken for each in frames(scene.hub, ada)] == [True, False]
    assert frame_in_use(scene.hub, ada).sha256 == second.sha256 != first.sha256
    assert told(scene, anna, cursor) == [second.sha256]
    assert told(scene, anna) == [second.sha256]
    assert told(scene, scene.laptop("ben")) == [second.sha256]


def test_an_earlier_version_may_be_taken_again_within_the_same_moment(scene: HubScene, ada: Principal) -> None:
    first, second = add_frame(scene.hub, ada, TEXT), add_frame(scene.hub, ada, SECOND)
    assert add_frame(scene.hub, ada, TEXT).sha256 == first.sha256
    assert [(each.sha256, each.taken) for each in frames(scene.hub, ada)] == [
        (first.sha256, True),
        (second.sha256, False),
    ]
    assert told(scene, scene.laptop("anna")) == [first.sha256]


def test_the_frame_that_stands_changes_nothing_when_it_is_added_again(scene: HubScene, ada: Principal) -> None:
    line = add_frame(scene.hub, ada, TEXT)
    anna = scene.laptop("anna")
    cursor = orders(scene.hub, anna, 0, 100).cursor
    assert add_frame(scene.hub, ada, TEXT) == line
    assert told(scene, anna, cursor) == []


@pytest.mark.parametrize("text", ["frame: x", "", "[" * 5_000, "a: \0", "frame: \ud800"])
def test_a_frame_with_faults_is_refused_in_words(scene: HubScene, ada: Principal, text: str) -> None:
    with pytest.raises(Unfit) as refused:
        add_frame(scene.hub, ada, text)
    assert (refused.value.where, bool(str(refused.value))) == ("text", True)
    assert frames(scene.hub, ada) == []


def test_a_version_that_lacks_what_cases_have_is_refused(scene: HubScene, ada: Principal) -> None:
    add_frame(scene.hub, ada, TEXT)
    scene.case("1042/01")
    with scene.hub.database.writing() as connection:
        connection.execute(update(tables.cases).values(outcome="999"))
        call = {"began": 0, "medium": "visit", "result": "abducted", "who": "anna", "seconds": 0}
        connection.execute(insert(tables.calls).values(case_key=1, number=2, **call))
    with pytest.raises(Conflict, match="lacks: 999, abducted"):
        add_frame(scene.hub, ada, SECOND)
    assert len(frames(scene.hub, ada)) == 1


def test_only_an_administrator_brings_frames_and_only_the_office_lists_them(scene: HubScene) -> None:
    for principal in (scene.office(), scene.laptop()):
        with pytest.raises(NotAllowed):
            add_frame(scene.hub, principal, TEXT)
    with pytest.raises(NotAllowed):
        frames(scene.hub, scene.laptop("ben"))
    with pytest.raises(NotAllowed):
        frame_file(scene.hub, scene.office(), "0" * 64)
