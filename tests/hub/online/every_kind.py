"""A small questionnaire that has every type of question, a roster, and edits of both kinds."""

from functools import cache

from capi.instrument.loading import Snapshot, read_sources, snapshot

_COUNTRIES = """
code,text,also
FR,France,
DE,Germany,Federal Republic
GB,United Kingdom,"England, Scotland, Wales, Northern Ireland"
""".lstrip()
_EVERY = """
instrument: every
version: "1"
title: Every <kind> & more
modes: [self_completion, telephone]
languages: [en]
missing:
  dont_know: {text: I don’t know}
  refused: {text: Prefer not to say}
frames:
  countries: {title: Countries, file: countries.csv}
sections:
  - section: First
    title: First part
    ask:
      - Welcome:
          text: |-
            Before you begin
            These questions try every kind of answer.
          type: information
      - Happy:
          text: Are you happy?
          guidance: Today, that is.
          categories: {1: {text: "Yes", example: Such as now}, 2: "No", dont_know: }
      - Uses:
          text: Which of these do you use?
          type: code_all
          most: 2
          categories: {1: A car, 2: A bus, 3: A bicycle, 4: {text: None of these, exclusive: true}, refused: }
      - Age:
          text: How old are you?
          type: whole_number
          maximum: 120
          unit: years
          categories: {refused: }
      - Height:
          text: How tall are you?
          type: decimal
          minimum: 0.5
          maximum: 2.5
          places: 2
          unit: metres
      - Job:
          text: What is your job?
          type: text
          longest: 100
          categories: {dont_know: , refused: }
      - Story:
          text: What do you do there?
          type: text
          longest: 30000
      - Born:
          text: When were you born?
          type: date
          earliest: "1900-01-01"
          latest: "2026-11-01"
          categories: {refused: }
      - LeftSchool:
          text: When did you leave school?
          type: partial_date
          categories: {dont_know: }
      - Up:
          text: At what time did you get up?
          type: time
      - Country:
          text: In which country were you born?
          type: coded
          frame: countries
          categories: {dont_know: }
  - roster: People
    title: People in the household
    row_name: "{Name|Person} {position}"
    at_least: 1
    at_most: 3
    ask:
      - Name:
          text: What is the name of person {position}?
          type: text
          longest: 40
      - Years:
          text: How old is {Name}?
          type: whole_number
          maximum: 120
    another:
      AnyoneElse:
        text: Is there anybody else?
        categories: {1: "Yes", 2: "No"}
  - section: Last
    title: Last part
    ask:
      - Oldest:
          text: Who is the oldest?
          type: row
          of: People
      - Hours:
          text: How many hours did you work?
          type: whole_number
          maximum: 168
      - Days:
          text: On how many days?
          type: whole_number
          maximum: 7
          edits:
            - check: TooMany
              fails_if: Hours > 24 * Days
              message: That is more than 24 hours a day.
            - signal: Much
              fails_if: Hours > 12 * Days and Hours <= 24 * Days
              message: That is more than 12 hours a day.
"""


@cache
def every_kind() -> Snapshot:
    return snapshot(read_sources({"instrument.yaml": _EVERY, "countries.csv": _COUNTRIES}))
