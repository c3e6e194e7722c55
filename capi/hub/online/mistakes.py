"""Mistakes: what keeps a respondent on a page, each with the place on it that it is about."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mistake:
    """`at` is the id of the input that is wrong, to which the summary at the top leads. `also`: addresses of other pages
    that may be wrong instead, each with the words of the link to it."""

    at: str
    words: str
    also: tuple[tuple[str, str], ...] = ()


class Mistaken(Exception):
    """What was sent is no answer."""

    def __init__(self, *mistakes: Mistake) -> None:
        super().__init__("The form holds no answer to its question.")
        self.mistakes = mistakes
