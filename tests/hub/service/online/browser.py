"""A real browser at the respondents' pages: found on this machine, driven by its keyboard, and looked at.

Screenshots go into the folder that CAPI_SCREENSHOTS names, or into that of the test.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.hub.service.online.conftest import ServedOnline
from this_machine import BROWSERS

SCREENSHOTS_VARIABLE = "CAPI_SCREENSHOTS"
PHONE, DESK, NARROW = (390, 844), (1366, 768), (320, 640)
_MOST_TABS = 40
_LEAST_TARGET = 24
"""Pixels: WCAG 2.2, success criterion 2.5.8."""
_TARGETS = "main button, main input:not([type=hidden]), main textarea, .back, .foot a, .onward, .change a"
_SCROLLS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
_FOCUS = """() => {
    const each = document.activeElement, style = getComputedStyle(each);
    return {tag: each.tagName, id: each.id, text: each.textContent.trim(), outline: style.outlineStyle, width: parseFloat(style.outlineWidth)};
}"""


def chromium() -> str:
    """The program. Skips the test where there is none."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("there is no Chromium here; on Debian: apt-get install chromium")
    return found


@contextmanager
def launched() -> Iterator[Browser]:
    program = chromium()
    with sync_playwright() as playwright:
        # As root, in a container, the browser's own sandbox cannot be had.
        arguments = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        yield browser
        browser.close()


@dataclass
class Visitor:
    """A window of the browser at a hub; `asked` are the addresses it has asked for, `complaints` what its console says."""

    page: Page
    served: ServedOnline
    folder: Path
    asked: list[str]
    complaints: list[str]

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.served.running.url)

    def opens(self, path: str) -> None:
        self.page.goto(self.served.running.url + path)

    def enters(self, code: str = "") -> None:
        self.opens(f"/enter/{code or self.served.code()}")
        self.continues()

    def continues(self) -> None:
        self.page.click(".primary")
        self.page.wait_for_load_state()

    def sends(self, sent: dict[str, Any]) -> None:
        """Fills in what a form sends, and continues."""
        for name, value in sent.items():
            for each in value if isinstance(value, list) else [value]:
                box = self.page.locator(f"[id={name}-{each}]") if each.isalnum() else None
                if box is not None and box.count():
                    box.check()
                else:
                    self.page.fill(f"[name={name}]:not([type=hidden])", each)
        self.continues()

    # By the keyboard alone.

    def tabs_to(self, target: str) -> None:
        """Presses Tab until the element with this id, or with these words, has the focus; it can be seen all the way."""
        for _ in range(_MOST_TABS):
            self.page.keyboard.press("Tab")
            focus = self.page.evaluate(_FOCUS)
            assert focus["outline"] != "none", focus
            assert focus["width"] >= 2, focus
            if target in (focus["id"], focus["text"]):
                return
        raise AssertionError(f"the keyboard does not get to {target} on {self.path}")

    def presses(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def enter_leads_on(self) -> None:
        """Presses Enter, and waits for the page that comes of it."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    # Looked at.

    def pictured(self, name: str) -> None:
        self.page.screenshot(path=self.folder / f"{name}.png", full_page=True)

    def is_accessible(self, name: str) -> None:
        """No violation of axe's rules; large enough to be hit; and nothing to be scrolled sideways, also at 320 pixels."""
        found = Axe().run(
            self.page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
        )
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"
        for target in self.page.locator(_TARGETS).all():
            box = target.bounding_box()
            assert box is None or min(box["width"], box["height"]) >= _LEAST_TARGET, (name, target.inner_html(), box)
        size = self.page.viewport_size
        assert size is not None
        assert self.page.evaluate(_SCROLLS) <= 0, name
        self.page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
        assert self.page.evaluate(_SCROLLS) <= 0, f"{name} at {NARROW[0]} pixels"
        self.page.set_viewport_size(size)


@contextmanager
def visiting(
    browser: Browser, served: ServedOnline, folder: Path, size: tuple[int, int] = DESK, **options: Any
) -> Iterator[Visitor]:
    """`options` are those of a browser context, such as `java_script_enabled`."""
    named = os.environ.get(SCREENSHOTS_VARIABLE)
    shots = Path(named) if named else folder
    shots.mkdir(parents=True, exist_ok=True)
    context: BrowserContext = browser.new_context(viewport={"width": size[0], "height": size[1]}, **options)
    page = context.new_page()
    visitor = Visitor(page, served, shots, [], [])
    page.on("request", lambda request: visitor.asked.append(request.url))
    page.on("console", lambda message: visitor.complaints.append(message.text))
    try:
        yield visitor
    finally:
        context.close()
