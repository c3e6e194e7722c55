"""Opening a case file for a command: where its passphrase comes from, and what its refusals end with."""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from capi.commands.ending import Refused, WorldFailed, tell
from capi.store.case_file import CaseFile
from capi.store.errors import CaseFileError, EncryptionMissing, HeldByAnother, NotSaved
from capi.store.hold import Holder
from capi.store.recognition import Kind, recognise

PASSPHRASE_VARIABLE = "CAPI_PASSPHRASE"  # noqa: S105 - the name of a variable, not what is in it


@contextlib.contextmanager
def opened(source: Path, passphrase_file: Path | None, holder: Holder, *, make: bool = False) -> Iterator[CaseFile]:
    """The case file, open. `make`: a new one where there is none, which is told.

    Raises Refused and WorldFailed, for what is done with it too.
    """
    try:
        if make and not source.exists():
            with _made(source, passphrase_file, holder) as case_file:
                yield case_file
            return
        passphrase = None if recognise(source) is Kind.PRACTICE else _passphrase(source, passphrase_file)
        with CaseFile.open(source, passphrase, holder) as case_file:
            yield case_file
    except (EncryptionMissing, HeldByAnother, NotSaved) as error:
        raise WorldFailed(str(error)) from error
    except CaseFileError as error:
        raise Refused(str(error)) from error


def _made(source: Path, passphrase_file: Path | None, holder: Holder) -> CaseFile:
    passphrase = _given(passphrase_file)
    if passphrase is None:
        passphrase = _chosen(source)
    source.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    case_file = CaseFile.create(source, passphrase, holder)
    tell(f"There was no case file on this laptop yet. A new one was made, encrypted with this passphrase: {source}")
    return case_file


def _chosen(source: Path) -> str:
    """A new passphrase, typed twice: with a typing mistake in it nobody could open the file again."""
    if not sys.stdin.isatty():
        raise Refused(
            f"There is no case file {source} yet. To make it, give a passphrase for it with --passphrase-file, or in "
            f"{PASSPHRASE_VARIABLE}."
        )
    import getpass

    tell(f"There is no case file on this laptop yet. It will be made: {source}")
    passphrase = getpass.getpass("A new passphrase for it: ")
    if getpass.getpass("The same passphrase again: ") != passphrase:
        raise Refused("The two passphrases are not the same, so no case file was made. Start again.")
    return passphrase


def _passphrase(source: Path, file: Path | None) -> str:
    given = _given(file)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise Refused(
            f"{source} is encrypted. Give its passphrase with --passphrase-file, or in {PASSPHRASE_VARIABLE}."
        )
    import getpass

    return getpass.getpass(f"Passphrase of {source.name}: ")


def _given(file: Path | None) -> str | None:
    """By a file or a variable; None where it is to be asked for."""
    if file is not None:
        try:
            return file.read_text(encoding="utf-8-sig").rstrip("\r\n")
        except FileNotFoundError:
            raise Refused(f"There is no file {file}. Name the file that holds the passphrase.") from None
        except UnicodeDecodeError:
            raise Refused(f"{file} is not a text in UTF-8. It must hold the passphrase and nothing else.") from None
    return os.environ.get(PASSPHRASE_VARIABLE)
