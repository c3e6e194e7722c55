"""Gates: the conditions that no author writes: in a row on what is around it, on a full roster, on what is still offered."""

from collections.abc import Callable, Mapping

from capi.instrument.evaluation import Condition, Seen
from capi.instrument.model import Answer, Missing


def never(_seen: Seen) -> bool:
    """The filter of what is not asked in the mode."""
    return False


def lifted(condition: Condition, ups: int) -> Condition:
    """A condition on the values around, as one on the values here."""

    def lifted(seen: Seen) -> bool:
        for _ in range(ups):
            seen = seen[-1]
        return condition(seen)

    return lifted


def is_offered(offered: Mapping[int | Missing, Condition]) -> Callable[[Seen, Answer], bool]:
    """Whether every category coded is offered."""

    def taken(seen: Seen, answer: Answer) -> bool:
        coded = answer if isinstance(answer, tuple) else (answer,)
        return all(condition(seen) for value, condition in offered.items() if value in coded)

    return taken


def is_among(ups: int, slot: int, id_place: int, holds: Condition | None) -> Callable[[Seen, Answer], bool]:
    """Whether the row is there, and one of those that can be chosen."""

    def taken(seen: Seen, answer: Answer) -> bool:
        if isinstance(answer, Missing):
            return True
        for _ in range(ups):
            seen = seen[-1]
        rows = (row for row in seen[slot] if row[id_place] == answer)
        return any(holds is None or holds(row) for row in rows)

    return taken


def while_fewer(condition: Condition | None, slot: int, at_most: int) -> Condition:
    """Whether another row may be added: the roster is on the route and not full."""
    return lambda seen: (condition is None or condition(seen)) and len(seen[slot]) < at_most
