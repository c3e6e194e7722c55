"""What a test leaves in its database the next one does not find, though it gets the same one."""

from contextlib import closing

import psycopg
import pytest

from capi.hub.database import HubDatabase
from capi.hub.keeping.setting_up import OFFICE
from capi.hub.people.accounts import create_account
from capi.sync.messages import Role
from capi.sync.office_messages import NewAccount
from tests.hub.emptied import Emptied
from tests.hub.scenario import HubScene


@pytest.fixture
def kept(postgresql_server: str, postgresql_template: str) -> Emptied:
    assert postgresql_template
    return Emptied(postgresql_server)


def work(url: str) -> tuple[int, int]:
    """The keys that the first account and the first laptop get."""
    with closing(HubDatabase(url)) as database:
        scene = HubScene.set_up(database)
        create_account(scene.hub, OFFICE, NewAccount(name="bob", full_name="Bob", role=Role.INTERVIEWER))
        anna = scene.laptop("anna")
        scene.send(anna, scene.case("1042/01", anna).opened().completed().part(after=1))
        assert anna.device_key is not None
        return anna.user_key, anna.device_key


def asked(url: str, statement: str) -> object:
    with psycopg.connect(url, autocommit=True) as connection:
        done = connection.execute(statement.encode())
        return done.fetchone() if done.description else None


WHICH = "SELECT oid FROM pg_database WHERE datname = current_database()"


def test_the_next_test_gets_the_same_database_as_if_it_were_new(kept: Emptied) -> None:
    first = kept.take()
    which, keys = asked(first, WHICH), work(first)
    kept.give_back(first)
    second = kept.take()
    assert asked(second, WHICH) == which
    assert asked(second, "SELECT count(*) FROM segments") == (0,)
    assert asked(second, "SELECT count(*) > 0 FROM upgrades") == (True,), "a new one has this on record"
    assert work(second) == keys
    kept.give_back(second)


def test_who_still_works_on_it_is_cut_off_and_who_knows_its_old_name_finds_nothing(kept: Emptied) -> None:
    url = kept.take()
    with psycopg.connect(url) as forgotten:
        kept.give_back(url)
        with pytest.raises(psycopg.OperationalError):
            forgotten.execute("SELECT 1")
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        asked(url, WHICH)


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE users ADD COLUMN more int",
        "ALTER TABLE audit DISABLE TRIGGER ALL",
        "DROP TRIGGER audit_guard_update ON audit",
        "CREATE INDEX more ON users (full_name)",
        "CREATE TABLE more (x int)",
        "CREATE SCHEMA more",
        "CREATE FUNCTION more() RETURNS int LANGUAGE sql RETURN 1",
        "GRANT SELECT ON users TO PUBLIC",
        "ANALYZE upgrades",
        (
            "INSERT INTO backups (made, made_by, file, sha256, cases)"
            " SELECT at, repeat('x', 500), '', '', 0 FROM generate_series(1, 1000) at"
        ),
    ],
)
def test_more_than_a_few_rows_are_not_emptied_but_dropped(kept: Emptied, statement: str) -> None:
    url = kept.take()
    which = asked(url, WHICH)
    asked(url, statement)
    kept.give_back(url)
    other = kept.take()
    assert asked(other, WHICH) != which
    kept.give_back(other)
