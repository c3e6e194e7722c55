"""Facts: what is known of a case before the interview, and the switches by which a survey turns parts on or off."""

from dataclasses import dataclass

from capi.instrument.answer_types import FACT_TYPES, TYPE_KEYS, AnswerTypes
from capi.instrument.categories import Categories
from capi.instrument.faults import Faults
from capi.instrument.lines import Lines
from capi.instrument.model import Category, Choice, Date, DecimalNumber, Fact, Mode, Switch, Verbatim, WholeNumber
from capi.instrument.reading import Node, Scalar
from capi.instrument.shape import Shape

_OF_QUESTIONS_ONLY = ("most", "unknown_month", "unknown_day", "frame", "of", "where")
FACT_KEYS = ("label", *(key for key in TYPE_KEYS if key not in _OF_QUESTIONS_ONLY), "disclosive")
SWITCH_KEYS = ("label", "usual")
ON, OFF = 1, 2


@dataclass(frozen=True, slots=True)
class Facts:
    shape: Shape
    faults: Faults
    lines: Lines
    modes: tuple[Mode, ...]
    categories: Categories
    types: AnswerTypes

    def fact(self, key: Scalar, node: Node) -> Fact | None:
        entries = self.shape.mapping(node, "a fact", FACT_KEYS, ("type",)).entries
        name = self.shape.name_there(self.shape.name(key, "a fact"))
        label = self.shape.text(entries.get("label"), "the label")
        kind = None
        if "type" in entries and self.types.kind(entries, node.place, FACT_TYPES):
            kind = self.types.read(entries, node.place)
        categories = self.offered(entries, key) if isinstance(kind, Choice) else ()
        if not isinstance(kind, WholeNumber | DecimalNumber | Verbatim | Date | Choice):
            self.lines.doubtful.add(name)
            self.lines.lost.add(name)
            return None
        disclosive = "disclosive" in entries and self.shape.flag(entries["disclosive"], "`disclosive`")
        return Fact(name, label, kind, key.place, disclosive, categories)

    def offered(self, entries: dict[str, Node], key: Scalar) -> tuple[Category, ...]:
        before = self.categories.unread
        offered = self.categories.offered(entries, self.modes, key.place)
        if self.categories.unread > before:
            self.lines.doubtful.add(self.shape.name_there(key.text))
        elif sum(isinstance(category.value, int) for category in offered) < 2:
            self.lines.doubtful.add(self.shape.name_there(key.text))
            remedy = "Write them below `categories:`, or name a `list:`."
            self.faults.add("CATEGORIES", key.place, f"{key.text[:64]} has fewer than two categories", remedy)
        return offered

    def switch(self, key: Scalar, node: Node) -> Fact:
        """A switch is a fact that every case has: what the survey says, or what it usually is."""
        entries = self.shape.mapping(node, "a switch", SWITCH_KEYS).entries
        usual = "usual" in entries and self.shape.flag(entries["usual"], "`usual`", ("on", "off"))
        return Fact(
            name=self.shape.name_there(self.shape.name(key, "a switch")),
            label=self.shape.text(entries.get("label"), "the label"),
            type=Switch(ON if usual else OFF),
            place=key.place,
        )
