"""Answering online in the words of the office's window: since when, until when the access code is good, and how it is spelled."""

from datetime import UTC, datetime

from PySide6.QtCore import QDate, QDateTime, QLocale

from capi.fieldwork.case import Status
from capi.screens.language import local_time, number, said
from capi.sync.office_messages import CaseDetail, CaseLine, Invitation
from capi.wording import Wording

ONLINE = "online"
"""As a status of the list: the respondent is answering it."""
ONLINE_NAME = Wording("Office", "Online now")
_SPELLED = dict(
    zip(
        "BCDFGHJKMNPQRTVWXYZ",
        (
            *("Bravo", "Charlie", "Delta", "Foxtrot", "Golf", "Hotel", "Juliett", "Kilo", "Mike", "November"),
            *("Papa", "Quebec", "Romeo", "Tango", "Victor", "Whiskey", "X-ray", "Yankee", "Zulu"),
        ),
        strict=True,
    )
)
"""The letters of an access code as they are said on the telephone: the alphabet of the ICAO, the same in every language."""


def online_said(since: datetime) -> str:
    """Short enough for a list: by the time where it is of today, by the day where it is not."""
    began = QDateTime.fromSecsSinceEpoch(int(since.timestamp()))
    is_today = began.date() == QDate.currentDate()
    time = (
        QLocale().toString(began.time(), QLocale.FormatType.ShortFormat)
        if is_today
        else QLocale().toString(began.date(), "d MMM")
    )
    return said(Wording("Office", "Online since {time}").filled(time=time))


def last_day_said(expires: datetime) -> str:
    """The last day on which a code is good; it runs out at its end."""
    before = QDateTime.fromSecsSinceEpoch(int(expires.timestamp()) - 1)
    return QLocale().toString(before.date(), QLocale.FormatType.ShortFormat)


def told_of_online(detail: CaseDetail) -> list[str]:
    """When it was begun online, and what is known of the access code; nothing where there never was one."""
    line, invitation = detail.line, detail.invitation
    if invitation is None:
        return []
    told = []
    if line.online is not None:
        seen = invitation.seen or line.online
        begun = Wording("Office", "Begun online {begun}, last there {seen}")
        told.append(said(begun.filled(begun=local_time(line.online), seen=local_time(seen))))
    return [*told, _code_said(invitation), *_letters_said(invitation)]


def may_have_code(detail: CaseDetail) -> bool:
    """Whether she could answer it online with a new access code."""
    line = detail.line
    begun = line.online is not None or line.status == Status.NOT_STARTED.value
    return detail.self_completion and begun and not line.accepted


def has_code(detail: CaseDetail) -> bool:
    """Whether there is one to be taken back."""
    return may_have_code(detail) and detail.invitation is not None and not detail.invitation.revoked


def spelled(code: str) -> str:
    """For reading it out: `7 Quebec Kilo 4,  Mike 2 X-ray Delta`."""
    return ",  ".join(" ".join(_SPELLED.get(sign, sign) for sign in group) for group in code.split("-"))


def where_typed(line: CaseLine, address: str) -> str:
    """What she is told to do with the code."""
    if not address:
        typed = Wording("Office", "For {reference}: to be typed on the page where respondents answer.")
        return said(typed.filled(reference=line.reference))
    typed = Wording("Office", "For {reference}: to be typed at {address}.")
    return said(typed.filled(reference=line.reference, address=address.removeprefix("https://")))


def _code_said(invitation: Invitation) -> str:
    if invitation.revoked:
        return said(Wording("Office", "Access code taken back"))
    day = last_day_said(invitation.expires)
    if invitation.expires <= datetime.now(UTC):
        return said(Wording("Office", "Access code ran out at the end of {day}").filled(day=day))
    return said(Wording("Office", "Access code good until the end of {day}").filled(day=day))


def _letters_said(invitation: Invitation) -> list[str]:
    if invitation.last_letter is None:
        return [said(Wording("Office", "In no letter yet"))]
    letters = Wording("Office", "Letters: {count}, the last {time}")
    return [said(letters.filled(count=number(invitation.letters), time=local_time(invitation.last_letter)))]
