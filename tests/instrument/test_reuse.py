"""An instrument used as a section of another: its facts become ours, its names and texts come with it, and clashes are told."""

from pathlib import Path

import pytest

from capi.instrument.loading import INSTRUMENT_FILE, read_instrument, read_sources, snapshot
from capi.instrument.model import Mode, Place, PromptInstruction, Source
from capi.instrument.parsing import parse
from tests.instrument.fault_samples import PEOPLE
from tests.instrument.small import asking, codes, fit, head, reading, told

JOBS = """
instrument: jobs
version: "7"
title: Jobs
modes: [self_completion, face_to_face, telephone]
source: {publisher: Office of Examples}
facts:
  Age: {type: whole_number, maximum: 120}
  Region: {type: text, longest: 20}
switches:
  More: {usual: on}
prompts: {running: Read on.}
lists: {yes_no: {1: "Yes", 2: "No"}}
fills:
  them: [{if: Age >= 16, text: you}, {text: they}]
sections:
  - section: Work
    ask:
      - Works:
          asked_if: Age >= 16 and More is on
          text: "Aged {Age} in {Region|this region}, do {them} work?"
          list: yes_no
          face_to_face: {prompt: running}
          edits: [{signal: Old, fails_if: Works == 1 and Age > 100, message: "Aged {Age}.", fields: [Age]}]
"""
BESIDE = {"jobs/instrument.yaml": JOBS}
OURS = "- Years: {text: How old?, type: whole_number, maximum: 120}\n"
USE = "- use: jobs\n  section: Economic\n  facts: {Age: Years}\n"


def test_an_instrument_is_a_section_of_another_with_all_it_has() -> None:
    instrument = fit(asking(OURS + USE), beside=BESIDE)
    section = instrument.all_sections[1]
    assert (section.name, section.title, section.source) == ("Economic", ("Jobs",), Source("Office of Examples"))
    assert [inner.name for inner in section.sections] == ["Economic", "Work"]
    assert section.place == Place(INSTRUMENT_FILE, 9)
    works = instrument.questions[1]
    assert works.place == Place("jobs/instrument.yaml", 19)
    assert len(works.usual.categories) == 2
    assert instrument.prompts == {PromptInstruction.RUNNING: ("Read on.",)}
    assert instrument.modes == (Mode.FACE_TO_FACE, Mode.TELEPHONE)


def test_its_facts_are_called_as_they_are_here() -> None:
    instrument = fit(asking(OURS + USE), beside=BESIDE)
    works, (edit,), (fill,) = instrument.questions[1], instrument.edits, instrument.fills
    assert works.usual.asked_if == parse("Years >= 16 and More is on")
    assert works.usual.text == ("Aged {Years} in {Region|this region}, do {them} work?",)
    assert (edit.fails_if, edit.message) == (parse("Works == 1 and Years > 100"), ("Aged {Years}.",))
    assert edit.fields == ("Works", "Years")
    assert fill.variants[0].condition == parse("Years >= 16")


def test_facts_that_we_do_not_have_become_ours() -> None:
    assert [fact.name for fact in fit(asking(OURS + USE), beside=BESIDE).facts] == ["Region", "More"]
    all_ours = asking(USE.replace("  facts: {Age: Years}\n", ""))
    assert [fact.name for fact in fit(all_ours, beside=BESIDE).facts] == ["Age", "Region", "More"]


def test_a_fact_is_the_field_or_the_fact_of_ours_that_has_its_name() -> None:
    text = asking(
        OURS.replace("Years", "Age") + "- use: jobs\n  section: Economic\n",
        top="facts: {Region: {type: text}}\nswitches: {More: {usual: off}}\n",
    )
    assert [(fact.name, fact.place.file) for fact in fit(text, beside=BESIDE).facts] == [
        ("Region", INSTRUMENT_FILE),
        ("More", INSTRUMENT_FILE),
    ]


def test_a_used_instrument_stands_in_rows_has_a_filter_and_a_title() -> None:
    instrument = fit(
        asking("""
            - Size: {text: How many?, type: whole_number, maximum: 9}
            - roster: People
              size: Size
              row_name: person {position}
              ask:
                - Age: {text: How old?, type: whole_number, maximum: 120}
            - use: jobs
              section: Economic
              title: What people do
              for_each: People
              asked_if: Age >= 16
            """),
        beside={"jobs/instrument.yaml": JOBS.replace("Age >= 16 and ", "")},
    )
    section = next(section for section in instrument.all_sections if section.name == "Economic")
    assert (section.title, section.roster, section.asked_if) == (("What people do",), "People", parse("Age >= 16"))


def test_rosters_of_a_used_instrument_are_within_the_rows_it_stands_in() -> None:
    cars = JOBS.replace("section: Work", "roster: Cars\n    row_name: car\n    size: Age")
    text = asking("""
        - Size: {text: How many?, type: whole_number, maximum: 9}
        - roster: People
          size: Size
          row_name: person {position}
          ask:
            - Years: {text: How old?, type: whole_number, maximum: 20}
            - use: jobs
              section: Economic
              facts: {Age: Years}
        """)
    read = reading(
        text, beside={"jobs/instrument.yaml": cars.replace("maximum: 120", "maximum: 20").replace("> 100", "> 19")}
    )
    assert [str(fault) for fault in read.faults if not fault.warning] == []
    assert [(roster.name, roster.within) for roster in read.fit().rosters] == [("People", ""), ("Cars", "People")]


def test_its_texts_are_said_in_our_languages() -> None:
    welsh = JOBS.replace("title: Jobs", "title: {cy: Swyddi, en: Jobs}\nlanguages: [cy, en]")
    welsh = welsh.replace('"Aged {Age} in {Region|this region}, do {them} work?"', "{cy: Gwaith {Region}?, en: Work?}")
    welsh = welsh.replace('{1: "Yes", 2: "No"}', '{1: {text: {cy: Ie, en: "Yes"}}, 2: {text: {cy: Na, en: "No"}}}')
    welsh = welsh.replace("running: Read on.", "running: {cy: Darllenwch, en: Read on.}")
    welsh = welsh.replace(
        "{if: Age >= 16, text: you}, {text: they}", "{if: Age >= 16, text: {cy: chi, en: you}}, {text: none}"
    )
    welsh = welsh.replace('"Aged {Age}."', '{cy: Oed, en: "Aged {Age} {them}."}').replace("{Region}?,", "'{Region}?',")
    welsh = welsh.replace("{cy: Gwaith '{Region}?', en: Work?}", '{cy: "Gwaith {Region}?", en: Work?}')
    instrument = fit(asking(OURS + USE), beside={"jobs/instrument.yaml": welsh})
    assert instrument.languages == ("en",)
    assert instrument.questions[1].usual.text == ("Work?",)
    assert instrument.all_sections[1].title == ("Jobs",)
    assert instrument.prompts[PromptInstruction.RUNNING] == ("Read on.",)


def test_what_a_used_instrument_has_and_does_not_need_here_is_no_surprise() -> None:
    more = JOBS.replace("fills:\n", "fills:\n  idle: [{text: none}]\n").replace(
        "lists: {", "lists: {unused: {1: A, 2: B}, "
    )
    read = reading(asking(OURS + USE, modes="telephone"), beside={"jobs/instrument.yaml": more})
    assert set(codes(read.faults)) <= {"FILL-UNUSED"}


CHAIN = {
    "outer/instrument.yaml": """
        instrument: outer
        version: "1"
        title: Outer
        modes: [face_to_face, telephone]
        facts: {OwnAge: {type: whole_number, maximum: 120}}
        sections:
          - section: Outer
            ask:
              - B: {asked_if: OwnAge > 1, text: Two, type: text}
          - use: jobs
            section: Inside
            facts: {Age: OwnAge}
        """,
    **BESIDE,
}


def test_an_instrument_that_is_used_may_use_another() -> None:
    instrument = fit(asking(OURS + "- use: outer\n  section: Further\n  facts: {OwnAge: Years}\n"), beside=CHAIN)
    assert [section.name for section in instrument.all_sections] == ["Main", "Further", "Outer", "Inside", "Work"]
    assert instrument.questions[2].usual.asked_if == parse("Years >= 16 and More is on")
    assert [fact.name for fact in instrument.facts] == ["Region", "More"]
    unbound = fit(asking("- A: {text: One, type: text}\n- use: outer\n  section: Further\n"), beside=CHAIN)
    assert [fact.name for fact in unbound.facts] == ["OwnAge", "Region", "More"]


@pytest.mark.parametrize(
    ("ours", "code", "line"),
    [
        ("- use: jobs\n  section: Economic\n  facts: {Agee: Years}\n", "USE-FACT", 11),
        ("- use: jobs\n  section: Economic\n  facts: {Age: Year}\n", "USE-FACT", 11),
        ("- use: jobs\n  section: Economic\n  facts: [Age]\n", "SHAPE", 11),
        ("- use: jobs\n  section: Economic\n  facts: {Age: [Years]}\n", "SHAPE", 11),
        ("- use: jobs\n", "KEY-MISSING", 9),
        ("- use: jobs\n  section: Economic\n  ask: []\n", "KEY-UNKNOWN", 11),
        ("- use: jobs\n  section: Works\n", "NAME-TWICE", 19),
        ("- use: jobs\n  section: Work\n", "NAME-TWICE", 17),
        ("- use: jbos\n  section: Economic\n", "FILE-MISSING", 9),
        ("- use: ../jobs\n  section: Economic\n", "FILE-NAME", 9),
        ("- use: jobs/instrument.yaml\n  section: Economic\n", "FILE-NAME", 9),
        ("- use: small\n  section: Economic\n", "USE-CYCLE", 9),
        (USE + "- use: jobs\n  section: Again\n", "FILE-TWICE", 12),
    ],
)
def test_what_is_wrong_with_using_an_instrument_is_told(ours: str, code: str, line: int) -> None:
    assert told(asking(OURS + ours), beside=BESIDE) == [(code, line)]


def test_an_instrument_is_made_for_our_modes_and_written_in_our_languages() -> None:
    jobs = {"jobs/instrument.yaml": JOBS.replace("[self_completion, face_to_face, telephone]", "[face_to_face]")}
    assert told(asking(OURS + USE), beside=jobs) == [("USE-MODE", 9)]
    text = asking(OURS + USE, top="languages: [cy]\n")
    assert told(text, beside=BESIDE) == [("USE-LANGUAGE", 10)]


@pytest.mark.parametrize(
    ("top", "code"),
    [
        ("prompts: {running: Read slowly.}\n", "NAME-TWICE"),
        ("fills:\n  them: [{text: them}]\n", "NAME-TWICE"),
        ("prompts: {running: Read on.}\nlists: {yes_no: {1: A, 2: B}}\n", ""),
        ("fills:\n  them: [{if: Years >= 16, text: you}, {text: they}]\n", ""),
    ],
)
def test_two_things_of_one_name_are_one_thing_or_told(top: str, code: str) -> None:
    used = "- B: {text: Do they?, list: yes_no}\n" if "yes_no" in top else ""
    read = reading(asking(OURS + used + USE, top=top), beside=BESIDE)
    assert codes(read.faults) == [code] * bool(code)


def test_two_instruments_that_want_the_same_fact_have_one_if_it_is_the_same() -> None:
    other = 'instrument: other\nversion: "1"\ntitle: Other\nmodes: [face_to_face, telephone]\n'
    other += "facts: {Region: {type: text, longest: 20}}\nsections: [{section: S, ask: [{Q: {text: 'In {Region}?', type: text}}]}]\n"
    text = asking(OURS + USE + "- use: other\n  section: Second\n")
    instrument = fit(text, beside={**BESIDE, "other/instrument.yaml": other})
    assert [fact.name for fact in instrument.facts] == ["Region", "More"]
    otherwise = {**BESIDE, "other/instrument.yaml": other.replace("longest: 20", "longest: 9")}
    (fault,) = reading(text, beside=otherwise).faults
    assert (fault.code, fault.place) == ("NAME-TWICE", Place("other/instrument.yaml", 5))


def test_a_fault_in_a_used_instrument_is_told_with_its_file_and_all_at_once() -> None:
    broken = JOBS.replace("Age >= 16 and More", "Aeg >= 16 and More").replace("list: yes_no", "list: yes_on")
    faults = reading(asking(OURS + USE + "- Z: {tipe: text}\n"), beside={"jobs/instrument.yaml": broken}).faults
    assert {(fault.code, fault.place.file) for fault in faults if fault.code in ("FILTER-UNKNOWN", "WORD-UNKNOWN", "KEY-UNKNOWN")} == {
        ("FILTER-UNKNOWN", "jobs/instrument.yaml"),
        ("WORD-UNKNOWN", "jobs/instrument.yaml"),
        ("KEY-UNKNOWN", INSTRUMENT_FILE),
    }  # fmt: skip
    assert str(next(fault for fault in faults if fault.code == "FILTER-UNKNOWN")).startswith(
        "jobs/instrument.yaml:20: "
    )


def test_a_used_instrument_that_cannot_be_read_is_told_and_nothing_that_only_follows() -> None:
    text = asking(OURS + USE + "- B: {asked_if: Works == 1, text: Two, type: text}\n")
    assert codes(reading(text, beside={"jobs/instrument.yaml": "instrument: ["}).faults) == ["YAML-SYNTAX"]


# Files


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, "utf-8")
    return folder / "small" / INSTRUMENT_FILE


def test_an_instrument_is_found_beside_ours_or_among_those_installed(tmp_path: Path) -> None:
    ours = {"small/instrument.yaml": asking(OURS + USE)}
    main = write(tmp_path / "work", ours)
    shipped = tmp_path / "shipped"
    assert codes(read_instrument(main, shipped).faults) == ["FILE-MISSING"]
    write(shipped, {"jobs/instrument.yaml": JOBS.replace("title: Jobs", "title: Installed")})
    assert read_instrument(main, shipped).fit().all_sections[1].title == ("Installed",)
    assert codes(read_instrument(main).faults) == ["FILE-MISSING"]
    write(tmp_path / "work", {"jobs/instrument.yaml": JOBS})
    read = read_instrument(main, shipped)
    assert read.fit().all_sections[1].title == ("Jobs",)
    assert read.paths["jobs/instrument.yaml"].resolve() == (tmp_path / "work" / "jobs" / INSTRUMENT_FILE).resolve()


def test_a_snapshot_holds_the_files_of_all_instruments(tmp_path: Path) -> None:
    jobs = JOBS.replace("sections:\n", "frames: {codes: {file: codes.csv}}\nsections:\n  - file: people.yaml\n")
    jobs += "      - Soc: {text: Which?, type: coded, frame: codes}\n"
    files = {
        "small/instrument.yaml": asking(OURS + USE),
        "jobs/instrument.yaml": jobs,
        "jobs/people.yaml": PEOPLE,
        "jobs/codes.csv": "code,text\n1,One\n2,Two\n",
    }
    read = read_instrument(write(tmp_path, files))
    assert read.faults == ()
    kept = snapshot(read)
    assert list(kept.sources) == [INSTRUMENT_FILE, "jobs/instrument.yaml", "jobs/people.yaml", "jobs/codes.csv"]
    assert kept.instrument() == read_sources(kept.sources).fit() == read.fit()


def test_instruments_that_use_each_other_end(tmp_path: Path) -> None:
    def using(name: str, other: str) -> str:
        return head().replace("small", name) + f"sections:\n  - use: {other}\n    section: Of{name}\n"

    circle = {"small/instrument.yaml": using("small", "one"), "one/instrument.yaml": using("one", "two")}
    main = write(tmp_path / "circle", {**circle, "two/instrument.yaml": using("two", "one")})
    assert codes(read_instrument(main).faults) == ["USE-CYCLE"]
    chain = {f"n{at}/instrument.yaml": using(f"n{at}", f"n{at + 1}") for at in range(50)}
    main = write(tmp_path / "chain", {**chain, "small/instrument.yaml": using("small", "n0")})
    read = read_instrument(main)
    assert codes(read.faults) == ["FILE-DEPTH"]
    assert len(read.sources) < 10


def test_a_file_of_a_used_instrument_lies_in_its_folder(tmp_path: Path) -> None:
    main = write(
        tmp_path,
        {
            "small/instrument.yaml": asking(OURS + USE),
            "small/people.yaml": PEOPLE,
            "jobs/instrument.yaml": JOBS.replace("sections:\n", "sections:\n  - file: people.yaml\n"),
        },
    )
    assert [(fault.code, fault.place.file) for fault in read_instrument(main).faults] == [
        ("FILE-MISSING", "jobs/instrument.yaml")
    ]
    (tmp_path / "jobs" / "people.yaml").symlink_to(tmp_path / "small" / "people.yaml")
    assert codes(read_instrument(main).faults) == ["FILE-OUTSIDE"]
