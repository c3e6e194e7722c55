"""What can be wrong with a sample, each said with its remedy; and the problems found in one file, row by row."""

import enum
from dataclasses import dataclass, field

MOST_LISTED = 10_000
"""Problems that are listed; those after them are only counted."""
_LONGEST_SHOWN = 40


class Flaw(enum.Enum):
    """The value is what people are told; what stands in braces is filled in. SAMPLE.md lists all of them."""

    # the headings and the mapping
    NO_REFERENCES = "No column holds the references. Head one Reference, or name it in the mapping: reference=HEADING."
    COLUMN_UNKNOWN = "The mapping takes the {what} from a column that is not in the file. {remedy}"
    TARGET_UNKNOWN = "The mapping names something that no sample holds. {remedy}"
    COLUMN_TWICE = "Several columns have this heading. Give each a heading of its own."
    COLUMN_UNSURE = (
        "This column and {other} could both be the {what}. Name the right one in the mapping: {what}=HEADING."
    )
    NO_CASES = "There is no row below the headings. Put each case in a row of its own."

    # whole rows
    ROW_EMPTY = "The row is empty, with others below it. Delete it, and make sure that no case is missing."
    ROWS_EMPTY = "The rows {first:,} to {last:,} are empty, with others below them. Delete them, and make sure that no case is missing."
    ROW_SHORT = "The row has {cells} cells, and there are {headings} headings. Look for a line break within a text, or a separator that is missing."
    ROW_LONG = "There is something to the right of the last heading. Give it a heading, or put the text that has split into quotation marks."
    QUOTATION_MARKS = (
        "From here on the file cannot be read: a quotation mark is not closed, not doubled within a text, or the text is too long. "
        "Correct this row, or the one before it."
    )
    TOO_MANY_ROWS = "A sample has at most {most:,} rows. Split the file, and add its parts to the same sample."

    # what is no value
    FORMULA = "This is a formula, not a value. Copy the column, and paste it back as values only."
    SHEET_ERROR = "The spreadsheet has no value here, only an error. Correct the formula, or type the value."
    DATE_NOT_TEXT = (
        "The spreadsheet holds a date here. If it made it of something else, format the cell as text and type it again."
    )
    LOGICAL = "The spreadsheet holds true or false here. Format the cell as text and type it again."
    DIGITS_LOST = "The number has more than 15 digits, and the spreadsheet has lost the rest. Format the column as text and type it again."
    SHORTENED = "The spreadsheet has shortened this number, and its digits are lost. Format the column as text and type it again."
    CONTROL_CHARACTER = (
        "The text holds the character U+{code}, which cannot be seen. Delete the text and type it again."
    )
    REPLACEMENT_CHARACTER = (
        "A letter was lost when the file was converted. Save the file anew as CSV UTF-8 or XLSX from where it comes."
    )
    LINE_BREAK = "The text goes over several lines. Write it on one."
    TOO_LONG = "The text has {length:,} characters, and at most {most:,} fit. Shorten it."

    # the case
    REFERENCE_MISSING = "The reference is missing. Give each case one of its own."
    REFERENCE_TWICE = "Row {row:,} has this reference already. Give each case one of its own."
    REFERENCE_THERE = "There is a case with this reference already, with the same instrument. Leave the row out, or correct the reference."
    REFERENCE_SPACES = (
        "The reference holds a space or a sign that people cannot tell apart from another. Type it again."
    )
    MODE_UNKNOWN = "This is no mode of an interview. Write {modes}."
    MODE_NOT_OFFERED = "The instrument {instrument} is not made for this mode. Write {modes}."
    MODE_MISSING = (
        "Nothing says in which mode the interview is held. Write {modes}, or give a mode for all rows without one."
    )
    INTERVIEWER_UNKNOWN = "No active account has this name. {remedy}"

    # the contact
    TELEPHONE_NUMBER = "The spreadsheet holds a number here, and has dropped its leading zero. Format the column as text and type it again."
    TELEPHONE_SIGNS = "A telephone number is of digits, spaces, hyphens and brackets, with + in front where it has a country code; one in each column."
    TELEPHONE_START = "The number begins with neither 0 nor +; a spreadsheet may have dropped the zero. Write it as 020 7946 0000 or +44 20 7946 0000."
    TELEPHONE_LENGTH = (
        "This has {digits} digits. A UK number has 11 with its leading 0, and only some that begin with 01 or 08 have 10; "
        "one with + has 8 to 15. Correct it."
    )
    POSTCODE = "This has not the form of a UK postcode, such as SW1A 1AA. {remedy}"
    EMAIL = "This is no e-mail address, such as name@example.org. Correct it, or leave it empty."

    # the calls
    PRIORITY = "A priority is a whole number from {least:,} to {most:,}, and the greater one is called sooner. Correct it, or leave it empty."
    LANGUAGE = "This is no tag of a language, such as cy or pl. {remedy}"
    SKILLS = "Skills are words with commas between, and without signs that cannot be seen. Type them again."
    DO_NOT_CALL = "Write yes where nobody is to call, and no or nothing where somebody may."
    TIME_ZONE = "This is no name of a time zone, such as Europe/London. {remedy}"

    # the facts of the instrument
    FACT = "{told} Correct it, or leave it empty where it is not known."
    FACT_NUMBER = "{fact} takes a number in digits, with a point before decimals and nothing else. Correct it."
    FACT_CATEGORY = "{fact} takes one of: {categories}. Correct it, or leave it empty where it is not known."
    DATE_FORM = "Write the date as 1980-03-25 or 25/03/1980, day first, with a year of four digits."
    DATE_IMPOSSIBLE = "There is no such day; the day is written before the month, as in 25/03/1980. Correct it."
    DATE_NUMBER = "The spreadsheet holds a number here, not a date. Format the cell as a date."
    DATE_WITH_TIME = "There is a time of day with the date. Write the date alone."
    BIRTH_IN_FUTURE = "The date of birth is in the future. Correct it."
    BIRTH_TOO_LONG_AGO = "The date of birth is more than 120 years ago. Correct it."


class Unfit(ValueError):
    """This cell cannot be taken."""

    def __init__(self, flaw: Flaw, **fills: str | int) -> None:
        super().__init__(flaw.value.format(**fills))
        self.flaw = flaw


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in one row. `row` counts as the spreadsheet shows it, the headings included; `column` is its heading."""

    row: int
    column: str
    value: str
    words: str


@dataclass(slots=True)
class Problems:
    """Those found so far: the first of them, and how many there are."""

    listed: list[Problem] = field(default_factory=list)
    count: int = 0

    def add(self, row: int, column: str, value: str, words: str) -> None:
        self.count += 1
        if len(self.listed) < MOST_LISTED:
            self.listed.append(Problem(row, short(column), short(value), words))

    @property
    def in_order(self) -> list[Problem]:
        """Those listed, by row."""
        return sorted(self.listed, key=lambda problem: problem.row)

    def tell(self, row: int, flaw: Flaw, column: str = "", value: str = "", /, **fills: str | int) -> None:
        self.add(row, column, value, flaw.value.format(**fills))


def short(text: str) -> str:
    """The text on one line and not too long; what cannot be seen is written out.

    >>> short("a" + chr(7)), short("x" * 50)
    ('a\\\\x07', 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…')
    """
    cut = text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"
    if cut.isprintable():
        return cut
    return "".join(sign if sign.isprintable() or sign == "\u00a0" else _escaped(sign) for sign in cut)


def _escaped(sign: str) -> str:
    return sign.encode("ascii", "backslashreplace").decode() if ord(sign) > 127 else repr(sign)[1:-1]
