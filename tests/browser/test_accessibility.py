"""Everybody can use the pages: the rules of WCAG 2.2 AA, small screens, keyboards, and a calm layout."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, Scheme
from tests.browser.reading import after, follow, refine

_AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

_CRASH = "crash-landing-on-you-2019"
_ANSWER = f"/?like={_CRASH}&more=slow-burn-romance&tones=slow-burn-romance&countries_any=KR"
_EMPTY = f"/?like={_CRASH}&countries_all=JP,KR&medium=animation&unknown=drop"
PAGES = {
    "greeting": "/",
    "answer": _ANSWER,
    "which one": "/?q=soulmate",
    "no such title": "/?q=crsh+landng+on",
    "empty answer": _EMPTY,
    "for two, in Korean": f"/?like={_CRASH}&like2=squid-game-2021&services=netflix&language=ko",
    "title": f"/titles/{_CRASH}",
    "compare": f"/compare?a={_CRASH}&b=your-name-2016",
    "compare, nothing chosen": "/compare",
    "history": "/history",
    "map": "/map",
    "map at a title": f"/map?at={_CRASH}",
}
each_page = pytest.mark.parametrize("address", PAGES.values(), ids=PAGES.keys())


def unfolded(page: Page) -> Page:
    """Open what is folded away, so that it is looked at too."""
    # Not by clicks: a keyboard starts where the last click was.
    folded = "#refine, #refine details, .card:first-child details.why, main > * > details, details.more"
    page.locator(folded).evaluate_all("all => all.forEach(details => { details.open = true; })")
    return page


def violations(page: Page) -> list[str]:
    """Return what axe-core finds: rule, element and what to do."""
    page.evaluate(_AXE)
    found: dict[str, Any] = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})",
        _RULES,
    )
    return [
        f"{rule['id']}: {node['html'][:160]}: {node['failureSummary'][:300]}"
        for rule in found["violations"]
        for node in rule["nodes"][:3]
    ]


@each_page
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_the_rules_of_wcag_are_kept(open_page: Open, address: str, width: int, scheme: Scheme) -> None:
    assert violations(unfolded(open_page(address, width=width, scheme=scheme))) == []


@each_page
def test_nothing_is_wider_than_a_small_phone(open_page: Open, address: str) -> None:
    page = unfolded(open_page(address, width=320))
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


_REACHABLE = """() => [
    ...document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')
].filter(each => !each.disabled && each.tabIndex >= 0 && each.type !== 'hidden' && each.checkVisibility())
    // Of one group of radio buttons a keyboard reaches one; arrows lead to the others.
    .filter(each => each.type !== 'radio' || each.checked)
    .map((each, place) => { each.dataset.reach = place; return String(place); })"""
_FOCUSED = """() => {
    const each = document.activeElement;
    // A pill or a cover bears the mark of the box that is hidden in it.
    const bearers = [each, each.parentElement, ...each.parentElement?.children ?? []].filter(Boolean);
    const marks = bearers.map(one => getComputedStyle(one));
    const box = each.getBoundingClientRect();
    return {
        place: each.dataset.reach ?? null,
        // The calendar of a date is the browser's own button inside of the field, with a mark of its own.
        is_marked: !each.matches(':focus')
            || marks.some(style => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1),
        is_seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
        what: each.outerHTML.slice(0, 120),
    };
}"""


@pytest.mark.parametrize(
    "address",
    [f"/?like={_CRASH}&k=2", "/?q=soulmate", _EMPTY, "/compare", f"/titles/{_CRASH}", "/map"],
    ids=["answer", "which one", "empty answer", "compare", "title", "map"],
)
def test_the_keyboard_reaches_everything_and_shows_where_it_is(open_page: Open, address: str) -> None:
    page = unfolded(open_page(address))
    page.wait_for_load_state("networkidle")  # what a script adds to the map is to be reached too
    page.wait_for_timeout(300)  # ms: the list beside the map waits until the map rests
    wanted = set(page.evaluate(_REACHABLE))
    reached = set()
    for _ in range(3 * len(wanted) + 10):  # a field for dates has several stops
        page.keyboard.press("Tab")
        focused = page.evaluate(_FOCUSED)
        if focused["place"] is None:
            break
        reached.add(focused["place"])
        assert focused["is_marked"], f"no visible focus: {focused['what']}"
        assert focused["is_seen"], f"focus out of sight: {focused['what']}"
        if reached == wanted:
            break
    missed = page.evaluate(
        "places => places.map(at => document.querySelector(`[data-reach='${at}']`).outerHTML.slice(0, 120))",
        sorted(wanted - reached, key=int),
    )
    assert missed == []


def test_the_first_stop_of_the_keyboard_leads_to_the_content(open_page: Open) -> None:
    page = open_page(f"/?like={_CRASH}")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_after_a_choice_in_the_form_the_keyboard_goes_on_from_there(open_page: Open) -> None:
    page = open_page(f"/?like={_CRASH}")
    chosen = refine(page).get_by_role("radio", name="film", exact=True)
    chosen.focus()
    after(page, lambda: page.keyboard.press("Space"))
    expect(page.get_by_role("radio", name="film", exact=True)).to_be_focused()


def test_an_answer_that_takes_the_place_of_another_is_announced(open_page: Open) -> None:
    page = open_page(f"/?like={_CRASH}")
    follow(page, page.get_by_role("link", name="Show more"))
    expect(page.get_by_role("status")).to_have_text("20 titles")


_NOTE_SHIFTS = """window.shifts = []; new PerformanceObserver(list => {
    for (const { value, sources } of list.getEntries()) window.shifts.push({ value, moved: sources.map(
        ({ node, previousRect: before, currentRect: now }) => {
            const element = node?.nodeType === Node.TEXT_NODE ? node.parentElement : node;
            const places = [before, now].map(({ x, y, width }) => `${[x, y, width].map(Math.round)}`);
            return `${element?.cloneNode(false).outerHTML}: ${places.join(' to ')}`;
        }) });
}).observe({ type: 'layout-shift', buffered: true });"""


@each_page
@pytest.mark.parametrize(("width", "height"), [(1280, 1600), (390, 844)], ids=["wide", "phone"])
def test_nothing_moves_while_a_page_arrives(
    open_page: Open, slow_site: str, address: str, width: int, height: int
) -> None:
    page = open_page("about:blank", width=width)
    page.set_viewport_size({"width": width, "height": height})
    page.add_init_script(_NOTE_SHIFTS)
    page.goto(slow_site + address)
    page.wait_for_timeout(300)  # ms: scripts add their part, and shifts are reported with the next frame
    shifts = page.evaluate("window.shifts")
    assert sum(shift["value"] for shift in shifts) < 0.01, shifts


def test_an_only_card_is_as_wide_as_the_page(open_page: Open) -> None:
    page = open_page(f"/?like={_CRASH}&k=1")
    card, whole = page.locator(".card").bounding_box(), page.locator(".cards").bounding_box()
    assert card
    assert whole
    assert card["width"] == whole["width"]


_WATCH_SHIFTS = """() => { window.shifted = 0; new PerformanceObserver(list => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({type: 'layout-shift', buffered: true}); }"""


def test_nothing_moves_unasked_when_an_answer_changes(open_page: Open) -> None:
    shifted = []
    # What comes more than half a second after a click counts as unasked: on a busy machine, any answer.
    for form in ("film", "series", "special"):
        page = open_page(f"/?like={_CRASH}")
        page.evaluate(_WATCH_SHIFTS)
        refine(page)
        follow(page, page.get_by_role("radio", name=form, exact=True))
        page.wait_for_timeout(200)  # ms, as above
        shifted.append(page.evaluate("window.shifted"))
    assert min(shifted) < 0.01
