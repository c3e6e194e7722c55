"""The coder's page: one job, what it may be in each classification, and Enter for the next one."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from capi.screens.key_bar import KeyButton
from capi.screens.key_names import key_name
from capi.screens.language import said
from capi.screens.look import Look
from capi.screens.office.coding_job import JobCard
from capi.screens.office.coding_keys import PAGE_KEYS, SKIP, PageKey
from capi.screens.office.coding_offers import context, offered, through
from capi.screens.office.coding_panel import CodePanel
from capi.screens.office.coding_progress import CodingProgress
from capi.screens.office.wrapped_row import WrappedRow
from capi.screens.sheet import is_enter, with_key
from capi.sync.coding_messages import (
    Codes,
    CodeScheme,
    CodingState,
    Found,
    JobToCode,
    Looking,
)

ROOM_FOR_ALL = 940
"""In a window narrower than this, at the size of now, one classification is in sight at a time."""
ROOM_FOR_PROGRESS = 420
"""In a window lower than this the job needs the room."""


class CodingPage(QWidget):
    """A row is taken by its digit or with Enter; when each classification has its code, Enter keeps them."""

    kept = Signal(object)
    """Emitted with the Codes of the job on the page, to be kept."""
    looked_up = Signal(object)
    """Emitted with a Looking to be asked of the hub."""
    next_wanted = Signal()
    """Emitted when another job is wanted, be it that the one on the page is passed over."""
    pressed = Signal(object)
    """Emitted with one of PAGE_KEYS, other than the skip."""
    again_left = Signal()
    """Emitted when the job that was to be coded anew stays as it is."""

    def __init__(self, look: Look, *, directs: bool) -> None:
        """`directs`: this is somebody who also directs the coding."""
        super().__init__()
        self._look = look
        self._directs = directs
        self._busy = False
        self._again = False
        self._wanted: set[CodeScheme] = set()
        self.job: JobToCode | None = None
        self.progress = CodingProgress(look)
        self.card = JobCard(look)
        self.panels = {scheme: CodePanel(look, scheme) for scheme in CodeScheme}
        self._in_front: CodePanel | None = None
        self.keep = QPushButton()
        self.keep.setAutoDefault(False)
        self.told = QLabel()
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.told.setWordWrap(True)
        self.told.setObjectName("soft")
        self.told.hide()
        self._idle, self._command = QLabel(), QLabel()
        self.begin = QPushButton()
        self.begin.setObjectName("main")
        self._buttons = {
            each: KeyButton(look, said(each.words), key_name(each.printed))
            for each in PAGE_KEYS
            if directs or not each.directs
        }
        self._foot = WrappedRow(look, (self.keep, *self._buttons.values()), gap=18)
        self._lay_out()
        self._connect_signals()
        look.changed.connect(self._style)
        self._style()
        self.show_idle("")

    def _lay_out(self) -> None:
        self._row = QHBoxLayout()
        for scheme in (CodeScheme.SOC2020, CodeScheme.SOC2010, CodeScheme.SIC2007):
            self._row.addWidget(self.panels[scheme], 1)
        self._work = QWidget()
        work = QVBoxLayout(self._work)
        work.setContentsMargins(0, 0, 0, 0)
        work.addWidget(self.card)
        work.addLayout(self._row, 1)
        self._work_column = work
        idle = QWidget()
        column = QVBoxLayout(idle)
        column.addStretch(1)
        for label in (self._idle, self._command):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        self._command.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self.begin, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._work)
        self._stack.addWidget(idle)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.progress)
        self._column.addWidget(self._stack, 1)
        self._column.addWidget(self.told)
        self._column.addWidget(self._foot)

    def _connect_signals(self) -> None:
        for panel in self.panels.values():
            panel.looked_up.connect(self.looked_up)
            panel.taken.connect(self._taken)
            for taker in (panel.list, panel.line):
                taker.installEventFilter(self)
        for place in (self.keep, self.begin):
            place.installEventFilter(self)
        self.keep.clicked.connect(self._keep)
        self.begin.clicked.connect(self._ask_next)
        for button in self._buttons.values():
            button.clicked.connect(self._clicked)

    def _style(self) -> None:
        px, c = self._look.px, self._look.colours
        for column in (self._column, self._work_column):
            column.setSpacing(px(8))
        self._row.setSpacing(px(12))
        self._idle.setStyleSheet(f"font-size: {px(19)}px; color: {c.ink};")
        self._command.setStyleSheet(f"font-size: {px(19)}px; font-weight: 700; padding: {px(10)}px;")
        self._share_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    @property
    def _room(self) -> QWidget:
        """What this page has to itself; where that is less than it needs, it is scrolled in it."""
        return self.parentWidget() or self

    @property
    def _narrow(self) -> bool:
        return self._room.width() < self._look.px(ROOM_FOR_ALL)

    def _share_room(self) -> None:
        """The job gets what its words need, up to a third; where all cannot stand side by side one panel is in sight."""
        room = self._room.height()
        low = room < self._look.px(ROOM_FOR_PROGRESS)
        self.progress.setVisible(not low)
        self.card.set_low(low)
        for each, button in self._buttons.items():
            button.setVisible(not (low and each.directs) and (each is not SKIP or self.job is not None))
        self.card.setFixedHeight(self.card.height_for(self.width(), room * 2 // 5))
        shown = self.shown_panels
        if self._in_front not in shown:
            self._in_front = shown[0] if shown else None
        for panel in self.panels.values():
            panel.setVisible(panel in shown and (not self._narrow or panel is self._in_front))

    @property
    def shown_panels(self) -> list[CodePanel]:
        """The classifications that a code is wanted of, in the order they stand."""
        order = (CodeScheme.SOC2020, CodeScheme.SOC2010, CodeScheme.SIC2007)
        return [self.panels[scheme] for scheme in order if self.job is not None and scheme in self._wanted]

    @property
    def ready(self) -> bool:
        """Whether the job of now is on the screen, and keys are taken for it."""
        if self._busy:
            return False
        if self.job is None:
            return True
        return self.card.ready and all(panel.ready for panel in self.shown_panels if not panel.isHidden())

    @property
    def waits(self) -> bool:
        """Whether the hub is asked, and keys are taken for nothing until it has answered."""
        return self._busy

    # What is shown

    def put_state(self, state: CodingState, here: int) -> None:
        self.progress.put(state, here)

    def show_job(self, job: JobToCode, *, again: bool = False) -> None:
        """`again`: it was coded by this coder a moment ago, and is coded anew."""
        self._busy = False
        self.job, self._again = job, again
        self._wanted = set(job.wanted)
        self._in_front = None
        self.card.put(job, again=again)
        for panel in self.shown_panels:
            panel.put_job(offered(job, panel.scheme), context(job, panel.scheme))
        self._stack.setCurrentWidget(self._work)
        self._share_room()
        self._show_choice()

    def asks_for_soc2010(self) -> bool:
        """Whether the code taken of SOC2020 is one by itself, to which several of SOC2010 may belong."""
        chosen = self.panels[CodeScheme.SOC2020].choice if CodeScheme.SOC2020 in self._wanted else None
        return chosen is not None and not chosen.entry and CodeScheme.SOC2010 not in self._wanted

    def want_soc2010(self, told: str, *, unindexed: bool) -> None:
        """Its code there is needed too, and why; what was taken so far stays. `unindexed`: the hub has no index of it."""
        chosen = self.panels[CodeScheme.SOC2020].choice
        if self.job is not None and chosen is not None:
            scheme = CodeScheme.SOC2010
            self._wanted.add(scheme)
            led_to = through(self.job, chosen.code)
            self.panels[scheme].put_job(led_to, context(self.job, scheme), told, unindexed=unindexed)
            self._share_room()
            self._show_choice()
            self._go_to(self.panels[scheme])

    def show_idle(self, words: str, command: str = "", offer: str = "") -> None:
        """No job: why in words, a command that would mend it, and what Enter does."""
        self._busy = False
        self.job, self._again = None, False
        self._wanted = set()
        self._idle.setText(words)
        self._command.setText(command)
        self._command.setVisible(bool(command))
        self.begin.setText(with_key(offer, "Enter"))
        self.begin.setAccessibleName(offer)
        self.begin.setVisible(bool(offer))
        self._stack.setCurrentIndex(1)
        self._share_room()
        self._show_choice()

    def wait(self) -> None:
        """The hub is asked: until the next job is painted no key is taken."""
        self._busy = True
        for panel in self.panels.values():
            panel.list.ready = False

    def go_on(self) -> None:
        """With the same job: what was asked came to nothing."""
        self._busy = False
        for panel in self.panels.values():
            panel.list.viewport().update()

    def say(self, words: str) -> None:
        """What followed from the codes kept last."""
        self.told.setText(words)
        self.told.setVisible(bool(words))

    def put_found(self, looking: Looking, found: Found) -> None:
        self.panels[looking.scheme].put_found(looking, found)

    def not_found(self, looking: Looking) -> None:
        self.panels[looking.scheme].not_found(looking)

    def focus(self) -> None:
        """Puts the keyboard where the next code is to be taken."""
        if self.window().isVisible() and not self.isVisible():
            return
        panels = self.shown_panels
        if not panels:
            (self.begin if not self.begin.isHidden() else self).setFocus(Qt.FocusReason.OtherFocusReason)
            return
        waiting = next((panel for panel in panels if panel.choice is None), None)
        if waiting is not None:
            self._go_to(waiting)
        else:
            self.keep.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_to(self, panel: CodePanel) -> None:
        self._in_front = panel
        self._share_room()
        panel.focus()

    # Taking and keeping

    @property
    def _complete(self) -> bool:
        return self.job is not None and all(panel.choice is not None for panel in self.shown_panels)

    def _taken(self) -> None:
        self._show_choice()
        self.focus()

    def _show_choice(self) -> None:
        complete = self._complete
        self.keep.setEnabled(complete)
        self.keep.setObjectName("main" if complete else "")
        self.keep.style().polish(self.keep)
        codes = ", ".join(panel.choice.code for panel in self.shown_panels if panel.choice is not None)
        words = self.tr("Keep {codes}, next").format(codes=codes) if complete else self.tr("Keep, next")
        self.keep.setText(with_key(words, "Enter"))
        self.keep.setAccessibleName(words)
        self.keep.setVisible(self.job is not None)

    def _keep(self) -> None:
        job = self.job
        if job is None or not self._complete or not self.ready:
            return
        codes = [code for panel in self.shown_panels for code in panel.given]
        given = {
            code.scheme: code for code in reversed(codes)
        }  # what was chosen for itself counts before what came with it
        self.wait()
        self.kept.emit(
            Codes(case=job.case, rows=job.rows, said=job.said, stage=job.stage, codes=list(reversed(given.values())))
        )

    def _ask_next(self) -> None:
        if self.ready:
            self.wait()
            self.next_wanted.emit()

    # Keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(watched, event)
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._key(self, event):
            super().keyPressEvent(event)

    def _key(self, watched: QObject, event: QKeyEvent) -> bool:
        """True where the key was taken, or dropped. A list takes none before it is painted, whatever was looked up in it."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier or event.key() == Qt.Key.Key_F5:
            return False
        if self._busy or (self.job is not None and not self.card.ready):
            return True
        pressed = next((each for each in self._buttons if each.key == event.key()), None)
        if pressed is not None:
            self._press(pressed)
            return True
        if event.key() == Qt.Key.Key_Escape and self._again and not self._is_typing:
            self.again_left.emit()
            return True
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not self._is_typing:
            self._go_beside(1 if event.key() == Qt.Key.Key_Right else -1)
            return True
        return self._key_on_button(watched, event) if watched in (self.keep, self.begin) else False

    @property
    def _is_typing(self) -> bool:
        return any(panel.line.hasFocus() or panel.line.text() for panel in self.shown_panels)

    def _key_on_button(self, watched: QObject, event: QKeyEvent) -> bool:
        """A digit means nothing there: no list has the keyboard."""
        if is_enter(event):
            (self._keep if watched is self.keep else self._ask_next)()
        elif event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            return False
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Backspace):
            self._go_beside(-1)
        return True

    def _go_beside(self, step: int) -> None:
        """The next place, from left to right: the panels, then what keeps them."""
        places: list[QWidget] = [*self.shown_panels, *([self.keep] if self._complete else [])]
        if not places:
            return
        at = next((at for at, place in enumerate(places) if place is self.keep and self.keep.hasFocus()), -1)
        at = next((at for at, place in enumerate(places) if isinstance(place, CodePanel) and place.has_keys), at)
        place = places[(at + step) % len(places)]
        if isinstance(place, CodePanel):
            self._go_to(place)
        else:
            place.setFocus(Qt.FocusReason.OtherFocusReason)

    def _clicked(self) -> None:
        for each, button in self._buttons.items():
            if button is self.sender() and self.ready:
                self._press(each)

    def _press(self, pressed: PageKey) -> None:
        if pressed is not SKIP:
            self.pressed.emit(pressed)
        elif self._again:
            self.again_left.emit()
        elif self.job is not None:
            self._ask_next()
