from pathlib import Path

import psycopg
import pytest
from sqlalchemy.exc import ProgrammingError

from capi.hub.database import HubDatabase
from capi.hub.keeping.upgrades import bring_up
from tests.hub.conftest import NOW
from tests.hub.rows import put_rows

SCRIPT = Path(__file__).parents[3] / "packaging" / "hub" / "serving_role.sql"


@pytest.fixture
def like(postgresql_template: str) -> str:
    """What is tried here begins with the tables."""
    return postgresql_template


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE segments SET received = 1",
        "DELETE FROM segments",
        "UPDATE audit SET who = 'bob'",
        "DELETE FROM audit",
        "DELETE FROM receipts",
        "DELETE FROM branches",
        "TRUNCATE audit",
        "DROP TRIGGER audit_guard_update ON audit",
        "ALTER TABLE segments DISABLE TRIGGER ALL",
        "CREATE TABLE more (x int)",
        "DELETE FROM cases",
        "DELETE FROM frames",
        "DELETE FROM invitations",
        "UPDATE upgrades SET number = 9",
        "UPDATE codes SET code = '1111'",
        "DELETE FROM derived",
        "DELETE FROM derivations",
    ],
)
def test_the_account_that_serves_adds_and_cannot_even_take_the_guards_away(postgresql_url: str, statement: str) -> None:
    owner = HubDatabase(postgresql_url)
    bring_up(owner, NOW)
    with owner.writing() as connection:
        put_rows(connection)
    owner.close()
    with psycopg.connect(postgresql_url, autocommit=True) as admin:
        admin.execute(SCRIPT.read_text().encode())
    serving = HubDatabase(postgresql_url.replace("postgres:@", "capi_serving:@"))
    try:
        bring_up(serving, NOW)
        with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"), serving.writing() as connection:
            connection.exec_driver_sql(statement)
        with serving.writing() as connection:
            connection.exec_driver_sql("UPDATE cases SET status = 'stopped'")
            connection.exec_driver_sql(
                "INSERT INTO segments (case_key, branch, first, last, entries, received) VALUES (1, 0, 4, 4, '', 0)"
            )
            connection.exec_driver_sql(
                "INSERT INTO backups (made, made_by, file, sha256, cases) VALUES (1, 'x', '', '', 1)"
            )
    finally:
        serving.close()
