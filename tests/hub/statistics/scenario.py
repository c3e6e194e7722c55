"""Cases of a hub for statistics: held in memory through the engine, and laid into a hub's database entry by entry.

    journals = walked()                            # the walks of the economic activity, and a household with its people
    scene = hub_of(database, journals)
    code(database, "walk 3", {"SOC2010": "2231"})

The same journals are a source of cases themselves: what comes out of the hub is compared with what comes out of them.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import insert, select

from capi.dataset.flatten import Cases
from capi.dataset.job_codes import JobTexts
from capi.fieldwork.case import Status
from capi.fieldwork.journal import encode
from capi.fieldwork.replay import replay
from capi.hub import tables
from capi.hub.database import HubDatabase
from capi.hub.hub import Hub, Principal, to_microseconds
from capi.hub.journals.segments import Segment, append_segments
from capi.hub.orders.instruments import add_instrument
from capi.hub.statistics.jobs import said_of
from capi.instrument.loading import INSTRUMENT_FILE, Snapshot, read_instrument, snapshot
from capi.sync.messages import Role
from tests.dataset.household import ADULTS, ANN, BOB, CIA, END, FACTS, WELCOME, Journals
from tests.hub.scenario import NOW, HubScene
from tests.questionnaires.economic_activity import FOLDER
from tests.questionnaires.scripted import Walk, all_walks

HELD = [*WELCOME, *ANN, *BOB, *CIA, *ADULTS, *END]
JOB = JobTexts("Builds and repairs bicycles", "Wheel builder", "Builds and trues wheels")
"""What most of those who walk say of their work."""


@cache
def economic_activity() -> Snapshot:
    return snapshot(read_instrument(FOLDER / INSTRUMENT_FILE))


def walked(most: int = 1_000) -> Journals:
    """Each walk of the economic activity without second thoughts, to its end; and a household, once whole and once begun."""
    journals = Journals()
    walks = [walk for walk in all_walks(FOLDER) if len(walk.rounds) == 1 and not walk.off_route and not walk.edits]
    for number, walk in enumerate(walks[:most]):
        walk_as(journals, f"walk {number}", walk)
    journals.hold("1042/01", HELD, facts=FACTS)
    journals.hold("begun", WELCOME)
    return journals


def walk_as(journals: Journals, reference: str, walk: Walk) -> None:
    instrument = economic_activity()
    facts = {fact.name for fact in instrument.instrument().facts}
    given = walk.rounds[0]
    journals.hold(
        reference,
        [(field, given[field]) for field in walk.route if field in given] if walk.status == "completed" else [],
        facts={name: value for name, value in given.items() if name in facts},
        mode=walk.mode,
        kept=instrument,
    )


def hub_of(database: HubDatabase, cases: Cases) -> HubScene:
    """A hub with these cases."""
    scene = HubScene.set_up(database)
    lay(scene.hub, cases)
    return scene


def lay(hub: Hub, cases: Cases) -> None:
    """The cases into a hub, each in two segments where it has so many entries."""
    ada = Principal(0, "ada", Role.ADMINISTRATOR)
    for sha256 in {summary.case.sha256 for summary in cases.cases()}:
        add_instrument(hub, ada, cases.snapshot(sha256).sources)
    for summary in cases.cases():
        bring(hub.database, cases, summary.case.id)


def bring(database: HubDatabase, cases: Cases, case_id: str) -> int:
    """The case as it is where it comes from; its key."""
    entries = cases.entries(case_id)
    record = replay(entries)
    data = [encode(entry) for entry in entries]
    instruments = tables.instruments.c
    with database.writing() as connection:
        wanted = select(instruments.key).where(instruments.sha256 == record.case.sha256)
        row: dict[str, Any] = {
            "id": case_id,
            "reference": record.case.reference,
            "instrument_name": record.case.instrument,
            "instrument_key": connection.execute(wanted).scalar_one(),
            "mode": record.case.mode.value,
            "term": 1,
            "branch": 0,
            "number": record.head.number,
            "hash": record.head.hash,
            "status": record.status.value,
            "completed": to_microseconds(NOW) if record.status is Status.COMPLETED else None,
            "last_worked": None if record.last_worked is None else to_microseconds(record.last_worked),
            "received": to_microseconds(NOW),
        }
        key: int = connection.execute(insert(tables.cases).values(**row).returning(tables.cases.c.key)).scalar_one()
        half = max(1, len(data) // 2)
        parts = [(1, data[:half]), *([(half + 1, data[half:])] if data[half:] else [])]
        append_segments(connection, [Segment(key, 0, first, part, None, 5) for first, part in parts])
    return key


def code(
    database: HubDatabase,
    case_id: str,
    given: Mapping[str, str],
    *,
    job: JobTexts = JOB,
    stage: str = "first",
    rows: str = "",
) -> None:
    """Codes by scheme, given to these words."""
    about = {"how": "typed", "said": said_of(job), "classification": "index", "classification_sha256": "ab", "made": 7}
    with database.writing() as connection:
        key = connection.execute(select(tables.cases.c.key).where(tables.cases.c.id == case_id)).scalar_one()
        for scheme, each in given.items():
            row = {"case_key": key, "rows": rows, "scheme": scheme, "code": each, "stage": stage, **about}
            connection.execute(insert(tables.codes).values(**row))
