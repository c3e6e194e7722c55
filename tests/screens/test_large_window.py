"""What is large costs the window no more than what is small: counted, not timed."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap

from capi.engine.interview import Interview
from capi.engine.plan import plan
from capi.instrument.model import Mode
from capi.screens.find_list import FindList
from capi.screens.look import Look
from capi.screens.route_panel import AT_ONCE, RouteList
from tests.benchmarks import synthetic
from tests.engine.test_complexity import work_of
from tests.screens.conftest import AtInterview, instrument_of

SitDown = Callable[..., AtInterview]


def _halfway(size: int) -> Interview:
    kept = instrument_of(synthetic.as_yaml(size).decode())
    interview = Interview(plan(kept.instrument(), Mode.FACE_TO_FACE))
    while (field := interview.position) is not None and int(field[1:]) < size // 2:
        interview.answer(field, synthetic.answer(int(field[1:])))
    return interview


def _work(size: int, look: Look) -> dict[str, int]:
    """Of showing and painting one step of each kind in the panel."""
    interview, route = _halfway(size), RouteList(look)
    route.resize(250, 600)
    route.show_route(interview)

    def step(take: Callable[[], object]) -> int:
        def show() -> None:
            route.show_route(interview)
            route.viewport().render(QPixmap(250, 600))

        take()
        return work_of(show)

    def answer() -> None:
        field = interview.position or ""
        interview.answer(field, synthetic.answer(int(field[1:])))

    def back() -> None:
        interview.back()
        route.expect_move()

    made = {"answer at the end": step(answer), "back": step(back), "on": step(interview.go_to_waiting)}
    route.deleteLater()
    return made


def test_a_step_costs_the_route_panel_the_same_after_fifty_questions_and_after_five_thousand(look: Look) -> None:
    _work(100, look)
    small, large = _work(100, look), _work(10_000, look)
    for what in ("answer at the end", "back"):
        assert large[what] < 2 * small[what], what


def test_a_long_route_is_listed_anew_while_the_interviewer_reads(sit_down: SitDown) -> None:
    kept = instrument_of(synthetic.as_yaml(AT_ONCE * 2).decode())
    sitting = sit_down(kept=kept).window._sitting
    while (field := sitting.interview.position) is not None:
        sitting.answer(field, synthetic.answer(int(field[1:])))
    sitting.go_to("q0")
    interviewer = sit_down(kept=kept, case_id="case-1")
    route = interviewer.window._route.list
    before = route.fields
    interviewer.codes(2)
    assert interviewer.sees_question() == "q1", "the question is there before the list is"
    interviewer.qtbot.waitUntil(lambda: not route._listed.isActive(), timeout=5_000)
    assert route.fields == list(interviewer.window._sitting.interview.reached()) != before


def test_a_line_is_put_into_words_only_when_it_is_seen_or_looked_for(look: Look, qtbot: object) -> None:
    said: list[int] = []

    def say(at: int) -> str:
        said.append(at)
        return f"line {at}"

    found = FindList(look, 100_000, say, placeholder="", name="")
    found.resize(400, 400)
    found.grab()
    assert len(said) < 50
    found.search.setText("line 99")
    assert len(said) < 100_000, "the key does not wait for the others"
    assert qtbot is not None
    while found._preparing.isActive():
        found._prepare()
    assert found.shown[:3] == ["line 99", "line 199", "line 299"]
    found.mark(1)
    assert found.current == 199
    found.deleteLater()


def test_the_keyboard_reaches_every_line_of_a_long_list(sit_down: SitDown) -> None:
    kept = instrument_of(synthetic.as_yaml(300).decode())
    sitting = sit_down(kept=kept).window._sitting
    while (field := sitting.interview.position) is not None:
        sitting.answer(field, synthetic.answer(int(field[1:])))
    interviewer = sit_down(kept=kept, case_id="case-1")
    interviewer.press(Qt.Key.Key_G, control=True)
    interviewer.write("q123")
    interviewer.enter()
    interviewer.look_up()
    assert interviewer.sees_question() == "q123"
