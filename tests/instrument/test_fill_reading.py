"""Fills that go by a number, and ways of saying dates."""

import pytest

from capi.instrument.date_patterns import USUAL_FORMS
from capi.instrument.expression import FieldName
from capi.instrument.fill_reading import forms_of
from capi.instrument.model import Place, Plural
from tests.instrument.small import asking, codes, fit, reading

KIDS = '- Kids: {text: How many?, type: whole_number, maximum: 20}\n- About: {text: "Your {children}?", type: text}'
WELSH = KIDS.replace("How many?", "{en: How many?, cy: Faint?}").replace(
    '"Your {children}?"', '{en: "{children}?", cy: "{children}?"}'
)


def with_fill(fill: str) -> str:
    return asking(KIDS, top=f"fills:\n  children: {fill}\n")


def test_a_fill_goes_by_a_number() -> None:
    (fill,) = fit(with_fill("{plural_of: Kids, one: child, other: children}")).fills
    assert fill.plural == Plural(FieldName("Kids"), {"one": ("child",), "other": ("children",)})
    assert (fill.name, fill.variants, fill.place) == ("children", (), Place("instrument.yaml", 6))


def test_each_language_has_the_forms_it_needs_and_no_other() -> None:
    forms = (
        "{plural_of: Kids, zero: {cy: plant}, one: {en: child, cy: plentyn}, two: {cy: blentyn}, few: {cy: phlentyn},"
        " many: {cy: phlentyn}, other: {en: children, cy: plentyn}}"
    )
    text = asking(WELSH, top=f"languages: [en, cy]\nfills:\n  children: {forms}\n")
    text = text.replace("title: Small", "title: {en: Small, cy: Bach}")
    (fill,) = fit(text).fills
    assert fill.plural is not None
    assert fill.plural.forms["two"] == ("", "blentyn")
    assert fill.plural.forms["other"] == ("children", "plentyn")
    assert codes(reading(text.replace("two: {cy: blentyn}, ", "")).faults) == ["PLURAL"]
    assert codes(reading(text.replace("{cy: plant}", "{en: no child}")).faults) == ["LANGUAGE-MISSING"]


@pytest.mark.parametrize(
    ("fill", "faults"),
    [
        ("{plural_of: Kids, one: child}", ["PLURAL"]),
        ("{plural_of: Kids, other: children}", ["PLURAL"]),
        ("{plural_of: Kids, one: child, few: childs, other: children}", ["PLURAL"]),
        ("{plural_of: Kids, one: child, ohter: children}", ["KEY-UNKNOWN", "PLURAL"]),
        ("{plural_of: Kids +, one: child, other: children}", ["CONDITION"]),
        ("{plural_of: About, one: child, other: children}", ["PLURAL"]),
        ("{plural_of: Kid, one: child, other: children}", ["FILL-UNKNOWN"]),
        ("{one: child, other: children}", ["SHAPE"]),
        ("{plural_of: Kids, one: , other: children}", ["TEXT-EMPTY"]),
    ],
)
def test_what_is_wrong_with_a_plural_is_told(fill: str, faults: list[str]) -> None:
    if "About" in fill:
        text = with_fill(fill).replace("{children}", "friend") + '      - C: {text: "{children}?", type: text}\n'
        assert codes(reading(text).faults) == faults
    else:
        assert codes(reading(with_fill(fill)).faults) == faults


def test_the_forms_are_those_of_the_language() -> None:
    assert forms_of("en") == ("one", "other")
    assert forms_of("en-GB") == ("one", "other")
    assert forms_of("cy") == ("zero", "one", "two", "few", "many", "other")
    assert forms_of("qq") == ("other",)


# Dates

DAY = '- Day: {type: date, text: When?}\n- B: {text: "Since {Day:FORM|then}?", type: text}'


@pytest.mark.parametrize("form", USUAL_FORMS)
def test_the_usual_ways_of_saying_dates_need_not_be_written(form: str) -> None:
    assert fit(asking(DAY.replace("FORM", form))).dates == {}


def test_ways_of_saying_dates_are_patterns_by_name() -> None:
    top = 'dates:\n  day: "{weekday} the {nth} of {month}"\n  short: "{day} {month} {year}"\n'
    assert fit(asking(DAY.replace("FORM", "short"), top=top)).dates == {
        "day": ("{weekday} the {nth} of {month}",),
        "short": ("{day} {month} {year}",),
    }


@pytest.mark.parametrize("pattern", ["{dya}", "on the day", "{day", "day}", "{day} {{month}}", "{day:long}", "{}"])
def test_a_pattern_has_parts_of_dates_in_braces_and_no_other(pattern: str) -> None:
    text = asking(DAY.replace("FORM", "long"), top=f'dates:\n  long: "{pattern}"\n')
    assert set(codes(reading(text).faults)) == {"DATE-PATTERN"}


def test_the_nth_day_is_said_in_languages_whose_endings_are_known() -> None:
    text = asking(
        "- A: {text: {en: One, cy: Un}, type: date}",
        top='languages: [en, cy]\ndates:\n  day: {en: "{nth}", cy: "{nth}"}\n',
    )
    assert codes(reading(text.replace("title: Small", "title: {en: Small, cy: Bach}")).faults) == ["DATE-PATTERN"]
