"""For each fault code the smallest instrument that shows it, with the line marked where its author has to look."""

from tests.instrument.small import asking, head

_YES_NO = 'categories: {1: "Yes", 2: "No"}'

SAMPLES: dict[str, str] = {
    "FILE-EMPTY": "# <-\n",
    "FILE-CHARACTER": asking('- A: {text: "Turned \u202e round", type: text}  # <-'),
    "FILE-DEPTH": head() + "sections: " + "[" * 30 + "]" * 30 + "  # <-\n",
    "FILE-NAME": head() + "sections:\n  - file: ../people.yaml  # <-\n",
    "FILE-MISSING": head() + "sections:\n  - file: people.yaml  # <-\n",
    "FILE-TWICE": head() + "sections:\n  - file: people.yaml\n  - file: people.yaml  # <-\n",
    "FILE-SIZE": asking(f"- A: {{text: {'long ' * 5_000}, type: text}}  # <-"),
    "YAML-SYNTAX": head() + "sections:\n\t- section: Main  # <-\n",
    "YAML-ALIAS": asking("- A: &first {text: One, type: text}  # <-\n- B: *first"),
    "YAML-TAG": asking("- A: {text: !!str One, type: text}  # <-"),
    "YAML-KEY": asking("- [A, B]: {text: One, type: text}  # <-"),
    "YAML-DOCUMENTS": asking("- A: {text: One, type: text}") + "---  # <-\nmore: yes\n",
    "YAML-SURPRISE": asking('- A:\n    text: Do you?\n    categories: {1: "Yes", 2: No}  # <-'),
    "TOO-MANY": asking("\n".join(f"- A{n}: {{text: One, tipe: text}}" for n in range(300))),
    "KEY-UNKNOWN": asking("- A: {text: One, tipe: text, type: text}  # <-"),
    "KEY-MISSING": asking("- A: {text: One, type: text}")
    .replace("title: Small\n", "")
    .replace("instrument: small", "instrument: small  # <-"),
    "KEY-TWICE": asking("- A: {text: One, type: text, text: Two}  # <-"),
    "SHAPE": asking("- A:  # <-\n  text: One\n  type: text"),
    "NAME": asking("- 1A: {text: One, type: text}  # <-"),
    "NAME-TWICE": asking("- A: {text: One, type: text}\n- a: {text: Two, type: text}  # <-"),
    "NUMBER": asking("- A:\n    text: How many?\n    type: whole_number\n    minimum: a few  # <-"),
    "FLAG": asking("- A: {text: One, type: text, disclosive: very}  # <-"),
    "WORD-UNKNOWN": asking(f"- A:\n    text: Do you?\n    {_YES_NO}\n    prompt: aloud  # <-"),
    "TEXT-EMPTY": asking("- A:\n    label:  # <-\n    text: One\n    type: text"),
    "LANGUAGE-UNKNOWN": asking("- A:\n    text: {en: One, cy: Un}  # <-\n    type: text"),
    "LANGUAGE-MISSING": asking(
        "- A:\n    text: {en: One, cy: Un}\n    label: One  # <-\n    type: text",
        top="languages: [en, cy]\n",
    ).replace("title: Small", "title: {en: Small, cy: Bach}"),
    "RANGE": asking("- A:\n    text: How many?\n    type: whole_number\n    minimum: 9  # <-\n    maximum: 1"),
    "TYPE": asking("- A: {text: One}  # <-"),
    "MODE-UNUSED": asking(
        "- A:\n    text: One\n    type: text\n    telephone: {text: Two}  # <-", modes="face_to_face"
    ),
    "MODE-KEY": asking(
        "- A:\n    text: One\n    type: text\n    self_completion: {instruction: Wait}  # <-",
        modes="self_completion, telephone",
    ),
    "TEXT-MISSING": asking("- A: {type: text, face_to_face: {text: One}}  # <-"),
    "CATEGORIES": asking('- A:\n    text: Do you?\n    categories:\n      1: "Yes"  # <-'),
    "CATEGORY-TEXT": asking(
        '- A:\n    text: Do you?\n    categories:\n      1: "Yes"\n      2:  # <-\n      3: Perhaps'
    ),
    "CATEGORY-TWICE": asking('- A:\n    text: Do you?\n    categories:\n      1: "Yes"\n      2: "Yes"  # <-'),
    "CATEGORY-NOWHERE": asking(
        '- A:\n    text: Do you?\n    categories:\n      1: "Yes"\n      2: "No"\n      3: {text: Well, modes: [telephone]}  # <-',
        modes="face_to_face",
    ),
    "NUMBER-TWICE": asking(
        '- A:\n    text: Do you?\n    categories:\n      1: "Yes"\n      2: {text: "No", telephone: {number: 1}}  # <-'
    ),
    "SPONTANEOUS-MODE": asking(
        '- A:\n    text: Do you?\n    categories:\n      1: "Yes"\n      2: "No"\n'
        "      refused: {text: Rather not, spontaneous: true}  # <-",
        modes="self_completion, telephone",
    ),
    "LIST-UNUSED": asking("- A: {text: One, type: text}", top='lists:\n  yes_no: {1: "Yes", 2: "No"}  # <-\n'),
    "MISSING-UNUSED": asking("- A: {text: One, type: text}", top="missing:\n  refused: {text: Rather not}  # <-\n"),
    "PROMPT-TEXT": asking(f"- A:\n    text: Do you?\n    {_YES_NO}\n    prompt: running  # <-"),
    "PROMPT-EMPTY": asking(
        "- A:\n    text: One\n    type: text\n    prompt: running  # <-", top="prompts: {running: Pause}\n"
    ),
    "PROMPT-UNUSED": asking("- A: {text: One, type: text}", top="prompts:\n  running: Pause  # <-\n"),
    "SHOWCARD-UNKNOWN": asking(f"- A:\n    text: Do you?\n    {_YES_NO}\n    face_to_face: {{showcard: A}}  # <-"),
    "SHOWCARD-UNUSED": asking("- A: {text: One, type: text}", top="showcards:\n  A:  # <-\n"),
    "SHOWCARD-MODE": asking(f"- A:\n    text: Do you?\n    {_YES_NO}\n    showcard: A  # <-", top="showcards: {A: }\n"),
    "SHOWCARD-DIFFERS": asking(
        f"- A: {{text: Do you?, {_YES_NO}, showcard: A}}\n"
        "- B: {text: Do you?, categories: {1: Never, 2: Always}, showcard: A}  # <-",
        top="showcards: {A: }\n",
        modes="face_to_face",
    ),
    "SHOWCARD-EMPTY": asking(
        "- A:\n    text: One\n    type: text\n    showcard: A  # <-", top="showcards: {A: }\n", modes="face_to_face"
    ),
    "SECTION-EMPTY": head() + "sections:\n  - section: Main  # <-\n    ask: []\n",
    "CONDITION": asking("- A: {text: One, type: text}\n- B:\n    asked_if: A = 1  # <-\n    text: Two\n    type: text"),
    "CONDITION-TYPE": asking(
        "- A: {text: One, type: text}\n- B:\n    asked_if: A > 1  # <-\n    text: Two\n    type: text"
    ),
    "CATEGORY-UNKNOWN": asking(
        f"- A: {{text: Do you?, {_YES_NO}}}\n- B:\n    asked_if: A == 3  # <-\n    text: Two\n    type: text"
    ),
    "FILTER-UNKNOWN": asking(
        "- School: {text: One, type: text}\n- B:\n    asked_if: Shcool is answered  # <-\n    text: Two\n    type: text"
    ),
    "FILTER-LATER": asking(
        "- A:\n    asked_if: B is answered  # <-\n    text: One\n    type: text\n- B: {text: Two, type: text}"
    ),
    "FILTER-CYCLE": asking(
        "- A:\n    asked_if: B is answered  # <-\n    text: One\n    type: text\n"
        "- B:\n    asked_if: A is answered\n    text: Two\n    type: text"
    ),
    "UNREACHABLE": asking(
        f"- A: {{text: Do you?, {_YES_NO}}}\n- B:\n    asked_if: A == 1 and A == 2  # <-\n    text: Two\n    type: text"
    ),
    "NEGATIVE-UNASKED": asking(
        f"- A: {{text: Do you?, {_YES_NO}}}\n- B: {{asked_if: A == 1, text: Do you?, {_YES_NO}}}\n"
        "- C:\n    asked_if: B != 1  # <-\n    text: Three\n    type: text"
    ),
    "NEGATED-ORDER": asking(
        "- A: {text: How many?, type: whole_number, maximum: 99}\n"
        "- B:\n    asked_if: not A < 5  # <-\n    text: Two\n    type: text"
    ),
    "EDIT-KIND": asking(
        "- A:\n    text: How many?\n    type: whole_number\n"
        "    edits:\n      - {fails_if: A > 9, message: So many}  # <-"
    ),
    "EDIT-UNKNOWN": asking(
        "- A:\n    text: How many?\n    type: whole_number\n"
        "    edits:\n      - check: Many\n        fails_if: A > 9 and C > 9  # <-\n        message: So many"
    ),
    "EDIT-FIELDS": asking(
        "- A: {text: One, type: text}",
        top="facts:\n  Age: {type: whole_number}\n",
    )
    + "    edits:\n      - check: Old  # <-\n        fails_if: Age > 120\n        message: So old\n",
    "FILL-SYNTAX": asking("- A:\n    text: What about {Name?  # <-\n    type: text"),
    "FILL-UNKNOWN": asking("- Name: {text: One, type: text}\n- B:\n    text: Is it {Nme}?  # <-\n    type: text"),
    "FILL-LATER": asking(
        "- A:\n    label: One\n    text: Is it {B}?  # <-\n    type: text\n- B: {text: Two, type: text}"
    ),
    "FILL-PLACE": asking(
        "- A: {text: One, type: text}\n- B:\n    label: More on {A}  # <-\n    text: Two\n    type: text"
    ),
    "FILL-UNUSED": asking("- A: {text: One, type: text}", top="fills:\n  them:  # <-\n    - {text: them}\n"),
    "FILL-OPEN": asking(
        '- A: {text: One, type: text}\n- B: {text: "And {them}?", type: text}',
        top="fills:\n  them:  # <-\n    - {if: A is answered, text: them}\n",
    ),
    "FILL-ORDER": asking(
        '- A: {text: One, type: text}\n- B: {text: "And {them}?", type: text}',
        top="fills:\n  them:  # <-\n    - {text: you}\n    - {if: A is answered, text: them}\n",
    ),
}

PEOPLE = "section: People\nask:\n  - Name: {text: What is your name?, type: text}\n"
"""A section file for the samples that name one."""

IN_FILES = ("FILE-ENCODING", "FILE-KIND", "FILE-OUTSIDE")
"""Codes that only files on a disk can show; see test_hostile.py."""

_USED = "- use: jobs  # <-\n  section: Jobs\n"
_JOBS = (
    'instrument: jobs\nversion: "1"\ntitle: Jobs\nmodes: [face_to_face, telephone]\nsections:\n'
    "  - section: Work\n    ask:\n      - Works: {text: Do you work?, type: text}\n"
)

SAMPLES |= {
    "DATE": asking('- A:\n    text: When?\n    type: date\n    earliest: "2026-02-30"  # <-'),
    "DATE-PATTERN": asking(
        "- A: {text: When?, type: date}", top='dates:\n  long: "{weekday} the {day} of {mnth}"  # <-\n'
    ),
    "FILL-FORM": asking('- A: {text: When?, type: date}\n- B:\n    text: "Since {A:lnog}?"  # <-\n    type: text'),
    "PLURAL": asking(
        '- A: {text: How many?, type: whole_number}\n- B: {text: "Your {children}?", type: text}',
        top="fills:\n  children: {plural_of: A, one: child}  # <-\n",
    ),
    "FRAME": asking(
        "- A: {text: Which?, type: coded, frame: countries}", top="frames:\n  countries: {file: countries.csv}\n"
    ),
    "FRAME-UNUSED": asking("- A: {text: One, type: text}", top="frames:\n  countries: {file: countries.csv}  # <-\n"),
    "ROSTER": asking(
        '- roster: People  # <-\n  row_name: "{Name|Person}"\n  ask:\n    - Name: {text: One, type: text}'
    ),
    "USE-FACT": asking(f"- A: {{text: One, type: text}}\n{_USED.replace('  # <-', '')}  facts: {{Age: A}}  # <-"),
    "USE-MODE": asking(_USED, modes="self_completion"),
    "HAND-OVER": asking(
        "- section: Alone\n  hand_over: true  # <-\n  ask:\n    - A: {text: One, type: text}", modes="face_to_face"
    ),
    "USE-LANGUAGE": asking(_USED, top="languages: [cy]\n"),
    "USE-CYCLE": asking(_USED.replace("jobs", "small")),
}

FILES: dict[str, dict[str, str]] = {
    "FILE-TWICE": {"people.yaml": PEOPLE},
    "FRAME": {"countries.csv": "code,text\nFR,France\nDE,Germany\nFR,France again # <-\n"},
    "FRAME-UNUSED": {"countries.csv": "code,text\nFR,France\nDE,Germany\n"},
    "USE-FACT": {"jobs/instrument.yaml": _JOBS},
    "USE-MODE": {"jobs/instrument.yaml": _JOBS},
    "USE-LANGUAGE": {"jobs/instrument.yaml": _JOBS},
}
"""What lies beside the instrument of a sample."""


def _in_rows(keys: str, last: str, *, more: str = "at_least: 0") -> str:
    """A roster of people, with `keys` among what is asked of each, and `last` below it."""
    return asking("- A: {text: How many?, type: whole_number, maximum: 99}") + (
        f'  - roster: People\n    {more}\n    row_name: "{{Name|Person}}"\n    ask:\n'
        f"      - Name: {{text: What is your name?, type: text}}\n{keys}"
        f"    another: {{More: {{text: Is there anyone else?, {_YES_NO}}}}}\n"
        f"  - section: Last\n    ask:\n{last}"
    )


_LAST = "      - Z: {text: One, type: text}\n"

SAMPLES |= {
    "ROW-SCOPE": _in_rows("", "      - Z:\n          asked_if: Name == 'Ann'  # <-\n          text: One\n          type: text\n"),
    "ROSTER-UNKNOWN": _in_rows(
        "", "      - Z:\n          asked_if: count(Peple) > 3  # <-\n          text: One\n          type: text\n"
    ),
    "ROSTER-LATER": _in_rows(
        "      - Parent:\n          text: Who is the mother?\n          type: row\n          of: People  # <-\n", _LAST
    ),
    "ROSTER-SIZE": asking("- A: {text: How many?, type: whole_number}") + (
        "  - roster: Jobs\n    size: A  # <-\n    row_name: job\n    ask:\n      - Title: {text: Which?, type: text}\n"
    ),
    "ALL-OF-NONE": _in_rows(
        "      - Age: {text: How old?, type: whole_number, maximum: 120}\n",
        "      - Z:\n          asked_if: all(People, Age >= 16)  # <-\n          text: One\n          type: text\n",
    ),
    "COMPUTED": asking(
        "- A: {text: One, type: text}\n- B:\n    type: whole_number\n    computed: A  # <-"
    ),
    "TODAY": asking(
        "- A: {text: When?, type: date}\n- B:\n    type: whole_number\n    computed: age(A, today)  # <-"
    ),
    "OBSERVATION": asking(
        f"- A:\n    text: Is it damp?\n    observation: true  # <-\n    {_YES_NO}",
        modes="self_completion, face_to_face",
    ),
    "EDIT-LATER": asking(
        "- A:\n    text: How many?\n    type: whole_number\n"
        "    edits:\n      - check: Many\n        fails_if: A > B  # <-\n        message: So many"
    )
    + "  - section: Last\n    ask:\n      - B: {text: How many?, type: whole_number}\n",
}  # fmt: skip

SAMPLES |= {
    "TEXT-CUT": asking("- A:\n    text: Is health your #1 priority?  # <-\n    type: text"),
    "TEXT-COMMA": asking("- A: {text: Do you, or does anybody, own it?, type: text}  # <-"),
    "FILTER-NONE": asking("- A:\n    text: One\n    type: text\n    telephone: {asked_if: none}  # <-"),
    "MODE-NOWHERE": asking("- A:\n    text: One\n    type: text\n    modes: [telephone]  # <-", modes="face_to_face"),
    "OWN-ROW": _in_rows("", _LAST)
    + (
        "  - section: Mothers\n    for_each: People\n    ask:\n"
        "      - Mother: {text: Who is the mother?, type: row, of: People}\n"
        "  - section: Names\n    for_each: People\n    ask:\n"
        "      - MotherName:\n          type: text\n          computed: first(People, Name, row == Mother)  # <-\n"
    ),
}
