"""Where something is asked: the modes of a question, a section or an edit, of those in which what is around it is asked."""

from collections.abc import Mapping

from capi.instrument.faults import Faults
from capi.instrument.model import Mode
from capi.instrument.reading import Node, Sequence
from capi.instrument.shape import Shape


def modes_of(entries: Mapping[str, Node], what: str, around: tuple[Mode, ...], shape: Shape) -> tuple[Mode, ...]:
    """The modes that `modes:` leaves of those around: all where it is not written; () where none is left, which is told."""
    node = entries.get("modes")
    if node is None:
        return around
    faults: Faults = shape.faults
    listed = shape.modes(node, "`modes`")
    if isinstance(node, Sequence) and not node.items:
        faults.add("SHAPE", node.place, "`modes` names no mode", "Name one, or leave it out.")
    if not listed or not around:
        return around
    asked = tuple(mode for mode in around if mode in listed)
    remedy = f"It can be in: {', '.join(mode.value for mode in around)}."
    if not asked:
        faults.warn("MODE-NOWHERE", node.place, f"`modes` leaves {what} no mode", remedy)
        return ()
    for mode in listed:
        if mode not in around:
            faults.warn("MODE-UNUSED", node.place, f"{what} cannot be in {mode.value}", remedy)
    return asked
