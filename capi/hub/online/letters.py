"""What a letter says: the template filled in for one recipient, and her line in the file from which another program makes letters.

letter = Letters(Sender("https://survey.example", "Office", "Survey"), template, today)
letter.page(recipient)         # for the printer
letter.merge_row(recipient)    # MERGE_HEADER says what is in it
"""

from dataclasses import dataclass
from datetime import date
from urllib.parse import SplitResult, urlsplit

import segno

from capi.fieldwork.contact import Contact
from capi.hub.errors import Unfit
from capi.hub.online.access_codes import in_groups
from capi.hub.online.good_until import in_words, last_day
from capi.hub.online.inviting import Recipient
from capi.hub.online.letter_template import Template
from capi.outputs.documents.letter import LetterPage

_ADDRESS_LINES = 6
MERGE_HEADER = (
    "reference",
    "name",
    *(f"address_{number}" for number in range(1, _ADDRESS_LINES + 1)),
    "postcode",
    "email",
    "access_code",
    "web_address",
    "link",
    "good_until",
    "serial",
    "letter",
)
"""`link`: for the QR code; `letter`: 1 for the first, 2 for the first reminder, and so on."""
_LOCAL = ("localhost", "127.0.0.1")


@dataclass(frozen=True, slots=True)
class Sender:
    """`address`: where respondents answer, as `fit_address` gives it; `contact`: how the office is reached; `language`: of the letter."""

    address: str
    office: str
    survey: str
    contact: str = ""
    language: str = "en"

    @property
    def web(self) -> str:
        """As it is typed."""
        return self.address.removeprefix("https://")


@dataclass(frozen=True, slots=True)
class Letters:
    """All letters of one round."""

    sender: Sender
    template: Template
    today: date

    def page(self, recipient: Recipient) -> LetterPage:
        beside, paragraphs = self.template.filled(self._fills(recipient))
        return LetterPage(
            address=address_lines(recipient.contact),
            beside=beside,
            paragraphs=paragraphs,
            web=self.sender.web,
            code=in_groups(recipient.code),
            qr=qr_modules(self.link(recipient)),
        )

    def link(self, recipient: Recipient) -> str:
        return f"{self.sender.address}/enter/{recipient.code}"

    def merge_row(self, recipient: Recipient) -> tuple[str | int, ...]:
        contact = recipient.contact
        lines = [" ".join(line.split()) for line in contact.address]
        first, rest = lines[: _ADDRESS_LINES - 1], lines[_ADDRESS_LINES - 1 :]
        address = [*first, ", ".join(rest), *[""] * _ADDRESS_LINES][:_ADDRESS_LINES]
        known = (recipient.reference, contact.name, *address, contact.postcode, contact.email)
        return (
            *(harmless(text) for text in known),
            in_groups(recipient.code),
            self.sender.address,
            self.link(recipient),
            self._expiry(recipient),
            recipient.serial,
            recipient.letters + 1,
        )

    def _fills(self, recipient: Recipient) -> dict[str, str]:
        return {
            "name": recipient.contact.name.strip(),
            "survey": self.sender.survey,
            "office": self.sender.office,
            "contact": self.sender.contact,
            "web": self.sender.web,
            "link": self.link(recipient),
            "expiry": self._expiry(recipient),
            "date": in_words(self.today, self.sender.language),
            "reference": recipient.reference,
        }

    def _expiry(self, recipient: Recipient) -> str:
        return in_words(last_day(recipient.expires), self.sender.language)


def address_lines(contact: Contact) -> tuple[str, ...]:
    """As they stand on an envelope, none of them empty."""
    lines = (contact.name, *contact.address, contact.postcode)
    return tuple(" ".join(line.split()) for line in lines if line.strip())


def qr_modules(link: str) -> tuple[bytes, ...]:
    """The QR code of the link: rows of modules, 1 where they are dark. A seventh of it may be soiled."""
    return tuple(bytes(row) for row in segno.make(link, error="m", micro=False, boost_error=False).matrix)


def harmless(text: str) -> str:
    """In one line, and such that no spreadsheet takes it for a formula."""
    line = " ".join(text.split())
    return f"'{line}" if line[:1] in ("=", "+", "-", "@") else line


def fit_address(address: str) -> str:
    """Where respondents answer, without a slash at its end. Raises Unfit for what would send a code in the clear, or is no address."""
    told = f"{address[:100]} is no address for letters. Write it as https://survey.example, without a path."
    try:
        found = urlsplit(address.strip())
        if (
            not _is_safe(found)
            or found.path.strip("/")
            or found.query
            or found.fragment
            or found.username
            or found.port == 0
        ):
            raise Unfit("unfit", told, where="address")
    except ValueError as error:
        raise Unfit("unfit", told, where="address") from error
    return f"{found.scheme}://{found.netloc.lower()}"


def _is_safe(found: SplitResult) -> bool:
    """Nobody on the way reads the code; on the machine itself there is no way."""
    host = found.hostname or ""
    is_name = bool(host) and host.isascii() and not set(host) - set("abcdefghijklmnopqrstuvwxyz0123456789.-:")
    return is_name and (found.scheme == "https" or (found.scheme == "http" and host in _LOCAL))
