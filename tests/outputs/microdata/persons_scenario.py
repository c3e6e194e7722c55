"""Exports with derived variables: households whose members work, with codes for their jobs and a small table of NS-SEC."""

from collections.abc import Mapping
from pathlib import Path

from capi.dataset.cells import MissingCodes
from capi.dataset.disclosure import Profile
from capi.dataset.flatten import datasets
from capi.dataset.job_codes import SCHEMES, JobCodes, JobTexts
from capi.derivation.full_nssec import COLUMNS, NssecTable
from capi.outputs.microdata.deriving import Deriving
from capi.outputs.microdata.export import Delivery, export_data
from capi.outputs.microdata.formats import format_called
from tests.dataset.household import Journals, household
from tests.outputs.microdata.formats_scenario import CIRCUMSTANCES

WORK = """
    instrument: work
    version: "1"
    title: Work
    modes: [face_to_face, telephone]
    facts:
      Region: {label: Region, type: choice, categories: {1: North, 2: South}}
    frames:
      countries: {title: Countries, file: countries.csv}
    sections:
      - roster: People
        title: People
        row_name: "{Name|Person}"
        at_most: 6
        ask:
          - Name: {label: Name, text: Name?, type: text, longest: 50}
          - DateOfBirth: {label: Date of birth, text: Born?, type: date}
          - Sex: {text: Sex?, categories: {1: Male, 2: Female}}
          - EarnerStatus: {text: Earner?, categories: {1: Employee, 2: Employer, 3: Freelancer, 4: Not working}}
          - EarnerOccupation:
              asked_if: EarnerStatus in (1, 2, 3)
              text: Which?
              categories: {1: Professional, 2: Managers, 3: Clerical, 4: Routine, 5: Technical}
          - Wrking: {text: Working?, categories: {1: "Yes", 2: "No"}}
          - EverWk: {asked_if: Wrking == 2, text: Ever?, categories: {1: "Yes", 2: "No"}}
          - Looked: {asked_if: Wrking == 2, text: Looked?, categories: {1: "Yes", 2: "No"}}
          - IndD: {asked_if: Wrking == 1, text: Industry?, type: text, longest: 200}
          - OccT: {asked_if: Wrking == 1, text: Title?, type: text, longest: 200}
          - OccD: {asked_if: Wrking == 1, text: Did?, type: text, longest: 200}
          - Stat: {asked_if: Wrking == 1, text: Status?, categories: {1: Employee, 2: Self-employed}}
          - Supvis: {asked_if: Stat == 1, text: Supervise?, categories: {1: "Yes", 2: "No"}}
          - FtPtWk: {asked_if: Wrking == 1, text: Hours?, categories: {1: Full-time, 2: Part-time}}
        another:
          AnyoneElse: {text: Else?, categories: {1: "Yes", 2: "No"}}
"""
TEACHER, BAKER = 2314, 5432
CODES: Mapping[str, Mapping[str, str]] = {
    "Teacher": {"SOC2010": f"{TEACHER}", "SOC2020": "2313", "SIC2007": "85310"},
    "Baker": {"SOC2010": f"{BAKER}", "SOC2020": "5432", "SIC2007": "01110"},
}
TITLES = {
    "SOC2010": {"23": "Teaching and educational professionals", "2314": "Secondary education teaching professionals"},
    "SIC2007": {"85": "Education", "85310": "General secondary education", "01": "Crop and animal production"},
}
TABLE = NssecTable(
    "NS-SEC for tests, version 1",
    {(group, column): "L4.1" if group == TEACHER else "L11.1" for group in (TEACHER, BAKER) for column in COLUMNS},
)


def codes_of(_case: str, _row: str, job: JobTexts) -> Mapping[str, str]:
    return CODES.get(job.title, {})


DERIVING = Deriving(TABLE, JobCodes(SCHEMES, codes_of), TITLES)


def working(name: str, title: str, *, last: bool = False, born: str = "1986-05-04") -> list[tuple[str, object]]:
    return [
        *[
            ("Name", name),
            ("DateOfBirth", born),
            ("Sex", 2),
            ("EarnerStatus", 3),
            ("EarnerOccupation", 4),
            ("Wrking", 1),
        ],
        *[("IndD", "a school"), ("OccT", title), ("OccD", "worked"), ("Stat", 1), ("Supvis", 2), ("FtPtWk", 1)],
        ("AnyoneElse", 2 if last else 1),
    ]


def looking(name: str, *, last: bool = False) -> list[tuple[str, object]]:
    """Never worked, and did not look for work either."""
    return [
        *[("Name", name), ("DateOfBirth", "1950-02-03"), ("Sex", 1), ("EarnerStatus", 4), ("Wrking", 2)],
        *[("EverWk", 2), ("Looked", 2), ("AnyoneElse", 2 if last else 1)],
    ]


def answers(*people: list[tuple[str, object]]) -> list[tuple[str, object]]:
    """Of a household, each field in its person's row."""
    return [
        (field if field == "AnyoneElse" else f"{field}[{row}]", value)
        for row, person in enumerate(people, 1)
        for field, value in person
    ]


def households(number: int = 2, text: str = WORK) -> Journals:
    journals = Journals()
    kept = household(text)
    for at in range(number):
        people = (working("Zebulonia", "Teacher"), working("Yolandine", "Nobody"), looking("Xantippe", last=True))
        one = (working("Walburga", "Baker", last=True),)
        journals.hold(f"1042/{at:02}", answers(*(people if at % 2 == 0 else one)), facts={"Region": 2}, kept=kept)
    return journals


def export_persons(
    journals: Journals,
    out: Path,
    name: str,
    profile: Profile = Profile.SECURE,
    deriving: Deriving | None = DERIVING,
    codes: MissingCodes | None = None,
) -> dict[str, Path]:
    """The files by their names."""
    delivery = Delivery(profile, codes or MissingCodes(), out, file_format=format_called(name), deriving=deriving)
    files = export_data(datasets(journals, everything=True), delivery, CIRCUMSTANCES)
    return {file.name: file for file in files}
