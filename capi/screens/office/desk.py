"""A desk of the office: a page, its sheets, and what it asks of the hub; and where it stands among the others."""

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtWidgets import QWidget

from capi.sync.messages import Role
from capi.wording import Wording


class Desk(Protocol):
    """What the frame asks of every desk; it knows none of their pages."""

    @property
    def page(self) -> QWidget: ...

    def refresh(self) -> None:
        """Asks the hub anew for what is on the screen."""

    def focus(self) -> None:
        """Puts the keyboard where it is of use: the page was shown, or a sheet has gone."""


@dataclass(frozen=True, slots=True)
class Tab:
    """A desk with its name, and the roles that have it."""

    name: Wording
    desk: Desk
    roles: frozenset[Role]
