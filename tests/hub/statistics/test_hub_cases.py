"""The hub as a source of cases: what comes out of its database is what went into the journals, whatever goes on meanwhile."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import Connection, delete, update

from capi.dataset.persons import Chosen, person_connection, persons_of_cases
from capi.fieldwork.contents import Answered, Completed, Remarked
from capi.fieldwork.journal import Head, Moment, digest, encode, follow
from capi.hub import tables
from capi.hub.database import HubDatabase
from capi.hub.errors import Gone
from capi.hub.journals.segments import JournalHead, Segment, append_segment, journals_bytes
from capi.hub.statistics import hub_cases
from capi.hub.statistics.hub_cases import HubCases
from tests.dataset.household import NOON
from tests.hub.scenario import HubScene
from tests.hub.statistics.scenario import JOB, code, hub_of, walked

Rows = list[dict[str, Any]]


def persons(cases: Any, *, everything: bool = False, codes: Any = None) -> Rows:
    with person_connection() as connection:
        found = persons_of_cases(cases, connection, Chosen(everything=everything), codes=codes)
        rows: Rows = connection.to_pyarrow(found.table).to_pylist()
    return sorted(rows, key=lambda row: (row["case"], row["person"] or 0))


@pytest.mark.parametrize("at_once", [3, 500])
def test_persons_out_of_the_hub_are_those_of_the_journals_cell_by_cell(
    database: HubDatabase, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(hub_cases, "_CASES_AT_ONCE", at_once)
    journals = walked(12)
    hub_of(database, journals)
    for everything in (False, True):
        wanted = persons(journals, everything=everything)
        assert len(wanted) > 12
        assert persons(HubCases(database), everything=everything) == wanted


def test_a_portion_is_one_question_to_the_database_and_not_one_for_each_case(
    database: HubDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub_of(database, walked(30))
    asked: list[int] = []
    read = journals_bytes

    def counted(connection: Connection, heads: Sequence[JournalHead]) -> dict[int, list[bytes]]:
        asked.append(len(heads))
        return read(connection, heads)

    monkeypatch.setattr(hub_cases, "journals_bytes", counted)
    persons(HubCases(database))
    assert len(asked) <= 4, asked
    assert sum(asked) <= 2 * 32


def test_a_case_is_read_as_it_stood_when_the_cases_were_listed(database: HubDatabase) -> None:
    journals = walked(3)
    scene = hub_of(database, journals)
    wanted = persons(journals)
    cases = HubCases(database)
    cases.cases()
    with database.writing() as connection:
        row = scene.row("walk 2")
        moment = Moment(NOON, 0, 0)
        after = Head(row.number, row.hash)
        answered = Answered.of("Wrking", 2, None)
        entry = follow(after, case="walk 2", device="d", who="w", moment=moment, contents=answered)
        data = [encode(entry)]
        append_segment(connection, Segment(row.key, 0, row.number + 1, data, None, 9))
        changed = {"number": row.number + 1, "hash": digest(data[0]), "status": "in_progress"}
        connection.execute(update(tables.cases).where(tables.cases.c.key == row.key).values(**changed))
    assert persons(cases) == wanted
    assert len(persons(HubCases(database))) == len(wanted) - 1


def test_deleted_cases_are_left_out_and_counted_and_one_that_goes_meanwhile_is_said(database: HubDatabase) -> None:
    scene = hub_of(database, walked(3))
    cases = HubCases(database)
    assert cases.left_out == 0
    with database.writing() as connection:
        key = scene.row("walk 1").key
        connection.execute(update(tables.cases).where(tables.cases.c.key == key).values(deleted=1))
    again = HubCases(database)
    assert (again.left_out, "walk 1" in {each.case.id for each in again.cases()}) == (1, False)
    assert cases.entries("walk 1"), "it was there when this was listed, and its journal still is"
    late = HubCases(database, [scene.row("walk 2").key])
    late.cases()
    with database.writing() as connection:
        key = scene.row("walk 2").key
        connection.execute(update(tables.cases).where(tables.cases.c.key == key).values(deleted=1))
        connection.execute(delete(tables.segments).where(tables.segments.c.case_key == key))
    with pytest.raises(Gone, match="walk 2 was removed"):
        late.entries("walk 2")


def test_the_branch_a_supervisor_has_decided_on_is_read(database: HubDatabase) -> None:
    scene = hub_of(database, walked(3))
    row = scene.row("walk 2")
    journal = scene.journal("walk 2")
    base = row.number - 1
    head = Head(base, digest(journal[base - 1]))
    data: list[bytes] = []
    for contents in (Remarked(field="Wrking", text="twice"), Completed()):
        entry = follow(head, case="walk 2", device="d2", who="w", moment=Moment(NOON, 0, 0), contents=contents)
        data.append(encode(entry))
        head = Head(entry.number, digest(data[-1]))
    with database.writing() as connection:
        branch = {"case_key": row.key, "branch": 1, "base": 0, "base_number": base, "made": 0, "made_by": "ruth"}
        connection.execute(tables.branches.insert().values(**branch))
        append_segment(connection, Segment(row.key, 1, base + 1, data, None, 9))
        its = update(tables.cases).where(tables.cases.c.key == row.key)
        connection.execute(its.values(branch=1, number=head.number, hash=head.hash))
    entries = HubCases(database).entries("walk 2")
    assert [encode(entry) for entry in entries] == scene.journal("walk 2")
    assert isinstance(entries[base].contents, Remarked)


def test_codes_join_the_persons_they_were_given_to(database: HubDatabase) -> None:
    journals = walked(8)
    scene = hub_of(database, journals)
    plain = persons(HubCases(database), codes=HubCases(database).codes())
    assert "SOC2010" not in plain[0], "no job was coded yet"
    coded = next(each["case"] for each in plain if each.get("OccT") == JOB.title)
    code(scene.hub.database, coded, {"SOC2010": "5223", "SIC2007": "01110"})
    cases = HubCases(database)
    found = {row["case"]: row for row in persons(cases, codes=cases.codes())}
    assert (found[coded]["SOC2010"], found[coded]["SIC2007"]) == (5223, "01110")
    waiting = [row["SOC2010"] for row in found.values() if row["case"] != coded and row["OccT"] is not None]
    assert waiting
    assert set(waiting) == {-2}
    assert {row["SOC2010"] for row in found.values() if row["IndD_state"] == -1} == {-1}


def test_an_empty_hub_has_no_cases(database: HubDatabase) -> None:
    scene = HubScene.set_up(database)
    assert HubCases(scene.hub.database).cases() == []
