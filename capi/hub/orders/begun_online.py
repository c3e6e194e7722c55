"""What was told of cases that are answered online: which laptop keeps one in its list, and that it gives it up when the case is another's.

new = told_to_give_up(connection, case.key, "The respondent has answered it online.")
"""

from sqlalchemy import Connection, select

from capi.hub.order_book import NewOrder, ToRecall, ToTellOnline, kind_of, what_of
from capi.hub.tables import orders as book

_KINDS = (kind_of(ToTellOnline), kind_of(ToRecall))


def told_to_give_up(connection: Connection, case_key: int, reason: str, but: int | None = None) -> list[NewOrder]:
    """The order by which the laptop that was told of the beginning gives the case up, at once and once only; none where no laptop was told, or
    only the one whose key is `but`. The caller has locked the line of the case."""
    wanted = select(book.c.user_key, book.c.details).where(book.c.case_key == case_key, book.c.kind.in_(_KINDS))
    listing: tuple[int, ToTellOnline] | None = None
    over: set[tuple[int, int]] = set()
    for row in connection.execute(wanted.order_by(book.c.made, book.c.number)):
        match what_of(row.details):
            case ToTellOnline() as told:
                listing = row.user_key, told
            case ToRecall(device_key=device, term=term, now=True):
                over.add((device, term))
    if listing is None or listing[1].device_key == but or (listing[1].device_key, listing[1].term) in over:
        return []
    user_key, told = listing
    recall = ToRecall(reason=reason, device_key=told.device_key, term=told.term, now=True)
    return [NewOrder(user_key, recall, case_key)]
