"""A viewer reads the pages in another language, and stays in it."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.reading import follow

CRASH = "crash-landing-on-you-2019"


def test_a_chosen_language_stays_wherever_one_goes(open_page: Open) -> None:
    page = open_page(f"/?like={CRASH}", width=390)
    page.get_by_role("link", name="한국어").click()
    expect(page.locator("html")).to_have_attribute("lang", "ko")
    expect(page.locator("#asked-head")).to_contain_text("사랑의 불시착")
    follow(page, page.get_by_role("link", name="Show more"))
    page.locator(".card h3 a").first.click()
    expect(page).to_have_url(re.compile(r"/titles/.*language=ko"))
    expect(page.locator("html")).to_have_attribute("lang", "ko")
    page.get_by_role("link", name="Map", exact=True).click()
    expect(page).to_have_url(re.compile(r"/map\?language=ko"))


def test_the_languages_lead_to_the_question_that_stands_there_now(open_page: Open) -> None:
    page = open_page(f"/?like={CRASH}")
    follow(page, page.get_by_role("link", name="Show more"))
    address = page.get_by_role("link", name="日本語").get_attribute("href")
    assert address == f"/?like={CRASH}&k=20&language=ja"


def test_a_title_that_is_suggested_opens_in_the_same_language(open_page: Open) -> None:
    page = open_page(f"/?like={CRASH}&language=ja")
    page.get_by_role("combobox", name="A title you liked").press_sequentially("soulmat")
    follow(page, page.get_by_role("option").filter(has_text="2006"))
    assert "language=ja" in page.url
