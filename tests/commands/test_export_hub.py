"""`capi export` of a hub: by its folder or the URL of its database, the same as of a case file, with the codes of jobs besides."""

import csv
import json
from pathlib import Path

from tests.commands.in_process import Capi
from tests.commands.in_process import capi as capi
from tests.commands.test_hub_derive import Office
from tests.commands.test_hub_derive import office as office
from tests.hub.conftest import database_url as database_url
from tests.hub.conftest import like as like
from tests.hub.conftest import postgresql_server as postgresql_server
from tests.hub.conftest import postgresql_template as postgresql_template
from tests.hub.conftest import postgresql_url as postgresql_url
from tests.hub.statistics.scenario import code


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return sorted(csv.DictReader(opened), key=lambda row: row["case"])


def test_a_hub_gives_what_the_case_file_gives_and_the_codes_of_jobs(capi: Capi, office: Office, tmp_path: Path) -> None:
    code(office.database, "id-5", {"SOC2010": "5330", "SIC2007": "30920"})
    for name, source in (("file", office.case_file), ("folder", office.folder), ("url", office.url)):
        ended = capi("export", source, "--profile", "secure", "--out", tmp_path / name)
        assert ended.code == 0, ended.err
        assert office.url not in ended.out + ended.err
    names = sorted(file.name for file in (tmp_path / "file").iterdir())
    for hub in ("folder", "url"):
        assert sorted(file.name for file in (tmp_path / hub).iterdir()) == names
        manifest = json.loads((tmp_path / hub / "manifest.json").read_text(encoding="utf-8"))
        assert manifest["source"] == "hub Fieldwork"
        for name in names:
            if name.endswith(".csv") and "codebook" not in name and name != "economic-activity-persons.csv":
                assert _rows(tmp_path / hub / name) == _rows(tmp_path / "file" / name), name
        (coded,) = _rows(tmp_path / hub / "economic-activity-persons.csv")
        (uncoded,) = _rows(tmp_path / "file" / "economic-activity-persons.csv")
        assert {name: coded[name] for name in uncoded} == uncoded
        codes = [coded[name] for name in ("SOC2010", "SOC2010_sub_major", "SIC2007", "SIC2007_division")]
        assert codes == ["5330", "53", "30920", "30"]


def test_a_hub_that_is_not_there_is_refused_in_words(capi: Capi, tmp_path: Path) -> None:
    ended = capi("export", tmp_path, "--out", tmp_path / "out")
    assert (ended.code, ended.out) == (1, "")
    assert "There is no hub in the folder" in ended.err
