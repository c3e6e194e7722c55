"""What can be wrong with a case file, each said with its cause and the next step.

CaseFileError
├── WrongPassphrase      the passphrase opens none of the slots; no byte was touched
├── UnfitPassphrase      too short to protect anything; only where one is chosen
├── NotACaseFile         a file of something else, a folder, or nothing at all
├── DamagedFile          a case file, or its keys, whose bytes are not those that were written
├── NewerFormat          written by a later version of capi
├── HeldByAnother        open somewhere else; says by whom
├── EncryptionMissing    no SQLCipher on this machine: personal data is not kept in plain text instead
├── NotSaved             the disk refused; nothing of it was kept and the same can be tried again
├── SittingOpen          a case is to be migrated or removed, but its last sitting has not ended
├── OtherJournal         what came for a case, or was said of it, is not what its journal here says
├── AlreadyThere         a case or a file of that name exists
└── NotThere             no such case, entry or instrument in this case file
"""

import enum

from capi.wording import Wording


class CaseFileError(Exception):
    """Something the user can be told about, in whole sentences that the window says in its own language."""

    def __init__(self, wording: Wording) -> None:
        super().__init__(wording)


class WrongPassphrase(CaseFileError):
    pass


class UnfitPassphrase(CaseFileError):
    pass


class NotACaseFile(CaseFileError):
    pass


class DamagedFile(CaseFileError):
    pass


class NewerFormat(CaseFileError):
    pass


class HeldByAnother(CaseFileError):
    pass


class EncryptionMissing(CaseFileError):
    pass


class Refusal(enum.Enum):
    """Why the disk did not take it."""

    DISK_FULL = "disk_full"
    READ_ONLY = "read_only"
    BUSY = "busy"
    DISK_ERROR = "disk_error"
    UNSAFE = "unsafe"


class NotSaved(CaseFileError):
    """The case file is as it was before, and the caller still has what was to be saved."""

    def __init__(self, wording: Wording, refusal: Refusal) -> None:
        super().__init__(wording)
        self.refusal = refusal


class SittingOpen(CaseFileError):
    pass


class OtherJournal(CaseFileError):
    """Nothing was changed. Which of the two holds is for the office to say."""


class AlreadyThere(CaseFileError):
    pass


class NotThere(CaseFileError):
    pass
