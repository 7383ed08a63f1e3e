from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys.catalogue import Catalogue, read_catalogue, write_catalogue
from recsys.errors import BadData
from recsys.merging import Merged, merge
from recsys.title import Form, Medium, Relation, RelationKind, Title
from tests.builders import title
from tests.catalogue import strategies

catalogues = st.lists(strategies.titles, max_size=5, unique_by=lambda title: title.id).map(Catalogue)
few_names = st.sampled_from(["Home", "Her", "The Lantern", "Lantern", "홈"])
few_titles = st.builds(
    lambda id, name, other, **facts: title(id, title=name, original_title=other, **facts),
    st.sampled_from([f"t{number}" for number in range(8)]),
    few_names,
    st.none() | few_names,
    year=st.none() | st.integers(2000, 2002),
    form=st.none() | st.sampled_from(Form),
    medium=st.none() | st.sampled_from(Medium),
    countries=st.sampled_from([(), ("JP",), ("JP", "KR"), ("US",)]),
    cast=st.lists(st.sampled_from(["Ito Aoi", "Aoi Ito", "Kim Bo-ra"]), max_size=2),
    external_ids=st.dictionaries(
        st.sampled_from(["imdb", "tmdb"]), st.sampled_from(["1", "2", "3"]), max_size=2
    ),
)
near_catalogues = st.lists(few_titles, max_size=6, unique_by=lambda title: title.id).map(Catalogue)


def of(*titles: Title) -> Catalogue:
    return Catalogue(titles)


def film(id: str, name: str, year: int | None = 2019, **facts: Any) -> Title:
    return title(id, **{"title": name, "year": year, "form": Form.FILM, **facts})


def merged(one: Title, other: Title) -> Merged:
    return merge({"a": of(one), "b": of(other)})


@given(catalogues)
@settings(max_examples=30)
def test_merging_a_catalogue_with_itself_changes_nothing(catalogue: Catalogue) -> None:
    found = merge({"a": catalogue, "b": catalogue})
    assert found.catalogue.titles == catalogue.titles
    assert (found.conflicts, found.doubts) == ((), ())


@given(st.lists(near_catalogues, max_size=3))
def test_every_title_is_in_exactly_one_title_of_the_result(given: list[Catalogue]) -> None:
    found = merge({f"source {number}": catalogue for number, catalogue in enumerate(given)})
    told = {(f"source {number}", title.id) for number, catalogue in enumerate(given) for title in catalogue}
    assert set(found.places) == told
    assert set(found.places.values()) == {title.id for title in found.catalogue}
    assert len(found.catalogue) == len(told) - len(found.matches)


@given(st.lists(near_catalogues, min_size=2, max_size=3))
def test_two_titles_of_one_catalogue_are_never_one(given: list[Catalogue]) -> None:
    found = merge({f"source {number}": catalogue for number, catalogue in enumerate(given)})
    bearers = [(source, place) for (source, _), place in found.places.items()]
    assert len(bearers) == len(set(bearers))


@given(near_catalogues, near_catalogues, st.randoms(use_true_random=False))
def test_the_order_of_rows_is_no_matter(one: Catalogue, other: Catalogue, random: Any) -> None:
    rows = list(other)
    random.shuffle(rows)
    first, second = merge({"a": one, "b": other}), merge({"a": one, "b": Catalogue(rows)})
    assert first == replace(second, catalogue=first.catalogue)
    assert first.catalogue.titles == second.catalogue.titles


@given(near_catalogues, near_catalogues)
def test_nothing_that_a_catalogue_says_is_lost(one: Catalogue, other: Catalogue) -> None:
    found = merge({"a": one, "b": other})
    for source, catalogue in (("a", one), ("b", other)):
        for told in catalogue:
            result = found.catalogue.by_id[found.places[source, told.id]]
            assert set(told.countries) <= set(result.countries)
            assert set(told.external_ids) <= set(result.external_ids)
            if told.year not in (None, result.year):
                assert ("year", str(told.year), source) in {
                    (fact.field, fact.value, fact.source) for fact in result.facts
                }


def test_a_merged_catalogue_can_be_written_and_read(tmp_path: Any) -> None:
    one = film("x", "Lantern", synopsis="One.\nTwo.", countries=("KR",), popularity=3.5)
    other = film("y", "The Lantern", 2019, minutes=90, countries=("JP", "KR"), cast=["Ito Aoi"])
    write_catalogue(merged(one, other).catalogue, tmp_path / "merged.jsonl")
    reading = read_catalogue(tmp_path / "merged.jsonl", strict=True)
    assert reading.catalogue.titles == merged(one, other).catalogue.titles


def test_three_catalogues_chain_through_what_each_pair_shares() -> None:
    found = merge(
        {
            "a": of(film("x", "Lantern", external_ids={"imdb": "tt0000001"})),
            "b": of(film("y", "등불", None, external_ids={"imdb": "1", "mal": "7"})),
            "c": of(film("z", "Tomoshibi", None, external_ids={"mal": "7"})),
        }
    )
    assert [(match.source, match.by) for match in found.matches] == [("b", ("imdb",)), ("c", ("mal",))]
    assert found.catalogue[0].names == ("Lantern", "등불", "Tomoshibi")


def test_relations_lead_to_the_ids_that_are_left() -> None:
    sequel = Relation(RelationKind.SEQUEL, "two")
    found = merge(
        {
            "a": of(film("lantern", "The Lantern")),
            "b": of(film("one", "Lantern", relations=(sequel,)), film("two", "Lantern 2", 2021)),
        }
    )
    by_id = found.catalogue.by_id
    assert by_id["lantern"].relations == (sequel,)
    assert by_id["two"].relations == (Relation(RelationKind.PREQUEL, "lantern"),)


def test_different_titles_of_one_id_both_stay_and_relations_follow() -> None:
    other = film("2", "Iron Valley", relations=(Relation(RelationKind.SEQUEL, "1"),))
    found = merge({"a": of(film("1", "Lantern")), "b": of(film("1", "Cold Anvil", 2003), other)})
    assert [title.id for title in found.catalogue] == ["1", "1-b", "2"]
    assert found.catalogue.by_id["2"].relations == (Relation(RelationKind.SEQUEL, "1-b"),)
    assert found.catalogue.by_id["1"].relations == ()
    assert found.renamed == (("b", "1", "1-b"),)


def test_a_new_id_is_never_one_that_a_title_brings_along() -> None:
    found = merge(
        {"a": of(film("1", "Lantern")), "b": of(film("1", "Cold Anvil", 2003), film("1-b", "Home", 2005))}
    )
    assert {key: id for key, id in found.places.items() if key[0] == "b"} == {
        ("b", "1"): "1-b-2",
        ("b", "1-b"): "1-b",
    }


def test_a_title_is_never_related_to_itself() -> None:
    remake = Relation(RelationKind.REMAKE, "lantern")  # an id that only the other catalogue has
    found = merged(film("lantern", "Lantern"), film("y", "Lantern", relations=(remake,)))
    assert found.catalogue[0].relations == ()


@pytest.mark.parametrize("name", ["", " ", "two\nlines", "a" * 101])
def test_a_catalogue_without_a_usable_name_is_refused(name: str) -> None:
    with pytest.raises(BadData, match="name for a catalogue"):
        merge({name: of()})
