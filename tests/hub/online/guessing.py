"""Codes as somebody guesses them who knows their form: well made, and of no case."""

import random
from collections.abc import Iterator

from capi.hub.online.access_codes import LENGTH, SYMBOLS, read_access_code


def codes_that_are_none(number: int, *but: str) -> Iterator[str]:
    draw = random.Random(7)  # noqa: S311 - the same guesses in every run
    while number:
        drawn = "".join(draw.choices(SYMBOLS, k=LENGTH - 1))
        code = next(drawn + last for last in SYMBOLS if read_access_code(drawn + last))
        if code not in but:
            number -= 1
            yield code
