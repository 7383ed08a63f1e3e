from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from defusedxml import ElementTree

from recsys.answer_files import Site, SiteList, site_list
from recsys.title import Credit, Form, Role, Title
from tests.builders import title


def film(id: str = "a", **facts: Any) -> Title:
    return title(id, **{"title": "Lantern", "year": 2019, "form": Form.FILM, **facts})


def rows(found: SiteList) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(found.text), strict=True))


def of(site: Site, *titles: Title) -> SiteList:
    found = site_list(site, titles)
    assert found.n_titles == (
        len(rows(found)) if site is not Site.MYANIMELIST else found.text.count("<anime>")
    )
    return found


def test_letterboxd_gets_ids_name_year_and_directors() -> None:
    credits = (Credit("Ito Aoi", Role.DIRECTOR), Credit("Kim Bo-ra"), Credit("Abe Ren", Role.DIRECTOR))
    found = of(Site.LETTERBOXD, film(external_ids={"imdb": "99685", "tmdb": "769"}, credits=credits))
    assert rows(found) == [
        {
            "tmdbID": "769",
            "imdbID": "tt0099685",
            "Title": "Lantern",
            "Year": "2019",
            "Directors": "Ito Aoi, Abe Ren",
        }
    ]
    assert found.remarks == ()


def test_letterboxd_takes_a_film_by_name_and_year_but_no_series() -> None:
    found = of(Site.LETTERBOXD, film(), film("b", title="Harbour", form=Form.SERIES))
    assert [row["Title"] for row in rows(found)] == ["Lantern"]
    assert found.remarks == ("Harbour (2019, series) is left out: Letterboxd lists films",)


def test_letterboxd_gets_no_number_that_may_be_that_of_a_series() -> None:
    found = of(Site.LETTERBOXD, film(form=None, external_ids={"tmdb": "769"}))
    assert rows(found)[0]["tmdbID"] == ""


def test_a_name_alone_is_told() -> None:
    found = of(Site.LETTERBOXD, film(year=None))
    assert found.remarks == (
        "Lantern (film) has neither an id nor a year: Letterboxd goes by its name alone",
    )


def test_trakt_gets_films_and_series_by_id() -> None:
    series = film("b", form=Form.SERIES, external_ids={"tmdb": "5", "tvdb": "6"})
    found = of(Site.TRAKT, film(external_ids={"imdb": "tt0099685"}), series)
    assert [(row["type"], row["imdb_id"], row["tmdb_id"], row["tvdb_id"]) for row in rows(found)] == [
        ("movie", "tt0099685", "", ""),
        ("show", "", "5", "6"),
    ]
    assert all(row["watchlisted_at"] for row in rows(found))


def test_trakt_cannot_take_what_has_no_id_or_no_form() -> None:
    found = of(Site.TRAKT, film(), film("b", form=None, external_ids={"imdb": "tt0099685"}))
    assert rows(found) == []
    assert [remark.split(": ")[1] for remark in found.remarks] == [
        "Trakt needs an id of IMDb, TMDB or TVDB",
        "Trakt asks whether it is a film or a series",
    ]


def test_myanimelist_gets_its_own_ids_as_planned() -> None:
    found = of(Site.MYANIMELIST, film(title="A & B <c> ]]>", external_ids={"mal": "5114"}), film("b"))
    root = ElementTree.fromstring(found.text.encode())
    (anime,) = root.findall("anime")
    assert {child.tag: child.text for child in anime} == {
        "series_animedb_id": "5114",
        "series_title": "A & B <c> ]]>",
        "my_watched_episodes": "0",
        "my_score": "0",
        "my_status": "Plan to Watch",
        "update_on_import": "0",
    }
    assert root.findtext("myinfo/user_export_type") == "1"
    assert found.remarks == ("Lantern (2019, film) is left out: MyAnimeList needs its own id",)


@pytest.mark.parametrize("name", ["a\x00b", "a\x1b[31m", "\ud800", "\uffff"])
def test_xml_stays_well_formed_whatever_the_title(name: str) -> None:
    found = of(Site.MYANIMELIST, film(title=name, external_ids={"mal": "1"}))
    ElementTree.fromstring(found.text.encode())


@pytest.mark.parametrize("id", ["", "abc", "٣", "1; drop", "5114/x"])
def test_an_id_that_is_none_is_as_good_as_unknown(id: str) -> None:
    ids = dict.fromkeys(("imdb", "tmdb", "tvdb", "mal"), id)
    assert of(Site.TRAKT, film(external_ids=ids)).n_titles == 0
    assert of(Site.MYANIMELIST, film(external_ids=ids)).n_titles == 0


@pytest.mark.parametrize("site", Site)
def test_an_empty_list_is_a_file_all_the_same(site: Site) -> None:
    assert of(site).text
