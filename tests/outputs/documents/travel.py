"""An instrument with one of everything a questionnaire document must tell, and texts that would be tags if nobody looked."""

from functools import cache

from capi.instrument.loading import Reading, read_sources
from capi.instrument.model import Instrument

TRAVEL = """\
instrument: travel
version: "2.1"
title: Travel <& living>
modes: [telephone, face_to_face]
languages: [en]
source: {publisher: An office, title: A standard, date: "2025-01-31", licence: Open Licence, address: "https://example.org/a?b=1&c=2"}
missing:
  dont_know: {text: Don’t know, spontaneous: true}
prompts:
  running: Pause after each one.
facts:
  Age: {type: whole_number, label: Age from the sample, minimum: 0, maximum: 120, disclosive: true}
switches:
  MoneySet: {label: Questions on money, usual: off}
fills:
  who: [{if: position == 1, text: you}, {text: "person {position}"}]
  journeys: {plural_of: Trips, one: trip, other: trips}
frames:
  countries: {title: Countries, file: countries.csv}
lists:
  yes_no: {1: "Yes", 2: "No", dont_know: }
showcards:
  A: {heading: Ways to <travel>}
sections:
  - section: Opening
    ask:
      - Welcome: {type: information, text: "<script>alert(1)</script> Welcome."}
      - Ways:
          label: Ways of travel
          text: "How do you travel? <b>All</b> of them"
          type: code_all
          most: 2
          categories:
            1: {text: Bus, example: "Such as <i>a coach</i>"}
            2: {text: Car, offered_if: Age >= 17}
            3: {text: Other, specify: OtherWay}
            4: {text: None of these, exclusive: true}
            dont_know:
          prompt: running
          face_to_face: {showcard: A}
          telephone: {text: "How do you travel, by bus or by car?"}
          instruction: |-
            Code what is said.
            Then probe: "what else?"
          source: "A standard: ways"
          note: The card is ours.
      - Trips: {label: Trips, text: How many?, type: whole_number, minimum: 1, maximum: 99, unit: trips a week, asked_if: "Ways has (1, 2)"}
      - Cost:
          label: Cost
          text: What do the {journeys} cost?
          type: decimal
          maximum: 999.99
          places: 2
          unit: pounds
          asked_if: Ways has (1, 2) and MoneySet is on
      - Left: {label: Left home, text: When did you leave?, type: time, asked_if: "Ways has (1, 2)"}
      - Country: {label: Country of birth, text: Where were you born?, type: coded, frame: countries, disclosive: true}
      - Help:
          text: Does anyone help you with this?
          list: yes_no
          items: {HelpShop: shopping, HelpCook: cooking}
      - Damp: {observation: true, label: Signs of damp, text: Are there signs of damp?, list: yes_no}
    edits:
      - {signal: TooMany, message: "That is {Trips} {journeys} a week. Is that right?", fails_if: "Trips > 50 and Cost < 10"}
  - roster: People
    title: People here
    row_name: "{Name|Person}"
    at_most: 5
    ask:
      - Name: {label: First name, text: "What is the name of {who}?", type: text, longest: 40, disclosive: true}
      - Born: {label: Date of birth, text: "When was {Name|this person} born?", type: partial_date, unknown_month: 6, unknown_day: 15}
    another:
      More: {label: Anyone else, text: Anyone else?, categories: {1: "Yes", 2: "No"}}
  - section: Children
    for_each: People
    asked_if: Born is answered and year(Born) > 2010
    ask:
      - School: {label: School, text: "Does {Name|this person} go to school?", list: yes_no}
      - Parent: {label: Parent, text: Who is the parent?, type: row, of: People, where: "year(Born) < 2000"}
  - section: Ending
    asked_if: any(People, School == 1) or Ways is missing
    ask:
      - Pupils: {label: Pupils, type: whole_number, computed: "count(People, School == 1)"}
      - Band:
          label: Band
          categories: {1: Few, 2: Many}
          computed: [{if: Pupils < 3, value: 1}, {value: 2}]
      - Bye: {type: information, text: Thank you.}
"""
COUNTRIES = "code,text\n" + "".join(f"{code:03},Country {code}\n" for code in range(1, 21))


def read(text: str = TRAVEL, countries: str = COUNTRIES) -> Reading:
    return read_sources({"instrument.yaml": text, "countries.csv": countries})


@cache
def travel() -> Instrument:
    return read().fit()
