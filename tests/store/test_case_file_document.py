"""CASE_FILE.md names all there is."""

from pathlib import Path

import pytest
from msgspec.structs import fields

import capi.store
from capi.fieldwork.completion import CompletionRules, Level
from capi.fieldwork.contact import Contact
from capi.fieldwork.contents import Opened
from capi.store.case_file import CaseFile
from capi.store.encryption import FORMAT, Keys, PassphraseSlot
from capi.store.hold import Holder
from capi.store.tables import metadata
from capi.store.upgrades import UPGRADES
from tests.store.conftest import Clock

DOCUMENT = Path(next(iter(capi.store.__path__)), "CASE_FILE.md").read_text("utf-8")


def test_every_table_is_documented_and_no_other() -> None:
    section = DOCUMENT.split("## The tables")[1].split("##")[0]
    documented = {line.split("`")[1] for line in section.splitlines() if line.startswith("| `")}
    assert documented == set(metadata.tables)


@pytest.mark.parametrize("kept", [Keys, PassphraseSlot, Holder])
def test_every_field_of_the_files_beside_it_is_documented(kept: type[Keys | PassphraseSlot | Holder]) -> None:
    for field in fields(kept):
        assert f"`{field.name}`" in DOCUMENT
    assert f"`format` ({FORMAT})" in DOCUMENT


def test_every_file_that_appears_is_documented(case_file: CaseFile, tmp_path: Path, now: Clock) -> None:
    case_file.append("1", Opened(), now())
    for file in tmp_path.iterdir():
        assert f"| `{file.name.replace('anna.capi', 'NAME')}` |" in DOCUMENT


def test_every_fact_about_the_file_is_documented(practice: CaseFile) -> None:
    practice.set_completion_rules(CompletionRules(checks=Level.WARN))
    practice.remove_case("1", practice.holding("1").head)
    facts = practice._held.core.exec_driver_sql("SELECT name FROM meta").scalars().all()
    assert len(facts) == 5
    for name in facts:
        assert f"`{name}`" in DOCUMENT


def test_everything_about_a_holding_a_tombstone_and_a_contact_is_documented() -> None:
    for name in ("holdings", "tombstones"):
        for column in metadata.tables[name].columns:
            if column.name not in ("key", "case_key", "case_id"):
                assert f"`{column.name}`" in DOCUMENT
    for field in fields(Contact):
        assert f"`{field.name}`" in DOCUMENT


def test_every_rule_of_completion_is_documented() -> None:
    section = DOCUMENT.split("## The rules of completion")[1].split("##")[0]
    for word in (*(field.name for field in fields(CompletionRules)), *(level.value for level in Level)):
        assert f"`{word}`" in section


def test_every_format_is_documented() -> None:
    section = DOCUMENT.split("## The formats")[1].split("##")[0]
    documented = [
        line.split("|")[1].strip() for line in section.splitlines() if line.startswith("| ") and line[2].isdigit()
    ]
    assert documented == [str(number) for number in range(1, len(UPGRADES) + 1)]
