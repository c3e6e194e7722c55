"""Every fault of an outcome frame has its code, its line, its message and its remedy; one mistake is told once."""

from pathlib import Path

import pytest

from capi.instrument.faults import MOST_FAULTS
from capi.outcomes.frame_reading import UnfitFrame, read_frame, read_frame_file
from tests.outcomes.frame_fault_samples import BUSY, SAMPLES, WARNINGS
from tests.outcomes.small_frame import HERE, small, told


@pytest.mark.parametrize("code", SAMPLES)
def test_a_mistake_is_told_once_and_on_its_line(code: str) -> None:
    sample = SAMPLES[code]
    lines = (sample if isinstance(sample, bytes) else sample.encode()).split(b"\n")
    marked = [number for number, line in enumerate(lines, 1) if HERE.encode() in line]
    assert [(fault.code, fault.place.line) for fault in told(sample)] == [(code, marked[0])]


@pytest.mark.parametrize("code", SAMPLES)
def test_a_fault_is_a_message_and_a_remedy_in_the_words_of_a_frame(code: str) -> None:
    for fault in told(SAMPLES[code]):
        assert fault.message
        assert not fault.message.endswith(".")
        assert fault.remedy.endswith((".", "?"))
        assert fault.remedy[0].isupper()
        assert len(str(fault)) < 300
        assert str(fault).isprintable()
        assert "instrument" not in str(fault)


@pytest.mark.parametrize("code", SAMPLES)
def test_a_warning_keeps_no_frame_out_of_the_field_and_a_fault_every_one(code: str) -> None:
    sample = SAMPLES[code]
    reading = read_frame(sample if isinstance(sample, bytes) else sample.encode(), "frame.yaml")
    assert [fault.warning for fault in reading.faults] == [code in WARNINGS]
    assert (reading.frame is not None) is (code in WARNINGS)


def test_two_hundred_faults_end_the_list_and_it_says_so() -> None:
    faults = told(small(("outcomes:\n", "outcomes:\n" + "".join(f"  X{n}: x\n" for n in range(250)))))
    assert (len(faults), faults[-1].code) == (MOST_FAULTS + 1, "TOO-MANY")


def test_a_folder_is_no_frame(tmp_path: Path) -> None:
    assert [fault.code for fault in read_frame_file(tmp_path).faults] == ["FILE-KIND"]


def test_all_faults_are_told_at_once_those_of_shape_and_those_of_sense() -> None:
    text = small(
        ("title: Small", "titel: Small"),
        ("suggests: 730", "suggests: 731"),
        ("again_after: 30 min", "again_after: soon"),
        ("Europe/London", "Mars"),
    )
    assert [fault.code for fault in told(text)] == ["KEY-MISSING", "KEY-UNKNOWN", "CODE-UNKNOWN", "DURATION", "ZONE"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (("weight: 55", "wieght: 55"), 'result vacant has no key "wieght". Did you mean weight?'),
        (("suggests: 730", "suggests: 733"), "there is no outcome code 733. Did you mean 730?"),
        (("Europe/London", "Europe/Lundon"), 'there is no time zone "Europe/Lundon". Did you mean Europe/London?'),
        (("[telephone], suggests", "[phone], suggests"), '"phone" is not a medium. Did you mean telephone?'),
        (("310: {", "810: {"), '"810" is not an outcome code. Write three digits, the first of them its group, from 1 to 7'),
        (("again_after: 30 min", "again_after: 61 days"), '`again_after` is "61 days", longer than 60 days.'),
        (("mon-fri 17:00-21:00", "fri-mon 17:00-21:00"), "fri-mon runs past Sunday"),
        (("mon-fri 17:00-21:00", "mon-fri 17:00-24:00"), "24:00 is no time of day, from 00:00 to 23:59."),
        (("mon-fri 17:00-21:00", "mon-fir 17:00-21:00"), "'fir' is no day of the week"),
        (("disposition: NE", "disposition: NC"), "730 counts as NC, which its first digit does not say. Write NE"),
        (('aapor: "4.61"', 'aapor: "4.6"'), '`aapor` is "4.6", not a code of the Standard Definitions.'),
        (('aapor: "3.11"', 'aapor: "3.90"'), "3.90 does not count as UH in the Standard Definitions."),
    ],
)  # fmt: skip
def test_a_fault_says_what_to_do(changes: tuple[str, str], sentence: str) -> None:
    assert any(sentence in str(fault) for fault in told(small(changes)))


def test_what_is_broken_is_not_missed_a_second_time() -> None:
    """A code that cannot be read is still known, so that what names it is not told as well."""
    text = small(('{label: No contact, disposition: NC, aapor: "2.20"}', "{label: No contact, disposition: nc}"))
    assert {fault.code for fault in told(text)} == {"WORD-UNKNOWN", "KEY-MISSING"}
    assert {fault.code for fault in told(small((BUSY, "busy: 5")))} == {"SHAPE"}


def test_an_unfit_frame_says_all_its_faults() -> None:
    with pytest.raises(UnfitFrame, match=r"frame\.yaml:\d+: ZONE .*Mars"):
        read_frame(small(("Europe/London", "Mars")).encode(), "frame.yaml").fit()
