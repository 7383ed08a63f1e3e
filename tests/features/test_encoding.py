from __future__ import annotations

import numpy as np
import pytest

from recsys.features import encoding
from recsys.features.encoding import encoded, unknown_tokens
from recsys.model import Model
from recsys.names import ChosenStrings, StringTable
from tests.builders import model_of, title

WRITTEN = "A cook keeps a lighthouse."


@pytest.fixture(scope="module")
def model() -> Model:
    """Two titles of one genre and one synopsis."""
    return model_of(*(title(id, genres=("drama",), synopsis=WRITTEN, cast=("Ahn Example",)) for id in "ab"))


def test_token_is_found_in_the_vocabulary_by_either_way(
    model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    titles = [
        title("c", genres=("drama", "crime"), synopsis="A cook flies a zeppelin.", cast=("Bo Example",))
    ]
    found = []
    for worth in (0, 1_000_000):
        monkeypatch.setattr(encoding, "_WORTH_A_TABLE", worth)
        found.append(encoded(model.space, titles, model.people).toarray())
    np.testing.assert_array_equal(found[0], found[1])
    assert found[0].any()


def test_few_people_are_looked_up_one_by_one_where_few_of_many_are_chosen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    table = StringTable.from_strings(f"{number:05}" for number in range(100))
    choice = ChosenStrings.of(table, StringTable.from_strings(["00007", "00009"]))
    looked_up = []
    place_of = ChosenStrings.place_of

    def watched(terms: ChosenStrings, term: str) -> int | None:
        looked_up.append(term)
        return place_of(terms, term)

    monkeypatch.setattr(ChosenStrings, "place_of", watched)
    assert encoding._places(StringTable.from_strings(["00008", "00009"]), choice).tolist() == [-1, 1]
    assert looked_up == ["00008", "00009"]


def test_what_the_training_has_not_seen_is_named_by_block(model: Model) -> None:
    strange = title("c", genres=("drama", "crime"), synopsis="A cook flies a zeppelin.")
    unknown = unknown_tokens(model.space, [strange], model.people)
    assert unknown["genres"] == ("crime",)
    assert "zeppelin" in unknown["synopsis"]
    assert "cook" not in unknown["synopsis"]


def test_of_a_title_of_the_training_everything_is_known(model: Model) -> None:
    assert unknown_tokens(model.space, [model.title(0)], model.people) == {}
