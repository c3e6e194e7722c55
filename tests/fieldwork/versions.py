"""A household questionnaire in two versions, for tests: rows in rows, a date that is fixed, edits of both kinds."""

from textwrap import dedent

from capi.instrument.loading import Snapshot, read_sources, snapshot

FIRST = """
    instrument: home
    version: "1"
    title: Home
    modes: [face_to_face, telephone]
    languages: [en]
    facts:
      Area: {label: Area, type: text, longest: 50}
    sections:
      - section: Start
        ask:
          - Address: {text: Is this the address?, categories: {1: "Yes", 2: "No"}}
          - Sunday: {type: date, computed: sunday_before(today), once: true, label: Sunday}
          - Tenure: {text: Do you own it?, categories: {1: Own, 2: Rent, 3: Other}}
          - Rent:
              asked_if: Tenure == 2
              type: decimal
              maximum: 9999.99
              places: 2
              text: How much is the rent?
      - roster: People
        title: People
        row_name: "{Name|Person}"
        at_least: 1
        ask:
          - Name: {type: text, text: What is the name?}
          - Age: {type: whole_number, maximum: 120, text: How old?}
          - roster: Jobs
            title: Jobs
            row_name: job
            at_least: 0
            ask:
              - Hours: {type: whole_number, maximum: 168, text: How many hours?}
            another:
              AnotherJob: {text: A job?, categories: {1: "Yes", 2: "No"}}
        edits:
          - signal: VeryOld
            fails_if: Age > 100
            message: Over 100?
          - check: TooYoung
            fails_if: Age == 0
            message: Not born?
        another:
          AnyoneElse: {text: Anyone else?, categories: {1: "Yes", 2: "No"}}
      - section: End
        ask:
          - Travel:
              type: code_all
              text: How do you travel?
              categories: {1: Bus, 2: Car, 3: Foot}
          - Words: {type: text, text: Anything else?}
"""

SECOND = (
    FIRST.replace('version: "1"', 'version: "2"')
    .replace(", 3: Other", "")
    .replace("maximum: 120,", "maximum: 110,")
    .replace(
        "- Words: {type: text, text: Anything else?}",
        "- Pets: {type: whole_number, maximum: 9, text: How many pets?}",
    )
    .replace("fails_if: Age > 100", "fails_if: Age > 104")
)
"""No third tenure, ages up to 110, nothing asked in words but a number of pets, and another limit of what is very old."""

WITHOUT_JOBS = FIRST.replace('version: "1"', 'version: "3"').replace(
    FIRST[FIRST.index("          - roster: Jobs") : FIRST.index("        edits:\n          - signal: VeryOld")], ""
)


def version(text: str) -> Snapshot:
    return snapshot(read_sources({"instrument.yaml": dedent(text)}))
