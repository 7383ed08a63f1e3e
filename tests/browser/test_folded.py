"""Filters that are folded away until they are wanted: who and where, and tonight."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.reading import after, follow, refine, settings, slide

CRASH = "crash-landing-on-you-2019"


def test_a_folded_group_stays_open_while_its_filters_are_set(open_page: Open) -> None:
    page = open_page(f"/?like={CRASH}")
    form = refine(page)
    expect(form.get_by_role("checkbox", name="Netflix", exact=True)).to_be_hidden()
    form.get_by_text("Tonight", exact=True).click()
    follow(page, form.get_by_role("checkbox", name="Netflix", exact=True))
    assert settings(page) == ["on Netflix"]
    expect(page.locator("#ask").get_by_role("checkbox", name="Netflix", exact=True)).to_be_checked()
    box = page.get_by_label("At most so many episodes")
    box.fill("12")
    after(page, lambda: box.press("Enter"))
    assert settings(page) == ["at most 12 episodes", "on Netflix"]  # in the order of the form
    follow(page, page.get_by_role("link", name="Remove: on Netflix"))
    assert settings(page) == ["at most 12 episodes"]


def test_the_dial_of_fame_is_told_and_taken_back(open_page: Open) -> None:
    page = open_page(f"/?like={CRASH}")
    slide(page, "Little known or famous", -0.5)
    assert settings(page) == ["less known (-0.5)"]
    expect(page).to_have_url(re.compile(r"fame=-0\.5"))
    slide(page, "Little known or famous", 0)
    assert settings(page) == []


def test_a_group_works_without_scripts(open_page: Open) -> None:
    page = open_page(f"/?like={CRASH}&cast_from=JP", scripts=False)
    page.locator("#refine > summary").click()
    page.get_by_label("A director is from").fill("Japan")
    page.get_by_role("button", name="Show").click()
    assert settings(page) == ["cast from Japan", "director from Japan"]
