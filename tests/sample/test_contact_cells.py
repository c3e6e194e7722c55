import pytest
from hypothesis import given
from hypothesis import strategies as st

from capi.sample.contact_cells import email_in, postcode_in, telephone_in
from capi.sample.flaws import Flaw, Unfit
from tests.sample.tables import case, xlsx_of
from tests.sample.tables import cases as cases_of


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("020 7946 0000", "02079460000"),
        ("(01632) 960-123", "01632960123"),
        ("016977 2345", "0169772345"),
        ("+44 (0)20 7946 0000", "+442079460000"),
        ("0044 20 7946 0000", "+442079460000"),
        ("+353 1 496 0000", "+35314960000"),
        ("020 7946 0000 ext. 12", "02079460000 ext 12"),
        ("020 7946 0000 x12", "02079460000 ext 12"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_a_telephone_number_is_kept_as_it_is_dialled(given: str, kept: str) -> None:
    assert telephone_in(given) == kept


@pytest.mark.parametrize(
    ("given", "flaw"),
    [
        (7700900123, Flaw.TELEPHONE_NUMBER),
        (7700900123.5, Flaw.TELEPHONE_NUMBER),
        ("7.7009E+09", Flaw.SHORTENED),
        ("7700900123", Flaw.TELEPHONE_START),
        ("(0)7700900", Flaw.TELEPHONE_LENGTH),
        ("0770090012", Flaw.TELEPHONE_LENGTH),
        ("077009001234", Flaw.TELEPHONE_LENGTH),
        ("00000000000", Flaw.TELEPHONE_LENGTH),
        ("+44+7700900123", Flaw.TELEPHONE_SIGNS),
        ("+1234567", Flaw.TELEPHONE_LENGTH),
        ("+1234567890123456", Flaw.TELEPHONE_LENGTH),
        ("020 7946 0000; 07700 900123", Flaw.TELEPHONE_SIGNS),
        ("٠٧٧٠٠٩٠٠١٢٣", Flaw.TELEPHONE_SIGNS),
        ("none", Flaw.TELEPHONE_SIGNS),
        ("+", Flaw.TELEPHONE_SIGNS),
        ("-", Flaw.TELEPHONE_START),
    ],
)
def test_a_number_that_cannot_be_dialled_is_refused(given: str | float, flaw: Flaw) -> None:
    with pytest.raises(Unfit) as refused:
        telephone_in(given)
    assert refused.value.flaw is flaw


def test_a_number_that_the_sheet_fills_up_with_zeros_has_its_zero() -> None:
    content = xlsx_of([["Reference", "Telephone"], ["1", 7700900123]], {"B2": "00000000000"})
    assert cases_of(content)[0].contact.telephones == ("07700900123",)


def test_telephones_keep_the_order_of_their_columns_and_stand_there_once() -> None:
    found = case("Reference|Mobile|Telephone|Telephone 2", "1", "07700 900123", "07700900123", "020 7946 0000")
    assert found.contact.telephones == ("07700900123", "02079460000")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("SW1A 1AA", "SW1A 1AA"),
        ("sw1a1aa", "SW1A 1AA"),
        (" m1  1ae ", "M1 1AE"),
        ("B33 8TH", "B33 8TH"),
        ("CR2.6XH", "CR2 6XH"),
        ("DN55 1PT", "DN55 1PT"),
        ("w1a-0ax", "W1A 0AX"),
        ("GIR 0AA", "GIR 0AA"),
        ("STHL 1ZZ", "STHL 1ZZ"),
        ("", ""),
    ],
)
def test_a_postcode_is_kept_in_capitals_with_one_space(given: str, kept: str) -> None:
    assert postcode_in(given) == kept


@pytest.mark.parametrize(
    ("given", "remedy"),
    [
        ("SW1A", "Correct it"),
        ("SW1A 1A", "Correct it"),
        ("SW1A IAA", "Is SW1A 1AA meant?"),
        ("MI IAE", "Is M1 1AE meant?"),
        ("BO1 OAA", "Is BO1 0AA meant?"),
        ("SW1A 1AC", "Correct it"),
        ("90210", "Correct it"),
        ("SW1A 1AA, London", "Correct it"),
        ("ＳＷ１Ａ １ＡＡ", "Correct it"),
    ],
)
def test_what_has_not_the_form_of_a_postcode_is_refused_with_what_may_be_meant(given: str, remedy: str) -> None:
    with pytest.raises(Unfit, match="form of a UK postcode") as refused:
        postcode_in(given)
    assert remedy in str(refused.value)


@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ", max_size=9))
def test_a_postcode_that_was_taken_is_taken_again_as_it_is(text: str) -> None:
    try:
        kept = postcode_in(text)
    except Unfit:
        return
    assert postcode_in(kept) == kept
    assert kept.replace(" ", "") == text.replace(" ", "")


@given(st.text("+0123456789 ()-x", max_size=24))
def test_a_number_that_was_taken_is_taken_again_as_it_is(text: str) -> None:
    try:
        kept = telephone_in(text)
    except Unfit:
        return
    assert telephone_in(kept) == kept


@pytest.mark.parametrize("given", ["rosa@example.org", "r.o-sa+x@mail.example.co.uk", "δ@δοκιμή.ελ", ""])
def test_an_address_for_mail_is_kept(given: str) -> None:
    assert email_in(given) == given


@pytest.mark.parametrize("given", ["rosa", "@example.org", "rosa@example", "a b@example.org", "a@b@c.org", "a@b..org"])
def test_what_is_no_address_for_mail_is_refused(given: str) -> None:
    with pytest.raises(Unfit) as refused:
        email_in(given)
    assert refused.value.flaw is Flaw.EMAIL


def test_a_name_is_joined_of_its_parts_and_a_whole_name_comes_first() -> None:
    assert case("Reference|Surname|Title|Forename", "1", "Fletcher", "Dr", "Rosa").contact.name == "Dr Rosa Fletcher"
    assert case("Reference|Surname|Name", "1", "Fletcher", "R. Fletcher").contact.name == "R. Fletcher"


def test_an_address_is_put_together_in_the_order_of_its_numbers_with_town_and_county_last() -> None:
    found = case("Reference|County|Address 2|Town|Address", "1", "Kent", "Mill Lane", "Ambleton", "Flat 2\n3rd floor")
    assert found.contact.address == ("Flat 2", "3rd floor", "Mill Lane", "Ambleton", "Kent")
