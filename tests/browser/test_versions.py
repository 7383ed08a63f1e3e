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


def asked_together(page: Page, *names: str) -> list[int]:
    """The statuses that scripts of a page get which ask at the same time."""
    statuses: list[int] = page.evaluate(
        """async (names) => {
            const { ask } = await import(new URL("pinned.js", document.querySelector("script[src]").src));
            const answers = await Promise.all(names.map((name) => ask(`/v1/titles?q=${name}`)));
            return answers.map((answer) => answer.status);
        }""",
        names,
    )
    return statuses


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


def test_requests_under_way_together_all_go_on_when_their_version_is_gone(
    open_page: Open, complaints: Complaints
) -> None:
    complaints.expect_status(412)
    page = open_page(ASKED)
    version = page.locator("body").get_attribute("data-model")
    named: list[str | None] = []

    def gone(route: Route) -> None:
        named.append(route.request.headers.get("recsys-model"))
        if named[-1] == version:
            route.fulfill(status=412)
        else:
            route.fulfill(status=200, headers={"recsys-model": GONE})

    page.route("**/v1/titles?q=*", gone)
    assert asked_together(page, "a", "b") == [200, 200]
    assert named[:2] == [version, version]
    assert set(named[2:]) <= {None, GONE}
    assert len(named) == 4
    assert asked_together(page, "c") == [200]
    assert named[4:] == [GONE]


def test_a_service_that_is_behind_is_asked_again_when_it_said(
    open_page: Open, complaints: Complaints
) -> None:
    complaints.expect_status(503)
    page = open_page(ASKED)
    version = page.locator("body").get_attribute("data-model")
    named: list[str | None] = []

    def behind(route: Route) -> None:
        named.append(route.request.headers.get("recsys-model"))
        if len(named) == 1:
            route.fulfill(status=503, headers={"retry-after": "1"})
        elif len(named) == 2:
            route.fulfill(status=200)
        else:
            route.fulfill(status=503, headers={"retry-after": "3600"})

    page.route("**/v1/titles?q=*", behind)
    assert asked_together(page, "a") == [200]
    assert named == [version, version]
    assert asked_together(page, "b") == [503]
    assert len(named) == 3
