"""C23, C30: titles that nobody has seen yet, and titles that the viewer has seen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from recsys import Catalogue, Model
from recsys.history import read_history_bytes, viewer_of
from tests.capabilities.asking import MISSION_TITLES, ask, ids, result_of
from training.pipeline import train

NEW = "kidnap-game-2026"


@pytest.fixture(scope="module")
def without_the_new_one(fixture_model: Model) -> Model:
    """The mission's titles but the one that is still to come."""
    return train(Catalogue(fixture_model.title(fixture_model.row(id)) for id in MISSION_TITLES if id != NEW))


def test_c23_a_new_title_leaves_the_order_of_the_others_nearly_as_it_was(
    without_the_new_one: Model, fixture_model: Model
) -> None:
    before = ids(ask(without_the_new_one, like=["Squid Game"], k=5))
    after = [id for id in ids(ask(fixture_model, like=["Squid Game"], k=6)) if id != NEW]
    assert NEW not in before
    assert NEW in ids(ask(fixture_model, like=["Squid Game"], k=6))
    assert len(set(before) & set(after)) >= 4


def test_c23_views_of_a_new_title_would_change_nothing(fixture_model: Model) -> None:
    titles = [fixture_model.title(fixture_model.row(id)) for id in MISSION_TITLES]
    viewed = train(Catalogue(replace(t, popularity=1e6) if t.id == NEW else t for t in titles))
    assert ask(viewed, like=["Squid Game"]).results == ask(fixture_model, like=["Squid Game"]).results


def test_c23_a_new_title_is_explained_like_any_other(fixture_model: Model) -> None:
    result = result_of(ask(fixture_model, like=["Squid Game"]), NEW)
    assert result.reasons
    assert sum(part.value for part in result.parts) == pytest.approx(result.score, abs=1e-6)


def seen(model: Model, name: str, text: str) -> dict[str, object]:
    viewer = viewer_of(model, read_history_bytes(name, text.encode()))
    return {**viewer.report(model), "ids": set(viewer.profile.seen)}


def test_c30_the_list_of_what_one_wants_to_see_counts_as_nothing_seen(builtin_model: Model) -> None:
    rows = "Date,Name,Year,Letterboxd URI\n2024-01-01,Parasite,2019,https://boxd.it/hTha\n"
    assert seen(builtin_model, "watchlist.csv", rows)["ids"] == set()
    assert seen(builtin_model, "watched.csv", rows)["ids"] == {"parasite-2019"}


def test_c30_what_is_not_in_the_catalogue_is_told_and_not_guessed(builtin_model: Model) -> None:
    report = seen(builtin_model, "seen.txt", "Parasite (2019)\nA Film That Is Not Here (1999)\n")
    assert report["ids"] == {"parasite-2019"}
    assert [one["title"] for one in report["unknown"]] == ["A Film That Is Not Here"]  # type: ignore[attr-defined]


def test_c30_episodes_are_one_series(builtin_model: Model) -> None:
    rows = (
        'Title,Date\n"Squid Game: Season 1: Hell","2/10/2021"\n"Squid Game: Season 1: Gganbu","3/10/2021"\n'
    )
    report = seen(builtin_model, "NetflixViewingHistory.csv", rows)
    assert (report["rows"], report["records"], report["ids"]) == (2, 1, {"squid-game-2021"})
