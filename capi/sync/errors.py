"""What can go wrong between laptop and hub, each said with what is safe and whose action is needed.

SyncError
├── PracticeFile        invented people never reach a hub
├── NotEnrolled         no office has given this laptop a code yet, or another laptop was given it
├── RoundUnderWay       another round with this case file has not ended
├── UnfitAddress        the hub's address cannot be one, or would not be encrypted
├── UnfitCertificates   the file of authorities cannot be read
├── EnrolmentRefused    the code is used up, too old or none; or this laptop works for another hub
├── HubUnreachable      no connection, or one that was cut
├── HubBusy             the hub answers, and asks to come later; says when
├── NotTheHub           somebody else answers: a portal, another key
│   └── NotTrusted      its certificate is of no authority that this laptop trusts
├── NotProven           the hub's own words, but not the proof of what was sent
├── NotUnderstood       another version speaks there
├── HubRestored         another epoch than a moment ago: the round begins anew
├── NotSignedIn         the access token is used up
├── DeviceRefused       the laptop may not speak to this hub any more
├── LaptopErased        it was reported lost, and the keys of its case file are destroyed
└── HubRefused          the hub said no to this one thing; code and detail say why
"""

from capi.wording import Wording


class SyncError(Exception):
    """Something the interviewer can be told, in whole sentences that the window says in its own language."""

    def __init__(self, wording: Wording) -> None:
        super().__init__(wording)
        self.wording = wording


class PracticeFile(SyncError):
    def __init__(self, name: str) -> None:
        super().__init__(
            Wording(
                "Sync", "{name} is a practice file: invented people are never sent to a hub. Open your own case file."
            ).filled(name=name)
        )


class NotEnrolled(SyncError):
    pass


class RoundUnderWay(SyncError):
    pass


class UnfitAddress(SyncError):
    pass


class UnfitCertificates(SyncError):
    pass


class EnrolmentRefused(SyncError):
    pass


class HubUnreachable(SyncError):
    """`wording`: where something else is to be said than in a round."""

    def __init__(self, host: str, wording: Wording | None = None) -> None:
        in_a_round = Wording(
            "Sync",
            "The hub {host} cannot be reached. Everything stays safe on this laptop; sync again when there is a connection.",
        )
        super().__init__((wording or in_a_round).filled(host=host))


class HubBusy(SyncError):
    """`retry_after`: seconds the hub asks for; None where it names none. `wording`: as with HubUnreachable."""

    def __init__(self, host: str, retry_after: float | None, wording: Wording | None = None) -> None:
        in_a_round = Wording(
            "Sync", "The hub {host} is busy now. Everything stays safe on this laptop and is sent at the next sync."
        )
        super().__init__((wording or in_a_round).filled(host=host))
        self.retry_after = retry_after


class NotTheHub(SyncError):
    pass


class NotTrusted(NotTheHub):
    pass


class NotProven(SyncError):
    """Signed by the hub, and yet it proves something else than was asked: nothing is marked by it."""

    def __init__(self, what: str) -> None:
        super().__init__(
            Wording(
                "Sync",
                "The hub’s answer does not prove what was asked ({what}), so nothing was marked as sent. Everything stays "
                "safe on this laptop. Sync again; if it stays, tell your office.",
            ).filled(what=what)
        )


class NotUnderstood(SyncError):
    def __init__(self, host: str) -> None:
        super().__init__(
            Wording(
                "Sync",
                "The hub {host} speaks another version than this capi. Everything stays safe on this laptop; ask your office "
                "for the newer version.",
            ).filled(host=host)
        )


class HubRestored(SyncError):
    def __init__(self, epoch: str) -> None:
        super().__init__(
            Wording(
                "Sync",
                "The hub was restored from a backup while it was asked. Sync again to send what it may have lost.",
            )
        )
        self.epoch = epoch


class NotSignedIn(SyncError):
    def __init__(self, detail: str) -> None:
        super().__init__(Wording("Sync", "The hub asks who this is: {detail}").filled(detail=detail))
        self.detail = detail


class DeviceRefused(SyncError):
    """`erasure`: the hub's order to destroy the keys, in its envelope, not verified yet."""

    def __init__(self, wording: Wording, erasure: str = "") -> None:
        super().__init__(wording)
        self.erasure = erasure


class LaptopErased(SyncError):
    def __init__(self, name: str) -> None:
        super().__init__(
            Wording(
                "Sync",
                "This laptop was reported lost, and its office has ordered it to be erased. The keys of {name} are destroyed: "
                "nobody can read it any more. Take the laptop to your office.",
            ).filled(name=name)
        )


class HubRefused(SyncError):
    """`code` is one of PROTOCOL.md; `detail` is what the hub says to it, in words."""

    def __init__(self, code: str, detail: str, status: int, *, where: str = "") -> None:
        super().__init__(Wording("Sync", "The hub refuses this: {detail}").filled(detail=detail))
        self.code = code
        self.detail = detail
        self.status = status
        self.where = where
