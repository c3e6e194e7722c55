"""Contact details lie apart from answers: in the case file, and in no entry."""

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from capi.fieldwork.case import Case
from capi.fieldwork.contact import Contact
from capi.fieldwork.contents import CaseCreated
from capi.fieldwork.journal import encode
from capi.store.case_file import CaseFile
from capi.store.errors import AlreadyThere, NotThere
from capi.store.hold import Holder
from tests.store.conftest import Clock

ANN = Contact(
    name="Ann Example",
    address=("Flat 2", "3 Mill Lane"),
    postcode="AB1 2CD",
    telephones=("+44 1632 960001", "01632"),
    email="ann@example.org",
    note="Ring twice.",
)


def test_the_name_a_case_is_made_with_goes_to_its_contact_and_into_no_entry(
    case_file: CaseFile, path: Path, passphrase: str, holder: Holder
) -> None:
    (created,) = case_file.entries("1")
    assert isinstance(created.contents, CaseCreated)
    assert created.contents.name == ""
    assert b"Smith" not in encode(created)
    assert case_file.contact("1") == Contact(name="Mrs Smith")
    case_file.close()
    with CaseFile.open(path, passphrase, holder) as again:
        assert again.record("1").case.name == "Mrs Smith"
        assert [line.case.name for line in again.cases()] == ["Mrs Smith"]


def test_a_contact_given_with_a_case_is_kept_to_the_letter_and_names_it(
    case_file: CaseFile, new_case: Callable[[str], Case], now: Clock
) -> None:
    unnamed = replace(new_case("3"), name="")
    nameless = Contact(address=("12 Orchard Way",))
    cases = [new_case("2"), unnamed, replace(new_case("4"), name=""), new_case("5")]
    case_file.add_cases(cases, now(), {"2": ANN, "3": ANN, "5": nameless, "not there": ANN})
    assert [case_file.contact(case_id) for case_id in "2345"] == [
        ANN,
        ANN,
        None,
        Contact(name="Mrs Smith", address=("12 Orchard Way",)),
    ]
    label = "Ann Example, Flat 2, 3 Mill Lane, AB1 2CD"
    assert [line.case.name for line in case_file.cases()] == [
        "Mrs Smith",
        label,
        label,
        "",
        "Mrs Smith, 12 Orchard Way",
    ]
    assert case_file.record("2").case.name == label


def test_a_case_that_is_not_there_has_no_contact(case_file: CaseFile) -> None:
    with pytest.raises(NotThere, match="no case 99"):
        case_file.contact("99")


def test_cases_that_are_refused_leave_no_contact_behind(
    practice: CaseFile, new_case: Callable[[str], Case], now: Clock
) -> None:
    with pytest.raises(AlreadyThere):
        practice.add_cases([new_case("2"), new_case("1")], now(), {"2": ANN})
    assert practice._held.core.exec_driver_sql("SELECT count(*) FROM contacts").scalar() == 1
