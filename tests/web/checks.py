"""What every page is held to, and the pictures of the manual."""

import os
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_OPTIONS = {"rules": {"target-size": {"enabled": True}}}
"""The rule that WCAG 2.2 added; axe leaves it off."""


def checked(page: Page) -> None:
    """Hold a page to WCAG 2.2 AA: no violation, and nothing to scroll sideways."""
    found = Axe().run(page, options=_OPTIONS).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert width <= 0


def ready(page: Page) -> None:
    """Wait until the page that is shown has run its scripts: keys and hovers before are lost.

    A click or key does not wait for what it leads to, so expect something of the new page first.
    """
    page.wait_for_load_state("load")


def picture(page: Page, name: str) -> None:
    """Keep what is seen as a picture of the manual where ``make pictures`` asks for it."""
    if folder := os.environ.get("CONGVAN_PICTURES"):
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=Path(folder) / f"{name}-{width}.png")
