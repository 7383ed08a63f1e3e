"""C12 to C17 and C28, C29: how titles feel, and wishes that say so."""

from __future__ import annotations

from itertools import pairwise
from statistics import fmean

from tests.capabilities.rows.row import Call, Door, Row, Shown, Told
from tests.capabilities.rows.setting import Setting

_LEVELS = (-1.0, -0.5, 0.0, 0.5, 1.0)
_BATTLES = ("attack-on-titan-2013", "demon-slayer-2019", "jujutsu-kaisen-2020")
_DRAWN = ("toradora-2008", "lost-in-starlight-2025", *_BATTLES)
_SLOW = {"slow-burn-romance", "restrained", "grounded", "intimate"}


def _c12(told: list[Told], _: Setting) -> None:
    answer, animated_films = told
    assert answer.stands_high("her-2013")
    assert animated_films.stands_high("your-name-2016")
    decisive = {"romance", "sci-fi", "space", "near-future"}
    for result in answer.results[:10]:
        shared = answer.shared(result["id"])
        assert decisive & {feature for _, feature in shared}, result["id"]
        assert not shared & {("genres", "fantasy"), ("countries", "JP")}
        assert "form" not in {block for block, _ in shared}
    assert {result["medium"] for result in answer.results[:10]} == {"animation", "live-action"}


def _c13(told: list[Told], _: Setting) -> None:
    answer, narrow = told
    assert {result["medium"] for result in answer.results} == {"animation"}
    assert answer.stands_high("lost-in-starlight-2025")
    for result in answer.results[:3]:
        shared = {feature for _, feature in answer.shared(result["id"])}
        assert "romance" in shared
        assert shared & _SLOW
    assert "toradora-2008" in answer.ids
    assert not set(_BATTLES) & set(answer.ids)
    assert set(narrow.ids[:2]) == {"lost-in-starlight-2025", "toradora-2008"}
    assert set(narrow.ids[2:]) <= set(_BATTLES)


def _c14(told: list[Told], setting: Setting) -> None:
    dial = setting.model.facets.escapism
    means = [fmean(float(dial[setting.model.row(id)]) for id in answer.ids) for answer in told]
    assert len(told[0].ids) == len(told[-1].ids) == 10
    assert all(lower <= higher for lower, higher in pairwise(means)), means
    assert means[0] < means[-1]


def _c15(told: list[Told], _: Setting) -> None:
    (answer,) = told
    marked = [any(note.startswith("not known") for note in result["notes"]) for result in answer.results]
    assert marked == sorted(marked)
    assert any(marked)
    assert not marked[0]
    assert answer.ids.index("what-comes-after-love-2024") < marked.index(True)


def _c16(told: list[Told], setting: Setting) -> None:
    (answer,) = told
    assert answer.stands_high("squid-game-2021")
    assert {("tones", "survival-game"), ("tones", "moral-dilemma")} <= answer.shared("squid-game-2021")
    assert answer.stands_above("squid-game-2021", "kidnap-2024")
    for title in setting.titles():
        if "sports" in title.genres and title.id in answer.ids:
            assert answer.stands_above("squid-game-2021", title.id)
    above = answer.ids[: answer.ids.index("squid-game-2021")]
    assert not any(block == "synopsis" for id in above for block, _ in answer.shared(id) if "game" in _)


def _c17(told: list[Told], _: Setting) -> None:
    (answer,) = told
    assert answer.ids[0] == "road-2026"
    reasons = {reason["kind"]: reason for reason in answer.results[0]["reasons"]}
    assert {"case", "detective"} <= set(reasons["words"]["shared"])
    assert {"Seoul", "Tokyo"} <= set(reasons["structure"]["shared"])


def _c28(told: list[Told], _: Setting) -> None:
    plain, asked, narrow = told
    sad, funny = "what-comes-after-love-2024", "love-untangled-2025"
    assert asked.stands_above(sad, funny)
    assert asked.ids.index(sad) < plain.ids.index(sad)
    assert "the tones you asked for: tearjerker" in asked.reasons(sad)
    (wished,) = [part for part in asked.result(sad)["parts"] if part["seed"] == "more"]
    assert wished["feature"] == "tearjerker"
    assert wished["value"] > 0
    assert narrow.ids == [sad, funny]
    assert "speaks against it: romantic comedy" in narrow.reasons(funny)


def _c29(told: list[Told], setting: Setting) -> None:
    plain, asked, all_asked = told
    assert set(plain.ids) - {"squid-game-2021"} == set(asked.ids)
    assert len(asked.ids) > 5
    for id in asked.ids[:10]:
        weight = sum(p["value"] for p in asked.result(id)["parts"] if p["feature"] == "survival-game")
        assert weight < 0, id
        assert asked.result(id)["score"] < plain.result(id)["score"]
    # The genres of the disliked series are still there.
    genres = {genre for id in all_asked.ids for genre in setting.model.title(setting.model.row(id)).genres}
    assert set(setting.model.title(setting.model.row("squid-game-2021")).genres) <= genres


def _escapism(level: float) -> Call:
    return Call(
        {"like": ["your-name-2016"], "escapism": level},
        f"similar your-name-2016 --escapism {level}",
        f"/v1/titles/your-name-2016/similar?escapism={level}",
    )


def _liked(tones: tuple[str, ...], *, dislike: bool = False) -> Call:
    filters = {"filters": {"tones": list(tones), "unknown": "drop"}} if tones else {}
    disliked = {"dislike": ["squid-game-2021"]} if dislike else {}
    return Call(
        {"like": ["romantics-anonymous-2025", "lost-in-starlight-2025"], **disliked, **filters, "k": 100},
        "recommend --like romantics-anonymous-2025 --like lost-in-starlight-2025 -k 100"
        + (" --dislike squid-game-2021" if dislike else "")
        + "".join(f" --tones {tone} --unknown drop" for tone in tones),
        "/v1/recommend?like=romantics-anonymous-2025&like=lost-in-starlight-2025&k=100"
        + ("&dislike=squid-game-2021" if dislike else "")
        + "".join(f"&tones={tone}&unknown=drop" for tone in tones),
    )


_TEXTS = (2, {"text": None})
_WISHES = {"more": {"tearjerker": 1}, "less": {"romcom": 1}}
_TWO = ("love-untangled-2025", "what-comes-after-love-2024")

ROWS = (
    Row(
        id="C12",
        promise="Form, medium, genre and country are separate facts: animation is read neither as fantasy "
        "nor as Japan.",
        calls=(
            Call(
                {"like": ["Lost in Starlight"], "k": 20},
                'similar "Lost in Starlight" -k 20',
                "/v1/similar?title=Lost in Starlight&k=20",
            ),
            Call(
                {"like": ["Lost in Starlight"], "filters": {"medium": "animation", "form": "film"}},
                'similar "Lost in Starlight" --medium animation --form film',
                "/v1/similar?title=Lost in Starlight&medium=animation&form=film",
            ),
        ),
        check=_c12,
        shown=Shown(
            Door.HTTP,
            "/v1/similar?title=Lost in Starlight&k=6",
            picked={
                "results": (
                    6,
                    {"title": None, "medium": None, "countries": None, "reasons": (2, {"text": None})},
                )
            },
        ),
    ),
    Row(
        id="C13",
        promise="The same feeling in the other form: from a drama to animation by tone, and back.",
        calls=(
            Call(
                {"like": ["What Comes After Love"], "filters": {"medium": "animation"}, "k": 100},
                'similar "What Comes After Love" --medium animation -k 100',
                "/v1/similar?title=What Comes After Love&medium=animation&k=100",
            ),
            Call(
                {"like": ["What Comes After Love"], "filters": {"within": list(_DRAWN)}},
                'similar "What Comes After Love"' + "".join(f" --within-title {id}" for id in _DRAWN),
                f"/v1/similar?title=What Comes After Love&within={','.join(_DRAWN)}",
            ),
        ),
        check=_c13,
        shown=Shown(
            Door.COMMAND,
            'similar "What Comes After Love" --medium animation -k 5',
            kept=r"^Like|^  \d|tone ",
        ),
    ),
    Row(
        id="C14",
        promise="One number leads from grounded to escapist, and the list never goes the other way.",
        calls=tuple(map(_escapism, _LEVELS)),
        check=_c14,
        shown=Shown(
            Door.PYTHON,
            """\
for escapism in (-1.0, -0.5, 0.0, 0.5, 1.0):
    answer = recommender.recommend(query_from_json({"like": ["Your Name"], "escapism": escapism}))
    rows = [model.row(result.id) for result in answer.results]
    print(f"{escapism:4}", f"mean {model.facets.escapism[rows].mean():5.2f}", answer.results[3].title)
""",
        ),
    ),
    Row(
        id="C15",
        promise="Tones can be asked for by name; what is told comes first, then what is inferred, and "
        "unknown is not no.",
        calls=(
            Call(
                {"filters": {"tones": ["slow-burn-romance", "restrained"]}, "k": 100},
                "recommend --tones slow-burn-romance --tones restrained -k 100",
                "/v1/recommend?tones=slow-burn-romance,restrained&k=100",
            ),
        ),
        check=_c15,
        shown=Shown(
            Door.PYTHON,
            """\
question = {"filters": {"tones": ["slow-burn-romance", "restrained"]}, "k": 100}
results = recommender.recommend(query_from_json(question)).results
told, unknown = results[0], next(result for result in results if result.notes)
for result in (told, unknown):
    print(result.rank, result.title, "|", result.reasons[0].text, "|", *result.notes)
""",
        ),
    ),
    Row(
        id="C16",
        promise="A dilemma or a bold premise is found by its tones, never by a word such as game.",
        calls=(
            Call(
                {"like": ["Kidnap Game"], "k": 60},
                'similar "Kidnap Game" -k 60',
                "/v1/similar?title=Kidnap Game&k=60",
            ),
        ),
        check=_c16,
        shown=Shown(Door.COMMAND, 'similar "Kidnap Game" -k 4', kept=r"^Like|^  \d|tone "),
    ),
    Row(
        id="C17",
        promise="A premise in one sentence is a question, and the reasons list what matched.",
        calls=(
            Call(
                {"text": "two detectives, one case in Seoul and Tokyo"},
                'recommend --text "two detectives, one case in Seoul and Tokyo"',
                "/v1/recommend?text=two detectives, one case in Seoul and Tokyo",
            ),
        ),
        check=_c17,
        shown=Shown(Door.COMMAND, 'recommend --text "two detectives, one case in Seoul and Tokyo" -k 1'),
    ),
    Row(
        id="C28",
        promise="Like this one, but with more of one tone and less of another; the change is explained.",
        calls=(
            Call(
                {"like": ["Romantics Anonymous"], "k": 40},
                'recommend --like "Romantics Anonymous" -k 40',
                "/v1/recommend?like=Romantics Anonymous&k=40",
            ),
            Call(
                {"like": ["Romantics Anonymous"], **_WISHES, "k": 40},
                'recommend --like "Romantics Anonymous" --more tearjerker --less romcom -k 40',
                "/v1/recommend?like=Romantics Anonymous&more=tearjerker&less=romcom&k=40",
            ),
            Call(
                {"like": ["Romantics Anonymous"], **_WISHES, "filters": {"within": list(_TWO)}},
                'recommend --like "Romantics Anonymous" --more tearjerker --less romcom '
                f"--within-title {_TWO[0]} --within-title {_TWO[1]}",
                f"/v1/recommend?like=Romantics Anonymous&more=tearjerker&less=romcom&within={','.join(_TWO)}",
            ),
        ),
        check=_c28,
        shown=Shown(
            Door.HTTP,
            "/v1/recommend?like=Romantics Anonymous&more=tearjerker&less=romcom&k=2",
            picked={"results": (2, {"title": None, "reasons": (9, {"text": None, "value": None})})},
        ),
    ),
    Row(
        id="C29",
        promise="Several titles, some of them disliked: a dislike takes weight from what it stands for, and "
        "removes no genre.",
        calls=(
            _liked(("survival-game",)),
            _liked(("survival-game",), dislike=True),
            _liked((), dislike=True),
        ),
        check=_c29,
        shown=Shown(
            Door.PYTHON,
            """\
question = {"like": ["Romantics Anonymous", "Lost in Starlight"], "dislike": ["Squid Game"]}
question |= {"filters": {"tones": ["survival-game"], "unknown": "drop"}, "k": 1}
(result,) = recommender.recommend(query_from_json(question)).results
print(result.title)
for part in result.parts:
    if part.seed == "squid-game-2021":
        print(f"{part.value:.3f}", part.block, part.feature)
""",
        ),
    ),
)
