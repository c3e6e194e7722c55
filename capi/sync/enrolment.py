"""Enrolment: a laptop becomes known to a hub, with the one-time code its office gave out.

    link = enrol(case_file, "hub.example.org", "K7QF-...", socket.gethostname())

From here on only what this hub signs is believed, and only its certificates are trusted for it.
"""

from collections.abc import Callable
from typing import TypeAlias

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import Struct

from capi.store.case_file import CaseFile
from capi.sync.address import hub_address
from capi.sync.errors import (
    EnrolmentRefused,
    HubBusy,
    HubUnreachable,
    NotTheHub,
    NotTrusted,
    NotUnderstood,
    PracticeFile,
)
from capi.sync.hub_client import HubClient, trusting
from capi.sync.link import AGREED, ENROLLING, Link, keep_link, link_of, private_key, private_text
from capi.sync.messages import VERSION, Enrolled, Enrolment, HubFacts
from capi.sync.outbox import drop_batch
from capi.sync.round_report import keep_report, last_report
from capi.sync.signing import public_key, public_text
from capi.wording import Wording

ClientAt: TypeAlias = Callable[[str, str], HubClient]
"""From an address and the certificates trusted there."""


def enrol(
    case_file: CaseFile, url: str, code: str, host: str, *, certificates: str = "", client: ClientAt = HubClient
) -> Link:
    """The link to the hub, kept in the case file. `host`: what the office is to see of this machine; `certificates`: PEM.

    Raises PracticeFile; UnfitAddress, UnfitCertificates; EnrolmentRefused for the code, or where the cases here belong to
    another hub; HubUnreachable, HubBusy, NotTheHub, NotUnderstood, HubRefused; CaseFileError. Then this laptop is enrolled as it was before. An
    enrolment is never sent twice by itself; where the answer was lost, the same code may be shown again, with the same key.
    """
    if case_file.practice:
        raise PracticeFile(case_file.path.name)
    address, typed = hub_address(url), code.strip()
    if not typed:
        raise EnrolmentRefused(Wording("Sync", "There is no enrolment code. Type the one your office gave you."))
    with client(address, certificates) as line:
        facts = _facts(line, certificates)
        _check(case_file, facts, line.host)
        key = _key(case_file, facts.hub)
        line.expect(facts.hub, facts.epoch)
        asked = Enrolment(
            code=typed, device=case_file.device, public_key=public_text(key.public_key()), host=host[:200]
        )
        try:
            enrolled = line.enrol(asked)
        except EnrolmentRefused as error:
            told = already_enrolled(case_file, error, facts.hub)
            if told is None:
                raise
            raise told from error
        except HubBusy as error:
            raise _busy(line, error) from error
        except HubUnreachable as error:
            raise EnrolmentRefused(
                Wording(
                    "Sync",
                    "The connection to {host} was cut while this laptop was enrolled. Try the same code once more; if the hub does "
                    "not take it, ask your office for another one. All cases stay safe here.",
                ).filled(host=line.host)
            ) from error
    if (enrolled.hub, enrolled.public_key) != (facts.hub, facts.public_key):
        raise _not_one(line.host)
    link = _link(case_file, address, key, enrolled, certificates=enrolled.certificates or certificates)
    link = _after(case_file, link)
    keep_link(case_file, link)
    case_file.keep(ENROLLING, None)
    report = last_report(case_file)
    if report is not None and report.replaced:  # it is one of the office's laptops again
        keep_report(case_file, msgspec.structs.replace(report, replaced=False))
    return link


def already_enrolled(case_file: CaseFile, refusal: EnrolmentRefused, hub: str = "") -> EnrolmentRefused | None:
    """The refusal for a laptop that works for a hub already, for this one where it is named; None where it does not."""
    link = link_of(case_file)
    if link is None or link.device != case_file.device or hub not in ("", link.hub):
        return None
    told = Wording(
        "Sync",
        "{refusal} This laptop works for {user} at {name} already, and nothing was changed: sync as usual. It needs a new code "
        "only where the hub does not let it in any more.",
    )
    return EnrolmentRefused(told.filled(refusal=refusal.wording, user=link.user, name=link.name))


def _facts(line: HubClient, certificates: str) -> HubFacts:
    """Before the code is shown to anybody, so it is still good whatever goes wrong here."""
    try:
        return line.facts()
    except HubUnreachable as error:
        told = Wording(
            "Sync",
            "The hub {host} cannot be reached, so this laptop is not enrolled yet. Enrol again when there is a connection; the "
            "code is still good. If it stays, look at the address again.",
        )
        raise HubUnreachable(line.host, told) from error
    except HubBusy as error:
        raise _busy(line, error) from error
    except NotTrusted as error:
        if certificates:
            raise
        raise NotTrusted(
            Wording(
                "Sync",
                "{host} cannot show that it is your hub: its certificate is not one this laptop trusts. Nothing was sent, and "
                "the code is still good. If your office gave you a file authority.pem, enrol again with this file; if not, ask "
                "your office for it.",
            ).filled(host=line.host)
        ) from error


def _busy(line: HubClient, error: HubBusy) -> HubBusy:
    told = Wording(
        "Sync",
        "The hub {host} is busy now, so this laptop is not enrolled yet. Enrol again in a few minutes, with the same code.",
    )
    return HubBusy(line.host, error.retry_after, told)


class _Enrolling(Struct, frozen=True):
    """An enrolment whose answer has not come yet."""

    hub: str
    device: str
    private_key: str


def _key(case_file: CaseFile, hub: str) -> Ed25519PrivateKey:
    """A new one, kept before the hub hears of it; the same again where it may have heard of it and the answer was lost."""
    kept = case_file.kept(ENROLLING)
    if kept is not None:
        before = msgspec.json.decode(kept, type=_Enrolling)
        if (before.hub, before.device) == (hub, case_file.device):
            return private_key(before.private_key)
    key = Ed25519PrivateKey.generate()
    case_file.keep(ENROLLING, msgspec.json.encode(_Enrolling(hub, case_file.device, private_text(key))).decode())
    return key


def _after(case_file: CaseFile, link: Link) -> Link:
    """The link with what an earlier enrolment leaves behind: a batch in another name, or an epoch that is over."""
    before = link_of(case_file)
    if before is None:
        return link
    restored = before.hub == link.hub and (before.restored or before.epoch != link.epoch)
    if restored or before.device != link.device:
        drop_batch(case_file)
    if restored or before.hub != link.hub:
        case_file.keep(AGREED, None)
    return msgspec.structs.replace(link, restored=restored)


def _check(case_file: CaseFile, facts: HubFacts, host: str) -> None:
    """Before the code is used up."""
    if VERSION not in facts.versions:
        raise NotUnderstood(host)
    try:
        public_key(facts.public_key)
    except ValueError:
        raise _not_one(host) from None
    before = link_of(case_file)
    if before is None or before.hub == facts.hub:
        return
    if any(each.term or each.acknowledged.number for each in case_file.holdings()):
        raise EnrolmentRefused(
            Wording(
                "Sync",
                "The cases of this laptop belong to the hub {name}, so it was not enrolled with another one. Send them and have "
                "them recalled there first, or use another case file. The code was not used.",
            ).filled(name=before.name)
        )
    drop_batch(case_file)


def _link(case_file: CaseFile, address: str, key: Ed25519PrivateKey, enrolled: Enrolled, *, certificates: str) -> Link:
    if enrolled.certificates:
        trusting(certificates)  # raises here, and not at the next round, where they cannot be read
    return Link(
        hub=enrolled.hub,
        name=enrolled.name,
        url=address,
        public_key=enrolled.public_key,
        certificates=certificates,
        device=case_file.device,
        private_key=private_text(key),
        user=enrolled.user,
        role=enrolled.role,
        tokens=enrolled.tokens,
        epoch=enrolled.epoch,
    )


def _not_one(host: str) -> NotTheHub:
    return NotTheHub(
        Wording(
            "Sync", "What answers at {host} contradicts itself, so this laptop was not enrolled. Tell your office."
        ).filled(host=host)
    )
