"""The sense of plurals: there is a number to go by, in languages whose forms are known."""

from capi.instrument.condition_sense import ConditionSense
from capi.instrument.faults import Faults, shown
from capi.instrument.fields import Fields
from capi.instrument.kinds import called, kind
from capi.instrument.lines import Lines
from capi.instrument.model import Fill, Plural
from capi.instrument.reads import Rosters


def is_known(language: str) -> bool:
    """Whether the plural forms of the language are known; its code is as in `languages`."""
    # Only instruments with plurals need the library, and it is slow to start.
    from babel.core import Locale, UnknownLocaleError

    try:
        Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError, TypeError):
        return False
    return True


class PluralSense:
    """That each form a language has is written is seen to by the reader."""

    def __init__(self, languages: tuple[str, ...], fields: Fields, lines: Lines, faults: Faults) -> None:
        self.languages = languages
        self.fields = fields
        self.lines = lines
        self.faults = faults

    def check(self, fill: Fill, plural: Plural, rows: Rosters) -> None:
        written = self.lines.condition(fill.place, "plural_of")
        if ConditionSense(self.fields, self.faults).check(plural.number, written, "FILL-UNKNOWN", rows):
            found = kind(plural.number, rows, self.fields)
            if found.sort not in ("number", "unknown"):
                message = f"the fill {fill.name} goes by {called(plural.number)}, which is {found.words}"
                self.faults.add("PLURAL", written.place, message, "Let `plural_of` be a number.")
        for language in self.languages:
            if not is_known(language):
                message = f"{shown(language)} is not a language whose plurals are known"
                self.faults.add("LANGUAGE-UNKNOWN", fill.place, message, "Use its code, such as en, cy or pl.")
