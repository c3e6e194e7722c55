"""The sense of fills: every name in braces is known and in sight, has been asked before it is said, and says something in every case."""

from collections.abc import Iterable, Iterator

from capi.instrument import text as texts
from capi.instrument.condition_sense import ConditionSense, out_of_sight
from capi.instrument.date_patterns import USUAL_FORMS
from capi.instrument.expression import POSITION, Expression
from capi.instrument.faults import Faults, nearest, shown
from capi.instrument.fields import WORDS, Fields, name_of
from capi.instrument.kinds import kind_of_answer
from capi.instrument.lines import Lines
from capi.instrument.model import Fill, Information, Instrument, Place, Presentation, Question, Roster, Switch, Text
from capi.instrument.plural_sense import PluralSense
from capi.instrument.reads import Known, Read, Rosters, reads
from capi.instrument.route_sense import RouteSense
from capi.instrument.surprises import Surprises


class FillSense:
    def __init__(self, instrument: Instrument, fields: Fields, route: RouteSense, lines: Lines, faults: Faults) -> None:
        self.instrument = instrument
        self.fields = fields
        self.route = route
        self.lines = lines
        self.faults = faults
        self.fills = {fill.name: fill for fill in instrument.fills}
        self.forms = (*USUAL_FORMS, *instrument.dates)
        self.headings = {card.label: card.heading for card in instrument.showcards if _filled(card.heading)}
        self.used_at: dict[str, list[tuple[Question | None, Rosters]]] = {name: [] for name in self.fills}
        self.known: dict[tuple[str, Rosters], tuple[Read, ...]] = {}
        self.plain: set[int] = set()
        """Lists of categories that nothing is filled into, by identity: many questions share one."""

    def whole(self) -> None:
        for name, place in self.lines.filled:
            if name != POSITION and (name in WORDS or (self.fields.is_unknown(name) and name not in self.fills)):
                remedy = self.fields.remedy(name, *self.fills)
                self.faults.add("FILL-UNKNOWN", place, f"{{{name[:40]}}} is neither a question nor a fill", remedy)
        for question, _, rows in self.fields.stands:
            for presentation in (question.usual, *question.by_mode.values()):
                for text in self.texts(presentation):
                    self.said(text, question, rows)
            if question.item:
                self.said(question.item, question, rows)
        for part in self.fields.parts:
            for edit in part.section.edits:
                self.in_sight(edit.message, edit.place, f"the message of {edit.name}", part.rows)
        for roster in self.fields.rosters.values():
            self.row_name(roster)
        said = {name for name, _ in self.lines.filled}
        for fill in self.instrument.fills:
            self.fill(fill)
            if fill.name not in said:
                message = f"no text uses the fill {fill.name}"
                self.faults.warn("FILL-UNUSED", fill.place, message, f"Use it as {{{fill.name}}}, or remove it.")

    def texts(self, presentation: Presentation) -> Iterator[Text]:
        """Those with something to fill in."""
        heading = self.headings.get(presentation.showcard or "", ())
        for text in (presentation.text, presentation.guidance, presentation.instruction, heading):
            if any("{" in words for words in text):
                yield text
        offered = presentation.categories
        if not offered or id(offered) in self.plain:
            return
        found = [
            text
            for category in offered
            for text in (category.text, category.example, category.guidance)
            if any("{" in words for words in text)
        ]
        if not found:
            self.plain.add(id(offered))
        yield from found

    # Where a text is said.

    def said(self, text: Text, question: Question, rows: Rosters) -> None:
        """A text of a question can say only what is in sight and known when it is said."""
        self.in_sight(text, question.place, name_of(question), rows, question)
        at = self.fields.position[question.name]
        for name in _filled(text):
            for read in self.reads(name, rows):
                if self.fields.begins_at(read) > at and self.fields.in_sight(read):
                    self.tell_late(text, name, read, question)

    def tell_late(self, text: Text, name: str, read: Read, question: Question) -> None:
        through = "" if read.name == name else f", which reads {read.name}"
        message = f"{name_of(question)} says {{{name}}}{through} before {read.name} has an answer"
        place = self.lines.place_of_text(text, question.place)
        remedy = f"Move {name_of(question)} below {read.name}, or say it without."
        self.faults.add("FILL-LATER", place, message, remedy)

    def in_sight(self, text: Text, owner: Place, what: str, rows: Rosters, question: Question | None = None) -> None:
        """Whether all it says has one value where these rows are in sight, and is said as it can be."""
        for name in _filled(text):
            if name in self.fills and self.used_at[name][-1:] != [(question, rows)]:
                self.used_at[name].append((question, rows))
            hidden = next((read for read in self.reads(name, rows) if not self.fields.in_sight(read)), None)
            if hidden is not None:
                through = "" if hidden.name == name else f", which reads {hidden.name}"
                reason, remedy = out_of_sight(hidden, self.fields)
                message = f"{what} says {{{name}}}{through}, but {reason}"
                if not hidden.is_roster and hidden.name not in WORDS:
                    remedy = f"Say it in the rows, or without {{{name}}}."
                self.faults.add("ROW-SCOPE", self.lines.place_of_text(text, owner), message, remedy)
        self.said_as(text, owner)

    def said_as(self, text: Text, owner: Place) -> None:
        """The forms of dates, and what has no words of its own."""
        for place in _places(text):
            asked = self.fields.asked.get(place.name)
            if asked is None and (place.name not in self.fills or not place.form):
                continue
            line = self.lines.place_of_text(text, owner)
            if place.form and (asked is None or kind_of_answer(asked).sort != "date"):
                if place.name in self.fields.lines.doubtful:
                    continue
                message = f"{{{place.name[:40]}:{place.form[:40]}}} says as a date what is none"
                self.faults.add("FILL-FORM", line, message, f"Write {{{place.name[:40]}}}.")
            elif place.form and place.form not in self.forms:
                message = f"{shown(place.form)} is not a form of dates"
                self.faults.add("FILL-FORM", line, message, nearest(place.form, self.forms))
            elif (
                not place.form
                and (form := place.otherwise.rpartition(":")[2].strip()) in self.forms
                and ":" in place.otherwise
            ):
                otherwise = place.otherwise.rpartition(":")[0]
                message = f"{{{place.name}|{place.otherwise[:40]}}} names the form {form} after the bar"
                remedy = f"The form stands before it: {{{place.name}:{form}|{otherwise[:40]}}}."
                self.faults.add("FILL-FORM", line, message, remedy)
            elif asked is not None and isinstance(asked.type, Switch):
                message = f"{{{place.name}}} is a switch, and has no words of its own"
                remedy = f"Write a fill with a variant `if: {place.name} is on`, and say that."
                self.faults.add("FILL-FORM", line, message, remedy)
            elif asked is not None and isinstance(asked.type, Information):
                message = f"{{{place.name}}} is shown only, and has no answer to say"
                self.faults.add("FILL-FORM", line, message, "Take it out of the text.")

    def row_name(self, roster: Roster) -> None:
        """How a row is called is said in the row, from the beginning of its section on."""
        part = self.fields.collected.get(roster.name)
        if part is None:
            return
        self.in_sight(roster.row_name, roster.place, f"the name of a row of {roster.name}", part.rows)
        for name in _filled(roster.row_name):
            for read in self.reads(name, part.rows):
                if self.fields.begins_at(read) > part.ends:
                    message = f"the name of a row of {roster.name} says {{{name}}}, which is asked in a later section"
                    place = self.lines.place_of_text(roster.row_name, roster.place)
                    remedy = f"Ask {read.name} in section {part.section.name}, or call the row without it."
                    self.faults.add("FILL-LATER", place, message, remedy)

    def reads(self, name: str, rows: Rosters) -> tuple[Read, ...]:
        """What is read where the name is said; through a fill, all that its variants read."""
        if (name, rows) not in self.known:
            names: Iterable[str] = (name,) if name not in self.fills else _said(self.fills[name])
            conditions = _conditions(self.fills[name]) if name in self.fills else ()
            direct = (Read(each, rows, len(rows)) for each in names if each in self.fields.asked or each in WORDS)
            through = (read for each in conditions for read in reads(each, rows, self.fields.known))
            self.known[name, rows] = tuple(
                read
                for read in dict.fromkeys((*direct, *through))
                if read.name in self.fields.asked or read.name in WORDS or read.name in self.fields.rosters
            )
        return self.known[name, rows]

    # The fills themselves.

    def fill(self, fill: Fill) -> None:
        rows = self.rows_of(fill)
        conditions = ConditionSense(self.fields, self.faults)
        if fill.plural is not None:
            PluralSense(self.instrument.languages, self.fields, self.lines, self.faults).check(fill, fill.plural, rows)
        else:
            self.variants(fill)
        for at, variant in enumerate(fill.variants):
            if variant.condition is not None:
                written = self.lines.condition(fill.place, f"if {at}")
                if conditions.check(variant.condition, written, "FILL-UNKNOWN", rows):
                    self.surprises(fill, at)
        for text in (
            *(variant.text for variant in fill.variants),
            *(fill.plural.forms.values() if fill.plural else ()),
        ):
            self.within(fill, text)

    def rows_of(self, fill: Fill) -> Rosters:
        """The rows in which it is used; where it is used in several places, it must make sense in the first."""
        if self.used_at[fill.name]:
            return self.used_at[fill.name][0][1]
        needed = [self.fields.rows.get(name, ()) for name in _said(fill)]
        needed += [
            self.fields.rows.get(read.name, ())
            for condition in _conditions(fill)
            for read in reads(condition, (), Known({}, {}))
            if not read.rows
        ]
        return max(needed, key=len, default=())

    def variants(self, fill: Fill) -> None:
        open_ended = [at for at, variant in enumerate(fill.variants) if variant.condition is None]
        if not open_ended:
            message = f"the fill {fill.name} says nothing where no condition holds"
            remedy = "End it with a variant without `if:`; its text may be none."
            self.faults.add("FILL-OPEN", fill.place, message, remedy)
        elif open_ended[0] < len(fill.variants) - 1:
            message = f"the fill {fill.name} never says what follows its variant without `if:`"
            self.faults.add("FILL-ORDER", fill.place, message, "Move that variant to the end.")

    def within(self, fill: Fill, text: Text) -> None:
        """What the text of a fill says itself."""
        for name in _filled(text):
            if name in self.fills:
                place = self.lines.place_of_text(text, fill.place)
                message = f"the fill {fill.name} says {{{name}}}, which is a fill itself"
                self.faults.add("FILL-PLACE", place, message, "Say it with fields only.")
        self.said_as(text, fill.place)

    def surprises(self, fill: Fill, at: int) -> None:
        """The condition counts only where a question that uses the fill is asked, and no variant before it is said."""
        variant, written = fill.variants[at], self.lines.condition(fill.place, f"if {at}")
        surprises = Surprises(self.fields, self.faults)
        if variant.condition is None:
            return
        for mode in self.fields.modes:
            for condition, rows in {
                (self.fields.filter_of(question.name, mode), rows)
                for question, rows in self.used_at[fill.name]
                if question is not None and question.presentation(mode).asked
            }:
                surprises.in_condition(variant.condition, written, (mode,), self.route.guards(condition, rows), rows)


def _filled(text: Text) -> tuple[str, ...]:
    """The names a text fills in; a text whose braces do not fit was told of when it was read."""
    return tuple(dict.fromkeys(place.name for place in _places(text)))


def _places(text: Text) -> Iterator[texts.FillPlace]:
    for words in text:
        if "{" in words:
            try:
                yield from (part for part in texts.parts(words) if isinstance(part, texts.FillPlace))
            except texts.TextFault:
                continue


def _said(fill: Fill) -> Iterator[str]:
    for variant in fill.variants:
        yield from _filled(variant.text)
    for text in fill.plural.forms.values() if fill.plural else ():
        yield from _filled(text)


def _conditions(fill: Fill) -> Iterator[Expression]:
    for variant in fill.variants:
        if variant.condition is not None:
            yield variant.condition
    if fill.plural is not None:
        yield fill.plural.number
