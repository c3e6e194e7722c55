"""The sheets about people: a new account, a code to read out, and what becomes of a laptop."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLabel, QLineEdit, QWidget

from capi.screens.language import local_time, number, said
from capi.screens.lines import Column, LinesTable
from capi.screens.look import Look
from capi.screens.office.people import ROLES, STATES
from capi.screens.sheet import Sheet
from capi.sync.messages import Role
from capi.sync.office_messages import Account, Calling, DeviceState, EnrolmentCode, Held, HeldCase, NewAccount
from capi.wording import Wording

HELD: tuple[Column[HeldCase], ...] = (
    Column(Wording("Office", "Reference"), lambda each: each.reference, lambda each: each.reference, 130),
    Column(Wording("Office", "Status"), lambda each: each.status.replace("_", " "), lambda each: each.status, 120),
    Column(
        Wording("Office", "Questions answered"),
        lambda each: number(len(each.fields)),
        lambda each: len(each.fields),
        150,
        numeric=True,
    ),
    Column(Wording("Office", "Which"), lambda each: ", ".join(each.fields), lambda each: each.fields, 0),
)


class AccountSheet(Sheet):
    """A new account: its name, whose it is, and what its owner may do."""

    account_made = Signal(object)
    """Emitted with the NewAccount."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent, self.tr("New account"))
        self.name, self.full_name, self.password = QLineEdit(), QLineEdit(), QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.languages, self.skills = QLineEdit(), QLineEdit()
        self.may_pick = QCheckBox(self.tr("May take cases of the telephone queue by hand"))
        self.role = QComboBox()
        for role, name in ROLES.items():
            self.role.addItem(said(name), role.value)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        for words, widget in (
            (self.tr("Account, in small letters, such as anna.smith"), self.name),
            (self.tr("Full name"), self.full_name),
            (self.tr("Role"), self.role),
            (self.tr("Password (empty for who only works on an enrolled laptop)"), self.password),
            (self.tr("Languages at the telephone besides the usual one, such as cy pl"), self.languages),
            (self.tr("Skills that cases may ask for, with commas between"), self.skills),
        ):
            widget.setAccessibleName(words)
            form.addRow(words, widget)
        form.addRow(self.may_pick)
        self._form = form
        self.column.addLayout(form)
        make, cancel = self.add_buttons((self.tr("Make the account"), "Enter"), (self.tr("Cancel"), "Esc"))
        make.clicked.connect(self._make)
        for line in (self.name, self.full_name, self.password, self.languages, self.skills):
            line.setMaxLength(200)
            line.returnPressed.connect(self._make)
        cancel.clicked.connect(self.put_away)
        self.role.currentIndexChanged.connect(self._follow_role)
        self._follow_role()
        self.open(self.name)

    def _follow_role(self) -> None:
        """What is said of the telephone is asked only of those who ring."""
        rings = str(self.role.currentData()) == Role.TELEPHONE_INTERVIEWER.value
        for widget in (self.languages, self.skills, self.may_pick):
            self._form.setRowVisible(widget, rings)
        self._fit()

    def _make(self) -> None:
        name = self.name.text().strip()
        if not name:
            self.refuse(self.tr("Write the account’s name."))
            self.name.setFocus()
            return
        self.account_made.emit(
            NewAccount(
                name=name,
                full_name=self.full_name.text().strip(),
                role=Role(str(self.role.currentData())),
                password=self.password.text(),
                calling=Calling(
                    languages=tuple(self.languages.text().replace(",", " ").split()),
                    skills=tuple(each.strip() for each in self.skills.text().split(",") if each.strip()),
                    may_pick=self.may_pick.isChecked(),
                ),
            )
        )


class CodeSheet(Sheet):
    """A one-time code, large enough to be read out on the telephone. It is shown once."""

    def __init__(self, look: Look, parent: QWidget, code: EnrolmentCode) -> None:
        super().__init__(look, parent, self.tr("Code for a laptop of {user}").format(user=code.user), width=760)
        shown = QLabel(code.code)
        shown.setFont(look.font("code"))
        shown.setObjectName("code")
        shown.setAccessibleName(code.code)
        shown.setWordWrap(True)
        shown.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.column.addWidget(shown)
        self.add_text(
            self.tr(
                "On the laptop: F5, then the hub’s address and this code. It works once, until {time}, and is not shown again."
            ).format(time=local_time(code.expires))
        )
        close = self.add_buttons((self.tr("Close"), "Esc"))[0]
        close.clicked.connect(self.put_away)
        self.open(close)


class DeviceSheet(Sheet):
    """A laptop: which cases and answers are on it, and whether it may go on."""

    ended = Signal(str, DeviceState, str)
    """Emitted with the laptop, what became of it, and the reason."""

    def __init__(self, look: Look, parent: QWidget, held: Held) -> None:
        device = held.device
        super().__init__(look, parent, f"{device.host or device.device}   {device.user}", width=900)
        self._device = device.device
        now = sum(case.holds_now for case in held.cases)
        self.add_text(
            f"{said(STATES[device.state])}.  "
            + self.tr("%Ln case(s) were on it", "", len(held.cases))
            + ", "
            + self.tr("%Ln of them are there now.", "", now),
            "soft",
        )
        self.table = LinesTable[HeldCase](look, self.tr("Cases that were on it"), HELD)
        self.table.setFixedHeight(min(look.px(280), max(look.px(110), parent.height() - look.px(380))))
        self.column.addWidget(self.table)
        self.table.put(held.cases)
        self.note = QLineEdit()
        words = self.tr("Reason (stands in the log)")
        self.note.setAccessibleName(words)
        self.note.setPlaceholderText(words)
        self.column.addWidget(self.note)
        if device.state is DeviceState.ACTIVE:
            self.add_text(
                self.tr(
                    "Replaced: it may still send, into quarantine. Revoked: it is refused at once. Lost: it is refused, and its keys "
                    "are destroyed when it calls."
                ),
                "soft",
            )
        self._offer(device.state)

    def _offer(self, state: DeviceState) -> None:
        offered = []
        if state is DeviceState.ACTIVE:
            offered = [
                (self.tr("Replaced"), "", self._replaced),
                (self.tr("Revoke"), "", self._revoked),
                (self.tr("Lost"), "", self._lost),
            ]
        offered.append((self.tr("Close"), "Esc", self.put_away))
        buttons = self.add_buttons(*((words, key) for words, key, _ in offered))
        for button, (_, _, do) in zip(buttons, offered, strict=True):
            button.clicked.connect(do)
        buttons[0].setObjectName("")
        self.open(self.table)

    def _replaced(self) -> None:
        self.ended.emit(self._device, DeviceState.REPLACED, self.note.text().strip())

    def _revoked(self) -> None:
        self.ended.emit(self._device, DeviceState.REVOKED, self.note.text().strip())

    def _lost(self) -> None:
        self.ended.emit(self._device, DeviceState.LOST, self.note.text().strip())


class AssignSheet(Sheet):
    """Cases to an interviewer."""

    assigned = Signal(str, bool)
    """Emitted with the account, and whether it is to have the cases even where another laptop holds them."""

    def __init__(self, look: Look, parent: QWidget, count: int, accounts: list[Account]) -> None:
        super().__init__(look, parent, self.tr("Assign %Ln case(s)", "", count))
        self.to = QComboBox()
        words = self.tr("Interviewer")
        self.to.setAccessibleName(words)
        for account in accounts:
            if account.active and account.role in (Role.INTERVIEWER, Role.TELEPHONE_INTERVIEWER):
                self.to.addItem(f"{account.full_name or account.name}   ({number(account.cases)})", account.name)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.addRow(words, self.to)
        self.column.addLayout(form)
        self.add_text(
            self.tr(
                "A case that another laptop holds is recalled first, and goes over when that laptop has given it up. “At once” does "
                "not wait; what that laptop still sends goes to quarantine."
            ),
            "soft",
        )
        give, now, cancel = self.add_buttons(
            (self.tr("Assign"), "Enter"), (self.tr("At once"), ""), (self.tr("Cancel"), "Esc")
        )
        give.setEnabled(self.to.count() > 0)
        now.setEnabled(self.to.count() > 0)
        give.clicked.connect(self._give)
        now.clicked.connect(self._give_now)
        cancel.clicked.connect(self.put_away)
        self.open(self.to)

    def _give(self) -> None:
        self.assigned.emit(str(self.to.currentData()), False)

    def _give_now(self) -> None:
        self.assigned.emit(str(self.to.currentData()), True)
