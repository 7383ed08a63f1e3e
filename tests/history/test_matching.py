"""Records of a history lead to the titles that they mean, or to none; never to a guess."""

from __future__ import annotations

from typing import Any

import pytest

from recsys.history.matching import Match, MatchedBy, count_matches, match_records
from recsys.history.record import Record
from recsys.model import Model
from recsys.title import Alias, Form, Medium
from tests.builders import model_of, title


@pytest.fixture(scope="module")
def model() -> Model:
    return model_of(
        title(
            "goblin-2016",
            title="Guardian: The Lonely and Great God",
            aliases=(Alias("Goblin"), Alias("도깨비")),
            year=2016,
            form=Form.SERIES,
            external_ids={"imdb": "tt5994346", "tmdb": "67915"},
        ),
        title("her-2013", title="Her", year=2013, form=Form.FILM, external_ids={"tmdb": "67915"}),
        title("kingdom-2019", title="Kingdom", year=2019, form=Form.SERIES, medium=Medium.LIVE_ACTION),
        title("kingdom-2012", title="Kingdom", year=2012, form=Form.SERIES, medium=Medium.ANIMATION),
        title("your-name-2016", title="Your Name.", year=2016, form=Form.FILM, medium=Medium.ANIMATION),
        title("untold", title="Untold Tales"),
    )


def record(name: str = "", **known: Any) -> Record:
    return Record(file="f.csv", line=2, title=name, **known)


def match(model: Model, name: str = "", **known: Any) -> Match:
    (found,) = match_records(model, [record(name, **known)])
    return found


def found(model: Model, name: str = "", **known: Any) -> tuple[str, str | None]:
    one = match(model, name, **known)
    return str(one.by), None if one.row is None else model.names.ids.table[one.row]


def test_an_id_elsewhere_decides_whatever_the_name(model: Model) -> None:
    assert found(model, "쓸쓸하고 찬란하神", ids={"imdb": "tt5994346"}) == ("id", "goblin-2016")


def test_a_number_that_films_and_series_share_is_told_apart_by_form(model: Model) -> None:
    assert found(model, ids={"tmdb": "67915"}, form=Form.FILM) == ("id", "her-2013")
    assert found(model, ids={"tmdb": "67915"}, form=Form.SERIES) == ("id", "goblin-2016")


def test_a_name_and_its_year_are_enough(model: Model) -> None:
    assert found(model, "her", year=2013) == ("title and year", "her-2013")
    assert found(model, "GOBLIN", year=2016) == ("title and year", "goblin-2016")


def test_sites_may_differ_by_a_year(model: Model) -> None:
    assert found(model, "Her", year=2014) == ("title and year", "her-2013")


def test_another_work_of_the_name_is_not_taken(model: Model) -> None:
    assert found(model, "Her", year=1998) == ("unknown", None)
    assert found(model, "Her", form=Form.SERIES) == ("unknown", None)


def test_the_year_decides_between_two_of_a_name(model: Model) -> None:
    assert found(model, "Kingdom", year=2012) == ("title and year", "kingdom-2012")


def test_the_medium_decides_between_two_of_a_name(model: Model) -> None:
    assert found(model, "Kingdom", medium=Medium.LIVE_ACTION) == ("title alone", "kingdom-2019")


def test_two_of_a_name_without_a_year_are_ambiguous_and_offered(model: Model) -> None:
    one = match(model, "Kingdom")
    assert one.by is MatchedBy.AMBIGUOUS
    assert {choice.id for choice in one.choices} == {"kingdom-2012", "kingdom-2019"}


def test_another_name_of_the_record_helps(model: Model) -> None:
    assert found(model, "Kimi no Na wa.", names=("Your Name.",), year=2016)[1] == "your-name-2016"


def test_a_title_whose_year_the_catalogue_does_not_know_is_found_by_name(model: Model) -> None:
    assert found(model, "Untold Tales", year=2020) == ("title alone", "untold")


def test_a_slip_of_spelling_needs_the_very_year(model: Model) -> None:
    assert found(model, "Untild Tales", year=2020) == ("unknown", None)
    assert found(model, "Your Nme", year=2016) == ("near spelling and year", "your-name-2016")
    assert found(model, "Your Nme") == ("unknown", None)


def test_what_the_catalogue_lacks_is_unknown(model: Model) -> None:
    assert found(model, "Never Made", year=2016) == ("unknown", None)


def test_an_entry_without_name_and_known_id_is_unknown(model: Model) -> None:
    assert found(model, ids={"imdb": "tt0000000"}) == ("unknown", None)


def test_all_records_are_counted_by_way(model: Model) -> None:
    matches = match_records(model, [record("Her", year=2013), record("Kingdom"), record("Never Made")])
    counts = count_matches(matches)
    assert counts["title and year"] == counts["ambiguous"] == counts["unknown"] == 1
    assert sum(counts.values()) == 3
