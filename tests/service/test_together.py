"""Questions with several files: what each of several viewers has seen, and a list to choose within."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from starlette.testclient import TestClient

from service.history import _READING
from service.recommend_document import FilesAnswerDocument

# Ana has seen Harbour Letters, and neither liked nor disliked it.
ANA = "Paper Lanterns 10/10\nHarbour Letters 6/10\nNever Made (1999)\n"
BEN = "Moss Garden 9/10\nNight Ferry 2/10\n"


def upload(text: str) -> dict[str, str]:
    return {"file": "list.txt", "text": text}


def ask(client: TestClient, **question: Any) -> Any:
    answer = client.post("/v1/recommend", json={"k": 20, **question})
    assert answer.status_code == 200, answer.text
    return answer.json()


def refused(client: TestClient, **question: Any) -> str:
    answer = client.post("/v1/recommend", json=question)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    problem = answer.json()
    return str(problem.get("errors") or problem["detail"])


def ids(answer: Any) -> set[str]:
    return {result["id"] for result in answer["results"]}


@pytest.fixture(scope="module")
def both(client: TestClient) -> Any:
    """What two viewers are answered who each bring a history."""
    members = [{"name": "Ana", "history": upload(ANA)}, {"history": upload(BEN)}]
    return ask(client, together=members)


def test_what_any_of_them_has_seen_is_left_out(both: Any) -> None:
    seen = {"paper-lanterns-2019", "harbour-letters-2021", "moss-garden-2015", "night-ferry-2016"}
    assert both["results"]
    assert ids(both).isdisjoint(seen)


def test_what_nobody_has_seen_is_not_left_out(client: TestClient) -> None:
    answer = ask(client, together=[{"like": ["Paper Lanterns"]}, {"like": ["Moss Garden"]}])
    assert {"harbour-letters-2021", "salt-road-2024"} <= ids(answer)


def test_each_is_told_what_became_of_the_own_history(both: Any) -> None:
    document = FilesAnswerDocument.model_validate(both)
    assert [(one.viewer, one.name) for one in document.histories] == [(1, "Ana"), (2, "")]
    assert [one.seen for one in document.histories] == [2, 2]
    assert both["query"]["options"]["together"] == ["Ana", "viewer 2"]
    assert [missed.title for missed in document.histories[0].unknown] == ["Never Made"]
    assert (document.history, document.within_history) == (None, None)


def test_what_each_liked_and_disliked_is_that_viewers_own(both: Any) -> None:
    seeds = [(seed["viewer"], seed["id"], seed["weight"] > 0) for seed in both["query"]["seeds"]]
    assert seeds == [
        (1, "paper-lanterns-2019", True),
        (2, "moss-garden-2015", True),
        (2, "night-ferry-2016", False),
    ]


def test_one_may_bring_a_history_and_another_likes(client: TestClient) -> None:
    members = [{"like": ["Salt Road"]}, {"like": ["Glass Orchard"], "history": upload(BEN)}]
    answer = ask(client, together=members)
    assert [one["viewer"] for one in answer["histories"]] == [2]
    mine = [seed["id"] for seed in answer["query"]["seeds"] if seed["viewer"] == 2]
    assert mine == ["glass-orchard-2022", "moss-garden-2015", "night-ferry-2016"]


def test_viewers_without_files_get_a_plain_answer(client: TestClient) -> None:
    answer = ask(client, together=[{"like": ["Salt Road"]}, {"like": ["Glass Orchard"]}])
    assert answer.keys().isdisjoint({"history", "histories", "within_history"})


def test_ids_that_are_left_out_anyway_stay_left_out(client: TestClient) -> None:
    members = [{"history": upload(ANA)}, {"history": upload(BEN)}]
    answer = ask(client, together=members, exclude=["salt-road-2024"])
    assert answer["results"]
    assert ids(answer).isdisjoint({"salt-road-2024", "harbour-letters-2021"})


def test_viewer_whose_history_is_not_known_here_is_named(client: TestClient) -> None:
    members = [{"like": ["Salt Road"]}, {"history": upload("Nowhere (1999)\n")}]
    told = refused(client, together=members)
    assert "together.1.history" in told
    assert "1 unknown here" in told


def test_viewer_with_neither_likes_nor_history_is_refused(client: TestClient) -> None:
    assert "together.1.like" in refused(client, together=[{"like": ["Salt Road"]}, {"name": "Ben"}])


def test_history_of_all_of_them_is_refused(client: TestClient) -> None:
    members = [{"like": ["Salt Road"]}, {"like": ["Glass Orchard"]}]
    assert "history: where several" in refused(client, together=members, history=upload(ANA))


def test_upload_with_a_wrong_key_is_named(client: TestClient) -> None:
    told = refused(client, together=[{"history": {"file": "a.txt", "txt": ANA}}, {"like": ["Salt Road"]}])
    assert "body.together.0.history.txt" in told


# Only within a list


def test_only_titles_of_the_list_come_seen_or_not(client: TestClient) -> None:
    chosen = "Paper Lanterns 10/10\nGlass Orchard\nSalt Road\nNever Made (1999)\n"
    answer = ask(client, like=["Harbour Letters"], within_history=upload(chosen))
    assert ids(answer) == {"paper-lanterns-2019", "glass-orchard-2022", "salt-road-2024"}
    assert answer["query"]["filters"]["within"] == 3


def test_watchlist_counts_although_nothing_of_it_was_seen(client: TestClient) -> None:
    watchlist = "Date,Name,Year,Letterboxd URI\n2024-01-01,Tin Soldier,2001,https://boxd.it/a\n"
    files = {"file": "watchlist.csv", "base64": base64.b64encode(watchlist.encode()).decode()}
    answer = ask(client, filters={"countries": {"any": ["KR"]}}, within_history=files)
    assert ids(answer) == {"tin-soldier-2001"}


def test_list_alone_is_a_question(client: TestClient) -> None:
    answer = ask(client, within_history=upload("Glass Orchard\nSalt Road\n"))
    assert ids(answer) == {"glass-orchard-2022", "salt-road-2024"}


def test_report_of_the_list_speaks_of_no_viewer(client: TestClient) -> None:
    answer = ask(client, within_history=upload("Glass Orchard\nNever Made (1999)\n"))
    report = FilesAnswerDocument.model_validate(answer).within_history
    assert report is not None
    assert (report.titles, report.records) == (1, 2)
    assert "seen" not in answer["within_history"]


def test_list_history_and_filters_hold_together(client: TestClient) -> None:
    answer = ask(
        client,
        history=upload(ANA),
        within_history=upload("Paper Lanterns\nHarbour Letters\nGlass Orchard\nSalt Road\n"),
        filters={"countries": {"any": ["KR"]}},
    )
    assert ids(answer) == {"glass-orchard-2022"}
    assert answer["history"]["seen"] == 2


def test_list_of_which_nothing_is_known_is_refused_and_never_taken_for_all(client: TestClient) -> None:
    told = refused(client, like=["Salt Road"], within_history=upload("Nowhere (1999)\n"))
    assert "within_history" in told
    assert "1 unknown here" in told


def test_titles_named_beside_the_list_belong_to_it(client: TestClient) -> None:
    filters = {"within": ["Salt Road"]}
    answer = ask(client, filters=filters, within_history=upload("Glass Orchard\n"))
    assert ids(answer) == {"glass-orchard-2022", "salt-road-2024"}


def test_all_files_of_a_question_take_one_place(client: TestClient) -> None:
    members = [{"history": upload(ANA)}, {"history": upload(BEN)}]
    question = {"together": members, "within_history": upload("Salt Road\nGlass Orchard\n")}
    with _READING:
        assert client.post("/v1/recommend", json=question).status_code == 200
        with _READING:
            answer = client.post("/v1/recommend", json=question)
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    assert client.post("/v1/recommend", json=question).status_code == 200


def test_question_of_very_many_titles_waits_for_a_place_as_a_history_does(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.uploads.MOST_AT_EASE", 1)
    question = {"together": [{"like": ["Salt Road"]}, {"like": ["Glass Orchard"]}]}
    with _READING, _READING:
        assert client.post("/v1/recommend", json=question).status_code == 503
        assert client.post("/v1/recommend", json={"like": ["Salt Road"]}).status_code == 200
    assert client.post("/v1/recommend", json=question).status_code == 200
