"""One instrument with every feature of the language in it, for what is done to any instrument."""

HOUSEHOLD = """\
instrument: household
version: "1"
title: Household
modes: [face_to_face, telephone]
facts:
  Issued: {type: date, disclosive: true}
  Region: {type: choice, categories: {1: North, 2: South}}
switches:
  AgencySet: {label: Agency and permanence questions, usual: off}
lists:
  yes_no: {1: "Yes", 2: "No"}
prompts: {individual: Ask each in turn.}
dates:
  day: "{weekday} the {nth} of {month}"
fills:
  children: {plural_of: Kids, one: child, other: children}
frames:
  countries: {title: Countries, file: countries.csv}
sections:
  - section: Intro
    ask:
      - Welcome: {type: information, text: Hello.}
      - ReferenceSunday: {type: date, computed: sunday_before(today), once: true, label: Reference}
      - Kids: {type: whole_number, maximum: 20, text: How many children?}
      - KidName: {type: text, text: "About your {children}."}
      - Travel:
          text: How did you come since {ReferenceSunday:long|then}?
          type: code_all
          most: 3
          categories:
            1: Bus
            2: {text: Car, offered_if: Kids >= 1}
            3: {text: Other, specify: TravelOther}
            4: {text: None of these, exclusive: true}
      - Pay: {type: decimal, minimum: 0, maximum: 99999.99, places: 2, unit: pounds, text: How much?}
      - Born: {type: date, earliest: "1900-01-01", text: When?}
      - Left: {type: partial_date, unknown_month: 6, unknown_day: 15, text: When left?}
      - Began: {type: time, text: At what time?}
      - Country: {type: coded, frame: countries, text: Which?}
      - Damp: {observation: true, text: Is it damp?, list: yes_no}
      - Help:
          text: Does anyone help you with this?
          prompt: individual
          list: yes_no
          items: {Shopping: shopping, Cooking: cooking}
      - Status:
          categories: {1: Working, 2: Not working}
          computed: [{if: Pay > 12.5, value: 1}, {value: 2}]
  - roster: People
    title: People in the household
    row_name: "{Name|Person}"
    at_most: 10
    ask:
      - Name: {type: text, text: "Name of person {position}?"}
      - Age: {type: whole_number, maximum: 120, text: "How old is {Name}?"}
      - NumberOfJobs: {type: whole_number, maximum: 5, text: How many jobs?}
      - roster: Jobs
        size: NumberOfJobs
        row_name: "job {position}"
        ask:
          - Title: {type: text, text: What is your job?}
    another:
      AnyoneElse: {text: Anyone else?, list: yes_no}
  - section: Adults
    for_each: People
    asked_if: Age >= 16
    ask:
      - Partner: {type: row, of: People, where: Age >= 16 and Name != "x", text: Who is?}
      - Adult: {type: whole_number, computed: "count(People, Age >= 16)"}
      - section: Inner
        ask:
          - InnerQ: {type: text, text: "Deep {Partner|x}", asked_if: AgencySet is on}
      - use: work
        section: Econ
        facts: {AgeThere: Age}
"""

WORK = """\
instrument: work
version: "3"
title: {en: Economic activity, cy: Gweithgaredd}
modes: [face_to_face, telephone, self_completion]
languages: [en, cy]
source: {publisher: ONS}
facts:
  AgeThere: {type: whole_number, maximum: 120}
  Region: {type: choice, categories: {1: {text: {en: North, cy: Gogledd}}, 2: {text: {en: South, cy: De}}}}
  Extra: {type: text, longest: 3}
sections:
  - section: Work
    ask:
      - Wrk:
          asked_if: AgeThere >= 16 and Region == 1
          text: {en: "Aged {AgeThere}, working, {Extra|so}?", cy: "Oed {AgeThere}"}
          type: text
"""

BESIDE = {
    "work/instrument.yaml": WORK,
    "countries.csv": 'code,text,also\nFR,France,Republic\nDE,"Germany, all of it",\n'
    + "".join(f"C{n},Country {n},\n" for n in range(9)),
}
