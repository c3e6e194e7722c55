"""Lines: where the parts of an instrument stand in its files. Kept beside it for its faults: only its author asks."""

from capi.instrument.model import Mode, Place, Text
from capi.instrument.reading import Node, Scalar


class Lines:
    """What is written where, found again by the place of the question, edit, fill or section it belongs to."""

    def __init__(self) -> None:
        self._nodes: dict[tuple[Place, str, Mode | None], Node] = {}
        self._texts: dict[Text, list[Place]] = {}
        self._owners: dict[Place, Place] = {}
        self.filled: dict[tuple[str, Place], None] = {}
        """Every name in braces in a text that can be filled, with its place."""
        self.doubtful: set[str] = set()
        """Questions whose categories or type could not be read: nothing is concluded from what they lack."""
        self.lost: set[str] = set()
        """Names that stand in the file but could not be read as questions."""

    def note(self, owner: Place, part: str, node: Node | None, mode: Mode | None = None) -> None:
        if node is not None:
            self._nodes[owner, part, mode] = node

    def stands_for(self, owner: Place, other: Place) -> None:
        """What is written at the other is written for this one too: the items of a battery share its words."""
        if owner != other:
            self._owners[owner] = other

    def note_text(self, text: Text, place: Place) -> None:
        self._texts.setdefault(text, []).append(place)

    def has(self, owner: Place, part: str) -> bool:
        return (self._owners.get(owner, owner), part, None) in self._nodes

    def place(self, owner: Place, part: str, mode: Mode | None = None) -> Place:
        """The line of the part; that of its owner where it has none of its own."""
        node = self._node(owner, part, mode)
        return owner if node is None else node.place

    def condition(self, owner: Place, part: str, mode: Mode | None = None) -> Scalar:
        """The condition as written."""
        node = self._node(owner, part, mode)
        return node if isinstance(node, Scalar) else Scalar("", plain=True, place=owner)

    def _node(self, owner: Place, part: str, mode: Mode | None) -> Node | None:
        """What is written for the mode, else what is written for all."""
        owner = self._owners.get(owner, owner)
        return self._nodes.get((owner, part, mode)) or self._nodes.get((owner, part, None))

    def place_of_text(self, text: Text, owner: Place) -> Place:
        """The first line at or below its owner where a text to be filled is written; else that of the owner."""
        owner = self._owners.get(owner, owner)
        below = (place for place in self._texts.get(text, ()) if place.file == owner.file and place.line >= owner.line)
        return min(below, key=lambda place: place.line, default=owner)
