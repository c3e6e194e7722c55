"""Every fault has its code, its line, its message and its remedy; one mistake is told once."""

import re
from pathlib import Path

import pytest

import capi.instrument
from capi.instrument.faults import MOST_FAULTS, Fault
from capi.instrument.loading import read_instrument, read_sources
from tests.instrument.fault_samples import FILES, IN_FILES, SAMPLES
from tests.instrument.small import asking, codes, marked_lines, reading

FORMAT = Path(__file__).parents[2] / "questionnaires" / "FORMAT.md"
SOURCE = Path(next(iter(capi.instrument.__path__)))


def sample(code: str) -> dict[str, str]:
    """The files of the sample, the instrument's own first."""
    return {"instrument.yaml": SAMPLES[code], **FILES.get(code, {})}


def told(code: str) -> tuple[Fault, ...]:
    return read_sources(sample(code)).faults


def codes_in_source() -> set[str]:
    sources = [path.read_text("utf-8") for path in SOURCE.glob("*.py")]
    words = (re.findall(r'"([A-Z][A-Z-]{3,})"', source) for source in sources if "Faults" in source)
    return {word for found in words for word in found}


@pytest.mark.parametrize("code", [code for code in SAMPLES if code != "TOO-MANY"])
def test_a_mistake_is_told_once_and_on_its_line(code: str) -> None:
    assert {(fault.code, fault.place.file, fault.place.line) for fault in told(code)} == {
        (code, file, line) for file, text in sample(code).items() for line in marked_lines(text)
    }
    assert len(told(code)) == 1


def test_two_hundred_faults_end_the_list_and_it_says_so() -> None:
    faults = told("TOO-MANY")
    assert len(faults) == MOST_FAULTS + 1
    assert faults[-1].code == "TOO-MANY"
    assert "TOO-MANY" not in codes(faults[:-1])


def test_every_code_in_the_source_is_shown_by_a_sample() -> None:
    assert codes_in_source() == {*SAMPLES, *IN_FILES}


def test_every_code_is_explained_in_the_document_of_the_format() -> None:
    explained = set(re.findall(r"^\| `([A-Z-]+)` \|", FORMAT.read_text("utf-8"), re.MULTILINE))
    assert explained == codes_in_source()


@pytest.mark.parametrize("code", SAMPLES)
def test_a_fault_is_a_short_message_and_a_remedy_in_words(code: str) -> None:
    for fault in told(code):
        assert fault.message
        assert not fault.message.endswith(".")
        assert fault.remedy.endswith((".", "?"))
        assert fault.remedy[0].isupper()
        assert len(str(fault)) < 300
        assert str(fault).isprintable()


def test_a_fault_reads_like_a_good_sub_editor() -> None:
    faults = reading(
        asking(
            "- SchoolType: {text: One, type: text}\n- B:\n    asked_if: SchoolTyp is missing\n    text: Two\n    type: text"
        )
    ).faults
    assert [str(fault) for fault in faults] == [
        'instrument.yaml:10: FILTER-UNKNOWN "SchoolTyp" is not a question. Did you mean SchoolType?'
    ]


def test_a_warning_says_that_it_is_one_and_keeps_nothing_out_of_the_field() -> None:
    read = reading(SAMPLES["LIST-UNUSED"])
    assert str(read.faults[0]).startswith("instrument.yaml:6: warning LIST-UNUSED ")
    assert read.instrument is not None


def test_one_broken_file_tells_all_its_faults_at_once_each_with_line_and_remedy() -> None:
    read = read_instrument(Path(__file__).parent / "broken.yaml")
    assert read.instrument is None
    assert [(fault.place.line, fault.code) for fault in read.faults] == BROKEN
    assert all(fault.remedy for fault in read.faults)
    assert len({code for _, code in BROKEN}) >= 15


BROKEN = [
    (3, "YAML-SURPRISE"),
    (11, "PROMPT-UNUSED"),
    (14, "FILL-OPEN"),
    (15, "FILL-UNKNOWN"),
    (20, "SHOWCARD-UNUSED"),
    (23, "YAML-SURPRISE"),
    (24, "LIST-UNUSED"),
    (33, "NUMBER-TWICE"),
    (34, "CATEGORY-TWICE"),
    (34, "KEY-UNKNOWN"),
    (36, "FLAG"),
    (37, "PROMPT-TEXT"),
    (38, "SHOWCARD-MODE"),
    (41, "FILTER-UNKNOWN"),
    (42, "FILL-UNKNOWN"),
    (48, "CATEGORY-UNKNOWN"),
    (53, "CONDITION"),
    (58, "UNREACHABLE"),
    (63, "FILTER-LATER"),
    (64, "FILL-LATER"),
    (70, "SHOWCARD-DIFFERS"),
    (70, "SHOWCARD-MODE"),
    (75, "RANGE"),
    (78, "EDIT-KIND"),
]
