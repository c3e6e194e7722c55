"""What the sample says of a case for the calls: facts with names of their own, whatever the instrument has.

facts = call_facts(case.facts)
facts.zone, facts.priority, ...
"""

from collections.abc import Mapping
from decimal import Decimal

from msgspec import Struct

from capi.calling.agreed_times import is_zone

PRIORITY, LANGUAGE, SKILLS, DO_NOT_CALL, ZONE = "Priority", "Language", "Skills", "DoNotCall", "TimeZone"
"""Names of facts: a number, the greater the sooner; in which language the interview is to be, such as `cy`; words with commas
between; 1 where nobody is to call; in which zone the respondent lives, such as `Europe/London`."""
_MOST = 1_000_000


class CallFacts(Struct, frozen=True, gc=False):
    """As a Situation of the queue has them."""

    priority: int = 0
    zone: str = ""
    language: str = ""
    skills: frozenset[str] = frozenset()
    do_not_call: bool = False


def call_facts(facts: Mapping[str, int | Decimal | str]) -> CallFacts:
    """What of it makes no sense is left out: a case is never lost to the queue by a slip in the sample."""
    zone, language = str(facts.get(ZONE, "")), facts.get(LANGUAGE, "")
    return CallFacts(
        priority=_priority(facts.get(PRIORITY, 0)),
        zone=zone if is_zone(zone) else "",
        language=language.strip().casefold() if isinstance(language, str) else "",
        skills=skills_in(str(facts.get(SKILLS, ""))),
        do_not_call=facts.get(DO_NOT_CALL) == 1,
    )


def skills_in(words: str) -> frozenset[str]:
    """Those named in a list with commas between."""
    return frozenset(each.strip() for each in words.split(",")) - {""}


def _priority(given: int | Decimal | str) -> int:
    return 0 if isinstance(given, str) else max(-_MOST, min(_MOST, int(given)))
