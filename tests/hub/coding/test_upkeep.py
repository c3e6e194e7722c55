"""Upkeep: the jobs of completed cases, found once in each state of their journals, with what was said and nothing else."""

from pathlib import Path
from typing import Any

from sqlalchemy import Row, select, update

from capi.fieldwork.contents import RowAdded, RowRemoved
from capi.hub.coding.upkeep import look_at_some, words_in
from capi.hub.database import HubDatabase
from capi.hub.journals.segments import Segment, append_segment
from capi.hub.tables import cases, jobs
from capi.instrument.model import Answer, Missing
from tests.hub.coding.scene import PEOPLE, CodingScene


def lines(scene: CodingScene) -> list[Row[Any]]:
    while look_at_some(scene.hub):
        pass
    with scene.hub.database.reading() as connection:
        return list(connection.execute(select(jobs).order_by(jobs.c.case_key, jobs.c.rows)))


def waiting(scene: CodingScene) -> list[tuple[str, str]]:
    return [(line.occupation, line.industry) for line in lines(scene)]


def test_a_completed_case_has_a_job_with_its_words_and_the_facts_that_help(scene: CodingScene) -> None:
    scene.says("1/1", "Welder", "Welds hulls", "Ship building", {"Stat": 1, "Supvis": 1})
    [line] = lines(scene)
    words = words_in(line)
    assert (words.title, words.did, words.industry, words.supervises) == (
        "Welder",
        "Welds hulls",
        "Ship building",
        True,
    )
    assert words.facts == (("Employee or self-employed", "1 · Employee"), ("Supervised others", "1 · Yes"))
    assert (line.occupation, line.industry, line.automatic) == ("uncoded", "uncoded", False)


def test_only_what_was_said_is_to_be_coded(scene: CodingScene) -> None:
    scene.says("1/1", "Welder")
    scene.says("2/1", industry="Ship building")
    scene.says("3/1", "  ", Missing.REFUSED)
    assert waiting(scene) == [("uncoded", ""), ("", "uncoded"), ("", "")]
    assert scene.standing == (2, 0, 0, 0)


def test_who_does_not_work_has_no_job_and_is_looked_at_once(scene: CodingScene) -> None:
    journal = scene.scene.case("1/1", scene.laptop).opened().answered("Wrking", 2).completed()
    scene.send(journal, after=1)
    assert look_at_some(scene.hub) == 1
    assert look_at_some(scene.hub) == 0
    assert scene.standing == (0, 0, 0, 0)


def test_answers_off_the_route_are_no_job(scene: CodingScene) -> None:
    journal = scene.says("1/1", "Welder")
    scene.says_otherwise(journal, Wrking=2)
    assert waiting(scene) == [("", "")]


def test_a_case_that_is_not_completed_has_no_job_until_it_is(scene: CodingScene) -> None:
    journal = scene.scene.case("1/1", scene.laptop).opened()
    scene.answer(journal, Wrking=1, IndD="Ship building", OccT="Welder")
    scene.send(journal, after=1)
    assert lines(scene) == []
    scene.send(journal.completed(), after=5)
    assert waiting(scene) == [("uncoded", "uncoded")]


def test_a_case_that_is_worked_on_again_is_not_to_code_and_comes_back_with_its_new_words(scene: CodingScene) -> None:
    journal = scene.says("1/1", "Welder")
    assert scene.standing == (1, 0, 0, 0)
    scene.send(journal.opened().answered("OccT", "Yoga teacher"), after=8)
    assert scene.standing == (0, 0, 0, 0)
    scene.send(journal.completed(), after=10)
    assert scene.standing == (1, 0, 0, 0)
    assert scene.next(scene.cora).title == "Yoga teacher"


def test_a_deleted_case_is_not_there(scene: CodingScene) -> None:
    journal = scene.says("1/1", "Welder")
    lines(scene)
    scene.delete(journal)
    assert scene.standing == (0, 0, 0, 0)
    assert scene.ask(scene.cora).job is None


def test_each_person_has_a_job_and_nobody_is_named(database: HubDatabase, tmp_path: Path) -> None:
    scene = CodingScene.set_up(database, tmp_path, instrument=PEOPLE)
    journal = scene.scene.case("1/1", scene.laptop).opened()
    for row, (name, title) in enumerate((("Rosa Quillfeather", "Welder"), ("Imran", "Baler")), 1):
        if row > 1:
            journal.write(RowAdded("People", row, "AnyoneElse", None))
        answers: dict[str, Answer] = {
            f"Name[{row}]": name,
            f"OccT[{row}]": title,
            f"OccD[{row}]": "",
            f"Stat[{row}]": 1,
        }
        scene.answer(journal, **answers)
    scene.send(journal.answered("AnyoneElse", 2).completed(), after=1)
    assert [line.rows for line in lines(scene)] == ["1", "2"]
    assert [words_in(line).title for line in lines(scene)] == ["Welder", "Baler"]
    job = scene.next(scene.cora)
    assert "Quillfeather" not in str(job) + str([line.words for line in lines(scene)])
    scene.keep(scene.cora, job, "5215")
    after = len(journal.entries)
    scene.send(journal.opened().write(RowRemoved("People[2]", None)).completed(), after=after)
    assert [line.rows for line in lines(scene)] == ["1"]


def test_a_case_without_a_job_that_gets_one_and_loses_it(database: HubDatabase, tmp_path: Path) -> None:
    scene = CodingScene.set_up(database, tmp_path)
    journal = scene.says("1/1", Missing.REFUSED)
    assert [line.said for line in lines(scene)] == [""]
    scene.says_otherwise(journal, OccT="Welder")
    assert waiting(scene) == [("uncoded", "")]
    scene.says_otherwise(journal, OccT=Missing.DONT_KNOW)
    assert waiting(scene) == [("", "")]


def test_words_put_back_as_they_were_have_their_codes_again(scene: CodingScene) -> None:
    journal = scene.says("1/1", "Welder")
    scene.code(scene.cora, "5215")
    scene.says_otherwise(journal, OccT="Yoga teacher")
    assert (scene.standing, scene.holding()) == ((1, 0, 0, 0), {})
    scene.says_otherwise(journal, OccT="Welder")
    assert scene.standing == (0, 0, 0, 1)
    assert scene.holding() == {("id-1/1", "", "SOC2020"): "5215", ("id-1/1", "", "SOC2010"): "5215"}
    assert scene.ask(scene.cora).job is None


def test_other_answers_that_change_leave_the_codes_as_they_are(scene: CodingScene) -> None:
    journal = scene.says("1/1", "Welder")
    scene.code(scene.cora, "5215")
    scene.says_otherwise(journal, Supvis=1)
    assert scene.standing == (0, 0, 0, 1)
    assert len(scene.holding()) == 2


def test_a_journal_that_cannot_be_read_keeps_no_other_job_back(scene: CodingScene) -> None:
    broken = scene.says("1/1", "Welder")
    scene.says("2/1", "Baler")
    row = scene.scene.row(broken.case_id)
    with scene.hub.database.writing() as connection:
        append_segment(connection, Segment(row.key, 0, row.number + 1, [b'{"no":"entry"}'], None, 1))
        connection.execute(update(cases).where(cases.c.key == row.key).values(number=row.number + 1))
    assert waiting(scene) == [("", ""), ("uncoded", "")]
    assert scene.next(scene.cora).title == "Baler"
