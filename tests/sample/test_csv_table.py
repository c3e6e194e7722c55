"""A sample in a CSV file, however an office may have written it."""

import contextlib
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from capi.sample.letters import WINDOWS_NOTE
from capi.sample.unreadable import UnreadableSample
from tests.sample.tables import cases, csv_of, read

NAMES = ["Þórunn Ó Néill", "Tŷ Gwyn", "Zoë"]
TABLE = [["Reference", "Name", "Address"], *([f"{n}/01", name, "Flat 2, Quay"] for n, name in enumerate(NAMES))]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_letters_and_separator_are_found_out(encoding: str, separator: str) -> None:
    found = cases(csv_of(TABLE, separator, encoding))
    assert [row.contact.name for row in found] == NAMES
    assert [row.contact.address for row in found] == [("Flat 2, Quay",)] * 3


def test_letters_of_windows_are_read_with_a_note() -> None:
    found = read(csv_of([["Reference", "Name"], ["1", "Zoë £5 – “Ó”"]], encoding="cp1252"))
    assert [row.contact.name for row in found.rows] == ["Zoë £5 – “Ó”"]
    assert WINDOWS_NOTE in found.notes
    assert WINDOWS_NOTE not in read(csv_of(TABLE)).notes


def test_bytes_that_are_no_letters_anywhere_are_refused_with_their_line() -> None:
    content = b"Reference,Name\n1,Rosa\n2,Ros\x81\xff\n"
    with pytest.raises(UnreadableSample, match="Line 3 of the file"):
        read(content)
    with pytest.raises(UnreadableSample, match="no letters in UTF-8"):
        read(b"\xef\xbb\xbf" + content)
    with pytest.raises(UnreadableSample, match="Line 400,002 of the file"):
        read(b"Reference\n" + b"1042\n" * 400_000 + b"Ros\x81\n")


def test_a_letter_cut_over_two_pieces_is_whole() -> None:
    filler = "x" * 2**20
    content = csv_of([["Reference", "Unknown", "Name"], ["1", "y", "é" * 100]]) + b"\n2,"
    shifted = content.replace(b"Unknown", filler[: 2**17 - 60].encode())
    assert read(shifted).problems.listed[0].row == 3  # only the last row, which is cut
    assert next(iter(read(shifted).rows)).contact.name == "é" * 100


def test_addresses_with_commas_do_not_mislead_about_a_separator_of_semicolons() -> None:
    rows = b"Reference;Name;Address\n1;Rosa;1, 2, 3\n2;Imran;4, 5\n3;Gwen;Mill\n"
    assert [row.contact.address for row in cases(rows)] == [("1, 2, 3",), ("4, 5",), ("Mill",)]


def test_a_column_of_references_alone_is_a_sample() -> None:
    assert [row.reference for row in cases(b"Reference\r\n1042/01\r\n1042/02\r\n")] == ["1042/01", "1042/02"]


def test_the_line_that_names_the_separator_is_obeyed_and_not_counted() -> None:
    found = read(b'sep=;\r\nReference;Name\r\n1;"a;b"\r\n2;x;y\r\n')
    assert [row.contact.name for row in found.rows] == ["a;b"]
    assert [each.row for each in found.problems.listed] == [3]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_ends_a_line(end: str) -> None:
    content = end.join(["Reference,Name", "1,Rosa", "2,Imran", ""]).encode()
    assert [row.contact.name for row in cases(content)] == ["Rosa", "Imran"]


def test_rows_are_counted_as_a_spreadsheet_shows_them_though_a_text_goes_over_lines() -> None:
    found = read(b'Reference,Address\n1,"Flat 2\n88 Quay Street"\n,Mill Lane\n')
    assert next(iter(found.rows)).contact.address == ("Flat 2", "88 Quay Street")
    assert [each.row for each in found.problems.listed] == [3]


def test_headings_may_stand_below_empty_rows_and_empty_rows_below_the_cases() -> None:
    found = read(b"\n,,\nReference,Name\n1,Rosa\n2,,extra\n,\n\n")
    assert [row.row for row in found.rows] == [4]
    assert [each.row for each in found.problems.listed] == [5]


def test_separators_at_the_end_of_lines_are_no_cells() -> None:
    assert [row.contact.name for row in cases(b"Reference,Name,,\n1,Rosa,,,,\n2,Imran,,\n")] == ["Rosa", "Imran"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "empty"),
        (b" \r\n\r\n", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "XLS"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\x1f\x8b\x08\x00", "compressed"),
        (b"<html><table><tr><td>Reference", "web page"),
        (b"\x00\x01\x02\x03\x00\x05\x06\x00" * 8, "no table"),
    ],
)
def test_what_is_no_table_is_said_to_be_what_it_is(content: bytes, told: str) -> None:
    with pytest.raises(UnreadableSample, match=told):
        read(content)


def test_a_csv_file_has_no_sheets_to_choose_from() -> None:
    with pytest.raises(UnreadableSample, match="no sheets"):
        read(csv_of(TABLE), sheet="Main")


TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Co", "Cn")), max_size=30)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TEXTS, min_size=1, max_size=8), st.sampled_from([",", ";", "\t"]), st.sampled_from(["utf-8", "utf-16"]))
def test_any_text_comes_through_a_csv_file_as_it_was(texts: list[str], separator: str, encoding: str) -> None:
    table = [["Reference", "Name", "Area"], *([str(n), text, "A"] for n, text in enumerate(texts))]
    found = read(csv_of(table, separator, encoding))
    meant = [unicodedata.normalize("NFC", text.strip()) for text in texts]
    read_back = [row.contact.name for row in found.rows]
    told = {each.row for each in found.problems.listed}
    assert read_back == [text for number, text in enumerate(meant, start=2) if number not in told]
    assert all("\ufffd" in meant[row - 2] for row in told)


@settings(deadline=None)
@given(
    st.binary(max_size=200),
    st.sampled_from([b"", b"Reference,Name,Age,DOB,Telephone,Mode\n", b"PK\x03\x04", b"\xff\xfe"]),
)
def test_any_bytes_are_read_or_refused_in_words(content: bytes, start: bytes) -> None:
    found = None
    with contextlib.suppress(UnreadableSample):
        found = read(start + content)
    assert found is None or found.problems.count or len(found.rows) == found.count
