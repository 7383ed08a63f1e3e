"""C01 to C06: where titles and their people come from."""

from __future__ import annotations

from tests.capabilities.rows.row import Call, Door, Outcome, Row, Shown, Told
from tests.capabilities.rows.setting import Setting

JAPAN_AND_KOREA = {
    "romantics-anonymous-2025",
    "what-comes-after-love-2024",
    "connect-2022",
    "soul-mate-2025",
    "road-2026",
    "kidnap-game-2026",
}
_OF_ORIGIN = 3  # tones that follow from countries and people: co-production and the like
_NEAR_AND_WEAK = sorted({*JAPAN_AND_KOREA, "the-handmaiden-2016"})
_TOGETHER = "Japan and South Korea together"


def _c01(told: list[Told], _: Setting) -> None:
    (answer,) = told
    for both in ("what-comes-after-love-2024", "soul-mate-2025"):
        assert answer.stands_above(both, "love-untangled-2025")
        assert any(_TOGETHER in text for text in answer.reasons(both))


def _c02(told: list[Told], _: Setting) -> None:
    both, korea_alone, none_of_them, either, without = told
    assert set(both.ids) >= JAPAN_AND_KOREA
    assert all({"JP", "KR"} <= set(result["countries"]) for result in both.results)
    assert korea_alone.results
    assert all(result["countries"] == ["KR"] for result in korea_alone.results)
    assert none_of_them.outcome is Outcome.EMPTY
    assert "countries.only" in {one["drop"] for one in none_of_them.document["relaxations"]}
    assert "kidnap-game-2026" in either.ids
    assert all("SG" in result["countries"] for result in either.results)
    assert without.results
    assert not any("JP" in result["countries"] for result in without.results)


def _c03(told: list[Told], setting: Setting) -> None:
    (answer,) = told
    for fewer in ("soul-mate-2025", "road-2026", "romantics-anonymous-2025"):
        assert fewer in answer.ids
        assert answer.stands_above("kidnap-game-2026", fewer)
    for result in answer.results:
        people = setting.model.title(setting.model.row(result["id"])).credits
        assert len({nation for one in people for nation in one.nationality}) > 1, result["id"]


def _c04(told: list[Told], setting: Setting) -> None:
    (answer,) = told
    assert "connect-2022" in answer.ids[:10]
    assert "what-comes-after-love-2024" not in answer.ids
    assert answer.document["query"]["filters"]["cast_from"] == [["KR"]]
    assert answer.document["query"]["filters"]["directors_from"] == [["JP"]]
    known = [result["id"] for result in answer.results if not any("not known" in n for n in result["notes"])]
    assert known
    assert all(answer.result(id)["form"] == "series" for id in known)
    for id in known:
        people = setting.model.title(setting.model.row(id)).credits
        assert any(one.role == "director" and "JP" in one.nationality for one in people), id


def _c05(told: list[Told], _: Setting) -> None:
    (answer,) = told
    found = answer.result("what-comes-after-love-2024")
    assert "shares Kentaro Sakaguchi" in answer.reasons("what-comes-after-love-2024")
    share = sum(part["value"] for part in found["parts"] if part["block"] == "cast")
    assert 0 < share < found["score"]


def _c06(told: list[Told], _: Setting) -> None:
    (answer,) = told
    weak = answer.result("the-handmaiden-2016")
    assert any("same studio: Yong Film" in text for text in answer.reasons("the-handmaiden-2016"))
    link = sum(part["value"] for part in weak["parts"] if part["block"] == "studios")
    assert 0 < link < weak["score"] / 3
    assert answer.stands_above("soul-mate-2025", "the-handmaiden-2016")
    assert answer.stands_above("what-comes-after-love-2024", "the-handmaiden-2016")
    # A title that shares several tones and both countries stands above what shares the studio.
    for result in answer.results:
        shared = answer.shared(result["id"])
        tones = [feature for block, feature in shared if block == "tones"]
        if {("countries", "JP"), ("countries", "KR")} <= shared and len(tones) > _OF_ORIGIN + 1:
            assert answer.stands_above(result["id"], "the-handmaiden-2016")


ROWS = (
    Row(
        id="C01",
        promise="Origin is a set of countries: a co-production matches each of them, and other "
        "co-productions more.",
        calls=(
            Call(
                {"like": ["Romantics Anonymous"], "k": 100},
                'similar "Romantics Anonymous" -k 100',
                "/v1/similar?title=Romantics Anonymous&k=100",
            ),
        ),
        check=_c01,
        shown=Shown(
            Door.COMMAND,
            'similar "Romantics Anonymous" -k 5',
            kept=r"Like |^  \d|origin ",
        ),
    ),
    Row(
        id="C02",
        promise="Countries are filtered by all, any, only and none.",
        calls=(
            Call(
                {"filters": {"countries": {"all": ["JP", "KR"]}}, "k": 100},
                "recommend --countries-all JP --countries-all KR -k 100",
                "/v1/recommend?countries_all=JP,KR&k=100",
            ),
            Call(
                {"filters": {"countries": {"only": ["KR"]}}, "k": 100},
                "recommend --countries-only KR -k 100",
                "/v1/recommend?countries_only=KR&k=100",
            ),
            Call(
                {"filters": {"countries": {"only": ["KR"]}, "within": sorted(JAPAN_AND_KOREA)}},
                "recommend --countries-only KR"
                + "".join(f" --within-title {id}" for id in sorted(JAPAN_AND_KOREA)),
                f"/v1/recommend?countries_only=KR&within={','.join(sorted(JAPAN_AND_KOREA))}",
            ),
            Call(
                {"filters": {"countries": {"any": ["SG"]}}, "k": 100},
                "recommend --countries-any SG -k 100",
                "/v1/recommend?countries_any=SG&k=100",
            ),
            Call(
                {"like": ["Connect"], "filters": {"countries": {"none": ["JP"]}}, "k": 100},
                "similar Connect --countries-none JP -k 100",
                "/v1/similar?title=Connect&countries_none=JP&k=100",
            ),
        ),
        check=_c02,
        shown=Shown(
            Door.HTTP,
            "/v1/recommend?countries_all=JP,KR&k=100",
            picked={"results": (20, {"id": None, "countries": None})},
        ),
    ),
    Row(
        id="C03",
        promise="Nationality belongs to each person; casts of several nations are found and counted.",
        calls=(
            Call(
                {"filters": {"tones": ["transnational-cast"], "unknown": "drop"}, "k": 100},
                "recommend --tones transnational-cast --unknown drop -k 100",
                "/v1/recommend?tones=transnational-cast&unknown=drop&k=100",
                pages=5,
            ),
        ),
        check=_c03,
        shown=Shown(
            Door.HTTP,
            "/v1/titles/kidnap-game-2026",
            picked={"people": (3, None), "nations": None},
        ),
    ),
    Row(
        id="C04",
        promise="The nationality of the crew may differ from the country that produces.",
        calls=(
            Call(
                {"text": "Korean-cast series by a Japanese director", "k": 40},
                'recommend --text "Korean-cast series by a Japanese director" -k 40',
                "/v1/recommend?text=Korean-cast series by a Japanese director&k=40",
            ),
        ),
        check=_c04,
        shown=Shown(
            Door.COMMAND,
            'recommend --text "Korean-cast series by a Japanese director" --unknown drop -k 4',
            kept=r"^Understood|^  \d",
        ),
    ),
    Row(
        id="C05",
        promise="People link titles, with an honest share of the score.",
        calls=(
            Call(
                {"like": ["Kidnap Game"], "k": 100},
                'similar "Kidnap Game" -k 100',
                "/v1/similar?title=Kidnap Game&k=100",
                pages=4,
            ),
        ),
        check=_c05,
        shown=Shown(
            Door.PYTHON,
            """\
question = {"like": ["Kidnap Game"], "filters": {"cast": ["Kentaro Sakaguchi"]}, "k": 20}
answer = recommender.recommend(query_from_json(question))
found = next(result for result in answer.results if result.title == "What Comes After Love")
for reason in found.reasons:
    print(f"{reason.value:.3f}", reason.text)
print(f"{found.score:.3f}", "in all")
""",
        ),
    ),
    Row(
        id="C06",
        promise="A studio or a director's other work is a weak link only.",
        calls=(
            Call(
                {"like": ["Romantics Anonymous"], "filters": {"within": _NEAR_AND_WEAK}},
                'similar "Romantics Anonymous"' + "".join(f" --within-title {id}" for id in _NEAR_AND_WEAK),
                f"/v1/similar?title=Romantics Anonymous&within={','.join(_NEAR_AND_WEAK)}",
            ),
        ),
        check=_c06,
        shown=Shown(
            Door.PYTHON,
            """\
question = {"like": ["Romantics Anonymous"], "filters": {"within": ["The Handmaiden", "Soul Mate 2025"]}}
for result in recommender.recommend(query_from_json(question)).results:
    print(result.rank, result.title, "|", result.reasons[-1].text)
""",
        ),
    ),
)
