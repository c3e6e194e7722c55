"""Keeping codes: what is no code is refused, what was coded twice is kept once, and whoever comes too late is told so."""

from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import func, select

from capi.hub import tables
from capi.hub.coding.books import opened
from capi.hub.coding.fitting import FitCode, fit_codes
from capi.hub.coding.keeping_codes import keep_codes
from capi.hub.database import HubDatabase
from capi.hub.errors import Conflict, NotAllowed, NotThere, Unfit
from capi.hub.hub import Principal
from capi.sync.coding_messages import UNCODABLE, CodeScheme, GivenCode, How, Stage
from capi.sync.messages import Role
from tests.hub.coding.scene import ALL, SIC2007, SOC2010, SOC2020, CodingScene

SOC, OLD, SIC = CodeScheme.SOC2020, CodeScheme.SOC2010, CodeScheme.SIC2007


def fitted(scene: CodingScene, *given: GivenCode) -> dict[CodeScheme, tuple[str, How]]:
    books = {scheme: book for scheme in CodeScheme if (book := opened(scene.hub.shelf, scheme))}
    return {each.scheme: (each.code, each.how) for each in fit_codes(books, given)}


# --- what follows of a code ---


@pytest.mark.parametrize(
    ("code", "entry", "follows"),
    [
        ("5215", "Welder", ("5215", How.THROUGH)),
        ("5215", "", ("5215", How.THROUGH)),
        ("2314", "Montessori teacher", ("2319", How.THROUGH)),
        ("2314", "Teacher (primary school)", ("2315", How.THROUGH)),
        ("231", "", (UNCODABLE, How.THROUGH)),
        (UNCODABLE, "", (UNCODABLE, How.THROUGH)),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_soc2010_follows_of_the_entry_or_of_the_group(
    scene: CodingScene, code: str, entry: str, follows: tuple[str, How]
) -> None:
    found = fitted(scene, GivenCode(scheme=SOC, code=code, entry=entry))
    assert found[SOC] == (code, How.SUGGESTED if entry else How.TYPED)
    assert found[OLD] == follows


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_where_entries_do_not_agree_the_coder_is_told_between_which(scene: CodingScene) -> None:
    with pytest.raises(Unfit, match=r"2314 of SOC2020 has one of 2315, 2319 in SOC2010"):
        fitted(scene, GivenCode(scheme=SOC, code="2314"))
    scene.load(SOC2010)
    with pytest.raises(Unfit, match=r"one of 2315 Primary teachers, 2319 Other teachers"):
        fitted(scene, GivenCode(scheme=SOC, code="2314", entry="no such entry"))
    with pytest.raises(Unfit, match="no code in SOC2010"):
        fitted(scene, GivenCode(scheme=SOC, code="9139"))
    found = fitted(scene, GivenCode(scheme=OLD, code="2315"), GivenCode(scheme=SOC, code="2314"))
    assert found[OLD] == ("2315", How.TYPED)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "given",
    [
        (GivenCode(scheme=SOC, code="9999"),),
        (GivenCode(scheme=SIC, code="99999"),),
        (GivenCode(scheme=SOC, code="5215"), GivenCode(scheme=OLD, code="9998")),
        (GivenCode(scheme=SOC, code="5215"), GivenCode(scheme=SOC, code="2314")),
    ],
)
def test_what_is_no_code_is_refused(scene: CodingScene, given: tuple[GivenCode, ...]) -> None:
    with pytest.raises(Unfit, match=r"has no|names no|two codes"):
        fitted(scene, *given)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_each_code_names_the_publication_it_stands_in(scene: CodingScene) -> None:
    books = {scheme: book for scheme in CodeScheme if (book := opened(scene.hub.shelf, scheme))}
    given = [GivenCode(scheme=SOC, code="5215"), GivenCode(scheme=SIC, code="30")]
    found = {each.scheme: each for each in fit_codes(books, given)}
    assert found[SOC] == FitCode(SOC, "5215", How.TYPED, "small SOC2020, version 12", "a" * 64)
    assert (found[SIC].classification, found[SIC].sha256) == (f"small structure, sha256 {'d' * 12}", "d" * 64)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_another_edition_on_the_shelf_is_used_at_once(scene: CodingScene) -> None:
    scene.load(
        msgspec.structs.replace(
            SOC2020, version="13", sha256="f" * 64, groups=SOC2020.groups[:-1], entries=SOC2020.entries[:-1]
        )
    )
    assert scene.state.indexes["SOC2020"] == "small SOC2020, version 13"
    with pytest.raises(Unfit, match="version 13 has no 9139"):
        fitted(scene, GivenCode(scheme=SOC, code="9139"))


# --- what is kept ---


def test_codes_are_kept_with_who_how_and_where_from_and_ns_sec_follows(scene: CodingScene) -> None:
    scene.says("1/1", "Welder", industry="Ship building")
    job = scene.next(scene.cora)
    kept = scene.keep(scene.cora, job, "5215", "30110", entry="Spot welder")
    assert sorted(scene.lines()) == [
        ("SIC2007", "30110", "first", "typed", "cora"),
        ("SOC2010", "5215", "first", "through", "cora"),
        ("SOC2020", "5215", "first", "suggested", "cora"),
    ]
    assert kept.stands
    assert dict(kept.derived) == {
        "NS-SEC, 8 classes": "5",
        "NS-SEC, 5 classes": "4",
        "NS-SEC, 3 classes": "3",
        "NS-SEC method": "full",
        "ILO economic status": "in employment",
    }
    assert (kept.state.to_code, kept.state.coded) == (0, 1)
    assert len(scene.holding()) == 3


def test_the_audit_log_has_a_line_and_no_answer_and_no_code(scene: CodingScene) -> None:
    scene.says("1/1", "Welder of quillfeathers")
    scene.code(scene.cora, "5215")
    [line] = [each for each in scene.audited() if each[1] == "coded"]
    assert (line[0], line[2]) == ("cora", "id-1/1")
    assert "5215" not in line[3]
    assert "quillfeather" not in str(scene.audited())


def test_the_same_again_changes_nothing(scene: CodingScene) -> None:
    scene.says("1/1", "Welder")
    job = scene.next(scene.cora)
    first = scene.keep(scene.cora, job, "5215")
    before = scene.lines(), scene.audited()
    again = scene.keep(scene.cora, job, "5215")
    assert (again.stands, again.derived) == (first.stands, first.derived)
    assert (scene.lines(), scene.audited()) == before


def test_the_same_again_is_kept_once_even_when_somebody_has_coded_it_since(scene: CodingScene) -> None:
    scene.direct(double=1.0)
    scene.says("1/1", "Welder")
    job = scene.next(scene.cora)
    scene.keep(scene.cora, job, "5215")
    scene.code(scene.dora, "5215")
    assert scene.keep(scene.cora, job, "5215").stands
    assert len(scene.lines()) == 4


def test_who_has_coded_a_job_may_correct_it_until_somebody_else_codes_it(scene: CodingScene) -> None:
    scene.direct(double=1.0)
    scene.says("1/1", "Welder")
    job = scene.next(scene.cora)
    scene.keep(scene.cora, job, "5215")
    scene.keep(scene.cora, job, "2319")
    with pytest.raises(Conflict, match="Somebody else has coded this job"):
        scene.keep(scene.enid, job, "5215")
    assert scene.code(scene.dora, "2319").stands
    with pytest.raises(Conflict, match="Somebody else has coded this job"):
        scene.keep(scene.cora, job, "5215")
    assert scene.holding()["id-1/1", "", "SOC2010"] == "3443"


def test_a_second_coding_is_neither_the_first_coders_nor_corrected(scene: CodingScene) -> None:
    scene.direct(double=1.0)
    scene.says("1/1", "Welder")
    scene.code(scene.cora, "5215")
    again = scene.next(scene.dora)
    with pytest.raises(Conflict, match="dora has this job now"):
        scene.keep(scene.cora, again, "5215")
    scene.scene.time += timedelta(hours=1)
    with pytest.raises(Conflict, match="have coded this job yourself"):
        scene.keep(scene.cora, again, "5215")
    scene.keep(scene.dora, again, "2319")
    with pytest.raises(Conflict):
        scene.keep(scene.dora, again, "5215")
    assert scene.standing == (0, 0, 1, 0)


def test_neither_of_two_coders_settles_what_they_coded(scene: CodingScene) -> None:
    scene.direct(double=1.0)
    scene.says("1/1", "Welder")
    scene.code(scene.cora, "5215")
    scene.code(scene.dora, "2319")
    job = msgspec.structs.replace(scene.next(scene.enid), wanted=(SOC,))
    scene.scene.time += timedelta(hours=1)
    for coder in (scene.cora, scene.dora):
        with pytest.raises(NotAllowed, match="does not settle"):
            scene.keep(coder, job, "5215")
    scene.keep(scene.enid, job, "5215")
    assert scene.keep(scene.ruth, job, "2319").stands
    assert scene.holding()["id-1/1", "", "SOC2020"] == "2319"


def test_what_two_coded_alike_cannot_be_settled(scene: CodingScene) -> None:
    scene.direct(double=1.0)
    scene.says("1/1", "Welder")
    scene.code(scene.cora, "5215")
    job = scene.next(scene.dora)
    scene.keep(scene.dora, job, "5215")
    with pytest.raises(Conflict, match="nothing to settle"):
        scene.keep(scene.ruth, msgspec.structs.replace(job, stage=Stage.SETTLED), "2319")


def test_what_is_wanted_must_be_given(scene: CodingScene) -> None:
    scene.says("1/1", "Welder", industry="Ship building")
    job = scene.next(scene.cora)
    with pytest.raises(Unfit, match="Give the industry a code too"):
        scene.keep(scene.cora, job, "5215")
    assert scene.lines() == []
    assert scene.keep(scene.cora, job, "5215", UNCODABLE).stands


def test_nothing_is_coded_that_was_not_said(scene: CodingScene) -> None:
    scene.says("1/1", "Welder")
    with pytest.raises(Unfit, match="Nothing was said of the industry"):
        scene.code(scene.cora, "5215", "SIC2007=30110")


def test_what_cannot_be_coded_is_done_with_and_is_no_value(scene: CodingScene) -> None:
    scene.says("1/1", "work")
    kept = scene.code(scene.cora, UNCODABLE)
    assert scene.standing == (0, 0, 0, 1)
    assert scene.holding() == {}
    assert ("NS-SEC", "not classified: occupation not described well enough") in kept.derived


# --- too late, or not theirs ---


def test_another_coders_job_is_refused(scene: CodingScene) -> None:
    scene.says("1/1", "Welder")
    job = scene.next(scene.cora)
    scene.scene.time += timedelta(minutes=16)
    scene.next(scene.dora)
    with pytest.raises(Conflict, match="dora has this job now"):
        scene.keep(scene.cora, job, "5215")
    assert scene.lines() == []


def test_a_job_that_nobody_took_since_may_still_be_kept(scene: CodingScene) -> None:
    scene.says("1/1", "Welder")
    job = scene.next(scene.cora)
    scene.scene.time += timedelta(hours=5)
    assert scene.keep(scene.cora, job, "5215").stands


def test_words_that_were_changed_meanwhile_are_not_coded(scene: CodingScene) -> None:
    journal = scene.says("1/1", "Welder")
    job = scene.next(scene.cora)
    scene.says_otherwise(journal, OccT="Yoga teacher")
    with pytest.raises(Conflict, match="has been changed"):
        scene.keep(scene.cora, job, "5215")
    assert scene.lines() == []


def test_a_case_that_only_went_on_keeps_the_codes(scene: CodingScene) -> None:
    journal = scene.says("1/1", "Welder")
    job = scene.next(scene.cora)
    scene.says_otherwise(journal, Supvis=1)
    assert scene.keep(scene.cora, job, "5215").stands
    assert scene.standing == (0, 0, 0, 1)


def test_a_case_that_is_being_worked_on_again_keeps_none(scene: CodingScene) -> None:
    journal = scene.says("1/1", "Welder")
    job = scene.next(scene.cora)
    scene.send(journal.opened().answered("OccT", "Welder"), after=8)
    with pytest.raises(Conflict, match="being worked on again"):
        scene.keep(scene.cora, job, "5215")


def test_a_deleted_case_keeps_none(scene: CodingScene) -> None:
    journal = scene.says("1/1", "Welder")
    job = scene.next(scene.cora)
    scene.delete(journal)
    with pytest.raises(NotThere):
        scene.keep(scene.cora, job, "5215")


@pytest.mark.parametrize("case", ["no such case", "id-1/1\u202e", "x" * 100, "Ω" * 50])
def test_there_is_no_job_in_a_case_that_is_not_there(scene: CodingScene, case: str) -> None:
    scene.says("1/1", "Welder")
    job = msgspec.structs.replace(scene.next(scene.cora), case=case)
    with pytest.raises(NotThere, match="no such job"):
        scene.keep(scene.cora, job, "5215")
    with pytest.raises(NotThere):
        scene.keep(scene.cora, msgspec.structs.replace(job, case="id-1/1", rows="7"), "5215")


@pytest.mark.parametrize("words", ["NUL \0", "half \ud800 a character"])
def test_what_no_database_keeps_is_refused(scene: CodingScene, words: str) -> None:
    scene.says("1/1", "Welder")
    job = scene.next(scene.cora)
    with pytest.raises(Unfit):
        scene.keep(scene.cora, msgspec.structs.replace(job, rows=words), "5215")
    with pytest.raises(Unfit):
        scene.keep(scene.cora, job, "5215", entry=words)
    assert scene.lines() == []


def test_who_has_not_the_right_keeps_nothing(scene: CodingScene) -> None:
    scene.says("1/1", "Welder")
    job = scene.next(scene.cora)
    for role in (Role.ADMINISTRATOR, Role.INTERVIEWER, Role.TELEPHONE_INTERVIEWER):
        with pytest.raises(NotAllowed):
            keep_codes(scene.hub, Principal(1, "ada", role), scene.codes(job, "5215"))


def test_without_an_index_nothing_is_kept_and_the_command_is_named(database: HubDatabase, tmp_path: Path) -> None:
    scene = CodingScene.set_up(database, tmp_path, (SIC2007,))
    scene.says("1/1", "Welder", industry="Ship building")
    job = scene.next(scene.cora)
    with pytest.raises(Conflict, match=r"no index of SOC2020.*capi classification add FILE"):
        scene.keep(scene.cora, job, "30110", "SOC2020=5215")
    assert scene.keep(scene.cora, job, "30110").stands


def test_a_damaged_index_is_told_and_nothing_is_kept(database: HubDatabase, tmp_path: Path) -> None:
    scene = CodingScene.set_up(database, tmp_path)
    scene.says("1/1", "Welder")
    job = scene.next(scene.cora)
    for path in (tmp_path / "classifications").glob("SOC2020-*"):
        path.write_bytes(b"damaged")
    with pytest.raises(Conflict, match="cannot be read"):
        scene.keep(scene.cora, job, "5215")
    assert len(ALL) == 4
    with database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(tables.codes)).scalar() == 0
