from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from capi.fieldwork.contents import CaseCreated, Contents
from capi.fieldwork.journal import START, Entry, Head, Moment, digest, encode, follow
from capi.instrument.model import Mode

BEGINNING = datetime(2026, 11, 18, 10, tzinfo=UTC)


@pytest.fixture(scope="session")
def created() -> CaseCreated:
    return CaseCreated("1042/01", "Mrs Smith", "seb", "1.0", "ab" * 32, Mode.FACE_TO_FACE, {"Age": 44})


@pytest.fixture(scope="session")
def chain(created: CaseCreated) -> Callable[..., list[Entry]]:
    """The journal of a case that these contents were written into, one a second."""

    def entries(*contents: Contents) -> list[Entry]:
        chained: list[Entry] = []
        head = START
        for second, each in enumerate((created, *contents)):
            moment = Moment(BEGINNING + timedelta(seconds=second), 0, second * 1000)
            entry = follow(head, case="7f3a", device="L-12", who="anna", moment=moment, contents=each)
            head = Head(entry.number, digest(encode(entry)))
            chained.append(entry)
        return chained

    return entries
