"""A viewer brings what they have seen, and goes on to what is new to them."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.test_accessibility import violations

SEEN = "Crash Landing on You (2019) 10/10\nSquid Game 2/10\nKingdom\nNever Made (1999)\n"
FILE = {"name": "seen.txt", "mimeType": "text/plain", "buffer": SEEN.encode()}


def test_a_list_is_brought_read_and_led_on_from(open_page: Open) -> None:
    page = open_page("/")
    page.get_by_role("link", name="bring what you have seen").click()
    page.get_by_label("Export or list of titles").set_input_files(FILE)  # type: ignore[arg-type]
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("heading", name="4 titles in 4 rows")).to_be_visible()
    page.get_by_text("May mean several titles", exact=True).click()
    expect(page.get_by_role("link", name="Kingdom (2019, series)")).to_be_visible()
    page.get_by_role("link", name="What to watch next").click()
    expect(page.get_by_role("heading", name="Watch next")).to_be_visible()
    names = page.locator(".card h3").all_inner_texts()
    assert names
    assert not any("Squid Game" in name or "Crash Landing" in name for name in names)
    expect(page.get_by_label("What was set")).to_contain_text("without what you have seen")


def test_somebody_elses_list_leads_to_an_answer_for_both(open_page: Open) -> None:
    other = {"name": "theirs.txt", "mimeType": "text/plain", "buffer": b"Squid Game 10/10\n"}
    page = open_page("/history", width=390)
    page.get_by_text("Not alone, or only from a list").click()
    page.get_by_label("Export or list of titles").set_input_files(FILE)  # type: ignore[arg-type]
    page.get_by_label("And somebody else's").set_input_files(other)  # type: ignore[arg-type]
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("heading", name="Somebody else's: 1 title in 1 row")).to_be_visible()
    page.get_by_role("link", name="What to watch next").click()
    expect(page.locator("#asked-head")).to_contain_text("For two, who like Crash Landing on You")
    expect(page.locator(".card").first).to_contain_text("for the other:")


def test_what_was_seen_stays_away_while_the_question_is_refined(open_page: Open) -> None:
    page = open_page("/history")
    page.get_by_label("Export or list of titles").set_input_files(FILE)  # type: ignore[arg-type]
    page.get_by_role("button", name="Read it").click()
    page.get_by_role("link", name="What to watch next").click()
    address = page.url
    page.get_by_role("link", name="Show more").click()
    expect(page).not_to_have_url(address)
    assert "seen=" in page.url


def test_the_report_of_a_history_keeps_the_rules(open_page: Open) -> None:
    page = open_page("/history", width=390, scheme="dark")
    page.get_by_label("Export or list of titles").set_input_files(FILE)  # type: ignore[arg-type]
    page.get_by_role("button", name="Read it").click()
    page.locator("main details").evaluate_all("all => all.forEach(one => { one.open = true; })")
    assert violations(page) == []


def test_it_works_without_scripts(open_page: Open) -> None:
    page = open_page("/history", scripts=False)
    page.get_by_label("Export or list of titles").set_input_files(FILE)  # type: ignore[arg-type]
    page.get_by_role("button", name="Read it").click()
    page.get_by_role("link", name="What to watch next").click()
    expect(page.get_by_role("heading", name="Watch next")).to_be_visible()
