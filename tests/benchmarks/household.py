"""A household of any size as a questionnaire: 20 questions about each person, filters, fills, counts, and a section for adults."""

from functools import cache

from capi.engine.interview import Interview
from capi.engine.plan import Plan, plan
from capi.instrument.loading import read_sources
from capi.instrument.model import Mode

QUESTIONS = 20
ADULT_QUESTIONS = 20

_YES_NO = '{1: "Yes", 2: "No"}'


def as_yaml(most: int) -> str:
    asked = [
        f"""
      - Q{at}:
          {"asked_if: Q0 == 1" if at % 5 == 4 else f"label: Question {at}"}
          text: "Does {{Name}}, person {{position}}, do number {at}?"
          categories: {_YES_NO}"""
        for at in range(QUESTIONS)
    ]
    adults = [
        f"""
      - W{at}:
          {"asked_if: Q1 == 1 and Married == 1" if at % 5 == 4 else f"label: Work {at}"}
          text: "Does {{Name}} work at number {at}? There are {{Adults}} adults."
          categories: {_YES_NO}"""
        for at in range(ADULT_QUESTIONS)
    ]
    return f"""
instrument: many
version: "1"
title: A large household
modes: [face_to_face]
sections:
  - roster: People
    title: People
    row_name: "{{Name}}"
    at_most: {most}
    ask:
      - Name: {{text: Name?, type: text}}
      - Age: {{text: "How old is {{Name}}?", type: whole_number, maximum: 120}}
{"".join(asked)}
    another:
      More: {{text: Anyone else?, categories: {_YES_NO}}}
    edits:
      - signal: Old
        fails_if: Age > 110
        message: "{{Name}} is {{Age}}."
  - section: Counted
    ask:
      - Adults: {{type: whole_number, computed: "count(People, Age >= 16)"}}
      - Married: {{text: Is anyone married?, asked_if: "any(People, Q0 == 1 and Age >= 16)", categories: {_YES_NO}}}
  - section: Work
    for_each: People
    asked_if: Age >= 16
    ask:
{"".join(adults)}
"""


@cache
def household_plan(most: int) -> Plan:
    return plan(read_sources({"instrument.yaml": as_yaml(most)}).fit(), Mode.FACE_TO_FACE)


def answer_to(field: str) -> object:
    """What the scripted respondent says; every fifth person is a child."""
    name, _, row = field.rstrip("]").partition("[")
    if name == "Name":
        return f"Person {row}"
    if name == "Age":
        return 9 if int(row) % 5 == 0 else 20 + int(row) % 60
    if name == "More":
        return 2
    return 1 + (len(name) + int(row or 0)) % 2


def step(interview: Interview, people: int) -> bool:
    """Answers the question being asked and makes the next one ready; False at the end."""
    field = interview.position
    if field is None:
        return False
    more = field == "More" and len(interview.rows("People")) < people
    interview.answer(field, 1 if more else answer_to(field))
    interview.prompt()
    return True
