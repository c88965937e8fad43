"""What the tests look at while they use the pages: noises, pictures, accessibility, width."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from axe_playwright_python.base import AXE_SCRIPT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import (
        Browser,
        BrowserContext,
        ConsoleMessage,
        Page,
        Response,
        ViewportSize,
    )

DESKTOP: ViewportSize = {"width": 1366, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
NARROWEST: ViewportSize = {"width": 360, "height": 780}
LONGEST_WAIT = 20_000  # milliseconds; the machine may be busy
# A refusal is an answer like another; the browser calls each 4xx an error.
REFUSED = re.compile(r"Failed to load resource: .* status of 4\d\d")
WIDER_THAN_WINDOW = """() => {
    const root = document.documentElement, width = root.clientWidth;
    if (root.scrollWidth <= width) return "";
    const pushes = (e) => e.getBoundingClientRect().right > width + 1;
    const wide = [...document.body.querySelectorAll("*")].filter(
        (e) => pushes(e) && ![...e.children].some(pushes));
    return `${root.scrollWidth} > ${width}: ` + wide.slice(0, 4).map(
        (e) => e.tagName.toLowerCase() + "." + e.className).join(", ");
}"""

VIOLATIONS = "async () => (await axe.run({resultTypes: ['violations']})).violations"
SIZE_OF_TEXT = "() => parseFloat(getComputedStyle(document.documentElement).fontSize)"


@dataclass
class Watch:
    """Opens windows for people, and gathers what goes wrong in them."""

    browser: Browser
    forgives: re.Pattern[str] = REFUSED
    noises: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def window(self, **options: Any) -> Page:
        """Open a window for somebody who was never here, and listen to it."""
        context = self.browser.new_context(
            viewport=DESKTOP,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(LONGEST_WAIT)
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.noises.append(f"script: {error.error}"))
        context.on("response", self._note)
        self.contexts.append(context)
        return context.new_page()

    def close(self) -> None:
        """Close every window."""
        for context in self.contexts:
            context.close()

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type not in {"error", "warning"} or REFUSED.match(message.text):
            return
        if not self.forgives.search(message.text):
            self.noises.append(f"console at {message.location.get('url')}: {message.text}")

    def _note(self, response: Response) -> None:
        if response.status >= 500:
            self.noises.append(f"{response.status} at {response.url}")


@dataclass
class Eye:
    """Examines pages in both widths; where somebody wants to look, it leaves pictures of them."""

    pictures: Path | None = None
    findings: list[str] = field(default_factory=list)
    seen: int = 0

    def look(self, page: Page, name: str) -> None:
        """Examine one page of a story; what is wrong is told at the end, all at once."""
        self.seen += 1
        stem = f"{self.seen:02d}-{name}"
        self.findings += [f"{stem}: {what}" for what in self.examine(page, stem)]

    def examine(self, page: Page, name: str) -> list[str]:
        """Return everything that is wrong with a page."""
        found = []
        for width, size in (("desktop", DESKTOP), ("phone", PHONE)):
            page.set_viewport_size(size)
            if self.pictures is not None:
                page.screenshot(path=self.pictures / f"{name}-{width}.png", full_page=True)
            found += [f"{width}: {what}" for what in barriers(page)]
        return found + too_wide(page)


def barriers(page: Page) -> list[str]:
    """Return what axe finds on a page: the rule, and where it is broken."""
    if page.evaluate("() => typeof axe") == "undefined":
        page.evaluate(AXE_SCRIPT)
    return [
        f"{rule['id']}: {rule['help']}: {[node['target'] for node in rule['nodes'][:4]]}"
        for rule in page.evaluate(VIOLATIONS)
    ]


def too_wide(page: Page) -> list[str]:
    """Return where a page can be pushed sideways: in the narrowest window, and with text doubled."""
    page.set_viewport_size(NARROWEST)
    found = {"wider than 360 px": page.evaluate(WIDER_THAN_WINDOW)}
    with doubled_text(page):
        for size in (DESKTOP, PHONE):
            page.set_viewport_size(size)
            where = f"wider than {size['width']} px with doubled text"
            found[where] = page.evaluate(WIDER_THAN_WINDOW)
    page.set_viewport_size(DESKTOP)
    return [f"{where}: {what}" for where, what in found.items() if what]


@contextmanager
def doubled_text(page: Page) -> Iterator[None]:
    """Double the text as a reader does it in the settings of a browser."""
    settings, usual = page.context.new_cdp_session(page), page.evaluate(SIZE_OF_TEXT)
    settings.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    assert page.evaluate(SIZE_OF_TEXT) == 2 * usual, "the text does not follow the reader"
    yield
    settings.send("Page.setFontSizes", {"fontSizes": {"standard": 16, "fixed": 13}})
    settings.detach()
