"""The economic activity instrument says, shows and offers what the standard prints, to the letter, in both modes."""

from functools import cache

import pytest

from capi.engine.fills import plain
from capi.engine.prompt import Prompt
from capi.instrument.loading import INSTRUMENT_FILE, read_instrument
from capi.instrument.model import CodeAll, Mode, PartialDate, Verbatim
from tests.questionnaires.economic_activity import FOLDER, MODES, SUNDAY, economic_activity, held
from tests.questionnaires.economic_activity_routing import AGENCY, EDUCATION, JOB, STATUS
from tests.questionnaires.economic_activity_standard import AGENCY as LEFT_TO_EACH_SURVEY
from tests.questionnaires.economic_activity_standard import STANDARD

AT_WORK: dict[str, object] = {
    "Wrking": 1,
    "Enroll": 1,
    "Attend": 1,
    "Course": 4,
    "IndD": "Builds bicycles",
    "OccT": "Wheel builder",
    "OccD": "Builds wheels",
    "Stat": 1,
    "Supvis": 2,
    "EmpNo": 2,
    "Solo": 2,
    "SNEmpl": 1,
    "FtPtWk": 1,
    "PaidBy": 2,
    "SelfEmp": [7],
    "JobTyp": 2,
    "JobTmp": [3],
}
LOOKING: dict[str, object] = {
    **AT_WORK,
    "Wrking": 2,
    "SchemeET": 2,
    "JbAway": 2,
    "OwnBus": 2,
    "RelBus": 2,
    "Looked": 1,
    "StartJ": 1,
    "LKTime": 6,
    "EverWk": 1,
    "DtJbL": "2024",
}
NOT_LOOKING = {**LOOKING, "Looked": 2, "YInAct": 5}
UNABLE_TO_START = {**LOOKING, "StartJ": 2, "YInAct": 3}
SELF_EMPLOYED = {**AT_WORK, "Stat": 2}
WORDINGS: dict[tuple[str, str], tuple[int, dict[str, object]]] = {
    ("YInAct", "did_not_seek"): (34, NOT_LOOKING),
    ("YInAct", "could_not_start"): (34, UNABLE_TO_START),
    ("Enroll", "aged_16_to_19"): (16, AT_WORK),
    ("Enroll", "others"): (20, AT_WORK),
    ("Course", "aged_16_to_19"): (19, AT_WORK),
    ("Course", "others"): (20, AT_WORK),
    ("OccT", "main_job"): (34, AT_WORK),
    ("OccT", "last_job"): (34, LOOKING),
    ("FtPtWk", "main_job"): (34, SELF_EMPLOYED),
    ("FtPtWk", "last_job"): (34, LOOKING),
    ("Solo", ""): (34, SELF_EMPLOYED),
    ("SNEmpl", ""): (34, SELF_EMPLOYED),
}
"""Of what age, and with what answers, somebody hears this wording; by default anybody at work or looking for work."""
CELLS = [
    pytest.param(mode, field, who, id=f"{mode.value}-{field}-{who}" if who else f"{mode.value}-{field}")
    for mode in MODES
    for field, asked in STANDARD.items()
    for who in asked.texts
]
every_wording_in_both_modes = pytest.mark.parametrize(("mode", "field", "who"), CELLS)


@cache
def prompt(mode: Mode, field: str, who: str) -> Prompt:
    """The question as a screen gets it, in an interview that has reached it."""
    at_status = field in STATUS and field != "Wrking"
    age, answers = WORDINGS.get((field, who), (34, LOOKING if at_status else AT_WORK))
    before = {name: answer for name, answer in answers.items() if name != field}
    shown = held(mode, age, before, agency=True).prompt()
    assert shown is not None
    assert shown.field == field
    return shown


def test_the_standard_has_twenty_eight_questions_of_which_five_are_left_to_each_survey() -> None:
    assert tuple(STANDARD) == (*STATUS, *EDUCATION, *JOB, *AGENCY)
    assert len(STANDARD) == 28
    assert LEFT_TO_EACH_SURVEY == AGENCY


def test_reading_the_instrument_finds_no_fault_and_warns_of_nothing() -> None:
    assert read_instrument(FOLDER / INSTRUMENT_FILE).faults == ()


def test_the_questions_are_those_of_the_standard_in_its_order_and_one_of_ours() -> None:
    asked = [question.name for question in economic_activity().questions if question.computed is None]
    assert asked == ["AgeLast", *STANDARD]


@every_wording_in_both_modes
def test_the_wording_is_the_standards(mode: Mode, field: str, who: str) -> None:
    assert plain(prompt(mode, field, who).text) == STANDARD[field].text(who, SUNDAY)


@every_wording_in_both_modes
def test_the_values_are_the_numbers_printed_in_their_order(mode: Mode, field: str, who: str) -> None:
    numbers = [
        option.number for option in STANDARD[field].options if field != "Course" or _is_offered(option.number, who)
    ]
    assert [(offer.number, offer.value) for offer in prompt(mode, field, who).offers] == [(n, n) for n in numbers]


@every_wording_in_both_modes
def test_each_category_is_worded_as_printed(mode: Mode, field: str, who: str) -> None:
    wanted = {option.number: option.text for option in STANDARD[field].options}
    offers = prompt(mode, field, who).offers
    assert [plain(offer.text) for offer in offers] == [wanted[offer.number] for offer in offers]


@every_wording_in_both_modes
def test_only_waiting_to_take_up_a_job_is_spontaneous(mode: Mode, field: str, who: str) -> None:
    wanted = {option.number for option in STANDARD[field].options if option.spontaneous}
    assert wanted == ({3} if field == "JbAway" else set())
    assert {offer.number for offer in prompt(mode, field, who).offers if offer.spontaneous} == wanted


@every_wording_in_both_modes
def test_the_instruction_is_the_standards_word_by_word(mode: Mode, field: str, who: str) -> None:
    shown = plain(prompt(mode, field, who).instruction)
    assert shown.split() == " ".join(STANDARD[field].instruction).split()


@every_wording_in_both_modes
def test_the_first_line_of_an_instruction_fits_below_the_question(mode: Mode, field: str, who: str) -> None:
    first, *_ = plain(prompt(mode, field, who).instruction).split("\n")
    assert len(first) <= 240


@every_wording_in_both_modes
def test_nothing_is_added_to_what_is_shown(mode: Mode, field: str, who: str) -> None:
    shown = prompt(mode, field, who)
    assert not shown.guidance
    assert shown.prompt is None
    assert shown.card is None
    assert not any(offer.example or offer.guidance for offer in shown.offers)


@every_wording_in_both_modes
def test_each_question_names_its_source_and_has_a_short_name(mode: Mode, field: str, who: str) -> None:
    question = next(question for question in economic_activity().questions if question.name == field)
    assert question.source.startswith("Questions")
    assert prompt(mode, field, who).label != field


def test_the_routing_that_was_restored_says_so_at_each_question() -> None:
    restored = {
        question.name for question in economic_activity().questions if "Restored from field practice" in question.note
    }
    assert restored == {
        *("SchemeET", "JbAway", "OwnBus", "Looked", "EverWk", "DtJbL", "Attend", "Course", "FtPtWk"),
        *AGENCY,
    }


def test_what_is_not_the_standards_is_marked_as_ours() -> None:
    ours = [question for question in economic_activity().questions if question.name not in STANDARD]
    assert [question.name for question in ours] == [
        "ReferenceSunday",
        "AgeLast",
        "AgeUsed",
        "AgeBand",
        "InEmployment",
        "AgencyCoded",
    ]
    assert all(question.note.startswith("Ours: ") for question in ours if question.name != "ReferenceSunday")


def test_the_types_are_those_the_standard_asks_for() -> None:
    types = {question.name: question.type for question in economic_activity().questions}
    assert all(isinstance(types[name], Verbatim) for name in ("IndD", "OccT", "OccD"))
    assert types["DtJbL"] == PartialDate(unknown_month=6, unknown_day=15)
    assert types["SelfEmp"] == CodeAll(most=4)
    assert types["JobTmp"] == CodeAll(most=5)


def test_the_source_is_named_with_its_publisher_and_licence_and_no_language_is_invented() -> None:
    source = economic_activity().source
    assert source.title.startswith(
        "Economic activity status, National Statistics Socio-economic Classification (NS-SEC)"
    )
    assert source.publisher
    assert source.licence
    assert source.address
    assert economic_activity().languages == ("en",)


def test_no_date_of_birth_leaves_the_office_unnoticed() -> None:
    assert {fact.name for fact in economic_activity().facts if fact.disclosive} == {"DateOfBirth"}


def _is_offered(number: int, who: str) -> bool:
    return number > 2 or who == "aged_16_to_19"
