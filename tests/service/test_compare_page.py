"""The page that compares two titles as the server sends it."""

from __future__ import annotations

import re

import numpy as np
import pytest
from starlette.testclient import TestClient

from recsys.comparison import compare
from recsys.model import Model
from recsys.similarity import scores_between
from service.web.comparing import Place, comparing
from service.web.rendering import page
from tests.builders import model_of, title
from tests.service.reading import Page, links, section, text_of

PAIR = {"a": "paper-lanterns-2019", "b": "harbour-letters-2021"}
STATES: tuple[dict[str, str], ...] = (
    {},
    {"a": "Moss Garden"},
    {"b": "Moss Garden"},
    {"a": "Tin Soldier", "b": "Moss Garden"},
    {"a": "Moss Garden", "b": "zzqqxxyy"},
    {"a": "Moss Garden", "b": "moss-garden-2015"},
    {"a": "box/odd-name", "b": "salt-road-2024"},
    PAIR,
)


def row(model: Model, id: str) -> int:
    found = model.names.row_of_id(id)
    assert found is not None
    return found


def numbers(html: str) -> list[float]:
    cells = re.findall(r'<td class="number">(.*?)</td>', html)
    return [float(cell.replace("−", "-")) for cell in cells]


def test_the_score_is_the_sum_of_the_parts_on_the_page(client: TestClient, model: Model) -> None:
    html = section(client.get("/compare", params=PAIR).text, "parts")
    body, _, foot = html.partition("<tfoot>")
    blocks = re.findall(r'<tr class="sub">(.*?)</tr>', body, re.S)
    parts = re.sub(r'<tr class="sub">.*?</tr>', "", body, flags=re.S)
    (score,) = numbers(foot)
    rows = [np.array([row(model, id)]) for id in PAIR.values()]
    assert score == pytest.approx(scores_between(model, *rows)[0, 0], abs=1e-6)
    assert sum(numbers(parts)) == pytest.approx(score, abs=1e-5)
    assert sum(numbers("".join(blocks))) == pytest.approx(score, abs=1e-5)
    assert f"the sum of {len(numbers(parts))} parts" in foot


def test_each_block_tells_the_sum_of_its_parts(client: TestClient) -> None:
    html = section(client.get("/compare", params=PAIR).text, "parts")
    bodies = re.findall(r"<tbody>(.*?)</tbody>", html, re.S)
    assert len(bodies) > 1
    for body in bodies:
        total, *parts = numbers(body)
        assert sum(parts) == pytest.approx(total, abs=1e-5)


def test_bars_are_as_long_as_what_their_parts_add(client: TestClient, model: Model) -> None:
    html = section(client.get("/compare", params=PAIR).text, "parts")
    drawn = re.findall(
        r'<rect class="(fill|minus)" x="([\d.]+)" width="([\d.]+)".*?<td class="number">([+−][\d.]+)',
        html,
        re.S,
    )
    found = compare(model, *(row(model, id) for id in PAIR.values()))
    assert len(drawn) == len(found.parts)
    values = [part.value for part in found.parts]
    low, high = min(0, *values), max(values)
    zero = 100 * -low / (high - low)
    for colour, x, width, written in drawn:
        value = float(written.replace("−", "-"))
        assert float(width) == pytest.approx(100 * abs(value) / (high - low), abs=0.02)
        assert float(x) + (float(width) if value < 0 else 0) == pytest.approx(zero, abs=0.02)
        assert colour == ("minus" if value < 0 else "fill")


def test_how_many_others_a_title_is_near_to_is_a_named_part(client: TestClient, model: Model) -> None:
    told = {}
    for a, b in (PAIR.values(), reversed(PAIR.values())):
        html = client.get("/compare", params={"a": a, "b": b}).text
        parts = text_of(section(html, "parts"))
        is_held_back = model.hubs[row(model, b)] < 1
        assert ("near to many others, so held back" in parts) == is_held_back
        assert ("near to few others, so put forward" in parts) != is_held_back
        assert "expected_genres" not in html
        assert "hubs" not in html
        told[b] = text_of(section(html, "near"))
    assert "is that of Harbour Letters as an answer to Paper Lanterns" in told[PAIR["b"]]
    assert "is that of Paper Lanterns as an answer to Harbour Letters" in told[PAIR["a"]]


def test_titles_that_share_only_what_is_expected_of_them_are_said_to() -> None:
    known = [title(f"story-{n:02}", genres=("crime",), tags=("clue", "alibi"), year=None) for n in range(30)]
    others = [title(f"other-{n:02}", genres=("romance",), tags=("kiss",)) for n in range(30)]
    model = model_of(*known, *others, title("one", tags=("clue",)), title("two", tags=("alibi",)))
    shown = comparing(model, "one", "two")
    assert shown.compared is not None
    assert shown.compared.score > 0
    html = bytes(page("compare.html", model=model, shown=shown).body).decode()
    told = text_of(section(html, "parts"))
    assert "They have no fact in common, only genres that the rest of each lets one expect." in told
    assert "expected genres" in told
    assert "They share nothing" not in told


def test_how_near_that_is_is_told_both_ways(client: TestClient, model: Model) -> None:
    told = text_of(section(client.get("/compare", params=PAIR).text, "near"))
    others = len(model) - 1
    assert f"Harbour Letters is the nearest of {others} to Paper Lanterns." in told
    assert f"Paper Lanterns is the nearest of {others} to Harbour Letters." in told


@pytest.mark.parametrize(
    ("rank", "told"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (13, "13th"), (21, "21st"),
     (112, "112th"), (123, "123rd"), (1001, "1,001st")],
)  # fmt: skip
def test_places_are_written_as_they_are_said(rank: int, told: str) -> None:
    assert Place("a", "b", rank, 2000).ordinal == told


def test_the_nearest_stands_at_one_end_of_the_line_and_the_farthest_at_the_other() -> None:
    assert Place("a", "b", 1, 321).share == 0
    assert Place("a", "b", 321, 321).share == 1
    assert Place("a", "b", 1, 1).share == 0


def test_tones_stand_where_they_belong(client: TestClient) -> None:
    html = client.get("/compare", params=PAIR).text
    both = text_of(section(html, "t-shared"))
    assert "slow burn romance strong in Paper Lanterns, clear in Harbour Letters" in both
    assert "restrained clear" in text_of(section(html, "t-a"))
    assert "tearjerker strong" in text_of(section(html, "t-b"))
    assert text_of(section(html, "t-against")).endswith("none")


def test_a_contradiction_says_who_has_it(client: TestClient) -> None:
    html = client.get("/compare?a=Harbour+Letters&b=Night+Ferry").text
    assert "tearjerker strong in Harbour Letters, no in Night Ferry" in text_of(section(html, "t-against"))


def test_spokes_that_only_one_figure_has_are_pale(client: TestClient) -> None:
    html = client.get("/compare", params=PAIR).text
    spokes = re.findall(r'<g class="([^"]*)">\s*<title>([^<]*)</title>', html)
    pale = {name for classes, name in spokes if "pale" in classes.split()}
    full = {name for classes, name in spokes if "pale" not in classes.split()}
    assert {"restrained", "tearjerker"} <= pale
    assert "slow burn romance" in full
    assert not pale & full


def test_facts_stand_side_by_side_and_shared_ones_stand_out(client: TestClient) -> None:
    html = section(client.get("/compare", params=PAIR).text, "facts")
    rows = {
        text_of(name): cells
        for name, cells in re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', html, re.S)
    }
    assert rows["Production countries"].count("<strong>Japan</strong>") == 2
    assert rows["Form"].count("<strong>series</strong>") == 2
    assert text_of(rows["Year"]) == "2019 2021"
    assert "<strong>" not in rows["Year"]
    assert text_of(rows["Filmed in"]) == "not known not known"


def test_the_two_can_be_swapped_and_exchanged(client: TestClient) -> None:
    found = links(client.get("/compare", params=PAIR).text)
    assert "/compare?a=harbour-letters-2021&b=paper-lanterns-2019" in found
    assert "/compare?a=paper-lanterns-2019" in found
    assert "/compare?a=harbour-letters-2021" in found


def test_any_name_of_a_title_will_do(client: TestClient) -> None:
    by_name = client.get("/compare", params={"a": "종이 등불", "b": "harbour leters"}).text
    by_id = client.get("/compare", params=PAIR).text
    # The foot leads to the same address in other languages, as it was typed.
    assert by_name.partition("<footer")[0] == by_id.partition("<footer")[0]


def test_an_ambiguous_name_is_asked_back_and_the_other_is_kept(client: TestClient) -> None:
    html = client.get("/compare", params={"a": "Tin Soldier", "b": "Moss Garden"}).text
    assert "Which “Tin Soldier” did you mean?" in text_of(html)
    assert "/compare?a=tin-soldier-2001&b=Moss+Garden" in links(html)
    assert "What the score is made of" not in html


def test_both_names_can_be_in_doubt(client: TestClient) -> None:
    html = client.get("/compare", params={"a": "Tin Soldier", "b": "Mos Gorden"}).text
    assert "/compare?a=tin-soldier-2018&b=Mos+Gorden" in links(html)
    html = client.get("/compare", params={"a": "zzqqxxyy", "b": "Tin Soldier"}).text
    assert "No title is called “zzqqxxyy”" in text_of(html)
    assert "/compare?a=zzqqxxyy&b=tin-soldier-2018" in links(html)


def test_one_title_is_offered_its_neighbours(client: TestClient) -> None:
    html = client.get("/compare", params={"a": "Paper Lanterns"}).text
    assert "/compare?a=paper-lanterns-2019&b=harbour-letters-2021" in links(html)
    assert '<input type="hidden" name="a" value="paper-lanterns-2019">' in html


def test_a_title_is_not_compared_with_itself(client: TestClient) -> None:
    answer = client.get("/compare", params={"a": "Moss Garden", "b": "moss-garden-2015"})
    assert answer.status_code == 200
    assert "That is one title, twice" in answer.text


def test_without_titles_there_are_two_fields_and_an_example_that_is_near(client: TestClient) -> None:
    html = client.get("/compare").text
    fields = [at for tag, at in Page(html).elements if tag == "input" and at.get("data-suggest") == "add"]
    assert [field["name"] for field in fields] == ["a", "b"]
    (example,) = (address for address in links(html) if "&b=" in address)
    assert "How near is that?" in client.get(example).text


def test_titles_that_share_nothing_are_said_to(client: TestClient) -> None:
    html = client.get("/compare?a=box/odd-name&b=tin-soldier-2018").text
    assert "They share nothing that counts: the score is 0." in text_of(html)


@pytest.mark.parametrize("params", STATES)
def test_every_state_is_a_whole_page(client: TestClient, params: dict[str, str]) -> None:
    answer = client.get("/compare", params=params)
    assert answer.status_code == 200
    read = Page(answer.text)
    assert read.open == []
    assert sum(tag == "h1" for tag, _ in read.elements) == 1
    ids = [attributes["id"] for _, attributes in read.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    labels = {at["for"] for tag, at in read.elements if tag == "label"}
    fields = {at["id"] for tag, at in read.elements if tag == "input" and at.get("type") != "hidden"}
    assert fields <= labels
    assert not any(name == "style" or name.startswith("on") for _, at in read.elements for name in at)
