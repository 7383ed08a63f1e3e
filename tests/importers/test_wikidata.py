"""Results of the Wikidata Query Service: made-up items with the oddities of real ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from recsys.files import source_of_bytes
from recsys.importers import Imported, read_titles
from recsys.importers.wikidata import WikidataImporter
from recsys.title import Title

ENTITY = "http://www.wikidata.org/entity/"
Binding = dict[str, Any]


def binding(**values: str) -> Binding:
    """One result; what begins as Q and a number is an item, a value may name its language: en:Ferry."""
    return {name: value_of(text) for name, text in values.items()}


def value_of(text: str) -> Binding:
    if text[:1] == "Q" and text[1:].isdigit():
        return {"type": "uri", "value": ENTITY + text}
    language, colon, rest = text.partition(":")
    if colon and len(language) == 2 and language.isalpha():
        return {"xml:lang": language, "type": "literal", "value": rest}
    return {"type": "literal", "value": text}


def results(*bindings: Binding) -> str:
    """The form of the service: one result a line, from line 3 on."""
    names = json.dumps(list(dict.fromkeys(name for one in bindings for name in one)))
    lines = ",\n".join(json.dumps(one) for one in bindings)
    return f'{{"head" : {{"vars" : {names}}},\n"results" : {{"bindings" : [\n{lines}\n]}}}}'


def read(tmp_path: Path, text: str) -> Imported:
    (tmp_path / "query.json").write_text(text, encoding="utf-8")
    return read_titles(tmp_path / "query.json")


def one(tmp_path: Path, *bindings: Binding) -> Title:
    imported = read(tmp_path, results(*bindings))
    assert imported.problems == ()
    (title,) = imported.catalogue
    return title


def told(imported: Imported) -> list[str]:
    return [str(problem) for problem in imported.problems]


FERRY = {"item": "Q7", "itemLabel": "en:The Ferry"}


def test_results_of_one_item_become_one_title(tmp_path: Path) -> None:
    title = one(
        tmp_path,
        binding(**FERRY, countryLabel="en:Japan", castLabel="en:A A", cast="Q11"),
        binding(**FERRY, countryLabel="en:South Korea"),
        binding(**FERRY, countryLabel="en:Japan", castLabel="en:B B", cast="Q12"),
    )
    assert (title.id, title.title, title.countries) == ("wikidata-Q7", "The Ferry", ("JP", "KR"))
    assert [(credit.person, credit.person_id) for credit in title.credits] == [("A A", "Q11"), ("B B", "Q12")]
    assert title.external_ids == {"wikidata": "Q7"}


def test_results_that_do_not_stand_together_are_still_one_title(tmp_path: Path) -> None:
    other = binding(item="Q8", itemLabel="en:Other")
    imported = read(
        tmp_path,
        results(binding(**FERRY, genreLabel="en:drama"), other, binding(**FERRY, genreLabel="en:crime")),
    )
    assert {title.id: title.genres for title in imported.catalogue} == {
        "wikidata-Q7": ("crime", "drama"),
        "wikidata-Q8": (),
    }


def test_each_variable_is_what_its_name_says(tmp_path: Path) -> None:
    title = one(
        tmp_path,
        binding(
            film="Q7", filmLabel="en:The Ferry", originalTitle="ko:나룻배", filmDescription="en:a film",
            publicationDate="1999-10-01T00:00:00Z", directorLabel="en:D D", screenwriterLabel="en:W W",
            composer="Q5", composerLabel="en:C C", image="x.jpg", basedOnLabel="en:A Novel",
            originalLanguageLabel="en:Korean", duration="+95", imdbId="tt0000001", tmdbMovieID="12",
            production_companyLabel="en:Ferry Films", mainSubjectLabel="en:river", follows="Q6",
            sitelinks="12",
        ),
    )  # fmt: skip
    assert (title.title, title.original_title, title.form, title.year) == (
        "The Ferry",
        "나룻배",
        "film",
        1999,
    )
    assert [(credit.person, credit.role) for credit in title.credits] == [
        ("D D", "director"),
        ("W W", "writer"),
        ("C C", "composer"),
    ]
    assert (title.languages, title.minutes, title.tags, title.popularity) == (("ko",), 95, ("river",), 12)
    assert title.external_ids == {"imdb": "tt0000001", "tmdb": "12", "wikidata": "Q7"}
    assert [studio.name for studio in title.studios] == ["Ferry Films"]
    assert [(str(relation.kind), relation.id) for relation in title.relations] == [("prequel", "wikidata-Q6")]
    assert [source.name for source in title.sources] == ["A Novel"]


def test_the_first_of_january_may_be_a_year_alone(tmp_path: Path) -> None:
    title = one(tmp_path, binding(**FERRY, date="1999-01-01T00:00:00Z"))
    assert (title.year, title.releases) == (1999, ())


def test_of_several_dates_the_first_year_counts(tmp_path: Path) -> None:
    dates = ("2001-02-03T00:00:00Z", "1999-10-01T00:00:00Z", "1999-01-01T00:00:00Z")
    title = one(tmp_path, *(binding(**FERRY, date=date) for date in dates))
    assert (title.year, [release.date.text for release in title.releases]) == (1999, ["1999-10-01"])


def test_countries_are_known_by_their_items_too(tmp_path: Path) -> None:
    assert one(tmp_path, binding(**FERRY, country="Q884")).countries == ("KR",)


def test_names_in_other_languages_are_aliases(tmp_path: Path) -> None:
    title = one(
        tmp_path,
        binding(
            item="Q7",
            itemLabel="en:The Ferry",
            label_ko="나룻배",
            itemAltLabel="en:Ferry, The Boat",
            ja_label="ja:渡し舟",
        ),
    )
    assert {(alias.name, alias.language) for alias in title.aliases} == {
        ("나룻배", "ko"), ("Ferry", "en"), ("The Boat", "en"), ("渡し舟", "ja"),
    }  # fmt: skip


def test_an_english_label_is_the_title_wherever_it_stands(tmp_path: Path) -> None:
    title = one(
        tmp_path, binding(item="Q7", itemLabel="de:Die Fähre"), binding(item="Q7", itemLabel="en:The Ferry")
    )
    assert (title.title, [alias.name for alias in title.aliases]) == ("The Ferry", ["Die Fähre"])


@pytest.mark.parametrize(
    ("kind", "form", "medium"),
    [("film", "film", None), ("animated short film", "short", "animation"), ("miniseries", "series", None),
     ("anime television series", "series", "animation"), ("television film", "film", None),
     ("drama film", "film", None), ("film series", None, None), ("television special", "special", None)],
)  # fmt: skip
def test_what_an_item_is_says_its_form(
    tmp_path: Path, kind: str, form: str | None, medium: str | None
) -> None:
    title = one(tmp_path, binding(**FERRY, instanceOfLabel=f"en:{kind}"))
    assert (title.form, title.medium) == (form, medium)


def test_values_that_a_query_has_joined_are_taken_apart(tmp_path: Path) -> None:
    title = one(tmp_path, binding(**FERRY, genres="drama|crime", actors="A A; B B"))
    assert title.genres == ("crime", "drama")
    assert [credit.person for credit in title.credits] == ["A A", "B B"]


def test_a_genre_of_films_is_the_genre(tmp_path: Path) -> None:
    assert one(tmp_path, binding(**FERRY, genreLabel="en:drama film")).genres == ("drama",)


def test_unknown_values_are_unknown(tmp_path: Path) -> None:
    blank = {"type": "bnode", "value": "t123"}
    genid = {"type": "uri", "value": "http://www.wikidata.org/.well-known/genid/abc"}
    title = one(tmp_path, binding(**FERRY) | {"director": blank, "date": genid})
    assert (title.credits, title.year) == ((), None)


def test_the_short_form_of_the_page_is_read(tmp_path: Path) -> None:
    short = [
        {"item": f"{ENTITY}Q7", "itemLabel": "The Ferry", "countryLabel": "Japan", "year": "1999"},
        {"item": f"{ENTITY}Q7", "itemLabel": "The Ferry", "countryLabel": "France", "year": "1999"},
    ]
    imported = read(tmp_path, json.dumps(short))
    (title,) = imported.catalogue
    assert (title.countries, title.year, imported.problems) == (("FR", "JP"), 1999, ())


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"castLabel": "Q99", "cast": "Q99"}, "cast: Q99 has no label: ask for ?castLabel"),
        ({"countryLabel": "en:Narnia"}, "country: 'Narnia' is no country"),
        ({"date": "soon"}, "date: 'soon' is no date"),
        ({"imdb": "12"}, "imdb: '12' is no id of imdb"),
        ({"duration": "long"}, "minutes: 'long' is no number"),
        ({"languageLabel": "en:Elvish"}, "language: 'Elvish' is no language"),
    ],
)
def test_a_fault_in_one_value_is_told_with_its_line(
    tmp_path: Path, values: dict[str, str], reason: str
) -> None:
    imported = read(tmp_path, results(binding(item="Q1", itemLabel="en:A"), binding(**FERRY, **values)))
    assert len(imported.catalogue) == 2
    assert told(imported) == [f"query.json:4: {reason}"]


def test_a_result_without_an_item_is_a_problem(tmp_path: Path) -> None:
    imported = read(tmp_path, results(binding(**FERRY), binding(titleLabel="en:B")))
    assert told(imported) == ["query.json:4: item: no variable names an item of Wikidata: ask for ?item"]


def test_a_title_without_a_label_is_a_problem(tmp_path: Path) -> None:
    imported = read(tmp_path, results(binding(**FERRY), binding(item="Q8", itemLabel="Q8")))
    assert len(imported.catalogue) == 1
    assert told(imported)[0].startswith("query.json:4: title")


def test_a_variable_that_is_not_known_is_told_once(tmp_path: Path) -> None:
    imported = read(tmp_path, results(binding(**FERRY, banana="1"), binding(**FERRY, banana="2")))
    assert told(imported) == [
        "query.json: banana: is a variable of the query that is not known; its values are left out"
    ]


def test_a_file_that_is_cut_off_keeps_what_stands_before(tmp_path: Path) -> None:
    text = results(binding(**FERRY), binding(item="Q8", itemLabel="en:B"))
    imported = read(tmp_path, text[: text.index('"en", "type": "literal", "value": "B"')])
    assert [title.id for title in imported.catalogue] == ["wikidata-Q7"]
    assert told(imported)[0].startswith("query.json:4: is not JSON")


def test_only_results_with_items_of_wikidata_are_claimed() -> None:
    importer = WikidataImporter()
    assert importer.claims(source_of_bytes("a", results(binding(**FERRY)).encode()))
    other = (
        '{"head": {"vars": ["a"]}, "results": {"bindings": [{"a": {"type": "uri", "value": "http://a.b"}}]}}'
    )
    for data in (b"", b"[]", b"[{}]", other.encode(), b'[{"id": 1, "title": "A"}]', b"\xff\xfe\x00"):
        assert not importer.claims(source_of_bytes("a", data))
