"""Computed fields: how the instrument sets a field itself, as one value or as variants of which the first that holds counts."""

from dataclasses import dataclass

from capi.instrument.faults import Faults
from capi.instrument.lines import Lines
from capi.instrument.model import Computed, ComputedVariant, Place
from capi.instrument.reading import Node, Sequence
from capi.instrument.shape import Shape, is_false, is_none

COMPUTED_KEYS = ("if", "value")


@dataclass(frozen=True, slots=True)
class Computing:
    shape: Shape
    faults: Faults
    lines: Lines

    def read(self, node: Node, once: Node | None, owner: Place) -> Computed | None:
        """How the field is computed; None where a part could not be read, so that nothing is concluded from what is left.

        For its faults, each variant is noted at its owner as `if 0`, `value 0`, `if 1` and so on.
        """
        fixed = once is not None and (self.shape.flag(once, "`once`") or not is_false(once))
        if not isinstance(node, Sequence):
            self.lines.note(owner, "value 0", node)
            value = self.shape.value(node, "`computed`")
            if value is None and is_none(node):
                remedy = "Write what it is computed from."
                self.faults.add("CONDITION", node.place, "the field would never have a value", remedy)
            return None if value is None else Computed((ComputedVariant(value),), fixed)
        if not node.items:
            self.faults.add("SHAPE", node.place, "`computed` says no value", "Write what it is computed from.")
        variants = [self.variant(item, owner, at) for at, item in enumerate(node.items)]
        whole = tuple(variant for variant in variants if variant)
        return Computed(whole, fixed) if node.items and len(whole) == len(variants) else None

    def variant(self, node: Node, owner: Place, at: int) -> ComputedVariant | None:
        entries = self.shape.mapping(node, "a variant of a computed field", COMPUTED_KEYS, ("value",)).entries
        for part in COMPUTED_KEYS:
            self.lines.note(owner, f"{part} {at}", entries.get(part))
        condition = self.shape.condition(entries.get("if"), "`if`")
        written = entries.get("value")
        value = self.shape.value(written, "`value`")
        if ("if" in entries and condition is None) or written is None or (value is None and not is_none(written)):
            return None
        return ComputedVariant(value, condition)
