"""capi/outcomes/FRAME.md tells the truth: its examples are fit, and no key, fault, limit or word is left out."""

import re
from pathlib import Path

import pytest

import capi.outcomes
from capi.fieldwork.calls import Medium
from capi.instrument.faults import MOST_FAULTS
from capi.outcomes import frame_parts, frame_shape
from capi.outcomes.frame import COUNTS_AS, CallingRules, Disposition, Group
from capi.outcomes.frame_parts import (
    CALLING_KEYS,
    FRAME_KEYS,
    INTERVIEW_KEYS,
    OUTCOME_KEYS,
    RESULT_KEYS,
    SLOT_KEYS,
)
from capi.outcomes.frame_reading import LARGEST_FRAME
from capi.outcomes.frame_sense import AAPOR, NEEDED, SPEAKS_FOR
from capi.outcomes.frame_times import DAYS, UNITS, duration
from tests.outcomes.frame_fault_samples import SAMPLES, WARNINGS
from tests.outcomes.small_frame import fit

FOLDER = Path(next(iter(capi.outcomes.__path__)))
DOCUMENT = (FOLDER / "FRAME.md").read_text("utf-8")
KEYS = {
    "a frame": FRAME_KEYS,
    "an outcome code": OUTCOME_KEYS,
    "a result": RESULT_KEYS,
    "the interview": INTERVIEW_KEYS,
    "calling": CALLING_KEYS,
    "a slot": SLOT_KEYS,
}
LIMITS = (
    LARGEST_FRAME,
    frame_parts.MOST_OUTCOMES,
    frame_parts.MOST_RESULTS,
    frame_parts.MOST_SLOTS,
    frame_shape.MOST_HOURS,
    frame_shape.MOST_LANGUAGES,
    frame_shape.LONGEST_LABEL,
    frame_parts.LONGEST_SCRIPT,
    frame_parts.LONGEST_WORD,
    frame_parts.GREATEST_WEIGHT,
    frame_parts.MOST_ATTEMPTS,
    frame_parts.MOST_A_DAY,
    frame_parts.MOST_ANSWERED,
    frame_shape.LONGEST_DURATION.days,
    MOST_FAULTS,
)
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL)


def chapters() -> dict[str, str]:
    """The text below each heading, up to the next heading of any depth."""
    parts = re.split(r"^#+ (.+)$", DOCUMENT, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def tables(chapter: str) -> list[list[list[str]]]:
    """The cells of each table in the chapter, headings and rules left out."""
    found = re.findall(r"(?:^\|.*\n)+", chapters()[chapter] + "\n", re.MULTILINE)
    return [
        [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]] for table in found
    ]


def top(text: str) -> dict[str, str]:
    """The keys at the top of a frame with all that is written below them."""
    parts = re.split(r"^(\w+):", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def completed(example: str) -> str:
    """The example with the rest of the smallest frame around it: codes and results join those there, all else takes their place."""
    whole, part = top(EXAMPLES[0]), top(example)
    joined = {key: whole[key].rstrip() + part[key] for key in ("outcomes", "results") if key in part}
    written = whole | part | joined
    return "".join(f"{key}:{body.rstrip()}\n" for key, body in written.items())


def test_the_smallest_frame_is_fit() -> None:
    assert EXAMPLES[0].startswith("frame:")
    assert fit(EXAMPLES[0]).name == "small"


@pytest.mark.parametrize("example", [each for each in EXAMPLES[1:] if not each.startswith("languages")])
def test_every_example_is_read(example: str) -> None:
    assert {each.name for each in fit(completed(example)).results} >= {"interview", "refused", "no_answer", "sent"}


def test_the_example_of_two_languages_is_read() -> None:
    example = next(each for each in EXAMPLES if each.startswith("languages"))
    text = re.sub(r"label: ([^,}\n]+)", r"label: {en: \1, cy: \1}", completed(example))
    assert fit(text).title == ("A frame in two languages", "Fframwaith mewn dwy iaith")


def test_no_example_is_overlooked() -> None:
    assert len(EXAMPLES) == 6
    assert DOCUMENT.count("```") == 2 * len(EXAMPLES)
    assert {key for each in EXAMPLES[1:] for key in top(each)} == {*FRAME_KEYS} - {"frame", "version", "source"}


@pytest.mark.parametrize("what", KEYS)
def test_every_key_is_explained(what: str) -> None:
    assert [row[0] for row in tables(f"Keys of {what}")[0]] == [f"`{key}`" for key in KEYS[what]]


@pytest.mark.parametrize(
    ("what", "needed"),
    [
        ("a frame", frame_parts.FRAME_NEEDS),
        ("an outcome code", frame_parts.OUTCOME_NEEDS),
        ("a result", frame_parts.RESULT_NEEDS),
        ("the interview", frame_parts.INTERVIEW_NEEDS),
        ("calling", frame_parts.CALLING_NEEDS),
        ("a slot", SLOT_KEYS),
    ],
)
def test_what_is_needed_is_said_to_be(what: str, needed: tuple[str, ...]) -> None:
    assert [row[0].strip("`") for row in tables(f"Keys of {what}")[0] if "needed" in row[1]] == list(needed)


def test_every_group_is_explained_with_what_it_counts_as() -> None:
    groups = tables("Outcome codes")[0]
    assert [(int(row[0]), row[1], re.findall("`([A-Z]+)`", row[2])) for row in groups] == [
        (group.value, group.name.lower().replace("_", " "), [each.value for each in COUNTS_AS[group]])
        for group in Group
    ]
    assert {*NEEDED} == {Group.COMPLETE, Group.REFUSAL, Group.NON_CONTACT, Group.UNKNOWN_ELIGIBILITY}


def test_every_disposition_is_explained_with_its_codes() -> None:
    _, codes = tables("Keys of an outcome code")
    assert [(row[0].strip("`"), tuple(row[1].split(", "))) for row in codes] == [
        (disposition.value, AAPOR[disposition]) for disposition in Disposition
    ]
    assert all(f"`{each.value}` " in chapters()["Outcome codes"] for each in Disposition)


def test_what_the_interview_may_say_is_explained() -> None:
    explained = {row[0].strip("`"): set(re.findall("`([A-Z]+)`", row[1])) for row in tables("Keys of the interview")[0]}
    assert explained == {
        **{key: {each.value for each in fitting} for key, fitting in SPEAKS_FOR.items()},
        "partial_from": set(),
    }


@pytest.mark.parametrize("word", [*(medium.value for medium in Medium), *DAYS, *UNITS])
def test_every_word_of_the_format_is_explained(word: str) -> None:
    assert f"`{word}`" in DOCUMENT


def test_what_holds_where_nothing_is_said_is_told() -> None:
    usual = CallingRules(zone="", hours=())
    told = {row[0].strip("`"): row[1].rpartition("; ")[2] for row in tables("Keys of calling")[0]}
    assert told["script"].startswith("nothing where")
    for key in CALLING_KEYS[3:-1]:
        value = getattr(usual, key)
        words = told[key].removesuffix(" where nothing is said").strip("`")
        assert value == (int(words) if isinstance(value, int) else duration(words)), key


def test_every_limit_is_told() -> None:
    told = [int(row[1].replace(",", "")) for row in tables("Limits")[0]]
    assert told == list(LIMITS)


def test_every_fault_is_explained_and_has_a_sample() -> None:
    explained = [row[0].split("`")[1] for row in tables("Faults")[0]]
    assert explained == sorted(explained)
    assert {*explained} == {*SAMPLES, "FILE-KIND", "TOO-MANY"}
    assert {row[0].split("`")[1] for row in tables("Faults")[0] if row[0].endswith("*")} == {*WARNINGS}


def test_every_fault_in_the_source_is_explained() -> None:
    sources = " ".join(path.read_text("utf-8") for path in FOLDER.glob("frame_*.py"))
    told = set(re.findall(r'"([A-Z]{2,}(?:-[A-Z]+)*)"', sources)) - {each.value for each in Disposition} - {"UTC"}
    assert told <= {*SAMPLES, "FILE-KIND"}
    assert {"HOURS-OVERLAP", "GROUP-MISSING", "CODE", "ZONE"} <= told
