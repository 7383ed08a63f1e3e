"""C25, C26, C32 to C35: how a list is made, explained, varied, and what it says when it is empty."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from recsys.ranking import intra_list_similarity
from recsys.similarity import pairwise_cosine
from tests.capabilities.rows.row import Call, Door, Outcome, Row, Shown, Told
from tests.capabilities.rows.setting import THIN, Setting

_FAMOUS = ("titanic-1997", "interstellar-2014", "crash-landing-on-you-2019", "your-name-2016")
_NAMED_IN_ORDER = ("genre", "tone", "words", "people", "origin", "structure")


def _c25(told: list[Told], _: Setting) -> None:
    plain, japan, korea = told
    id = "romantics-anonymous-2025"
    assert "rank" not in {part["block"] for part in plain.result(id)["parts"]}
    assert japan.ids.index(id) < plain.ids.index(id)
    (raised,) = [part for part in japan.result(id)["parts"] if part["block"] == "rank"]
    assert japan.result(id)["score"] == pytest.approx(plain.result(id)["score"] + raised["value"], abs=2e-6)
    (note,) = [note for note in japan.notes(id) if "charts of Japan" in note]
    assert f"{raised['value']:.3f}" in note
    # No title of the catalogue stood in a chart of Korea: nothing rises, and that is said.
    assert korea.results == plain.results
    assert any("rank:KR" in notice for notice in korea.document["notices"])


def _c26(told: list[Told], _: Setting) -> None:
    (answer,) = told
    for near in ("squid-game-2021", "wall-to-wall-2025"):
        assert ("tones", "class-conflict") in answer.shared(near)
        for famous in _FAMOUS:
            assert answer.stands_above(near, famous)
    for result in answer.results:
        assert not {part["block"] for part in result["parts"]} & {"fame", "rank", "popularity"}


def _c32(told: list[Told], _: Setting) -> None:
    answer, above = told
    for result in answer.results:
        assert sum(part["value"] for part in result["parts"]) == pytest.approx(result["score"], abs=1e-6)
        order = [(one["value"] < 0, _NAMED_IN_ORDER.index(one["kind"])) for one in result["reasons"]]
        assert order == sorted(order)
        assert any(reason["value"] > 0 and reason["shared"] for reason in result["reasons"])
    scores = [result["score"] for result in answer.results]
    assert above.ids == [result["id"] for result in answer.results if result["score"] >= _MIN_SCORE]
    assert 0 < len(above.ids) < len(scores)


_MIN_SCORE = 0.55


def _c33(told: list[Told], setting: Setting) -> None:
    alike = [_likeness(answer, setting) for answer in told]
    assert alike[0] > alike[1] > alike[2]
    assert len({answer.ids[0] for answer in told}) == 1
    for answer in told[1:]:
        countries = Counter(country for result in answer.results for country in result["countries"])
        assert max(countries.values()) < 5


def _c34(told: list[Told], _: Setting) -> None:
    for answer in told:
        assert answer.outcome is Outcome.EMPTY
        assert answer.results == []
        (relaxation,) = answer.document["relaxations"]
        assert relaxation["drop"] == "countries.all"
        assert relaxation["results"] > 100


def _c35(told: list[Told], _: Setting) -> None:
    similar, seed = told
    assert similar.outcome is seed.outcome is Outcome.ANSWERED
    assert THIN in similar.ids
    assert similar.ids[0] != THIN
    assert similar.result(THIN)["reasons"]
    assert similar.result(THIN)["year"] is None
    assert all(result["score"] > 0 for result in seed.results)
    assert "what-comes-after-love-2024" in seed.ids[:10]


def _likeness(answer: Told, setting: Setting) -> float:
    rows = np.array([setting.model.row(id) for id in answer.ids], dtype=np.int64)
    return intra_list_similarity(pairwise_cosine(setting.model, rows))


def _boosted(chart: str | None) -> Call:
    return Call(
        {"like": ["What Comes After Love"], **({"boost": {chart: 1}} if chart else {}), "k": 40},
        'similar "What Comes After Love" -k 40' + (f" --boost {chart}" if chart else ""),
        "/v1/similar?title=What Comes After Love&k=40" + (f"&boost={chart}" if chart else ""),
    )


def _varied(diversity: float) -> Call:
    return Call(
        {"like": ["Lost in Starlight"], "diversity": diversity},
        f'similar "Lost in Starlight" --diversity {diversity}',
        f"/v1/similar?title=Lost in Starlight&diversity={diversity}",
    )


_NOWHERE = ["SG", "KR", "FR"]

ROWS = (
    Row(
        id="C25",
        promise="Places in charts are facts of a country, platform and week; they count on request only, and "
        "the answer says how much.",
        calls=(_boosted(None), _boosted("rank:JP"), _boosted("rank:KR")),
        check=_c25,
        shown=Shown(
            Door.COMMAND,
            'similar "What Comes After Love" --boost rank:JP -k 10',
            kept=r"Romantics Anonymous|note +raised",
        ),
    ),
    Row(
        id="C26",
        promise="Fame counts nothing unless it is asked for.",
        calls=(
            Call(
                {"like": ["Parasite"], "k": 40},
                "similar Parasite -k 40",
                "/v1/similar?title=Parasite&k=40",
            ),
        ),
        check=_c26,
        shown=Shown(Door.COMMAND, "similar Parasite -k 5", kept=r"^Like|^  \d|tone "),
    ),
    Row(
        id="C32",
        promise="Reasons stand in one order, with signed parts that sum to the score; without a shared trait "
        "nothing is shown.",
        calls=(
            Call(
                {"like": ["Kidnap Game"], "k": 30},
                'similar "Kidnap Game" -k 30',
                "/v1/similar?title=Kidnap Game&k=30",
            ),
            Call(
                {"like": ["Kidnap Game"], "min_score": _MIN_SCORE, "k": 30},
                f'similar "Kidnap Game" --min-score {_MIN_SCORE} -k 30',
                f"/v1/similar?title=Kidnap Game&min_score={_MIN_SCORE}&k=30",
            ),
        ),
        check=_c32,
        shown=Shown(
            Door.PYTHON,
            """\
(result,) = recommender.recommend(query_from_json({"like": ["Kidnap Game"], "k": 1})).results
print(result.title)
for reason in result.reasons:
    print(f"{reason.value:6.3f}", reason.kind, "|", reason.text)
print(
    len(result.parts),
    "parts; their sum differs by less than 1e-6:",
    abs(sum(part.value for part in result.parts) - result.score) < 1e-6,
)
""",
        ),
    ),
    Row(
        id="C33",
        promise="Variety on request: the list grows less alike, and the first title stays.",
        calls=(_varied(0), _varied(0.4), _varied(0.8)),
        check=_c33,
        shown=Shown(
            Door.PYTHON,
            """\
for diversity in (0.0, 0.4):
    answer = recommender.recommend(query_from_json({"like": ["Lost in Starlight"], "diversity": diversity}))
    print(diversity, "; ".join(result.title for result in answer.results))
""",
        ),
    ),
    Row(
        id="C34",
        promise="Where the filters leave nothing, nothing is shown, and the one filter to drop is named.",
        calls=(
            Call(
                {"filters": {"countries": {"all": _NOWHERE}}},
                "recommend --countries-all SG --countries-all KR --countries-all FR",
                "/v1/recommend?countries_all=SG,KR,FR",
            ),
            Call(
                {
                    "like": ["Squid Game"],
                    "filters": {"countries": {"all": ["SG", "KR", "FR"]}, "form": "series"},
                },
                'similar "Squid Game" --countries-all SG --countries-all KR --countries-all FR --form series',
                "/v1/similar?title=Squid Game&countries_all=SG,KR,FR&form=series",
            ),
        ),
        check=_c34,
        shown=Shown(
            Door.COMMAND,
            "recommend --like Parasite --countries-all SG --countries-all KR --countries-all FR --form film",
        ),
    ),
    Row(
        id="C35",
        promise="A row with hardly any facts is recommended for what it has, and can be asked with.",
        calls=(
            Call(
                {"like": ["Romantics Anonymous"], "k": 100},
                'similar "Romantics Anonymous" -k 100',
                "/v1/similar?title=Romantics Anonymous&k=100",
                before=True,
            ),
            Call({"like": [{"id": THIN}]}, f"similar {THIN}", f"/v1/titles/{THIN}/similar?k=10", before=True),
        ),
        check=_c35,
        shown=Shown(
            Door.PYTHON,
            """\
from dataclasses import replace
from recsys import Catalogue

thin = {"credits": (), "releases": (), "year": None, "popularity": None, "ranks": ()}
titles = [title for title in load_builtin() if "romance" in title.genres]
titles = [replace(title, **thin) if title.id == "soul-mate-2025" else title for title in titles]
romances = Recommender(train(Catalogue(titles)))
answer = romances.recommend(query_from_json({"like": ["Romantics Anonymous"], "k": 100}))
thin_one = next(result for result in answer.results if result.id == "soul-mate-2025")
print(thin_one.rank, thin_one.title, thin_one.year, [reason.text for reason in thin_one.reasons][0])
answer = romances.recommend(query_from_json({"like": [{"id": "soul-mate-2025"}], "k": 3}))
print([result.title for result in answer.results])
""",
        ),
    ),
)
