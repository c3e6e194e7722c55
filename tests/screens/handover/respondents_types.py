"""A section with a question of every type, handed over between two that are the interviewer's."""

from capi.instrument.loading import Snapshot, read_sources, snapshot
from tests.screens.every_type import COUNTRIES

EVERY_TYPE = """
instrument: alone
version: "1"
title: {en: Alone, cy: Ar eich pen eich hun}
modes: [face_to_face, self_completion]
languages: [en, cy]
frames:
  countries: {title: {en: Countries, cy: Gwledydd}, file: countries.csv}
sections:
  - section: Start
    title: {en: Start, cy: Dechrau}
    ask:
      - Rent: {type: whole_number, maximum: 9000, label: {en: Rent, cy: Rhent}, text: {en: What is the rent?, cy: Beth yw'r rhent?}}
  - section: Private
    title: {en: Questions for you, cy: Cwestiynau i chi}
    hand_over: true
    ask:
      - Welcome: {type: information, text: {en: The next questions are about you., cy: Mae'r cwestiynau nesaf amdanoch chi.}}
      - Ways:
          type: code_all
          most: 2
          text: {en: Which do you use?, cy: Beth ydych yn ei ddefnyddio?}
          categories:
            1: {text: {en: A bus, cy: Bws}}
            2: {text: {en: A train, cy: Trên}}
            3: {text: {en: A car, cy: Car}}
            4: {text: {en: None, cy: Dim}, exclusive: true}
      - Share:
          type: whole_number
          maximum: 9000
          label: {en: Your share, cy: Eich cyfran}
          text: {en: How much of the rent do you pay?, cy: Faint o'r rhent ydych yn ei dalu?}
          categories: {refused: {text: {en: Prefer not to say, cy: Gwell gennyf beidio}}}
      - Hours: {type: decimal, maximum: 24, places: 1, text: {en: How long do you sleep?, cy: Pa mor hir ydych yn cysgu?}}
      - Born: {type: date, earliest: "1900-01-01", text: {en: When were you born?, cy: Pryd cawsoch eich geni?}}
      - Moved: {type: partial_date, text: {en: When did you move here?, cy: Pryd symudoch yma?}}
      - Rise: {type: time, text: {en: When do you get up?, cy: Pryd ydych yn codi?}}
      - Country: {type: coded, frame: countries, text: {en: Where were you born?, cy: Ble cawsoch eich geni?}}
      - Feel: {type: text, label: {en: Feelings, cy: Teimladau}, text: {en: How do you feel?, cy: Sut ydych yn teimlo?}}
      - roster: Friends
        row_name: {en: "{Friend}", cy: "{Friend}"}
        at_most: 3
        ask:
          - Friend: {type: text, text: {en: Name a friend., cy: Enwch ffrind.}}
        another:
          More:
            text: {en: Is there another?, cy: Oes un arall?}
            categories: {1: {text: {en: "Yes", cy: Oes}}, 2: {text: {en: "No", cy: Nac oes}}}
      - Best: {type: row, of: Friends, text: {en: Who is the best?, cy: Pwy yw'r gorau?}}
    edits:
      - check: TooMuch
        fails_if: Share > Rent
        message: {en: "You pay {Share}, which is more than the rent of {Rent}.", cy: "Rydych yn talu {Share}, mwy na'r rhent o {Rent}."}
      - signal: Sleepy
        fails_if: Hours > 14
        message: {en: "You sleep {Hours} hours. Is that right?", cy: "Rydych yn cysgu {Hours} awr. Ydy hynny'n iawn?"}
  - section: End
    title: {en: End, cy: Diwedd}
    ask:
      - Late:
          text: {en: Is the rent paid late?, cy: A yw'r rhent yn hwyr?}
          categories: {1: {text: {en: "Yes", cy: Ydy}}, 2: {text: {en: "No", cy: Nac ydy}}}
    edits:
      - signal: LateAndShared
        fails_if: Late == 1 and Share < 100
        message: {en: "She pays only {Share}, and late.", cy: "Dim ond {Share}, ac yn hwyr."}
"""


def every_type() -> Snapshot:
    reading = read_sources({"instrument.yaml": EVERY_TYPE, "countries.csv": COUNTRIES})
    assert reading.instrument is not None, [str(fault) for fault in reading.faults]
    return snapshot(reading)
