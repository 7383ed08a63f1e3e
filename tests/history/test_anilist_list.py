"""Lists of AniList."""

from __future__ import annotations

import json
from typing import Any

import pytest

from recsys.history import History, Watching, read_history_bytes
from recsys.title import Form


def entry(id: int = 1, **fields: Any) -> dict[str, Any]:
    media = {
        "id": id,
        "idMal": id + 100,
        "title": {"romaji": "Kaze", "english": "Wind", "native": "風"},
        "synonyms": ["The Wind"],
        "format": "TV",
        "seasonYear": 2010,
        **fields.pop("media", {}),
    }
    return {"status": "COMPLETED", "score": 0, "media": media, **fields}


def read(*entries: Any, scale: str | None = None) -> History:
    collection: dict[str, Any] = {"lists": [{"name": "A", "entries": list(entries)}]}
    if scale:
        collection["user"] = {"mediaListOptions": {"scoreFormat": scale}}
    document = {"data": {"MediaListCollection": collection}}
    return read_history_bytes("anilist.json", json.dumps(document).encode())


def test_entry_is_a_record_with_all_its_names_and_ids() -> None:
    (record,) = read(entry(completedAt={"year": 2020, "month": 5, "day": None})).records
    assert (record.title, record.names) == ("Wind", ("Kaze", "風", "The Wind"))
    assert record.ids == {"anilist": "1", "mal": "101"}
    assert (record.year, record.form, record.date) == (2010, Form.SERIES, "2020-05")


@pytest.mark.parametrize(
    ("scale", "score", "rating"),
    [
        ("POINT_100", 85, 0.85),
        ("POINT_10", 8, 0.8),
        ("POINT_10_DECIMAL", 8.5, 0.85),
        ("POINT_5", 4, 0.8),
        ("POINT_3", 1, 0.0),
        ("POINT_3", 3, 1.0),
        ("POINT_3", 0, None),
    ],
)
def test_score_is_read_on_the_scale_that_the_user_has_set(
    scale: str, score: float, rating: float | None
) -> None:
    (record,) = read(entry(score=score), scale=scale).records
    assert record.rating == rating


@pytest.mark.parametrize(("scores", "best"), [([85, 60], 100), ([8.5, 6], 10), ([5, 4, 3, 4, 5], 5)])
def test_scale_that_nobody_states_follows_from_the_largest_score(scores: list[float], best: float) -> None:
    history = read(*(entry(place, score=score) for place, score in enumerate(scores, start=1)))
    assert [record.rating for record in history.records] == [score / best for score in scores]
    assert f"taken as out of {best}" in history.problems[0].reason


def test_two_low_scores_tell_no_scale() -> None:
    history = read(entry(1, score=3), entry(2, score=4))
    assert [record.rating for record in history.records] == [None, None]
    assert "nothing tells their scale" in history.problems[0].reason


def test_title_of_several_lists_is_one_record() -> None:
    history = read(entry(status="PLANNING"), entry(status="COMPLETED"))
    (record,) = history.records
    assert (record.watching, history.n_read) == (Watching.SEEN, 2)


def test_manga_is_left_out_and_told() -> None:
    history = read(entry(media={"format": "NOVEL"}))
    assert history.records == ()
    assert history.problems[0].field == "lists[0].entries[0].media.format"


@pytest.mark.parametrize(
    "data",
    [b'{"lists":[' + b"[]," * 800_000 + b"]}", b'{"lists":["' + b" " * 34_000_000],
    ids=["many", "long"],
)
def test_document_larger_than_any_list_is_not_held(data: bytes) -> None:
    history = read_history_bytes("anilist.json", data, format="anilist")
    assert history.records == ()
    assert "is larger than any list of titles" in history.problems[0].reason


def test_list_without_entries_is_told() -> None:
    history = read_history_bytes("anilist.json", b'{"MediaListCollection":{"lists":[{"name":"A"}]}}')
    assert [problem.field for problem in history.problems] == ["lists[0]"]


def test_wrong_types_cost_their_field_only() -> None:
    history = read(entry(score=[], media={"seasonYear": "x", "synonyms": 5}), "nothing", scale="POINT_10")
    assert len(history.records) == 1
    assert {problem.field for problem in history.problems} == {
        "lists[0].entries[0].score",
        "lists[0].entries[0].seasonYear",
        "lists[0].entries[1]",
    }
