"""Sense: whether an instrument of the right shape can be fielded. Every fault is told, none stops the others."""

from capi.instrument.computed_sense import ComputedSense
from capi.instrument.edit_sense import EditSense
from capi.instrument.faults import Faults
from capi.instrument.fields import Fields
from capi.instrument.fill_sense import FillSense
from capi.instrument.handing_over import as_fielded, outermost
from capi.instrument.lines import Lines
from capi.instrument.model import Coded, Instrument, Mode, Place, Section
from capi.instrument.question_sense import QuestionSense
from capi.instrument.roster_sense import RosterSense
from capi.instrument.route_sense import RouteSense
from capi.instrument.showcard_sense import ShowcardSense


def validate(instrument: Instrument, lines: Lines, faults: Faults) -> None:
    """Adds to `faults` what keeps the instrument out of the field, and warnings of what may surprise."""
    if Mode.SELF_COMPLETION not in instrument.modes and any(outermost(instrument)):
        instrument = as_fielded(instrument)  # what is handed over has been checked where it is fielded so
    fields = Fields(instrument, lines)
    route = RouteSense(instrument, fields, lines, faults)
    route.check()
    _Names(instrument, fields, faults).whole()
    QuestionSense(instrument, fields, lines, faults).whole()
    ShowcardSense(instrument, fields, lines, faults).whole()
    EditSense(fields, route, lines, faults).whole()
    FillSense(instrument, fields, route, lines, faults).whole()
    route.whole()
    ComputedSense(fields, route, lines, faults).whole()
    RosterSense(fields, lines, faults).whole(route.order)


class _Names:
    """The stock of names that questions, sections, rosters, facts, fills and edits share."""

    def __init__(self, instrument: Instrument, fields: Fields, faults: Faults) -> None:
        self.instrument = instrument
        self.fields = fields
        self.faults = faults

    def whole(self) -> None:
        """A section that collects the rows of a roster has its name."""
        instrument, parts = self.instrument, self.fields.parts
        everything = [
            *((part.section.name, _kind(part.section), part.section.place) for part in parts),
            *((question.name, "question", question.place) for question, _, _ in self.fields.stands),
            *((fact.name, "fact", fact.place) for fact in instrument.facts),
            *((fill.name, "fill", fill.place) for fill in instrument.fills),
            *((edit.name, "edit", edit.place) for part in parts for edit in part.section.edits),
        ]
        first: dict[str, tuple[str, Place]] = {}
        for name, kind, place in everything:
            before = first.setdefault(name.lower(), (kind, place))
            if before[1] is not place and name:
                self.twice(name, kind, place, before)
        for part in parts:
            if part.begins == part.ends and not self.faults.told:
                message = f"{_kind(part.section)} {part.section.name} asks nothing"
                remedy = f"Add a question, or remove the {_kind(part.section)}."
                self.faults.add("SECTION-EMPTY", part.section.place, message, remedy)
        self.frames()

    def twice(self, name: str, kind: str, place: Place, before: tuple[str, Place]) -> None:
        where = f"line {before[1].line}" + ("" if before[1].file == place.file else f" of {before[1].file}")
        message = f"the {kind} {name[:64]} has the name of the {before[0]} on {where}"
        remedy = "Give one of them another name; capitals alone do not tell names apart."
        self.faults.add("NAME-TWICE", place, message, remedy)

    def frames(self) -> None:
        used = {question.type.frame for question, _, _ in self.fields.stands if isinstance(question.type, Coded)}
        for frame in self.instrument.frames:
            if frame.name not in used:
                message = f"no question is coded to the frame {frame.name}"
                self.faults.warn("FRAME-UNUSED", frame.place, message, "Name it as `frame:`, or remove it.")


def _kind(section: Section) -> str:
    return "roster" if section.collects else "section"
