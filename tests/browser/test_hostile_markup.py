"""Markup in every field of a catalogue and of a question is text, on every page."""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Complaints, Open
from tests.browser.hostile_catalogue import ATTACKS, IMAGE, LINK, SCRIPT, SEED, TEMPLATE, hostile_titles
from tests.browser.reading import names, refine

_INLINE = """() => [...document.querySelectorAll('*')].flatMap(each => [
    ...(each.localName === 'script' && !each.getAttribute('src')?.startsWith('/static/') ? ['script'] : []),
    ...(/^(style|iframe|object|embed|base|img)$/.test(each.localName) ? [each.localName] : []),
    ...each.getAttributeNames().filter(name => name.startsWith('on') || name === 'srcdoc'),
    ...(/^\\s*(javascript|data):/i.test(each.getAttribute('href') ?? '') ? ['href'] : []),
    ...(/^\\s*(javascript|data):/i.test(each.getAttribute('action') ?? '') ? ['action'] : []),
])"""
_STYLED = "() => [...document.querySelectorAll('[style]')].map(each => each.outerHTML.slice(0, 80))"


def assert_harmless(page: Page) -> None:
    """Nothing of the attacker's has run, and nothing is there that could."""
    page.wait_for_timeout(50)  # ms: what an image that is missing would start
    assert page.evaluate("window.pwned") is None
    assert page.evaluate(_INLINE) == []
    assert not re.search(r"(?<![\d.])49(?!\d)", page.locator("main").inner_text()), (
        "a template was worked out"
    )


@pytest.mark.parametrize(
    "address",
    [
        "/",
        f"/?like={SEED}",
        f"/titles/{SEED}",
        "/titles/hostile-0",
        "/titles/sequel",
        f"/titles/{quote(IMAGE, safe='')}",
        f"/compare?a={SEED}&b=hostile-1",
        f"/compare?a=hostile-4&b={quote(IMAGE, safe='')}",
        "/map",
        f"/map?at={quote(IMAGE, safe='')}",
    ],
)
def test_a_catalogue_of_an_attacker_runs_nothing(open_page: Open, hostile_site: str, address: str) -> None:
    page = open_page(hostile_site + address)
    assert page.locator("main").inner_text().strip()
    for details in page.locator("main details > summary").all():
        details.click()
    assert_harmless(page)


def test_hostile_names_are_shown_as_they_are_written(open_page: Open, hostile_site: str) -> None:
    page = open_page(f"{hostile_site}/?like={SEED}&relations=include&k=20")
    others = {title.title for title in hostile_titles() if title.id != SEED}
    assert set(names(page)) == others
    natives = page.locator(".card .native").all_inner_texts()
    assert f"native {TEMPLATE}" in natives
    assert f"native {SCRIPT}" in natives


@pytest.mark.parametrize("number", range(len(ATTACKS)))
def test_every_field_of_a_title_is_shown_as_it_is_written(
    open_page: Open, hostile_site: str, number: int
) -> None:
    page = open_page(f"{hostile_site}/titles/hostile-{number}")
    attack = ATTACKS[number]
    expect(page.locator("h1")).to_contain_text(attack)
    text = page.locator("main").inner_text()
    for written in (f"alias {attack}", f"A synopsis with {attack}", f"Person {SCRIPT}", f"Setting {attack}"):
        assert written in text
    assert attack in page.title()
    assert_harmless(page)


def test_suggestions_are_shown_as_they_are_written(open_page: Open, hostile_site: str) -> None:
    page = open_page(f"{hostile_site}/?like={SEED}")
    page.get_by_role("combobox", name="A title you liked").press_sequentially("alias")
    expect(page.get_by_role("option").filter(has_text=SCRIPT).first).to_be_visible()
    assert_harmless(page)


@pytest.mark.parametrize("name", ["q", "like", "dislike", "text", "cast", "more", "tones", "genres"])
def test_a_question_of_an_attacker_runs_nothing(open_page: Open, complaints: Complaints, name: str) -> None:
    complaints.expect_status(422)
    together = [(name, attack) for attack in (*ATTACKS, " ".join(ATTACKS))]
    assert_harmless(open_page(f"/?{urlencode([*together, ('form', 'film')])}"))


def test_what_was_typed_is_repeated_as_it_was_typed(open_page: Open) -> None:
    page = open_page("/?q=soulmate")
    for attack in ATTACKS:
        page.goto(f"/?{urlencode({'q': attack})}")
        expect(page.get_by_role("heading", name="No title is called")).to_contain_text(attack)
        assert_harmless(page)


def test_a_wish_stands_in_the_form_as_it_was_typed(open_page: Open) -> None:
    wish = f"romance {IMAGE}"
    page = open_page(f"/?{urlencode({'text': wish})}")
    assert refine(page).get_by_label("In your own words").input_value() == wish
    assert_harmless(page)


@pytest.mark.parametrize("path", ["/compare?a={0}&b={0}", "/map?at={0}", "/titles/{0}"])
def test_an_address_of_an_attacker_runs_nothing(open_page: Open, complaints: Complaints, path: str) -> None:
    complaints.expect_status(404)
    complaints.expect_status(422)
    page = open_page("/compare")
    for attack in ATTACKS:
        page.goto(path.format(quote(attack, safe="")))
        assert_harmless(page)


@pytest.mark.parametrize(
    "address", ["/", f"/?q={quote(LINK)}", "/titles/seed", "/compare", "/map", "/titles/none"]
)
def test_the_policy_of_every_page_allows_nothing_inline(
    open_page: Open, hostile_site: str, complaints: Complaints, address: str
) -> None:
    complaints.expect_status(404)
    page = open_page("about:blank", scripts=False)
    answer = page.goto(hostile_site + address)
    assert answer is not None
    policy = answer.headers["content-security-policy"]
    assert re.search(r"default-src 'none'", policy)
    assert re.search(r"script-src 'self'(;|$)", policy)
    assert "unsafe" not in policy
    assert page.evaluate(_INLINE) == []
    assert page.evaluate(_STYLED) == []  # as it was sent: no script of ours has run
