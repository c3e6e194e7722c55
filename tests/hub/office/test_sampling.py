"""A sample brought to the hub, on both databases: all of its cases or none."""

import msgspec
import pytest
from sqlalchemy import func, select

from capi.fieldwork.case import Case
from capi.fieldwork.contact import Contact
from capi.fieldwork.contents import CaseCreated
from capi.hub import tables
from capi.hub.database import HubDatabase
from capi.hub.errors import Conflict, NotAllowed, NotThere, Unfit, Unreadable
from capi.hub.hub import Principal
from capi.hub.office import sampling
from capi.hub.office.cases import create_cases
from capi.hub.office.sampling import import_sample, samples
from capi.hub.orders.instruments import add_instrument
from capi.hub.orders.orders import orders
from capi.instrument.model import Mode
from capi.sample.reading import SampleReading, read_sample
from capi.sample.row_reading import SampleOrder
from capi.sync.messages import Assigned, Role
from capi.sync.office_messages import SampleResult
from tests.fieldwork_scenario import instrument_of
from tests.hub.scenario import HubScene
from tests.sample.tables import NEIGHBOURS, Cells, csv_of, xlsx_of

TABLE: Cells = [
    ["Reference", "Name", "Postcode", "Telephone", "Mode", "Area", "DOB", "Weight", "Interviewer"],
    ["1042/01", "Þórunn שרה", "sw1a1aa", "020 7946 0000", "CAPI", "A7", "25/03/1980", "70.125", "Anna"],
    ["1042/02", "@SUM(1)", "", "", "", "A8", "", "", ""],
]
BROKEN: Cells = [*TABLE, ["1042/03", "Gwen", "SW1A", "", "", "", "", "", "nobody"]]


@pytest.fixture
def scene(database: HubDatabase) -> HubScene:
    made = HubScene.set_up(database, instrument_of(NEIGHBOURS))
    made.account("anna")
    return made


def bring(scene: HubScene, table: Cells | bytes, sample: str = "wave 1", *, dry_run: bool = False) -> SampleResult:
    content = table if isinstance(table, bytes) else csv_of(table)
    ada = scene.office(Role.ADMINISTRATOR)
    return import_sample(
        scene.hub, ada, name=sample, instrument="neighbours", content=content, mode="telephone", dry_run=dry_run
    )


def count(scene: HubScene, table: str) -> int:
    with scene.hub.database.reading() as connection:
        return connection.execute(select(func.count()).select_from(tables.metadata.tables[table])).scalar_one()


def everything(scene: HubScene) -> dict[str, int]:
    return {name: count(scene, name) for name in tables.metadata.tables}


@pytest.mark.parametrize("content", [csv_of(TABLE), xlsx_of(TABLE)], ids=["csv", "xlsx"])
def test_a_sample_becomes_cases_with_facts_contacts_and_a_journal(scene: HubScene, content: bytes) -> None:
    result = bring(scene, content)
    assert (result.rows, result.added, result.problem_count, result.problems) == (2, 2, 0, [])
    with scene.hub.database.reading() as connection:
        rows = connection.execute(select(tables.cases).order_by(tables.cases.c.reference)).all()
        contacts = connection.execute(select(tables.contacts.c.contact)).scalars().all()
    assert [(row.reference, row.mode, row.area, row.status) for row in rows] == [
        ("1042/01", "face_to_face", "A7", "not_started"),
        ("1042/02", "telephone", "A8", "not_started"),
    ]
    assert sorted((msgspec.json.decode(each, type=Contact) for each in contacts), key=lambda each: each.name) == [
        Contact(name="@SUM(1)"),
        Contact(name="Þórunn שרה", postcode="SW1A 1AA", telephones=("02079460000",)),
    ]
    (entry,) = scene.journal(rows[0].id)
    assert "Þórunn".encode() not in entry
    created = msgspec.json.decode(msgspec.json.encode(msgspec.json.decode(entry)["contents"]), type=CaseCreated)
    case: Case = created.case(rows[0].id)
    assert (case.name, case.mode) == ("", Mode.FACE_TO_FACE)
    assert {name: str(value) for name, value in case.facts.items()} == {"DateOfBirth": "1980-03-25", "Weight": "70.125"}


def test_cases_go_to_the_interviewers_that_the_sample_names(scene: HubScene) -> None:
    laptop = scene.laptop("anna")
    bring(scene, TABLE)
    told = [each.what for each in orders(scene.hub, laptop, 0, 100).orders]
    assigned = [what for what in told if isinstance(what, Assigned)]
    assert len(assigned) == 1
    assert assigned[0].contact is not None
    assert assigned[0].contact.name == "Þórunn שרה"
    assert b"1042/01" in bytes(assigned[0].entries[0])


def test_one_broken_row_keeps_the_whole_sample_out(scene: HubScene) -> None:
    before = everything(scene)
    result = bring(scene, BROKEN)
    assert [(each.row, each.column, each.value) for each in result.problems] == [
        (4, "Postcode", "SW1A"),
        (4, "Interviewer", "nobody"),
    ]
    assert "Did you mean" not in result.problems[0].problem
    assert (result.rows, result.added, result.problem_count) == (3, 0, 2)
    assert everything(scene) == before


def test_a_dry_run_leaves_nothing_and_tells_the_same(scene: HubScene) -> None:
    bring(scene, TABLE)
    before = everything(scene)
    again = bring(scene, TABLE, dry_run=True)
    assert [(each.row, each.value) for each in again.problems] == [(2, "1042/01"), (3, "1042/02")]
    assert bring(scene, BROKEN, dry_run=True).problem_count == 2 + 2
    fresh = bring(scene, [TABLE[0], ["7", *[""] * 8]], "wave 2", dry_run=True)
    assert (fresh.rows, fresh.added, fresh.problem_count) == (1, 0, 0)
    assert everything(scene) == before


def test_a_sample_is_added_to_by_another_file_and_never_twice_by_the_same(scene: HubScene) -> None:
    bring(scene, TABLE)
    assert bring(scene, [TABLE[0], ["1042/03", *[""] * 8]]).added == 1
    again = bring(scene, TABLE)
    assert (again.added, [each.row for each in again.problems]) == (0, [2, 3])
    assert "There is a case with this reference already" in again.problems[0].problem
    (line,) = samples(scene.hub, scene.office(Role.ADMINISTRATOR))
    assert (line.name, line.instrument, line.version, line.cases, line.added_by) == (
        "wave 1",
        "neighbours",
        "1",
        3,
        "ada",
    )


def test_a_sample_keeps_to_the_version_it_was_begun_with(scene: HubScene) -> None:
    bring(scene, TABLE)
    newer = HubScene(scene.hub, instrument_of(NEIGHBOURS.replace('version: "1"', 'version: "2"')), scene.clock)
    ada = scene.office(Role.ADMINISTRATOR)
    add_instrument(scene.hub, ada, newer.instrument.sources)
    bring(scene, [TABLE[0], ["1", *[""] * 8]])
    bring(scene, [TABLE[0], ["2", *[""] * 8]], "wave 2")
    assert [(line.name, line.version, line.cases) for line in samples(scene.hub, ada)] == [
        ("wave 1", "1", 3),
        ("wave 2", "2", 1),
    ]
    with pytest.raises(Conflict, match="wave 1 is for the instrument neighbours 1"):
        import_sample(scene.hub, ada, "wave 1", newer.instrument.sha256, csv_of(TABLE))


def test_an_instrument_can_be_named_by_its_hash_and_must_be_there(scene: HubScene) -> None:
    ada = scene.office(Role.ADMINISTRATOR)
    result = import_sample(scene.hub, ada, "wave 1", scene.instrument.sha256, csv_of(TABLE), mode="CATI")
    assert result.added == 2
    with pytest.raises(NotThere, match="no instrument neighbors"):
        import_sample(scene.hub, ada, "wave 2", "neighbors", csv_of(TABLE))


@pytest.mark.parametrize("role", [Role.INTERVIEWER, Role.TELEPHONE_INTERVIEWER, Role.CODER, Role.SUPERVISOR])
def test_only_an_administrator_brings_a_sample(scene: HubScene, role: Role) -> None:
    principal = Principal(scene.account("someone", role), "someone", role)
    with pytest.raises(NotAllowed):
        import_sample(scene.hub, principal, "wave 1", "neighbours", csv_of(TABLE))
    assert count(scene, "cases") == 0


def test_supervisors_see_which_samples_there_are_and_interviewers_do_not(scene: HubScene) -> None:
    assert samples(scene.hub, scene.office(Role.SUPERVISOR)) == []
    with pytest.raises(NotAllowed):
        samples(scene.hub, scene.laptop("anna"))


def test_what_is_no_table_and_what_is_no_mode_is_refused_in_words(scene: HubScene) -> None:
    ada = scene.office(Role.ADMINISTRATOR)
    with pytest.raises(Unreadable, match=r"sample\.xlsx: The workbook is damaged") as unreadable:
        import_sample(scene.hub, ada, "wave 1", "neighbours", b"PK\x03\x04" + bytes(100), "sample.xlsx")
    assert unreadable.value.code == "unreadable"
    with pytest.raises(Unfit, match="no mode of an interview") as unfit:
        import_sample(scene.hub, ada, "wave 1", "neighbours", csv_of(TABLE), mode="pigeon")
    assert unfit.value.where == "mode"


def test_a_reference_taken_while_the_file_was_read_is_told_and_nothing_is_added(
    scene: HubScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = read_sample

    def meanwhile(content: bytes, order: SampleOrder) -> SampleReading:
        monkeypatch.setattr(sampling, "read_sample", read)
        bring(scene, [TABLE[0], TABLE[2]], "another")
        return read(content, order)

    monkeypatch.setattr(sampling, "read_sample", meanwhile)
    result = bring(scene, TABLE)
    assert [(each.row, each.value) for each in result.problems] == [(3, "1042/02")]
    assert [line.name for line in samples(scene.hub, scene.office(Role.ADMINISTRATOR))] == ["another"]
    assert count(scene, "cases") == 1


def test_a_failure_half_way_leaves_nothing(scene: HubScene, monkeypatch: pytest.MonkeyPatch) -> None:
    create, times = create_cases, []

    def failing(*given: object) -> list[str]:
        times.append(1)
        if len(times) == 3:
            raise RuntimeError("the machine went off")
        return create(*given)  # type: ignore[arg-type]  # handed on as they came

    table = [["Reference", "Interviewer"], *([str(number), "anna"] for number in range(2_500))]
    bring(scene, TABLE)
    before = everything(scene)
    monkeypatch.setattr(sampling, "create_cases", failing)
    with pytest.raises(RuntimeError):
        bring(scene, table, "wave 2")
    assert len(times) == 3
    assert everything(scene) == before
    monkeypatch.setattr(sampling, "create_cases", create)
    assert bring(scene, table, "wave 2").added == 2_500


def test_the_audit_log_names_the_sample_and_nobody_in_it(scene: HubScene) -> None:
    bring(scene, TABLE)
    with scene.hub.database.reading() as connection:
        lines = connection.execute(select(tables.audit)).all()
    told = [line for line in lines if line.action == "sample_added"]
    assert [(line.who, line.subject) for line in told] == [("ada", "wave 1")]
    assert '"cases":"2"' in told[0].details
    for secret in ("Þórunn", "1042", "SW1A", "7946"):
        assert not any(secret in repr(line) for line in lines)


def test_the_mapping_and_the_notes_come_back(scene: HubScene) -> None:
    ada = scene.office(Role.ADMINISTRATOR)
    content = csv_of([["Ref", "PCODE", "Shoes"], ["1", "sw1a1aa", "9"]])
    result = import_sample(scene.hub, ada, "w", "neighbours", content, mode="telephone", mapping={"Postcode": "pcode"})
    assert result.mapping == {"reference": "Ref", "postcode": "PCODE"}
    assert any("Shoes" in note for note in result.notes)
