import json
from pathlib import Path

import pytest

from tests.commands.in_process import Capi
from tests.commands.in_process import capi as capi

# Ibis 12 asks DuckDB 2 by a name that is to go.
pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")


@pytest.fixture
def persons(tmp_path: Path) -> Path:
    """Forty in state schools and three elsewhere."""
    file = tmp_path / "persons.csv"
    file.write_text("case,SchoolType,weight\n" + "".join(f"{at},{1 if at < 40 else 5},1.5\n" for at in range(43)))
    return file


def test_the_paths_are_the_result_and_small_numbers_are_hidden(capi: Capi, persons: Path, tmp_path: Path) -> None:
    ended = capi("tables", persons, "--out", tmp_path / "out")
    assert ended.code == 0, ended.err
    names = [Path(line).name for line in ended.out.splitlines()]
    assert names == ["tables.html", "tables.xlsx", "tables.json", "school-type.csv", "school-type.svg", "manifest.json"]
    assert all(Path(line).is_file() for line in ended.out.splitlines())
    assert "Not made: Economic Status. The dataset has no ilo_status" in ended.err
    assert "5,inside,category,,,Attended school outside the UK,[c],[c],," in (
        tmp_path / "out" / "school-type.csv"
    ).read_text(encoding="utf-8")


def test_json_is_what_stands_in_the_file(capi: Capi, persons: Path, tmp_path: Path) -> None:
    ended = capi("tables", persons, "--out", tmp_path / "out", "--json", "--weight", "weight", "--round", "5")
    content = json.loads(ended.out)
    assert content == json.loads((tmp_path / "out" / "tables.json").read_text(encoding="utf-8"))
    lines = {line["line"]: line for line in content["tables"][0]["lines"]}
    assert (lines["1"]["people"], lines["5"]["people"], lines["all"]["people"]) == (40, 5, 45)
    assert lines["all"]["weighted_people"] == 67.5
    assert (content["persons"], content["weight"]) == (45, "weight")


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("nowhere.csv",), 1, "There is no file nowhere.csv"),
        (("mysql://office/hub",), 1, "SQLite or PostgreSQL"),
        (("persons.csv", "--weight", "nope"), 1, "no column 'nope'"),
        (("persons.csv", "--round", "2"), 1, "Round to 3 or more"),
        (("persons.csv", "--threshold", "0"), 2, "--threshold"),
        (("persons.csv", "--threshold", "50"), 1, "nothing would be left"),
        (("broken.parquet",), 1, "broken.parquet"),
        (("other.txt",), 1, "is not a case file"),
    ],
)
def test_refusals_say_what_to_do_and_leave_nothing(
    capi: Capi, persons: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], code: int, told: str
) -> None:
    monkeypatch.chdir(persons.parent)
    Path("broken.parquet").write_bytes(b"PAR1")
    Path("other.txt").write_text("no", encoding="utf-8")
    ended = capi("tables", *words, "--out", "out")
    assert (ended.code, told in ended.err) == (code, True), ended
    assert not Path("out").exists()


def test_nothing_is_overwritten_unless_asked_for(capi: Capi, persons: Path, tmp_path: Path) -> None:
    assert capi("tables", persons, "--out", tmp_path / "out").code == 0
    again = capi("tables", persons, "--out", tmp_path / "out")
    assert (again.code, "--force" in again.err) == (1, True)
    assert capi("tables", persons, "--out", tmp_path / "out", "--force").code == 0
