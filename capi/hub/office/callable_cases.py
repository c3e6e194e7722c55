"""The cases of the telephone queue that an interviewer may pick by hand, each with the rules' verdict on it."""

import msgspec
from sqlalchemy import exists, select

from capi.calling.queue import Ready, judge, pick
from capi.fieldwork.contact import Contact
from capi.hub.hub import Hub, Principal
from capi.hub.many import among
from capi.hub.office.case_lines import found_by
from capi.hub.orders.delivering import caller_of, refuse_picking
from capi.hub.outcome_frame import rules_in_use
from capi.hub.people.texts import fit
from capi.hub.policy import Action, require
from capi.hub.tables import cases, contacts
from capi.hub.telephone.candidates import rows_of_pool
from capi.hub.telephone.lines import situations
from capi.sync.calling_messages import CallableCase, Sentence

MOST = 50

_CONTACT = msgspec.json.Decoder(Contact)


def callable_cases(hub: Hub, principal: Principal, search: str, zone: str = "") -> list[CallableCase]:
    """At most so many; those that may be rung now first, each as their references come. Raises NotAllowed, Unfit, Unavailable."""
    require(principal, Action.CALL)
    wanted = fit(search, "what is searched for", "search").strip()
    now = hub.now()
    with hub.database.reading() as connection:
        caller, rules = caller_of(connection, principal, zone), rules_in_use(connection)
        refuse_picking(caller)
        if rules is None:
            return []
        with_it = exists(
            select(contacts.c.case_key).where(
                contacts.c.case_key == cases.c.key, found_by(hub, wanted, with_contacts=True)
            )
        )
        chosen = [with_it | found_by(hub, wanted, with_contacts=False)] if wanted else []
        rows = rows_of_pool(connection, *chosen, limit=MOST)
        seen = situations(connection, rows)
        its_contacts = select(contacts.c.case_key, contacts.c.contact).where(
            among(connection, contacts.c.case_key, [row.key for row in rows])
        )
        names = {key: _CONTACT.decode(contact).name for key, contact in connection.execute(its_contacts)}
    listed = []
    for row in rows:
        verdict, picked = judge(seen[row.key], caller, rules, now), pick(seen[row.key], caller, rules, now)
        because = verdict.because if isinstance(verdict, Ready) else picked.because
        listed.append(
            CallableCase(
                case=row.id,
                reference=row.reference,
                label=names.get(row.key, ""),
                ready=isinstance(picked, Ready),
                because=Sentence.of(because),
            )
        )
    return sorted(listed, key=lambda each: not each.ready)
