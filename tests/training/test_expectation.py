"""Genres that the rest of a title lets one expect."""

from __future__ import annotations

import math
from dataclasses import replace

from recsys.arrays import SparseVector
from recsys.catalogue import Catalogue
from recsys.features import DEFAULT_BLOCKS
from recsys.features.fitting import sorted_rows
from recsys.features.vectorizer import TitleVectorizer
from recsys.model import Model
from recsys.title import Title
from tests.builders import model_of, title
from training.expectation import MOST_EXPECTED, expected_genre_tokens
from training.pipeline import train

TAGS = {"crime": ("clue", "alibi"), "romance": ("kiss", "wedding"), "war": ("trench", "medal")}


def _kinds(per_kind: int = 10) -> list[Title]:
    return [
        title(f"{genre}-{n:02}", genres=(genre,), tags=tags)
        for genre, tags in TAGS.items()
        for n in range(per_kind)
    ]


def _expected(model: Model, id: str) -> dict[str, float]:
    """Return the expected genres of a title, with their features."""
    vector: SparseVector = model.vector(model.row(id))
    block = model.space.by_name["expected_genres"]
    inside = (vector.columns >= block.start) & (vector.columns < block.stop)
    terms = list(block.terms)
    found = zip(vector.columns[inside], vector.values[inside], strict=True)
    return {terms[column - block.start]: float(value) for column, value in found}


def _learned(titles: list[Title], **weights: float) -> dict[str, dict[str, float]]:
    vectorizer = TitleVectorizer()
    rows = sorted_rows(vectorizer.fit_transform(titles))
    weights = {block.spec.name: 1.0 for block in vectorizer.space_.blocks} | weights
    found = expected_genre_tokens(rows, vectorizer.space_, weights)
    genres = list(found.terms)
    own = [found.rows.row(row) for row in range(len(titles))]
    return {
        one.id: {genres[place]: value for place, value in zip(row.columns, row.values.tolist(), strict=True)}
        for one, row in zip(titles, own, strict=True)
    }


def test_a_title_whose_genre_is_withheld_is_expected_to_have_it() -> None:
    model = model_of(*_kinds(), title("withheld", tags=("clue", "alibi")))
    assert list(_expected(model, "withheld")) == ["crime"]


def test_two_titles_of_different_genres_meet_in_what_is_expected_of_both() -> None:
    filed = title("filed-otherwise", genres=("war",), tags=("clue", "alibi"))
    model = model_of(*_kinds(), filed)
    assert max(_expected(model, filed.id).items(), key=lambda item: item[1])[0] == "crime"
    assert "crime" in _expected(model, "crime-00")


def test_a_teacher_never_learns_from_its_own_label() -> None:
    titles = _kinds()
    plain = _learned(titles)
    for own in ("crime", "romance", "war"):
        changed = [replace(one, genres=(own,)) if one.id == "crime-04" else one for one in titles]
        told = _learned(changed)["crime-04"]
        # Nothing but the rarity of the genres may differ, of which three counts changed by one.
        assert set(told) == {"crime"}
        assert abs(told["crime"] / plain["crime-04"]["crime"] - 1) < 0.1


def test_a_genre_that_only_one_title_has_is_expected_of_nobody() -> None:
    odd = title("odd", genres=("western",), tags=("spur",))
    found = _learned([*_kinds(), odd])
    assert "western" not in {genre for genres in found.values() for genre in genres}


def test_nothing_is_expected_of_a_title_of_which_nothing_else_is_known() -> None:
    found = _learned([*_kinds(), title("bare"), title("only-a-genre", genres=("crime",))])
    assert found["bare"] == found["only-a-genre"] == {}


def test_at_most_five_genres_are_expected_the_strongest() -> None:
    genres = tuple("crime romance war comedy horror western sport".split())
    many = [title(f"m{n:02}", genres=genres[: 7 - n % 3], tags=("busy",)) for n in range(20)]
    found = _learned([*many, *_kinds(4)])
    assert max(map(len, found.values())) == MOST_EXPECTED
    assert all(strength > 0 for expected in found.values() for strength in expected.values())


def test_what_is_expected_is_told_in_steps_of_half_a_per_cent() -> None:
    found = [strength for expected in _learned(_kinds()).values() for strength in expected.values()]
    steps = [math.log(strength / 1e-4, 1.005) for strength in found]
    assert found
    assert all(abs(step - round(step)) < 1e-6 and step > 0 for step in steps)


def test_where_no_genre_is_known_nothing_is_expected() -> None:
    found = _learned([title(f"t{n:02}", tags=("clue",)) for n in range(20)])
    assert set(map(tuple, found.values())) == {()}
    assert not _expected(model_of(*(title(f"t{n:02}", tags=("clue",)) for n in range(20))), "t00")


def test_too_few_teachers_teach_nothing() -> None:
    assert set(map(tuple, _learned(_kinds(3)).values())) == {()}
    assert set(map(tuple, _learned(_kinds(4)).values())) != {()}


def test_the_same_titles_in_any_order_are_expected_to_be_the_same() -> None:
    titles = [*_kinds(), title("withheld", tags=("clue", "kiss"))]
    there, back = model_of(*titles), model_of(*reversed(titles))
    assert [_expected(there, one.id) for one in titles] == [_expected(back, one.id) for one in titles]


def test_what_is_expected_is_learned_from_the_catalogue_and_from_no_weight_of_genres() -> None:
    assert _learned(_kinds(), genres=9.0) == _learned(_kinds())


def test_a_model_without_the_block_of_genres_expects_none() -> None:
    blocks = tuple(block for block in DEFAULT_BLOCKS if block.name != "genres")
    model = train(Catalogue(_kinds()), blocks=blocks)
    block = model.space.by_name["expected_genres"]
    assert block.start == block.stop
