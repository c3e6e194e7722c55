"""`capi hub invite`: access codes for a sample, and the letters that carry them, as a file to merge or to print."""

import contextlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError

from capi.calling.agreed_times import HOME
from capi.commands.ending import DONE, Refused
from capi.commands.hub_opening import SUPERVISOR, opened_hub
from capi.commands.listing import print_json, print_list
from capi.commands.progress_bars import Bar, progress_bars
from capi.hub.hub import Hub, known
from capi.hub.online.good_until import end_of_day, in_words, last_day, last_day_expires
from capi.hub.online.inviting import (
    Invited,
    Inviting,
    Recipient,
    Whom,
    has_address,
    invite,
    letters_written,
    survey_title,
    to_write,
)
from capi.hub.online.letter_template import Template, UnfitLetter, read_template
from capi.hub.online.letters import MERGE_HEADER, Letters, Sender, fit_address
from capi.hub.online.reissuing import USUAL_DAYS
from capi.hub.people.hub_settings import remembered_address
from capi.hub.people.texts import counted
from capi.outputs.csv_rows import csv_writer
from capi.outputs.folder import output_file
from capi.settings import Settings

Taken = Callable[[list[Recipient]], None]


@dataclass(frozen=True, slots=True)
class InviteCommand:
    """What was asked for; `until` or `days`, or neither. `letter`: a template of the office's own."""

    sample: str
    whom: Whom = Whom.NEW
    until: date | None = None
    days: int | None = None
    address: str = ""
    merge: Path | None = None
    pdf: Path | None = None
    letter: Path | None = None
    office: str = ""
    contact: str = ""
    listed: bool = False
    force: bool = False
    as_json: bool = False


def invite_sample(folder: Path | None, settings: Settings, order: InviteCommand) -> int:
    """Raises Refused and WorldFailed. What is wrong with the order is said before any code is made."""
    _refuse_unfit(order)
    template, language = _template(order, settings)
    with opened_hub(folder, settings) as hub:
        wanted = _wanted(hub, order)
        if order.listed:
            return _list(hub, wanted, order)
        address = remembered_address(hub, fit_address(order.address) if order.address else "")
        if (order.merge or order.pdf) and not address:
            raise Refused("The letters need the address where respondents answer: --address https://survey.example")
        with progress_bars() as bar:
            result = invite(hub, SUPERVISOR, wanted, _bar(bar, "Access codes"))
            letters = Letters(_sender(hub, order, address, language), template, _today(hub))
            written = _write(hub, wanted, order, _Writing(letters, settings.resources / "fonts", bar, result.looked_at))
        if order.merge or order.pdf:
            letters_written(hub, SUPERVISOR, order.sample, written.invitations)
    _tell(order, wanted, result, written)
    return DONE


@dataclass(frozen=True, slots=True)
class _Writing:
    """What the files are made of. `fonts`: the typeface of the printed ones; `most`: so many letters there may be."""

    letters: Letters
    fonts: Path
    bar: Bar | None
    most: int


@dataclass(frozen=True, slots=True)
class _Written:
    """`invitations`: whose letters are in a file; so many of them are `printed`: those that a postman can bring."""

    invitations: list[int]
    printed: int = 0


def _write(hub: Hub, wanted: Inviting, order: InviteCommand, writing: _Writing) -> _Written:
    """The invitations whose letters are in the files, which are there whole, or not at all; without a letter there is no file.

    Raises Refused.
    """
    if not (order.merge or order.pdf):
        return _Written([])
    keys: list[int] = []
    printed = 0
    taking: dict[Path, Taken] = {}
    with contextlib.ExitStack() as files:
        for some in to_write(hub, SUPERVISOR, wanted, printed=order.merge is None):
            on_paper = [each for each in some if has_address(each.contact)]
            for path, opened, meant in ((order.pdf, _printed, on_paper), (order.merge, _merged, some)):
                if path is None or not meant:
                    continue
                if path not in taking:
                    taking[path] = files.enter_context(opened(path, order.force, writing))
                taking[path](meant)
            keys += [each.invitation for each in some]
            printed += len(on_paper)
    return _Written(keys, printed)


@contextlib.contextmanager
def _merged(path: Path, force: bool, writing: _Writing) -> Iterator[Taken]:
    with _private(path, force) as unfinished, csv_writer(unfinished, MERGE_HEADER) as write:
        yield lambda some: write(map(writing.letters.merge_row, some))


@contextlib.contextmanager
def _printed(path: Path, force: bool, writing: _Writing) -> Iterator[Taken]:
    from capi.outputs.documents.letter_book import LetterBook, TooMuch  # it needs Qt, which a hub may be without

    with _private(path, force) as unfinished, LetterBook(unfinished, path.stem, writing.fonts) as book:

        def take(some: list[Recipient]) -> None:
            for each in some:
                try:
                    book.add(writing.letters.page(each))
                except TooMuch as error:
                    raise Refused(f"{each.reference}: {error} No file was written.") from error
            if writing.bar is not None:
                writing.bar("Letters", book.pages, writing.most)

        yield take


@contextlib.contextmanager
def _private(path: Path, force: bool) -> Iterator[Path]:
    """Names, addresses and codes: for the one who runs the command, and nobody else on this machine."""
    with output_file(path, force=force) as unfinished:
        os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        yield unfinished


def _list(hub: Hub, wanted: Inviting, order: InviteCommand) -> int:
    """Changes nothing."""
    found = [each for some in to_write(hub, SUPERVISOR, wanted, printed=False) for each in some]
    if order.as_json:
        print_json([_plain(each) for each in found])
        return DONE
    print_list(
        ("reference", "name and address", "state", "letters", "last letter", "code good until"),
        [
            (
                each.reference,
                each.contact.label,
                _state(each),
                each.letters,
                each.last_letter,
                last_day(each.expires).isoformat(),
            )
            for each in found
        ],
    )
    return DONE


def _plain(each: Recipient) -> dict[str, object]:
    return {
        "reference": each.reference,
        "state": "not_begun" if each.online is None else "begun",
        "begun": each.online,
        "seen": each.seen,
        "entries": each.entries,
        "letters": each.letters,
        "last_letter": each.last_letter,
        "expires": each.expires,
    }


def _state(each: Recipient) -> str:
    if each.online is None:
        return "not begun"
    seen = each.seen or each.online
    return f"begun {each.online:%Y-%m-%d}, last there {seen:%Y-%m-%d}, {counted(each.entries, 'entry', 'entries')}"


def _tell(order: InviteCommand, wanted: Inviting, result: Invited, written: _Written) -> None:
    letters = len(written.invitations)
    until = last_day(wanted.expires)
    left_out = {why: number for why, number in result.left_out.items() if number}
    if order.as_json:
        print_json(
            {
                "made": result.made,
                "prolonged": result.prolonged,
                "letters": letters,
                "printed": written.printed if order.pdf is not None else 0,
                "until": until.isoformat(),
                "left_out": {why.name.lower(): number for why, number in left_out.items()},
            }
        )
        return
    made = f", good until the end of {in_words(until)}" if result.made else ""
    print(f"{counted(result.made, 'new access code')}{made}.")
    if result.prolonged:
        print(f"{counted(result.prolonged, 'access code')} prolonged until the end of {in_words(until)}.")
    if letters:
        for path, number in ((order.merge, letters), (order.pdf, written.printed)):
            if path is not None and number:
                print(f"{counted(number, 'letter')}: {path}")
        if order.pdf is not None and written.printed < letters:
            print(f"{counted(letters - written.printed, 'letter')} not printed: no postal address.")
    elif order.merge or order.pdf:
        print("No letters: nobody is to be written to, and no file was made.")
    elif result.made:
        print(f"No letters yet. They are written by: capi hub invite {order.sample!r} --address URL --pdf FILE")
    for why, number in sorted(left_out.items(), key=lambda each: -each[1]):
        print(f"  {number:>9,}  left out: {why.value}")


def _refuse_unfit(order: InviteCommand) -> None:
    for path, ending in ((order.pdf, ".pdf"), (order.merge, ".csv")):
        if path is not None and path.suffix.lower() != ending:
            raise Refused(f"{path} is no {ending}. Name a file that ends in {ending} with --{ending[1:]}.")
        if path is not None and path.exists() and not order.force:
            raise Refused(f"{path} is there already. Choose another name, or overwrite with --force.")


def _wanted(hub: Hub, order: InviteCommand) -> Inviting:
    days = USUAL_DAYS if order.days is None else order.days
    expires = last_day_expires(hub.now(), days) if order.until is None else end_of_day(order.until)
    is_said = order.until is not None or order.days is not None
    return Inviting(order.sample, order.whom, expires, prolongs=is_said and order.whom is not Whom.NEW)


def _template(order: InviteCommand, settings: Settings) -> tuple[Template, str]:
    """And its language, from the name of its file, such as invitation.cy.txt. Raises Refused."""
    usual = "reminder.en.txt" if order.whom is Whom.REMINDERS else "letter.en.txt"
    path = order.letter or settings.resources / "online" / usual
    try:
        template = read_template(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Refused(f"There is no file {path}. Name the text of the letter with --letter.") from None
    except UnicodeDecodeError:
        raise Refused(f"{path} is not a text in UTF-8. Save it as one.") from None
    except UnfitLetter as error:
        raise Refused(f"{path}: {error}") from error
    return template, _language(path)


def _language(path: Path) -> str:
    code = path.stem.rpartition(".")[2] if "." in path.stem else "en"
    try:
        return str(Locale.parse(code, sep="-").language)
    except (UnknownLocaleError, ValueError):
        return "en"


def _sender(hub: Hub, order: InviteCommand, address: str, language: str) -> Sender:
    with hub.database.reading() as connection:
        office = order.office or known(hub, connection).name
    return Sender(address, office, survey_title(hub, order.sample), order.contact, language)


def _today(hub: Hub) -> date:
    return hub.now().astimezone(ZoneInfo(HOME)).date()


def _bar(bar: Bar | None, what: str) -> Callable[[int, int], None]:
    def told(done: int, of: int) -> None:
        if bar is not None:
            bar(what, done, of)

    return told
