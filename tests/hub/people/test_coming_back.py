import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import delete, update

from capi.hub import tables
from capi.hub.database import HubDatabase
from capi.hub.errors import DeviceRevoked, NotSignedIn
from capi.hub.hub import to_microseconds
from capi.hub.people.hub_settings import HubSettings, RestoredMark, write_settings
from capi.hub.people.token_family import forget_expired
from tests.hub.conftest import NOW
from tests.hub.gate import Gate, Laptop


@pytest.fixture
def gate(database: HubDatabase) -> Gate:
    return Gate.set_up(database)


def _restore(gate: Gate) -> None:
    """The hub as a backup has it that was made before the last exchanges: their tokens are not there."""
    mark = RestoredMark(to_microseconds(gate.clock[0]), to_microseconds(NOW))
    with gate.hub.database.writing() as connection:
        connection.execute(delete(tables.tokens))
        write_settings(connection, HubSettings(restored=mark))


@pytest.fixture
def laptop(gate: Gate) -> Laptop:
    """It exchanged a token after the backup that the hub was restored from."""
    made = gate.enrolled("anna")
    gate.passes(hours=1)
    made.refresh()
    gate.passes(hours=1)
    _restore(gate)
    gate.passes(hours=1)
    return made


def test_a_laptop_goes_on_after_a_restore_without_being_enrolled_again(gate: Gate, laptop: Laptop) -> None:
    laptop.refresh()
    assert laptop.principal().user == "anna"
    gate.passes(hours=1)
    laptop.refresh()
    assert laptop.principal().device == "L-anna"
    assert ("anna", "laptop_came_back", "L-anna") in gate.audited()


def test_it_is_believed_once_and_again_until_it_uses_what_it_was_given(gate: Gate, laptop: Laptop) -> None:
    forgotten = laptop.tokens.refresh
    laptop.refresh(forgotten)
    gate.passes(hours=11)
    laptop.refresh(forgotten)
    assert laptop.principal().user == "anna"
    gate.passes(hours=1)
    with gate.hub.database.writing() as connection:
        forget_expired(gate.hub, connection)
    with pytest.raises(NotSignedIn):
        laptop.refresh(forgotten)


def test_it_is_not_believed_again_once_its_new_tokens_were_used(laptop: Laptop) -> None:
    forgotten = laptop.tokens.refresh
    laptop.refresh(forgotten)
    laptop.refresh()
    with pytest.raises(NotSignedIn):
        laptop.refresh(forgotten)
    assert laptop.principal().user == "anna"


def test_nobody_comes_back_with_another_key_or_by_a_laptop_that_was_ended_or_after_sixty_days(
    gate: Gate, laptop: Laptop
) -> None:
    with pytest.raises(NotSignedIn):
        laptop.refresh(key=Ed25519PrivateKey.generate())
    with gate.hub.database.writing() as connection:
        connection.execute(update(tables.devices).values(state="revoked", ended=1))
    with pytest.raises(DeviceRevoked):
        laptop.refresh()
    with gate.hub.database.writing() as connection:
        connection.execute(update(tables.devices).values(state="active", ended=None))
    gate.passes(days=61)
    with pytest.raises(NotSignedIn):
        laptop.refresh()


def test_an_unknown_token_is_good_for_nothing_where_no_hub_was_restored(gate: Gate) -> None:
    laptop = gate.enrolled("anna")
    with pytest.raises(NotSignedIn):
        laptop.refresh("never issued")


def test_a_closed_account_does_not_come_back(gate: Gate, laptop: Laptop) -> None:
    with gate.hub.database.writing() as connection:
        connection.execute(update(tables.users).values(active=False))
    with pytest.raises(NotSignedIn):
        laptop.refresh()
