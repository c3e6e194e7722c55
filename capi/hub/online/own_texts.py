"""Words of the office's own on the pages of respondents: who it is, how it is reached, what it promises; and other languages.

texts = own_texts(Path("/etc/capi/texts"))

A file `en.toml` there holds the texts that are to be others than those that ship, under the same names. A file of a language that
does not ship holds all of them. What is in the folder is told in resources/online/README.md.
"""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from capi.hub.errors import HubFolderError
from capi.hub.online.texts import PLURAL_FORMS, Text, TextShelf, Words, read_texts, shipped_texts, shipped_texts_folder

_BRACES = re.compile(r"\{\w*\}|[{}]")


def own_texts(folder: Path) -> TextShelf:
    """Those that ship, with the office's own in their place. Raises HubFolderError, which says which text of which file is unfit."""
    if not folder.is_dir():
        raise HubFolderError(f"There is no folder {folder}. Name the one that has your texts in it, such as en.toml.")
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise HubFolderError(f"There are no texts in {folder}. Put a file in it for each language, such as en.toml.")
    return shipped_texts().with_words(Words(file.stem, _texts(file)) for file in files)


def _texts(file: Path) -> Mapping[str, Text]:
    try:
        own = read_texts(file)
    except (OSError, UnicodeDecodeError) as error:
        raise HubFolderError(f"{file} cannot be read: it must be a file in UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise HubFolderError(f"{file} is not TOML: {error}.") from error
    usual = shipped_texts().words(file.stem)
    for name, text in own.items():
        _check(file, name, text, usual.texts)
    if usual.language == file.stem:
        return {**usual.texts, **own}
    lacking = sorted({_plain(name) for name in usual.texts} - {_plain(name) for name in own})
    if lacking:
        raise HubFolderError(
            f"{file} lacks {len(lacking)} texts, such as {lacking[0]}. "
            f"A language that does not ship has all those of {shipped_texts_folder() / 'en.toml'}."
        )
    return own


def _check(file: Path, name: str, text: Text, usual: Mapping[str, Text]) -> None:
    counted = f"{_plain(name)}.other"
    like = usual.get(name, usual.get(counted))
    if like is None:
        raise HubFolderError(
            f"{file}: no page has a text {name}. All there are stand in {shipped_texts_folder() / 'en.toml'}."
        )
    if isinstance(text, str) is not isinstance(like, str):
        kind = "one text in quotes" if isinstance(like, str) else "a list of paragraphs in brackets"
        raise HubFolderError(f"{file}: {name} must be {kind}.")
    fills, known = _fills(text), _fills(like)
    if fills - known:
        extra = min(fills - known)
        raise HubFolderError(
            f"{file}: {name} has {extra}, which is not filled there. Leave the words in braces as {shipped_texts_folder() / 'en.toml'} has them."
        )
    if known - fills and counted not in usual:
        raise HubFolderError(f"{file}: {name} lacks {min(known - fills)}, which its page fills in.")


def _plain(name: str) -> str:
    """Without the form of the plural, of which another language has others."""
    before, _, form = name.rpartition(".")
    return before if form in PLURAL_FORMS else name


def _fills(text: Text) -> set[str]:
    """Everything in braces, and every brace alone."""
    return set(_BRACES.findall(text if isinstance(text, str) else "\n".join(text)))
