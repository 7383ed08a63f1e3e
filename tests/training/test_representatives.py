from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.title import Relation, RelationKind
from tests.builders import model_of, title
from training import representatives as representatives_module
from training.representatives import facility_location, representatives

KINDS = {"comedy": 12, "horror": 8, "western": 4}
CATALOGUE = [title(f"{kind}-{n:02}", genres=(kind,)) for kind, count in KINDS.items() for n in range(count)]

Matrix = list[list[int]]


def _ids(*titles: object) -> list[str]:
    model = model_of(*titles)  # type: ignore[arg-type]
    return [model.title(int(row)).id for row in model.overview.representatives]


def test_the_first_ones_stand_for_the_kinds_the_largest_kind_first() -> None:
    assert _ids(*CATALOGUE)[:3] == ["comedy-00", "horror-00", "western-00"]


def test_of_a_small_catalogue_every_title_is_there_once() -> None:
    assert sorted(_ids(*CATALOGUE)) == [one.id for one in CATALOGUE]


def test_a_story_world_is_represented_once() -> None:
    season = title("comedy-99", genres=("comedy",), relations=(Relation(RelationKind.SEQUEL, "comedy-00"),))
    chosen = _ids(*CATALOGUE, season)
    assert len(chosen) == len(CATALOGUE)
    assert len({"comedy-00", "comedy-99"} & set(chosen)) == 1


def test_a_title_of_which_nothing_is_known_comes_last() -> None:
    assert _ids(title("a-blank-one"), *CATALOGUE)[:3] == ["comedy-00", "horror-00", "western-00"]


def test_a_title_known_in_full_stands_for_others_rather_than_one_known_in_part() -> None:
    whole = title("whole", genres=("drama",), tones=("grounded", "tearjerker"), countries=("KR",))
    parts = [
        title("a", genres=("drama",)),
        title("b", genres=("drama",), tones=("grounded",)),
        title("c", genres=("drama",), tones=("tearjerker",)),
    ]
    assert _ids(*parts, whole)[0] == "whole"


def test_of_a_large_catalogue_sixty_are_chosen_from_a_sample_that_is_the_same_each_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    model = model_of(*(title(f"t{n:03}", genres=("drama",), year=1900 + n) for n in range(120)))
    assert len(model.overview.representatives) == 60
    monkeypatch.setattr(representatives_module, "MOST_COMPARED", 20)
    drawn = representatives(model)
    assert len(set(drawn.tolist())) == 20
    assert drawn.tolist() == representatives(model).tolist()


def _plainly(similarity: np.ndarray, worlds: list[int], count: int) -> list[int]:
    chosen: list[int] = []
    covered = np.zeros(len(similarity), dtype=np.int64)
    while len(chosen) < count:
        shown = {worlds[place] for place in chosen}
        left = [place for place, world in enumerate(worlds) if world not in shown]
        if not left:
            break
        adds = [int(np.maximum(similarity[place] - covered, 0).sum()) for place in left]
        chosen.append(left[adds.index(max(adds))])
        covered = np.maximum(covered, similarity[chosen[-1]])
    return chosen


@st.composite
def _squares(draw: st.DrawFn) -> tuple[Matrix, list[int]]:
    n = draw(st.integers(1, 8))
    row = st.lists(st.integers(0, 4), min_size=n, max_size=n)
    worlds = draw(st.lists(st.integers(0, 5), min_size=n, max_size=n))
    return draw(st.lists(row, min_size=n, max_size=n)), worlds


@given(_squares(), st.integers(1, 9))
def test_lazy_choice_is_the_plain_greedy_choice(square: tuple[Matrix, list[int]], count: int) -> None:
    similarity, worlds = np.array(square[0], dtype=np.int64), square[1]
    lazy = facility_location(similarity, worlds=np.array(worlds, dtype=np.int32), count=count)
    assert lazy.tolist() == _plainly(similarity, worlds, count)
