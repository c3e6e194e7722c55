"""What letters say: the templates that ship and those of an office, the file to merge, and the address that is printed."""

import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capi.fieldwork.contact import Contact
from capi.hub.errors import Unfit
from capi.hub.online.good_until import end_of_day, in_words, last_day, last_day_expires
from capi.hub.online.inviting import Recipient
from capi.hub.online.letter_template import FILLS, UnfitLetter, read_template
from capi.hub.online.letters import MERGE_HEADER, Letters, Sender, fit_address, harmless, qr_modules
from capi.settings import read_settings

RESOURCES = read_settings({}).resources / "online"
TEMPLATES = {name: (RESOURCES / name).read_text(encoding="utf-8") for name in ("letter.en.txt", "reminder.en.txt")}
SENDER = Sender("https://survey.example", "Fieldwork Office", "the Household Survey", "0800 000 000")
CODE = "7QK4M2XD9H3P"


def recipient(contact: Contact | None = None, *, letters: int = 0) -> Recipient:
    who = contact or Contact(name="Rosa Fletcher", address=("1 Mill Lane", "Exampleton"), postcode="EX1 2PL")
    return Recipient(
        invitation=1,
        reference="1042/01",
        contact=who,
        code=CODE,
        serial=1,
        expires=end_of_day(date(2026, 12, 21)),
        letters=letters,
        last_letter=None,
        online=None,
        seen=None,
    )


def letters(template: str = "Dear {name|Resident},\n\n{code}\n", sender: Sender = SENDER) -> Letters:
    return Letters(sender, read_template(template), date(2026, 11, 23))


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_letters_that_ship_say_where_with_what_and_until_when(name: str) -> None:
    page = letters(TEMPLATES[name]).page(recipient())
    words = "\n".join(each.text for each in page.paragraphs)

    assert page.beside == ("Fieldwork Office", "Monday 23 November 2026", "Our reference: 1042/01")
    assert page.address == ("Rosa Fletcher", "1 Mill Lane", "Exampleton", "EX1 2PL")
    assert [each.kind for each in page.paragraphs].count("code") == 1
    assert (page.web, page.code) == ("survey.example", "7QK4-M2XD-9H3P")
    for told in ("Dear Rosa Fletcher,", "Monday 21 December 2026", "the Household Survey", "0800 000 000"):
        assert told in words
    assert "{" not in words
    assert "7QK4" not in words, "the code stands in its frame alone"


def test_who_has_no_name_is_the_resident_and_what_nobody_knows_is_left_out() -> None:
    sender = Sender("https://survey.example", "Fieldwork Office", "the Household Survey")
    page = letters(TEMPLATES["letter.en.txt"], sender).page(recipient(Contact(address=("1 Mill Lane",))))
    words = [each.text for each in page.paragraphs]
    assert "Dear Resident," in words
    assert not any(text.startswith("You can reach us") for text in words)
    assert page.address == ("1 Mill Lane",)


def test_every_fill_can_be_used_and_every_one_is_documented() -> None:
    template = "".join(f"{name}: {{{name}}}\n\n" for name in FILLS) + "{code}\n"
    page = letters(template).page(recipient())
    said = dict(each.text.split(": ", 1) for each in page.paragraphs if each.text)
    assert said.keys() == set(FILLS)
    assert said["link"] == f"https://survey.example/enter/{CODE}"
    document = (RESOURCES.parents[1] / "capi" / "hub" / "online" / "INVITATIONS.md").read_text(encoding="utf-8")
    assert {name for name in FILLS if f"`{{{name}}}`" in document} == set(FILLS)


def test_lines_of_a_paragraph_stay_lines_and_an_empty_one_begins_another() -> None:
    page = letters("# To you\nOne\nTwo\n\nThree\n{code}\nFour\n").page(recipient())
    assert [(each.kind, each.text) for each in page.paragraphs] == [
        ("heading", "To you"),
        ("words", "One\nTwo"),
        ("words", "Three"),
        ("code", ""),
        ("words", "Four"),
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Dear {nmae},\n{code}\n", "Line 1: {nmae}"),
        ("Hello\n\n{code} now\n", "Line 3: {code}"),
        ("Hello\n", "needs one line"),
        ("{code}\n{code}\n", "needs one line"),
        ("Hello {name\n{code}\n", "Line 1: a brace"),
        ("{code}\nA}\n", "Line 2: a brace"),
        ("A\u0007\n{code}\n", "Line 1: a character"),
        ("x" * 30_000, "longer than any letter"),
    ],
)
def test_a_template_that_is_wrong_is_refused_with_its_line(text: str, says: str) -> None:
    with pytest.raises(UnfitLetter, match=re.escape(says)):
        read_template(text)


def test_a_row_to_merge_has_all_a_letter_needs() -> None:
    row = dict(zip(MERGE_HEADER, letters().merge_row(recipient(letters=2)), strict=True))
    assert row == {
        "reference": "1042/01",
        "name": "Rosa Fletcher",
        "address_1": "1 Mill Lane",
        "address_2": "Exampleton",
        "address_3": "",
        "address_4": "",
        "address_5": "",
        "address_6": "",
        "postcode": "EX1 2PL",
        "email": "",
        "access_code": "7QK4-M2XD-9H3P",
        "web_address": "https://survey.example",
        "link": f"https://survey.example/enter/{CODE}",
        "good_until": "Monday 21 December 2026",
        "serial": 1,
        "letter": 3,
    }


def test_an_address_of_many_lines_loses_none_of_them() -> None:
    lines = tuple(f"line {number}" for number in range(1, 10))
    row = dict(zip(MERGE_HEADER, letters().merge_row(recipient(Contact(address=lines))), strict=True))
    assert row["address_5"] == "line 5"
    assert row["address_6"] == "line 6, line 7, line 8, line 9"


@given(st.text(max_size=40))
def test_no_spreadsheet_takes_what_somebody_is_called_for_a_formula(text: str) -> None:
    shown = harmless(text)
    assert shown[:1] not in ("=", "+", "-", "@")
    assert not {"\r", "\n", "\t"} & set(shown)
    assert "".join(shown.lstrip("'").split()) == "".join(text.split()).lstrip("'") or text.lstrip().startswith("'")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://survey.example", "https://survey.example"),
        (" https://Survey.Example/ ", "https://survey.example"),
        ("https://survey.example:8443", "https://survey.example:8443"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("http://127.0.0.1", "http://127.0.0.1"),
    ],
)
def test_an_address_is_kept_as_it_is_printed(given: str, kept: str) -> None:
    assert fit_address(given) == kept


@pytest.mark.parametrize(
    "given",
    [
        "http://survey.example",
        "survey.example",
        "https://",
        "https://survey.example/path",
        "https://survey.example?x=1",
        "https://survey.example#x",
        "https://somebody@survey.example",
        "https://survey.example:0",
        "https://survey.example:99999",
        "https://survey .example",
        "https://surv\u00e9y.example",
        "https://[::1",
        "javascript:alert(1)",
        "http://localhost.example",
    ],
)
def test_an_address_that_would_carry_a_code_in_the_clear_or_nowhere_is_refused(given: str) -> None:
    with pytest.raises(Unfit) as refused:
        fit_address(given)
    assert refused.value.where == "address"


def test_a_qr_code_is_square_and_another_for_another_link() -> None:
    first, second = (qr_modules(f"https://survey.example/enter/{code}") for code in (CODE, CODE[::-1]))
    assert {len(row) for row in first} == {len(first)}
    assert first != second


def test_a_code_is_good_to_the_end_of_its_last_day_by_the_clocks_at_home() -> None:
    assert end_of_day(date(2026, 7, 1)) == datetime(2026, 7, 1, 23, tzinfo=UTC)
    assert end_of_day(date(2026, 12, 21)) == datetime(2026, 12, 22, tzinfo=UTC)
    assert in_words(date(2026, 12, 21), "cy") != in_words(date(2026, 12, 21))


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_the_last_day_and_the_end_of_it_are_each_others_inverse(day: date) -> None:
    assert last_day(end_of_day(day)) == day
    now = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    assert last_day(last_day_expires(now, 28)).toordinal() == day.toordinal() + 28
