"""Canaries: a unique string wherever something could find somebody, looked for in every byte of every file of an export."""

import io
import json
import struct
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from capi.dataset.cells import MissingCodes
from capi.dataset.disclosure import Profile
from capi.dataset.flatten import datasets
from capi.engine.answers import from_plain
from capi.engine.edits import FailedEdit
from capi.outputs.microdata.deriving import Deriving
from capi.outputs.microdata.export import Delivery, export_data
from capi.outputs.microdata.formats import FORMATS, format_called
from tests.fieldwork_scenario import Fieldwork, instrument_of
from tests.outputs.microdata.formats_scenario import CIRCUMSTANCES

# Ibis 12 asks DuckDB 2 for the columns of a table by a name that DuckDB has given up.
pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")

CANARIES = """
    instrument: canary
    version: "1"
    title: Canaries
    modes: [telephone]
    facts:
      Name: {label: Name, type: text, longest: 50}
      Address: {label: Address, type: text, longest: 50}
      Telephone: {label: Telephone, type: whole_number, minimum: 0, maximum: 99999999999}
      Email: {label: E-mail, type: text, longest: 50}
      Postcode: {label: Area, type: whole_number, minimum: 0, maximum: 99999999}
      SOC2010: {label: Occupation, type: whole_number, minimum: 0, maximum: 99999999}
      DateOfBirth: {label: Date of birth, type: date}
      Sex: {label: Sex, type: choice, categories: {1: Male, 2: Female}}
      PENFLAGP: {label: Over State pension age, type: whole_number, minimum: 0, maximum: 99999999}
    sections:
      - roster: People
        title: People
        row_name: "{FirstName|Person}"
        at_most: 3
        ask:
          - FirstName: {label: First name, text: What is the name?, type: text, longest: 50}
        another:
          AnyoneElse: {text: Anyone else?, categories: {1: "Yes", 2: "No"}}
      - section: All
        title: All
        ask:
          - Words: {label: Words, text: "What does {Name} do?", type: text, longest: 100}
          - Travel:
              label: Travel
              text: How do you travel?
              type: code_all
              categories: {1: Bus, 2: {text: Other, specify: TravelOther}}
          - Made: {label: Made, type: text, longest: 90, computed: Words}
          - Visits: {label: Visits, text: How often?, type: whole_number, minimum: 0, maximum: 99999999}
        edits:
          - signal: Often
            fails_if: Visits > 5
            message: That is often.
"""
FIELDS = (
    "Zebulonia",
    "Quagmire Lane",
    "7912345678",
    "zeb@quagmire.example",
    "64738291",
    "53124876",
    "1931-02-03",
    "76543217",
)
"""The facts of the sample, in their order, but for the sex."""
SAID = ("Yolandine", "xylophonist", "by zeppelin")
REFERENCE = "CASE-REF-177"
PARADATA = ("Anna", "L-12", "2026-11-18T14:30")
"""The interviewer, the device and the clock."""
NEVER = ("Rosa Fletcher", "Mill Lane", "remarkably nervous", "suppressed because unwell", "Wilhelmina", "id-CASE")
"""The label of the case, a remark, a reason, the name in a row that was removed, and the id of the case."""
SEEN = "87654321"


def _holds(data: bytes, canary: str) -> bool:
    """As a text in any of the usual codings, and as a number where it is one."""
    forms = [canary.encode(), canary.encode("utf-16-le")]
    if canary.isdigit():
        number = int(canary)
        forms += [number.to_bytes(8, "little"), struct.pack("<d", number)]
    if canary.count("-") == 2 and len(canary) == 10:
        day = date.fromisoformat(canary)
        forms += [struct.pack("<d", (day - date(1582, 10, 14)).days * 86_400)]
        forms += [struct.pack("<d", (day - date(1960, 1, 1)).days)]
        forms += [f"<v>{(day - date(1899, 12, 30)).days}</v>".encode()]
    return any(form in data for form in forms)


def _contents(file: Path) -> Iterator[bytes]:
    """The name and the bytes of a file, with what is packed in it unpacked."""
    data = file.read_bytes()
    yield file.name.encode() + b"\n" + data
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            yield from (packed.read(name) for name in packed.namelist())
    if file.suffix == ".parquet":
        table = pq.read_table(file)
        yield str(table.schema).encode()
        yield str([table.schema.metadata, *(field.metadata for field in table.schema)]).encode()
        for row in table.to_pylist():
            yield json.dumps(row, default=str, ensure_ascii=False).encode()


@pytest.fixture(scope="module")
def fieldwork(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fieldwork]:
    fieldwork = Fieldwork(tmp_path_factory.mktemp("canary") / "cases.casefile")
    name, address, telephone, email, area, occupation, born, flag = FIELDS
    facts: dict[str, int | str] = {
        "Name": name,
        "Address": address,
        "Telephone": int(telephone),
        "Email": email,
        "Postcode": int(area),
    }
    facts |= {"SOC2010": int(occupation), "DateOfBirth": born, "Sex": 2, "PENFLAGP": int(flag)}
    case = fieldwork.add(REFERENCE, instrument_of(CANARIES), facts=facts)
    sitting = fieldwork.sit(case)
    first, words, other = SAID
    answers = {"FirstName[1]": first, "AnyoneElse": 1, "FirstName[2]": NEVER[4]}
    for field, value in answers.items():
        sitting.answer(field, from_plain(value))
    sitting.answer("AnyoneElse", from_plain(2))
    sitting.remark("FirstName[1]", f"she is {NEVER[2]}")
    rest = {"Words": f"a {words}", "Travel": [2], "TravelOther": other, "Visits": int(SEEN)}
    failed: tuple[FailedEdit, ...] = ()
    for field, value in rest.items():
        failed = sitting.answer(field, from_plain(value)) or failed
    sitting.suppress(failed[0], NEVER[3])
    sitting.remove_row("People[2]")
    sitting.complete()
    yield fieldwork
    fieldwork.case_file.close()


def _found(fieldwork: Fieldwork, out: Path, name: str, profile: Profile) -> set[str]:
    """The canaries that are in any file of the export, and nothing but its files is in the folder."""
    made = datasets(fieldwork.case_file, everything=False)
    delivery = Delivery(profile, MissingCodes(), out, file_format=format_called(name), deriving=Deriving())
    files = export_data(made, delivery, CIRCUMSTANCES)
    assert {file.name for file in out.iterdir()} == {file.name for file in files}
    contents = [data for file in files for data in _contents(file)]
    return {
        each
        for each in (*FIELDS, *SAID, REFERENCE, *PARADATA, *NEVER, SEEN)
        if any(_holds(data, each) for data in contents)
    }


@pytest.mark.parametrize("name", FORMATS)
def test_what_finds_somebody_is_in_no_byte_for_end_users_and_in_the_secure_files_where_promised(
    fieldwork: Fieldwork, tmp_path: Path, name: str
) -> None:
    assert _found(fieldwork, tmp_path / "end", name, Profile.END_USER) == {SEEN}
    secure = _found(fieldwork, tmp_path / "secure", name, Profile.SECURE)
    assert secure == {*FIELDS, *SAID, REFERENCE, *PARADATA, SEEN}


def test_a_special_licence_lets_out_what_is_disclosive_and_neither_texts_nor_who_it_is(
    fieldwork: Fieldwork, tmp_path: Path
) -> None:
    _, _, _, _, area, occupation, born, flag = FIELDS
    assert _found(fieldwork, tmp_path / "special", "csv", Profile.SPECIAL) == {area, occupation, born, flag, SEEN}


@pytest.mark.parametrize("name", ["csv", "sav"])
def test_pension_flags_are_derived_for_the_office_and_named_only_as_left_out_for_end_users(
    fieldwork: Fieldwork, tmp_path: Path, name: str
) -> None:
    _found(fieldwork, tmp_path / "secure", name, Profile.SECURE)
    _found(fieldwork, tmp_path / "end", name, Profile.END_USER)
    flags = (b"penflag", b"nopenflg")
    data = b"".join(file.read_bytes().lower() for file in (tmp_path / "secure").glob(f"*.{name}"))
    assert all(flag in data for flag in flags)
    for file in (tmp_path / "end").iterdir():
        if file.name in ("manifest.json", "canary-codebook.html", "canary-codebook.xml"):
            continue  # these say what was left out, and why
        assert not any(flag in file.read_bytes().lower() for flag in flags), file.name
