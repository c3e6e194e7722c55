"""What a sample says for the calls: each cell taken, refused in words, or no fact at all."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capi.calling.agreed_times import is_zone, zones_offered
from capi.calling.call_facts import call_facts
from capi.sample.call_cells import (
    CALL_CELLS,
    GREATEST_PRIORITY,
    LONGEST_SKILLS,
    do_not_call_in,
    language_in,
    priority_in,
    wanted_skills_in,
    zone_in,
)
from capi.sample.cells import Cell, Formula, SheetError
from capi.sample.columns import Holds
from capi.sample.flaws import Flaw, Unfit


def refused(take: Callable[[Cell], object], cell: Cell) -> Unfit:
    with pytest.raises(Unfit) as unfit:
        take(cell)
    return unfit.value


@pytest.mark.parametrize(
    ("cells", "kept"),
    [
        (["5", 5, 5.0, "5.0", "+5", " 5 ", "005"], 5),
        (["-1000", -1000, -1000.0], -1000),
        (["1000", 1000], 1000),
        (["0", 0, "-0"], 0),
        (["", "  "], None),
    ],
)
def test_a_priority_is_a_whole_number_however_it_is_written(cells: list[Cell], kept: int | None) -> None:
    assert [priority_in(cell) for cell in cells] == [kept] * len(cells)


@pytest.mark.parametrize(
    "cell", ["1001", "-1001", 1001, "2.5", 2.5, "1,000", "high", "٥", "−5", "1e2", "5%", "9" * 15, "9" * 5_000, "5\x00"]
)
def test_what_is_no_priority_is_refused_with_the_least_and_the_most(cell: Cell) -> None:
    unfit = refused(priority_in, cell)
    assert unfit.flaw is Flaw.PRIORITY
    assert "from -1,000 to 1,000" in str(unfit)


@given(st.integers(-GREATEST_PRIORITY, GREATEST_PRIORITY))
def test_the_queue_has_every_priority_that_is_taken(number: int) -> None:
    kept = priority_in(str(number))
    assert kept is not None
    assert call_facts({"Priority": kept}).priority == number


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("cy", "cy"),
        (" PL ", "pl"),
        ("pt-BR", "pt-br"),
        ("pt_BR", "pt-br"),
        ("zh-Hant-TW", "zh-hant-tw"),
        ("de-1996", "de-1996"),
        ("ca-valencia", "ca-valencia"),
        ("es-419", "es-419"),
        ("bfi", "bfi"),
        ("no", "no"),
        ("", ""),
        (" ", ""),
    ],
)
def test_a_language_is_a_tag_in_small_letters(given: str, kept: str) -> None:
    assert language_in(given) == kept
    assert call_facts({"Language": language_in(given)}).language == kept


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("Welsh", "Is cy meant?"),
        ("scottish GAELIC", "Is gd meant?"),
        ("cym", "Is cy meant?"),
        ("wel", "Is cy meant?"),
        ("eng", "Is en meant?"),
        ("iw", "Is he meant?"),
        ("jp", "Correct it, or leave it empty"),
        ("xx", "Correct it, or leave it empty"),
        ("und", "Correct it, or leave it empty"),
        ("mul", "Correct it, or leave it empty"),
        ("en, cy", "Correct it, or leave it empty"),
        ("e", "Correct it, or leave it empty"),
        ("en-", "Correct it, or leave it empty"),
        ("x-private", "Correct it, or leave it empty"),
        ("ｃｙ", "Correct it, or leave it empty"),
        ("c\u200by", "Correct it, or leave it empty"),
        ("<b>cy</b>", "Correct it, or leave it empty"),
        (1, "Correct it, or leave it empty"),
    ],
)
def test_what_is_no_language_is_refused_with_what_may_be_meant(cell: Cell, told: str) -> None:
    unfit = refused(language_in, cell)
    assert unfit.flaw is Flaw.LANGUAGE
    assert told in str(unfit)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("tact", "tact"),
        ("tact,Welsh business", "tact, Welsh business"),
        (" tact ,, tact,  Welsh\u00a0 business ,", "tact, Welsh business"),
        ("Tact,tact", "Tact, tact"),
        ("cafe\u0301", "caf\u00e9"),
        ("=SUM(A1)", "=SUM(A1)"),
        ("-8", "-8"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_skills_are_words_with_commas_between_each_once(given: str, kept: str) -> None:
    assert wanted_skills_in(given) == kept
    assert wanted_skills_in(kept) == kept


def test_the_queue_has_the_skills_as_accounts_spell_them() -> None:
    kept = wanted_skills_in("cafe\u0301,Welsh\u00a0business")
    assert call_facts({"Skills": kept}).skills == {"caf\u00e9", "Welsh business"}


@pytest.mark.parametrize(
    ("cell", "flaw"),
    [
        ("tact; Welsh", Flaw.SKILLS),
        ("tact|Welsh", Flaw.SKILLS),
        ("tact、Welsh", Flaw.SKILLS),
        ("ta\u200bct", Flaw.SKILLS),
        ("\u202etact", Flaw.SKILLS),
        (",", Flaw.SKILLS),
        (" , ,", Flaw.SKILLS),
        ("tact\nWelsh", Flaw.LINE_BREAK),
        ("ta\x00ct", Flaw.CONTROL_CHARACTER),
        ("ta\ud800ct", Flaw.CONTROL_CHARACTER),
        ("ta\ufffdct", Flaw.REPLACEMENT_CHARACTER),
        ("x" * (LONGEST_SKILLS + 1), Flaw.TOO_LONG),
    ],
)
def test_what_would_be_a_skill_that_nobody_has_is_refused(cell: Cell, flaw: Flaw) -> None:
    assert refused(wanted_skills_in, cell).flaw is flaw


@pytest.mark.parametrize("cell", ["yes", "YES", " Yes ", "on", "true", "TRUE", "1", 1, True])
def test_where_nobody_is_to_call_the_fact_is_1(cell: Cell) -> None:
    kept = do_not_call_in(cell)
    assert kept == 1
    assert type(kept) is int
    assert call_facts({"DoNotCall": kept}).do_not_call


@pytest.mark.parametrize("cell", ["no", "No", "off", "false", "2", 2, False, "", "  "])
def test_where_somebody_may_call_there_is_no_fact(cell: Cell) -> None:
    assert do_not_call_in(cell) is None


@pytest.mark.parametrize(
    "cell", ["0", 0, "y", "n", "x", "-", "yes!", "no\x00", "ｙｅｓ", date(2026, 1, 2), 1.5, "yes " * 999]
)
def test_a_mark_that_could_be_either_is_refused(cell: Cell) -> None:
    assert refused(do_not_call_in, cell).flaw is Flaw.DO_NOT_CALL


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Europe/London", "Europe/London"),
        (" europe/london ", "Europe/London"),
        ("America/New York", "America/New_York"),
        ("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("utc", "UTC"),
        ("Etc/GMT-1", "Etc/GMT-1"),
        ("Europe/Kiev", "Europe/Kiev"),
        ("", ""),
        (" ", ""),
    ],
)
def test_a_time_zone_is_a_name_of_the_iana_database_in_any_capitals(given: str, kept: str) -> None:
    assert zone_in(given) == kept
    assert call_facts({"TimeZone": zone_in(given)}).zone == kept


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("Europe/Londn", "Did you mean Europe/London?"),
        ("Eurpe/London", "Did you mean Europe/London?"),
        ("Europe\\London", "Did you mean Europe/London?"),
        ("London", "Did you mean Europe/London?"),
        ("new york", "Did you mean America/New_York?"),
        ("America/NewYork", "Did you mean America/New_York?"),
        ("BST", "Correct it, or leave it empty"),
        ("GMT+1", "Correct it, or leave it empty"),
        ("+01:00", "Correct it, or leave it empty"),
        ("localtime", "Correct it, or leave it empty"),
        ("Factory", "Correct it, or leave it empty"),
        ("../../etc/passwd", "Correct it, or leave it empty"),
        ("/etc/localtime", "Correct it, or leave it empty"),
        ("/", "Correct it, or leave it empty"),
        ("Europe/", "Correct it, or leave it empty"),
        ("{remedy}", "Correct it, or leave it empty"),
        (1, "Correct it, or leave it empty"),
    ],
)
def test_what_is_no_time_zone_is_refused_with_the_nearest_ones(cell: Cell, told: str) -> None:
    unfit = refused(zone_in, cell)
    assert unfit.flaw is Flaw.TIME_ZONE
    assert told in str(unfit)


@given(st.sampled_from(zones_offered()), st.sampled_from([str.upper, str.lower, str.title]))
def test_every_zone_that_may_be_chosen_may_stand_in_a_sample(zone: str, written: Callable[[str], str]) -> None:
    assert zone_in(written(zone).replace("_", " ")) == zone


@pytest.mark.parametrize("take", CALL_CELLS.values(), ids=[holds.value for holds in CALL_CELLS])
@pytest.mark.parametrize(("cell", "flaw"), [(Formula("1"), Flaw.FORMULA), (SheetError("#REF!"), Flaw.SHEET_ERROR)])
def test_no_column_takes_a_formula_or_an_error(take: Callable[[Cell], object], cell: Cell, flaw: Flaw) -> None:
    assert refused(take, cell).flaw is flaw


@pytest.mark.parametrize(
    "take",
    [take for holds, take in CALL_CELLS.items() if holds is not Holds.DO_NOT_CALL],
    ids=lambda take: take.__name__,
)
@pytest.mark.parametrize(("cell", "flaw"), [(True, Flaw.LOGICAL), (date(2026, 1, 2), Flaw.DATE_NOT_TEXT)])
def test_only_a_mark_is_true_or_false_and_none_is_a_date(
    take: Callable[[Cell], object], cell: Cell, flaw: Flaw
) -> None:
    assert refused(take, cell).flaw is flaw


CELLS = st.one_of(
    st.text(max_size=40),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(),
    st.from_regex(r"[A-Za-z]{1,4}[-_/ ,;][A-Za-z0-9]{1,8}"),
)


@given(st.sampled_from(sorted(CALL_CELLS, key=lambda holds: holds.value)), CELLS)
def test_whatever_is_taken_is_taken_again_as_it_is_and_makes_sense_to_the_queue(holds: Holds, cell: Cell) -> None:
    take = CALL_CELLS[holds]
    try:
        kept = take(cell)
    except Unfit as unfit:
        assert "{" not in str(unfit)  # noqa: PT017 - most cells are refused, and some are not
        return
    if kept is None or kept == "":
        return
    assert take(kept) == kept
    match holds:
        case Holds.PRIORITY:
            assert isinstance(kept, int)
            assert -GREATEST_PRIORITY <= kept <= GREATEST_PRIORITY
        case Holds.DO_NOT_CALL:
            assert kept == 1
        case Holds.ZONE:
            assert is_zone(str(kept))
        case _:
            assert str(kept) == str(kept).strip()
