"""Edits: rules over answers, written at a question or a section."""

from dataclasses import dataclass

from capi.instrument.faults import Faults
from capi.instrument.lines import Lines
from capi.instrument.model import Edit, Mode
from capi.instrument.reading import Mapping, Node, Scalar
from capi.instrument.renaming import questions_in
from capi.instrument.shape import Shape
from capi.instrument.where_asked import modes_of

EDIT_KEYS = ("check", "signal", "fails_if", "message", "fields", "modes")


@dataclass(frozen=True, slots=True)
class Edits:
    shape: Shape
    faults: Faults
    lines: Lines
    modes: tuple[Mode, ...]

    def read(self, node: Node | None, modes: tuple[Mode, ...]) -> tuple[Edit, ...]:
        """The edits of what is asked in these modes."""
        edits = (self.edit(item, modes) for item in self.shape.items(node, "`edits`"))
        return tuple(edit for edit in edits if edit)

    def edit(self, node: Node, modes: tuple[Mode, ...]) -> Edit | None:
        """The edit; None where it cannot be known when it fails."""
        entries = self.shape.mapping(node, "an edit", EDIT_KEYS, ("fails_if", "message")).entries
        kinds = [key for key in ("check", "signal") if key in entries]
        if isinstance(node, Mapping) and len(kinds) != 1:
            remedy = "Write `check: Name` (hard) or `signal: Name` (soft)."
            self.faults.add("EDIT-KIND", node.place, "an edit is either a check or a signal", remedy)
        name = entries[kinds[0]] if kinds else None
        fails_if = self.shape.condition(entries.get("fails_if"), "`fails_if`")
        message = self.shape.text(entries.get("message"), "the message", fills=True)
        fields = [
            self.shape.name_there(self.shape.scalar(item, "a field") or "")
            for item in self.shape.items(entries.get("fields"), "`fields`")
        ]
        named = self.shape.name(name, "an edit") if isinstance(name, Scalar) else ""
        for part in ("fails_if", "fields"):
            self.lines.note(node.place, part, entries.get(part))
        judged = modes_of(entries, f"the edit {named[:64]}", modes, self.shape)
        if fails_if is None or not judged:
            return None
        return Edit(
            name=named,
            hard=kinds[:1] == ["check"],
            fails_if=fails_if,
            message=message,
            fields=tuple(dict.fromkeys([*questions_in(fails_if), *fields])),
            place=node.place,
            modes=() if judged == self.modes else judged,
        )
