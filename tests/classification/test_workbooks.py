"""Published workbooks are known, read and checked; what is not as published is refused in words, whatever it is."""

from collections import Counter
from collections.abc import Callable

import pytest
from openpyxl import Workbook

from capi.classification.classification import (
    Abbreviation,
    Classification,
    IndexEntry,
    NotAClassification,
    Part,
    Scheme,
    SeeAlso,
)
from capi.classification.faults import MOST_LISTED
from capi.classification.index_words import bare, natural, see_also
from capi.classification.reading import read_classification, read_file
from capi.classification.sheets import Book
from tests.classification.published import (
    SIC_INDEX,
    SIC_STRUCTURE,
    SOC2010,
    SOC2020,
    SOC2020_STRUCTURE,
    needs_published,
    read_book,
    sic_index_book,
    soc2010_book,
    soc2020_book,
    unit_groups,
)


def refused(book: Workbook) -> NotAClassification:
    with pytest.raises(NotAClassification) as told:
        read_book(book)
    return told.value


def test_titles_are_turned_round_as_one_says_them() -> None:
    said = {
        "": "",
        "Registrar of births, deaths and marriages": "Registrar of births, deaths and marriages",
        "Accountant, financial, group": "Group financial accountant",
        "Engineer, CNC": "CNC engineer",
        "AP(T)": "AP(T)",
        "Director of fundraising": "Director of fundraising",
        "Officer (NHS), nursing,": "Nursing officer (NHS)",
    }
    assert {words: natural(words) for words in said} == said


def test_qualifiers_lose_their_brackets_also_those_they_share() -> None:
    printed = {
        "(local government:": "local government",
        "grade 4,5)": "grade 4,5",
        "(mine: not coal:": "mine: not coal",
    }
    printed |= {"(Mac (Apple))": "Mac (Apple)", "x (y)": "x (y)", "": "", "(coal mine,": "coal mine"}
    assert {qualifier: bare(qualifier) for qualifier in printed} == printed


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("- see Adviser", SeeAlso("T", "Adviser")),
        ("see also Foreman, room ( )", SeeAlso("T", "Room foreman", same_qualifier=True, also=True)),
        ("- see Engineer (professional)", SeeAlso("T", "Engineer", with_qualifier="professional")),
        ("- see also notes", SeeAlso("T", "", also=True)),
        ("see also notes for SOC90 to 2010 codes", SeeAlso("T", "", also=True)),
        ("Adviser", None),
        ("see", None),
    ],
)
def test_references_say_where_to_look(printed: str, read: SeeAlso | None) -> None:
    assert see_also(printed, "T", "", "", "") == read


def test_an_index_of_soc2010_is_read_with_its_version_qualifiers_and_references() -> None:
    found = read_book(soc2010_book())
    first, second, *_ = unit_groups(Scheme.SOC2010)
    assert (found.scheme, found.part, found.version, found.published) == (
        Scheme.SOC2010, Part.INDEX, "5.1", "16 August 2016",
    )  # fmt: skip
    assert found.label == "SOC2010 coding index, version 5.1"
    assert (len(found.groups), len(found.entries)) == (493, 369)
    crusher, clerk = found.entries[:2]
    assert crusher == IndexEntry(first, "Crusher", "rock", "mine: not coal", "O", True, additional_first=True)
    assert clerk == IndexEntry(second, "AP(T)", "grade 4,5", "local government")
    assert (crusher.shown, clerk.shown) == ("Crusher (rock: mine: not coal)", "AP(T) (local government: grade 4,5)")
    assert found.see == (SeeAlso("Chargehand", "Room foreman", same_qualifier=True, also=True),)


def test_an_index_of_soc2020_is_read_with_its_codes_of_soc2010_and_abbreviations() -> None:
    found = read_book(soc2020_book())
    first = unit_groups(Scheme.SOC2020)[0]
    assert (found.version, found.published) == ("12", "16 April 2025")
    assert found.entries[:2] == (
        IndexEntry(first, "CNC engineer", "unit", "coal mine", soc2010="2429", additional_first=True),
        IndexEntry(first, "Factory foreman"),
    )
    assert found.see == (SeeAlso("Advisor", "Adviser"),)
    assert found.abbreviations == (
        Abbreviation("mfr", "Manufacturing"),
        Abbreviation("QC", "Quality Control"),
        Abbreviation("QC", "Queens Counsel"),
    )


def test_an_index_of_sic_is_read_and_dated_by_its_addenda() -> None:
    found = read_book(sic_index_book())
    assert (found.scheme, found.part, found.version) == (Scheme.SIC2007, Part.INDEX, "2020")
    assert [(entry.code, entry.title) for entry in found.entries] == [
        ("01110", "Barley growing"), ("43991", "Scaffolds"), ("43990", "Sun filters"),
    ]  # fmt: skip


Change = Callable[[Workbook], object]


def changed(sheet: str, cell: str, value: str | int | None) -> Change:
    return lambda book: book[sheet].__setitem__(cell, value)


def without_row(sheet: str, row: int) -> Change:
    return lambda book: book[sheet].delete_rows(row)


INDEX_2010, INDEX_2020 = "SOC2010 Full Index V5", "SOC2020 coding index"


@pytest.mark.parametrize(
    ("make", "change", "told"),
    [
        (soc2010_book, changed(INDEX_2010, "G5", 9999), "row 5, SOC 2010: '9999' is no unit group of the structure."),
        (soc2010_book, changed(INDEX_2010, "G5", 11), "row 5, SOC 2010: '11' is no unit group of the structure."),
        (soc2010_book, changed(INDEX_2010, "H5", None), "row 5, INDEXOCC: The words of the entry are missing."),
        (soc2010_book, changed(INDEX_2010, "K4", "Foreman"), "row 4, SEE: 'Foreman' does not say where to look."),
        (soc2010_book, without_row(INDEX_2010, 9), "Unit groups without an entry: "),
        (soc2010_book, without_row(INDEX_2010, 4), "There are 369 records, and the sheet 'FILE SPEC' says 370."),
        (soc2010_book, without_row("SOC2010 Structure", 30), "There are 24 codes of length 2, and there should be 25."),
        (soc2010_book, changed("SOC2010 Structure", "B4", 1), "sheet 'SOC2010 Structure': Codes that are there twice: 1."),
        (soc2010_book, changed("SOC2010 Structure", "F4", None), "row 4: A group has one code, of digits, and a title."),
        (soc2010_book, changed("SOC2010 Structure", "F1", "x"), "row 1: The columns of the four levels"),
        (soc2020_book, changed(INDEX_2020, "C3", "24x9"), "row 3, SOC_2010: '24x9' is no unit group."),
        (soc2020_book, without_row(INDEX_2020, 4), "There are 413 records, and the sheet 'FILE SPEC' says 414."),
        (sic_index_book, changed("Alphabetical Index", "A4", 1110), "row 4, UK SIC 2007: '1110' is no code"),
        (sic_index_book, changed("Alphabetical Index", "C5", " "), "row 5, Activity: The activity is missing."),
        (sic_index_book, without_row("Alphabetical Index", 5), "Codes without an entry: 43991."),
    ],
)  # fmt: skip
def test_each_fault_is_told_with_sheet_row_and_column(make: Callable[[], Workbook], change: Change, told: str) -> None:
    book = make()
    change(book)
    error = refused(book)
    assert any(told in fault for fault in error.faults), error.faults


def test_all_faults_are_counted_and_the_first_are_told() -> None:
    book = soc2010_book()
    for row in range(5, 105):
        book[INDEX_2010].cell(row, 7, 9999)
    error = refused(book)
    assert len(error.faults) == MOST_LISTED
    assert error.more == 102 - MOST_LISTED, "the hundred entries, the unit groups that are without one, the records"
    assert str(error) == "The file has 102 faults. Use it as it was published."


def test_columns_and_sheets_that_are_missing_are_named() -> None:
    book = soc2010_book()
    book[INDEX_2010]["K1"] = "LOOK"
    assert f"The sheet {INDEX_2010!r} has no column SEE." in str(refused(book))
    book = soc2010_book()
    del book[INDEX_2010]
    assert "The workbook has no sheet 'SOC2010 Full Index'." in str(refused(book))


def test_a_workbook_of_something_else_is_refused_with_what_is_known() -> None:
    book = Workbook()
    told = str(refused(book))
    assert "the SOC2020 coding index" in told
    assert "Its sheets are 'Sheet'." in told


def test_a_workbook_with_formulas_is_refused() -> None:
    book = soc2020_book()
    book[INDEX_2020]["H5"] = "=CONCATENATE(A1,B1)"
    assert "Columns of the workbook hold formulas (H)" in str(refused(book))


def test_a_workbook_with_an_error_in_place_of_a_value_is_refused() -> None:
    book = soc2020_book()
    book[INDEX_2020]["F2"] = "#REF!"
    assert book[INDEX_2020]["F2"].data_type == "e"
    assert "has a cell with an error in place of a value" in str(refused(book))


@pytest.fixture(scope="module")
def published() -> dict[str, Classification]:
    files = (SOC2010, SOC2020, SOC2020_STRUCTURE, SIC_INDEX, SIC_STRUCTURE)
    return {file.name: read_classification(read_file(file)) for file in files}


@needs_published
def test_the_published_workbooks_are_read_whole(published: dict[str, Classification]) -> None:
    read = {
        name: (
            found.label,
            found.published,
            len(found.groups),
            len(found.entries),
            len(found.see),
            len(found.abbreviations),
        )
        for name, found in published.items()
    }
    assert read == {
        SOC2010.name: ("SOC2010 coding index, version 5.1", "16 August 2016", 493, 28_521, 227, 0),
        SOC2020.name: ("SOC2020 coding index, version 12", "16 April 2025", 551, 31_964, 231, 245),
        SOC2020_STRUCTURE.name: ("SOC2020 structure, sha256 4a858417d932", "", 551, 0, 0, 0),
        SIC_INDEX.name: ("SIC 2007 index, version 2022", "", 0, 15_957, 0, 0),
        SIC_STRUCTURE.name: ("SIC 2007 structure, sha256 f5090c89938b", "", 1_187, 0, 0, 0),
    }


@needs_published
def test_the_25_records_with_the_additional_qualifier_first_are_all_found(published: dict[str, Classification]) -> None:
    first = [entry for entry in published[SOC2010.name].entries if entry.additional_first]
    assert len(first) == 25
    assert {"Crusher (rock: mine: not coal)", "Flight inspector (radio: airport)"} <= {entry.shown for entry in first}


@needs_published
def test_nearly_all_entries_of_soc2020_have_a_code_of_soc2010(published: dict[str, Classification]) -> None:
    entries = published[SOC2020.name].entries
    assert sum(bool(entry.soc2010) for entry in entries) == 31_961
    there = {group.code for group in published[SOC2010.name].groups}
    assert {entry.soc2010 for entry in entries} <= there | {""}


@needs_published
def test_words_turned_round_are_those_that_soc2020_prints_so_itself() -> None:
    """But for some twenty that it spells otherwise, such as Fork-lift driver of "Driver, forklift"."""
    sheet = Book(read_file(SOC2020)).sheet("SOC2020 coding index", "UNIQUE ID")
    printed = [texts for _, texts in sheet.read("INDEXOCC", "INDEXOCC_-_natural_word_order")]
    unlike = [(words, said) for words, said in printed if natural(words).lower() != said.lower()]
    assert len(printed) == 32_195
    assert len(unlike) <= 22, unlike


@needs_published
def test_the_structure_of_sic_has_its_classes_and_subclasses(published: dict[str, Classification]) -> None:
    codes = {group.code for group in published[SIC_STRUCTURE.name].groups}
    five = Counter(code[:4] for code in codes if len(code) == 5)
    assert (len(five), sum(five.values())) == (615, 806)
    ends = {code for code in codes if len(code) == 5 and (five[code[:4]] == 1 or not code.endswith("0"))}
    assert len(ends) == 728
    assert {entry.code for entry in published[SIC_INDEX.name].entries} - ends == {"43990"}
