"""One mistake is told once, with what to write instead: the mistakes that first authors made."""

import pytest

from tests.instrument.small import asking, fit, head, reading

_TENURE = "- Tenure: {text: Do you?, categories: {1: Own, 2: Rent, 3: Neither}}\n"
_LANGUAGES = "languages: [en, cy]\n"


def messages(text: str) -> list[str]:
    """The faults, each without its file."""
    return [str(fault).removeprefix("instrument.yaml:") for fault in reading(text).faults]


def in_two(questions: str, languages: str = "[en, cy]") -> str:
    made = asking(questions, top=f"languages: {languages}\n")
    return made.replace("title: Small", "title: {en: Small, cy: Bach}")


def test_a_comment_with_a_blank_cuts_no_text() -> None:
    assert messages(asking("- A:\n    text: One # two\n    type: text #three")) == [
        (
            '10: warning TEXT-CUT "#three" is not read: after a blank, `#` begins a comment. '
            "Put the text in quotes; a comment begins with `# `."
        )
    ]
    assert messages(asking("- A:\n    text: 'One #two'\n    type: text")) == []
    assert messages(asking("- A:\n    text: One#two\n    type: text")) == []


def test_categories_that_are_alike_in_one_language_are_told() -> None:
    categories = "{1: {text: {en: Wood, cy: Pren}}, 2: {text: {en: Tree, cy: Pren}}}"
    assert messages(in_two(f"- A:\n    text: {{en: One, cy: Un}}\n    categories: {categories}")) == [
        '11: CATEGORY-TWICE "Pren" is offered twice in cy. Remove one of the two.'
    ]
    twice = "{1: {text: {en: Wood, cy: Pren}}, 2: {text: {en: Wood, cy: Pren}}}"
    assert messages(in_two(f"- A:\n    text: {{en: One, cy: Un}}\n    categories: {twice}")) == [
        '11: CATEGORY-TWICE "Wood" is offered twice. Remove one of the two.'
    ]


@pytest.mark.parametrize(
    ("questions", "line", "begun", "whole"),
    [
        ("- A: {text: Do you, or does anybody, own it?, type: text}", 8, "Do you", "Do you, or does anybody, own it?"),
        ("- A: {text: One, categories: {1: Yes, often, 2: Well}}", 8, "Yes", "Yes, often"),
        (_TENURE + "- A: {asked_if: Tenure in (1, 2), text: One, type: text}", 9, "Tenure in (1", "Tenure in (1, 2)"),
    ],
)
def test_a_comma_between_braces_is_told_with_the_text_it_cut(questions: str, line: int, begun: str, whole: str) -> None:
    assert messages(asking(questions)) == [
        f'{line}: TEXT-COMMA between braces a comma ends a text, here after "{begun}". Put it in quotes: "{whole}".'
    ]


def test_a_comma_between_braces_is_told_in_a_text_in_two_languages() -> None:
    assert messages(in_two("- A:\n    text: {en: Do you own, or rent?, cy: Pwy, felly?}\n    type: text")) == [
        (
            '10: TEXT-COMMA between braces a comma ends a text, here after "Do you own". '
            'Put it in quotes: "Do you own, or rent?".'
        )
    ]


def test_missing_states_between_braces_need_no_colon() -> None:
    top = "missing:\n  refused: {text: Rather not}\n  dont_know: {text: Do not know}\n"
    fit(asking("- A: {text: One, categories: {1: Own, 2: Rent, refused, dont_know}}", top=top))


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        (
            "Tenure == 'Rent'",
            ('CONDITION-TYPE Tenure is a category, and is compared with "Rent". '
            "Write the value: 1 (Own), 2 (Rent), 3 (Neither)."),
        ),
        ("Tenure is on", ("CONDITION-TYPE Tenure is not a switch, and is neither on nor off. "
         "Write `Tenure == 1` or the like, or `Tenure is answered`.")),
        *(
            (condition, f"CONDITION-TYPE More {told}. Write `More is on` or `More is off`.")
            for condition, told in (
                ("More == 1", "is a switch, and is not compared"),
                ("More in (1, 2)", "is a switch, and is not compared"),
                ("More has 1", "does not have several categories"),
                ("More is answered", "is a switch, which is always on or off"),
                ("More is not dont_know", "is a switch, which is always on or off"),
            )
        ),
    ],
)  # fmt: skip
def test_a_comparison_that_cannot_be_is_told_with_what_can(condition: str, told: str) -> None:
    question = f'- A: {{asked_if: "{condition}", text: One, type: text}}'
    assert messages(asking(_TENURE + question, top="switches: {More: {usual: on}}\n")) == [f"10: {told}"]


def test_a_switch_has_no_words_to_say() -> None:
    assert messages(asking('- A: {text: "So {More}", type: text}', top="switches: {More: {usual: on}}\n")) == [
        (
            "9: FILL-FORM {More} is a switch, and has no words of its own. "
            "Write a fill with a variant `if: More is on`, and say that."
        )
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [("- A:\n  \u00a0 text: One\n    type: text", 9), ("- A:\n    text:\u00a0One\n    type: text", 9)],
)
def test_a_no_break_space_is_told_where_a_plain_one_belongs(text: str, line: int) -> None:
    assert messages(asking(text)) == [
        (
            f"{line}: FILE-CHARACTER a no-break space stands where a plain one belongs. "
            "Type a plain blank there; the two look alike."
        )
    ]
    assert fit(asking("- A: {text: A\u00a0plain text, type: text}")).questions[0].usual.text == ("A\u00a0plain text",)


def test_an_exclusive_category_of_a_choice_is_told_on_its_line() -> None:
    text = asking("- A:\n    text: One\n    categories:\n      1: Own\n      2: {text: Rent, exclusive: true}")
    assert [(fault.code, fault.place.line) for fault in reading(text).faults] == [("TYPE", 12)]


_ROSTER = (
    "  - roster: Pets\n    row_name: pet\n    ask: [{Kind: {text: Which?, type: text}}]\n"
    '    another: {More: {text: More?, categories: {1: "Yes", 2: "No"}}}\n'
)


def test_a_roster_with_the_name_of_something_else_is_called_a_roster() -> None:
    told = messages(asking("- Pets: {text: One, type: text}") + _ROSTER)
    assert told == [
        (
            "8: NAME-TWICE the question Pets has the name of the roster on line 9. "
            "Give one of them another name; capitals alone do not tell names apart."
        )
    ]


def test_a_roster_with_a_size_and_another_is_told_that_it_has_both() -> None:
    text = asking("- Many: {text: One, type: whole_number, maximum: 9}") + _ROSTER.replace(
        "    ask", "    size: Many\n    ask"
    )
    assert messages(text) == [
        (
            "9: ROSTER the roster Pets has both a `size` and `another`, and each says how many rows there are. "
            "Keep one: `size:` with a number, or `another:` with the question that adds a row."
        )
    ]


_MANY = "\n".join(f"- A{n}: {{text: {{en: One {n}, cy: Un {n}}}, type: text}}" for n in range(9))


@pytest.mark.parametrize(
    ("languages", "told"),
    [
        ("[en, welsh]", ["9: LANGUAGE-UNKNOWN"]),
        ("[en cy]", ["5: LANGUAGE-UNKNOWN"]),
        ("[en, cy, fr]", ["5: LANGUAGE-MISSING"]),
        ("en, cy", ["5: SHAPE"]),
    ],
)
def test_one_wrong_language_is_told_once(languages: str, told: list[str]) -> None:
    assert [" ".join(message.split()[:2]) for message in messages(in_two(_MANY, languages))] == told


def test_every_text_that_was_not_translated_is_told() -> None:
    text = in_two(_MANY + "\n- B: {text: Two, type: text}\n- C: {text: Three, type: text}")
    assert [" ".join(message.split()[:2]) for message in messages(text)] == [
        "18: LANGUAGE-MISSING",
        "19: LANGUAGE-MISSING",
    ]


@pytest.mark.parametrize(
    ("questions", "told"),
    [
        ("- A: {type: date, computed: sunday_before(today), once: yes}", "FLAG"),
        ('- A: {type: information, text: One, list: yn}\n- B: {text: Two, list: yn}', "TYPE"),
        ("- A: type text\n- B: {asked_if: A is answered, text: One, type: text}", "SHAPE"),
        ("- A:\n    text: [One, two]\n    type: text", "SHAPE"),
        ("- A:\n    text: One\n    categories:\n      1: [One, two]\n      2: Two", "SHAPE"),
    ],
)  # fmt: skip
def test_one_slip_is_told_once(questions: str, told: str) -> None:
    top = 'lists: {yn: {1: "Yes", 2: "No"}}\n' if "yn" in questions else ""
    assert [fault.code for fault in reading(asking(questions, top=top)).faults] == [told]


def test_a_form_behind_the_bar_is_told() -> None:
    assert messages(asking('- A: {text: When?, type: date}\n- B: {text: "Since {A|then:year}", type: text}')) == [
        "9: FILL-FORM {A|then:year} names the form year after the bar. The form stands before it: {A:year|then}."
    ]
    fit(asking('- A: {text: When?, type: date}\n- B: {text: "Since {A|then: now}", type: text}'))


def test_one_decimal_is_not_called_decimals() -> None:
    text = "- A: {text: One, type: decimal, places: 1, maximum: 9}\n- B: {asked_if: A == 1.25, text: Two, type: text}"
    assert messages(asking(text)) == ["9: CATEGORY-UNKNOWN A is never 1.25. It has 1 decimal."]


_ROWS = (
    head()
    + """sections:
  - roster: People
    row_name: person
    ask:
      - Age: {text: How old?, type: whole_number, maximum: 120}
      - Cars: {text: How many?, type: whole_number, maximum: 5}
      - roster: Vehicles
        size: Cars
        row_name: car
        ask:
          - Miles: {text: How far?, type: whole_number, maximum: 99}
    another: {More: {text: More?, categories: {1: "Yes", 2: "No"}}}
  - section: Mothers
    for_each: People
    ask:
      - Mother: {text: Who?, type: row, of: People}
  - roster: Carz
    row_name: car
    ask:
      - Driver: {text: Who?, type: row, of: People}
      - Old: {asked_if: "CAR", text: Is it?, type: text}
    another: {MoreCars: {text: More?, categories: {1: "Yes", 2: "No"}}}
  - section: Ages
    for_each: People
    ask:
      - MotherAge: {type: whole_number, maximum: 120, computed: "MOTHER"}
  - section: Last
    ask:
      - Total: {type: whole_number, computed: "TOTAL"}
"""
)


def rows(car: str = "of(Driver, Age) > 70", mother: str = "of(Mother, Age)", total: str = "count(People)") -> str:
    return _ROWS.replace("CAR", car).replace("MOTHER", mother).replace("TOTAL", total)


def test_a_value_of_a_chosen_row_is_read_in_rows_of_its_roster() -> None:
    fit(rows())


def test_a_choice_that_every_row_has_is_told_where_it_is_read_in_all_rows() -> None:
    assert messages(rows(mother="first(People, Age, row == Mother)")) == [
        (
            "30: warning OWN-ROW first(People, ...) reads Mother in each row it goes through, not in the row in sight. "
            "Write of(Mother, Age)."
        )
    ]


@pytest.mark.parametrize(
    ("condition", "remedy"),
    [
        ("any(People, row == Driver and Age > 70)", "Write of(Driver, Age) > 70."),
        ("first(People, Age, row == Driver) > 70", "Write of(Driver, Age)."),
        ("any(People, row == Driver and Age > 70 and Cars > 1)", "Write of(Driver, ...)."),
    ],
)
def test_a_condition_over_rows_says_what_it_sees(condition: str, remedy: str) -> None:
    assert messages(rows(car=condition)) == [
        (
            "25: ROW-SCOPE a condition over People sees the row of People and what is around it, and not Driver, "
            f"which is asked of each row of Carz. {remedy}"
        )
    ]


@pytest.mark.parametrize(
    ("total", "remedy"),
    [
        ("sum(People, Miles)", "Write sum(People, sum(Vehicles, Miles))."),
        ("count(People, Miles > 5)", "Write any(Vehicles, ...), sum(Vehicles, ...) or the like."),
    ],
)
def test_what_is_asked_in_rows_of_the_rows_is_told_how_to_be_read(total: str, remedy: str) -> None:
    assert messages(rows(total=total)) == [
        f"33: ROW-SCOPE a row of People has not one Miles: it is asked of each row of Vehicles. {remedy}"
    ]


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        ("of(Age, Age) > 70", "ROW-SCOPE"),
        ("of(More, Age) > 70", ("CONDITION-TYPE of(...) goes to a row that was chosen, and More is a category. "
         "Name a question or field of `type: row` first.")),
        ("of(Driver, Agee) > 70", "FILTER-UNKNOWN"),
        ("of(Driver, Miles) > 70", "ROW-SCOPE a row of People has not one Miles"),
        ("of(Driver, MotherAge) > 70", "FILTER-LATER"),
        ("of(Driver, Mother) > 70", "CONDITION-TYPE of(Driver, ...) is a row of People, and has no order"),
        ("of(Driver, Age) == 'x'", "CONDITION-TYPE of(Driver, ...) is a number, and is compared with"),
        ("of(Driver, Age) == 121", "CATEGORY-UNKNOWN Age is never 121"),
    ],
)  # fmt: skip
def test_a_value_of_a_chosen_row_that_cannot_be_is_told(condition: str, told: str) -> None:
    found = messages(rows(car=condition))
    assert len(found) == 1
    assert found[0].startswith(f"25: {told}")
