"""What the tests look at while they use the pages: noises, pictures, accessibility, width."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
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
    const wide = [...document.body.querySelectorAll("*")].filter(
        (e) => e.getBoundingClientRect().right > width + 1 && e.children.length === 0);
    return `${root.scrollWidth} > ${width}: ` + wide.slice(0, 4).map(
        (e) => e.tagName.toLowerCase() + "." + e.className).join(", ");
}"""


@dataclass
class Watch:
    """Opens windows for people, and gathers what goes wrong in them."""

    browser: Browser
    pictures: Path
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
    """Looks at pages in both widths; what it finds wrong is told at the end, all at once."""

    pictures: Path
    large_text: Browser
    findings: list[str] = field(default_factory=list)
    seen: int = 0

    def look(self, page: Page, name: str) -> None:
        """Take pictures of a page, wide and on a phone, and examine it."""
        self.seen += 1
        self.pictures.mkdir(parents=True, exist_ok=True)
        stem = f"{self.seen:02d}-{name}"
        for width, size in (("desktop", DESKTOP), ("phone", PHONE)):
            page.set_viewport_size(size)
            page.screenshot(path=self.pictures / f"{stem}-{width}.png", full_page=True)
            self.findings += [f"{stem} ({width}): {what}" for what in barriers(page)]
        self.findings += [f"{stem}: {what}" for what in too_wide(page, self.large_text)]


def barriers(page: Page) -> list[str]:
    """Return what axe finds on a page: the rule, and where it is broken."""
    found = Axe().run(page).response["violations"]
    return [
        f"{rule['id']}: {rule['help']}: {[node['target'] for node in rule['nodes'][:4]]}"
        for rule in found
    ]


def too_wide(page: Page, large_text: Browser) -> list[str]:
    """Return where a page can be pushed sideways: in the narrowest window, and with text doubled.

    The text is doubled as a reader does it, by the settings of a browser, which opens the page
    once more in the name of the same person.
    """
    page.set_viewport_size(NARROWEST)
    found = [f"wider than 360 px: {pushed}" for pushed in [page.evaluate(WIDER_THAN_WINDOW)]]
    page.set_viewport_size(DESKTOP)
    context = large_text.new_context(storage_state=page.context.storage_state(), viewport=DESKTOP)
    again = context.new_page()
    again.goto(page.url)
    for size in (DESKTOP, PHONE):
        again.set_viewport_size(size)
        pushed = again.evaluate(WIDER_THAN_WINDOW)
        found.append(f"wider than {size['width']} px with doubled text: {pushed}")
    context.close()
    return [what for what in found if not what.endswith(": ")]
