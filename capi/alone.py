"""The respondent alone: her own questionnaire, page by page, whether on the laptop handed over to her or in a browser.

    alone = Alone(sitting)
    alone.waiting                       # the field to begin with; None at the end
    alone.prompt("SchoolType")          # what its page shows
    alone.after("SchoolType")           # the page that follows

A page can only be that of a question she has reached, in the sections that are hers to answer.
"""

from collections.abc import Callable

from capi.engine.interview import NotOnRoute
from capi.engine.prompt import Prompt
from capi.sitting import Sitting


def _every(_field: str) -> bool:
    return True


class Alone:
    """`is_hers` says of a field whether she may see it; it holds for all of them unless it is given."""

    def __init__(self, sitting: Sitting, is_hers: Callable[[str], bool] = _every) -> None:
        self.sitting = sitting
        self.is_hers = is_hers

    @property
    def fields(self) -> list[str]:
        """The questions of hers that she has reached, in their order; the first one waiting is the last."""
        return [field for field in self.sitting.interview.reached() if self.is_hers(field)]

    @property
    def waiting(self) -> str | None:
        """The first question without an answer, where it is hers; None where she is through."""
        waiting = self.sitting.interview.waiting
        return waiting if waiting is not None and self.is_hers(waiting) else None

    def prompt(self, field: str) -> Prompt:
        """Raises NotOnRoute where she has not reached the question, or it is not hers."""
        if field not in self.fields:
            raise NotOnRoute(f"{field} is not among the questions that were reached.")
        return self.sitting.interview.prompt_of(field)

    def after(self, field: str) -> str | None:
        """The question that follows among those reached; None where there is none."""
        return self._beside(field, 1)

    def before(self, field: str) -> str | None:
        return self._beside(field, -1)

    def _beside(self, field: str, step: int) -> str | None:
        fields = self.fields
        if field not in fields:
            return None
        at = fields.index(field) + step
        return fields[at] if 0 <= at < len(fields) else None
