"""C07 to C11 and C38: names as people type them, and answers in their language."""

from __future__ import annotations

from typing import Any

from recsys.names import search
from tests.capabilities.rows.doors import command, request
from tests.capabilities.rows.row import Call, Door, Outcome, Row, Shown, Told
from tests.capabilities.rows.setting import Setting

_HANGUL = range(ord("가"), ord("힣") + 1)


def _c07(told: list[Told], _: Setting) -> None:
    *spellings, actress, director = told
    assert "romantics-anonymous-2025" in spellings[0].ids
    assert all(answer.results == spellings[0].results for answer in spellings)
    assert "the-handmaiden-2016" in actress.ids
    assert {"wall-to-wall-2025", "unlocked-2023"} <= set(director.ids)
    assert not set(actress.ids) & set(director.ids)


def _c08(told: list[Told], _: Setting) -> None:
    expected = [
        ("wall-to-wall-2025", "working title"),
        ("wall-to-wall-2025", "original title"),
        ("the-great-flood-2025", "title"),
        ("toradora-2008", "title"),
    ]
    seeds = [answer.document["query"]["seeds"][0] for answer in told]
    assert [(seed["id"], seed["matched_by"]) for seed in seeds] == expected


def _c09(told: list[Told], _: Setting) -> None:
    alias, several, part = told
    (seed,) = alias.document["query"]["seeds"]
    assert (seed["id"], seed["matched_by"]) == ("romantics-anonymous-2025", "working title")
    assert several.outcome is part.outcome is Outcome.AMBIGUOUS
    assert {"soul-mate-2025", "soulmate-2006"} <= set(several.choices)
    assert {"kidnap-game-2026", "kidnap-2024"} <= set(part.choices)
    assert "results" not in several.document


def _c10(told: list[Told], _: Setting) -> None:
    live, drawn, neither = told
    for answer, own, other in ((live, 2017, 2018), (drawn, 2018, 2017)):
        assert [seed["id"] for seed in answer.document["query"]["seeds"]] == [f"{_PANCREAS}-{own}"]
        (version,) = [one for one in answer.document["related"] if one["id"] == f"{_PANCREAS}-{other}"]
        assert version["kind"] == "same-source"
        assert version["is_version"]
    assert neither.outcome is Outcome.AMBIGUOUS
    assert set(neither.choices) == {f"{_PANCREAS}-2017", f"{_PANCREAS}-2018"}


_PANCREAS = "i-want-to-eat-your-pancreas"


def _c11(told: list[Told], _: Setting) -> None:
    (answer,) = told
    assert answer.outcome is Outcome.NOT_FOUND
    assert len(answer.choices) == 3
    assert answer.choices[0] == "guardian-the-lonely-and-great-god-2016"
    assert "results" not in answer.document


def _c38(door: Door, setting: Setting) -> None:
    text = "匿名の恋人たち"
    if door is Door.PYTHON:
        found = [
            (setting.model.title(hit.row).id, hit.matched_by) for hit in search(setting.model.names, text)
        ]
    else:
        told = (
            command(f"search {text}", setting.folder)
            if door is Door.COMMAND
            else request(setting.client, f"/v1/titles?q={text}")
        )
        found = [(hit["id"], hit["matched_by"]) for hit in told.document["results"]]
    assert found == [("romantics-anonymous-2025", "original title")]


def _named(spelling: str, where: str = "cast") -> Call:
    return Call(
        {"filters": {where: [spelling], "unknown": "drop"}, "k": 100},
        f'recommend --{where} "{spelling}" --unknown drop -k 100',
        f"/v1/recommend?{where}={spelling}&unknown=drop&k=100",
    )


def _titled(typed: str) -> Call:
    return Call({"like": [typed], "k": 1}, f'similar "{typed}" -k 1', f"/v1/similar?title={typed}&k=1")


_CHOICES: dict[str, Any] = {"type": None, "status": None, "choices": (3, None)}

ROWS = (
    Row(
        id="C07",
        promise="One person is one person, whatever the order, hyphen, case or script of the name; a family "
        "name links nobody.",
        calls=(
            *map(_named, ("Shun Oguri", "OGURI SHUN", "Oguri Shun", "小栗旬", "Kim Tae-ri")),
            _named("Kim Tae-joon", "creators"),
        ),
        check=_c07,
        shown=Shown(Door.COMMAND, "recommend --cast 小栗旬 -k 3", kept=r"^  \d|people|tone "),
    ),
    Row(
        id="C08",
        promise="Working titles, native titles, articles and punctuation lead to the title, and the answer "
        "says by which name.",
        calls=tuple(map(_titled, ("84 Square Meters", "84제곱미터", "Great Flood", "Toradora"))),
        check=_c08,
        shown=Shown(
            Door.HTTP,
            "/v1/titles?q=84제곱미터",
            picked={"results": (1, {"id": None, "title": None, "name": None, "matched_by": None})},
        ),
    ),
    Row(
        id="C09",
        promise="A slip is mended only where one title explains it; otherwise the engine asks.",
        calls=tuple(map(_titled, ("Romantic Anonymous", "Soulmate", "Kidnap"))),
        check=_c09,
        shown=Shown(Door.HTTP, "/v1/similar?title=Soulmate", picked=_CHOICES),
    ),
    Row(
        id="C10",
        promise="Year and form tell works of one name apart, and the two are linked by their source.",
        calls=tuple(map(_titled, ("Pancreas 2017", "Pancreas 2018", "I Want to Eat Your Pancreas"))),
        check=_c10,
        shown=Shown(Door.COMMAND, 'similar "Pancreas 2017" -k 2', kept=r"^Like|^  \d|versions|same source"),
    ),
    Row(
        id="C11",
        promise="An unknown title gives the three nearest names, and no list.",
        calls=(_titled("Goblin 3"),),
        check=_c11,
        shown=Shown(Door.HTTP, "/v1/similar?title=Goblin 3", picked=_CHOICES),
    ),
    Row(
        id="C38",
        promise="Native titles are found, and names and reasons come in English, Korean or Japanese.",
        own=_c38,
        shown=Shown(Door.COMMAND, "similar 匿名の恋人たち --language ja -k 1"),
    ),
)
