"""What is said of how a person or address is found, of an agreed time, and of what the office wants: label and words."""

from dataclasses import dataclass
from datetime import UTC, datetime

from PySide6.QtCore import QDateTime, QLocale, Qt

from capi.fieldwork.calls import AppointmentMade
from capi.fieldwork.contact import Contact
from capi.fieldwork.contents import Returned
from capi.screens.language import local_time, said
from capi.wording import Wording


@dataclass(frozen=True, slots=True)
class Told:
    """One thing known; `strong` where the eye looks for it first."""

    label: str
    words: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class AboutCase:
    """What an interviewer needs before she goes or rings. `now` is UTC."""

    contact: Contact | None
    appointment: AppointmentMade | None
    returned: Returned | None
    now: datetime


def found_by(contact: Contact | None) -> list[Told]:
    """Address, telephones and e-mail, as far as they are known."""
    if contact is None:
        return []
    told = (
        Told(
            said(Wording("Contact", "Address")),
            ", ".join(each for each in (*contact.address, contact.postcode) if each),
        ),
        Told(said(Wording("Contact", "Telephone")), "   ".join(contact.telephones), strong=True),
        Told(said(Wording("Contact", "E-mail")), contact.email),
    )
    return [each for each in told if each.words]


def noted(contact: Contact | None) -> list[Told]:
    """The note that came with the sample."""
    return [Told(said(Wording("Contact", "Note")), contact.note)] if contact is not None and contact.note else []


def asked_for(about: AboutCase) -> list[Told]:
    """The appointment and, of a returned case, what the office wants."""
    told = []
    if about.appointment is not None:
        over = about.appointment.utc < about.now
        label = Wording("Contact", "Last appointment") if over else Wording("Contact", "Next appointment")
        told.append(Told(said(label), appointment_said(about.appointment), strong=not over))
    if about.returned is not None:
        words = about.returned.note or said(Wording("Contact", "Questions are marked in the interview."))
        label = Wording("Contact", "Returned by {who}").filled(who=about.returned.by)
        told.append(Told(said(label), words, strong=True))
    return told


def appointment_said(appointment: AppointmentMade) -> str:
    """In the respondent's local time, and in this laptop's too where that is another."""
    theirs = QDateTime.fromString(appointment.local, Qt.DateFormat.ISODate)
    time = QLocale().toString(theirs, QLocale.FormatType.ShortFormat)
    ours = local_time(appointment.utc.astimezone(UTC))
    if ours != time:
        there = Wording("Contact", "{theirs} there ({zone}), {ours} here")
        time = said(there.filled(theirs=time, zone=appointment.zone, ours=ours))
    if appointment.hard:
        time = said(Wording("Contact", "{time}, to the minute").filled(time=time))
    return ".  ".join(each for each in (time, appointment.note) if each)
