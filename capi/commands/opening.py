"""Opening a case file for a command: where its passphrase comes from, and what its refusals end with."""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from capi.commands.ending import Refused, WorldFailed
from capi.store.case_file import CaseFile
from capi.store.errors import CaseFileError, EncryptionMissing, HeldByAnother, NotSaved
from capi.store.hold import Holder
from capi.store.recognition import Kind, recognise

PASSPHRASE_VARIABLE = "CAPI_PASSPHRASE"  # noqa: S105 - the name of a variable, not what is in it


@contextlib.contextmanager
def opened(source: Path, passphrase_file: Path | None, holder: Holder) -> Iterator[CaseFile]:
    """The case file, open. Raises Refused and WorldFailed, for what is done with it too."""
    try:
        passphrase = None if recognise(source) is Kind.PRACTICE else _passphrase(source, passphrase_file)
        with CaseFile.open(source, passphrase, holder) as case_file:
            yield case_file
    except (EncryptionMissing, HeldByAnother, NotSaved) as error:
        raise WorldFailed(str(error)) from error
    except CaseFileError as error:
        raise Refused(str(error)) from error


def _passphrase(source: Path, file: Path | None) -> str:
    if file is not None:
        try:
            return file.read_text(encoding="utf-8-sig").rstrip("\r\n")
        except FileNotFoundError:
            raise Refused(f"There is no file {file}. Name the file that holds the passphrase.") from None
        except UnicodeDecodeError:
            raise Refused(f"{file} is not a text in UTF-8. It must hold the passphrase and nothing else.") from None
    if PASSPHRASE_VARIABLE in os.environ:
        return os.environ[PASSPHRASE_VARIABLE]
    if not sys.stdin.isatty():
        raise Refused(
            f"{source} is encrypted. Give its passphrase with --passphrase-file, or in {PASSPHRASE_VARIABLE}."
        )
    import getpass

    return getpass.getpass(f"Passphrase of {source.name}: ")
