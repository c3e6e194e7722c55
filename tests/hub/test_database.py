"""The hub's database and its connections, on both kinds."""

import threading

from sqlalchemy import text

from capi.hub.database import HubDatabase


def test_what_a_thread_still_works_with_is_closed_as_it_is_given_back(database_url: str) -> None:
    database, working, finish = HubDatabase(database_url), threading.Event(), threading.Event()
    held: list[object] = []

    def work() -> None:
        with database.reading() as connection:
            held.append(connection.connection.driver_connection)
            working.set()
            assert finish.wait(60)
            assert connection.execute(text("SELECT 1")).scalar_one() == 1, "nothing is taken from its hands"

    thread = threading.Thread(target=work)
    thread.start()
    assert working.wait(60)
    database.close()
    finish.set()
    thread.join(60)
    assert closed(held.pop())


def test_what_lies_ready_is_closed_too(database: HubDatabase) -> None:
    with database.asking() as connection:
        held = connection.connection.driver_connection
    assert not closed(held)
    database.close()
    assert closed(held)


def closed(connection: object) -> bool:
    try:
        connection.execute("SELECT 1")  # type: ignore[attr-defined]
    except Exception as error:
        return "closed" in str(error)
    return False
