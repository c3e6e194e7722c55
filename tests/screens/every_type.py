"""A small questionnaire with a question of every type, a household and an interviewer's observation."""

from capi.instrument.loading import Snapshot, read_sources, snapshot

COUNTRIES = "code,text,also\n" + "\n".join(
    f"{code},{text},{also}"
    for code, text, also in (
        ("826", "United Kingdom", "Britain; England; Scotland; Wales"),
        ("372", "Ireland", "Éire"),
        ("616", "Poland", "Polska"),
        ("356", "India", ""),
        ("586", "Pakistan", ""),
        ("300", "Greece", "Ellada"),
        ("304", "Greenland", ""),
        ("308", "Grenada", ""),
        ("384", "Côte d’Ivoire", "Ivory Coast"),
    )
)

EVERY_TYPE = """
instrument: every-type
version: "1"
title: {en: Household and travel, cy: Aelwyd a theithio}
modes: [face_to_face, telephone]
languages: [en, cy]
prompts:
  running: {en: "Read out each one and code as you go.", cy: "Darllenwch bob un a chodwch."}
  individual: {en: "Read out each one and wait for an answer.", cy: "Darllenwch bob un ac arhoswch."}
lists:
  yes_no: {1: {text: {en: "Yes", cy: Ydw}}, 2: {text: {en: "No", cy: Nac ydw}}}
frames:
  countries: {title: {en: Countries, cy: Gwledydd}, file: countries.csv}
showcards:
  C: {}
sections:
  - section: Start
    title: {en: Start, cy: Dechrau}
    ask:
      - Welcome:
          type: information
          text:
            en: >-
              Thank you for taking part. I shall ask about you, about the people you live with, and about how you get
              around. Everything you tell us is treated in confidence.
            cy: Diolch am gymryd rhan. Byddaf yn holi amdanoch chi, y bobl rydych yn byw gyda nhw a sut rydych yn teithio.
      - Damp:
          observation: true
          text: {en: "Is there visible damp or mould on the outside of the building?", cy: "A oes lleithder i'w weld?"}
          list: yes_no
  - roster: People
    title: {en: People in the household, cy: Pobl yn yr aelwyd}
    row_name: {en: "{Name|Person}", cy: "{Name|Person}"}
    at_most: 20
    ask:
      - Name: {type: text, longest: 60, text: {en: "What is the name of the first, or the next, person?", cy: "Beth yw enw'r person?"}}
      - Born: {type: date, earliest: "1900-01-01", latest: "2026-11-18", text: {en: "What is {Name}’s date of birth?", cy: "Beth yw dyddiad geni {Name}?"}}
    another:
      AnyoneElse:
          text: {en: "Does anyone else live here?", cy: "Oes rhywun arall yn byw yma?"}
          categories: {1: {text: {en: "Yes", cy: Oes}}, 2: {text: {en: "No", cy: Nac oes}}}
  - section: Travel
    title: {en: Travel, cy: Teithio}
    ask:
      - Hrp: {type: row, of: People, text: {en: "Who pays the rent or the mortgage?", cy: "Pwy sy'n talu'r rhent?"}}
      - Ways:
          type: code_all
          most: 3
          text: {en: "Which of these have you used in the last seven days?", cy: "Pa rai o'r rhain ydych wedi'u defnyddio?"}
          prompt: running
          face_to_face: {showcard: C}
          instruction:
            en: |
              Include journeys for work and for pleasure.
              A taxi counts as a car. Walks of under five minutes do not count.
            cy: |
              Cynhwyswch bob taith.
              Mae tacsi yn cyfrif fel car.
          categories:
            1: {text: {en: Bus or coach, cy: Bws}, example: {en: "Not a school bus", cy: "Nid bws ysgol"}}
            2: {text: {en: Car or van, cy: Car}}
            3: {text: {en: Train, cy: Trên}}
            4: {text: {en: Bicycle, cy: Beic}}
            5: {text: {en: None of these, cy: Dim un}, exclusive: true}
      - Pay:
          type: decimal
          minimum: 0
          maximum: 99999.99
          places: 2
          unit: {en: pounds, cy: punt}
          text: {en: "How much did you spend on fares?", cy: "Faint wnaethoch chi wario?"}
      - Moved:
          type: partial_date
          unknown_month: 6
          unknown_day: 15
          earliest: "1900-01-01"
          text: {en: "When did you move here?", cy: "Pryd wnaethoch chi symud yma?"}
      - Left: {type: time, text: {en: "At what time did you leave home this morning?", cy: "Pryd wnaethoch chi adael?"}}
      - Country: {type: coded, frame: countries, text: {en: "In which country were you born?", cy: "Ym mha wlad y cawsoch eich geni?"}}
      - Help:
          text: {en: "Now some things people may need help with. Does anyone help you with…", cy: "Oes rhywun yn eich helpu gyda…"}
          prompt: individual
          list: yes_no
          items: {Shopping: {en: "…the shopping?", cy: "…siopa?"}, Cooking: {en: "…cooking a hot meal?", cy: "…coginio?"}}
      - Hours: {type: whole_number, minimum: 0, maximum: 168, unit: {en: hours, cy: awr}, text: {en: "How many hours did you work last week?", cy: "Sawl awr?"}}
      - Why:
          type: text
          longest: 300
          text: {en: "What would make travelling easier for you?", cy: "Beth fyddai'n helpu?"}
          instruction: {en: "Probe: what else?", cy: "Beth arall?"}
"""


def every_type() -> Snapshot:
    reading = read_sources({"instrument.yaml": EVERY_TYPE, "countries.csv": COUNTRIES})
    assert reading.instrument is not None, [str(fault) for fault in reading.faults]
    return snapshot(reading)
