"""The sense of comparisons: like with like, and only with what can occur."""

import pytest

from tests.instrument.small import asking, codes, reading

TOP = """
    facts:
      Region: {type: choice, categories: {1: North, 2: South}}
      Sampled: {type: date}
      Weight: {type: decimal, maximum: 9, places: 2}
    switches:
      Long: {usual: off}
"""
QUESTIONS = """
    - Sex: {text: Which?, categories: {1: Female, 2: Male}}
    - H: {text: How many?, type: whole_number, maximum: 99}
    - Pay: {text: How much?, type: decimal, maximum: 999.99, places: 2}
    - T: {text: Which?, type: text}
    - Born: {text: When?, type: date, earliest: "1900-01-01"}
    - Left: {text: When?, type: partial_date}
    - At: {text: When?, type: time}
    - Ways: {text: Which?, type: code_all, categories: {1: Bus, 2: Car, 3: {text: None, exclusive: true}}}
    - Seen: {text: Look., type: information}
    - Adult: {type: whole_number, computed: H - 1}
"""


def told(condition: str) -> list[str]:
    question = f"    - Q: {{asked_if: '{condition}', text: One, type: text}}\n"
    return codes(reading(asking(QUESTIONS + question, top=TOP, modes="face_to_face")).faults)


@pytest.mark.parametrize(
    "condition",
    [
        'Born > "1990-01-31" and Born < Sampled',
        'Left <= "2020-02-29" or Left == Born',
        'Sampled in ("2026-01-01", "2026-01-02")',
        'At >= "09:00" and At < "17:40"',
        "Pay > 12.5 and Pay != 3.25 and Weight == 2",
        "Pay == H or Pay * 2 / H > 3",
        "Ways has 3 or Ways has (1, 2)",
        "Ways is answered and Ways is not missing",
        "Region == 2 and Sex == Region",
        "Long is on or Long is off",
        'age(Born, Sampled) > 15 and year(Left) in (2020, 2021) and month("2026-01-01") == 1',
        "days_between(Born, Left) > 3 and months_between(Born, Sampled) < 9",
        'days_after(Born, 14) > sunday_before(Sampled) and days_after(Born, H) == "2026-01-01"',
        "Seen is answered",
        "Adult > 3 and Adult is answered",
    ],
)
def test_like_is_compared_with_like(condition: str) -> None:
    assert told(condition) == []


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ("Born > 1990", "CONDITION-TYPE"),
        ("Born == T", "CONDITION-TYPE"),
        ("Born > At", "CONDITION-TYPE"),
        ('Born > "1990"', "DATE"),
        ('Born == "2026-02-30"', "DATE"),
        ('"31.12.2026" > Sampled', "DATE"),
        ('Born in ("2026-01-01", "never")', "DATE"),
        ('Born == "1899-12-31"', "CATEGORY-UNKNOWN"),
        ('At == "9:00"', "DATE"),
        ('At > "24:00"', "DATE"),
        ("At == 9", "CONDITION-TYPE"),
        ("H == 12.5", "CATEGORY-UNKNOWN"),
        ("Pay == 1.125", "CATEGORY-UNKNOWN"),
        ("Pay == 1000", "CATEGORY-UNKNOWN"),
        ("Ways == 1", "CONDITION-TYPE"),
        ("Ways in (1, 2)", "CONDITION-TYPE"),
        ("Ways > 1", "CONDITION-TYPE"),
        ("Ways + 1 == 2", "CONDITION-TYPE"),
        ("Ways has 4", "CATEGORY-UNKNOWN"),
        ("Ways has (1, 4)", "CATEGORY-UNKNOWN"),
        ("Sex has 1", "CONDITION-TYPE"),
        ("Seen == 1", "CONDITION-TYPE"),
        ("Region == 3", "CATEGORY-UNKNOWN"),
        ("Region > 1", "CONDITION-TYPE"),
        ("Long == 1", "CONDITION-TYPE"),
        ("Long > 1", "CONDITION-TYPE"),
        ("Born + 1 == Sampled", "CONDITION-TYPE"),
        ("age(H, Born) > 1", "CONDITION-TYPE"),
        ("age(Born, 2026) > 1", "CONDITION-TYPE"),
        ('days_between("2026", Born) > 1', "DATE"),
        ("days_after(Born, Born) > Born", "CONDITION-TYPE"),
        ("days_after(Born, 1) == 3", "CONDITION-TYPE"),
        ("age(Born, Sampled) == Born", "CONDITION-TYPE"),
        ("Adult is refused", "CATEGORY-UNKNOWN"),
    ],
)
def test_what_cannot_be_alike_is_told_once(condition: str, code: str) -> None:
    assert told(condition) == [code]


def test_several_categories_are_told_how_to_be_asked_for() -> None:
    text = asking(QUESTIONS + "    - Q: {asked_if: Ways == 1, text: One, type: text}\n", top=TOP, modes="face_to_face")
    (fault,) = reading(text).faults
    assert fault.remedy == "Write `Ways has 1`."


COUNTRIES = "code,text\nFR,France\nDE,Germany\n"


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ('Country == "FR"', []),
        ('Country in ("FR", "DE")', []),
        ("Country is missing", []),
        ('Country == "FX"', ["CATEGORY-UNKNOWN"]),
        ('Country in ("FR", "GB")', ["CATEGORY-UNKNOWN"]),
        ("Country == 1", ["CONDITION-TYPE"]),
        ('Country > "DE"', ["CONDITION-TYPE"]),
        ('Country == "FR" and Country == "DE"', ["UNREACHABLE"]),
    ],
)  # fmt: skip
def test_a_code_is_one_of_its_frame(condition: str, code: list[str]) -> None:
    from capi.instrument.loading import read_sources

    text = asking(
        f"""
        - Country: {{text: Which?, type: coded, frame: countries}}
        - Q: {{asked_if: '{condition}', text: One, type: text}}
        """,
        top="frames: {countries: {title: Countries, file: countries.csv}}\n",
    )
    assert codes(read_sources({"instrument.yaml": text, "countries.csv": COUNTRIES}).faults) == code
