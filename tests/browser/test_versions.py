"""What a page asks for comes from the version of the model that made the page."""

from __future__ import annotations

from playwright.sync_api import Page, Request, Route, expect

from tests.browser.conftest import Complaints, Open

ASKED = "/?like=crash-landing-on-you-2019"
GONE = "0123456789abcdef"


def typed(page: Page) -> list[str | None]:
    """The versions that a page has named when it shows suggestions for what was typed."""
    named: list[str | None] = []

    def note(request: Request) -> None:
        if "/v1/titles" in request.url:
            named.append(request.headers.get("recsys-model"))

    page.on("request", note)
    page.get_by_role("combobox", name="A title you liked").press_sequentially("goblin", delay=5)
    expect(page.get_by_role("option").first).to_be_visible()
    return named


def test_a_page_names_the_version_that_made_it(open_page: Open) -> None:
    page = open_page(ASKED)
    version = page.locator("body").get_attribute("data-model")
    assert version
    assert set(typed(page)) == {version}


def test_a_page_whose_version_is_gone_goes_on_with_the_next(open_page: Open, complaints: Complaints) -> None:
    complaints.expect_status(412)
    page = open_page("/history")
    version = page.locator("body").get_attribute("data-model")
    assert version

    def made_long_ago(route: Route) -> None:
        response = route.fetch()
        route.fulfill(
            response=response, body=response.text().replace(f'data-model="{version}"', f'data-model="{GONE}"')
        )

    page.route("**/?like=*", made_long_ago)
    page.goto(ASKED)
    assert typed(page)[:2] == [GONE, None]
    page.get_by_role("combobox", name="A title you liked").fill("signal")
    with page.expect_request("**/v1/titles*") as asked:
        pass
    assert asked.value.headers["recsys-model"] == version
