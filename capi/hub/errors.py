"""What the hub refuses, each with a code for programs and words for people.

HubError
├── NotSignedIn      no token, or one that is not (or no longer) good
├── DeviceRevoked    the laptop may not speak to this hub any more
├── NotAllowed       this account's role does not do that
├── NotThere         no such thing, or none that this account may know of: the two look the same
├── Gone             it was good once: a code that is used up or too old
├── Conflict         it contradicts what is there
├── Unfit            it can be read, but makes no sense; says where
├── Unreadable       it cannot be read: not the format, cut off, too deep
├── TooLarge         more than the hub takes at once
├── TooManyTries     come back later; says when
├── Unavailable      the database does not answer; nothing of this was kept, try again
└── HubFolderError   on the hub's own machine: its folder, its keys or its database are not as they must be
"""


class HubError(Exception):
    """`code` is one of a fixed list in PROTOCOL.md; `where` names the field that is wrong, as a path such as parts[3].term."""

    def __init__(self, code: str, words: str, *, where: str = "") -> None:
        super().__init__(words)
        self.code = code
        self.where = where


class NotSignedIn(HubError):
    pass


class DeviceRevoked(HubError):
    """`erasure`: the signed order to destroy its keys, where the laptop was reported lost."""

    def __init__(self, words: str, erasure: str = "") -> None:
        super().__init__("device_revoked", words)
        self.erasure = erasure


class NotAllowed(HubError):
    pass


class NotThere(HubError):
    pass


class Gone(HubError):
    pass


class Conflict(HubError):
    pass


class Unfit(HubError):
    pass


class Unreadable(HubError):
    pass


class TooLarge(HubError):
    pass


class TooManyTries(HubError):
    """`seconds` until the next try is looked at."""

    def __init__(self, words: str, seconds: int) -> None:
        super().__init__("too_many_tries", words)
        self.seconds = seconds


class Unavailable(HubError):
    def __init__(self, words: str, seconds: int = 5) -> None:
        super().__init__("unavailable", words)
        self.seconds = seconds


class HubFolderError(Exception):
    """Told to whoever runs the hub's machine, in whole sentences with what to do."""
