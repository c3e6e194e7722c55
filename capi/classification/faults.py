"""What is wrong in a published file: all of it at once, each with its place, and no longer a list than people read."""

from collections.abc import Collection

from capi.classification.classification import NotAClassification

MOST_LISTED = 20


class Faults:
    """The first are kept in words; all are counted."""

    def __init__(self) -> None:
        self._listed: list[str] = []
        self.count = 0

    def tell(self, place: str, message: str) -> None:
        """`place` such as: row 12, SOC 2010"""
        self.count += 1
        if len(self._listed) < MOST_LISTED:
            self._listed.append(f"{place}: {message}" if place else message)

    def refuse_any(self) -> None:
        """Raises NotAClassification."""
        if self.count:
            some = "1 fault" if self.count == 1 else f"{self.count:,} faults"
            raise NotAClassification(
                f"The file has {some}. Use it as it was published.", tuple(self._listed), self.count - len(self._listed)
            )


def some_of(names: Collection[str], most: int = 8) -> str:
    """`1115, 1116 and 3 more`"""
    shown = sorted(names)[:most]
    left = len(names) - len(shown)
    return ", ".join(shown) + (f" and {left:,} more" if left else "")
