"""Jobs made up for tests of the coder's page, and a coder who sees it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from PySide6.QtWidgets import QApplication

from capi.screens.office.coding import CodingPage
from capi.screens.office.coding_keys import PageKey
from capi.screens.office.coding_panel import CodePanel
from capi.screens.office.scrolled_page import ScrolledPage
from capi.sync.coding_messages import (
    Codes,
    CodeScheme,
    EarlierCode,
    Found,
    How,
    JobToCode,
    Looking,
    Stage,
    Suggested,
)
from tests.screens.conftest import Interviewer

SOC, SOC2010, SIC = CodeScheme.SOC2020, CodeScheme.SOC2010, CodeScheme.SIC2007
MADE = datetime(2026, 11, 20, 14, 3, tzinfo=UTC)


def suggested(scheme: CodeScheme, code: str, title: str, score: float = 0.5, *, exact: bool = False) -> Suggested:
    return Suggested(
        scheme=scheme, code=code, title=title, group=f"Group {code}", score=score, exact=exact, why="has “nurse”"
    )


NURSE = suggested(SOC, "2232", "Nurse, general", 0.93, exact=True)
CARER = suggested(SOC, "6135", "Nurse, care home", 0.41)
VET = suggested(SOC, "3240", "Nurse, veterinary", 0.1)
HOSPITAL = suggested(SIC, "86101", "Hospital activities", 0.8)
HOME = suggested(SIC, "87100", "Residential nursing care", 0.3)


def job(stage: Stage = Stage.FIRST, title: str = "Nurse", **more: object) -> JobToCode:
    given: dict[str, object] = {
        "case": "case-1",
        "rows": "",
        "reference": "1042/01",
        "did": "Looked after patients",
        "industry": "A hospital",
        "facts": [("Employment status", "Employee"), ("Supervises", "No")],
        "suggested": [NURSE, CARER, VET, HOSPITAL, HOME],
        "wanted": [SOC, SIC],
    }
    return JobToCode(said="0" * 64, stage=stage, title=title, **(given | more))  # type: ignore[arg-type]


def earlier(by: str, scheme: CodeScheme, code: str, stage: Stage = Stage.FIRST) -> EarlierCode:
    return EarlierCode(
        scheme=scheme,
        code=code,
        group=f"Group {code}",
        stage=stage,
        how=How.SUGGESTED,
        by=by,
        made=MADE,
        classification="small index",
    )


@dataclass
class AtCoding(Interviewer):
    """A coder before the page; what the page asks for is written down."""

    window: CodingPage
    around: ScrolledPage
    kept: list[Codes] = field(default_factory=list)
    asked: list[Looking] = field(default_factory=list)
    wanted_next: list[None] = field(default_factory=list)
    pressed: list[PageKey] = field(default_factory=list)

    def __post_init__(self) -> None:
        page = self.window
        page.kept.connect(self.kept.append)
        page.looked_up.connect(self.asked.append)
        page.next_wanted.connect(self._note_next)
        page.pressed.connect(self.pressed.append)

    def _note_next(self) -> None:
        self.wanted_next.append(None)

    def is_given(self, given: JobToCode, *, again: bool = False) -> None:
        self.window.show_job(given, again=again)
        self.window.focus()

    def sees(self) -> None:
        """Until the job is on the screen, as eyes do."""
        self.qtbot.waitUntil(lambda: self.window.ready, timeout=5_000)
        QApplication.processEvents()

    def types(self, text: str) -> None:
        """Each letter goes to where the keyboard is by then."""
        for letter in text:
            self.write(letter)

    def answers(self, *found: Suggested, to: int = -1) -> None:
        """The hub's answer to one of the questions asked."""
        self.window.put_found(self.asked[to], Found(suggested=list(found)))

    def looked(self) -> None:
        """Until the words typed are asked of the hub."""
        before = len(self.asked)
        self.qtbot.waitUntil(lambda: len(self.asked) > before, timeout=5_000)

    @property
    def occupation(self) -> CodePanel:
        return self.window.panels[SOC]

    @property
    def industry(self) -> CodePanel:
        return self.window.panels[SIC]

    def chosen(self) -> list[str]:
        return [panel.choice.code for panel in self.window.shown_panels if panel.choice is not None]
