"""Journeys over the main page, as viewers take them."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from statistics import mean
from urllib.request import urlopen

import pytest
from playwright.sync_api import Error, Route, expect

from recsys.catalogue import escapism, tones_of
from recsys.title import Title, ToneState
from tests.browser.conftest import Complaints, Open
from tests.browser.reading import (
    after,
    choose,
    enter,
    follow,
    ids,
    refine,
    score_and_parts,
    settings,
    slide,
)

CRASH = "crash-landing-on-you-2019"
Titles = dict[str, Title]


# --- a title, typed -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("사랑의", "Crash Landing on You"),
        ("ソウル", "Soul Mate"),
        ("CLOY", "Crash Landing on You"),
        ("goblin", "Guardian: The Lonely and Great God"),
    ],
    ids=["hangul", "kana", "alias", "better known name"],
)
def test_titles_are_suggested_while_typing(open_page: Open, typed: str, found: str) -> None:
    page = open_page(f"/?like={CRASH}")
    page.get_by_role("combobox", name="A title you liked").press_sequentially(typed)
    expect(page.get_by_role("option").filter(has_text=found).first).to_be_visible()


def test_a_title_is_found_and_answered_with_the_keyboard_alone(open_page: Open) -> None:
    page = open_page(f"/?like={CRASH}")
    field = page.get_by_role("combobox", name="A title you liked")
    field.focus()
    page.keyboard.type("kimi no na")
    expect(page.get_by_role("option").first).to_contain_text("Your Name")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    after(page, lambda: page.keyboard.press("Enter"))
    expect(page).to_have_url(re.compile(r"\?like=your-name-2016$"))
    expect(page.locator("#asked-head")).to_contain_text("Your Name")
    for card in page.locator(".card").all():
        expect(card.locator(".reasons li").first).to_be_visible()


def test_a_list_that_comes_late_does_not_take_the_choice_away(open_page: Open) -> None:
    page = open_page(f"/?like={CRASH}")
    page.get_by_role("combobox", name="A title you liked").press_sequentially("kimi no n")
    expect(page.get_by_role("option").first).to_contain_text("Your Name")
    held: list[Route] = []
    page.route("**/v1/titles?*", lambda route: held.append(route))
    with page.expect_request("**/v1/titles?*"):
        page.keyboard.type("a")
    page.keyboard.press("ArrowDown")
    for route in held:
        with suppress(Error):  # nobody waits for it any more
            route.continue_()
    page.wait_for_timeout(300)
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")


def test_escape_closes_the_suggestions_and_keeps_what_was_typed(open_page: Open) -> None:
    page = open_page(f"/?like={CRASH}")
    field = page.get_by_role("combobox", name="A title you liked")
    field.press_sequentially("soulmat")
    expect(page.get_by_role("option").first).to_be_visible()
    field.press("Escape")
    expect(page.locator(".suggestions").get_by_role("option")).to_have_count(0)
    expect(field).to_have_attribute("aria-expanded", "false")
    assert field.input_value() == "soulmat"


def test_a_suggestion_can_be_clicked(open_page: Open) -> None:
    page = open_page(f"/?like={CRASH}")
    page.get_by_role("combobox", name="A title you liked").press_sequentially("soulmat")
    follow(page, page.get_by_role("option").filter(has_text="2006"))
    expect(page).to_have_url(re.compile(r"like=soulmate-2006$"))


def test_an_understood_name_becomes_an_address_of_ids(open_page: Open) -> None:
    page = open_page("/?q=Crash+Landing+on+You")
    expect(page).to_have_url(re.compile(rf"\?like={CRASH}$"))
    assert ids(page)


def test_a_name_of_several_titles_asks_which_and_the_choice_answers(open_page: Open) -> None:
    page = open_page("/?q=soulmate")
    expect(page.get_by_role("heading", name="Which “soulmate” did you mean?")).to_be_visible()
    assert ids(page) == []
    follow(page, page.get_by_role("link", name="Soulmate (2016, film)"))
    expect(page.locator("#asked-head")).to_contain_text("Soulmate 七月與安生")
    assert ids(page)


def test_unknown_title_suggests_nearest_names(open_page: Open) -> None:
    page = open_page("/?q=crsh+landng+on")
    expect(page.get_by_role("heading", name="No title is called “crsh landng on”")).to_be_visible()
    follow(page, page.get_by_role("link", name="Crash Landing on You (2019, series)"))
    assert ids(page)


def test_a_premise_is_read_as_a_wish_and_said_to_be(open_page: Open, titles: Titles) -> None:
    page = open_page("/?q=slow+romance+in+Seoul")
    expect(page.get_by_role("heading", name="it is read as a wish")).to_be_visible()
    expect(page.locator(".wishes")).to_have_text("Looking for slow burn romance · romance · Seoul")
    assert "romance" in titles[ids(page)[0]].genres


# --- refined ----------------------------------------------------------------------------------------


def test_all_of_two_countries_gives_only_titles_of_both(open_page: Open, titles: Titles) -> None:
    page = open_page(f"/?like={CRASH}")
    enter(page, "All of these together", "Japan, South Korea")
    assert settings(page) == ["made by Japan", "made by South Korea"]
    assert ids(page)
    assert all({"JP", "KR"} <= set(titles[id].countries) for id in ids(page))


def test_countries_are_added_one_after_the_other(open_page: Open, titles: Titles) -> None:
    page = open_page(f"/?like={CRASH}")
    enter(page, "All of these together", "일본")
    enter(page, "All of these together", "Korea")
    assert settings(page) == ["made by Japan", "made by South Korea"]
    assert all({"JP", "KR"} <= set(titles[id].countries) for id in ids(page))


def test_only_one_country_leaves_co_productions_out(open_page: Open, titles: Titles) -> None:
    page = open_page("/?like=soul-mate-2025")
    enter(page, "Only", "Japan")
    assert {titles[id].countries for id in ids(page)} == {("JP",)}


def test_none_of_a_country_leaves_its_titles_out(open_page: Open, titles: Titles) -> None:
    page = open_page(f"/?like={CRASH}")
    enter(page, "None of", "South Korea")
    assert ids(page)
    assert not any("KR" in titles[id].countries for id in ids(page))


def test_a_region_is_as_good_as_its_countries(open_page: Open, titles: Titles) -> None:
    page = open_page(f"/?like={CRASH}")
    enter(page, "Any of", "Southeast Asia")
    assert len(settings(page)) == 1
    assert ids(page)
    region = set("BN ID KH LA MM MY PH SG TH TL VN".split())
    assert all(region & set(titles[id].countries) for id in ids(page))


def test_a_common_country_is_one_click_away(open_page: Open, titles: Titles) -> None:
    page = open_page(f"/?like={CRASH}")
    follow(page, refine(page).locator("label.pill").filter(has_text="Japan").first)
    assert settings(page) == ["from Japan"]
    assert all("JP" in titles[id].countries for id in ids(page))


def test_form_and_medium_are_chosen_apart(open_page: Open, titles: Titles) -> None:
    page = open_page(f"/?like={CRASH}")
    choose(page, "Form", "film")
    choose(page, "Medium", "animation")
    assert settings(page) == ["film", "animation"]
    assert ids(page)
    assert {(titles[id].form, titles[id].medium) for id in ids(page)} == {("film", "animation")}


def test_years_bound_the_list(open_page: Open, titles: Titles) -> None:
    page = open_page(f"/?like={CRASH}")
    enter(page, "First year", "2005")
    enter(page, "Last year", "2010")
    assert ids(page)
    assert all(2005 <= (titles[id].year or 0) <= 2010 for id in ids(page))


def test_a_tone_can_be_asked_for_as_strong(open_page: Open, titles: Titles) -> None:
    page = open_page(f"/?like={CRASH}&unknown=drop")
    enter(page, "Must have", "slow burn romance")
    follow(page, refine(page).get_by_role("link", name="slow burn romance, at least strong"))
    assert "slow burn romance, strong" in settings(page)
    assert ids(page)
    assert all(_intensity(titles[id], "slow-burn-romance") == 3 for id in ids(page))


def test_an_avoided_tone_is_in_no_title(open_page: Open, titles: Titles) -> None:
    page = open_page(f"/?like={CRASH}")
    assert any(_intensity(titles[id], "romcom") for id in ids(page))
    enter(page, "Must not have", "romantic comedy")
    assert settings(page) == ["no romantic comedy"]
    assert not any(_intensity(titles[id], "romcom") for id in ids(page))


def test_a_choice_in_the_form_keeps_the_page_and_the_opened_form(open_page: Open) -> None:
    page = open_page(f"/?like={CRASH}")
    page.evaluate("window.kept = true")
    choose(page, "Form", "film")
    follow(page, refine(page).locator("label.pill").filter(has_text="Japan").first)
    page.wait_for_load_state("networkidle")
    assert settings(page) == ["from Japan", "film"]
    assert page.evaluate("window.kept") is True
    expect(page.locator("#refine")).to_have_attribute("open", "")


def test_a_ticked_filter_can_be_unticked(open_page: Open) -> None:
    page = open_page(f"/?like={CRASH}&form=film&avoid=tragic")
    before = ids(page)
    follow(page, refine(page).locator("label.pill").filter(has=page.locator("[name=avoid]")))
    assert settings(page) == ["film"]
    assert ids(page)
    follow(page, page.locator(".settings a").filter(has_text="film"))
    assert settings(page) == []
    assert ids(page) != before


# --- steered ----------------------------------------------------------------------------------------


def test_less_of_a_tone_changes_the_list_is_shown_and_can_be_taken_back(open_page: Open) -> None:
    page = open_page(f"/?like={CRASH}")
    first = ids(page)
    less = page.locator("[data-swap='less romantic comedy']").first
    follow(page, less)
    assert settings(page) == ["less romantic comedy"]
    assert ids(page) != first
    follow(page, page.locator(".settings a"))
    assert settings(page) == []
    assert ids(page) == first


def test_more_of_a_tone_counts_up_and_shows_on_the_trait(open_page: Open, titles: Titles) -> None:
    page = open_page(f"/?like={CRASH}")
    first = ids(page)
    more = page.locator("[data-swap='more opposites attract']")
    follow(page, more.first)
    follow(page, more.first)
    assert settings(page) == ["more opposites attract ×2"]
    state = page.get_by_role("link", name="more ×2 opposites attract: take it back").first
    expect(state).to_be_visible()
    assert sum(_intensity(titles[id], "opposites-attract") for id in ids(page)) >= sum(
        _intensity(titles[id], "opposites-attract") for id in first
    )
    assert ids(page) != first
    follow(page, state)
    assert ids(page) == first


def test_the_focus_stays_on_the_step_that_was_taken(open_page: Open) -> None:
    page = open_page(f"/?like={CRASH}")
    follow(page, page.locator("[data-swap='more opposites attract']").first)
    focused = page.evaluate("document.activeElement.dataset.swap")
    assert focused == "more opposites attract"


def test_a_kind_of_reason_can_be_made_not_to_count(open_page: Open) -> None:
    page = open_page(f"/?like={CRASH}")
    first = ids(page)
    expect(page.locator(".card .kind", has_text="genre").first).to_be_visible()
    follow(page, page.get_by_role("link", name="less genres").first)
    assert settings(page) == ["genres ×0.5"]
    for _ in range(2):
        step = page.get_by_role("link", name="less genres")
        if step.count() == 0:
            break
        follow(page, step.first)
    assert ids(page) != first


def test_a_weight_of_nothing_leaves_the_block_out_of_every_sum(open_page: Open) -> None:
    page = open_page(f"/?like={CRASH}&weigh=genres:0")
    assert ids(page)
    page.locator("details.why summary").first.click()
    blocks = page.locator(".card").first.locator(".sum tbody td:nth-child(2)").all_inner_texts()
    assert blocks
    assert "genres" not in blocks


def test_the_dial_moves_the_list_from_grounded_to_escapist(open_page: Open, titles: Titles) -> None:
    page = open_page(f"/?like={CRASH}")
    middle = _escapism(ids(page), titles)
    slide(page, "Grounded or escapist", -1)
    assert settings(page) == ["more grounded (-1)"]
    grounded = _escapism(ids(page), titles)
    slide(page, "Grounded or escapist", 1)
    assert settings(page) == ["more escapist (1)"]
    escapist = _escapism(ids(page), titles)
    assert grounded < middle < escapist


def test_mixed_lists_differ_from_alike_ones(open_page: Open) -> None:
    page = open_page(f"/?like={CRASH}")
    alike = ids(page)
    slide(page, "Alike or mixed", 1)
    assert settings(page) == ["mixed (1)"]
    assert set(ids(page)) != set(alike)


# --- several seeds ------------------------------------------------------------------------------------


def test_a_result_that_was_liked_too_becomes_a_seed(open_page: Open) -> None:
    page = open_page(f"/?like={CRASH}")
    second = ids(page)[1]
    follow(page, page.get_by_role("link", name="Liked it too").nth(1))
    assert second not in ids(page)
    assert page.locator("#asked-head a").count() == 2


def test_a_result_that_is_not_liked_goes_and_is_named(open_page: Open) -> None:
    page = open_page(f"/?like={CRASH}&like=your-name-2016")
    first = ids(page)
    follow(page, page.get_by_role("link", name="Not for me").first)
    assert first[0] not in ids(page)
    assert ids(page) != first[1:]
    assert len(settings(page)) == 1
    assert settings(page)[0].startswith("unlike ")


def test_a_seed_is_added_by_name_in_the_form(open_page: Open) -> None:
    page = open_page(f"/?like={CRASH}")
    field = refine(page).get_by_label("Loved", exact=True)
    field.press_sequentially("君の名は")
    expect(page.get_by_role("option").first).to_contain_text("Your Name")
    field.press("ArrowDown")
    after(page, lambda: field.press("Enter"))
    expect(page.locator("#asked-head")).to_contain_text("Crash Landing on You")
    expect(page.locator("#asked-head")).to_contain_text("Your Name")


def test_five_picks_of_the_greeting_make_an_answer(open_page: Open) -> None:
    page = open_page("/")
    boxes = page.locator(".picks input")
    assert boxes.count() == 24
    picked = [box.get_attribute("value") for box in boxes.all()[:5]]
    for box in boxes.all()[:5]:
        box.check()
    expect(page.locator(".builder output")).to_have_text("5 picked")
    follow(page, page.get_by_role("button", name="Show what fits"))
    assert len(ids(page)) == 10
    assert not set(picked) & set(ids(page))
    assert page.locator("#asked-head a").count() == 5


# --- a story world ------------------------------------------------------------------------------------


def test_only_the_same_story_world_of_kill_boksoon_is_mantis(open_page: Open) -> None:
    page = open_page("/?like=kill-boksoon-2023")
    choose(page, "Sequels and other versions", "only these")
    assert ids(page) == ["mantis-2025"]


def test_none_of_the_same_story_world_leaves_mantis_out(open_page: Open) -> None:
    page = open_page("/?like=kill-boksoon-2023")
    choose(page, "Sequels and other versions", "none of its own")
    assert ids(page)
    assert "mantis-2025" not in ids(page)


# --- why ----------------------------------------------------------------------------------------------


def test_the_parts_of_every_score_sum_to_it_and_to_that_of_the_api(open_page: Open, site: str) -> None:
    page = open_page(f"/?like={CRASH}")
    with urlopen(f"{site}/v1/similar?title={CRASH}&k=10") as answer:  # noqa: S310 - our own server
        results = json.load(answer)["results"]
    assert ids(page) == [result["id"] for result in results]
    for place, result in enumerate(results):
        why = page.locator("details.why").nth(place)
        for summary in why.locator("summary").all():
            summary.click()
        for table in why.locator("table").all():  # the weightiest with the rest in one sum, and all of them
            expect(table).to_be_visible()
            score, parts = score_and_parts(table)
            assert abs(sum(parts) - score) <= (len(parts) + 1) * 5e-7
            assert abs(result["score"] - score) <= 1e-9
        assert len(parts) == len(result["parts"])


def test_an_opened_why_stays_open_when_the_answer_changes(open_page: Open) -> None:
    page = open_page(f"/?like={CRASH}")
    first = ids(page)[0]
    page.locator("details.why summary").first.click()
    follow(page, page.get_by_role("link", name="Show more"))
    assert len(ids(page)) == 20
    assert ids(page)[0] == first
    expect(page.locator("details.why").first).to_have_attribute("open", "")


# --- nothing is left ----------------------------------------------------------------------------------


def test_an_empty_answer_names_the_filter_to_drop_and_dropping_it_helps(open_page: Open) -> None:
    page = open_page(f"/?like={CRASH}&countries_all=JP,KR&medium=animation&unknown=drop")
    expect(page.locator("#answer-head")).to_have_text("Nothing is left")
    way = page.locator(".empty a").filter(has_text="Without “made by Japan and South Korea”")
    promised = int(way.inner_text().split(": ")[1].split()[0])
    follow(page, way)
    assert len(ids(page)) == min(promised, 10)
    assert "animation" in settings(page)


def test_a_question_that_cannot_be_asked_says_why(open_page: Open, complaints: Complaints) -> None:
    complaints.expect_status(422)
    page = open_page(f"/?like={CRASH}&countries_all=Narnia")
    expect(page.get_by_role("alert")).to_contain_text("Narnia")
    assert ids(page) == []


# --- addresses ----------------------------------------------------------------------------------------


def test_a_shared_address_gives_somebody_else_the_same_list(open_page: Open) -> None:
    page = open_page(f"/?like={CRASH}")
    choose(page, "Form", "film")
    enter(page, "None of", "South Korea")
    follow(page, page.locator("[data-swap^='more ']").first)
    other = open_page(page.url)
    assert ids(other) == ids(page)
    assert settings(other) == settings(page)


def test_back_returns_to_the_former_list_and_forward_to_the_later(open_page: Open) -> None:
    page = open_page(f"/?like={CRASH}")
    first = ids(page)
    choose(page, "Form", "film")
    films = ids(page)
    assert films != first
    after(page, lambda: page.evaluate("history.back()"))
    assert ids(page) == first
    assert settings(page) == []
    after(page, lambda: page.evaluate("history.forward()"))
    assert ids(page) == films


def test_another_draw_is_another_list_with_an_address_of_its_own(open_page: Open) -> None:
    page = open_page(f"/?like={CRASH}")
    follow(page, page.get_by_role("link", name="Draw another list"))
    assert settings(page) == ["draw number 1"]
    assert ids(open_page(page.url)) == ids(page)


# --- without scripts ----------------------------------------------------------------------------------


def test_without_scripts_the_plain_search_answers(open_page: Open) -> None:
    page = open_page("/?q=soulmate", scripts=False)
    page.get_by_role("searchbox").fill("Your Name")
    page.get_by_role("button", name="Find").click()
    expect(page.locator("#asked-head")).to_contain_text("Your Name")
    assert ids(page)


def test_without_scripts_a_choice_is_a_link(open_page: Open) -> None:
    page = open_page("/?q=soulmate", scripts=False)
    page.get_by_role("link", name="Soulmate (2006, series)").click()
    expect(page.locator("#asked-head")).to_contain_text("Soulmate 소울메이트")


def test_without_scripts_the_form_refines(open_page: Open, titles: Titles) -> None:
    page = open_page(f"/?like={CRASH}", scripts=False)
    form = refine(page)
    form.get_by_label("All of these together").fill("Japan, South Korea")
    form.get_by_role("radio", name="live action").check()
    form.get_by_role("button", name="Show").click()
    expect(page.locator(".settings")).to_contain_text("made by Japan")
    assert settings(page) == ["made by Japan", "made by South Korea", "live action"]
    assert all({"JP", "KR"} <= set(titles[id].countries) for id in ids(page))


def test_without_scripts_the_same_question_gives_the_same_list(open_page: Open) -> None:
    address = f"/?like={CRASH}&more=slow-burn-romance&form=series"
    assert ids(open_page(address, scripts=False)) == ids(open_page(address))


def _intensity(title: Title, tone: str) -> int:
    present = (each for each in tones_of(title) if each.state is ToneState.YES)
    return next((each.intensity for each in present if each.id == tone), 0)


def _escapism(ids: list[str], titles: Titles) -> float:
    return mean(value for id in ids if (value := escapism(titles[id])) is not None)
