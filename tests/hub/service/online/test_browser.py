"""The respondents' pages in a real browser: by keyboard alone, with and without JavaScript, on a phone and at a desk, accessible."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser

from capi.fieldwork.contents import Answered, Completed
from tests.hub.service.online.browser import DESK, PHONE, SCREENSHOTS_VARIABLE, Visitor, launched, visiting
from tests.hub.service.online.conftest import EVERY_ANSWER, ServedOnline

WRONG: dict[str, dict[str, object]] = {
    "Happy": {},
    "Uses": {"answer": ["1", "4"]},
    "Age": {"answer": "130", "state": "refused"},
    "Height": {"answer": "tall"},
    "Job": {"answer": "baker", "state": "refused"},
    "Story": {},
    "Born": {"day": "31", "month": "2", "year": "1990"},
    "LeftSchool": {"day": "7"},
    "Up": {"answer": "25:00"},
    "Country": {},
    "Days": {"answer": "1"},
}
"""What is no answer, for each kind of question."""

LOOKS = [(PHONE, "light"), (DESK, "dark")]
"""Each size and each colouring once; where pictures are wanted, the other two as well."""
if SCREENSHOTS_VARIABLE in os.environ:
    LOOKS += [(DESK, "light"), (PHONE, "dark")]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("java_script", [False, True], ids=["without-javascript", "with-javascript"])
def test_the_standard_is_answered_by_keyboard_alone(
    browser: Browser, seb: ServedOnline, tmp_path: Path, size: tuple[int, int], java_script: bool
) -> None:
    code = seb.code()
    with visiting(browser, seb, tmp_path, size, java_script_enabled=java_script) as ann:
        ann.opens("/")
        ann.tabs_to("code")
        ann.page.keyboard.type(code.lower())
        ann.enter_leads_on()
        ann.tabs_to("answer-1")
        ann.presses("Space")
        ann.tabs_to("Continue")
        ann.enter_leads_on()
        assert ann.path == "/q/FreeMeals"
        ann.tabs_to("answer-1")
        ann.presses("ArrowDown", "ArrowDown")
        ann.enter_leads_on()
        assert ann.path == "/q/EarnerStatus", "Enter at a radio button continues"
        for steps in (0, 1, 0, 3):
            ann.tabs_to("answer-1")
            ann.presses("Space", *["ArrowDown"] * steps)
            ann.tabs_to("Continue")
            ann.enter_leads_on()
        assert ann.path == "/q/ParentQual"
        ann.tabs_to("Back")
        ann.enter_leads_on()
        assert ann.path == "/q/EarnerOccupation"
        ann.tabs_to("Continue")
        ann.enter_leads_on()
        assert ann.path == "/q/ParentQual"
        ann.tabs_to("answer-1")
        ann.presses("Space", "ArrowUp")
        ann.tabs_to("Continue")
        ann.enter_leads_on()
        assert ann.path == "/check"
        assert "Not applicable" in ann.page.inner_text("dl")
        ann.tabs_to("Send my answers")
        ann.enter_leads_on()
        assert ann.path == "/thank-you"
        assert seb.written(Completed) == 1
        assert all(each.startswith(seb.running.url) for each in ann.asked)
        assert ann.complaints == []


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_every_kind_of_page_is_accessible(
    browser: Browser,
    every: ServedOnline,
    tmp_path: Path,
    size: tuple[int, int],
    scheme: Literal["light", "dark"],
) -> None:
    with visiting(browser, every, tmp_path, size, color_scheme=scheme, bypass_csp=True) as ann:
        look = f"{size[0]}-{scheme}"
        thorough = (size, scheme) == (PHONE, "light")

        def seen(name: str, *, always: bool = False) -> None:
            ann.pictured(f"{look}-{name}")
            if thorough or always:
                ann.is_accessible(f"{look}-{name}")

        ann.opens("/")
        seen("code")
        ann.continues()
        seen("code-wrong")
        ann.enters()
        for field, sent in EVERY_ANSWER.items():
            seen(field, always=field == "Age")
            if field in WRONG:
                ann.sends(WRONG[field])
                seen(f"{field}-wrong", always=field == "Uses")
                ann.opens(f"/q/{field}")
            if field == "Country":
                _searched(ann)
                seen("Country-found")
            if field == "Days":
                ann.sends({"answer": "2"})
                seen("signal")
                ann.continues()
                seen("signal-wrong", always=True)
            if field == "AnyoneElse":
                _somebody_else(ann)
            ann.sends(sent)
        assert ann.path == "/check"
        seen("check", always=True)
        ann.page.click("text=Remove")
        seen("remove")
        ann.continues()
        ann.page.click(".primary")
        ann.opens("/q/Happy?from=check")
        ann.page.click(".secondary")
        seen("saved")
        for path in ("/privacy", "/accessibility", "/contact", "/signed-out", "/thank-you", "/nowhere"):
            ann.opens(path)
            seen(path.strip("/"))


def _searched(ann: Visitor) -> None:
    ann.page.fill("#search", "fran")
    ann.enter_leads_on()
    assert ann.page.locator("#answer-FR").is_visible()
    assert ann.page.evaluate("document.activeElement.className") == "found", "the keyboard goes on from what was found"


def _somebody_else(ann: Visitor) -> None:
    for sent in ({"answer": "1"}, {"answer": "Bob"}, {"answer": "40"}):
        ann.sends(dict(sent))


def test_what_is_not_accessible_would_be_found(browser: Browser, every: ServedOnline, tmp_path: Path) -> None:
    with visiting(browser, every, tmp_path, bypass_csp=True) as ann:
        for fault in (
            "document.querySelector('label[for=code]').remove()",
            "document.querySelector('.hint').style.color = '#bbb'",
            "document.querySelector('main button').style.cssText = 'min-height: 10px; padding: 0; line-height: 1'",
            "document.querySelector('h1').style.width = '1500px'",
        ):
            ann.opens("/")
            ann.page.evaluate(fault)
            with pytest.raises(AssertionError):
                ann.is_accessible("spoilt")


def test_a_mistake_takes_the_keyboard_and_leads_to_its_input(
    browser: Browser, every: ServedOnline, tmp_path: Path
) -> None:
    with visiting(browser, every, tmp_path, java_script_enabled=False) as ann:
        ann.enters()
        ann.continues()
        ann.continues()
        assert ann.page.title().startswith("Error: ")
        assert "mistakes" in (ann.page.locator(":focus").get_attribute("class") or "")
        ann.presses("Tab", "Enter", "Space")
        assert ann.page.locator("#answer-1").is_checked()


def test_back_and_forward_of_the_browser_show_what_is_kept(browser: Browser, seb: ServedOnline, tmp_path: Path) -> None:
    with visiting(browser, seb, tmp_path) as ann:
        ann.enters()
        ann.sends({"answer": "1"})
        ann.sends({"answer": "2"})
        assert ann.path == "/q/EarnerStatus"
        ann.page.go_back()
        ann.page.go_back()
        assert ann.path == "/q/SchoolType"
        assert ann.page.locator("#answer-1").is_checked()
        ann.sends({"answer": "3"})
        assert ann.path == "/q/EarnerStatus"
        ann.page.go_back()
        ann.page.go_forward()
        assert ann.path == "/q/EarnerStatus"
        ann.page.reload()
        assert seb.written(Answered) == 3


def test_a_double_click_is_one(browser: Browser, seb: ServedOnline, tmp_path: Path) -> None:
    with visiting(browser, seb, tmp_path, java_script_enabled=False) as ann:
        ann.enters()
        ann.page.check("#answer-3")
        ann.page.dblclick(".primary")
        ann.page.wait_for_url("**/q/EarnerStatus")
        assert seb.written(Answered) == 1


def test_in_colours_of_her_own_what_is_chosen_can_be_told(browser: Browser, seb: ServedOnline, tmp_path: Path) -> None:
    with visiting(browser, seb, tmp_path, forced_colors="active") as ann:
        ann.enters()
        box = ann.page.locator("#answer-1")
        before = box.screenshot()
        box.check()
        ann.page.keyboard.press("Tab")
        assert box.screenshot() != before
        ann.pictured("forced-colours")


def test_at_four_times_the_size_nothing_is_scrolled_sideways(
    browser: Browser, seb: ServedOnline, tmp_path: Path
) -> None:
    """A window of 1280 pixels at 400 % is one of 320; at 200 %, one of 640."""
    for width in (320, 640):
        with visiting(browser, seb, tmp_path, (width, 512), device_scale_factor=2) as ann:
            ann.enters()
            assert ann.page.evaluate("document.documentElement.scrollWidth") == width
            ann.pictured(f"{width}-wide")
