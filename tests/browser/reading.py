"""What a page shows, read as a viewer would read it, and steps that wait for what they lead to."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote

from playwright.sync_api import Locator, Page, expect


def ids(page: Page) -> list[str]:
    """Return the ids of an answer's titles, in their order."""
    links = page.locator(".card h3 a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    return [unquote(link.removeprefix("/titles/")) for link in links]


def names(page: Page) -> list[str]:
    """Return the names of an answer's titles, in their order."""
    return page.locator(".card h3 a").all_inner_texts()


def settings(page: Page) -> list[str]:
    """Return what was set, as the page tells it."""
    texts = page.locator(".settings a").all_inner_texts()
    return [text.removeprefix("Remove:").removesuffix("×").strip() for text in texts]


def after(page: Page, step: Callable[[], None]) -> None:
    """Take a step and wait until another answer stands in the place of this one."""
    page.locator("main").evaluate("main => main.setAttribute('data-before', '')")
    step()
    expect(page.locator("main:not([data-before])")).to_be_attached()
    page.wait_for_load_state()


def follow(page: Page, link: Locator) -> None:
    """Click on what leads to another answer."""
    after(page, link.click)


def refine(page: Page) -> Locator:
    """Return the form that changes a question, unfolded."""
    details = page.locator("#refine")
    if details.get_attribute("open") is None:
        details.locator("> summary").click()
    return page.locator("#ask")


def enter(page: Page, label: str, text: str) -> None:
    """Write into a field of the form and leave it with Enter."""
    box = refine(page).get_by_label(label, exact=True)
    box.fill(text)
    after(page, lambda: box.press("Enter"))


def choose(page: Page, group: str, label: str) -> None:
    """Choose one of a group of the form."""
    follow(
        page, refine(page).get_by_role("radiogroup", name=group).get_by_role("radio", name=label, exact=True)
    )


def slide(page: Page, label: str, to: float) -> None:
    """Move a dial of the form and let it go."""
    dial = refine(page).get_by_label(label, exact=True)
    after(page, lambda: dial.fill(str(to)))


def score_and_parts(table: Locator) -> tuple[float, list[float]]:
    """Return a printed score and its printed parts."""
    return _number(table.locator("tfoot td").inner_text()), [
        _number(text) for text in table.locator("tbody td.number").all_inner_texts()
    ]


def _number(text: str) -> float:
    return float(text.replace("−", "-"))
