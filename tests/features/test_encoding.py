from __future__ import annotations

import numpy as np
import pytest

from recsys.features import encoding
from recsys.features.encoding import encoded, unknown_tokens
from recsys.model import Model
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


def test_what_the_training_has_not_seen_is_named_by_block(model: Model) -> None:
    strange = title("c", genres=("drama", "crime"), synopsis="A cook flies a zeppelin.")
    unknown = unknown_tokens(model.space, [strange], model.people)
    assert unknown["genres"] == ("crime",)
    assert "zeppelin" in unknown["synopsis"]
    assert "cook" not in unknown["synopsis"]


def test_of_a_title_of_the_training_everything_is_known(model: Model) -> None:
    assert unknown_tokens(model.space, [model.title(0)], model.people) == {}
