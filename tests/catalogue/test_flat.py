from __future__ import annotations

from typing import Any

import pytest

from recsys.catalogue.flat import read_flat_row
from recsys.catalogue.problems import RowReport
from recsys.title import Alias, Credit, Form, Medium, Relation, RelationKind, Role, Source, SourceKind, Title


def flat(**keys: Any) -> tuple[Title, list[str]]:
    report = RowReport("c.jsonl", 1)
    title = read_flat_row({"id": "1", "title": "Your Name", **keys}, report)
    assert title is not None
    return title, [str(problem) for problem in report.problems]


def test_cast_and_creators_become_credits_in_billing_order() -> None:
    title, problems = flat(cast=["A", "B"], creators=["C"])
    assert title.credits == (
        Credit("A", Role.ACTOR, order=1),
        Credit("B", Role.ACTOR, order=2),
        Credit("C", Role.CREATOR),
    )
    assert problems == []


def test_alternative_titles_become_aliases() -> None:
    assert flat(alt_titles=["君の名は。", "Your Name", ""])[0].aliases == (Alias("君の名は。"),)


@pytest.mark.parametrize(
    ("text", "form", "medium"),
    [
        ("TV", Form.SERIES, None),
        ("movie", Form.FILM, None),
        ("OVA", Form.SPECIAL, Medium.ANIMATION),
        ("ONA", Form.SERIES, Medium.ANIMATION),
        ("Special", Form.SPECIAL, None),
        ("anime", None, Medium.ANIMATION),
        ("", None, None),
        (None, None, None),
    ],
)
def test_format_says_form_and_medium_where_it_does(
    text: str | None, form: Form | None, medium: Medium | None
) -> None:
    title, problems = flat(format=text)
    assert (title.form, title.medium, dict(title.extra), problems) == (form, medium, {}, [])


def test_format_that_says_nothing_is_kept() -> None:
    assert dict(flat(format="LaserDisc")[0].extra) == {"format": "LaserDisc"}


@pytest.mark.parametrize(("given", "id"), [(1535, "1535"), (1535.0, "1535"), ("mal:1535", "mal:1535")])
def test_id_may_be_any_text_or_a_number(given: object, id: str) -> None:
    assert flat(id=given)[0].id == id


@pytest.mark.parametrize("year", [2016, 2016.0, "2016", " 2016 "])
def test_year_may_come_as_tables_write_it(year: object) -> None:
    assert flat(year=year)[0].year == 2016


def test_year_that_is_none_is_told() -> None:
    title, problems = flat(year="abc")
    assert (title.year, problems) == (None, ["c.jsonl:1: year: 'abc' is not a whole number"])


def test_countries_may_stand_in_one_text_with_stray_commas() -> None:
    assert flat(countries="Japan, South Korea, ")[0].countries == ("JP", "KR")
    assert flat(countries=["Japan, ", "South Korea"])[0].countries == ("JP", "KR")


def test_null_means_unknown() -> None:
    title, problems = flat(cast=None, genres=None, year=None, countries=None, synopsis=None)
    assert (title, problems) == (Title(id="1", title="Your Name"), [])


def test_bad_entries_of_a_list_name_their_place() -> None:
    title, problems = flat(cast=["A", 5], creators=7)
    assert [credit.person for credit in title.credits] == ["A"]
    assert problems == ["c.jsonl:1: cast[1]: 5 is not text", "c.jsonl:1: creators: 7 is not a list"]


def test_format_fills_a_form_that_is_null() -> None:
    title, _ = flat(form=None, format="movie")
    assert title.form is Form.FILM


def test_text_with_commas_is_the_list_that_tables_mean() -> None:
    title, problems = flat(cast="A, B", genres="Drama, Romance", tags="quiet, rain", alt_titles="Rain, Again")
    assert [credit.person for credit in title.credits] == ["A", "B"]
    assert title.genres == ("drama", "romance")
    assert title.tags == ("quiet", "rain")
    assert [alias.name for alias in title.aliases] == ["Rain, Again"]
    assert problems == []


def test_keys_of_the_native_row_are_understood_too() -> None:
    title, _ = flat(relations=[{"kind": "sequel", "id": "2"}], languages=["Japanese"])
    assert title.relations == (Relation(RelationKind.SEQUEL, "2"),)
    assert title.languages == ("ja",)


def test_language_is_a_name_or_a_code_and_xx_is_unknown() -> None:
    assert flat(language="Korean")[0].languages == ("ko",)
    assert flat(language=["ja", "en"], languages=["ko"])[0].languages == ("en", "ja", "ko")
    assert flat(language="xx") == flat(language=None) == flat()


def test_producers_are_people_where_nothing_says_otherwise() -> None:
    title, problems = flat(producers=["Ahn Example"], companies=["Example Works"])
    assert title.credits == (Credit("Ahn Example", Role.PRODUCER),)
    assert ([studio.name for studio in title.studios], problems) == (["Example Works"], [])


def test_companies_may_be_written_as_tmdb_writes_them() -> None:
    title, problems = flat(production_companies=[{"id": 7, "name": "Example Works"}])
    assert ([studio.name for studio in title.studios], problems) == (["Example Works"], [])


def test_where_the_source_material_is_told_producers_are_companies_each_once() -> None:
    title, problems = flat(
        companies="Example Works, Second Light",
        production_companies=["Second Light"],
        producers=["Third House", "Second Light"],
        source_material="Manga",
        studios=["Own Studio"],
    )
    assert [studio.name for studio in title.studios] == [
        "Own Studio",
        "Example Works",
        "Second Light",
        "Third House",
    ]
    assert (dict(title.extra), problems) == ({}, [])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Light novel", SourceKind.LIGHT_NOVEL),
        ("Web novel", SourceKind.WEB_NOVEL),
        ("4-koma manga", SourceKind.MANGA),
        ("Web manga", SourceKind.MANGA),
        ("Manhwa", SourceKind.WEBTOON),
        ("Book", SourceKind.NOVEL),
        ("Visual novel", SourceKind.GAME),
        ("Original", SourceKind.ORIGINAL),
    ],
)
def test_source_material_is_read_as_catalogues_of_animation_write_it(text: str, kind: SourceKind) -> None:
    title, problems = flat(source_material=text)
    assert (title.sources, problems) == ((Source(kind),), [])


@pytest.mark.parametrize("text", ["Unknown", "Other", "Mixed media", "", None])
def test_source_material_that_says_nothing_is_no_source(text: str | None) -> None:
    assert flat(source_material=text)[0].sources == ()


def test_source_material_of_no_known_kind_keeps_its_name() -> None:
    assert flat(source_material="Radio play")[0].sources == (Source(SourceKind.OTHER, "Radio play"),)


@pytest.mark.parametrize("key", ["language", "companies", "production_companies", "producers"])
def test_a_flat_key_that_holds_a_number_says_so(key: str) -> None:
    assert flat(**{key: 7})[1] == [f"c.jsonl:1: {key}: 7 is not a list"]


def test_unknown_genre_is_kept_as_a_genre_of_its_own() -> None:
    assert flat(genres=["Award Winning", "Sci-Fi"])[0].genres == ("award-winning", "sci-fi")
